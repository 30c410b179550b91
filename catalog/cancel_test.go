package catalog

import (
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

func TestCancellingAMatterChangesItsThemes(t *testing.T) {
	t.Parallel()
	end := metamodel.Cancellation{On: "2027-01-01", Basis: metamodel.ZhEn("决定", "Decision"), Reason: metamodel.ZhEn("不再需要", "Not needed")}
	p, ps := ReadArchive(tree(t, "testdata/noodles"))
	if p == nil {
		t.Fatal(ps)
	}
	r, _ := CompilePack(p)
	q, themes, ps := Cancel(r, "A3", end)
	if ps.Failed() || !slices.Equal(themes, []string{"T1"}) || len(q.Themes["T1"].Matters) != 2 || len(p.Themes["T1"].Matters) != 3 || p.Matters["A3"].Cancelled != nil {
		t.Fatalf("%v %v", themes, ps)
	}
	again := compiledAgain(t, q)
	if !again.Matter("A3").Def.Ended("2027-01-01") || again.Matter("A3").Def.Ended("2026-12-31") {
		t.Error("it ends on another day")
	}
	if _, _, ps := Cancel(again, "A3", end); len(ps) != 1 || ps[0].Code != CancelledBefore.Code {
		t.Errorf("twice: %v", ps)
	}
	if _, _, ps := Cancel(r, "A9", end); len(ps) != 1 || ps[0].Code != MatterNowhere.Code {
		t.Errorf("a stranger: %v", ps)
	}
	// What replaces it takes its place, where the theme does not have it yet.
	files := tree(t, "testdata/noodles")
	files["matters/A4.yaml"] = []byte("id: A4\n" + string(files["matters/A3.yaml"][len("id: A3\n"):]))
	p, _ = ReadArchive(files)
	r, _ = CompilePack(p)
	end.Successors = []string{"A4"}
	q, _, ps = Cancel(r, "A3", end)
	if ps.Failed() || q.Themes["T1"].Matters[2].Matter != "A4" || q.Themes["T1"].Matters[2].When != "Q2 >= 300" {
		t.Errorf("%+v %v", q.Themes["T1"].Matters, ps)
	}
	compiledAgain(t, q)
	chain := compiledAgain(t, q)
	for next, code := range map[string]string{"A1": "", "": CancelDeadEnd.Code} {
		further := metamodel.Cancellation{On: "2027-02-01", Basis: end.Basis, Reason: end.Reason}
		if next != "" {
			further.Successors = []string{next}
		}
		if _, _, ps := Cancel(chain, "A4", further); ps.Failed() || strings.Contains(toldBy(ps), CancelDeadEnd.Code) != (code != "") {
			t.Errorf("what replaced another is cancelled for %q: %v", next, ps)
		}
	}
	end.Successors = []string{"A2"}
	if q, _, ps = Cancel(r, "A3", end); ps.Failed() || len(q.Themes["T1"].Matters) != 2 {
		t.Errorf("%+v %v", q.Themes["T1"].Matters, ps)
	}
	end.Successors = nil
	p.Themes["T1"].Matters = p.Themes["T1"].Matters[:1]
	p.Files = nil
	if _, _, ps = Cancel(&Release{Pack: p}, "A1", end); len(ps) != 1 || ps[0].Code != CancelLast.Code {
		t.Errorf("the last one: %v", ps)
	}
}

// Who heads the household is a question of the registration alone.
func TestACancelledMatterTakesAlongWhatTheThemeSaidOfItsPeople(t *testing.T) {
	t.Parallel()
	all, err := builtinReleases()
	if err != nil {
		t.Fatal(err)
	}
	r := all["having-a-baby"]
	end := metamodel.Cancellation{On: "2999-01-01", Basis: metamodel.ZhEn("决定", "Decision"), Reason: metamodel.ZhEn("不再需要", "Not needed")}
	for matter, want := range map[string]string{"N02": "agent agent", "N04": "agent agent householder householder"} {
		p, _, ps := Cancel(r, matter, end)
		if ps.Failed() {
			t.Fatal(ps)
		}
		var of []string
		for _, s := range p.Themes["T02"].Same {
			of = append(of, s.Subject)
		}
		if got := strings.Join(of, " "); got != want {
			t.Errorf("without %s the theme speaks of %q, want %q", matter, got, want)
		}
		if _, ps := CompilePack(p, all["china-calendar"]); ps.Failed() {
			t.Error(ps)
		}
	}
}
