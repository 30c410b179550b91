import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { Scroll } from '../../app/scroll'
import { percent } from '../../app/time'

/** How many parts of the critical path are listed. */
const most = 10

/** Where the time goes: the steps that the end of cases waited for. */
export function Path({ path }: { path: Schemas['CatalogSimulatedPath'][] }) {
  const { t, tx } = useLang()
  const longest = Math.max(...path.map((p) => p.part), 1e-9)
  return (
    <Scroll label={t('simPath')}>
      <table className="om-table om-sim-path">
        <thead>
          <tr>
            <th scope="col">{t('step')}</th>
            <th scope="col" className="om-sim-bar">
              {t('simPart')}
            </th>
            <th scope="col" className="om-num om-sim-more">
              {t('simDaysACase')}
            </th>
            <th scope="col" className="om-num om-sim-more">
              {t('simOnWay')}
            </th>
          </tr>
        </thead>
        <tbody>
          {path.slice(0, most).map((p) => (
            <tr key={p.matter + p.state}>
              <th scope="row">
                {tx(p.step)}
                {p.back && <span className="om-dim"> ({`${tx(p.back)} · ${t('simApplicant')}`})</span>}
                <small className="om-dim om-block">{tx(p.name)}</small>
              </th>
              <td className="om-sim-bar">
                <span className="om-sim-part">
                  <span aria-hidden="true">
                    <i
                      className={p.type === 'wait' ? 'om-sim-wait' : undefined}
                      style={{ width: `${(p.part / longest) * 100}%` }}
                    />
                  </span>
                  {percent(p.part)}
                </span>
              </td>
              <td className="om-num om-sim-more">{p.days.toFixed(2)}</td>
              <td className="om-num om-sim-more">{percent(p.share)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scroll>
  )
}
