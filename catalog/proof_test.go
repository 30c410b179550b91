package catalog

import (
	"regexp"
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
			// Delivered or typed: an answer is an answer.
			if c := th.Prove(ProveOptions{Seed: 2, Answers: 1000, Today: proofDay, Delivered: true}).Counterexample; c != nil {
				t.Fatalf("delivered: %s\nguide %s\nanswers %s\nscope %v", c.Differs.In("en"), c.Guide, c.Answers, c.Scope)
			}
			p := th.Prove(ProveOptions{Seed: 1, Answers: 3000, Today: proofDay, Demands: true})
			t.Logf("seed %d: %d answers in %d situations, %d accepted, %d refused, %d of %d demands exercised, in %v", p.Seed, p.Answers, p.Situations, p.Accepted, p.Refused, p.Exercised(), len(p.Demands), time.Since(start))
			if c := p.Counterexample; c != nil {
				t.Fatalf("%s\nguide %s\nanswers %s\nscope %v", c.Differs.In("en"), c.Guide, c.Answers, c.Scope)
			}
		})
	}
}

// A counterexample can be filed again, and nothing of it can be left out.
func TestACounterexampleSaysNoMoreThanItTakes(t *testing.T) {
	t.Parallel()
	files := tree(t, "testdata/noodles")
	for name, b := range tree(t, "testdata/gate/theme-unproved") {
		files[name] = b
	}
	delete(files, "report.golden")
	p, ps := ReadArchive(files)
	if ps.Failed() {
		t.Fatal(ps)
	}
	r, ps := CompilePack(p)
	if ps.Failed() {
		t.Fatal(ps)
	}
	th := r.Theme("T1")
	for seed := range uint64(5) {
		c := th.Prove(ProveOptions{Seed: seed, Answers: 1000, Today: proofDay}).Counterexample
		if c == nil {
			t.Fatalf("seed %d: no counterexample", seed)
		}
		if string(c.Guide) != "{}" || !regexp.MustCompile(`^\{"premises":\{"E21":[0-9.e]+\}\}$`).Match(c.Answers) {
			t.Errorf("seed %d: %s %s", seed, c.Guide, c.Answers)
		}
		if j := th.Judge(c.Guide, c.Answers, proofDay); j.Differs.In("zh") != c.Differs.In("zh") || j.Accepted != c.Accepted || len(j.Own) != 2 {
			t.Errorf("seed %d: filed again it is %+v", seed, j)
		}
		if j := th.Judge(nil, nil, proofDay); len(j.Differs) > 0 || len(j.Own) != 1 {
			t.Errorf("nothing at all: %+v", j)
		}
	}
}
