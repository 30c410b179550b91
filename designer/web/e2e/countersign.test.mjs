// A case is countersigned by departments in the staff app, and an opinion is
// asked and answered on the way; the applicant sees where it stands.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Account } from './support/account.mjs'
import { launch, told, Visitor } from './support/browser.mjs'
import { furnish } from './support/house.mjs'
import { Place, serve } from './support/servers.mjs'
import { Staff } from './support/staff.mjs'

const place = new Place('会签')
let base = ''
/** @type {import('playwright-core').Browser} */
let browser

/** Who works where: user name, name, department, roles. */
const people = [
  ['fair-wu', '吴敏', 'fair-office', 'reviewer'],
  ['fair-he', '何建平', 'fair-office', 'approver'],
  ['fair-fire', '郑磊', 'fair-fire', 'approver'],
  ['fair-police', '梁勇', 'fair-police', 'approver'],
  ['fair-health', '许静', 'fair-health', 'reviewer'],
]

before(async () => {
  furnish(place, 'house', 'fair', people)
  ;({ base } = await serve(place, { data: 'house', env: { ONEMATTER_CLICKHOUSE_URL: 'off' } }))
  browser = await launch(place)
})
after(() => place.close())

/** Answers what one is asked, on the open page of a case. @param {Staff} staff @param {string} answer @param {string} [note] */
async function answers(staff, answer, note) {
  const { page } = staff
  await page.getByRole('button', { name: new RegExp(`^${answer}`) }).click()
  const dialog = page.getByRole('dialog', { name: answer })
  await dialog.waitFor()
  if (note) await dialog.getByRole('textbox').fill(note)
  await dialog.getByRole('button', { name: `确认${answer}` }).click()
  await page.getByText('已答复', { exact: true }).first().waitFor()
  await dialog.waitFor({ state: 'hidden' })
  staff.visitor.quiet()
}

test('征求意见并依次会签，直到决定', { timeout: 600_000 }, () =>
  told(place, async () => {
    const chen = await Account.signIn(base, 'chen')
    const receipt = await chen.post('/matters/SF/cases', {
      applicant: { SF1: '梧桐里市集协会' },
      fair: { SF2: '梧桐里步行街北段', SF3: 1200 },
    })
    const citizen = await Visitor.open(browser, { name: '申请人', base, width: 390, height: 844 })
    const [name, value] = chen.cookie.split('=')
    await citizen.context.addCookies([{ name: name ?? '', value: value ?? '', url: base }])
    const stands = async () => {
      await citizen.page.goto(`${base}/cases/${receipt.case}`)
      return (await citizen.page.locator('.om-way__words').textContent()) ?? ''
    }

    // The office asks the health bureau, which finds the question in its worklist.
    const wu = await Staff.signIn(browser, base, 'fair-wu')
    await wu.opens(receipt.number)
    await wu.page.getByRole('button', { name: /^征求意见/ }).click()
    const dialog = wu.page.getByRole('dialog', { name: '征求意见' })
    await dialog.getByText('逾期不答复，视为同意').waitFor()
    await dialog.getByLabel('征求哪个部门').click()
    await wu.page.getByTitle('卫生健康局').click()
    await dialog.getByLabel('请对方答复什么').fill('餐饮摊位的用水是否符合要求？')
    await wu.visitor.look()
    await dialog.getByRole('button', { name: '确认征求意见' }).click()
    await wu.page.getByText('已征求意见').first().waitFor()
    await wu.page.getByRole('heading', { name: '会签与征求意见' }).waitFor()
    await wu.visitor.look()
    assert.match(
      await stands(),
      /正在征求卫生健康局的意见，最晚 \d+年\d+月\d+日答复。[\s\S]*不计入办理时限（依据：《行政许可法》第四十五条）/,
    )
    await citizen.look()
    assert.equal((await chen.get(`/cases/${receipt.case}`)).light, 'paused')

    // Nothing is decided meanwhile, and the answer says who is awaited.
    await wu.page.getByRole('button', { name: /^不予许可/ }).click()
    const refusal = wu.page.getByRole('dialog', { name: '不予许可' })
    await refusal.getByRole('textbox', { name: /告诉申请人/ }).fill('场地不符')
    await wu.visitor.refused(422, async () => {
      await refusal.getByRole('button', { name: '确认不予许可' }).click()
      await refusal.getByText('还在等 卫生健康局 答复').waitFor()
    })
    await refusal.getByRole('button', { name: /取\s*消/ }).click()

    const health = await Staff.signIn(browser, base, 'fair-health')
    await health.page.goto('/staff/worklist')
    const row = health.page.getByRole('row').filter({ hasText: receipt.number })
    await row.getByText('征求意见').waitFor()
    await row.getByText('餐饮摊位的用水是否符合要求？').waitFor()
    await health.visitor.look()
    // By keyboard: the first row is the current one.
    await health.page.keyboard.press('Enter')
    await health.page.getByRole('heading', { name: '请您答复' }).waitFor()
    await health.page.getByText('梧桐里步行街北段').first().waitFor()
    await health.visitor.look()
    await answers(health, '意见建议', '每个餐饮摊位须接入临时供水')
    await health.page.getByText('您的部门已答复').waitFor()
    assert.equal(await health.page.getByText('梧桐里步行街北段').count(), 0, 'afterwards only what was said')
    await health.visitor.look()

    await wu.page.reload()
    await wu.page.getByText('每个餐饮摊位须接入临时供水').first().waitFor()
    await wu.acts({ label: '送会签' })

    // One signs after another.
    assert.match(await stands(), /正在由 3 个部门会签，0 个已同意。/)
    const police = await Staff.signIn(browser, base, 'fair-police')
    await police.page.goto('/staff/worklist')
    await police.page.getByText('没有等您办理的办件').waitFor()
    const fire = await Staff.signIn(browser, base, 'fair-fire')
    await fire.page.goto('/staff/worklist')
    await fire.page.getByRole('row').filter({ hasText: receipt.number }).getByText('会签').first().waitFor()
    await fire.page.getByRole('link', { name: '梧桐里市集协会' }).click()
    await fire.page.getByRole('heading', { name: '请您会签' }).waitFor()
    await fire.visitor.look()
    await answers(fire, '同意', '消防通道保持四米')
    assert.match(await stands(), /正在由 3 个部门会签，1 个已同意。/)
    const page = await citizen.page.content()
    for (const hidden of ['郑磊', '消防通道保持四米', '每个餐饮摊位']) assert.ok(!page.includes(hidden), hidden)

    await wu.page.reload()
    await wu.page.getByText('3 方会签，1 方已同意。').waitFor()
    await wu.page.getByText('消防救援大队 → 公安局 → 城市管理局').waitFor()
    assert.equal(await wu.page.getByRole('button', { name: /^会签通过/ }).count(), 0, 'the votes decide')
    await wu.visitor.look()

    await police.page.reload()
    await police.page.getByRole('link', { name: '梧桐里市集协会' }).click()
    await answers(police, '同意')
    const he = await Staff.signIn(browser, base, 'fair-he')
    await he.page.goto('/staff/worklist')
    await he.page.getByRole('link', { name: '梧桐里市集协会' }).click()
    await he.page.getByText('会签就此决定，办件转到“制证”').waitFor()
    await answers(he, '同意')
    assert.equal((await chen.get(`/cases/${receipt.case}`)).state, 'issue')
    assert.match(await stands(), /正在“制证”。/)
    await wu.page.reload()
    await wu.acts({ label: '发证' })
    assert.equal((await chen.get(`/cases/${receipt.case}`)).outcome, 'issued')
    for (const v of [wu, health, police, fire, he].map((s) => s.visitor).concat(citizen)) v.quiet()
  }),
)
