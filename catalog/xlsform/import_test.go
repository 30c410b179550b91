package xlsform

import (
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/onematter/onematter/catalog"
)

func mustCompile(t testing.TB, r *Result) *catalog.Release {
	t.Helper()
	rel, ps := catalog.CompilePack(r.Pack)
	if err := ps.Err(); err != nil {
		t.Fatal(err)
	}
	return rel
}

// golden is everything an import gives: the report and the files of the pack.
func golden(r *Result) string {
	var b strings.Builder
	b.WriteString(r.Report.Terminal("zh") + "\n" + r.Report.Terminal("en"))
	var names []string
	for n := range r.Files {
		names = append(names, n)
	}
	sort.Strings(names)
	for _, n := range names {
		b.WriteString("\n== " + n + "\n" + string(r.Files[n]))
	}
	return b.String()
}

// Every form in testdata/good sits beside its pack.
func TestFormsBecomePacks(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/good/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no forms: %v", err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txt")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			book := mustBook(t, name, mustRead(t, file))
			options := Options{AcceptUntranslated: true}
			r := Import(book, options)
			if !r.Written() {
				t.Fatal(r.Report.Terminal("en"))
			}
			mustCompile(t, r)
			compare(t, strings.TrimSuffix(file, ".txt")+".golden", golden(r))
			if again := golden(Import(book, options)); again != golden(r) {
				t.Error("the same book gives other bytes the second time")
			}
		})
	}
}
