package workflows

import (
	"context"
	"errors"
	"sync"

	"github.com/looplab/fsm"
)

// edge is one transition of one state, with the target looplab/fsm chose.
type edge struct{ from, event, to string }

// moves decides transitions with looplab/fsm and knows what follows from each.
type moves struct {
	*decider
	start  Move
	byEdge map[edge]Move
}

// decider asks looplab/fsm.
//
// An fsm.FSM carries a current state and locks, so one cannot be shared by
// concurrent callers; building one per call costs several microseconds. A pool
// lends each call its own, put into the caller's state first: whatever state
// an earlier call left behind cannot matter.
type decider struct{ pool sync.Pool }

func newDecider(initial string, events fsm.Events) *decider {
	d := &decider{}
	d.pool.New = func() any { return fsm.NewFSM(initial, events, nil) }
	return d
}

func newMoves(w *Workflow, states map[string]*State) *moves {
	var events fsm.Events
	m := &moves{byEdge: map[edge]Move{}}
	for i := range w.States {
		from := &w.States[i]
		for j := range from.On {
			t := &from.On[j]
			events = append(events, fsm.EventDesc{Name: t.Event, Src: []string{from.ID}, Dst: t.Target})
			to := states[t.Target]
			m.byEdge[edge{from.ID, t.Event, t.Target}] = Move{From: from, To: to, Transition: t, Effects: effects(from, to)}
		}
	}
	m.decider = newDecider(w.Initial, events)
	initial := states[w.Initial]
	m.start = Move{To: initial, Effects: effects(nil, initial)}
	return m
}

// decide asks looplab/fsm where the event leads from the state.
func (d *decider) decide(state, event string) (string, error) {
	f := d.pool.Get().(*fsm.FSM)
	defer d.pool.Put(f)
	f.SetState(state)
	err := f.Event(context.Background(), event)
	// A transition back into the same state is no error to us: the step is done anew.
	var same fsm.NoTransitionError
	if err != nil && !errors.As(err, &same) {
		return "", err
	}
	return f.Current(), nil
}

// effects lists what a move from one state (nil at the start) into another asks of the engine, in
// order: the state left is closed before clocks change, and clocks change
// before anybody is called, so that what people see already has the right light.
func effects(from, to *State) []Effect {
	var list []Effect
	add := func(t EffectType, s *State, o Outcome) { list = append(list, Effect{Type: t, State: s, Outcome: o}) }
	if from != nil && from.Type == Step {
		add(CloseTask, from, "")
	}
	switch to.Type {
	case Step:
		if from == nil || from.Type == Wait {
			add(RunClock, to, "")
		}
		add(OpenTask, to, "")
	case Wait:
		if from == nil || from.Type == Step {
			add(PauseClock, to, "")
		}
		add(AskCitizen, to, "")
	case Final:
		add(StopClock, to, "")
		add(EndCase, to, to.Outcome)
	}
	return list[:len(list):len(list)] // an append by a caller copies
}
