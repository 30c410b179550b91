package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files")

// The gate's own fixtures, laid over a pack that is good, and what check says of
// them: as text in both languages and as JSON.
func TestCheckSaysWhatTheGateFinds(t *testing.T) {
	t.Parallel()
	for name, stops := range map[string]bool{"as-it-is": false, "english-missing": false, "english-missing --every-language": true, "section-never-shown": true, "required-never": true, "not-proven": false, "conflict": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pack := t.TempDir()
			fixture, flags, strict := strings.Cut(name, " ")
			if fixture != "as-it-is" {
				rest(t, pack, filepath.Join("../../catalog/testdata/gate", fixture))
			}
			rest(t, pack, "../../catalog/testdata/noodles")
			for _, way := range []struct{ file, lang, format string }{{"zh.txt", "zh", "text"}, {"en.txt", "en", "text"}, {"json", "en", "json"}} {
				line := []string{"check", pack, "--lang", way.lang, "--format", way.format}
				if strict {
					line = append(line, flags)
				}
				said, err := run(t, line...)
				if stops {
					wantExit(t, err, 1)
				} else if err != nil {
					t.Errorf("ended with %v", err)
				}
				golden := filepath.Join("testdata/check", strings.ReplaceAll(name, " ", "")+"."+way.file)
				if *update {
					if err := os.WriteFile(golden, []byte(said), 0o644); err != nil {
						t.Fatal(err)
					}
					continue
				}
				want, err := os.ReadFile(golden)
				if err != nil || said != string(want) {
					t.Errorf("%s: %v\ngot\n%s\nwant\n%s", golden, err, said, want)
				}
			}
		})
	}
}

// rest copies what a folder does not have yet.
func rest(t *testing.T, to, from string) {
	t.Helper()
	err := filepath.WalkDir(from, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || d.Name() == "report.golden" {
			return err
		}
		at := filepath.Join(to, strings.TrimPrefix(path, from))
		if _, err := os.Stat(at); err == nil {
			return nil
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if err := os.MkdirAll(filepath.Dir(at), 0o700); err != nil {
			return err
		}
		return os.WriteFile(at, b, 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// A program that reads check's JSON may rely on these members, and on a list
// where there is nothing to say.
func TestTheJSONOfCheckHasAShape(t *testing.T) {
	t.Parallel()
	said, err := run(t, "check", "../../catalog/packs/china-calendar", "--format", "json")
	if err != nil || strings.TrimSpace(said) != "[]" {
		t.Errorf("%v, said %s", err, said)
	}
	pack := t.TempDir()
	rest(t, pack, "../../catalog/testdata/gate/required-never")
	rest(t, pack, "../../catalog/testdata/noodles")
	said, err = run(t, "check", pack, "--format", "json")
	wantExit(t, err, 1)
	type problem struct {
		Code     *string           `json:"code"`
		Severity *string           `json:"severity"`
		File     *string           `json:"file"`
		Path     *string           `json:"path"`
		Message  map[string]string `json:"message"`
		Params   json.RawMessage   `json:"params"`

		Definition   string `json:"definition"`
		Line, Column int
	}
	var list []problem
	dec := json.NewDecoder(strings.NewReader(said))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&list); err != nil || len(list) == 0 {
		t.Fatal(err, said)
	}
	for _, p := range list {
		if p.Code == nil || p.Severity == nil || p.File == nil || p.Path == nil || p.Message["zh"] == "" || p.Message["en"] == "" || p.Line == 0 || p.Column == 0 || p.Definition == "" {
			t.Errorf("a member is missing in %s", said)
		}
	}
}

// A pack is what it is, in a folder or in a ZIP file, and what was asked of one that
// cannot be used is answered by its first errors.
func TestAZIPFileIsCheckedAsAFolderIs(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, spoil := range map[string]func(pack string){
		"good": func(string) {},
		"bad": func(pack string) {
			for _, file := range []string{"forms/A1.yaml", "forms/A2.yaml", "forms/A3.yaml", "matters/A1.yaml", "matters/A2.yaml"} {
				if _, err := os.Stat(filepath.Join(pack, file)); err == nil {
					if err := os.WriteFile(filepath.Join(pack, file), []byte("id: [\n"), 0o600); err != nil {
						t.Fatal(err)
					}
				}
			}
		},
	} {
		pack, file := filepath.Join(dir, name), filepath.Join(dir, name+".zip")
		rest(t, pack, "../../catalog/testdata/noodles")
		spoil(pack)
		var body bytes.Buffer
		z := zip.NewWriter(&body)
		if err := z.AddFS(os.DirFS(pack)); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, body.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		want, wantErr := run(t, "check", pack, "--lang", "en")
		got, gotErr := run(t, "check", file, "--lang", "en")
		if got != want || (gotErr == nil) != (wantErr == nil) || (gotErr == nil) != (name == "good") {
			t.Errorf("%s: %v\n%s\nas a folder: %v\n%s", name, gotErr, got, wantErr, want)
		}
		if name == "good" {
			continue
		}
		for _, command := range []string{"report", "prove"} {
			out, err := run(t, "theme", command, file, "T01")
			if err == nil || !strings.Contains(err.Error(), "run onematter check "+file) || strings.Count(err.Error(), "\n") > mostSaidProblems+1 || !strings.Contains(err.Error(), " more") {
				t.Errorf("theme %s: %v\n%s", command, err, out)
			}
		}
	}
}
