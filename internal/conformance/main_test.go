package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// suite writes a suite of one file for each draft.
func suite(t *testing.T, content string) (dir, page string) {
	t.Helper()
	dir = t.TempDir()
	for _, f := range folders {
		at := filepath.Join(dir, "tests", f.name)
		if err := os.MkdirAll(at, 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(at, "a.json"), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	page = filepath.Join(dir, "page.md")
	if err := os.WriteFile(page, []byte("# Page\n\n"+begin+end), 0o644); err != nil {
		t.Fatal(err)
	}
	return dir, page
}

const sound = `[{"description":"s","schema":{"minLength":2},"tests":[{"description":"a","data":"ab","valid":true},{"description":"b","data":"a","valid":false}]},
	{"description":"r","schema":{"$ref":"http://a.example/b"},"tests":[{"description":"c","data":1,"valid":true}]}]`

func TestAWrongVerdictFailsTheRun(t *testing.T) {
	t.Parallel()
	dir, page := suite(t, strings.Replace(sound, `"data":"a","valid":false`, `"data":"a","valid":true`, 1))
	if err := run(io.Discard, dir, page, true, false); err == nil || !strings.Contains(err.Error(), "6 wrong") {
		t.Errorf("%v", err)
	}
}

func TestAStaleTableFailsTheRun(t *testing.T) {
	t.Parallel()
	dir, page := suite(t, sound)
	if err := run(io.Discard, dir, page, false, false); err == nil || !strings.Contains(err.Error(), "stale") {
		t.Errorf("%v", err)
	}
	if err := run(io.Discard, dir, page, true, false); err != nil {
		t.Fatal(err)
	}
	if err := run(io.Discard, dir, page, false, false); err != nil {
		t.Errorf("after the update: %v", err)
	}
	b, _ := os.ReadFile(page)
	if !strings.Contains(string(b), "| `minLength` | 2 | 2 | 2 |") || !strings.Contains(string(b), "refused (1)") {
		t.Errorf("%s", b)
	}
}

func TestAFolderWithoutASuiteFailsTheRun(t *testing.T) {
	t.Parallel()
	if err := run(io.Discard, t.TempDir(), "page.md", false, false); err == nil {
		t.Error("nothing was judged and nothing was said")
	}
}
