package xlsform

import (
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/catalog/sheets"
	"github.com/onematter/onematter/metamodel"
)

var update = flag.Bool("update", false, "write the expected files")

// workbook makes an .xlsx file of a fixture: sheets begin with "-- name --",
// cells are separated by "|".
func workbook(t testing.TB, text string) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	sheet, row := "", 0
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		if name, ok := strings.CutPrefix(line, "-- "); ok {
			sheet, row = strings.TrimSuffix(name, " --"), 0
			if _, err := f.NewSheet(sheet); err != nil {
				t.Fatal(err)
			}
			continue
		}
		row++
		if strings.TrimSpace(line) == "" {
			continue
		}
		for i, cell := range strings.Split(line, "|") {
			cell = strings.ReplaceAll(strings.TrimSpace(cell), `\n`, "\n")
			at, err := excelize.CoordinatesToCellName(i+1, row)
			if err != nil {
				t.Fatal(err)
			}
			if cell == "" {
				continue
			}
			if err := f.SetCellStr(sheet, at, cell); err != nil {
				t.Fatal(err)
			}
		}
	}
	if sheet != "Sheet1" {
		if err := f.DeleteSheet("Sheet1"); err != nil {
			t.Fatal(err)
		}
	}
	b, err := f.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func mustBook(t testing.TB, name, text string) *Book {
	t.Helper()
	b, ps := ReadBytes(name+".xlsx", workbook(t, text))
	if ps.Failed() {
		t.Fatalf("%s: %v", name, ps)
	}
	return b
}

func mustRead(t testing.TB, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// mustImport imports a fixture that has nothing against it.
func mustImport(t testing.TB, name, text string) *Result {
	t.Helper()
	r := Import(mustBook(t, name, text), Options{})
	if !r.Written() {
		t.Fatal(r.Report.Terminal("en"))
	}
	return r
}

// mustForm compiles the one form of a pack.
func mustForm(t testing.TB, r *Result) *metamodel.Form {
	t.Helper()
	rel := mustCompile(t, r)
	for _, id := range rel.FormIDs() {
		return rel.Form(id)
	}
	t.Fatal("no form")
	return nil
}

// compare holds what came out against a file.
func compare(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want := mustRead(t, file); got != want {
		t.Errorf("%s: got\n%s\nwant\n%s", file, got, want)
	}
}

// quickBook is mustBook without a workbook around it.
func quickBook(t interface{ Fatal(...any) }, text string) *Book {
	b := bookIfAny(text)
	if b == nil {
		t.Fatal("not a book")
	}
	return b
}

func bookIfAny(text string) *Book {
	var tabs []sheets.Tab
	for line := range strings.Lines(text) {
		line = strings.TrimRight(line, "\n")
		if name, ok := strings.CutPrefix(line, "-- "); ok {
			name = strings.TrimSuffix(name, " --")
			tabs = append(tabs, sheets.Tab{Name: name, File: "asked.xlsx!" + name})
			continue
		}
		if len(tabs) == 0 {
			return nil
		}
		tab := &tabs[len(tabs)-1]
		l := sheets.Line{Number: len(tab.Lines) + 1}
		for _, cell := range strings.Split(line, "|") {
			l.Cells = append(l.Cells, strings.TrimSpace(cell))
		}
		tab.Lines = append(tab.Lines, l)
	}
	b, _ := bookOf("asked.xlsx", slices.DeleteFunc(tabs, func(t sheets.Tab) bool { return !tabNames[tabName(t.Name)] }), nil)
	return b
}

func compilePack(r *Result) (*catalog.Release, metamodel.Problems) {
	return catalog.CompilePack(r.Pack)
}
