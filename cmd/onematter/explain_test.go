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

func TestAnswersThatAreNoDocumentAreRefusedNotTakenForNone(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	form, _, err := formOfPack(restaurantPack, "T01")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ body, code string }{
		"a key twice":  {`{"applicant":{"DE00103":"9910","DE00103":"1130"}}`, "json.duplicate_key"},
		"a mark":       {"\xef\xbb\xbf{}", "json.syntax"},
		"no UTF-8":     {"{\"a\":\"\xff\"}", "json.utf8"},
		"infinity":     {`{"a":1e999}`, "json.exponent"},
		"a tail":       {`{} x`, "json.syntax"},
		"a list":       {`[]`, "json.syntax"},
		"nothing":      {``, "json.syntax"},
		"30 MB":        {`{"a":"` + strings.Repeat("x", 30<<20) + `"}`, "json.too_large"},
		"100,000 rows": {`{"employee":[` + strings.Repeat(`{"DE00001":""},`, 100_000) + `{}]}`, "json.too_large"},
	} {
		file := filepath.Join(dir, strings.ReplaceAll(name, " ", "-")+".json")
		if err := os.WriteFile(file, []byte(c.body), 0o600); err != nil {
			t.Fatal(err)
		}
		if name == "a list" || name == "30 MB" { // both formats print the same problems
			out, err := run(t, "explain", restaurantPack, "T01", "--answers", file, "--lang", "zh")
			wantExit(t, err, 1)
			if !strings.Contains(out, "错误") || !strings.Contains(out, "["+c.code+"]") {
				t.Errorf("%s: %s", name, out)
			}
		}
		out, err := run(t, "explain", restaurantPack, "T01", "--answers", file, "--format", "json")
		wantExit(t, err, 1)
		var ps metamodel.Problems
		if json.Unmarshal([]byte(out), &ps) != nil || len(ps) != 1 || ps[0].Code != c.code {
			t.Errorf("%s: %s", name, out)
		}
		if want := form.Check([]byte(c.body), metamodel.Context{}).Problems; c.body != "" && (len(want) != 1 || want[0].Code != c.code) {
			t.Errorf("%s: the preview says %v", name, want)
		}
	}
	_, err = run(t, "explain", restaurantPack, "T01", "employee/0/DE00001", "--lang", "zh")
	if err == nil || !strings.Contains(sayFailure(err, "zh"), "没有这一行") {
		t.Errorf("a row that is not there: %v", err)
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
