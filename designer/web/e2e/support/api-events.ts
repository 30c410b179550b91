// What comes out: the event log, webhooks, the dashboard.
import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import type { Schemas } from './api-client'
import { done, everyPage, got, once, refused } from './api-client'
import type { World } from './api-world'

/** What is subscribed to. */
const types: NonNullable<Schemas['NewWebhook']['types']> = [
  'case.submitted',
  'case.moved',
  'result.issued',
  'case.ended',
]

export async function subscribes(w: World) {
  const url = await w.receiver.open()
  refused(await w.as.chen.POST('/api/v1/webhooks', { params: once(), body: { url } }), 404, 'not_found')
  const odd = { url, types: ['case.deleted'] as unknown as typeof types }
  refused(await w.as.admin.POST('/api/v1/webhooks', { params: once(), body: odd }), 422, 'webhook.type')
  refused(await w.as.admin.POST('/api/v1/webhooks', { params: once(), body: { url: 'ftp://x/' } }), 422, 'webhook.url')
  const made = got(await w.as.admin.POST('/api/v1/webhooks', { params: once(), body: { url, types } }))
  assert.match(made.secret ?? '', /^whsec_/)
  w.receiver.secret = made.secret ?? ''
  w.hook = made.id
  const [listed] = got(await w.as.admin.GET('/api/v1/webhooks')).items
  assert.deepEqual([listed?.id, listed?.types, listed?.secret], [w.hook, [...types].sort(), undefined])

  // The first message is answered with 500; by the end of the story it has come again.
  w.receiver.answer = (id, times) =>
    (id === w.receiver.messages[0]?.id || w.receiver.messages.length === 0) && times === 1 ? 500 : 204
  w.entries.push(got(await w.file(w.as.lin, 1)).case)
  await w.receiver.wait(() => w.receiver.messages.length > 0, 'the first message', 20)
}

export async function followsTheLog(w: World) {
  const read = async (after: string | undefined, limit: number) =>
    got(await w.as.admin.GET('/api/v1/events', { params: { query: { limit, ...(after && { after }) } } }))
  const log: Schemas['Event'][] = []
  let after: string | undefined
  for (;;) {
    const part = await read(after, 4)
    log.push(...part.items)
    assert.ok(part.items.length <= 4)
    assert.ok(part.next, 'there is always a place to go on from')
    after = part.next
    if (part.items.length === 0) break
  }
  assert.equal(new Set(log.map((e) => e.id)).size, log.length, 'each event once')
  const filed = log.filter((e) => e.type === 'case.submitted').map((e) => e.case)
  assert.deepEqual(filed.sort(), [w.receipt.case, ...w.entries].sort())
  const way = log.filter((e) => e.case === w.ended).map((e) => e.type)
  assert.deepEqual(way.filter((t) => t !== 'clock.light').sort(), [
    'case.ended',
    'case.moved',
    'case.started',
    'case.submitted',
    'result.issued',
  ])
  assert.equal(way[0], 'case.submitted')
  assert.doesNotMatch(JSON.stringify(log), /陈一鸣|310104198506150031|13800138000/, 'nothing personal')

  // What happens later is found with the last cursor, and only that.
  w.entries.push(got(await w.file(w.as.lin, 9)).case)
  const later = await read(after, 100)
  assert.deepEqual([...new Set(later.items.map((e) => e.case))], w.entries.slice(-1))
  refused(await w.as.admin.GET('/api/v1/events', { params: { query: { after: 'x' } } }), 400, 'cursor.invalid')
}

export async function isCounted(w: World) {
  // Two of the restaurant's matters have begun; six wait for the licence.
  const want = w.entries.length + 2
  // The log is carried to ClickHouse beside all this.
  for (const until = Date.now() + 180_000; ; await pause(100)) {
    const d = got(await w.as.admin.GET('/api/v1/dashboard'))
    const seen = [d.totals.submitted, d.totals.themeSubmitted, d.totals.ended, d.totals.issued]
    if (Date.now() < until && (d.totals.submitted < want || d.totals.ended < 2)) continue
    assert.deepEqual(seen, [want, 1, 2, 2])
    assert.deepEqual(
      d.savings.map((s) => [s.theme, s.cases]),
      [['T01', 1]],
    )
    assert.ok(
      d.metrics.every((m) => /\bSELECT\b/i.test(m.query) && m.definition.zh && m.definition.en),
      'each figure has its query and definition',
    )
    break
  }
  const one = { params: { query: { matter: 'W01' } } }
  assert.equal(got(await w.as.admin.GET('/api/v1/dashboard', one)).totals.submitted, w.entries.length)
  const span = { params: { query: { from: '2026-05-02', to: '2026-05-01' } } }
  refused(await w.as.admin.GET('/api/v1/dashboard', span), 422, 'request.span')
}

export async function isToldOfEverything(w: World) {
  const first = w.receiver.messages[0]
  assert.ok(first)
  assert.deepEqual([first.type, first.data.case, first.answered], ['case.submitted', w.entries[0], 500])
  const again = await w.receiver.wait(
    () => w.receiver.messages.find((m) => m.id === first.id && m.answered === 204),
    'the second attempt',
    180, // half a minute to the second attempt
  )
  assert.ok(again.at > first.at)
  assert.equal(again.raw, first.raw)

  // At least once: everything subscribed to is there, signed, nothing else.
  const log = got(await w.as.admin.GET('/api/v1/events', { params: { query: { limit: 1000 } } })).items
  const wanted = log.filter((e) => types.includes(e.type))
  await w.receiver.wait(() => wanted.every((e) => w.receiver.messages.some((m) => m.id === e.id)), 'every event', 180)
  const known = new Set(wanted.map((e) => e.id))
  for (const m of w.receiver.messages) {
    assert.ok(known.has(m.id), `${m.type} was subscribed to`)
    assert.doesNotMatch(m.raw, /陈一鸣|310104198506150031|净化器型号全称/, 'nothing personal, no notes')
  }

  const path = { id: w.hook }
  /** Every delivery, once the sender has written down that it arrived. */
  const delivered = async () => {
    for (const until = Date.now() + 180_000; ; await pause(100)) {
      const all = await everyPage((cursor) =>
        w.as.admin.GET('/api/v1/webhooks/{id}/deliveries', {
          params: { path, query: { limit: 5, ...(cursor && { cursor }) } },
        }),
      )
      if (all.items.every((d) => d.done)) return all
      assert.ok(Date.now() < until, `not delivered: ${JSON.stringify(all.items.filter((d) => !d.done))}`)
    }
  }
  const all = await delivered()
  assert.ok(all.pages.length > 1)
  assert.equal(all.items.length, wanted.length)
  const retried = all.items.find((d) => d.event === first.id)
  assert.deepEqual([retried?.attempts, retried?.status, typeof retried?.done], [2, 204, 'string'])

  // Once more, alone; then a part of the log.
  const times = (id: string) => w.receiver.messages.filter((m) => m.id === id).length
  done(await w.as.admin.POST('/api/v1/deliveries/{id}/replay', { params: { path: { id: retried?.id ?? '' } } }))
  await w.receiver.wait(() => times(first.id) === 3, 'a delivery once more', 15)
  await delivered()
  const start = got(await w.as.admin.GET('/api/v1/events', { params: { query: { limit: log.length - 3 } } }))
  const tail = wanted.filter((e) => !start.items.some((s) => s.id === e.id))
  const before = tail.map((e) => times(e.id))
  const { deliveries } = got(
    await w.as.admin.POST('/api/v1/webhooks/{id}/replay', { params: { path }, body: { after: start.next } }),
  )
  assert.equal(deliveries, tail.length)
  assert.ok(deliveries > 0)
  await w.receiver.wait(() => tail.every((e, i) => times(e.id) === (before[i] ?? 0) + 1), 'a part of the log again', 15)

  const off = got(await w.as.admin.PATCH('/api/v1/webhooks/{id}', { params: { path }, body: { enabled: false } }))
  assert.equal(off.enabled, false)
  done(await w.as.admin.DELETE('/api/v1/webhooks/{id}', { params: { path } }))
  refused(await w.as.admin.GET('/api/v1/webhooks/{id}/deliveries', { params: { path } }), 404, 'not_found')
}
