// Package testpack makes packs of any size for tests and benchmarks.
package testpack

import (
	"fmt"
	"strings"
)

// Name of the pack.
const Name = "generated"

// Files is a pack with so many matters, each with a form of its own of so many
// fields (a multiple of 12): five kinds of fields in two sections, every third
// field with a condition, labels in two languages. The same numbers give the
// same bytes.
func Files(forms, fields int) map[string][]byte {
	subjects := max(fields/len(elements), 1)
	out := map[string][]byte{
		"pack.yaml":             []byte("name: " + Name + "\ntitle: {zh: 生成的资源包, en: Generated pack}\nversion: 1.0.0\n"),
		"departments.yaml":      []byte("- id: bureau\n  name: {zh: 服务局, en: Service bureau}\n"),
		"codes/codes.yaml":      []byte(codes),
		"elements/all.yaml":     []byte(elementsYAML()),
		"workflows/simple.yaml": []byte(workflow),
	}
	var list strings.Builder
	for s := range subjects {
		fmt.Fprintf(&list, "- id: subject%d\n  name: {zh: 角色%d, en: Subject %d}\n", s, s+1, s+1)
	}
	out["subjects.yaml"] = []byte(list.String())
	for i := range forms {
		id := fmt.Sprintf("G%04d", i)
		out["forms/"+id+".yaml"] = []byte(form(id, i, subjects))
		out["matters/"+id+".yaml"] = []byte(fmt.Sprintf(`id: %s
name: {zh: 第 %d 号事项, en: Matter %d}
category: 行政许可
department: bureau
basis: {zh: 《服务条例》第 %d 条, en: "Service regulations, article %d"}
statutoryDays: 20
promisedDays: 5
form: %s
workflow: simple
result: {name: {zh: 决定书, en: Decision}}
`, id, i+1, i+1, i+1, i+1, id))
	}
	return out
}

// elements are what every subject is asked, in this order.
var elements = []struct{ id, zh, en, rest string }{
	{"GE01", "姓名", "Name", "type: string\n  maxLength: 50"},
	{"GE02", "种类", "Kind", "type: code\n  codeList: CL_KIND"},
	{"GE03", "数量", "Number", "type: integer\n  minimum: 0\n  maximum: 100000"},
	{"GE04", "面积", "Area", "type: number\n  minimum: 0\n  x-fraction-digits: 2\n  unit: {zh: 平方米, en: m²}"},
	{"GE05", "日期", "Date", "type: date"},
	{"GE06", "说明", "Explanation", "type: text\n  maxLength: 500"},
	{"GE07", "移动电话", "Mobile number", "type: string\n  format: cn-mobile\n  sensitivity: personal"},
	{"GE08", "电子邮箱", "E-mail", "type: string\n  format: email\n  maxLength: 100"},
	{"GE09", "是否同意", "Agreement", "type: boolean"},
	{"GE10", "项目", "Items", "type: codes\n  codeList: CL_KIND"},
	{"GE11", "邮政编码", "Postal code", `type: string` + "\n" + `  pattern: "^\\d{6}$"`},
	{"GE12", "地址", "Address", "type: string\n  maxLength: 200"},
}

func elementsYAML() string {
	var b strings.Builder
	for _, e := range elements {
		fmt.Fprintf(&b, "- id: %s\n  name: {zh: %s, en: %s}\n  %s\n", e.id, e.zh, e.en, e.rest)
	}
	return b.String()
}

const codes = `- id: CL_KIND
  name: {zh: 种类, en: Kinds}
  entries:
    - {code: "1", name: {zh: 个人, en: Person}}
    - {code: "2", name: {zh: 企业, en: Company}}
    - {code: "3", name: {zh: 其他, en: Other}}
`

const workflow = `id: simple
title: {zh: 一步办结, en: One step}
initial: decide
states:
  - id: decide
    name: {zh: 决定, en: Decision}
    type: step
    roles: [clerk]
    limit: 3
    on:
      - event: approve
        label: {zh: 同意, en: Approve}
        target: deliver
        kind: approve
      - event: reject
        label: {zh: 驳回, en: Reject}
        target: refused
        kind: refuse
  - id: deliver
    name: {zh: 办结, en: Issue of the result}
    type: step
    roles: [clerk]
    on:
      - event: deliver
        label: {zh: 办结, en: Issue the result}
        target: issued
        kind: deliver
  - id: issued
    name: {zh: 已办结, en: Completed}
    type: final
    outcome: issued
  - id: refused
    name: {zh: 终止, en: Ended without the result}
    type: final
    outcome: refused
`

func form(id string, n, subjects int) string {
	var b, first, second strings.Builder
	fmt.Fprintf(&b, `$schema: https://json-schema.org/draft/2020-12/schema
$id: form:%s
x-title: {zh: 第 %d 号申请表, en: Application form %d}
type: object
properties:
`, id, n+1, n+1)
	for s := range subjects {
		name := fmt.Sprintf("subject%d", s)
		fmt.Fprintf(&b, "  %s:\n    type: object\n    x-subject: %s\n    required: [GE01, GE02]\n    properties:\n", name, name)
		for i, e := range elements {
			fmt.Fprintf(&b, "      %s:\n        $ref: \"element:%s\"\n        x-label: {zh: %s（%d-%d）, en: %s (%d-%d)}\n", e.id, e.id, e.zh, n+1, s+1, e.en, n+1, s+1)
			if i%3 == 2 {
				fmt.Fprintf(&b, "        x-visible: \"%s.GE02 == '%d'\"\n", name, i%3+1)
			}
			if e.id == "GE04" {
				fmt.Fprintf(&b, "        x-check:\n          - {rule: \"%s.GE04 >= double(%s.GE03)\", message: {zh: 面积过小, en: The area is too small}}\n", name, name)
			}
			out := &first
			if s >= (subjects+1)/2 {
				out = &second
			}
			fmt.Fprintf(out, "        - %s/%s\n", name, e.id)
		}
	}
	b.WriteString("x-layout:\n  sections:\n    - id: one\n      title: {zh: 第一部分, en: Part one}\n      fields:\n" + first.String())
	if second.Len() > 0 {
		b.WriteString("    - id: two\n      title: {zh: 第二部分, en: Part two}\n      fields:\n" + second.String())
	}
	return b.String()
}
