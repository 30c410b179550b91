package catalog

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// Assumptions are what a simulation takes for granted of people.
type Assumptions struct {
	workflows.Odds
	Steps    map[string]StepAssumption     `json:"steps,omitempty"`  // what is known better, by matter and state: "M02/inspect"
	Measured map[string]MeasuredStep       `json:"-"`                // likewise, as the dashboards count it; Steps go before
	Shares   map[string]map[string]float64 `json:"shares,omitempty"` // by question and answer: "true", a code, a range like "300~500"; they go before the theme's
	Staff    map[string]float64            `json:"staff,omitempty"`  // people by department; half of one's time is half of one
	Work     float64                       `json:"work,omitempty"`   // minutes that a task is worked on; 0: nobody says
}

// StepAssumption is what is known better of one state.
type StepAssumption struct {
	workflows.StepOdds
	Work *float64 `json:"work,omitempty"` // likewise a task of this step
}

// MeasuredStep is how long real cases were in a step.
type MeasuredStep struct {
	Days  workflows.Spread
	Limit float64 // that they had; with another limit it says nothing
}

// applies reports whether a measured time says something about a state.
func (m MeasuredStep) applies(s *workflows.State) bool {
	return m.Days.Valid() && m.Days.Measured() && s.Type == workflows.Step && math.Abs(m.Limit-s.Limit) < 1e-6
}

// DefaultAssumptions are made where nobody says anything else.
func DefaultAssumptions() Assumptions { return Assumptions{Odds: workflows.DefaultOdds} }

// AssumedOdds says what was assumed, and where from.
type AssumedOdds struct {
	Odds   workflows.Odds  `json:"odds"`
	Steps  []AssumedStep   `json:"steps"`
	Shares []AssumedShares `json:"shares"` // of the guide's questions, in its order
	Work   float64         `json:"work,omitempty"`
}

// AssumedStep is the time assumed of one state.
type AssumedStep struct {
	Matter string              `json:"matter"`
	State  string              `json:"state"`
	Name   metamodel.Text      `json:"name"`
	Type   workflows.StateType `json:"type"`
	Limit  float64             `json:"limit"` // 0: none
	Days   workflows.Spread    `json:"days"`
	Mean   float64             `json:"mean"`
	Source AssumedSource       `json:"source"`
	Work   *float64            `json:"work,omitempty"` // minutes a task; absent: nobody says
}

// AssumedSource is where a time comes from.
type AssumedSource string

const (
	FromLimit    AssumedSource = "limit"    // a share of the step's limit
	FromRest     AssumedSource = "rest"     // it has none: of what the others leave of the promised days
	FromAnswers  AssumedSource = "answers"  // the applicant's, as everywhere
	FromFile     AssumedSource = "given"    // somebody said so
	FromMeasured AssumedSource = "measured" // real cases took as long
)

// of are what is known better of a matter's states.
func (a *Assumptions) of(matter string, machine *workflows.Machine) map[string]workflows.StepOdds {
	out := map[string]workflows.StepOdds{}
	for key, known := range a.Measured {
		m, state, _ := strings.Cut(key, "/")
		if s, ok := machine.State(state); ok && m == matter && known.applies(s) {
			out[state] = workflows.StepOdds{Days: &known.Days}
		}
	}
	for key, odds := range a.Steps {
		if m, state, ok := strings.Cut(key, "/"); ok && m == matter {
			if odds.Days == nil {
				odds.Days = out[state].Days
			}
			out[state] = odds.StepOdds
		}
	}
	return out
}

// source is where the time of a state comes from.
func (a *Assumptions) source(matter string, s *workflows.State) AssumedSource {
	key := matter + "/" + s.ID
	switch {
	case a.Steps[key].Days != nil:
		return FromFile
	case a.Measured[key].applies(s):
		return FromMeasured
	case s.Type == workflows.Wait:
		return FromAnswers
	case s.Limit == 0:
		return FromRest
	}
	return FromLimit
}

// What is wrong with assumptions.
var (
	AssumeChance = kind("simulate.assume_chance", "“{name}”是概率，须在 0 到 1 之间", "“{name}” is a probability: from 0 to 1")
	AssumeSpread = kind("simulate.assume_spread", "“{name}”的时间不对：须为最短 least ≤ 通常 usual ≤ 最长 most，或中位数 median ≤ p90，不超过 10000", "The times of “{name}” are wrong: least ≤ usual ≤ most, or median ≤ p90, at most 10000")
	AssumeStep   = kind("simulate.assume_step", "本主题没有环节“{name}”，应写成“事项/环节”，例如 {example}", "The theme has no step “{name}”. Write matter/step, like {example}")
	AssumeSums   = kind("simulate.assume_sums", "{names} 的概率之和超过 1", "The probabilities of {names} add up to more than 1")
	AssumeEvent  = kind("simulate.assume_event", "环节“{name}”没有动作“{event}”，或由会签决定", "The step “{name}” has no action “{event}”, or votes decide it")
	AssumeSum    = kind("simulate.assume_sum", "环节“{name}”各动作的概率之和超过 1", "The probabilities of the actions of “{name}” add up to more than 1")
)

// Check holds assumptions to a theme, as it is on the day of the simulation.
func (a *Assumptions) Check(t *Theme, day time.Time) (ps metamodel.Problems) {
	for _, c := range []struct {
		name string
		v    float64
	}{{"correct", a.Correct}, {"rectify", a.Rectify}, {"refuse", a.Refuse}, {"return", a.Return}, {"ask", a.Ask}, {"disagree", a.Disagree}} {
		if !(c.v >= 0 && c.v <= 1) {
			ps = append(ps, AssumeChance.At(c.name, "name", c.name))
		}
	}
	for _, c := range []struct {
		name string
		v    workflows.Spread
	}{{"step", a.Step}, {"rest", a.Rest}, {"sign", a.Sign}, {"opinion", a.Opinion}, {"answer", a.Answer}} {
		if !c.v.Valid() {
			ps = append(ps, AssumeSpread.At(c.name, "name", c.name))
		}
	}
	// What can happen at one stay in a step; with that, chances are what they say.
	if sum := a.Correct + a.Rectify + a.Refuse + a.Return; sum > 1+sharesMiss {
		ps = append(ps, AssumeSums.At("", "names", "correct, rectify, refuse, return"))
	}
	for _, key := range sortedKeys(a.Steps) {
		ps = append(ps, a.checkStep(t, key)...)
	}
	return append(append(ps, a.checkShares(t)...), a.checkStaff(t, day)...)
}

func (a *Assumptions) checkStep(t *Theme, key string) (ps metamodel.Problems) {
	at := "steps/" + key
	matter, state, _ := strings.Cut(key, "/")
	var s *workflows.State
	example := ""
	for _, m := range t.Matters {
		if example == "" {
			example = m.Def.ID + "/" + m.Machine.Workflow.Initial
		}
		if m.Def.ID == matter {
			s, _ = m.Machine.State(state)
		}
	}
	if s == nil || s.Type == workflows.Final {
		return metamodel.Problems{AssumeStep.At(at, "name", key, "example", example)}
	}
	odds := a.Steps[key]
	if odds.Days != nil && !odds.Days.Valid() {
		ps = append(ps, AssumeSpread.At(at+"/days", "name", key))
	}
	ps = append(ps, odds.checkWork(at+"/work", key, s)...)
	sum := 0.0
	for _, event := range sortedKeys(odds.Events) {
		p := odds.Events[event]
		sum += p
		known := false
		for _, tr := range s.On {
			known = known || tr.Event == event && !s.Takes(event)
		}
		if !known {
			ps = append(ps, AssumeEvent.At(at+"/events/"+event, "name", key, "event", event))
		}
		if !(p >= 0 && p <= 1) {
			ps = append(ps, AssumeChance.At(at+"/events/"+event, "name", fmt.Sprint(key, " ", event)))
		}
	}
	if !math.IsNaN(sum) && sum > 1+sharesMiss {
		ps = append(ps, AssumeSum.At(at+"/events", "name", key))
	}
	return ps
}

// assumed lists what a simulation assumed.
func (s *simulating) assumed() AssumedOdds {
	out := AssumedOdds{Odds: s.o.Assume.Odds, Steps: []AssumedStep{}, Shares: s.assumedShares(), Work: s.o.Assume.Work}
	for _, m := range s.matters {
		w := m.m.Machine.Workflow
		for i := range w.States {
			st := &w.States[i]
			if st.Type == workflows.Final {
				continue
			}
			days := m.rehearsal.Days(st.ID)
			var work *float64
			if minutes, said := s.o.Assume.minutes(m.m.Def.ID, st); said {
				work = &minutes
			}
			out.Steps = append(out.Steps, AssumedStep{
				Matter: m.m.Def.ID, State: st.ID, Name: st.Name, Type: st.Type, Limit: st.Limit, Days: days.Rounded(), Mean: round2(days.Mean()), Source: s.o.Assume.source(m.m.Def.ID, st), Work: work,
			})
		}
	}
	return out
}
