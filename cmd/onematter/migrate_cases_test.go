package main

import (
	"encoding/json"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/onematter/onematter/engine"
)

// editedRestaurant copies the built-in restaurant and edits it: file, old, new, …
func editedRestaurant(t *testing.T, version string, edits ...string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "pack")
	if err := os.CopyFS(dir, os.DirFS("../../catalog/packs/open-a-restaurant")); err != nil {
		t.Fatal(err)
	}
	edits = append(edits, "pack.yaml", "version: 1.0.0", "version: "+version)
	for i := 0; i < len(edits); i += 3 {
		file := filepath.Join(dir, edits[i])
		body, err := os.ReadFile(file)
		if err != nil || !strings.Contains(string(body), edits[i+1]) {
			t.Fatalf("%s has no %q (%v)", edits[i], edits[i+1], err)
		}
		if err := os.WriteFile(file, []byte(strings.Replace(string(body), edits[i+1], edits[i+2], 1)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestDraftsAreSortedMovedAndPutBackFromTheCommandLine(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	draft := func() string {
		cfg := &Config{Data: data, MaxUpload: 10}
		h, err := cfg.open(t.Context(), slog.New(slog.NewTextHandler(io.Discard, nil)))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = h.close() }()
		ann := engine.Actor{Account: "ann", Name: "王小明", Roles: []string{"citizen"}}
		v, err := h.engine.StartDraft(t.Context(), ann, "T01", "", nil, nil, "")
		if err != nil {
			t.Fatal(err)
		}
		if _, err = h.engine.SaveAnswers(t.Context(), ann, v.Draft.ID, v.Draft.Revision, engine.Patch{Answers: map[string]json.RawMessage{"premises/DE00203": []byte("320")}}); err != nil {
			t.Fatal(err)
		}
		return v.Draft.ID
	}()
	same := editedRestaurant(t, "1.1.0", "forms/M02.yaml", "x-title: {en: Food business licence, zh: 食品经营许可}", "x-title: {en: Food business licence, zh: 食品经营许可申请}")
	tighter := editedRestaurant(t, "1.2.0", "forms/M03.yaml", "DE00203:\n", "DE00203:\n        maximum: 300\n")
	for _, dir := range []string{same, tighter} {
		if out, err := run(t, "import", "pack", dir, "--data", data, "--lang", "en"); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
	}
	say := func(line string) (string, error) {
		return run(t, append([]string{"migrate-cases", "--data", data, "--lang", "en", "--log-level", "error"}, strings.Fields(line)...)...)
	}
	out, err := say("--theme T01 --from open-a-restaurant@1.0.0 --to open-a-restaurant@1.1.0")
	if err != nil || !strings.Contains(out, "draft "+draft+": safe\n") || !strings.Contains(out, "1 safe, 0 need an answer, 0 blocked") {
		t.Errorf("%v: %s", err, out)
	}
	out, err = say("--theme T01 --from open-a-restaurant@1.0.0 --to open-a-restaurant@1.2.0")
	wantExit(t, err, 3)
	if !strings.Contains(out, "draft "+draft+": needs an answer\n  premises/DE00203: ") || !strings.Contains(out, "0 safe, 1 need an answer, 0 blocked") {
		t.Errorf("%s", out)
	}
	out, err = say("--theme T01 --from open-a-restaurant@1.0.0 --to open-a-restaurant@1.2.0 --format json")
	wantExit(t, err, 3)
	lines := strings.Split(strings.TrimSpace(out), "\n")
	var v engine.MigrationVerdict
	if err := json.Unmarshal([]byte(lines[0]), &v); err != nil || v.Filing != draft || v.Sort != engine.MigrationNeeds || len(v.Findings) != 1 || v.Findings[0].Label.In("zh") == "" || len(lines) != 2 {
		t.Errorf("as JSON it said %s, %v", out, err)
	}

	mapFile := filepath.Join(t.TempDir(), "map.yaml")
	write := func(body string) {
		if err := os.WriteFile(mapFile, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("fields: {premises/DE99999: premises/DE00203}\n")
	out, err = say("--theme T01 --from open-a-restaurant@1.0.0 --to open-a-restaurant@1.1.0 --apply --map " + mapFile)
	wantExit(t, err, 1)
	if !strings.Contains(out, "[migration.field]") {
		t.Errorf("%s", out)
	}
	write("felds: {}\n")
	if _, err = say("--theme T01 --from open-a-restaurant@1.0.0 --to open-a-restaurant@1.1.0 --map " + mapFile); err == nil || !strings.Contains(err.Error(), "felds") {
		t.Errorf("a misspelt map was taken: %v", err)
	}
	write("aside: [premises/DE00203]\nnote: 请补充\n")
	out, err = say("--theme T01 --from open-a-restaurant@1.0.0 --to open-a-restaurant@1.1.0 --apply --map " + mapFile)
	id := regexp.MustCompile(`migration (\S+): 1 moved, 0 stayed`).FindStringSubmatch(out)
	if err != nil || id == nil {
		t.Fatalf("%v: %s", err, out)
	}
	if out, err = say("--theme T01 --from open-a-restaurant@1.0.0 --to open-a-restaurant@1.1.0"); err != nil || !strings.Contains(out, "0 safe, 0 need an answer, 0 blocked") {
		t.Errorf("%v: %s", err, out)
	}
	if out, err = say("--undo " + id[1]); err != nil || !strings.Contains(out, "1 put back, 0 acted upon") {
		t.Errorf("%v: %s", err, out)
	}
	if out, err = say("--theme T01 --from open-a-restaurant@1.0.0 --to open-a-restaurant@1.1.0"); err != nil || !strings.Contains(out, "1 safe") {
		t.Errorf("%v: %s", err, out)
	}
}

func TestAMigrationThatIsNamedBadlyIsRefused(t *testing.T) {
	t.Parallel()
	data := t.TempDir()
	for _, x := range []struct{ line, want string }{
		{"", "--theme or --matter"},
		{"--theme T01 --matter M01 --from a --to b", "--theme or --matter"},
		{"--theme T01 --from a", "--from and --to"},
		{"--undo x --theme T01", "stands alone"},
		{"--undo nowhere", "there is no migration nowhere"},
	} {
		if _, err := run(t, append([]string{"migrate-cases", "--data", data, "--log-level", "error"}, strings.Fields(x.line)...)...); err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%s: ended with %v, want %q", x.line, err, x.want)
		}
	}
	for from, want := range map[string]string{
		"open-a-restaurant@1.0.0": "[migration.same]",
		"open-a-restaurant@9.0.0": "There is no release “open-a-restaurant@9.0.0” [migration.release]",
		"abc":                     "There is no release “abc” [migration.release]",
	} {
		out, err := run(t, "migrate-cases", "--data", data, "--lang", "en", "--log-level", "error", "--theme", "T01", "--from", from, "--to", "open-a-restaurant@1.0.0")
		wantExit(t, err, 1)
		if !strings.Contains(out, want) {
			t.Errorf("%s: %s", from, out)
		}
	}
}
