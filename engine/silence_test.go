package engine_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/testpack"
	"github.com/onematter/onematter/workflows"
)

// quiet is a pack of one matter, QM, that silence decides.
func quiet(t testing.TB, after string) *catalog.Pack {
	t.Helper()
	p, ps := catalog.ReadArchive(testpack.Silence(after))
	must(t, ps.Err())
	return p
}

const (
	quietBasis = "corrections: continue, basis: {zh: 《办法》第八条, en: Article 8 of the Rules}"
	fiveDays   = testpack.GrantedAfterFiveDays
)

var quietClerk = staff("clerk", "quiet", "clerk")

// quietCase files QM with a silent decision.
func (w *world) quietCase(after string) engine.Case {
	w.t.Helper()
	w.publish(quiet(w.t, after))
	r := got[engine.Receipt](w.t)(w.SubmitMatter(context.Background(), citizen("ming"), "QM", []byte(`{"applicant":{"QE1":"甲"}}`), ""))
	return w.kept(r.Case)
}

func (w *world) sweepAt(at time.Time) int {
	w.t.Helper()
	w.set(at)
	return got[int](w.t)(w.Sweep(context.Background()))
}

// Filed on Monday at ten: nobody decides for five working days, so that on the
// next Monday at ten, not a moment earlier, the law grants it in nobody's name.
func TestSilenceDecidesWhenTheTimeIsUp(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		c := w.quietCase(fiveDays)
		due := monday.AddDate(0, 0, 7)
		if !c.SilentNext.Equal(due) {
			t.Fatalf("silence decides on %s, want %s", c.SilentNext, due)
		}
		for w.sweepAt(due.Add(-time.Microsecond)) > 0 { // lights
		}
		if c = w.kept(c.ID); c.State != "decide" || c.Revision != 1 {
			t.Fatalf("too early: %+v", c)
		}
		if n := w.sweepAt(due); n != 1 {
			t.Fatalf("%d moved", n)
		}
		done := w.kept(c.ID)
		if done.State != "deliver" || done.Status != engine.CaseRunning || !done.SilentNext.IsZero() {
			t.Errorf("silence led to %+v", done)
		}
		if n := w.sweepAt(due.Add(time.Hour)); n != 0 {
			t.Errorf("%d moved again", n)
		}
		_, err := w.Apply(ctx, quietClerk, c.ID, c.Revision, "", engine.Action{Event: "deny", Note: "晚了"})
		wantErr(t, err, engine.ErrConflict)
		_, err = w.Withdraw(ctx, citizen("ming"), c.ID, done.Revision, "", "")
		wants(t, err, "action.decided")
		for _, who := range []engine.Actor{quietClerk, citizen("ming")} {
			v := got[*engine.CaseView](t)(w.Case(ctx, who, c.ID))
			var moved []engine.Event
			for _, ev := range v.History {
				if ev.Type == engine.EventMoved {
					moved = append(moved, ev)
				}
			}
			if len(moved) != 1 || moved[0].Actor != "" || moved[0].Role != "" || !moved[0].At.Equal(due) {
				t.Fatalf("the history says %+v", moved)
			}
			if s := moved[0].Data.Silence; s == nil || s.Days != 5 || s.Clock != workflows.StepClock || s.Basis.In("en") != "Article 8 of the Rules" {
				t.Errorf("the basis is %+v", s)
			}
		}
		if v := w.act(quietClerk, c.ID, engine.Action{Event: "deliver"}); v.Case.Outcome != workflows.Issued {
			t.Errorf("after it the case ended as %s", v.Case.Outcome)
		}
	})
}

// Asked on Tuesday at ten, answered on Thursday at ten: meanwhile silence
// decides nothing. Four days are left, or five begin anew.
func TestACorrectionStopsTheTimeOfSilence(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		after string
		due   time.Time
	}{
		"step, going on":  {fiveDays, monday.AddDate(0, 0, 9)},
		"step, anew":      {strings.Replace(fiveDays, "continue", "restart", 1), monday.AddDate(0, 0, 10)},
		"promised, anew":  {"{days: 5, clock: promised, event: grant, " + strings.Replace(quietBasis, "continue", "restart", 1) + "}", monday.AddDate(0, 0, 10)},
		"statutory, anew": {"{days: 5, clock: statutory, event: deny, " + strings.Replace(quietBasis, "continue", "restart", 1) + "}", monday.AddDate(0, 0, 10)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			k := w.quietCase(c.after)
			w.set(monday.AddDate(0, 0, 1))
			v := w.act(quietClerk, k.ID, engine.Action{Event: "correct", Note: "请补"})
			if !v.Case.SilentNext.IsZero() {
				t.Errorf("while the citizen is asked silence decides on %s", v.Case.SilentNext)
			}
			w.sweepAt(monday.AddDate(0, 1, 0))
			if k = w.kept(k.ID); k.Status != engine.CaseAsking {
				t.Fatalf("the time went on: %+v", k)
			}
			w.set(monday.AddDate(0, 0, 3))
			v = w.act(citizen("ming"), k.ID, engine.Action{Event: "resubmit"})
			if !v.Case.SilentNext.Equal(c.due) {
				t.Fatalf("silence decides on %s, want %s", v.Case.SilentNext, c.due)
			}
			for w.sweepAt(c.due.Add(-time.Second)) > 0 { // lights
			}
			if k = w.kept(k.ID); k.State != "decide" {
				t.Fatal("too early")
			}
			w.sweepAt(c.due)
			if k = w.kept(k.ID); k.State == "decide" {
				t.Error("too late")
			}
		})
	}
}

// The whole promised time, a refusal, and a result that nobody has to enter.
func TestWhatSilenceCanDecide(t *testing.T) {
	t.Parallel()
	for event, want := range map[string]workflows.Outcome{"deny": workflows.Refused, "give": workflows.Issued} {
		w := newWorld(t)
		c := w.quietCase("{clock: promised, event: " + event + ", " + quietBasis + "}")
		if cal := got[*engine.CaseView](t)(w.Case(context.Background(), quietClerk, c.ID)).Calendar; c.SilentNext.IsZero() || !c.SilentNext.Equal(c.Promised.Due(cal)) {
			t.Fatalf("silence decides on %s, the promise ends on %s", c.SilentNext, c.Promised.Due(cal))
		}
		w.sweepAt(c.SilentNext)
		c = w.kept(c.ID)
		if c.Outcome != want || (c.Result != nil) != (want == workflows.Issued) {
			t.Errorf("%s by silence: %+v", event, c)
		}
		if c.Result != nil && !strings.HasPrefix(c.Result.Number, "QMR-") {
			t.Errorf("the result has the number %q", c.Result.Number)
		}
	}
}

// A holiday published meanwhile moves the time: what was written down is not
// the time any more.
func TestAHolidayPublishedLaterMovesSilence(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.quietCase(fiveDays)
	for _, p := range builtin() {
		if p.Name != "china-calendar" {
			continue
		}
		files := fstest.MapFS{}
		for name, body := range p.Files {
			body = []byte(strings.Replace(string(body), "holidays:\n", "holidays:\n  - {date: \"2026-03-12\", name: {zh: 植树节, en: Arbour Day}}\n", 1))
			files[name] = &fstest.MapFile{Data: []byte(strings.Replace(string(body), "version: ", "version: 9", 1))}
		}
		moved, ps := catalog.Read(files)
		must(t, ps.Err())
		w.publish(moved)
	}
	w.sweepAt(c.SilentNext)
	now := w.kept(c.ID)
	if now.State != "decide" || !now.SilentNext.Equal(c.SilentNext.AddDate(0, 0, 1)) {
		t.Fatalf("%s on %s", now.State, now.SilentNext)
	}
	w.sweepAt(now.SilentNext)
	if now = w.kept(c.ID); now.State != "deliver" {
		t.Errorf("still %s", now.State)
	}
}

// Two servers sweep and two officers act at the moment the time is up: each
// case is decided once, and who comes second is told.
func TestOneDecisionAtTheLastMoment(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		other := engine.New(engine.Options{Store: w.store, Catalog: catalog.New(w.store), Clock: func(context.Context) (time.Time, error) { return w.time(), nil }})
		ctx := context.Background()
		first := w.quietCase(fiveDays)
		cases := []engine.Case{first}
		for range 11 {
			r := got[engine.Receipt](t)(w.SubmitMatter(ctx, citizen("ming"), "QM", []byte(`{"applicant":{"QE1":"甲"}}`), ""))
			cases = append(cases, w.kept(r.Case))
		}
		w.set(first.SilentNext)
		var wait sync.WaitGroup
		acted := make([]int, len(cases))
		for _, server := range []*engine.Engine{w.Engine, other} {
			wait.Go(func() {
				if _, err := server.Sweep(ctx); err != nil {
					t.Error(err)
				}
			})
		}
		for i, c := range cases {
			wait.Go(func() {
				_, err := other.Apply(ctx, quietClerk, c.ID, c.Revision, "", engine.Action{Event: "deny", Note: "不符合条件"})
				if err == nil {
					acted[i]++
				} else if !errors.Is(err, engine.ErrConflict) {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		for i, c := range cases {
			var decided []engine.Event
			for _, ev := range got[[]engine.Event](t)(w.store.EventsOfCase(ctx, c.ID)) {
				if ev.Type == engine.EventMoved {
					decided = append(decided, ev)
				}
			}
			if len(decided) != 1 || (decided[0].Data.Silence == nil) != (acted[i] == 1) {
				t.Errorf("case %d: the officer acted %d times, the log says %+v", i, acted[i], decided)
			}
		}
	})
}
