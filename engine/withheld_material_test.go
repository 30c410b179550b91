package engine_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// A document is wanted of boats that fish with nets, and nothing else hangs on
// the gear, which the fishery has on record by the boat's owner. Alone and in a
// theme: whoever is not that owner cannot read off the list of documents what
// the fishery has.
func TestADocumentThatHangsOnAWithheldAnswerDoesNotTellIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	w.release(newHarbour().with(t, "1.0.0",
		"elements/elements.yaml", "- {id: HE7,", `- {id: HE8, name: {zh: 证件号码, en: Identity number}, type: string, maxLength: 20, sensitivity: personal}
- {id: HE9, name: {zh: 登记渔具, en: Registered gear}, type: code, codeList: CL_GEAR, sensitivity: personal}
- {id: HE7,`,
		"forms/MA.yaml", `HE5: {$ref: "element:HE5"}}}`, `HE5: {$ref: "element:HE5"}, HE8: {$ref: "element:HE8"}, HE9: {$ref: "element:HE9"}}}`,
		"forms/MA.yaml", "applicant/HE5, boat", "applicant/HE5, applicant/HE8, applicant/HE9, boat",
		"matters/MA.yaml", "workflow: WA\n", "workflow: WA\nmaterials: [{material: HM1, label: {zh: 船检证书, en: Inspection certificate}, required: true, when: \"applicant.HE9 == 'net'\"}]\n"))
	office := staff("registrar", "fishery", "manager", "approver")
	must(t, w.SaveOrganisation(ctx, root, engine.Organisation{ID: "fishery", Name: metamodel.ZhEn("渔业局", "Fishery Office")}))
	src := got[engine.SourceConfig](t)(w.SaveSource(ctx, office, engine.SourceConfig{Department: "fishery", Name: metamodel.ZhEn("船舶登记簿", "Register of boats"),
		Kind: engine.SourceRegister, Pack: "harbour", Key: "HE8", Elements: []string{"HE9", "HE5"}}, 0, ""))
	got[int](t)(w.PutSourceRows(ctx, office, src.ID, []engine.NewRow{{"HE8": "310104199003070026", "HE9": "net"}, {"HE8": "310104198506150031", "HE9": "line"}, {"HE8": "110101199003078021", "HE5": "东三"}}))
	d := got[*engine.DutyView](t)(w.ProposeDuty(ctx, business, engine.NewDuty{Matter: "MA", Kind: engine.DutyField, Item: "applicant/HE9", Department: "fishery"}, ""))
	w.step(office, d, engine.DutyAct{Event: workflows.DutyConfirm, Source: src.ID})
	for _, theme := range []string{"", "TH"} {
		reads := func(number string) *engine.DraftView {
			matter := "MA"
			if theme != "" {
				matter = ""
			}
			v := got[*engine.DraftView](t)(w.StartDraft(ctx, seafarer, theme, matter, nil, nil, ""))
			return got[*engine.DraftView](t)(w.SaveAnswers(ctx, seafarer, v.Draft.ID, 0, engine.Patch{Answers: answers(map[string]any{"applicant/HE8": number}), Consent: engine.ConsentGiven}))
		}
		// Nets, lines and nothing on record look alike.
		var seen []string
		for _, number := range []string{"310104199003070026", "310104198506150031", "110101199003078021"} {
			v := reads(number)
			if v.Sourced.Fetches[0].State == engine.FetchFailed {
				t.Fatal("the register was not asked")
			}
			seen = append(seen, fmt.Sprint(v.Record.Asked("applicant/HE9"), v.Record.Answered("applicant/HE9"), v.Materials, len(v.Supplied), v.Telling))
			if !v.Record.Asked("applicant/HE9") || !slices.Contains(v.Telling, "applicant/HE9") {
				t.Errorf("%q of %s: the gear is not asked", theme, number)
			}
		}
		if seen[0] != seen[1] || seen[0] != seen[2] {
			t.Errorf("%q: the three look different:\n%s", theme, seen)
		}
		// The owner is spared the question, and told which document to bring.
		w.is(seafarer.Account, "陈海生", "310104199003070026")
		if v := reads("310104199003070026"); v.Record.Asked("applicant/HE9") || !askedFor(v, "HM1") || len(v.Telling) > 0 {
			t.Errorf("%q: of the owner's own the gear is asked %v, the document %v", theme, v.Record.Asked("applicant/HE9"), askedFor(v, "HM1"))
		}
		acc := got[engine.Account](t)(w.store.Account(ctx, seafarer.Account))
		got[engine.Account](t)(w.RevokeIdentity(ctx, root, acc.ID, acc.Revision, "证件遗失"))
	}
}
