// Source responsibility: a department confirms in the staff app that it delivers
// an answer, and the question disappears from the citizen's form; when its
// source fails, the question is asked. With a script and without.
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, test } from 'node:test'
import { Account } from './support/account.mjs'
import { launch, seen, told, Visitor } from './support/browser.mjs'
import { password } from './support/restaurant.mjs'
import { Place, serve } from './support/servers.mjs'
import { Staff } from './support/staff.mjs'

const place = new Place('数源认责')
const mother = '310104199003070026'
let base = ''
/** @type {import('playwright-core').Browser} */
let browser
/** @type {Account} */
let police
let source = ''

before(async () => {
  ;({ base } = await serve(place, { env: { ONEMATTER_CLICKHOUSE_URL: 'off' } }))
  browser = await launch(place)
  const admin = await Account.signIn(base, 'admin')
  await admin.post('/accounts', {
    username: 'registrar',
    name: '周户籍',
    password,
    roles: ['manager', 'approver'],
    organisation: 'public-security',
  })
  await admin.post('/accounts', { username: 'newcomer', name: '王小明', password, roles: ['citizen'] })
  police = await Account.signIn(base, 'registrar')
  source = (
    await police.post('/sources', {
      department: 'public-security',
      name: { zh: '人口基础库', en: 'Register of residents' },
      kind: 'register',
      pack: 'having-a-baby',
      key: 'DE00005',
      elements: ['DE00009', 'DE00015'],
    })
  ).id
  await police.ask('PUT', `/sources/${source}/rows`, {
    body: { rows: [{ DE00005: mother, DE00009: '幸福路 8 号', DE00015: '01' }] },
  })
  const { proposed } = await admin.post('/duties/propose', { matter: 'N01' })
  assert.ok(proposed > 5)
})
after(() => place.close())

/**
 * A browser in which a citizen is signed in: 林晓岚, whose identity was verified and who is the mother, or somebody else.
 * @param {boolean} scripts
 * @param {string} who
 */
async function sees(scripts, who = 'lin') {
  const citizen = await Account.signIn(base, who)
  const visitor = await Visitor.open(browser, { name: who, base, width: 390, height: 844, scripts })
  const [name, value] = citizen.cookie.split('=')
  await visitor.context.addCookies([{ name: name ?? '', value: value ?? '', url: base }])
  return visitor
}

/** Starts the filing, and says whose data may be fetched. @param {import('./support/browser.mjs').Visitor} visitor */
async function starts(visitor) {
  const { page } = visitor
  await page.goto('/matters/N01')
  await page.getByRole('button', { name: /开始|办理|申请/ }).click()
  await page.waitForURL(/\/drafts\/[^/]+/)
  return new URL(page.url()).pathname.split('/').slice(0, 3).join('/')
}

test('没有确认之前，问题照常要填', { timeout: 300_000 }, () =>
  told(place, async () => {
    const visitor = await sees(true)
    const draft = await starts(visitor)
    assert.equal(new URL(visitor.page.url()).pathname, draft, 'nothing is offered yet')
    await visitor.page.goto(`${draft}/sections/mu-qin-xin-xi`)
    assert.equal(await visitor.page.locator('[name="mother/DE00009"]').count(), 1)
    await visitor.context.close()
  }),
)

test('部门在工作人员页面确认提供', { timeout: 300_000 }, () =>
  told(place, async () => {
    const staff = await Staff.signIn(browser, base, 'registrar')
    const { page, visitor } = staff
    await page.goto('/staff/sources?matter=N01')
    await page.getByRole('heading', { level: 1, name: '数源认责' }).waitFor()
    for (const [item, done] of [
      ['母亲 · 户籍地址', '确认提供'],
      ['母亲 · 民族', '确认提供'],
    ]) {
      await page.getByRole('button', { name: item, exact: true }).click()
      const drawer = page.getByRole('dialog', { name: item })
      await drawer.getByText('待认责').first().waitFor()
      await visitor.look()
      await drawer.getByRole('button', { name: done }).click()
      const dialog = page.getByRole('dialog', { name: done })
      await dialog.getByLabel('数据源').click()
      await page.getByTitle('人口基础库').last().click()
      await dialog.getByLabel('覆盖范围').fill('本市户籍')
      await dialog.getByRole('button', { name: done }).click()
      await page.getByText(`“${done}”已完成`).first().waitFor()
      await drawer.getByText('已确认').first().waitFor()
      await page.keyboard.press('Escape')
      await drawer.waitFor({ state: 'hidden' })
    }
    await page.getByRole('tab', { name: '数据源' }).click()
    await page.getByText('1 条数据').waitFor()
    await visitor.look()
    visitor.quiet()
    await visitor.context.close()
  }),
)

for (const scripts of [true, false]) {
  test(`确认之后，同意取用，问题不再出现（${scripts ? '有' : '无'}脚本）`, { timeout: 300_000 }, () =>
    told(place, async () => {
      const visitor = await sees(scripts)
      const { page } = visitor
      const draft = await starts(visitor)
      assert.equal(new URL(page.url()).pathname, `${draft}/sources`, 'the consent is asked first')
      await visitor.look()
      assert.equal(await page.locator('.govuk-error-message').count(), 0, 'nothing is wrong yet')
      // Nothing chosen and nothing entered: told what is missing.
      await visitor.refused(422, () => page.getByRole('button', { name: '保存并取用' }).last().click())
      await page.getByRole('heading', { name: '请先处理以下问题' }).waitFor()
      await page.locator('[name="mother/DE00005"]').fill(mother)
      await page.getByLabel('同意', { exact: true }).check()
      await page.getByRole('button', { name: '保存并取用' }).last().click()
      await page.getByText('已由部门提供').first().waitFor()
      assert.match(await seen(page.getByRole('main')), /幸福路 8 号/)
      await visitor.look()
      await page.goto(`${draft}/sections/mu-qin-xin-xi`)
      assert.equal(await page.locator('[name="mother/DE00009"]').count(), 0, 'the question has disappeared')
      assert.equal(await page.locator('[name="mother/DE00001"]').count(), 1, 'others are asked')
      await page.goto(`${draft}/check`)
      assert.match(await seen(page.getByRole('main')), /幸福路 8 号[\s\S]*来自区公安局/)
      await visitor.look()

      // It is wrong: they answer it themselves.
      await page.goto(`${draft}/sources`)
      await page.getByRole('button', { name: '内容有误，我自己填 母亲 · 户籍地址' }).click()
      await page.getByText('由您自己填写').first().waitFor()
      await page.goto(`${draft}/sections/mu-qin-xin-xi`)
      assert.equal(await page.locator('[name="mother/DE00009"]').count(), 1)
      visitor.quiet()
      await visitor.context.close()
    }),
  )
}

for (const who of ['chen', 'newcomer']) {
  for (const scripts of [true, false]) {
    const known = who === 'chen' ? '已核验的另一个人' : '没有核验身份的人'
    test(`${known}填母亲的证件号：不用填，也看不到内容（${scripts ? '有' : '无'}脚本）`, { timeout: 300_000 }, () =>
      told(place, async () => {
        const visitor = await sees(scripts, who)
        const { page } = visitor
        const draft = await starts(visitor)
        const reads = async (/** @type {RegExp} */ words) => {
          const text = await seen(page.getByRole('main'))
          assert.match(text, words)
          assert.doesNotMatch(await page.content(), /幸福路/, `${page.url()} shows it`)
          await visitor.look()
        }
        await reads(who === 'chen' ? /您的身份已核验：陈一鸣，310\*+0031/ : /您的账号还没有核验身份/)
        await page.locator('[name="mother/DE00005"]').fill(mother)
        await page.getByLabel('同意', { exact: true }).check()
        await page.getByRole('button', { name: '保存并取用' }).last().click()
        await page.getByText('直接提供给办理部门，不在这里显示').first().waitFor()
        await reads(/户籍地址[\s\S]*直接提供给办理部门，不在这里显示/)
        await page.goto(`${draft}/sections/mu-qin-xin-xi`)
        assert.equal(await page.locator('[name="mother/DE00009"]').count(), 0, 'the question has disappeared')
        await reads(/姓名/)
        await page.goto(`${draft}/check`)
        await reads(/户籍地址[\s\S]*不在这里显示[\s\S]*由区公安局直接提供给办理部门/)
        await page.goto(`${draft}/check?lang=en`)
        await reads(/Not shown here[\s\S]*straight to those who handle the case/)
        await page.goto(`${draft}/sources?lang=zh`)
        await page.getByRole('button', { name: '我自己填 母亲 · 户籍地址' }).click()
        await page.getByText('由您自己填写').first().waitFor()
        await page.goto(`${draft}/sections/mu-qin-xin-xi`)
        assert.equal(await page.locator('[name="mother/DE00009"]').inputValue(), '', 'it is asked, and empty')
        await reads(/户籍地址/)
        visitor.quiet()
        await visitor.context.close()
      }),
    )
  }
}

test('数据源停用后，问题重新出现', { timeout: 300_000 }, () =>
  told(place, async () => {
    const visitor = await sees(true)
    const { page } = visitor
    const draft = await starts(visitor)
    await police.get(`/sources/${source}`)
    await police.ask('PUT', `/sources/${source}`, {
      body: {
        name: { zh: '人口基础库', en: 'Register of residents' },
        elements: ['DE00009', 'DE00015'],
        enabled: false,
      },
      headers: { 'If-Match': police.etag, 'Idempotency-Key': randomUUID() },
    })
    await page.locator('[name="mother/DE00005"]').fill(mother)
    await page.getByLabel('同意', { exact: true }).check()
    await page.getByRole('button', { name: '保存并取用' }).last().click()
    await page.getByText('部门系统暂时没有响应，请您填写').first().waitFor()
    await visitor.look()
    await page.goto(`${draft}/sections/mu-qin-xin-xi`)
    assert.equal(await page.locator('[name="mother/DE00009"]').count(), 1, 'the question is asked')
    visitor.quiet()
    await visitor.context.close()
  }),
)
