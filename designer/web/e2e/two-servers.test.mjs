// The same story on PostgreSQL with two servers on one database, one
// ClickHouse server and one folder of files. Nobody notices which server
// answers.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Account } from './support/account.mjs'
import { launch, told, Visitor } from './support/browser.mjs'
import { Citizen } from './support/citizen.mjs'
import { creditCode, departments, established } from './support/restaurant.mjs'
import { clickhouse, Place, postgres, serve } from './support/servers.mjs'

const place = new Place('两台服务器')
/** @type {string[]} */
let servers = []
/** @type {import('playwright-core').Browser} */
let browser

before(async () => {
  const [database, warehouse] = await Promise.all([postgres(place), clickhouse(place)])
  const env = {
    ONEMATTER_DATABASE_URL: database,
    ONEMATTER_CLICKHOUSE_URL: warehouse,
    ONEMATTER_FILES: place.path('files'),
  }
  // Both start on the empty database at once: one migrates, the other waits.
  const both = await Promise.all(['a', 'b'].map((name) => serve(place, { name, data: name, env })))
  servers = both.map((s) => s.base)
  browser = await launch(place)
})
after(() => place.close())

const other = (/** @type {string} */ base) => /** @type {string} */ (servers.find((s) => s !== base))

/** Somebody who signed in on the first server and asks the other one at every turn. */
async function wanderer(/** @type {string} */ username) {
  const account = await Account.signIn(/** @type {string} */ (servers[0]), username)
  const ask = account.ask.bind(account)
  account.ask = async (...request) => {
    account.base = other(account.base)
    return ask(...request)
  }
  return account
}

test('一家饭店在两台服务器上办成', { timeout: 1_800_000 }, () =>
  told(place, async () => {
    const chen = await wanderer('chen')
    const draft = await chen.preparesARestaurant()
    const files = draft.materials.flatMap((/** @type {{files?: {id: string, sha256: string}[]}} */ m) => m.files ?? [])
    assert.ok(files.length >= 12)
    for (const base of servers) {
      const r = await fetch(`${base}/api/v1/files/${files[0].id}/content`, { headers: { cookie: chen.cookie } })
      assert.equal(
        r.headers.get('content-type'),
        'application/pdf',
        'a file handed in at one server is read at the other',
      )
      assert.match(await r.text(), /^%PDF-1\.4/)
    }

    // Both servers are asked at once, with keys of their own: one case.
    const submit = (/** @type {string} */ base, /** @type {string} */ key) =>
      fetch(`${base}/api/v1/drafts/${draft.id}/submit`, {
        method: 'POST',
        headers: { cookie: chen.cookie, 'X-CSRF-Token': chen.csrf, 'Idempotency-Key': key },
      })
    const answers = await Promise.all(
      ['key-one-', 'key-two-', 'key-one-'].flatMap((key) => servers.map((base) => submit(base, key + base.slice(-5)))),
    )
    for (const r of answers) assert.equal(r.status, 201, await r.clone().text())
    const receipts = await Promise.all(answers.map((r) => r.json()))
    for (const r of receipts) assert.deepEqual(r, receipts[0])
    const root = receipts[0]
    assert.equal(
      (await chen.get('/cases')).items.filter(
        (/** @type {{theme?: string, matter?: string}} */ c) => c.theme && !c.matter,
      ).length,
      1,
    )
    assert.equal(root.children.length, 8)

    // Eight cases in six departments, seen from either server.
    /** @type {Record<string, Account>} */
    const staff = {}
    /** @type {Record<string, string>} */
    const cases = {}
    for (const name of new Set(Object.values(departments))) {
      const somebody = await wanderer(name)
      staff[name] = somebody
      for (let turn = 0; turn < 2; turn++) {
        for (const c of (await somebody.get('/cases')).items) {
          if (!c.matter) continue
          assert.equal(departments[/** @type {keyof typeof departments} */ (c.matter)], name)
          cases[c.matter] = c.id
        }
      }
    }
    assert.deepEqual(Object.keys(cases).sort(), Object.keys(departments))
    const act = (/** @type {string} */ matter, /** @type {string} */ event, more = {}) =>
      /** @type {Account} */ (staff[departments[/** @type {keyof typeof departments} */ (matter)]]).acts(
        /** @type {string} */ (cases[matter]),
        event,
        more,
      )

    await act('M01', 'pass')
    await act('M01', 'approve')
    await act('M01', 'deliver', { result: { 'applicant/DE00102': creditCode, 'applicant/DE00106': established } })

    // Two officers decide the same case at the two servers: one of them is told that it has changed.
    const water = /** @type {Account} */ (staff.water)
    const { revision } = await water.get(`/cases/${cases.M06}`)
    const decide = (/** @type {string} */ base, /** @type {string} */ event, /** @type {string} */ note) =>
      fetch(`${base}/api/v1/cases/${cases.M06}/actions`, {
        method: 'POST',
        headers: {
          cookie: water.cookie,
          'X-CSRF-Token': water.csrf,
          'Content-Type': 'application/json',
          'If-Match': `"${revision}"`,
          'Idempotency-Key': `decide-${event}`,
        },
        body: JSON.stringify({ event, note }),
      })
    const decisions = await Promise.all([
      decide(/** @type {string} */ (servers[0]), 'pass', ''),
      decide(/** @type {string} */ (servers[1]), 'correct', '请补正排水去向'),
    ])
    assert.deepEqual(decisions.map((r) => r.status).sort(), [200, 409])
    const passed = decisions[0]?.status === 200
    if (!passed) {
      await chen.acts(/** @type {string} */ (cases.M06), 'resubmit')
      await act('M06', 'pass')
    }

    // A correction asked at one server is answered in a browser at the other.
    await act('M03', 'correct', {
      fields: ['premises/DE00211'],
      materials: ['MT15'],
      note: '容纳人数与疏散出口不符，请核减后重报，并补交盖章的消防安全制度。',
    })
    const visitor = await Visitor.open(browser, {
      name: 'chen',
      base: other(staff.fire?.base ?? ''),
      width: 390,
      height: 844,
    })
    await visitor.page.goto('/sign-in')
    const citizen = new Citizen(visitor, true)
    await citizen.signsIn('chen')
    await visitor.page.waitForURL((url) => url.pathname !== '/sign-in')
    await citizen.answersTheCorrection(root.number)

    for (const event of ['pass', 'qualified', 'grant', 'deliver']) await act('M06', event)
    for (const matter of ['M02', 'M03', 'M05'])
      for (const event of ['pass', 'skip-inspection', 'grant', 'deliver']) await act(matter, event)
    for (const matter of ['M04', 'M07', 'M08']) for (const event of ['pass', 'deliver']) await act(matter, event)
    for (let turn = 0; turn < 2; turn++) {
      const c = await chen.get(`/cases/${root.case}`)
      assert.deepEqual([c.status, c.outcome], ['ended', 'issued'])
    }
    await citizen.seesEveryResult(root.number)

    // One ClickHouse: both servers tell a manager the same.
    const centre = await wanderer('centre')
    /** @type {any[]} */
    let told = []
    for (const until = Date.now() + 180_000; Date.now() < until; ) {
      told = [await centre.get('/dashboard'), await centre.get('/dashboard')]
      if (told.every((d) => d.totals.issued === 8 && d.totals.inWork === 0)) break // where cases stand comes a moment after what happened
    }
    for (const d of told)
      assert.deepEqual(
        [d.totals.themeSubmitted, d.totals.submitted, d.totals.ended, d.totals.issued, d.totals.inWork],
        [1, 8, 8, 8, 0],
      )
    for (const part of ['totals', 'flow', 'matters', 'departments', 'steps', 'savings', 'asOf'])
      assert.deepEqual(told[0][part], told[1][part], part)

    // Signing out at one server ends the session at the other.
    await chen.ask('DELETE', '/session')
    for (const base of servers)
      assert.equal((await fetch(`${base}/api/v1/me`, { headers: { cookie: chen.cookie } })).status, 401)
  }),
)
