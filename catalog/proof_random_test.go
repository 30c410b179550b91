package catalog

import (
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"testing"

	"github.com/onematter/onematter/metamodel"
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
	same, themes, matters, judged, accepted, refused, scopes int
	materials                                                ProofMaterials
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
	if t.Logf("one person in two roles in %d themes", sum.same); sum.same < sum.themes/10 {
		t.Error("too few")
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
		20261165, // a copy of a value that is computed at times
	} {
		proveRandom(t, seed, 100, new(tally))
	}
}

// randomRelease compiles a random theme, with or without lines that make one
// person of two.
func randomRelease(seed uint64, roles bool) (*Release, metamodel.Problems) {
	m := newPackMaker(seed)
	if roles {
		m.roles = rand.New(rand.NewPCG(seed, 0x726f6c6573))
	}
	p, ps := Read(m.theme(2 + min(m.IntN(19), m.IntN(19), m.IntN(19)))) // more small ones than large
	if ps.Failed() {
		return nil, ps
	}
	return CompilePack(p)
}

func proveRandom(t *testing.T, seed uint64, answers int, sum *tally) {
	r, ps := randomRelease(seed, true)
	if slices.ContainsFunc(ps, func(p metamodel.Problem) bool {
		return p.Code == SameNothing.Code || p.Code == SameUnknown.Code
	}) {
		r, ps = randomRelease(seed, false) // its forms do not ask the same of both
	}
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
	if len(th.Def.Same) > 0 {
		sum.same++
	}
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
