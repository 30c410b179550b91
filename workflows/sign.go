package workflows

import (
	"math"
	"slices"
	"strings"
)

// SignMode says when a countersigning (会签) is decided.
type SignMode string

const (
	SignAny      SignMode = "any"      // one agreement is enough
	SignAll      SignMode = "all"      // everybody must agree
	SignRatio    SignMode = "ratio"    // a share of them must agree
	SignSequence SignMode = "sequence" // one after another, everybody must agree
)

// Sign is the countersigning of a step: who signs, and which of the step's own
// actions the engine takes when the votes have decided.
type Sign struct {
	Mode      SignMode    `json:"mode" validate:"required,oneof=any all ratio sequence"`
	Ratio     float64     `json:"ratio,omitempty"` // with SignRatio: above 0, at most 1; read to four decimals
	By        []Signatory `json:"by" validate:"required,min=1,dive"`
	Agreed    string      `json:"agreed" validate:"required,max=64"`    // event
	Disagreed string      `json:"disagreed" validate:"required,max=64"` // event
}

// Signatory is a place to sign.
type Signatory struct {
	Department string   `json:"department,omitempty"` // "": the case's own
	Roles      []string `json:"roles" validate:"required,min=1"`
}

// Vote is what a signatory said; "" nothing yet.
type Vote string

const (
	Unsaid    Vote = ""
	Agrees    Vote = "agree"
	Disagrees Vote = "disagree"
)

// Verdict is what the votes come to.
type Verdict string

const (
	Undecided Verdict = ""
	Agreed    Verdict = "agreed"
	Disagreed Verdict = "disagreed"
)

// ratioStep is how exactly a ratio is read: 0.6667 means two thirds.
const ratioStep = 1e-4

// Needed is how many agreements decide.
func (s *Sign) Needed() int { return s.needed(len(s.By)) }

func (s *Sign) needed(n int) int {
	switch s.Mode {
	case SignAny:
		return 1
	case SignRatio:
		// Half a step less: what is written is rounded. Shares of up to 50
		// signatories lie at least 1/2450 apart, far more than a step.
		return min(max(int(math.Ceil((s.Ratio-ratioStep/2)*float64(n))), 1), n)
	}
	return n
}

// Verdict is what the votes, one a place of By, come to: decided as soon as no
// vote still to come can change it.
func (s *Sign) Verdict(votes []Vote) Verdict {
	agrees, open := 0, 0
	for _, v := range votes {
		switch v {
		case Agrees:
			agrees++
		case Unsaid:
			open++
		}
	}
	need := s.needed(len(votes))
	switch {
	case agrees >= need:
		return Agreed
	case agrees+open < need:
		return Disagreed
	}
	return Undecided
}

// Open are the places that may sign now: all that have not, or in a sequence
// the first of them once all before it agreed.
func (s *Sign) Open(votes []Vote) []int {
	if s.Verdict(votes) != Undecided {
		return nil
	}
	var open []int
	for i, v := range votes {
		if v != Unsaid {
			continue
		}
		open = append(open, i)
		if s.Mode == SignSequence {
			break
		}
	}
	return open
}

// Same reports whether votes given under s count under another countersigning
// as they are.
func (s *Sign) Same(o *Sign) bool {
	return s.Mode == o.Mode && s.Ratio == o.Ratio && slices.EqualFunc(s.By, o.By, func(a, b Signatory) bool { return a.place() == b.place() })
}

// place tells signatories apart.
func (s Signatory) place() string {
	roles := slices.Clone(s.Roles)
	slices.Sort(roles)
	return s.Department + "\x1f" + strings.Join(slices.Compact(roles), "\x1f")
}

// Takes reports whether only the engine takes an action: the votes do.
func (s *State) Takes(event string) bool {
	return s.Sign != nil && (event == s.Sign.Agreed || event == s.Sign.Disagreed)
}
