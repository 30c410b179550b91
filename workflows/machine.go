package workflows

import (
	"errors"
	"fmt"

	"github.com/onematter/onematter/metamodel"
)

// Machine is a compiled workflow: immutable, safe for concurrent use.
type Machine struct {
	Workflow *Workflow
	states   map[string]*State
	moves    *moves          // looplab/fsm sits in here and never leaks out
	open     map[string]bool // states in which nothing is decided yet
}

// EffectType is what a transition asks the engine to do, in the same
// transaction as the change of state.
type EffectType string

const (
	OpenTask   EffectType = "open_task"  // a task for State's roles in the case's department
	CloseTask  EffectType = "close_task" // the task of the state left
	PauseClock EffectType = "pause_clock"
	RunClock   EffectType = "run_clock" // start or resume
	StopClock  EffectType = "stop_clock"
	AskCitizen EffectType = "ask_citizen" // the citizen must act
	EndCase    EffectType = "end_case"    // with Outcome; Issued also hands the result on
)

// Effect is one thing to do.
type Effect struct {
	Type    EffectType
	State   *State // the state entered, or left for CloseTask
	Outcome Outcome
}

// Move is the outcome of one event: where from, where to, what follows.
// Effects are in the order they are to be applied; they are shared between
// calls and must not be changed.
type Move struct {
	From       *State // nil for Start
	To         *State
	Transition *Transition // nil for Start
	Effects    []Effect
}

// ErrNoTransition means the event does not exist in the state.
var ErrNoTransition = errors.New("workflow: the state has no such transition")

// Compile checks a workflow (reachability, dead ends, unknown targets,
// duplicate ids, a Step without roles, a Wait without Resubmit, a Final with
// transitions, no Issued end) and compiles it. nil when a problem is an error.
func Compile(w *Workflow) (*Machine, metamodel.Problems) {
	problems := lint(w)
	if problems.Failed() {
		return nil, problems
	}
	m := &Machine{Workflow: w, states: make(map[string]*State, len(w.States))}
	for i := range w.States {
		m.states[w.States[i].ID] = &w.States[i]
	}
	m.moves = newMoves(w, m.states)
	m.open = undecided(w, m.states)
	return m, problems
}

// Start enters the initial state.
func (m *Machine) Start() Move { return m.moves.start }

// Next is the pure step: (state, event) → where to and what follows.
// ErrNoTransition when the state has no such event.
func (m *Machine) Next(state, event string) (Move, error) {
	from, ok := m.states[state]
	if !ok {
		return Move{}, fmt.Errorf("%w: unknown state %q of workflow %q", ErrNoTransition, state, m.Workflow.ID)
	}
	target, err := m.moves.decide(state, event)
	if err != nil {
		return Move{}, fmt.Errorf("%w: state %q of workflow %q, event %q: %w", ErrNoTransition, state, m.Workflow.ID, event, err)
	}
	return m.moves.byEdge[edge{from.ID, event, target}], nil
}

// State finds a state by id.
func (m *Machine) State(id string) (*State, bool) { s, ok := m.states[id]; return s, ok }
