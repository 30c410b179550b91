import type { Schemas } from '../../api/client'
import { useLang } from '../../app/lang'
import { days, percent } from '../../app/time'

type Simulation = Schemas['CatalogSimulation']

/** The head figures: how long it takes, how spread, how often late, how often done. */
export function Figures({ simulation: s }: { simulation: Simulation }) {
  const { t } = useLang()
  const was = s.against?.days
  const figures = [
    {
      name: t('simMean'),
      value: days(s.days.mean),
      note: was?.beyond ? t('simWas', { n: days(was.before) }) : t('simError', { n: s.days.error.toFixed(2) }),
    },
    { name: t('simP50'), value: days(s.days.p50) },
    { name: t('simP80'), value: days(s.days.p80) },
    { name: t('simP95'), value: days(s.days.p95) },
    {
      name: t('simLate'),
      value: percent(s.late.promised),
      note: t('simLateLaw', { share: percent(s.late.statutory) }),
    },
    {
      name: t('simIssued'),
      value: percent(s.outcomes.issued),
      note: t('simPartly', { share: percent(s.outcomes.partial) }),
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
