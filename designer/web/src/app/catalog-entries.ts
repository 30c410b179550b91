import type { Word } from './words'

/** The kinds of the catalog, the big ones first; count is the field of a pack that says how many. */
export const catalogEntries = [
  { to: '/catalog/themes', word: 'themes', count: 'themes' },
  { to: '/catalog/matters', word: 'matters', count: 'matters' },
  { to: '/catalog/policies', word: 'policies', count: 'policies' },
  { to: '/catalog/forms', word: 'forms', count: 'forms' },
  { to: '/catalog/elements', word: 'elements', count: 'elements' },
  { to: '/catalog/code-lists', word: 'codeLists', count: 'codeLists' },
  { to: '/catalog/materials', word: 'materials', count: 'materials' },
  { to: '/catalog/review', word: 'review', count: undefined },
  { to: '/catalog/versions', word: 'versions', count: undefined },
] as const satisfies {
  to: string
  word: Word
  count: 'materials' | 'themes' | 'matters' | 'policies' | 'forms' | 'elements' | 'codeLists' | undefined
}[]
