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

// Each use may be decided, and the decisions not fit together: a field that two
// matters of a theme share has one version. Then nothing is written.
func TestDecisionsThatDoNotFitTogetherAreNotWritten(t *testing.T) {
	t.Parallel()
	shared := func(dir string) string {
		for file, body := range map[string]string{
			"forms/CAT.yaml": "$schema: https://json-schema.org/draft/2020-12/schema\n$id: form:CAT\nx-title: {zh: 养猫登记表, en: Cat registration}\ntype: object\n" +
				"properties:\n  applicant: {type: object, x-subject: applicant, required: [DG003], properties: {DG003: {$ref: \"element:DG003\"}}}\n" +
				"x-layout: {sections: [{id: all, title: {zh: 内容, en: Content}, fields: [applicant/DG003]}]}\n",
			"matters/CAT.yaml": "id: CAT\nname: {zh: 养猫登记, en: Cat registration}\ndepartment: public-security\nstatutoryDays: 5\npromisedDays: 3\nform: CAT\nworkflow: DOG\n" +
				"result: {name: {zh: 养猫登记证, en: Cat licence}}\n",
			"themes/PETS.yaml": "id: PETS\nname: {zh: 养宠物一件事, en: Keep a pet}\nlead: public-security\ncalendar: cn\n" +
				"matters: [{matter: DOG, when: \"true\", stage: 1}, {matter: CAT, when: \"true\", stage: 1}]\n",
		} {
			name := filepath.Join(dir, file)
			if err := os.MkdirAll(filepath.Dir(name), 0o700); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(name, []byte(body), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		return dir
	}
	d := desk{t, t.TempDir()}
	d.ok("pack", "import", shared(dogs(t, "1.0.0")), "--as", "lin")
	next := shared(dogs(t, "1.1.0", "elements/elements.yaml", "maxLength: 100}", "maxLength: 80}"))
	out := filepath.Join(t.TempDir(), "decided")
	decide := func(uses ...string) []string {
		args := []string{"pack", "decide", next, "element", "DG003", "--choice", "pin", "--out", out, "--lang", "en"}
		for _, u := range uses {
			args = append(args, "--use", u)
		}
		return args
	}
	d.ends(1, "[merge.two_versions]", decide("form/DOG/applicant/DG003")...)
	if _, err := os.Stat(out); !os.IsNotExist(err) {
		t.Errorf("what does not fit together was written: %v", err)
	}
	d.ok(decide("form/DOG/applicant/DG003", "form/CAT/applicant/DG003")...)
	if said, err := run(t, "check", out, "--lang", "en"); err != nil {
		t.Errorf("both pinned: %v\n%s", err, said)
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
