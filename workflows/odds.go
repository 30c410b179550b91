package workflows

import (
	"bytes"
	"encoding/json"
	"math"
)

// Spread is how long something takes, in working days or as shares of a limit:
// at least, usually and at most (a triangular distribution), or, where it was
// measured, by its median and the time that nine of ten do not exceed (a
// log-normal one).
type Spread struct {
	Least  float64 `json:"least,omitempty"`
	Usual  float64 `json:"usual,omitempty"`
	Most   float64 `json:"most,omitempty"`
	Median float64 `json:"median,omitempty"`
	P90    float64 `json:"p90,omitempty"`
}

// z90 is the 0.9 quantile of the standard normal distribution.
const z90 = 1.2815515655446004

// Measured reports whether the spread is given by quantiles.
func (s Spread) Measured() bool { return s.Median > 0 }

// sigma is the deviation of the logarithm of a measured time.
func (s Spread) sigma() float64 { return math.Log(max(s.P90/s.Median, 1)) / z90 }

// Mean is the expected time.
func (s Spread) Mean() float64 {
	if s.Measured() {
		return s.Median * math.Exp(s.sigma()*s.sigma()/2)
	}
	return (s.Least + s.Usual + s.Most) / 3
}

// At is the quantile of u, which lies in [0, 1).
func (s Spread) At(u float64) float64 {
	if s.Measured() {
		u = min(max(u, 1e-9), 1-1e-9)
		return s.Median * math.Exp(s.sigma()*math.Sqrt2*math.Erfinv(2*u-1))
	}
	width := s.Most - s.Least
	switch {
	case width <= 0:
		return s.Least
	case u*width < s.Usual-s.Least:
		return s.Least + math.Sqrt(u*width*(s.Usual-s.Least))
	}
	return s.Most - math.Sqrt((1-u)*width*(s.Most-s.Usual))
}

// Of is the spread as a share of days.
func (s Spread) Of(days float64) Spread {
	return Spread{s.Least * days, s.Usual * days, s.Most * days, s.Median * days, s.P90 * days}
}

// Valid reports whether a spread is one: in order, and of one kind.
func (s Spread) Valid() bool {
	for _, v := range []float64{s.Least, s.Usual, s.Most, s.Median, s.P90} {
		if !(v >= 0 && v <= maxLimit) {
			return false
		}
	}
	if s.Median > 0 || s.P90 > 0 {
		return s.Least == 0 && s.Usual == 0 && s.Most == 0 && s.Median > 0 && s.P90 >= s.Median
	}
	return s.Least <= s.Usual && s.Usual <= s.Most
}

// Rounded has four digits after the point.
func (s Spread) Rounded() Spread {
	r := func(v float64) float64 { return math.Round(v*1e4) / 1e4 }
	return Spread{r(s.Least), r(s.Usual), r(s.Most), r(s.Median), r(s.P90)}
}

// Odds are what is assumed of the people in a process: how long they take, and
// how often they decide what. Probabilities are of one stay in a step.
type Odds struct {
	Correct  float64 `json:"correct"`  // the citizen is asked for corrections, where the step can ask
	Rectify  float64 `json:"rectify"`  // likewise to put things right
	Refuse   float64 `json:"refuse"`   // likewise it is refused
	Return   float64 `json:"return"`   // likewise it is sent back to an earlier step
	Ask      float64 `json:"ask"`      // likewise others are asked for their opinion
	Disagree float64 `json:"disagree"` // a signatory does not agree

	Step    Spread `json:"step"`    // of a step's limit, until its officers act
	Rest    Spread `json:"rest"`    // likewise of what is taken for the limit of a step that has none
	Sign    Spread `json:"sign"`    // of a step's limit, until a signatory votes
	Opinion Spread `json:"opinion"` // of the time to answer in; what comes later counts as silence
	Answer  Spread `json:"answer"`  // working days until the citizen answers
}

// DefaultOdds are assumed where nothing better is known: three fifths of a
// limit on average, one stay in nineteen longer than its limit.
var DefaultOdds = Odds{
	Correct: 0.15, Rectify: 0.2, Refuse: 0.03, Return: 0.03, Ask: 0.2, Disagree: 0.05,
	Step:    Spread{Least: 0.1, Usual: 0.5, Most: 1.2},
	Rest:    Spread{Least: 0.1, Usual: 0.5, Most: 1.2},
	Sign:    Spread{Least: 0.1, Usual: 0.5, Most: 1.2},
	Opinion: Spread{Least: 0.2, Usual: 0.6, Most: 1.3},
	Answer:  Spread{Least: 0.5, Usual: 2, Most: 8},
}

// StepOdds are what is known better of one state.
type StepOdds struct {
	Days   *Spread            `json:"days,omitempty"`   // working days: of a step until its officers act, of a wait until the citizen answers
	Events map[string]float64 `json:"events,omitempty"` // of one stay; what they leave is shared by the others
}

// UnmarshalJSON reads a spread as a whole: nothing of what was there before stays.
func (s *Spread) UnmarshalJSON(doc []byte) error {
	type plain Spread
	var p plain
	dec := json.NewDecoder(bytes.NewReader(doc))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&p); err != nil {
		return err
	}
	*s = Spread(p)
	return nil
}
