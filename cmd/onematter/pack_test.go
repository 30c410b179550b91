package main

import (
	"encoding/json"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// broken is the built-in restaurant with a form that points at no element.
func broken(t *testing.T) string {
	t.Helper()
	return restaurantWith(t, "forms/M04.yaml", "element:DE00402", "element:DE99999")
}

// restaurantWith is the folder of the built-in restaurant with one thing changed.
func restaurantWith(t *testing.T, file, old, now string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "pack")
	if err := os.CopyFS(dir, os.DirFS("../../catalog/packs/open-a-restaurant")); err != nil {
		t.Fatal(err)
	}
	file = filepath.Join(dir, filepath.FromSlash(file))
	body, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(body), old) {
		t.Fatalf("%s has no %q", file, old)
	}
	if err := os.WriteFile(file, []byte(strings.Replace(string(body), old, now, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestABrokenPackIsExplainedInBothLanguages(t *testing.T) {
	t.Parallel()
	dir := broken(t)
	for lang, words := range map[string]string{"zh": "错误", "en": "error"} {
		out, err := run(t, "check", dir, "--lang", lang)
		wantExit(t, err, 1)
		// One line tells file, path, what is wrong, and its code.
		line := regexp.MustCompile(`(?m)^(\S*forms/M04\.yaml):[0-9]+:[0-9]+#/\S*DE00402\S*: ` + words + `: .*DE99999.* \[[a-z_.]+\]$`)
		if !line.MatchString(out) {
			t.Errorf("%s: check said %s", lang, out)
		}
		if has := regexp.MustCompile(`\p{Han}`).MatchString(line.FindString(out)); has != (lang == "zh") {
			t.Errorf("%s: the line is in another language: %s", lang, line.FindString(out))
		}
	}
	out, err := run(t, "check", dir, "--format", "json")
	wantExit(t, err, 1)
	var ps metamodel.Problems
	if err := json.Unmarshal([]byte(out), &ps); err != nil || !ps.Failed() {
		t.Errorf("as JSON it said %s, %v", out, err)
	}
	for _, p := range ps {
		if p.In("zh") == "" || p.In("en") == "" {
			t.Errorf("%s is not worded in both languages", p.Code)
		}
	}
	out, err = run(t, "import", "pack", dir, "--data", t.TempDir(), "--lang", "en")
	wantExit(t, err, 1)
	if !strings.Contains(out, "DE99999") {
		t.Errorf("import said %s", out)
	}
}

// A pack that is written out, taken in elsewhere and written out again is the
// same to the byte, and the same release: only its manifest is pinned once.
func TestAPackGoesRoundToTheByte(t *testing.T) {
	t.Parallel()
	here, there := t.TempDir(), t.TempDir()
	first, second := filepath.Join(t.TempDir(), "first"), filepath.Join(t.TempDir(), "second")
	ok := func(args ...string) string {
		t.Helper()
		out, err := run(t, args...)
		if err != nil {
			t.Fatalf("%v: %v\n%s", args, err, out)
		}
		return out
	}
	ok("import", "pack", "testdata/dogs", "--data", here)
	ok("export", "pack", "dogs", "--out", first, "--data", here)
	in := ok("import", "pack", first, "--data", there)
	out := ok("export", "pack", "dogs", "--out", second, "--data", there)
	if hashOf(t, in) != hashOf(t, out) {
		t.Errorf("the release is %s here and %s there", hashOf(t, in), hashOf(t, out))
	}
	source, a, b := folder(t, "testdata/dogs"), folder(t, first), folder(t, second)
	for name, body := range source {
		if name != "pack.yaml" && a[name] != body { // the manifest says by now which releases it needs
			t.Errorf("%s is not what it was", name)
		}
		if a[name] != b[name] {
			t.Errorf("%s changes on its way:\n%s\n%s", name, a[name], b[name])
		}
	}
	if !strings.Contains(a["pack.yaml"], "china-calendar@sha256:") {
		t.Errorf("the manifest is %s", a["pack.yaml"])
	}
	if len(a) != len(source) || len(b) != len(source) {
		t.Errorf("%d files became %d and %d", len(source), len(a), len(b))
	}
	if _, err := run(t, "export", "pack", "dogs", "--out", first, "--data", here); err == nil || !strings.Contains(err.Error(), "is not empty") {
		t.Errorf("a full folder was written over: %v", err)
	}
	if _, err := run(t, "export", "pack", "cats", "--out", filepath.Join(here, "cats"), "--data", here); err == nil || !strings.Contains(err.Error(), "cats") {
		t.Errorf("a pack that is not there: %v", err)
	}
	if _, err := os.Stat(filepath.Join(here, "cats")); err == nil {
		t.Error("a folder was left for a pack that is not there")
	}
}

func hashOf(t *testing.T, said string) string {
	t.Helper()
	h := regexp.MustCompile(`[0-9a-f]{32,}`).FindString(said)
	if h == "" {
		t.Fatalf("no release is named in %s", said)
	}
	return h
}

// folder reads every file below dir.
func folder(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		body, err := os.ReadFile(filepath.Join(dir, path))
		out[path] = string(body)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
