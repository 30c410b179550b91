package catalog

import (
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// apart are two matters that ask one field of everybody for whom they apply: the
// first at most 100, the second at least 200.
func apart(when string) rehearsedPack {
	size := func(bound string, n int) anyMap {
		return anyMap{"SIZE": anyMap{"$ref": "element:SIZE", bound: n}}
	}
	return rehearsedPack{matters: []rehearsedMatter{
		{id: "A", when: when, required: []any{"SIZE"}, fields: size("maximum", 100)},
		{id: "B", required: []any{"SIZE"}, fields: size("minimum", 200), department: "e"},
		{id: "C", when: "q == true"},
	}}
}

func TestASimulationOfAThemeThatNobodyCanFileTellsWhyInEverySituationAndNoDays(t *testing.T) {
	t.Parallel()
	s := apart("").compile(t).Simulate("T", options(400))
	if s.Days != nil || len(s.Bars) > 0 || s.Unfiled != s.Cases || s.Accepted != 0 || len(s.Load) > 0 || len(s.Path) > 0 {
		t.Errorf("nobody filed, yet: %+v, %d of %d not filed, load %v, path %v", s.Days, s.Unfiled, s.Cases, s.Load, s.Path)
	}
	for _, m := range s.Matters {
		if m.Days != nil || m.Result != nil || m.Applies == 0 || m.Filed {
			t.Errorf("%+v", m)
		}
	}
	no := s.Refused
	if no == nil || no.Situations != s.Situations || no.Situations < 2 || len(no.Where) != no.Situations {
		t.Fatalf("of %d situations, refused is %+v", s.Situations, no)
	}
	for _, w := range no.Where {
		if w.Tried < mostTries || w.Own != 0 || w.Share == 0 || w.Situation.In("en") == "" || len(w.Reasons) == 0 {
			t.Errorf("%+v", w)
		}
		for _, r := range w.Reasons {
			if r.Path != "applicant/SIZE" || r.Count == 0 || r.Count > w.Tried || len(r.Matters) == 0 || !strings.Contains(r.Label.In("zh"), "面积") || r.Problem.In("en") == "" {
				t.Errorf("%+v", r)
			}
		}
	}
	i := slices.IndexFunc(s.Findings, func(p metamodel.Problem) bool { return p.Code == SimulateUnfiled.Code })
	if i < 0 {
		t.Fatalf("found %v", s.Findings)
	}
	said := s.Findings[i]
	for _, want := range []string{"2 种情形共试填 400 份", "（事项B，", "面积不能小于 200"} {
		if !strings.Contains(said.In("zh"), want) {
			t.Errorf("%q is not in %q", want, said.In("zh"))
		}
	}
}

func TestCasesThatNobodyCanFileAreInNoFigure(t *testing.T) {
	t.Parallel()
	s := apart("q == true").compile(t).Simulate("T", options(400))
	b := matterNamed(s, "B")
	if s.Unfiled < 150 || s.Unfiled > 250 || s.Days == nil || !b.Filed || b.Started != 1 || b.Applies != 1 || s.Outcomes.Issued+s.Outcomes.Partial+s.Outcomes.Refused+s.Outcomes.Unended != 1 {
		t.Errorf("%d not filed, %+v, %+v, B %+v", s.Unfiled, s.Days, s.Outcomes, b)
	}
	if a := matterNamed(s, "A"); a.Days != nil || a.Filed || a.Applies == 0 {
		t.Errorf("A, of which nothing is filed: %+v", a)
	}
	for _, p := range s.Findings {
		if p.Code == SimulateUnstarted.Code {
			t.Errorf("what nobody files waits for nothing: %v", p.Message)
		}
	}
	if d := s.Load[0]; d.Department != "e" || d.Tasks < 1000 { // a thousand filings, each of which B has
		t.Errorf("%+v", s.Load)
	}
	now := apart("q == true && kind == 'a'").compile(t)
	if words := apart("").compile(t).SimulateAgainst(now, "T", options(200)).Against.Words; !slices.ContainsFunc(words, func(w metamodel.Text) bool {
		return strings.Contains(w.In("en"), "No case ends: there are no days to compare")
	}) {
		t.Errorf("%v", words)
	}
}

func TestWhatOneMatterRefusesIsItsRuleAndWhatOnlyTheMergeRefusesIsTold(t *testing.T) {
	t.Parallel()
	odd := anyMap{"EXTRA": anyMap{"$ref": "element:EXTRA", "x-check": []any{anyMap{"rule": "applicant.EXTRA.size() * applicant.EXTRA.size() == 17", "message": text("字数不对")}}}}
	s := rehearsedPack{matters: []rehearsedMatter{{id: "A", when: "q == true", required: []any{"EXTRA"}, fields: odd}, {id: "B"}}}.compile(t).Simulate("T", options(200))
	if s.Refused == nil || len(s.Refused.Where) != 1 || s.Refused.Tried == 0 || s.Refused.Refused != 0 {
		t.Fatalf("%+v", s.Refused)
	}
	if r := s.Refused.Where[0].Reasons[0]; !strings.Contains(r.Rule, "== 17") || len(r.Matters) != 1 || r.Matters[0].In("zh") != "事项A" {
		t.Errorf("%+v", r)
	}
}
