import type { Lang } from './lang'

const zone = 'Asia/Shanghai'

/** An instant in words, at the place of the departments. */
export function instant(iso: string | undefined, lang: Lang, withTime = true): string {
  if (!iso) return ''
  return new Intl.DateTimeFormat(lang === 'zh' ? 'zh-CN' : 'en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: lang === 'zh' ? 'numeric' : 'short',
    day: 'numeric',
    ...(withTime ? { hour: '2-digit', minute: '2-digit', hour12: false } : {}),
  }).format(new Date(iso))
}

/** An instant as a date and time field holds it, and back: at the place of the departments, which has no summer time. */
export function local(iso: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
    .format(new Date(iso))
    .replace(' ', 'T')
}
export const localInstant = (field: string): string => `${field.slice(0, 16)}:00+08:00`

/** Working days with at most one decimal: 0.5, 3. */
export function days(n: number): string {
  const r = Math.round(n * 10) / 10
  return Object.is(r, -0) ? '0' : String(r)
}

/** Working days to the hundredth, where a sum is shown beside its parts: 0.58. */
export const hundredths = (n: number): string => String(Math.round(n * 100) / 100)

export function percent(rate: number | null | undefined): string {
  return rate === null || rate === undefined ? '—' : `${(rate * 100).toFixed(1)}%`
}

/** A count with its thousands apart. */
export function count(n: number, lang: Lang): string {
  return new Intl.NumberFormat(lang === 'zh' ? 'zh-CN' : 'en-GB').format(n)
}

/** A local day: 11月23日, 23 Nov. */
export function shortDay(day: string, lang: Lang): string {
  return new Intl.DateTimeFormat(lang === 'zh' ? 'zh-CN' : 'en-GB', {
    timeZone: 'UTC',
    month: lang === 'zh' ? 'numeric' : 'short',
    day: 'numeric',
  }).format(new Date(`${day}T00:00:00Z`))
}
