package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

const restaurantPack = "../../catalog/packs/open-a-restaurant"

func TestAQuestionIsExplainedOnTheCommandLine(t *testing.T) {
	t.Parallel()
	answers := filepath.Join(t.TempDir(), "answers.json")
	if err := os.WriteFile(answers, []byte(`{"applicant":{"DE00103":"9910"}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	path := explainedPath(t)
	out, err := run(t, "explain", restaurantPack, "T01", path, "--answers", answers, "--today", "2026-05-01", "--lang", "en", "--mask")
	if err != nil || !strings.Contains(out, "("+path+")") || !strings.Contains(out, "It is") {
		t.Errorf("%v\n%s", err, out)
	}
	out, err = run(t, "explain", restaurantPack, "T01", path, "--answers", answers, "--format", "json")
	var x metamodel.Explanation
	if err != nil || json.Unmarshal([]byte(out), &x) != nil || x.Path != path || x.Because["zh"] == "" {
		t.Errorf("%v\n%s", err, out)
	}
	out, err = run(t, "explain", restaurantPack, "T01", "--lang", "en")
	if err != nil || !strings.Contains(out, "(page:") || !strings.Contains(out, "seconds left") {
		t.Errorf("%v\n%s", err, out)
	}
	for _, wrong := range [][]string{{"nowhere", "T01"}, {restaurantPack, "T99"}, {restaurantPack, "T01", "nowhere"}, {restaurantPack, "T01", path, "--today", "x"}, {restaurantPack, "T01", path, "--answers", "nowhere.json"}} {
		if out, err := run(t, append([]string{"explain"}, wrong...)...); err == nil {
			t.Errorf("%v: %s", wrong, out)
		}
	}
}

// explainedPath is a question of the theme that has a condition.
func explainedPath(t *testing.T) string {
	t.Helper()
	form, _, err := formOfPack(restaurantPack, "T01")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range form.Fields {
		for _, u := range f.Uses {
			if u.Visible != "" && !f.Group.Repeat {
				return f.Path
			}
		}
	}
	t.Fatal("nothing in the theme has a condition")
	return ""
}
