package engine_test

import (
	"context"
	"testing"
	"time"

	"github.com/onematter/onematter/engine"
)

// active gives when one's filings last moved, in the order of the list.
func (w *world) active(a engine.Actor) (ids []string, at map[string]time.Time) {
	w.t.Helper()
	list, _, err := w.Filings(context.Background(), a, engine.CaseFilter{}, engine.Page{})
	must(w.t, err)
	at = map[string]time.Time{}
	for _, k := range list {
		ids, at[k.ID] = append(ids, k.ID), k.Active
	}
	return ids, at
}

// A filing moves when one of its matters does, not when a department takes it in
// hand; what waits for the applicant stands first.
func TestFilingsAreListedByWhatLastHappenedInThem(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		me := citizen("ming")
		older, newer, officer := w.file(me), w.file(me), staff("officer", "market-regulation", "clerk")
		w.wait(time.Hour)
		w.hands(officer, w.child(older, "M01").ID, engine.Claim, "")
		if ids, _ := w.active(me); ids[0] != newer.Case {
			t.Error("who has it in hand moved a filing")
		}
		w.act(officer, w.child(older, "M01").ID, engine.Action{Event: "pass"})
		ids, at := w.active(me)
		if len(ids) != 2 || ids[0] != older.Case || !at[older.Case].Equal(w.time()) || at[newer.Case].Equal(w.time()) {
			t.Errorf("listed are %v at %v", ids, at)
		}
		w.wait(time.Hour)
		if others, _ := w.active(citizen("hua")); len(others) != 0 {
			t.Errorf("somebody else reads %v", others)
		}
	})
}

// When a filing last moved does not tell what was decided before its notice: a
// grant that is still delivered looks like a refusal.
func TestWhenAFilingMovedTellsNothingBeforeItsNotice(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		me := citizen("ming")
		r := w.together(me)
		filed := w.kept(r.Case).Submitted
		for _, step := range []struct {
			by     engine.Actor
			matter string
			act    engine.Action
		}{{first, "TA", give("NO-77")}, {second, "TB", engine.Action{Event: "deny", Note: "面积不足"}}} {
			w.wait(time.Hour)
			w.act(step.by, w.child(r, step.matter).ID, step.act)
			if _, at := w.active(me); !at[r.Case].Equal(filed) {
				t.Errorf("after %s the filing moved at %s", step.matter, at[r.Case])
			}
		}
		w.wait(time.Hour)
		w.act(first, w.child(r, "TC").ID, engine.Action{Event: "give"})
		if _, at := w.active(me); !at[r.Case].Equal(w.notified(r)[0].At) {
			t.Errorf("after the notice it moved at %s", at[r.Case])
		}
	})
}
