package metamodel_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/onematter/onematter/metamodel"
)

// The oracle: a full JSON Schema implementation reading the schema that a form
// exports judges answers as the form does. Forms and answers are made at
// random: every type, groups inside groups, conditions, routes, narrowing,
// several matters. Where the schema says that it leaves something unsaid, it
// may accept what the form refuses, and only there.
//
// ORACLE_FORMS and ORACLE_ANSWERS (of each form) set the size; `make oracle`
// judges a million.
func TestFormsAndTheirSchemasAgree(t *testing.T) {
	t.Parallel()
	forms, answers := size(t, "ORACLE_FORMS", 80), size(t, "ORACLE_ANSWERS", 250)
	const seed = 20260501
	var mu sync.Mutex
	total := tally{}
	var work sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		work.Add(1)
		go func() {
			defer work.Done()
			for i := range next {
				got := judgeForm(t, seed, uint64(i), answers)
				mu.Lock()
				total.add(got)
				mu.Unlock()
			}
		}()
	}
	for i := range forms {
		if t.Failed() {
			break
		}
		next <- i
	}
	close(next)
	work.Wait()
	t.Logf("seed %d: %d forms (%d with conditions, %d of several matters, %d saying all but decimals), %d answers: %d valid, %d not, %d refused for what the schema leaves unsaid",
		seed, total.forms, total.conditional, total.merged, total.whole, total.valid+total.invalid+total.unsaid, total.valid, total.invalid, total.unsaid)
	if !t.Failed() && (total.valid*20 < total.invalid || total.invalid*20 < total.valid || total.whole*4 < total.forms) {
		t.Errorf("one-sided: %+v", total)
	}
}

func size(t *testing.T, name string, otherwise int) int {
	t.Helper()
	v := os.Getenv(name)
	if v == "" {
		return otherwise
	}
	n, err := strconv.Atoi(v)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

type tally struct{ forms, conditional, merged, whole, valid, invalid, unsaid int }

func (a *tally) add(b tally) {
	a.forms += b.forms
	a.conditional += b.conditional
	a.merged += b.merged
	a.whole += b.whole
	a.valid += b.valid
	a.invalid += b.invalid
	a.unsaid += b.unsaid
}

func judgeForm(t *testing.T, seed, number uint64, answers int) (out tally) {
	m := &formMaker{Rand: rand.New(rand.NewPCG(seed, number)), w: &world{elements: map[string]*metamodel.Element{}, lists: map[string]*metamodel.CodeList{}, subjects: map[string]*metamodel.Subject{}}}
	doc := m.form()
	f, ps := metamodel.Compile(decode[metamodel.FormDoc](t, metamodel.KindForm, doc), m.w)
	if f == nil {
		t.Errorf("seed %d, form %d does not compile: %v\n%s", seed, number, ps, doc)
		return out
	}
	exported, err := f.JSONSchema()
	if err != nil {
		t.Error(err)
		return out
	}
	j, err := newJudge(f, exported)
	if err != nil {
		t.Errorf("seed %d, form %d: %v\n%s\n%s", seed, number, err, doc, exported)
		return out
	}
	out.forms = 1
	if !slices.ContainsFunc(j.unsaid, func(u metamodel.Unsaid) bool { return u.Keyword != "x-fraction-digits" }) {
		out.whole = 1
	}
	if m.conditions > 0 {
		out.conditional = 1
	}
	if m.matters > 0 {
		out.merged = 1
	}
	for range answers {
		a := m.answers()
		switch agree, ours := j.judge(a); {
		case agree == disagree:
			a = shrink(a, func(smaller []byte) bool { v, _ := j.judge(smaller); return v == disagree })
			_, ours = j.judge(a)
			t.Errorf("seed %d, form %d\nanswers: %s\nours: %v\ntheirs: %v\nform: %s\nschema: %s", seed, number, a, ours, j.theirs(a), doc, exported)
			return out
		case agree == excused:
			out.unsaid++
		case len(ours) == 0:
			out.valid++
		default:
			out.invalid++
		}
	}
	return out
}

// judge compares a form with its schema.
type judge struct {
	form   *metamodel.Form
	schema *jsonschema.Schema
	unsaid []metamodel.Unsaid
}

const (
	agree = iota
	excused
	disagree
)

func newJudge(f *metamodel.Form, exported []byte) (*judge, error) {
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(exported))
	if err != nil {
		return nil, err
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("form.json", parsed); err != nil {
		return nil, err
	}
	schema, err := c.Compile("form.json")
	if err != nil {
		return nil, err
	}
	var root struct {
		Unsaid []metamodel.Unsaid `json:"x-onematter-unsaid"`
	}
	return &judge{f, schema, root.Unsaid}, json.Unmarshal(exported, &root)
}

func (j *judge) theirs(answers []byte) error {
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(answers))
	if err != nil {
		return nil
	}
	return j.schema.Validate(v)
}

func (j *judge) judge(answers []byte) (int, metamodel.Problems) {
	ours := j.form.Check(answers, may()).Problems
	theirs := j.theirs(answers)
	switch {
	case len(ours) == 0 && theirs == nil, len(ours) > 0 && theirs != nil:
		return agree, ours
	case theirs != nil:
		return disagree, ours
	}
	// One wrong answer may bring others: what hangs on it is then unanswered.
	for _, p := range ours {
		if j.leaves(p) {
			return excused, ours
		}
	}
	return disagree, ours
}

// leaves reports whether the schema leaves unsaid what a problem says. Decimals
// excuse nothing but decimals.
func (j *judge) leaves(p metamodel.Problem) bool {
	path := p.Path
	var parts []string
	for _, part := range strings.Split(path, "/") {
		if strings.Trim(part, "0123456789") != "" {
			parts = append(parts, part)
		}
	}
	path = strings.Join(parts, "/")
	for _, u := range j.unsaid {
		if u.Keyword == "x-fraction-digits" && p.Code != "answer.fraction_digits" {
			continue
		}
		if path == u.Path || strings.HasPrefix(path, u.Path+"/") {
			return true
		}
	}
	return false
}

// shrink leaves out what is not needed for a disagreement.
func shrink(doc []byte, still func([]byte) bool) []byte {
	for changed := true; changed; {
		changed = false
		var root any
		dec := json.NewDecoder(bytes.NewReader(doc))
		dec.UseNumber()
		if dec.Decode(&root) != nil {
			return doc
		}
		for _, smaller := range without(root) {
			b, err := json.Marshal(smaller)
			if err == nil && len(b) < len(doc) && still(b) {
				doc, changed = b, true
				break
			}
		}
	}
	return doc
}

// without gives v with one member or item less, in every way.
func without(v any) (out []any) {
	switch v := v.(type) {
	case map[string]any:
		keys := make([]string, 0, len(v))
		for k := range v {
			keys = append(keys, k)
		}
		sort.Strings(keys)
		for _, k := range keys {
			rest := map[string]any{}
			for o, x := range v {
				if o != k {
					rest[o] = x
				}
			}
			out = append(out, rest)
			for _, s := range without(v[k]) {
				changed := map[string]any{k: s}
				for o, x := range rest {
					changed[o] = x
				}
				out = append(out, changed)
			}
		}
	case []any:
		for i := range v {
			out = append(out, append(append([]any{}, v[:i]...), v[i+1:]...))
			for _, s := range without(v[i]) {
				changed := append([]any{}, v...)
				changed[i] = s
				out = append(out, changed)
			}
		}
	}
	return out
}

// formMaker makes a form, and answers to it.
type formMaker struct {
	*rand.Rand
	w          *world
	root       *madeGroup
	readable   []*madeField // in no repeat, so far
	counted    []*madeGroup // repeats in no repeat, so far
	elements   int
	conditions int
	matters    int
	plain      bool // nothing that the schema leaves unsaid
}

type madeField struct {
	key, path, typ string
	expr           string // in CEL, from its own scope
	good, bad      []string
	doc            map[string]any
	odds           int // of 8: how often it is answered
}

type madeGroup struct {
	name   string
	expr   string
	repeat bool
	doc    map[string]any // the property
	fields []*madeField
	groups []*madeGroup
	needed []string
}

func (m *formMaker) one(s ...string) string    { return s[m.IntN(len(s))] }
func (m *formMaker) chance(n, of int) bool     { return m.IntN(of) < n }
func (m *formMaker) some(list []string) string { return list[m.IntN(len(list))] }

// row is what an expression inside a repeat may read besides the document.
type scopeOf struct {
	fields  []*madeField
	repeats []*madeGroup
}

func (m *formMaker) form() []byte {
	m.root = &madeGroup{}
	m.plain = m.chance(1, 2)
	props := map[string]any{}
	names := []string{"applicant", "premises", "filing", "agent"}[:1+m.IntN(4)]
	if m.chance(1, 6) {
		m.matters = 2
	}
	for _, n := range names {
		m.w.subjects[n] = &metamodel.Subject{ID: n, Name: metamodel.ZhEn(n, n)}
		g := m.group(n, n, "", 0, nil)
		m.root.groups = append(m.root.groups, g)
		props[n] = g.doc
	}
	var sections []any
	var current []string
	var sectionOf []string
	close := func() {
		if len(current) > 0 {
			id := fmt.Sprintf("s%d", len(sections))
			sections = append(sections, map[string]any{"id": id, "title": map[string]string{"zh": id}, "fields": current})
			sectionOf, current = append(sectionOf, id), nil
		}
	}
	var place func(g *madeGroup, path string)
	place = func(g *madeGroup, path string) {
		if g.repeat {
			current = append(current, path)
			return
		}
		for _, f := range g.fields {
			current = append(current, f.path)
		}
		for _, s := range g.groups {
			place(s, path+"/"+s.name)
		}
	}
	// What a section's condition may read lies in sections before it.
	var before [][]*madeField
	for _, g := range m.root.groups {
		place(g, g.name)
		n := len(sections)
		close()
		for len(before) < len(sections) {
			before = append(before, nil)
		}
		if len(sections) > n && m.chance(1, 5) && n > 0 {
			var fields []*madeField
			for _, o := range m.root.groups {
				if o == g {
					break
				}
				if !o.repeat {
					fields = append(fields, o.fields...)
				}
			}
			if len(fields) > 0 {
				sections[n].(map[string]any)["visible"] = m.condition(scopeOf{fields: fields}, 1)
			}
		}
	}
	for i := 0; i+2 < len(sections); i++ {
		g := m.root.groups[i]
		if m.chance(1, 5) && !g.repeat && len(g.fields) > 0 && len(sections) == len(m.root.groups) {
			to := "end"
			if j := i + 2 + m.IntN(len(sections)-i-1); j < len(sections) {
				to = sectionOf[j]
			}
			sections[i].(map[string]any)["next"] = []any{map[string]any{"when": m.condition(scopeOf{fields: g.fields}, 1), "to": to}}
		}
	}
	doc := map[string]any{"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "form:F", "x-title": map[string]string{"zh": "表", "en": "Form"}, "type": "object",
		"properties": props, "x-layout": map[string]any{"sections": sections}}
	b, err := json.Marshal(doc)
	if err != nil {
		panic(err)
	}
	return b
}

// group makes a group; row is what its rows may read when it lies in a repeat.
func (m *formMaker) group(name, path, outer string, depth int, row *scopeOf) *madeGroup {
	g := &madeGroup{name: name, repeat: m.chance(1, 3), expr: outer + name}
	d := map[string]any{"type": "object", "x-label": map[string]string{"zh": name}}
	if depth == 0 {
		d["x-subject"] = name
	}
	visible := ""
	if m.chance(1, 4) {
		visible = m.inScope(row)
	}
	uses := m.matters > 0 && m.chance(1, 2) && depth == 0
	rows := func(into map[string]any) {
		if g.repeat {
			if m.chance(1, 2) {
				into["minItems"] = m.IntN(3)
			}
			if m.chance(1, 2) {
				into["maxItems"] = 2 + m.IntN(2)
			}
		}
	}
	switch {
	case uses:
		var list []any
		for _, matter := range []string{"M1", "M2"} {
			u := map[string]any{"matter": matter}
			if m.chance(1, 3) {
				if v := m.inScope(row); v != "" {
					u["visible"] = v
				}
			}
			rows(u)
			list = append(list, u)
		}
		d["x-uses"] = list
	default:
		if visible != "" {
			d["x-visible"] = visible
		}
		rows(d)
	}
	inner := row
	if g.repeat {
		inner = &scopeOf{}
		if row != nil {
			for _, f := range row.fields {
				if strings.HasPrefix(f.expr, "row.") && strings.Count(f.expr, ".") == 1 {
					up := *f
					up.expr = "parent." + strings.TrimPrefix(f.expr, "row.")
					inner.fields = append(inner.fields, &up)
				}
			}
		}
	}
	props := map[string]any{}
	count := 1 + m.IntN(5)
	for range count {
		f := m.field(path, g, inner, uses)
		props[f.key] = f.doc
	}
	if depth < 2 && m.chance(1, 3) {
		within := g.expr + "."
		if g.repeat {
			within = "row."
		}
		sub := m.group("sub"+strconv.Itoa(depth), path+"/sub"+strconv.Itoa(depth), within, depth+1, inner)
		g.groups = append(g.groups, sub)
		props[sub.name] = sub.doc
	}
	needed := append([]string{}, g.needed...)
	if g.repeat {
		d["type"] = "array"
		items := map[string]any{"type": "object", "properties": props}
		if len(needed) > 0 {
			items["required"] = needed
		}
		d["items"] = items
		if row == nil {
			m.counted = append(m.counted, g)
		} else {
			row.repeats = append(row.repeats, g)
		}
	} else {
		d["properties"] = props
		if len(needed) > 0 {
			d["required"] = needed
		}
	}
	g.doc = d
	return g
}

// inScope is a condition for a place in a row or in none, "" when there is
// nothing to read.
func (m *formMaker) inScope(row *scopeOf) string {
	s := scopeOf{fields: m.readable, repeats: m.counted}
	if row != nil {
		s.fields = append(append([]*madeField{}, row.fields...), m.readable...)
		s.repeats = append(append([]*madeGroup{}, row.repeats...), m.counted...)
	}
	if len(s.fields)+len(s.repeats) == 0 {
		return ""
	}
	return m.condition(s, 2)
}

func (m *formMaker) field(path string, g *madeGroup, row *scopeOf, uses bool) *madeField {
	f := m.element()
	f.path = path + "/" + f.key
	f.expr = g.expr + "." + f.key
	if g.repeat {
		f.expr = "row." + f.key
	}
	f.odds = 3 + m.IntN(6)
	f.doc = map[string]any{"$ref": "element:" + f.key}
	demands := func(into map[string]any, visible, required, check string) {
		if m.chance(1, 3) {
			if c := m.inScope(row); c != "" {
				into[visible] = c
			}
		}
		if m.chance(1, 4) {
			if c := m.inScope(row); c != "" {
				into[required] = c
			}
		}
		if m.chance(1, 5) {
			if c := m.inScope(row); c != "" {
				into[check] = []any{map[string]any{"rule": c, "message": map[string]string{"zh": "不对", "en": "Wrong"}}}
			}
		}
		m.narrow(f, into)
	}
	if uses {
		var list []any
		for _, matter := range []string{"M1", "M2"}[m.IntN(2):] {
			u := map[string]any{"matter": matter}
			demands(u, "visible", "requiredIf", "check")
			if m.chance(1, 4) {
				u["required"] = true
			}
			list = append(list, u)
		}
		f.doc["x-uses"] = list
	} else {
		demands(f.doc, "x-visible", "x-required", "x-check")
		m.special(f, row)
		if m.chance(1, 3) {
			g.needed = append(g.needed, f.key)
		}
	}
	g.fields = append(g.fields, f)
	if row != nil {
		row.fields = append(row.fields, f)
	} else {
		m.readable = append(m.readable, f)
	}
	return f
}

// special makes some fields computed, hidden, read-only, or filtered.
func (m *formMaker) special(f *madeField, row *scopeOf) {
	switch m.IntN(24) {
	case 0:
		f.doc["readOnly"] = true
	case 1:
		f.doc["x-hidden"] = true
	case 2:
		if f.typ == "code" || f.typ == "date" {
			f.doc["default"] = json.RawMessage(f.good[0])
		}
	case 3:
		if f.typ == "code" && !m.plain {
			f.doc["x-options"] = "option.code != 'b'"
		}
	case 4:
		if f.typ == "integer" && !m.plain {
			f.doc["x-value"] = "3 - 2"
		}
	}
}

// narrow narrows a field where its type has an easy way to.
func (m *formMaker) narrow(f *madeField, into map[string]any) {
	if !m.chance(1, 3) {
		return
	}
	switch f.typ {
	case "string", "text":
		into["maxLength"] = 2
	case "integer":
		into["minimum"] = 1
	case "number", "money":
		into["exclusiveMaximum"] = 50
		if m.chance(1, 2) {
			into["x-fraction-digits"] = 1
		}
	case "codes":
		into["maxItems"] = 2
	case "code":
		into["enum"] = []string{"a", "b"}
	case "date":
		into["x-not-before"] = "2020-02-29"
	case "time":
		into["x-not-after"] = "17:30"
	case "boolean":
		into["const"] = true
	case "person":
		into["x-required-parts"] = []string{"phone"}
	}
}

// condition is an expression over what is in scope.
func (m *formMaker) condition(s scopeOf, depth int) string {
	m.conditions++
	if depth > 0 && m.chance(2, 5) {
		a, b := m.condition(s, depth-1), m.condition(s, depth-1)
		return m.one("("+a+" && "+b+")", "("+a+" || "+b+")", "!("+a+")", "!("+a+" && "+b+")")
	}
	if len(s.repeats) > 0 && (len(s.fields) == 0 || m.chance(1, 8)) {
		g := s.repeats[m.IntN(len(s.repeats))]
		if len(g.fields) > 0 && m.chance(1, 2) {
			rows := scopeOf{}
			for _, f := range g.fields {
				in := *f
				in.expr = "e." + f.key
				rows.fields = append(rows.fields, &in)
			}
			m.conditions--
			return g.expr + m.one(".exists", ".all") + "(e, " + m.condition(rows, 1) + ")"
		}
		return m.one("size("+g.expr+")", g.expr+".size()") + m.one(" > 0", " >= 2", " == 1", " < 2", " != 2", " <= 1")
	}
	f := s.fields[m.IntN(len(s.fields))]
	x := f.expr
	if m.chance(1, 6) {
		return m.one("has("+x+")", "filled("+x+")", "!has("+x+")")
	}
	switch f.typ {
	case "code":
		return x + m.one(" == 'a'", " != 'b'", " in ['a', 'c']", " == 'c'")
	case "string", "text":
		return m.one(x+" == '甲乙'", x+" != '甲'", "size("+x+") > 1", x+" in ['甲', '丙丁戊']", "'甲' == "+x)
	case "boolean":
		return m.one(x, "!"+x, x+" == false", x+" != true")
	case "integer":
		return x + m.one(" > 1", " <= 3", " == 2", " != 3", " in [1, 2]", " >= 2.5", " < 0")
	case "number", "money":
		return x + m.one(" > 1.5", " <= 10", " == 2", " != 0.5", " in [0.5, 2.0]", " < -1.0")
	case "codes":
		return m.one("'a' in "+x, "!('b' in "+x+")", "size("+x+") >= 2", x+".size() == 1")
	case "identity":
		return x + ".idType" + m.one(" == '414'", " != '111'")
	case "person":
		return x + ".name" + m.one(" == '王小'", " != '王小'")
	}
	if !m.plain && m.chance(1, 4) { // cannot be said
		g := s.fields[m.IntN(len(s.fields))]
		if g.typ == "integer" {
			return g.expr + " * 2 > 3"
		}
		if g.typ == "string" {
			return g.expr + ".startsWith('甲')"
		}
	}
	return "has(" + x + ")"
}

// element makes an element and what answers to it look like.
func (m *formMaker) element() *madeField {
	m.elements++
	id := fmt.Sprintf("DE%d", m.elements)
	e := map[string]any{"id": id, "name": map[string]string{"zh": "元" + id, "en": id}}
	f := &madeField{key: id}
	list := func() {
		if m.w.lists["CL"] == nil {
			m.w.lists["CL"] = &metamodel.CodeList{ID: "CL", Name: metamodel.Zh("表"), Entries: []metamodel.Code{{Code: "a", Name: metamodel.Zh("甲")}, {Code: "b", Name: metamodel.Zh("乙")}, {Code: "c", Name: metamodel.Zh("丙")}}}
			m.w.lists["TREE"] = &metamodel.CodeList{ID: "TREE", Name: metamodel.Zh("树"), Entries: []metamodel.Code{{Code: "a", Name: metamodel.Zh("甲")}, {Code: "b", Name: metamodel.Zh("乙"), Parent: "a"}, {Code: "c", Name: metamodel.Zh("丙"), Parent: "a"}}}
		}
	}
	f.typ = m.one("string", "string", "text", "integer", "integer", "number", "boolean", "boolean", "date", "code", "code", "code", "codes", "money", "time", "datetime",
		"address", "phone", "email", "point", "table")
	if !m.plain && m.chance(1, 3) {
		f.typ = m.one("daterange", "person", "organisation", "identity", "url", "file", "signature")
	}
	switch f.typ {
	case "string", "text":
		f.good = []string{`"甲"`, `"甲乙"`, `"丙丁戊"`, `"😀😀"`}
		f.bad = []string{`"` + strings.Repeat("长", 12) + `"`, `5`, `["甲"]`}
		switch m.IntN(6) {
		case 0:
			e["minLength"], e["maxLength"] = 2, 8
		case 1:
			e["maxLength"] = 3
		case 2:
			e["pattern"] = `^[^\d\s]+$`
			f.bad = append(f.bad, `"甲1"`, `"1"`)
		case 3:
			e["pattern"] = `(?i)^(\p{Han}|[a-f😀])+$|x.z`
			f.bad = append(f.bad, `"甲g"`, `"AbC"`, `"x/z"`, `"xz"`)
		case 4:
			e["format"] = m.one("cn-mobile", "email")
			if !m.plain {
				e["format"] = m.one("cn-uscc", "cn-resident-id")
			}
			f.good = append(f.good, `"13800138000"`, `"a.b@c-d.cn"`, `"91350100M000100Y43"`, `"11010519491231002X"`)
			f.bad = append(f.bad, `"12800138000"`, `"a..b@c.cn"`, `"a@c"`, `"a@c.77"`, `"91350100M000100Y44"`)
		}
	case "integer":
		f.good = []string{`0`, `1`, `2`, `3`, `2.0`, `30e-1`, `-1`, `9223372036854775807`}
		f.bad = []string{`1.5`, `"1"`, `9223372036854775808`, `1e19`, `-1e19`, `true`}
		if m.chance(1, 2) {
			e["minimum"], e["maximum"] = 0, 1000
		}
	case "number":
		f.good = []string{`0.5`, `2`, `1e1`, `-2.25`, `10`, `0`, `49.9`}
		f.bad = []string{`"2"`, `1e9`, `-1e9`, `0.123`, `50`}
		if m.chance(1, 2) {
			e["exclusiveMinimum"], e["x-integer-digits"], e["x-fraction-digits"] = -3, 3, 2
		}
	case "money":
		f.good, f.bad = []string{`0.5`, `2`, `12.34`, `1e1`, `-2`}, []string{`1.234`, `"2"`, `null`}
	case "boolean":
		f.good, f.bad = []string{`true`, `false`}, []string{`"true"`, `1`}
	case "date":
		f.good, f.bad = []string{`"2026-05-01"`, `"2024-02-29"`, `"2020-02-29"`, `"2020-02-28"`, `"1999-12-31"`}, []string{`"2023-02-29"`, `"2026-13-01"`, `"0000-01-01"`, `"then"`, `20260501`}
		if m.chance(1, 3) {
			e["x-not-after"] = m.one("2026-04-30", "2024-02-29")
			if !m.plain {
				e["x-not-after"] = "today"
			}
		}
		if m.chance(1, 3) {
			e["x-not-before"] = "1999-12-31"
		}
	case "code":
		list()
		e["codeList"] = "CL"
		f.good, f.bad = []string{`"a"`, `"b"`, `"c"`}, []string{`"d"`, `1`}
	case "codes":
		list()
		e["codeList"] = "CL"
		f.good, f.bad = []string{`["a"]`, `["a","b"]`, `["b","c"]`, `["c","b","a"]`}, []string{`["a","a"]`, `["d"]`, `"a"`, `[1]`}
		if m.chance(1, 2) {
			e["minItems"] = 2
		}
	case "time":
		f.good, f.bad = []string{`"09:30"`, `"17:30"`, `"17:30:01"`, `"00:00:59"`, `"23:59"`}, []string{`"24:00"`, `"9h"`, `930`}
		if m.chance(1, 2) {
			e["x-not-before"] = m.one("00:00:30", "09:30")
		}
	case "datetime":
		f.good, f.bad = []string{`"2026-05-01T09:30:00Z"`, `"2026-05-01T09:30:00+08:00"`}, []string{`"2026-05-01T24:30:00Z"`, `"2026-02-30T09:30:00Z"`, `"2026-05-01T23:59:60Z"`, `5`}
		if m.chance(1, 3) && !m.plain {
			e["x-not-after"] = "now"
		}
	case "daterange":
		f.good, f.bad = []string{`{"from":"2026-05-01","to":"2026-05-02"}`}, []string{`{"from":"2026-05-01"}`, `{"from":"2026-05-03","to":"2026-05-02"}`, `{"from":"x","to":"2026-05-02"}`, `"2026"`, `{"from":"2026-05-01","to":"2026-05-02","by":1}`}
		if m.chance(1, 2) {
			e["x-not-before"] = "2026-05-02"
		}
	case "person":
		f.good = []string{`{"name":"王小"}`, `{"name":"李","phone":"13800138000"}`, `{"name":"王小","idType":"414","idNumber":"E1"}`, `{"name":"王小","idType":"111","idNumber":"11010519491231002X","phone":"021-54321234"}`}
		f.bad = []string{`{"phone":"13800138000"}`, `{"name":"王小","idType":"111"}`, `{"name":"王小","idNumber":"1"}`, `{"name":"王小","idType":"111","idNumber":"1"}`, `{"name":5}`, `"王小"`, `{"name":"王小","age":3}`}
	case "organisation":
		f.good, f.bad = []string{`{"name":"店"}`, `{"name":"店","creditCode":"91350100M000100Y43"}`}, []string{`{"creditCode":"91350100M000100Y43"}`, `{"name":"店","creditCode":"9"}`, `{"name":"店","creditCode":"91350100M000100Y44"}`}
	case "identity":
		f.good, f.bad = []string{`{"idType":"414","idNumber":"E1"}`, `{"idType":"111","idNumber":"11010519491231002X"}`}, []string{`{"idType":"414"}`, `{"idNumber":"E1"}`, `{"idType":"9","idNumber":"E1"}`, `{"idType":"111","idNumber":"E1"}`}
	case "address":
		list()
		e["codeList"] = "TREE"
		f.good, f.bad = []string{`{"division":"b","detail":"路 1 号"}`, `{"division":"c","detail":"路","postcode":"200030"}`}, []string{`{"division":"a","detail":"路"}`, `{"division":"b"}`, `{"division":"b","detail":"路","postcode":"20"}`, `[]`}
	case "phone":
		f.good, f.bad = []string{`"13800138000"`, `"021-54321234"`, `"4001234567-12"`}, []string{`"12"`, `"电话"`, `5`}
	case "email":
		f.good, f.bad = []string{`"a.b@c-d.cn"`, `"x@y.example"`}, []string{`"a"`, `"a@b"`, `".a@b.cn"`, `"a@b.c"`, `"` + strings.Repeat("a", 65) + `@b.cn"`}
	case "url":
		f.good, f.bad = []string{`"https://www.example.cn/a?b#c"`, `"http://a.b"`}, []string{`"ftp://a.b"`, `"a b"`, `"https://a"`, `7`}
	case "point":
		f.good, f.bad = []string{`{"longitude":121.4,"latitude":31.2}`, `{"longitude":-180,"latitude":90}`}, []string{`{"longitude":181,"latitude":0}`, `{"longitude":1}`, `{"longitude":1,"latitude":1,"height":3}`, `{"longitude":1.123456789,"latitude":1}`}
	case "file":
		sum := strings.Repeat("ab", 32)
		one := func(id, media string, size int) string {
			return fmt.Sprintf(`{"id":"%s","name":"n.pdf","size":%d,"media":"%s","sha256":"%s"}`, id, size, media, sum)
		}
		f.good = []string{"[" + one("f1", "application/pdf", 10) + "]", "[" + one("f1", "image/png", 2000) + "," + one("f2", "image/png", 20) + "]"}
		f.bad = []string{`[{"id":"f1"}]`, "[" + one("f1", "image/png", 10) + "," + one("f1", "image/png", 10) + "]", `"f1"`, "[" + one("f1", "text/html", 10) + "]"}
		if m.chance(1, 2) {
			e["x-accept"], e["x-max-bytes"], e["maxItems"] = []string{"image/*", "application/pdf"}, 1000, 2
		}
	case "signature":
		f.good = []string{`{"kind":"typed","name":"王小","date":"2026-05-01"}`, `{"kind":"drawn","strokes":[[1,2,3,4]],"date":"2026-04-01"}`}
		f.bad = []string{`{"kind":"drawn","name":"王小","date":"2026-05-01"}`, `{"kind":"typed","name":"王小"}`, `{"kind":"typed","name":"王小","date":"2027-05-01"}`}
	case "table":
		list()
		col := fmt.Sprintf("DE%dC", m.elements)
		m.w.elements[col] = &metamodel.Element{ID: col, Name: metamodel.ZhEn(col, col), Type: "integer", Constraints: metamodel.Constraints{Maximum: "9"}}
		e["rows"], e["columns"] = "CL", []string{col}
		f.good, f.bad = []string{`{"a":{"` + col + `":1}}`, `{"a":{"` + col + `":1},"b":{"` + col + `":2},"c":{"` + col + `":3}}`}, []string{`{"a":{"` + col + `":10}}`, `{"d":{"` + col + `":1}}`, `{"a":{"x":1}}`, `{"a":5}`}
		if m.chance(1, 2) {
			e["x-required-parts"] = []string{col}
		}
	}
	e["type"] = f.typ
	b, err := json.Marshal(e)
	if err != nil {
		panic(err)
	}
	el, ps := metamodel.Decode[metamodel.Element](metamodel.KindElement, b)
	if ps.Failed() {
		panic(fmt.Sprintf("%v %s", ps, b))
	}
	m.w.elements[id] = el
	return f
}

// answers are careful (mostly right) or not.
func (m *formMaker) answers() []byte {
	var b bytes.Buffer
	m.object(&b, m.root, []int{0, 1, 4, 12}[m.IntN(4)])
	return b.Bytes()
}

// object writes the members of a group; wild of 48 are wrong.
func (m *formMaker) object(b *bytes.Buffer, g *madeGroup, wild int) {
	b.WriteByte('{')
	first := true
	member := func(name string) {
		if !first {
			b.WriteByte(',')
		}
		first = false
		fmt.Fprintf(b, `"%s":`, name)
	}
	for _, f := range g.fields {
		needed := false
		for _, n := range g.needed {
			needed = needed || n == f.key
		}
		if !m.chance(f.odds, 8) && !(needed && m.chance(7, 8)) {
			continue
		}
		member(f.key)
		switch {
		case m.chance(wild, 96):
			b.WriteString(m.one(`null`, `true`, `{"x":1}`, `17`, `0.5`, `"文字"`, `[1]`))
		case m.chance(wild, 48):
			b.WriteString(m.some(f.bad))
		default:
			b.WriteString(m.some(f.good))
		}
	}
	for _, s := range g.groups {
		if !m.chance(6, 7) {
			continue
		}
		member(s.name)
		switch {
		case m.chance(wild, 200):
			b.WriteString(m.one(`null`, `5`, `"x"`, `[5]`, `{"x":1}`, `[{}]`, `[]`, `{}`))
		case s.repeat:
			b.WriteByte('[')
			for i := range m.IntN(4) {
				if i > 0 {
					b.WriteByte(',')
				}
				m.object(b, s, wild)
			}
			b.WriteByte(']')
		default:
			m.object(b, s, wild)
		}
	}
	if m.chance(wild, 400) {
		member("stranger")
		b.WriteByte('1')
	}
	b.WriteByte('}')
}
