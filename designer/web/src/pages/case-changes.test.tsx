import { act } from 'react'
import { createRoot } from 'react-dom/client'
import { expect, test } from 'vitest'
import type { Schemas } from '../api/client'
import { LanguageProvider } from '../app/lang'
import { Changes } from './case-changes'

// biome-ignore lint/suspicious/noExplicitAny: React looks for this by name
;(globalThis as any).IS_REACT_ACT_ENVIRONMENT = true

type Entry = Schemas['HistoryEntry']
const text = (zh: string) => ({ zh, en: `in English ${zh}` })

async function drawn(changes: Entry['changes'], moreChanges?: number) {
  // biome-ignore lint/suspicious/noDocumentCookie: the app keeps the language here
  document.cookie = 'lang=zh'
  const box = document.createElement('div')
  const entry: Entry = { id: 'E', type: 'case.moved', at: '2026-03-09T02:00:00Z', case: 'C', changes, moreChanges }
  await act(async () => {
    createRoot(box).render(
      <LanguageProvider>
        <Changes entry={entry} />
      </LanguageProvider>,
    )
  })
  const says = (e: Element | null) => e?.textContent ?? ''
  return [...box.querySelectorAll('dl > div')].map((row) => [
    says(row.querySelector('dt')) || says(row),
    ...[...row.querySelectorAll('li')].map(says),
  ])
}

test('what nobody asked for is read first, each by its name and row', async () => {
  expect(
    await drawn([
      { path: 'mother/DE00003', group: text('母亲'), label: text('出生日期'), unasked: true },
      { material: 'MT17', label: text('结构说明'), unasked: true },
      { path: 'agent/DE00005', group: text('经办人'), label: text('证件号码'), unasked: true, follows: true },
      { path: 'mother/DE00004', group: text('母亲'), label: text('证件类型') },
      {
        path: 'employee/1/DE00014',
        group: text('从业人员'),
        rows: [{ path: 'employee/1', label: text('从业人员'), index: 1 }],
        label: text('工种'),
      },
      { path: 'employee', label: text('从业人员') },
      { path: 'gone/DE1', label: { zh: 'gone/DE1', en: 'gone/DE1' } },
    ]),
  ).toEqual([
    ['未要求更改', '母亲 · 出生日期', '结构说明（新文件）'],
    ['未要求，随之变化', '经办人 · 证件号码'],
    ['按要求更改', '母亲 · 证件类型', '从业人员 2 · 工种', '从业人员（条目有增减）', 'gone/DE1'],
  ])
})

test('a long list is folded, and what it leaves out is counted', async () => {
  const many = Array.from({ length: 20 }, (_, i) => ({ path: `a/${i}`, group: text('甲'), label: text(`${i}`) }))
  const [asked, more] = await drawn(many, 40)
  expect(asked).toHaveLength(21)
  expect(more).toEqual(['还有 40 项更改没有列出'])
  expect(await drawn(undefined)).toEqual([])
})
