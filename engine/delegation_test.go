package engine_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/workflows"
)

// today is who an account is at this moment: whoever it stands in for comes and
// goes with the days.
func (w *world) today(a engine.Actor) engine.Actor {
	w.t.Helper()
	ctx := context.Background()
	_, secret, err := w.CreateToken(ctx, a, "today", time.Time{}, "")
	must(w.t, err)
	return got[engine.Actor](w.t)(w.ActorOfToken(ctx, secret))
}

func (w *world) stands(by engine.Actor, n engine.NewDelegation) *engine.DelegationView {
	w.t.Helper()
	return got[*engine.DelegationView](w.t)(w.NameDeputy(context.Background(), by, n, ""))
}

func TestADeputyActsFromADayToADay(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		w.release(jointHarbour(t, signsAll, asksTwo))
		must(t, w.EnsureOrganisations(context.Background()))
		zhao := w.colleague("zhao", "赵正", "harbour-office", "clerk")
		qian := w.colleague("qian", "钱进", "harbour-office", "inspector")
		id := w.berth()
		w.hands(zhao, id, engine.Claim, "")
		pass := func(a engine.Actor) error {
			_, err := w.Apply(ctx, a, id, w.kept(id).Revision, "", engine.Action{Event: "pass"})
			return err
		}
		wants(t, pass(w.today(qian)), "action.role")
		d := w.stands(zhao, engine.NewDelegation{Deputy: qian.Account, From: "2026-03-10", Until: "2026-03-11", Note: "培训"})
		if d.First != "2026-03-10" || d.Last != "2026-03-11" || d.InForce || !d.MayEnd || !slices.Equal(d.Roles, []string{"clerk"}) || d.Department != "harbour-office" {
			t.Fatalf("named %+v", d)
		}
		wants(t, pass(w.today(qian)), "action.role") // tomorrow
		w.set(time.Date(2026, 3, 9, 16, 0, 0, 0, time.UTC))
		deputy := w.today(qian)
		rows, _, counts, err := w.Worklist(ctx, deputy, engine.CaseFilter{Held: engine.HeldByMe}, engine.Page{})
		must(t, err)
		if len(rows) != 1 || rows[0].Case.ID != id || counts[engine.HeldByMe][workflows.Green] != 1 || len(counts[engine.HeldByOthers]) > 0 {
			t.Errorf("the deputy's work is %+v, %v", rows, counts)
		}
		if all, _, _, err := w.Worklist(ctx, deputy, engine.CaseFilter{}, engine.Page{}); err != nil || len(all) != 1 {
			t.Errorf("all of it is %d rows, %v", len(all), err)
		}
		v := got[*engine.CaseView](t)(w.Case(ctx, deputy, id))
		if len(v.Actions) == 0 || len(v.Handover) > 0 {
			t.Errorf("offered %d actions and %v", len(v.Actions), v.Handover)
		}
		must(t, pass(deputy))
		moved := told(got[[]engine.Event](t)(w.store.EventsOfCase(ctx, id)), engine.EventMoved)
		last := moved[len(moved)-1]
		if last.Actor != qian.Account || last.Data.OnBehalf != zhao.Account || last.Role != "clerk" {
			t.Errorf("it was moved by %s for %s as %s", last.Actor, last.Data.OnBehalf, last.Role)
		}
		v = got[*engine.CaseView](t)(w.Case(ctx, zhao, id))
		names := got[map[string]string](t)(w.People(ctx, zhao, v))
		if names[qian.Account] != "钱进" || names[zhao.Account] != "赵正" {
			t.Errorf("the history names %v", names)
		}
		for _, e := range got[*engine.CaseView](t)(w.Case(ctx, seafarer, id)).History {
			if e.Data.OnBehalf+e.Actor != "" && e.Actor != seafarer.Account {
				t.Errorf("the applicant reads %+v", e)
			}
		}
		// It ends by itself.
		second := w.berth()
		w.hands(zhao, second, engine.Claim, "")
		w.set(time.Date(2026, 3, 11, 15, 59, 59, 0, time.UTC))
		if len(w.today(qian).Stands) != 1 {
			t.Error("on its last day it is over")
		}
		w.set(time.Date(2026, 3, 11, 16, 0, 0, 0, time.UTC))
		_, err = w.Apply(ctx, w.today(qian), second, w.kept(second).Revision, "", engine.Action{Event: "pass"})
		wants(t, err, "action.role")
		_, err = w.EndDelegation(ctx, zhao, d.ID, d.Revision, "")
		wants(t, err, "delegation.over")
	})
}

func TestADelegationEndsEarlyAndWithItsRoles(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		w.release(jointHarbour(t, signsAll, asksTwo))
		must(t, w.EnsureOrganisations(context.Background()))
		zhao := w.colleague("zhao", "赵正", "harbour-office", "clerk", "approver")
		qian := w.colleague("qian", "钱进", "harbour-office", "inspector")
		boss := w.colleague("boss", "孙主任", "harbour-office", "manager")
		for range 2 { // the same key, the same delegation
			d := got[*engine.DelegationView](t)(w.NameDeputy(ctx, boss, engine.NewDelegation{Officer: zhao.Account, Deputy: qian.Account, Until: "2026-03-20"}, "zhao-is-ill"))
			list, _, err := w.Delegations(ctx, boss, true, engine.Page{})
			must(t, err)
			if len(list) != 1 || list[0].ID != d.ID || list[0].By != boss.Account {
				t.Fatalf("listed %+v", list)
			}
		}
		list, _, err := w.Delegations(ctx, qian, true, engine.Page{})
		must(t, err)
		d := list[0]
		if s := w.today(qian).Stands; len(s) != 1 || !slices.Equal(s[0].Roles, []string{"approver", "clerk"}) {
			t.Fatalf("stands in as %+v", s)
		}
		// A role that the officer loses is lost to the deputy.
		acc := got[engine.Account](t)(w.Account(ctx, engine.SystemActor(), zhao.Account))
		acc = got[engine.Account](t)(w.UpdateAccount(ctx, engine.SystemActor(), acc.ID, acc.Revision, acc.Name, []string{"clerk"}, acc.Organisation, false))
		if s := w.today(qian).Stands; len(s) != 1 || !slices.Equal(s[0].Roles, []string{"clerk"}) {
			t.Errorf("stands in as %+v", s)
		}
		got[engine.Account](t)(w.UpdateAccount(ctx, engine.SystemActor(), acc.ID, acc.Revision, acc.Name, acc.Roles, acc.Organisation, true))
		if s := w.today(qian).Stands; len(s) != 0 {
			t.Errorf("of an officer who left there is %+v", s)
		}
		_, err = w.EndDelegation(ctx, boss, d.ID, d.Revision+1, "")
		wantErr(t, err, engine.ErrConflict)
		_, err = w.EndDelegation(ctx, staff("x", "fire", "manager"), d.ID, d.Revision, "")
		wantErr(t, err, engine.ErrNotFound)
		_, err = w.EndDelegation(ctx, staff("x", "harbour-office", "clerk"), d.ID, d.Revision, "")
		wants(t, err, "delegation.officer")
		for range 2 {
			over := got[*engine.DelegationView](t)(w.EndDelegation(ctx, qian, d.ID, d.Revision, "I-am-busy"))
			if over.InForce || over.MayEnd || !over.Ended.Equal(w.time()) || over.EndedBy != qian.Account {
				t.Errorf("ended it is %+v", over)
			}
		}
		var events []engine.Event
		for range 600 { // PostgreSQL holds back what is behind a transaction of another test
			if events = append(w.eventsOf(engine.EventDeputyNamed), w.eventsOf(engine.EventDeputyEnded)...); len(events) == 2 {
				break
			}
			time.Sleep(50 * time.Millisecond)
		}
		if len(events) != 2 || events[0].Actor != boss.Account || events[0].Data.OnBehalf != zhao.Account || events[1].Data.Assignee != qian.Account || events[1].Data.Delegation != d.ID || events[0].Case != "" {
			t.Errorf("told %+v", events)
		}
	})
}

func TestNobodySignsTwiceAlsoNotAsADeputy(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		w.release(jointHarbour(t, "{mode: all, by: [{department: fire, roles: [approver]}, {department: fire, roles: [reviewer]}, {roles: [approver]}], agreed: agreed, disagreed: refuse}", asksTwo))
		must(t, w.EnsureOrganisations(context.Background()))
		head := w.colleague("head", "周队长", "fire", "approver", "reviewer")
		deputy, other := w.colleague("deputy", "吴副队长", "fire", "inspector"), w.colleague("other", "郑队员", "fire", "inspector")
		fresh := w.colleague("fresh", "王队员", "fire", "reviewer")
		w.stands(head, engine.NewDelegation{Deputy: deputy.Account, Until: "2026-03-20"})
		w.stands(head, engine.NewDelegation{Deputy: other.Account, Until: "2026-03-20"})
		w.stands(head, engine.NewDelegation{Deputy: fresh.Account, Until: "2026-03-20", Roles: []string{"approver"}})
		id := w.toReview()
		if _, ok := w.wanted(deputy, id); ok {
			t.Error("without the head's roles it is wanted of the deputy")
		}
		must(t, w.says(w.today(deputy), id, engine.Agree, "代签"))
		signed := told(got[[]engine.Event](t)(w.store.EventsOfCase(context.Background(), id)), engine.EventSigned)
		if len(signed) != 1 || signed[0].Actor != deputy.Account || signed[0].Data.OnBehalf != head.Account || signed[0].Role != "approver" && signed[0].Role != "reviewer" {
			t.Fatalf("signed %+v", signed)
		}
		wants(t, w.says(w.today(deputy), id, engine.Agree, ""), "sign.twice") // in person twice
		wants(t, w.says(head, id, engine.Agree, ""), "sign.twice")            // through a deputy already
		wants(t, w.says(w.today(other), id, engine.Agree, ""), "sign.twice")  // for whom another did
		task := w.kept(id).Tasks[slices.IndexFunc(w.kept(id).Tasks, func(x engine.Task) bool { return !x.Open() })]
		if task.Behalf != head.Account || task.ClosedBy != deputy.Account {
			t.Errorf("the place was signed by %s for %s", task.ClosedBy, task.Behalf)
		}
		if seen := got[*engine.CaseView](t)(w.Case(context.Background(), seafarer, id)).Case.Tasks; slices.ContainsFunc(seen, func(x engine.Task) bool { return x.Behalf != "" }) {
			t.Error("the applicant reads for whom somebody signed")
		}
		// As oneself before as a deputy, and then no more.
		id = w.toReview()
		must(t, w.says(w.today(fresh), id, engine.Agree, ""))
		i := slices.IndexFunc(w.kept(id).Tasks, func(x engine.Task) bool { return !x.Open() })
		if task := w.kept(id).Tasks[i]; task.Behalf != "" && !slices.Contains(task.Roles, "approver") {
			t.Errorf("signed for %q where they are asked themselves", task.Behalf)
		}
		wants(t, w.says(w.today(fresh), id, engine.Agree, ""), "sign.twice")
	})
}

func TestWhoMayNotNameADeputy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	w.release(jointHarbour(t, signsAll, asksTwo))
	must(t, w.EnsureOrganisations(context.Background()))
	zhao, qian := w.colleague("zhao", "赵正", "harbour-office", "clerk", "manager"), w.colleague("qian", "钱进", "harbour-office", "approver")
	fire := w.colleague("fire", "周队长", "fire", "approver")
	gone := w.colleague("gone", "离任", "harbour-office", "clerk")
	acc := got[engine.Account](t)(w.Account(ctx, engine.SystemActor(), gone.Account))
	got[engine.Account](t)(w.UpdateAccount(ctx, engine.SystemActor(), acc.ID, acc.Revision, acc.Name, acc.Roles, acc.Organisation, true))
	try := func(a engine.Actor, n engine.NewDelegation) error {
		if n.Until == "" {
			n.Until = "2026-03-20"
		}
		_, err := w.NameDeputy(ctx, a, n, "")
		return err
	}
	to := qian.Account
	for _, c := range []struct {
		a    engine.Actor
		n    engine.NewDelegation
		want string
	}{
		{zhao, engine.NewDelegation{Deputy: zhao.Account}, "delegation.deputy"},
		{zhao, engine.NewDelegation{Officer: to, Deputy: zhao.Account}, "delegation.deputy"}, // another's rights for oneself
		{zhao, engine.NewDelegation{Deputy: fire.Account}, "delegation.deputy"},
		{zhao, engine.NewDelegation{Deputy: gone.Account}, "delegation.deputy"},
		{zhao, engine.NewDelegation{Deputy: "nobody"}, "delegation.deputy"},
		{zhao, engine.NewDelegation{Officer: fire.Account, Deputy: to}, "delegation.officer"},
		{zhao, engine.NewDelegation{Officer: "nobody", Deputy: to}, "delegation.officer"},
		{gone, engine.NewDelegation{Deputy: to}, "delegation.officer"},
		{staff("clerk2", "harbour-office", "clerk"), engine.NewDelegation{Officer: zhao.Account, Deputy: to}, "delegation.officer"},
		{zhao, engine.NewDelegation{Deputy: to, Roles: []string{"manager"}}, "delegation.role"},
		{zhao, engine.NewDelegation{Deputy: to, Roles: []string{"approver"}}, "delegation.role"},
		{zhao, engine.NewDelegation{Deputy: to, From: "2026-03-08"}, "delegation.days"},
		{zhao, engine.NewDelegation{Deputy: to, From: "2026-03-10", Until: "2026-03-09"}, "delegation.days"},
		{zhao, engine.NewDelegation{Deputy: to, Until: "2027-03-10"}, "delegation.days"},
		{zhao, engine.NewDelegation{Deputy: to, From: "2027-03-10", Until: "2027-03-10"}, "delegation.days"},
		{zhao, engine.NewDelegation{Deputy: to, Until: "10.3.2026"}, "delegation.days"},
		{zhao, engine.NewDelegation{Deputy: to, From: "today"}, "delegation.days"},
		{zhao, engine.NewDelegation{Deputy: to, Note: strings.Repeat("长", 2001)}, "action.note.long"},
	} {
		wants(t, try(c.a, c.n), c.want)
	}
	wantErr(t, try(citizen("ming"), engine.NewDelegation{Deputy: to}), engine.ErrNotFound)
	must(t, try(zhao, engine.NewDelegation{Deputy: to, From: "2026-03-10", Until: "2027-03-10"})) // 366 days
	wants(t, try(zhao, engine.NewDelegation{Deputy: to, Until: "2026-03-10"}), "delegation.twice")
	must(t, try(zhao, engine.NewDelegation{Deputy: to, Until: "2026-03-09"})) // today alone, before it
	for i := range 18 {
		day := time.Date(2026, 3, 9, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i).Format(time.DateOnly)
		must(t, try(qian, engine.NewDelegation{Deputy: zhao.Account, From: day, Until: day}))
	}
	for i := range 3 {
		day := time.Date(2026, 5, 9, 0, 0, 0, 0, time.UTC).AddDate(0, 0, i).Format(time.DateOnly)
		if err := try(qian, engine.NewDelegation{Deputy: zhao.Account, From: day, Until: day}); i == 2 {
			wants(t, err, "delegation.many")
		} else {
			must(t, err)
		}
	}
	choice := got[*engine.DeputyChoice](t)(w.DeputyChoices(ctx, zhao, ""))
	if len(choice.Officers) != 2 || choice.Officers[0].ID != zhao.Account || len(choice.Deputies) != 1 || choice.Deputies[0].ID != qian.Account {
		t.Errorf("offered %+v", choice)
	}
	choice = got[*engine.DeputyChoice](t)(w.DeputyChoices(ctx, zhao, fire.Account))
	if len(choice.Deputies) != 0 {
		t.Errorf("for an officer of another department %+v", choice.Deputies)
	}
	if _, err := w.DeputyChoices(ctx, citizen("ming"), ""); err == nil {
		t.Error("a citizen is told who works where")
	}
}
