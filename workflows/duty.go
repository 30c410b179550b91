package workflows

import (
	"fmt"
	"slices"

	"github.com/looplab/fsm"
)

// DutyState is where source responsibility (数源认责) for one field or material
// of a matter stands.
type DutyState string

const (
	DutyProposed  DutyState = "proposed"  // the source department is asked
	DutyReturned  DutyState = "returned"  // it said no, with a reason: whoever proposed it decides what next
	DutyDisputed  DutyState = "disputed"  // it said no twice: the lead department or an administrator arbitrates
	DutyAssigned  DutyState = "assigned"  // arbitrated: the department delivers, and says how
	DutyConfirmed DutyState = "confirmed" // it delivers from a date on
	DutyWithdrawn DutyState = "withdrawn" // the proposal was taken back
	DutyEnded     DutyState = "ended"     // it delivered and stops at a date
)

// DutyEvent is what somebody does to it.
type DutyEvent string

const (
	DutyPropose  DutyEvent = "propose"  // to the same department once more, answering its reason
	DutyConfirm  DutyEvent = "confirm"  // saying how and from when
	DutyReturn   DutyEvent = "return"   // with a reason; the second time it becomes a dispute
	DutyReassign DutyEvent = "reassign" // to another department, which is asked afresh
	DutyAssign   DutyEvent = "assign"   // the arbiter's word: it cannot be returned any more
	DutyWithdraw DutyEvent = "withdraw"
	DutyEnd      DutyEvent = "end" // from a date on
)

// DutyEvents are all of them, in the order in which they are offered.
var DutyEvents = []DutyEvent{DutyConfirm, DutyReturn, DutyReassign, DutyAssign, DutyPropose, DutyWithdraw, DutyEnd}

// DutyParty is who may do it.
type DutyParty string

const (
	DutyProposer DutyParty = "proposer" // business staff
	DutySource   DutyParty = "source"   // the source department's manager or approver
	DutyArbiter  DutyParty = "arbiter"  // the lead department of a theme the matter is in, or an administrator
)

// dutyReturns is how often a department may say no before others decide.
const dutyReturns = 2

// dispute is the return that is one too many: an event of the machine, not of people.
const dispute = "dispute"

type dutyRule struct {
	event   string
	from    []DutyState
	to      DutyState
	parties []DutyParty
}

var dutyRules = []dutyRule{
	{string(DutyPropose), []DutyState{DutyReturned, DutyWithdrawn, DutyEnded}, DutyProposed, []DutyParty{DutyProposer}},
	{string(DutyConfirm), []DutyState{DutyProposed, DutyAssigned}, DutyConfirmed, []DutyParty{DutySource}},
	{string(DutyReturn), []DutyState{DutyProposed}, DutyReturned, []DutyParty{DutySource}},
	{dispute, []DutyState{DutyProposed}, DutyDisputed, nil},
	{string(DutyReassign), []DutyState{DutyProposed, DutyReturned}, DutyProposed, []DutyParty{DutyProposer, DutySource, DutyArbiter}},
	{string(DutyReassign), []DutyState{DutyDisputed, DutyAssigned}, DutyProposed, []DutyParty{DutyArbiter}},
	{string(DutyAssign), []DutyState{DutyDisputed}, DutyAssigned, []DutyParty{DutyArbiter}},
	{string(DutyWithdraw), []DutyState{DutyProposed, DutyReturned}, DutyWithdrawn, []DutyParty{DutyProposer, DutyArbiter}},
	{string(DutyWithdraw), []DutyState{DutyDisputed, DutyAssigned}, DutyWithdrawn, []DutyParty{DutyArbiter}},
	{string(DutyEnd), []DutyState{DutyConfirmed}, DutyEnded, []DutyParty{DutySource, DutyArbiter}},
}

var dutyMoves = newDutyMoves()

func newDutyMoves() *decider {
	events := make(fsm.Events, 0, len(dutyRules))
	for _, r := range dutyRules {
		src := make([]string, len(r.from))
		for i, s := range r.from {
			src[i] = string(s)
		}
		events = append(events, fsm.EventDesc{Name: r.event, Src: src, Dst: string(r.to)})
	}
	return newDecider(string(DutyProposed), events)
}

// NextDuty is the pure step: where an event leads from a state, after so many
// returns. ErrNoTransition when the state has no such event.
func NextDuty(from DutyState, event DutyEvent, returns int) (DutyState, error) {
	name := string(event)
	switch {
	case name == dispute:
		return "", fmt.Errorf("%w: nobody does %q", ErrNoTransition, event)
	case event == DutyReturn && returns+1 >= dutyReturns:
		name = dispute
	}
	to, err := dutyMoves.decide(string(from), name)
	if err != nil {
		return "", fmt.Errorf("%w: a duty that is %s, event %q: %w", ErrNoTransition, from, event, err)
	}
	return DutyState(to), nil
}

// DutyParties are who may do an event in a state; none when it has no such event.
func DutyParties(from DutyState, event DutyEvent) []DutyParty {
	for _, r := range dutyRules {
		if r.event == string(event) && slices.Contains(r.from, from) {
			return r.parties
		}
	}
	return nil
}

// Waits reports whether the source department owes an answer: its clock runs.
func (s DutyState) Waits() bool { return s == DutyProposed || s == DutyAssigned }
