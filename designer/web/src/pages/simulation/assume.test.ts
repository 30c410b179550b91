import { expect, test } from 'vitest'
import { readAssume, spanOf, writeAssume } from './assume'

test('what is assumed stands in the address and is read from it', () => {
  const own = {
    correct: 0.25,
    answer: { least: 1, usual: 3, most: 15 },
    steps: { 'M02/inspect': { days: { least: 1, usual: 2, most: 9 }, work: 90 } },
    shares: { Q3: { true: 0.25, false: 0.75 } },
    staff: { 'fire-rescue': 1.5 },
    work: 15,
  }
  expect(readAssume(writeAssume(own))).toEqual(own)
  expect(writeAssume({})).toBeUndefined()
  expect(writeAssume({ steps: {}, staff: {}, shares: {} })).toBeUndefined()
  expect(writeAssume({ correct: 0, staff: {} })).toBe('{"correct":0}')
})

test('what cannot be read is nothing', () => {
  for (const text of [undefined, '', '{', '7', '[]', 'null']) expect(readAssume(text)).toEqual({})
})

test('a measured time becomes a span around its median', () => {
  expect(spanOf({ median: 2.5, p90: 7 })).toEqual({ least: 1.25, usual: 2.5, most: 7 })
  expect(spanOf({ least: 0.5, usual: 2, most: 8 })).toEqual({ least: 0.5, usual: 2, most: 8 })
})
