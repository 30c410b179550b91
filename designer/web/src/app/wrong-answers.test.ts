import { expect, test } from 'vitest'
import { inOrder, placeOf, unchanged } from './wrong-answers'

const label = (l: string) => ({ label: l })
const places = { 'parts/0/id': label('id'), parts: label('all'), on: label('day'), 'basis/zh': label('basis') }

test('a path of the API is put at the place that is nearest', () => {
  expect(
    ['on', 'basis', 'parts/0/id', 'parts/0/fields/3', 'parts/9/fee', 'base', ''].map((p) => placeOf(p, places)),
  ).toEqual(['on', 'basis/zh', 'parts/0/id', 'parts', 'parts', '', ''])
})

test('they are told in the order of the page, what has no place last', () => {
  const list = ['', 'on', 'parts', 'parts/0/id'].map((at) => ({ at, words: at }))
  expect(inOrder(list, places).map((w) => w.at)).toEqual(['parts/0/id', 'parts', 'on', ''])
})

test('what was refused stands until it is changed, whatever else is', () => {
  const list = ['', 'on', 'basis/zh', 'parts/0/fee', 'gone/0'].map((at) => ({ at, words: at }))
  const then = { on: '', basis: { zh: '' }, parts: [{ fee: '-5' }] }
  const left = (now: unknown) => unchanged(list, then, now).map((w) => w.at)
  expect(left(then)).toEqual(['', 'on', 'basis/zh', 'parts/0/fee', 'gone/0'])
  expect(left({ ...then, on: '2999-01-01' })).toEqual(['basis/zh', 'parts/0/fee', 'gone/0'])
  expect(left({ ...then, parts: [{ fee: '5' }] })).toEqual(['on', 'basis/zh', 'gone/0'])
})
