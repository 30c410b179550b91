// What integrators do with the API, told against a running server: one story
// in scenarios that build on each other.
import assert from 'node:assert/strict'
import type { Api, Schemas } from './api-client'
import { Browser, connect, done, everyPage, got, machine, refused, revision } from './api-client'
import { Receiver } from './api-receiver'
import { password, patch, pdf, situation } from './restaurant.mjs'

/** What is subscribed to. */
const types: NonNullable<Schemas['NewWebhook']['types']> = ['case.submitted', 'case.moved', 'result.issued', 'case.ended']

const people = ['chen', 'lin', 'market', 'ecology', 'labour', 'centre', 'admin'] as const

/** @param base where the server is */
export function story(base: string) {
  const stranger = connect(base)
  const as = {} as Record<(typeof people)[number], Api>
  const receiver = new Receiver()
  let hook = ''
  let draft = ''
  let receipt: Schemas['Receipt']
  let entries: string[] = []
  let ended: string

  /** A register entry, as a machine files it. */
  const entry = (n: number) => ({
    producer: { FW001: `上海市徐汇区第 ${n} 食堂`, FW002: 12.5 * n, FW003: '2026-01-05', FW004: true },
  })
  const file = (api: Api, n: number, key = `entry-${n}-0001`) =>
    api.POST('/api/v1/matters/{id}/cases', {
      params: { path: { id: 'W01' }, header: { 'Idempotency-Key': key } },
      body: entry(n),
    })
  const open = (api: Api, id: string) => api.GET('/api/v1/cases/{id}', { params: { path: { id } } })
  const act = (api: Api, id: string, tag: string, body: Schemas['ActIn'], key = `${id}-${tag}-${body.event}`) =>
    api.POST('/api/v1/cases/{id}/actions', {
      params: { path: { id }, header: { 'If-Match': tag, 'Idempotency-Key': key } },
      body,
    })
  const hand = (material: string, name: string, bytes: BlobPart) => ({
    path: { id: draft, material },
    send: {
      body: { file: new File([bytes], name) },
      bodySerializer: (body: { file: Blob }) => {
        const form = new FormData()
        form.set('file', body.file, name)
        return form
      },
    },
  })

  async function signsIn() {
    refused(await stranger.GET('/api/v1/me'), 401, 'auth.required')
    refused(await connect(base, { 'Accept-Language': 'en' }).GET('/api/v1/me'), 401, 'auth.required')
    const browser = new Browser(base)
    assert.equal(got(await browser.api.GET('/api/v1/session')).me, undefined)
    const wrong = { username: 'chen', password: 'not this one' }
    refused(await browser.api.POST('/api/v1/session', { body: wrong }), 401, 'account.wrong')

    const me = await browser.signIn('chen', password)
    assert.deepEqual([me.name, me.roles], ['陈一鸣', ['citizen']])
    const { csrf } = browser
    browser.csrf = ''
    refused(await browser.api.POST('/api/v1/tokens', { body: { name: 'forged' } }), 403, 'auth.csrf')
    browser.csrf = csrf
    const { id, secret } = await browser.token('ledger')
    const bot = machine(base, secret)
    const bots = got(await bot.GET('/api/v1/me'))
    assert.deepEqual([bots.account, bots.csrf], [me.account, undefined])
    refused(await bot.POST('/api/v1/tokens', { body: { name: 'child' } }), 403, 'auth.person')
    const listed = got(await bot.GET('/api/v1/tokens')).items
    assert.deepEqual(
      listed.map((t) => [t.id, t.name, t.secret]),
      [[id, 'ledger', undefined]],
    )
    done(await bot.DELETE('/api/v1/tokens/{id}', { params: { path: { id } } }))
    refused(await bot.GET('/api/v1/me'), 401, 'auth.token')
    done(await browser.api.DELETE('/api/v1/session'))
    assert.equal(got(await browser.api.GET('/api/v1/session')).me, undefined)

    for (const name of people) {
      const desk = new Browser(base)
      await desk.signIn(name, password)
      as[name] = machine(base, (await desk.token('integration')).secret)
    }
  }

  async function subscribes() {
    const url = await receiver.open()
    refused(await as.chen.POST('/api/v1/webhooks', { body: { url } }), 404, 'not_found')
    const odd = { url, types: ['case.deleted'] as unknown as typeof types }
    refused(await as.admin.POST('/api/v1/webhooks', { body: odd }), 422, 'webhook.type')
    refused(await as.admin.POST('/api/v1/webhooks', { body: { url: 'ftp://x/' } }), 422, 'webhook.url')
    const made = got(await as.admin.POST('/api/v1/webhooks', { body: { url, types } }))
    assert.match(made.secret ?? '', /^whsec_/)
    receiver.secret = made.secret ?? ''
    hook = made.id
    const [listed] = got(await as.admin.GET('/api/v1/webhooks')).items
    assert.deepEqual([listed?.id, listed?.types, listed?.secret], [hook, [...types].sort(), undefined])

    // The first message is answered with 500; by the end of the story it has come again.
    receiver.answer = (id, times) => (id === receiver.messages[0]?.id || receiver.messages.length === 0) && times === 1 ? 500 : 204
    entries.push(got(await file(as.lin, 1)).case)
    await receiver.wait(() => receiver.messages.length > 0, 'the first message', 20)
  }

  async function asksTheGuide() {
    const ask = (answers: Record<string, unknown>) =>
      stranger.POST('/api/v1/themes/{id}/guide', { params: { path: { id: 'T01' } }, body: { answers } })
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
    refused(await stranger.POST('/api/v1/themes/{id}/guide', nowhere), 404, 'not_found')
  }

  async function fillsInADraft() {
    refused(await as.market.POST('/api/v1/drafts', { body: { theme: 'T01' } }), 404, 'not_found')
    const opened = await as.chen.POST('/api/v1/drafts', { body: { theme: 'T01', guide: situation } })
    draft = got(opened).id
    const params = (tag: string) => ({ path: { id: draft }, header: { 'If-Match': tag } })
    const save = (tag: string, answers: Record<string, unknown>) =>
      as.chen.PATCH('/api/v1/drafts/{id}', { params: params(tag), body: { answers } })

    // What is wrong is kept as typed, and said.
    const first = revision(opened)
    const typed = await save(first, { 'legalRep/DE00004': '111', 'legalRep/DE00005': '310104198506150032' })
    const { answers, missing } = got(typed)
    assert.deepEqual(answers, { ...(got(opened).answers as object), legalRep: { DE00004: '111', DE00005: '310104198506150032' } })
    const problem = missing.find((p) => p.path === 'legalRep/DE00005')
    assert.equal(problem?.code, 'answer.cn_resident_id_digit')
    refused(await save(first, { 'legalRep/DE00001': '别人' }), 409, 'conflict')
    refused(await save('7', {}), 400, 'request.revision_invalid')
    const { 'If-Match': _, ...none } = params(first).header
    const unmarked = { params: { path: { id: draft }, header: none as { 'If-Match': string } }, body: {} }
    refused(await as.chen.PATCH('/api/v1/drafts/{id}', unmarked), 428, 'request.revision_missing')
    refused(await save(revision(typed), { 'legalRep/DE99999': 1 }), 422, 'answers.unknown')

    const filled = got(await save(revision(typed), patch()))
    assert.deepEqual(
      filled.sections.filter((s) => s.status !== 'done').map((s) => [s.id, s.status]),
      [],
    )
    assert.ok(filled.missing.length > 0)
    for (const p of filled.missing) assert.match(p.path, /^materials\//)
    const key = { 'Idempotency-Key': 'too-early-0001' }
    const early = { params: { path: { id: draft }, header: key } }
    const said = refused(await as.chen.POST('/api/v1/drafts/{id}/submit', early), 422, 'material.missing')
    assert.equal(said.length, filled.missing.length)
  }

  async function handsInMaterials() {
    const where = '/api/v1/drafts/{id}/materials/{material}/files'
    const before = got(await as.chen.GET('/api/v1/drafts/{id}', { params: { path: { id: draft } } }))
    const asked = before.materials.filter((m) => m.asked && m.required === 'yes')
    assert.ok(asked.length >= 12, `${asked.length} materials are asked for`)
    const [one] = asked
    assert.ok(one)

    const lie = hand(one.id, '材料.png', '<!doctype html><script>alert(1)</script>')
    const lied = await as.chen.POST(where, { params: { path: lie.path }, ...lie.send })
    assert.ok([415, 422].includes(lied.response.status) && /^file\./.test((lied.error as Schemas['Problem']).code))
    const other = hand('MT01', '执照.pdf', pdf('licence'))
    refused(await as.chen.POST(where, { params: { path: other.path }, ...other.send }), 422, 'file.unwanted')

    let wrong = ''
    for (const [n, m] of asked.entries()) {
      const bytes = pdf(`No. ${n}`)
      const { path, send } = hand(m.id, `${m.name.zh}.pdf`, bytes)
      const kept = got(await as.chen.POST(where, { params: { path }, ...send }))
      assert.deepEqual([kept.material, kept.name, kept.media, kept.size], [m.id, `${m.name.zh}.pdf`, 'application/pdf', bytes.length])
      if (n > 0) continue
      const at = { params: { path: { id: kept.id } }, parseAs: 'arrayBuffer' } as const
      assert.deepEqual(Buffer.from(got(await as.chen.GET('/api/v1/files/{id}/content', at))), bytes)
      refused(await as.lin.GET('/api/v1/files/{id}/content', at), 404, 'not_found')
      refused(await as.lin.DELETE('/api/v1/files/{id}', { params: at.params }), 404, 'not_found')
      refused(await as.lin.POST(where, { params: { path }, ...send }), 404, 'not_found')
      wrong = kept.id
    }
    // One is replaced.
    done(await as.chen.DELETE('/api/v1/files/{id}', { params: { path: { id: wrong } } }))
    const again = hand(one.id, '更正.pdf', pdf('again'))
    got(await as.chen.POST(where, { params: { path: again.path }, ...again.send }))
    const after = got(await as.chen.GET('/api/v1/drafts/{id}', { params: { path: { id: draft } } }))
    assert.deepEqual(after.missing, [])
  }

  async function submitsTwice() {
    const submit = (key: string, api = as.chen) =>
      api.POST('/api/v1/drafts/{id}/submit', { params: { path: { id: draft }, header: { 'Idempotency-Key': key } } })
    refused(await submit('short'), 400, 'request.key_invalid')
    refused(await submit('somebody-else-0001', as.lin), 404, 'not_found')
    const both = await Promise.all([submit('restaurant-0001'), submit('restaurant-0001')])
    receipt = got(both[0])
    assert.deepEqual(got(both[1]), receipt)
    assert.deepEqual(got(await submit('restaurant-0001')), receipt)
    assert.match(receipt.number, /^T01-\d{8}-/)
    assert.equal(receipt.children.length, 8)
    const cases = got(await as.chen.GET('/api/v1/cases')).items
    assert.deepEqual(
      cases.map((c) => c.number),
      [receipt.number],
    )
  }

  async function filesAMatterDirectly() {
    const first = got(await file(as.lin, 1))
    assert.equal(first.case, entries[0], 'the same key gives the first receipt')
    refused(await file(as.lin, 2, 'entry-1-0001'), 422, 'idempotency.mismatch')
    const at = { path: { id: 'W01' }, header: { 'Idempotency-Key': 'refused-0001' } }
    const bad = { producer: { FW002: -1, FW004: 'maybe', FW009: 1 } }
    const said = (await as.lin.POST('/api/v1/matters/{id}/cases', { params: at, body: bad })).error as Schemas['Problem']
    assert.equal(said.status, 422)
    assert.deepEqual([...new Set(said.errors.map((p) => p.path))].sort(), ['producer/FW001', 'producer/FW002', 'producer/FW004', 'producer/FW009'])
    const big = { producer: { ...entry(1).producer, FW001: '长'.repeat(1 << 20) } }
    refused(await as.lin.POST('/api/v1/matters/{id}/cases', { params: at, body: big }), 413, 'request.too_large')
    const theme = { path: { id: 'M07' }, header: at.header }
    const hungry = refused(await as.lin.POST('/api/v1/matters/{id}/cases', { params: theme, body: {} }), 422, 'answer.required')
    assert.equal(hungry.at(-1)?.code, 'material.upload', 'a matter that needs materials goes by a draft')
    for (const n of [2, 3, 4, 5, 6, 7]) entries.push(got(await file(as.lin, n)).case)
  }

  async function turnsPages() {
    const cases = (cursor?: string, limit = 3) => as.lin.GET('/api/v1/cases', { params: { query: { matter: 'W01', limit, ...(cursor && { cursor }) } } })
    const { items, pages } = await everyPage((cursor) => cases(cursor))
    assert.deepEqual(pages, [3, 3, 1])
    assert.deepEqual(
      items.map((c) => c.id),
      [...entries].reverse(),
      'newest first, each once',
    )
    // What comes in between two pages moves nothing.
    const page = got(await cases())
    entries.push(got(await file(as.lin, 8)).case)
    const next = got(await cases(page.next))
    assert.deepEqual(
      next.items.map((c) => c.id),
      items.slice(3, 6).map((c) => c.id),
    )
    refused(await cases('bm90IGEgY3Vyc29y'), 400, 'cursor.invalid')
    const [high] = refused(await cases(undefined, 201), 400, 'request.too_high')
    assert.equal(high?.path, 'limit')
    const q = { params: { query: { colour: 'red' } as object } }
    refused(await as.lin.GET('/api/v1/cases', q), 400, 'request.query_unknown')
  }

  async function worksThroughAList() {
    const account = { username: 'collector', name: '宋运', password: 'waste-collection-2026', roles: ['clerk'], organisation: 'waste-collection' }
    refused(await as.centre.POST('/api/v1/accounts', { body: account }), 404, 'not_found')
    got(await as.admin.POST('/api/v1/accounts', { body: account }))
    refused(await as.admin.POST('/api/v1/accounts', { body: account }), 409, 'account.taken')
    const desk = new Browser(base)
    await desk.signIn(account.username, account.password)

    const list = (cursor?: string) => desk.api.GET('/api/v1/worklist', { params: { query: { limit: 3, ...(cursor && { cursor }) } } })
    const { items, pages } = await everyPage(list)
    assert.deepEqual(pages, [3, 3, 2])
    assert.deepEqual(items.map((c) => c.id).sort(), [...entries].sort())
    assert.deepEqual(got(await list()).counts, { green: entries.length })

    const [one] = items
    assert.ok(one)
    ended = one.id
    const seen = await open(desk.api, one.id)
    const [offer] = got(seen).actions
    assert.deepEqual([offer?.event, offer?.kind, offer?.target.name.zh], ['enter', 'deliver', '已登记'])
    const over = got(await act(desk.api, one.id, revision(seen), { event: 'enter', resultNumber: '登字 2026-001' }))
    assert.deepEqual([over.status, over.outcome, over.result?.number, over.actions], ['ended', 'issued', '登字 2026-001', []])
    refused(await act(desk.api, one.id, revision(await open(desk.api, one.id)), { event: 'enter' }, 'again-0001'), 409, 'action.ended')
    const left = got(await list())
    assert.deepEqual(left.counts, { green: entries.length - 1 })
    assert.ok(!left.items.some((c) => c.id === one.id))
    assert.equal(got(await open(as.lin, one.id)).result?.number, '登字 2026-001', 'the citizen has the result')
  }

  async function correctsOnTheWay() {
    const list = { params: { query: { matter: 'M07', q: receipt.number } } }
    assert.equal(got(await as.labour.GET('/api/v1/worklist')).items.length, 0, 'social insurance waits for the licence')
    const work = got(await as.ecology.GET('/api/v1/worklist')).items.find((c) => c.root === receipt.case)
    assert.ok(work, `${JSON.stringify(list)} is in the worklist`)
    const { id } = work
    const seen = await open(as.ecology, id)
    assert.ok(!got(seen).answers.some((a) => a.path.startsWith('signboard/')), 'only the answers of this matter')
    assert.ok(got(seen).materials.every((m) => m.matters.includes('M07')), 'only the materials of this matter')

    const tag = revision(seen)
    const flags = { fields: ['premises/DE00504'], materials: ['MT20'] }
    refused(await act(as.ecology, id, tag, { event: 'correct', ...flags }), 422, 'action.note')
    refused(await act(as.ecology, id, tag, { event: 'celebrate' }), 422, 'action.unknown')
    refused(await act(as.labour, id, tag, { event: 'pass' }), 404, 'not_found')
    refused(await act(as.ecology, id, '"99"', { event: 'pass' }), 409, 'conflict')
    const note = '请写明净化器型号全称，并重新上传合格证。'
    const asked = got(await act(as.ecology, id, tag, { event: 'correct', note, ...flags }, 'correct-0001'))
    assert.deepEqual([asked.status, asked.light, asked.actions], ['asking', 'paused', []])
    // The answer was lost on the way: the same key gives it again.
    const again = got(await act(as.ecology, id, tag, { event: 'correct', note, ...flags }, 'correct-0001'))
    assert.equal(again.revision, asked.revision)
    refused(await act(as.ecology, id, tag, { event: 'pass' }, 'correct-0001'), 422, 'idempotency.mismatch')
    refused(await act(as.ecology, id, tag, { event: 'pass' }, 'too-late-0001'), 409, 'conflict')

    const mine = await open(as.chen, id)
    assert.deepEqual([got(mine).correction?.note, got(mine).correction?.materials], [note, ['MT20']])
    assert.deepEqual(
      got(mine).toCorrect?.map((f) => f.path),
      ['premises/DE00504'],
    )
    const answers = { 'premises/DE00504': '静电式油烟净化器 JD-40-2' }
    refused(await act(as.chen, id, revision(mine), { event: 'resubmit', answers }), 422, 'correction.file')
    const { send } = hand('MT20', '合格证.pdf', pdf('certificate'))
    const path = { id, material: 'MT20' }
    got(await as.chen.POST('/api/v1/cases/{id}/materials/{material}/files', { params: { path }, ...send }))
    const wide = { ...answers, 'premises/DE00203': 30 }
    const fresh = revision(await open(as.chen, id))
    refused(await act(as.chen, id, fresh, { event: 'resubmit', answers: wide }), 422, 'correction.path')
    const back = got(await act(as.chen, id, fresh, { event: 'resubmit', answers }, 'resubmit-0001'))
    assert.equal(back.status, 'running')

    const now = await open(as.ecology, id)
    assert.equal(got(now).answers.find((a) => a.path === 'premises/DE00504')?.text.zh, answers['premises/DE00504'])
    const passed = await act(as.ecology, id, revision(now), { event: 'pass' })
    const issued = got(await act(as.ecology, id, revision(passed), { event: 'deliver' }))
    assert.deepEqual([issued.status, issued.outcome], ['ended', 'issued'])
    assert.ok(issued.result?.number)
    const whole = got(await open(as.chen, receipt.number))
    assert.deepEqual(
      whole.children.filter((c) => c.status === 'ended').map((c) => c.matter),
      ['M07'],
    )
  }

  async function seesNothingOfOthers() {
    for (const id of [receipt.case, receipt.number, ...receipt.children]) refused(await open(as.lin, id), 404, 'not_found')
    refused(await open(stranger, receipt.case), 401, 'auth.required')
    const at = { params: { path: { id: draft } } }
    for (const api of [as.lin, as.market]) refused(await api.GET('/api/v1/drafts/{id}', at), 404, 'not_found')
    refused(await as.lin.GET('/api/v1/worklist'), 404, 'not_found')
    refused(await as.market.GET('/api/v1/dashboard'), 404, 'not_found')
    refused(await as.centre.GET('/api/v1/events'), 404, 'not_found')
    const theirs = got(await as.lin.GET('/api/v1/cases', { params: { query: { q: receipt.number } } }))
    assert.deepEqual(theirs.items, [])
    for (const c of got(await as.market.GET('/api/v1/cases')).items) assert.equal(c.department.id, 'market-regulation')
  }

  async function followsTheLog() {
    const read = async (after: string | undefined, limit: number) =>
      got(await as.admin.GET('/api/v1/events', { params: { query: { limit, ...(after && { after }) } } }))
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
    assert.deepEqual(filed.sort(), [receipt.case, ...entries].sort())
    const way = log.filter((e) => e.case === ended).map((e) => e.type)
    assert.deepEqual(way.filter((t) => t !== 'clock.light').sort(), ['case.ended', 'case.moved', 'case.started', 'case.submitted', 'result.issued'])
    assert.equal(way[0], 'case.submitted')
    assert.doesNotMatch(JSON.stringify(log), /陈一鸣|310104198506150031|13800138000/, 'nothing personal')

    // What happens later is found with the last cursor, and only that.
    entries.push(got(await file(as.lin, 9)).case)
    const later = await read(after, 100)
    assert.deepEqual([...new Set(later.items.map((e) => e.case))], entries.slice(-1))
    refused(await as.admin.GET('/api/v1/events', { params: { query: { after: 'x' } } }), 400, 'cursor.invalid')
  }

  async function isCounted() {
    const want = entries.length + receipt.children.length
    // The log is carried to ClickHouse beside all this.
    for (const until = Date.now() + 30_000; ; ) {
      const d = got(await as.admin.GET('/api/v1/dashboard'))
      const seen = [d.totals.submitted, d.totals.themeSubmitted, d.totals.ended, d.totals.issued]
      if (Date.now() < until && (d.totals.submitted < want || d.totals.ended < 2)) continue
      assert.deepEqual(seen, [want, 1, 2, 2])
      assert.deepEqual(d.savings.map((s) => [s.theme, s.cases]), [['T01', 1]])
      assert.ok(d.metrics.every((m) => /\bSELECT\b/i.test(m.query) && m.definition.zh && m.definition.en), 'each figure has its query and definition')
      break
    }
    const one = { params: { query: { matter: 'W01' } } }
    assert.equal(got(await as.admin.GET('/api/v1/dashboard', one)).totals.submitted, entries.length)
    const span = { params: { query: { from: '2026-05-02', to: '2026-05-01' } } }
    refused(await as.admin.GET('/api/v1/dashboard', span), 400, 'request.span')
  }

  async function isToldOfEverything() {
    const first = receiver.messages[0]
    assert.ok(first)
    assert.deepEqual([first.type, first.data.case, first.answered], ['case.submitted', entries[0], 500])
    const again = await receiver.wait(() => receiver.messages.find((m) => m.id === first.id && m.answered === 204), 'the second attempt', 45)
    assert.ok(again.at > first.at)
    assert.equal(again.raw, first.raw)

    // At least once: everything subscribed to is there, signed, nothing else.
    const log = got(await as.admin.GET('/api/v1/events', { params: { query: { limit: 1000 } } })).items
    const wanted = log.filter((e) => types.includes(e.type))
    await receiver.wait(() => wanted.every((e) => receiver.messages.some((m) => m.id === e.id)), 'every event', 15)
    const known = new Set(wanted.map((e) => e.id))
    for (const m of receiver.messages) {
      assert.ok(known.has(m.id), `${m.type} was subscribed to`)
      assert.doesNotMatch(m.raw, /陈一鸣|310104198506150031|净化器型号全称/, 'nothing personal, no notes')
    }

    const path = { id: hook }
    const all = await everyPage((cursor) =>
      as.admin.GET('/api/v1/webhooks/{id}/deliveries', { params: { path, query: { limit: 5, ...(cursor && { cursor }) } } }),
    )
    assert.ok(all.pages.length > 1)
    assert.equal(all.items.length, wanted.length)
    const retried = all.items.find((d) => d.event === first.id)
    assert.deepEqual([retried?.attempts, retried?.status, typeof retried?.done], [2, 204, 'string'])

    // Once more, alone; then a part of the log.
    const times = (id: string) => receiver.messages.filter((m) => m.id === id).length
    done(await as.admin.POST('/api/v1/deliveries/{id}/replay', { params: { path: { id: retried?.id ?? '' } } }))
    await receiver.wait(() => times(first.id) === 3, 'a delivery once more', 15)
    const start = got(await as.admin.GET('/api/v1/events', { params: { query: { limit: log.length - 3 } } }))
    const tail = wanted.filter((e) => !start.items.some((s) => s.id === e.id))
    const before = tail.map((e) => times(e.id))
    const { deliveries } = got(await as.admin.POST('/api/v1/webhooks/{id}/replay', { params: { path }, body: { after: start.next } }))
    assert.equal(deliveries, tail.length)
    assert.ok(deliveries > 0)
    await receiver.wait(() => tail.every((e, i) => times(e.id) === (before[i] ?? 0) + 1), 'a part of the log again', 15)

    const off = got(await as.admin.PATCH('/api/v1/webhooks/{id}', { params: { path }, body: { enabled: false } }))
    assert.equal(off.enabled, false)
    done(await as.admin.DELETE('/api/v1/webhooks/{id}', { params: { path } }))
    refused(await as.admin.GET('/api/v1/webhooks/{id}/deliveries', { params: { path } }), 404, 'not_found')
  }

  return {
    end: () => receiver.close(),
    scenarios: [
      { title: 'signs in, and makes a token for a machine', run: signsIn },
      { title: 'subscribes to events', run: subscribes },
      { title: 'asks the guide', run: asksTheGuide },
      { title: 'fills in a draft; a stale revision changes nothing', run: fillsInADraft },
      { title: 'hands in materials', run: handsInMaterials },
      { title: 'submits twice and has one receipt', run: submitsTwice },
      { title: 'files a matter in one call', run: filesAMatterDirectly },
      { title: 'turns pages', run: turnsPages },
      { title: 'works through a worklist', run: worksThroughAList },
      { title: 'takes a matter through a correction to its end', run: correctsOnTheWay },
      { title: 'sees nothing of others', run: seesNothingOfOthers },
      { title: 'follows the event log', run: followsTheLog },
      { title: 'finds everything counted on the dashboard', run: isCounted },
      { title: 'is told of everything by webhook, again where it failed', run: isToldOfEverything },
    ],
  }
}
