package catalog

import (
	"encoding/json"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// edit replaces text in one file of a pack; text that is not there is a
// mistake of the test.
type edit struct{ file, from, to string }

func laid(t testing.TB, files map[string][]byte, edits ...edit) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	for name, b := range files {
		out[name] = b
	}
	for _, e := range edits {
		b := string(out[e.file])
		if e.from != "" && strings.Count(b, e.from) != 1 {
			t.Fatalf("%s has %q %d times", e.file, e.from, strings.Count(b, e.from))
		}
		if e.from == "" {
			out[e.file] = []byte(b + e.to)
		} else {
			out[e.file] = []byte(strings.Replace(b, e.from, e.to, 1))
		}
	}
	return out
}

func edited(t testing.TB, files map[string][]byte, edits ...edit) *Release {
	t.Helper()
	p, ps := ReadArchive(laid(t, files, edits...))
	if ps.Failed() {
		t.Fatal(ps)
	}
	r, ps := CompilePack(p)
	if ps.Failed() {
		t.Fatal(ps)
	}
	return r
}

// The canteen has what the noodle shop has not: groups in groups, an element
// group, routes, computed, filtered and started values, texts.
var canteenCases = []struct {
	name  string
	edits []edit
	want  string
}{
	{"an item more", []edit{{"groups/groups.yaml", "    - {element: K02}\n", "    - {element: K02}\n    - {element: K03, required: true}\n"}},
		"needs_answer item.added elementgroup:person elements/K03\nneeds_answer field.added form:C1 contact/K03\n"},
	{"an item that may be there", []edit{{"groups/groups.yaml", "    - {element: K02}\n", "    - {element: K02}\n    - {element: K03}\n"}},
		"compatible item.added elementgroup:person elements/K03\ncompatible field.added form:C1 contact/K03\n"},
	{"an item less", []edit{{"groups/groups.yaml", "    - {element: K01, required: true}\n", ""}},
		"breaking item.removed elementgroup:person elements/K01\nbreaking field.removed form:C1 contact/K01\n"},
	{"an item required no more", []edit{{"groups/groups.yaml", "K01, required: true", "K01"}},
		"compatible item.required_changed elementgroup:person elements/K01\ncompatible required.removed form:C1 contact/K01/required\n"},
	{"an item shown sometimes", []edit{{"groups/groups.yaml", "{element: K02}", "{element: K02, visible: K01 != ''}"}},
		"needs_answer condition.changed elementgroup:person elements/K02/visible\nneeds_answer condition.changed form:C1 contact/K02/visible\n"},
	{"another element group", []edit{{"forms/C1.yaml", "    x-elements: person\n", ""}, {"forms/C1.yaml", "      K02: {$ref", "      K01: {$ref: \"element:K01\"}\n      K02: {$ref"}, {"forms/C1.yaml", "    x-subject: contact\n", "    x-subject: contact\n    required: [K01]\n"}},
		"compatible group.elements_changed form:C1 contact/elements\n"},
	{"another subject", []edit{{"forms/C1.yaml", "          type: array\n", "          type: array\n          x-subject: contact\n"}}, "compatible label.changed form:C1 employee/certificate/label\nbreaking group.subject_changed form:C1 employee/certificate/subject\n"},
	{"another way", []edit{{"forms/C1.yaml", "premises.K11 > 50", "premises.K11 > 40"}}, "needs_answer route.changed form:C1 sections/contact/next\n"},
	{"a move where routes lead", []edit{{"forms/C1.yaml", ", premises/K13]", "]"}, {"forms/C1.yaml", "[employee]", "[employee, premises/K13]"}}, "needs_answer field.moved form:C1 premises/K13/section\n"},
	{"a section shown sometimes", []edit{{"forms/C1.yaml", "{id: staff,", "{id: staff, visible: applicant.K14,"}}, "needs_answer condition.changed form:C1 sections/staff/visible\n"},
	{"another sum", []edit{{"forms/C1.yaml", "premises.K11 / 2", "premises.K11 / 3"}}, "needs_answer value.changed form:C1 premises/K12/value\n"},
	{"a sum at times", []edit{{"forms/C1.yaml", "x-value: premises.K11 / 2}", "x-value: premises.K11 / 2, x-value-when: applicant.K14}"}}, "needs_answer value.when form:C1 premises/K12/valueWhen\n"},
	{"a new question that is computed at times", []edit{{"forms/C1.yaml", "    x-elements: person\n", "    x-elements: person\n    required: [K12]\n"}, {"forms/C1.yaml", "      K02: {$ref", "      K12: {$ref: \"element:K12\", x-value: premises.K11 / 2, x-value-when: applicant.K14}\n      K02: {$ref"}, {"forms/C1.yaml", "contact/K02]", "contact/K02, contact/K12]"}},
		"needs_answer field.added form:C1 contact/K12\n"},
	{"another filter", []edit{{"forms/C1.yaml", "option.code != '2' || applicant.K14", "option.code != '1'"}}, "needs_answer options.changed form:C1 premises/K13/options\n"},
	{"no filter", []edit{{"forms/C1.yaml", "x-options: option.code != '2' || applicant.K14, ", ""}}, "compatible options.removed form:C1 premises/K13/options\n"},
	{"another start", []edit{{"forms/C1.yaml", "default: \"1\"", "default: \"2\""}}, "compatible default.changed form:C1 premises/K13/default\n"},
	{"another value that nobody is asked for", []edit{{"forms/C1.yaml", "{$ref: \"element:K12\", x-value: premises.K11 / 2}", "{$ref: \"element:K12\", x-hidden: true, default: 3}"}},
		"needs_answer value.changed form:C1 premises/K12/value\nneeds_answer hidden.changed form:C1 premises/K12/hidden\nneeds_answer default.changed form:C1 premises/K12/default\n"},
	{"read-only", []edit{{"forms/C1.yaml", "default: \"1\"", "default: \"1\", readOnly: true"}}, "needs_answer readonly.changed form:C1 premises/K13/readOnly\n"},
	{"hidden", []edit{{"forms/C1.yaml", "default: \"1\"", "default: \"1\", x-hidden: true"}}, "needs_answer hidden.changed form:C1 premises/K13/hidden\n"},
	{"a nested row's field", []edit{{"forms/C1.yaml", "            required: [K03]\n", ""}}, "compatible required.removed form:C1 employee/certificate/K03/required\n"},
	{"nested rows", []edit{{"forms/C1.yaml", "maxItems: 5", "maxItems: 4"}}, "needs_answer constraint.tightened form:C1 employee/certificate/maxItems\n"},
	{"a text", []edit{{"forms/C1.yaml", "食堂须公示菜单。", "食堂须每日公示菜单。"}}, "compatible label.changed form:C1 texts/duty\n"},
}

// written is a pack read and not compiled: a difference needs no more.
func written(t testing.TB, files map[string][]byte, edits ...edit) *Release {
	t.Helper()
	p, ps := ReadArchive(laid(t, files, edits...))
	if ps.Failed() {
		t.Fatal(ps)
	}
	return &Release{Pack: p, Hash: Hash(p.Files), reg: newRegistry(p, nil)}
}

// changes are a difference as lines of "class kind definition path".
func changes(d Difference) string {
	var b strings.Builder
	for _, c := range d.Changes {
		fmt.Fprintf(&b, "%s %s %s:%s %s\n", c.Class, c.Kind, c.Of.Kind, c.Of.ID, c.Path)
	}
	return b.String()
}

// Every kind of change, made on the noodle shop (or the canteen, which has what
// it has not), and exactly what is said of it.
var diffCases = []struct {
	name  string
	edits []edit
	want  string
}{
	{"a title", []edit{{"pack.yaml", "开面馆（测试）", "开面馆"}}, "compatible label.changed pack:noodles title\n"},
	{"a subject's order", []edit{{"subjects.yaml", "order: 20}", "order: 21}"}}, "compatible attribute.changed subject:premises order\n"},
	{"a subject more", []edit{{"subjects.yaml", "", "- {id: guest, name: {zh: 客人, en: Guest}}\n"}}, "compatible definition.added subject:guest \n"},
	{"a material less", []edit{{"materials/materials.yaml", "- {id: MT6, name: {zh: 开户许可证, en: Bank account licence}, category: 证照, origin: applicant}\n", ""},
		{"matters/A2.yaml", "  - {material: MT6, label: {zh: 银行开户许可证, en: Bank account licence}, required: false}\n", ""}},
		"compatible definition.removed material:MT6 \ncompatible material.removed matter:A2 materials/MT6\n"},
	{"a theme less", []edit{{"themes/T1.yaml", "id: T1", "id: T2"}}, "breaking definition.removed theme:T1 \ncompatible definition.added theme:T2 \n"},

	{"a code more", []edit{{"codes/codes.yaml", "- {code: \"2\", name: {zh: 邮寄, en: By post}}", "- {code: \"2\", name: {zh: 邮寄, en: By post}}\n    - {code: \"3\", name: {zh: 电子送达, en: Electronic}}"}},
		"compatible code.added codelist:CL_DELIVERY entries/3\ncompatible codes.widened element:E61 codeList\ncompatible codes.widened form:A1 filing/E61/codeList\n"},
	{"a code less", []edit{{"codes/codes.yaml", "    - {code: \"1\", name: {zh: 窗口领取, en: At the counter}}\n", ""}},
		"needs_answer code.removed codelist:CL_DELIVERY entries/1\nneeds_answer codes.narrowed element:E61 codeList\nneeds_answer codes.narrowed form:A1 filing/E61/codeList\n"},
	{"a code's name", []edit{{"codes/codes.yaml", "zh: 邮寄", "zh: 邮政寄送"}}, "compatible label.changed codelist:CL_DELIVERY entries/2\n"},
	{"a code that ends", []edit{{"codes/codes.yaml", "{code: \"1\", name", "{code: \"1\", validTo: \"2030-01-01\", name"}},
		"needs_answer code.validity_changed codelist:CL_DELIVERY entries/1\nneeds_answer codes.narrowed element:E61 codeList\nneeds_answer codes.narrowed form:A1 filing/E61/codeList\n"},
	{"a code below another", []edit{{"codes/codes.yaml", "{code: \"2\", name", "{code: \"2\", parent: \"1\", name"}},
		"needs_answer code.no_longer_leaf codelist:CL_DELIVERY entries/1\nneeds_answer code.parent_changed codelist:CL_DELIVERY entries/2/parent\n" +
			"needs_answer codes.narrowed element:E61 codeList\nneeds_answer codes.narrowed form:A1 filing/E61/codeList\n"},
	{"a code's attributes", []edit{{"codes/codes.yaml", "{code: \"1\", name", "{code: \"1\", attributes: {a: b}, name"}},
		"needs_answer code.attributes_changed codelist:CL_DELIVERY entries/1/attributes\nneeds_answer codes.narrowed element:E61 codeList\nneeds_answer codes.narrowed form:A1 filing/E61/codeList\n"},
	{"what may be chosen", []edit{{"codes/codes.yaml", "- id: CL_DELIVERY\n", "- id: CL_DELIVERY\n  select: any\n"}},
		"compatible codelist.select_changed codelist:CL_DELIVERY select\ncompatible codes.widened element:E61 codeList\ncompatible codes.widened form:A1 filing/E61/codeList\n"},

	{"an element's name", []edit{{"elements/elements.yaml", "zh: 厨房面积, en: Kitchen area", "zh: 后厨面积, en: Kitchen area"}}, "compatible label.changed element:E22 name\ncompatible label.changed form:A2 premises/E22/label\n"},
	{"an element's type", []edit{{"elements/elements.yaml", "objectClass: 户外招牌, type: number, minimum: 0.1, maximum: 30}", "objectClass: 户外招牌, type: string}"}},
		"breaking type.changed element:E41 type\nbreaking type.changed form:A3 signboard/E41/type\n"},
	{"an element's unit", []edit{{"elements/elements.yaml", "unit: {zh: 万元, en: \"CNY 10,000\"}", "unit: {zh: 元, en: yuan}"}},
		"breaking unit.changed element:E14 unit\nbreaking unit.changed form:A1 applicant/E14/unit\nbreaking unit.changed form:A1 shareholder/E14/unit\n"},
	{"an element tightened", []edit{{"elements/elements.yaml", "type: number, minimum: 0.1, maximum: 30", "type: number, minimum: 0.1, maximum: 20"}},
		"needs_answer constraint.tightened element:E41 maximum\nneeds_answer constraint.tightened form:A3 signboard/E41/maximum\n"},
	{"an element loosened", []edit{{"elements/elements.yaml", "maximum: 30", "exclusiveMaximum: 30.5"}},
		"compatible constraint.loosened element:E41 maximum\ncompatible constraint.loosened form:A3 signboard/E41/maximum\n"},
	{"an element loosened where a field is tighter", []edit{{"elements/elements.yaml", "minimum: 1, maximum: 50", "minimum: 0, maximum: 50"}},
		"compatible constraint.loosened element:E24 minimum\n"}, // A3 asks for 2 or more
	{"a format", []edit{{"elements/elements.yaml", "type: string, format: cn-uscc", "type: string"}},
		"compatible constraint.loosened element:E12 format\ncompatible constraint.loosened form:A2 applicant/E12/format\ncompatible constraint.loosened form:A3 applicant/E12/format\n"},
	{"a pattern for another", []edit{{"elements/elements.yaml", "type: boolean, const: true", "type: boolean, const: false"}},
		"needs_answer constraint.changed element:E62 const\nneeds_answer constraint.changed form:A1 filing/E62/const\nneeds_answer constraint.changed form:A2 filing/E62/const\n"},
	{"an element's synonyms more", []edit{{"elements/elements.yaml", "[信用代码]", "[信用代码, 代码]"}}, "compatible attribute.changed element:E12 synonyms\n"},
	{"an element's secrecy", []edit{{"elements/elements.yaml", "type: string, maxLength: 50, synonyms: [人员姓名]", "type: string, maxLength: 50, sensitivity: personal, synonyms: [人员姓名]"}},
		"compatible sensitivity.changed element:E01 sensitivity\n"},
	{"an element's synonyms", []edit{{"elements/elements.yaml", "[人员姓名]", "[人名]"}}, "compatible attribute.changed element:E01 synonyms\n"},

	{"a label", []edit{{"forms/A1.yaml", "zh: 使用面积", "zh: 实际使用面积"}}, "compatible label.changed form:A1 premises/E21/label\n"},
	{"a field that may be left out", []edit{{"forms/A3.yaml", "      E24: {$ref", "      E22: {$ref: \"element:E22\"}\n      E24: {$ref"}, {"forms/A3.yaml", "premises/E24,", "premises/E24, premises/E22,"}},
		"compatible field.added form:A3 premises/E22\n"},
	{"a field that must be answered", []edit{{"forms/A3.yaml", "[E21, E23, E24]", "[E21, E22, E23, E24]"}, {"forms/A3.yaml", "      E24: {$ref", "      E22: {$ref: \"element:E22\"}\n      E24: {$ref"}, {"forms/A3.yaml", "premises/E24,", "premises/E24, premises/E22,"}},
		"needs_answer field.added form:A3 premises/E22\n"},
	{"a field less", []edit{{"forms/A3.yaml", "      E24: {$ref: \"element:E24\", minimum: 2}\n", ""}, {"forms/A3.yaml", "[E21, E23, E24]", "[E21, E23]"}, {"forms/A3.yaml", "premises/E24, ", ""}},
		"breaking field.removed form:A3 premises/E24\n"},
	{"a field elsewhere", []edit{{"forms/A1.yaml", "applicant/E14, premises/E21", "applicant/E14"}, {"forms/A1.yaml", "fields: [agent/E01", "fields: [premises/E21, agent/E01"}},
		"compatible field.moved form:A1 premises/E21/section\n"},
	{"fields in another order", []edit{{"forms/A2.yaml", "[premises/E21, premises/E22]", "[premises/E22, premises/E21]"}}, "compatible section.reordered form:A2 sections/place/fields\n"},
	{"a field required now", []edit{{"forms/A3.yaml", "  signboard:\n    type: object\n", "  signboard:\n    type: object\n    required: [E41]\n"}}, "needs_answer required.added form:A3 signboard/E41/required\n"},
	{"a field required no more", []edit{{"forms/A3.yaml", "[E21, E23, E24]", "[E21, E24]"}}, "compatible required.removed form:A3 premises/E23/required\n"},
	{"a field required otherwise", []edit{{"forms/A1.yaml", "x-required: \"applicant.E13 != '9910'\"", "x-required: \"applicant.E13 == '1130'\""}}, "needs_answer required.changed form:A1 applicant/E14/required\n"},
	{"a field shown otherwise", []edit{{"forms/A3.yaml", "premises.E21 > 500.0", "premises.E21 > 400.0"}}, "needs_answer condition.changed form:A3 signboard/E41/visible\n"},
	{"a check more and one less", []edit{{"forms/A2.yaml", "premises.E22 <= premises.E21", "premises.E22 < premises.E21"}},
		"needs_answer check.added form:A2 premises/E22/check\ncompatible check.removed form:A2 premises/E22/check\n"},
	{"a check's words", []edit{{"forms/A2.yaml", "厨房面积不能大于经营面积", "厨房面积太大"}}, "compatible label.changed form:A2 premises/E22/check\n"},
	{"more rows", []edit{{"forms/A2.yaml", "maxItems: 9", "maxItems: 20"}}, "compatible constraint.loosened form:A2 employee/maxItems\n"},
	{"fewer rows", []edit{{"forms/A2.yaml", "    minItems: 1\n    maxItems: 9", "    minItems: 2\n    maxItems: 9"}}, "needs_answer constraint.tightened form:A2 employee/minItems\n"},
	{"a repeat that became single", []edit{{"forms/A2.yaml", "    type: array\n    x-subject: employee\n    minItems: 1\n    maxItems: 9\n    items:\n      type: object\n      required: [E01]\n      properties:\n        E01: {$ref: \"element:E01\"}\n",
		"    type: object\n    x-subject: employee\n    required: [E01]\n    properties:\n      E01: {$ref: \"element:E01\"}\n"}, {"forms/A2.yaml", "fields: [employee]", "fields: [employee/E01]"}},
		"breaking group.shape_changed form:A2 employee\ncompatible constraint.loosened form:A2 employee/maxItems\ncompatible constraint.loosened form:A2 employee/minItems\n"},
	{"another order of sections", []edit{{"forms/A1.yaml", "    - {id: holders, title: {zh: 股东, en: Shareholders}, fields: [shareholder]}\n", ""}, {"forms/A1.yaml", "  sections:\n", "  sections:\n    - {id: holders, title: {zh: 股东, en: Shareholders}, fields: [shareholder]}\n"}},
		"compatible sections.reordered form:A1 sections\n"},
	{"a section more", []edit{{"forms/A2.yaml", "fields: [premises/E21, premises/E22]}", "fields: [premises/E21]}\n    - {id: kitchen, title: {zh: 厨房, en: Kitchen}, fields: [premises/E22]}"}},
		"compatible section.added form:A2 sections/kitchen\ncompatible field.moved form:A2 premises/E22/section\n"},
	{"a section less", []edit{{"forms/A2.yaml", "    - {id: food, title: {zh: 经营信息, en: Business}, fields: [applicant/E31, applicant/E32]}\n", ""}, {"forms/A2.yaml", "[applicant/E11, applicant/E12]", "[applicant/E11, applicant/E12, applicant/E31, applicant/E32]"}},
		"compatible section.removed form:A2 sections/food\ncompatible field.moved form:A2 applicant/E31/section\ncompatible field.moved form:A2 applicant/E32/section\n"},

	{"a material's origin", []edit{{"materials/materials.yaml", "category: 证照, origin: issuer, issuer: 公安局", "category: 证照, origin: system"}}, "compatible attribute.changed material:MT2 issuer\ncompatible material.origin_changed material:MT2 origin\n"},
	{"what a material proves", []edit{{"materials/materials.yaml", "category: 图纸, origin: applicant", "category: 图纸, proves: [premises/E21], origin: applicant"}}, "needs_answer material.proves_changed material:MT4 proves\n"},
	{"a matter follows a template, and differs from it on purpose", []edit{{"matters/A3.yaml", "form: A3\n", "form: A3\ntemplate: {matter: A1, kept: [{path: name, reason: {zh: 本区叫法, en: Its name here}}, {path: fee, reason: {zh: 不收费, en: Free here}, propose: true}]}\n"}},
		"compatible attribute.changed matter:A3 template/matter\ncompatible template.proposed matter:A3 template/kept/fee\ncompatible template.kept matter:A3 template/kept/name\n"},
	{"a matter is delegated", []edit{{"matters/A3.yaml", "form: A3\n", "form: A3\ndelegated: {to: hall, kind: entrust, on: 2027-01-01, basis: {zh: 委托书, en: Letter}}\n"}},
		"compatible matter.delegated matter:A3 delegated\n"},
	{"a matter is cancelled", []edit{{"themes/T1.yaml", "  - {matter: A3, when: Q2 >= 300, stage: 2, group: B}\n", ""}, {"matters/A3.yaml", "form: A3\n", "form: A3\ncancelled: {on: 2027-01-01, basis: {zh: 决定, en: Decision}, reason: {zh: 不再需要, en: Not needed}}\n"}},
		"compatible matter.cancelled matter:A3 cancelled\nbreaking theme.matter_removed theme:T1 matters/A3\n"},
	{"fewer types of files", []edit{{"materials/materials.yaml", "category: 图纸, origin: applicant", "category: 图纸, accept: [application/pdf], maxBytes: 1000, maxFiles: 6, origin: applicant"}},
		"needs_answer material.media_fewer material:MT4 accept\nneeds_answer material.limit_lowered material:MT4 maxBytes\ncompatible material.limit_raised material:MT4 maxFiles\n"},
	{"more types of files", []edit{{"materials/materials.yaml", "category: 图纸, origin: applicant", "category: 图纸, accept: [application/pdf, image/png, image/jpeg, image/tiff], origin: applicant"}}, "compatible material.media_more material:MT4 accept\n"},
	{"a material more", []edit{{"matters/A3.yaml", "materials:\n", "materials:\n  - {material: MT2, label: {zh: 身份证明, en: Identity}, required: true}\n"}}, "needs_answer material.added matter:A3 materials/MT2\n"},
	{"a material that must be there", []edit{{"matters/A2.yaml", "en: Bank account licence}, required: false", "en: Bank account licence}, required: true"}}, "needs_answer material.required matter:A2 materials/MT6\n"},
	{"a material that may be left out", []edit{{"matters/A2.yaml", "en: Layout}, required: true", "en: Layout}, required: false"}}, "compatible material.optional matter:A2 materials/MT4\n"},
	{"a material's condition", []edit{{"matters/A3.yaml", "when: premises.E23 == true", "when: premises.E24 > 3"}}, "needs_answer material.condition_changed matter:A3 materials/MT5\n"},
	{"a matter of another department", []edit{{"matters/A3.yaml", "department: fire", "department: market"}, {"matters/A3.yaml", "form: A3", "form: A2"}, {"matters/A3.yaml", "workflow: A3", "workflow: A1"}, {"matters/A3.yaml", ", when: premises.E23 == true", ""}},
		"breaking matter.department_changed matter:A3 department\nbreaking matter.form_changed matter:A3 form\nbreaking matter.workflow_changed matter:A3 workflow\ncompatible material.optional matter:A3 materials/MT5\n"},
	{"a matter before and one not", []edit{{"matters/A3.yaml", "preconditions: [A1]", "preconditions: [A2]"}}, "breaking matter.precondition_added matter:A3 preconditions/A2\ncompatible matter.precondition_removed matter:A3 preconditions/A1\n"},
	{"another result", []edit{{"matters/A1.yaml", "yields: [applicant/E12]", "yields: [premises/E22]"}}, "compatible matter.yield_added matter:A1 result/yields/premises/E22\nneeds_answer matter.yield_removed matter:A1 result/yields/applicant/E12\n"},
	{"what a result is held against", []edit{{"matters/A1.yaml", "yields: [applicant/E12]", "yields: [applicant/E12], check: [{field: applicant/E12, rule: applicant.E12 != applicant.E11, message: {zh: 不符, en: Wrong}}]"}}, "compatible result.check_added matter:A1 result/check/applicant/E12\n"},
	{"time limits", []edit{{"matters/A2.yaml", "statutoryDays: 20\npromisedDays: 8", "statutoryDays: 30\npromisedDays: 5"}}, "compatible limit.extended matter:A2 statutoryDays\ncompatible limit.shortened matter:A2 promisedDays\n"},
	{"other lights", []edit{{"matters/A3.yaml", "form: A3\n", "lights: {yellow: {left: 2}}\nform: A3\n"}}, "compatible lights.changed matter:A3 lights\n"},
	{"other lights of a step", []edit{{"workflows/A3.yaml", "limit: 1", "limit: 1\n    lights: {yellow: {share: 0.5}}"}}, "compatible lights.step_changed workflow:A3 states/accept/lights\n"},
	{"other lights of a calendar", []edit{{"calendars/cn.yaml", "", "lights: {yellow: {share: 0.5}, red: {left: 1}}\n"}}, "compatible lights.changed calendar:cn lights\n"},
	{"more time may be given", []edit{{"matters/A3.yaml", "form: A3\n", "extend: {days: 5, roles: [clerk], basis: {zh: 《办法》, en: Rules}}\nform: A3\n"}}, "compatible extension.added matter:A3 extend\n"},

	{"a state less", []edit{{"workflows/A1.yaml", "      - {event: refuse, label: {zh: 不予受理, en: Refuse}, target: refused, kind: refuse}\n", ""}, {"workflows/A1.yaml", "  - {id: refused, name: {zh: 终止, en: Ended}, type: final, outcome: refused}\n", ""}},
		"breaking transition.removed workflow:A1 states/accept/on/refuse\nbreaking state.removed workflow:A1 states/refused\n"},
	{"another return", []edit{{"workflows/A1.yaml", "  - id: deliver\n", "  - id: deliver\n    returns: [accept]\n"}}, "compatible state.returns_changed workflow:A1 states/deliver/returns\n"},
	{"a state more", []edit{{"workflows/A1.yaml", "target: deliver, kind: approve}", "target: review, kind: approve}"}, {"workflows/A1.yaml", "  - id: deliver\n", "  - id: review\n    name: {zh: 审查, en: Review}\n    type: step\n    roles: [reviewer]\n    on:\n      - {event: on, label: {zh: 通过, en: On}, target: deliver, kind: approve}\n  - id: deliver\n"}},
		"breaking transition.target_changed workflow:A1 states/accept/on/pass/target\ncompatible state.added workflow:A1 states/review\n"},
	{"a state of another type", []edit{{"workflows/A1.yaml", "type: final, outcome: refused", "type: final, outcome: withdrawn"}, {"workflows/A1.yaml", "target: refused, kind: refuse", "target: refused, kind: forward"}},
		"breaking transition.kind_changed workflow:A1 states/accept/on/refuse/kind\nbreaking state.type_changed workflow:A1 states/refused/type\n"},
	{"other roles", []edit{{"workflows/A1.yaml", "    roles: [clerk]\n    limit: 1", "    roles: [window]\n    limit: 2"}},
		"compatible roles.added workflow:A1 states/accept/roles/window\nbreaking roles.removed workflow:A1 states/accept/roles/clerk\ncompatible limit.extended workflow:A1 states/accept/limit\n"},
	{"countersigned", []edit{{"workflows/A1.yaml", "    limit: 1\n", "    limit: 1\n    sign: {mode: any, by: [{department: fire, roles: [approver]}], agreed: pass, disagreed: refuse}\n"}}, "breaking sign.changed workflow:A1 states/accept/sign\n"},
	{"asked", []edit{{"workflows/A1.yaml", "    limit: 1\n", "    limit: 1\n    opinions: {limit: 2, silence: agree}\n"}}, "compatible opinions.changed workflow:A1 states/accept/opinions\n"},
	{"an action more", []edit{{"workflows/A1.yaml", "    limit: 1\n    on:\n", "    limit: 1\n    on:\n      - {event: fast, label: {zh: 快办, en: Fast}, target: deliver, kind: approve}\n"}}, "compatible transition.added workflow:A1 states/accept/on/fast\n"},
	{"silence decides", []edit{{"workflows/A1.yaml", "    limit: 1\n    on:\n", "    limit: 1\n    after: {days: 5, clock: step, event: pass, corrections: restart, basis: {zh: 《办法》第八条, en: Article 8}}\n    on:\n"}}, "breaking silence.added workflow:A1 states/accept/after\n"},
	{"another return", []edit{{"workflows/A1.yaml", "  - id: deliver\n", "  - id: deliver\n    returns: [accept]\n"}}, "compatible state.returns_changed workflow:A1 states/deliver/returns\n"},
	{"another start", []edit{{"workflows/A1.yaml", "initial: accept", "initial: first"}, {"workflows/A1.yaml", "states:\n", "states:\n  - {id: first, name: {zh: 登记, en: Register}, type: step, roles: [clerk], on: [{event: go, label: {zh: 转办, en: Go}, target: accept, kind: forward}]}\n"}},
		"compatible initial.changed workflow:A1 initial\ncompatible state.added workflow:A1 states/first\n"},

	{"a holiday", []edit{{"calendars/cn.yaml", "", "holidays: [{date: \"2026-10-01\", name: {zh: 国庆节, en: National Day}}]\n"}}, "compatible day.added calendar:cn holidays/2026-10-01\n"},
	{"a theme's matter more", []edit{{"themes/T1.yaml", "matters:\n", "matters:\n  - {matter: A4, when: \"true\", stage: 3}\n"}, {"matters/A4.yaml", "", "id: A4\nname: {zh: 备案, en: Filing}\ndepartment: fire\nstatutoryDays: 10\npromisedDays: 5\nform: A3\nworkflow: A3\nresult: {name: {zh: 备案回执, en: Receipt}}\n"}},
		"compatible definition.added matter:A4 \nneeds_answer theme.matter_added theme:T1 matters/A4\n"},
	{"a theme's matter less", []edit{{"themes/T1.yaml", "  - {matter: A2, when: \"true\", stage: 2, group: B}\n", ""}}, "breaking theme.matter_removed theme:T1 matters/A2\n"},
	{"a theme's condition", []edit{{"themes/T1.yaml", "Q2 >= 300", "Q2 >= 500"}}, "needs_answer theme.condition_changed theme:T1 matters/A3/when\n"},
	{"a joint inspection more", []edit{{"themes/T1.yaml", "matters:\n", "joint:\n  inspections:\n    - {id: site, name: {zh: 联合勘验, en: Joint inspection}, states: [{matter: A2, state: accept}, {matter: A3, state: accept}], lead: fire, wait: 2}\n" + "matters:\n"}}, "compatible theme.inspection_added theme:T1 joint/inspections/site\n"},
	{"one notice", []edit{{"themes/T1.yaml", "matters:\n", "joint: {notice: one, appeal: {zh: 可申请行政复议, en: You may object}}\nmatters:\n"}}, "compatible theme.notice_one theme:T1 joint/notice\n"},
	{"a theme's shares", []edit{{"themes/T1.yaml", "matters:\n", "shares:\n  - {question: Q7, source: {zh: 估计, en: Estimate}, answers: [{answer: \"true\", share: 1}]}\nmatters:\n"}}, "compatible attribute.changed theme:T1 shares/Q7\n"},
	{"a question more and one less", []edit{{"themes/T1.yaml", "id: Q7", "id: Q8"}, {"themes/T1.yaml", "when: Q7 == false", "when: Q8 == false"}},
		"needs_answer theme.condition_changed theme:T1 matters/A1/when\ncompatible question.removed theme:T1 guide/Q7\nneeds_answer question.added theme:T1 guide/Q8\n"},
	{"a question's answer", []edit{{"themes/T1.yaml", "{zh: \"是否已有营业执照？\", en: \"Do you already hold a business licence?\"}, type: boolean", "{zh: \"是否已有营业执照？\", en: \"Do you already hold a business licence?\"}, type: integer"}, {"themes/T1.yaml", "Q7 == false", "Q7 == 0"}},
		"needs_answer theme.condition_changed theme:T1 matters/A1/when\nneeds_answer question.answer_changed theme:T1 guide/Q7\n"},
	{"a material that is kept", []edit{{"themes/T1.yaml", "keep: [", "keep: [{material: MT4}, "}}, "needs_answer theme.material_kept theme:T1 keep/MT4\n"},
	{"why it is", []edit{{"themes/T1.yaml", "要原件", "要核原件"}}, "compatible label.changed theme:T1 keep/MT2/reason\n"},
	{"one that is not any more", []edit{{"themes/T1.yaml", "keep: [{material: MT2, reason: {zh: 要原件, en: The original is looked at}}]\n", ""}}, "compatible theme.material_not_kept theme:T1 keep/MT2\n"},
	{"a theme's layout", []edit{{"themes/T1.yaml", "", "layout:\n  sections:\n    - {id: premises, title: {zh: 场所, en: Place}, hint: {zh: 门店, en: The shop}, fields: [premises/E22, premises/E21]}\n    - {id: exits, title: {zh: 出口, en: Exits}, startsAt: premises/E24}\n    - {id: signboard, joins: premises}\n  rows: {employee: [employee/E01]}\n  fields: {premises/E21: {label: {zh: 店面, en: Shop}, hint: {zh: 实测, en: Measured}}}\n  materials: [MT2, MT1]\n  questions: [Q2, Q7]\n"}},
		"compatible attribute.changed theme:T1 layout/sections\ncompatible label.changed theme:T1 layout/sections/exits/title\ncompatible attribute.changed theme:T1 layout/sections/exits/startsAt\ncompatible label.changed theme:T1 layout/sections/premises/title\ncompatible label.changed theme:T1 layout/sections/premises/hint\ncompatible attribute.changed theme:T1 layout/sections/premises/fields\ncompatible attribute.changed theme:T1 layout/sections/signboard/joins\ncompatible attribute.changed theme:T1 layout/rows/employee\ncompatible label.changed theme:T1 layout/fields/premises/E21/label\ncompatible label.changed theme:T1 layout/fields/premises/E21/hint\ncompatible attribute.changed theme:T1 layout/materials\ncompatible attribute.changed theme:T1 layout/questions\n"},
}

func TestEveryKindOfChangeIsTold(t *testing.T) {
	t.Parallel()
	base := tree(t, "testdata/noodles")
	a := edited(t, base)
	tell := func(name string, d Difference, want string) {
		t.Run(name, func(t *testing.T) {
			if got := changes(d); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
			for _, ch := range d.Changes {
				said := ch.Words.In("zh") + ch.Words.In("en")
				if ch.Words["zh"] == "" || ch.Words["en"] == "" || regexp.MustCompile(`\{[a-z]+\}`).MatchString(said) {
					t.Errorf("%s says %v", ch.Kind, ch.Words)
				}
				if (ch.Class == Compatible) != (len(ch.Why) == 0) {
					t.Errorf("%s is %s because of %v", ch.Kind, ch.Class, ch.Why)
				}
			}
		})
	}
	for _, c := range diffCases {
		tell(c.name, Diff(a, edited(t, base, c.edits...)), c.want)
	}
	restday := edit{"calendars/cn.yaml", "", "makeUp: [{date: \"2026-10-10\"}]\n"}
	tell("a make-up day less", Diff(edited(t, base, restday), a), "compatible day.removed calendar:cn makeUp/2026-10-10\n")
	silent := func(after string) *Release {
		return edited(t, base, edit{"workflows/A1.yaml", "    limit: 1\n    on:\n", "    limit: 1\n    after: {" + after + ", event: pass, corrections: continue, basis: {zh: 《办法》, en: Rules}}\n    on:\n"})
	}
	tell("silence less", Diff(silent("clock: step"), a), "breaking silence.removed workflow:A1 states/accept/after\n")
	tell("another silence", Diff(silent("clock: step"), silent("days: 2, clock: promised")), "breaking silence.changed workflow:A1 states/accept/after\n")
	more := func(days string) *Release {
		return edited(t, base, edit{"matters/A3.yaml", "form: A3\n", "extend: {days: " + days + ", roles: [clerk], basis: {zh: 《办法》, en: Rules}}\nform: A3\n"})
	}
	tell("no more time", Diff(more("5"), a), "compatible extension.removed matter:A3 extend\n")
	tell("more time than before", Diff(more("5"), more("6")), "compatible extension.changed matter:A3 extend\n")
	held := edited(t, base, edit{"matters/A1.yaml", "yields: [applicant/E12]", "yields: [applicant/E12], check: [{field: applicant/E12, rule: applicant.E12 != applicant.E11, message: {zh: 不符, en: Wrong}}]"})
	tell("what a result is not held against any more", Diff(held, a), "compatible result.check_removed matter:A1 result/check/applicant/E12\n")
	jointly := func(steps, lead string) *Release {
		return edited(t, base, edit{"themes/T1.yaml", "matters:\n", "joint:\n  inspections:\n    - {id: site, name: {zh: 联合勘验, en: Joint inspection}, states: [{matter: A2, state: accept}, {matter: A3, state: " + steps + "}], lead: " + lead + ", wait: 2}\nmatters:\n"})
	}
	tell("a joint inspection less", Diff(jointly("accept", "fire"), a), "compatible theme.inspection_removed theme:T1 joint/inspections/site\n")
	tell("another joint inspection", Diff(jointly("accept", "fire"), jointly("deliver", "market")), "compatible theme.inspection_states theme:T1 joint/inspections/site/states\ncompatible theme.inspection_lead_changed theme:T1 joint/inspections/site/lead\n")
	noticed := func(more string) *Release {
		return edited(t, base, edit{"themes/T1.yaml", "matters:\n", "joint: {notice: one, " + more + "appeal: {zh: 可申请行政复议, en: You may object}}\nmatters:\n"})
	}
	tell("a notice each", Diff(noticed(""), a), "compatible theme.notice_each theme:T1 joint/notice\n")
	tell("a notice sooner", Diff(noticed(""), noticed("noticeWithin: 5, ")), "compatible limit.shortened theme:T1 joint/noticeWithin\n")
	policies := withPolicy(t)
	with := edited(t, policies)
	for _, c := range policyCases {
		tell(c.name, Diff(with, edited(t, policies, c.edits...)), c.want)
	}
	canteen := tree(t, "testdata/canteen")
	for _, c := range canteenCases {
		tell(c.name, Diff(written(t, canteen), written(t, canteen, c.edits...)), c.want)
	}
}

func TestAReleaseDoesNotDifferFromItself(t *testing.T) {
	t.Parallel()
	all, err := builtinReleases()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range []*Release{mustCompile(t, "testdata/noodles"), written(t, tree(t, "testdata/canteen")), all["open-a-restaurant"], all["china-calendar"]} {
		if d := Diff(r, r); len(d.Changes) != 0 || d.Class != Compatible {
			t.Errorf("%s: %v", r.Pack.Name, d.Changes)
		}
		again, ps := ReadArchive(r.Pack.Encode()) // and not from what is written anew
		if ps.Failed() {
			t.Fatal(ps)
		}
		if c, ps := CompilePack(again, all["china-calendar"]); !ps.Failed() {
			if d := Diff(r, c); len(d.Changes) != 0 {
				t.Errorf("%s: %v", r.Pack.Name, d.Changes)
			}
		}
	}
}

// A kind of change that no case provokes would be words nobody has read.
func TestEveryKindOfChangeHasACase(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("diff_words.go")
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, c := range diffCases {
		all.WriteString(c.want)
	}
	for _, c := range canteenCases {
		all.WriteString(c.want)
	}
	// Those that go the other way.
	for _, c := range policyCases {
		all.WriteString(c.want)
	}
	all.WriteString("compatible day.removed calendar, breaking silence.removed workflow, breaking silence.changed workflow, compatible extension.removed matter, compatible extension.changed matter, compatible theme.inspection_removed theme, compatible theme.inspection_states theme, compatible theme.inspection_lead_changed theme, compatible theme.notice_each theme, compatible result.check_removed matter, needs_answer theme.same_changed theme, compatible template.reopened matter")
	seen := map[string]bool{}
	for _, m := range regexp.MustCompile(`changeKind\{"([a-z_.]+)"`).FindAllStringSubmatch(string(source), -1) {
		if seen[m[1]] {
			t.Errorf("%s is there twice", m[1])
		}
		seen[m[1]] = true
		if !strings.Contains(all.String(), " "+m[1]+" ") {
			t.Errorf("no case has %s", m[1])
		}
	}
	if len(seen) < 60 {
		t.Errorf("only %d kinds were found", len(seen))
	}
}

func TestWordsThatAreNewAndLimitsAreToldApart(t *testing.T) {
	t.Parallel()
	base := tree(t, "testdata/noodles")
	hint := edit{"forms/A1.yaml", "en: Usable area}", "en: Usable area}, x-hint: {zh: 不含公摊, en: Without shared parts}"}
	with, without := edited(t, base, hint), edited(t, base)
	limits := edited(t, base, edit{"matters/A1.yaml", "statutoryDays: 15", "statutoryDays: 20"}, edit{"matters/A1.yaml", "promisedDays: 1", "promisedDays: 0.5"})
	for _, c := range []struct {
		from, to *Release
		want     []string
	}{
		{without, with, []string{"新增文字“不含公摊” the wording “Without shared parts” was added"}},
		{with, without, []string{"删除文字“不含公摊” the wording “Without shared parts” was removed"}},
		{without, limits, []string{
			"“设立登记”的法定时限由 15 个工作日延长为 20 个 the statutory limit of “Business registration” was 15 working days and is 20",
			"“设立登记”的承诺时限由 1 个工作日缩短为 0.5 个 the promised limit of “Business registration” was 1 working day and is only 0.5",
		}},
	} {
		var got []string
		for _, change := range Diff(c.from, c.to).Changes {
			got = append(got, change.Words.In("zh")+" "+change.Words.In("en"))
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
}

func TestADifferenceIsReadableAndJSON(t *testing.T) {
	t.Parallel()
	base := tree(t, "testdata/noodles")
	d := Diff(edited(t, base), edited(t, base, edit{"pack.yaml", "1.0.0", "1.1.0"}, edit{"elements/elements.yaml", "maximum: 30", "maximum: 20"}, edit{"forms/A1.yaml", "zh: 使用面积", "zh: 实用面积"}))
	want := `noodles: 1.0.0 → 1.1.0

element E41
  ? maximum: “maximum” was tightened from 30 to 20 (an answer that was good may not be any more, or something more must be answered)

form A1
    premises/E21/label: the wording “使用面积” became “实用面积”

form A3
  ? signboard/E41/maximum: “maximum” was tightened from 30 to 20 (an answer that was good may not be any more, or something more must be answered)

1 compatible, 2 that need an answer (?), 0 breaking (!)
`
	if got := d.Text("en"); got != want {
		t.Errorf("got\n%s", got)
	}
	if zh := d.Text("zh"); !strings.Contains(zh, "文字由“使用面积”改为“实用面积”") || !strings.Contains(zh, "需要补答 2 处") {
		t.Errorf("got\n%s", zh)
	}
	b, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	var back Difference
	if err := json.Unmarshal(b, &back); err != nil || back.Class != NeedsAnswer || changes(back) != changes(d) {
		t.Errorf("%v\n%s", err, b)
	}
}

func TestTheCardinalityOfAListBoundsIt(t *testing.T) {
	t.Parallel()
	base := tree(t, "testdata/canteen")
	base["elements/elements.yaml"] = append(base["elements/elements.yaml"], "- {id: K20, name: {zh: 供餐方式（多选）, en: Ways of serving}, type: codes, codeList: CL_SERVE, cardinality: {min: 1, max: 2}}\n"...)
	d := Diff(written(t, base), written(t, base, edit{"elements/elements.yaml", "cardinality: {min: 1, max: 2}", "cardinality: {min: 2, max: 2}"}))
	want := "needs_answer constraint.tightened element:K20 minItems\ncompatible attribute.changed element:K20 cardinality\n"
	if got := changes(d); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
