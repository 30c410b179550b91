// A restaurant of 320 m² with a signboard, alcohol, stoves and staff. The
// people and firms are plainly fictional; the numbers carry right check digits.

/** A code with a right check character (GB 32100). */
export const creditCode = '91310104MA1FR0AB4W'

/** A date so many days from today, in Shanghai. */
const day = (/** @type {number} */ n) => new Date(Date.now() + (8 + 24 * n) * 3_600_000).toISOString().slice(0, 10)

export const established = day(0)
export const entity = '上海福满堂餐饮有限公司'

/** The guide's answers by question: what is chosen or typed. */
export const guide = {
  Q1: '有限责任公司',
  Q2: '320',
  Q3: '是',
  Q4: '是',
  Q5: '是',
  Q6: '是',
  Q7: '否',
}

/** The same as the API takes them. */
export const situation = { Q1: '1130', Q2: 320, Q3: true, Q4: true, Q5: true, Q6: true, Q7: false }

const person = (
  /** @type {string} */ subject,
  /** @type {string} */ name,
  /** @type {string} */ id,
  /** @type {string} */ mobile,
) => ({
  [`${subject}/DE00001`]: name,
  [`${subject}/DE00004`]: '111',
  [`${subject}/DE00005`]: id,
  [`${subject}/DE00006`]: mobile,
})

/** Answers of the merged form by path, as JSON. @type {Record<string, string | number | boolean | string[]>} */
export const answers = {
  ...person('legalRep', '陈一鸣', '310104198506150031', '13800138000'),
  ...person('agent', '林晓岚', '11010519491231002X', '13900139000'),
  ...person('foodSafetyManager', '孙七', '310104199001020017', '13600136000'),
  ...person('fireSafetyManager', '周八', '310104198506150031', '13700137000'),
  'applicant/DE00101': entity,
  'applicant/DE00103': '1130',
  'applicant/DE00104': 50,
  'applicant/DE00105': '餐饮服务；酒类零售',
  'applicant/DE00107': 20,
  'applicant/DE00108': 12,
  'applicant/DE00109': '福满楼',
  'applicant/DE00301': '22',
  'applicant/DE00302': ['01', '02'],
  'applicant/DE00303': true,
  'applicant/DE00304': '有点饿外卖',
  'applicant/DE00305': '零售',
  'applicant/DE00306': '白酒、啤酒、葡萄酒',
  'premises/DE00201': '310104',
  'premises/DE00202': '上海市徐汇区天钥桥路 800 号',
  'premises/DE00203': 320,
  'premises/DE00204': '2',
  'premises/DE00205': '陈国华',
  'premises/DE00207': day(5 * 365),
  'premises/DE00208': 1,
  'premises/DE00209': '2',
  'premises/DE00210': 2,
  'premises/DE00211': 120,
  'premises/DE00212': true,
  'premises/DE00213': 80,
  'premises/DE00214': '1',
  'premises/DE00215': 4,
  'premises/DE00216': 110,
  'premises/DE00501': 12.5,
  'premises/DE00502': true,
  'premises/DE00503': '厨房东侧沉淀池',
  'premises/DE00504': '静电式 JD-40',
  'premises/DE00505': 80,
  'premises/DE00506': 6,
  'signboard/DE00401': '1',
  'signboard/DE00402': 4.2,
  'signboard/DE00403': 3.2,
  'signboard/DE00404': '福满堂',
  'signboard/DE00405': true,
  'legalRep/DE00002': '1',
  'legalRep/DE00008': 'chen@fumantang.example',
  'legalRep/DE00009': '上海市徐汇区',
  'agent/DE00008': 'lin@fumantang.example',
  'agent/DE00010': '上海市徐汇区天钥桥路 800 号',
  'agent/DE00011': '200030',
  'filing/DE00601': '3',
  'filing/DE00602': day(0),
  'filing/DE00603': true,
  'filing/DE00604': '请优先安排现场核查',
  'shareholder/0/DE00001': '陈一鸣',
  'shareholder/0/DE00005': '310104198506150031',
  'shareholder/0/DE00104': 30,
  'shareholder/1/DE00001': '林晓岚',
  'shareholder/1/DE00005': '11010519491231002X',
  'shareholder/1/DE00104': 20,
  'employee/0/DE00001': '赵六',
  'employee/0/DE00005': '310104199001020017',
  'employee/0/DE00012': 'J2026001',
  'employee/0/DE00013': day(300),
  'employee/0/DE00014': '厨师',
  'employee/1/DE00001': '钱五',
  'employee/1/DE00005': '310104198506150031',
  'employee/1/DE00012': 'J2026002',
  'employee/1/DE00013': day(200),
  'employee/1/DE00014': '服务员',
}

/** The answers as the API takes them: repeats as arrays of rows. */
export function patch() {
  /** @type {Record<string, unknown>} */
  const out = {}
  for (const [path, value] of Object.entries(answers)) {
    const [group, row, key] = path.split('/')
    if (key === undefined) {
      out[path] = value
      continue
    }
    const rows = /** @type {Record<string, unknown>[]} */ (out[group] ?? [])
    out[group] = rows
    rows[Number(row)] = { ...rows[Number(row)], [key]: value }
  }
  return out
}

/** Departments with the account of the demo that acts for each. */
export const departments = {
  M01: 'market',
  M02: 'market',
  M03: 'fire',
  M04: 'greenery',
  M05: 'market',
  M06: 'water',
  M07: 'ecology',
  M08: 'labour',
}

/** The password of every demo account (cmd/onematter/demo.go). */
export const password = 'one-matter-2026'

/** A small real PDF of one page, made here. */
export function pdf(/** @type {string} */ words) {
  const text = words.replace(/[^ -~]/g, '?').replace(/[()\\]/g, '')
  const stream = `BT /F1 18 Tf 40 120 Td (${text}) Tj ET`
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${stream.length} >>\nstream\n${stream}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let body = '%PDF-1.4\n'
  const at = objects.map((o, i) => {
    const offset = body.length
    body += `${i + 1} 0 obj\n${o}\nendobj\n`
    return offset
  })
  const xref = body.length
  body += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${at.map((n) => `${String(n).padStart(10, '0')} 00000 n \n`).join('')}`
  body += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${xref}\n%%EOF\n`
  return Buffer.from(body, 'latin1')
}
