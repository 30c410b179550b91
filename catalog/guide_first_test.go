package catalog

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// askedFirst is a guide in which staff want some questions asked first.
func askedFirst(t testing.TB, first []string, questions, shares []any, whens ...string) *Theme {
	t.Helper()
	p := guidePack(t, questions, shares, whens...)
	p.Themes["T"].Layout = &metamodel.ThemeLayout{Questions: first}
	r, ps := CompilePack(p)
	if ps.Failed() {
		t.Fatal(ps)
	}
	return r.Theme("T")
}

func TestStaffSayWhichQuestionsComeFirst(t *testing.T) {
	t.Parallel()
	questions := []any{yesNo("Q0"), yesNo("Q1"), yesNo("Q2"), yesNo("Q3")}
	whens := []string{"Q0 == true && Q1 == true", "Q0 == true && Q2 == true", "Q3 == true"}
	derived := guideOf(t, questions, nil, whens...)
	if got := strings.Join(ids(derived.Guide(Situation{}).Open), " "); got != "Q0 Q3 Q1 Q2" {
		t.Fatalf("derived: %s", got)
	}
	th := askedFirst(t, []string{"Q2", "Q1"}, questions, nil, whens...)
	for _, c := range []struct {
		answered Situation
		open     string
	}{
		{Situation{}, "Q2 Q1 Q0 Q3"},
		{Situation{"Q2": false}, "Q1 Q3 Q0"},
		{Situation{"Q2": false, "Q1": false}, "Q3"},
		{Situation{"Q0": false}, "Q3"}, // neither of the named decides anything any more: not asked
		{Situation{"Q0": true}, "Q2 Q1 Q3"},
	} {
		if got := strings.Join(ids(th.Guide(c.answered).Open), " "); got != c.open {
			t.Errorf("%v: %s is open, want %s", c.answered, got, c.open)
		}
	}
	if d := th.ShortestGuide(); d.Steps[0].Question != "Q2" || d.Expected != 3.75 || d.Derived != 3 || d.Fewest || strings.Join(d.First, " ") != "Q2 Q1" {
		t.Errorf("%s first, %v asked, derived %v, fewest %v, first %v", d.Steps[0].Question, d.Expected, d.Derived, d.Fewest, d.First)
	}
	if d := derived.ShortestGuide(); d.Expected != 3 || d.Derived != 3 || !d.Fewest || len(d.First) != 0 {
		t.Errorf("derived: %v asked, %v, fewest %v, first %v", d.Expected, d.Derived, d.Fewest, d.First)
	}
	// An order that asks no more is still one with the fewest.
	if d := askedFirst(t, []string{"Q0"}, questions, nil, whens...).ShortestGuide(); d.Steps[0].Question != "Q0" || d.Expected != 3 || !d.Fewest {
		t.Errorf("%s first, %v asked, fewest %v", d.Steps[0].Question, d.Expected, d.Fewest)
	}
	var told []string
	for _, c := range th.Rearranged() {
		told = append(told, fmt.Sprint(c.Kind, " ", c.Path, " ", c.From, ">", c.To))
	}
	if got := strings.Join(told, ", "); got != "question Q2 4>1, question Q1 3>2" {
		t.Errorf("told %s", got)
	}
	if l := th.Layout(); strings.Join(l.Questions, " ") != "Q2 Q1" {
		t.Errorf("%v", l.Questions)
	}
}

// What is named and gone does nothing, and neither its path nor the others' is lost.
func TestAQuestionThatIsGoneIsToldAndTheOthersHold(t *testing.T) {
	t.Parallel()
	th := askedFirst(t, []string{"Q9", "Q1"}, []any{yesNo("Q0"), yesNo("Q1")}, nil, "Q0 == true", "Q1 == true")
	if len(th.Loose) != 1 || th.Loose[0].Code != LayoutGone.Code || th.Loose[0].Path != "layout/questions/0" || !strings.Contains(th.Loose[0].In("zh"), "问题 Q9") {
		t.Errorf("%v", th.Loose)
	}
	if st := th.Guide(Situation{}); st.Next.ID != "Q1" {
		t.Errorf("%s is asked", st.Next.ID)
	}
}

// A field that people fill in only on some answers is never asked before the
// question with these answers.
func TestAQuestionWaitsForTheOneThatDecidesWhetherItIsFilledIn(t *testing.T) {
	t.Parallel()
	with := func(visible, first string) *Theme {
		files := tree(t, "testdata/noodles")
		replace := func(name, old, new string) {
			if !strings.Contains(string(files[name]), old) {
				t.Fatalf("%s has no %q", name, old)
			}
			files[name] = []byte(strings.ReplaceAll(string(files[name]), old, new))
		}
		replace("forms/A3.yaml", `E24: {$ref: "element:E24"`, `E24: {$ref: "element:E24"`+visible)
		replace("matters/A3.yaml", "when: premises.E23 == true", "when: premises.E23 == true && premises.E24 >= 4")
		replace("themes/T1.yaml", "matters:\n", `  - {id: Q4, text: {zh: "有几个出口？", en: "How many exits?"}, field: premises/E24, type: integer}
  - {id: Q3, text: {zh: "有没有喷淋？", en: "Sprinklers?"}, field: premises/E23, type: boolean}
layout: {questions: [`+first+`]}
matters:
`)
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
	order := func(th *Theme) string { return strings.Join(ids(th.Guide(Situation{}).Open)[:2], " ") }
	const shown = `, x-visible: premises.E23 == true`
	for _, c := range []struct{ visible, first, asked, waits string }{
		{shown, "Q4, Q3", "Q3 Q4", "layout/questions/0"},
		{shown, "Q4", "Q3 Q4", "layout/questions/0"}, // though nobody named what it waits for
		{shown, "Q3, Q4", "Q3 Q4", ""},
		{"", "Q4, Q3", "Q4 Q3", ""}, // filled in by all
	} {
		th := with(c.visible, c.first)
		var waits []string
		for _, p := range th.Loose {
			if p.Code != LayoutWaits.Code || !strings.Contains(p.In("en"), "How many exits?") || !strings.Contains(p.In("zh"), "有没有喷淋？") {
				t.Errorf("%s: %v", c.first, p)
			}
			waits = append(waits, p.Path)
		}
		if got := order(th); got != c.asked || strings.Join(waits, " ") != c.waits {
			t.Errorf("%q, %s first: asks %s, told at %v", c.visible, c.first, got, waits)
		}
	}
}

// Whatever order staff want: at the end the same matters apply for the same
// answers, nobody is asked what changes nothing, what is named comes in its
// order, and the number of questions told is the number asked.
func TestNoOrderOfTheQuestionsChangesWhatApplies(t *testing.T) {
	t.Parallel()
	more := 0
	for seed := range uint64(60) {
		questions, shares, whens := randomGuide(seed)
		lot := rand.New(rand.NewPCG(seed, 245))
		derived := guideOf(t, questions, shares, whens...)
		var first []string
		for _, i := range lot.Perm(len(derived.Def.Guide)) {
			if len(first) == 0 || lot.IntN(3) > 0 {
				first = append(first, derived.Def.Guide[i].ID)
			}
		}
		th := askedFirst(t, first, questions, shares, whens...)
		o, known := newOracle(th), newOracle(derived)
		for range 20 {
			answers := Situation{}
			for _, q := range th.guide.questions {
				r := o.replies[q.def.ID]
				answers[q.def.ID] = r[lot.IntN(len(r))].value
			}
			end := walkWith(derived, answers, nil)
			asked := []string{}
			s := walkWith(th, answers, func(s Situation, next string) {
				want := next
				for _, q := range first {
					if _, answered := s[q]; !answered && o.changes(s, q) {
						want = q
						break
					}
				}
				if next != want || !o.changes(s, next) {
					t.Fatalf("seed %d, %v first: after %v asks %s", seed, first, s, next)
				}
				asked = append(asked, next)
			})
			if got, want := th.Guide(s).In, derived.Guide(end).In; strings.Join(got, " ") != strings.Join(want, " ") || strings.Join(got, " ") != strings.Join(th.Guide(answers).In, " ") {
				t.Fatalf("seed %d, %v first: %v, asked %v, applies %v, want %v", seed, first, answers, asked, got, want)
			}
		}
		now, best := o.follow(Situation{}), known.asks(Situation{}, false)
		if d := th.ShortestGuide(); math.Abs(d.Expected-now) > 1e-3 || math.Abs(d.Derived-best) > 1e-3 || d.Fewest != (now < best+1e-6) {
			t.Errorf("seed %d, %v first: told %.4f and %.4f, are %.4f and %.4f, fewest %v", seed, first, d.Expected, d.Derived, now, best, d.Fewest)
		}
		if now > best+1e-6 {
			more++
		}
		// Likewise where the states are too many to be weighed.
		wide := th.planUpTo(1)
		th.guide.plan = func() *plan { return wide }
		if d, now := th.ShortestGuide(), o.follow(Situation{}); math.Abs(d.Expected-now) > 1e-3 || d.Fewest {
			t.Errorf("seed %d, %v first: told %.4f, are %.4f by what decides most", seed, first, d.Expected, now)
		}
	}
	if more < 10 {
		t.Errorf("only %d orders asked more than the derived one: the test sees little", more)
	}
}

// walkWith answers what a guide asks until it asks nothing more.
func walkWith(th *Theme, answers Situation, see func(s Situation, next string)) Situation {
	s := Situation{}
	for next := th.Guide(s).Next; next != nil; next = th.Guide(s).Next {
		if see != nil {
			see(s, next.ID)
		}
		s[next.ID] = answers[next.ID]
	}
	return s
}

// The certificate measures what applies, not the way there.
func TestTheCertificateIsTheSameInAnyOrder(t *testing.T) {
	t.Parallel()
	of := func(first string) *Certificate {
		files := tree(t, "testdata/noodles")
		files["themes/T1.yaml"] = append(files["themes/T1.yaml"], "layout: {questions: ["+first+"]}\n"...)
		p, ps := ReadArchive(files)
		if ps.Failed() {
			t.Fatal(ps)
		}
		r, ps := CompilePack(p)
		if ps.Failed() {
			t.Fatal(ps)
		}
		c, _ := r.Certificate("T1", proofDay)
		return c
	}
	want := of("")
	for _, first := range []string{"Q1", "Q2, Q1", "Q2, Q7"} {
		got := of(first)
		if got.Before != want.Before || got.After != want.After {
			t.Errorf("%s first:\n%+v\n%+v\nwant\n%+v\n%+v", first, got.Before, got.After, want.Before, want.After)
		}
	}
}
