package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What others wrote does not reach the terminal as commands to it: names of
// files and texts in them, in every report of an import.
func TestReportsShowControlCharactersInsteadOfObeyingThem(t *testing.T) {
	t.Parallel()
	const evil = "\x1b[2J\u202e"
	dir := t.TempDir()
	book := filepath.Join(dir, "book")
	if err := os.CopyFS(book, os.DirFS("../../catalog/sheets/testdata/teahouse")); err != nil {
		t.Fatal(err)
	}
	form, err := os.ReadFile(writeXLSForm(t, map[string][][]string{"survey": {{"type", "name", "label"}, {"what", "a", "A"}}}))
	if err != nil {
		t.Fatal(err)
	}
	dogs := filepath.Join(dir, "dogs")
	if err := os.CopyFS(dogs, os.DirFS("testdata/dogs")); err != nil {
		t.Fatal(err)
	}
	file := func(name, body string) string {
		t.Helper()
		name = filepath.Join(dir, name)
		if err := os.WriteFile(name, []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	file("book/"+evil+".csv", "a,b\n")
	file("dogs/"+evil+".yaml", "a: 1\n")
	for _, line := range [][]string{
		{"import", "sheets", book, "--out", filepath.Join(dir, "a")},
		{"import", "xlsform", file(evil+".xlsx", string(form)), "--out", filepath.Join(dir, "b")},
		{"import", "jsonschema", file("a.json", `{"type": "object", "properties": {"\u001b[2J\u202e": {"not": {}}}}`), "--out", filepath.Join(dir, "c")},
		{"check", dogs},
		{"pack", "import", dogs, "--data", filepath.Join(dir, "data")},
	} {
		out, _ := run(t, append(line, "--lang", "zh")...)
		if strings.ContainsAny(out, "\x1b\u202e") || !strings.Contains(out, `\u001b[2J\u202e`) {
			t.Errorf("%v said %q", line[:2], out)
		}
	}
}
