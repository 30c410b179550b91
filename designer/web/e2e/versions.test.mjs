// A pack is changed while citizens hold drafts: the designer hands a version
// over, the administrator publishes it, moves the drafts, and takes it back.
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Account } from './support/account.mjs'
import { launch, told } from './support/browser.mjs'
import { Place, serve } from './support/servers.mjs'
import { Staff } from './support/staff.mjs'

const place = new Place('版本')
/** @type {import('playwright-core').Browser} */
let browser
let base = ''

before(async () => {
  ;[browser, { base }] = await Promise.all([launch(place), serve(place)])
})
after(() => place.close())

const pack = 'open-a-restaurant'
const area = 'DE00203:\n'

const text = '      DE00404:\n        $ref: element:DE00404\n        x-label: {en: Signboard text, zh: 店招内容}\n'

/**
 * A pack's files as another version, with some texts replaced.
 * @param {Record<string, string>} files
 * @param {string} version
 * @param {[file: string, old: string, now: string][]} edits
 */
function edited(files, version, ...edits) {
  /** @type {Record<string, string>} */
  const out = { ...files, 'pack.yaml': String(files['pack.yaml']).replace(/version: .*/, `version: ${version}`) }
  for (const [file, old, now] of edits) {
    assert.ok(out[file]?.includes(old), `${file} has no ${old}`)
    out[file] = String(out[file]).replace(old, now)
  }
  return out
}

/** Takes a step by its button and confirms it. @param {Staff} who @param {RegExp} name @param {RegExp} consequence */
async function takes(who, name, consequence) {
  const { page } = who
  await page.locator('.om-steps').getByRole('button', { name }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText(consequence).waitFor()
  await dialog.getByLabel('说明').fill('请看')
  await who.visitor.look()
  await dialog.getByRole('button', { name }).click()
  await dialog.waitFor({ state: 'hidden' })
}

test('表单改版：审核、发布，把草稿转过来，再撤回', { timeout: 1_200_000 }, () =>
  told(place, async () => {
    const [citizen, designer] = await Promise.all([Account.signIn(base, 'chen'), Account.signIn(base, 'designer')])
    for (const floor of [120, 320]) {
      const draft = await citizen.post('/drafts', { theme: 'T01' })
      await citizen.ask('PATCH', `/drafts/${draft.id}`, {
        body: { answers: { 'premises/DE00203': floor, 'signboard/DE00404': `福满堂${floor}` } },
        headers: { 'If-Match': citizen.etag },
      })
    }
    const { items: packs } = await designer.get('/packs')
    const first = packs.find((/** @type {{name: string}} */ p) => p.name === pack)
    const { files } = await designer.get(`/releases/${first.hash}/files`)
    await designer.post('/versions', {
      files: edited(files, '1.2.0', ['forms/M04.yaml', 'element:DE00402', 'element:DE99999']),
      comment: '招牌尺寸改为新数据元',
      base: first.hash,
    })
    await designer.post('/versions', {
      files: edited(
        files,
        '1.1.0',
        ['forms/M03.yaml', area, `${area}        maximum: 300\n`],
        ['forms/M04.yaml', text, ''],
        ['forms/M04.yaml', 'required: [DE00401, DE00404, ', 'required: [DE00401, '],
        ['forms/M04.yaml', '  signboard:\n', `${text}  signboard:\n`],
        ['forms/M04.yaml', 'signboard/DE00404', 'premises/DE00404'],
      ),
      comment: '经营面积上限 300 平方米，店招内容归入经营场所',
      base: first.hash,
    })

    // The designer sees what is wrong with one, what changed in the other, and hands it over.
    const shen = await Staff.signIn(browser, base, 'designer')
    const { page } = shen
    await page.goto(`/staff/catalog/versions?pack=${pack}`)
    await page.getByRole('button', { name: /1\.2\.0/ }).click()
    await page.getByRole('heading', { name: /阻止发布/ }).waitFor()
    await page
      .getByText(/DE99999/)
      .first()
      .waitFor()
    await shen.visitor.look()
    await page.getByRole('button', { name: /1\.1\.0/ }).click()
    await page.getByRole('tab', { name: '变更' }).click()
    await page.getByText(/收紧为 300/).waitFor()
    await shen.visitor.look()
    await takes(shen, /提交审核/, /内容将冻结/)
    await page.locator('.om-version').getByText('审核中').waitFor()

    // The administrator approves and publishes: drafts stay where they are, and it says so.
    const guan = await Staff.signIn(browser, base, 'admin')
    const admin = guan.page
    await admin.goto(`/staff/catalog/versions?pack=${pack}`)
    await admin.getByRole('button', { name: /1\.1\.0/ }).click()
    await takes(guan, /审核通过/, /您同意现在的这份内容/)
    await admin.locator('.om-version').getByText('沈思').first().waitFor()
    await takes(guan, /^发\s*布$/, /2 份草稿和 0 个在办件/)
    await admin.locator('.om-version').getByText('现行').waitFor()

    // One draft is safe, the other needs an answer. What the signboard says would be
    // set aside: the administrator says by keyboard what it became.
    await admin.getByRole('tab', { name: '迁移' }).click()
    await admin.getByRole('button', { name: /试\s*算/ }).click()
    await admin.getByText('可直接迁移 1').waitFor()
    await admin.getByText(/premises\/DE00203/).waitFor()
    await admin.getByText('另行保留 1 项').waitFor()
    await guan.visitor.look()
    const became = admin.getByRole('combobox', { name: /店招内容.*在新版本里/ })
    await became.focus()
    await admin.keyboard.press('ArrowDown')
    await admin.keyboard.type('店招')
    await admin.keyboard.press('Enter')
    await guan.visitor.look()
    await admin.getByRole('button', { name: '按这份对照再试算' }).click()
    await admin.getByText('可直接迁移 1').waitFor()
    await admin.getByLabel('给需要补答的申请人的说明').fill('请改经营面积')

    // A reload loses nothing of it.
    await admin.reload()
    await admin.getByRole('tab', { name: '迁移' }).click()
    await admin.getByRole('button', { name: /试\s*算/ }).click()
    await admin.getByText('可直接迁移 1').waitFor()
    assert.equal(await admin.getByLabel('给需要补答的申请人的说明').inputValue(), '请改经营面积')
    assert.equal(await admin.getByText('另行保留 1 项').count(), 0)

    // Both move, and come back.
    await admin.getByRole('button', { name: '迁移 2 份' }).click()
    await admin
      .getByRole('tooltip')
      .getByText(/受阻的不动/)
      .waitFor()
    await admin.getByRole('tooltip').getByRole('button', { name: '迁移 2 份' }).click()
    await admin.getByText('迁移完成').waitFor()
    await admin.getByText('已迁移 2').waitFor()
    assert.equal(
      await admin.evaluate(() => Object.keys(sessionStorage).filter((k) => k.startsWith('om.move.')).length),
      0,
    )
    await guan.visitor.look()
    const { items: moved } = await citizen.get('/drafts')
    for (const d of moved) {
      const draft = await citizen.get(`/drafts/${d.id}`)
      assert.notEqual(draft.release, first.hash)
      assert.match(draft.answers.premises.DE00404, /^福满堂/)
      assert.deepEqual(draft.kept, [])
    }
    await admin.getByRole('button', { name: '撤销这次迁移' }).click()
    await admin.getByRole('tooltip').getByRole('button', { name: '撤销这次迁移' }).click()
    await admin.getByText('已撤回 2').waitFor()
    for (const d of moved) assert.equal((await citizen.get(`/drafts/${d.id}`)).release, first.hash)
  }),
)
