package main

import (
	"database/sql"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A command that only reads leaves an empty folder empty, and says what it
// could not find.
func TestACommandThatOnlyReadsMakesNothing(t *testing.T) {
	key := filepath.Join(t.TempDir(), "trusted.pub")
	if _, err := run(t, "pack", "keygen", "--out", strings.TrimSuffix(key, ".pub")); err != nil {
		t.Fatal(err)
	}
	here := t.TempDir()
	t.Chdir(here)
	for _, x := range []struct{ line, names string }{
		{"check ./nowhere", "nowhere"},
		{"check nowhere", "nowhere"},
		{"explain ./nowhere M02", "nowhere"},
		{"explain nowhere M02 premises", "nowhere"},
		{"diff ./nowhere open-a-restaurant", "nowhere"},
		{"diff open-a-restaurant ./nowhere", "nowhere"},
		{"diff nowhere nowhere.zip", "nowhere"},
		{"diff open-a-restaurant nowhere.zip", "nowhere.zip"},
		{"impact nowhere element DE00203", "nowhere"},
		{"impact ./nowhere element DE00203", "nowhere"},
		{"export pack nowhere --out out", "nowhere"},
		{"export jsonschema nowhere M02", "nowhere"},
		{"export jsonschema ./nowhere M02", "nowhere"},
		{"export jsonschema open-a-restaurant nowhere", "nowhere"},
		{"import sheets ./nowhere --out out", "nowhere"},
		{"import xlsform nowhere.xlsx --out out", "nowhere.xlsx"},
		{"import jsonschema nowhere.json --out out", "nowhere.json"},
		{"import pack ./nowhere", "nowhere"},
		{"migrate-cases --theme T01 --from nowhere@1 --to open-a-restaurant@1.0.0", "nowhere"},
		{"migrate-cases --theme T01 --from nowhere@1 --to open-a-restaurant@1.0.0 --database-url sqlite:elsewhere/x.db", "nowhere"},
		{"pack history nowhere", "nowhere"},
		{"case clocks nowhere", "nowhere"},
		{"case clocks M07-20260309-7K2M9QXW4R", "M07-20260309-7K2M9QXW4R"},
		{"pack export nowhere --out out", "nowhere"},
		{"pack export nowhere --out out.zip", "nowhere"},
		{"pack verify ./nowhere --trusted-keys " + key, "nowhere"},
		{"pack verify nowhere.zip --trusted-keys " + key, "nowhere.zip"},
		{"pack promote ./nowhere --trusted-keys " + key, "nowhere"},
		{"pack promote ./nowhere --trusted-keys nokeys", "nokeys"},
		{"pack decide ./nowhere element DE00203 --use form/M02/x --choice pin --out out", "nowhere"},
		{"pack sign ./nowhere --key " + strings.TrimSuffix(key, ".pub") + ".key", "nowhere"},
		{"pack submit ./nowhere", "nowhere"},
		{"pack import ./nowhere", "nowhere"},
	} {
		out, err := run(t, strings.Fields(x.line)...)
		if err == nil {
			t.Errorf("%s: it went well, and printed %s", x.line, out)
		} else if !strings.Contains(out+err.Error(), x.names) {
			t.Errorf("%s: %v does not name %s\n%s", x.line, err, x.names, out)
		}
		madeNothing(t, here, x.line)
	}
	for _, line := range []string{"export openapi", "version", "user list", "pack history", "pack export --help", "diff open-a-restaurant open-a-restaurant", "impact open-a-restaurant element DE00203", "export jsonschema open-a-restaurant M02"} {
		if out, err := run(t, strings.Fields(line)...); err != nil {
			t.Errorf("%s: %v\n%s", line, err, out)
		}
		madeNothing(t, here, line)
	}
}

func madeNothing(t *testing.T, dir, line string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		t.Errorf("%s makes %s", line, e.Name())
		if err := os.RemoveAll(filepath.Join(dir, e.Name())); err != nil {
			t.Fatal(err)
		}
	}
}

// What a database of an older version holds is not read as if it were of this
// one, and not brought up to it in passing.
func TestAHouseOfAnOlderVersionIsLeftForMigrate(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	migrated := func() {
		t.Helper()
		if out, err := run(t, "migrate", "--data", data); err != nil {
			t.Fatal(err, out)
		}
	}
	migrated()
	db, err := sql.Open(liteDriver, filepath.Join(data, "onematter.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	stamps := func() (n int) {
		t.Helper()
		if err := db.QueryRowContext(t.Context(), "SELECT count(*) FROM schema_migrations").Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	// What one migration brought is taken back, named here so that later ones change nothing.
	if _, err := db.ExecContext(t.Context(), `ALTER TABLE drafts DROP COLUMN filled;
		DELETE FROM schema_migrations WHERE stamp = '20261126_0110_filled'`); err != nil {
		t.Fatal(err)
	}
	before := stamps()
	for _, line := range []string{"user list", "pack history", "export pack open-a-restaurant --out " + filepath.Join(data, "out"), "migrate-cases --theme T01 --from a@1 --to b@1"} {
		_, err := run(t, append(strings.Fields(line), "--data", data)...)
		if err == nil {
			t.Fatalf("%s went well", line)
		}
		for lang, want := range map[string]string{"en": "older version", "zh": "旧版本"} {
			if said := sayFailure(err, lang); !strings.Contains(said, want) || !strings.Contains(said, "onematter migrate --data "+data) {
				t.Errorf("%s: %s", line, said)
			}
		}
	}
	if n := stamps(); n != before {
		t.Errorf("a command that reads has migrated: %d stamps, not %d", n, before)
	}
	migrated()
	if out, err := run(t, "user", "list", "--data", data); err != nil {
		t.Error(err, out)
	}
	if _, err := db.ExecContext(t.Context(), "INSERT INTO schema_migrations (stamp, applied) VALUES ('20991231_0001_later', 1)"); err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"user list", "migrate"} {
		_, err := run(t, append(strings.Fields(line), "--data", data)...)
		if err == nil || !strings.Contains(sayFailure(err, "en"), "newer than this program") || !strings.Contains(sayFailure(err, "zh"), "更新的版本") {
			t.Errorf("%s, of a newer one: %v", line, err)
		}
	}
}

// Somebody who may look at the data folder and not write to it can use what
// only reads.
func TestAHouseThatMayNotBeWrittenToIsRead(t *testing.T) {
	t.Parallel()
	dir, err := os.MkdirTemp("", "onematter-read-") // t.TempDir is closed to others
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = os.Chmod(filepath.Join(dir, "data"), 0o700)
		_ = os.RemoveAll(dir)
	})
	bin, data := filepath.Join(dir, "onematter"), filepath.Join(dir, "data")
	body, err := os.ReadFile(program(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(bin, body, 0o755); err != nil {
		t.Fatal(err)
	}
	if out, err := run(t, "migrate", "--data", data); err != nil {
		t.Fatal(err, out)
	}
	for name, mode := range map[string]os.FileMode{dir: 0o755, filepath.Join(data, "onematter.db"): 0o444, data: 0o555} {
		if err := os.Chmod(name, mode); err != nil {
			t.Fatal(err)
		}
	}
	reads := func(args ...string) (string, error) {
		c := exec.CommandContext(t.Context(), bin, append(args, "--data", data)...)
		c.Dir = dir
		c.Env = append(os.Environ(), "ONEMATTER_LANG=en", "TMPDIR=/tmp")
		asNobody(c)
		out, err := c.CombinedOutput()
		return string(out), err
	}
	if out, err := reads("pack", "history", "open-a-restaurant"); err != nil || !strings.Contains(out, "open-a-restaurant 1.") {
		t.Errorf("%v, said %s", err, out)
	}
	if out, err := reads("migrate"); err == nil || !strings.Contains(out, "read") && !strings.Contains(out, "permission") {
		t.Errorf("a change went well: %v, said %s", err, out)
	}
}
