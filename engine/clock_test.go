package engine_test

import (
	"context"
	"testing"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/workflows"
)

// local is a time of the week of monday in Shanghai: day 0 is Monday.
func local(day, hour, minute int) time.Time {
	return time.Date(2026, 3, 9+day, hour, minute, 0, 0, time.FixedZone("CST", 8*3600)).UTC()
}

func TestClocksCountWorkingTimeAndPauseForTheCitizen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	me := citizen("ming")
	r := w.file(me) // Monday 10:00
	id := w.child(r, "M07").ID

	expect := func(when string, light workflows.Light, due, next time.Time) {
		t.Helper()
		c := w.kept(id)
		if c.Light != light || !c.Due.Equal(due) || !c.LightNext.Equal(next) {
			t.Errorf("%s: %s, due %s, next %s; want %s, %s, %s", when, c.Light, c.Due, c.LightNext, light, due, next)
		}
	}
	// Half a day for acceptance, counted at once: 10:00–12:00 and 13:30–15:00.
	expect("filed", workflows.Green, local(0, 15, 0), local(0, 14, 18))
	if c := w.kept(id); !c.Promised.Since.Equal(local(1, 9, 0)) || c.Promised.Limit != 7*time.Hour || !c.Statutory.Due(w.calendar()).Equal(local(1, 17, 30)) {
		t.Errorf("the day of filing counts: %+v", c.Promised)
	}

	w.set(local(0, 11, 0))
	w.act(officer("M07"), id, engine.Action{Event: "correct", Note: "请说明投资构成"})
	expect("asked", workflows.Paused, time.Time{}, time.Time{})

	w.set(local(1, 9, 30))
	w.act(me, id, engine.Action{Event: "resubmit"})
	// An hour of the step was used: two and a half are left.
	expect("back", workflows.Green, local(1, 12, 0), local(1, 11, 18))
	if due := w.kept(id).Promised.Due(w.calendar()); !due.Equal(local(2, 9, 30)) {
		t.Errorf("the promise ends at %s", due)
	}

	w.set(local(1, 10, 30))
	w.act(officer("M07"), id, engine.Action{Event: "pass"})
	events := got[[]engine.Event](t)(w.store.EventsOfCase(ctx, id))
	var moved []engine.EventData
	for _, ev := range events {
		if ev.Type == engine.EventMoved {
			moved = append(moved, ev.Data)
		}
	}
	if len(moved) != 3 || moved[0].StepSeconds != 3600 || moved[1].StepSeconds != 0 || moved[2].StepSeconds != 3600 {
		t.Errorf("the log has steps of %+v", moved)
	}
	if last := moved[2]; last.StepLimit != 12600 || last.UsedSeconds != 3600 || last.PromisedSeconds != 25200 || last.DueUnix != local(1, 15, 30).Unix() {
		t.Errorf("the last move says %+v", last)
	}
	w.act(officer("M07"), id, engine.Action{Event: "deliver"})
	expect("ended", workflows.None, time.Time{}, time.Time{})
}

func TestACorrectionOnTheDayOfFilingDoesNotMakeThatDayCount(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	me := citizen("ming")
	id := w.child(w.file(me), "M07").ID
	w.set(local(0, 11, 0))
	w.act(officer("M07"), id, engine.Action{Event: "correct", Note: "请说明投资构成"})
	w.set(local(0, 14, 0))
	w.act(me, id, engine.Action{Event: "resubmit"})
	if since := w.kept(id).Promised.Since; !since.Equal(local(1, 9, 0)) {
		t.Errorf("the promise runs from %s", since)
	}
}

func TestTheSweepRaisesLightsAndLeavesOpenPagesGood(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	r := w.file(citizen("ming"))
	c := w.child(r, "M07")
	sweep := func(at time.Time, want int) {
		t.Helper()
		w.set(at)
		if n := got[int](t)(w.Sweep(ctx)); n != want {
			t.Errorf("%d lights moved at %s, want %d", n, at, want)
		}
	}
	light := func(want workflows.Light) {
		t.Helper()
		if c := w.kept(c.ID); c.Light != want {
			t.Errorf("the light is %s, want %s", c.Light, want)
		}
	}
	sweep(local(0, 14, 17), 0)
	light(workflows.Green)
	sweep(local(0, 14, 18), 2) // M01 and M07
	light(workflows.Yellow)
	sweep(local(0, 14, 19), 0)
	sweep(local(0, 15, 0), 2)
	light(workflows.Red)

	list, _, lights, err := w.Worklist(ctx, officer("M07"), engine.CaseFilter{}, engine.Page{})
	must(t, err)
	if len(list) != 1 || list[0].Case.ID != c.ID || lights[engine.HeldByNobody][workflows.Red] != 1 {
		t.Errorf("the worklist has %d cases and lights %v", len(list), lights)
	}
	// The page opened at 10:00 is still good.
	if _, err := w.Apply(ctx, officer("M07"), c.ID, c.Revision, "", engine.Action{Event: "pass"}); err != nil {
		t.Errorf("acting after the light changed: %v", err)
	}
	n := 0
	for _, ev := range got[[]engine.Event](t)(w.store.EventsOfCase(ctx, c.ID)) {
		if ev.Type == engine.EventLight {
			n++
		}
	}
	if n != 2 {
		t.Errorf("the log has %d changes of light", n)
	}
}

func (w *world) calendar() *workflows.Calendar {
	w.t.Helper()
	ed, err := w.cat.Current(context.Background())
	must(w.t, err)
	cal, ok := ed.Calendar("cn")
	if !ok {
		w.t.Fatal("no calendar")
	}
	return cal
}
