import { expect, test } from 'vitest'
import { chosen, type Difference, decisionsOf, idle, placeFor, places } from './standard-plan'

const differs = (path: string, adopt: string, more: Partial<Difference> = {}): Difference => ({
  kind: 'change',
  class: 'neutral',
  of: {},
  path,
  words: { zh: path },
  place: { zh: path },
  burden: 'neutral',
  verdict: 'open',
  adopt,
  ...more,
})

const all = [
  differs('promisedDays', 'promisedDays'),
  differs('form/premises', 'form/premises'),
  differs('form/premises/DE1/label', 'form/premises/DE1'),
  differs('form/sections/a', ''),
  differs('materials/MT1', 'materials/MT1', { verdict: 'kept', kept: 'materials', reason: { zh: '条例', en: 'Law' } }),
  differs('materials/MT2', 'materials/MT2', { verdict: 'kept', kept: 'materials' }),
  differs('process/states/a/limit', 'process'),
  differs('process/states/b/limit', 'process'),
]
const at = (path: string) => all.find((i) => i.path === path) as Difference
const said = (...steps: [string, Parameters<typeof chosen>[3]][]) =>
  decisionsOf(
    steps.reduce((c, [path, does]) => chosen(c, all, at(path), does), {}),
    all,
  ).map((d) => `${d.decision.do} ${d.decision.path}`)

test('what lies in another difference is decided with it', () => {
  expect(placeFor(at('form/premises/DE1/label'), all)).toBe('form/premises')
  expect(places(all).map((i) => i.path)).not.toContain('form/premises/DE1/label')
})

test('what is adopted as a whole is adopted once, for all its places', () => {
  expect(said(['process/states/b/limit', 'adopt'], ['promisedDays', 'adopt'])).toEqual([
    'adopt promisedDays',
    'adopt process',
  ])
  expect(said(['process/states/a/limit', 'adopt'], ['process/states/b/limit', 'keep'])).toEqual([
    'keep process/states/b/limit',
  ])
  expect(said(['process/states/a/limit', 'keep'], ['process/states/b/limit', 'adopt'])).toEqual(['adopt process'])
})

test('what was kept together is decided anew together', () => {
  expect(said(['materials/MT2', 'reopen'])).toEqual(['reopen materials'])
  expect(said(['materials/MT2', 'reopen'], ['materials/MT1', ''])).toEqual([])
  expect(said(['materials/MT1', 'propose'])).toEqual(['propose materials/MT1'])
})

test('a reason that was given is there to be changed', () => {
  const [kept] = decisionsOf(chosen({}, all, at('materials/MT1'), 'propose'), all)
  expect(kept?.decision.reason).toEqual({ zh: '条例', en: 'Law' })
})

test('a note that is of no use any more takes nothing along', () => {
  const note = differs('form', '', { kind: idle, kept: 'form', verdict: 'kept' })
  expect(placeFor(at('form/premises'), [...all, note])).toBe('form/premises')
  expect(places([...all, note]).map((i) => i.path)).toContain('form/sections/a')
})
