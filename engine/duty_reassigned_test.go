package engine_test

import (
	"context"
	"slices"
	"testing"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// The police does not have it and gives it back; another department is asked
// instead and confirms. One duty, made for one matter, takes the question out of
// that matter's form and out of the theme's.
func TestAReassignedDutySparesTheQuestionWhereverItsMatterIsFiled(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	insurer := staff("insurer", "healthcare-security", "manager", "approver")
	d := w.step(police, w.proposed(), engine.DutyAct{Event: workflows.DutyReturn, Note: "库里没有"})
	_, err := w.ActOnDuty(ctx, business, d.ID, d.Revision, "", engine.DutyAct{Event: workflows.DutyReassign, Note: "请医保提供", Department: "public-security"})
	wants(t, err, "duty.department")
	d = w.step(business, d, engine.DutyAct{Event: workflows.DutyReassign, Note: "请医保提供", Department: "healthcare-security"})
	if d.State != workflows.DutyProposed || d.Department != "healthcare-security" || d.Light != workflows.Green {
		t.Fatalf("reassigned: %s to %s, %s", d.State, d.Department, d.Light)
	}
	// The police has no more say in it.
	_, err = w.ActOnDuty(ctx, police, d.ID, d.Revision, "", engine.DutyAct{Event: workflows.DutyReturn, Note: "不"})
	wantErr(t, err, engine.ErrNotFound)
	src := got[engine.SourceConfig](t)(w.SaveSource(ctx, insurer, engine.SourceConfig{Department: "healthcare-security", Name: metamodel.ZhEn("参保登记", "Register of the insured"),
		Kind: engine.SourceRegister, Pack: "having-a-baby", Key: "DE00005", Elements: []string{"DE00009"}}, 0, ""))
	got[int](t)(w.PutSourceRows(ctx, insurer, src.ID, []engine.NewRow{{"DE00005": "310104199003070026", "DE00009": residence}}))
	w.is("mother", "林晓月", "310104199003070026")
	files := func(theme, matter string) *engine.DraftView {
		v := got[*engine.DraftView](t)(w.StartDraft(ctx, citizen("mother"), theme, matter, nil, nil, ""))
		return w.saves(v.Draft.ID, engine.Patch{Answers: answers(map[string]any{"mother/DE00004": "111", "mother/DE00005": "310104199003070026"}), Consent: engine.ConsentGiven})
	}
	given := func(v *engine.DraftView) string {
		if g := engine.Gave(v.Supplied, "mother/DE00009"); g != nil {
			return g.Department
		}
		return ""
	}
	if v := files("", "N01"); given(v) != "" || !v.Record.Asked("mother/DE00009") {
		t.Error("not asked before anybody confirmed")
	}
	confirmed := w.step(insurer, d, engine.DutyAct{Event: workflows.DutyConfirm, Source: src.ID})
	alone := files("", "N01")
	if given(alone) != "healthcare-security" || alone.Record.Asked("mother/DE00009") {
		t.Errorf("asked in the matter all the same: %+v", alone.Supplied)
	}
	together := files("T02", "")
	if given(together) != "healthcare-security" || together.Record.Asked("mother/DE00009") {
		t.Errorf("asked in the theme all the same: %+v", together.Supplied)
	}
	var steps []string
	for _, h := range confirmed.History {
		steps = append(steps, string(h.Event))
	}
	if !slices.Equal(steps, []string{"propose", "return", "reassign", "confirm"}) {
		t.Errorf("its history is %v", steps)
	}
}
