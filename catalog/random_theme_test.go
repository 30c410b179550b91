package catalog

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing/fstest"
)

// packMaker makes packs of one theme of random matters over one pool of
// elements: forms that ask for the same things with different demands.
type packMaker struct {
	*rand.Rand
	elements []madeElement
	values   map[string]string // what some matter may compute, by path: the same in every form
	computer map[string]int    // the one that does
	bound    []string          // fields that questions of the guide ask for
	listed   []string          // what sections list of the forms so far, in order, each once
	files    fstest.MapFS
	papers   *rand.Rand // of what materials prove: its luck leaves the forms as they were
	proving  []string   // materials that prove something
	roles    *rand.Rand // of which subjects are one person; nil: none
}

// madeElement is an element; a form's field may only narrow it.
type madeElement struct {
	at      int // in the pool: conditions read what comes before
	id, typ string
}

type anyMap = map[string]any

// madeSubjects are what the forms ask about, in the order in which conditions
// may read them; staff repeats.
var madeSubjects = []string{"applicant", "premises", "agent", "staff", "filing"}

// Fields that every theme has: for the guide, for a department to yield, and a
// declaration.
const (
	areaField    = "premises/E0"
	kindField    = "applicant/E1"
	yieldedField = "filing/YIELD"
	consentField = "filing/CONSENT"
)

func newPackMaker(seed uint64) *packMaker {
	return &packMaker{Rand: rand.New(rand.NewPCG(seed, 0x7468656d65)), papers: rand.New(rand.NewPCG(seed, 0x70617065)), files: fstest.MapFS{}, values: map[string]string{}, computer: map[string]int{}}
}

func (m *packMaker) chance(n, of int) bool { return m.IntN(of) < n }

func oneOf[T any](m *packMaker, list ...T) T { return list[m.IntN(len(list))] }

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
	m.materials()
	guide := m.guide()
	for _, subject := range madeSubjects {
		for _, e := range m.elements {
			if path := subject + "/" + e.id; m.chance(1, 12) && !slices.Contains(m.bound, path) {
				if v := m.value(subject, e); v != "" {
					m.values[path], m.computer[path] = v, m.IntN(n)
				}
			}
		}
	}
	var places []any
	for i := range n {
		m.matter(i)
		places = append(places, anyMap{"matter": matterID(i), "when": m.when(guide), "stage": 1 + i})
	}
	theme := anyMap{"id": "T", "name": text("一件事"), "lead": "d", "calendar": "cn", "guide": guide, "matters": places}
	if m.chance(1, 3) {
		theme["layout"] = m.layout(guide)
	}
	if m.roles != nil {
		if lines := m.oneInTwoRoles(); len(lines) > 0 {
			theme["same"] = lines
		}
	}
	if kept := m.kept(); len(kept) > 0 {
		theme["keep"] = kept
	}
	m.put("themes/T.yaml", theme)
	return m.files
}

// oneInTwoRoles says that a subject is an earlier one, of which conditions of that
// one cannot read, while something is answered that all themes ask.
func (m *packMaker) oneInTwoRoles() (lines []any) {
	whens := []string{"premises.E0 >= 100.0", "applicant.E1 == 'a'", "applicant.E1 != 'b'", "premises.E0 < 200.0 || applicant.E1 == 'c'"}
	for _, pair := range [][2]string{{"agent", "applicant"}, {"agent", "premises"}, {"filing", "agent"}, {"filing", "applicant"}} {
		if m.roles.IntN(3) > 0 {
			lines = append(lines, anyMap{"subject": pair[0], "as": pair[1], "when": whens[m.roles.IntN(len(whens))]})
		}
	}
	return lines
}

func matterID(i int) string { return fmt.Sprintf("M%d", i) }

func (m *packMaker) pool(n int) {
	m.elements = []madeElement{{0, "E0", "number"}, {1, "E1", "code"}, {2, "E2", "boolean"}}
	for i := len(m.elements); i < n; i++ {
		m.elements = append(m.elements, madeElement{i, fmt.Sprintf("E%d", i),
			oneOf(m, "string", "string", "text", "integer", "number", "money", "boolean", "date", "code", "codes", "phone", "daterange", "person", "file")})
	}
	defs := []any{anyMap{"id": "YIELD", "name": text("证号"), "type": "string"}, anyMap{"id": "CONSENT", "name": text("承诺"), "type": "boolean", "const": true}}
	for _, e := range m.elements {
		def := anyMap{"id": e.id, "name": text("项" + e.id), "type": e.typ}
		if e.typ == "code" || e.typ == "codes" {
			def["codeList"] = "CL"
		}
		if m.chance(1, 3) {
			m.wide(e, def)
		}
		defs = append(defs, def)
	}
	m.put("elements/elements.yaml", defs)
}

// guide asks one to four questions, some of them fields of the form.
func (m *packMaker) guide() (questions []any) {
	questions = append(questions, anyMap{"id": "Q0", "text": text("是否"), "type": "boolean"})
	if m.chance(1, 2) {
		questions = append(questions, anyMap{"id": "Q1", "text": text("面积多少"), "type": "number", "field": areaField})
		m.bound = append(m.bound, areaField)
	}
	if m.chance(1, 2) {
		questions = append(questions, anyMap{"id": "Q2", "text": text("哪种"), "type": "code", "field": kindField})
		m.bound = append(m.bound, kindField)
	}
	if m.chance(1, 2) {
		questions = append(questions, anyMap{"id": "Q3", "text": text("另有"), "type": "boolean"})
	}
	return questions
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
		return id + " == '" + oneOf(m, "a", "b", "c", "d") + "'"
	}
	return fmt.Sprintf("%s == %v", id, m.chance(1, 2))
}

// matter i comes after the one before it; the first also issues a material and
// may yield an answer.
func (m *packMaker) matter(i int) {
	id := matterID(i)
	form, single := m.form(i)
	m.put("forms/"+id+".yaml", form)
	result := anyMap{"name": text("证")}
	if i == 0 {
		result["material"] = "P2"
		if m.chance(1, 2) {
			result["yields"] = []any{yieldedField}
		}
	}
	def := anyMap{"id": id, "name": text("事项" + id), "department": "d", "statutoryDays": 10, "promisedDays": 5, "form": id, "workflow": "W", "result": result}
	if i > 0 && m.chance(1, 2) {
		def["preconditions"] = []any{matterID(m.IntN(i))}
	}
	var uses []any
	for _, p := range []string{"P0", "P1", "P2"} {
		if !m.chance(1, 2) || i == 0 && p == "P2" {
			continue
		}
		use := anyMap{"material": p, "label": text(p), "required": m.chance(1, 2)}
		if len(single) > 0 && m.chance(1, 2) {
			use["when"] = oneOf(m, single...)
		}
		uses = append(uses, use)
	}
	uses = append(uses, m.wantsOf(single)...)
	if len(uses) > 0 {
		def["materials"] = uses
	}
	m.put("matters/"+id+".yaml", def)
}
