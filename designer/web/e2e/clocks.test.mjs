// An officer extends a case with a reason; the applicant reads until when, why and
// by which law, with a script and without. What is overdue in the worklist leads to
// its account, day by day; an extension turns a yellow light green.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { Account } from './support/account.mjs'
import { launch, told, Visitor } from './support/browser.mjs'
import { onematter, root as repository } from './support/programs.mjs'
import { established } from './support/restaurant.mjs'
import { Place, serve } from './support/servers.mjs'
import { Staff } from './support/staff.mjs'

const place = new Place('时限')
const why = '现场情况复杂，需组织专家论证，经本机关负责人批准延长'
const inChinese = /经批准延长 5 个工作日（依据：《中华人民共和国行政许可法》第四十二条）。 承诺时限延至.*法定时限延至/s
let base = ''
/** @type {import('playwright-core').Browser} */
let browser

/** @typedef {{id: string, number: string, matter?: string, state: string, status: string, light: string, due?: string}} Head */

/** The built-in pack with a food licence that takes long, and is yellow after one day. */
function patient() {
  const dir = place.path('pack')
  cpSync(join(repository, 'catalog/packs/open-a-restaurant'), dir, { recursive: true })
  const edit = (/** @type {string} */ file, /** @type {[string, string][]} */ ...changes) => {
    let text = readFileSync(join(dir, file), 'utf8')
    for (const [from, to] of changes) {
      assert.ok(text.includes(from), `${file}: ${from}`)
      text = text.replace(from, to)
    }
    writeFileSync(join(dir, file), text)
  }
  edit('pack.yaml', [/version: .*/.exec(readFileSync(join(dir, 'pack.yaml'), 'utf8'))?.[0] ?? '', 'version: 9.0.0'])
  edit(
    'matters/M02.yaml',
    ['statutoryDays: 20', 'statutoryDays: 40'],
    ['promisedDays: 8', 'promisedDays: 30\nlights:\n  yellow: {left: 29}'],
  )
  edit('workflows/M02.yaml', ['limit: 1\n', 'limit: 18\n'])
  return dir
}

before(async () => {
  const env = { ...process.env, ONEMATTER_LANG: 'zh' }
  const command = (/** @type {string[]} */ ...args) =>
    execFileSync(onematter(), [...args, '--data', place.path('data'), '--log-level', 'error'], { env, stdio: 'pipe' })
  command('import', 'pack', patient())
  // Ten days have passed since: what took a day then is late now.
  const end = new Date(Date.now() - 10 * 86_400_000).toISOString().slice(0, 10)
  command('demo-data', '--cases', '120', '--days', '3', '--end', end)
  ;({ base } = await serve(place, { env: { ONEMATTER_CLICKHOUSE_URL: 'off' } }))
  browser = await launch(place)
})
after(() => place.close())

test('延期：写明理由和依据，申请人看到延至何时、为什么', { timeout: 600_000 }, () =>
  told(place, async () => {
    const chen = await Account.signIn(base, 'chen')
    const draft = await chen.preparesARestaurant()
    const receipt = await chen.post(`/drafts/${draft.id}/submit`, undefined, { 'Idempotency-Key': crypto.randomUUID() })
    const root = receipt.case
    const market = await Account.signIn(base, 'market')
    const of = async (/** @type {string} */ matter) =>
      /** @type {Head[]} */ ((await chen.get(`/cases/${root}`)).children).find((c) => c.matter === matter) ??
      assert.fail(matter)
    const licence = (await of('M01')).id
    await market.acts(licence, 'pass')
    await market.acts(licence, 'approve')
    await market.acts(licence, 'deliver', {
      result: { 'applicant/DE00102': '91310104MA1FR0AB4W', 'applicant/DE00106': established },
    })
    const food = await of('M02')
    const promised = (await market.get(`/cases/${food.id}`)).promised.due

    const officer = await Staff.signIn(browser, base, 'market')
    await officer.opens(food.number)
    const { page } = officer
    await page.getByRole('button', { name: /^延期/ }).click()
    const dialog = page.getByRole('dialog', { name: '延期' })
    await dialog.getByText('行政许可法》第四十二条').waitFor()
    await dialog.getByLabel('延长多少个工作日').fill('5')
    await dialog.getByRole('button', { name: '确认延期' }).click()
    await dialog.getByText('请写明延期的原因').waitFor()
    await dialog.getByLabel('延期原因').fill(why)
    await officer.visitor.look()
    await dialog.getByRole('button', { name: '确认延期' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await page.getByText(why).first().waitFor()
    await officer.visitor.look()
    assert.equal(await page.getByRole('button', { name: /^延期/ }).count(), 0, 'once is all the law allows')
    const now = await market.get(`/cases/${food.id}`)
    assert.ok(now.promised.due > promised, `${now.promised.due} is not after ${promised}`)
    assert.equal(now.promised.limit, 35)

    // The account tells it line by line, on a phone as a list without scrolling aside.
    await page.getByRole('link', { name: '时限是怎么算的' }).click()
    await page.getByRole('heading', { name: '时限是怎么算的' }).waitFor()
    const ledger = page.getByRole('region', { name: '计时台账' })
    assert.equal(await ledger.getByText(why).count(), 3, 'promised, statutory and step are lengthened')
    assert.equal(await ledger.getByText('《中华人民共和国行政许可法》第四十二条').count(), 3)
    await officer.visitor.look()
    const address = page.url()
    for (const lang of ['zh', 'en']) {
      const phone = await Visitor.open(browser, { name: '时限', base, width: 390, height: 844 })
      const [name, value] = market.cookie.split('=')
      await phone.context.addCookies([
        { name: name ?? '', value: value ?? '', url: base },
        { name: 'lang', value: lang, url: base },
      ])
      await phone.page.goto(address)
      await phone.page.getByText(why).first().waitFor()
      const wide = await phone.page
        .locator('.om-scroll')
        .evaluateAll((all) => all.filter((e) => e.scrollWidth > e.clientWidth + 1).map((e) => e.ariaLabel))
      assert.deepEqual(wide, [], 'no table scrolls aside')
      await phone.look()
      await phone.context.close()
    }
    officer.visitor.quiet()

    for (const [scripts, lang, reads] of /** @type {[boolean, string, RegExp][]} */ ([
      [true, 'zh', inChinese],
      [false, 'zh', inChinese],
      [false, 'en', /Administrative Licensing Law of the People’s Republic of China, Article 42/],
    ])) {
      const visitor = await Visitor.open(browser, { name: '时限', base, width: 390, height: 844, scripts })
      const [name, value] = chen.cookie.split('=')
      await visitor.context.addCookies([{ name: name ?? '', value: value ?? '', url: base }])
      await visitor.page.goto(`${base}/cases/${root}?lang=${lang}`)
      const row = visitor.page.locator(`#c-${food.id}`)
      const text = (await row.textContent()) ?? ''
      assert.match(text, reads)
      assert.ok(text.includes(why), text)
      await visitor.look()
      await visitor.context.close()
    }
  }),
)

test('超期可查明细；延期后黄灯转绿', { timeout: 600_000 }, () =>
  told(place, async () => {
    const officer = await Staff.signIn(browser, base, 'market')
    const { page } = officer
    /** @type {Head[]} */
    let mine = []
    for (let late = 0; late === 0; ) {
      mine = (await officer.ask('/api/v1/worklist?limit=200')).items
      late = mine.filter((c) => c.light === 'red').length // a sweep raises them
    }
    const late = mine.find((c) => c.light === 'red') ?? assert.fail('nothing is overdue')
    await page.goto('/staff/worklist')
    await page
      .getByRole('link', { name: `为什么 时限是怎么算的 ${late.number}` })
      .first()
      .click()
    await page.getByRole('heading', { name: '时限是怎么算的' }).waitFor()
    await page.getByText('已超期').first().waitFor()
    assert.ok(
      (await page.getByRole('row').filter({ hasText: '已超期' }).count()) > 0,
      'the days that are late are marked',
    )
    await officer.visitor.look()

    const slow = mine.find((c) => c.matter === 'M02' && c.light === 'yellow') ?? assert.fail('nothing is yellow')
    await page.goto(`/staff/cases/${slow.id}`)
    await page.getByText('快到期').first().waitFor()
    await page.getByRole('button', { name: /^延期/ }).click()
    const dialog = page.getByRole('dialog', { name: '延期' })
    await dialog.getByLabel('延长多少个工作日').fill('10')
    await dialog.getByLabel('延期原因').fill(why)
    await dialog.getByRole('button', { name: '确认延期' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await page.getByText(why).first().waitFor()
    assert.equal((await officer.ask(`/api/v1/cases/${slow.id}`)).light, 'green')
    officer.visitor.quiet()
  }),
)
