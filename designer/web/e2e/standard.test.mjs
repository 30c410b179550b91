// How business staff bring a matter into line with its standard: each difference
// is adopted, kept with a reason or proposed; what is proposed, the keeper of the
// standard reads and takes over.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Account } from './support/account.mjs'
import { launch, told } from './support/browser.mjs'
import { Place, serve } from './support/servers.mjs'
import { Staff } from './support/staff.mjs'

const place = new Place('标准')
/** @type {import('playwright-core').Browser} */
let browser
let base = ''

before(async () => {
  ;[browser, { base }] = await Promise.all([launch(place), serve(place, { env: { ONEMATTER_CLICKHOUSE_URL: 'off' } })])
})
after(() => place.close())

/** Chooses what is done about one place. @param {import('playwright-core').Page} page @param {RegExp} of @param {string} does */
async function decides(page, of, does) {
  await page.getByRole('combobox', { name: of }).click()
  await page.locator('.ant-select-item-option').filter({ hasText: does }).last().click()
}

/** Looks, begins the draft and publishes it. @param {Staff} who @param {Account} author @param {Account} admin @param {RegExp} seen */
async function publishes({ page, visitor }, author, admin, seen) {
  await page.getByRole('button', { name: /^预\s*览$/ }).click()
  await page.getByRole('heading', { name: /将改动 \d+ 处/ }).waitFor()
  await page.getByText(seen).first().waitFor()
  await visitor.look()
  await page.getByRole('button', { name: '生成草稿' }).click()
  await page.waitForURL(/catalog\/versions/)
  const id = new URL(page.url()).searchParams.get('id') ?? ''
  for (const [by, step] of /** @type {[Account, string][]} */ ([
    [author, 'submit'],
    [admin, 'approve'],
    [admin, 'publish'],
  ])) {
    await by.get(`/versions/${id}`)
    await by.ask('POST', `/versions/${id}/${step}`, { body: {}, headers: { 'If-Match': by.etag } })
  }
}

test('对照市标准逐项决定：采用、保留、建议；标准采纳建议后，差别没有了', { timeout: 1_200_000 }, () =>
  told(place, async () => {
    const [designer, admin] = await Promise.all([Account.signIn(base, 'designer'), Account.signIn(base, 'admin')])
    const shen = await Staff.signIn(browser, base, 'designer')
    const { page, visitor } = shen

    await page.goto('/staff/catalog/matters/SB01')
    await page.locator('#comparison').getByText('已建议模板采纳').waitFor()
    assert.equal(await page.locator('#comparison').getByText('待定', { exact: true }).count(), 2)
    await visitor.look()
    await page.getByRole('link', { name: '逐项决定' }).click()
    await page.getByRole('heading', { name: '“创业扶持补贴申领”与模板的差别' }).waitFor()

    // Nothing decided, then a reason that is missing: told, and what was chosen stays.
    await page.getByRole('button', { name: /^预\s*览$/ }).click()
    await page.locator('.om-wrong-summary').getByText('请至少决定一处').waitFor()
    await decides(page, /“申请主体 · 从业人数”怎么办/, '保留，并建议模板采纳')
    await decides(page, /“受理 · 时限”怎么办/, '采用模板的整个流程')
    await page.getByRole('button', { name: /^预\s*览$/ }).click()
    const wrong = page.locator('.om-wrong-summary')
    await wrong.getByRole('link', { name: '申请主体 · 从业人数 · 理由（中文）' }).click()
    const zh = page.getByRole('textbox', { name: '理由（中文）' }).first()
    assert.ok(await zh.evaluate((box) => box === document.activeElement))
    await visitor.look()
    await zh.fill('补贴按从业人数上浮')
    await page.getByRole('textbox', { name: '理由（英文）' }).first().fill('Larger employers get more')
    await publishes(
      shen,
      designer,
      admin,
      /与模板的差别保留，并建议模板采纳：申请主体 · 从业人数（补贴按从业人数上浮）/,
    )

    // Other matters run by the old process as before; the history tells what was decided, by name.
    const own = await shen.ask('/api/v1/matters/SB01')
    const other = await shen.ask('/api/v1/matters/SB02')
    assert.deepEqual([own.process.id, other.process.id], ['SB01', 'subsidy'])
    await page.goto('/staff/catalog/matters/SB01')
    await page.locator('#history').getByText('建议模板采纳：申请主体 · 从业人数').first().waitFor()
    await page
      .locator('#history')
      .getByText(/^采用模板/)
      .first()
      .waitFor()
    assert.equal(await page.locator('#comparison').getByText('待定', { exact: true }).count(), 0)

    // The keeper of the standard reads both proposals, and takes one over.
    await page.goto('/staff/catalog/matters/SBT1')
    await page.getByText('事项标准', { exact: true }).waitFor()
    await page.getByRole('heading', { name: '遵循本标准的事项' }).waitFor()
    await visitor.look()
    await page.getByRole('link', { name: '看建议' }).click()
    await page.getByRole('heading', { name: /建议的 2 处$/ }).waitFor()
    await decides(page, /“承诺时限”怎么办/, '采纳')
    await publishes(shen, designer, admin, /的承诺时限由 20 个工作日缩短为 15 个/)
    // What the matter said of it is of no use any more, and is taken out.
    await page.goto('/staff/catalog/matters/SB01/standard')
    await page.getByText('已与模板一致，不必再写明保留').waitFor()
    await decides(page, /“承诺时限”怎么办/, '不再写明')
    await publishes(shen, designer, admin, /与模板的差别不再写明保留：承诺时限/)
    await page.goto('/staff/catalog/matters/SB01/standard')
    await page.getByRole('combobox', { name: /“名称”怎么办/ }).waitFor()
    assert.equal(await page.getByRole('combobox', { name: /“承诺时限”怎么办/ }).count(), 0)

    // Where there is nothing to decide about, the way leads back.
    await page.goto('/staff/catalog/matters/SB02/standard')
    await page.getByText('这个事项没有写明模板').waitFor()
    await page.getByRole('link', { name: '回到事项' }).click()
    await page.getByRole('heading', { name: /创业场地租金补贴申领/ }).waitFor()
  }),
)
