package catalog

import (
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// birth compiles the built-in theme of a birth with other lines of who is whom.
func birth(t *testing.T, lines ...metamodel.SameSubject) (*Theme, metamodel.Problems) {
	t.Helper()
	all, err := builtinReleases()
	if err != nil {
		t.Fatal(err)
	}
	r := all["having-a-baby"]
	def := *r.Theme("T02").Def
	def.Same = lines
	return r.Merge(&def)
}

// Whoever files for the mother is the mother: her number is asked once, and both
// the hospital and the police see it in both places.
func TestOnePersonInTwoRolesIsAskedOnce(t *testing.T) {
	t.Parallel()
	all, err := builtinReleases()
	if err != nil {
		t.Fatal(err)
	}
	th := all["having-a-baby"].Theme("T02")
	ctx := metamodel.Context{Today: proofDay, Scope: map[string]bool{"N01": true, "N02": true}}
	mother := `"mother":{"DE00001":"王丽","DE00004":"111","DE00005":"110101199003070062"}`
	for relation, twin := range map[string]string{"1": "mother/DE00005", "2": "father/DE00005", "3": "", "9": ""} {
		rec := th.Merged.Check([]byte(`{"agent":{"DE00018":"`+relation+`"},`+mother+`}`), ctx)
		f, same := rec.SameAs("agent/DE00005")
		if got, want := th.NeedsFor(ctx.Scope, rec).After.Fields, map[bool]int{true: 30, false: 33}[same]; got != want {
			t.Errorf("relation %s: %d fields, want %d", relation, got, want)
		}
		if same != (twin != "") || same && f.Path != twin || rec.Asked("agent/DE00005") == same || !rec.Asked("mother/DE00005") {
			t.Errorf("relation %s: the same as %v", relation, f)
		}
		for _, m := range th.Matters[:2] {
			handed := string(rec.Project(m.Form))
			if got := strings.Count(handed, "110101199003070062"); got != map[bool]int{true: 2, false: 1}[relation == "1"] {
				t.Errorf("relation %s: %s sees it %d times: %s", relation, m.Def.ID, got, handed)
			}
		}
	}
	// No matter in scope asks for the mother: the agent is asked.
	rec := th.Merged.Check([]byte(`{"agent":{"DE00018":"1"}}`), metamodel.Context{Today: proofDay, Scope: map[string]bool{"N05": true}})
	if !rec.Asked("agent/DE00005") || !rec.Required("agent/DE00005") {
		t.Error("nobody is asked for the agent's number")
	}
}

func TestALineThatMakesOneOfTwoIsChecked(t *testing.T) {
	t.Parallel()
	const when = "agent.DE00018 == '1'"
	for _, c := range []struct {
		lines []metamodel.SameSubject
		want  string // the problem, and where
	}{
		{[]metamodel.SameSubject{{Subject: "agent", As: "mother", When: when}}, ""},
		{[]metamodel.SameSubject{{Subject: "stranger", As: "mother", When: when}}, "theme.same_unknown same/0/subject"},
		{[]metamodel.SameSubject{{Subject: "agent", As: "stranger", When: when}}, "theme.same_unknown same/0/as"},
		{[]metamodel.SameSubject{{Subject: "agent", As: "agent", When: when}}, "theme.same_itself same/0/as"},
		{[]metamodel.SameSubject{{Subject: "agent", As: "mother", When: when}, {Subject: "mother", As: "agent", When: when}}, "theme.same_circle same/1/as"},
		{[]metamodel.SameSubject{{Subject: "agent", As: "mother", When: when}, {Subject: "mother", As: "father", When: when}, {Subject: "father", As: "agent", When: when}}, "theme.same_circle same/2/as"},
		{[]metamodel.SameSubject{{Subject: "agent", As: "debitAccount", When: when}}, "theme.same_nothing same/0"},
		{[]metamodel.SameSubject{{Subject: "agent", As: "mother", When: "agent.DE00004 == '111'"}}, "theme.same_condition same/0/when"},
		{[]metamodel.SameSubject{{Subject: "agent", As: "mother", When: "agent.DE00018 == 1"}}, "expr.type same/0/when"},
		{[]metamodel.SameSubject{{Subject: "mother", As: "father", When: when}}, ""},
	} {
		_, ps := birth(t, c.lines...)
		got := ""
		for _, p := range ps {
			if p.Severity != metamodel.Warning {
				got = p.Code + " " + p.Path
				break
			}
		}
		if got != c.want {
			t.Errorf("%v: %q, want %q", c.lines, got, c.want)
		}
	}
}

// A subject that repeats is nobody's twin; demands that the copy alone makes are told.
func TestWhatALineLeavesOpenIsTold(t *testing.T) {
	t.Parallel()
	a, b, reg := canteens(t, "")
	_, _, ps := merge(&metamodel.Theme{ID: "T", Name: metamodel.ZhEn("题", "Theme"), Same: []metamodel.SameSubject{{Subject: "employee", As: "contact", When: "true"}}}, []*Matter{a, b}, reg)
	if !saysKind(ps, SameRepeat) {
		t.Errorf("%v", ps)
	}
	all, err := builtinReleases()
	if err != nil {
		t.Fatal(err)
	}
	p, ps := ReadArchive(laid(t, tree(t, "packs/having-a-baby"), edit{"forms/N05.yaml", "DE00005: {$ref: 'element:DE00005'}", "DE00005: {$ref: 'element:DE00005', pattern: '^3'}"}))
	if ps.Failed() {
		t.Fatal(ps)
	}
	if _, ps = CompilePack(p, all["china-calendar"]); !saysKind(ps, SameNarrower) || ps.Failed() {
		t.Errorf("%v", ps)
	}
}

// Whoever was asked twice is not any more, and the other way round: drafts and
// running cases are told of it.
func TestAChangeOfWhoIsWhomIsTold(t *testing.T) {
	t.Parallel()
	all, err := builtinReleases()
	if err != nil {
		t.Fatal(err)
	}
	p, ps := ReadArchive(laid(t, tree(t, "packs/having-a-baby"), edit{"themes/T02.yaml", "agent.DE00018 == '2'", "agent.DE00018 == '3'"}))
	if ps.Failed() {
		t.Fatal(ps)
	}
	changed, ps := CompilePack(p, all["china-calendar"])
	if ps.Failed() {
		t.Fatal(ps)
	}
	d := Diff(all["having-a-baby"], changed)
	if len(d.Changes) != 1 || d.Changes[0].Kind != "theme.same_changed" || d.Changes[0].Path != "same" || d.Class != NeedsAnswer {
		t.Errorf("%+v", d.Changes)
	}
}

func saysKind(ps metamodel.Problems, k metamodel.Kind) bool {
	return slices.ContainsFunc(ps, func(p metamodel.Problem) bool { return p.Code == k.Code })
}
