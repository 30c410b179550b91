package catalog

import (
	"testing"
	"time"
)

var proofDay = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)

// The promise of a merge: for any situation and any answers, the merged form
// accepts exactly when every matter in scope accepts its own part on its own form.
func TestAMergedFormAcceptsExactlyWhatItsMattersAccept(t *testing.T) {
	t.Parallel()
	for name, th := range map[string]*Theme{"restaurant": mustRestaurant(t), "noodles": mustCompile(t, "testdata/noodles").Theme("T1")} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			start := time.Now()
			p := th.Prove(ProveOptions{Seed: 1, Answers: 4000, Today: proofDay})
			t.Logf("%+v in %v", p, time.Since(start))
			if c := p.Counterexample; c != nil {
				t.Fatalf("%s\nguide %s\nanswers %s\nscope %v", c.Differs.In("en"), c.Guide, c.Answers, c.Scope)
			}
		})
	}
}
