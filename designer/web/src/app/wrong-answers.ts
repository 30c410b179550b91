/** Something wrong with what is written on a page. */
export interface WrongAnswer {
  /** The place it is written at, as the API calls it: "basis/zh"; '' where it is of no single place. */
  at: string
  words: string
}

/** What a place is called; within tells apart places of one name. */
export interface Place {
  label: string
  within?: string
}

/** The places of a page in its order, by what the API calls them. */
export type Places = Record<string, Place>

/** The place of a page that a path of the API belongs to: itself, else the first in it, else what it is in. */
export function placeOf(path: string, places: Places): string {
  const inside = path && Object.keys(places).find((p) => p.startsWith(`${path}/`))
  if (inside && !places[path]) return inside
  let at = path
  while (at && !places[at]) at = at.slice(0, Math.max(0, at.lastIndexOf('/')))
  return at
}

/** Sorted as the page is; what is of no place comes last. */
export function inOrder(list: WrongAnswer[], places: Places): WrongAnswer[] {
  const order = Object.keys(places)
  const rank = (w: WrongAnswer) => (order.includes(w.at) ? order.indexOf(w.at) : order.length)
  return [...list].sort((a, b) => rank(a) - rank(b))
}

/** What stands at a path of a request, as text. */
function written(of: unknown, path: string): string {
  let v = of
  for (const key of path === '' ? [] : path.split('/'))
    v = typeof v === 'object' && v !== null ? (v as Record<string, unknown>)[key] : undefined
  return JSON.stringify(v) ?? ''
}

/** What was refused and has not been changed since. */
export const unchanged = (list: WrongAnswer[], then: unknown, now: unknown): WrongAnswer[] =>
  list.filter((w) => written(then, w.at) === written(now, w.at))
