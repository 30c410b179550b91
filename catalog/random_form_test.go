package catalog

import (
	"fmt"
	"slices"
	"strings"
)

// formMaker makes one form.
type formMaker struct {
	*packMaker
	matter int
	outer  []source        // conditions over the single fields so far
	order  []any           // of the layout
	asked  map[string]bool // fields, by path
}

// source is a condition and what it reads.
type source struct {
	cel   string
	reads string // path
	at    int    // of the element
}

// form asks for a random part of the pool, under random subjects. single are
// conditions over its fields.
func (m *packMaker) form(matter int) (doc anyMap, single []string) {
	f := &formMaker{packMaker: m, matter: matter, asked: map[string]bool{}}
	for path := range m.values {
		if m.computer[path] == matter {
			f.asked[path] = true
			for _, in := range readsOf(m.values[path], path) {
				f.asked[in] = true
			}
		}
	}
	if matter == 0 {
		f.asked[areaField], f.asked[kindField] = true, true
	}
	properties := anyMap{}
	for _, subject := range madeSubjects {
		if g := f.group(subject); g != nil {
			properties[subject] = g
		}
	}
	if len(f.order) == 0 {
		properties["filing"] = anyMap{"type": "object", "x-subject": "filing", "properties": anyMap{"E2": anyMap{"$ref": "element:E2"}}}
		f.order = append(f.order, "filing/E2")
	}
	for _, s := range f.outer {
		single = append(single, s.cel)
	}
	for _, item := range f.order {
		if !slices.Contains(m.listed, item.(string)) {
			m.listed = append(m.listed, item.(string))
		}
	}
	return anyMap{"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "form:" + matterID(matter), "x-title": text("表"), "type": "object",
		"properties": properties, "x-layout": f.pages()}, single
}

func (f *formMaker) group(subject string) anyMap {
	fields, required := anyMap{}, []any{}
	var keys []madeElement
	for _, e := range f.elements {
		if f.asked[subject+"/"+e.id] || f.chance(1, 4) {
			keys = append(keys, e)
			f.asked[subject+"/"+e.id] = true
		}
	}
	if len(keys) == 0 {
		return nil
	}
	prefix := subject
	if subject == "staff" {
		prefix = "row"
	}
	var own []source
	for _, e := range keys {
		path := subject + "/" + e.id
		field := anyMap{"$ref": "element:" + e.id}
		fields[e.id] = field
		f.demands(path, e, field, append(append([]source(nil), f.outer...), own...))
		own = append(own, f.conditions(prefix, path, e)...)
		if f.chance(1, 2) {
			required = append(required, e.id)
		}
	}
	if subject == "filing" {
		if f.chance(1, 2) {
			fields["CONSENT"] = anyMap{"$ref": "element:CONSENT"}
			required = append(required, "CONSENT")
			f.order = append(f.order, consentField)
		}
		if f.matter > 0 && f.chance(1, 3) {
			fields["YIELD"] = anyMap{"$ref": "element:YIELD"}
			required = append(required, "YIELD")
			f.order = append(f.order, yieldedField)
		}
	}
	hide := f.condition(subject)
	if subject != "staff" {
		for _, e := range keys {
			f.order = append(f.order, subject+"/"+e.id)
		}
		f.outer = append(f.outer, own...)
		if f.chance(1, 6) {
			f.inner("home", false, fields, own)
			f.order = append(f.order, subject+"/home/"+f.elements[0].id)
		}
		g := anyMap{"type": "object", "x-subject": subject, "properties": fields, "required": required}
		if hide != "" {
			g["x-visible"] = hide
		}
		return g
	}
	if f.chance(1, 3) {
		f.inner("paper", len(f.elements)%2 == 1, fields, own) // the same in every form of a theme
	}
	g := anyMap{"type": "array", "x-subject": subject, "items": anyMap{"type": "object", "properties": fields, "required": required}}
	f.limits(g)
	if hide != "" {
		g["x-visible"] = hide
	}
	f.order = append(f.order, subject)
	return g
}

// limits bounds a repeat's rows.
func (f *formMaker) limits(g anyMap) {
	if f.chance(1, 2) {
		g["minItems"] = 1
	}
	if f.chance(1, 3) {
		g["maxItems"] = 2 + f.IntN(2)
	}
}

// inner puts a group of one field into a group.
func (f *formMaker) inner(name string, repeats bool, into anyMap, own []source) {
	e := f.elements[0]
	field := anyMap{"$ref": "element:" + e.id}
	if f.chance(1, 2) {
		f.tight(e, field)
	}
	items := anyMap{"type": "object", "properties": anyMap{e.id: field}}
	if f.chance(1, 2) {
		items["required"] = []any{e.id}
	}
	g := items
	if repeats {
		g = anyMap{"type": "array", "items": items}
		f.limits(g)
	}
	g["x-label"] = text(name)
	if len(own) > 0 && f.chance(1, 3) {
		g["x-visible"] = own[f.IntN(len(own))].cel
	}
	into[name] = g
}

// condition reads a single field of a subject before this one; "" mostly.
func (f *formMaker) condition(subject string) string {
	if !f.chance(1, 8) {
		return ""
	}
	for _, b := range f.bound {
		if strings.HasPrefix(b, subject+"/") {
			return ""
		}
	}
	if s := f.before(subject); len(s) > 0 {
		return s[f.IntN(len(s))].cel
	}
	return ""
}

// before are the conditions over subjects that come before one.
func (f *formMaker) before(subject string) (out []source) {
	for _, s := range f.outer {
		if subjectAt(s.reads) < subjectAt(subject+"/") {
			out = append(out, s)
		}
	}
	return out
}

func subjectAt(path string) int {
	for i, s := range madeSubjects {
		if strings.HasPrefix(path, s+"/") {
			return i
		}
	}
	return len(madeSubjects)
}

// pages are the sections and, in some, words between the fields.
func (f *formMaker) pages() anyMap {
	sections := f.sections()
	out := anyMap{"sections": sections}
	if !f.chance(1, 3) {
		return out
	}
	texts := anyMap{}
	for i, s := range sections {
		if !f.chance(1, 2) {
			continue
		}
		section, id := s.(anyMap), fmt.Sprintf("t%d", i)
		words := anyMap{"text": text(oneOf(f.packMaker, "请注意", "说明")), "kind": oneOf(f.packMaker, "plain", "notice")}
		if len(f.outer) > 0 && f.chance(1, 2) {
			words["visible"] = f.outer[f.IntN(len(f.outer))].cel
		}
		texts[id] = words
		at := f.IntN(len(section["fields"].([]any)) + 1)
		section["fields"] = slices.Insert(slices.Clone(section["fields"].([]any)), at, any("text:"+id))
	}
	out["texts"] = texts
	return out
}

// routed are three or four pages with routes over some of them. A route may
// read only what is settled before everything that it leads past.
func (f *formMaker) routed() []any {
	n := 3 + f.IntN(2)
	var sections []any
	first := make([]int, n) // the first subject of each page
	for i := range n {
		fields := slices.Clone(f.order[len(f.order)*i/n : len(f.order)*(i+1)/n])
		first[i] = len(madeSubjects)
		for _, item := range fields {
			first[i] = min(first[i], subjectAt(item.(string)+"/"))
		}
		sections = append(sections, anyMap{"id": string(rune('a' + i)), "title": text("页"), "fields": fields})
	}
	routed := false
	for i := range n - 1 {
		settled := f.before(madeSubjects[min(slices.Min(first[i+1:]), len(madeSubjects)-1)])
		if len(settled) == 0 {
			continue
		}
		var next []any
		for range 1 + f.IntN(2) {
			to := "end"
			if j := i + 1 + f.IntN(n-i); j < n {
				to = string(rune('a' + j))
			}
			next = append(next, anyMap{"when": settled[f.IntN(len(settled))].cel, "to": to})
		}
		sections[i].(anyMap)["next"] = next
		routed = true
	}
	if !routed {
		return nil
	}
	return sections
}

// sections lists the fields on one page, on two of which the second may hang
// on a condition, or on several with routes between them.
func (f *formMaker) sections() []any {
	if len(f.order) >= 8 && f.chance(1, 3) {
		if s := f.routed(); s != nil {
			return s
		}
	}
	one := anyMap{"id": "a", "title": text("一"), "fields": f.order}
	if len(f.order) < 4 || !f.chance(1, 3) {
		return []any{one}
	}
	half := len(f.order) / 2
	one["fields"] = f.order[:half]
	two := anyMap{"id": "b", "title": text("二"), "fields": f.order[half:]}
	first := len(madeSubjects)
	for _, item := range f.order[half:] {
		first = min(first, subjectAt(item.(string)+"/"))
	}
	if s := f.before(madeSubjects[min(first, len(madeSubjects)-1)]); len(s) > 0 && f.chance(1, 2) {
		two["visible"] = s[f.IntN(len(s))].cel
	}
	return []any{one, two}
}
