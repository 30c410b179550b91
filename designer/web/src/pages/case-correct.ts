import type { Schemas } from '../api/client'
import { rowLabel, type Tx } from './case-answers'

export type Correctable = Schemas['Correctable']

/** Under one heading: what a correction may ask for of one person, thing or row. */
export interface Choices {
  heading: string
  list: Correctable[]
}

/** Groups by topic, then by whose it is or in which row it lies, in the order of the form. */
export function choices(all: Correctable[], tx: Tx): Choices[] {
  const groups = new Map<string, Correctable[]>()
  for (const c of all) {
    const heading = headingOf(c, tx)
    groups.set(heading, [...(groups.get(heading) ?? []), c])
  }
  return [...groups].map(([heading, list]) => ({ heading, list }))
}

/** "Mother" for the mother's on a page of hers, "Other · Agent" for the agent's among others. */
function headingOf(c: Correctable, tx: Tx): string {
  const section = tx(c.section)
  const row = rowLabel(c, tx).slice(0, -' · '.length)
  const whose = row || tx(c.group)
  const [a, b] = [section.toLowerCase(), whose.toLowerCase()]
  if (a.startsWith(b)) return section
  return b.startsWith(a) ? whose : `${section} · ${whose}`
}
