package engine

import (
	"encoding/json"
	"fmt"
	"testing"
)

// Refusals that no page and no client of ours comes by.
func TestRarerRefusalsOfAnswers(t *testing.T) {
	t.Parallel()
	form := householdOf(t)
	for _, doc := range []string{`[]`, `{"home":[]}`, `{"member":{}}`, `{"member":[1]}`} {
		if _, ps := readAnswers(form, json.RawMessage(doc)); len(ps) != 1 || ps[0].Code != answersShape.Code {
			t.Errorf("%s: %v", doc, ps)
		}
	}
	patch := map[string]json.RawMessage{}
	for i := range maxPatch + 1 {
		patch[fmt.Sprintf("member/%d/name", i)] = json.RawMessage(`"a"`)
	}
	tree, ps := readAnswers(form, nil)
	if len(ps) > 0 {
		t.Fatal(ps)
	}
	if ps := tree.apply(patch); len(ps) != 1 || ps[0].Code != "answers.many" {
		t.Errorf("%d values at once: %v", len(patch), ps)
	}
	if ps := undecided(&DraftView{}); len(ps) != 1 || ps[0].Code != "guide.nothing" {
		t.Errorf("nothing applies: %v", ps)
	}
}
