import { toCSV } from '../../app/csv'
import type { Source } from './queries'

/** A CSV text as rows of cells (RFC 4180). */
export function readCSV(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let quoted = false
  const end = () => {
    row.push(cell)
    if (row.some((c) => c.trim() !== '')) rows.push(row)
    row = []
    cell = ''
  }
  const body = text.replace(/^\uFEFF/, '')
  for (let i = 0; i < body.length; i++) {
    const c = body[i] as string
    if (quoted) {
      if (c !== '"') cell += c
      else if (body[i + 1] === '"') {
        cell += '"'
        i++
      } else quoted = false
    } else if (c === '"' && cell === '') quoted = true
    else if (c === ',') {
      row.push(cell)
      cell = ''
    } else if (c === '\n' || c === '\r') {
      if (c === '\r' && body[i + 1] === '\n') i++
      end()
    } else cell += c
  }
  if (cell !== '' || row.length > 0) end()
  return rows
}

/** The columns a register takes: the key first. */
export function columns(s: Source): string[] {
  return [
    s.key,
    ...s.elements.filter((e) => e !== s.key),
    ...s.materials.flatMap((m) => [m, `${m}.issued`, `${m}.expires`, `${m}.url`]),
  ]
}

/**
 * The rows of a sheet by column id; null when its first line names no key. What
 * follows an id after a space is its name, for people.
 */
export function rowsOf(s: Source, text: string): Record<string, string>[] | null {
  const [head, ...rest] = readCSV(text)
  const ids = head?.map((h) => h.trim().split(/\s/)[0] ?? '') ?? []
  if (!ids.includes(s.key)) return null
  return rest.map((cells) =>
    Object.fromEntries(ids.flatMap((id, i) => (id && cells[i]?.trim() ? [[id, cells[i] as string]] : []))),
  )
}

/** An empty sheet to fill in: each column's id and name. */
export const emptySheet = (s: Source, name: (id: string) => string) =>
  toCSV(
    columns(s).map((id) => ({ title: `${id} ${name(id)}`.trim(), value: () => '' })),
    [],
  )
