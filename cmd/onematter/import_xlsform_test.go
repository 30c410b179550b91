package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/onematter/onematter/catalog/xlsform"
)

// writeXLSForm writes a workbook of sheets of rows.
func writeXLSForm(t *testing.T, sheets map[string][][]string) string {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	for name, rows := range sheets {
		if _, err := f.NewSheet(name); err != nil {
			t.Fatal(err)
		}
		for i, row := range rows {
			for j, cell := range row {
				at, err := excelize.CoordinatesToCellName(j+1, i+1)
				if err != nil {
					t.Fatal(err)
				}
				if err := f.SetCellStr(name, at, cell); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	file := filepath.Join(t.TempDir(), "visit.xlsx")
	if err := f.SaveAs(file); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestAnODKFormBecomesAPackThatChecks(t *testing.T) {
	t.Parallel()
	good := writeXLSForm(t, map[string][][]string{"survey": {
		{"type", "name", "label::English (en)", "label::中文 (zh)", "relevant"}, {"integer", "age", "Age", "年龄", ""}, {"text", "job", "Job", "职业", "${age} >= 16"},
	}})
	pack := filepath.Join(t.TempDir(), "pack")
	out, err := run(t, "import", "xlsform", good, "--out", pack, "--lang", "en", "--name", "visit", "--pack-version", "2.1.0")
	if err != nil || !strings.Contains(out, "questions: 2") || !strings.Contains(out, "Written to") {
		t.Fatalf("%v: %s", err, out)
	}
	if out, err := run(t, "check", pack, "--lang", "en"); err != nil || !strings.Contains(out, "0 errors") {
		t.Errorf("the pack does not check: %v: %s", err, out)
	}
	manifest, err := os.ReadFile(filepath.Join(pack, "pack.yaml"))
	if err != nil || !strings.Contains(string(manifest), `version: "2.1.0"`) && !strings.Contains(string(manifest), "version: 2.1.0") {
		t.Errorf("pack.yaml is %s, %v", manifest, err)
	}
	if _, err := run(t, "import", "xlsform", good, "--out", pack); err == nil || !strings.Contains(err.Error(), "is not empty") {
		t.Errorf("a second import into the same folder ended with %v", err)
	}
}

func TestWhatAnODKFormCannotBringIsLeftToAPerson(t *testing.T) {
	t.Parallel()
	open := writeXLSForm(t, map[string][][]string{"survey": {
		{"type", "name", "label", "relevant"}, {"integer", "age", "年龄", ""}, {"text", "job", "职业", "pulldata('a', 'b', 'c', ${age}) = 1"},
	}})
	dir := t.TempDir()
	pack, report := filepath.Join(dir, "pack"), filepath.Join(dir, "report.json")
	out, err := run(t, "import", "xlsform", open, "--out", pack, "--json", report, "--lang", "en")
	wantExit(t, err, 3)
	if !strings.Contains(out, "row 3, column “relevant”") || !strings.Contains(out, "pulldata") {
		t.Errorf("printed %s", out)
	}
	if _, err := os.Stat(pack); err == nil {
		t.Error("a pack was written")
	}
	var r xlsform.Report
	body, err := os.ReadFile(report)
	if err == nil {
		err = json.Unmarshal(body, &r)
	}
	if err != nil || len(r.Untranslated) != 1 || r.Untranslated[0].Place.Row != 3 || r.Untranslated[0].Question != "job" {
		t.Errorf("the report is %s, %v", body, err)
	}
	if out, err = run(t, "import", "xlsform", open, "--out", pack, "--accept-untranslated"); err != nil || !strings.Contains(out, "略去上面 1 处") {
		t.Fatalf("%v: %s", err, out)
	}
	if out, err := run(t, "check", pack); err != nil {
		t.Errorf("the pack does not check: %v: %s", err, out)
	}
	bad := writeXLSForm(t, map[string][][]string{"survey": {{"type", "name"}, {"teleport", "x"}}})
	out, err = run(t, "import", "xlsform", bad, "--out", filepath.Join(dir, "other"), "--lang", "en")
	wantExit(t, err, 1)
	if !strings.Contains(out, "“teleport” is not known") {
		t.Errorf("printed %s", out)
	}
	out, err = run(t, "import", "xlsform", "root.go", "--out", filepath.Join(dir, "other"), "--lang", "en")
	wantExit(t, err, 1)
	if !strings.Contains(out, "not an .xlsx workbook") {
		t.Errorf("printed %s", out)
	}
}
