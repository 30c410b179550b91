package workflows

import (
	"errors"
	"slices"
	"testing"
)

// Every event in every state: where it leads, or that it does not exist. The
// table is the whole machine.
func TestADutyGoesWhereItsTableSays(t *testing.T) {
	t.Parallel()
	states := []DutyState{DutyProposed, DutyReturned, DutyDisputed, DutyAssigned, DutyConfirmed, DutyWithdrawn, DutyEnded}
	want := map[DutyState]map[DutyEvent]DutyState{
		DutyProposed:  {DutyConfirm: DutyConfirmed, DutyReturn: DutyReturned, DutyReassign: DutyProposed, DutyWithdraw: DutyWithdrawn},
		DutyReturned:  {DutyPropose: DutyProposed, DutyReassign: DutyProposed, DutyWithdraw: DutyWithdrawn},
		DutyDisputed:  {DutyReassign: DutyProposed, DutyAssign: DutyAssigned, DutyWithdraw: DutyWithdrawn},
		DutyAssigned:  {DutyConfirm: DutyConfirmed, DutyReassign: DutyProposed, DutyWithdraw: DutyWithdrawn},
		DutyConfirmed: {DutyEnd: DutyEnded},
		DutyWithdrawn: {DutyPropose: DutyProposed},
		DutyEnded:     {DutyPropose: DutyProposed},
	}
	for _, from := range states {
		for _, event := range append(slices.Clone(DutyEvents), "dispute", "nonsense") {
			to, err := NextDuty(from, event, 0)
			wanted, ok := want[from][event]
			if ok != (err == nil) || to != wanted || err != nil && !errors.Is(err, ErrNoTransition) {
				t.Errorf("%s on %s: %q, %v; want %q", from, event, to, err, wanted)
			}
			if ok != (len(DutyParties(from, event)) > 0) {
				t.Errorf("%s on %s: who may do it does not fit whether it can be done", from, event)
			}
		}
	}
	if to, err := NextDuty(DutyProposed, DutyReturn, 1); err != nil || to != DutyDisputed {
		t.Errorf("the second return leads to %q, %v", to, err)
	}
}

// From every state somebody can still bring a duty to a decision: no dead end.
func TestNoDutyIsStuck(t *testing.T) {
	t.Parallel()
	for _, from := range []DutyState{DutyProposed, DutyReturned, DutyDisputed, DutyAssigned, DutyWithdrawn, DutyEnded} {
		reached, queue := map[DutyState]bool{from: true}, []DutyState{from}
		for len(queue) > 0 {
			s := queue[0]
			queue = queue[1:]
			for _, event := range DutyEvents {
				if to, err := NextDuty(s, event, 1); err == nil && !reached[to] {
					reached[to] = true
					queue = append(queue, to)
				}
			}
		}
		if !reached[DutyConfirmed] {
			t.Errorf("a duty that is %s can never be confirmed", from)
		}
	}
}
