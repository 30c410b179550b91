package workflows

import (
	"fmt"
	"time"
)

// Script is a case to be simulated: when it starts, what it is promised, and
// what happens to it.
type Script struct {
	Start     time.Time
	Promised  float64 // working days; 0: no limit
	Statutory float64 // working days; 0: no limit
	Happens   []Happening
}

// Happening is one event, a while after the one before it: first After goes by
// on the wall, then Worked of working time. Without an Event nobody does anything
// until silence decides. When it decides before the Event, that comes too late.
type Happening struct {
	Event  string
	After  time.Duration
	Worked time.Duration
}

// Simulation is what became of a Script.
type Simulation struct {
	Trace   []Moment // the start, then one for each event
	Outcome Outcome  // "" while the case has not ended
}

// Moment is a case right after a move.
type Moment struct {
	At        time.Time
	Move      Move
	Event     string // "" at the start
	Promised  Clock
	Statutory Clock
	Step      Clock  // of the step the case is in, or was in before the Wait or the end
	Left      Clock  // Step as the move left it; the zero Clock at the start and after a Wait
	Light     Light  // the worst of the clocks; None once ended
	Late      bool   // the promised time was used up
	LateStep  bool   // the step that was left took longer than its limit
	Silent    bool   // silence took the transition
	asked     string // in a Wait: the step that asked
	answered  Answered
}

// Last is the latest moment.
func (s *Simulation) Last() Moment { return s.Trace[len(s.Trace)-1] }

// Simulate runs a case through a script, states and clocks as the engine keeps
// them: the matter's clocks leave out the day of filing and go on at once after
// a correction; a step's clock counts at once, and a step that asked for a
// correction goes on with the time it had left.
// An event that its state does not have, or that comes after the end, ends the
// simulation with an error and the trace so far.
func (m *Machine) Simulate(cal *Calendar, script Script) (*Simulation, error) {
	at := script.Start
	now := Moment{
		Promised:  Clock{Limit: cal.Days(script.Promised)},
		Statutory: Clock{Limit: cal.Days(script.Statutory)},
	}
	sim := &Simulation{Trace: make([]Moment, 0, len(script.Happens)+1)}
	now.follow(m.Start(), "", at, cal)
	sim.Trace = append(sim.Trace, now)
	for i, h := range script.Happens {
		if h.After < 0 || h.Worked < 0 {
			return sim, fmt.Errorf("event %d (%q): time does not go back", i, h.Event)
		}
		at = cal.Add(at.Add(h.After), h.Worked)
		for {
			due, event := now.silence(cal)
			if due.IsZero() || h.Event != "" && due.After(at) {
				break
			}
			move, err := m.Next(now.Move.To.ID, event)
			if err != nil {
				return sim, fmt.Errorf("silence before event %d: %w", i, err)
			}
			if due.Before(now.At) { // its time was up when the state was entered
				due = now.At
			}
			now.follow(move, event, due, cal)
			now.Silent = true
			sim.Trace = append(sim.Trace, now)
			if move.To.Type == Final {
				sim.Outcome = move.To.Outcome
			}
			if h.Event == "" {
				at = due
				break
			}
		}
		if h.Event == "" {
			if !now.Silent || now.At != at {
				return sim, fmt.Errorf("event %d: nothing happens by itself in %q", i, now.Move.To.ID)
			}
			continue
		}
		move, err := m.Next(now.Move.To.ID, h.Event)
		if err != nil {
			return sim, fmt.Errorf("event %d: %w", i, err)
		}
		now.follow(move, h.Event, at, cal)
		sim.Trace = append(sim.Trace, now)
		if move.To.Type == Final {
			sim.Outcome = move.To.Outcome
		}
	}
	return sim, nil
}

// follow applies a move's effects to the clocks.
func (n *Moment) follow(move Move, event string, at time.Time, cal *Calendar) {
	n.At, n.Move, n.Event = at, move, event
	n.Left, n.LateStep, n.Silent = Clock{}, false, false
	for _, e := range move.Effects {
		switch e.Type {
		case CloseTask:
			n.Step, n.asked = n.Step.Pause(at, cal), e.State.ID
			n.Left = n.Step
			n.LateStep = n.Left.Limit > 0 && n.Left.Used >= n.Left.Limit
		case OpenTask:
			if move.From == nil || move.From.Type != Wait || n.asked != e.State.ID {
				n.Step = Clock{Limit: cal.Days(e.State.Limit)}
			}
			n.Step = n.Step.Run(at, cal, false)
		case RunClock:
			n.Promised = runMatter(n.Promised, at, cal)
			n.Statutory = runMatter(n.Statutory, at, cal)
		case PauseClock:
			n.Promised = n.Promised.Pause(at, cal)
			n.Statutory = n.Statutory.Pause(at, cal)
		case StopClock:
			n.Promised = n.Promised.Stop(at, cal)
			n.Statutory = n.Statutory.Stop(at, cal)
			n.Step = n.Step.Stop(at, cal)
		}
	}
	n.answered.Step = 0
	if move.From != nil && move.From.Type == Wait {
		n.answered = Answered{Promised: n.Promised.Used, Statutory: n.Statutory.Used, Step: n.Step.Used}
	}
	n.Late = n.Promised.Limit > 0 && n.Promised.UsedAt(at, cal) >= n.Promised.Limit
	n.Light = None
	for _, k := range []Clock{n.Promised, n.Statutory} {
		if l, _ := k.LightAt(at, cal); l.Worse(n.Light) {
			n.Light = l
		}
	}
	if l, _ := n.Step.LightBy(at, cal, move.To.Lights); l.Worse(n.Light) {
		n.Light = l
	}
}

// silence is when and by which event the moment's state is left by itself.
func (n *Moment) silence(cal *Calendar) (time.Time, string) {
	s := n.Move.To
	if s.Silently() == nil {
		return time.Time{}, ""
	}
	return s.After.Due(Clocks{Promised: n.Promised, Statutory: n.Statutory, Step: n.Step, Answered: n.answered}, cal), s.After.Event
}

// runMatter starts a matter's clock, the day of filing not counting, or goes on
// with it: not before the first day that counts, when a correction came and
// went on the day of filing.
func runMatter(k Clock, at time.Time, cal *Calendar) Clock {
	return k.Run(at, cal, k.Started.IsZero() || at.Before(cal.FirstDay(k.Started)))
}
