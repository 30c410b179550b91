package workflows_test

import (
	"testing"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

func TestACaseIsDecidedWhereOnlyAnApprovalLeads(t *testing.T) {
	t.Parallel()
	step := func(id string, on ...workflows.Transition) workflows.State {
		return workflows.State{ID: id, Name: metamodel.Zh(id), Type: workflows.Step, Roles: []string{"clerk"}, On: on}
	}
	to := func(event, target string, kind workflows.TransitionKind) workflows.Transition {
		return workflows.Transition{Event: event, Label: metamodel.Zh(event), Target: target, Kind: kind}
	}
	m, ps := workflows.Compile(&workflows.Workflow{ID: "w", Title: metamodel.Zh("w"), Initial: "accept", States: []workflows.State{
		step("accept", to("pass", "decide", workflows.Forward)),
		step("decide", to("grant", "print", workflows.Approve), to("short", "deliver", workflows.Forward)),
		step("print", to("printed", "deliver", workflows.Forward), to("ask", "asking", workflows.Correct)),
		{ID: "asking", Name: metamodel.Zh("asking"), Type: workflows.Wait, On: []workflows.Transition{to("resubmit", "print", workflows.Resubmit)}},
		step("deliver", to("deliver", "issued", workflows.Deliver)),
		{ID: "issued", Name: metamodel.Zh("issued"), Type: workflows.Final, Outcome: workflows.Issued},
	}})
	if m == nil {
		t.Fatal(ps)
	}
	for state, want := range map[string]bool{"accept": false, "decide": false, "print": true, "asking": true, "deliver": false, "nowhere": false} {
		if got := m.Decided(state); got != want {
			t.Errorf("%s: %v", state, got)
		}
	}
}
