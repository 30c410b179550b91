package engine_test

import (
	"context"
	"testing"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/workflows"
)

// A step whose lights say so is yellow and red by its own clock before the matter
// is by its own: the case, its task in the worklist and the account go by it.
func TestAStepHasThresholdsOfItsOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	h := patientHarbour(t).with(t, "1.0.0", "workflows/WA.yaml", "roles: [clerk], limit: 2, opinions", "roles: [clerk], limit: 2, lights: {yellow: {share: 0.25}, red: {share: 0.5}}, opinions")
	h["matters/MA.yaml"] += "lights: {yellow: {left: 1}}\n"
	w.release(h)
	id := w.berth()
	c := w.kept(id)
	cal := got[*engine.CaseView](t)(w.Case(ctx, seafarer, id)).Calendar
	for _, next := range []struct {
		used  float64
		light workflows.Light
	}{{0.5, workflows.Yellow}, {1, workflows.Red}} {
		at := cal.Add(c.Step.Since, cal.Days(next.used))
		for w.sweepAt(at) > 0 {
		}
		list, _, _, err := w.Worklist(ctx, berthClerk, engine.CaseFilter{Matter: "MA"}, engine.Page{})
		must(t, err)
		if c := w.kept(id); c.Light != next.light || len(list) != 1 || list[0].Light != next.light {
			t.Fatalf("with %v days of the step used it is %s, in the worklist %+v", next.used, c.Light, list)
		}
		for _, a := range got[*engine.ClocksView](t)(w.Clocks(ctx, berthClerk, id, time.Time{}, false)).Cases[0].Accounts {
			if want := map[bool]workflows.Light{true: next.light, false: workflows.Green}[a.Clock == workflows.StepClock]; a.At.Limit > 0 && a.Light != want {
				t.Errorf("the account of %s shows %s", a.Clock, a.Light)
			}
		}
	}
}

// A matter whose lights say so is yellow with two days left and red with one: the
// sweep raises it exactly then, and worklists show it.
func TestASweepRaisesLightsByTheMattersThresholds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	h := patientHarbour(t).with(t, "1.0.0", "workflows/WA.yaml", "roles: [clerk], limit: 2, opinions", "roles: [clerk], opinions")
	h["matters/MA.yaml"] += "lights: {yellow: {left: 2}, red: {left: 1}}\n"
	w.release(h)
	id := w.berth()
	cal := got[*engine.CaseView](t)(w.Case(ctx, seafarer, id)).Calendar
	c := w.kept(id)
	shows := func(want workflows.Light) {
		t.Helper()
		if c := w.kept(id); c.Light != want || c.Revision != 1 {
			t.Fatalf("at %s it is %s, revision %d, and not %s", w.time(), c.Light, c.Revision, want)
		}
		list, _, counts, err := w.Worklist(ctx, berthClerk, engine.CaseFilter{Matter: "MA"}, engine.Page{})
		must(t, err)
		if len(list) != 1 || list[0].Light != want || counts[engine.HeldByNobody][want] != 1 {
			t.Fatalf("the worklist shows %+v, %v", list, counts)
		}
	}
	shows(workflows.Green)
	for _, next := range []struct {
		used  float64 // of five
		light workflows.Light
	}{{3, workflows.Yellow}, {4, workflows.Red}} {
		at := cal.Add(c.Promised.Since, cal.Days(next.used))
		if c = w.kept(id); !c.LightNext.Equal(at) {
			t.Fatalf("the light changes at %s, want %s", c.LightNext, at)
		}
		was := c.Light
		for w.sweepAt(at.Add(-time.Microsecond)) > 0 {
		}
		shows(was)
		for w.sweepAt(at) > 0 {
		}
		shows(next.light)
	}
	if c = w.kept(id); !c.Due.After(w.time()) {
		t.Errorf("red before its time it is due %s", c.Due)
	}
	if a := got[*engine.ClocksView](t)(w.Clocks(ctx, berthClerk, id, time.Time{}, false)).Cases[0].Accounts[0]; a.Light != workflows.Red {
		t.Errorf("the account shows %s", a.Light)
	}
}
