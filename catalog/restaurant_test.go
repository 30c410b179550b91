package catalog

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// builtinReleases compiles the packs in the binary, once for all tests: a
// release is immutable.
var builtinReleases = sync.OnceValues(func() (map[string]*Release, error) {
	packs, ps := Builtin()
	if ps.Failed() {
		return nil, ps
	}
	out := map[string]*Release{}
	var needs []*Release
	for _, p := range packs {
		r, ps := CompilePack(p, needs...)
		if ps.Failed() {
			return nil, ps
		}
		out[p.Name] = r
		needs = append(needs, r)
	}
	return out, nil
})

func mustRestaurant(t testing.TB) *Theme {
	t.Helper()
	all, err := builtinReleases()
	if err != nil {
		t.Fatal(err)
	}
	return all["open-a-restaurant"].Theme("T01")
}

// answer answers the guide as a citizen would, question by question.
func answer(t *testing.T, th *Theme, answers ...string) (Situation, []byte, []byte) {
	t.Helper()
	guide, form := []byte(nil), []byte(nil)
	for _, a := range answers {
		q, v, _ := strings.Cut(a, "=")
		var ps metamodel.Problems
		if guide, form, ps = th.SetAnswer(q, []string{v}, guide, form); ps.Failed() {
			t.Fatalf("%s: %v", a, ps)
		}
	}
	s, ps := th.Situation(guide, form)
	if ps.Failed() {
		t.Fatal(ps)
	}
	return s, guide, form
}

func ids(questions []metamodel.Question) []string {
	var out []string
	for _, q := range questions {
		out = append(out, q.ID)
	}
	return out
}

var newRestaurant = []string{"Q7=false", "Q2=320", "Q3=true", "Q4=true", "Q5=true", "Q6=true", "Q1=9910"}

func TestEightMattersApplyToANewRestaurantOf320SquareMetres(t *testing.T) {
	t.Parallel()
	th := mustRestaurant(t)
	s, guide, form := answer(t, th, newRestaurant...)
	st := th.Guide(s)
	if want := []string{"M01", "M07", "M02", "M03", "M04", "M05", "M06", "M08"}; !slices.Equal(st.In, want) {
		t.Errorf("in: %v", st.In)
	}
	if len(st.Out)+len(st.Undecided)+len(st.Open)+len(st.Idle) != 0 || st.Next != nil || len(st.Answered) != 7 {
		t.Errorf("%+v", st)
	}
	if string(guide) != `{"Q3":true,"Q4":true,"Q5":true,"Q6":true,"Q7":false}` {
		t.Errorf("guide holds %s", guide)
	}
	if string(form) != `{"applicant":{"DE00103":"9910"},"premises":{"DE00203":320}}` {
		t.Errorf("form holds %s", form)
	}
}

func TestTheGuideAsksWhatDecidesMostFirst(t *testing.T) {
	t.Parallel()
	th := mustRestaurant(t)
	var asked []string
	guide, form := []byte(nil), []byte(nil)
	for _, v := range []string{"false", "320", "true", "true", "true", "true", "9910"} {
		s, _ := th.Situation(guide, form)
		st := th.Guide(s)
		if st.Next == nil {
			t.Fatalf("nothing to ask after %v", asked)
		}
		asked = append(asked, st.Next.ID)
		var ps metamodel.Problems
		if guide, form, ps = th.SetAnswer(st.Next.ID, []string{v}, guide, form); ps.Failed() {
			t.Fatal(ps)
		}
	}
	// M01 has most fields and materials, then M03, M05, M08, M04, M07; the type of entity decides five.
	if want := "Q7 Q2 Q4 Q6 Q3 Q5 Q1"; strings.Join(asked, " ") != want {
		t.Errorf("asked %v", asked)
	}
	s, _ := th.Situation(guide, form)
	if st := th.Guide(s); st.Next != nil || len(st.In) != 8 {
		t.Errorf("%+v", st)
	}
}

func TestWhoHasALicenceIsNotAskedForTheTypeOfEntityByTheGuide(t *testing.T) {
	t.Parallel()
	th := mustRestaurant(t)
	s, _, _ := answer(t, th, "Q7=true")
	st := th.Guide(s)
	if !slices.Contains(st.Out, "M01") || !slices.Contains(ids(st.Idle), "Q1") || slices.Contains(ids(st.Open), "Q1") {
		t.Errorf("out %v, idle %v, open %v", st.Out, ids(st.Idle), ids(st.Open))
	}
	// The form still asks it: the food licence wants to know.
	rec := th.Merged.Check([]byte(`{}`), metamodel.Context{Scope: th.Scope(s)})
	if !rec.Visible("applicant/DE00103") {
		t.Error("the form does not ask for the type of entity")
	}
}

func TestTheCreditCodeIsAskedOnlyOfThoseWhoHaveOne(t *testing.T) {
	t.Parallel()
	th := mustRestaurant(t)
	for answer1, asked := range map[string]bool{"Q7=false": false, "Q7=true": true} {
		s, _, _ := answer(t, th, answer1)
		scope := th.Scope(s)
		rec := th.Merged.Check([]byte(`{}`), metamodel.Context{Scope: scope, Awaited: th.Awaited(scope)})
		for _, path := range []string{"applicant/DE00102", "applicant/DE00106"} {
			if path == "applicant/DE00106" && asked {
				continue // only the social insurance registration wants it
			}
			if rec.Visible(path) != asked || slices.Contains(rec.Missing(), path) != asked {
				t.Errorf("%s: %s visible %v", answer1, path, rec.Visible(path))
			}
		}
	}
}

func TestTheBusinessLicenceIsNeverAskedFor(t *testing.T) {
	t.Parallel()
	th := mustRestaurant(t)
	for _, c := range []struct{ licence, reason string }{
		{"Q7=false", "Business registration"},
		{"Q7=true", "credit code"},
	} {
		s, _, _ := answer(t, th, append([]string{c.licence}, newRestaurant[1:]...)...)
		found := false
		for _, st := range th.MaterialStates(th.Scope(s), nil) {
			switch st.Material.ID {
			case "MT01":
				found = true
				if st.Asked || st.Required != metamodel.False || !strings.Contains(st.Reason["en"], c.reason) || st.Reason["zh"] == "" {
					t.Errorf("%s: %+v", c.licence, st)
				}
				if len(st.Matters) != 6 || len(st.Labels) < 4 {
					t.Errorf("wanted by %v as %v", st.Matters, st.Labels)
				}
			case "MT05", "MT06", "MT07", "MT08", "MT09":
				if st.Asked || !strings.Contains(st.Reason["en"], "Made from the answers") {
					t.Errorf("%+v", st)
				}
			}
		}
		if !found {
			t.Errorf("%s: the licence is not listed", c.licence)
		}
	}
}

func TestMaterialConditionsFollowTheAnswers(t *testing.T) {
	t.Parallel()
	th := mustRestaurant(t)
	s, _, _ := answer(t, th, newRestaurant...)
	scope := th.Scope(s)
	state := func(rec *metamodel.Record, id string) MaterialState {
		for _, st := range th.MaterialStates(scope, rec) {
			if st.Material.ID == id {
				return st
			}
		}
		t.Fatalf("no material %s", id)
		return MaterialState{}
	}
	check := func(doc string) *metamodel.Record {
		return th.Merged.Check([]byte(doc), metamodel.Context{Scope: scope, Awaited: th.Awaited(scope)})
	}
	if st := state(nil, "MT14"); !st.Asked || st.Required != metamodel.Unknown || st.Reason["zh"] == "" {
		t.Errorf("before the form: %+v", st)
	}
	if st := state(check(`{"premises":{"DE00212":true}}`), "MT14"); !st.Asked || st.Required != metamodel.True {
		t.Errorf("with sprinklers: %+v", st)
	}
	if st := state(check(`{"premises":{"DE00212":false}}`), "MT14"); st.Asked || st.Required != metamodel.False {
		t.Errorf("without: %+v", st)
	}
	same := `{"legalRep":{"DE00004":"414","DE00005":"E1"},"agent":{"DE00004":"414","DE00005":"%s"}}`
	if st := state(check(fmt.Sprintf(same, "E1")), "MT19"); st.Asked {
		t.Errorf("the legal representative comes in person: %+v", st)
	}
	if st := state(check(fmt.Sprintf(same, "E2")), "MT19"); st.Required != metamodel.True {
		t.Errorf("an agent comes: %+v", st)
	}
	if st := state(nil, "MT21"); !st.Asked || st.Required != metamodel.False {
		t.Errorf("optional: %+v", st)
	}
}

func TestTheFiguresBeforeAndAfterTheMerge(t *testing.T) {
	t.Parallel()
	th := mustRestaurant(t)
	s, _, _ := answer(t, th, newRestaurant...)
	n := th.Needs(s, nil)
	if len(n.Matters) != 8 {
		t.Fatalf("matters %v", n.Matters)
	}
	// 165 rows in the bureau's form sheet, 42 in its material sheet. After: 76 different pairs of
	// element and subject, less the two that the registration yields; 21 standard materials, less
	// the licence and five generated forms. M01 takes 1 day, then M06 takes 10; by law 15 and 20.
	// Four matters send inspectors; those of food and of fire come together.
	want := Needs{
		Before: Burden{Forms: 8, Fields: 165, Materials: 42, Visits: 8, Inspections: 4, Days: 33, Statutory: 96, Fee: "0"},
		After:  Burden{Forms: 1, Fields: 74, Materials: 15, Visits: 1, Inspections: 3, Days: 11, Statutory: 35, Fee: "0"},
	}
	if n.Before != want.Before {
		t.Errorf("before %+v", n.Before)
	}
	if n.After != want.After {
		t.Errorf("after %+v", n.After)
	}
	s, _, _ = answer(t, th, "Q7=true", "Q2=80", "Q3=false", "Q4=false", "Q5=false", "Q6=false")
	n = th.Needs(s, nil)
	if !slices.Equal(n.Matters, []string{"M02", "M06"}) || n.After.Days != 10 || n.Before.Days != 18 || n.Before.Inspections != 2 || n.After.Inspections != 2 {
		t.Errorf("%v %+v %+v", n.Matters, n.Before, n.After)
	}
}

func TestOneFieldForOneElementOfOneSubject(t *testing.T) {
	t.Parallel()
	th := mustRestaurant(t)
	seen, uses := map[string]bool{}, 0
	for _, f := range th.Merged.Fields {
		if seen[f.Path] {
			t.Errorf("%s twice", f.Path)
		}
		seen[f.Path] = true
		uses += len(f.Uses)
	}
	if uses != 165 {
		t.Errorf("%d demands of the bureau's 165 are left", uses)
	}
	for _, m := range th.Matters {
		for _, f := range m.Form.Fields {
			if !seen[f.Path] {
				t.Errorf("%s of %s is lost", f.Path, m.Def.ID)
			}
		}
	}
	order := map[string]int{}
	for i, s := range th.Merged.Sections {
		order[s.ID] = i
		if s.Title["zh"] == "" || s.Title["en"] == "" {
			t.Errorf("section %s has the title %v", s.ID, s.Title)
		}
	}
	for _, pair := range [][2]string{{"applicant", "legalRep"}, {"shareholder", "agent"}, {"employee", "applicant-shipinjingying"}, {"applicant-jiuleijingying", "signboard"}, {"signboard", "filing"}} {
		if order[pair[0]] >= order[pair[1]] {
			t.Errorf("%s comes after %s", pair[0], pair[1])
		}
	}
	if order["filing"] != len(th.Merged.Sections)-1 {
		t.Error("the declaration is not last")
	}
	place := map[string]int{}
	for i, f := range th.Merged.Fields {
		place[f.Path] = i
	}
	for _, pair := range [][2]string{{"applicant/DE00103", "applicant/DE00104"}, {"premises/DE00204", "premises/DE00206"}, {"applicant/DE00303", "applicant/DE00304"}, {"filing/DE00601", "agent/DE00010"}} {
		if place[pair[0]] >= place[pair[1]] {
			t.Errorf("%s is asked after %s, which depends on it", pair[0], pair[1])
		}
	}
	if f, _ := th.Merged.Field("premises/DE00203"); f.Label["zh"] != "经营场所面积" || f.Uses[0].Label["zh"] != "使用面积" {
		t.Errorf("label %v, first use %v", f.Label, f.Uses[0].Label)
	}
	if f, _ := th.Merged.Field("premises/DE00213"); f.Label["zh"] != "食品处理区面积" {
		t.Errorf("a field of one matter is called %v", f.Label)
	}
}

func TestATighteningCountsOnlyWhereItsMatterApplies(t *testing.T) {
	t.Parallel()
	th := mustRestaurant(t)
	doc := []byte(`{"premises":{"DE00203":120}}`)
	wrong := func(scope map[string]bool) bool {
		for _, p := range th.Merged.Check(doc, metamodel.Context{Scope: scope}).Problems {
			if p.Path == "premises/DE00203" {
				return true
			}
		}
		return false
	}
	if wrong(map[string]bool{"M02": true}) || !wrong(map[string]bool{"M02": true, "M03": true}) {
		t.Error("at least 300 m² is the fire inspection's demand alone")
	}
}

func TestTheMergeDoesNotDependOnTheOrderOfMaps(t *testing.T) {
	t.Parallel()
	all, err := builtinReleases()
	if err != nil {
		t.Fatal(err)
	}
	first, err := json.Marshal(mustRestaurant(t).Merged.Doc)
	if err != nil {
		t.Fatal(err)
	}
	for range 20 {
		// Fresh maps every time: Go walks each in another order.
		p, ps := ReadArchive(all["open-a-restaurant"].Pack.Files)
		if ps.Failed() {
			t.Fatal(ps)
		}
		r, ps := CompilePack(p, all["china-calendar"])
		if ps.Failed() {
			t.Fatal(ps)
		}
		again, err := json.Marshal(r.Theme("T01").Merged.Doc)
		if err != nil {
			t.Fatal(err)
		}
		if string(first) != string(again) {
			t.Fatal("the same pack gave another merged form")
		}
		if r.Hash != all["open-a-restaurant"].Hash {
			t.Fatal("the same pack has another hash")
		}
	}
}
