import { describe, expect, it } from 'vitest'
import { dealt, partsOf, without } from './split-plan'

const asBefore = { department: '', fee: '', statutoryDays: '', promisedDays: '' }
const parts = [
  { key: 'a', id: ' M21 ', zh: '甲', en: 'One', resultZh: '', resultEn: '', ...asBefore },
  { key: 'b', id: 'M22', zh: '乙', en: '', resultZh: '证', resultEn: 'Permit', ...asBefore },
]

describe('a plan of a split', () => {
  it('gives each part its fields and materials, and a result of its own to all but one', () => {
    let where = { 'field:x/1': ['a'], 'field:x/2': ['a'], 'material:MT1': ['a'] } as Record<string, string[]>
    where = dealt(where, ['field:x/2', 'material:MT1'], 'b', true)
    where = dealt(where, ['field:x/2'], 'a', false)
    expect(partsOf(parts, 'a', where)).toEqual([
      { id: 'M21', name: { zh: '甲', en: 'One' }, fields: ['x/1'], materials: ['MT1'] },
      {
        id: 'M22',
        name: { zh: '乙' },
        fields: ['x/2'],
        materials: ['MT1'],
        result: { name: { zh: '证', en: 'Permit' } },
      },
    ])
  })

  it('says of department, fee and limits only what was written', () => {
    const [a, b] = partsOf(
      parts.map((p) => (p.key === 'b' ? { ...p, department: 'water', fee: ' 0 ', promisedDays: '2.5' } : p)),
      'a',
      {},
    )
    expect(JSON.parse(JSON.stringify(a))).toEqual({
      id: 'M21',
      name: { zh: '甲', en: 'One' },
      fields: [],
      materials: [],
    })
    expect([b?.department, b?.fee, b?.statutoryDays, b?.promisedDays]).toEqual(['water', '0', undefined, 2.5])
  })

  it('loses nothing when a part goes', () => {
    expect(without({ 'field:x/1': ['b'], 'field:x/2': ['a', 'b'] }, 'b', 'a')).toEqual({
      'field:x/1': ['a'],
      'field:x/2': ['a'],
    })
  })
})
