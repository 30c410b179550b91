package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
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

// Business staff take the calendar home as a workbook and bring it back.
func TestACalendarGoesHomeAsAWorkbook(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	data, file := filepath.Join(dir, "data"), filepath.Join(dir, "日历.xlsx")
	if out, err := run(t, "export", "calendars", "../../catalog/packs/china-calendar", "--out", file, "--data", data, "--lang", "zh"); err != nil || out != "已写入 "+file+"\n" {
		t.Fatalf("%v: %s", err, out)
	}
	if out, err := run(t, "import", "sheets", file, "--out", filepath.Join(dir, "pack"), "--name", "china-calendar", "--pack-version", "2028.0.0"); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	got, err := os.ReadFile(filepath.Join(dir, "pack/calendars/cn.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("../../catalog/packs/china-calendar/calendars/cn.yaml")
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("it came back as\n%s", got)
	}
	if out, err := run(t, "export", "calendars", "../../catalog/packs/open-a-restaurant", "--out", file, "--data", data, "--lang", "en"); err == nil || !strings.Contains(err.Error()+out, "has no working calendar") {
		t.Errorf("%v: %s", err, out)
	}
}
