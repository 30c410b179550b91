package engine_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/onematter/onematter/engine"
)

// colleague makes an account of a department and gives its actor.
func (w *world) colleague(username, name, department string, roles ...string) engine.Actor {
	w.t.Helper()
	acc := w.account(engine.NewAccount{Username: username, Name: name, Roles: roles, Organisation: department})
	a := engine.Actor{Account: acc.ID, Name: acc.Name, Roles: acc.Roles, Departments: map[string]bool{department: true}}
	return a
}

func (w *world) hands(a engine.Actor, id string, do engine.HandoverKind, to string) *engine.CaseView {
	w.t.Helper()
	return got[*engine.CaseView](w.t)(w.HandOver(context.Background(), a, id, w.kept(id).Revision, "", engine.Handover{Do: do, To: to}))
}

func (w *world) tries(a engine.Actor, id string, h engine.Handover) error {
	_, err := w.HandOver(context.Background(), a, id, w.kept(id).Revision, "", h)
	return err
}

func TestAStepThatIsClaimedIsActedOnByItsHolderAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	me := citizen("ming")
	zhou, qian := w.colleague("zhou", "周正", "ecology-environment", "clerk"), w.colleague("qian", "钱进", "ecology-environment", "clerk")
	boss := w.colleague("boss", "赵科长", "ecology-environment", "manager")
	r := w.file(me)
	before := w.others(r, "M07")
	id := w.child(r, "M07").ID
	was := w.kept(id)
	v := w.hands(zhou, id, engine.Claim, "")
	if h := v.Case.Holder; h == nil || h.Account != zhou.Account || h.Name != "周正" || !h.Since.Equal(w.time()) || len(v.Actions) == 0 {
		t.Fatalf("claimed it is %+v with %d actions", h, len(v.Actions))
	}
	if now := w.kept(id); now.Revision != was.Revision+1 || now.Step != was.Step || now.Promised != was.Promised || now.State != was.State {
		t.Errorf("claiming moved the case: %+v", now)
	}
	if now := w.others(r, "M07"); now != before {
		t.Errorf("siblings were\n%s\nand are\n%s", before, now)
	}
	// A colleague sees who has it, and cannot act; nobody is stuck, though.
	seen := got[*engine.CaseView](t)(w.Case(ctx, qian, id))
	if seen.Case.Holder == nil || len(seen.Actions) > 0 || len(seen.Handover) > 0 {
		t.Errorf("a colleague sees %+v, %d actions, %v", seen.Case.Holder, len(seen.Actions), seen.Handover)
	}
	_, err := w.Apply(ctx, qian, id, w.kept(id).Revision, "", engine.Action{Event: "pass"})
	if p := wants(t, err, "action.handover.taken"); p.Params["name"] != "周正" {
		t.Errorf("told %v", p.Params)
	}
	wants(t, w.tries(qian, id, engine.Handover{Do: engine.Claim}), "action.handover.taken")
	for _, do := range []engine.HandoverKind{engine.Release, engine.Transfer, engine.Delegate, engine.TakeBack} {
		wants(t, w.tries(qian, id, engine.Handover{Do: do, To: qian.Account}), "action.handover")
	}
	wants(t, w.tries(zhou, id, engine.Handover{Do: "steal"}), "action.handover.unknown")
	wants(t, w.tries(zhou, id, engine.Handover{Do: engine.Release, To: qian.Account}), "action.extra")
	if v := w.hands(boss, id, engine.Transfer, qian.Account); v.Case.Holder.Account != qian.Account || len(v.Actions) > 0 {
		t.Errorf("reassigned it is %+v", v.Case.Holder)
	}
	_, err = w.Apply(ctx, zhou, id, w.kept(id).Revision, "", engine.Action{Event: "pass"})
	wants(t, err, "action.handover.taken")
	w.hands(qian, id, engine.Release, "")
	// Released it works as it always did: anybody with the role acts.
	w.act(zhou, id, engine.Action{Event: "correct", Note: "请补正"})
	w.act(me, id, engine.Action{Event: "resubmit"})
	v = w.act(qian, id, engine.Action{Event: "pass"})
	if v.Case.Holder != nil {
		t.Errorf("the next step is in the hand of %+v", v.Case.Holder)
	}
	// The citizen is told nothing of all that.
	mine := got[*engine.CaseView](t)(w.Case(ctx, me, id))
	for _, e := range append(mine.History, got[*engine.CaseView](t)(w.Case(ctx, me, r.Case)).History...) {
		if slices.Contains([]engine.EventType{engine.EventClaimed, engine.EventReleased, engine.EventTransferred}, e.Type) {
			t.Errorf("the citizen reads %+v", e)
		}
	}
}

func TestTheHolderStaysWhileTheCitizenIsAsked(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	me := citizen("ming")
	zhou := w.colleague("zhou", "周正", "ecology-environment", "clerk")
	id := w.child(w.file(me), "M07").ID
	w.hands(zhou, id, engine.Claim, "")
	w.act(zhou, id, engine.Action{Event: "correct", Note: "请补正"})
	if v := got[*engine.CaseView](t)(w.Case(context.Background(), me, id)); v.Case.Holder != nil {
		t.Errorf("the citizen sees %+v", v.Case.Holder)
	}
	if v := w.act(me, id, engine.Action{Event: "resubmit"}); v.Case.State != "accept" {
		t.Fatal(v.Case.State)
	}
	if h := w.kept(id).Holder; h == nil || h.Account != zhou.Account {
		t.Errorf("answered it is in the hand of %+v", h)
	}
	w.takesBack(me, id, "")
	if h := w.kept(id).Holder; h != nil {
		t.Errorf("withdrawn it is in the hand of %+v", h)
	}
}

func TestADeputyActsOnBehalfOfTheHolder(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	zhou, qian := w.colleague("zhou", "周正", "ecology-environment", "clerk"), w.colleague("qian", "钱进", "ecology-environment", "clerk")
	sun := w.colleague("sun", "孙立", "ecology-environment", "reviewer")
	far := w.colleague("far", "远志", "water", "clerk")
	id := w.child(w.file(citizen("ming")), "M07").ID
	w.hands(zhou, id, engine.Claim, "")
	for _, to := range []string{zhou.Account, sun.Account, far.Account, "nobody", ""} {
		wants(t, w.tries(zhou, id, engine.Handover{Do: engine.Delegate, To: to}), "action.handover.to")
	}
	list := got[[]engine.Officer](t)(w.Officers(ctx, zhou, id))
	if len(list) != 1 || list[0].ID != qian.Account {
		t.Errorf("it can be handed to %+v", list)
	}
	w.hands(zhou, id, engine.Delegate, qian.Account)
	rows := func(a engine.Actor, held engine.Holding) int {
		list, _, counts, err := w.Worklist(ctx, a, engine.CaseFilter{Held: held}, engine.Page{})
		must(t, err)
		n := 0
		for _, c := range counts[held] {
			n += c
		}
		if n != len(list) {
			t.Errorf("%d rows are counted as %d", len(list), n)
		}
		return len(list)
	}
	if rows(qian, engine.HeldByMe) != 1 || rows(zhou, engine.HeldByMe) != 0 || rows(zhou, engine.HeldByOthers) != 1 || rows(zhou, engine.HeldByNobody) != 0 {
		t.Error("the worklists do not follow the delegation")
	}
	w.hands(zhou, id, engine.TakeBack, "")
	if rows(zhou, engine.HeldByMe) != 1 {
		t.Error("taken back it is not with the holder")
	}
	w.hands(zhou, id, engine.Delegate, qian.Account)
	v := w.act(qian, id, engine.Action{Event: "pass"})
	said := v.History[len(v.History)-1]
	if said.Actor != qian.Account || said.Data.OnBehalf != zhou.Account {
		t.Errorf("the history says %+v", said)
	}
	names := got[map[string]string](t)(w.People(ctx, qian, v))
	if names[zhou.Account] != "周正" || names[qian.Account] != "钱进" {
		t.Errorf("it names %v", names)
	}
}

// A department below, to which the step is handed, sees the case and acts.
func TestAStepIsHandedToADepartmentBelow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	must(t, w.SaveOrganisation(ctx, engine.SystemActor(), engine.Organisation{ID: "eco-north", Name: map[string]string{"zh": "北片生态所", "en": "North"}, Parent: "ecology-environment"}))
	below := w.colleague("below", "北辰", "eco-north", "clerk")
	zhou := w.colleague("zhou", "周正", "ecology-environment", "clerk")
	r := w.file(citizen("ming"))
	id := w.child(r, "M07").ID
	if _, err := w.Case(ctx, below, id); !errors.Is(err, engine.ErrNotFound) {
		t.Fatalf("seen before: %v", err)
	}
	w.hands(zhou, id, engine.Transfer, below.Account)
	list, _, counts, err := w.Worklist(ctx, below, engine.CaseFilter{}, engine.Page{})
	must(t, err)
	if len(list) != 1 || list[0].Case.ID != id || counts[engine.HeldByMe][list[0].Light] != 1 {
		t.Errorf("the worklist is %+v, %v", list, counts)
	}
	v := got[*engine.CaseView](t)(w.Case(ctx, below, id))
	if v.Record == nil || len(v.Actions) == 0 || v.History[len(v.History)-1].Type != engine.EventTransferred {
		t.Errorf("handed down it shows %d actions", len(v.Actions))
	}
	w.act(below, id, engine.Action{Event: "pass"})
	v = got[*engine.CaseView](t)(w.Case(ctx, below, id)) // their own work, which they go on seeing
	if len(v.Actions) > 0 || len(v.Handover) > 0 {
		t.Errorf("the step is left and they may still do %v, %v", v.Actions, v.Handover)
	}
	if _, err := w.Case(ctx, staff("other", "eco-north", "clerk"), id); !errors.Is(err, engine.ErrNotFound) {
		t.Errorf("a colleague down there sees it: %v", err)
	}
}

func TestOfTwoWhoClaimAtOnceOneHasIt(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		r := w.file(citizen("ming"))
		c := w.child(r, "M07")
		errs := make(chan error, 4)
		for i := range cap(errs) {
			a := staff(string(rune('a'+i)), "ecology-environment", "clerk")
			go func() {
				_, err := w.HandOver(ctx, a, c.ID, c.Revision, "", engine.Handover{Do: engine.Claim})
				errs <- err
			}()
		}
		won := 0
		for range cap(errs) {
			if err := <-errs; err == nil {
				won++
			} else if !errors.Is(err, engine.ErrConflict) {
				t.Errorf("refused with %v", err)
			}
		}
		if now := w.kept(c.ID); won != 1 || now.Holder == nil || now.Revision != c.Revision+1 {
			t.Errorf("%d have it: %+v", won, now.Holder)
		}
		// Twice with one key it is claimed once.
		again := w.child(r, "M01")
		a := staff("x", "market-regulation", "clerk")
		for range 2 {
			if v := got[*engine.CaseView](t)(w.HandOver(ctx, a, again.ID, again.Revision, "k", engine.Handover{Do: engine.Claim})); v.Case.Revision != again.Revision+1 {
				t.Errorf("at revision %d", v.Case.Revision)
			}
		}
	})
}

func TestAMigrationLeavesTheStepInTheHandItIsIn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	h := newHarbour()
	from := w.release(h)
	r := w.filed(citizen("ann"))
	clerk := staff("clerk", "harbour-office", "clerk")
	w.hands(clerk, w.child(r, "MA").ID, engine.Claim, "")
	w.hands(staff("fisher", "fishery", "clerk"), w.child(r, "MB").ID, engine.Claim, "")
	w.wait(time.Minute)
	m := w.migrate(engine.Migration{Theme: "TH", From: from, To: w.release(h.with(t, "2.0.0", "matters/MB.yaml", "department: fishery", "department: harbour-office"))})
	if a, b := w.child(r, "MA").Holder, w.child(r, "MB").Holder; a == nil || a.Account != "clerk" || b != nil {
		t.Errorf("moved they are in the hands of %+v and %+v", a, b)
	}
	w.undo(m.ID)
	if b := w.child(r, "MB").Holder; b == nil || b.Account != "fisher" {
		t.Errorf("put back it is in the hand of %+v", b)
	}
	if got := w.kept(w.child(r, "MA").ID).Status; got != engine.CaseRunning {
		t.Error(got)
	}
}
