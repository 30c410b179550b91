import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { days, percent } from '../../app/time'

type Simulation = Schemas['CatalogSimulation']

/** The head figures: how long it takes, how spread, how often late, how often done. */
export function Figures({ simulation: s }: { simulation: Simulation }) {
  const { t } = useLang()
  const was = s.against?.days
  const none = '—'
  const error = s.days && t('simError', { n: s.days.error.toFixed(2) })
  const figures = [
    {
      name: t('simMean'),
      value: s.days ? days(s.days.mean) : none,
      note: was?.beyond ? t('simWas', { n: days(was.before) }) : error,
    },
    { name: t('simP50'), value: s.days ? days(s.days.p50) : none },
    { name: t('simP80'), value: s.days ? days(s.days.p80) : none },
    { name: t('simP95'), value: s.days ? days(s.days.p95) : none },
    {
      name: t('simLate'),
      value: s.days ? percent(s.late.promised) : none,
      note: s.days && t('simLateLaw', { share: percent(s.late.statutory) }),
    },
    {
      name: t('simIssued'),
      value: s.unfiled < s.cases ? percent(s.outcomes.issued) : none,
      note: s.unfiled < s.cases && t('simPartly', { share: percent(s.outcomes.partial) }),
    },
  ]
  return (
    <dl className="om-sim-figures">
      {figures.map((f) => (
        <div key={f.name}>
          <dt>{f.name}</dt>
          <dd>
            <strong>{f.value}</strong>
            {f.note && <small className="om-dim">{f.note}</small>}
          </dd>
        </div>
      ))}
    </dl>
  )
}
