// An officer is away: a colleague acts on what the officer has in hand, the
// history names both; when the delegation is ended the work is nobody else's.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Account } from './support/account.mjs'
import { launch, told } from './support/browser.mjs'
import { furnish } from './support/house.mjs'
import { Place, serve } from './support/servers.mjs'
import { Staff } from './support/staff.mjs'

const place = new Place('代理')
let base = ''
/** @type {import('playwright-core').Browser} */
let browser

/** Who works where: the colleague alone has no right to act on a review. */
const people = [
  ['fair-wu', '吴敏', 'fair-office', 'reviewer'],
  ['fair-aide', '苏晴', 'fair-office', 'inspector'],
]

before(async () => {
  furnish(place, 'house', 'fair', people)
  ;({ base } = await serve(place, { data: 'house', env: { ONEMATTER_CLICKHOUSE_URL: 'off' } }))
  browser = await launch(place)
})
after(() => place.close())

test('安排代理，由同事代为办理，提前结束', { timeout: 600_000 }, () =>
  told(place, async () => {
    const chen = await Account.signIn(base, 'chen')
    const receipts = []
    for (const who of ['梧桐里市集协会', '安福路市集协会']) {
      receipts.push(
        await chen.post('/matters/SF/cases', {
          applicant: { SF1: who },
          fair: { SF2: '梧桐里步行街北段', SF3: 1200 },
        }),
      )
    }
    const officer = await Account.signIn(base, 'fair-wu')
    for (const { case: id } of receipts) {
      const { revision } = await officer.get(`/cases/${id}`)
      await officer.post(`/cases/${id}/handover`, { do: 'claim' }, { 'If-Match': `"${revision}"` })
    }

    const wu = await Staff.signIn(browser, base, 'fair-wu')
    await wu.page.goto('/staff/deputies')
    await wu.page.getByRole('button', { name: '安排代理' }).click()
    const dialog = wu.page.getByRole('dialog', { name: '安排代理' })
    await dialog.getByLabel('代理人', { exact: true }).click()
    await wu.page.getByTitle(/^苏晴/).click()
    const until = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(Date.now() + 3 * 86_400_000)
    await dialog.getByLabel('到（含当天）').fill(until)
    await dialog.getByLabel('原因').fill('出差')
    await wu.visitor.look()
    await dialog.getByRole('button', { name: '安排代理' }).click()
    await dialog.waitFor({ state: 'hidden' })
    await wu.page.getByText('代理中').waitFor()
    await wu.visitor.look()

    const aide = await Staff.signIn(browser, base, 'fair-aide')
    await aide.page.goto('/staff/worklist')
    const [acted, left] = receipts.map((r) => aide.page.getByRole('row').filter({ hasText: r.number }))
    assert.ok(acted && left)
    // Each row says for whom one acts.
    for (const row of [acted, left]) await row.getByRole('cell', { name: '您代 吴敏', exact: true }).waitFor()
    await aide.visitor.look()
    await aide.opens(receipts[0].number)
    await aide.page.getByText('您代 吴敏 办理，历史里写明双方姓名。').first().waitFor()
    await aide.acts({ label: '送会签' })
    const { history } = await officer.get(`/cases/${receipts[0].case}`)
    assert.deepEqual([history.at(-1).actor, history.at(-1).behalf], ['苏晴', '吴敏'])
    await wu.page.goto(`/staff/cases/${receipts[0].case}`)
    await wu.page
      .getByText(/苏晴.*吴敏/)
      .first()
      .waitFor()
    await wu.visitor.look()

    await wu.page.goto('/staff/deputies')
    await wu.page.getByRole('button', { name: '提前结束' }).click()
    await wu.page.getByRole('tooltip').getByRole('button', { name: '提前结束' }).click()
    await wu.page.getByText('没有代理安排').waitFor()
    await aide.page.goto('/staff/worklist')
    await aide.page.getByText('没有等您办理的办件').waitFor()
    assert.equal(await left.count(), 0)
    for (const s of [wu, aide]) s.visitor.quiet()
  }),
)
