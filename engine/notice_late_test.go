package engine_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/workflows"
)

// A grant from before decisions were noted gets its day from the sweep, counted
// from the decision, and is told on it; one that waits longer is told at once.
func TestAGrantFromBeforeDecisionsWereNotedIsToldInTime(t *testing.T) {
	for name, late := range map[string]bool{"in time": false, "late": true} {
		t.Run(name, func(t *testing.T) {
			onBothDatabases(t, func(t *testing.T, w *world) {
				ctx, me := context.Background(), citizen("ming")
				r := w.togetherAfterVotes(me)
				tb := w.child(r, "TB").ID
				w.act(second, tb, engine.Action{Event: "accept"})
				w.vote(second, tb, engine.Agree)
				w.vote(first, tb, engine.Agree)
				decided, by := w.kept(tb).Decided, w.kept(r.Case).LightNext
				if decided.IsZero() || !by.Equal(inThreeDays) {
					t.Fatalf("decided %s, told by %s", decided, by)
				}
				// As it was kept then, and as the migration leaves it.
				root, child := w.kept(r.Case), w.kept(tb)
				root.Serve, child.Decided = workflows.Clock{}, time.Time{}
				root.LightNext = time.UnixMicro(1)
				must(t, w.store.Commit(ctx, &engine.Change{UpdateCases: []engine.Case{root, child}}))

				at := by.Add(-time.Hour)
				if late {
					at = by.Add(48 * time.Hour)
				}
				w.sweepAt(at)
				if got := w.kept(tb).Decided; !got.Equal(decided) {
					t.Errorf("decided %s, want %s", got, decided)
				}
				said := w.notified(r)
				if late != (len(said) == 1) {
					t.Fatalf("late %v: the log says %+v", late, said)
				}
				if !late {
					if root := w.kept(r.Case); !root.LightNext.Equal(by) {
						t.Errorf("it is told by %s, want %s", root.LightNext, by)
					}
					w.sweepAt(by)
					said = w.notified(r)
				}
				revision := w.kept(tb).Revision
				w.sweepAt(at.Add(240 * time.Hour))
				if len(said) != 1 || strings.Join(said[0].Data.Matters, " ") != "TB" || len(w.notified(r)) != 1 || w.kept(tb).Revision != revision {
					t.Errorf("late %v: the log says %+v", late, w.notified(r))
				}
			})
		})
	}
}
