// A draft of a pack is simulated before anybody publishes it: beside the version
// in force, with what the business person knows better of times and decisions.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Account } from './support/account.mjs'
import { launch, told } from './support/browser.mjs'
import { Place, serve } from './support/servers.mjs'
import { Staff } from './support/staff.mjs'

const place = new Place('发布前模拟')
/** @type {import('playwright-core').Browser} */
let browser
let base = ''

before(async () => {
  ;[browser, { base }] = await Promise.all([launch(place), serve(place, { env: { ONEMATTER_CLICKHOUSE_URL: 'off' } })])
})
after(() => place.close())

const pack = 'open-a-restaurant'
const inspection = 'roles: [inspector]\n    limit: 3'

/** Takes a step by its button and confirms it. @param {Staff} who @param {RegExp} name */
async function takes(who, name) {
  const { page } = who
  await page.locator('.om-steps').getByRole('button', { name }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('说明').fill('模拟后提交')
  await dialog.getByRole('button', { name }).click()
  await dialog.waitFor({ state: 'hidden' })
}

test('核查时限改长的草稿：按自己的假设模拟，与现行版本比较，再发布', { timeout: 900_000 }, () =>
  told(place, async () => {
    const designer = await Account.signIn(base, 'designer')
    const { items: packs } = await designer.get('/packs')
    const first = packs.find((/** @type {{name: string}} */ p) => p.name === pack)
    const { files } = await designer.get(`/releases/${first.hash}/files`)
    assert.ok(files['workflows/M02.yaml'].includes(inspection))
    await designer.post('/versions', {
      files: {
        ...files,
        'pack.yaml': files['pack.yaml'].replace(/version: .*/, 'version: 1.1.0'),
        'workflows/M02.yaml': files['workflows/M02.yaml'].replace(inspection, inspection.replace('3', '9')),
      },
      comment: '现场核查时限由 3 个工作日改为 9 个',
      base: first.hash,
    })

    // Beside the version in force: later, by how much, and whose work it is.
    const shen = await Staff.signIn(browser, base, 'designer')
    const { page } = shen
    await page.goto(`/staff/catalog/versions?pack=${pack}`)
    await page.getByRole('button', { name: /1\.1\.0/ }).click()
    await page.getByRole('tab', { name: '模拟' }).click()
    await page.getByRole('heading', { name: `与现行版本 ${first.version} 相比` }).waitFor({ timeout: 120_000 })
    const words = page.locator('.om-sim-words')
    await words.getByText(/慢了 [\d.]+/).waitFor()
    const usual = await words.getByText(/全部办结平均/).textContent()
    await shen.visitor.look()

    // Their own assumptions: an inspection is done in two days whatever its limit, nothing is sent for correction.
    await page.getByText('假设', { exact: true }).click()
    await page.getByRole('combobox', { name: /另定一个环节的用时/ }).click()
    await page.keyboard.type('食品经营许可 · 现场核查')
    await page.keyboard.press('Enter')
    const times = page.getByRole('group', { name: /现场核查/ })
    for (const end of ['最短', '通常', '最长']) await times.getByLabel(end).fill('2')
    await page.getByRole('group', { name: '每次停留的可能' }).getByLabel('要求补正 %').fill('0')
    await shen.visitor.look()
    await page.getByRole('button', { name: '按这些假设模拟' }).click()
    await words.getByText(/差别在抽样误差之内/).waitFor({ timeout: 120_000 })
    assert.notEqual(await words.getByText(/全部办结平均/).textContent(), usual)
    await page.getByText('要求补正 0.0%').waitFor()
    await page
      .getByRole('row', { name: /现场核查.*给定/ })
      .first()
      .waitFor()
    await shen.visitor.look()

    // They stand in the address: whoever opens it sees the same.
    assert.match(decodeURIComponent(page.url()), /"M02\/inspect":\{"days":\{"least":2,"usual":2,"most":2\}\}/)
    await page.reload()
    await page.getByRole('button', { name: /1\.1\.0/ }).click()
    await page.getByRole('tab', { name: '模拟' }).click()
    await words.getByText(/差别在抽样误差之内/).waitFor({ timeout: 120_000 })

    // They know their district too: fewer signboards, and who works on it.
    await page.getByText('情形引导的回答占比').click()
    const signboard = page.getByRole('group', { name: /是否设置户外招牌/ })
    assert.equal(await signboard.getByLabel('是 %').inputValue(), '80') // the theme's
    await signboard.getByLabel('是 %').fill('25')
    assert.equal(await signboard.getByLabel('否 %').inputValue(), '75')
    const people = page.getByRole('group', { name: /各部门人数/ })
    await people.getByLabel('区市场监督管理局').fill('40')
    await people.getByLabel('区消防救援支队').fill('0.5')
    await people.getByLabel('每项待办办理（分钟）').fill('30')
    await page.getByRole('button', { name: '按这些假设模拟' }).click()
    await page
      .getByText(/区消防救援支队办不过来/)
      .first()
      .waitFor({ timeout: 120_000 })
    await page.getByRole('row', { name: /区消防救援支队 人均最多.*0\.5 人.*越积越多/ }).waitFor()
    await signboard.getByText('主题 80%').waitFor()
    await shen.visitor.look()

    // What cannot be is told where it is written, and neither changed nor run.
    const asked = page.url()
    await times.getByLabel('最短').fill('9')
    await people.getByLabel('区市场监督管理局').fill('0')
    await people.getByLabel('每项待办办理（分钟）').fill('20000')
    await page.getByRole('button', { name: '按这些假设模拟' }).click()
    const summary = page.locator('.om-sim-own .om-wrong-summary')
    await summary.getByText('请先改正 3 处', { exact: true }).waitFor()
    assert.ok(await summary.evaluate((box) => box === document.activeElement))
    assert.match((await summary.getByRole('listitem').first().textContent()) ?? '', /现场核查 · 最短：比“通常”长$/)
    await summary.getByText('写成大于 0、不超过 100000 的数').waitFor()
    await summary.getByRole('link', { name: '每项待办办理（分钟）' }).click()
    const minutes = people.getByLabel('每项待办办理（分钟）')
    assert.ok(await minutes.evaluate((box) => box === document.activeElement))
    await people.getByText('写成 0 到 10000 的数', { exact: true }).waitFor()
    assert.equal(await minutes.inputValue(), '20000')
    assert.equal(await people.getByLabel('区市场监督管理局').inputValue(), '0')
    assert.equal(page.url(), asked)
    await shen.visitor.look()
    await minutes.fill('30')
    await summary.getByText('请先改正 2 处', { exact: true }).waitFor()
    await page.getByLabel(/每天/).first().fill('0')
    await page.getByRole('button', { name: '重新模拟' }).click()
    await page.getByText('写成 1 到 100000 的整数').waitFor()
    assert.equal(page.url(), asked)

    // What an address says wrongly the server tells, with a way back.
    const wrong = new URL(asked)
    wrong.searchParams.set('assume', '{"work":20000}')
    await shen.visitor.refused(422, async () => {
      await page.goto(wrong.href)
      await page.getByRole('button', { name: /1\.1\.0/ }).click()
      await page.getByRole('tab', { name: '模拟' }).click()
      await page
        .getByText(/10,?000/)
        .first()
        .waitFor()
    })
    await page.getByRole('button', { name: '恢复默认假设' }).click()
    await words.getByText(/慢了 [\d.]+/).waitFor({ timeout: 120_000 })

    // Having seen it, they hand it over, and it is published.
    await takes(shen, /提交审核/)
    const guan = await Staff.signIn(browser, base, 'admin')
    await guan.page.goto(`/staff/catalog/versions?pack=${pack}`)
    await guan.page.getByRole('button', { name: /1\.1\.0/ }).click()
    await takes(guan, /审核通过/)
    await takes(guan, /^发\s*布$/)
    await guan.page.locator('.om-version').getByText('现行').waitFor()
    // On a phone not all pages have room in the bar: the others are reached by the dots alone.
    await guan.page.setViewportSize({ width: 390, height: 844 })
    await guan.page.goto('/staff/worklist')
    await guan.page.locator('.om-nav .ant-menu-item[aria-hidden="true"]').first().waitFor({ state: 'attached' })
    await guan.visitor.look()
    const { items } = await designer.get('/packs')
    assert.equal(items.find((/** @type {{name: string}} */ p) => p.name === pack).version, '1.1.0')
  }),
)
