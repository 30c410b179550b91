// A document that another one proves is not asked for; its department sees what
// serves in its place, asks for it all the same, and the applicant hands it in.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Account } from './support/account.mjs'
import { launch, seen, told, Visitor } from './support/browser.mjs'
import { creditCode, established, pdf, situation } from './support/restaurant.mjs'
import { Place, serve } from './support/servers.mjs'
import { Staff } from './support/staff.mjs'

const place = new Place('免交')
let base = ''
/** @type {import('playwright-core').Browser} */
let browser

before(async () => {
  ;({ base } = await serve(place, { env: { ONEMATTER_CLICKHOUSE_URL: 'off' } }))
  browser = await launch(place)
})
after(() => place.close())

/** What the sewer permit wants, and what shows the same. */
const wanted = '房产证或租赁合同'
const serves = '经营场所使用证明'

for (const scripts of [true, false]) {
  test(`一份证明用于两个部门，需要时再补交（市民端${scripts ? '有' : '没有'} JavaScript）`, { timeout: 600_000 }, () =>
    told(place, async () => {
      const chen = await Account.signIn(base, 'chen')
      const citizen = await Visitor.open(browser, { name: '申请人', base, width: 390, height: 844, scripts })
      const { page } = citizen
      const [session, secret] = chen.cookie.split('=')
      await citizen.context.addCookies([{ name: session ?? '', value: secret ?? '', url: base }])
      const main = page.getByRole('main')

      // Neither the list of what is needed nor that of what is to be uploaded asks for it; both say what serves.
      await page.goto(
        `/themes/T01/needs?${new URLSearchParams(Object.entries(situation).map(([k, v]) => [k, String(v)]))}`,
      )
      const item = (/** @type {string} */ name) => main.getByRole('listitem').filter({ hasText: name })
      await item(serves).getByText('要交', { exact: true }).waitFor()
      await main.getByText(/^不用交的材料/).click()
      const told = new RegExp(`“${serves}”已经证明同样的内容，一份就够`)
      await item(wanted).getByText(told).waitFor()
      await citizen.look()
      const draft = await chen.preparesARestaurant()
      await page.goto(`/drafts/${draft.id}`)
      assert.equal(await main.getByRole('link', { name: serves, exact: true }).count(), 1)
      assert.equal(await main.getByRole('link', { name: wanted, exact: true }).count(), 0)
      await main.getByText(/^不用交的材料/).click()
      await item(wanted).getByText(told).waitFor()
      await citizen.look()
      await page.goto(`/drafts/${draft.id}/check`)
      const row = () => main.locator('.govuk-summary-list__row').filter({ hasText: wanted })
      await row().getByText(told).waitFor()
      assert.equal(await row().getByRole('link').count(), 0, 'there is nothing to change')
      await citizen.look()
      await page.getByRole('button', { name: '提交申请' }).click()
      await page.waitForURL(/\/cases\/[^/]+\/receipt/)
      const root = new URL(page.url()).pathname.split('/')[2] ?? ''

      // The licence is issued, so that the water department begins. It has the file of what serves.
      const of = async (/** @type {string} */ matter) => {
        const { children } = await chen.get(`/cases/${root}`)
        return children.find((/** @type {{matter: string}} */ c) => c.matter === matter)
      }
      const market = await Account.signIn(base, 'market')
      const licence = (await of('M01')).id
      await market.acts(licence, 'pass')
      await market.acts(licence, 'approve')
      await market.acts(licence, 'deliver', {
        result: { 'applicant/DE00102': creditCode, 'applicant/DE00106': established },
      })
      const sewer = await of('M06')
      const water = await Staff.signIn(browser, base, 'water')
      await water.opens(sewer.number)
      const document = () => water.page.locator('.om-files > li').filter({ hasText: wanted })
      await document().getByText('已由别的证明，不另收').waitFor()
      await document().getByText(`由本次一并提交的“${serves}”证明，没有另收这份材料`).waitFor()
      const opened = await water.page.request.get(
        String(
          await document()
            .getByRole('link', { name: `${serves}.pdf` })
            .getAttribute('href'),
        ),
      )
      assert.equal(opened.status(), 200)
      await water.acts({ label: '补正', materials: [wanted], note: '租赁合同要核对起止日期，请提交合同本身' })
      await document().getByText('已要求申请人补交').waitFor()
      assert.doesNotMatch(await seen(document()), /不另收|没有另收/)
      await water.visitor.look()

      // The applicant reads why now, and nothing that says the contrary.
      await page.goto(`/cases/${root}`)
      await main
        .getByRole('link', { name: '去补正' })
        .or(main.getByRole('button', { name: '去补正' }))
        .first()
        .click()
      await page.waitForURL(/\/corrections\//)
      const upload = main.getByRole('region', { name: wanted })
      await upload.getByText(`提交申请时由“${serves}”证明，没有收这份材料；现在部门要求提交`).waitFor()
      assert.doesNotMatch(await seen(main), /不用交|没有另收|重新上传/)
      await citizen.look()
      // Without the file it is not answered.
      await citizen.refused(422, () => page.getByRole('button', { name: '提交补正' }).last().click())
      await page.getByRole('heading', { name: '请先处理以下问题' }).waitFor()
      await main.getByRole('link', { name: `请上传：${wanted}` }).waitFor()
      await citizen.look()
      await upload
        .getByLabel('选择文件')
        .setInputFiles({ name: '租赁合同.pdf', mimeType: 'application/pdf', buffer: pdf('lease') })
      await page.getByRole('button', { name: '提交补正' }).last().click()
      await page.waitForURL(/\/cases\/[^/]+$/)
      await page.getByText('补正已提交').waitFor()
      await page.goto(`/cases/${root}/application/${sewer.id}`)
      await row().getByRole('link', { name: '租赁合同.pdf' }).waitFor()
      await citizen.look()

      await water.page.reload()
      await document().getByText('已提交', { exact: true }).waitFor()
      await document().getByRole('link', { name: '租赁合同.pdf' }).waitFor()
      assert.equal(
        await document()
          .getByRole('link', { name: `${serves}.pdf` })
          .count(),
        0,
        'what served is no longer needed',
      )
      await water.visitor.look()
      citizen.quiet()
      water.visitor.quiet()
      await citizen.context.close()
      await water.visitor.context.close()
    }),
  )
}
