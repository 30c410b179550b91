package catalog

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// ProveOptions bound a proof.
type ProveOptions struct {
	Seed    uint64
	Answers int       // situations with answers to try
	Today   time.Time // the day of the filings
	Demands bool      // count which demands of which matter were met

	// Delivered files every answer that a source department could deliver as
	// delivered: it is not asked, and judged as if it had been.
	Delivered bool

	Enough func() bool // asked now and then; true ends the proof early. nil: never
}

// Proof is what trying a merged form against its matters' own forms showed.
// What was promised: for any situation and any answers the merged form accepts
// exactly when the form of every matter in scope accepts its own part, and
// what it accepts reaches each matter as if it had been filed there.
type Proof struct {
	Theme          string          `json:"theme"`
	Seed           uint64          `json:"seed"`
	Answers        int             `json:"answers"` // tried
	Accepted       int             `json:"accepted"`
	Refused        int             `json:"refused"`
	Situations     int             `json:"situations"`     // different sets of matters in scope
	Vain           []VainScope     `json:"vain,omitempty"` // of these, those tried often in which nothing was accepted: of acceptance they prove nothing
	Materials      ProofMaterials  `json:"materials"`
	Demands        []Demand        `json:"demands,omitempty"` // by matter, in the order of its form
	Early          bool            `json:"early,omitempty"`   // it was ended before all were tried
	Counterexample *Counterexample `json:"counterexample,omitempty"`
}

// VainScope is a set of matters with which no filing was accepted.
type VainScope struct {
	Matters []string `json:"matters"`
	Tried   int      `json:"tried"`
}

// Counterexample is a filing on which the two differ, with everything left out
// that does not matter to it.
type Counterexample struct {
	Guide   json.RawMessage `json:"guide"`
	Answers json.RawMessage `json:"answers"`
	Said    metamodel.Text  `json:"said"` // situation and answers in words
	Judgement
}

// Judgement is the verdicts on one filing.
type Judgement struct {
	Scope    []string           `json:"scope"` // the matters that apply, in the theme's order
	Accepted bool               `json:"accepted"`
	Merged   metamodel.Problems `json:"merged,omitempty"`
	Own      []OwnJudgement     `json:"own"` // of the matters in scope
	Differs  metamodel.Text     `json:"differs,omitempty"`

	record *metamodel.Record
}

// OwnJudgement is a matter's own form's verdict on its part.
type OwnJudgement struct {
	Matter   string             `json:"matter"`
	Accepted bool               `json:"accepted"`
	Problems metamodel.Problems `json:"problems,omitempty"`

	record *metamodel.Record
}

func refusers(t *Theme, own []OwnJudgement, lang string) string {
	var said []string
	for _, o := range own {
		if o.Accepted {
			continue
		}
		for _, m := range t.Matters {
			if m.Def.ID == o.Matter && lang == "zh" {
				said = append(said, "“"+m.Def.Name.In(lang)+"”不接受（"+saidOf(o.Problems, lang)+"）")
			} else if m.Def.ID == o.Matter {
				said = append(said, "“"+m.Def.Name.In(lang)+"” refuses ("+saidOf(o.Problems, lang)+")")
			}
		}
	}
	if lang == "zh" {
		return strings.Join(said, "，")
	}
	return strings.Join(said, ", ")
}

// told is the first errors, with where they are.
func saidOf(ps metamodel.Problems, lang string) string {
	var said []string
	for _, p := range ps {
		if p.Severity == metamodel.Warning {
			continue
		}
		if len(said) == 3 {
			said = append(said, "…")
			break
		}
		said = append(said, p.Path+": "+p.In(lang))
	}
	if lang == "zh" {
		return strings.Join(said, "；")
	}
	return strings.Join(said, "; ")
}

// Prove tries situations and answers at random around what the forms draw
// lines at, and ends at the first on which merged and own forms differ. The same
// options give the same proof.
func (t *Theme) Prove(o ProveOptions) Proof {
	p := Proof{Theme: t.Def.ID, Seed: o.Seed}
	c := newCourt(t, o.Today)
	if o.Delivered {
		c.supplied = t.deliverable()
	}
	pr := newProver(c, rand.New(rand.NewPCG(o.Seed, 0x6f6e65)))
	var met *meter
	if o.Demands {
		met = newMeter(t)
	}
	scopes := map[string]*[2]int{} // tried and accepted
	for p.Answers < o.Answers {
		if p.Answers%64 == 63 && o.Enough != nil && o.Enough() {
			p.Early = true
			break
		}
		guide, tree := pr.filing()
		j := pr.judge(guide, tree)
		p.Answers++
		scope := strings.Join(j.Scope, " ")
		if scopes[scope] == nil {
			scopes[scope] = &[2]int{}
		}
		scopes[scope][0]++
		if j.Accepted {
			p.Accepted++
			scopes[scope][1]++
			pr.accepted(j.Scope, guide, tree)
		} else {
			p.Refused++
		}
		if met != nil {
			met.count(&j)
		}
		if len(j.Differs) > 0 {
			p.Counterexample = pr.shrunk(guide, tree)
			break
		}
	}
	p.Situations, p.Materials = len(scopes), c.papers
	for _, scope := range sortedKeys(scopes) {
		if n := scopes[scope]; n[1] == 0 && n[0] >= mostTries {
			p.Vain = append(p.Vain, VainScope{Matters: strings.Fields(scope), Tried: n[0]})
		}
	}
	if met != nil {
		p.Demands = met.list
	}
	return p
}

// Exercised is how many of the demands were met, or stopped a filing.
func (p *Proof) Exercised() (n int) {
	for _, d := range p.Demands {
		if d.Held+d.Stopped > 0 {
			n++
		}
	}
	return n
}

// ProofSeed is the seed that a theme of this release is proven with: the same
// content is tried in the same way. It has 53 bits, which any JSON reader keeps.
func (r *Release) ProofSeed(theme string) uint64 {
	sum := sha256.Sum256([]byte(r.Hash + " " + theme))
	return binary.BigEndian.Uint64(sum[:8]) >> 11
}
