package workflows

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// Returns says to which earlier steps a case may be sent back (退回). The
// earlier steps of a case are those on its trail, see Advance: a case is never
// sent forward, and never to where it was not.
type Returns struct {
	Scope  ReturnScope
	States []string // with Scope "": only to these
}

// ReturnScope is the word that stands for the states in a Returns.
type ReturnScope string

const (
	ReturnPrevious ReturnScope = "previous" // the step before
	ReturnAny      ReturnScope = "any"      // any step before
)

// MarshalJSON writes the word, or the list of states.
func (r Returns) MarshalJSON() ([]byte, error) {
	if r.Scope != "" {
		return json.Marshal(r.Scope)
	}
	return json.Marshal(r.States)
}

// UnmarshalJSON reads the word, or the list of states.
func (r *Returns) UnmarshalJSON(doc []byte) error {
	*r = Returns{}
	if len(doc) > 0 && doc[0] == '[' {
		return json.Unmarshal(doc, &r.States)
	}
	if err := json.Unmarshal(doc, &r.Scope); err != nil {
		return err
	}
	if r.Scope != ReturnPrevious && r.Scope != ReturnAny {
		return fmt.Errorf("returns: %q is neither previous nor any", r.Scope)
	}
	return nil
}

// ErrNoReturn means that a case cannot be sent back from its state to that step.
var ErrNoReturn = errors.New("workflow: the case cannot be returned there")

// Advance is the trail of a case that was on trail and entered to: the steps
// that led from the start to where it is, the last one. A step that is entered
// again cuts off what came after it, so a loop leaves no trace, and a trail is
// never longer than the workflow. States that are no step leave it as it is.
func Advance(trail []string, from, to *State) []string {
	if to.Type != Step {
		return trail
	}
	if len(trail) == 0 && from != nil && from.Type == Step {
		trail = []string{from.ID} // a case that was under way before trails were kept
	}
	if i := slices.Index(trail, to.ID); i >= 0 {
		return slices.Clone(trail[:i+1])
	}
	return append(slices.Clone(trail), to.ID)
}

// Earlier lists the steps to which a case may be sent back from its state, the
// latest first.
func (m *Machine) Earlier(state string, trail []string) []*State {
	s, ok := m.states[state]
	if !ok || s.Returns == nil || s.Type != Step || len(trail) < 2 || trail[len(trail)-1] != state {
		return nil
	}
	var list []*State
	for i := len(trail) - 2; i >= 0; i-- {
		to, ok := m.states[trail[i]]
		if !ok || to.Type != Step {
			continue
		}
		switch s.Returns.Scope {
		case ReturnPrevious:
			return []*State{to}
		case ReturnAny:
			list = append(list, to)
		default:
			if slices.Contains(s.Returns.States, to.ID) {
				list = append(list, to)
			}
		}
	}
	return list
}

// Return is the pure step back: ErrNoReturn unless Earlier lists the step.
// The matter's clocks go on, for to the citizen nothing has stood still.
func (m *Machine) Return(state, to string, trail []string) (Move, error) {
	for _, s := range m.Earlier(state, trail) {
		if s.ID == to {
			from := m.states[state]
			return Move{From: from, To: s, Effects: effects(from, s)}, nil
		}
	}
	return Move{}, fmt.Errorf("%w: from %q of workflow %q to %q", ErrNoReturn, state, m.Workflow.ID, to)
}

// mayReturn lists, as far as the graph tells, the steps to which some case may
// be sent back from s, in the order they are written.
func mayReturn(w *Workflow, states map[string]*State, s *State) []*State {
	if s.Returns == nil || s.Type != Step {
		return nil
	}
	back := map[string][]string{}
	for i := range w.States {
		for _, t := range w.States[i].On {
			back[t.Target] = append(back[t.Target], w.States[i].ID)
		}
	}
	before := walk(back[s.ID], func(id string) []string {
		// The step before may have waited for the citizen, but no other step lies between.
		if s.Returns.Scope == ReturnPrevious && states[id].Type == Step {
			return nil
		}
		return back[id]
	})
	var list []*State
	for i := range w.States {
		to := &w.States[i]
		listed := s.Returns.Scope != "" || slices.Contains(s.Returns.States, to.ID)
		if to.Type == Step && to.ID != s.ID && before[to.ID] && listed {
			list = append(list, to)
		}
	}
	return list
}
