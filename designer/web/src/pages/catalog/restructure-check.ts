import type { Schemas } from '../../api/client'
import type { useLang } from '../../app/lang'
import type { WrongAnswer } from '../../app/wrong-answers'
import { type Part, textOf } from './split-plan'

type Words = ReturnType<typeof useLang>['t']

/** When, by what and why, as typed. */
export interface Act {
  on: string
  basisZh: string
  basisEn: string
  reasonZh: string
  reasonEn: string
}

export const noAct: Act = { on: '', basisZh: '', basisEn: '', reasonZh: '', reasonEn: '' }

export const reasonOf = (a: Act) => ({ reason: textOf(a.reasonZh, a.reasonEn) })

export const actOf = (a: Act) => ({ on: a.on, basis: textOf(a.basisZh, a.basisEn), ...reasonOf(a) })

/** Told of a place that is empty. */
const missing = (at: string, typed: string, words: string): WrongAnswer[] => (typed.trim() ? [] : [{ at, words }])

/** Told of each language that is missing: the gate demands both. */
export const missingWords = (at: string, zh: string, en: string, t: Words): WrongAnswer[] => [
  ...missing(`${at}/zh`, zh, t('fillIn')),
  ...missing(`${at}/en`, en, t('fillIn')),
]

/** What is wrong with when, by what and why, or why alone, which no pack keeps; needed: a reason must be given. */
export function wrongAct(a: Act, asks: 'all' | 'why', needed: boolean, t: Words): WrongAnswer[] {
  if (asks === 'why') return needed ? missing('reason/zh', a.reasonZh, t('fillIn')) : []
  return [
    ...missing('on', a.on, t('giveDay')),
    ...missingWords('basis', a.basisZh, a.basisEn, t),
    ...(needed || a.reasonZh.trim() || a.reasonEn.trim() ? missingWords('reason', a.reasonZh, a.reasonEn, t) : []),
  ]
}

const ids = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/

/** What is wrong with the id and the name of a new matter; at is '' or ends in a slash. */
export const wrongName = (at: string, id: string, zh: string, en: string, t: Words): WrongAnswer[] => [
  ...missing(`${at}id`, id, t('fillIn')),
  ...(id.trim() && !ids.test(id.trim()) ? [{ at: `${at}id`, words: t('idOfLetters') }] : []),
  ...missingWords(`${at}name`, zh, en, t),
]

const mostDays = 3650

/** What is wrong with the parts of a split; was has the limits that are left as they were. */
export function wrongParts(
  parts: Part[],
  heir: string,
  was: Pick<Schemas['Matter'], 'statutoryDays' | 'promisedDays'>,
  t: Words,
): WrongAnswer[] {
  return parts.flatMap((p, i) => {
    const at = `parts/${i}/`
    const fee = p.fee.trim()
    const bad = (typed: string) => typed.trim() !== '' && !(Number(typed) >= 0 && Number(typed) <= mostDays)
    const days = (typed: string, before: number) => (typed.trim() ? Number(typed) : before)
    const [statutory, promised] = [days(p.statutoryDays, was.statutoryDays), days(p.promisedDays, was.promisedDays)]
    const changed = p.statutoryDays.trim() !== '' || p.promisedDays.trim() !== ''
    return [
      ...wrongName(at, p.id, p.zh, p.en, t),
      ...(p.key === heir ? [] : missingWords(`${at}result/name`, p.resultZh, p.resultEn, t)),
      ...(fee && !/^\d+(\.\d{1,2})?$/.test(fee) ? [{ at: `${at}fee`, words: t('feeWrong') }] : []),
      ...(bad(p.statutoryDays) ? [{ at: `${at}statutoryDays`, words: t('numberUpTo', { most: mostDays }) }] : []),
      ...(bad(p.promisedDays)
        ? [{ at: `${at}promisedDays`, words: t('numberUpTo', { most: mostDays }) }]
        : changed && !bad(p.statutoryDays) && promised > statutory
          ? [{ at: `${at}promisedDays`, words: t('promisedOver', { promised, statutory }) }]
          : []),
    ]
  })
}

/** What is wrong with whom a matter is handed to, and until when. */
export const wrongHand = (to: string, until: string, on: string, t: Words): WrongAnswer[] => [
  ...missing('to', to, t('chooseOne')),
  ...(until && on && until < on ? [{ at: 'until', words: t('endsBefore', { on }) }] : []),
]

/**
 * The path of a request that a problem is about. A problem of what would be
 * written names the file and the key there: of a matter that is new, by the
 * place that news has for its id; of the old one, what is said of its end.
 */
export function pathOf(p: Pick<Schemas['MetamodelProblem'], 'file' | 'path'>, news: Record<string, string>): string {
  const id = /^matters\/(.+)\.yaml$/.exec(p.file ?? '')?.[1]
  const part = id === undefined ? undefined : news[id]
  const path = p.path.replace(/^(cancelled|delegated)\//, '')
  if (part !== undefined) return part + p.path
  if (p.path === 'delegated') return 'replace'
  if (p.file) return id !== undefined && path !== p.path ? path : ''
  if (p.path === 'workflow') return 'process'
  return /^parts\/\d+$/.test(path) ? 'parts' : path
}
