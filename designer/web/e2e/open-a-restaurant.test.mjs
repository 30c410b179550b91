import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { launch, told, Visitor } from './support/browser.mjs'
import { Citizen } from './support/citizen.mjs'
import { Place, serve } from './support/servers.mjs'

const place = new Place('开饭店')
/** @type {import('playwright-core').Browser} */
let browser
let base = ''

before(async () => {
  ;[browser, { base }] = await Promise.all([launch(place), serve(place)])
})
after(() => place.close())

for (const scripts of [true, false]) {
  test(`市民开一家饭店（${scripts ? '有' : '没有'} JavaScript）`, { timeout: 240_000 }, async () => {
    const chen = await Visitor.open(browser, { name: `chen-${scripts}`, base, width: 390, height: 844, scripts })
    const citizen = new Citizen(chen, scripts)
    await told(
      place,
      () => [chen],
      async () => {
        await citizen.findsOutWhatIsNeeded()
        await citizen.starts()
        const topics = await citizen.fillsInEveryTopic()
        assert.ok(topics.length > 10)
        const n = await citizen.uploadsEverything()
        assert.ok(n > 5)
        await citizen.checksAnswers()
        console.log(await citizen.submitsTwice())
      },
    )
  })
}
