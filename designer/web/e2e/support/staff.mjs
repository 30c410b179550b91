// What a member of staff does in the staff app.
import assert from 'node:assert/strict'
import { seen, Visitor } from './browser.mjs'
import { password } from './restaurant.mjs'

/** @typedef {{label: string, note?: string, fields?: string[], materials?: string[], result?: [RegExp, string][], dialog?: (dialog: import('playwright-core').Locator) => Promise<void>}} Act */

export class Staff {
  /** Everybody signs in on the same page: it is looked at once. */
  static doorSeen = false

  /**
   * Signs somebody of a department in.
   * @param {import('playwright-core').Browser} browser
   * @param {string} base
   * @param {string} username
   */
  static async signIn(browser, base, username) {
    const visitor = await Visitor.open(browser, { name: username, base })
    const staff = new Staff(visitor)
    const { page } = visitor
    await page.goto('/staff')
    await page.getByRole('heading', { name: '工作人员登录' }).waitFor()
    if (!Staff.doorSeen) await visitor.look()
    Staff.doorSeen = true
    await page.getByLabel('用户名').fill(username)
    await page.getByRole('textbox', { name: '密码' }).fill(password)
    await page.getByRole('button', { name: /^登\s*录$/ }).click()
    await page.waitForURL(/\/staff\/(worklist|dashboard|identities|catalog)/)
    return staff
  }

  knowsTheWorklist = false

  constructor(/** @type {Visitor} */ visitor) {
    this.visitor = visitor
    this.page = visitor.page
  }

  /** Asks the API as this person's browser would. @param {string} path */
  async ask(path) {
    const r = await this.page.request.get(path)
    assert.ok(r.ok(), `${path}: ${r.status()} ${await r.text()}`)
    return r.json()
  }

  /** This department's cases of a theme case. @param {string} root */
  async casesOf(root) {
    const { items } = await this.ask('/api/v1/cases?limit=200')
    return /** @type {{id: string, number: string, root: string, matter: string, status: string, outcome?: string, state: string}[]} */ (
      items.filter((/** @type {{root: string, matter?: string}} */ c) => c.root === root && c.matter)
    )
  }

  /** Opens a case from the worklist. @param {string} number */
  async opens(number) {
    const { page } = this
    await page.goto('/staff/worklist')
    await page.getByRole('heading', { name: '待办' }).waitFor()
    const row = page.getByRole('row').filter({ hasText: number })
    await row.waitFor()
    if (!this.knowsTheWorklist) await this.visitor.look()
    this.knowsTheWorklist = true
    await row.getByRole('link').first().click()
    await page.waitForURL(/\/cases\//)
    await page.getByRole('heading', { name: '办理', exact: true }).waitFor()
    await this.visitor.look()
  }

  /** Does one action. @param {Act} act */
  async acts(act) {
    const { page } = this
    await page.getByRole('button', { name: new RegExp(`^${act.label}`) }).click()
    const dialog = page.getByRole('dialog', { name: act.label })
    await dialog.waitFor()
    const confirm = dialog.getByRole('button', { name: `确认${act.label}` })
    for (const field of act.fields ?? []) {
      await dialog.getByLabel('需要更正的内容').click()
      await dialog.getByLabel('需要更正的内容').fill(field)
      // An option says its own name under its heading; what was typed finds both.
      const name = field.split(' · ').at(-1)
      await page.locator('.ant-select-item-option').filter({ hasText: name }).last().click()
      await page.keyboard.press('Escape')
    }
    for (const material of act.materials ?? []) await dialog.getByRole('checkbox', { name: material }).check()
    for (const [label, value] of act.result ?? []) await dialog.getByLabel(label).fill(value)
    if (act.dialog) await act.dialog(dialog)
    if (act.note) await dialog.getByRole('textbox', { name: /办理意见|告诉申请人/ }).fill(act.note)
    await confirm.click()
    await page.getByText(`“${act.label}”已办理`).first().waitFor()
    await dialog.waitFor({ state: 'hidden' })
  }

  /** Opens the dashboard and reads figures by their name. @param {Record<string, number>} figures */
  async seesTheDashboard(figures) {
    const { page } = this
    await page.goto('/staff/dashboard')
    const head = page.getByRole('region', { name: '总体情况' })
    await head.waitFor()
    for (const [name, n] of Object.entries(figures)) {
      const figure = head.locator('div', { has: page.locator('dt', { hasText: new RegExp(`^\\s*${name}`) }) }).last()
      assert.match(await seen(figure), new RegExp(`(^|\\D)${n}(\\D|$)`), name)
    }
    await this.visitor.look()
  }
}
