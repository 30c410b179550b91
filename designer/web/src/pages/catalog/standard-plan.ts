import type { Schemas } from '../../api/client'
import { textOf } from './split-plan'

export type Difference = Schemas['CatalogDeviation']
export type Decision = Schemas['CatalogTemplateDecision']

/** What is chosen for one place: '' leaves it as it is. */
export interface Choice {
  does: Decision['do'] | ''
  zh: string
  en: string
}

/** Choices by the place they are about. */
export type Choices = Record<string, Choice>

const liesIn = (path: string, outer: string) => path === outer || path.startsWith(`${outer}/`)

/** The kind of what is no difference any more and is still said to stay. */
export const idle = 'idle'

/** The place at which a difference is decided about: the outermost that differs and that it lies in. */
export const placeFor = (item: Difference, all: Difference[]): string =>
  all.reduce((at, i) => (i.kind !== idle && liesIn(at, i.path) ? i.path : at), item.path)

/** The differences that stand for a place, in the order of the page. */
export const places = (all: Difference[]): Difference[] =>
  all.filter((i, n) => placeFor(i, all) === i.path && all.findIndex((o) => o.path === i.path) === n)

/** What a choice takes along: the whole that is adopted, or all that was kept together. */
const whole = (i: Difference, does: Choice['does']) =>
  does === 'adopt' ? i.adopt : does === 'reopen' ? i.kept : undefined

export const unchosen = (i: Difference): Choice => ({ does: '', zh: i.reason?.zh ?? '', en: i.reason?.en ?? '' })

/** Chooses for one place; what is adopted or decided anew as one is so for all its places, or for none. */
export function chosen(choices: Choices, all: Difference[], at: Difference, does: Choice['does']): Choices {
  const next = { ...choices }
  const of = (i: Difference) => choices[i.path] ?? unchosen(i)
  const before = of(at).does
  for (const i of places(all)) {
    if (
      i.path !== at.path &&
      before &&
      whole(at, before) &&
      of(i).does === before &&
      whole(i, before) === whole(at, before)
    )
      next[i.path] = { ...of(i), does: '' }
  }
  for (const i of places(all)) {
    if (i.path === at.path || (does && whole(at, does) && whole(i, does) === whole(at, does)))
      next[i.path] = { ...of(i), does }
  }
  return next
}

/** The decisions as the API takes them, with the place of each; what takes others along is said once. */
export function decisionsOf(choices: Choices, all: Difference[]): { decision: Decision; at: Difference }[] {
  const out: { decision: Decision; at: Difference }[] = []
  for (const at of places(all)) {
    const c = choices[at.path]
    if (!c?.does) continue
    const path = whole(at, c.does) ?? at.path
    if (out.some((o) => o.decision.path === path)) continue
    const reasoned = c.does === 'keep' || c.does === 'propose'
    out.push({ at, decision: { path, do: c.does, ...(reasoned ? { reason: textOf(c.zh, c.en) } : {}) } })
  }
  return out
}
