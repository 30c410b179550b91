// What integrators do with the API, told against a running server: one story
// in scenarios that build on each other.
import { seesNothingOfOthers, signsIn } from './api-access'
import { followsTheLog, isCounted, isToldOfEverything, subscribes } from './api-events'
import * as filing from './api-filing'
import { correctsOnTheWay, worksThroughAList } from './api-handling'
import { World } from './api-world'

/** @param base where the server is */
export function story(base: string) {
  const w = new World(base)
  const told: [title: string, run: (w: World) => Promise<void>][] = [
    ['signs in, and makes a token for a machine', signsIn],
    ['subscribes to events', subscribes],
    ['asks the guide', filing.asksTheGuide],
    ['fills in a draft; a stale revision changes nothing', filing.fillsInADraft],
    ['hands in materials', filing.handsInMaterials],
    ['submits twice and has one receipt', filing.submitsTwice],
    ['files a matter in one call', filing.filesAMatterDirectly],
    ['turns pages', filing.turnsPages],
    ['works through a worklist', worksThroughAList],
    ['takes a matter through a correction to its end', correctsOnTheWay],
    ['sees nothing of others', seesNothingOfOthers],
    ['follows the event log', followsTheLog],
    ['finds everything counted on the dashboard', isCounted],
    ['is told of everything by webhook, again where it failed', isToldOfEverything],
  ]
  return {
    end: () => w.receiver.close(),
    scenarios: told.map(([title, run]) => ({ title, run: () => run(w) })),
  }
}
