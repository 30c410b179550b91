package engine_test

import (
	"context"
	"strings"
	"testing"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
)

// Matters filed together without a theme go the whole way of a theme: a draft
// that is moved to another release, a case with a child a matter that is moved
// in flight, one matter withdrawn while the other is decided.
func TestMattersAreFiledTogetherWithoutATheme(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	a := citizen("ann")
	h := newHarbour()
	delete(h, "themes/TH.yaml")
	from := w.release(h)
	id := catalog.JointID("", []string{"MB", "MA", "MB"})
	begin := func() *engine.DraftView {
		v := got[*engine.DraftView](t)(w.StartDraft(ctx, a, id, "", nil, nil, ""))
		p := sailing()
		p.Guide = nil
		return got[*engine.DraftView](t)(w.SaveAnswers(ctx, a, v.Draft.ID, v.Draft.Revision, p))
	}
	draft := begin().Draft
	r := got[engine.Receipt](t)(w.Submit(ctx, a, begin().Draft.ID, ""))
	if len(r.Children) != 2 || !strings.HasPrefix(r.Number, "JOINT-") {
		t.Fatalf("filed %+v", r)
	}
	if found := got[*engine.CaseView](t)(w.Case(ctx, a, r.Case)); found.Case.Theme != id || found.Case.After.Forms != 1 || found.Case.Before.Forms != 2 {
		t.Errorf("the case is %+v", found.Case)
	}
	berth, fishing := r.Children[0], r.Children[1]
	w.act(staff("clerk", "harbour-office", "clerk"), berth, engine.Action{Event: "pass"})

	to := w.release(h.with(t, "2.0.0", "matters/MB.yaml", "promisedDays: 8", "promisedDays: 15", "forms/MB.yaml", `HE6: {$ref: "element:HE6"}`, `HE7: {$ref: "element:HE7"}`, "forms/MB.yaml", "applicant/HE6", "applicant/HE7"))
	m := w.migrate(engine.Migration{Theme: id, From: from, To: to})
	if m.Status != engine.MigrationDone {
		t.Fatalf("%+v", m)
	}
	v := got[*engine.DraftView](t)(w.Draft(ctx, a, draft.ID))
	if v.Draft.Release != to || v.Theme == nil || v.Theme.Def.ID != id {
		t.Errorf("the draft is at %s", v.Draft.Release)
	}
	if _, ok := v.Form.Field("applicant/HE7"); !ok {
		t.Error("the form is not that of the new release")
	}
	if c := got[engine.Case](t)(w.store.Case(ctx, fishing)); c.Release != to {
		t.Errorf("the case is at %s", c.Release)
	}

	w.takesBack(a, fishing, "不捕捞了")
	w.act(staff("ren", "harbour-office", "reviewer"), berth, engine.Action{Event: "issue"})
	if c := got[engine.Case](t)(w.store.Case(ctx, r.Case)); c.Status != engine.CaseEnded {
		t.Errorf("the whole is %s", c.Status)
	}

	for _, bad := range []string{"together~MB~MA", "together~MA", "together~MA~MX", "together~"} {
		if _, err := w.StartDraft(ctx, a, bad, "", nil, nil, ""); err == nil {
			t.Errorf("%s was begun", bad)
		}
	}
}
