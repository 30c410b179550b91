package catalog

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

// ruledNoodles says what the gate reports of the noodle shop's theme with these
// rewritten lines of its forms.
func ruledNoodles(t *testing.T, edits ...string) string {
	t.Helper()
	files := tree(t, "testdata/noodles")
	for i := 0; i < len(edits); i += 3 {
		was := files[edits[i]]
		if files[edits[i]] = bytes.Replace(was, []byte(edits[i+1]), []byte(edits[i+2]), 1); bytes.Equal(was, files[edits[i]]) {
			t.Fatalf("%s has no %q", edits[i], edits[i+1])
		}
	}
	var out []string
	for _, line := range strings.Split(reported(judged(t, files, GateRules{Proof: -1})), "\n") {
		if strings.Contains(line, "merge.conflict_rules") {
			out = append(out, line)
		}
	}
	return strings.Join(out, "\n")
}

const (
	noodleArea = `E21: {$ref: "element:E21", x-label: {zh: 建筑面积, en: Building area}, minimum: 300}`
	noodleShop = `E21: {$ref: "element:E21", x-label: {zh: 经营面积, en: Floor area}}`
)

func noodleRule(area, rule string) string {
	return strings.TrimSuffix(area, "}") + `, x-check: [{rule: "` + rule + `", message: {zh: 不符, en: Wrong}}]}`
}

// Rules of two matters that leave no answers together are named with both
// places, the situation and answers that one of them accepts. Where all of it is
// demanded nobody can file, and that stops publishing.
func TestRulesOfTwoMattersThatContradictEachOther(t *testing.T) {
	t.Parallel()
	got := ruledNoodles(t,
		"forms/A3.yaml", noodleArea, noodleRule(noodleArea, "premises.E21 > 900.0"),
		"forms/A2.yaml", noodleShop, noodleRule(noodleShop, "premises.E21 < 800.0"))
	for _, want := range []string{"blocker\tthemes/T1.yaml\tmerged/premises/E21\t", "Food business licence (forms/A2.yaml:20) demands that ", "Fire safety inspection (forms/A3.yaml:18) demands that ", "is answered “300 m²”", "For example", "accepts it"} {
		if !strings.Contains(got, want) || strings.Count(got, "\n") > 0 {
			t.Errorf("no %q in %s", want, got)
		}
	}
}

func TestRulesContradictOnlyWhereNoAnswersSuitBoth(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		edits []string
		want  string // severity; "": nothing
	}{
		{"answers for both", []string{"forms/A3.yaml", noodleArea, noodleRule(noodleArea, "premises.E21 > 900.0"), "forms/A2.yaml", noodleShop, noodleRule(noodleShop, "premises.E21 < 1000.0")}, ""},
		{"a rule and the other matter's bound", []string{"forms/A2.yaml", noodleShop, noodleRule(noodleShop, "premises.E21 < 300.0")}, "blocker"},
		{"a rule that meets the bound", []string{"forms/A2.yaml", noodleShop, noodleRule(noodleShop, "premises.E21 <= 300.0")}, ""},
		{"two fields", []string{"forms/A3.yaml", noodleArea, noodleRule(noodleArea, "premises.E22 > premises.E21"),
			"forms/A3.yaml", `E23: {$ref: "element:E23"}`, `E22: {$ref: "element:E22"}` + "\n" + `      E23: {$ref: "element:E23"}`, "forms/A3.yaml", "premises/E23,", "premises/E22, premises/E23,"}, "blocker"},
		{"two fields, one shown on some answers", []string{"forms/A3.yaml", noodleArea, noodleRule(noodleArea, "premises.E22 > premises.E21"),
			"forms/A3.yaml", `E23: {$ref: "element:E23"}`, `E22: {$ref: "element:E22", x-visible: premises.E21 > 500.0}` + "\n" + `      E23: {$ref: "element:E23"}`, "forms/A3.yaml", "premises/E23,", "premises/E22, premises/E23,"}, "blocker"},
		{"two fields, one never shown where both apply", []string{"forms/A3.yaml", noodleArea, noodleRule(noodleArea, "premises.E22 > premises.E21"),
			"forms/A3.yaml", `E23: {$ref: "element:E23"}`, `E22: {$ref: "element:E22", x-visible: premises.E21 < 200.0}` + "\n" + `      E23: {$ref: "element:E23"}`, "forms/A3.yaml", "premises/E23,", "premises/E22, premises/E23,"}, ""},
		{"two fields, one of which may be left empty", []string{"forms/A3.yaml", noodleArea, noodleRule(noodleArea, "premises.E22 > premises.E21"), "forms/A2.yaml", "required: [E21, E22]", "required: [E21]",
			"forms/A3.yaml", `E23: {$ref: "element:E23"}`, `E22: {$ref: "element:E22"}` + "\n" + `      E23: {$ref: "element:E23"}`, "forms/A3.yaml", "premises/E23,", "premises/E22, premises/E23,"}, "warning"},
		{"they never meet", []string{"forms/A3.yaml", noodleArea, noodleRule(noodleArea, "premises.E21 > 900.0"), "forms/A2.yaml", noodleShop, noodleRule(noodleShop, "premises.E21 < 800.0"),
			"themes/T1.yaml", `{matter: A2, when: "true"`, `{matter: A2, when: "Q2 < 300"`}, ""},
		{"what is beyond is not claimed", []string{"forms/A3.yaml", noodleArea, noodleRule(noodleArea, "premises.E21 + premises.E21 > 900.0"), "forms/A2.yaml", noodleShop, noodleRule(noodleShop, "premises.E21 < 10.0 || premises.E21 * 2.0 > 900.0")}, ""},
	} {
		got := ruledNoodles(t, c.edits...)
		if (c.want == "") != (got == "") || !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: want %q, got %s", c.name, c.want, got)
		}
	}
}

// Where nobody can file, trying proves nothing of acceptance and says so, and a
// simulation tells no shares of what nobody was shown.
func TestWhereNothingIsAcceptedNothingIsProven(t *testing.T) {
	t.Parallel()
	for _, limit := range []string{"800.0", "1000.0"} {
		files := tree(t, "testdata/noodles")
		files["themes/T1.yaml"] = bytes.Replace(files["themes/T1.yaml"], []byte("when: Q2 >= 300"), []byte(`when: "true"`), 1)
		files["forms/A3.yaml"] = bytes.Replace(files["forms/A3.yaml"], []byte(noodleArea), []byte(noodleRule(noodleArea, "premises.E21 > 900.0")), 1)
		files["forms/A2.yaml"] = bytes.Replace(files["forms/A2.yaml"], []byte(noodleShop), []byte(noodleRule(noodleShop, "premises.E21 < "+limit)), 1)
		p, ps := ReadArchive(files)
		if ps.Failed() {
			t.Fatal(ps)
		}
		r, ps := CompilePack(p)
		if ps.Failed() {
			t.Fatal(ps)
		}
		today := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
		proof := r.Theme("T1").Prove(ProveOptions{Seed: 1, Answers: 1500, Today: today})
		s := r.Simulate("T1", SimulateOptions{Seed: 1, Cases: 100, Filings: 100, Today: today, Assume: DefaultAssumptions()})
		fields := 0
		for _, e := range s.Shown {
			if e.Kind == ShownField {
				fields++
			}
		}
		if nobody := limit == "800.0"; nobody && (proof.Accepted > 0 || len(proof.Vain) == 0 || fields > 0) || !nobody && proof.Accepted == 0 {
			t.Errorf("below %s: %d accepted, in vain %v, %d fields", limit, proof.Accepted, proof.Vain, fields)
		}
	}
}
