package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// Silence is by what a transition was taken that nobody took.
type Silence struct {
	Days  float64             `json:"days,omitempty"` // working days of silence; absent: the whole limit of the clock
	Clock workflows.ClockName `json:"clock"`
	Basis metamodel.Text      `json:"basis"`
}

// SilentDecision is what will happen to a case when nobody decides.
type SilentDecision struct {
	At     time.Time
	Event  string
	Label  metamodel.Text
	Kind   workflows.TransitionKind
	Target *workflows.State
	Basis  metamodel.Text
}

// SilentDecisionOf is what silence will decide of a case; nil while it decides
// nothing.
func SilentDecisionOf(c *Case, m *workflows.Machine) *SilentDecision {
	if c.SilentNext.IsZero() || m == nil {
		return nil
	}
	s, ok := m.State(c.State)
	if !ok || s.Silently() == nil {
		return nil
	}
	t := s.Silently()
	target, _ := m.State(t.Target)
	return &SilentDecision{At: c.SilentNext, Event: t.Event, Label: t.Label, Kind: t.Kind, Target: target, Basis: s.After.Basis}
}

// silentAt is when silence decides a case as its clocks stand now.
func (f *family) silentAt(c *Case) time.Time {
	if c.Status != CaseRunning || c.Matter == "" {
		return time.Time{}
	}
	m := f.matter(c)
	if m == nil {
		return time.Time{}
	}
	s, ok := m.Machine.State(c.State)
	if !ok || s.Silently() == nil {
		return time.Time{}
	}
	return s.After.Due(workflows.Clocks{Promised: c.Promised, Statutory: c.Statutory, Step: c.Step, Answered: c.Answered}, f.cal)
}

// answered remembers where the time of a silent decision restarts.
func (c *Case) answered(from *workflows.State) {
	c.Answered.Step = 0
	if from != nil && from.Type == workflows.Wait {
		c.Answered = workflows.Answered{Promised: c.Promised.Used, Statutory: c.Statutory.Used, Step: c.Step.Used}
	}
}

// breakSilences takes the transitions that nobody took in time. A case that
// fails is logged and does not hold up the others.
func (e *Engine) breakSilences(ctx context.Context, now time.Time) (int, error) {
	due, err := e.o.Store.SilencesDue(ctx, now, sweepBatch)
	if err != nil {
		return 0, fmt.Errorf("listing silent decisions: %w", err)
	}
	taken := 0
	for i := range due {
		switch err := e.breakSilence(ctx, due[i]); {
		case errors.Is(err, ErrConflict): // somebody acted meanwhile: that counts
		case err != nil && ctx.Err() != nil:
			return taken, err
		case err != nil:
			e.o.Log.Error("deciding by silence", "case", due[i].ID, "error", err)
		default:
			taken++
		}
	}
	return taken, nil
}

// breakSilence takes one transition in nobody's name. ErrConflict when the case
// moved on.
func (e *Engine) breakSilence(ctx context.Context, seen Case) error {
	f, c, err := e.asSeen(ctx, seen)
	if err != nil {
		return err
	}
	at := f.silentAt(c)
	if at.IsZero() || at.After(f.at) {
		// The calendar has another holiday since: the time is not up.
		_, err := e.raise(ctx, *c)
		return err
	}
	m := f.matter(c).Machine
	state, ok := m.State(c.State)
	if !ok {
		return fmt.Errorf("%w: case %s is in unknown state %q", errInvariant, c.ID, c.State)
	}
	mv, err := m.Next(c.State, state.After.Event)
	if err != nil {
		return fmt.Errorf("moving case %s: %w", c.ID, err)
	}
	tr := mv.Transition
	issues := tr.Kind == workflows.Deliver
	if issues {
		if c.Result, err = e.issue(f, c, Action{}); err != nil {
			return fmt.Errorf("issuing the result of case %s: %w", c.ID, err)
		}
	}
	f.silence = &Silence{Days: state.After.Days, Clock: state.After.Clock, Basis: state.After.Basis}
	if err := f.follow(c, mv, tr, Action{Event: tr.Event}, nil, issues); err != nil {
		return err
	}
	return e.commitFamily(ctx, f)
}
