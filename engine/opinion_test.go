package engine_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/workflows"
)

func TestAnOpinionIsAskedAndGiven(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		w.release(jointHarbour(t, signsAll, asksTwo))
		id := w.berth()
		c := w.kept(id)
		ask := func(q engine.Question) error {
			_, err := w.Ask(ctx, berthClerk, id, w.kept(id).Revision, "", q)
			return err
		}
		wants(t, ask(engine.Question{Department: "fire", Text: "?"}), "opinion.department")
		wants(t, ask(engine.Question{Department: "harbour-office", Text: "?"}), "opinion.department")
		wants(t, ask(engine.Question{Department: "nowhere", Text: "?"}), "account.organisation.unknown")
		wants(t, ask(engine.Question{Department: "health"}), "opinion.question")
		wants(t, ask(engine.Question{Department: "health", Text: "?", Days: 3.5}), "opinion.days")
		wants(t, ask(engine.Question{Department: "health", Text: "?", Days: 1e-5}), "opinion.days") // rounded to nothing it would never be over
		_, err := w.Ask(ctx, berthClerk, id, c.Revision+1, "", engine.Question{Department: "health", Text: "?"})
		wantErr(t, err, engine.ErrConflict)
		w.wait(time.Hour)
		must(t, ask(engine.Question{Department: "health", Text: "水源距离是否合格？", Days: 2}))
		wants(t, ask(engine.Question{Department: "health", Text: "?"}), "opinion.asked")
		row, ok := w.wanted(healthReader, id)
		cal := got[*engine.CaseView](t)(w.Case(ctx, seafarer, id)).Calendar
		if due := cal.Add(cal.FirstDay(w.time()), cal.Days(2)); !ok || !row.Due.Equal(due) || row.Case.Tasks[0].Question != "水源距离是否合格？" {
			t.Fatalf("%v: %+v, due %v", ok, row, due)
		}
		wants(t, w.says(healthReader, id, "perhaps", "x"), "opinion.answer")
		// The clocks stand still meanwhile, and the citizen sees for what.
		before := w.kept(id)
		if before.Light != workflows.Paused || !before.Promised.Since.IsZero() || !before.Statutory.Since.IsZero() {
			t.Errorf("the clocks run: %+v", before)
		}
		w.wait(20 * time.Hour)
		v := got[*engine.CaseView](t)(w.Case(ctx, seafarer, id))
		if x := v.Case.Tasks; len(x) != 1 || x[0].Department != "health" || !x[0].Pauses || x[0].Basis.In("zh") != "行政许可法第四十五条" || x[0].Question != "" {
			t.Errorf("the applicant sees %+v", x)
		}
		wants(t, w.says(healthReader, id, engine.Remarks, ""), "opinion.text")
		must(t, w.says(healthReader, id, engine.Remarks, "须设隔油池"))
		after := w.kept(id)
		if after.Promised.Used != before.Promised.Used || after.Promised.Since.IsZero() || after.Light != workflows.Green {
			t.Errorf("the clocks go on as %+v", after.Promised)
		}
		mine := got[*engine.CaseView](t)(w.Case(ctx, berthClerk, id)).Case.Tasks
		if len(mine) != 1 || mine[0].Answer != engine.Remarks || mine[0].Note != "须设隔油池" || mine[0].ClosedBy != "health-reader" {
			t.Errorf("who asked reads %+v", mine)
		}

		// A question is taken back; the clocks of two wait for both.
		must(t, ask(engine.Question{Department: "health", Text: "再问"}))
		must(t, ask(engine.Question{Department: "fishery", Text: "再问"}))
		row, _ = w.wanted(healthReader, id)
		_, err = w.Revoke(ctx, berthClerk, id, row.Task, w.kept(id).Revision, "")
		must(t, err)
		if c := w.kept(id); c.Light != workflows.Paused {
			t.Error("the clocks go on while another is awaited")
		}
		_, err = w.Revoke(ctx, berthClerk, id, row.Task, w.kept(id).Revision, "")
		wants(t, err, "task.closed")
		// A case does not ask without end.
		full := w.kept(id)
		for range 200 - len(full.Tasks) {
			full.Tasks = append(full.Tasks, engine.Task{ID: "x", Kind: engine.TaskOpinion, Department: "elsewhere", Closed: w.time(), End: engine.TaskAnswered})
		}
		must(t, w.store.Commit(ctx, &engine.Change{UpdateCases: []engine.Case{full}}))
		wants(t, ask(engine.Question{Department: "health", Text: "再问"}), "opinion.many")
		// Going on without the answer: it lapses, and the clocks run.
		spent := w.time()
		w.wait(time.Hour)
		w.act(berthClerk, id, engine.Action{Event: "pass"})
		c = w.kept(id)
		_, err = w.Ask(ctx, berthClerk, id, c.Revision, "", engine.Question{Department: "fishery", Text: "?"})
		wants(t, err, "opinion.step")
		if c.Promised.Since.IsZero() || c.State != "review" {
			t.Errorf("the clocks stand still after %v: %+v", spent, c.Promised)
		}
		if _, ok := w.wanted(staff("f", "fishery", "reviewer"), id); ok {
			t.Error("a lapsed question asks")
		}
		history := got[[]engine.Event](t)(w.store.EventsOfCase(ctx, id))
		types := []engine.EventType{}
		for _, e := range told(history, engine.EventAsked, engine.EventAnswered, engine.EventRevoked, engine.EventLapsed) {
			types = append(types, e.Type)
		}
		if want := []engine.EventType{engine.EventAsked, engine.EventAnswered, engine.EventAsked, engine.EventAsked, engine.EventRevoked, engine.EventLapsed}; !slices.Equal(types, want) {
			t.Errorf("the history has %v", types)
		}
		// The step took an hour before it asked, and an hour more than nothing at the end.
		for _, e := range told(history, engine.EventMoved) {
			if e.Data.StepSeconds < 3600 || e.Data.StepSeconds > 3600+2*3600 {
				t.Errorf("the step took %d s", e.Data.StepSeconds)
			}
		}
		body, err := json.Marshal(history)
		must(t, err)
		if !strings.Contains(string(body), "须设隔油池") {
			t.Error("the log does not have what was said")
		}
	})
}

// Silence counts as said once the time is up: within a minute of it, never
// before, and once, however many sweep.
func TestSilenceCountsAsSaidWhenTheTimeIsUp(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		w.release(jointHarbour(t, signsAll, asksTwo))
		id := w.berth()
		_, err := w.Ask(ctx, berthClerk, id, w.kept(id).Revision, "", engine.Question{Department: "health", Text: "?", Days: 1})
		must(t, err)
		row, _ := w.wanted(healthReader, id)
		sweep := func() {
			t.Helper()
			for range 3 {
				if _, err := w.Sweep(ctx); err != nil {
					t.Fatal(err)
				}
			}
		}
		w.set(row.Due.Add(-time.Second))
		sweep()
		if c := w.kept(id); !c.Tasks[0].Open() || c.Light != workflows.Paused {
			t.Fatal("silence spoke too early")
		}
		if again, _ := w.wanted(healthReader, id); again.Light != workflows.Yellow {
			t.Errorf("their light is %s", again.Light)
		}
		w.set(row.Due)
		// Too late to answer, whether a sweep was there or not.
		wants(t, w.says(healthReader, id, engine.Agree, ""), "task.closed")
		var all sync.WaitGroup
		for range 4 {
			all.Go(func() {
				if _, err := w.Sweep(ctx); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		c := w.kept(id)
		if x := c.Tasks[0]; x.End != engine.TaskSilent || x.Answer != engine.Agree || x.ClosedBy != "" || c.Promised.Since.IsZero() {
			t.Errorf("after the time was up: %+v", x)
		}
		if n := len(told(got[[]engine.Event](t)(w.store.EventsOfCase(ctx, id)), engine.EventAnswered)); n != 1 {
			t.Errorf("silence spoke %d times", n)
		}
		if _, ok := w.wanted(healthReader, id); ok {
			t.Error("they are still asked")
		}
	})
}

func TestNothingIsDecidedWhileARequiredOpinionIsAwaited(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	w.release(jointHarbour(t, signsAll, "{limit: 2, silence: none, required: true}"))
	id := w.berth()
	_, err := w.Ask(ctx, berthClerk, id, w.kept(id).Revision, "", engine.Question{Department: "market-regulation", Text: "?"})
	must(t, err) // no list: any department that is known
	if c := w.kept(id); c.Promised.Since.IsZero() {
		t.Error("the clocks stand still")
	}
	_, err = w.Apply(ctx, berthClerk, id, w.kept(id).Revision, "", engine.Action{Event: "refuse", Note: "不符"})
	if p := wants(t, err, "opinion.awaited"); !strings.Contains(p.In("zh"), "市场监督管理局") {
		t.Errorf("it does not name who is awaited: %s", p.In("zh"))
	}
	// Once the time is up, silence has spoken without a sweep.
	w.wait(7 * 24 * time.Hour)
	w.act(berthClerk, id, engine.Action{Event: "refuse", Note: "不符"})
	c := w.kept(id)
	if c.Outcome != workflows.Refused || c.Tasks[0].End != engine.TaskSilent || c.Tasks[0].Answer != "" {
		t.Errorf("%s, %+v", c.Outcome, c.Tasks[0])
	}
}
