package catalog

import (
	"bytes"
	"encoding/json"
	"maps"
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
			ps := contradict(a, b)
			if len(ps) != 1 || ps[0].kind.Code != want {
				t.Errorf("%s: %v", want, ps)
			}
		}
	}
	open := metamodel.FieldUse{Matter: "A", Constraints: metamodel.Constraints{Minimum: "2"}}
	if ps := contradict(open, metamodel.FieldUse{Matter: "B", Constraints: metamodel.Constraints{Maximum: "2"}}); len(ps) != 0 {
		t.Errorf("two bounds that meet: %v", ps)
	}
}

// Matters that never apply together contradict nobody, and those that do are
// told with a situation in which they do.
func TestAContradictionNeedsASituationToWhichBothApply(t *testing.T) {
	t.Parallel()
	files := tree(t, "testdata/noodles")
	for name, b := range tree(t, "testdata/gate/conflict-values") {
		files[name] = b
	}
	delete(files, "report.golden")
	found := func(when string) (codes []string, situation string) {
		t.Helper()
		with := maps.Clone(files)
		with["themes/T1.yaml"] = bytes.Replace(files["themes/T1.yaml"], []byte(`{matter: A2, when: "true"`), []byte(`{matter: A2, when: "`+when+`"`), 1)
		p, ps := ReadArchive(with)
		if ps.Failed() {
			t.Fatal(ps)
		}
		r, ps := CompilePack(p)
		if ps.Failed() {
			t.Fatal(ps)
		}
		for _, p := range r.Theme("T1").Conflicts {
			codes = append(codes, p.Code)
			situation = p.Params["situation"].(metamodel.Text).In("en")
		}
		return codes, situation
	}
	if codes, situation := found("true"); len(codes) != 3 || situation != "when “What is the floor area?” is answered “300 m²”" {
		t.Errorf("%v %s", codes, situation)
	}
	if codes, situation := found("Q2 >= 450 && Q7 == true"); len(codes) != 3 || situation != "when “Do you already hold a business licence?” is answered “Yes”, “What is the floor area?” is answered “450 m²”" {
		t.Errorf("%v %s", codes, situation)
	}
	if codes, _ := found("Q2 < 300"); len(codes) != 0 {
		t.Errorf("%v", codes)
	}
}
