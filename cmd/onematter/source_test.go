package main

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/api"
	"github.com/onematter/onematter/metamodel"
)

func TestTheCommandWritesDemandAndDutyLists(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	if out, err := run(t, "import", "pack", "../../internal/testpack/testdata/fair", "--data", data, "--lang", "en"); err != nil {
		t.Fatal(err, out)
	}
	if err := (&Config{Data: data, MaxUpload: 10}).toChange(t.Context(), func(h *house) error {
		if err := h.engine.SaveOrganisation(t.Context(), engine.SystemActor(), engine.Organisation{ID: "police", Name: metamodel.ZhEn("区公安局", "District Police")}); err != nil {
			return err
		}
		for _, item := range []string{"fair/SF3", "fair/SF2"} {
			if _, err := h.engine.ProposeDuty(t.Context(), engine.Actor{Account: "business", Name: "陈设计", Roles: []string{"designer"}}, engine.NewDuty{Matter: "SF", Kind: engine.DutyField, Item: item, Department: "police"}, ""); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	list := func(args ...string) string {
		t.Helper()
		out, err := run(t, append(append([]string{"source", "list"}, args...), "--data", data)...)
		if err != nil {
			t.Fatal(args, err, out)
		}
		return out
	}
	for lang, word := range map[string]string{"zh": "区公安局", "en": "District Police"} {
		rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(list("duty", "--lang", lang), "\uFEFF"))).ReadAll()
		if err != nil || len(rows) != 3 || rows[1][1] != word || rows[2][1] != word || rows[1][6] != "SF2" || rows[2][6] != "SF3" {
			t.Errorf("in %s the duty list is %v, %v", lang, rows, err)
		}
	}
	for args, n := range map[string]int{"duty": 2, "duty --department police": 2, "duty --department fair-office": 0, "demand --department fair-office": 2, "demand --department police": 0, "demand --matter SF": 2, "demand --matter XX": 0} {
		var told []api.Duty
		out := list(append(strings.Fields(args), "--format", "json")...)
		if err := json.Unmarshal([]byte(out), &told); err != nil || told == nil || len(told) != n || n > 0 && (told[0].Item != "fair/SF2" || told[0].Department != "police" || told[0].Demander != "fair-office") {
			t.Errorf("%s: %d, %v", args, len(told), err)
		}
	}
	file := filepath.Join(t.TempDir(), "duties.xlsx")
	if said := list("duty", "--format", "xlsx", "--out", file); !strings.Contains(said, "duties.xlsx: 2") {
		t.Errorf("it said %q", said)
	}
	if body, err := os.ReadFile(file); err != nil || string(body) != list("duty", "--format", "xlsx") || !strings.HasPrefix(string(body), "PK") {
		t.Errorf("the file differs from standard output: %v", err)
	}
	for line, want := range map[string]string{"wishes": "there is no wishes", "duty --department nowhere": "there is no department nowhere", "duty --format pdf": "csv or xlsx or json", "": "1 arg"} {
		if _, err := run(t, append(append([]string{"source", "list"}, strings.Fields(line)...), "--data", data)...); err == nil || !strings.Contains(sayFailure(err, "en"), want) {
			t.Errorf("%q: %v", line, err)
		}
	}
}
