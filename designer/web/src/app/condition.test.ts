import { describe, expect, it } from 'vitest'
import { inWords, type Lookup, namesIn } from './condition'

const known: Record<string, ReturnType<Lookup>> = {
  'premises.DE00204': { label: '房屋权属', value: (c) => ({ '1': '自有', '2': '租赁' })[c] },
  'premises.DE00203': { label: '经营面积' },
  'applicant.DE00303': { label: '是否网络经营' },
  'agent.DE00005': { label: '证件号码', full: '经办人证件号码' },
  'legalRep.DE00005': { label: '身份证号', full: '法定代表人证件号码' },
  Q3: { label: '是否设置户外招牌？' },
}
const lookup: Lookup = (name) => known[name]

describe('a condition in words', () => {
  it.each([
    ["premises.DE00204 == '2'", '“房屋权属”为“租赁”', '“房屋权属” is “租赁”'],
    ["premises.DE00204 != '1'", '“房屋权属”不是“自有”', '“房屋权属” is not “自有”'],
    ['premises.DE00203 >= 300.0', '“经营面积”不小于 300', '“经营面积” is at least 300'],
    ['applicant.DE00303 == true', '“是否网络经营”为“是”', '“是否网络经营” is “yes”'],
    ['!Q3', '“是否设置户外招牌？”为“否”', '“是否设置户外招牌？” is “no”'],
    [
      'agent.DE00005 != legalRep.DE00005',
      '“经办人证件号码”不是“法定代表人证件号码”',
      '“经办人证件号码” is not “法定代表人证件号码”',
    ],
    [
      "Q3 && (premises.DE00204 == '1' || premises.DE00203 > 100)",
      '“是否设置户外招牌？”为“是”，且（“房屋权属”为“自有”，或“经营面积”大于 100）',
      '“是否设置户外招牌？” is “yes” and (“房屋权属” is “自有” or “经营面积” is more than 100)',
    ],
    ["premises.DE00204 in ['1', '2']", '“房屋权属”是“自有”或“租赁”', '“房屋权属” is “自有” or “租赁”'],
  ])('%s', (cel, zh, en) => {
    expect(inWords(cel, lookup, 'zh')).toBe(zh)
    expect(inWords(cel, lookup, 'en')).toBe(en)
  })

  it.each([
    'size(shareholder) > 2',
    "premises.DE00204.startsWith('1')",
    'unknown.DE1 == true',
    "premises.DE00204 == '2' ? 1 : 2",
    'premises.DE00203 >',
    "premises.DE00204 == '2",
    '((((',
    '',
  ])('does not guess at %j', (cel) => {
    expect(inWords(cel, lookup, 'zh')).toBeUndefined()
  })

  it('knows what it depends on', () => {
    expect(namesIn("Q3 == true && applicant.DE00103 != 'Q4'")).toEqual(['Q3', 'applicant.DE00103'])
  })
})
