package catalog

import (
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

func ended(successors ...string) metamodel.Cancellation {
	return metamodel.Cancellation{On: "2999-01-01", Basis: metamodel.ZhEn("决定", "Decision"), Reason: metamodel.ZhEn("不再需要", "Not needed"), Successors: successors}
}

// toldBy are the codes of what a cancellation says, sorted.
func toldBy(ps metamodel.Problems) string {
	var codes []string
	for _, p := range ps {
		codes = append(codes, p.Code)
	}
	slices.Sort(codes)
	return strings.Join(codes, " ")
}

// Whatever matter of a built-in theme is cancelled, and the next one after it,
// what is left can be published; the last one is not taken out of its theme.
func TestMattersOfAThemeAreCancelledOneAfterAnother(t *testing.T) {
	t.Parallel()
	all, err := builtinReleases()
	if err != nil {
		t.Fatal(err)
	}
	for pack, theme := range map[string]string{"having-a-baby": "T02", "open-a-restaurant": "T01"} {
		var ids []string
		for _, m := range all[pack].Pack.Themes[theme].Matters {
			ids = append(ids, m.Matter)
		}
		for range 2 {
			r := all[pack]
			for i, id := range ids {
				p, _, ps := Cancel(r, id, ended())
				if i == len(ids)-1 {
					if toldBy(ps) != CancelLast.Code {
						t.Errorf("the last one, %s: %v", id, ps)
					}
					break
				}
				if ps.Failed() {
					t.Fatalf("%s: %v", id, ps)
				}
				r = compiledAgain(t, p, all["china-calendar"])
			}
			slices.Reverse(ids)
		}
	}
}

// A joint inspection goes on without the matter where two are left, led by one
// that takes part; its successor takes its place in it where it inspects too.
func TestACancelledMatterLeavesTheJointInspection(t *testing.T) {
	t.Parallel()
	all, err := builtinReleases()
	if err != nil {
		t.Fatal(err)
	}
	steps := func(t *testing.T, change func(p *Pack), end metamodel.Cancellation) (said, lead, told string) {
		t.Helper()
		p, ps := all["open-a-restaurant"].Pack.clone()
		if ps.Failed() {
			t.Fatal(ps)
		}
		change(p)
		p.Files = nil
		q, _, ps := Cancel(compiledAgain(t, p, all["china-calendar"]), "M02", end)
		if ps.Failed() {
			t.Fatal(ps)
		}
		compiledAgain(t, q, all["china-calendar"])
		for _, in := range q.Themes["T01"].Joint.Inspections {
			for _, s := range in.States {
				said += s.Matter + "/" + s.State + " "
			}
			lead = in.Lead
		}
		return said, lead, toldBy(ps)
	}
	successor := func(p *Pack) {
		m := *p.Matters["M02"]
		m.ID = "M09"
		p.Matters["M09"] = &m
	}
	third := func(p *Pack) {
		in := &p.Themes["T01"].Joint.Inspections[0]
		in.States = append(in.States, metamodel.JointStep{Matter: "M04", State: p.Workflows[p.Matters["M04"].Workflow].States[0].ID})
	}
	for name, c := range map[string]struct {
		change           func(p *Pack)
		end              metamodel.Cancellation
		said, lead, told string
	}{
		"one is left":       {func(*Pack) {}, ended(), "", "", CancelInspection.Code},
		"two are left":      {third, ended(), "M03/inspect M04/accept ", "fire-rescue", CancelLead.Code},
		"its successor":     {successor, ended("M09"), "M09/inspect M03/inspect ", "market-regulation", ""},
		"one with no visit": {func(*Pack) {}, ended("M05"), "", "", CancelInspection.Code},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if said, lead, told := steps(t, c.change, c.end); said != c.said || lead != c.lead || told != c.told {
				t.Errorf("%q led by %q, told %q", said, lead, told)
			}
		})
	}
}

// A question of the guide that asked what only the matter did is gone with it,
// and what is known of its answers; one that decides on others stays.
func TestACancelledMatterTakesItsQuestionsAlong(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ when, want, told string }{
		"nothing else hangs on it": {"true", "Q7 Q2", CancelQuestion.Code},
		"it decides on another":    {"Q1 == '9910'", "Q7 Q1 of CL_TYPE Q2", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := tree(t, "testdata/noodles")
			theme := strings.Replace(string(files["themes/T1.yaml"]), `{matter: A2, when: "true",`, `{matter: A2, when: "`+c.when+`",`, 1)
			files["themes/T1.yaml"] = []byte(theme + "shares:\n  - {question: Q1, source: {zh: 估计, en: Estimate}, answers: [{answer: '9910', share: 1}]}\n")
			p, ps := ReadArchive(files)
			if p == nil {
				t.Fatal(ps)
			}
			r, ps := CompilePack(p)
			if ps.Failed() {
				t.Fatal(ps)
			}
			q, _, ps := Cancel(r, "A1", ended())
			if ps.Failed() {
				t.Fatal(ps)
			}
			var said []string
			for _, one := range q.Themes["T1"].Guide {
				if said = append(said, one.ID); one.ID == "Q1" && one.Field == "" {
					said = append(said, "of", one.CodeList)
				}
			}
			compiledAgain(t, q)
			if got := strings.Join(said, " "); got != c.want || !strings.Contains(toldBy(ps), c.told) || (len(q.Themes["T1"].Shares) > 0) != (c.told == "") {
				t.Errorf("%q, %v, shares %v", got, ps, q.Themes["T1"].Shares)
			}
		})
	}
}

// A policy is claimed through what replaces the matter.
func TestAPolicyIsClaimedThroughTheSuccessor(t *testing.T) {
	t.Parallel()
	all, err := builtinReleases()
	if err != nil {
		t.Fatal(err)
	}
	r := all["policies-for-small-businesses"]
	p, _, ps := Cancel(r, "SB01", ended("SB02"))
	if ps.Failed() || toldBy(ps) != CancelClaim.Code+" "+CancelClaim.Code {
		t.Fatal(ps)
	}
	if _, err := CompilePack(p, all["china-calendar"], all["open-a-restaurant"]); err.Failed() {
		t.Error(err)
	}
	for id, want := range map[string][]string{"ZC01": {"SB02"}, "ZC02": {"SB02"}, "ZC03": {"SB02"}, "ZC04": {"SB03"}} {
		if got := p.Policies[id].Matters; !slices.Equal(got, want) || id < "ZC03" && slices.Equal(r.Pack.Policies[id].Matters, want) {
			t.Errorf("%s: %v", id, got)
		}
	}
}

// Every matter that policies are claimed through can be cancelled for every other:
// what that does not ask for is not wanted any more. Without one, the policy is named.
func TestMattersOfPoliciesAreCancelledForOthers(t *testing.T) {
	t.Parallel()
	all, err := builtinReleases()
	if err != nil {
		t.Fatal(err)
	}
	r := all["policies-for-small-businesses"]
	filed := slices.DeleteFunc(r.Pack.MatterIDs(), func(id string) bool { return r.Pack.Matters[id].Standard })
	for _, id := range filed {
		for _, next := range append(filed, "") {
			if next == id {
				continue
			}
			end := ended()
			if next != "" {
				end = ended(next)
			}
			p, _, ps := Cancel(r, id, end)
			if ps.Failed() {
				t.Fatal(ps)
			}
			_, ps = CompilePack(p, all["china-calendar"], all["open-a-restaurant"])
			claimed := slices.ContainsFunc(sortedKeys(r.Pack.Policies), func(p string) bool { return slices.Contains(r.Pack.Policies[p].Matters, id) })
			if failed := ps.Failed(); failed != (next == "" && claimed) || failed && !strings.Contains(ps.Err().Error(), "The policy “") {
				t.Errorf("%s for %q: %v", id, next, ps)
			}
		}
	}
	if _, _, ps := Cancel(r, "SB03", ended("SB01")); !strings.Contains(toldBy(ps), CancelUnasked.Code) {
		t.Errorf("what nobody asks for any more: %v", ps)
	}
	// Claimed through a theme that loses the matter, a policy wants what the others ask for.
	base, ps := all["open-a-restaurant"].Pack.clone()
	if ps.Failed() {
		t.Fatal(ps)
	}
	only := ""
	for _, u := range base.Matters["M04"].Materials {
		others := slices.ContainsFunc(base.Themes["T01"].Matters, func(m metamodel.ThemeMatter) bool {
			return m.Matter != "M04" && slices.ContainsFunc(base.Matters[m.Matter].Materials, func(o metamodel.MaterialUse) bool { return o.Material == u.Material })
		})
		if !others {
			only = u.Material
		}
	}
	policy := *r.Pack.Policies["ZC01"]
	policy.ID, policy.Department, policy.Matters, policy.Theme, policy.Materials = "P1", "service-centre", nil, "T01", []string{only, base.Matters["M02"].Materials[0].Material}
	policy.Criteria = []metamodel.Criterion{{ID: "area", Text: metamodel.ZhEn("面积够大", "Large enough"), When: "premises.DE00203 >= 20.0"}}
	base.Policies, base.Files = map[string]*metamodel.Policy{"P1": &policy}, nil
	through, _, ps := Cancel(compiledAgain(t, base, all["china-calendar"]), "M04", ended())
	if ps.Failed() || !slices.Equal(through.Policies["P1"].Materials, policy.Materials[1:]) {
		t.Errorf("through a theme: %v %v", through.Policies["P1"].Materials, ps)
	}
	compiledAgain(t, through, all["china-calendar"])
	two := r.Pack.Policies["ZC01"]
	p, ps := r.Pack.clone()
	if ps.Failed() {
		t.Fatal(ps)
	}
	p.Policies["ZC01"].Matters = append(slices.Clone(two.Matters), "SB02")
	p.Files = nil
	q, _, ps := Cancel(compiledAgain(t, p, all["china-calendar"], all["open-a-restaurant"]), "SB01", ended("SB02"))
	if ps.Failed() || !slices.Equal(q.Policies["ZC01"].Matters, []string{"SB02"}) || !strings.Contains(toldBy(ps), CancelUnclaimed.Code) {
		t.Errorf("%v %v", q.Policies["ZC01"].Matters, ps)
	}
}
