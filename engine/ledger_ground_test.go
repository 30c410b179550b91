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

// No line of any matter of the restaurant is without what it rests on: asked
// for corrections and for rectification, answered, decided, withdrawn.
func TestNoLineOfAMattersLedgerIsWithoutABasis(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	me := citizen("ming")
	r := w.file(me)
	w.issue(r, "M01")
	paused := 0
	for _, id := range r.Children {
		c := w.kept(id)
		who := officer(c.Matter)
		w.wait(2 * time.Hour)
		v := got[*engine.CaseView](t)(w.Case(ctx, who, id))
		if slices.ContainsFunc(v.Actions, func(a engine.ActionView) bool { return a.Event == "correct" }) {
			w.act(who, id, engine.Action{Event: "correct", Note: "请补充"})
			w.wait(30 * time.Hour)
			w.act(me, id, engine.Action{Event: "resubmit"})
			paused++
		}
		if c := w.kept(id); c.Status != engine.CaseEnded {
			_, err := w.Withdraw(ctx, me, id, c.Revision, "", "不办了")
			must(t, err)
		}
		for _, l := range got[*engine.ClocksView](t)(w.Clocks(ctx, who, id, time.Time{}, false)).Cases[0].Lines {
			if l.Basis.In("zh") == "" || l.Basis.In("en") == "" || l.Basis.In("en") == l.Basis.In("zh") {
				t.Errorf("%s: %s %s %s rests on %v", c.Matter, l.Clock, l.Kind, l.Reason.Code, l.Basis)
			}
		}
	}
	if paused < 6 {
		t.Errorf("only %d clocks were paused", paused)
	}
}

// Likewise whatever happens to a clock of any built-in matter.
func TestEveryChangeOfABuiltInMattersClockRestsOnSomething(t *testing.T) {
	t.Parallel()
	packs, ps := catalog.Builtin()
	must(t, ps.Err())
	for _, p := range packs {
		for _, id := range p.MatterIDs() {
			m := p.Matters[id]
			for _, clock := range workflows.ClockNames {
				for _, code := range workflows.ReasonCodes() {
					if ground := workflows.GroundOf(m, clock, code); ground["zh"] == "" || ground["en"] == "" {
						t.Errorf("%s: %s %s rests on nothing", id, clock, code)
					}
				}
			}
			if len(m.Basis) > 0 && m.Category != workflows.Permission && workflows.GroundOf(m, workflows.StatutoryClock, workflows.ReasonCorrect).In("zh") != m.Basis.In("zh") {
				t.Errorf("%s: a pause of the statutory clock does not rest on its law", id)
			}
		}
	}
	bare := &metamodel.Matter{}
	if workflows.GroundOf(bare, workflows.StatutoryClock, workflows.ReasonIssued) == nil {
		t.Error("a matter without a basis has no ground")
	}
}
