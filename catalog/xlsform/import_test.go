package xlsform

import (
	"fmt"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
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

// Every bad book in testdata/bad sits beside its exact problems; what has no
// counterpart is there as well.
func TestBadBooksAreRefusedInWords(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/bad/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no bad books: %v", err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txt")
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			book, ps := ReadBytes(name+".xlsx", workbook(t, mustRead(t, file)))
			var open []Untranslated
			if book != nil {
				r := Import(book, Options{})
				if r.Written() && len(r.Problems) == 0 {
					t.Error("nothing is wrong with it")
				}
				ps, open = r.Problems, r.Report.Untranslated
			}
			var b strings.Builder
			for _, p := range ps {
				severity := p.Severity
				if severity == "" {
					severity = metamodel.Error
				}
				fmt.Fprintf(&b, "%s %s %s %s\n  %s\n  %s\n", severity, p.Code, p.File, p.Path, p.In("zh"), p.In("en"))
			}
			for _, u := range open {
				fmt.Fprintf(&b, "open %s %s %d/%s %s\n  %s\n  %s\n", u.What, u.Place.File, u.Place.Row, u.Place.Column, u.Question, u.Reason.In("zh"), u.Reason.In("en"))
			}
			compare(t, strings.TrimSuffix(file, ".txt")+".problems", b.String())
		})
	}
}

// A cell of 5,000 characters is read and its text refused; a workbook that is
// no workbook never reaches the library.
func TestBooksThatCannotBeReadAreRefused(t *testing.T) {
	t.Parallel()
	long := "-- survey --\ntype | name | label | hint\ntext | a | A | " + strings.Repeat("长", 5000) + "\n"
	r := Import(mustBook(t, "long", long), Options{})
	if len(r.Problems) != 1 || r.Problems[0].Code != "xlsform.too-long" || r.Problems[0].Path != "2/hint" {
		t.Errorf("a long hint: %v", r.Problems)
	}
	var many strings.Builder
	many.WriteString("-- survey --\ntype | name\n")
	for range 600 {
		many.WriteString("teleport | x\n")
	}
	r = Import(mustBook(t, "many", many.String()), Options{})
	if n := len(r.Problems); n != 501 || r.Problems[500].Code != "xlsform.more" {
		t.Errorf("%d problems, the last is %v", n, r.Problems[n-1])
	}
	var huge strings.Builder
	huge.WriteString("-- survey --\ntype | name\n")
	for i := range 10_001 {
		fmt.Fprintf(&huge, "text | q%d\n", i)
	}
	if r = Import(quickBook(t, huge.String()), Options{}); len(r.Problems) == 0 || r.Problems[0].Code != "xlsform.too-many" {
		t.Errorf("10,001 questions: %v", r.Problems)
	}
	for _, data := range []string{"", "text", "PK\x03\x04", "\xd0\xcf\x11\xe0"} {
		if b, ps := ReadBytes("x.xlsx", []byte(data)); b != nil || len(ps) != 1 || !strings.HasPrefix(ps[0].Code, "sheets.") {
			t.Errorf("%q: %v", data, ps)
		}
	}
	if _, ps := Read("nowhere.xlsx"); len(ps) != 1 || ps[0].Code != "sheets.not-found" {
		t.Errorf("a file that is not there: %v", ps)
	}
}

// The form's own check has limits that the translation does not know.
func TestAConditionThatTheFormRefusesIsListedLikeTheOthers(t *testing.T) {
	t.Parallel()
	parts := make([]string, 100)
	for i := range parts {
		parts[i] = fmt.Sprintf("${a} = '%d%s'", i, strings.Repeat("x", 40))
	}
	long := strings.Join(parts, " or ")
	text := "-- survey --\ntype | name | label | relevant | constraint\ntext | a | A\ntext | b | B | " + long + " | string-length(.) < 5 and (" + long + ")\n"
	book := mustBook(t, "long", text)
	r := Import(book, Options{})
	if r.Written() || len(r.Report.Untranslated) != 2 || r.Report.Untranslated[0].Place.Row != 3 || !strings.Contains(r.Report.Untranslated[0].Reason.In("en"), "4000") {
		t.Fatal(r.Report.Terminal("en"))
	}
	r = Import(book, Options{AcceptUntranslated: true})
	if !r.Written() {
		t.Fatal(r.Report.Terminal("en"))
	}
	if b := r.Pack.Forms["long"].Properties["survey"].Properties["b"]; b.Visible != "" || len(b.Checks) != 0 {
		t.Errorf("%+v", b)
	}
}
