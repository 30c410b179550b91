import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { fill, textIn } from './lang'
import { words } from './words'
import { catalogWords } from './words-catalog'
import { dashboardWords } from './words-dashboard'

describe('texts', () => {
  it('fills in what is known and leaves the rest to be seen', () => {
    expect(fill('{a} of {b}, {c}', { a: 1, b: 'two' })).toBe('1 of two, {c}')
  })

  it('makes English agree with its counts', () => {
    expect(fill('{n} field(s), {m} entr(y|ies)', { n: 1, m: 2 })).toBe('1 field, 2 entries')
    expect(fill('{by} has {n} box(es) (all)', { by: 'file(s)', n: '1' })).toBe('file(s) has 1 box (all)')
    expect(fill('{n} draft(s)', { n: '1,200' })).toBe('1,200 drafts')
  })

  it('falls back to the other language rather than to nothing', () => {
    expect(textIn({ zh: '受理', en: 'Acceptance' }, 'en')).toBe('Acceptance')
    expect(textIn({ zh: '受理' }, 'en')).toBe('受理')
    expect(textIn({ en: 'Acceptance' }, 'zh')).toBe('Acceptance')
    expect(textIn(undefined, 'zh')).toBe('')
  })
})

const src = join(import.meta.dirname, '..')

function sources(dir: string): string[] {
  return readdirSync(dir, { withFileTypes: true }).flatMap((e) => {
    const path = join(dir, e.name)
    if (e.isDirectory()) return sources(path)
    const written = /\.tsx?$/.test(e.name) && !/\.test\.tsx?$|^words|^schema\.d/.test(e.name)
    return written ? [readFileSync(path, 'utf8')] : []
  })
}

describe('words', () => {
  const all = sources(src).join('\n')

  it('say everything in both languages', () => {
    for (const [key, [zh, en]] of Object.entries(words)) {
      expect(zh.trim(), `${key} in Chinese`).not.toBe('')
      expect(en.trim(), `${key} in English`).not.toBe('')
    }
  })

  it('ask for the same values in both languages', () => {
    const asked = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort()
    for (const [key, [zh, en]] of Object.entries(words)) expect(asked(zh), key).toEqual(asked(en))
  })

  it('have one home each', () => {
    const homes = [Object.keys(catalogWords), Object.keys(dashboardWords)]
    expect(new Set(homes.flat()).size).toBe(homes.flat().length)
    const core = readFileSync(join(src, 'app/words.ts'), 'utf8')
    for (const key of homes.flat()) expect(core, key).not.toMatch(new RegExp(`^ {2}${key}:`, 'm'))
  })

  it('are all used', () => {
    const families = [...all.matchAll(/`([a-z]+_)\$\{/gi)].map((m) => m[1] as string)
    const unused = Object.keys(words).filter(
      (key) => !new RegExp(`['"]${key}['"]`).test(all) && !families.some((f) => key.startsWith(f)),
    )
    expect(unused).toEqual([])
  })
})
