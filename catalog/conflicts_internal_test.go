package catalog

import (
	"encoding/json"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// Two matters that leave no answer for one field are told so, whichever comes first.
func TestTwoMattersThatContradictEachOther(t *testing.T) {
	t.Parallel()
	one, three := 1, 3
	for want, pair := range map[string][2]metamodel.Constraints{
		"merge.conflict_const":       {{Const: json.RawMessage(`"1"`)}, {Const: json.RawMessage(`"2"`)}},
		"merge.conflict_range":       {{Minimum: "3"}, {Maximum: "2"}},
		"merge.conflict_length":      {{MinLength: &three}, {MaxLength: &one}},
		"merge.conflict_items":       {{MinItems: &three}, {MaxItems: &one}},
		"merge.conflict_dates":       {{NotBefore: "2026-05-01"}, {NotAfter: "2026-04-30"}},
		"merge.conflict_const_range": {{Const: json.RawMessage(`5`)}, {Minimum: "6"}},
	} {
		for _, order := range [][2]int{{0, 1}, {1, 0}} {
			a, b := metamodel.FieldUse{Matter: "A", Constraints: pair[order[0]]}, metamodel.FieldUse{Matter: "B", Constraints: pair[order[1]]}
			ps := contradict("merged/x/E1", metamodel.ZhEn("甲", "A"), a, b, metamodel.Zh)
			if len(ps) != 1 || ps[0].Code != want {
				t.Errorf("%s: %v", want, ps)
			}
		}
	}
	open := metamodel.FieldUse{Matter: "A", Constraints: metamodel.Constraints{Minimum: "2"}}
	if ps := contradict("merged/x/E1", nil, open, metamodel.FieldUse{Matter: "B", Constraints: metamodel.Constraints{Maximum: "2"}}, metamodel.Zh); len(ps) != 0 {
		t.Errorf("two bounds that meet: %v", ps)
	}
}
