package main

import (
	"os"
	"path/filepath"
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
