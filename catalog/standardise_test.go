package catalog

import (
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// All differences are decided about at once, one this way and one that.
func TestDifferencesFromATemplateAreDecidedAboutTogether(t *testing.T) {
	t.Parallel()
	r := districts(t, func(p *Pack, m *metamodel.Matter) {
		deviating(p, m)
		m.Template.Kept = []metamodel.Kept{{Path: "materials", Reason: metamodel.ZhEn("本区条例", "A local regulation"), Propose: true}}
	})
	why := metamodel.ZhEn("本区已提速", "Quicker in this district")
	decide := func(r *Release, list ...TemplateDecision) (*Release, metamodel.Problems) {
		t.Helper()
		p, ps := Standardise(r, Standardisation{Matter: "M02", Decisions: list})
		if ps.Failed() {
			t.Fatal(ps)
		}
		return compiledAgain(t, p, r.needs...), ps
	}
	open := func(ps metamodel.Problems) string {
		if len(ps) == 0 {
			return ""
		}
		return ps[0].Params["paths"].(metamodel.Text).In("en")
	}

	next, told := decide(r, TemplateDecision{Path: "promisedDays", Do: DoPropose, Reason: why}, TemplateDecision{Path: "form/premises/DE00216", Do: DoAdopt}, TemplateDecision{Path: "materials/MT16", Do: DoKeep, Reason: why})
	c, _ := next.AgainstTemplate("M02")
	want := []string{"promisedDays lighter proposed", "materials/MT13 lighter proposed", "materials/MT16 heavier kept", "process/states/accept/limit lighter open"}
	if got := differing(c); !slices.Equal(got, want) || open(told) != "Acceptance · time limit (process/states/accept/limit)" {
		t.Errorf("%v, told %v", got, told)
	}
	if at := c.Items[2]; at.Kept != "materials/MT16" || c.Items[1].Kept != "materials" || at.Reason.In("en") != "Quicker in this district" {
		t.Errorf("what is said of a place itself does not count first: %+v", c.Items)
	}
	last, told := decide(next, TemplateDecision{Path: "materials", Do: DoReopen}, TemplateDecision{Path: "process", Do: DoAdopt})
	c, _ = last.AgainstTemplate("M02")
	want = []string{"promisedDays lighter proposed", "materials/MT13 lighter open", "materials/MT16 heavier kept"} // what is said of it itself stays
	if got := differing(c); !slices.Equal(got, want) || !strings.HasSuffix(open(told), "(materials/MT13)") || strings.Contains(open(told), "MT16") {
		t.Errorf("%v, told %v", got, told)
	}
	if after, _ := r.AgainstTemplate("M02"); len(after.Items) != 5 {
		t.Error("what it began with was written to")
	}
	// It is told that what was kept is open again, by name, and that something wider still holds.
	said := ""
	for _, c := range Diff(next, last).Changes {
		said += c.Kind + " " + c.Path + ": " + c.Words.In("en") + "\n"
	}
	if !strings.Contains(said, "template.reopened template/kept/materials: is not said any more to stay different from its template: materials") {
		t.Errorf("told is\n%s", said)
	}
	_, told = decide(next, TemplateDecision{Path: "materials/MT16", Do: DoReopen}, TemplateDecision{Path: "process", Do: DoAdopt})
	if open(told) != "" {
		t.Errorf("kept with all materials, and said to be open: %v", told)
	}
	if _, told = decide(r, TemplateDecision{Path: "materials", Do: DoReopen}, TemplateDecision{Path: "materials/MT16", Do: DoAdopt}); strings.Contains(open(told), "MT16") || !strings.Contains(open(told), "MT13") {
		t.Errorf("one of what was kept together is adopted: %v", told)
	}
}

// A row's fields have an order of their own, which knows those that are there.
func TestAFieldThatIsAdoptedHasItsPlaceInItsRow(t *testing.T) {
	t.Parallel()
	const here, gone = "DE00013", "DE00014"
	r := districts(t, func(p *Pack, _ *metamodel.Matter) {
		for id, without := range map[string]string{"M02": here, "STD02": gone} {
			row := p.Forms[id].Properties["employee"].Items
			row.Order = slices.DeleteFunc([]string{"DE00001", "DE00005", here, "DE00012", gone}, func(k string) bool { return k == without })
			row.Required = slices.DeleteFunc(row.Required, func(k string) bool { return k == without })
			delete(row.Properties, without)
		}
	})
	p, ps := Adopt(r, "M02", "form/employee/"+here, "form/employee/"+gone)
	if ps.Failed() {
		t.Fatal(ps)
	}
	next := compiledAgain(t, p, r.needs...)
	if c, _ := next.AgainstTemplate("M02"); len(c.Items) > 0 || !slices.Equal(p.Forms["M02"].Properties["employee"].Items.Order, p.Forms["STD02"].Properties["employee"].Items.Order) {
		t.Errorf("left is %v, in the order %v", differing(c), p.Forms["M02"].Properties["employee"].Items.Order)
	}
}

func TestADecisionAboutATemplateThatMakesNoSenseIsRefused(t *testing.T) {
	t.Parallel()
	r := districts(t, deviating)
	why := metamodel.ZhEn("本区已提速", "Quicker in this district")
	for _, tt := range []struct {
		code string
		list []TemplateDecision
	}{
		{"adopt.no_difference decisions/1/path", []TemplateDecision{{Path: "promisedDays", Do: DoAdopt}, {Path: "fee", Do: DoAdopt}}},
		{"adopt.no_difference decisions/0/path", []TemplateDecision{{Path: "promisedDays", Do: DoReopen}}},
		{"adopt.whole decisions/0/path", []TemplateDecision{{Path: "process/states/accept", Do: DoAdopt}}},
		{"adopt.whole decisions/0/path", []TemplateDecision{{Path: "materials", Do: DoAdopt}}},
		{"adopt.no_difference decisions/0/path", []TemplateDecision{{Path: "promisedDays/x", Do: DoKeep, Reason: why}}},
		{"standard.overlap decisions/1/path", []TemplateDecision{{Path: "materials/MT16", Do: DoAdopt}, {Path: "materials", Do: DoKeep, Reason: why}}},
		{"standard.overlap decisions/1/path", []TemplateDecision{{Path: "promisedDays", Do: DoAdopt}, {Path: "promisedDays", Do: DoKeep, Reason: why}}},
		{"standard.reason decisions/0/reason", []TemplateDecision{{Path: "promisedDays", Do: DoKeep}}},
		{"standard.reason decisions/0/reason", []TemplateDecision{{Path: "promisedDays", Do: DoPropose, Reason: metamodel.Text{"en": "Quicker"}}}},
	} {
		p, ps := Standardise(r, Standardisation{Matter: "M02", Decisions: tt.list})
		if len(ps) != 1 || ps[0].Code+" "+ps[0].Path != tt.code || p != r.Pack {
			t.Errorf("%v: want %s, got %v", tt.list, tt.code, ps)
		}
	}
	for code, matter := range map[string]string{"adopt.no_template": "M03", "matter.not_in_pack": "M99"} {
		if _, ps := Standardise(r, Standardisation{Matter: matter}); len(ps) != 1 || ps[0].Code != code {
			t.Errorf("%s: %v", matter, ps)
		}
	}
}

// What a matter proposes, its template takes over; from then on they differ no more.
func TestATemplateTakesOverWhatIsProposedToIt(t *testing.T) {
	t.Parallel()
	why := metamodel.ZhEn("本区已提速", "Quicker in this district")
	r := districts(t, func(p *Pack, m *metamodel.Matter) {
		deviating(p, m)
		m.Template.Kept = []metamodel.Kept{{Path: "promisedDays", Reason: why, Propose: true}, {Path: "form", Reason: why, Propose: true}, {Path: "materials/MT16", Reason: why}}
	})
	take := func(matter, follower string, paths ...string) (*Pack, metamodel.Problems) {
		how := Standardisation{Matter: matter, Follower: follower, In: r}
		for _, path := range paths {
			how.Decisions = append(how.Decisions, TemplateDecision{Path: path, Do: DoAdopt})
		}
		return Standardise(r, how)
	}
	p, ps := take("STD02", "M02", "promisedDays", "form/premises/DE00216")
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	next := compiledAgain(t, p, r.needs...)
	c, _ := next.AgainstTemplate("M02")
	if p.Matters["STD02"].PromisedDays != 5 || len(c.Idle) != 2 || c.Idle[0].Path != "promisedDays" || c.Idle[1].Path != "form" || strings.Contains(strings.Join(differing(c), " "), "DE00216") {
		t.Errorf("%v, idle %v", differing(c), c.Idle)
	}
	if r.Pack.Forms["STD02"].Properties["premises"].Properties["DE00216"].Label.In("en") == "Seats" {
		t.Error("what it began with was written to")
	}
	for code, refused := range map[string]func() (*Pack, metamodel.Problems){
		"standard.not_proposed": func() (*Pack, metamodel.Problems) { return take("STD02", "M02", "materials/MT16") },
		"standard.follower":     func() (*Pack, metamodel.Problems) { return take("STD02", "M03", "promisedDays") },
		"adopt.no_difference":   func() (*Pack, metamodel.Problems) { return take("STD02", "M02", "fee") },
	} {
		if _, ps := refused(); len(ps) != 1 || ps[0].Code != code {
			t.Errorf("want %s, got %v", code, ps)
		}
	}
	e := &Edition{Releases: []*Release{r}}
	f := e.Followers("STD02")
	if len(f) != 1 || f[0].Matter.ID != "M02" || f[0].Open != 2 || f[0].Kept != 1 || f[0].Proposed != 2 || len(f[0].Proposals) != 2 || f[0].Proposals[0].Path != "promisedDays" {
		t.Errorf("%+v", f)
	}
	if len(e.Followers("M02")) > 0 {
		t.Error("nothing follows M02")
	}
}

// Several matters may ask by one form and run by one process: what one of them
// takes over is not forced upon the others.
func TestWhatIsAdoptedLeavesMattersOfTheSameFormAndProcessAlone(t *testing.T) {
	t.Parallel()
	r := districts(t, func(p *Pack, m *metamodel.Matter) {
		deviating(p, m)
		twin := *m
		twin.ID, twin.Template, twin.Name = "M92", nil, metamodel.ZhEn("另一个", "The other")
		twin.Basis = metamodel.ZhEn("另一部法", "Another law")
		p.Matters["M92"] = &twin
	})
	p, ps := Adopt(r, "M02", "process", "form/premises/DE00216")
	if ps.Failed() {
		t.Fatal(ps)
	}
	next := compiledAgain(t, p, r.needs...)
	c, _ := next.AgainstTemplate("M02")
	if got := strings.Join(differing(c), " "); strings.Contains(got, "process") || strings.Contains(got, "form/") {
		t.Errorf("M02 still differs: %s", got)
	}
	m, twin := p.Matters["M02"], p.Matters["M92"]
	if twin.Workflow == m.Workflow || FormID(twin.Form) == FormID(m.Form) || p.Workflows[twin.Workflow].States[0].Limit != 0.5 ||
		p.Forms[FormID(twin.Form)].Properties["premises"].Properties["DE00216"].Label.In("en") != "Seats" {
		t.Errorf("the other matter changed as well: %+v", twin)
	}
}
