import { describe, expect, it } from 'vitest'
import { dealt, partsOf, without } from './split-plan'

const parts = [
  { key: 'a', id: ' M21 ', zh: '甲', en: 'One', resultZh: '', resultEn: '' },
  { key: 'b', id: 'M22', zh: '乙', en: '', resultZh: '证', resultEn: 'Permit' },
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

  it('loses nothing when a part goes', () => {
    expect(without({ 'field:x/1': ['b'], 'field:x/2': ['a', 'b'] }, 'b', 'a')).toEqual({
      'field:x/1': ['a'],
      'field:x/2': ['a'],
    })
  })
})
