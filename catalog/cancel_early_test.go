package catalog

import (
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// Themes and policies know no days: who publishes an act before its day is told
// what changes at once, and on the day there is nothing to tell.
func TestAnActFromADayToComeTellsWhatChangesAtOnce(t *testing.T) {
	t.Parallel()
	all, err := builtinReleases()
	if err != nil {
		t.Fatal(err)
	}
	r := shopWith(t)
	eve, day := time.Date(2026, 12, 31, 15, 59, 0, 0, time.UTC), time.Date(2026, 12, 31, 16, 0, 0, 0, time.UTC) // where it is filed
	told := func(r *Release, p *Pack, ps metamodel.Problems, at time.Time) string {
		t.Helper()
		if ps.Failed() {
			t.Fatal(ps)
		}
		early := ActsEarly(r, compiledAgain(t, p, r.needs...), at)
		if len(early) == 0 {
			return ""
		}
		if len(early) > 1 || early[0].Code != ActEarly.Code || early[0].Severity != metamodel.Warning {
			t.Errorf("%v", early)
		}
		return early[0].In("en")
	}
	end := metamodel.Cancellation{On: "2027-01-01", Basis: text2("决定"), Reason: text2("原因")}
	p, _, ps := Cancel(r, "A3", end)
	cancelled := compiledAgain(t, p)
	merged, ps2 := MergeMatters(r, mergedA2A3)
	split, ps3 := SplitMatter(r, splitA2())
	for name, c := range map[string]struct {
		p    *Pack
		ps   metamodel.Problems
		says []string
	}{
		"cancelled": {p, ps, []string{"From 2027-01-01 nobody can apply for “", "but as soon as this version is published the theme “", "” is without “" + r.matterName("A3").In("en") + "”. Until that day applications made alone"}},
		"merged":    {merged, ps2, []string{"” is without “", "” and has “Permit to open” instead", "; “Permit to open” can be applied for alone"}},
		"split":     {split, ps3, []string{"” and has “Food licence, Check of the premises” instead", "the policy “", "” is not claimed through “", "; “Food licence, Check of the premises” can be applied for alone"}},
	} {
		said := told(r, c.p, c.ps, eve)
		for _, words := range c.says {
			if !strings.Contains(said, words) {
				t.Errorf("%s: %q is not in %q", name, words, said)
			}
		}
		if said := told(r, c.p, c.ps, day); said != "" {
			t.Errorf("%s, on its day: %s", name, said)
		}
	}
	if said := told(cancelled, cancelled.Pack, nil, eve); said != "" {
		t.Errorf("what is in force already is told again: %s", said)
	}
	// A matter in no theme changes nothing before its day.
	files := tree(t, "testdata/noodles")
	files["matters/A4.yaml"] = []byte("id: A4\n" + string(files["matters/A3.yaml"][len("id: A3\n"):]))
	alone, ps := ReadArchive(files)
	if ps.Failed() {
		t.Fatal(ps)
	}
	four, ps := CompilePack(alone)
	if ps.Failed() {
		t.Fatal(ps)
	}
	p, _, ps = Cancel(four, "A4", end)
	if said := told(four, p, ps, eve); said != "" {
		t.Errorf("a matter alone: %s", said)
	}
	needy := all["policies-for-small-businesses"]
	p, _, ps = Cancel(needy, "SB01", ended("SB02"))
	if said := told(needy, p, ps, eve); strings.Count(said, "is not claimed through") != 2 || strings.Contains(said, "alone;") {
		t.Errorf("policies: %s", said)
	}
}
