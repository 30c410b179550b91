package main

import (
	"os"
	"path/filepath"
	"testing"
)

// A file is not taken for an empty folder and written over.
func TestAPackIsNotWrittenOverAFile(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "notes.txt")
	if err := os.WriteFile(file, []byte("dear to somebody"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := writeFiles(file, map[string][]byte{"pack.yaml": []byte("name: x\n")}); err == nil {
		t.Error("it was written over")
	}
	if b, err := os.ReadFile(file); err != nil || string(b) != "dear to somebody" {
		t.Errorf("the file holds %q, %v", b, err)
	}
}
