// A child is born: five departments decide one after another, and the mother is
// told of nothing until the last, then of all in one result notice. A correction
// is asked for in between. With a script and without, on a desktop and a phone.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Account } from './support/account.mjs'
import { launch, seen, told, Visitor } from './support/browser.mjs'
import { answers, guide, identity } from './support/newborn.mjs'
import { Place, serve } from './support/servers.mjs'

const place = new Place('办理结果通知书')
let base = ''
/** @type {import('playwright-core').Browser} */
let browser

before(async () => {
  ;({ base } = await serve(place, { env: { ONEMATTER_CLICKHOUSE_URL: 'off' } }))
  browser = await launch(place)
})
after(() => place.close())

/** A browser in which somebody is signed in. @param {Account} account @param {Partial<Parameters<typeof Visitor.open>[1]>} how */
async function sees(account, how) {
  const visitor = await Visitor.open(browser, { name: '林晓岚', base, ...how })
  const [name, value] = account.cookie.split('=')
  await visitor.context.addCookies([{ name: name ?? '', value: value ?? '', url: base }])
  return visitor
}

/** What nobody may read of before the notice. */
const decided = /已办结|未办成|不予办理|查看结果|Q310104001|名额已满/

for (const how of [
  { scripts: true, width: 1440, height: 900 },
  { scripts: false, width: 390, height: 844 },
]) {
  const on = `${how.width > 600 ? '电脑' : '手机'}，${how.scripts ? '有' : '无'}脚本`
  test(`各部门先后决定，结果在一份通知书中告知（${on}）`, { timeout: 600_000 }, () =>
    told(place, async () => {
      const lin = await Account.signIn(base, 'lin')
      const draft = await lin.prepares({ theme: 'T02', guide, answers })
      const visitor = await sees(lin, how)
      const { page } = visitor
      const main = page.getByRole('main')
      const look = async () => {
        await visitor.look()
        assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), how.width, 'nothing sticks out')
      }

      await page.goto(`/drafts/${draft.id}/check`)
      await look()
      await page.getByRole('button', { name: '提交申请' }).click()
      await page.waitForURL(/\/cases\/[^/]+\/receipt/)
      await look()
      const filing = new URL(page.url()).pathname.split('/')[2] ?? ''
      /** @type {{id: string, matter?: string}[]} */
      const children = (await lin.get(`/cases/${filing}`)).children
      const of = (/** @type {string} */ matter) => children.find((c) => c.matter === matter)?.id ?? assert.fail(matter)
      const row = (/** @type {string} */ matter) => seen(page.locator(`#c-${of(matter)}`))
      const reads = async () => {
        await page.goto(`/cases/${filing}`)
        return seen(main)
      }

      assert.match(await reads(), /各事项的结果在一份通知书中一并告知您，您不用逐个查看。/)
      assert.match(await row('N02'), /需要先办出出生医学证明，办出后自动开始/)
      await look()

      // The hospital's certificate is issued: whoever needs it goes on, and she reads of no result.
      const health = await Account.signIn(base, 'health')
      await health.acts(of('N01'), 'pass')
      await health.acts(of('N01'), 'approve')
      assert.match(await reads(), /已有决定的，最晚 \d+年\d+月\d+日告知。/)
      assert.match(await row('N01'), /正在办理，结果随通知书一并告知。/)
      await health.acts(of('N01'), 'deliver', { result: { 'newborn/DE00701': 'Q310104001' } })
      assert.equal((await health.get(`/cases/${of('N01')}`)).notice.waits, true)

      // A refusal waits as the grant does.
      const vaccine = await Account.signIn(base, 'vaccine')
      await vaccine.acts(of('N03'), 'refuse', { note: '该接种门诊名额已满' })
      assert.doesNotMatch(await reads(), decided)
      assert.equal(await row('N03').then((w) => /正在办理，结果随通知书一并告知。/.test(w)), true)
      assert.match(await seen(main), /共 5 个事项：办理中 4 个、等待前置事项 1 个。/)
      await look()
      await page.goto(`/cases/${filing}/withdraw/${filing}`)
      assert.match(await seen(main), /不受影响[\s\S]*这些事项已经作出决定或者已经结束。/)
      await look()

      // What nobody can wait for, a correction, is asked for meanwhile.
      const insurance = await Account.signIn(base, 'insurance')
      await insurance.acts(of('N06'), 'correct', { note: '单位名称与参保登记不一致', fields: ['employer/DE00101'] })
      assert.match(await reads(), /需要您配合[\s\S]*去补正/)
      assert.doesNotMatch(await seen(main), decided)
      await look()
      await main.getByRole('button', { name: '去补正' }).click()
      await page.waitForURL(/\/corrections\//)
      await look()
      await page.locator('form#section').getByLabel('单位名称').fill('上海福满堂餐饮管理有限公司')
      await page.getByRole('button', { name: '提交补正' }).last().click()
      await page.getByText('补正已提交').waitFor()
      await page.waitForURL(/\/cases\/[^/]+$/)

      const police = await Account.signIn(base, 'police')
      await police.acts(of('N02'), 'pass')
      await police.acts(of('N02'), 'pass')
      await police.acts(of('N02'), 'deliver', { result: { 'newborn/DE00016': identity } })
      const labour = await Account.signIn(base, 'labour')
      for (const step of ['pass', 'pass', 'pass']) await labour.acts(of('N05'), step)
      await labour.acts(of('N05'), 'deliver')
      for (const step of ['pass', 'pass', 'approve']) await insurance.acts(of('N06'), step)
      assert.doesNotMatch(await reads(), decided)
      assert.doesNotMatch(await seen(main), /办理结果通知书[\s\S]*的办理结果通知书/)
      await page.goto(`/cases/${filing}/application/${of('N05')}`)
      assert.doesNotMatch(await seen(main), new RegExp(identity), 'what a department gave is told with its result')
      const none = await page.request.get(`/cases/${filing}/notices/1`)
      assert.equal(none.status(), 404)

      // The last is over: one notice, with all of it.
      await insurance.acts(of('N06'), 'deliver')
      assert.match(await reads(), /共 5 个事项：已办结 4 个、未办成 1 个。/)
      await look()
      await main.getByRole('link', { name: /的办理结果通知书：各事项的结果都在其中/ }).click()
      await page.waitForURL(/\/notices\/1$/)
      const notice = await seen(main)
      const { number } = (await health.get(`/cases/${of('N01')}`)).result
      for (const words of ['出生医学证明', 'Q310104001', number, identity, '该接种门诊名额已满', '送达日期'])
        assert.ok(notice.includes(words), `the notice says ${words}`)
      assert.equal((notice.match(/决定日期/g) ?? []).length, 5)
      assert.match(notice, /对决定不服的[\s\S]*自收到本通知之日起六十日内向区人民政府申请行政复议/)
      assert.doesNotMatch(notice, /此前已经告知|仍在办理|您已撤回/)
      await look()
      await page.emulateMedia({ media: 'print' })
      assert.equal(
        await main.getByRole('link', { name: '返回办理进度' }).isVisible(),
        false,
        'on paper nothing is to be pressed',
      )
      await page.emulateMedia({ media: null })
      await page.goto(`/cases/${filing}/notices/1?lang=en`)
      assert.match(await seen(main), /Result notice[\s\S]*If you do not agree/)
      await look()
      visitor.quiet()
      await visitor.context.close()

      const staff = await Visitor.open(browser, { name: '安康', base })
      const [name, value] = health.cookie.split('=')
      await staff.context.addCookies([{ name: name ?? '', value: value ?? '', url: base }])
      await staff.page.goto(`/staff/cases/${of('N01')}`)
      await staff.page.getByText(/^第 1 份，.*发出$/).waitFor()
      await staff.look()
      await staff.context.close()
    }),
  )
}
