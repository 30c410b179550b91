import type { Schemas } from '../../api/client'

/** Least, usual and most working days of a stay. */
export type Span = { least: number; usual: number; most: number }

export const chances = ['correct', 'rectify', 'refuse', 'return', 'ask', 'disagree'] as const
export type Chance = (typeof chances)[number]

/** What is known better of one step: its days, and the minutes that a task of it takes. */
export type OwnStep = { days?: Span; work?: number }

/** What somebody assumes of people; what is not named stays as it is assumed without. */
export type Assume = Partial<Record<Chance, number>> & {
  answer?: Span
  steps?: Record<string, OwnStep>
  shares?: Record<string, Record<string, number>> // by question and answer
  staff?: Record<string, number> // people by department
  work?: number // minutes a task
}

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
  const said = Object.entries(a).filter(([, v]) => typeof v !== 'object' || Object.keys(v).length > 0)
  return said.length > 0 ? JSON.stringify(Object.fromEntries(said)) : undefined
}

/** A share as people read it: 12.5 for 0.125. */
export const percents = (share: number): number => Math.round(share * 1000) / 10

/** The same of a share that somebody typed: nothing of it is rounded away. */
export const typedPercents = (share: number): number => Math.round(share * 1e8) / 1e6

/** What is typed as percents, as a share. */
export const shareOf = (percent: number | undefined): number => Math.round((percent ?? Number.NaN) * 1e6) / 1e8

/** The span a spread stands for in a form: a measured one from its median and P90. */
export function spanOf(s: Schemas['WorkflowsSpread']): Span {
  const two = (n: number) => Math.round(n * 100) / 100
  if (s.median && s.p90) return { least: two(s.median / 2), usual: two(s.median), most: two(s.p90) }
  return { least: two(s.least ?? 0), usual: two(s.usual ?? 0), most: two(s.most ?? 0) }
}
