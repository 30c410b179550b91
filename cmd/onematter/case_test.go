package main

import (
	"encoding/json"
	"io"
	"log/slog"
	"strings"
	"testing"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/api"
)

func TestTheClocksOfACaseAreToldOnTheCommandLine(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	if out, err := run(t, "import", "pack", "../../internal/testpack/testdata/fair", "--data", data, "--lang", "en"); err != nil {
		t.Fatal(err, out)
	}
	number := func() string {
		h, err := (&Config{Data: data, MaxUpload: 10}).open(t.Context(), slog.New(slog.NewTextHandler(io.Discard, nil)))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = h.close() }()
		ann := engine.Actor{Account: "ann", Name: "王小明", Roles: []string{"citizen"}}
		r, err := h.engine.SubmitMatter(t.Context(), ann, "SF", []byte(`{"applicant":{"SF1":"福满堂"},"fair":{"SF2":"人民广场","SF3":300}}`), "")
		if err != nil {
			t.Fatal(err)
		}
		head := engine.Actor{Account: "head", Name: "钱处长", Roles: []string{"approver"}, Departments: map[string]bool{"fair-office": true}}
		if _, err := h.engine.Extend(t.Context(), head, r.Case, 1, "", 5, "需要现场核查客流"); err != nil {
			t.Fatal(err)
		}
		return r.Number
	}()
	out, err := run(t, "case", "clocks", number, "--data", data, "--lang", "en")
	if err != nil {
		t.Fatal(err, out)
	}
	for _, want := range []string{number, "Promised limit: 0 of 12 working days used", "Statutory limit: 0 of 25 working days used", "Extended by 5 working days (Administrative Licensing Law, article 42) “需要现场核查客流”", "Ledger\n", "Step limit Start: Entered the step “Review”"} {
		if !strings.Contains(out, want) {
			t.Errorf("it does not say %q:\n%s", want, out)
		}
	}
	out, err = run(t, "case", "clocks", number, "--data", data, "--format", "json")
	var told api.Clocks
	if err != nil || json.Unmarshal([]byte(out), &told) != nil || len(told.Cases) != 1 || len(told.Cases[0].Ledger) != 6 || told.Cases[0].Clocks[0].Limit != 12 {
		t.Errorf("as JSON: %v, %s", err, out)
	}
	// Before it was filed there is nothing to tell.
	if out, err = run(t, "case", "clocks", number, "--data", data, "--at", "2020-01-01", "--lang", "en"); err != nil || strings.Contains(out, "Ledger") || !strings.Contains(out, "as of 2020-01-01 23:59") || !strings.Contains(out, "the case had not begun then") {
		t.Errorf("long ago: %v, %s", err, out)
	}
	for at, want := range map[string]string{"yesterday": "yesterday", "2999-01-01": "a year ahead"} {
		if out, err := run(t, "case", "clocks", number, "--data", data, "--at", at); err == nil || !strings.Contains(out+err.Error(), want) {
			t.Errorf("--at %s: %v, %s", at, err, out)
		}
	}
}
