import { expect, test } from 'vitest'
import { alike, twofold } from './alike'

test('what packs define alike is there once, with the names of them all', () => {
  const name = { id: 'DE1', name: { zh: '姓名' } }
  const list = alike([
    { ...name, pack: 'baby' },
    { ...name, pack: 'restaurant' },
    { id: 'DE1', name: { zh: '名称' }, pack: 'policies' },
    { id: 'DE2', name: { zh: '性别' }, pack: 'baby' },
  ])
  expect(list.map((e) => `${e.id} ${e.name.zh} ${e.pack}`)).toEqual([
    'DE1 姓名 baby, restaurant',
    'DE1 名称 policies',
    'DE2 性别 baby',
  ])
  expect([...twofold(list)]).toEqual(['DE1'])
  expect(twofold(undefined).size).toBe(0)
})
