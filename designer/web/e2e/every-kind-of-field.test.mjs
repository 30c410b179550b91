// Somebody applies for rental housing: a form with every kind of field, with
// rows within rows, filled in on a phone with and without JavaScript; the
// housing department asks for one field of one row again.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Account } from './support/account.mjs'
import { launch, seen, told, Visitor } from './support/browser.mjs'
import { Citizen } from './support/citizen.mjs'
import { creditCode, pdf } from './support/restaurant.mjs'
import { Place, serve } from './support/servers.mjs'
import { Staff } from './support/staff.mjs'

const place = new Place('每一种字段')
/** @type {import('playwright-core').Browser} */
let browser
let base = ''

before(async () => {
  ;[browser, { base }] = await Promise.all([launch(place), serve(place, { env: { ONEMATTER_CLICKHOUSE_URL: 'off' } })])
})
after(() => place.close())

/** A day so many days from today, in Shanghai. */
const day = (/** @type {number} */ n) => new Date(Date.now() + (8 + 24 * n) * 3_600_000).toISOString().slice(0, 10)

/** An identity number with its check character (GB 11643). */
function identity(/** @type {string} */ seventeen) {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const sum = weights.reduce((n, w, i) => n + w * Number(seventeen[i]), 0)
  return seventeen + '10X98765432'[sum % 11]
}

/** Fills in one page after another. */
class Applicant extends Citizen {
  /** The control of a name; a radio or checkbox by its value, too. */
  control(/** @type {string} */ name, /** @type {string} */ value = '') {
    return this.form.locator(`[name="${name}"]${value && `[value="${value}"]`}`)
  }

  /** Answers controls by name: texts are typed, choices are made. @param {Record<string, string>} answers */
  async gives(answers) {
    for (const [name, value] of Object.entries(answers)) {
      const first = this.control(name).first()
      const kind = await first.evaluate((el) => (el instanceof HTMLInputElement ? el.type : el.tagName))
      if (kind === 'radio' || kind === 'checkbox') await this.control(name, value).check()
      else if (kind === 'SELECT') await first.selectOption(value)
      else await first.fill(value)
    }
  }

  date(/** @type {string} */ name, /** @type {string} */ value) {
    const [y, m, d] = value.split('-').map((n) => String(Number(n)))
    return this.gives({ [`${name}.y`]: y ?? '', [`${name}.m`]: m ?? '', [`${name}.d`]: d ?? '' })
  }

  /** Goes down a hierarchy: each choice brings the next list, without scripts by a button. */
  async narrows(/** @type {string} */ name, /** @type {string[]} */ ...codes) {
    for (const [level, code] of codes.entries()) {
      const select = this.control(`${name}.${level}`)
      await select.waitFor()
      await select.selectOption(code)
      if (level === codes.length - 1) return
      if (!this.scripts) await this.form.locator(`button[value="narrow:${name}"]`).click()
      await this.control(`${name}.${level + 1}`).waitFor()
    }
  }

  /** Searches a long list and takes a hit. */
  async finds(/** @type {string} */ name, /** @type {string} */ query, /** @type {string} */ hit) {
    await this.control(`${name}.find`).fill(query)
    if (!this.scripts) await this.form.locator(`button[value="find:${name}"]`).click()
    const choice = this.form.getByRole('radio', { name: hit })
    await choice.first().waitFor()
    await choice.first().check()
  }

  async adds(/** @type {string} */ group, /** @type {string} */ first) {
    await this.form.locator(`button[value="add:${group}"]`).click()
    await this.control(first).first().waitFor()
  }

  /** Continues, and is on another page. */
  async goesOn() {
    const here = this.path()
    await this.continues()
    await this.page.waitForURL((url) => url.pathname !== here)
    await this.look()
  }

  /** Without scripts the next continue shows what the answers brought up. */
  async asksMore(/** @type {string} */ name) {
    if (this.scripts) return this.control(name).first().waitFor()
    await this.visitor.refused(422, () => this.continues())
    await this.page.getByRole('heading', { name: '请先处理以下问题' }).waitFor()
    return this.control(name).first().waitFor()
  }

  file(/** @type {string} */ name, /** @type {string} */ called, /** @type {Buffer} */ buffer = pdf(called)) {
    const mimeType = called.endsWith('.pdf') ? 'application/pdf' : 'image/png'
    return this.control(`${name}.file`).setInputFiles({ name: called, mimeType, buffer })
  }
}

for (const scripts of [true, false]) {
  test(`申请人才公租房：每一种字段都能填写、修改、补正（${scripts ? '有' : '没有'} JavaScript）`, {
    timeout: 1_800_000,
  }, async () => {
    const lin = await Visitor.open(browser, {
      name: scripts ? 'lin' : 'lin-noscript',
      base,
      width: 390,
      height: 844,
      scripts,
    })
    const me = new Applicant(lin, scripts)
    const { page } = lin
    await told(place, async () => {
      await page.goto('/')
      await page.getByRole('link', { name: '人才公租房申请' }).click()
      assert.equal(await me.heading(), '人才公租房申请')
      await me.look()
      await lin.refused(401, async () => {
        await page.getByRole('button', { name: '开始办理' }).click()
        await page.getByLabel('用户名').waitFor()
      })
      await me.signsIn('lin')
      await page.waitForURL(/\/drafts\/[^/]+$/)
      me.draft = me.path()
      assert.match(await seen(page.getByRole('main')), /还需约 \d+ 分钟/)
      await me.look()

      // 申请人: a person, an identity document, what is read from its number.
      await page.getByRole('link', { name: '申请人', exact: true }).click()
      await me.look()
      await me.gives({ 'tenant/HD005': '2', 'tenant/HD001.name': '林晓岚', 'tenant/HD001.phone': '13900139000' })
      await me.gives({ 'tenant/HD002.idType': '111', 'tenant/HD002.idNumber': '310104199506150030' })
      await me.gives({ 'tenant/HD014': '6', 'tenant/HD006': '20' })
      if (identity('31010419950615003') !== '310104199506150030') {
        await lin.refused(422, () => me.continues())
        await me.isRefused(/证件号码/)
        assert.equal(await me.control('tenant/HD002.idNumber').inputValue(), '310104199506150030')
      }
      await me.gives({ 'tenant/HD002.idNumber': identity('31010419950615003') })
      if (scripts) await me.control('tenant/HD006', '20').dispatchEvent('change')
      await me.asksMore('tenant/HD013')
      assert.match(await seen(me.form), /1995年6月15日/)
      await me.gives({ 'tenant/HD013': 'true' })
      await me.goesOn()

      // 住址: two hierarchies and a list of thousands.
      await me.narrows('tenant/HD007.division', '310000', '310104', '310104003')
      await me.gives({ 'tenant/HD007.detail': '天平路 40 号 302 室', 'tenant/HD007.postcode': '200030' })
      await me.narrows('tenant/HD008', '330000', '330100', '330106')
      await me.finds('tenant/HD009', '天平路街道', '徐汇区天平路街道')
      await me.look()
      await me.gives({ 'tenant/HD010': '021-5555 0123', 'tenant/HD011': 'lin@fumantang.example' })
      await me.gives({ 'tenant/HD012': 'https://lin.example/works' })
      await me.goesOn()

      // 学历与工作: an organisation, a place on the map, periods, money, files.
      await me.gives({ 'employer/HD101.name': '上海福满堂智能装备有限公司', 'employer/HD101.creditCode': creditCode })
      await me.narrows('employer/HD102.division', '310000', '310104', '310104003')
      await me.gives({ 'employer/HD102.detail': '漕溪北路 333 号 8 楼' })
      await me.gives({ 'employer/HD107.longitude': '121.4365', 'employer/HD107.latitude': '31.1880' })
      await me.finds('employer/HD103', '软件', '计算机软件工程技术人员')
      await me.date('employer/HD104.from', '2025-07-01')
      await me.date('employer/HD104.to', '2028-06-30')
      await me.gives({ 'employer/HD105': '12,000.50', 'tenant/HD015': '14', 'tenant/HD016': '示范理工大学' })
      await me.file('employer/HD106', '劳动合同.pdf')
      await me.form.locator('button[value="upload:employer/HD106"]').click()
      await me.form.getByRole('link', { name: '劳动合同.pdf' }).waitFor()
      await me.date('tenant/HD017.from', '2013-09-01')
      await me.date('tenant/HD017.to', '2020-06-30')
      await me.gives({ 'tenant/HD019': '参与两项市级科研项目。\n负责控制系统软件。' })
      await me.file('tenant/HD018', '学位证书.pdf')
      await me.goesOn()

      // 配偶: the path leads here because of an earlier answer.
      assert.equal(await me.heading(), '配偶')
      await me.gives({ 'spouse/HD001.name': '周明', 'spouse/HD001.phone': '13700137000' })
      await me.gives({ 'spouse/HD002.idType': '111', 'spouse/HD002.idNumber': identity('31010419931102001') })
      await me.gives({ 'spouse/HD203': 'true' })
      await me.asksMore('spouse/HD222')
      await me.gives({ 'spouse/HD222': '8000' })
      await me.goesOn()

      // 家庭成员: rows, rows in rows, rows in those.
      await me.adds('member', 'member/0/HD201')
      const kid = { 'member/0/HD201': '周小满', 'member/0/HD202': '30', 'member/0/HD002.idType': '111' }
      await me.gives({ ...kid, 'member/0/HD002.idNumber': identity('31010420180615002') })
      await me.adds('member/0/certificate', 'member/0/certificate/0/HD211')
      await me.gives({ 'member/0/schooling/HD204': '示范区第一小学', 'member/0/schooling/HD205': '二年级' })
      await me.gives({ 'member/0/certificate/0/HD211': '3', 'member/0/certificate/0/HD212': 'RY-2025-0031' })
      await me.adds('member/0/certificate/0/renewal', 'member/0/certificate/0/renewal/0/HD214.y')
      await me.date('member/0/certificate/0/renewal/0/HD214', '2025-09-01')
      await me.gives({ 'member/0/certificate/0/renewal/0/HD215': '区教育局' })
      await me.adds('member/0/income', 'member/0/income/0/HD221')
      await me.gives({ 'member/0/income/0/HD221': '5', 'member/0/income/0/HD222': '300' })
      await me.adds('member', 'member/1/HD201')
      await me.gives({ 'member/1/HD201': '多余的人' })
      await me.look()
      await me.form.locator('button[value="remove:member:1"]').click()
      await me.control('member/1/HD201').waitFor({ state: 'detached' })
      assert.equal(await me.control('member/0/certificate/0/renewal/0/HD215').inputValue(), '区教育局')
      await me.goesOn()

      // 家庭收支: sums of the pages before, and a table.
      const means = await seen(me.form)
      assert.match(means, /20,300\.50/, 'wages and every row of every member')
      assert.match(means, /贰万零叁佰元零伍角整/)
      await me.gives({
        'means/HD301.rent.HD302': '3500',
        'means/HD301.rent.HD303': '合租',
        'means/HD301.care.HD302': '800',
      })
      await me.gives({ 'means/HD308': '86000.12', 'means/HD309': '38.5' })
      await me.goesOn()

      // 意向住房: what is offered follows another answer.
      await me.gives({ 'home/HD401': 'S', 'home/HD403': '2', 'home/HD404': 'metro', 'home/HD408': '3200' })
      await me.date('home/HD405', day(40))
      await me.gives({ 'home/HD406.date': day(10), 'home/HD406.time': '14:30', 'home/HD407': '10:30' })
      if (scripts) await me.control('home/HD401', 'S').dispatchEvent('change')
      await me.asksMore('home/HD402')
      assert.equal(await me.control('home/HD402', 'E01').count(), 0, 'an estate of another area is not offered')
      assert.equal(await me.control('home/HD402', 'E08').count(), 0, 'nor one that is no longer let')
      await me.gives({ 'home/HD402': 'E06' })
      await me.goesOn()

      // 材料与签名: a file that is not what it says is refused, what was typed stays.
      assert.match(await seen(me.form), /2026 年第一批/, 'what is only shown')
      await me.file('pledge/HD501', '户口簿.png', Buffer.from('<!doctype html><script>alert(1)</script>'))
      await me.gives({ 'pledge/HD502': 'true', 'pledge/HD503.name': '林晓岚' })
      await lin.refused(422, () => me.continues())
      await me.isRefused(/户口簿\.png/)
      assert.equal(await me.control('pledge/HD503.name').inputValue(), '林晓岚')
      await me.file('pledge/HD501', '户口簿.pdf')
      if (scripts) {
        const box = await page.locator('canvas').boundingBox()
        assert.ok(box)
        await page.locator('canvas').scrollIntoViewIfNeeded()
        const at = /** @type {NonNullable<typeof box>} */ (await page.locator('canvas').boundingBox())
        await page.mouse.move(at.x + 30, at.y + 30)
        await page.mouse.down()
        for (const [x, y] of [
          [60, 70],
          [90, 40],
          [150, 80],
        ])
          await page.mouse.move(at.x + (x ?? 0), at.y + (y ?? 0))
        await page.mouse.up()
        assert.match(await me.control('pledge/HD503.strokes').inputValue(), /^\[\[\d+,\d+,/)
      }
      await me.continues()
      await page.waitForURL((url) => url.pathname === me.draft)
      assert.equal(await page.getByText('未填完').count(), 0, await seen(page.getByRole('main')))
      await me.look()

      // Check, go back and change, come back.
      await page.getByRole('link', { name: '核对信息' }).click()
      await page.waitForURL(/\/check$/)
      await me.look()
      const main = page.getByRole('main')
      const words = await seen(main)
      for (const word of [
        '硕士',
        '天平路街道',
        '滨江人才公寓',
        '2025年7月1日至2028年6月30日',
        '证书 1',
        '年审记录 1',
        '劳动合同.pdf',
        '¥3,200',
      ])
        assert.ok(words.includes(word), `${word} is missing in ${words}`)
      assert.doesNotMatch(words, /310104199506150/, 'identity numbers are masked')
      if (scripts) await page.locator('svg.om-sign__drawn').waitFor()
      await page.getByRole('link', { name: '修改 您每月能承受多少租金？' }).click()
      await page.waitForURL(/return=check/)
      await me.gives({ 'home/HD408': '3300' })
      await page.getByRole('button', { name: '保存，返回核对' }).last().click()
      await page.waitForURL(/\/check$/)
      assert.match(await seen(main), /¥3,300/)
      await page.getByRole('button', { name: '提交申请' }).click()
      await page.waitForURL(/\/cases\/[^/]+\/receipt/)
      await me.look()
      const id = me.path().split('/')[2] ?? ''
      const number = /H01-\d{8}-[2-9A-HJKMNP-Z]{10}/.exec(await seen(main))?.[0] ?? ''
      assert.ok(number, 'the receipt tells the case number')

      // The department asks for one field of one row again.
      const asks = { note: '证书编号与系统记录不符，请核对后重报。', fields: ['member/0/certificate/0/HD212'] }
      const officer = await Account.signIn(base, 'housing')
      const found = await officer.get(`/cases/${id}`)
      assert.ok(
        found.answers.some((/** @type {{files?: {name: string}[]}} */ a) => a.files?.[0]?.name === '户口簿.pdf'),
      )
      if (scripts) {
        const housing = await Staff.signIn(browser, base, 'housing')
        await housing.opens(number)
        assert.match(await seen(housing.page.locator('.om-answers')), /家庭成员 1 · 证书 1 · 证书编号/)
        await housing.acts({ label: '补正', fields: ['家庭成员 1 · 证书 1 · 证书编号'], note: asks.note })
      } else await officer.acts(id, 'correct', asks)

      assert.match(await me.opensTheCase(number), /需要您配合/)
      await page
        .getByRole('button', { name: '去补正' })
        .or(page.getByRole('link', { name: '去补正' }))
        .first()
        .click()
      await page.waitForURL(/\/corrections\//)
      assert.deepEqual(await me.asked(), ['member/0/certificate/0/HD212'], 'only what was named is asked')
      assert.match(await seen(main), /家庭成员 1：周小满 · 证书 1/)
      await me.look()
      await me.gives({ 'member/0/certificate/0/HD212': '' })
      await lin.refused(422, () => page.getByRole('button', { name: '提交补正' }).last().click())
      await me.isRefused(/证书编号/)
      await me.gives({ 'member/0/certificate/0/HD212': 'RY-2025-0131' })
      await page.getByRole('button', { name: '提交补正' }).last().click()
      await page.waitForURL(/answered=1/)
      for (const event of ['pass', 'approve', 'deliver']) await officer.acts(id, event, {})
      const done = await officer.get(`/cases/${id}`)
      assert.equal(done.outcome, 'issued')
      const text = (/** @type {string} */ path) =>
        done.answers.find((/** @type {{path: string}} */ a) => a.path === path)?.text.zh
      assert.equal(text('member/0/certificate/0/HD212'), 'RY-2025-0131')
      assert.equal(text('member/0/certificate/0/renewal/0/HD215'), '区教育局')
    })
    await lin.context.close()
  })
}
