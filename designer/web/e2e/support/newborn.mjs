// A child is born: 林小满 of 林晓岚 and 陈一鸣, who are plainly fictional; the
// numbers carry right check digits.
import { creditCode } from './restaurant.mjs'

/** A date so many days from today, in Shanghai. */
const day = (/** @type {number} */ n) => new Date(Date.now() + (8 + 24 * n) * 3_600_000).toISOString().slice(0, 10)

/** The guide's answers by question, as the API takes them: no certificate of birth yet, a married mother who is insured by her employer, a social security card. */
export const guide = { Q1: false, Q2: '1', Q3: '20', Q4: true, Q5: false, Q6: true, Q7: false }

/** Answers of the merged form by path, as JSON. @type {Record<string, string | number | boolean>} */
export const answers = {
  'newborn/DE00001': '林小满',
  'newborn/DE00002': '2',
  'newborn/DE00003': day(-20),
  'newborn/DE00702': '08:30',
  'newborn/DE00707': 39,
  'newborn/DE00703': 3200,
  'newborn/DE00704': 50,
  'newborn/DE00705': '1',
  'newborn/DE00706': '示范区妇幼保健院',
  'newborn/DE00015': '01',
  'newborn/DE00708': 1,
  'newborn/DE00731': '01',
  'newborn/DE00732': false,
  'newborn/DE00751': '102',
  'newborn/DE00752': false,
  'mother/DE00001': '林晓岚',
  'mother/DE00004': '111',
  'mother/DE00005': '310104199003070026',
  'mother/DE00015': '01',
  'mother/DE00009': '示范区幸福路 8 号',
  'mother/DE00017': '20',
  'mother/DE00006': '13800138000',
  'mother/DE00763': '1',
  'mother/DE00761': day(-20),
  'mother/DE00762': day(138),
  'household/DE00714': '310104',
  'household/DE00712': '1',
  'household/DE00711': '示范区幸福路 8 号',
  'household/DE00713': '04120008',
  'household/DE00715': '2',
  'father/DE00001': '陈一鸣',
  'father/DE00004': '111',
  'father/DE00005': '310104198506150031',
  'father/DE00015': '01',
  'father/DE00009': '示范区幸福路 8 号',
  'father/DE00006': '13900139000',
  'marriage/DE00721': 'J310104-2018-000088',
  'marriage/DE00722': '2018-05-20',
  'employer/DE00101': '上海福满堂餐饮有限公司',
  'employer/DE00102': creditCode,
  'allowanceAccount/DE00771': '1',
  'allowanceAccount/DE00772': '102',
  'allowanceAccount/DE00774': '6222000000000000088',
  'agent/DE00001': '林晓岚',
  'agent/DE00018': '1',
  'agent/DE00004': '111',
  'agent/DE00005': '310104199003070026',
  'agent/DE00006': '13800138000',
  'filing/DE00601': '1',
  'filing/DE00602': day(0),
  'filing/DE00603': true,
}

/** The child's own number, with its check character (GB 11643). */
export const identity = (() => {
  const digits = `310104${day(-20).replaceAll('-', '')}012`
  const sum = [...digits].reduce((s, d, i) => s + Number(d) * (2 ** (17 - i) % 11), 0)
  return digits + '10X98765432'[sum % 11]
})()
