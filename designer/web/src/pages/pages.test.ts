import { describe, expect, it } from 'vitest'
import type { Schemas } from '../api/client'
import { rowLabel, size } from './case-answers'
import { lessBy } from './catalog/burden'
import { previewAddress } from './catalog/preview'
import { namesOf } from './dashboard/names'

describe('small things people read', () => {
  it('numbers the rows of a repeat', () => {
    const tx = (t: { [lang: string]: string } | null | undefined) => t?.zh ?? ''
    const rows = [
      { path: 'member/1', label: { zh: '家庭成员' }, index: 1 },
      { path: 'member/1/certificate/0', label: { zh: '证书' }, index: 0 },
    ]
    expect(rowLabel({ rows }, tx)).toBe('家庭成员 2 · 证书 1 · ')
    expect(rowLabel({}, tx)).toBe('')
  })

  it('tells the size of a file', () => {
    expect([584, 2048, 3_500_000].map(size)).toEqual(['584 B', '2 kB', '3.3 MB'])
  })

  it('claims a saving only where there is one', () => {
    expect(lessBy(165, 74)).toBe(55)
    expect(lessBy(0, 0)).toBeUndefined()
    expect(lessBy(5, 5)).toBeUndefined()
    expect(lessBy(5, 6)).toBeUndefined()
  })

  it('asks for the real page, in the language and type size chosen', () => {
    expect(previewAddress('form:M 1', { width: 'phone', elder: true, lang: 'en' }, 'premises')).toBe(
      '/preview/forms/form%3AM%201?lang=en&elder=1&section=premises',
    )
  })
})

describe('names for facts', () => {
  const matter = {
    id: 'M01',
    name: { zh: '设立登记' },
    department: 'market',
    departmentName: { zh: '市场监管局' },
    process: {
      states: [
        { id: 'accept', name: { zh: '受理' } },
        { id: 'approve', name: { zh: '核准' } },
      ],
    },
  } as unknown as Schemas['Matter']
  const names = namesOf([matter], [], (x) => x?.zh ?? '')

  it('are names, never ids, while the catalog knows them', () => {
    expect([names.matter('M01'), names.department('market'), names.step('M01', 'approve')]).toEqual([
      '设立登记',
      '市场监管局',
      '核准',
    ])
  })

  it('leave an id that is gone from the catalog to stand for itself', () => {
    expect([names.matter('M99'), names.theme('T9'), names.step('M99', 'x')]).toEqual(['M99', 'T9', 'x'])
  })

  it('put steps in the order of the workflow, strangers last', () => {
    expect(names.order('M01', 'approve')).toBeGreaterThan(names.order('M01', 'accept'))
    expect(names.order('M01', 'gone')).toBeGreaterThan(names.order('M01', 'approve'))
  })
})
