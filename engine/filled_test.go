package engine_test

import (
	"context"
	"testing"
	"time"

	"github.com/onematter/onematter/engine"
)

func TestTheTimeToFillInIsMeasuredWithoutThePauses(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		me := citizen("ming")
		v := w.complete(me)
		steps := []struct{ wait, counts time.Duration }{{2 * time.Minute, 2 * time.Minute}, {time.Hour, 10 * time.Minute}, {30 * time.Second, 30 * time.Second}}
		want := v.Draft.Filled
		for _, s := range steps {
			w.wait(s.wait)
			v = got[*engine.DraftView](t)(w.SaveAnswers(ctx, me, v.Draft.ID, v.Draft.Revision, engine.Patch{}))
			want += s.counts
			if v.Draft.Filled != want {
				t.Fatalf("after %v the draft took %v, want %v", s.wait, v.Draft.Filled, want)
			}
		}
		w.wait(3 * time.Minute)
		want += 3 * time.Minute
		r := got[engine.Receipt](t)(w.Submit(ctx, me, v.Draft.ID, ""))

		w.wait(3 * 24 * time.Hour)
		for _, m := range []string{"M01", "M02", "M03", "M04", "M05", "M06", "M07", "M08"} {
			w.issue(r, m)
		}
		seen := 0
		for _, e := range got[[]engine.Event](t)(w.store.EventsOfCase(ctx, r.Case)) {
			switch e.Type {
			case engine.EventSubmitted:
				seen++
				if e.Data.FillSeconds != int64(want/time.Second) || e.Data.ComputedSeconds < 60 || e.Data.ComputedSeconds > 3600 {
					t.Errorf("filled in %d s, want %v; computed %d s", e.Data.FillSeconds, want, e.Data.ComputedSeconds)
				}
			case engine.EventEnded:
				seen++
				root := w.kept(r.Case)
				if got, want := float64(e.Data.PromisedSeconds)/float64(e.Data.DaySeconds), root.After.Days; got != want || want == 0 {
					t.Errorf("the theme was promised in %v days, want %v", got, want)
				}
				if e.Data.UsedSeconds < 2*e.Data.DaySeconds || e.Data.UsedSeconds > 3*e.Data.DaySeconds {
					t.Errorf("the theme took %d of %d s a day, want two to three days", e.Data.UsedSeconds, e.Data.DaySeconds)
				}
			}
		}
		if seen != 2 {
			t.Errorf("%d of two events tell", seen)
		}
	})
}
