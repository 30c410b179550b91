// One person in two roles: the mother who files is asked her name and number
// once; the hospital and the police read them in both places. Whoever else files
// is asked as ever.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Account } from './support/account.mjs'
import { launch, seen, told, Visitor } from './support/browser.mjs'
import { answers, guide } from './support/newborn.mjs'
import { pdf } from './support/restaurant.mjs'
import { Place, serve } from './support/servers.mjs'

const place = new Place('同一个人')
const shots = process.env.SHOTS
let base = ''
/** @type {import('playwright-core').Browser} */
let browser

before(async () => {
  ;({ base } = await serve(place, { env: { ONEMATTER_CLICKHOUSE_URL: 'off' } }))
  browser = await launch(place)
})
after(() => place.close())

const number = String(answers['mother/DE00005'])
/** What a mother tells who is not asked twice. */
const once = Object.fromEntries(
  Object.entries(answers).filter(([path]) => !path.startsWith('agent/') || path === 'agent/DE00018'),
)

for (const [scripts, width] of /** @type {[boolean, number][]} */ ([
  [true, 390],
  [false, 1440],
])) {
  test(`母亲来办，自己的证件号码只填一次（${scripts ? '有' : '无'}脚本）`, { timeout: 300_000 }, () =>
    told(place, async () => {
      const lin = await Account.signIn(base, 'lin')
      const draft = await lin.prepares({ theme: 'T02', guide, answers: once })
      const visitor = await Visitor.open(browser, { name: '林', base, width, height: 900, scripts })
      const { page } = visitor
      const main = page.getByRole('main')
      const [name, value] = lin.cookie.split('=')
      await visitor.context.addCookies([{ name: name ?? '', value: value ?? '', url: base }])
      const own = main.locator('[name="agent/DE00005"]')
      const picture = async (/** @type {string} */ of) => {
        await visitor.look()
        if (shots) await page.screenshot({ path: `${shots}/same-${of}-${width}.png`, fullPage: true })
      }
      /** Says who files. @param {string} who */
      const says = async (who) => {
        await page.goto(`/drafts/${draft.id}/sections/agent`)
        await main.getByRole('radio', { name: who, exact: true }).check()
      }
      const saves = () => main.getByRole('button', { name: '保存并继续' }).click()
      /** Without a script the page tells only when it is saved. @param {string} who */
      const files = async (who) => {
        await says(who)
        if (scripts) return
        await saves()
        await page.waitForURL((url) => !url.pathname.endsWith('/sections/agent'))
        await page.goto(`/drafts/${draft.id}/sections/agent`)
      }

      await page.goto(`/drafts/${draft.id}/sections/agent`)
      await main.getByText('与“母亲”的“证件号码”相同，不用再填').waitFor()
      assert.equal(await own.count(), 0, 'it is not asked')
      assert.match(await seen(main), new RegExp(number))
      await picture('mother')

      await files('父亲')
      await main.getByText('与“父亲”的“证件号码”相同，不用再填').waitFor()
      assert.match(await seen(main), new RegExp(String(answers['father/DE00005'])))

      await says('祖父母或外祖父母')
      if (!scripts) await visitor.refused(422, saves) // which asks what is missing now
      await own.waitFor()
      assert.equal(await own.inputValue(), '', 'nobody else’s number is in the field')
      await picture('grandparent')

      if (scripts) {
        // Who tries another answer finds again what was typed for this one.
        const typed = { 'agent/DE00001': '林国强', 'agent/DE00005': 'E12345678', 'agent/DE00006': '13800138000' }
        const fields = () =>
          Promise.all(Object.keys(typed).map((path) => main.locator(`[name="${path}"]`).inputValue()))
        for (const [path, text] of Object.entries(typed)) await main.locator(`[name="${path}"]`).fill(text)
        const passport = main.getByRole('radio', { name: '普通护照', exact: true })
        await passport.check()
        for (const who of ['父亲', '母亲']) {
          await main.getByRole('radio', { name: who, exact: true }).check()
          await main.getByText(`与“${who}”的“证件号码”相同，不用再填`).waitFor()
        }
        await main.getByRole('radio', { name: '祖父母或外祖父母', exact: true }).check()
        await own.waitFor()
        assert.deepEqual(await fields(), Object.values(typed))
        assert.ok(await passport.isChecked())
        await picture('again')
        assert.equal(
          await page.evaluate(() => localStorage.length + sessionStorage.length),
          0,
          'only the page knows it',
        )
        await says('祖父母或外祖父母') // the page is read anew
        await own.waitFor()
        assert.equal(await own.inputValue(), '', 'nothing was saved')
      }

      await files('母亲')
      await main.getByText('与“母亲”的“证件号码”相同，不用再填').waitFor()
      if (scripts) await main.getByRole('button', { name: '保存并继续' }).click()
      await page.goto(`/drafts/${draft.id}/check`)
      await picture('check')
      await page.getByRole('button', { name: '提交申请' }).click()
      await page.waitForURL(/\/cases\/[^/]+\/receipt/)
      const root = new URL(page.url()).pathname.split('/')[2] ?? ''

      const { children } = await lin.get(`/cases/${root}`)
      /** The mother's and the agent's number, as a department reads them. @param {string} matter @param {Account} officer */
      const reads = async (matter, officer) => {
        const child = children.find((/** @type {{matter: string}} */ c) => c.matter === matter)
        const view = await officer.get(`/cases/${child.id}`)
        return ['mother/DE00005', 'agent/DE00005'].map(
          (path) => view.answers.find((/** @type {{path: string}} */ row) => row.path === path)?.text.zh,
        )
      }
      const health = await Account.signIn(base, 'health')
      const police = await Account.signIn(base, 'police')
      assert.deepEqual(await reads('N01', health), [number, number])
      assert.deepEqual(await reads('N02', police), [number, number])

      // What the hospital doubts is asked on its own form, and changes nothing else.
      const birth = children.find((/** @type {{matter: string}} */ c) => c.matter === 'N01').id
      await health.acts(birth, 'correct', { note: '经办人证件号码与证件不一致', fields: ['agent/DE00005'] })
      await page.goto(`/cases/${root}/corrections/${birth}`)
      assert.equal(await own.inputValue(), number)
      await picture('correction')
      const other = String(answers['father/DE00005'])
      await own.fill(other)
      const submits = () => main.getByRole('button', { name: '提交补正' }).last().click()
      await visitor.refused(422, submits) // now somebody else files: the hospital's form wants a power of attorney
      await main
        .getByRole('region', { name: '委托书' })
        .getByLabel('选择文件')
        .setInputFiles({ name: '委托书.pdf', mimeType: 'application/pdf', buffer: pdf('power of attorney') })
      await submits()
      await page.getByText('补正已提交').waitFor()
      assert.deepEqual(await reads('N01', health), [number, other])
      assert.deepEqual(await reads('N02', police), [number, number])
      visitor.quiet()
      await visitor.context.close()
    }),
  )
}
