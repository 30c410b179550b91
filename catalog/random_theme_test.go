package catalog

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing/fstest"
)

// packMaker makes packs of one theme of random matters over one pool of
// elements: forms that ask for the same things with different demands.
type packMaker struct {
	*rand.Rand
	elements []madeElement
	files    fstest.MapFS
}

type madeElement struct {
	id, typ string
}

type anyMap = map[string]any

// subject of the forms: what they ask about; staff repeats.
var madeSubjects = []string{"applicant", "premises", "agent", "staff", "filing"}

func newPackMaker(seed uint64) *packMaker {
	return &packMaker{Rand: rand.New(rand.NewPCG(seed, 0x7468656d65)), files: fstest.MapFS{}}
}

func (m *packMaker) chance(n, of int) bool { return m.IntN(of) < n }

func (m *packMaker) put(path string, v any) {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	m.files[path] = &fstest.MapFile{Data: b}
}

func text(s string) anyMap { return anyMap{"zh": s, "en": s} }

// theme writes a pack with a theme T of n matters.
func (m *packMaker) theme(n int) fstest.MapFS {
	m.put("pack.yaml", anyMap{"name": "random", "title": text("随机"), "version": "1.0.0"})
	m.put("departments.yaml", []any{anyMap{"id": "d", "name": text("部门")}})
	m.put("calendars/cn.yaml", anyMap{"id": "cn", "name": text("日历"), "zone": "Asia/Shanghai", "weekend": []any{0, 6}, "hours": []any{anyMap{"from": "09:00", "to": "17:00"}}, "covers": []any{2026, 2027}})
	var subjects []any
	for i, s := range madeSubjects {
		subjects = append(subjects, anyMap{"id": s, "name": text(s), "order": i})
	}
	m.put("subjects.yaml", subjects)
	m.put("codes/codes.yaml", []any{anyMap{"id": "CL", "name": text("代码"), "entries": []any{
		anyMap{"code": "a", "name": text("甲")}, anyMap{"code": "b", "name": text("乙")}, anyMap{"code": "c", "name": text("丙")}, anyMap{"code": "d", "name": text("丁")}}}})
	m.put("workflows/W.yaml", anyMap{"id": "W", "title": text("办理"), "initial": "in", "states": []any{
		anyMap{"id": "in", "name": text("受理"), "type": "step", "roles": []any{"clerk"}, "on": []any{anyMap{"event": "give", "label": text("发证"), "target": "out", "kind": "deliver"}}},
		anyMap{"id": "out", "name": text("办结"), "type": "final", "outcome": "issued"}}})
	m.pool(8 + m.IntN(16))
	guide, bound := m.guide()
	var places []any
	for i := range n {
		id := fmt.Sprintf("M%d", i)
		m.matter(id, i == 0, bound)
		places = append(places, anyMap{"matter": id, "when": m.when(guide), "stage": 1})
	}
	m.put("themes/T.yaml", anyMap{"id": "T", "name": text("一件事"), "lead": "d", "calendar": "cn", "guide": guide, "matters": places})
	return m.files
}

func (m *packMaker) pool(n int) {
	m.elements = []madeElement{{"E0", "number"}, {"E1", "code"}, {"E2", "boolean"}}
	defs := []any{
		anyMap{"id": "E0", "name": text("面积"), "type": "number"},
		anyMap{"id": "E1", "name": text("类型"), "type": "code", "codeList": "CL"},
		anyMap{"id": "E2", "name": text("有无"), "type": "boolean"},
	}
	for i := len(m.elements); i < n; i++ {
		e := madeElement{fmt.Sprintf("E%d", i), []string{"string", "string", "text", "integer", "number", "money", "boolean", "date", "code", "codes", "phone", "daterange", "person"}[m.IntN(13)]}
		def := anyMap{"id": e.id, "name": text("项" + e.id), "type": e.typ}
		if e.typ == "code" || e.typ == "codes" {
			def["codeList"] = "CL"
		}
		if m.chance(1, 3) {
			m.narrow(e, def)
		}
		m.elements, defs = append(m.elements, e), append(defs, def)
	}
	m.put("elements/elements.yaml", defs)
}

// narrow adds a constraint that leaves values.
func (m *packMaker) narrow(e madeElement, into anyMap) {
	switch e.typ {
	case "string", "text":
		switch m.IntN(3) {
		case 0:
			into["maxLength"] = 3 + m.IntN(20)
		case 1:
			into["minLength"] = 1 + m.IntN(3)
		case 2:
			if e.typ == "string" {
				into["pattern"] = []string{`^[^x]*$`, `^[ab]+$`, `^\d{3}$`}[m.IntN(3)]
			}
		}
	case "integer", "number", "money":
		switch m.IntN(3) {
		case 0:
			into["minimum"] = m.IntN(4)
		case 1:
			into["maximum"] = 30 + m.IntN(300)
		case 2:
			if e.typ == "number" {
				into["x-fraction-digits"] = 1 + m.IntN(2)
			}
		}
	case "date":
		if m.chance(1, 2) {
			into["x-not-before"] = fmt.Sprintf("20%02d-01-01", 10+m.IntN(14))
		} else {
			into["x-not-after"] = []string{"today", "2027-12-31"}[m.IntN(2)]
		}
	case "code":
		into["enum"] = [][]string{{"a", "b"}, {"a", "c", "d"}, {"b", "a"}}[m.IntN(3)]
	case "codes":
		into["maxItems"] = 1 + m.IntN(2)
	case "daterange":
		into["x-max-days"] = 10 + m.IntN(1000)
	}
}

// guide asks two to four questions, some of them fields of the form.
func (m *packMaker) guide() (questions []any, bound []string) {
	questions = append(questions, anyMap{"id": "Q0", "text": text("是否"), "type": "boolean"})
	if m.chance(1, 2) {
		questions = append(questions, anyMap{"id": "Q1", "text": text("面积多少"), "type": "number", "field": "premises/E0"})
		bound = append(bound, "premises/E0")
	}
	if m.chance(1, 2) {
		questions = append(questions, anyMap{"id": "Q2", "text": text("哪种"), "type": "code", "field": "applicant/E1"})
		bound = append(bound, "applicant/E1")
	}
	if m.chance(1, 2) {
		questions = append(questions, anyMap{"id": "Q3", "text": text("另有"), "type": "boolean"})
	}
	return questions, bound
}

// when is a condition over the guide.
func (m *packMaker) when(guide []any) string {
	q := guide[m.IntN(len(guide))].(anyMap)
	id := q["id"].(string)
	if m.chance(1, 3) {
		return "true"
	}
	switch q["type"] {
	case "number":
		return fmt.Sprintf("%s >= %d.0", id, 10*m.IntN(30))
	case "code":
		return id + " == '" + []string{"a", "b", "c", "d"}[m.IntN(4)] + "'"
	}
	return fmt.Sprintf("%s == %v", id, m.chance(1, 2))
}

func (m *packMaker) matter(id string, first bool, bound []string) {
	form := m.form(id, first, bound)
	m.put("forms/"+id+".yaml", form)
	m.put("matters/"+id+".yaml", anyMap{"id": id, "name": text("事项" + id), "department": "d", "statutoryDays": 10, "promisedDays": 5, "form": id, "workflow": "W", "result": anyMap{"name": text("证")}})
}

// form asks for a random part of the pool, under random subjects.
func (m *packMaker) form(id string, first bool, bound []string) anyMap {
	properties, order := anyMap{}, []any{}
	var conditions []string // sources over the form's single fields
	count := 0
	for _, subject := range madeSubjects {
		fields, required := anyMap{}, []any{}
		var keys []string
		for _, e := range m.elements {
			must := first && (subject == "premises" && e.id == "E0" || subject == "applicant" && e.id == "E1")
			if !must && !m.chance(1, 4) {
				continue
			}
			keys = append(keys, e.id)
			fields[e.id] = anyMap{"$ref": "element:" + e.id}
			count++
		}
		if len(keys) == 0 {
			continue
		}
		group := anyMap{"type": "object", "x-subject": subject, "properties": fields}
		var own []string
		prefix := subject
		if subject == "staff" {
			prefix = "row"
		}
		for _, k := range keys {
			own = append(own, m.conditions(prefix, k)...)
		}
		for _, k := range keys {
			m.demands(subject, k, fields[k].(anyMap), own, conditions)
			if m.chance(1, 2) {
				required = append(required, k)
			}
		}
		if len(required) > 0 {
			group["required"] = required
		}
		if subject == "staff" {
			items := anyMap{"type": "object", "properties": fields}
			if len(required) > 0 {
				items["required"] = required
			}
			group = anyMap{"type": "array", "x-subject": subject, "items": items}
			if m.chance(1, 2) {
				group["minItems"] = 1
			}
			if m.chance(1, 3) {
				group["maxItems"] = 2 + m.IntN(2)
			}
			order = append(order, subject)
		} else {
			for _, k := range keys {
				order = append(order, subject+"/"+k)
			}
			conditions = append(conditions, own...)
		}
		if len(conditions) > 0 && m.chance(1, 8) && !boundIn(bound, subject) {
			if c := conditions[m.IntN(len(conditions))]; !mentions(c, subject) {
				group["x-visible"] = c
			}
		}
		properties[subject] = group
	}
	if count == 0 {
		properties["filing"] = anyMap{"type": "object", "x-subject": "filing", "properties": anyMap{"E2": anyMap{"$ref": "element:E2"}}}
		order = append(order, "filing/E2")
	}
	sections := []any{anyMap{"id": "a", "title": text("一"), "fields": order}}
	if len(order) > 3 && m.chance(1, 3) {
		half := len(order) / 2
		sections = []any{anyMap{"id": "a", "title": text("一"), "fields": order[:half]}, anyMap{"id": "b", "title": text("二"), "fields": order[half:]}}
		if len(conditions) > 0 && m.chance(1, 2) {
			c := conditions[m.IntN(len(conditions))]
			alone := true
			for _, f := range order[half:] {
				alone = alone && !mentions(c, f.(string))
			}
			if alone {
				sections[1].(anyMap)["visible"] = c
			}
		}
	}
	return anyMap{"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "form:" + id, "x-title": text("表" + id), "type": "object", "properties": properties, "x-layout": anyMap{"sections": sections}}
}

func boundIn(bound []string, subject string) bool {
	for _, b := range bound {
		if s, _, _ := cutLast(b); s == subject {
			return true
		}
	}
	return false
}

// mentions: the condition reads the group or field.
func mentions(condition, path string) bool {
	group, key, single := cutLast(path)
	if !single {
		return contains(condition, path+".")
	}
	_ = key
	return contains(condition, group+".") || contains(condition, key)
}

func contains(s, part string) bool {
	for i := 0; i+len(part) <= len(s); i++ {
		if s[i:i+len(part)] == part {
			return true
		}
	}
	return false
}

// conditions are what may be asked of one field.
func (m *packMaker) conditions(prefix, key string) []string {
	at := prefix + "." + key
	for _, e := range m.elements {
		if e.id != key {
			continue
		}
		switch e.typ {
		case "boolean":
			return []string{at + " == true", at + " != true"}
		case "code":
			return []string{at + " == 'a'", at + " in ['b', 'c']"}
		case "integer":
			return []string{fmt.Sprintf("%s > %d", at, m.IntN(20))}
		case "number", "money":
			return []string{fmt.Sprintf("%s >= %d.0", at, m.IntN(200))}
		case "string":
			return []string{"has(" + at + ")", "size(" + at + ") > 1"}
		}
	}
	return nil
}

// demands narrows a field and gives it conditions: its own group's, of earlier
// keys, and of earlier groups.
func (m *packMaker) demands(subject, key string, f anyMap, own, outer []string) {
	for _, e := range m.elements {
		if e.id == key && m.chance(1, 3) {
			trial := anyMap{}
			m.narrow(e, trial)
			for k, v := range trial {
				f[k] = v
			}
		}
	}
	var usable []string
	for _, c := range append(append([]string(nil), own...), outer...) {
		if reads(c) < key || !contains(c, "."+key) && !contains(c, "row.") && !contains(c, subject+".") {
			usable = append(usable, c)
		}
	}
	if len(usable) == 0 {
		return
	}
	pick := func() string { return usable[m.IntN(len(usable))] }
	if m.chance(1, 4) {
		f["x-visible"] = pick()
	}
	if m.chance(1, 5) {
		f["x-required"] = pick()
	}
	if m.chance(1, 8) {
		f["x-check"] = []any{anyMap{"rule": pick() + " || " + pick(), "message": text("请核对")}}
	}
	for _, e := range m.elements {
		if e.id == key && e.typ == "code" && m.chance(1, 6) {
			f["x-options"] = "option.code != '" + []string{"a", "b", "c"}[m.IntN(3)] + "'"
		}
		if e.id == key && e.typ == "boolean" && m.chance(1, 10) {
			f["x-value"] = pick()
		}
	}
}

// reads is the key that a condition is about.
func reads(condition string) string {
	for i := 0; i+1 < len(condition); i++ {
		if condition[i] == '.' && condition[i+1] == 'E' {
			j := i + 1
			for j < len(condition) && (condition[j] == 'E' || condition[j] >= '0' && condition[j] <= '9') {
				j++
			}
			return condition[i+1 : j]
		}
	}
	return ""
}
