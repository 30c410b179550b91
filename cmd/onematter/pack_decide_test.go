package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A use keeps to the old definition, or to what differed, without anybody
// writing references by hand.
func TestAUseDecidesAboutAChangeOnTheCommandLine(t *testing.T) {
	t.Parallel()
	d := desk{t, t.TempDir()}
	d.ok("pack", "import", dogs(t, "1.0.0"), "--as", "lin")
	next := dogs(t, "1.1.0",
		"elements/elements.yaml", "maximum: 400", "maximum: 500",
		"elements/elements.yaml", "maxLength: 100}", "maxLength: 80}")
	pinned, kept := filepath.Join(t.TempDir(), "pinned"), filepath.Join(t.TempDir(), "kept")

	d.ok("pack", "decide", next, "element", "DG003", "--use", "form/DOG/applicant/DG003", "--choice", "pin", "--out", pinned, "--lang", "en")
	valid := func(dir string) {
		if out, err := run(t, "check", dir, "--lang", "en"); err != nil {
			t.Errorf("%v\n%s", err, out)
		}
	}
	valid(pinned)
	form := read(t, filepath.Join(pinned, "forms", "DOG.yaml"))
	if !strings.Contains(form, "element:DG003@1.0.0") || strings.Contains(form, "element:DG102@") {
		t.Errorf("only the pinned use names the old version:\n%s", form)
	}

	d.ok("pack", "decide", next, "element", "DG102", "--use", "form/DOG/dog/DG102", "--choice", "override", "--out", kept, "--lang", "en")
	valid(kept)
	if form := read(t, filepath.Join(kept, "forms", "DOG.yaml")); !strings.Contains(form, "maximum: 400") {
		t.Errorf("the use does not keep what differed:\n%s", form)
	}

	// What would widen the new definition is refused by name, and nothing is written.
	wide := filepath.Join(t.TempDir(), "wide")
	d.ends(1, "decide.widens", "pack", "decide", next, "element", "DG003", "--use", "form/DOG/applicant/DG003", "--choice", "override", "--out", wide, "--lang", "en")
	if _, err := os.Stat(wide); err == nil {
		t.Error("a refused decision was written")
	}
	// What cannot be is answered with what may be written.
	for words, says := range map[string]string{
		"form/DOG/dog/DG101": "element DG003 is not used at form/DOG/dog/DG101; it is used at form/DOG/applicant/DG003",
		"form/DOG":           "form/DOG does not say which place: write --use form/DOG/applicant/DG003",
		"form/DOG/":          "write --use form/DOG/applicant/DG003",
	} {
		if _, err := d.try("pack", "decide", next, "element", "DG003", "--use", words, "--out", wide, "--lang", "en"); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", words, err)
		}
	}

	// Without a choice the uses follow; each is told in the reader's language.
	followed := filepath.Join(t.TempDir(), "followed")
	said := d.ok("pack", "decide", next, "element", "DG003", "--use", "form/DOG/applicant/DG003", "--out", followed, "--lang", "zh")
	if !strings.Contains(said, "form/DOG/applicant/DG003：采用新的 element DG003") || !strings.Contains(said, "已写入") {
		t.Errorf("it said %s", said)
	}
	// Several uses, and an old definition that is not in force here.
	again := filepath.Join(t.TempDir(), "again")
	said = d.ok("pack", "decide", next, "element", "DG003", "--use", "form/DOG/applicant/DG003", "--use", "form/DOG/applicant/DG003", "--choice", "follow",
		"--from", dogs(t, "0.9.0"), "--out", again, "--lang", "en")
	if strings.Count(said, "takes the new element DG003") != 2 {
		t.Errorf("it said %s", said)
	}
}

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
