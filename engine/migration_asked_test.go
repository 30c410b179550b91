package engine_test

import (
	"context"
	"slices"
	"testing"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/workflows"
)

func TestARunningRoundIsTakenToAnotherRelease(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		h := jointHarbour(t, signsAll, asksTwo)
		from := w.release(h)
		same, other := w.toReview(), w.toReview()
		asking := w.berth()
		_, err := w.Ask(ctx, berthClerk, asking, w.kept(asking).Revision, "", engine.Question{Department: "health", Text: "?"})
		must(t, err)
		must(t, w.says(fireHead, same, engine.Agree, "可以"))
		votes := func(id string) (n int) {
			v := got[*engine.CaseView](t)(w.Case(ctx, berthClerk, id))
			return v.Round.Agreed
		}

		// The same signatories: the round goes on, and so does the question.
		same2 := w.release(h.with(t, "2.0.0", "workflows/WA.yaml", "limit: 3, sign", "limit: 4, sign"))
		plan := engine.Migration{Theme: "TH", From: from, To: same2}
		findings := func(m engine.Migration, id string) (codes []string) {
			for _, f := range w.dry(m)[w.kept(id).Root].Findings {
				codes = append(codes, f.Code)
			}
			return codes
		}
		if said := findings(plan, same); len(said) > 0 {
			t.Errorf("told: %v", said)
		}
		w.migrate(plan)
		if votes(same) != 1 || w.kept(same).Release != same2 {
			t.Fatal("the vote is lost")
		}
		if _, ok := w.wanted(healthReader, asking); !ok {
			t.Fatal("the question is lost")
		}
		must(t, w.says(healthHead, same, engine.Agree, ""))

		// Other signatories, another department to ask: told, and done.
		changed := w.release(h.with(t, "3.0.0", "workflows/WA.yaml", "{department: health, roles: [approver]}, ", "", "workflows/WA.yaml", "[health, fishery]", "[fishery]"))
		plan = engine.Migration{Theme: "TH", From: same2, To: changed}
		if said := findings(plan, same); !slices.Equal(said, []string{"migration.round"}) {
			t.Errorf("told of the round: %v", said)
		}
		if said := findings(plan, asking); !slices.Equal(said, []string{"migration.opinion"}) {
			t.Errorf("told of the question: %v", said)
		}
		paused, open := w.kept(asking), w.kept(other)
		m := w.migrate(plan)
		if _, ok := w.wanted(healthReader, asking); ok || w.kept(asking).Promised.Since.IsZero() {
			t.Error("a lapsed question asks, or stops the clocks")
		}
		if votes(same) != 0 {
			t.Errorf("%d votes count for what was not asked", votes(same))
		}
		if _, ok := w.wanted(healthHead, other); ok {
			t.Error("who does not sign any more is asked")
		}
		if row, ok := w.wanted(fireHead, other); !ok || len(row.Case.Tasks) != 2 {
			t.Errorf("who signs again is asked: %v", ok)
		}
		// Undone: as it was, with the question and the round open again.
		must(t, w.says(fireHead, same, engine.Agree, ""))
		w.undo(m.ID)
		if row, ok := w.wanted(healthReader, asking); !ok || !row.Due.Equal(paused.Tasks[0].Due) || w.kept(asking).Light != workflows.Paused {
			t.Errorf("after the undo: %v %+v", ok, row)
		}
		if back := w.kept(other); len(back.Tasks) != len(open.Tasks) || back.Release != same2 {
			t.Errorf("after the undo: %+v", back.Tasks)
		}
		for _, a := range []engine.Actor{fireHead, healthHead, berthHead} {
			must(t, w.says(a, other, engine.Agree, ""))
		}
		if c := w.kept(other); c.State != "issue" {
			t.Errorf("it is in %s", c.State)
		}
		if c := w.kept(same); c.Release != changed {
			t.Error("what somebody signed since was put back")
		}
		// A step that is not countersigned any more.
		gone := w.release(h.with(t, "4.0.0", "workflows/WA.yaml", " sign: "+signsAll+",", "", "workflows/WA.yaml", "[health, fishery]", "[fishery]"))
		plan = engine.Migration{Theme: "TH", From: changed, To: gone}
		if said := findings(plan, same); !slices.Equal(said, []string{"migration.round_gone"}) {
			t.Errorf("told: %v", said)
		}
		w.migrate(plan)
		if _, ok := w.wanted(berthHead, same); ok {
			t.Error("nobody signs here any more")
		}
		w.act(berthClerk, same, engine.Action{Event: "agreed"})
	})
}
