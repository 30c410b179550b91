package sheets

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// A small good book; every bad one differs from it in some sheets.
const teahouse = "testdata/teahouse"

func TestTheTeaHouseIsFineAsItIs(t *testing.T) {
	t.Parallel()
	r := Import(mustBook(t, teahouse), nil, Options{Releases: china(t)})
	if !r.Written() || len(r.Problems) > 0 {
		t.Fatal(r.Report.Terminal("en"))
	}
	form := r.Pack.Forms["A1"]
	if got := form.Properties["premises"].Properties["DE7"]; string(got.Minimum) != "2" || got.Visible != "premises.DE6 >= 20.0" || got.RequiredIf != got.Visible {
		t.Errorf("桌数 became %+v", got)
	}
	if got := form.Properties["employee"]; got.Type != "array" || *got.MinItems != 1 || *got.MaxItems != 9 {
		t.Errorf("店员 became %+v", got)
	}
	if got := r.Pack.Themes["H1"].Matters[1].When; got != "Q1 >= 100.0 || Q2 == true" {
		t.Errorf("the condition of A2 became %q", got)
	}
	if got := r.Pack.Matters["A2"].Fee; got != "20.5" {
		t.Errorf("the fee became %q", got)
	}
}

// Every bad book in testdata/bad sits beside its exact problems.
func TestBadSheetsAreRefusedInWords(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/bad/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no bad sheets: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			dir := badBook(t, file)
			got := problemLines(t, dir)
			expected := strings.TrimSuffix(file, ".txt") + ".problems"
			if *update {
				if err := os.WriteFile(expected, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(expected)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("problems are\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// badBook lays a bad case's sheets over the good book.
func badBook(t *testing.T, file string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "book")
	if err := os.CopyFS(dir, os.DirFS(teahouse)); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range strings.Split("\n"+string(data), "\n-- ")[1:] {
		name, body, ok := strings.Cut(part, " --\n")
		if !ok {
			name, body = strings.TrimSuffix(part, " --"), ""
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// problemLines reads and imports a folder of sheets that must come to nothing.
func problemLines(t *testing.T, dir string) string {
	t.Helper()
	book, ps := Read(dir)
	if book != nil {
		var answers *Answers
		if path := filepath.Join(dir, "answers.json"); exists(path) {
			answers = mustAnswers(t, path)
		}
		r := Import(book, answers, Options{Releases: china(t)})
		if r.Written() || r.Pack != nil {
			t.Error("something was written")
		}
		if words := r.Report.Terminal("zh") + r.Report.Terminal("en"); strings.Contains(words, "%!") {
			t.Errorf("badly worded: %s", words)
		}
		ps = r.Problems
	}
	if !ps.Failed() {
		t.Error("nothing was wrong")
	}
	var b strings.Builder
	for _, p := range ps {
		severity := p.Severity
		if severity == "" {
			severity = metamodel.Error
		}
		b.WriteString(string(severity) + " " + p.Code + " " + p.File + " " + p.Path + "\n  " + p.In("zh") + "\n  " + p.In("en") + "\n")
		if strings.Contains(p.In("zh")+p.In("en"), "{") {
			t.Errorf("a parameter is missing: %s", p.In("en"))
		}
	}
	return b.String()
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

func hasCode(ps metamodel.Problems, code string) bool {
	for _, p := range ps {
		if p.Code == code {
			return true
		}
	}
	return false
}
