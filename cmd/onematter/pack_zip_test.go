package main

import (
	"archive/zip"
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/internal/testpack"
	"github.com/onematter/onematter/metamodel"
)

// The same files as over the API, through the program's own import.
func TestAHostileZIPIsRefusedByTheImport(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "pack.zip")
	for _, c := range testpack.Zips(catalog.PackLimits.Files, catalog.PackLimits.Bytes, metamodel.DefinitionLimits.Bytes, catalog.PackLimits.Segment) {
		if err := os.WriteFile(file, c.Body, 0o600); err != nil {
			t.Fatal(err)
		}
		if c.Code == "" {
			if out, err := run(t, "pack", "sign", file, "--key", keyIn(t, dir)); err != nil || !strings.HasPrefix(out, "x 1.0.0 sha256:") {
				t.Errorf("%s: %v: %s", c.Name, err, out)
			}
			continue
		}
		out, err := run(t, "pack", "import", file, "--data", filepath.Join(dir, "data"), "--lang", "zh")
		wantExit(t, err, 1)
		if !strings.Contains(out, "["+c.Code+"]") || strings.ContainsAny(out, "\x1b\x00\u202e") || len(out) > 20_000 {
			t.Errorf("%s, want %s: %s", c.Name, c.Code, out)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "data")); err == nil {
		t.Error("a database was made for what was refused")
	}
}

// keyIn is a private key in a folder, made once.
func keyIn(t *testing.T, dir string) string {
	t.Helper()
	key := filepath.Join(dir, "k.key")
	if _, err := os.Stat(key); err != nil {
		if out, err := run(t, "pack", "keygen", "--out", filepath.Join(dir, "k")); err != nil {
			t.Fatal(err, out)
		}
	}
	return key
}

// Whoever loads a pack reads where in which file it is wrong, of a folder and of a ZIP file.
func TestWhatIsWrongWithAPackIsToldWithItsLine(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "pack")
	if err := os.CopyFS(dir, os.DirFS("../../catalog/packs/china-calendar")); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "calendars/cn.yaml")
	body, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	line := 1 + bytes.Count(body[:bytes.Index(body, []byte("'09:00'"))], []byte("\n"))
	bad := bytes.Replace(body, []byte("'09:00'"), []byte("'19:00'"), 1)
	if err := os.WriteFile(file, bad, 0o644); err != nil {
		t.Fatal(err)
	}
	archive := filepath.Join(t.TempDir(), "pack.zip")
	manifest := []byte("name: late\ntitle: {zh: 晚班, en: Late}\nversion: 1.0.0\n")
	if err := os.WriteFile(filepath.Join(dir, "pack.yaml"), manifest, 0o644); err != nil {
		t.Fatal(err)
	}
	var zipped bytes.Buffer
	w := zip.NewWriter(&zipped)
	for name, body := range map[string][]byte{"pack.yaml": manifest, "calendars/cn.yaml": bad} {
		f, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := f.Write(body); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(archive, zipped.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(t.TempDir(), "data")
	for _, command := range [][]string{{"import", "pack", dir}, {"pack", "import", dir}, {"pack", "import", archive}, {"pack", "submit", dir}, {"check", dir}} {
		args := append(slices.Clone(command), "--lang", "en")
		if command[0] != "check" {
			args = append(args, "--data", data)
		}
		out, err := run(t, args...)
		wantExit(t, err, 1)
		if want := fmt.Sprintf("calendars/cn.yaml:%d:", line); !strings.Contains(out, want) {
			t.Errorf("%v does not name %s:\n%s", command, want, out)
		}
	}
}
