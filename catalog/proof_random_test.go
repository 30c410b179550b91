package catalog

import (
	"os"
	"runtime"
	"strconv"
	"sync"
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

// tally is what random themes showed.
type tally struct {
	sync.Mutex
	themes, matters, judged, accepted, refused, scopes int
	materials                                          ProofMaterials
}

// Whatever matters are put together, their merged form accepts what they do.
// In every other theme, all that departments could deliver is delivered.
// make prove-themes tries 2,000 themes of 2 to 20 matters with 500 filings each.
func TestRandomThemesAreMergedWithoutLoss(t *testing.T) {
	t.Parallel()
	themes, answers := sizeOf(t, "PROVE_THEMES", 80), sizeOf(t, "PROVE_ANSWERS", 250)
	seed := uint64(sizeOf(t, "PROVE_SEED", 20261126))
	next := make(chan int)
	var sum tally
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := range next {
				proveRandom(t, seed+uint64(i), answers, &sum)
				if i%100 == 99 {
					t.Logf("%d themes, up to seed %d", i+1, seed+uint64(i))
				}
			}
		})
	}
	for i := range themes {
		next <- i
	}
	close(next)
	wg.Wait()
	t.Logf("seeds %d to %d: %d themes of %d matters, %d answer sets in %d situations, %d accepted, %d refused",
		seed, seed+uint64(themes)-1, sum.themes, sum.matters, sum.judged, sum.scopes, sum.accepted, sum.refused)
	if sum.accepted < sum.judged/20 || sum.refused < sum.judged/20 {
		t.Errorf("one-sided: %d accepted, %d refused", sum.accepted, sum.refused)
	}
	t.Logf("materials: %+v", sum.materials)
	if m := sum.materials; min(m.Handed, m.Another, m.Result, m.Sourced) < m.Required/1000 {
		t.Errorf("one-sided: %+v", m)
	}
}

// Themes that showed a difference once.
func TestThemesThatOnceDifferedDoNotAnyMore(t *testing.T) {
	t.Parallel()
	for _, seed := range []uint64{
		20262760, // a value told in a round, and not computed any more in the next
	} {
		proveRandom(t, seed, 100, new(tally))
	}
}

func proveRandom(t *testing.T, seed uint64, answers int, sum *tally) {
	m := newPackMaker(seed)
	p, ps := Read(m.theme(2 + min(m.IntN(19), m.IntN(19), m.IntN(19)))) // more small ones than large
	if ps.Failed() {
		t.Errorf("seed %d: %v", seed, ps)
		return
	}
	r, ps := CompilePack(p)
	if ps.Failed() {
		t.Errorf("seed %d: %v", seed, ps)
		return
	}
	th := r.Theme("T")
	proof := th.Prove(ProveOptions{Seed: seed, Answers: answers, Today: proofDay, Delivered: seed%2 == 0})
	if c := proof.Counterexample; c != nil {
		t.Errorf("seed %d: %s\nguide %s\nanswers %s\nscope %v", seed, c.Differs.In("en"), c.Guide, c.Answers, c.Scope)
	}
	sum.Lock()
	defer sum.Unlock()
	sum.themes++
	sum.matters += len(th.Matters)
	sum.judged += proof.Answers
	sum.accepted += proof.Accepted
	sum.refused += proof.Refused
	sum.scopes += proof.Situations
	have := &sum.materials
	have.Required += proof.Materials.Required
	have.Handed += proof.Materials.Handed
	have.Another += proof.Materials.Another
	have.Result += proof.Materials.Result
	have.Sourced += proof.Materials.Sourced
}
