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
