// The API as an integrator meets it: a client generated from the document of
// the running server does everything the pages do.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { promisify } from 'node:util'
import { generate, judge, load } from './support/api-generate.mjs'
import { writePack } from './support/api-pack.mjs'
import * as programs from './support/programs.mjs'
import { Place, serve } from './support/servers.mjs'

const place = new Place('接口')
after(() => place.close())

test('a client generated from the running server does everything', { timeout: 900_000 }, async (t) => {
  place.failed = true // until it is over
  writePack(place.path('pack'))
  const env = { ...process.env, ONEMATTER_DATA: place.path('data'), ONEMATTER_CLICKHOUSE_URL: 'off' }
  await promisify(execFile)(programs.onematter(), ['import', 'pack', place.path('pack')], { env })
  const { base } = await serve(place, { env: { ONEMATTER_WEBHOOK_PRIVATE: 'true' } })

  const document = await fetch(`${base}/api/openapi.json`).then((r) => r.json())
  assert.match(document.openapi, /^3\.1\./)
  const dir = place.path('client')
  mkdirSync(dir)
  const judged = generate(document, dir).then(() => judge(dir, 'api-story.ts', 'api-wrong.ts'))
  judged.catch(() => {}) // said below, where it is waited for
  const { story } = await load(dir, 'api-story.ts')
  const { scenarios, end } = story(base)
  place.ends.push(end)

  let passed = true
  /** One scenario builds on another: none is told after one that failed. */
  const tell = async (/** @type {{title: string, run: () => Promise<void>}[]} */ scenarios) => {
    for (const { title, run } of scenarios) {
      if (!passed) return
      passed = false
      await t.test(title, async () => {
        await run()
        passed = true
      })
    }
  }
  // Subscribed first, so that the retry of a message that failed comes while the rest is told.
  await tell(scenarios.slice(0, 2))
  await t.test('compiles where it is right, and only there', async () => {
    const found = await judged
    const wrong = readFileSync(join(programs.web, 'e2e/support/api-wrong.ts'), 'utf8').split('\n')
    const lines = wrong.flatMap((line, i) => (/ \/\/ .+$/.test(line) ? [i + 1] : []))
    assert.ok(lines.length > 10)
    assert.deepEqual(
      found.filter((f) => f.file !== 'api-wrong.ts'),
      [],
    )
    assert.deepEqual([...new Set(found.map((f) => f.line))], lines, JSON.stringify(found, null, 1))
  })
  await tell(scenarios.slice(2))
  place.failed = !passed
})
