// One branch of a filing is corrected, handed to a colleague and sent back to an
// earlier step while the others go on: seen in the staff app and on the citizen's page.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Account } from './support/account.mjs'
import { launch, told, Visitor } from './support/browser.mjs'
import { established, password } from './support/restaurant.mjs'
import { Place, serve } from './support/servers.mjs'
import { Staff } from './support/staff.mjs'

const place = new Place('分支')
let base = ''
/** @type {import('playwright-core').Browser} */
let browser

before(async () => {
  ;({ base } = await serve(place, { env: { ONEMATTER_CLICKHOUSE_URL: 'off' } }))
  browser = await launch(place)
})
after(() => place.close())

/** @typedef {{id: string, matter?: string, number: string, state: string, status: string, revision: number, light: string, due?: string}} Head */

/** What must not move when a sibling does. @param {Account} who @param {string} root @param {string} but */
async function siblings(who, root, but) {
  const { children } = await who.get(`/cases/${root}`)
  return children.filter((/** @type {Head} */ c) => c.matter !== but)
}

test('一个事项补正、转办、退回，其他事项照常办理', { timeout: 600_000 }, () =>
  told(place, async () => {
    const chen = await Account.signIn(base, 'chen')
    const draft = await chen.preparesARestaurant()
    const receipt = await chen.post(`/drafts/${draft.id}/submit`, undefined, { 'Idempotency-Key': crypto.randomUUID() })
    const root = receipt.case
    /** @type {Head[]} */
    const children = (await chen.get(`/cases/${root}`)).children
    const of = (/** @type {string} */ matter) => children.find((c) => c.matter === matter) ?? assert.fail(matter)
    const market = await Account.signIn(base, 'market')
    const licence = of('M01').id
    await market.acts(licence, 'pass')
    await market.acts(licence, 'approve')
    await market.acts(licence, 'deliver', {
      result: { 'applicant/DE00102': '91310104MA1FR0AB4W', 'applicant/DE00106': established },
    })
    const fire = await Account.signIn(base, 'fire')
    await fire.acts(of('M03').id, 'pass')

    // The review of the food licence asks for a correction: its own clock stands still, the others' do not.
    const food = of('M02').id
    await market.acts(food, 'pass')
    const before = await siblings(chen, root, 'M02')
    await market.acts(food, 'correct', { note: '平面图看不清', fields: ['premises/DE00213'] })
    assert.deepEqual(await siblings(chen, root, 'M02'), before, 'a correction leaves the siblings as they are')
    assert.equal((await chen.get(`/cases/${food}`)).promised.light, 'paused')
    await fire.acts(of('M03').id, 'skip-inspection')
    await chen.acts(food, 'resubmit', { answers: { 'premises/DE00213': 82 } })
    await market.acts(food, 'skip-inspection')

    // The decision is claimed from the worklist and handed to a colleague, who takes it over.
    const admin = await Account.signIn(base, 'admin')
    await admin.post('/accounts', {
      username: 'fangyuan',
      name: '方圆',
      password,
      roles: ['reviewer', 'approver'],
      organisation: 'market-regulation',
    })
    const between = await siblings(chen, root, 'M02')
    const phone = await Visitor.open(browser, { name: '分支', base, width: 390, height: 844 })
    const [session, secret] = market.cookie.split('=')
    await phone.context.addCookies([{ name: session ?? '', value: secret ?? '', url: base }])
    await phone.page.goto(`${base}/staff/worklist`)
    await phone.page.getByRole('checkbox', { name: `选择 ${of('M02').number}` }).check()
    await phone.page.getByRole('button', { name: '签收所选 1 件' }).waitFor()
    await phone.look()
    phone.quiet()
    await phone.context.close()
    const first = await Staff.signIn(browser, base, 'market')
    await first.page.goto('/staff/worklist')
    await first.page.getByRole('checkbox', { name: `选择 ${of('M02').number}` }).check()
    await first.visitor.look()
    await first.page.getByRole('button', { name: '签收所选 1 件' }).click()
    await first.page.getByText('已签收 1 件').waitFor()
    await first.page.getByRole('button', { name: /^我的/ }).click()
    assert.equal((await first.ask('/api/v1/worklist?held=mine')).held.mine, 1)
    await first.opens(of('M02').number)
    await first.page.locator('.om-changes', { hasText: /^按要求更改经营场所 · 食品处理区面积$/ }).waitFor()
    await first.page.locator('.om-answers div', { hasText: /^食品处理区面积82 平方米\d{4}.*补正时更改$/ }).waitFor()
    await first.page.getByRole('button', { name: '转办', exact: true }).click()
    const handing = first.page.getByRole('dialog', { name: '转办' })
    await handing.getByLabel('交给').click()
    await handing.getByLabel('交给').fill('方圆')
    await first.page.getByTitle(/^方圆 · /).click()
    await handing.getByLabel('说明').fill('请你决定')
    await first.visitor.look()
    await handing.getByRole('button', { name: '确认转办' }).click()
    await handing.waitFor({ state: 'hidden' })
    await first.page.getByText('由方圆办理').waitFor()
    await first.visitor.look()
    const taken = { event: 'grant', note: '' }
    const { revision } = await market.get(`/cases/${food}`)
    const refusal = await market.ask('POST', `/cases/${food}/actions`, {
      body: taken,
      headers: { 'If-Match': `"${revision}"`, 'Idempotency-Key': crypto.randomUUID() },
      status: 422,
    })
    assert.equal(refusal.code, 'action.handover.taken')
    first.visitor.quiet()

    // In the staff app the decision is sent back to the review.
    const officer = await Staff.signIn(browser, base, 'fangyuan')
    await officer.opens(of('M02').number)
    const { page } = officer
    await page.getByRole('button', { name: /^退回/ }).click()
    const dialog = page.getByRole('dialog', { name: '退回' })
    await dialog.waitFor()
    assert.equal(await dialog.getByRole('radio', { name: '现场核查' }).count(), 0, 'it has not been inspected')
    await dialog.getByRole('radio', { name: '审查' }).check()
    await dialog.getByRole('button', { name: '确认退回' }).click()
    await dialog.getByText('请写明退回的原因').waitFor()
    await dialog.getByRole('textbox', { name: '退回原因' }).fill('图纸与面积不一致，请再核对')
    await officer.visitor.look()
    await dialog.getByRole('button', { name: '确认退回' }).click()
    await page.getByText('“退回”已办理').first().waitFor()
    await dialog.waitFor({ state: 'hidden' })
    await page.getByText('图纸与面积不一致，请再核对').waitFor()
    await officer.visitor.look()
    const now = await market.get(`/cases/${food}`)
    assert.deepEqual([now.state, now.status, now.promised.light], ['review', 'running', 'green'])
    assert.deepEqual(await siblings(chen, root, 'M02'), between, 'a return leaves the siblings as they are')

    // The citizen sees that, and neither why nor anything to do.
    for (const scripts of [true, false]) {
      const visitor = await Visitor.open(browser, { name: '分支', base, width: 390, height: 844, scripts })
      const [name, value] = chen.cookie.split('=')
      await visitor.context.addCookies([{ name: name ?? '', value: value ?? '', url: base }])
      await visitor.page.goto(`${base}/cases/${root}`)
      const row = visitor.page.locator(`#c-${food}`)
      await row.getByText('部门内部退回到“审查”').waitFor()
      assert.doesNotMatch((await row.textContent()) ?? '', /图纸与面积不一致/)
      assert.match((await visitor.page.locator(`#c-${of('M03').id}`).textContent()) ?? '', /正在“决定”/)
      await visitor.look()
      visitor.quiet()
      await visitor.context.close()
    }
    officer.visitor.quiet()

    // From there it goes on to its end, before or after the others.
    await market.acts(food, 'skip-inspection')
    await market.acts(food, 'grant')
    await market.acts(food, 'deliver')
    assert.equal((await chen.get(`/cases/${food}`)).outcome, 'issued')
    assert.equal((await chen.get(`/cases/${of('M03').id}`)).state, 'decide')
  }),
)
