import type { useLang } from '../../app/lang'
import type { WrongAnswer } from '../../app/wrong-answers'
import { type Assume, chances, type Span } from './assume'

type Words = ReturnType<typeof useLang>['t']

export const mostDays = 10_000
export const mostMinutes = 10_000
export const mostPeople = 100_000

/** Numbers as people type them; what is none is NaN, which stands nowhere between two others. */
export const numberOf = (typed: string): number | undefined => (typed.trim() === '' ? undefined : Number(typed))

const within = (n: number, most: number) => n >= 0 && n <= most

/** What of an own assumption cannot be, at the places it has in a request, as the server holds it. */
export function wrongAssume(a: Assume, t: Words): WrongAnswer[] {
  const out: WrongAnswer[] = []
  const hold = (at: string, n: number | undefined, most: number) => {
    if (n !== undefined && !within(n, most)) out.push({ at, words: t('numberUpTo', { most }) })
  }
  const span = (at: string, s: Span | undefined) => {
    if (!s) return
    const before = out.length
    hold(`${at}/least`, s.least, mostDays)
    hold(`${at}/usual`, s.usual, mostDays)
    hold(`${at}/most`, s.most, mostDays)
    if (out.length > before) return
    if (s.least > s.usual) out.push({ at: `${at}/least`, words: t('simLeastOver') })
    if (s.usual > s.most) out.push({ at: `${at}/most`, words: t('simMostUnder') })
  }
  for (const c of chances) {
    const n = a[c]
    if (n !== undefined && !within(n, 1)) out.push({ at: c, words: t('numberUpTo', { most: 100 }) })
  }
  span('answer', a.answer)
  for (const [k, s] of Object.entries(a.steps ?? {})) {
    span(`steps/${k}/days`, s.days)
    hold(`steps/${k}/work`, s.work, mostMinutes)
  }
  for (const [q, shares] of Object.entries(a.shares ?? {})) {
    const wrong = Object.entries(shares).filter(([, n]) => !within(n, 1))
    for (const [answer] of wrong) out.push({ at: `shares/${q}/${answer}`, words: t('numberUpTo', { most: 100 }) })
    const sum = Object.values(shares).reduce((n, s) => n + s, 0)
    const first = Object.keys(shares)[0]
    if (wrong.length === 0 && first !== undefined && !(Math.abs(sum - 1) <= 1e-6))
      out.push({ at: `shares/${q}/${first}`, words: t('simShareSum', { n: Math.round(sum * 1e6) / 1e4 }) })
  }
  for (const [d, n] of Object.entries(a.staff ?? {}))
    if (!(n > 0 && n <= mostPeople)) out.push({ at: `staff/${d}`, words: t('numberOver0', { most: mostPeople }) })
  hold('work', a.work, mostMinutes)
  return out
}
