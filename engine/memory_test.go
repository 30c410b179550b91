package engine

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/onematter/onematter/catalog"
)

// memory is a Store of cases in plain maps: decisions are looked at without a
// database. What it does not keep is not called by decisions on cases, and
// panics if it ever is.
type memory struct {
	Store
	at     time.Time
	forget bool   // commits are checked by nobody and kept by nobody
	read   []Case // children as they are read while nothing is kept
	kept   kept
	change *Change             // the last one committed
	spoil  func(*Change, kept) // a known fault

	officers []Account // of the office
}

// kept is what a decision can see of the world: a plain value.
type kept struct {
	cases    map[string]Case
	tasks    map[string]Task
	deputies map[string]Delegation
}

func (k kept) clone() kept {
	return kept{cases: maps.Clone(k.cases), tasks: maps.Clone(k.tasks), deputies: maps.Clone(k.deputies)}
}

// read is a case as a database would give it: nobody else's slices.
func (k kept) read(c Case) Case {
	c.Tasks, c.Trail = slices.Clone(c.Tasks), slices.Clone(c.Trail)
	return c
}

func (m *memory) Now(context.Context) (time.Time, error) { return m.at, nil }

func (m *memory) Settle(context.Context) error { return nil }

func (m *memory) Commit(_ context.Context, c *Change) error {
	m.change = c
	if m.forget {
		return nil
	}
	if m.spoil != nil {
		m.spoil(c, m.kept)
	}
	for _, u := range c.UpdateCases {
		if m.kept.cases[u.ID].Revision != u.Revision {
			return ErrConflict
		}
	}
	for _, l := range c.Lights {
		if m.kept.cases[l.Case].Revision != l.Revision {
			return ErrConflict
		}
	}
	for _, n := range c.InsertCases {
		m.kept.cases[n.ID] = n
	}
	for _, u := range c.UpdateCases {
		u.Revision++
		m.kept.cases[u.ID] = u
	}
	for _, l := range c.Lights {
		k := m.kept.cases[l.Case]
		k.Light, k.Due, k.LightNext, k.SilentNext = l.Light, l.Due, l.LightNext, l.SilentNext
		m.kept.cases[l.Case] = k
	}
	for _, done := range c.CloseTasks {
		found := false
		for id, t := range m.kept.tasks {
			if t.Case == done.Case && (done.Task == id || done.Task == "" && t.step()) {
				found = true
				delete(m.kept.tasks, id)
			}
		}
		if !found {
			return ErrConflict
		}
	}
	for _, t := range c.OpenTasks {
		m.kept.tasks[t.ID] = t
	}
	for _, d := range c.InsertDelegations {
		m.kept.deputies[d.ID] = d
	}
	for _, d := range c.UpdateDelegations {
		if m.kept.deputies[d.ID].Revision != d.Revision {
			return ErrConflict
		}
		d.Revision++
		m.kept.deputies[d.ID] = d
	}
	return nil
}

func (m *memory) Receipt(context.Context, string, string) (StoredReceipt, error) {
	return StoredReceipt{}, ErrNotFound
}

func (m *memory) Case(_ context.Context, id string) (Case, error) {
	c, ok := m.kept.cases[id]
	if !ok {
		return Case{}, ErrNotFound
	}
	return m.kept.read(c), nil
}

func (m *memory) Children(_ context.Context, root string) ([]Case, error) {
	if m.forget {
		return slices.Clone(m.read), nil
	}
	var list []Case
	for _, c := range m.kept.cases {
		if c.Root == root && c.ID != root {
			list = append(list, m.kept.read(c))
		}
	}
	slices.SortFunc(list, func(a, b Case) int { return strings.Compare(a.Number, b.Number) })
	return list, nil
}

func (m *memory) OpenTask(_ context.Context, id string) (Task, error) {
	for _, t := range m.kept.tasks {
		if t.Case == id && t.step() {
			return t, nil
		}
	}
	return Task{}, ErrNotFound
}

func (m *memory) Organisations(context.Context) ([]Organisation, error) {
	return []Organisation{{ID: "office"}, {ID: "fire"}, {ID: "health"}, {ID: "branch", Parent: "office"}}, nil
}

// Account knows the officers, and wang of the branch below them.
func (m *memory) Account(_ context.Context, id string) (Account, error) {
	if id == "wang" {
		return Account{ID: id, Name: id, Roles: []string{"clerk"}, Organisation: "branch"}, nil
	}
	for _, acc := range m.officers {
		if acc.ID == id {
			acc.Organisation = "office"
			return acc, nil
		}
	}
	return Account{}, ErrNotFound
}

func (m *memory) Delegation(_ context.Context, id string) (Delegation, error) {
	d, ok := m.kept.deputies[id]
	if !ok {
		return d, ErrNotFound
	}
	return d, nil
}

func (m *memory) ListDelegations(context.Context, DelegationFilter, Page) ([]Delegation, string, error) {
	return slices.Collect(maps.Values(m.kept.deputies)), "", nil
}

func (m *memory) DelegationsTo(_ context.Context, deputy string, at time.Time) (list []Delegation, err error) {
	for _, d := range m.kept.deputies {
		if d.Deputy == deputy && d.InForce(at) {
			list = append(list, d)
		}
	}
	return list, nil
}

func (m *memory) AccountsIn(context.Context, []string) ([]Account, error) { return m.officers, nil }

func (m *memory) EventsOfCase(context.Context, string) ([]Event, error) { return nil, nil }
func (m *memory) EventsOfRoot(context.Context, string) ([]Event, error) { return nil, nil }
func (m *memory) FilesOfCase(context.Context, string) ([]File, error)   { return nil, nil }

// shelf is a catalog's store of releases in memory.
type shelf struct {
	catalog.VersionStore
	releases map[string]catalog.StoredRelease
	current  map[string]string
}

func (s *shelf) SaveRelease(_ context.Context, r catalog.StoredRelease) error {
	s.releases[r.Hash], s.current[r.Name] = r, r.Hash
	return nil
}

func (s *shelf) TakeStep(ctx context.Context, step catalog.Step) error {
	return s.SaveRelease(ctx, *step.Release)
}

func (s *shelf) Release(_ context.Context, hash string) (catalog.StoredRelease, error) {
	r, ok := s.releases[hash]
	if !ok {
		return r, catalog.ErrNoRelease
	}
	return r, nil
}

func (s *shelf) CurrentReleases(context.Context) ([]catalog.StoredRelease, error) {
	var list []catalog.StoredRelease
	for _, name := range slices.Sorted(maps.Keys(s.current)) {
		list = append(list, s.releases[s.current[name]])
	}
	return list, nil
}

// step reports whether the task is the work of a step.
func (t *Task) step() bool { return t.Kind == "" || t.Kind == TaskStep }

// matterOf says what a small theme needs of a matter.
type matterOf struct {
	id       string
	of       string // its department; "" for the office
	workflow string // the states, as YAML
	json     []byte // or a whole workflow
	before   []string
	extend   bool // it may be extended twice
	yields   bool // its result says SE2, which the matters after it ask for
}

// inMemory is an engine over nothing but memory, with a theme "T" of small
// matters whose forms have one field each.
func inMemory(tb testing.TB, theme string, matters []matterOf) (*Engine, *memory) {
	tb.Helper()
	files := fstest.MapFS{}
	put := func(name, body string) { files[name] = &fstest.MapFile{Data: []byte(body)} }
	put("pack.yaml", "name: small\ntitle: {zh: 小主题, en: Small theme}\nversion: 1.0.0\nneeds: [china-calendar]\n")
	put("subjects.yaml", "- {id: applicant, name: {zh: 申请人, en: Applicant}}\n")
	put("departments.yaml", "- {id: office, name: {zh: 一局, en: Office}}\n- {id: fire, name: {zh: 消防, en: Fire}}\n- {id: health, name: {zh: 卫健, en: Health}}\n"+
		"- {id: fire-rescue, name: {zh: 消防队, en: Brigade}}\n- {id: ecology-environment, name: {zh: 生态, en: Ecology}}\n- {id: public-security, name: {zh: 公安, en: Police}}\n")
	put("elements/elements.yaml", "- {id: SE1, name: {zh: 名称, en: Name}, type: string, maxLength: 20}\n- {id: SE2, name: {zh: 证号, en: Number}, type: string, maxLength: 20}\n")
	var list strings.Builder
	for _, m := range matters {
		more, listed, yields := "", "", ""
		if len(m.before) > 0 {
			more, listed = `, SE2: {$ref: "element:SE2"}`, ", applicant/SE2"
		}
		if m.yields {
			yields = ", yields: [applicant/SE2]"
		}
		put("forms/"+m.id+".yaml", fmt.Sprintf(`$schema: https://json-schema.org/draft/2020-12/schema
$id: form:%s
x-title: {zh: 表, en: Form}
type: object
properties:
  applicant: {type: object, x-subject: applicant, required: [SE1], properties: {SE1: {$ref: "element:SE1"}%s}}
x-layout: {sections: [{id: all, title: {zh: 内容, en: Content}, fields: [applicant/SE1%s]}]}
`, m.id, more, listed))
		if m.json != nil {
			var w map[string]any
			if err := json.Unmarshal(m.json, &w); err != nil {
				tb.Fatal(err)
			}
			w["id"] = m.id
			doc, err := json.Marshal(w)
			if err != nil {
				tb.Fatal(err)
			}
			put("workflows/"+m.id+".json", string(doc))
		} else {
			put("workflows/"+m.id+".yaml", fmt.Sprintf("id: %s\ntitle: {zh: 流程, en: Process}\n%s", m.id, m.workflow))
		}
		before := ""
		for _, b := range m.before {
			before += fmt.Sprintf("\n  - %s", b)
		}
		if before != "" {
			before = "preconditions:" + before + "\n"
		}
		extend := ""
		if m.extend {
			extend = "extend: {days: 3, times: 2, roles: [approver], clocks: [promised, step], basis: {zh: 《办法》, en: Rules}}\n"
		}
		put("matters/"+m.id+".yaml", fmt.Sprintf(`id: %s
name: {zh: 事项%s, en: Matter %s}
department: %s
statutoryDays: 20
promisedDays: 10
form: %s
workflow: %s
result: {name: {zh: 回执, en: Receipt}%s}
%s%s`, m.id, m.id, m.id, cmp.Or(m.of, "office"), m.id, m.id, yields, before, extend))
		fmt.Fprintf(&list, "  - {matter: %s, when: \"true\", stage: %d}\n", m.id, 1+len(m.before))
	}
	put("themes/T.yaml", "id: T\nname: {zh: 一件事, en: Theme}\nsummary: {zh: 一件事, en: Theme}\nlead: office\ncalendar: cn\n"+theme+"guide: []\nmatters:\n"+list.String())
	small, ps := catalog.Read(files)
	if ps.Failed() {
		tb.Fatal(ps)
	}
	return overMemory(tb, small)
}

// overMemory is an engine in memory with packs and the built-in calendar.
func overMemory(tb testing.TB, packs ...*catalog.Pack) (*Engine, *memory) {
	tb.Helper()
	built, ps := catalog.Builtin()
	if ps.Failed() {
		tb.Fatal(ps)
	}
	m := &memory{at: time.Date(2026, 3, 9, 2, 0, 0, 0, time.UTC), kept: kept{cases: map[string]Case{}, tasks: map[string]Task{}, deputies: map[string]Delegation{}}}
	cat := catalog.New(&shelf{releases: map[string]catalog.StoredRelease{}, current: map[string]string{}})
	for _, p := range append(built, packs...) {
		if p.Manifest.Name != "china-calendar" && !slices.Contains(packs, p) {
			continue
		}
		if _, ps, err := cat.Publish(tb.Context(), p, m.at); err != nil || ps.Failed() {
			tb.Fatal(err, ps)
		}
	}
	return New(Options{Store: m, Catalog: cat}), m
}

// file files a theme with the same answer to every form.
func (m *memory) file(tb testing.TB, e *Engine) (root string) {
	tb.Helper()
	ctx := tb.Context()
	ed, err := e.o.Catalog.Current(ctx)
	if err != nil {
		tb.Fatal(err)
	}
	t, rel, ok := ed.Theme("T")
	if !ok {
		tb.Fatal("no theme")
	}
	_ = rel
	d := Draft{ID: newID(), Owner: "ming", Theme: "T", Release: rel.Hash, Answers: []byte(`{"applicant":{"SE1":"王小明"}}`), Revision: 1}
	pin := &pinned{rel: rel, theme: t}
	cal, err := e.calendar(ctx, rel, t)
	if err != nil {
		tb.Fatal(err)
	}
	v, err := evaluate(d, pin, cal, m.at, nil, "")
	if err != nil {
		tb.Fatal(err)
	}
	if err := v.Missing.Err(); err != nil {
		tb.Fatal(err)
	}
	f := &family{pin: pin, cal: cal, at: m.at, by: citizen(Actor{Account: "ming"}), fresh: true}
	if err := e.fileTheme(f, Actor{Account: "ming", Name: "王小明", Roles: []string{"citizen"}}, v); err != nil {
		tb.Fatal(err)
	}
	r, err := e.commitFiling(ctx, f, Actor{Account: "ming"}, "", "")
	if err != nil {
		tb.Fatal(err)
	}
	return r.Case
}
