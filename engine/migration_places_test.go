package engine_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/engine"
)

// What the new release does not have as it was is named once, with its words and
// with what the map may make of it: every choice offered is one a plan accepts.
func TestAPlanIsToldWhatItsMapCanSpeakOf(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	h := newHarbour()
	from := w.release(h)
	renamed := []string{"forms/MB.yaml", `, HE6: {$ref: "element:HE6"}`, `, HE7: {$ref: "element:HE7"}`, "forms/MB.yaml", ", applicant/HE6", ", applicant/HE7"}
	fleet := []string{"forms/MA.yaml", "boat: {type: array, x-subject: boat", "owner: {type: array, x-subject: owner", "forms/MA.yaml", "applicant/HE5, boat]", "applicant/HE5, owner]",
		"forms/MA.yaml", `, HE3: {$ref: "element:HE3"}`, `, HE7: {$ref: "element:HE7"}`}
	for _, x := range []struct {
		name  string
		edits []string
		plan  engine.MigrationMap
		want  []string // part, key, code, words, what it can become
	}{
		{"nothing but words", []string{"forms/MA.yaml", "泊位申请表", "泊位登记表"}, engine.MigrationMap{}, nil},
		{"a field is gone", renamed, engine.MigrationMap{}, []string{"fields applicant/HE6  Remark of Applicant: applicant/HE7"}},
		{"a field has a place already", renamed, engine.MigrationMap{Fields: map[string]string{"applicant/HE6": "applicant/HE7"}}, []string{"fields applicant/HE6  Remark of Applicant: applicant/HE7"}},
		{"a type changed", []string{"elements/elements.yaml", "type: string, maxLength: 20", "type: integer"}, engine.MigrationMap{}, []string{"fields applicant/HE5  Berth of Applicant changed: "}},
		{"a repeated group is gone", fleet, engine.MigrationMap{}, []string{"fields boat  Boat of : owner"}},
		{"a repeated group moved, and one of its fields is gone", fleet, engine.MigrationMap{Fields: map[string]string{"boat": "owner"}},
			[]string{"fields boat  Boat of : owner", "fields boat/HE3  Length of Boat: owner/HE2 owner/HE7"}},
		{"a step is gone", []string{"workflows/WA.yaml", "accept", "intake"}, engine.MigrationMap{}, []string{"states MA/accept  Acceptance of Berth: intake review"}},
		{"a code is gone", []string{"codes/codes.yaml", "{code: net,", "{code: seine,"}, engine.MigrationMap{}, []string{"codes CL_GEAR net Net of Gear: seine line trap"}},
		{"a matter is gone", []string{"themes/TH.yaml", `, {matter: MB, when: Q1 == true, stage: 1}`, "", "themes/TH.yaml", "guide:\n  - {id: Q1, text: {zh: 是否捕捞？, en: \"Do you fish?\"}, type: boolean}\n", "guide: []\n"}, engine.MigrationMap{},
			[]string{"fields applicant/HE4  Gear of Applicant: ", "fields applicant/HE6  Remark of Applicant: "}},
	} {
		plan := engine.Migration{Theme: "TH", From: from, To: w.release(h.with(t, "2.0.0", x.edits...)), Map: x.plan}
		ps := got[*engine.MigrationPlaces](t)(w.MigrationPlaces(context.Background(), mover, plan))
		var list []string
		for _, p := range ps.Items {
			var choices []string
			for _, c := range ps.Choices[p.Choices] {
				choices = append(choices, c.Value)
				if c.Label.In("zh") == "" || c.Label.In("en") == "" {
					t.Errorf("%s: the choice %s has no words", x.name, c.Value)
				}
				plan := plan
				switch p.Part {
				case engine.PartFields:
					plan.Map = engine.MigrationMap{Fields: map[string]string{p.Key: c.Value}}
				case engine.PartStates:
					plan.Map = engine.MigrationMap{States: map[string]string{p.Key: c.Value}}
				default:
					plan.Map = engine.MigrationMap{Codes: map[string]map[string]string{p.Key: {p.Code: c.Value}}}
				}
				if _, err := w.MigrationPlaces(context.Background(), mover, plan); err != nil {
					t.Errorf("%s: %s cannot become %s: %v", x.name, p.Key, c.Value, err)
				}
			}
			words := p.Label.In("en") + " of " + p.In.In("en")
			if p.Changed {
				words += " changed"
			}
			list = append(list, strings.Join([]string{string(p.Part), p.Key, p.Code, words}, " ")+": "+strings.Join(choices, " "))
		}
		if !slices.Equal(list, x.want) {
			t.Errorf("%s: told is\n%q; want\n%q", x.name, list, x.want)
		}
	}
	if _, err := w.MigrationPlaces(context.Background(), citizen("ann"), engine.Migration{}); err == nil {
		t.Error("a citizen is told")
	}
}
