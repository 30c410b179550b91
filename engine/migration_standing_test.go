package engine_test

import (
	"strings"
	"testing"

	"github.com/onematter/onematter/engine"
)

// What a case has come to decides whether it may be moved at all.
func TestACaseThatHasEndedOrWaitsIsNotMoved(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	h := newHarbour()
	from := w.release(h)
	draft := w.sail(citizen("dan")).Draft
	clerk := staff("clerk", "harbour-office", "clerk")
	running, asking, refused, issued := w.filed(citizen("ann")), w.filed(citizen("bob")), w.filed(citizen("cid")), w.filed(citizen("eve"))
	w.act(clerk, w.child(asking, "MA").ID, engine.Action{Event: "correct", Note: "请补正泊位", Fields: []string{"applicant/HE5"}})
	w.act(clerk, w.child(refused, "MA").ID, engine.Action{Event: "refuse", Note: "没有空位"})
	w.act(clerk, w.child(issued, "MA").ID, engine.Action{Event: "pass"})
	w.act(staff("reviewer", "harbour-office", "reviewer"), w.child(issued, "MA").ID, engine.Action{Event: "issue"})
	has := func(vs map[string]engine.MigrationVerdict, filing, code string) {
		t.Helper()
		if found := strings.Join(codes(vs[filing]), " "); !strings.Contains(found, code) {
			t.Errorf("%q, want %s", found, code)
		}
	}
	vs := w.dry(engine.Migration{Theme: "TH", From: from, To: w.release(h.with(t, "2.0.0", "forms/MA.yaml", "泊位申请表", "泊位登记表"))})
	has(vs, asking.Case, "migration.asking")
	has(vs, refused.Case, "migration.ended")
	has(vs, issued.Case, "migration.issued")
	vs = w.dry(engine.Migration{Theme: "TH", From: from, To: w.release(h.with(t, "3.0.0", "workflows/WA.yaml", "accept.correct", "waiting", "workflows/WA.yaml", "accept", "intake", "workflows/WA.yaml", "waiting", "accept"))})
	has(vs, running.Case, "migration.state_kind")
	vs = w.dry(engine.Migration{Theme: "TH", From: from, To: w.release(h.with(t, "4.0.0", "themes/TH.yaml", "when: Q1 == true", "when: Q1 == false"))})
	has(vs, draft.ID, "migration.scope")
}
