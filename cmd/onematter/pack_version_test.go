package main

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/onematter/onematter/catalog"
)

// desk runs command lines on one database.
type desk struct {
	t    *testing.T
	data string
}

func (d desk) try(args ...string) (string, error) {
	d.t.Helper()
	return run(d.t, append(args, "--data", d.data)...)
}

func (d desk) ok(args ...string) string {
	d.t.Helper()
	out, err := d.try(args...)
	if err != nil {
		d.t.Fatalf("%v: %v\n%s", args, err, out)
	}
	return out
}

// ends runs a line that ends with a status and says something.
func (d desk) ends(status int, says string, args ...string) {
	d.t.Helper()
	out, err := d.try(args...)
	var exit exitError
	if !errors.As(err, &exit) || exit.code != status || !strings.Contains(out, says) {
		d.t.Errorf("%v ended with %v, want %d, and said %s", args, err, status, out)
	}
}

// dogs copies the pack of dogs in a version, changed.
func dogs(t *testing.T, version string, changes ...string) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "dogs")
	if err := os.CopyFS(dir, os.DirFS("testdata/dogs")); err != nil {
		t.Fatal(err)
	}
	change := func(file, from, to string) {
		name := filepath.Join(dir, file)
		b, err := os.ReadFile(name)
		if err != nil || !strings.Contains(string(b), from) {
			t.Fatalf("%s has no %q: %v", file, from, err)
		}
		if err := os.WriteFile(name, []byte(strings.Replace(string(b), from, to, 1)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(filepath.Join(dir, "pack.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	change("pack.yaml", regexp.MustCompile(`(?m)^version: .*$`).FindString(string(b)), "version: "+version)
	for i := 0; i+2 < len(changes); i += 3 {
		change(changes[i], changes[i+1], changes[i+2])
	}
	return dir
}

func TestAVersionIsReviewedPublishedAndRetiredOnTheCommandLine(t *testing.T) {
	t.Parallel()
	d := desk{t, t.TempDir()}
	said := d.ok("pack", "submit", dogs(t, "1.0.0"), "--as", "lin", "--comment", "first", "--lang", "en")
	id := regexp.MustCompile(`[0-9a-f]{8}-[0-9a-f-]{27}`).FindString(said)
	if id == "" || !strings.Contains(said, "review") {
		t.Fatalf("submit said %s", said)
	}
	d.ends(1, "version.not_approved", "pack", "publish", id, "--as", "zhao", "--lang", "en")
	d.ends(1, "version.four_eyes", "pack", "approve", id, "--as", "lin", "--lang", "en")
	d.ok("pack", "approve", id, "--as", "zhao")
	if said := d.ok("pack", "publish", id, "--as", "zhao", "--comment", "go", "--lang", "en"); !strings.Contains(said, "published sha256:") {
		t.Errorf("publish said %s", said)
	}
	d.ok("pack", "publish", id, "--as", "zhao") // again: it is done
	if _, err := d.try("pack", "approve", "nobody", "--as", "zhao"); err == nil || !strings.Contains(err.Error(), "pack history") {
		t.Error(err)
	}

	// What is wrong with the next one is said when it is submitted.
	d.ends(1, "version.number_taken", "pack", "submit", dogs(t, "1.0.0", "elements/elements.yaml", "maximum: 400", "maximum: 500"), "--base", "1.0.0", "--as", "lin", "--lang", "en")
	// A folder that was made from an older version does not undo what came since.
	d.ends(1, "version.base_unsaid", "pack", "submit", dogs(t, "1.2.0"), "--as", "lin", "--lang", "en")
	d.ok("pack", "submit", dogs(t, "1.2.0"), "--base", "dogs@1.0.0", "--as", "lin")

	if said := d.ok("pack", "history", "dogs", "--lang", "zh"); !strings.Contains(said, "\t开始草稿\tlin\t") || !strings.Contains(said, "\t发布\tzhao\t") || strings.Contains(said, "publish") {
		t.Errorf("in Chinese:\n%s", said)
	}
	history := d.ok("pack", "history", "dogs", "--lang", "en")
	for _, want := range []string{"\tcreate\tlin\t", "\tsubmit\tlin\t", "\tapprove\tzhao\t", "\tpublish\tzhao\t", id, "\tfirst\n", "\tgo\n"} {
		if !strings.Contains(history, want) {
			t.Errorf("the history lacks %q:\n%s", want, history)
		}
	}
	var lines []catalog.Entry
	if err := json.Unmarshal([]byte(d.ok("pack", "history", "dogs", "--format", "json", "--limit", "1")), &lines); err != nil || len(lines) != 1 || lines[0].Step != catalog.StepSubmit {
		t.Error(lines, err)
	}

	d.ends(1, "release.needed", "pack", "retire", "china-calendar", "--as", "zhao", "--lang", "en")
	d.ok("pack", "retire", "dogs@1.0.0", "--as", "zhao", "--comment", "over")
	if _, err := d.try("pack", "export", "dogs", "--out", filepath.Join(t.TempDir(), "x")); err == nil || !strings.Contains(err.Error(), "no release dogs") {
		t.Error(err)
	}
	d.ok("pack", "export", "dogs@1.0.0", "--out", filepath.Join(t.TempDir(), "x")) // what runs still has it
	d.ends(1, "release.retired", "pack", "import", dogs(t, "1.0.0"), "--lang", "en")
}

func TestADifferenceAndAnImpactAreToldOnTheCommandLine(t *testing.T) {
	t.Parallel()
	d := desk{t, t.TempDir()}
	d.ok("pack", "import", dogs(t, "1.0.0"), "--as", "lin")
	if said := d.ok("diff", "dogs", dogs(t, "1.1.0"), "--lang", "en"); !strings.Contains(said, "dogs: 1.0.0 → 1.1.0\nno difference") {
		t.Errorf("it said %s", said)
	}
	changed := dogs(t, "1.1.0", "workflows/DOG.yaml", "id: DOG", "id: DOG2", "matters/DOG.yaml", "workflow: DOG", "workflow: DOG2")
	said := d.ok("diff", "dogs@1.0.0", changed, "--lang", "en")
	if !strings.Contains(said, "! workflow: the workflow was DOG and is DOG2") || !strings.Contains(said, "breaking") {
		t.Errorf("it said %s", said)
	}
	var diff catalog.Difference
	if err := json.Unmarshal([]byte(d.ok("diff", "dogs", changed, "--format", "json")), &diff); err != nil || diff.Class != catalog.Breaking || len(diff.Changes) == 0 {
		t.Error(diff, err)
	}
	if _, err := d.try("diff", "dogs", "cats"); err == nil || !strings.Contains(err.Error(), "no release cats") {
		t.Error(err)
	}

	said = d.ok("impact", "open-a-restaurant", "element", "DE00203", "--lang", "en")
	for _, want := range []string{"form M02", "premises/DE00203 [follow | pin | override]", "theme T01", "← form M02", "1 theme,", "0 drafts and 0 cases under way", "Saved by merging"} {
		if !strings.Contains(said, want) {
			t.Errorf("it lacks %q:\n%s", want, said)
		}
	}
	var impact catalog.Impact
	if err := json.Unmarshal([]byte(d.ok("impact", "open-a-restaurant", "element", "DE00203", "--format", "json")), &impact); err != nil || len(impact.Touched) == 0 || len(impact.Figures) == 0 {
		t.Error(impact, err)
	}
	if _, err := d.try("impact", "dogs", "element", "DE00203"); err == nil || !strings.Contains(err.Error(), "defines no element DE00203") {
		t.Error(err)
	}
}

func TestASignedPackIsPromotedOnTheCommandLine(t *testing.T) {
	t.Parallel()
	staging, production := desk{t, t.TempDir()}, desk{t, t.TempDir()}
	dir := t.TempDir()
	key, other := filepath.Join(dir, "staging"), filepath.Join(dir, "other")
	keyID := strings.TrimSpace(must(t)(run(t, "pack", "keygen", "--out", key)))
	must(t)(run(t, "pack", "keygen", "--out", other))
	if _, err := run(t, "pack", "keygen", "--out", key); err == nil {
		t.Error("a key was written over")
	}
	if info, err := os.Stat(key + ".key"); err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info, err)
	}
	staging.ok("pack", "import", dogs(t, "1.0.0"), "--as", "lin")
	one := filepath.Join(dir, "one.zip")
	said := staging.ok("pack", "export", "dogs", "--out", one, "--key", key+".key")
	hash := "sha256:" + hashOf(t, said)
	again := filepath.Join(dir, "again.zip")
	staging.ok("pack", "export", "dogs@"+hash[:20], "--out", again)
	a, _ := os.ReadFile(again)
	staging.ok("pack", "export", "dogs@1.0.0", "--out", again)
	if b, _ := os.ReadFile(again); len(a) == 0 || string(a) != string(b) {
		t.Error("exported twice, differently")
	}

	if said := must(t)(run(t, "pack", "verify", one, "--trusted-keys", dir)); !strings.Contains(said, hash) || !strings.Contains(said, keyID) {
		t.Errorf("verify said %s", said)
	}
	production.ends(1, "signature.unknown_key", "pack", "promote", one, "--trusted-keys", other+".pub", "--yes", "--lang", "en")
	production.ends(1, "promote.no_keys", "pack", "promote", one, "--yes", "--lang", "en")
	production.ends(1, "signature.missing", "pack", "promote", again, "--trusted-keys", key+".pub", "--yes", "--lang", "en")
	production.ends(3, "--confirm "+hash, "pack", "promote", one, "--trusted-keys", key+".pub", "--lang", "en")
	production.ends(1, "promote.not_confirmed", "pack", "promote", one, "--trusted-keys", key+".pub", "--confirm", "sha256:00", "--lang", "en")
	production.ok("pack", "promote", one, "--trusted-keys", key+".pub", "--confirm", hash, "--as", "zhao")

	// The next version comes from an address, and shows what it changes.
	staging.ok("pack", "import", dogs(t, "1.1.0", "pack.yaml", "title:", "# new\ntitle:", "matters/DOG.yaml", "promisedDays: ", "fee: \"12\"\npromisedDays: "), "--as", "lin")
	two := filepath.Join(dir, "two.zip")
	twoHash := "sha256:" + hashOf(t, staging.ok("pack", "export", "dogs", "--out", two))
	must(t)(run(t, "pack", "sign", two, "--key", key+".key"))
	server := httptest.NewServer(http.FileServer(http.Dir(dir)))
	t.Cleanup(server.Close)
	production.ok("pack", "promote", one, "--trusted-keys", key+".pub", "--confirm", hash, "--as", "zhao") // again: it is done
	production.ends(1, "promote.replaced", "pack", "promote", server.URL+"/two.zip", "--trusted-keys", key+".pub", "--confirm", twoHash, "--lang", "en")
	production.ends(1, "promote.replaced", "pack", "promote", server.URL+"/two.zip", "--trusted-keys", key+".pub", "--confirm", twoHash, "--over", "sha256:00", "--lang", "zh")
	production.ends(3, "--confirm "+twoHash+" --over "+hash, "pack", "promote", server.URL+"/two.zip", "--trusted-keys", key+".pub", "--lang", "zh")
	production.ends(3, "dogs: 1.0.0 → 1.1.0", "pack", "promote", server.URL+"/two.zip", "--trusted-keys", key+".pub", "--lang", "en")
	production.ok("pack", "promote", server.URL+"/two.zip", "--trusted-keys", key+".pub", "--confirm", twoHash, "--over", hash)
	if said := production.ok("pack", "promote", two, "--trusted-keys", key+".pub", "--yes", "--lang", "zh"); !strings.Contains(said, "已经在用") {
		t.Errorf("promoted again, it said %s", said)
	}
	if said := production.ok("pack", "promote", two, "--trusted-keys", key+".pub", "--lang", "en"); !strings.Contains(said, "in force already") {
		t.Errorf("looked at again, it said %s", said)
	}
	var plan catalog.Promotion
	if said := production.ok("pack", "promote", two, "--trusted-keys", key+".pub", "--yes", "--format", "json"); json.Unmarshal([]byte(said), &plan) != nil || !plan.Done || plan.Hash != twoHash {
		t.Errorf("as JSON it said %s", said)
	}
	production.ends(1, "promote.older", "pack", "promote", one, "--trusted-keys", key+".pub", "--yes", "--lang", "en")
	if _, err := production.try("pack", "promote", server.URL+"/none.zip", "--trusted-keys", key+".pub"); err == nil || !strings.Contains(err.Error(), "404") {
		t.Error(err)
	}

	// A folder is signed too, and one changed file is enough to be found out.
	folder := filepath.Join(dir, "folder")
	staging.ok("pack", "export", "dogs", "--out", folder)
	must(t)(run(t, "pack", "sign", folder, "--key", key+".key"))
	must(t)(run(t, "pack", "verify", folder, "--trusted-keys", key+".pub"))
	// Imported without a review, the signature is held to the content and no more.
	elsewhere := desk{t, t.TempDir()}
	if said := elsewhere.ok("pack", "import", folder, "--lang", "zh"); !strings.Contains(said, keyID) || !strings.Contains(said, "不核对") {
		t.Errorf("of a signature, importing said %s", said)
	}
	manifest := filepath.Join(folder, "pack.yaml")
	b, err := os.ReadFile(manifest)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(manifest, append(b, '\n'), 0o600); err != nil {
		t.Fatal(err)
	}
	production.ends(1, "signature.other_content", "pack", "promote", folder, "--trusted-keys", key+".pub", "--yes", "--lang", "en")
	elsewhere.ends(1, "signature.other_content", "pack", "import", folder, "--lang", "en")
	elsewhere.ends(1, "signature.other_content", "import", "pack", folder, "--lang", "zh")
}

// must gives what a command printed, or ends the test.
func must(t *testing.T) func(string, error) string {
	return func(out string, err error) string {
		t.Helper()
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		return out
	}
}
