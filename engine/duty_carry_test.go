package engine_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// The police delivers to a matter that is split: it is asked for the same of the
// part that has the field now, once, and not again when that was withdrawn.
func TestWhatWasConfirmedForAMatterIsAskedAnewForThePartsItBecame(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	src := w.residents()
	d := w.step(police, w.proposed(), engine.DutyAct{Event: workflows.DutyConfirm, Source: src.ID})
	duties := func(matter string) []*engine.DutyView {
		t.Helper()
		list, _, err := w.Duties(ctx, business, engine.DutyFilter{Matters: []string{matter}}, engine.Page{Limit: 50})
		must(t, err)
		return list
	}
	sweep := func() {
		t.Helper()
		w.wait(time.Hour)
		got[int](t)(w.Sweep(ctx))
	}
	sweep()

	ed := got[*catalog.Edition](t)(w.cat.Current(ctx))
	m, rel, _ := ed.Matter("N01")
	how := catalog.MatterSplit{Matter: "N01", Parts: []catalog.SplitPart{{ID: "N01a", Name: metamodel.ZhEn("出生证明", "Certificate")},
		{ID: "N01b", Name: metamodel.ZhEn("母亲登记", "Registration of the mother"), Sections: []string{"mu-qin-xin-xi"}, Result: &catalog.SplitResult{Name: metamodel.ZhEn("回执", "Receipt")}}},
		End: metamodel.Cancellation{On: "2999-01-01", Basis: metamodel.ZhEn("方案", "Plan"), Reason: metamodel.ZhEn("分开办", "Apart")}}
	for _, s := range m.Form.Sections {
		if s.ID != "mu-qin-xin-xi" {
			how.Parts[0].Sections = append(how.Parts[0].Sections, s.ID)
		}
	}
	for _, u := range m.Def.Materials {
		how.Parts[0].Materials = append(how.Parts[0].Materials, u.Material)
	}
	p, ps := catalog.SplitMatter(rel, how)
	if ps.Failed() {
		t.Fatal(ps)
	}
	p.Version, p.Files = "99.0.0", nil
	w.publish(p)

	sweep()
	list := duties("N01b")
	if len(list) != 1 || len(duties("N01a")) != 0 {
		t.Fatalf("%d and %d duties", len(list), len(duties("N01a")))
	}
	asked := list[0]
	if asked.State != workflows.DutyProposed || asked.Department != "public-security" || asked.Item != d.Item || asked.Demander != "health" || asked.Light != workflows.Green {
		t.Errorf("asked: %+v", asked)
	}
	if h := asked.History; len(h) != 1 || h[0].Was != "N01" || h[0].By != "" {
		t.Errorf("its history: %+v", h)
	}
	if old := got[*engine.DutyView](t)(w.Duty(ctx, business, d.ID)); old.State != workflows.DutyConfirmed {
		t.Errorf("what was confirmed is %s", old.State)
	}
	proposed := len(w.eventsOf(engine.EventDutyProposed))
	sweep()
	w.step(business, asked, engine.DutyAct{Event: workflows.DutyWithdraw})
	sweep()
	if list = duties("N01b"); len(list) != 1 || list[0].State != workflows.DutyWithdrawn || len(w.eventsOf(engine.EventDutyProposed)) != proposed {
		t.Errorf("asked again: %+v", list[0])
	}
}

// Two matters to which the police delivers the same become one: it is asked once,
// and for nothing that the new one has asked for itself. A sweep does not try
// again what is asked already: it would never be done with it.
func TestWhatAMatterIsAskedAlreadyIsNotCarriedToIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	src := w.residents()
	const home, born = "mother/DE00009", "mother/DE00003"
	for _, d := range []engine.NewDuty{{Matter: "N01", Item: home}, {Matter: "N02", Item: home}, {Matter: "N01", Item: born}} {
		d.Kind, d.Department = engine.DutyField, "public-security"
		asked := got[*engine.DutyView](t)(w.ProposeDuty(ctx, business, d, ""))
		w.step(police, asked, engine.DutyAct{Event: workflows.DutyConfirm, Source: src.ID})
	}
	_, rel, _ := got[*catalog.Edition](t)(w.cat.Current(ctx)).Matter("N01")
	p, ps := catalog.MergeMatters(rel, catalog.MatterMerge{Matters: []string{"N01", "N02"}, ID: "N99", Name: metamodel.ZhEn("出生一件事", "Birth"), Process: "N01",
		End: metamodel.Cancellation{On: "2999-01-01", Basis: metamodel.ZhEn("方案", "Plan"), Reason: metamodel.ZhEn("一起办", "Together")}})
	if ps.Failed() {
		t.Fatal(ps)
	}
	p.Version, p.Files = "99.0.0", nil
	w.publish(p)
	own := got[*engine.DutyView](t)(w.ProposeDuty(ctx, business, engine.NewDuty{Matter: "N99", Kind: engine.DutyField, Item: born, Department: "healthcare-security"}, ""))

	var tried []string
	counted := w.slower(&meanwhile{commit: func(c *engine.Change) {
		for _, d := range c.InsertDuties {
			tried = append(tried, d.Matter+" "+d.Item+" of "+d.Department)
		}
	}})
	for range 2 {
		w.wait(time.Hour)
		got[int](t)(counted.Sweep(ctx))
		if !slices.Equal(tried, []string{"N99 " + home + " of public-security"}) {
			t.Errorf("asked for %q", tried)
		}
	}
	if now := got[*engine.DutyView](t)(w.Duty(ctx, business, own.ID)); now.Revision != own.Revision || now.Department != "healthcare-security" {
		t.Errorf("what was asked for already became %+v", now)
	}
}
