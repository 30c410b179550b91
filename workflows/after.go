package workflows

import (
	"time"

	"github.com/onematter/onematter/metamodel"
)

// After is a silent decision (默认许可, 逾期视为同意 or 不同意): when so much
// working time has gone by, the process takes the transition itself.
type After struct {
	Days        float64        `json:"days,omitempty"`                                          // working days; 0: the limit of the clock, extensions included
	Clock       ClockName      `json:"clock" validate:"required,oneof=promised statutory step"` // whose time is counted
	Event       string         `json:"event" validate:"required,max=64"`                        // of this state's transitions
	Corrections Corrections    `json:"corrections" validate:"required,oneof=continue restart"`  // what an answered correction does to the time
	Basis       metamodel.Text `json:"basis" validate:"required"`                               // the law by which silence decides
}

// Corrections says what becomes of a silent decision's time when the citizen
// has answered a correction. While they are asked no clock runs.
type Corrections string

const (
	Continue Corrections = "continue" // it goes on where it stood
	Restart  Corrections = "restart"  // it is counted anew
)

// Answered is how much of each clock was used when the citizen last answered.
type Answered struct {
	Promised  time.Duration `json:"promised,omitempty"`
	Statutory time.Duration `json:"statutory,omitempty"`
	Step      time.Duration `json:"step,omitempty"`
}

// Clocks are a case's clocks as they stand, and where its time restarts.
type Clocks struct {
	Promised, Statutory, Step Clock
	Answered                  Answered
}

// Due is the moment at which silence decides; zero while the clock stands, and
// without any time to count.
func (a *After) Due(c Clocks, cal *Calendar) time.Time {
	k, from := c.Promised, c.Answered.Promised
	switch a.Clock {
	case StatutoryClock:
		k, from = c.Statutory, c.Answered.Statutory
	case StepClock:
		k, from = c.Step, c.Answered.Step
	}
	if a.Corrections != Restart {
		from = 0
	}
	limit := k.Limit
	if a.Days > 0 {
		limit = cal.Days(a.Days)
	}
	if limit <= 0 || k.Since.IsZero() {
		return time.Time{}
	}
	return cal.Add(k.Since, addSaturated(limit, from)-k.Used)
}

// action is the transition of an event; nil when the state has none.
func (s *State) action(event string) *Transition {
	for i := range s.On {
		if s.On[i].Event == event {
			return &s.On[i]
		}
	}
	return nil
}

// Silently is the transition that silence takes in the state; nil when nothing
// happens by itself.
func (s *State) Silently() *Transition {
	if s.After == nil {
		return nil
	}
	return s.action(s.After.Event)
}
