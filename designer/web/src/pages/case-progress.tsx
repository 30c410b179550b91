import { useLang } from '../app/lang'
import { days } from '../app/time'
import type { CaseData } from './case'

/** The names of the steps that are done: a return takes back the step returned to and all after it. */
function doneSteps(history: CaseData['history'], tx: (text: { [lang: string]: string }) => string) {
  let done: string[] = []
  for (const h of history) {
    if (!h.from) continue
    if (!done.includes(tx(h.from))) done.push(tx(h.from))
    const back = h.kind === 'return' && h.to ? done.indexOf(tx(h.to)) : -1
    if (back >= 0) done = done.slice(0, back)
  }
  return new Set(done)
}

/** The steps of the workflow: done, now, ahead. */
export function Progress({ data }: { data: CaseData }) {
  const { t, tx } = useLang()
  const states = data.workflow?.states.filter((s) => s.type === 'step') ?? []
  const left = doneSteps(data.history, tx)
  // Refused or withdrawn: it ended in a step that was not done, and what lies behind is not to come.
  const ended = data.status === 'ended'
  const broken = ended && data.outcome !== 'issued' && data.outcome !== 'partial'
  const last = broken ? [...left].at(-1) : undefined
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
            const now = s.id === current && !ended
            const stopped = last === tx(s.name)
            const done = !now && !stopped && left.has(tx(s.name))
            const ahead = !ended && s.limit ? t('limitDays', { n: days(s.limit) }) : ''
            return (
              <li
                key={s.id}
                className={now ? 'om-now' : done ? 'om-done' : stopped ? 'om-stopped' : ''}
                aria-current={now ? 'step' : undefined}
              >
                <div className="om-bar" />
                <strong>{tx(s.name)}</strong>
                <span className="om-dim">{now ? t('now') : done ? t('done') : stopped ? t('stoppedHere') : ahead}</span>
              </li>
            )
          })}
        </ol>
      </div>
    </section>
  )
}
