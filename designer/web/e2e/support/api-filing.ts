// How a filing gets in: the guide, a draft, materials, a receipt; or in one call.
import assert from 'node:assert/strict'
import type { Schemas } from './api-client'
import { done, everyPage, got, once, refused, revision } from './api-client'
import { entry, type World } from './api-world'
import { patch, pdf, situation } from './restaurant.mjs'

export async function asksTheGuide(w: World) {
  const ask = (answers: Record<string, unknown>) =>
    w.stranger.POST('/api/v1/themes/{id}/guide', { params: { path: { id: 'T01' } }, body: { answers } })
  const answers: Record<string, unknown> = {}
  for (;;) {
    const state = got(await ask(answers))
    // null when nothing is open
    const next = state.next as Schemas['Question'] | null
    if (!next) {
      assert.deepEqual(state.in.sort(), ['M01', 'M02', 'M03', 'M04', 'M05', 'M06', 'M07', 'M08'])
      assert.ok(state.needs.after.fields < state.needs.before.fields, 'merging saves fields')
      assert.ok(state.needs.after.materials < state.needs.before.materials, 'merging saves materials')
      break
    }
    assert.ok(!(next.id in answers), `${next.id} is asked again`)
    answers[next.id] = situation[next.id as keyof typeof situation]
  }
  refused(await ask({ Q2: '三百' }), 422, 'answer.not_number')
  const nowhere = { params: { path: { id: 'T99' } }, body: { answers: {} } }
  refused(await w.stranger.POST('/api/v1/themes/{id}/guide', nowhere), 404, 'not_found')
}

export async function fillsInADraft(w: World) {
  refused(await w.as.market.POST('/api/v1/drafts', { params: once(), body: { theme: 'T01' } }), 404, 'not_found')
  const opened = await w.as.chen.POST('/api/v1/drafts', { params: once(), body: { theme: 'T01', guide: situation } })
  w.draft = got(opened).id
  const params = (tag: string) => ({ path: { id: w.draft }, header: { 'If-Match': tag } })
  const save = (tag: string, answers: Record<string, unknown>) =>
    w.as.chen.PATCH('/api/v1/drafts/{id}', { params: params(tag), body: { answers } })

  // What is wrong is kept as typed, and said.
  const first = revision(opened)
  const typed = await save(first, { 'legalRep/DE00004': '111', 'legalRep/DE00005': '310104198506150032' })
  const { answers, missing } = got(typed)
  assert.deepEqual(answers, {
    ...(got(opened).answers as object),
    legalRep: { DE00004: '111', DE00005: '310104198506150032' },
  })
  const problem = missing.find((p) => p.path === 'legalRep/DE00005')
  assert.equal(problem?.code, 'answer.cn_resident_id_digit')
  refused(await save(first, { 'legalRep/DE00001': '别人' }), 409, 'conflict')
  refused(await save('7', {}), 400, 'request.revision_invalid')
  const { 'If-Match': _, ...none } = params(first).header
  const unmarked = { params: { path: { id: w.draft }, header: none as { 'If-Match': string } }, body: {} }
  refused(await w.as.chen.PATCH('/api/v1/drafts/{id}', unmarked), 428, 'request.revision_missing')
  refused(await save(revision(typed), { 'legalRep/DE99999': 1 }), 422, 'answers.unknown')

  const filled = got(await save(revision(typed), patch()))
  assert.deepEqual(
    filled.sections.filter((s) => s.status !== 'done').map((s) => [s.id, s.status]),
    [],
  )
  assert.ok(filled.missing.length > 0)
  for (const p of filled.missing) assert.match(p.path, /^materials\//)
  const key = { 'Idempotency-Key': 'too-early-0001' }
  const early = { params: { path: { id: w.draft }, header: key } }
  const said = refused(await w.as.chen.POST('/api/v1/drafts/{id}/submit', early), 422, 'material.missing')
  assert.equal(said.length, filled.missing.length)
}

export async function handsInMaterials(w: World) {
  const where = '/api/v1/drafts/{id}/materials/{material}/files'
  const before = got(await w.as.chen.GET('/api/v1/drafts/{id}', { params: { path: { id: w.draft } } }))
  const asked = before.materials.filter((m) => m.asked && m.required === 'yes')
  assert.ok(asked.length >= 12, `${asked.length} materials are asked for`)
  const [one] = asked
  assert.ok(one)

  const at = (material: string) => ({ params: { path: { id: w.draft, material } } })
  const lie = w.form('材料.png', '<!doctype html><script>alert(1)</script>')
  const lied = await w.as.chen.POST(where, { ...at(one.id), ...lie })
  assert.ok([415, 422].includes(lied.response.status) && /^file\./.test((lied.error as Schemas['Problem']).code))
  const other = w.form('执照.pdf', pdf('licence'))
  refused(await w.as.chen.POST(where, { ...at('MT01'), ...other }), 422, 'file.unwanted')

  let wrong = ''
  for (const [n, m] of asked.entries()) {
    const bytes = pdf(`No. ${n}`)
    const send = { ...at(m.id), ...w.form(`${m.name.zh}.pdf`, bytes) }
    const kept = got(await w.as.chen.POST(where, send))
    assert.deepEqual(
      [kept.material, kept.name, kept.media, kept.size],
      [m.id, `${m.name.zh}.pdf`, 'application/pdf', bytes.length],
    )
    if (n > 0) continue
    const file = { params: { path: { id: kept.id } }, parseAs: 'arrayBuffer' } as const
    assert.deepEqual(Buffer.from(got(await w.as.chen.GET('/api/v1/files/{id}/content', file))), bytes)
    refused(await w.as.lin.GET('/api/v1/files/{id}/content', file), 404, 'not_found')
    refused(await w.as.lin.DELETE('/api/v1/files/{id}', { params: file.params }), 404, 'not_found')
    refused(await w.as.lin.POST(where, send), 404, 'not_found')
    wrong = kept.id
  }
  // One is replaced.
  done(await w.as.chen.DELETE('/api/v1/files/{id}', { params: { path: { id: wrong } } }))
  got(await w.as.chen.POST(where, { ...at(one.id), ...w.form('更正.pdf', pdf('again')) }))
  const after = got(await w.as.chen.GET('/api/v1/drafts/{id}', { params: { path: { id: w.draft } } }))
  assert.deepEqual(after.missing, [])
}

export async function submitsTwice(w: World) {
  const submit = (key: string, api = w.as.chen) =>
    api.POST('/api/v1/drafts/{id}/submit', { params: { path: { id: w.draft }, header: { 'Idempotency-Key': key } } })
  refused(await submit('short'), 400, 'request.key_invalid')
  refused(await submit('somebody-else-0001', w.as.lin), 404, 'not_found')
  const both = await Promise.all([submit('restaurant-0001'), submit('restaurant-0001')])
  w.receipt = got(both[0])
  assert.deepEqual(got(both[1]), w.receipt)
  assert.deepEqual(got(await submit('restaurant-0001')), w.receipt)
  assert.match(w.receipt.number, /^T01-\d{8}-/)
  assert.equal(w.receipt.children.length, 8)
  const cases = got(await w.as.chen.GET('/api/v1/cases')).items
  assert.deepEqual(
    cases.map((c) => c.number),
    [w.receipt.number],
  )
}

export async function filesAMatterDirectly(w: World) {
  const first = got(await w.file(w.as.lin, 1))
  assert.equal(first.case, w.entries[0], 'the same key gives the first receipt')
  refused(await w.file(w.as.lin, 2, 'entry-1-0001'), 422, 'idempotency.mismatch')
  const at = { path: { id: 'W01' }, header: { 'Idempotency-Key': 'refused-0001' } }
  const bad = { producer: { FW002: -1, FW004: 'maybe', FW009: 1 } }
  const said = (await w.as.lin.POST('/api/v1/matters/{id}/cases', { params: at, body: bad }))
    .error as Schemas['Problem']
  assert.equal(said.status, 422)
  assert.deepEqual([...new Set(said.errors.map((p) => p.path))].sort(), [
    'producer/FW001',
    'producer/FW002',
    'producer/FW004',
    'producer/FW009',
  ])
  const big = { producer: { ...entry(1).producer, FW001: '长'.repeat(1 << 20) } }
  refused(await w.as.lin.POST('/api/v1/matters/{id}/cases', { params: at, body: big }), 413, 'request.too_large')
  const theme = { path: { id: 'M07' }, header: at.header }
  const hungry = refused(
    await w.as.lin.POST('/api/v1/matters/{id}/cases', { params: theme, body: {} }),
    422,
    'answer.required',
  )
  assert.equal(hungry.at(-1)?.code, 'material.upload', 'a matter that needs materials goes by a draft')
  for (const n of [2, 3, 4, 5, 6, 7]) w.entries.push(got(await w.file(w.as.lin, n)).case)
}

export async function turnsPages(w: World) {
  const cases = (cursor?: string, limit = 3) =>
    w.as.lin.GET('/api/v1/cases', { params: { query: { matter: 'W01', limit, ...(cursor && { cursor }) } } })
  const { items, pages } = await everyPage((cursor) => cases(cursor))
  assert.deepEqual(pages, [3, 3, 1])
  assert.deepEqual(
    items.map((c) => c.id),
    [...w.entries].reverse(),
    'newest first, each once',
  )
  // What comes in between two pages moves nothing.
  const page = got(await cases())
  w.entries.push(got(await w.file(w.as.lin, 8)).case)
  const next = got(await cases(page.next))
  assert.deepEqual(
    next.items.map((c) => c.id),
    items.slice(3, 6).map((c) => c.id),
  )
  refused(await cases('bm90IGEgY3Vyc29y'), 400, 'cursor.invalid')
  const [high] = refused(await cases(undefined, 201), 400, 'request.too_high')
  assert.equal(high?.path, 'limit')
  const q = { params: { query: { colour: 'red' } as object } }
  refused(await w.as.lin.GET('/api/v1/cases', q), 400, 'request.query_unknown')
}
