// Verified identity: whoever nobody has verified is not told what a department
// has on record of the person they say they are; a clerk looks at the document
// in the staff app, and they are told; it is withdrawn, and they are not.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Account } from './support/account.mjs'
import { launch, seen, told, Visitor } from './support/browser.mjs'
import { password } from './support/restaurant.mjs'
import { Place, serve } from './support/servers.mjs'
import { Staff } from './support/staff.mjs'

const place = new Place('实名核验')
const number = '310104199506150028'
const residence = '幸福路 8 号'
let base = ''
/** @type {import('playwright-core').Browser} */
let browser
/** The drafts she began before anybody knew who she is, with a script and without. @type {Map<boolean, string>} */
const drafts = new Map()

before(async () => {
  ;({ base } = await serve(place, { env: { ONEMATTER_CLICKHOUSE_URL: 'off' } }))
  browser = await launch(place)
  const admin = await Account.signIn(base, 'admin')
  await admin.post('/accounts', { username: 'xiaoyue', name: '林晓月', password, roles: ['citizen'] })
  await admin.post('/accounts', {
    username: 'registrar',
    name: '周户籍',
    password,
    roles: ['manager', 'approver'],
    organisation: 'public-security',
  })
  const police = await Account.signIn(base, 'registrar')
  const source = await police.post('/sources', {
    department: 'public-security',
    name: { zh: '人口基础库', en: 'Register of residents' },
    kind: 'register',
    pack: 'having-a-baby',
    key: 'DE00005',
    elements: ['DE00009'],
  })
  await police.ask('PUT', `/sources/${source.id}/rows`, { body: { rows: [{ DE00005: number, DE00009: residence }] } })
  const duty = await admin.post('/duties', {
    matter: 'N01',
    kind: 'field',
    item: 'mother/DE00009',
    department: 'public-security',
  })
  await police.get(`/duties/${duty.id}`)
  await police.post(
    `/duties/${duty.id}/steps`,
    { event: 'confirm', source: source.id, keyField: 'mother/DE00005' },
    { 'If-Match': police.etag },
  )
})
after(() => place.close())

/** Her own browser, on a phone. @param {boolean} scripts */
async function she(scripts) {
  const citizen = await Account.signIn(base, 'xiaoyue')
  const visitor = await Visitor.open(browser, { name: 'xiaoyue', base, width: 390, height: 844, scripts })
  const [name, value] = citizen.cookie.split('=')
  await visitor.context.addCookies([{ name: name ?? '', value: value ?? '', url: base }])
  return visitor
}

/** @param {Visitor} visitor @param {RegExp} words */
async function reads({ page }, words) {
  assert.match(await seen(page.getByRole('main')), words)
}

for (const scripts of [true, false]) {
  test(`没有核验的市民：账号页说明，部门掌握的内容不显示（${scripts ? '有' : '无'}脚本）`, { timeout: 300_000 }, () =>
    told(place, async () => {
      const visitor = await she(scripts)
      const { page } = visitor
      await page.goto('/me')
      await reads(visitor, /实名核验[\s\S]*未核验[\s\S]*还没有核验身份[\s\S]*您的用户名：xiaoyue/)
      await visitor.look()
      await page.goto('/matters/N01')
      await page.getByRole('button', { name: /开始|办理|申请/ }).click()
      await page.waitForURL(/\/drafts\/[^/]+/)
      const draft = new URL(page.url()).pathname.split('/').slice(0, 3).join('/')
      drafts.set(scripts, draft)
      await page.goto(`${draft}/sources`)
      await page.locator('[name="mother/DE00005"]').fill(number)
      await page.getByLabel('同意', { exact: true }).check()
      await page.getByRole('button', { name: '保存并取用' }).last().click()
      await page.getByText('直接提供给办理部门，不在这里显示').first().waitFor()
      for (const at of ['', '/sources', '/check', '/sections/mu-qin-xin-xi']) {
        await page.goto(draft + at)
        assert.ok(!(await page.content()).includes(residence), `${at} tells it`)
      }
      visitor.quiet()
      await visitor.context.close()
    }),
  )
}

test('工作人员看过证件，在工作人员页面核验', { timeout: 300_000 }, () =>
  told(place, async () => {
    const { page, visitor } = await Staff.signIn(browser, base, 'counter')
    await page.getByRole('heading', { level: 1, name: '实名核验' }).waitFor()
    assert.equal(await page.getByRole('link', { name: '待办', exact: true }).count(), 0, 'a verifier handles no cases')
    await visitor.look()
    /** @param {string} username */
    const finds = async (username) => {
      await page.getByLabel('用户名（请本人提供）').fill(username)
      await page.getByRole('button', { name: /^查\s*找$/ }).click()
    }
    // A refusal has come when the page says so.
    await visitor.refused(404, async () => {
      await finds('linxiaoyue')
      await page.getByText('没有用户名为“linxiaoyue”的账号').waitFor()
    })
    await finds(' XiaoYue ')
    const card = page.getByRole('region', { name: '林晓月' })
    await card.getByText('未核验').waitFor()
    await visitor.look()

    await card.getByRole('button', { name: '核验身份' }).click()
    const dialog = page.getByRole('dialog', { name: '核验身份' })
    const submit = dialog.getByRole('button', { name: '核验身份' })
    await submit.click()
    await dialog.getByText('请填写证件上的姓名').waitFor()
    await dialog.getByText('请填写证件号码').waitFor()
    await dialog.getByLabel('证件上的姓名').fill('林小月')
    await dialog.getByText('与账号自己填的姓名“林晓月”不同').waitFor()
    await dialog.getByLabel('证件上的姓名').fill('林晓月')
    // A slip of the pen, then a number by which somebody else is verified.
    await dialog.getByLabel('证件号码').fill('310104199506150029')
    await visitor.refused(422, async () => {
      await submit.click()
      await dialog.getByText('请填写正确的证件号码').waitFor()
    })
    await dialog.getByLabel('证件号码').fill('310104199003070026')
    await visitor.refused(422, async () => {
      await submit.click()
      await dialog.getByText('这个证件号码已用于核验另一个账号（l*n）').waitFor()
    })
    await visitor.look()
    await dialog.getByLabel('证件号码').fill('310104 19950615 0028')
    await submit.click()
    await page.getByText('已核验：林晓月').first().waitFor()
    await card.getByText('310***********0028').waitFor()
    assert.match(
      await seen(card),
      /依据[\s\S]*查验居民身份证原件[\s\S]*核验人[\s\S]*何敏[\s\S]*核验记录[\s\S]*何敏[\s\S]*核验为本人/,
    )
    assert.ok(!(await page.content()).includes(number), 'the number stands nowhere')
    await visitor.look()
    visitor.quiet()
    await visitor.context.close()
  }),
)

for (const scripts of [true, false]) {
  test(`核验之后，她自己的信息显示给她（${scripts ? '有' : '无'}脚本）`, { timeout: 300_000 }, () =>
    told(place, async () => {
      const visitor = await she(scripts)
      const { page } = visitor
      await page.goto('/me')
      await reads(visitor, /实名核验[\s\S]*已核验[\s\S]*林晓月，310\*+0028[\s\S]*查验居民身份证原件/)
      await visitor.look()
      const draft = drafts.get(scripts) ?? ''
      await page.goto(`${draft}/sources`)
      await page.getByRole('button', { name: '保存并取用' }).last().click()
      await page.getByText('已由部门提供').first().waitFor()
      await reads(visitor, new RegExp(residence))
      await visitor.look()
      visitor.quiet()
      await visitor.context.close()
    }),
  )
}

test('撤销核验之后，不再显示', { timeout: 300_000 }, () =>
  told(place, async () => {
    const { page, visitor } = await Staff.signIn(browser, base, 'counter')
    await page.goto('/staff/identities?username=xiaoyue')
    const card = page.getByRole('region', { name: '林晓月' })
    await card.getByRole('button', { name: '撤销核验' }).click()
    const dialog = page.getByRole('dialog', { name: '撤销核验' })
    await dialog.getByRole('button', { name: '撤销核验' }).click()
    await dialog.getByText('请写明为什么撤销').waitFor()
    await dialog.getByLabel('撤销的原因').fill('证件已挂失')
    await dialog.getByRole('button', { name: '撤销核验' }).click()
    await card.getByText('未核验').waitFor()
    assert.match(await seen(card), /核验记录[\s\S]*撤销了核验[\s\S]*证件已挂失[\s\S]*核验为本人/)
    await visitor.look()
    visitor.quiet()
    await visitor.context.close()

    const her = await she(true)
    await her.page.goto(`${drafts.get(true)}/sources`)
    await reads(her, /直接提供给办理部门，不在这里显示/)
    assert.ok(!(await her.page.content()).includes(residence), 'it is told still')
    await her.page.goto('/me')
    await reads(her, /未核验/)
    her.quiet()
    await her.context.close()
  }),
)

test('其他工作人员看不到实名核验', { timeout: 300_000 }, () =>
  told(place, async () => {
    const { page, visitor } = await Staff.signIn(browser, base, 'registrar')
    await page.getByRole('link', { name: '资源目录' }).waitFor()
    assert.equal(await page.getByRole('link', { name: '实名核验' }).count(), 0)
    await page.goto('/staff/identities?username=xiaoyue')
    await page.getByRole('heading', { name: '没有找到，或您无权查看' }).waitFor()
    visitor.quiet()
    await visitor.context.close()
  }),
)
