import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { Scroll } from '../../app/scroll'
import { days, percent } from '../../app/time'
import type { Assume } from './assume'
import { Own } from './own'

/** What was taken for granted, and where each time is from. */
export function Assumed({
  simulation: s,
  own,
  run,
}: {
  simulation: Schemas['CatalogSimulation']
  own: Assume
  run: (a: Assume) => void
}) {
  const { t, tx } = useLang()
  const o = s.assumed.odds
  const worked = s.assumed.steps.some((st) => st.work !== undefined)
  const matter = (id: string) => tx(s.matters.find((m) => m.matter === id)?.name)
  return (
    <details className="om-sim-assumed" open={Object.keys(own).length > 0}>
      <summary>{t('simAssumed')}</summary>
      <Own key={JSON.stringify(own)} assumed={s.assumed} load={s.load} matter={matter} own={own} run={run} />
      <p className="om-dim">
        {t('simChances', {
          correct: percent(o.correct),
          rectify: percent(o.rectify),
          refuse: percent(o.refuse),
          back: percent(o.return),
          ask: percent(o.ask),
          disagree: percent(o.disagree),
        })}
      </p>
      <Scroll label={t('simAssumed')}>
        <table className="om-table">
          <thead>
            <tr>
              <th scope="col">{t('step')}</th>
              <th scope="col" className="om-num">
                {t('limit')}
              </th>
              <th scope="col" className="om-num">
                {t('simMeanDays')}
              </th>
              <th scope="col">{t('simSource')}</th>
              {worked && (
                <th scope="col" className="om-num">
                  {t('simMinutes')}
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {s.assumed.steps.map((st) => (
              <tr key={st.matter + st.state}>
                <th scope="row">
                  {tx(st.name)}
                  <small className="om-dim om-block">{matter(st.matter)}</small>
                </th>
                <td className="om-num">{st.limit > 0 ? days(st.limit) : '—'}</td>
                <td className="om-num">{st.mean.toFixed(2)}</td>
                <td>{t(`simFrom_${st.source}`)}</td>
                {worked && <td className="om-num">{st.work ?? '—'}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </Scroll>
    </details>
  )
}
