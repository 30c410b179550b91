import { useQuery } from '@tanstack/react-query'
import { api, need, type Schemas } from '../api/client'
import { useLang } from './lang'
import { LightTag } from './light'

export const useLights = () =>
  useQuery({ queryKey: ['lights'], queryFn: () => need(api.GET('/api/v1/lights')), staleTime: 60_000 })

/** From when on lights are yellow and red: the thresholds in force. */
export function Legend() {
  const { t, tx } = useLang()
  const { data } = useLights()
  if (!data || data.rules.length === 0) return null
  const [first, ...more] = data.rules
  return (
    <div className="om-thresholds">
      {first && <Rule rule={first} />}
      {more.length > 0 && (
        <details>
          <summary>{t('lightsMore', { n: more.length })}</summary>
          {more.map((r) => (
            <div key={`${r.of.id}/${r.step?.id ?? ''}`}>
              <strong>{tx(r.of.name)}</strong>
              {r.step && <span className="om-dim"> · {tx(r.step.name)}</span>} <Rule rule={r} />
            </div>
          ))}
        </details>
      )}
    </div>
  )
}

/** One rule in words. */
export function Rule({ rule }: { rule: Schemas['LightRule'] }) {
  const { tx } = useLang()
  return (
    <span className="om-rule">
      <LightTag light="yellow" /> <span className="om-dim">{tx(rule.yellow)}</span>{' '}
      <LightTag light="red" early={rule.early} /> <span className="om-dim">{tx(rule.red)}</span>
    </span>
  )
}
