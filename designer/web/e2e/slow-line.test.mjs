// A slow line: the server's answer to one change arrives while the next field
// is being filled in.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Account } from './support/account.mjs'
import { launch, told, Visitor } from './support/browser.mjs'
import { Citizen } from './support/citizen.mjs'
import { situation } from './support/restaurant.mjs'
import { Place, serve } from './support/servers.mjs'

const place = new Place('慢速网络')
/** @type {import('playwright-core').Browser} */
let browser
let base = ''

before(async () => {
  const [b, s] = await Promise.all([launch(place), serve(place, { env: { ONEMATTER_CLICKHOUSE_URL: 'off' } })])
  browser = b
  base = s.base
})
after(() => place.close())

test('网络慢的时候，刚填的内容不会丢', { timeout: 600_000 }, () =>
  told(place, async () => {
    const account = await Account.signIn(base, 'lin')
    const draft = await account.post('/drafts', { theme: 'T01', guide: situation })
    const lin = await Visitor.open(browser, { name: 'lin', base, width: 390, height: 844 })
    const { page } = lin
    await page.goto('/sign-in')
    const citizen = new Citizen(lin, true)
    await citizen.signsIn('lin')
    await page.waitForURL((url) => url.pathname !== '/sign-in')
    await page.goto(`/drafts/${draft.id}`)
    await page.getByRole('link', { name: '经营场所' }).first().click()
    await page.waitForURL(/\/sections\//)

    /** Answers of the server that are held back. @type {(() => Promise<void>)[]} */
    const held = []
    /** @type {(() => void) | undefined} */
    let arrived
    await page.route(
      (url) => url.pathname.includes('/sections/'),
      async (route) => {
        if (!route.request().headers()['x-fragment']) return route.continue()
        const response = await route.fetch()
        held.push(() => route.fulfill({ response }))
        arrived?.()
      },
    )
    const holds = (/** @type {number} */ n) =>
      new Promise((resolve) => {
        arrived = () => held.length >= n && resolve(undefined)
        arrived()
      })

    const owner = page.getByLabel('房屋所有权人')
    const address = page.getByLabel(/经营场所地址/)
    const seats = page.getByLabel('就餐座位数')
    await page.getByRole('radio', { name: '租赁' }).check()
    await holds(1)
    // The first answer comes just after the owner was typed: it knows nothing of it.
    await owner.fill('陈国华')
    await address.focus()
    await held[0]?.()
    await holds(2)
    assert.equal(await owner.inputValue(), '陈国华')
    // What is being typed while an answer comes stays, too; the question it brings is there.
    await address.pressSequentially('上海市徐汇区')
    await held[1]?.()
    await page.locator('[name="premises/DE00207.y"]').waitFor()
    assert.equal(await address.inputValue(), '上海市徐汇区')
    assert.equal(await owner.inputValue(), '陈国华')

    // Saving does not wait for answers that are still on their way.
    await seats.fill('110')
    await page.getByRole('button', { name: '保存，稍后再办' }).last().click()
    await page.waitForURL(/saved=1/)
    const saved = await account.get(`/drafts/${draft.id}`)
    assert.deepEqual(
      [saved.answers.premises.DE00205, saved.answers.premises.DE00202, saved.answers.premises.DE00216],
      ['陈国华', '上海市徐汇区', 110],
    )
  }),
)
