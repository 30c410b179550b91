package engine_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/workflows"
)

// takesBack withdraws what is there now.
func (w *world) takesBack(me engine.Actor, id, note string) *engine.CaseView {
	w.t.Helper()
	return got[*engine.CaseView](w.t)(w.Withdraw(context.Background(), me, id, w.kept(id).Revision, "", note))
}

// noTask says that nobody is called to act on a case.
func (w *world) noTask(id string) {
	w.t.Helper()
	if task, err := w.store.OpenTask(context.Background(), id); !errors.Is(err, engine.ErrNotFound) {
		w.t.Errorf("case %s still waits for %v, %v", id, task, err)
	}
}

func TestACitizenTakesOneMatterBackAndTheOthersGoOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	me := citizen("ming")
	r := w.file(me)
	w.issue(r, "M01")
	w.carry(r, "M05", "pass")
	before := map[string]engine.Case{}
	for _, id := range r.Children {
		c := w.kept(id)
		before[c.Matter] = c
	}
	w.wait(3 * time.Hour)
	v := w.takesBack(me, before["M05"].ID, "  不卖酒了\u202e ")
	c := v.Case
	if c.Status != engine.CaseEnded || c.Outcome != workflows.Withdrawn || !c.Ended.Equal(w.time()) || c.Light != workflows.None || v.Withdraw != nil || len(v.Actions) > 0 {
		t.Errorf("taken back it is %+v", c)
	}
	if c.Promised.Stopped.IsZero() || c.Statutory.Stopped.IsZero() || c.Step.Stopped.IsZero() {
		t.Error("a clock still runs")
	}
	w.noTask(c.ID)
	said := v.History[len(v.History)-2]
	if said.Type != engine.EventWithdrawn || said.Data.Note != "不卖酒了" || said.Data.From != "review" || said.Role != "citizen" || said.Data.StepSeconds == 0 {
		t.Errorf("the history says %+v", said)
	}
	for matter, was := range before {
		if now := w.kept(was.ID); matter != "M05" && (now.Revision != was.Revision || now.State != was.State) {
			t.Errorf("%s was moved", matter)
		}
	}
	for _, m := range []string{"M02", "M03", "M04", "M06", "M07", "M08"} {
		w.issue(r, m)
	}
	if root := w.kept(r.Case); root.Status != engine.CaseEnded || root.Outcome != workflows.Partial {
		t.Errorf("in the end the theme case is %s, %s", root.Status, root.Outcome)
	}
}

func TestTakingBackWhatOthersWaitForEndsThemToo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	me := citizen("ming")
	r := w.file(me)
	first := w.child(r, "M01")
	ahead := got[*engine.CaseView](t)(w.Case(context.Background(), me, first.ID)).Withdraw
	if ahead == nil || !slices.Equal(ahead.Takes, []string{first.ID}) || len(ahead.Voids) != 6 || len(ahead.Stays) != 0 {
		t.Fatalf("looking ahead: %+v", ahead)
	}
	w.takesBack(me, first.ID, "")
	for _, id := range r.Children {
		c := w.kept(id)
		want := workflows.Void
		switch {
		case c.Matter == "M01":
			want = workflows.Withdrawn
		case c.Matter == "M07": // waits for nobody
			want = ""
		}
		if c.Outcome != want || (slices.Contains(ahead.Voids, id)) != (want == workflows.Void) {
			t.Errorf("%s is %s, want %s", c.Matter, c.Outcome, want)
		}
	}
	if root := w.kept(r.Case); root.Status != engine.CaseRunning {
		t.Errorf("the theme case is %s", root.Status)
	}
	w.takesBack(me, w.child(r, "M07").ID, "")
	if root := w.kept(r.Case); root.Status != engine.CaseEnded || root.Outcome != workflows.Withdrawn {
		t.Errorf("with everything taken back the theme case is %s, %s", root.Status, root.Outcome)
	}
}

func TestTheWholeFilingIsTakenBackButForWhatIsDecided(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	me := citizen("ming")
	r := w.file(me)
	w.carry(r, "M01", "pass", "approve") // decided, not handed over yet
	w.act(officer("M07"), w.child(r, "M07").ID, engine.Action{Event: "correct", Note: "请补正"})
	ahead := got[*engine.CaseView](t)(w.Case(context.Background(), me, r.Case)).Withdraw
	if ahead == nil || len(ahead.Takes) != 7 || !slices.Equal(ahead.Stays, []string{w.child(r, "M01").ID}) || len(ahead.Voids) != 0 {
		t.Fatalf("looking ahead: %+v", ahead)
	}
	v := w.takesBack(me, r.Case, "不开了")
	if v.Case.Status != engine.CaseRunning || v.Withdraw != nil {
		t.Errorf("the theme case is %s with %+v to take back", v.Case.Status, v.Withdraw)
	}
	for _, m := range []string{"M02", "M03", "M04", "M05", "M06", "M07", "M08"} {
		c := w.child(r, m)
		if c.Outcome != workflows.Withdrawn || c.Correction != nil {
			t.Errorf("%s is %+v", m, c)
		}
		w.noTask(c.ID)
	}
	_, err := w.Apply(context.Background(), me, w.child(r, "M07").ID, w.child(r, "M07").Revision, "", engine.Action{Event: "resubmit"})
	wants(t, err, "action.ended")
	w.carry(r, "M01", "deliver")
	if root := w.kept(r.Case); root.Status != engine.CaseEnded || root.Outcome != workflows.Partial {
		t.Errorf("in the end it is %s, %s", root.Status, root.Outcome)
	}
}

func TestOnlyTheApplicantTakesBackAndOnlyUntilTheDecision(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	me := citizen("ming")
	r := w.file(me)
	c := w.carry(r, "M01", "pass", "approve")
	try := func(a engine.Actor, revision int64, note string) error {
		_, err := w.Withdraw(ctx, a, c.ID, revision, "", note)
		return err
	}
	wants(t, try(me, c.Revision, ""), "action.decided")
	wantErr(t, try(citizen("other"), c.Revision, ""), engine.ErrNotFound)
	wants(t, try(officer("M01"), c.Revision, ""), "action.role")
	wantErr(t, try(me, c.Revision-1, ""), engine.ErrConflict)
	wants(t, try(me, c.Revision, strings.Repeat("长", 2001)), "action.note.long")
	done := w.carry(r, "M01", "deliver")
	c.Revision = done.Revision
	wants(t, try(me, c.Revision, ""), "action.ended")
	if v := got[*engine.CaseView](t)(w.Case(ctx, officer("M07"), w.child(r, "M07").ID)); v.Withdraw != nil {
		t.Error("an officer is offered to take back")
	}
}

func TestTakingBackTwiceWithOneKeyHappensOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	me := citizen("ming")
	r := w.file(me)
	c := w.child(r, "M07")
	for range 3 {
		v := got[*engine.CaseView](t)(w.Withdraw(ctx, me, c.ID, c.Revision, "k", ""))
		if v.Case.Revision != c.Revision+1 || v.Case.Outcome != workflows.Withdrawn {
			t.Errorf("at revision %d it is %s", v.Case.Revision, v.Case.Outcome)
		}
	}
	_, err := w.Withdraw(ctx, me, c.ID, c.Revision, "k", "另一个理由")
	wants(t, err, "idempotency.mismatch")
}

// A citizen takes back while a department decides: one of them wins, the other
// is told, and nothing is decided twice.
func TestOfTakingBackAndDecidingAtOnceOneWins(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		me := citizen("ming")
		won := map[workflows.Outcome]int{}
		for range 6 {
			r := w.file(me)
			c := w.carry(r, "M07", "pass")
			root := w.kept(r.Case)
			errs := make(chan error, 3)
			go func() {
				_, err := w.Apply(ctx, officer("M07"), c.ID, c.Revision, "", engine.Action{Event: "deliver"})
				errs <- err
			}()
			go func() { _, err := w.Withdraw(ctx, me, c.ID, c.Revision, "", ""); errs <- err }()
			go func() { _, err := w.Withdraw(ctx, me, root.ID, root.Revision, "", ""); errs <- err }()
			for range cap(errs) {
				if err := <-errs; err != nil && !errors.Is(err, engine.ErrConflict) && problemOf(err) != "action.ended" {
					t.Errorf("refused with %v", err)
				}
			}
			now := w.kept(c.ID)
			won[now.Outcome]++
			if now.Status != engine.CaseEnded || now.Outcome != workflows.Issued && now.Outcome != workflows.Withdrawn || (now.Result != nil) != (now.Outcome == workflows.Issued) {
				t.Errorf("it is %s, %s", now.Status, now.Outcome)
			}
			ends := 0
			for _, e := range got[[]engine.Event](t)(w.store.EventsOfCase(ctx, c.ID)) {
				if e.Type == engine.EventEnded {
					ends++
				}
			}
			if ends != 1 {
				t.Errorf("it ended %d times", ends)
			}
			w.noTask(c.ID)
		}
		t.Log(won)
	})
}
