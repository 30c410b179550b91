// Package workflows is one process: states, transitions, roles, deadlines.
// Everything here is pure: no I/O and no clock of its own.
package workflows

import (
	"slices"

	"github.com/onematter/onematter/metamodel"
)

// Workflow is a process as written, in the words of statecharts.
type Workflow struct {
	ID      string         `json:"id" validate:"required,max=64"`
	Title   metamodel.Text `json:"title" validate:"required"`
	Initial string         `json:"initial" validate:"required"`
	States  []State        `json:"states" validate:"required,min=1,dive"`
}

// StateType says who the process waits for.
type StateType string

const (
	// Step waits for a department; its clock runs.
	Step StateType = "step"
	// Wait waits for the citizen (待补正, 待整改); the clock is paused.
	Wait StateType = "wait"
	// Final is an end.
	Final StateType = "final"
)

// Outcome of a final state.
type Outcome string

const (
	Issued    Outcome = "issued"    // the result was issued
	Refused   Outcome = "refused"   // not accepted, or decided against
	Withdrawn Outcome = "withdrawn" // taken back by the citizen
	Void      Outcome = "void"      // could never start: a matter before it was refused
	Partial   Outcome = "partial"   // theme cases only: some matters issued, some not
)

// State is one step of the process.
type State struct {
	ID       string            `json:"id" validate:"required,max=64"`
	Name     metamodel.Text    `json:"name" validate:"required"`
	Type     StateType         `json:"type" validate:"required,oneof=step wait final"`
	Roles    []string          `json:"roles,omitempty"`                  // who acts, with Step: clerk, reviewer, inspector, approver, or the department's own
	Limit    float64           `json:"limit,omitempty" validate:"min=0"` // working days for this step; 0: none of its own
	Lights   *metamodel.Lights `json:"lights,omitempty"`                 // with a limit: from when on its clock is yellow and red; nil: as the matter or the calendar says
	Outcome  Outcome           `json:"outcome,omitempty"`                // with Final
	Sign     *Sign             `json:"sign,omitempty"`                   // with Step: who countersigns
	Opinions *Opinions         `json:"opinions,omitempty"`               // with Step: who may be asked
	Returns  *Returns          `json:"returns,omitempty"`                // with Step: where officers may send the case back to
	After    *After            `json:"after,omitempty"`                  // with Step: what happens when nobody decides in time
	On       []Transition      `json:"on,omitempty" validate:"dive"`
}

// Inspector is the role of officers who go and look on the premises.
const Inspector = "inspector"

// Inspects reports whether officers come to the premises in a step: inspectors
// act in it, or it may ask for the premises to be put right.
func (s *State) Inspects() bool {
	return s.Type == Step && (slices.Contains(s.Roles, Inspector) || slices.ContainsFunc(s.On, func(t Transition) bool { return t.Kind == Rectify }))
}

// TransitionKind is what an action means to people: it chooses the button, the
// sentence that spells out its consequence, and what must accompany it.
type TransitionKind string

const (
	Forward  TransitionKind = "forward"  // goes on
	Correct  TransitionKind = "correct"  // asks the citizen for corrections; note required
	Rectify  TransitionKind = "rectify"  // asks the citizen to put the premises right; note required
	Refuse   TransitionKind = "refuse"   // ends against the citizen; note (the reason) required
	Approve  TransitionKind = "approve"  // decides for the citizen
	Deliver  TransitionKind = "deliver"  // issues the result; the result's fields are entered
	Resubmit TransitionKind = "resubmit" // the citizen answers a Wait

	// SendBack is a return to an earlier step; note required. No transition is
	// written with it: State.Returns says where it leads.
	SendBack TransitionKind = "return"
)

// Transition is one action of a state.
type Transition struct {
	Event  string         `json:"event" validate:"required,max=64"`
	Label  metamodel.Text `json:"label" validate:"required"`
	Target string         `json:"target" validate:"required"`
	Kind   TransitionKind `json:"kind" validate:"required,oneof=forward correct rectify refuse approve deliver resubmit"`
}

// NoteRequired reports whether an action of this kind must say why.
func (k TransitionKind) NoteRequired() bool {
	return k == Correct || k == Rectify || k == Refuse || k == SendBack
}
