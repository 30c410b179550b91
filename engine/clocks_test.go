package engine_test

import (
	"context"
	"testing"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/workflows"
)

// Whoever sees a case whole may ask why its clocks stand as they do; who
// decided is told to those who work on cases.
func TestClocksAreExplainedToThoseWhoSeeTheCase(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	me := citizen("ming")
	r := w.file(me)
	c := w.child(r, "M07")
	w.wait(26 * time.Hour)
	w.act(officer("M07"), c.ID, engine.Action{Event: "correct", Note: "请说明投资构成"})
	w.wait(24 * time.Hour)

	v := got[*engine.ClocksView](t)(w.Clocks(ctx, officer("M07"), c.Number, time.Time{}, false))
	if len(v.Cases) != 1 || len(v.Cases[0].Accounts) != 3 || len(v.Cases[0].Lines) != 6 {
		t.Fatalf("told are %+v", v.Cases)
	}
	a := v.Cases[0].Accounts[0]
	if a.Clock != workflows.PromisedClock || a.Light != workflows.Paused || a.Used != w.kept(c.ID).Promised.Used || len(a.Days) != 3 {
		t.Errorf("the promise is told as %+v", a)
	}
	if l := v.Cases[0].Lines[3]; l.Kind != workflows.LinePause || l.Note != "请说明投资构成" || l.Account != officer("M07").Account || l.Role == "" {
		t.Errorf("the pause is %+v", l)
	}
	mine := got[*engine.ClocksView](t)(w.Clocks(ctx, me, c.ID, time.Time{}, false))
	if l := mine.Cases[0].Lines[3]; l.Account != "" || l.Note != "请说明投资构成" {
		t.Errorf("the citizen reads %+v", l)
	}
	// Yesterday evening it was still running.
	then := got[*engine.ClocksView](t)(w.Clocks(ctx, me, c.ID, monday, true))
	if a := then.Cases[0].Accounts[0]; a.Light == workflows.Paused || len(a.Days) != 1 || a.Days[0].Why != workflows.DayFirst || len(then.Cases[0].Lines) != 3 {
		t.Errorf("on the day of filing: %+v", a)
	}
	if all := got[*engine.ClocksView](t)(w.Clocks(ctx, me, r.Case, time.Time{}, false)); len(all.Cases) != 8 {
		t.Errorf("of the theme %d cases are told", len(all.Cases))
	}
	if some := got[*engine.ClocksView](t)(w.Clocks(ctx, officer("M07"), r.Case, time.Time{}, false)); len(some.Cases) != 1 {
		t.Errorf("a department is told of %d cases of the theme", len(some.Cases))
	}
	_, err := w.Clocks(ctx, officer("M08"), c.ID, time.Time{}, false)
	wantErr(t, err, engine.ErrNotFound)
	_, err = w.Clocks(ctx, citizen("hong"), c.ID, time.Time{}, false)
	wantErr(t, err, engine.ErrNotFound)
	_, err = w.Clocks(ctx, me, c.ID, w.time().AddDate(1, 0, 1), false)
	wants(t, err, "clocks.ahead")
	// A date a year ahead is told to its end, the one after it not.
	y, m, d := w.time().In(shanghai).Date()
	day := time.Date(y+1, m, d, 0, 0, 0, 0, time.UTC)
	if last := got[*engine.ClocksView](t)(w.Clocks(ctx, me, c.ID, day, true)); last.At.In(shanghai).Day() != d {
		t.Errorf("a year ahead is told at %s", last.At)
	}
	_, err = w.Clocks(ctx, me, c.ID, day.AddDate(0, 0, 1), true)
	wants(t, err, "clocks.ahead")
}

// A holiday published while cases run moves their lights, without anybody
// acting on them and without spoiling an open page; what was said before can
// still be asked for.
func TestALaterCalendarMovesRunningLights(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	c := w.child(w.file(citizen("ming")), "M07")
	got[int](t)(w.Sweep(ctx))
	before := w.kept(c.ID)
	w.set(local(0, 14, 0))
	if !w.laterCalendar("9.9.9", local(1, 12, 0)) || !w.laterCalendar("9.9.10", local(0, 12, 0)) {
		t.Fatal("nothing was published")
	}
	w.wait(2 * time.Second)
	if n := got[int](t)(w.Sweep(ctx)); n == 0 {
		t.Error("no light moved")
	}
	after := w.kept(c.ID)
	// Today and tomorrow are holidays now: the half day of acceptance ends on Wednesday.
	if !after.Due.Equal(local(2, 14, 0)) || after.Revision != before.Revision || !after.LightNext.After(before.LightNext) {
		t.Errorf("due %s at revision %d, was %s at %d", after.Due, after.Revision, before.Due, before.Revision)
	}
	if n := got[int](t)(w.Sweep(ctx)); n != 0 {
		t.Errorf("%d lights moved again", n)
	}
	due := func(at time.Time) time.Time {
		v := got[*engine.ClocksView](t)(w.Clocks(ctx, officer("M07"), c.ID, at, false))
		return v.Cases[0].Accounts[2].Due
	}
	if then, now := due(local(0, 13, 0)), due(time.Time{}); !then.Equal(before.Due) || !now.Equal(after.Due) {
		t.Errorf("before it was due %s, now %s", then, now)
	}
	w.checkLedger(c.ID)
}
