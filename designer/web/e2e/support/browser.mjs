// Chromium for scenarios. Whatever a page complains about fails the scenario:
// console errors, violations of the content security policy, uncaught errors,
// answers of 500 and more, requests to any other host.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium } from 'playwright-core'
import * as programs from './programs.mjs'

const require = createRequire(import.meta.url)
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

/** @typedef {import('playwright-core').Page} Page */

/** The words people see there. @param {import('playwright-core').Locator} there */
export const seen = (there) => there.innerText()

/** @param {import('./servers.mjs').Place} place */
export async function launch(place) {
  const browser = await chromium.launch({
    executablePath: programs.chromium(),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-dev-shm-usage',
      '--no-first-run',
      '--lang=zh-CN',
    ],
  })
  place.ends.push(() => browser.close())
  return browser
}

/** Everybody who has a browser open now. @type {Set<Visitor>} */
const visitors = new Set()

export class Visitor {
  /** Pages looked at by axe, by title; for a summary at the end. @type {string[]} */
  looked = []
  /** @type {string[]} */
  complaints = []
  /** @type {Set<number>} */
  #allowed = new Set()
  /** Where copies are looked at, when this browser runs no scripts. @type {Page | undefined} */
  eyes

  /**
   * Opens a browser of one person.
   * @param {import('playwright-core').Browser} browser
   * @param {{name: string, base: string, width?: number, height?: number, scripts?: boolean, lang?: string}} o
   */
  static async open(browser, { name, base, width = 1440, height = 900, scripts = true, lang = 'zh-CN' }) {
    const context = await browser.newContext({
      baseURL: base,
      viewport: { width, height },
      javaScriptEnabled: scripts,
      locale: lang,
      timezoneId: 'Asia/Shanghai',
      isMobile: width < 600,
      hasTouch: width < 600,
      reducedMotion: 'reduce',
    })
    context.setDefaultTimeout(120_000)
    const visitor = new Visitor(name, context, await context.newPage(), new URL(base).host)
    // axe needs scripts: a page without them is looked at as a copy, drawn by the same styles.
    if (!scripts)
      visitor.eyes = await (
        await browser.newContext({ viewport: { width, height }, locale: lang, reducedMotion: 'reduce' })
      ).newPage()
    return visitor
  }

  /**
   * @param {string} name
   * @param {import('playwright-core').BrowserContext} context
   * @param {Page} page
   * @param {string} host
   */
  constructor(name, context, page, host) {
    this.name = name
    this.context = context
    this.page = page
    visitors.add(this)
    context.on('close', () => visitors.delete(this))
    context.on('console', (m) => {
      if (m.type() !== 'error' && !/Content Security Policy/i.test(m.text())) return
      const refused = /status of (\d{3})/.exec(m.text())
      if (refused && this.#allowed.has(Number(refused[1]))) return
      this.#complain(`console: ${m.text()} (${m.location().url})`)
    })
    context.on('weberror', (e) => this.#complain(`uncaught: ${e.error().stack ?? e.error()}`))
    context.on('response', (r) => {
      if (r.status() >= 500) this.#complain(`${r.status()} from ${r.url()}`)
    })
    context.on('request', (r) => {
      const to = new URL(r.url())
      if (/^https?:$/.test(to.protocol) && to.host !== host) this.#complain(`a request to another host: ${r.url()}`)
    })
  }

  #complain(/** @type {string} */ what) {
    this.complaints.push(`${this.name} at ${this.page.url()}: ${what}`)
  }

  /**
   * Does something that is meant to be refused: Chromium reports every refusal
   * as an error.
   * @template T
   * @param {number} status
   * @param {() => Promise<T>} act
   */
  async refused(status, act) {
    this.#allowed.add(status)
    try {
      return await act()
    } finally {
      await this.page.evaluate(() => 0) // its report arrives before this answer does
      this.#allowed.delete(status)
    }
  }

  /** Fails when the page complained about anything so far. */
  quiet() {
    if (this.complaints.length) throw new Error(this.complaints.join('\n'))
  }

  /** Looks at the page as axe does: nothing serious, nothing critical. */
  async look() {
    this.quiet()
    let page = this.page
    if (this.eyes) {
      const [url, body] = [page.url(), await page.content()]
      await this.eyes.route(url, (route) => route.fulfill({ contentType: 'text/html; charset=utf-8', body }))
      await this.eyes.goto(url)
      await this.eyes.unroute(url)
      page = this.eyes
    }
    if (!(await page.evaluate('typeof axe === "object"'))) await page.evaluate(axe)
    /** @type {{id: string, impact: string, help: string, nodes: {target: string[], failureSummary: string}[]}[]} */
    const found = await page.evaluate(
      `axe.run(document, { resultTypes: ['violations'], runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] } })
        .then((r) => r.violations.map((v) => ({ id: v.id, impact: v.impact, help: v.help, nodes: v.nodes.slice(0, 5).map((n) => ({ target: n.target, failureSummary: n.failureSummary })) })))`,
    )
    this.looked.push(await page.title())
    const bad = found.filter((v) => v.impact === 'serious' || v.impact === 'critical')
    if (bad.length === 0) return
    const words = bad.flatMap((v) => [
      `${v.impact} ${v.id}: ${v.help}`,
      ...v.nodes.map((n) => `    ${n.target.join(' ')}\n      ${n.failureSummary.replaceAll('\n', '\n      ')}`),
    ])
    throw new Error(`${this.name} at ${page.url()}: not accessible\n${words.join('\n')}`)
  }
}

/**
 * Runs a story; when it fails, what everybody saw is kept and said.
 * @param {import('./servers.mjs').Place} place
 * @param {() => Promise<void>} story
 */
export async function told(place, story) {
  try {
    await story()
    for (const v of visitors) v.quiet()
  } catch (err) {
    place.failed = true
    for (const v of visitors) {
      for (const [i, page] of v.context.pages().entries()) {
        const file = place.path(`${v.name}${i ? `-${i}` : ''}.png`)
        await page.screenshot({ path: file, fullPage: true, timeout: 10_000 }).catch(() => {})
      }
      for (const c of v.complaints) console.error(`${v.name}: ${c}`)
    }
    throw err
  }
}
