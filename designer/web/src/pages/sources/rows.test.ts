import { expect, test } from 'vitest'
import type { Source } from './queries'
import { columns, emptySheet, readCSV, rowsOf } from './rows'

const source: Source = {
  id: 's',
  department: 'police',
  name: { zh: '人口库' },
  kind: 'register',
  pack: 'p',
  key: 'DE1',
  elements: ['DE2'],
  materials: ['MT1'],
  enabled: true,
  rows: 0,
  revision: 1,
}

test('a sheet is read with quotes, line ends of any kind and empty lines', () => {
  expect(readCSV('\uFEFFa,"b ""c"""\r\n\r\n1,"two\nlines"\n,\n')).toEqual([
    ['a', 'b "c"'],
    ['1', 'two\nlines'],
  ])
})

test('rows go by the id that a column begins with; empty cells are left out', () => {
  expect(rowsOf(source, 'DE2 户籍地址,DE1 证件号码,MT1 身份证\n幸福路 8 号,310,\n,311,A1\n')).toEqual([
    { DE2: '幸福路 8 号', DE1: '310' },
    { DE1: '311', MT1: 'A1' },
  ])
  expect(rowsOf(source, 'address\nx\n')).toBeNull()
  expect(rowsOf(source, '')).toBeNull()
})

test('an empty sheet can be filled in and read again', () => {
  const sheet = emptySheet(source, (id) => `名称 ${id}`)
  const filled = `${sheet}310,幸福路,A1,2020-01-01,,\r\n`
  expect(rowsOf(source, filled)).toEqual([{ DE1: '310', DE2: '幸福路', MT1: 'A1', 'MT1.issued': '2020-01-01' }])
  expect(columns(source)).toEqual(['DE1', 'DE2', 'MT1', 'MT1.issued', 'MT1.expires', 'MT1.url'])
})
