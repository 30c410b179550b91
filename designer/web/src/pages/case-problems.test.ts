import { describe, expect, it } from 'vitest'
import { placeProblems, resultValue } from './case-problems'

const problem = (path: string, zh = path) => ({ code: 'x', path, message: { zh } })

describe('problems of an action', () => {
  it('stand beside the control they are about', () => {
    const { fields, rest } = placeProblems(
      [
        problem('note'),
        problem('fields'),
        problem('materials/MT03'),
        problem('resultNo'),
        problem('result/applicant/DE00102'),
      ],
      ['applicant/DE00102'],
    )
    expect(fields.map((f) => f.name)).toEqual([
      ['note'],
      ['fields'],
      ['materials'],
      ['resultNumber'],
      ['result', 'applicant/DE00102'],
    ])
    expect(rest).toEqual([])
  })

  it('keep together when one control has two', () => {
    const { fields } = placeProblems([problem('fields', 'a'), problem('fields', 'b')], [])
    expect(fields).toHaveLength(1)
    expect(fields[0]?.problems.map((p) => p.message.zh)).toEqual(['a', 'b'])
  })

  it('are said of the action where no control is meant', () => {
    const { fields, rest } = placeProblems(
      [problem(''), problem('event'), problem('result/unknown/DE1')],
      ['applicant/DE00102'],
    )
    expect(fields).toEqual([])
    expect(rest).toHaveLength(3)
  })
})

describe('what was typed into a result', () => {
  it.each([
    ['number', ' 12.50 ', 12.5],
    ['integer', '-3', -3],
    ['number', '1e9', '1e9'],
    ['number', 'twelve', 'twelve'],
    ['string', ' 91310104MA1FR0AB4W ', '91310104MA1FR0AB4W'],
    ['string', '007', '007'],
    ['boolean', false, false],
  ])('%s %j is %j', (type, typed, value) => {
    expect(resultValue(type, typed)).toBe(value)
  })
})
