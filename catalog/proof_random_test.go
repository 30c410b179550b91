package catalog

import (
	"os"
	"strconv"
	"testing"
)

// sizeOf is how much a long test does: an environment variable, or a little.
func sizeOf(t *testing.T, name string, otherwise int) int {
	t.Helper()
	s := os.Getenv(name)
	if s == "" {
		return otherwise
	}
	n, err := strconv.Atoi(s)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

// Whatever matters are put together, their merged form accepts what they do.
func TestRandomThemesAreMergedWithoutLoss(t *testing.T) {
	t.Parallel()
	themes, answers := sizeOf(t, "PROVE_THEMES", 60), sizeOf(t, "PROVE_ANSWERS", 300)
	seed := uint64(sizeOf(t, "PROVE_SEED", 20261126))
	var judged, accepted, refused, compiled, matters int
	for i := range themes {
		m := newPackMaker(seed + uint64(i))
		files := m.theme(2 + m.IntN(19))
		p, ps := Read(files)
		if ps.Failed() {
			t.Fatalf("theme %d (seed %d): %v", i, seed+uint64(i), ps)
		}
		r, ps := CompilePack(p)
		if ps.Failed() {
			t.Logf("theme %d: %v", i, ps)
			continue
		}
		compiled++
		th := r.Theme("T")
		matters += len(th.Matters)
		proof := th.Prove(ProveOptions{Seed: seed + uint64(i), Answers: answers, Today: proofDay})
		judged, accepted, refused = judged+proof.Answers, accepted+proof.Accepted, refused+proof.Refused
		if c := proof.Counterexample; c != nil {
			t.Errorf("theme %d (seed %d): %s\nguide %s\nanswers %s\nscope %v", i, seed+uint64(i), c.Differs.In("en"), c.Guide, c.Answers, c.Scope)
		}
	}
	t.Logf("seed %d: %d themes of %d matters, %d answers, %d accepted, %d refused, no counterexample", seed, compiled, matters, judged, accepted, refused)
	if compiled < themes/2 || accepted < judged/20 || refused < judged/20 {
		t.Errorf("one-sided: %d of %d themes, %d accepted, %d refused", compiled, themes, accepted, refused)
	}
}
