package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/onematter/onematter/catalog"
)

func TestAThemeIsProvenOnTheCommandLine(t *testing.T) {
	t.Parallel()
	prove := func(more ...string) (string, error) {
		return run(t, append([]string{"theme", "prove", restaurantPack, "T01", "--answers", "200", "--today", "2026-05-01", "--budget", "0"}, more...)...)
	}
	out, err := prove("--lang", "en", "--seed", "7")
	if err != nil || !strings.Contains(out, "Seed 7: 200 filings tried in ") || !strings.Contains(out, "No counterexample") || !strings.Contains(out, "M02 Food business licence\n  required: ") {
		t.Errorf("%v\n%s", err, out)
	}
	if out, err = prove("--lang", "zh"); err != nil || !strings.Contains(out, "没有反例") || !strings.Contains(out, "份申报") {
		t.Errorf("%v\n%s", err, out)
	}
	var first, again catalog.Proof
	for _, p := range []*catalog.Proof{&first, &again} {
		out, err := prove("--format", "json")
		if err != nil || json.Unmarshal([]byte(out), p) != nil || p.Answers != 200 || p.Accepted+p.Refused != 200 || p.Accepted == 0 || len(p.Demands) < 300 || p.Exercised() == 0 {
			t.Fatalf("%v\n%s", err, out)
		}
	}
	if first.Seed != again.Seed || first.Accepted != again.Accepted {
		t.Errorf("the same content is tried in another way: %d %d, %d %d", first.Seed, first.Accepted, again.Seed, again.Accepted)
	}
	for _, wrong := range [][]string{{"nowhere", "T01"}, {restaurantPack, "T99"}, {restaurantPack, "T01", "--answers", "0"}, {restaurantPack, "T01", "--today", "x"}} {
		if out, err := run(t, append([]string{"theme", "prove"}, wrong...)...); err == nil {
			t.Errorf("%v: %s", wrong, out)
		}
	}
}

// Two matters compute the same field in different ways: where both apply no
// form can say what both say.
func TestACounterexampleIsShownAndFails(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for _, from := range []string{"noodles", "gate/theme-unproved"} {
		if err := os.CopyFS(filepath.Join(dir, filepath.Base(from)), os.DirFS("../../catalog/testdata/"+from)); err != nil {
			t.Fatal(err)
		}
	}
	pack := filepath.Join(dir, "noodles")
	for _, form := range []string{"A2.yaml", "A3.yaml"} {
		if err := os.Rename(filepath.Join(dir, "theme-unproved", "forms", form), filepath.Join(pack, "forms", form)); err != nil {
			t.Fatal(err)
		}
	}
	out, err := run(t, "theme", "prove", pack, "T1", "--lang", "en", "--today", "2026-05-01")
	wantExit(t, err, 1)
	for _, want := range []string{"Counterexample: premises/E24: “Food business licence” computes", "Answers: {", `"E21":`, "The merged form: refused", "A2 Food business licence: refused", "[answer.required]"} {
		if !strings.Contains(out, want) {
			t.Errorf("does not say %q:\n%s", want, out)
		}
	}
	out, err = run(t, "theme", "prove", pack, "T1", "--format", "json", "--today", "2026-05-01")
	wantExit(t, err, 1)
	var p catalog.Proof
	if json.Unmarshal([]byte(out), &p) != nil || p.Counterexample == nil || p.Counterexample.Said["zh"] == "" || len(p.Counterexample.Own) != 2 {
		t.Errorf("%s", out)
	}
	if out, err = run(t, "check", pack, "--lang", "en"); err == nil || !strings.Contains(out, "gate.theme_unproved") {
		t.Errorf("%v\n%s", err, out)
	}
}
