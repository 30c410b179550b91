// What a citizen does, as a person would tell it. Controls are found by role,
// by label, or by the name they post under; never by how they are drawn.
import assert from 'node:assert/strict'
import { seen } from './browser.mjs'
import { answers, guide, password, pdf } from './restaurant.mjs'

/** Answers that bring up another question. @type {Record<string, string>} */
const brings = {
  'premises/DE00204': 'premises/DE00207.y',
  'applicant/DE00303': 'applicant/DE00304',
}

/** @typedef {import('./browser.mjs').Visitor} Visitor */

export class Citizen {
  /**
   * @param {Visitor} visitor
   * @param {boolean} scripts
   */
  constructor(visitor, scripts) {
    this.visitor = visitor
    this.page = visitor.page
    this.scripts = scripts
    this.form = this.page.locator('form#section')
  }

  look() {
    return this.visitor.look()
  }

  heading() {
    return seen(this.page.getByRole('heading', { level: 1 }))
  }

  path() {
    return new URL(this.page.url()).pathname
  }

  /** From the home page to what will be needed. */
  async findsOutWhatIsNeeded() {
    const { page } = this
    await page.goto('/')
    await this.look()
    await page.getByRole('link', { name: '开饭店一件事' }).click()
    assert.equal(await this.heading(), '开饭店一件事')
    await this.look()
    await page.getByRole('button', { name: '看看我要办什么' }).click()
    await page.waitForURL(/\/guide/)

    // Nothing chosen: the question comes back with what to do about it.
    await this.visitor.refused(422, () => page.getByRole('button', { name: '继续', exact: true }).click())
    await this.isRefused('请选择一项')
    while (/\/guide$/.test(this.path())) {
      const id = await page.locator('input[name=question]').inputValue()
      const answer = guide[/** @type {keyof typeof guide} */ (id)]
      assert.ok(answer, `the guide asks ${id}: ${await this.heading()}`)
      const choice = page.getByRole('radio', { name: answer, exact: true })
      if (await choice.count()) await choice.check()
      else await page.getByRole('textbox').fill(answer)
      await this.look()
      await page.getByRole('button', { name: '继续', exact: true }).click()
    }
    assert.match(this.path(), /\/needs$/)
    const list = page.getByRole('list').filter({ hasText: '个事项' }).first()
    assert.match(await seen(list), /8\s*个事项/)
    await page.getByText('营业执照', { exact: false }).first().waitFor()
    await this.look()
  }

  /** @param {string} username */
  async signsIn(username) {
    const main = this.page.getByRole('main')
    await main.getByLabel('用户名').fill(username)
    await main.getByLabel('密码').fill(password)
    await main.getByRole('button', { name: '登录', exact: true }).click()
  }

  async starts() {
    const { page } = this
    await this.visitor.refused(401, async () => {
      await page.getByRole('button', { name: '开始办理' }).click()
      await page.getByLabel('用户名').waitFor()
    })
    await this.look()
    await this.signsIn('chen')
    await page.waitForURL(/\/(drafts|themes)\//)
    // Signing in leads back to where one was; the answers are still there.
    if (/\/needs$/.test(this.path())) await page.getByRole('button', { name: '开始办理' }).click()
    await page.waitForURL(/\/drafts\/[^/]+$/)
    this.draft = this.path()
    assert.equal(await this.heading(), '填写申请')
    await this.look()
  }

  /** The page came back with a refusal: title, summary, the same words beside the field. */
  async isRefused(/** @type {string | RegExp} */ words) {
    const { page } = this
    await page.getByRole('heading', { name: '请先处理以下问题' }).waitFor()
    assert.match(await page.title(), /^错误：/)
    const summary = page.getByRole('alert').filter({ hasText: '请先处理以下问题' })
    const link = summary.getByRole('link').first()
    if (words instanceof RegExp) assert.match(await seen(link), words)
    else assert.equal(await seen(link), words)
    const target = page.locator(`[id="${(await link.getAttribute('href'))?.slice(1)}"]`)
    assert.equal(await target.count(), 1, 'the summary links to the field')
    if (this.scripts) {
      assert.ok(
        await page.evaluate(() => document.activeElement?.textContent?.includes('请先处理以下问题')),
        'the summary has the focus',
      )
      await link.click()
      assert.ok(await target.evaluate((el) => el === document.activeElement), 'the link leads to the control')
    }
    await this.look()
  }

  /** Answers the control of this name. @param {string} name @param {unknown} [instead] */
  async answer(name, instead) {
    const [, path, part] = /** @type {RegExpExecArray} */ (/^(.*?)(?:\.([ymd]))?$/.exec(name))
    const value = instead ?? answers[path]
    assert.notEqual(value, undefined, `${this.page.url()} asks for ${name}, which nobody has an answer to`)
    const controls = this.form.locator(`[name="${name}"]`)
    const first = controls.first()
    const type = await first.evaluate((el) => (el instanceof HTMLInputElement ? el.type : el.tagName))
    if (type === 'radio' || type === 'checkbox') {
      for (const one of [value].flat()) await this.form.locator(`[name="${name}"][value="${one}"]`).check()
    } else if (type === 'SELECT') await first.selectOption(String(value))
    else if (part) await first.fill(String(Number(String(value).split('-')[['y', 'm', 'd'].indexOf(part)])))
    else await first.fill(String(value))
  }

  asked() {
    return this.form.evaluate((form) => {
      const elements = [.../** @type {HTMLFormElement} */ (form).elements]
      const names = elements
        .filter((e) => !/^(hidden|submit|button|fieldset)$/.test(/** @type {HTMLInputElement} */ (e).type))
        .map((e) => /** @type {HTMLInputElement} */ (e).name)
      return [...new Set(names)]
    })
  }

  /** Answers everything the topic asks; what an answer brings up, too. @param {Record<string, unknown>} [instead] */
  async fills(instead = {}) {
    const done = new Set()
    for (;;) {
      const names = (await this.asked()).filter((n) => !done.has(n))
      if (names.length === 0) return
      for (const name of names) {
        done.add(name)
        await this.answer(name, instead[name])
        const next = brings[name]
        if (!next || !this.scripts) continue
        await this.form.locator(`[name="${next}"]`).waitFor()
      }
    }
  }

  continues() {
    return this.page.getByRole('button', { name: '保存并继续' }).last().click()
  }

  /** Every topic of the merged form, in the order of the task list. */
  async fillsInEveryTopic() {
    const { page } = this
    await page.getByRole('link', { name: '申请主体' }).click()
    /** @type {string[]} */
    const topics = []
    while (/\/sections\//.test(this.path())) {
      const topic = await this.heading()
      assert.ok(!topics.includes(topic), `${topic} comes again`)
      topics.push(topic)
      await this.look()
      const here = this.path()
      if (topic === '法定代表人') await this.mistypesAnIdentityNumber()
      const before = await this.asked()
      await this.fills()
      const add = page.getByRole('button', { name: /^再添加一条/ })
      if (await add.count()) {
        await add.click()
        const group = (await this.asked())[0]?.split('/')[0]
        await this.form.locator(`[name^="${group}/1/"]`).first().waitFor()
        await this.fills()
        await this.look()
      }
      if (!this.scripts && before.some((name) => brings[name])) {
        // Without scripts the next continue shows what the answers brought up.
        await this.visitor.refused(422, () => this.continues())
        await page.getByRole('heading', { name: '请先处理以下问题' }).waitFor()
        await this.fills()
      }
      await this.continues()
      await page.waitForURL((url) => url.pathname !== here)
    }
    assert.equal(this.path(), this.draft)
    await this.look()
    assert.equal(await page.getByText('未填完').count(), 0)
    return topics
  }

  async mistypesAnIdentityNumber() {
    const { page } = this
    await this.fills({ 'legalRep/DE00005': '31010419850615003 2' })
    await this.visitor.refused(422, () => this.continues())
    await this.isRefused(/校验|号码|身份证/)
    const number = page.getByLabel('证件号码')
    assert.equal(await number.inputValue(), '31010419850615003 2', 'what was typed is kept')
    assert.equal(await number.getAttribute('aria-invalid'), 'true')
    // Spaces and a small letter are nobody's mistake.
    await number.fill('310104 19850615 0031')
  }

  /** Uploads what must be handed in: first a file that is not what it says. */
  async uploadsEverything() {
    const { page } = this
    const todo = page.getByRole('listitem').filter({ hasText: '未上传' }).getByRole('link')
    let uploads = 0
    while (await todo.count()) {
      const name = (await seen(todo.first())).trim()
      await todo.first().click()
      await page.waitForURL(/\/materials\//)
      const file = page.getByLabel('选择文件')
      if (uploads === 0) {
        await this.look()
        await file.setInputFiles({
          name: '身份证.png',
          mimeType: 'image/png',
          buffer: Buffer.from('<!doctype html><script>alert(1)</script>'),
        })
        await this.visitor.refused(422, () =>
          this.visitor.refused(415, () => page.getByRole('button', { name: '上传', exact: true }).click()),
        )
        await page.getByRole('heading', { name: '请先处理以下问题' }).waitFor()
        assert.match(await page.title(), /^错误：/)
        await this.look()
      }
      await file.setInputFiles({ name: `${name}.pdf`, mimeType: 'application/pdf', buffer: pdf(`No. ${uploads}`) })
      await page.getByRole('button', { name: '上传', exact: true }).click()
      await page.getByText('已上传。').waitFor()
      await page.getByRole('link', { name: `${name}.pdf`, exact: true }).waitFor()
      if (uploads === 0) await this.look()
      uploads++
      await page.goto(/** @type {string} */ (this.draft))
    }
    return uploads
  }

  /** Checks the answers, changes one and comes back. */
  async checksAnswers() {
    const { page } = this
    await page.getByRole('link', { name: '核对信息' }).click()
    await page.waitForURL(/\/check$/)
    assert.equal(await this.heading(), '核对信息')
    await this.look()
    const main = page.getByRole('main')
    assert.doesNotMatch(await seen(main), /310104198506150031/, 'sensitive answers are masked')
    assert.match(await seen(main), /附着式/, 'answers are words, not codes')
    await page.getByRole('link', { name: '修改 店招内容' }).click()
    await page.waitForURL(/return=check/)
    await this.form.getByLabel('店招内容').fill('福满堂饭店')
    await page.getByRole('button', { name: '保存，返回核对' }).last().click()
    await page.waitForURL(/\/check$/)
    assert.match(await seen(main), /福满堂饭店/)
  }

  /** Submits as impatient people do; whatever they do, there is one receipt. */
  async submitsTwice() {
    const { page } = this
    const form = page.locator('form', { has: page.getByRole('button', { name: '提交申请' }) })
    const fields = Object.fromEntries(
      await form.evaluate((el) =>
        [...new FormData(/** @type {HTMLFormElement} */ (el))].map(([k, v]) => [k, String(v)]),
      ),
    )
    const action = String(await form.getAttribute('action'))
    const post = () => page.context().request.post(action, { form: fields, maxRedirects: 0 })
    const both = await Promise.all([post(), post()])
    for (const r of both) assert.equal(r.status(), 303)
    await page.getByRole('button', { name: '提交申请' }).click()
    await page.waitForURL(/\/cases\/[^/]+\/receipt/)
    const receipt = this.path()
    for (const r of both) assert.equal(new URL(r.headers().location, page.url()).pathname, receipt)

    await page.goBack()
    const again = page.getByRole('button', { name: '提交申请' })
    if (await again.count()) await again.click()
    await page.waitForURL(/\/receipt/)
    assert.equal(this.path(), receipt)
    assert.equal(await this.heading(), '提交成功')
    await this.look()
    const number = /T01-\d{8}-[2-9A-HJKMNP-Z]{10}/.exec(await seen(page.getByRole('main')))?.[0]
    assert.ok(number, 'the receipt tells the case number')
    this.case = receipt.split('/')[2] ?? ''
    return { case: this.case, number }
  }

  /** Opens the case from 我的办件. @param {string} number */
  async opensTheCase(number) {
    const { page } = this
    await page.goto('/me')
    await this.look()
    await page.getByRole('listitem').filter({ hasText: number }).getByRole('link').first().click()
    await page.waitForURL(/\/cases\/[^/]+$/)
    await this.look()
    return seen(page.getByRole('main'))
  }

  /** @param {string} number */
  async answersTheCorrection(number) {
    const { page } = this
    assert.match(await this.opensTheCase(number), /需要您配合/)
    await page
      .getByRole('button', { name: '去补正' })
      .or(page.getByRole('link', { name: '去补正' }))
      .first()
      .click()
    await page.waitForURL(/\/corrections\//)
    assert.match(await seen(page.getByRole('main')), /容纳人数与疏散出口不符/)
    assert.deepEqual(await this.asked(), ['premises/DE00211', 'file.MT15'], 'only what was named is asked')
    await this.look()
    // A wrong answer comes back with what was typed.
    await this.form.getByLabel('最大容纳人数').fill('很多')
    await this.visitor.refused(422, () => page.getByRole('button', { name: '提交补正' }).last().click())
    await page.getByRole('heading', { name: '请先处理以下问题' }).waitFor()
    assert.equal(await this.form.getByLabel('最大容纳人数').inputValue(), '很多')
    await this.look()
    await this.form.getByLabel('最大容纳人数').fill('100')
    await this.form
      .locator('input[type=file]')
      .setInputFiles({ name: '消防安全制度（盖章）.pdf', mimeType: 'application/pdf', buffer: pdf('stamped') })
    await page.getByRole('button', { name: '提交补正' }).last().click()
    await page.waitForURL(/\/cases\/[^/]+$/)
    await page.getByText('补正已提交').waitFor()
    await this.look()
  }

  /** @param {string} number */
  async seesEveryResult(number) {
    const { page } = this
    const words = await this.opensTheCase(number)
    assert.match(words, /已办结\s*8/)
    const results = page.getByRole('link', { name: '查看结果' })
    assert.equal(await results.count(), 8)
    await results.first().click()
    await page.waitForURL(/\/results\//)
    await this.look()
    assert.match(await seen(page.getByRole('main')), /编号/)
    await page.goBack()
    await page.getByRole('link', { name: '申请表' }).first().click()
    await page.waitForURL(/\/application\//)
    await this.look()
  }
}
