package testpack

import "fmt"

// Together is a pack with a theme, TT, of three matters of two departments whose
// results are told in one notice within three working days: TA yields a number,
// TB can be refused, TC waits for TA and has its number.
func Together() map[string][]byte {
	files := map[string][]byte{}
	put := func(name, body string) { files[name] = []byte(body) }
	put("pack.yaml", "name: told-together\ntitle: {zh: 一并告知, en: Told together}\nversion: 1.0.0\nneeds: [china-calendar]\n")
	put("subjects.yaml", "- {id: applicant, name: {zh: 申请人, en: Applicant}}\n")
	put("departments.yaml", "- {id: told-first, name: {zh: 甲局, en: First Office}}\n- {id: told-second, name: {zh: 乙局, en: Second Office}}\n")
	put("elements/elements.yaml", "- {id: TE1, name: {zh: 名称, en: Name}, type: string, maxLength: 20}\n- {id: TE2, name: {zh: 登记号, en: Number}, type: string, maxLength: 20}\n")
	for id, m := range map[string]struct{ zh, en, department, fields, sections, more, result string }{
		"TA": {"登记", "Registration", "told-first", "", "", "", ", yields: [applicant/TE2]"},
		"TB": {"许可", "Licence", "told-second", "", "", "", ""},
		"TC": {"备案", "Filing", "told-first", `, TE2: {$ref: "element:TE2"}`, ", applicant/TE2", "preconditions: [TA]\n", ""},
	} {
		put("forms/"+id+".yaml", fmt.Sprintf(`$schema: https://json-schema.org/draft/2020-12/schema
$id: form:%s
x-title: {zh: %s表, en: %s}
type: object
properties:
  applicant: {type: object, x-subject: applicant, required: [TE1], properties: {TE1: {$ref: "element:TE1"}%s}}
x-layout: {sections: [{id: all, title: {zh: 内容, en: Content}, fields: [applicant/TE1%s]}]}
`, id, m.zh, m.en, m.fields, m.sections))
		put("matters/"+id+".yaml", fmt.Sprintf(`id: %s
name: {zh: %s, en: %s}
department: %s
statutoryDays: 20
promisedDays: 5
%sform: %s
workflow: %s
result: {name: {zh: %s证, en: %s certificate}%s}
`, id, m.zh, m.en, m.department, m.more, id, id, m.zh, m.en, m.result))
		put("workflows/"+id+".yaml", fmt.Sprintf(`id: %s
title: {zh: 流程, en: Process}
initial: decide
states:
  - {id: decide, name: {zh: 决定, en: Decision}, type: step, roles: [clerk], limit: 3,
     on: [{event: give, label: {zh: 办结, en: Give}, target: done, kind: deliver},
          {event: deny, label: {zh: 不予, en: Deny}, target: refused, kind: refuse},
          {event: correct, label: {zh: 补正, en: Correct}, target: asked, kind: correct}]}
  - {id: asked, name: {zh: 待补正, en: Correction}, type: wait,
     on: [{event: resubmit, label: {zh: 提交, en: Resubmit}, target: decide, kind: resubmit}]}
  - {id: done, name: {zh: 已办结, en: Done}, type: final, outcome: issued}
  - {id: refused, name: {zh: 不予, en: Refused}, type: final, outcome: refused}
`, id))
	}
	put("themes/TT.yaml", `id: TT
name: {zh: 开工一件事, en: Begin to work}
lead: told-first
calendar: cn
guide: []
matters:
  - {matter: TA, when: "true", stage: 1}
  - {matter: TB, when: "true", stage: 1}
  - {matter: TC, when: "true", stage: 2}
joint: {notice: one, noticeWithin: 3, appeal: {zh: 可在六十日内申请行政复议。, en: You may object within sixty days.}}
`)
	return files
}
