// Filing again: what somebody answered before is offered, what they tick is
// used, the rest is asked; what is not theirs or has changed is given back from
// the check page. With a script and without.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Account } from './support/account.mjs'
import { launch, seen, told, Visitor } from './support/browser.mjs'
import { entity } from './support/restaurant.mjs'
import { Place, serve } from './support/servers.mjs'

const place = new Place('以前填过的内容')
const shots = process.env.SHOTS
let base = ''
/** @type {import('playwright-core').Browser} */
let browser
/** @type {Account} */
let chen

before(async () => {
  ;({ base } = await serve(place, { env: { ONEMATTER_CLICKHOUSE_URL: 'off' } }))
  browser = await launch(place)
  chen = await Account.signIn(base, 'chen')
  const draft = await chen.preparesARestaurant()
  await chen.post(`/drafts/${draft.id}/submit`, undefined)
})
after(() => place.close())

/** @param {Visitor} visitor @param {string} name */
async function picture(visitor, name) {
  await visitor.look()
  if (shots) await visitor.page.screenshot({ path: `${shots}/${name}.png`, fullPage: true })
}

for (const [scripts, width] of /** @type {[boolean, number][]} */ ([
  [true, 390],
  [false, 1440],
])) {
  test(`再次申请，取用以前填过的内容（${scripts ? '有' : '无'}脚本）`, { timeout: 300_000 }, () =>
    told(place, async () => {
      const visitor = await Visitor.open(browser, { name: '陈', base, width, height: 900, scripts })
      const { page } = visitor
      const [name, value] = chen.cookie.split('=')
      await visitor.context.addCookies([{ name: name ?? '', value: value ?? '', url: base }])
      const { id } = await chen.post('/drafts', { theme: 'T01', guide: { Q3: true, Q4: true } })

      await page.goto(`/drafts/${id}`)
      await picture(visitor, `task-list-${width}`)
      await page.getByRole('link', { name: '您以前填过的内容' }).click()
      await page.getByRole('heading', { level: 1, name: '您以前填过的内容' }).waitFor()
      const firm = page.getByRole('checkbox', { name: /申请主体 · .*名称$/ }).first()
      const number = page.getByRole('checkbox', { name: /法定代表人 · .*号码/ }).first()
      assert.equal(await firm.isChecked(), true)
      assert.equal(await number.isChecked(), false, 'what is sensitive is ticked by its owner only')
      await picture(visitor, `offered-${width}`)

      // Nothing ticked, and no word that nothing is wanted.
      for (const box of await page.getByRole('checkbox').all()) await box.uncheck()
      await visitor.refused(422, () => page.getByRole('button', { name: '取用勾选的内容' }).click())
      await page.getByRole('heading', { name: '请先处理以下问题' }).waitFor()
      await picture(visitor, `refused-${width}`)

      await firm.check()
      await number.check()
      await page.getByRole('button', { name: '取用勾选的内容' }).click()
      await page.getByText('已取用 2 项').waitFor()
      await picture(visitor, `used-${width}`)

      // It stands in the form, can be changed there, and says where it comes from.
      await page.goto(`/drafts/${id}/check`)
      assert.match(await seen(page.getByRole('main')), new RegExp(`${entity}[\\s\\S]*来自您 .*的申请`))
      await picture(visitor, `check-${width}`)
      await page
        .getByRole('link', { name: /^修改 .*名称$/ })
        .first()
        .click()
      const field = page.locator('[name="applicant/DE00101"]')
      assert.equal(await field.inputValue(), entity)
      assert.match(await seen(page.getByRole('main')), /来自您 .*的申请/)
      await picture(visitor, `field-${width}`)

      // It has changed: given back, the question is open again.
      await page.goto(`/drafts/${id}/check`)
      await page
        .getByRole('button', { name: /^不是我的，或有变化 .*名称$/ })
        .first()
        .click()
      await page.waitForURL(/sections\//)
      assert.equal(await page.locator('[name="applicant/DE00101"]').inputValue(), '')
      await page.goto(`/drafts/${id}/earlier`)
      await page.getByRole('button', { name: '不取用，我自己填写' }).click()
      await page.getByText('没有取用，由您填写').waitFor()
      await page.goto(`/drafts/${id}/check`)
      assert.doesNotMatch(await seen(page.getByRole('main')), /来自您/)
      visitor.quiet()
      await visitor.context.close()
    }),
  )
}

test('The list in English', { timeout: 300_000 }, () =>
  told(place, async () => {
    const visitor = await Visitor.open(browser, { name: 'Chen', base, width: 390, height: 844, lang: 'en' })
    const [name, value] = chen.cookie.split('=')
    await visitor.context.addCookies([{ name: name ?? '', value: value ?? '', url: base }])
    const { id } = await chen.post('/drafts', { theme: 'T01' })
    await visitor.page.goto(`/drafts/${id}/earlier?lang=en`)
    await visitor.page.getByRole('heading', { level: 1, name: 'What you answered before' }).waitFor()
    await picture(visitor, 'english-390')
    visitor.quiet()
    await visitor.context.close()
  }),
)
