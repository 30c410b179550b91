// Two departments inspect a restaurant together: one appointment, made in the
// staff app and shown to the citizen; each department writes down what it found.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Account } from './support/account.mjs'
import { launch, told, Visitor } from './support/browser.mjs'
import { established } from './support/restaurant.mjs'
import { Place, serve } from './support/servers.mjs'
import { Staff } from './support/staff.mjs'

const place = new Place('联合勘验')
let base = ''
/** @type {import('playwright-core').Browser} */
let browser

before(async () => {
  ;({ base } = await serve(place, { env: { ONEMATTER_CLICKHOUSE_URL: 'off' } }))
  browser = await launch(place)
})
after(() => place.close())

/** Fills a dialog in and confirms it. @param {Staff} staff @param {string} action @param {[string | RegExp, string][]} fields */
async function does(staff, action, fields) {
  const { page } = staff
  await page.getByRole('button', { name: action, exact: true }).click()
  const dialog = page.getByRole('dialog', { name: action })
  await dialog.waitFor()
  for (const [label, value] of fields) await dialog.getByLabel(label).fill(value)
  await staff.visitor.look()
  await dialog.getByRole('button', { name: `确认${action}` }).click()
  await dialog.waitFor({ state: 'hidden' })
}

/** The citizen's page, in a language, with scripts or without. @param {Account} chen @param {string} root @param {'zh' | 'en'} lang @param {boolean} scripts */
async function citizenOf(chen, root, lang, scripts) {
  const visitor = await Visitor.open(browser, { name: `市民-${lang}`, base, width: 390, height: 844, scripts })
  const [name, value] = chen.cookie.split('=')
  await visitor.context.addCookies([
    { name: name ?? '', value: value ?? '', url: base },
    { name: 'lang', value: lang, url: base },
  ])
  await visitor.page.goto(`${base}/cases/${root}`)
  return visitor
}

test('食品和消防一起上门勘验，申请人只接待一次', { timeout: 600_000 }, () =>
  told(place, async () => {
    const chen = await Account.signIn(base, 'chen')
    const draft = await chen.preparesARestaurant()
    const receipt = await chen.post(`/drafts/${draft.id}/submit`, undefined, { 'Idempotency-Key': crypto.randomUUID() })
    const root = receipt.case
    /** @type {{id: string, matter?: string, number: string}[]} */
    const children = (await chen.get(`/cases/${root}`)).children
    const of = (/** @type {string} */ matter) => children.find((c) => c.matter === matter) ?? assert.fail(matter)
    const market = await Account.signIn(base, 'market')
    const fire = await Account.signIn(base, 'fire')
    for (const event of ['pass', 'approve']) await market.acts(of('M01').id, event)
    await market.acts(of('M01').id, 'deliver', {
      result: { 'applicant/DE00102': '91310104MA1FR0AB4W', 'applicant/DE00106': established },
    })
    for (const event of ['pass', 'pass']) await market.acts(of('M02').id, event)

    const citizen = (/** @type {'zh' | 'en'} */ lang, /** @type {boolean} */ scripts) =>
      citizenOf(chen, root, lang, scripts)
    const waits = await citizen('zh', true)
    assert.match(
      (await waits.page.locator(`#c-${of('M02').id}`).textContent()) ?? '',
      /正在等区消防救援支队一起上门勘验/,
    )

    // The food department waits for the fire brigade, then it is asked for a date.
    const food = await Staff.signIn(browser, base, 'market')
    await food.page.goto(`/staff/cases/${of('M02').id}`)
    const panel = food.page.getByRole('region', { name: '开业前联合勘验' })
    await panel.getByText('等候其他部门').waitFor()
    await food.visitor.look()
    for (const event of ['pass', 'pass']) await fire.acts(of('M03').id, event)
    await food.page.goto('/staff/worklist')
    const row = food.page.getByRole('row').filter({ hasText: '开业前联合勘验' })
    await row.waitFor()
    await food.visitor.look()
    await row.getByRole('link').first().click()
    await panel.getByText('待约时间').waitFor()
    const today = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date())
    const tomorrow = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(Date.now() + 86_400_000)
    await does(food, '约定勘验', [
      ['时间', `${tomorrow}T10:00`],
      ['地点', '天钥桥路 800 号店内'],
      ['来人', '食品科 李明、消防 王强'],
      [/请申请人准备什么/, '请开放后厨\n备好平面图'],
    ])
    await panel.getByText('已约定', { exact: true }).waitFor()
    await panel.getByText('食品科 李明、消防 王强').waitFor()
    await food.visitor.look()

    // Concluding the step has to wait.
    await food.page.goto(`/staff/cases/${of('M02').id}`)
    await food.page.getByRole('button', { name: /^合格/ }).click()
    const early = food.page.getByRole('dialog', { name: '合格' })
    await food.visitor.refused(422, async () => {
      await early.getByRole('button', { name: '确认合格' }).click()
      await early.getByText('还没有进行').waitFor()
    })
    await early.getByRole('button', { name: /取\s*消/ }).click()

    // One appointment, in both languages, with scripts and without.
    for (const lang of /** @type {const} */ (['zh', 'en']))
      for (const scripts of [true, false]) {
        const visitor = await citizen(lang, scripts)
        const title = lang === 'zh' ? '上门勘验预约' : 'Your inspection appointment'
        const appointment = visitor.page.getByRole('region', { name: title })
        await appointment.waitFor()
        assert.equal(await visitor.page.getByRole('region', { name: title }).count(), 1)
        const said = (await appointment.textContent()) ?? ''
        for (const word of ['10:00', '天钥桥路 800 号店内', '食品科 李明、消防 王强', '请开放后厨'])
          assert.ok(said.includes(word), `${word} in ${said}`)
        assert.match(said, lang === 'zh' ? /区市场监督管理局、区消防救援支队一起来，只上门一次/ : /come together, once/)
        await visitor.look()
        visitor.quiet()
        await visitor.context.close()
      }

    // It is brought forward to today, and held; each writes down what it found.
    await food.page.goto(`/staff/cases/${root}`)
    await does(food, '改期', [
      ['时间', `${today}T23:59`],
      [/改期的原因/, '店主希望当天'],
    ])
    await does(food, '记录勘验', [['勘验记录', '后厨和疏散通道都看了']])
    await panel.getByText('已勘验', { exact: true }).waitFor()
    await food.page.goto(`/staff/cases/${of('M02').id}`)
    await does(food, '写勘验意见', [['本部门的勘验意见', '后厨合格']])
    await panel.getByText('后厨合格').waitFor()
    await food.visitor.look()
    await food.acts({ label: '合格' })
    const brigade = await Staff.signIn(browser, base, 'fire')
    await brigade.page.goto(`/staff/cases/${of('M03').id}`)
    await brigade.page.getByText('后厨和疏散通道都看了').first().waitFor()
    assert.equal(await brigade.page.getByText('后厨合格').count(), 0, 'what the other department found is its own')
    await does(brigade, '写勘验意见', [['本部门的勘验意见', '通道畅通']])
    await brigade.acts({ label: '合格' })
    assert.equal((await chen.get(`/cases/${of('M03').id}`)).state, 'decide')
    const last = await citizen('zh', false)
    const page = await last.page.content()
    for (const hidden of ['后厨合格', '通道畅通', '疏散通道都看了']) assert.ok(!page.includes(hidden), hidden)
    for (const v of [food.visitor, brigade.visitor, waits, last]) v.quiet()
  }),
)

test('约好的勘验没有事项再等，自行取消，申请人和部门都知道', { timeout: 600_000 }, () =>
  told(place, async () => {
    const chen = await Account.signIn(base, 'chen')
    const draft = await chen.preparesARestaurant()
    const root = (await chen.post(`/drafts/${draft.id}/submit`, undefined, { 'Idempotency-Key': crypto.randomUUID() }))
      .case
    /** @type {{id: string, matter?: string}[]} */
    const children = (await chen.get(`/cases/${root}`)).children
    const of = (/** @type {string} */ matter) => children.find((c) => c.matter === matter)?.id ?? assert.fail(matter)
    const market = await Account.signIn(base, 'market')
    const fire = await Account.signIn(base, 'fire')
    for (const event of ['pass', 'approve']) await market.acts(of('M01'), event)
    await market.acts(of('M01'), 'deliver', {
      result: { 'applicant/DE00102': '91310104MA1FR0AB4W', 'applicant/DE00106': established },
    })
    for (const event of ['pass', 'pass']) {
      await market.acts(of('M02'), event)
      await fire.acts(of('M03'), event)
    }
    const food = await Staff.signIn(browser, base, 'market')
    await food.page.goto(`/staff/cases/${of('M02')}`)
    const tomorrow = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(Date.now() + 86_400_000)
    await does(food, '约定勘验', [
      ['时间', `${tomorrow}T23:59`],
      ['地点', '天钥桥路 800 号店内'],
      ['来人', '食品科 李明、消防 王强'],
    ])

    // The fire brigade asks to put something right: the other comes alone, and every page says so.
    await fire.acts(of('M03'), 'rectify', { note: '请先清空通道' })
    for (const lang of /** @type {const} */ (['zh', 'en'])) {
      const visitor = await citizenOf(chen, root, lang, lang === 'zh')
      const title = lang === 'zh' ? '上门勘验预约' : 'Your inspection appointment'
      const said = (await visitor.page.getByRole('region', { name: title }).textContent()) ?? ''
      assert.match(
        said,
        lang === 'zh'
          ? /区市场监督管理局上门勘验.*区消防救援支队的事项现在不在勘验环节/s
          : /comes to inspect.*may not come this time/s,
      )
      assert.doesNotMatch(said, /一起来，只上门一次|come together, once/)
      await visitor.look()
      await visitor.context.close()
    }

    // The food case goes back to review: nobody is left, and nobody is to wait at the door.
    const staff = `/cases/${of('M02')}`
    const { revision } = await market.get(staff)
    await market.post(`${staff}/return`, { to: 'review', note: '请重新审查' }, { 'If-Match': `"${revision}"` })
    for (const lang of /** @type {const} */ (['zh', 'en'])) {
      const visitor = await citizenOf(chen, root, lang, lang === 'en')
      const off = lang === 'zh' ? '上门勘验已取消' : 'Your inspection appointment is cancelled'
      const said = (await visitor.page.getByRole('region', { name: off }).textContent()) ?? ''
      for (const word of ['23:59', lang === 'zh' ? '食品经营许可、' : 'Food business licence, '])
        assert.ok(said.includes(word), `${word} in ${said}`)
      assert.equal(await visitor.page.locator('.om-callout--visit').count(), 0)
      assert.match(
        (await visitor.page.locator(`#c-${of('M03')}`).textContent()) ?? '',
        lang === 'zh' ? /联合勘验不再进行/ : /joint inspection does not take place/,
      )
      await visitor.look()
      visitor.quiet()
      await visitor.context.close()
    }
    for (const [who, id] of [
      ['market', of('M02')],
      ['fire', of('M03')],
    ]) {
      const staff = await Staff.signIn(browser, base, who ?? '')
      await staff.page.goto(`/staff/cases/${id}`)
      const panel = staff.page.getByRole('region', { name: '开业前联合勘验' })
      await panel.getByText('有关事项都已离开勘验环节').waitFor()
      assert.equal(await panel.getByText('原定参加').count(), 2)
      await staff.page.getByText('联合勘验取消').first().waitFor()
      await staff.visitor.look()
    }
    food.visitor.quiet()
  }),
)
