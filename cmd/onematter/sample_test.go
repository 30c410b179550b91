package main

import (
	"strings"
	"testing"

	"github.com/onematter/onematter/engine"
)

// What only a server is told is listed with serve alone, and taken everywhere.
func TestHelpListsTheFlagsThatConcernACommand(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"serve", "migrate", "demo-data", "user create", "pack history", "pack import", "case clocks", "migrate-cases", "export pack"} {
		out, err := run(t, append(strings.Fields(line), "--help")...)
		if err != nil {
			t.Errorf("%s: %v", line, err)
		}
		for _, s := range settings {
			if listed, want := strings.Contains(out, "--"+s.flag+" "), !s.serving || line == "serve"; listed != want {
				t.Errorf("%s --help lists --%s: %v", line, s.flag, listed)
			}
		}
	}
	if _, err := run(t, "migrate", "--data", t.TempDir(), "--addr", "127.0.0.1:0", "--clickhouse-url", "off"); err != nil {
		t.Errorf("flags of a server are refused: %v", err)
	}
}

// Sample cases go to a database nobody has used, and to no other.
func TestSampleCasesAreForAnUnusedDatabase(t *testing.T) {
	t.Parallel()
	count := func(dir string) (cases, accounts int) {
		t.Helper()
		cfg := &Config{Data: dir, LogLevel: "error", LogFormat: "text", MaxUpload: 10}
		if err := cfg.toChange(t.Context(), func(h *house) error {
			for p := (engine.Page{Limit: 200}); ; {
				list, next, err := h.store.Cases(t.Context(), engine.CaseFilter{}, p)
				if err != nil {
					return err
				}
				for _, c := range list {
					if c.Status == engine.CaseRunning && c.Matter != "" {
						cases++
					}
				}
				if p.Cursor = next; next == "" {
					break
				}
			}
			list, _, err := h.store.ListAccounts(t.Context(), engine.Page{Limit: 200})
			accounts = len(list)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return cases, accounts
	}
	seed := []string{"demo-data", "--fresh", "--cases", "80", "--days", "10", "--end", "2026-11-20", "--data"}
	unused := t.TempDir()
	if _, err := run(t, append(seed, unused)...); err != nil {
		t.Fatal(err)
	}
	cases, accounts := count(unused)
	if cases < 10 || accounts == 0 {
		t.Errorf("%d cases are in work, there are %d accounts", cases, accounts)
	}
	if out, err := run(t, append(seed, unused)...); err != nil || out != "" {
		t.Errorf("the second time: %v, printed %s", err, out)
	}
	if again, _ := count(unused); again != cases {
		t.Errorf("the second time made %d cases of %d", again, cases)
	}

	somebody := t.TempDir()
	if err := (&Config{Data: somebody, LogLevel: "error", LogFormat: "text", MaxUpload: 10}).toChange(t.Context(), func(h *house) error {
		_, err := h.engine.CreateAccount(t.Context(), engine.SystemActor(), engine.NewAccount{Username: "zhang", Name: "张一", Password: demoPassword, Roles: []string{"citizen"}})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	pack := t.TempDir()
	if _, err := run(t, "import", "pack", "../../internal/testpack/testdata/fair", "--data", pack); err != nil {
		t.Fatal(err)
	}
	for what, dir := range map[string]string{"one account": somebody, "a pack of its own": pack} {
		_, before := count(dir)
		if _, err := run(t, append(seed, dir)...); err != nil {
			t.Errorf("with %s: %v", what, err)
		}
		if cases, accounts := count(dir); cases != 0 || accounts != before {
			t.Errorf("with %s there are %d cases, %d accounts", what, cases, accounts)
		}
	}
}
