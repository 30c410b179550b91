import { expect, test } from 'vitest'
import type { useLang } from '../../app/lang'
import type { Assume } from './assume'
import { numberOf, wrongAssume } from './assume-check'

const t: ReturnType<typeof useLang>['t'] = (word, values) => [word, ...Object.values(values ?? {})].join(' ')
const said = (a: Assume) => wrongAssume(a, t).map((w) => `${w.at}: ${w.words}`)
const nan = Number.NaN

test('what is typed is a number, none, or nothing', () => {
  expect(['', ' ', '0', ' 1.5 ', '1e', '-3'].map(numberOf)).toEqual([undefined, undefined, 0, 1.5, nan, -3])
})

test('what can be is not told', () => {
  expect(said({})).toEqual([])
  const days = { least: 0, usual: 2, most: 10_000 }
  const shares = { Q1: { a: 1 / 3, b: 1 / 3, c: 1 / 3 } }
  const steps = { 'M02/inspect': { days, work: 10_000 } }
  expect(
    said({ correct: 0, refuse: 1, answer: days, steps, shares, staff: { fire: 0.5, water: 100_000 }, work: 0 }),
  ).toEqual([])
})

test('what is out of its range is told where it is written', () => {
  expect(said({ correct: 1.01, refuse: -0.1, ask: nan })).toEqual(
    ['correct', 'refuse', 'ask'].map((c) => `${c}: numberUpTo 100`),
  )
  expect(said({ work: 20_000, staff: { fire: 0, water: -1, tax: 100_001, land: nan, town: 2 } })).toEqual([
    ...['fire', 'water', 'tax', 'land'].map((d) => `staff/${d}: numberOver0 100000`),
    'work: numberUpTo 10000',
  ])
  expect(said({ answer: { least: -1, usual: nan, most: 10_001 } })).toEqual(
    ['least', 'usual', 'most'].map((e) => `answer/${e}: numberUpTo 10000`),
  )
  expect(said({ steps: { 'M02/x': { days: { least: 9, usual: 2, most: 1 }, work: -1 } } })).toEqual([
    'steps/M02/x/days/least: simLeastOver',
    'steps/M02/x/days/most: simMostUnder',
    'steps/M02/x/work: numberUpTo 10000',
  ])
})

test('shares make 100 percent', () => {
  expect(said({ shares: { Q1: { true: 0.25, false: 0.7 }, Q2: { true: 0.25, false: 0.75 } } })).toEqual([
    'shares/Q1/true: simShareSum 95',
  ])
  expect(said({ shares: { Q1: { true: 1.2, false: -0.2 } } })).toEqual([
    'shares/Q1/true: numberUpTo 100',
    'shares/Q1/false: numberUpTo 100',
  ])
})
