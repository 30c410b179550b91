// A citizen opens a restaurant: one form, eight matters, six departments, and
// the dashboard counts it.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Account } from './support/account.mjs'
import { launch, told, Visitor } from './support/browser.mjs'
import { Citizen } from './support/citizen.mjs'
import { creditCode, departments, established } from './support/restaurant.mjs'
import { Place, serve } from './support/servers.mjs'
import { Staff } from './support/staff.mjs'

const place = new Place('开饭店')
/** @type {import('playwright-core').Browser} */
let browser
let base = ''
/** Who has signed in; they stay for the second telling. @type {Record<string, Staff>} */
const staff = {}

before(async () => {
  ;[browser, { base }] = await Promise.all([launch(place), serve(place)])
})
after(() => place.close())

const short = { steps: ['通过', '办结'], events: ['pass', 'deliver'] }
const inspected = {
  steps: ['通过', '通过', '合格', '准予', '办结'],
  events: ['pass', 'pass', 'qualified', 'grant', 'deliver'],
}
const skipped = {
  steps: ['通过', '免核查', '准予', '办结'],
  events: ['pass', 'skip-inspection', 'grant', 'deliver'],
}
/** What departments do once the licence is there: by the buttons' words, and by the API's. @type {Record<string, typeof short>} */
const way = {
  M02: skipped, // both inspect together otherwise: see visit.test.mjs
  M03: skipped,
  M04: short,
  M05: skipped,
  M06: inspected,
  M07: short,
  M08: short,
}

/** Market regulation accepts and approves; a mistyped credit code is refused beside its field. */
async function theLicenceIsIssued(/** @type {Staff} */ market, /** @type {string} */ number) {
  await market.opens(number)
  await market.acts({ label: '通过' })
  await market.acts({ label: '同意' })
  await market.acts({
    label: '办结',
    result: [
      [/信用代码/, `${creditCode.slice(0, -1)}X`],
      [/日期/, established],
    ],
    dialog: async (dialog) => {
      await market.visitor.refused(422, async () => {
        await dialog.getByRole('button', { name: '确认办结' }).click()
        await dialog.getByText(/校验/).first().waitFor()
      })
      await market.visitor.look()
      await dialog.getByLabel(/信用代码/).fill(creditCode)
    },
  })
}

/** The second telling decides over the API: the staff app was shown by the first. */
async function decide(
  /** @type {Staff} */ who,
  /** @type {string} */ id,
  /** @type {string[]} */ events,
  /** @type {Record<string, string> | undefined} */ result = undefined,
) {
  const account = await Account.signIn(base, who.visitor.name)
  for (const event of events) await account.acts(id, event, event === 'deliver' && result ? { result } : {})
}

for (const scripts of [true, false]) {
  test(`市民开一家饭店，六个部门办结，看板计入（市民端${scripts ? '有' : '没有'} JavaScript）`, {
    timeout: 1_800_000,
  }, async () => {
    const chen = await Visitor.open(browser, {
      name: scripts ? 'chen' : 'chen-noscript',
      base,
      width: 390,
      height: 844,
      scripts,
    })
    const citizen = new Citizen(chen, scripts)
    await told(place, async () => {
      for (const name of new Set([...Object.values(departments), 'centre']))
        staff[name] ??= await Staff.signIn(browser, base, name)
      const of = (/** @type {string} */ matter) => staff[departments[/** @type {keyof typeof departments} */ (matter)]]
      const { centre } = staff
      const before = (await centre.ask('/api/v1/dashboard')).totals

      await citizen.findsOutWhatIsNeeded()
      await citizen.starts()
      const topics = await citizen.fillsInEveryTopic()
      assert.ok(topics.length >= 12, `the merged form has the topics ${topics}`)
      const uploads = await citizen.uploadsEverything()
      assert.ok(uploads >= 12, `${uploads} materials were handed in`)
      await citizen.checksAnswers()
      const filed = await citizen.submitsTwice()

      // Eight cases in six departments; six of them wait for the licence.
      /** @type {Record<string, {id: string, number: string, status: string}>} */
      const cases = {}
      for (const name of new Set(Object.values(departments))) {
        for (const c of await staff[name].casesOf(filed.case)) {
          assert.equal(departments[/** @type {keyof typeof departments} */ (c.matter)], name)
          cases[c.matter] = c
        }
      }
      assert.deepEqual(Object.keys(cases).sort(), Object.keys(departments))
      for (const [matter, c] of Object.entries(cases))
        assert.equal(c.status, matter === 'M01' || matter === 'M07' ? 'running' : 'waiting', matter)

      // The licence is decided first; its result starts the others.
      if (scripts) await theLicenceIsIssued(of('M01'), cases.M01.number)
      else
        await decide(of('M01'), cases.M01.id, ['pass', 'approve', 'deliver'], {
          'applicant/DE00102': creditCode,
          'applicant/DE00106': established,
        })
      for (const matter of Object.keys(way)) {
        const c = await of(matter).ask(`/api/v1/cases/${cases[matter].id}`)
        assert.equal(c.status, 'running', matter)
        if (matter !== 'M07')
          assert.ok(
            c.answers.some((/** @type {{text: {zh: string}}} */ a) => a.text.zh === creditCode),
            `${matter} has the credit code`,
          )
      }

      // Fire and rescue asks for a correction; the citizen answers in place.
      await of('M03').opens(cases.M03.number)
      await of('M03').acts({
        label: '补正',
        fields: ['最大容纳人数'],
        materials: ['消防安全制度'],
        dialog: async (dialog) => {
          await dialog.getByRole('button', { name: '确认补正' }).click()
          await dialog.getByText('请写明原因，申请人会看到').waitFor()
          await of('M03').visitor.look()
        },
        note: '容纳人数与疏散出口不符，请核减后重报，并补交盖章的消防安全制度。',
      })
      await citizen.answersTheCorrection(filed.number)

      for (const [matter, { steps, events }] of Object.entries(way)) {
        const c = cases[matter]
        if (scripts) {
          await of(matter).opens(c.number)
          for (const label of steps) await of(matter).acts({ label })
        } else await decide(of(matter), c.id, events)
        assert.equal((await of(matter).ask(`/api/v1/cases/${c.id}`)).outcome, 'issued', matter)
      }
      const theme = await (await chen.page.request.get(`/api/v1/cases/${filed.case}`)).json()
      assert.deepEqual([theme.status, theme.outcome], ['ended', 'issued'])
      await citizen.seesEveryResult(filed.number)

      // The centre's manager sees all of it counted, once the log has been carried over.
      /** @type {{submitted: number, ended: number, issued: number, themeSubmitted: number}} */
      let totals = before
      for (const until = Date.now() + 180_000; totals.issued < before.issued + 8 && Date.now() < until; )
        totals = (await centre.ask('/api/v1/dashboard')).totals
      const counted = (/** @type {typeof totals} */ n) => [n.themeSubmitted, n.submitted, n.ended, n.issued]
      assert.deepEqual(
        counted(totals),
        [1, 8, 8, 8].map((n, i) => n + counted(before)[i]),
      )
      await centre.seesTheDashboard({ 收件: totals.submitted, 办结: totals.ended })
    })
    await chen.context.close()
  })
}
