package catalog

import (
	"fmt"
	"strings"
	"testing"
)

// Three matters that agree two by two and not all together are found by lists
// and by patterns, once, and only where all three may apply.
func TestThreeMattersThatAgreeTwoByTwoAreAConflict(t *testing.T) {
	t.Parallel()
	lists := []string{"enum: [甲, 乙]", "enum: [乙, 丙]", "enum: [甲, 丙]"}
	for _, c := range []struct {
		name    string
		demands []string
		when    string // of A1
		want    string
	}{
		{"lists", lists, "Q7 == false", "Business registration, Food business licence, Fire safety inspection"},
		{"patterns", []string{"pattern: '^[ab]$'", "pattern: '^[bc]$'", "pattern: '^[ac]$'"}, "Q7 == false", "Business registration, Food business licence, Fire safety inspection"},
		{"never together", lists, "Q2 < 300", ""},
		{"a list and what lies outside of it", []string{"enum: [甲甲, 乙]", "minLength: 2", "pattern: '^[^甲]*$'"}, "Q7 == false", "Business registration, Food business licence, Fire safety inspection"},
		{"an answer for all", []string{"enum: [甲, 乙]", "enum: [乙, 丙]", "enum: [甲, 乙, 丙]"}, "Q7 == false", ""},
	} {
		files := tree(t, "testdata/noodles")
		for i, id := range []string{"A1", "A2", "A3"} {
			form := string(files["forms/"+id+".yaml"])
			at := strings.Index(form, `E11: {$ref: "element:E11", `)
			files["forms/"+id+".yaml"] = []byte(form[:at] + `E11: {$ref: "element:E11", ` + c.demands[i] + ", " + form[at+len(`E11: {$ref: "element:E11", `):])
		}
		files["themes/T1.yaml"] = []byte(strings.Replace(string(files["themes/T1.yaml"]), "when: Q7 == false", "when: "+c.when, 1))
		p, ps := ReadArchive(files)
		if ps.Failed() {
			t.Fatal(c.name, ps)
		}
		r, ps := CompilePack(p)
		if ps.Failed() {
			t.Fatal(c.name, ps)
		}
		var found []string
		for _, p := range r.Theme("T1").Conflicts {
			if p.Code == ConflictSeveral.Code && p.Path == "merged/applicant/E11" {
				found = append(found, fmt.Sprint(p.In("en")))
			} else {
				t.Errorf("%s: %v", c.name, p)
			}
		}
		if got := strings.Join(found, "\n"); (c.want == "") != (got == "") || !strings.Contains(got, c.want) || len(found) > 1 {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
