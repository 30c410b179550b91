import type { Search } from '../../app/url'

export const presets = ['7', '30', '90', 'year'] as const
export type Preset = (typeof presets)[number] | 'custom'

/** A span of local days, both inclusive. */
export interface Span {
  preset: Preset
  from: string
  to: string
}

/** Today where the departments are. */
export function today(now = new Date()): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Shanghai' }).format(now)
}

export function addDays(day: string, n: number): string {
  const d = new Date(`${day}T00:00:00Z`)
  d.setUTCDate(d.getUTCDate() + n)
  return d.toISOString().slice(0, 10)
}

const valid = (day: string | undefined): day is string =>
  !!day &&
  /^\d{4}-\d{2}-\d{2}$/.test(day) &&
  !Number.isNaN(Date.parse(day)) &&
  new Date(day).toISOString().startsWith(day)

/** What the address says, or the last 30 days where it says nothing sensible. */
export function spanOf(search: Search, now: string): Span {
  if (valid(search.from) && valid(search.to) && search.from <= search.to)
    return { preset: 'custom', from: search.from, to: search.to }
  switch (search.span) {
    case '7':
    case '90':
      return { preset: search.span, from: addDays(now, 1 - Number(search.span)), to: now }
    case 'year':
      return { preset: 'year', from: `${now.slice(0, 4)}-01-01`, to: now }
  }
  return { preset: '30', from: addDays(now, -29), to: now }
}
