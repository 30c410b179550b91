// Draws docs/images: the main pages of the built program with demo data.
// `npm run screenshots [name …]` draws all, or those whose name begins so.
import { execFileSync } from 'node:child_process'
import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Account } from './support/account.mjs'
import { launch, Visitor } from './support/browser.mjs'
import * as programs from './support/programs.mjs'
import { creditCode, departments, established, patch, situation } from './support/restaurant.mjs'
import { Place, serve } from './support/servers.mjs'

const images = join(programs.root, 'docs/images')
const wanted = process.argv.slice(2)
const tallest = 1400
const heaviest = 250 << 10

const place = new Place('screenshots')
/** @type {import('playwright-core').Browser} */
let browser
let base = ''
/** Signed in by name. @type {Map<string, Account>} */
const accounts = new Map()

async function account(/** @type {string} */ name) {
  const a = accounts.get(name) ?? (await Account.signIn(base, name))
  accounts.set(name, a)
  return a
}

/**
 * Opens a page as somebody sees it and draws it.
 * @param {string} name of the image
 * @param {string} path
 * @param {{as?: string, width?: number, height?: number, lang?: 'zh' | 'en', dark?: boolean, whole?: boolean,
 *   ready?: (page: import('playwright-core').Page, visitor: Visitor) => Promise<unknown>}} o
 */
async function draw(
  name,
  path,
  { as, width = 1440, height = 900, lang = 'zh', dark = false, whole = true, ready } = {},
) {
  if (wanted.length && !wanted.some((w) => name.startsWith(w))) return
  const visitor = await Visitor.open(browser, { name, base, width, height, lang: lang === 'zh' ? 'zh-CN' : 'en' })
  try {
    const cookies = [{ name: 'lang', value: String(lang), url: base }]
    if (as) {
      const [session, value] = (await account(as)).cookie.split('=')
      cookies.push({ name: session ?? '', value: value ?? '', url: base })
    }
    await visitor.context.addCookies(cookies)
    const { page } = visitor
    if (dark) await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
    await page.goto(path)
    await ready?.(page, visitor)
    await still(page)
    visitor.quiet()
    const content = await page.evaluate(() => document.documentElement.scrollHeight)
    const tall = whole ? Math.max(height, Math.min(content, tallest)) : height
    const file = join(images, `${name}.png`)
    await page.screenshot({
      path: file,
      animations: 'disabled',
      ...(whole && { fullPage: true, clip: { x: 0, y: 0, width, height: tall } }),
    })
    lighter(file)
    const { size } = statSync(file)
    console.log(`${name}.png ${width}×${tall} ${Math.round(size / 1024)} kB`)
    if (size > heaviest) throw new Error(`${file} has ${size} bytes, more than ${heaviest}`)
  } finally {
    await visitor.context.close()
  }
}

/** Waits until two looks at the page are the same: charts and graphs are drawn. */
async function still(/** @type {import('playwright-core').Page} */ page) {
  await page.waitForLoadState('networkidle')
  await page.waitForFunction(() => !document.querySelector('.om-wait, [aria-busy=true]'))
  for (let before = '', n = 0; n < 50; n++) {
    const now = (await page.screenshot({ animations: 'disabled' })).toString('base64')
    if (now === before) return
    before = now
    await page.waitForTimeout(150)
  }
  throw new Error(`${page.url()} never comes to rest`)
}

/** Fewer colours, where pngquant is installed: a third of the bytes, and no eye sees it. */
function lighter(/** @type {string} */ file) {
  try {
    execFileSync('pngquant', [
      '--force',
      '--skip-if-larger',
      '--strip',
      '--ext',
      '.png',
      '--quality',
      '80-100',
      '256',
      file,
    ])
  } catch (err) {
    const { code, status } = /** @type {{code?: string, status?: number}} */ (err)
    if (code !== 'ENOENT' && status !== 98 && status !== 99) throw err // 98, 99: as good as it gets
  }
}

/** The phone variant of a page. */
const phone = { width: 390, height: 844 }

/** A draft: half of it filled in, one topic with a mistake. */
async function halfFilled() {
  const chen = await account('chen')
  const draft = await chen.post('/drafts', { theme: 'T01', guide: situation })
  const done = ['applicant/', 'premises/DE002', 'shareholder', 'foodSafetyManager/']
  const answers = Object.fromEntries(
    Object.entries({ ...patch(), 'legalRep/DE00001': '陈一鸣', 'legalRep/DE00004': '111' }).filter(
      ([path]) => done.some((d) => path.startsWith(d)) || /^legalRep\/DE0000[14]$/.test(path),
    ),
  )
  await chen.ask('PATCH', `/drafts/${draft.id}`, { body: { answers }, headers: { 'If-Match': chen.etag } })
  for (const material of ['MT02', 'MT04'])
    await chen.upload(`/drafts/${draft.id}/materials/${material}/files`, '扫描件.pdf')
  return draft.id
}

/** A restaurant on its way: decided here, being inspected there, asked to correct once. */
async function onItsWay() {
  const chen = await account('chen')
  const { id } = await chen.preparesARestaurant()
  const receipt = await chen.ask('POST', `/drafts/${id}/submit`, {
    headers: { 'Idempotency-Key': `screenshots-${id}` },
  })
  await draw('receipt', `/cases/${receipt.case}/receipt`, { as: 'chen' })
  /** @type {Record<string, string>} */
  const cases = {}
  for (const c of (await chen.get(`/cases/${receipt.case}`)).children) cases[c.matter] = c.id
  /** Does what a kind of step asks for. */
  const acts = async (/** @type {string} */ matter, /** @type {string[]} */ ...labels) => {
    const officer = await account(departments[/** @type {keyof typeof departments} */ (matter)])
    for (const label of labels) {
      const c = await officer.get(`/cases/${cases[matter]}`)
      const action = c.actions.find((/** @type {{label: {zh: string}}} */ a) => a.label.zh === label)
      if (!action)
        throw new Error(`${matter} offers no ${label} but ${c.actions.map((/** @type {any} */ a) => a.label.zh)}`)
      /** @type {Record<string, unknown>} */
      const more = {}
      if (action.fields) {
        more.result = Object.fromEntries(
          action.fields.map((/** @type {{path: string, type: string}} */ f) => [
            f.path,
            f.type === 'date' ? established : creditCode,
          ]),
        )
      }
      if (label === '补正') {
        more.note = '容纳人数与疏散出口不符，请核减后重报，并补交盖章的消防安全制度。'
        more.fields = ['premises/DE00211']
        more.materials = ['MT15']
      }
      await officer.acts(cases[matter] ?? '', action.event, more)
    }
  }
  await acts('M07', '通过', '办结')
  await acts('M01', '通过', '同意', '办结')
  await acts('M04', '通过', '办结')
  await acts('M08', '通过')
  await acts('M02', '通过', '通过')
  await acts('M03', '补正')
  return { receipt, cases }
}

/** The log has been carried over: figures stand still. */
async function counted() {
  const admin = await account('admin')
  for (let before = -1, same = 0; same < 3; ) {
    const { totals } = await admin.get(`/dashboard?from=${new Date().getFullYear() - 2}-01-01`)
    const now = totals.submitted + totals.ended
    same = now > 0 && now === before ? same + 1 : 0
    before = now
    await new Promise((resolve) => setTimeout(resolve, 1500))
  }
}

async function citizens() {
  const chen = { as: 'chen' }
  await draw('home', '/')
  await draw('home-phone', '/', phone)
  await draw('theme', '/themes/T01')
  await draw('theme-phone', '/themes/T01', phone)
  await draw('theme-en', '/themes/T01', { lang: 'en' })
  const needs = `/themes/T01/needs?${new URLSearchParams(Object.entries(situation).map(([k, v]) => [k, String(v)]))}`
  await draw('needs', needs)
  await draw('needs-phone', needs, phone)

  const half = await halfFilled()
  await draw('tasks', `/drafts/${half}`, chen)
  await draw('tasks-phone', `/drafts/${half}`, { ...chen, ...phone })
  /** Continues with a mistyped identity number. */
  const mistyped = async (/** @type {import('playwright-core').Page} */ page, /** @type {Visitor} */ visitor) => {
    await page.locator('[name="legalRep/DE00005"]').fill('310104198506150032')
    await visitor.refused(422, () => page.locator('.om-actions button[value=continue]').click())
    await page.locator('[aria-invalid=true]').first().waitFor()
    await page.evaluate(() => scrollTo(0, 0))
  }
  const section = `/drafts/${half}/sections/${await sectionOf(half, 'legalRep/DE00005')}`
  await draw('form', section, { ...chen, ready: mistyped })
  await draw('form-phone', section, { ...chen, ...phone, ready: mistyped })
  await draw('form-en', section, { ...chen, lang: 'en', ready: mistyped })

  const full = await (await account('chen')).preparesARestaurant()
  await draw('check', `/drafts/${full.id}/check`, chen)
}

async function sectionOf(/** @type {string} */ draft, /** @type {string} */ path) {
  const { sections } = await (await account('chen')).get(`/drafts/${draft}`)
  const found = sections.find((/** @type {{fields: {path: string}[]}} */ s) => s.fields.some((f) => f.path === path))
  return found.id
}

async function followed(/** @type {Awaited<ReturnType<typeof onItsWay>>} */ { receipt, cases }) {
  const chen = { as: 'chen' }
  await draw('progress', `/cases/${receipt.case}`, chen)
  await draw('progress-phone', `/cases/${receipt.case}`, { ...chen, ...phone })
  await draw('correction', `/cases/${receipt.case}/corrections/${cases.M03}`, chen)
  await draw('correction-phone', `/cases/${receipt.case}/corrections/${cases.M03}`, { ...chen, ...phone })
}

async function staff(/** @type {Awaited<ReturnType<typeof onItsWay>>} */ { cases }) {
  const drawn = (/** @type {string} */ selector) => (/** @type {import('playwright-core').Page} */ page) =>
    page.locator(selector).first().waitFor({ state: 'attached' })
  await draw('worklist', '/staff/worklist', { as: 'market', whole: false, ready: drawn('tbody a') })
  await draw('case', `/staff/cases/${cases.M02}`, {
    as: 'market',
    ready: (page) => page.getByRole('heading', { name: '办理', exact: true }).waitFor(),
  })
  const dashboard = { as: 'centre', ready: drawn('.om-chart svg path') }
  await draw('dashboard', '/staff/dashboard', dashboard)
  await draw('dashboard-en', '/staff/dashboard', { ...dashboard, lang: 'en' })
  await draw('dashboard-dark', '/staff/dashboard', { ...dashboard, dark: true })
  const designer = { as: 'designer' }
  await draw('elements', '/staff/catalog/elements?id=DE00005', { ...designer, whole: false })
  await draw('form-preview', '/staff/catalog/forms/M02', { ...designer, whole: false, ready: drawn('iframe') })
  await draw('workflow', '/staff/catalog/matters/M03', { ...designer, ready: drawn('.om-edge-line') })
  await draw('theme-flow', '/staff/catalog/themes/T01', { ...designer, ready: drawn('.om-edge-line') })
}

process.env.LANGUAGE = 'zh_CN' // Chromium's own words (选择文件), where Debian's chromium-l10n is installed
try {
  mkdirSync(images, { recursive: true })
  const began = Date.now()
  const env = { ...process.env, ONEMATTER_DATA: place.path('data'), ONEMATTER_CLICKHOUSE_URL: 'off' }
  execFileSync(programs.onematter(), ['demo-data', '--cases', '3000', '--seed', '1'], {
    env,
    stdio: ['ignore', 'inherit', 'ignore'],
  })
  ;[browser, { base }] = await Promise.all([launch(place), serve(place)])
  await citizens()
  const restaurant = await onItsWay()
  await followed(restaurant)
  await counted()
  await staff(restaurant)
  console.log(`drawn in ${Math.round((Date.now() - began) / 1000)} s`)
} catch (err) {
  place.failed = true
  throw err
} finally {
  await place.close()
}
