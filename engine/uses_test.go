package engine_test

import (
	"context"
	"slices"
	"testing"

	"github.com/onematter/onematter/engine"
)

// What one department wants of a filing, and another only of other filings, is
// the first one's business alone.
func TestADocumentThatAnAnswerKeepsFromADepartmentIsNotShownToIt(t *testing.T) {
	onBothDatabases(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		w.release(newHarbour().with(t, "1.0.0",
			"matters/MA.yaml", "workflow: WA\n", "workflow: WA\nmaterials:\n  - {material: HM1, label: {zh: 船检证书, en: Inspection}, required: true}\n",
			"matters/MB.yaml", "workflow: WB\n", "workflow: WB\nmaterials:\n  - {material: HM1, label: {zh: 船检证书, en: Inspection}, when: applicant.HE4 == \"line\"}\n"))
		me := citizen("ming")
		v := w.sail(me)
		paper := w.hand(me, v.Draft.ID, "HM1")
		r := got[engine.Receipt](t)(w.Submit(ctx, me, v.Draft.ID, ""))
		licence := w.child(r, "MB")

		opens := func(a engine.Actor, file string) bool {
			_, body, err := w.OpenFile(ctx, a, file)
			if err == nil {
				must(t, body.Close())
			}
			return err == nil
		}
		reads := func(a engine.Actor, id, file string) bool {
			return slices.ContainsFunc(got[*engine.CaseView](t)(w.Case(ctx, a, id)).Files, func(f engine.File) bool { return f.ID == file })
		}
		if !opens(harbourMaster, paper.ID) || !reads(harbourMaster, w.child(r, "MA").ID, paper.ID) || !reads(me, r.Case, paper.ID) {
			t.Error("who wants it, or handed it in, does not see it")
		}
		if opens(fisheryClerk, paper.ID) || reads(fisheryClerk, licence.ID, paper.ID) || reads(fisheryClerk, r.Case, paper.ID) {
			t.Error("the fishery office sees what nets need not show it")
		}

		// Corrected to lines, it is the fishery's business as well.
		w.act(fisheryClerk, licence.ID, engine.Action{Event: "correct", Note: "?", Fields: []string{"applicant/HE4"}})
		w.act(me, licence.ID, engine.Action{Event: "resubmit", Answers: answers(map[string]any{"applicant/HE4": "line"})})
		if !opens(fisheryClerk, paper.ID) || !reads(fisheryClerk, licence.ID, paper.ID) || !reads(fisheryClerk, r.Case, paper.ID) {
			t.Error("the fishery office does not see what lines show it")
		}
	})
}
