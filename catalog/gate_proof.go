package catalog

import (
	"fmt"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// GateProof is how many filings the gate tries on a theme. It is a number and
// no time, and the seed is the content's, so that the same release gives the
// same report on any machine; it was chosen for well under two seconds on a theme
// of eight matters. onematter theme prove tries more.
const GateProof = 300

// mostGateProof bounds what an operator may ask of the gate, which answers
// within a request.
const mostGateProof = 1_000_000

var gateProof atomic.Int64

func init() { gateProof.Store(GateProof) }

// SetGateProof sets how many filings every gate tries on a theme unless its
// rules say otherwise; "" is GateProof, 0 none.
func SetGateProof(s string) error {
	n := GateProof
	if s != "" {
		var err error
		if n, err = strconv.Atoi(s); err != nil || n < 0 || n > mostGateProof {
			return fmt.Errorf("%q: want a number from 0 to %d", s, mostGateProof)
		}
	}
	gateProof.Store(int64(n))
	return nil
}

// proven tries whether a theme's merged form accepts what its matters do.
func (g *gate) proven(id string, t *Theme) {
	n := g.rules.Proof
	if n == 0 {
		n = int(gateProof.Load())
	}
	today, err := time.Parse(time.DateOnly, g.day)
	if err != nil {
		today = trialDay
	}
	proof := t.Prove(ProveOptions{Seed: g.r.ProofSeed(id), Answers: n, Today: today})
	if c := proof.Counterexample; c != nil {
		g.find(metamodel.KindTheme, id, GateUnproved.At("merged", "difference", c.Differs, "filing", c.Said, "seed", proof.Seed))
	}
}
