import { expect, test } from 'vitest'
import type { useLang } from '../../app/lang'
import { noAct, pathOf, wrongAct, wrongHand, wrongName, wrongParts } from './restructure-check'
import type { Part } from './split-plan'

const t: ReturnType<typeof useLang>['t'] = (word, values) => [word, ...Object.values(values ?? {})].join(' ')
const said = (list: { at: string; words: string }[]) => list.map((w) => `${w.at}: ${w.words}`)

const part: Part = {
  key: 'a',
  id: 'M71',
  zh: '登记',
  en: 'Registration',
  resultZh: '回执',
  resultEn: 'Receipt',
  department: '',
  fee: '',
  statutoryDays: '',
  promisedDays: '',
}
const was = { statutoryDays: 20, promisedDays: 10 }
const parts = (p: Partial<Part>) => said(wrongParts([{ ...part, ...p }], 'heir', was, t))

test('all that is missing is told, each at its place', () => {
  const empty = { ...part, id: '', zh: ' ', en: '', resultZh: '', resultEn: ' ' }
  expect(said(wrongParts([{ ...empty, key: 'heir' }, empty], 'heir', was, t))).toEqual([
    'parts/0/id: fillIn',
    'parts/0/name/zh: fillIn',
    'parts/0/name/en: fillIn',
    'parts/1/id: fillIn',
    'parts/1/name/zh: fillIn',
    'parts/1/name/en: fillIn',
    'parts/1/result/name/zh: fillIn',
    'parts/1/result/name/en: fillIn',
  ])
  expect(said(wrongAct(noAct, 'all', true, t))).toEqual([
    'on: giveDay',
    'basis/zh: fillIn',
    'basis/en: fillIn',
    'reason/zh: fillIn',
    'reason/en: fillIn',
  ])
  expect(said(wrongAct(noAct, 'why', true, t))).toEqual(['reason/zh: fillIn'])
  expect(said(wrongName('', '', '', '', t))).toEqual(['id: fillIn', 'name/zh: fillIn', 'name/en: fillIn'])
  expect(said(wrongHand('', '', '', t))).toEqual(['to: chooseOne'])
})

test('a reason that need not be given is not half given', () => {
  const act = { ...noAct, on: '2999-01-01', basisZh: '据', basisEn: 'By' }
  expect(wrongAct(act, 'all', false, t)).toEqual([])
  expect(said(wrongAct({ ...act, reasonEn: 'Why' }, 'all', false, t))).toEqual(['reason/zh: fillIn'])
  expect(said(wrongAct({ ...act, reasonZh: '因' }, 'all', false, t))).toEqual(['reason/en: fillIn'])
  expect(said(wrongAct({ ...act, basisEn: '' }, 'all', false, t))).toEqual(['basis/en: fillIn'])
})

test('what cannot be an id, a fee or a limit is told', () => {
  expect(parts({})).toEqual([])
  expect(parts({ id: '甲' })).toEqual(['parts/0/id: idOfLetters'])
  for (const fee of ['-5', '1.234', '１', 'x', '1e3']) expect(parts({ fee }), fee).toEqual(['parts/0/fee: feeWrong'])
  for (const fee of ['0', ' 120.50 ']) expect(parts({ fee }), fee).toEqual([])
  for (const bad of ['-1', 'x', '3651', '1e']) {
    expect(parts({ statutoryDays: bad }), bad).toEqual(['parts/0/statutoryDays: numberUpTo 3650'])
    expect(parts({ promisedDays: bad }), bad).toEqual(['parts/0/promisedDays: numberUpTo 3650'])
  }
})

test('no more days are promised than the law gives, written or left as they were', () => {
  expect(parts({ promisedDays: '50' })).toEqual(['parts/0/promisedDays: promisedOver 50 20'])
  expect(parts({ statutoryDays: '9' })).toEqual(['parts/0/promisedDays: promisedOver 10 9'])
  expect(parts({ statutoryDays: '50', promisedDays: '50' })).toEqual([])
  expect(parts({ statutoryDays: '0' })).toEqual(['parts/0/promisedDays: promisedOver 10 0'])
})

test('no power ends before it begins', () => {
  expect(said(wrongHand('water', '2998-12-31', '2999-01-01', t))).toEqual(['until: endsBefore 2999-01-01'])
  expect(wrongHand('water', '2999-01-01', '2999-01-01', t)).toEqual([])
})

test('what a refusal is about, as the request calls it', () => {
  const news = { M71: 'parts/0/', M72: 'parts/1/' }
  const of = (path: string, file?: string) => pathOf({ path, file }, news)
  expect(of('on')).toBe('on')
  expect(of('fee', 'matters/M72.yaml')).toBe('parts/1/fee')
  expect(of('cancelled/on', 'matters/M07.yaml')).toBe('on')
  expect(of('delegated/basis/zh', 'matters/M07.yaml')).toBe('basis/zh')
  expect(of('delegated/to')).toBe('to')
  expect(of('delegated')).toBe('replace')
  expect(of('workflow')).toBe('process')
  expect(of('parts/1')).toBe('parts')
  expect(of('parts/1/id')).toBe('parts/1/id')
  expect(of('fee', 'matters/M01.yaml')).toBe('') // of another matter: of no place on the page
  expect(of('matters/0', 'themes/open.yaml')).toBe('')
})
