package catalog

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/onematter/onematter/metamodel"
)

func TestWhatIsNamedStandsInThatOrderAndTheRestStays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ items, named, want string }{
		{"a b c d", "", "a b c d"},
		{"a b c d", "b d", "a b c d"},
		{"a b c d", "d a", "b c d a"},
		{"a b c d", "d a b c", "d a b c"},
		{"a b c d", "c b", "a c b d"},
		{"a b c d", "x", "a b c d x"},
		{"a b c d", "x b", "a x b c d"},
		{"a b c d", "b x y", "a b x y c d"},
		{"a b n c d", "d c b a", "n d c b a"}, // n came later: it follows nothing that moved
		{"a b n c d", "b a c d", "b a n c d"},
		{"", "x y", "x y"},
	} {
		if got := strings.Join(arranged(strings.Fields(c.items), strings.Fields(c.named)), " "); got != c.want {
			t.Errorf("%s, named %s: %s, want %s", c.items, c.named, got, c.want)
		}
	}
}

const noodleLayout = `layout:
  sections:
    - {id: premises, title: {en: Place}, hint: {zh: 门店, en: The shop}, fields: [premises/E24, premises/E21, premises/E22]}
    - {id: applicant, fields: [applicant/E14, agent/E01]}
    - {id: kitchen, title: {zh: 厨房, en: Kitchen}, startsAt: premises/E23}
    - {id: signboard, joins: premises}
  fields: {premises/E21: {label: {zh: 店面面积, en: Shop area}, hint: {zh: 实测, en: As measured}}, employee: {label: {zh: 伙计, en: Crew}}}
  materials: [MT5, MT2]
`

func noodlesWith(t *testing.T, more string) *Theme {
	t.Helper()
	files := tree(t, "testdata/noodles")
	files["themes/T1.yaml"] = append(files["themes/T1.yaml"], more...)
	p, ps := ReadArchive(files)
	if ps.Failed() {
		t.Fatal(ps)
	}
	r, ps := CompilePack(p)
	if ps.Failed() {
		t.Fatal(ps)
	}
	return r.Theme("T1")
}

func pagesOf(a Arrangement) string {
	var out []string
	for _, s := range a.Sections {
		out = append(out, s.ID+": "+strings.Join(s.Fields, " "))
	}
	return strings.Join(append(out, "materials: "+strings.Join(a.Materials, " ")), "\n")
}

func TestStaffArrangeTheMergedForm(t *testing.T) {
	t.Parallel()
	th := noodlesWith(t, noodleLayout)
	if got, want := pagesOf(th.Arrangement()), `premises: premises/E24 premises/E21 premises/E22 signboard/E41
applicant: applicant/E11 applicant/E13 applicant/E14 agent/E01 applicant/E12
kitchen: premises/E23
shareholder: shareholder
employee: employee
applicant-shipinjingying: applicant/E31 applicant/E32
filing: filing/E61 agent/E02 filing/E62
materials: MT3 MT7 MT1 MT4 MT6 MT5 MT2`; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	s := th.Merged.Sections[0]
	if s.Title["zh"] != "经营场所" || s.Title["en"] != "Place" || s.Hint["zh"] != "门店" {
		t.Errorf("%v %v", s.Title, s.Hint)
	}
	f, _ := th.Merged.Field("premises/E21")
	g, _ := th.Merged.Group("employee")
	if f.Label["zh"] != "店面面积" || f.Hint["en"] != "As measured" || g.Label["en"] != "Crew" || len(th.Loose) != 0 {
		t.Errorf("%v %v %v %v", f.Label, f.Hint, g.Label, th.Loose)
	}
	// It takes what it took, and is proven like any other.
	plain := mustCompile(t, "testdata/noodles").Theme("T1")
	if pagesOf(th.Derived()) != pagesOf(plain.Arrangement()) || len(plain.Rearranged()) != 0 {
		t.Errorf("derived\n%s", pagesOf(th.Derived()))
	}
	if c := th.Prove(ProveOptions{Seed: 3, Answers: 400, Today: proofDay}).Counterexample; c != nil {
		t.Error(c.Differs)
	}
	// Every difference is told, and only those.
	var told []string
	for _, c := range th.Rearranged() {
		told = append(told, strings.TrimSpace(fmt.Sprint(c.Kind, " ", c.Path, " ", c.From, ">", c.To)))
	}
	if got, want := strings.Join(told, "\n"), `section applicant 1>2
section kitchen >3
section agent 3>
section signboard 7>
title premises >
hint premises >
field signboard/E41 signboard>premises
field premises/E24 3>1
field agent/E01 agent>applicant
field premises/E23 premises>kitchen
label employee >
label premises/E21 >
hint premises/E21 >
material MT2 1>7`; got != want {
		t.Errorf("told\n%s\nwant\n%s", got, want)
	}
	// The whole arrangement, written out and pasted, gives the same pages.
	again := noodlesWith(t, string(EncodeLayout(th.Layout())))
	if pagesOf(again.Arrangement()) != pagesOf(th.Arrangement()) || len(again.Loose) != 0 {
		t.Errorf("pasted\n%s\n%v", pagesOf(again.Arrangement()), again.Loose)
	}
	for i, s := range again.Merged.Sections {
		if !sameText(s.Title, th.Merged.Sections[i].Title) {
			t.Errorf("%s: %v", s.ID, s.Title)
		}
	}
}

// A matter that stands alone keeps the pages of its own form until staff say
// otherwise; conditions of its pages then go with the fields.
func TestALayoutOfOneMatterKeepsTheConditionsOfItsPages(t *testing.T) {
	t.Parallel()
	files := tree(t, "testdata/noodles")
	files["themes/T1.yaml"] = []byte("id: T1\nname: {zh: 题, en: T}\nlead: hall\ncalendar: cn\nmatters: [{matter: A2, when: \"true\"}]\nlayout: {sections: [{id: premises, fields: [premises/E21, premises/E22]}]}\n")
	files["forms/A2.yaml"] = []byte(strings.Replace(string(files["forms/A2.yaml"]), "{id: place, ", "{id: place, visible: applicant.E31 == true, ", 1))
	p, ps := ReadArchive(files)
	if ps.Failed() {
		t.Fatal(ps)
	}
	r, ps := CompilePack(p)
	if ps.Failed() {
		t.Fatal(ps)
	}
	th := r.Theme("T1")
	if p := th.Prove(ProveOptions{Seed: 1, Answers: 400, Today: proofDay}); p.Counterexample != nil || p.Accepted == 0 {
		t.Errorf("%+v", p.Counterexample)
	}
	rec := th.Merged.Check([]byte(`{"applicant":{"E31":false}}`), metamodel.Context{})
	if rec.Visible("premises/E22") || !strings.Contains(pagesOf(th.Arrangement()), "premises: premises/E21 premises/E22") {
		t.Errorf("the page's condition is lost: %s", pagesOf(th.Arrangement()))
	}
}

// However the matters' forms change, what a layout names and still exists keeps
// its place, what came later finds its own, and what is gone is told.
func TestALayoutOutlivesChangesOfTheForms(t *testing.T) {
	t.Parallel()
	edits, gone := 0, 0
	for seed := range uint64(40) {
		m := newPackMaker(7000 + seed)
		files := m.theme(2 + m.IntN(4))
		var theme anyMap
		if err := json.Unmarshal(files["themes/T.yaml"].Data, &theme); err != nil {
			t.Fatal(err)
		}
		if theme["layout"] == nil {
			theme["layout"] = m.layout(theme["guide"].([]any))
			m.put("themes/T.yaml", theme)
		}
		for range 6 {
			next, ok := m.edited(files)
			if !ok {
				continue
			}
			p, ps := Read(next)
			if ps.Failed() {
				t.Fatalf("seed %d: %v", seed, ps)
			}
			r, ps := CompilePack(p)
			if !ps.Failed() {
				edits++
				files = next
				gone += keepsItsPlaces(t, seed, r.Theme("T"))
			}
		}
	}
	if edits < 60 || gone < 60 {
		t.Errorf("%d edits, %d names that are gone", edits, gone)
	}
}

// edited takes a field out of a form, or brings another in.
func (m *packMaker) edited(files fstest.MapFS) (fstest.MapFS, bool) {
	names := slices.DeleteFunc(sortedKeys(files), func(n string) bool { return !strings.HasPrefix(n, "forms/") })
	name := oneOf(m, names...)
	var form anyMap
	if err := json.Unmarshal(files[name].Data, &form); err != nil {
		panic(err)
	}
	subject := oneOf(m, madeSubjects...)
	group, ok := form["properties"].(anyMap)[subject].(anyMap)
	if !ok || group["type"] == "array" {
		return nil, false
	}
	e := oneOf(m, m.elements...)
	path := subject + "/" + e.id
	fields := group["properties"].(anyMap)
	section := form["x-layout"].(anyMap)["sections"].([]any)[0].(anyMap)
	without := func(list any, item string) []any {
		in, _ := list.([]any)
		return slices.DeleteFunc(in, func(x any) bool { return x == item })
	}
	if fields[e.id] == nil {
		fields[e.id] = anyMap{"$ref": "element:" + e.id}
		section["fields"] = append(section["fields"].([]any), path)
	} else {
		delete(fields, e.id)
		group["required"] = without(group["required"], e.id)
		for _, s := range form["x-layout"].(anyMap)["sections"].([]any) {
			s.(anyMap)["fields"] = without(s.(anyMap)["fields"], path)
			if len(s.(anyMap)["fields"].([]any)) == 0 {
				return nil, false
			}
		}
	}
	out := fstest.MapFS{}
	for n, f := range files {
		out[n] = f
	}
	b, err := json.Marshal(form)
	if err != nil {
		panic(err)
	}
	out[name] = &fstest.MapFile{Data: b}
	return out, len(fields) > 0
}

// keepsItsPlaces counts what is gone of a theme's layout, and holds the rest to it.
func keepsItsPlaces(t *testing.T, seed uint64, th *Theme) (gone int) {
	t.Helper()
	now, derived, def := th.Arrangement(), th.Derived(), th.Def.Layout
	in, times := map[string]string{}, map[string]int{}
	for _, s := range now.Sections {
		for _, item := range s.Fields {
			in[item] = s.ID
			times[item]++
		}
	}
	var all []string
	was := map[string]string{}
	for _, s := range derived.Sections {
		for _, item := range s.Fields {
			was[item] = s.ID
			all = append(all, item)
		}
	}
	for _, item := range all {
		if times[item] != 1 {
			t.Errorf("seed %d: %s stands in %d places", seed, item, times[item])
		}
	}
	if len(all) != len(in) {
		t.Errorf("seed %d: %d items of %d", seed, len(in), len(all))
	}
	told := map[string]bool{}
	for _, p := range th.Loose {
		told[p.Path] = true
	}
	rising := func(what string, list, named []string) {
		last := -1
		for _, n := range named {
			if i := slices.Index(list, n); i >= 0 {
				if i < last {
					t.Errorf("seed %d: %s: %v, named %v", seed, what, list, named)
				}
				last = i
			}
		}
	}
	var order, ids []string
	for _, s := range now.Sections {
		order = append(order, s.ID)
	}
	moves := map[string]bool{}
	for i, s := range def.Sections {
		if s.Joins == "" {
			ids = append(ids, s.ID)
		}
		for j, item := range s.Fields {
			moves[item] = true
			switch at := fmt.Sprintf("layout/sections/%d/fields/%d", i, j); {
			case was[item] == "":
				gone++
				if !told[at] {
					t.Errorf("seed %d: %s is gone and nobody says so", seed, item)
				}
			case told[at]:
				t.Errorf("seed %d: %s is there and told as gone", seed, item)
			}
		}
		for _, n := range now.Sections {
			rising("fields of "+s.ID, n.Fields, s.Fields)
		}
		if s.StartsAt != "" && was[s.StartsAt] != "" && in[s.StartsAt] != s.ID {
			t.Errorf("seed %d: %s does not start %s but is in %s", seed, s.StartsAt, s.ID, in[s.StartsAt])
		}
	}
	rising("sections", order, ids)
	rising("rows", now.Rows["staff"], def.Rows["staff"])
	rising("materials", now.Materials, def.Materials)
	// What nobody named stands as it was derived beside its like.
	for _, n := range now.Sections {
		for _, d := range derived.Sections {
			unnamed := slices.DeleteFunc(slices.Clone(d.Fields), func(item string) bool { return moves[item] })
			rising("derived fields of "+d.ID, n.Fields, unnamed)
		}
	}
	for path, w := range def.Fields {
		if f, ok := th.Merged.Field(path); ok && f.Label["zh"] != w.Label["zh"] {
			t.Errorf("seed %d: %s is called %v", seed, path, f.Label)
		}
	}
	return gone
}
