import { expect, test } from 'vitest'
import { type Correctable, choices } from './case-correct'

const tx = (t: { [lang: string]: string } | null | undefined) => t?.en ?? ''
const one = (path: string, section: string, group?: string, rows?: [string, number][]): Correctable => ({
  path,
  section: { en: section },
  label: { en: path },
  group: group ? { en: group } : undefined,
  rows: rows?.map(([label, index]) => ({ path: `${label}/${index}`, label: { en: label }, index })),
})

test('what a correction may ask for stands under whose it is', () => {
  const all = [
    one('mother/A', 'Mother’s details', 'Mother'),
    one('guardian/A', 'Guardian', 'Mother'),
    one('filing/A', 'Other', 'Collection'),
    one('agent/A', 'Other', 'Agent'),
    one('filing/B', 'Other', 'Collection'),
    one('mother/B', 'Other', 'Mother'), // which only ends like the topic
    one('shop/A', 'Shop', 'Shop of the applicant'),
    one('member', 'Household'),
    one('member/0/A', 'Household', 'Member', [['Member', 0]]),
    one('member/1/proof/0/A', 'Household', 'Proof', [
      ['Member', 1],
      ['Proof', 0],
    ]),
  ]
  expect(choices(all, tx).map((c) => [c.heading, ...c.list.map((a) => a.path)])).toEqual([
    ['Mother’s details', 'mother/A'],
    ['Guardian · Mother', 'guardian/A'],
    ['Other · Collection', 'filing/A', 'filing/B'],
    ['Other · Agent', 'agent/A'],
    ['Other · Mother', 'mother/B'],
    ['Shop of the applicant', 'shop/A'],
    ['Household', 'member'],
    ['Household · Member 1', 'member/0/A'],
    ['Household · Member 2 · Proof 1', 'member/1/proof/0/A'],
  ])
})
