// One person in two roles: the mother who files is asked her name and number
// once; the hospital and the police read them in both places. Whoever else files
// is asked as ever.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Account } from './support/account.mjs'
import { launch, seen, told, Visitor } from './support/browser.mjs'
import { answers, guide } from './support/newborn.mjs'
import { Place, serve } from './support/servers.mjs'
import { Staff } from './support/staff.mjs'

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
/** What a mother tells who is not asked twice, and leaves one question empty. */
const once = Object.fromEntries(
  Object.entries(answers).filter(
    ([path]) => path !== 'father/DE00015' && (!path.startsWith('agent/') || path === 'agent/DE00018'),
  ),
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

      // What the hospital doubts is put right in its own case, and changes nothing else.
      const birth = children.find((/** @type {{matter: string}} */ c) => c.matter === 'N01').id
      const clerk = await Staff.signIn(browser, base, 'health')
      await clerk.page.setViewportSize({ width, height: 900 })
      await clerk.page.goto(`/staff/cases/${birth}`)
      await clerk.acts({
        label: '补正',
        note: '经办人证件号码与证件不一致',
        dialog: async (dialog) => {
          const box = dialog.getByLabel('需要更正的内容')
          const list = clerk.page.locator('.ant-select-item')
          const offers = async (/** @type {string} */ words) => {
            await box.fill(words)
            return (await list.allInnerTexts()).map((line) => line.trim())
          }
          await box.click()
          const copy = (/** @type {string} */ label) => `与“母亲”的“${label}”相同，随其一起更正`
          // Who looks for what is worked out is offered what it is worked out from.
          const follows = '“母亲”的“出生日期”由此算出，会随之更新'
          assert.deepEqual(await offers('出生日期'), [
            '新生儿信息',
            '出生日期',
            '母亲信息',
            `证件类型${follows}`,
            `证件号码${follows}`,
          ])
          assert.deepEqual(await offers('证件类型'), [
            '母亲信息',
            `证件类型${follows}`,
            '父亲信息',
            '证件类型',
            '其他 · 经办人',
            `证件类型${copy('证件类型')}`,
          ])
          if (shots) await clerk.page.screenshot({ path: `${shots}/same-asks-${width}.png` })
          assert.deepEqual(await offers('父亲信息 · 民族'), ['父亲信息', '民族未填写'])
          assert.deepEqual(await offers('经办人 · 身份证号'), ['其他 · 经办人', `身份证号${copy('证件号码')}`])
          await box.press('Enter')
          await clerk.page.keyboard.press('Escape')
          await dialog.getByTitle('其他 · 经办人 · 身份证号').waitFor()
          await clerk.visitor.look()
        },
      })
      clerk.visitor.quiet()
      await clerk.visitor.context.close()
      // Whose copy it is is asked for it.
      await page.goto(`/cases/${root}/corrections/${birth}`)
      const original = main.locator('[name="mother/DE00005"]')
      assert.equal(await original.inputValue(), number)
      assert.equal(await own.count(), 0)
      // The kind of the document is offered beside its number, and stays.
      await main.getByText('下面的答案要与“母亲 · 证件号码”相符').waitFor()
      assert.ok(await main.getByRole('radio', { name: '居民身份证', exact: true }).isChecked())
      assert.equal(await main.getByText('“母亲”的“出生日期”由此算出，会随之更新').count(), 2)
      await picture('correction')
      const other = '310104199003070042'
      await original.fill(other)
      await main.getByRole('button', { name: '提交补正' }).last().click()
      await page.getByText('补正已提交').waitFor()
      assert.deepEqual(await reads('N01', health), [other, other])
      assert.deepEqual(await reads('N02', police), [number, number])

      // Somebody else filed: who that is was never asked here, and is no error yet.
      const agent = 'agent/DE00018'
      await health.acts(birth, 'correct', { note: '是谁来办的？', fields: [agent, 'mother/DE00001'] })
      await page.goto(`/cases/${root}/corrections/${birth}`)
      const handsIn = () => main.getByRole('button', { name: '提交补正' }).last().click()
      const errors = main.locator('.govuk-error-message')
      const named = main.locator('#f-agent-DE00001')
      const relation = (/** @type {string} */ who) => main.getByRole('radio', { name: who, exact: true }).check()
      const mother = main.locator('[name="mother/DE00001"]')
      const because = main.getByRole('heading', { name: '因为您改了“经办人 · 与新生儿关系”，还需要填写' })
      /** Says who files; without a script the page is told so by being refused. @param {string} who */
      const filedBy = async (who) => {
        await relation(who)
        if (!scripts) await visitor.refused(422, handsIn)
      }
      if (!scripts) await mother.fill('') // so that it is not taken yet
      await filedBy('祖父母或外祖父母')
      await because.waitFor()
      assert.equal(await errors.count(), scripts ? 0 : 1, 'only what was asked can be wrong')
      await picture('opened')
      await named.fill('林国强')
      await filedBy('母亲')
      await named.waitFor({ state: 'detached' })
      await filedBy('祖父母或外祖父母')
      await named.waitFor()
      assert.equal(await named.inputValue(), '林国强')
      await visitor.refused(422, handsIn)
      await errors.first().waitFor()
      assert.equal(await named.inputValue(), '林国强')
      await picture('left')
      await mother.fill(String(answers['mother/DE00001']))
      await relation('母亲')
      await handsIn()
      await page.getByText('补正已提交').waitFor()
      assert.deepEqual(await reads('N01', health), [other, other])
      visitor.quiet()
      await visitor.context.close()
    }),
  )
}
