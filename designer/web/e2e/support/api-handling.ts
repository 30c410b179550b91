// What departments do: a worklist, actions, a correction, a result.
import assert from 'node:assert/strict'
import { Browser, everyPage, got, refused, revision } from './api-client'
import type { World } from './api-world'
import { pdf } from './restaurant.mjs'

export async function worksThroughAList(w: World) {
  const account = {
    username: 'collector',
    name: '宋运',
    password: 'waste-collection-2026',
    roles: ['clerk'],
    organisation: 'waste-collection',
  }
  refused(await w.as.centre.POST('/api/v1/accounts', { body: account }), 404, 'not_found')
  got(await w.as.admin.POST('/api/v1/accounts', { body: account }))
  refused(await w.as.admin.POST('/api/v1/accounts', { body: account }), 409, 'account.taken')
  const desk = new Browser(w.base)
  await desk.signIn(account.username, account.password)

  const list = (cursor?: string) =>
    desk.api.GET('/api/v1/worklist', { params: { query: { limit: 3, ...(cursor && { cursor }) } } })
  const { items, pages } = await everyPage(list)
  assert.deepEqual(pages, [3, 3, 2])
  assert.deepEqual(items.map((c) => c.id).sort(), [...w.entries].sort())
  assert.deepEqual(got(await list()).counts, { green: w.entries.length })

  const [one] = items
  assert.ok(one)
  w.ended = one.id
  const seen = await w.open(desk.api, one.id)
  const [offer] = got(seen).actions
  assert.deepEqual([offer?.event, offer?.kind, offer?.target.name.zh], ['enter', 'deliver', '已登记'])
  const over = got(await w.act(desk.api, one.id, revision(seen), { event: 'enter', resultNumber: '登字 2026-001' }))
  assert.deepEqual(
    [over.status, over.outcome, over.result?.number, over.actions],
    ['ended', 'issued', '登字 2026-001', []],
  )
  refused(
    await w.act(desk.api, one.id, revision(await w.open(desk.api, one.id)), { event: 'enter' }, 'again-0001'),
    409,
    'action.ended',
  )
  const left = got(await list())
  assert.deepEqual(left.counts, { green: w.entries.length - 1 })
  assert.ok(!left.items.some((c) => c.id === one.id))
  assert.equal(got(await w.open(w.as.lin, one.id)).result?.number, '登字 2026-001', 'the citizen has the result')
}

export async function correctsOnTheWay(w: World) {
  assert.equal(got(await w.as.labour.GET('/api/v1/worklist')).items.length, 0, 'social insurance waits for the licence')
  const waiting = await w.as.ecology.GET('/api/v1/worklist', {
    params: { query: { matter: 'M07', light: ['green', 'yellow'] } },
  })
  const work = got(waiting).items.find((c) => c.root === w.receipt.case)
  assert.ok(work, 'the worklist has the case')
  const { id } = work
  const seen = await w.open(w.as.ecology, id)
  assert.ok(!got(seen).answers.some((a) => a.path.startsWith('signboard/')), 'only the answers of this matter')
  assert.ok(
    got(seen).materials.every((m) => m.matters.includes('M07')),
    'only the materials of this matter',
  )

  const tag = revision(seen)
  const flags = { fields: ['premises/DE00504'], materials: ['MT20'] }
  refused(await w.act(w.as.ecology, id, tag, { event: 'correct', ...flags }), 422, 'action.note')
  refused(await w.act(w.as.ecology, id, tag, { event: 'celebrate' }), 422, 'action.unknown')
  refused(await w.act(w.as.labour, id, tag, { event: 'pass' }), 404, 'not_found')
  refused(await w.act(w.as.ecology, id, '"99"', { event: 'pass' }), 409, 'conflict')
  const note = '请写明净化器型号全称，并重新上传合格证。'
  const asked = got(await w.act(w.as.ecology, id, tag, { event: 'correct', note, ...flags }, 'correct-0001'))
  assert.deepEqual([asked.status, asked.light, asked.actions], ['asking', 'paused', []])
  // The answer was lost on the way: the same key gives it again.
  const again = got(await w.act(w.as.ecology, id, tag, { event: 'correct', note, ...flags }, 'correct-0001'))
  assert.equal(again.revision, asked.revision)
  refused(await w.act(w.as.ecology, id, tag, { event: 'pass' }, 'correct-0001'), 422, 'idempotency.mismatch')
  refused(await w.act(w.as.ecology, id, tag, { event: 'pass' }, 'too-late-0001'), 409, 'conflict')

  const mine = await w.open(w.as.chen, id)
  assert.deepEqual([got(mine).correction?.note, got(mine).correction?.materials], [note, ['MT20']])
  assert.deepEqual(
    got(mine).toCorrect?.map((f) => f.path),
    ['premises/DE00504'],
  )
  const answers = { 'premises/DE00504': '静电式油烟净化器 JD-40-2' }
  refused(await w.act(w.as.chen, id, revision(mine), { event: 'resubmit', answers }), 422, 'correction.file')
  const send = { params: { path: { id, material: 'MT20' } }, ...w.form('合格证.pdf', pdf('certificate')) }
  got(await w.as.chen.POST('/api/v1/cases/{id}/materials/{material}/files', send))
  const wide = { ...answers, 'premises/DE00203': 30 }
  const fresh = revision(await w.open(w.as.chen, id))
  refused(await w.act(w.as.chen, id, fresh, { event: 'resubmit', answers: wide }), 422, 'correction.path')
  const back = got(await w.act(w.as.chen, id, fresh, { event: 'resubmit', answers }, 'resubmit-0001'))
  assert.equal(back.status, 'running')

  const now = await w.open(w.as.ecology, id)
  assert.equal(got(now).answers.find((a) => a.path === 'premises/DE00504')?.text.zh, answers['premises/DE00504'])
  const passed = await w.act(w.as.ecology, id, revision(now), { event: 'pass' })
  const issued = got(await w.act(w.as.ecology, id, revision(passed), { event: 'deliver' }))
  assert.deepEqual([issued.status, issued.outcome], ['ended', 'issued'])
  assert.ok(issued.result?.number)
  const whole = got(await w.open(w.as.chen, w.receipt.number))
  assert.deepEqual(
    whole.children.filter((c) => c.status === 'ended').map((c) => c.matter),
    ['M07'],
  )
}
