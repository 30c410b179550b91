import { describe, expect, it } from 'vitest'
import { toCSV } from './csv'

const columns = [
  { title: '事项', value: (r: { name: string; n: number | null }) => r.name },
  { title: '在办', value: (r: { name: string; n: number | null }) => r.n },
]

describe('a table taken along', () => {
  it('opens in Excel in Chinese: byte order mark, CRLF', () => {
    expect(toCSV(columns, [{ name: '食品经营许可', n: 3 }])).toBe('\uFEFF事项,在办\r\n食品经营许可,3\r\n')
  })

  it('quotes what would break a line or a cell', () => {
    expect(toCSV(columns, [{ name: 'a,"b"\r\nc', n: 0 }])).toContain('"a,""b""\r\nc",0')
  })

  it('leaves nothing where there is nothing', () => {
    expect(toCSV(columns, [{ name: '', n: null }])).toContain('\r\n,\r\n')
    expect(toCSV(columns, [{ name: 'x', n: Number.NaN }])).toContain('\r\nx,\r\n')
  })

  it.each(['=HYPERLINK("http://x")', '+1', '-1', '@SUM(A1)', '\tx'])(
    'keeps the text %j from running as a formula',
    (name) => {
      const cell = toCSV(columns, [{ name, n: 1 }]).split('\r\n')[1] ?? ''
      expect(cell.replace(/^"/, '')[0]).toBe("'")
    },
  )

  it('keeps a negative number a number', () => {
    expect(toCSV(columns, [{ name: 'x', n: -2 }])).toContain('\r\nx,-2\r\n')
  })
})
