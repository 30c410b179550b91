import type { Schemas, Text } from '../../api/client'

/** A new matter as it is written on the page. */
export interface Part {
  key: string
  id: string
  zh: string
  en: string
  resultZh: string
  resultEn: string
  /** These and what is below: left empty, as the old matter has it. */
  department: string
  fee: string
  statutoryDays: string
  promisedDays: string
}

/** Which parts a thing goes to, by key; a thing is "field:PATH" or "material:ID". */
export type Where = Record<string, string[]>

/** A text of what was typed: without English, Chinese stands for both. */
export const textOf = (zh: string, en: string): Text =>
  en.trim() ? { zh: zh.trim(), en: en.trim() } : { zh: zh.trim() }

const daysOf = (typed: string) => (typed.trim() ? Number(typed) : undefined)

/** The parts as the API takes them; heir is the one that issues what the old matter did. */
export function partsOf(parts: Part[], heir: string, where: Where): Schemas['CatalogSplitPart'][] {
  const of = (kind: string, key: string) =>
    Object.entries(where)
      .filter(([thing, to]) => thing.startsWith(`${kind}:`) && to.includes(key))
      .map(([thing]) => thing.slice(kind.length + 1))
  return parts.map((p) => ({
    id: p.id.trim(),
    name: textOf(p.zh, p.en),
    fields: of('field', p.key),
    materials: of('material', p.key),
    department: p.department || undefined,
    fee: p.fee.trim() || undefined,
    statutoryDays: daysOf(p.statutoryDays),
    promisedDays: daysOf(p.promisedDays),
    ...(p.key === heir ? {} : { result: { name: textOf(p.resultZh, p.resultEn) } }),
  }))
}

/** Puts things into a part, or takes them out of it. */
export function dealt(where: Where, things: string[], part: string, into: boolean): Where {
  const next = { ...where }
  for (const thing of things) {
    const rest = (where[thing] ?? []).filter((p) => p !== part)
    next[thing] = into ? [...rest, part] : rest
  }
  return next
}

/** What a part that is gone had goes to another. */
export function without(where: Where, part: string, heir: string): Where {
  return Object.fromEntries(
    Object.entries(where).map(([thing, to]) => {
      const rest = to.filter((p) => p !== part)
      return [thing, rest.length > 0 ? rest : [heir]]
    }),
  )
}
