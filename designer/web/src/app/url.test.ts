import { describe, expect, it } from 'vitest'
import { readSearch, writeSearch } from './url'

describe('a page’s state in its address', () => {
  it('comes back as it was written', () => {
    const search = { q: '身份证 & 1=1', id: 'DE00005' }
    expect(readSearch(writeSearch(search))).toEqual(search)
  })

  it('keeps digits a text', () => {
    expect(readSearch('?q=0011')).toEqual({ q: '0011' })
  })

  it('drops what is not set', () => {
    expect(writeSearch({ q: undefined, id: '' })).toBe('')
  })
})
