// From a situation that is ticked to one application behind two policies, both
// claimed by the same matter and a third by another. With a script and without.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Account } from './support/account.mjs'
import { launch, seen, told, Visitor } from './support/browser.mjs'
import { Citizen } from './support/citizen.mjs'
import { creditCode, pdf } from './support/restaurant.mjs'
import { Place, serve } from './support/servers.mjs'

const place = new Place('政策')
let base = ''
/** @type {import('playwright-core').Browser} */
let browser

before(async () => {
  ;({ base } = await serve(place, { env: { ONEMATTER_CLICKHOUSE_URL: 'off' } }))
  browser = await launch(place)
})
after(() => place.close())

/** What the application asks beyond what was told already. @type {Record<string, unknown>} */
const rest = {
  'applicant/DE00101': '上海福满堂餐饮有限公司',
  'applicant/DE00102': creditCode,
  'applicant/DE00103': '1130',
  'premises/DE00202': '徐汇区示例路 18 号',
  'premises/DE00203': '80',
  'premises/SB009': '12000',
  'account/SB020': '上海福满堂餐饮有限公司',
  'account/SB021': '示例银行徐汇支行',
  'account/SB022': '6222 0000 1234 5678',
  'agent/DE00001': '陈晓明',
  'agent/DE00006': '13800138000',
  'filing/DE00603': 'true',
}

for (const scripts of [true, false]) {
  test(`选情形、看政策、一次申领（${scripts ? '有' : '无'}脚本）`, { timeout: 600_000 }, () =>
    told(place, async () => {
      const visitor = await Visitor.open(browser, { name: `政策${scripts}`, base, width: 390, height: 844, scripts })
      const { page } = visitor
      const result = page.locator('#result-part')
      /** Answers are in the page; without a script the button brings the result. */
      const shows = async (/** @type {string} */ words) => {
        if (!scripts) await page.getByRole('button', { name: '查看结果' }).last().click()
        await result.getByText(words).first().waitFor()
      }
      const tick = (/** @type {string} */ question, /** @type {string} */ answer) =>
        page.getByRole('group', { name: question }).getByRole('radio', { name: answer, exact: true }).check()

      await page.goto('/')
      await page.getByRole('button', { name: '去看看' }).click()
      await page.getByRole('heading', { level: 1, name: '我能享受哪些政策？' }).waitFor()
      await visitor.look()

      const names = await page
        .locator('input:not([type=hidden]), select')
        .evaluateAll((list) => list.map((e) => /** @type {HTMLInputElement} */ (e).name))
      assert.ok(!names.some((n) => /DE00001|DE00005|DE00101|DE00102/.test(n)), 'nobody says who they are')

      await tick('企业是否被列入严重失信名单？', '否')
      // A year and a half ago, whatever the day is.
      const founded = new Date(Date.now() - 550 * 86_400_000)
      const day = [founded.getFullYear(), founded.getMonth() + 1, founded.getDate()].map(String)
      for (const [part, value] of ['y', 'm', 'd'].map((p, i) => /** @type {const} */ ([p, day[i] ?? ''])))
        await page.locator(`[name="applicant/DE00106.${part}"]`).fill(value)
      await page.getByLabel('从业人数').fill('3')
      await tick('是否为全体员工缴纳社会保险？', '是')
      await tick('创办人是否首次创业？', '是')
      await shows('一次性创业补贴')
      await visitor.look()

      // Nearly: how far, and what can be done.
      const jobs = result.getByRole('listitem').filter({ hasText: '创业带动就业补贴' })
      await jobs.getByText('“从业人数”现为 3 人，须不少于 5 人，还差 2 人').waitFor()
      await jobs.getByText('您可以：再招用员工并缴纳社会保险。').waitFor()
      await page.getByLabel('从业人数').fill('6')
      await page.getByLabel('从业人数').press('Tab')
      await shows('创业带动就业补贴')
      await result.getByRole('checkbox', { name: '创业带动就业补贴' }).waitFor()

      // What is left out of the page now comes with the next answers.
      await tick('创办人属于哪一类？', '毕业五年内的高校毕业生')
      await page.getByLabel('经营场所面积').fill('80')
      await shows('接近符合')
      await tick('场所权属', '租赁')
      await shows('创业场地租金补贴')
      const rent = result.getByRole('checkbox', { name: '创业场地租金补贴' })
      await rent.waitFor()
      await visitor.look()

      // What cannot be read is said, and kept as typed.
      await page.getByLabel('从业人数').fill('六个')
      if (!scripts) {
        await visitor.refused(422, () => page.getByRole('button', { name: '查看结果' }).last().click())
        await page.getByRole('heading', { name: '请先处理以下问题' }).waitFor()
      } else {
        await page.getByLabel('从业人数').press('Tab')
        await page.locator('#g-f-applicant-DE00108 .govuk-error-message').waitFor()
      }
      assert.equal(await page.getByLabel('从业人数').inputValue(), '六个')
      await visitor.look()
      await page.getByLabel('从业人数').fill('6')
      await page.getByLabel('从业人数').press('Tab')
      await shows('创业带动就业补贴')
      await result.getByRole('checkbox', { name: '创业带动就业补贴' }).waitFor()

      for (const name of ['一次性创业补贴', '创业带动就业补贴', '创业场地租金补贴'])
        await result.getByRole('checkbox', { name }).check()
      const had = (await (await Account.signIn(base, 'chen')).get('/drafts')).items.length
      await visitor.refused(401, async () => {
        await result.getByRole('button', { name: '一次申领所选政策' }).click()
        await page.getByLabel('用户名').waitFor()
      })
      const citizen = new Citizen(visitor, scripts)
      await citizen.signsIn('chen')
      await page.waitForURL(/\/drafts\/[^/]+$/)
      await visitor.look()
      const draft = new URL(page.url()).pathname
      const chen = await Account.signIn(base, 'chen')
      assert.equal((await chen.get('/drafts')).items.length, had + 1, 'one draft')
      assert.match(await seen(page.getByRole('main')), /创业扶持补贴申领、创业场地租金补贴申领/)

      // What was told is in the form already.
      citizen.draft = draft
      // Who filed before is offered those answers first; here all is typed.
      const first = page.locator('.govuk-task-list__link[href*="/sections/"]').first()
      await first.click()
      while (/\/sections\//.test(citizen.path())) {
        const here = citizen.path()
        for (const name of await citizen.asked()) {
          const box = citizen.form.locator(`[name="${name}"]`).first()
          if (name === 'applicant/DE00108') assert.equal(await box.inputValue(), '6')
          if (name === 'premises/DE00203') assert.equal(await box.inputValue(), '80')
          if (name in rest) await citizen.answer(name, rest[name])
          else assert.ok(await wasTold(citizen, name), `${name} was told`)
        }
        await visitor.look()
        await citizen.continues()
        await page.waitForURL((url) => url.pathname !== here)
      }
      const todo = page.getByRole('listitem').filter({ hasText: '未上传' }).getByRole('link')
      while (await todo.count()) {
        await todo.first().click()
        await page.waitForURL(/\/materials\//)
        await page
          .getByLabel('选择文件')
          .setInputFiles({ name: '材料.pdf', mimeType: 'application/pdf', buffer: pdf(page.url()) })
        await page.getByRole('button', { name: '上传', exact: true }).click()
        await page.getByText('已上传。').waitFor()
        await page.goto(draft)
      }
      await page.getByRole('link', { name: '核对信息' }).click()
      await page.waitForURL(/\/check$/)
      await visitor.look()
      await page.getByRole('button', { name: '提交申请' }).click()
      await page.waitForURL(/\/receipt/)
      await visitor.look()
      const filed = await chen.get(`/cases/${citizen.path().split('/')[2]}`)
      assert.deepEqual(
        filed.children.map((/** @type {{matter: string}} */ c) => c.matter).sort(),
        ['SB01', 'SB02'],
        'each matter once, though two policies share one',
      )
      assert.match(filed.number, /^JOINT-/)
      visitor.quiet()
      await visitor.context.close()
    }),
  )
}

/** Whether the page came with an answer to a control. @param {Citizen} citizen @param {string} name */
async function wasTold(citizen, name) {
  return citizen.form.locator(`[name="${name}"]`).evaluateAll((list) =>
    list.some((e) => {
      const c = /** @type {HTMLInputElement} */ (e)
      return c.type === 'radio' || c.type === 'checkbox' ? c.checked : c.value !== ''
    }),
  )
}
