// What happens to people rather than what they plan: two windows on one draft,
// a bookmark to a page that another answer has taken away, a session that ends
// while somebody types, the Back button after handing in. Nothing typed is lost.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Account } from './support/account.mjs'
import { launch, seen, told, Visitor } from './support/browser.mjs'
import { Citizen } from './support/citizen.mjs'
import { password } from './support/restaurant.mjs'
import { Place, serve } from './support/servers.mjs'

const place = new Place('想不到')
let base = ''
/** @type {import('playwright-core').Browser} */
let browser

before(async () => {
  ;[browser, { base }] = await Promise.all([launch(place), serve(place, { env: { ONEMATTER_CLICKHOUSE_URL: 'off' } })])
})
after(() => place.close())

/** @typedef {import('playwright-core').Page} Page */
const address = '[name="premises/DE00202"]'
const later = (/** @type {Page} */ page) => page.locator('.om-actions button[value=later]').click()

for (const scripts of [true, false]) {
  test(`两个窗口、旧书签、登录过期、提交后返回（${scripts ? '有' : '无'}脚本）`, { timeout: 600_000 }, () =>
    told(place, async () => {
      const chen = await Account.signIn(base, 'chen')
      const { id } = await chen.preparesARestaurant()
      const draft = `/drafts/${id}`
      const premises = `${draft}/sections/premises`
      const visitor = await Visitor.open(browser, { name: `想不到-${scripts}`, base, width: 390, height: 844, scripts })
      const [name, value] = chen.cookie.split('=')
      await visitor.context.addCookies([{ name: name ?? '', value: value ?? '', url: base }])
      const one = visitor.page
      const other = await visitor.context.newPage()
      const citizen = new Citizen(visitor, scripts)
      const typed = () => one.locator(address).inputValue()

      // Two windows: the second to save sees both answers, and keeps its own if it says so.
      await one.goto(premises)
      await other.goto(premises)
      await other.locator(address).fill('天钥桥路 1 号')
      await later(other)
      await other.waitForURL(/saved=1/)
      await one.locator(address).fill('天钥桥路 2 号')
      await visitor.refused(409, () => later(one))
      const clash = one.locator('#clash')
      assert.match(await seen(clash), /天钥桥路 1 号[\s\S]*天钥桥路 2 号/)
      assert.equal(await typed(), '天钥桥路 2 号')
      await visitor.look()
      await later(one)
      await one.waitForURL(/saved=1/)

      // The other window answers that no alcohol is sold: its topic and its bookmark are gone.
      const section = (await chen.get(draft)).sections.find((/** @type {{title: {zh: string}}} */ s) =>
        s.title.zh.includes('酒类'),
      )
      const alcohol = `${draft}/sections/${section.id}`
      await one.goto(alcohol)
      await other.goto(`${draft}/guide`)
      await other.getByRole('group', { name: /酒/ }).getByRole('radio', { name: '否', exact: true }).check()
      await other.getByRole('button', { name: '保存' }).click()
      await other.waitForURL((url) => url.pathname === draft)
      await later(one) // a page still open saves without complaint
      await one.waitForURL(/saved=1/)
      await one.goto(alcohol)
      assert.equal(citizen.path(), draft)
      await one.getByText(`“${section.title.zh}”现在不用办`).waitFor()
      await visitor.look()

      // The session ends while somebody types.
      await one.goto(premises)
      await one.locator(address).fill('天钥桥路 3 号')
      await visitor.context.clearCookies()
      await visitor.refused(401, () => later(one))
      await one.getByText('您刚才填写的内容还在').waitFor()
      await visitor.look()
      await citizen.signsIn('chen')
      await one.waitForURL(/kept=1/)
      assert.equal(await typed(), '天钥桥路 3 号')

      // It ends, and the other window signs in anew: this one's page is of the old session.
      await one.locator(address).fill('天钥桥路 4 号')
      await visitor.context.clearCookies()
      await other.goto('/sign-in')
      await other.getByRole('main').getByLabel('用户名').fill('chen')
      await other.getByRole('main').getByLabel('密码').fill(password)
      await other.getByRole('main').getByRole('button', { name: '登录', exact: true }).click()
      await other.waitForURL((url) => url.pathname !== '/sign-in')
      await visitor.refused(401, () => later(one))
      await one.getByText('您刚才填写的内容还在').waitFor()
      await citizen.signsIn('chen')
      await one.waitForURL(/kept=1/)
      assert.equal(await typed(), '天钥桥路 4 号')

      // Handed in: Back leads to the receipt, and what is sent from another window changes nothing.
      await other.goto(premises)
      await one.goto(`${draft}/check`)
      await one.getByRole('button', { name: '提交申请' }).click()
      await one.waitForURL(/\/receipt$/)
      const receipt = citizen.path()
      await one.goBack()
      await one.waitForURL((url) => url.pathname === receipt)
      await other.locator(address).fill('提交以后改的')
      await later(other)
      await other.waitForURL((url) => url.pathname === receipt)
      const again = await Account.signIn(base, 'chen')
      for (const { id: child } of (await again.get(`/cases/${receipt.split('/')[2]}`)).children) {
        const { answers } = await again.get(`/cases/${child}`)
        const filed = answers.find((/** @type {{path: string}} */ a) => a.path === 'premises/DE00202')
        if (filed) assert.equal(filed.text.zh, '天钥桥路 4 号')
      }
      visitor.quiet()
      await visitor.context.close()
    }),
  )
}
