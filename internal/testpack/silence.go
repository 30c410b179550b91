package testpack

// Silence is a pack of one matter, QM of the department quiet, in which silence
// decides: after is that key of the state that decides, in YAML.
func Silence(after string) map[string][]byte {
	files := map[string][]byte{}
	for name, body := range map[string]string{
		"pack.yaml":              "name: quiet\ntitle: {zh: 默认许可, en: Silence}\nversion: 1.0.0\nneeds: [china-calendar]\n",
		"subjects.yaml":          "- {id: applicant, name: {zh: 申请人, en: Applicant}}\n",
		"departments.yaml":       "- {id: quiet, name: {zh: 静安局, en: Quiet Office}}\n",
		"elements/elements.yaml": "- {id: QE1, name: {zh: 名称, en: Name}, type: string, maxLength: 20}\n",
		"forms/QM.yaml": `$schema: https://json-schema.org/draft/2020-12/schema
$id: form:QM
x-title: {zh: 表, en: Form}
type: object
properties:
  applicant: {type: object, x-subject: applicant, required: [QE1], properties: {QE1: {$ref: "element:QE1"}}}
x-layout: {sections: [{id: all, title: {zh: 内容, en: Content}, fields: [applicant/QE1]}]}
`,
		"matters/QM.yaml": "id: QM\nname: {zh: 备案, en: Filing}\ndepartment: quiet\nstatutoryDays: 20\npromisedDays: 10\nform: QM\nworkflow: QM\nresult: {name: {zh: 回执, en: Receipt}}\n",
		"workflows/QM.yaml": `id: QM
title: {zh: 流程, en: Process}
initial: decide
states:
  - {id: decide, name: {zh: 决定, en: Decision}, type: step, roles: [clerk], limit: 3, after: ` + after + `,
     on: [{event: grant, label: {zh: 准予, en: Grant}, target: deliver, kind: approve},
          {event: give, label: {zh: 当场办结, en: Give}, target: done, kind: deliver},
          {event: deny, label: {zh: 不予, en: Deny}, target: refused, kind: refuse},
          {event: correct, label: {zh: 补正, en: Correct}, target: asked, kind: correct}]}
  - {id: asked, name: {zh: 待补正, en: Correction}, type: wait,
     on: [{event: resubmit, label: {zh: 提交, en: Resubmit}, target: decide, kind: resubmit}]}
  - {id: deliver, name: {zh: 制证, en: Issue}, type: step, roles: [clerk],
     on: [{event: deliver, label: {zh: 办结, en: Deliver}, target: done, kind: deliver}]}
  - {id: done, name: {zh: 已办结, en: Done}, type: final, outcome: issued}
  - {id: refused, name: {zh: 不予, en: Refused}, type: final, outcome: refused}
`,
	} {
		files[name] = []byte(body)
	}
	return files
}

// GrantedAfterFiveDays is a silent decision as Silence takes it.
const GrantedAfterFiveDays = "{days: 5, clock: step, event: grant, corrections: continue, basis: {zh: 《办法》第八条, en: Article 8 of the Rules}}"
