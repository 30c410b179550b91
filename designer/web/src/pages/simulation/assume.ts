import type { Schemas } from '../../api/client'

/** Least, usual and most working days of a stay. */
export type Span = { least: number; usual: number; most: number }

export const chances = ['correct', 'rectify', 'refuse', 'return', 'ask', 'disagree'] as const
export type Chance = (typeof chances)[number]

/** What somebody assumes of times and decisions; what is not named stays as it is assumed without. */
export type Assume = Partial<Record<Chance, number>> & { answer?: Span; steps?: Record<string, { days: Span }> }

/** Reads what an address says; what cannot be read is nothing, and what is wrong in it is for the server to tell. */
export function readAssume(text: string | undefined): Assume {
  if (!text) return {}
  try {
    const v: unknown = JSON.parse(text)
    return typeof v === 'object' && v !== null && !Array.isArray(v) ? (v as Assume) : {}
  } catch {
    return {}
  }
}

/** Writes it for an address: nothing for nothing. */
export function writeAssume(a: Assume): string | undefined {
  const { steps, ...rest } = a
  const own = { ...rest, ...(steps && Object.keys(steps).length > 0 ? { steps } : {}) }
  return Object.keys(own).length > 0 ? JSON.stringify(own) : undefined
}

/** The span a spread stands for in a form: a measured one from its median and P90. */
export function spanOf(s: Schemas['WorkflowsSpread']): Span {
  const two = (n: number) => Math.round(n * 100) / 100
  if (s.median && s.p90) return { least: two(s.median / 2), usual: two(s.median), most: two(s.p90) }
  return { least: two(s.least ?? 0), usual: two(s.usual ?? 0), most: two(s.most ?? 0) }
}
