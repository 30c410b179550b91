// A pack of one matter without materials: a register entry, as a machine would
// file it.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const files = {
  'pack.yaml': `name: food-waste-register
title: {zh: 餐厨废弃物登记, en: Food waste register}
version: 1.0.0
needs: [china-calendar]
`,
  'subjects.yaml': '- {id: producer, name: {zh: 产生单位, en: Producer}}\n',
  'departments.yaml': '- {id: waste-collection, name: {zh: 生活垃圾管理中心, en: Waste Collection Office}}\n',
  'elements/elements.yaml': `- {id: FW001, name: {zh: 单位名称, en: Name of the producer}, type: string, maxLength: 60}
- {id: FW002, name: {zh: 日均产生量, en: Amount a day}, type: number, minimum: 0, maximum: 5000, unit: {zh: 千克, en: kg}}
- {id: FW003, name: {zh: 开始日期, en: Since}, type: date}
- {id: FW004, name: {zh: 是否已签收运合同, en: Under contract}, type: boolean}
`,
  'forms/W01.yaml': `$schema: https://json-schema.org/draft/2020-12/schema
$id: form:W01
x-title: {zh: 餐厨废弃物产生单位登记表, en: Food waste producer}
type: object
properties:
  producer:
    type: object
    x-subject: producer
    required: [FW001, FW002]
    properties:
      FW001: {$ref: "element:FW001"}
      FW002: {$ref: "element:FW002"}
      FW003: {$ref: "element:FW003"}
      FW004: {$ref: "element:FW004"}
x-layout:
  sections:
    - id: all
      title: {zh: 内容, en: Content}
      fields: [producer/FW001, producer/FW002, producer/FW003, producer/FW004]
`,
  'workflows/W01.yaml': `id: W01
title: {zh: 登记, en: Register}
initial: accept
states:
  - {id: accept, name: {zh: 受理, en: Acceptance}, type: step, roles: [clerk], limit: 1, on: [{event: enter, label: {zh: 登记, en: Enter}, target: done, kind: deliver}]}
  - {id: done, name: {zh: 已登记, en: Entered}, type: final, outcome: issued}
`,
  'matters/W01.yaml': `id: W01
name: {zh: 餐厨废弃物产生单位登记, en: Registration of a food waste producer}
department: waste-collection
statutoryDays: 5
promisedDays: 3
form: W01
workflow: W01
result: {name: {zh: 登记回执, en: Entry}}
`,
}

/** @param {string} dir */
export function writePack(dir) {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, name)), { recursive: true })
    writeFileSync(join(dir, name), text)
  }
}
