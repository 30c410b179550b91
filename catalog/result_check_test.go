package catalog

import (
	"slices"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// checked has A1's licence number held against the name it goes with, and against
// the premises.
func checked(t *testing.T) *Release {
	return shopWith(t, "matters/A1.yaml", "yields: [applicant/E12]",
		"yields: [applicant/E12], check: [{field: applicant/E12, rule: applicant.E12 != applicant.E11, message: {zh: 与名称相同, en: It is the name}}, {field: applicant/E12, rule: premises.E21 > 5 || applicant.E12 != '', message: {zh: 面积, en: Area}}]")
}

func rulesOf(m *metamodel.Matter) (rules []string) {
	for _, c := range m.Result.Check {
		rules = append(rules, c.Rule)
	}
	return rules
}

// Where a matter is split, what its result is held against goes with the result,
// as far as the part knows what it reads.
func TestAResultsChecksFollowASplit(t *testing.T) {
	t.Parallel()
	how := splitA2()
	how.Matter = "A1"
	how.Parts = []SplitPart{
		{ID: "A11", Name: text2("核名"), Fields: []string{"premises", "filing/E62"}, Materials: []string{"MT2"}, Result: &SplitResult{Name: text2("核名通知书")}},
		{ID: "A12", Name: text2("登记"), Sections: []string{"holders", "other"}, Fields: []string{"applicant/E11", "applicant/E14"}, Materials: []string{"MT3", "MT7"}},
	}
	p, ps := SplitMatter(checked(t), how)
	if ps.Failed() {
		t.Fatal(ps)
	}
	next := compiledAgain(t, p)
	if got := rulesOf(next.Matter("A12").Def); !slices.Equal(got, []string{"applicant.E12 != applicant.E11"}) {
		t.Errorf("the issuer keeps %v", got)
	}
	if got := rulesOf(next.Matter("A11").Def); len(got) > 0 {
		t.Errorf("who issues nothing keeps %v", got)
	}
	if !slices.Contains(toldCodes(ps), "matter.split_check") {
		t.Errorf("what is gone is not told: %v", toldCodes(ps))
	}
}

// What either of two matters holds its result against, both together do.
func TestAResultsChecksFollowAMerge(t *testing.T) {
	t.Parallel()
	p, ps := MergeMatters(checked(t), MatterMerge{Matters: []string{"A1", "A2"}, ID: "A9", Name: text2("合并"), Process: "A1", End: splitA2().End})
	if ps.Failed() {
		t.Fatal(ps)
	}
	if got := rulesOf(compiledAgain(t, p).Matter("A9").Def); len(got) != 2 {
		t.Errorf("the new one keeps %v", got)
	}
}

// A check of the standard is taken over like any other of its attributes.
func TestAResultsChecksAreAdopted(t *testing.T) {
	t.Parallel()
	const issued = "premises/DE00106"
	r := districts(t, func(p *Pack, m *metamodel.Matter) {
		standard := p.Matters["STD02"]
		m.Result.Yields, standard.Result.Yields = []string{issued}, []string{issued}
		standard.Result.Check = []metamodel.ResultCheck{{Field: issued, Rule: "premises.DE00106 >= filing.DE00602", Message: text2("早于申请")}}
	})
	c, _ := r.AgainstTemplate("M02")
	path := "result/check/" + issued
	if !slices.ContainsFunc(c.Items, func(d Deviation) bool { return d.Path == path && d.Burden == Neutral }) {
		t.Fatalf("the check that is missing is not found: %v", differing(c))
	}
	p, ps := Adopt(r, "M02", path)
	if ps.Failed() {
		t.Fatal(ps)
	}
	next := compiledAgain(t, p, r.needs...)
	if after, _ := next.AgainstTemplate("M02"); len(after.Items) > 0 || len(next.Matter("M02").Def.Result.Check) != 1 {
		t.Errorf("adopted, and still: %v", differing(after))
	}
}
