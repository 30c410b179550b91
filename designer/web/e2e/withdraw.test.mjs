// A citizen takes back one matter while the others go on, and then all that is
// left; the department's worklist and history follow. With a script and without.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Account } from './support/account.mjs'
import { launch, told, Visitor } from './support/browser.mjs'
import { Place, serve } from './support/servers.mjs'

const place = new Place('撤回')
let base = ''
/** @type {import('playwright-core').Browser} */
let browser

before(async () => {
  ;({ base } = await serve(place, { env: { ONEMATTER_CLICKHOUSE_URL: 'off' } }))
  browser = await launch(place)
})
after(() => place.close())

/** A browser in which somebody is signed in. */
async function sees(/** @type {Account} */ account, /** @type {Partial<Parameters<typeof Visitor.open>[1]>} */ how) {
  const visitor = await Visitor.open(browser, { name: '撤回', base, width: 390, height: 844, ...how })
  const [name, value] = account.cookie.split('=')
  await visitor.context.addCookies([{ name: name ?? '', value: value ?? '', url: base }])
  return visitor
}

for (const scripts of [true, false]) {
  test(`办理中撤回一个事项，其余照办，再撤回全部（${scripts ? '有' : '无'}脚本）`, { timeout: 600_000 }, () =>
    told(place, async () => {
      const chen = await Account.signIn(base, 'chen')
      const draft = await chen.preparesARestaurant()
      const receipt = await chen.post(`/drafts/${draft.id}/submit`, undefined, {
        'Idempotency-Key': crypto.randomUUID(),
      })
      /** @type {{id: string, matter?: string}[]} */
      const children = (await chen.get(`/cases/${receipt.case}`)).children
      const of = (/** @type {string} */ matter) => children.find((c) => c.matter === matter)?.id ?? assert.fail(matter)
      const ecology = await Account.signIn(base, 'ecology')
      await ecology.acts(of('M07'), 'pass')

      const visitor = await sees(chen, { scripts })
      const { page } = visitor
      await page.goto(`${base}/cases/${receipt.case}`)
      await page
        .locator(`#c-${of('M07')}`)
        .getByRole('link', { name: '撤回本事项' })
        .click()
      await page.getByRole('heading', { level: 1, name: '撤回“建设项目环境影响登记表备案”？' }).waitFor()
      await visitor.look()
      await page.getByLabel('撤回原因（选填）').fill('改用无油烟设备')
      await page.getByRole('button', { name: '确认撤回' }).click()
      await page.getByText('已经撤回，部门不再办理。').waitFor()
      await visitor.look()
      assert.match((await page.locator(`#c-${of('M07')}`).textContent()) ?? '', /您已撤回。[\s\S]*改用无油烟设备/)

      const gone = await ecology.get(`/cases/${of('M07')}`)
      assert.deepEqual([gone.status, gone.outcome, gone.actions], ['ended', 'withdrawn', []])
      assert.ok(
        gone.history.some(
          (/** @type {{type: string, note?: string}} */ h) =>
            h.type === 'case.withdrawn' && h.note === '改用无油烟设备',
        ),
      )
      assert.equal((await chen.get(`/cases/${of('M01')}`)).status, 'running', 'the others go on')

      // The licence is taken back with all that waits for it.
      await page.getByRole('link', { name: '撤回整个申请' }).click()
      await page.getByRole('heading', { name: '不受影响' }).waitFor()
      await page.getByRole('button', { name: '确认撤回' }).click()
      await page.getByText('已经撤回，部门不再办理。').waitFor()
      assert.equal((await chen.get(`/cases/${receipt.case}`)).outcome, 'withdrawn')
      assert.equal(await page.getByRole('link', { name: /撤回/ }).count(), 0)
      // An old page that still offers it leads back to the case.
      await page.goto(`${base}/cases/${receipt.case}/withdraw/${of('M01')}`)
      assert.equal(new URL(page.url()).pathname, `/cases/${receipt.case}`)
      visitor.quiet()
      await visitor.context.close()
    }),
  )
}
