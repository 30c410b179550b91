package engine_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/workflows"
)

// sendsBack returns a case that is there now to an earlier step.
func (w *world) sendsBack(a engine.Actor, id, to, note string) *engine.CaseView {
	w.t.Helper()
	return got[*engine.CaseView](w.t)(w.Return(context.Background(), a, id, w.kept(id).Revision, "", to, note))
}

// others are all cases and tasks of a filing but one matter's, as bytes.
func (w *world) others(r engine.Receipt, but string) string {
	w.t.Helper()
	var b strings.Builder
	for _, id := range append([]string{r.Case}, r.Children...) {
		c := w.kept(id)
		if c.Matter == but {
			continue
		}
		task, err := w.store.OpenTask(context.Background(), id)
		if err != nil && !errors.Is(err, engine.ErrNotFound) {
			w.t.Fatal(err)
		}
		doc, err := json.Marshal([]any{c, task})
		must(w.t, err)
		b.Write(append(doc, '\n'))
	}
	return b.String()
}

func stepsOf(v *engine.CaseView) (ids []string) {
	for _, s := range v.Returns {
		ids = append(ids, s.ID)
	}
	return ids
}

func TestACaseIsReturnedInsideABranchAndItsSiblingsStayAsTheyWere(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		me := citizen("ming")
		r := w.file(me)
		w.issue(r, "M01")
		w.carry(r, "M03", "pass", "skip-inspection")
		w.act(officer("M06"), w.child(r, "M06").ID, engine.Action{Event: "correct", Note: "请补正"})
		c := w.carry(r, "M02", "pass", "pass", "qualified")
		w.wait(3 * time.Hour)
		before := w.others(r, "M02")
		was := w.kept(c.ID)
		v := got[*engine.CaseView](t)(w.Case(ctx, officer("M02"), c.ID))
		if want := []string{"inspect", "review", "accept"}; !slices.Equal(stepsOf(v), want) {
			t.Fatalf("it may be returned to %v, want %v", stepsOf(v), want)
		}
		v = w.sendsBack(officer("M02"), c.ID, "review", "面积与图纸不一致，请重新核对\u202e ")
		if now := w.others(r, "M02"); now != before {
			t.Errorf("siblings were\n%s\nand are\n%s", before, now)
		}
		now := v.Case
		if now.State != "review" || now.Status != engine.CaseRunning || now.Revision != was.Revision+1 || !slices.Equal(now.Trail, []string{"accept", "review"}) {
			t.Errorf("returned it is %+v", now)
		}
		if now.Promised != was.Promised || now.Statutory != was.Statutory || now.Promised.Since.IsZero() {
			t.Errorf("the matter's clocks were %+v, %+v and are %+v, %+v", was.Promised, was.Statutory, now.Promised, now.Statutory)
		}
		if now.Step.Used != 0 || now.Step.Limit != v.Calendar.Days(2) || !now.Step.Since.Equal(w.time()) {
			t.Errorf("the step's clock is %+v, want its whole limit from now on", now.Step)
		}
		if v.Task == nil || v.Task.State != "review" || !slices.Equal(v.Task.Roles, []string{"reviewer"}) {
			t.Errorf("the task is %+v", v.Task)
		}
		said := v.History[len(v.History)-1]
		if said.Type != engine.EventMoved || said.Data.Kind != workflows.SendBack || said.Data.From != "decide" || said.Data.To != "review" ||
			said.Data.Note != "面积与图纸不一致，请重新核对" || said.Data.StepSeconds == 0 || said.Role != "approver" {
			t.Errorf("the history says %+v", said)
		}
		for _, e := range got[*engine.CaseView](t)(w.Case(ctx, me, c.ID)).History {
			if e.Data.Note != "" || e.Actor != "" && e.Actor != me.Account {
				t.Errorf("the citizen reads %+v", e)
			}
		}
		// From there the case goes its way like any other.
		w.act(officer("M02"), c.ID, engine.Action{Event: "correct", Note: "请补正图纸"})
		w.act(me, c.ID, engine.Action{Event: "resubmit"})
		w.carry(r, "M02", "skip-inspection", "grant", "deliver")
		for _, m := range []string{"M03", "M06"} {
			if w.child(r, m).Status == engine.CaseEnded {
				t.Errorf("%s ended", m)
			}
		}
	})
}

func TestAReturnIsRefusedWhereTheCaseWasNotOrMayNotGo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	me := citizen("ming")
	r := w.file(me)
	w.issue(r, "M01")
	c := w.carry(r, "M02", "pass", "skip-inspection")
	try := func(a engine.Actor, id string, revision int64, to, note string) error {
		_, err := w.Return(ctx, a, id, revision, "", to, note)
		return err
	}
	rev := c.Revision
	for _, to := range []string{"inspect", "decide", "deliver", "issued", "accept.correct", "nowhere", ""} {
		wants(t, try(officer("M02"), c.ID, rev, to, "重看"), "action.return.nowhere")
	}
	wants(t, try(officer("M02"), c.ID, rev, "review", " "), "action.return.note")
	wants(t, try(officer("M02"), c.ID, rev, "review", strings.Repeat("长", 2001)), "action.note.long")
	wants(t, try(staff("clerk", "market-regulation", "clerk"), c.ID, rev, "review", "重看"), "action.role")
	wants(t, try(me, c.ID, rev, "review", "重看"), "action.role")
	wantErr(t, try(officer("M03"), c.ID, rev, "review", "重看"), engine.ErrNotFound)
	wantErr(t, try(officer("M02"), c.ID, rev-1, "review", "重看"), engine.ErrConflict)
	wants(t, try(engine.Actor{Account: "x", Roles: []string{"approver"}, Departments: map[string]bool{"service-centre": true}}, r.Case, w.kept(r.Case).Revision, "review", "重看"), "action.theme")
	if v := got[*engine.CaseView](t)(w.Case(ctx, staff("clerk", "market-regulation", "clerk"), c.ID)); len(v.Returns) > 0 {
		t.Errorf("a clerk is offered %v", stepsOf(v))
	}
	// A step whose workflow says nothing of returns, and one that has nothing before it.
	for matter, id := range map[string]string{"M05": w.carry(r, "M05", "pass").ID, "M02 in the first step": w.child(r, "M03").ID} {
		v := got[*engine.CaseView](t)(w.Case(ctx, engine.Actor{Account: "all", Roles: []string{"clerk", "reviewer"}, Departments: map[string]bool{"market-regulation": true, "fire-rescue": true}}, id))
		if len(v.Actions) == 0 || len(v.Returns) > 0 {
			t.Errorf("%s: %d actions and returns to %v", matter, len(v.Actions), stepsOf(v))
		}
	}
	// Twice with one key it happens once.
	for range 3 {
		v := got[*engine.CaseView](t)(w.Return(ctx, officer("M02"), c.ID, rev, "k", "review", "重看"))
		if v.Case.Revision != rev+1 || v.Case.State != "review" {
			t.Errorf("at revision %d it is in %s", v.Case.Revision, v.Case.State)
		}
	}
	_, err := w.Return(ctx, officer("M02"), c.ID, rev, "k", "accept", "重看")
	wants(t, err, "idempotency.mismatch")
	w.act(officer("M02"), c.ID, engine.Action{Event: "correct", Note: "请补正"})
	wants(t, try(officer("M02"), c.ID, w.kept(c.ID).Revision, "accept", "重看"), "action.role") // with the citizen now
	w.takesBack(me, c.ID, "")
	wants(t, try(officer("M02"), c.ID, w.kept(c.ID).Revision, "accept", "重看"), "action.ended")
}

// approving is the harbour with an approval before the issue, from behind which
// a case may be returned.
func approving(t *testing.T, h harbour, version, returns string) harbour {
	return h.with(t, version, "workflows/WA.yaml",
		"on: [{event: issue, label: {zh: 发证, en: Issue}, target: issued, kind: deliver}]}",
		"on: [{event: grant, label: {zh: 准予, en: Grant}, target: hand, kind: approve}]}\n"+
			"  - {id: hand, name: {zh: 发证, en: Hand over}, type: step, roles: [clerk], returns: "+returns+", on: [{event: issue, label: {zh: 发证, en: Issue}, target: issued, kind: deliver}]}")
}

func TestWhatIsReturnedFromBehindItsApprovalCanBeWithdrawnAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.release(approving(t, newHarbour(), "2.0.0", "any"))
	me := citizen("ann")
	r := w.filed(me)
	id := w.child(r, "MA").ID
	all := staff("all", "harbour-office", "clerk", "reviewer")
	w.act(all, id, engine.Action{Event: "pass"})
	w.act(all, id, engine.Action{Event: "grant"})
	_, err := w.Withdraw(context.Background(), me, id, w.kept(id).Revision, "", "")
	wants(t, err, "action.decided")
	w.sendsBack(all, id, "review", "批错了")
	if v := w.takesBack(me, id, ""); v.Case.Outcome != workflows.Withdrawn {
		t.Errorf("taken back it is %s", v.Case.Outcome)
	}
}

func TestTheTrailOfACaseGoesOverToAnotherReleaseAndBack(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	from := w.release(approving(t, newHarbour(), "1.1.0", "any"))
	all := staff("all", "harbour-office", "clerk", "reviewer")
	ann, bob := w.filed(citizen("ann")), w.filed(citizen("bob"))
	for _, r := range []engine.Receipt{ann, bob} {
		w.act(all, w.child(r, "MA").ID, engine.Action{Event: "pass"})
		w.act(all, w.child(r, "MA").ID, engine.Action{Event: "grant"})
	}
	// Bob's case was under way before trails were kept.
	old := w.child(bob, "MA")
	old.Trail = nil
	must(t, w.store.Commit(context.Background(), &engine.Change{UpdateCases: []engine.Case{old}}))
	// The acceptance has another name there, the review is gone.
	to := w.release(approving(t, newHarbour(), "1.0.0", "any").with(t, "2.0.0",
		"workflows/WA.yaml", "target: review, kind: forward", "target: check, kind: forward",
		"workflows/WA.yaml", "id: review,", "id: check,",
		"workflows/WA.yaml", "accept.correct", "waiting", "workflows/WA.yaml", "accept", "intake"))
	plan := engine.Migration{Theme: "TH", From: from, To: to, Map: engine.MigrationMap{States: map[string]string{"MA/accept": "intake"}}}
	m := w.migrate(plan)
	for who, r := range map[string]engine.Receipt{"ann": ann, "bob": bob} {
		c := w.child(r, "MA")
		if want := []string{"intake", "hand"}; c.Release != to || !slices.Equal(c.Trail, want) {
			t.Errorf("%s: there it came by %v, want %v", who, c.Trail, want)
		}
	}
	w.undo(m.ID)
	if c := w.child(ann, "MA"); c.Release != from || !slices.Equal(c.Trail, []string{"accept", "review", "hand"}) {
		t.Errorf("put back it came by %v", c.Trail)
	}
	w.migrate(plan)
	v := w.sendsBack(all, w.child(bob, "MA").ID, "intake", "材料不对")
	if v.Case.State != "intake" || v.Task == nil || v.Task.State != "intake" {
		t.Errorf("returned it is in %s", v.Case.State)
	}
}
