// What business staff do to matters as a whole: one is split and two others are
// merged, one is cancelled and one handed to another department. Each is looked
// at first, begun as a draft, published; afterwards the matters tell of it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Account } from './support/account.mjs'
import { launch, told } from './support/browser.mjs'
import { Place, serve } from './support/servers.mjs'
import { Staff } from './support/staff.mjs'

const place = new Place('拆分')
/** @type {import('playwright-core').Browser} */
let browser
let base = ''

before(async () => {
  ;[browser, { base }] = await Promise.all([launch(place), serve(place, { env: { ONEMATTER_CLICKHOUSE_URL: 'off' } })])
})
after(() => place.close())

/** Fills in when, by what and why. @param {import('playwright-core').Page} page */
async function says(page, on = '2999-01-01') {
  await page.getByLabel('从哪天起').fill(on)
  await page.getByLabel('依据（中文）').fill('《改革方案》')
  await page.getByLabel('依据（英文）').fill('Reform plan')
  await page.getByLabel('理由（中文）').fill('证照分离')
  await page.getByLabel('理由（英文）').fill('Permits apart')
}

/** Fills in when and why, looks, and begins the draft; gives its address. @param {Staff} who @param {RegExp} open */
async function begins({ page, visitor }, open) {
  await says(page)
  await page.getByRole('button', { name: /^预\s*览$/ }).click()
  await page.getByRole('heading', { name: /将改动 \d+ 处（版本 [\d.]+）/ }).waitFor()
  await page.getByText(open).first().waitFor()
  await visitor.look()
  await page.getByRole('button', { name: '生成草稿' }).click()
  await page.waitForURL(/catalog\/versions/)
  await page.locator('.om-version').getByText('草稿', { exact: true }).waitFor()
  return new URL(page.url()).searchParams.get('id') ?? ''
}

/**
 * Presses for the preview: all that is wrong is told on top, in the order of the
 * page, each a link to its place, and told there too.
 * @param {Staff} who @param {string[]} wanted
 */
async function tells({ page, visitor }, wanted) {
  await page.getByRole('button', { name: /^预\s*览$/ }).click()
  const summary = page.locator('.om-wrong-summary')
  await summary.getByText(`请先改正 ${wanted.length} 处`, { exact: true }).waitFor()
  assert.ok(await summary.evaluate((box) => box === document.activeElement))
  const lines = await summary.getByRole('listitem').allTextContents()
  assert.deepEqual(lines, wanted)
  const links = summary.getByRole('link')
  assert.equal(await links.count(), wanted.length)
  for (let i = 0; i < wanted.length; i++) {
    const id = ((await links.nth(i).getAttribute('href')) ?? '').slice(1)
    await links.nth(i).click()
    const field = page.locator(`[id="${id}"]`)
    assert.ok(await field.evaluate((box) => box === document.activeElement), wanted[i])
    assert.equal(await field.getAttribute('aria-invalid'), 'true', wanted[i])
    const words = page.locator(`[id="${id}-wrong"]`)
    assert.ok(wanted[i]?.endsWith(`：${await words.textContent()}`), wanted[i])
    assert.ok((await field.getAttribute('aria-describedby'))?.split(' ').includes(`${id}-wrong`), wanted[i])
  }
  await visitor.look()
}

const noAct = ['从哪天起：请填写日期', '依据（中文）：请填写', '依据（英文）：请填写']
const noWhy = ['理由（中文）：请填写', '理由（英文）：请填写']

/** The administrator agrees with a draft that was handed over, and publishes it. @param {Account} author @param {Account} admin @param {string} id */
async function published(author, admin, id) {
  const step = async (/** @type {Account} */ who, /** @type {string} */ what) => {
    await who.get(`/versions/${id}`)
    await who.ask('POST', `/versions/${id}/${what}`, { body: {}, headers: { 'If-Match': who.etag } })
  }
  await step(author, 'submit')
  await step(admin, 'approve')
  await step(admin, 'publish')
}

test('拆分一个事项、合并两个事项：先预览，再成草稿，发布后沿革说得清', { timeout: 1_200_000 }, () =>
  told(place, async () => {
    const [designer, admin] = await Promise.all([Account.signIn(base, 'designer'), Account.signIn(base, 'admin')])
    const shen = await Staff.signIn(browser, base, 'designer')
    const { page, visitor } = shen

    // Everything is with the first at the beginning; one page of it moves to the second.
    await page.goto('/staff/catalog/matters/M07')
    await page.getByRole('link', { name: '拆分', exact: true }).click()
    await page.getByRole('heading', { name: /^拆分“/ }).waitFor()

    // With nothing, and with what cannot be, every place that is wrong is told; what was typed stays.
    for (const box of await page.getByLabel('编号').all()) await box.fill('')
    for (const [box, value] of [
      ['收费（元）', '-5'],
      ['承诺时限（工作日）', '50'],
      ['法定时限（工作日）', '1e'],
    ])
      await page
        .getByLabel(box ?? '')
        .first()
        .fill(value ?? '')
    await tells(shen, [
      '新事项 1 · 新事项编号：请填写',
      '新事项 1 · 名称（中文）：请填写',
      '新事项 1 · 名称（英文）：请填写',
      '新事项 1 · 收费（元）：写成不小于零、最多两位小数的数，例如 120.50',
      '新事项 1 · 法定时限（工作日）：写成 0 到 3650 的数',
      '新事项 2 · 新事项编号：请填写',
      '新事项 2 · 名称（中文）：请填写',
      '新事项 2 · 名称（英文）：请填写',
      '新事项 2 · 结果名称（中文）：请填写',
      '新事项 2 · 结果名称（英文）：请填写',
      ...noAct,
      ...noWhy,
    ])
    assert.equal(await page.getByLabel('收费（元）').first().inputValue(), '-5')
    assert.equal(await page.getByLabel('法定时限（工作日）').first().inputValue(), '1e')
    for (const box of ['收费（元）', '承诺时限（工作日）', '法定时限（工作日）'])
      await page.getByLabel(box).first().fill('')

    for (const [box, n, value] of /** @type {[string, number, string][]} */ ([
      ['编号', 0, 'M71'],
      ['名称（中文）', 0, '环保登记'],
      ['名称（英文）', 0, 'Environmental registration'],
      ['编号', 1, 'M72'],
      ['名称（中文）', 1, '油烟登记'],
      ['名称（英文）', 1, 'Registration of fumes'],
      ['结果名称（中文）', 0, '油烟登记回执'],
      ['结果名称（英文）', 0, 'Receipt for fumes'],
      ['承诺时限（工作日）', 1, '1.5'],
      ['法定时限（工作日）', 1, '4'],
      ['收费（元）', 1, '20'],
    ]))
      await page.getByLabel(box).nth(n).fill(value)
    await page.getByLabel('办理部门').nth(1).click()
    await page.keyboard.type('水务局')
    await page.keyboard.press('Enter')
    const row = page.getByRole('row').filter({ hasText: 'premises/DE00504' })
    await row.getByRole('checkbox', { name: /环保登记/ }).uncheck()

    // What goes nowhere is refused by its name, and nothing typed is lost.
    await says(page)
    await visitor.refused(422, async () => {
      await page.getByRole('button', { name: /^预\s*览$/ }).click()
      await page
        .getByRole('alert')
        .getByText(/没有归入任何新事项/)
        .waitFor()
    })
    await visitor.look()
    await row.getByRole('checkbox', { name: /油烟登记/ }).check()
    const draft = await begins(shen, /“油烟登记”由“区水务局”办理，原来是“区生态环境局”/)
    await published(designer, admin, draft)

    // Each tells where it came from and what it became.
    await page.goto('/staff/catalog/matters/M07')
    await page.getByText('2999-01-01 起取消').first().waitFor()
    await page
      .getByText(/自 2999-01-01 起拆分为“环保登记、油烟登记”/)
      .first()
      .waitFor()
    assert.equal(await page.getByRole('link', { name: '拆分', exact: true }).count(), 0)
    await visitor.look()
    await page.locator('#history').getByRole('link', { name: '油烟登记' }).click()
    await page
      .getByText(/由“.*”拆分而来/)
      .first()
      .waitFor()
    await page.locator('#history').getByText('来自：').waitFor()
    const { department, fee, statutoryDays, promisedDays } = await shen.ask('/api/v1/matters/M72')
    assert.deepEqual([department, fee, statutoryDays, promisedDays], ['water', '20', 4, 1.5])
    await visitor.look()

    // Two others become one.
    await page.goto('/staff/catalog/matters/M05')
    await page.getByRole('link', { name: '与其他事项合并' }).click()
    await page.getByRole('heading', { name: /^合并“/ }).waitFor()
    await page.getByLabel('与哪些事项合并').click()
    await page.keyboard.type('M06')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Escape')
    await page.getByLabel('编号').fill('M56')
    await page.getByLabel('名称（中文）').fill('酒类与排水')
    await page.getByLabel('名称（英文）').fill('Alcohol and sewer')
    await tells(shen, [...noAct, ...noWhy])
    await says(page)
    await visitor.refused(422, async () => {
      await page.getByRole('button', { name: /^预\s*览$/ }).click()
      await page.getByRole('alert').getByRole('link', { name: '办理流程和部门按' }).click()
    })
    assert.equal(await page.getByLabel('办理流程和部门按').getAttribute('aria-invalid'), 'true')
    await page.keyboard.press('Escape')
    await page.getByLabel('办理流程和部门按').click()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await published(designer, admin, await begins(shen, /请确认职责已移交/))
    await page.goto('/staff/catalog/matters/M56')
    await page
      .getByText(/由“.*、.*”合并而成/)
      .first()
      .waitFor()
    await page.locator('#history').getByRole('link').first().click()
    await page
      .getByText(/起并入“酒类与排水”/)
      .first()
      .waitFor()
    await visitor.look()
  }),
)

test('委托一个事项、再改委托要确认；还没开始的可以撤回；取消一个事项会列出谁还在等它', { timeout: 1_200_000 }, () =>
  told(place, async () => {
    const [designer, admin] = await Promise.all([Account.signIn(base, 'designer'), Account.signIn(base, 'admin')])
    const shen = await Staff.signIn(browser, base, 'designer')
    const { page, visitor } = shen
    const chooses = async (/** @type {string} */ label, /** @type {string} */ words) => {
      await page.getByLabel(label).click()
      await page.keyboard.type(words)
      await page.keyboard.press('Enter')
      await page.keyboard.press('Escape')
    }

    // The power over a matter goes to another department for a time.
    await page.goto('/staff/catalog/matters/M04')
    await page.getByRole('link', { name: '委托或下放', exact: true }).click()
    await page.getByRole('heading', { name: /^委托或下放“/ }).waitFor()
    assert.equal(await page.getByRole('checkbox', { name: /代替现有的安排/ }).count(), 0)
    await tells(shen, ['办理部门：请选择', ...noAct])
    await chooses('办理部门', '行政服务中心')
    await page.getByLabel('到哪天止').fill('2999-12-31')
    await published(designer, admin, await begins(shen, /没有须由人决定的/))
    await page.goto('/staff/catalog/matters/M04')
    await page.getByText('2999-01-01 至 2999-12-31', { exact: true }).waitFor()

    // Another one takes its place only when it is said so.
    await page.getByRole('link', { name: '委托或下放', exact: true }).click()
    const box = page.getByRole('checkbox', { name: /由“区行政服务中心”办理（2999-01-01 至 2999-12-31）/ })
    await box.waitFor()
    await chooses('办理部门', '水务局')
    await page.getByRole('radio', { name: /^下放/ }).check()
    await says(page, '3000-01-01')
    await visitor.refused(422, async () => {
      await page.getByRole('button', { name: /^预\s*览$/ }).click()
      await page
        .getByRole('alert')
        .getByText(/已定由“区行政服务中心”办理/)
        .waitFor()
    })
    await visitor.look()
    await box.check()
    await begins(shen, /由“区行政服务中心”办理（自 2999-01-01 至 2999-12-31）的安排被代替/)

    // What has not begun is taken back: only why is asked.
    await page.goto('/staff/catalog/matters/M04')
    await page.getByRole('link', { name: '撤回', exact: true }).click()
    await page.getByRole('heading', { name: /^撤回“.+”的委托或下放$/ }).waitFor()
    await tells(shen, ['理由（中文）：请填写'])
    await page.getByLabel('理由（中文）').fill('暂缓下放')
    await page.getByLabel('理由（英文）').fill('Put off')
    await page.getByRole('button', { name: /^预\s*览$/ }).click()
    await page.getByRole('heading', { name: /将改动 1 处/ }).waitFor()
    await visitor.look()
    await page.getByRole('button', { name: '生成草稿' }).click()
    await page.waitForURL(/catalog\/versions/)
    await published(designer, admin, new URL(page.url()).searchParams.get('id') ?? '')
    await page.goto('/staff/catalog/matters/M04')
    await page.getByRole('link', { name: '委托或下放', exact: true }).waitFor()
    assert.equal(await page.getByRole('link', { name: '撤回', exact: true }).count(), 0)
    assert.equal(await page.getByText('2999-01-01 至 2999-12-31', { exact: true }).count(), 0)

    // A matter ends, and who still counts on it is named.
    await page.goto('/staff/catalog/matters/N02')
    await page.getByRole('link', { name: '取消', exact: true }).click()
    await page.getByRole('heading', { name: /^取消“/ }).waitFor()
    await tells(shen, ['从哪天起取消：请填写日期', ...noAct.slice(1), ...noWhy])

    // What only the server knows is put at its place too.
    await says(page, '2020-01-01')
    await visitor.refused(422, async () => {
      await page.getByRole('button', { name: /^预\s*览$/ }).click()
      await page
        .getByRole('alert')
        .getByText(/2020-01-01 已经过去/)
        .waitFor()
    })
    assert.equal(await page.getByLabel('从哪天起取消').getAttribute('aria-invalid'), 'true')
    await chooses('接续办理', 'N03')
    await begins(shen, /“.+”的前置事项“.+”自 2999-01-01 起取消/)

    // Where there is nothing to take back, the way leads back.
    await page.goto('/staff/catalog/matters/M04/take-back/cancellation')
    await page.getByText('没有可以撤回的，可能已经撤回').waitFor()
    await visitor.look()
    await page.getByRole('link', { name: '回到事项' }).click()
    await page.getByRole('link', { name: '委托或下放', exact: true }).waitFor()
    await page.goto('/staff/catalog/matters/M04/take-back/nonsense')
    await page.getByRole('heading', { name: '没有找到，或您无权查看' }).waitFor()
  }),
)
