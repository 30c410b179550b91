/** Words of clocks: their extension, and the account of them. */
export const clockWords = {
  lightRedSoon: ['即将超期', 'Nearly overdue'],
  lightRedAny: ['红灯', 'Red'],
  lightsMore: ['另有 {n} 条亮灯规则', 'Other thresholds: {n}'],
  extend: ['延期', 'Extend'],
  extendHint: ['依法延长办理时限，最多 {days} 个工作日', 'More time, by law. Working days at most: {days}'],
  extendLead: [
    '依据{basis}延长办理时限，申请人会看到原因和新的期限。还可延期 {left} 次。',
    'By {basis}. The applicant reads why, and until when. Extensions left: {left}.',
  ],
  extendDays: ['延长多少个工作日', 'By how many working days'],
  extendDaysHint: ['1 到 {max} 个工作日', 'At most {max}'],
  extendDaysNeeded: ['请填写 1 到 {max} 的整数', 'Enter a whole number from 1 to {max}'],
  extendNote: ['延期原因', 'Why'],
  extendNoteHint: ['申请人会看到', 'The applicant reads this'],
  extendNoteNeeded: ['请写明延期的原因', 'Say why it is extended'],
  ev_extended: ['延期', 'Extended'],
  extendedBy: ['延长 {days} 个工作日（{basis}）', 'Working days more: {days} ({basis})'],
} as const
