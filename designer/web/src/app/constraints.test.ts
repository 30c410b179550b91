import { describe, expect, it } from 'vitest'
import { demandsOf } from './constraints'

const zh = (d: Parameters<typeof demandsOf>[0]) => demandsOf(d, 'zh', (cel) => `<${cel}>`)

describe('what a value must be', () => {
  it.each([
    [{ maxLength: 50 }, ['最多 50 个字符']],
    [{ minLength: 18, maxLength: 18 }, ['正好 18 个字符']],
    [{ format: 'cn-mobile' }, ['须是有效的手机号码']],
    [
      { format: 'cn-resident-id', 'x-format-when': "DE00004 == '111'" },
      ["<DE00004 == '111'>时，须是有效的居民身份证号（GB 11643）"],
    ],
    [{ minimum: 0, maximum: 100 }, ['不小于 0', '不大于 100']],
    [
      { exclusiveMinimum: 0, 'x-integer-digits': 8, 'x-fraction-digits': 2 },
      ['大于 0', '整数部分最多 8 位', '小数最多 2 位'],
    ],
    [{ 'x-fraction-digits': 0 }, ['不能有小数']],
    [{ 'x-not-after': 'today' }, ['不晚于当天']],
    [{ 'x-not-before': '2026-01-01' }, ['不早于 2026-01-01']],
    [{ const: true }, ['必须为“是”']],
    [{ minItems: 1, maxItems: 50 }, ['至少 1 项', '最多 50 项']],
    [{ pattern: '^A' }, ['须符合格式 ^A']],
    [{}, []],
    // What is absent in Go may be null in JSON.
    [{ minLength: null, maxItems: null, const: null }, []],
  ])('%j', (d, words) => {
    expect(zh(d)).toEqual(words)
  })
})
