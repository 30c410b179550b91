import { useLang } from '../app/lang'
import { days } from '../app/time'
import type { CaseData } from './case'

/** The steps of the workflow: done, now, ahead. */
export function Progress({ data }: { data: CaseData }) {
  const { t, tx } = useLang()
  const states = data.workflow?.states.filter((s) => s.type === 'step') ?? []
  const left = new Set(data.history.flatMap((h) => (h.from ? [tx(h.from)] : [])))
  const waiting = data.workflow?.states.find((s) => s.id === data.state && s.type === 'wait')
  const current = waiting ? waiting.on?.[0]?.target : data.state
  return (
    <section className="om-panel">
      <header>
        <h2>{t('progress')}</h2>
        {waiting && <span>{t('waitingFor', { step: tx(waiting.name) })}</span>}
      </header>
      <div className="om-body">
        <ol className="om-steps">
          {states.map((s) => {
            const now = s.id === current && data.status !== 'ended'
            const done = !now && left.has(tx(s.name))
            return (
              <li key={s.id} className={now ? 'om-now' : done ? 'om-done' : ''} aria-current={now ? 'step' : undefined}>
                <div className="om-bar" />
                <strong>{tx(s.name)}</strong>
                <span className="om-dim">
                  {now ? t('now') : done ? t('done') : s.limit ? t('limitDays', { n: days(s.limit) }) : ''}
                </span>
              </li>
            )
          })}
        </ol>
      </div>
    </section>
  )
}
