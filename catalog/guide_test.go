package catalog

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/onematter/onematter/metamodel"
)

func mustNoodles(t testing.TB) *Theme {
	t.Helper()
	return mustCompile(t, "testdata/noodles").Theme("T1")
}

func TestAnAnswerIsReadAsItsTypeOrRefused(t *testing.T) {
	t.Parallel()
	th := mustRestaurant(t)
	for _, c := range []struct {
		question string
		input    []string
		guide    string
		form     string
		code     string // "" when accepted
	}{
		{"Q7", []string{"true"}, `{"Q7":true}`, ``, ""},
		{"Q7", []string{"false"}, `{"Q7":false}`, ``, ""},
		{"Q7", []string{"maybe"}, ``, ``, "answer.not_boolean"},
		{"Q7", []string{""}, ``, ``, "guide.answer"},
		{"Q7", nil, ``, ``, "guide.answer"},
		{"Q2", []string{"320"}, `{}`, `{"premises":{"DE00203":320}}`, ""},
		{"Q2", []string{" ３２０．５ "}, `{}`, `{"premises":{"DE00203":320.5}}`, ""},
		{"Q2", []string{"0"}, ``, ``, "answer.not_above"},
		{"Q2", []string{"-3"}, ``, ``, "answer.not_above"},
		{"Q2", []string{"many"}, ``, ``, "answer.not_number"},
		{"Q2", []string{"1e3"}, ``, ``, "answer.not_number"},
		{"Q2", []string{strings.Repeat("9", 400)}, ``, ``, "answer.number_too_long"},
		{"Q2", []string{"NaN"}, ``, ``, "answer.not_number"},
		{"Q1", []string{"9910"}, `{}`, `{"applicant":{"DE00103":"9910"}}`, ""},
		{"Q1", []string{"0000"}, ``, ``, "answer.not_in_list"},
		{"Q99", []string{"true"}, ``, ``, "guide.unknown_question"},
		{"", []string{"true"}, ``, ``, "guide.unknown_question"},
	} {
		guide, form, ps := th.SetAnswer(c.question, c.input, nil, nil)
		switch {
		case c.code == "":
			if ps.Failed() || string(guide) != c.guide || string(form) != c.form {
				t.Errorf("%s %q: %s %s %v", c.question, c.input, guide, form, ps)
			}
		case len(ps) != 1 || ps[0].Code != c.code || ps[0].Path != c.question || ps[0].In("zh") == "":
			t.Errorf("%s %q: %v, want %s", c.question, c.input, ps, c.code)
		case guide != nil || form != nil:
			t.Errorf("%s %q: a refused answer changed %s %s", c.question, c.input, guide, form)
		}
	}
}

func TestAnswersThatAreNoObjectAreRefused(t *testing.T) {
	t.Parallel()
	th := mustRestaurant(t)
	for _, c := range []struct{ guide, form, path string }{{`[]`, ``, ""}, {``, `7`, ""}, {``, `{"premises":[]}`, "premises"}} {
		_, _, ps := th.SetAnswer("Q2", []string{"120"}, []byte(c.guide), []byte(c.form))
		if len(ps) != 1 || ps[0].Code != "guide.not_an_object" || ps[0].Path != c.path {
			t.Errorf("%s %s: %v", c.guide, c.form, ps)
		}
	}
}

func TestAnAnswerLeavesTheOthersAlone(t *testing.T) {
	t.Parallel()
	th := mustRestaurant(t)
	guide, form, ps := th.SetAnswer("Q2", []string{"120"}, []byte(`{"Q7":true,"Q2":5}`), []byte(`{"premises":{"DE00203":"oops","DE00202":" 一号 "},"employee":[{"DE00001":"李"}]}`))
	if ps.Failed() {
		t.Fatal(ps)
	}
	if string(guide) != `{"Q7":true}` || string(form) != `{"employee":[{"DE00001":"李"}],"premises":{"DE00202":" 一号 ","DE00203":120}}` {
		t.Errorf("%s %s", guide, form)
	}
}

func TestTheFormsAnswerWinsOverTheGuides(t *testing.T) {
	t.Parallel()
	th := mustRestaurant(t)
	s, ps := th.Situation([]byte(`{"Q2":100,"Q7":true}`), []byte(`{"premises":{"DE00203":400}}`))
	if ps.Failed() || s["Q2"] != json.Number("400") || s["Q7"] != true {
		t.Errorf("%v %v", s, ps)
	}
	// What the form holds but cannot be read is no answer yet; the form says so itself.
	s, ps = th.Situation(nil, []byte(`{"premises":{"DE00203":"about 400"},"applicant":{"DE00103":null}}`))
	if ps.Failed() || len(s) != 0 {
		t.Errorf("%v %v", s, ps)
	}
}

func TestHostileSituations(t *testing.T) {
	t.Parallel()
	th := mustRestaurant(t)
	for _, c := range []struct{ guide, form, path string }{
		{`[]`, ``, ""},
		{`{"Q7":`, ``, ""},
		{`{"Q7":true,"Q7":false}`, ``, ""},
		{``, `"text"`, ""},
		{strings.Repeat(`{"a":`, 100) + "1" + strings.Repeat("}", 100), ``, ""},
		{`{"Q7":"true"}`, ``, "Q7"},
		{`{"Q7":1}`, ``, "Q7"},
		{`{"Q3":{}}`, ``, "Q3"},
		{`{"Q2":1e400}`, ``, "Q2"},
		{`{"Q8":true}`, ``, "Q8"},
		{`{"__proto__":true}`, ``, "__proto__"},
	} {
		s, ps := th.Situation([]byte(c.guide), []byte(c.form))
		if !ps.Failed() || ps[0].Path != c.path || len(s) != 0 {
			t.Errorf("%.40s %.40s: %v %v", c.guide, c.form, s, ps)
		}
		if st := th.Guide(s); len(st.In) != 2 {
			t.Errorf("%.40s: the guide lost its footing: %v", c.guide, st.In)
		}
	}
	for _, form := range []string{`{"premises":[]}`, `{"premises":7}`, `{"premises":{"DE00203":[1]}}`, `{"premises":{"DE00203":{"a":1}}}`} {
		if s, ps := th.Situation(nil, []byte(form)); ps.Failed() || len(s) != 0 {
			t.Errorf("%s: %v %v", form, s, ps)
		}
	}
}

// Whatever is answered in whatever order, every question is in one place, a
// matter has one fate, and answering what is asked always comes to an end with
// nothing undecided.
func TestTheGuideAlwaysComesToAnEnd(t *testing.T) {
	t.Parallel()
	for _, th := range []*Theme{mustRestaurant(t), mustNoodles(t)} {
		rapid.Check(t, func(t *rapid.T) {
			s := Situation{}
			for range len(th.Def.Guide) + 1 {
				st := th.Guide(s)
				all := append(append(ids(st.Answered), ids(st.Open)...), ids(st.Idle)...)
				slices.Sort(all)
				if len(slices.Compact(all)) != len(th.Def.Guide) || len(st.In)+len(st.Out)+len(st.Undecided) != len(th.Matters) {
					t.Fatalf("%v: %+v", s, st)
				}
				if st.Next == nil {
					if len(st.Undecided) > 0 || len(st.Open) > 0 {
						t.Fatalf("%v: nothing is asked, yet %v is undecided", s, st.Undecided)
					}
					// Idle really is idle: any answer gives the same matters.
					for _, q := range st.Idle {
						more := Situation{}
						for k, v := range s {
							more[k] = v
						}
						more[q.ID] = randomQuestion(t, th, q)
						if got := th.Guide(more); !slices.Equal(got.In, st.In) {
							t.Fatalf("%s was idle and changed %v to %v", q.ID, st.In, got.In)
						}
					}
					return
				}
				if st.Next.ID != st.Open[0].ID {
					t.Fatalf("next %s, open %v", st.Next.ID, ids(st.Open))
				}
				q := *st.Next
				if rapid.Bool().Draw(t, "another order") {
					q = rapid.SampledFrom(st.Open).Draw(t, "question")
				}
				s[q.ID] = randomQuestion(t, th, q)
			}
			t.Fatalf("%v: the guide never ends", s)
		})
	}
}

func randomQuestion(t *rapid.T, th *Theme, q metamodel.Question) any {
	switch q.Type {
	case metamodel.TypeBoolean:
		return rapid.Bool().Draw(t, q.ID)
	case metamodel.TypeCode:
		list, ok := th.CodeList(q)
		if !ok {
			t.Fatalf("%s has no options", q.ID)
		}
		return rapid.SampledFrom(list.Entries).Draw(t, q.ID).Code
	}
	return json.Number(rapid.SampledFrom([]string{"1", "299.99", "300", "5000"}).Draw(t, q.ID))
}

func TestFeesAndDaysOfTheNoodleShop(t *testing.T) {
	t.Parallel()
	th := mustNoodles(t)
	s, _, _ := answer(t, th, "Q7=false", "Q2=300", "Q1=1130")
	n := th.Needs(s, nil)
	// A1 1 day, then A2 8 and A3 5 side by side; 0 + 10.50 + 0.10 yuan.
	if n.Before.Days != 14 || n.After.Days != 9 || n.Before.Statutory != 45 || n.After.Statutory != 35 || n.Before.Fee != "10.6" || n.After.Fee != "10.6" {
		t.Errorf("%+v %+v", n.Before, n.After)
	}
	if n.Before.Forms != 3 || n.After.Forms != 1 || n.Before.Visits != 3 || n.After.Visits != 1 {
		t.Errorf("%+v %+v", n.Before, n.After)
	}
	if empty := th.NeedsFor(nil, nil); empty.After != (Burden{Fee: "0"}) || empty.Before != (Burden{Fee: "0"}) || len(empty.Materials) != 0 {
		t.Errorf("%+v", empty)
	}
	// With answers, only what they show is counted: a sole proprietor has no shareholders.
	scope := th.Scope(s)
	doc := `{"applicant":{"E13":"9910"},"premises":{"E21":300},"filing":{"E61":"1"}}`
	rec := th.Merged.Check([]byte(doc), metamodel.Context{Scope: scope, Awaited: th.Awaited(scope)})
	with := th.NeedsFor(scope, rec)
	if with.After.Fields >= n.After.Fields || with.Before.Fields >= n.Before.Fields {
		t.Errorf("with answers %+v %+v, without %+v %+v", with.Before, with.After, n.Before, n.After)
	}
	rec = th.Merged.Check([]byte(strings.Replace(doc, "9910", "1130", 1)), metamodel.Context{Scope: scope, Awaited: th.Awaited(scope)})
	if more := th.NeedsFor(scope, rec); more.After.Fields != with.After.Fields+2 || more.Before.Fields != with.Before.Fields+2 || more.After.Materials != with.After.Materials+1 {
		t.Errorf("a company: %+v %+v", more.Before, more.After)
	}
}

func TestAMergedSectionFollowsPeopleNotSheets(t *testing.T) {
	t.Parallel()
	th := mustNoodles(t)
	var got []string
	for _, s := range th.Merged.Doc.Layout.Sections {
		got = append(got, s.ID+": "+strings.Join(s.Fields, " "))
	}
	want := []string{
		"applicant: applicant/E11 applicant/E13 applicant/E14 applicant/E12",
		"premises: premises/E21 premises/E22 premises/E23 premises/E24",
		"agent: agent/E01",
		"shareholder: shareholder",
		"employee: employee",
		"applicant-shipinjingying: applicant/E31 applicant/E32",
		"signboard: signboard/E41",
		"filing: filing/E61 agent/E02 filing/E62", // the address waits for how the result is delivered
	}
	if !slices.Equal(got, want) {
		t.Errorf("\n%s", strings.Join(got, "\n"))
	}
	if s, _ := th.Merged.Section("applicant-shipinjingying"); s.Title["zh"] != "经营信息" || s.Title["en"] != "Business" {
		t.Errorf("title %v", s.Title)
	}
	label := func(path string) string { f, _ := th.Merged.Field(path); return f.Label["zh"] }
	if label("applicant/E11") != "主体名称" || label("premises/E22") != "厨房面积" || label("filing/E62") != "承诺声明" || label("shareholder/E01") != "股东姓名" {
		t.Error(label("applicant/E11"), label("premises/E22"), label("filing/E62"), label("shareholder/E01"))
	}
}

func TestAConditionDecidedByOneAnswerDoesNotAskForTheOther(t *testing.T) {
	t.Parallel()
	p, ps := ReadArchive(tree(t, "testdata/noodles"))
	if ps.Failed() {
		t.Fatal(ps)
	}
	// The floor area decides nothing but this material, and that only for companies.
	theme := p.Themes["T1"]
	theme.Matters = theme.Matters[:2]
	p.Matters["A1"].Materials = append(p.Matters["A1"].Materials, metamodel.MaterialUse{
		Material: "MT4", Label: metamodel.ZhEn("平面图", "Floor plan"), When: "applicant.E13 == '1130' && premises.E21 > 100.0"})
	p.Files = nil
	r, ps := CompilePack(p)
	if ps.Failed() {
		t.Fatal(ps)
	}
	for entity, idle := range map[string]bool{"9910": true, "1130": false} {
		st := r.Theme("T1").Guide(Situation{"Q7": false, "Q1": entity})
		if slices.Contains(ids(st.Idle), "Q2") != idle || (st.Next == nil) != idle {
			t.Errorf("%s: open %v, idle %v", entity, ids(st.Open), ids(st.Idle))
		}
	}
}
