package engine_test

import (
	"slices"
	"testing"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
)

// The matter of a joint inspection's lead is entrusted to a township: that has
// the case, so it is asked to arrange the visit, and the department itself is not.
func TestAJointInspectionIsArrangedByWhoeverHasTheLeadsMatter(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	i := slices.IndexFunc(builtin(), func(p *catalog.Pack) bool { return p.Manifest.Name == "open-a-restaurant" })
	p, ps := catalog.ReadArchive(builtin()[i].Encode())
	if ps.Failed() {
		t.Fatal(ps)
	}
	p.Version, p.Files = "9.0.0", nil
	p.Departments["town"] = &metamodel.Department{ID: "town", Name: metamodel.ZhEn("镇便民服务中心", "Township centre"), Parent: "market-regulation"}
	p.Matters["M02"].Delegated = &metamodel.Delegation{To: "town", Kind: metamodel.Entrusted, On: monday.Format("2006-01-02"), Basis: metamodel.ZhEn("《委托书》", "Letter of entrustment")}
	w.publish(p)

	me, town, own := citizen("ming"), staff("teller", "town", "clerk", "reviewer", "inspector", "approver"), officer("M02")
	r := w.file(me)
	w.issue(r, "M01")
	food := w.child(r, "M02")
	w.liesWith(food.ID, "town", "market-regulation")
	for range 2 {
		w.act(town, food.ID, engine.Action{Event: "pass"})
	}
	w.carry(r, "M03", "pass", "pass")
	if v := w.visit(r); v.State != engine.VisitArranging || v.Lead != "town" {
		t.Fatalf("the lead is %+v", v)
	}
	if _, ok := w.wanted(town, r.Case); !ok {
		t.Error("the township is not asked to arrange it")
	}
	if _, ok := w.wanted(own, r.Case); ok {
		t.Error("the department that entrusted its matter is asked")
	}
	// It reads the case, which is decided in its name, and acts on nothing.
	if _, err := w.visits(own, r, "M02", w.appointment(engine.ArrangeVisit)); problemOf(err) != "visit.do" {
		t.Errorf("the department that entrusted its matter arranges it: %v", err)
	}
	got[*engine.CaseView](t)(w.visits(town, r, "M02", w.appointment(engine.ArrangeVisit)))
	if v := w.visit(r); v.State != engine.VisitArranged || v.Lead != "town" {
		t.Errorf("%+v", v)
	}
}
