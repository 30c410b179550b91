package engine_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
)

// delegatedRegister is the register entry in another version; the township takes
// it from Wednesday on, until the Friday.
func delegatedRegister(t *testing.T, version string, kind metamodel.DelegationKind) *catalog.Pack {
	t.Helper()
	p := registry60(t)
	p.Version = version
	p.Departments["town"] = &metamodel.Department{ID: "town", Name: metamodel.ZhEn("镇便民服务中心", "Township centre"), Parent: "records"}
	if kind != "" {
		p.Matters["R60"].Delegated = &metamodel.Delegation{To: "town", Kind: kind, On: "2026-03-11", Until: "2026-03-13", Basis: metamodel.ZhEn("《委托书》", "Letter of entrustment")}
	}
	p.Files = nil
	return p
}

func TestADelegatedMatterGoesToTheOtherDepartmentFromTheDayOn(t *testing.T) {
	t.Parallel()
	for kind, authority := range map[metamodel.DelegationKind]string{metamodel.Entrusted: "records", metamodel.Transferred: ""} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			ctx := context.Background()
			bot := citizen("bot")
			w.publish(delegatedRegister(t, "1.0.0", ""))
			draft := got[*engine.DraftView](t)(w.StartDraft(ctx, bot, "", "R60", nil, entry(), "begun")) // of the version that knows of nothing
			w.publish(delegatedRegister(t, "1.1.0", kind))
			file := func(key, department, authority string) string {
				t.Helper()
				r := got[engine.Receipt](t)(w.SubmitMatter(ctx, bot, "R60", entry(), key))
				w.liesWith(r.Case, department, authority)
				return r.Case
			}
			w.set(time.Date(2026, 3, 10, 15, 59, 0, 0, time.UTC)) // 23:59 where it is filed
			before := file("before", "records", "")
			w.set(time.Date(2026, 3, 10, 16, 0, 0, 0, time.UTC))
			after := file("after", "town", authority)
			// Who is competent is a question of the day, also for a form begun before.
			w.liesWith(got[engine.Receipt](t)(w.Submit(ctx, bot, draft.Draft.ID, "finish")).Case, "town", authority)
			w.liesWith(before, "records", "")

			// Each acts on its own: what ran stays where it was.
			records, town := staff("clerk", "records", "clerk"), staff("teller", "town", "clerk")
			if _, err := w.Case(ctx, town, before); !errors.Is(err, engine.ErrNotFound) {
				t.Errorf("the township sees what was filed before: %v", err)
			}
			c := got[*engine.CaseView](t)(w.Case(ctx, town, after)).Case
			got[*engine.CaseView](t)(w.Apply(ctx, town, after, c.Revision, "", engine.Action{Event: "enter"}))
			w.liesWith(after, "town", authority)
			c = got[*engine.CaseView](t)(w.Case(ctx, records, before)).Case
			got[*engine.CaseView](t)(w.Apply(ctx, records, before, c.Revision, "", engine.Action{Event: "enter"}))

			w.set(time.Date(2026, 3, 13, 15, 59, 0, 0, time.UTC))
			file("last", "town", authority)
			w.set(time.Date(2026, 3, 13, 16, 0, 0, 0, time.UTC))
			file("over", "records", "")
		})
	}
}

// Who entrusts a matter keeps the responsibility: it reads the case and finds it,
// and nothing it tries to do with it is taken.
func TestTheAuthorityReadsWhatIsDecidedInItsNameAndDoesNotAct(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		p := delegatedRegister(t, "1.0.0", metamodel.Entrusted)
		p.Departments["town"].Parent = ""
		p.Matters["R60"].Extend = &metamodel.Extend{Days: 3, Roles: []string{"clerk"}, Basis: metamodel.ZhEn("《办法》", "Rules")}
		w.publish(p)
		must(t, w.EnsureOrganisations(ctx))
		w.set(time.Date(2026, 3, 11, 2, 0, 0, 0, time.UTC))
		id := got[engine.Receipt](t)(w.SubmitMatter(ctx, citizen("bot"), "R60", entry(), "")).Case
		records, town, other := staff("head", "records", "clerk", "approver", "manager", "reviewer"), staff("teller", "town", "clerk"), staff("else", "harbour-office", "clerk", "manager")
		w.hands(town, id, engine.Claim, "")
		v := got[*engine.CaseView](t)(w.Case(ctx, records, id))
		theirs := got[*engine.CaseView](t)(w.Case(ctx, town, id))
		if string(v.Case.Answers) != string(theirs.Case.Answers) || len(v.Case.Answers) < 10 || len(v.History) != len(theirs.History) || v.Case.Holder == nil || v.Task == nil {
			t.Errorf("the authority reads %d of %d events, holder %v", len(v.History), len(theirs.History), v.Case.Holder)
		}
		if len(v.Actions)+len(v.Returns)+len(v.Handover) > 0 || v.MayExtend != nil || v.MayAsk != nil {
			t.Errorf("it is offered %v, %v, %v, %v", v.Actions, v.Returns, v.Handover, v.MayExtend)
		}
		rev := w.kept(id).Revision
		_, err := w.Apply(ctx, records, id, rev, "", engine.Action{Event: "enter"})
		wants(t, err, "action.role")
		for _, do := range []engine.HandoverKind{engine.Claim, engine.Release, engine.Transfer, engine.TakeBack} {
			if _, err := w.HandOver(ctx, records, id, rev, "", engine.Handover{Do: do, To: "head"}); err == nil {
				t.Errorf("the authority may %s", do)
			}
		}
		if _, err := w.Extend(ctx, records, id, rev, "", 1, "忙"); err == nil {
			t.Error("the authority gives more time")
		}
		if w.kept(id).Revision != rev {
			t.Error("something moved the case")
		}
		lists := func(a engine.Actor, f engine.CaseFilter) (ids []string) {
			t.Helper()
			list, _, err := w.Cases(ctx, a, f, engine.Page{})
			must(t, err)
			for _, c := range list {
				ids = append(ids, c.ID)
			}
			return ids
		}
		for name, x := range map[string]struct {
			a    engine.Actor
			f    engine.CaseFilter
			want int
		}{
			"what it entrusted":               {records, engine.CaseFilter{Entrusted: true}, 1},
			"of the matter":                   {records, engine.CaseFilter{Entrusted: true, Matter: "R60", Departments: []string{"records"}}, 1},
			"by its number":                   {records, engine.CaseFilter{Entrusted: true, Query: v.Case.Number}, 1},
			"of another status":               {records, engine.CaseFilter{Entrusted: true, Status: engine.CaseEnded}, 0},
			"of somebody else's name":         {records, engine.CaseFilter{Entrusted: true, Departments: []string{"town"}}, 0},
			"its own":                         {records, engine.CaseFilter{}, 0},
			"who has it, as its own":          {town, engine.CaseFilter{}, 1},
			"who has it entrusts nothing":     {town, engine.CaseFilter{Entrusted: true}, 0},
			"a third department":              {other, engine.CaseFilter{Entrusted: true}, 0},
			"the applicant, whatever is said": {citizen("bot"), engine.CaseFilter{Entrusted: true}, 1},
			"an administrator":                {staff("root", "", "administrator"), engine.CaseFilter{Entrusted: true}, 1},
		} {
			if got := lists(x.a, x.f); len(got) != x.want {
				t.Errorf("%s: %d cases", name, len(got))
			}
		}
		if _, err := w.Case(ctx, other, id); !errors.Is(err, engine.ErrNotFound) {
			t.Errorf("a third department: %v", err)
		}
		if _, err := w.Case(ctx, staff("drawer", "records", "designer"), id); !errors.Is(err, engine.ErrNotFound) {
			t.Errorf("who only designs: %v", err)
		}
		if items, _, _, err := w.Worklist(ctx, records, engine.CaseFilter{Entrusted: true}, engine.Page{}); err != nil || len(items) > 0 {
			t.Errorf("it waits for the authority: %d, %v", len(items), err)
		}
	})
}

// liesWith holds a case against who has it and in whose name it is decided.
func (w *world) liesWith(id, department, authority string) {
	w.t.Helper()
	c := w.kept(id)
	if c.Department != department || c.Authority != authority {
		w.t.Errorf("the case of %s lies with %q in the name of %q, not with %q of %q", c.Submitted, c.Department, c.Authority, department, authority)
	}
}

func TestAMigrationLeavesRunningCasesWithWhoeverWasCompetent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	bot := citizen("bot")
	w.publish(delegatedRegister(t, "1.0.0", ""))
	from := w.inForce("R60")
	before := got[engine.Receipt](t)(w.SubmitMatter(ctx, bot, "R60", entry(), "before"))
	w.publish(delegatedRegister(t, "1.1.0", metamodel.Entrusted))
	to := w.inForce("R60")
	w.set(time.Date(2026, 3, 12, 2, 0, 0, 0, time.UTC))
	m := w.migrate(engine.Migration{Matter: "R60", From: from, To: to})
	if c := w.kept(before.Case); c.Release != to {
		t.Fatalf("the case was not moved: %s", c.Release)
	}
	w.liesWith(before.Case, "records", "")
	// One that was entrusted and moves to a version without it comes back to whoever is competent there.
	after := got[engine.Receipt](t)(w.SubmitMatter(ctx, bot, "R60", entry(), "after"))
	w.liesWith(after.Case, "town", "records")
	w.undo(m.ID)
	back := w.migrate(engine.Migration{Matter: "R60", From: to, To: from})
	w.liesWith(after.Case, "records", "")
	w.undo(back.ID)
	w.liesWith(after.Case, "town", "records")
}

// inForce is the hash of the release in force that defines a matter.
func (w *world) inForce(matter string) string {
	w.t.Helper()
	ed, err := w.cat.Current(context.Background())
	must(w.t, err)
	_, r, ok := ed.Matter(matter)
	if !ok {
		w.t.Fatalf("no matter %s", matter)
	}
	return r.Hash
}

func TestDutiesFollowWhoeverHandlesTheMatter(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	d := w.proposed()
	sweep := func(demander string) {
		t.Helper()
		if _, err := w.Sweep(ctx); err != nil {
			t.Fatal(err)
		}
		if now := got[*engine.DutyView](t)(w.Duty(ctx, business, d.ID)); now.Demander != demander {
			t.Errorf("the demander is %s, not %s", now.Demander, demander)
		}
	}
	sweep("health")
	for _, p := range builtin() {
		if p.Name == "having-a-baby" {
			next := *p
			next.Version, next.Files = "99.0.0", nil
			m := *p.Matters["N01"]
			m.Delegated = &metamodel.Delegation{To: "disease-control", Kind: metamodel.Transferred, On: "2026-03-11", Basis: metamodel.ZhEn("《决定》", "Decision")}
			next.Matters = map[string]*metamodel.Matter{}
			for id, each := range p.Matters {
				next.Matters[id] = each
			}
			next.Matters["N01"] = &m
			w.publish(&next)
		}
	}
	sweep("health")
	w.set(time.Date(2026, 3, 11, 2, 0, 0, 0, time.UTC))
	sweep("disease-control")
	sweep("disease-control")
	if n := len(w.eventsOf(engine.EventDutyDemander)); n != 1 {
		t.Errorf("it was told %d times", n)
	}
}
