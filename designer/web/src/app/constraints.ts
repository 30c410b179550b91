import type { Schemas } from '../api/client'
import { fill, type Lang } from './lang'
import { type Word, words } from './words'

type Demands = Partial<
  Omit<Schemas['MetamodelFieldUse'], 'matter' | 'label' | 'required' | 'requiredIf' | 'visible' | 'check'>
>

const formats: Record<string, Word> = {
  email: 'format_email',
  'cn-mobile': 'format_mobile',
  'cn-resident-id': 'format_residentId',
  'cn-uscc': 'format_uscc',
}

/** What a value must be, one sentence a demand; conditionWords turns a CEL condition into words. */
export function demandsOf(d: Demands, lang: Lang, conditionWords: (cel: string) => string): string[] {
  const out: string[] = []
  const say = (word: Word, values?: Record<string, string | number>) =>
    out.push(fill(words[word][lang === 'zh' ? 0 : 1], values))
  if (d.minLength && d.minLength === d.maxLength) say('c_length', { n: d.minLength })
  else {
    if (d.minLength) say('c_minLength', { n: d.minLength })
    if (d.maxLength) say('c_maxLength', { n: d.maxLength })
  }
  if (d.format) {
    const name = formats[d.format]
    const what = name ? words[name][lang === 'zh' ? 0 : 1] : d.format
    if (d['x-format-when']) say('c_formatWhen', { what, when: conditionWords(d['x-format-when']) })
    else say('c_format', { what })
  }
  if (d.minimum !== undefined) say('c_minimum', { n: d.minimum })
  if (d.exclusiveMinimum !== undefined) say('c_over', { n: d.exclusiveMinimum })
  if (d.maximum !== undefined) say('c_maximum', { n: d.maximum })
  if (d.exclusiveMaximum !== undefined) say('c_under', { n: d.exclusiveMaximum })
  if (isNumber(d['x-integer-digits'])) say('c_integerDigits', { n: d['x-integer-digits'] })
  if (isNumber(d['x-fraction-digits']))
    say(d['x-fraction-digits'] === 0 ? 'c_whole' : 'c_fractionDigits', { n: d['x-fraction-digits'] })
  if (d['x-not-before'])
    say(d['x-not-before'] === 'today' ? 'c_notBeforeToday' : 'c_notBefore', { day: d['x-not-before'] })
  if (d['x-not-after']) say(d['x-not-after'] === 'today' ? 'c_notAfterToday' : 'c_notAfter', { day: d['x-not-after'] })
  if (d.const === true) say('c_mustAgree')
  else if (d.const !== undefined && d.const !== null) say('c_const', { value: String(d.const) })
  if (isNumber(d.minItems)) say('c_minItems', { n: d.minItems })
  if (isNumber(d.maxItems)) say('c_maxItems', { n: d.maxItems })
  if (d.pattern) say('c_pattern', { pattern: d.pattern })
  return out
}

const isNumber = (n: number | null | undefined): n is number => typeof n === 'number'
