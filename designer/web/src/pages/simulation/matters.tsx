import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { Scroll } from '../../app/scroll'
import { days, percent } from '../../app/time'

/** How the children of each matter went. */
export function Matters({ matters }: { matters: Schemas['CatalogSimulatedMatter'][] }) {
  const { t, tx } = useLang()
  const heads = [
    'simApplies',
    'simStarted',
    'simIssuedOf',
    'simMean',
    'simP80',
    'promisedLimit',
    'simLateOf',
    'simCritical',
  ] as const
  return (
    <Scroll label={t('simMatters')}>
      <table className="om-table om-wide">
        <thead>
          <tr>
            <th scope="col">{t('matter')}</th>
            {heads.map((h) => (
              <th key={h} scope="col" className="om-num">
                {t(h)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {matters.map((m) => (
            <tr key={m.matter}>
              <th scope="row">
                {tx(m.name)}
                <small className="om-dim om-block">{tx(m.department)}</small>
              </th>
              <td className="om-num">{percent(m.applies)}</td>
              <td className="om-num">{m.filed ? percent(m.started) : '—'}</td>
              <td className="om-num">{m.filed ? percent(m.issued) : '—'}</td>
              <td className="om-num">{m.days ? days(m.days.mean) : '—'}</td>
              <td className="om-num">{m.days ? days(m.days.p80) : '—'}</td>
              <td className="om-num">{days(m.promised)}</td>
              <td className={m.late > 0.1 ? 'om-num om-sim-late' : 'om-num'}>{m.days ? percent(m.late) : '—'}</td>
              <td className="om-num">{percent(m.critical)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}
