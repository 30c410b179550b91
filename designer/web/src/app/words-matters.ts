/** Words of the review of matters: Chinese, English. */
export const matterWords = {
  review: ['重复与多余', 'Needless and twice'],
  reviewLead: [
    '多要的材料、多填的内容、重复的事项和标准',
    'Materials and fields that could go, matters and standards that are there twice',
  ],
  reviewCounts: ['查看 {matters} 个事项，发现 {n} 处', '{matters} matter(s) looked at, {n} finding(s)'],
  reviewClean: ['没有发现重复或多余', 'Nothing is needless or there twice'],
  andMore: ['另有 {n} 处', 'and {n} more'],
  allFindings: ['显示全部 {n} 处', 'Show all {n}'],
  saves: ['每件可省 {list}', 'Spares {list} a filing'],
  savesInAll: ['合计可省 {list}', 'Spares {list} in all'],
  savesFields: ['填写 {n} 项', '{n} field(s)'],
  savesMaterials: ['材料 {n} 份', '{n} material(s)'],
  cancelledFrom: ['{on} 起取消', 'Cancelled from {on}'],
  cancelledLead: [
    '在办的照常办理，此前开始填写的仍可提交',
    'What runs goes on; what was begun before can still be submitted',
  ],
  reason: ['理由', 'Reason'],
  successors: ['接续办理', 'Replaced by'],
  savesVisits: ['跑动 {n} 次', '{n} visit(s)'],
} as const
