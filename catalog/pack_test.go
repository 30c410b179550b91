package catalog

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/onematter/onematter/metamodel"
)

var update = flag.Bool("update", false, "write the golden files anew")

// mustCompile reads and compiles a pack folder and what it needs.
func mustCompile(t testing.TB, dir string, needs ...*Release) *Release {
	t.Helper()
	p, ps := Read(os.DirFS(dir))
	if ps.Failed() {
		t.Fatalf("%s: %v", dir, ps)
	}
	r, ps := CompilePack(p, needs...)
	if ps.Failed() {
		t.Fatalf("%s: %v", dir, ps)
	}
	return r
}

// Every folder under testdata/bad is laid over the noodle shop (or stands alone
// when it has its own pack.yaml); beside it are the exact problems.
func TestBadPacks(t *testing.T) {
	t.Parallel()
	base := tree(t, "testdata/noodles")
	cases, err := os.ReadDir("testdata/bad")
	if err != nil {
		t.Fatal(err)
	}
	if len(cases) == 0 {
		t.Fatal("no cases")
	}
	for _, c := range cases {
		t.Run(c.Name(), func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join("testdata/bad", c.Name())
			files := tree(t, dir)
			golden := files["problems.golden"]
			delete(files, "problems.golden")
			if _, alone := files["alone"]; alone {
				delete(files, "alone")
			} else {
				for name, b := range base {
					if _, over := files[name]; !over {
						files[name] = b
					}
				}
			}
			p, ps := ReadArchive(files)
			if p != nil {
				var compiled metamodel.Problems
				_, compiled = CompilePack(p)
				ps = append(ps, compiled...)
			}
			var said strings.Builder
			for _, p := range ps {
				if p.Message["zh"] == "" || p.Message["en"] == "" || strings.Contains(p.Message["en"]+p.Message["zh"], "{detail}") {
					t.Errorf("%s has the wording %v", p.Code, p.Message)
				}
				fmt.Fprintf(&said, "%s\t%s\t%s\t%s\t%s\n", p.Severity, p.File, p.Path, p.Code, p.In("en"))
			}
			if *update {
				if err := os.WriteFile(filepath.Join(dir, "problems.golden"), []byte(said.String()), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if said.String() != string(golden) || len(golden) == 0 {
				t.Errorf("got\n%s\nwant\n%s", said.String(), golden)
			}
		})
	}
}

func tree(t testing.TB, dir string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		b, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(dir, name)
		files[filepath.ToSlash(rel)] = b
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestAPackIsWrittenAndReadBackTheSame(t *testing.T) {
	t.Parallel()
	all, err := builtinReleases()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []*Pack{mustCompile(t, "testdata/noodles").Pack, all["open-a-restaurant"].Pack, all["china-calendar"].Pack} {
		written := p.Encode()
		back, ps := ReadArchive(written)
		if ps.Failed() {
			t.Fatal(ps)
		}
		again := back.Encode()
		if !reflect.DeepEqual(written, again) {
			t.Errorf("%s: written twice, differently", p.Name)
		}
		if Hash(written) != Hash(again) {
			t.Errorf("%s: two hashes", p.Name)
		}
		a, b := *p, *back
		a.Files, b.Files, a.places, b.places = nil, nil, nil, nil
		// A code list keeps look-ups that its first use makes: compare what is written of it.
		if x, y := asJSON(t, a.CodeLists), asJSON(t, b.CodeLists); x != y {
			t.Errorf("%s: code lists came back different", p.Name)
		}
		a.CodeLists, b.CodeLists = nil, nil
		if !reflect.DeepEqual(a, b) {
			t.Errorf("%s: came back different", p.Name)
		}
	}
}

func TestTheHashTellsEveryChange(t *testing.T) {
	t.Parallel()
	files := map[string][]byte{"a": []byte("1"), "b": []byte("2")}
	first := Hash(files)
	for _, other := range []map[string][]byte{
		{"a": []byte("1")}, {"a": []byte("1"), "b": []byte("3")}, {"a": []byte("1"), "c": []byte("2")}, {"a": []byte("1b2")}, {"a": []byte("12"), "b": nil}, {},
	} {
		if Hash(other) == first {
			t.Errorf("%v has the same hash", other)
		}
	}
	if Hash(map[string][]byte{"b": []byte("2"), "a": []byte("1")}) != first || !strings.HasPrefix(first, "sha256:") || len(first) != 71 {
		t.Errorf("hash %s", first)
	}
}

func TestJSONIsAcceptedWhereverYAMLIs(t *testing.T) {
	t.Parallel()
	files := map[string][]byte{}
	for name, b := range tree(t, "testdata/noodles") {
		doc, ps := yamlToJSON(b)
		if ps.Failed() {
			t.Fatal(ps)
		}
		files[strings.TrimSuffix(name, ".yaml")+".json"] = append([]byte("\xef\xbb\xbf"), doc...)
	}
	p, ps := ReadArchive(files)
	if ps.Failed() {
		t.Fatal(ps)
	}
	if r, ps := CompilePack(p); ps.Failed() || len(r.Theme("T1").Matters) != 3 {
		t.Fatal(ps)
	}
}

func TestHostileFolders(t *testing.T) {
	t.Parallel()
	manifest := &fstest.MapFile{Data: []byte("name: x\ntitle: {zh: x, en: x}\nversion: \"1\"\n")}
	huge := &fstest.MapFile{Data: bytes.Repeat([]byte("# x\n"), 2<<20)}
	for _, c := range []struct {
		name string
		fsys fs.FS
		code string
	}{
		{"a link out of the pack", fstest.MapFS{"pack.yaml": manifest, "elements/a.yaml": {Mode: fs.ModeSymlink, Data: []byte("/etc/passwd")}}, "pack.unknown_file"},
		{"a device", fstest.MapFS{"pack.yaml": manifest, "subjects.yaml": {Mode: fs.ModeDevice}}, "pack.unknown_file"},
		{"a huge file", fstest.MapFS{"pack.yaml": manifest, "elements/a.yaml": huge}, "pack.file_too_large"},
		{"a folder in a folder", fstest.MapFS{"pack.yaml": manifest, "elements/deep/a.yaml": manifest}, "pack.unknown_folder"},
		{"nothing", fstest.MapFS{}, "pack.no_manifest"},
		{"a file that cannot be opened", failing{fstest.MapFS{"pack.yaml": manifest}}, "pack.cannot_read"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			p, ps := Read(c.fsys)
			if p != nil || len(ps) == 0 || ps[0].Code != c.code || ps[0].File == "" {
				t.Errorf("%v", ps)
			}
		})
	}
	many := map[string][]byte{}
	for i := range PackLimits.Files + 1 {
		many[fmt.Sprintf("elements/%d.yaml", i)] = []byte("[]")
	}
	if p, ps := ReadArchive(many); p != nil || ps[0].Code != "pack.too_many_files" {
		t.Errorf("%v", ps[:1])
	}
	big := map[string][]byte{}
	for i := range 17 {
		big[fmt.Sprintf("elements/%d.yaml", i)] = bytes.Repeat([]byte(" "), 4<<20)
	}
	if p, ps := ReadArchive(big); p != nil || ps[0].Code != "pack.too_large" {
		t.Errorf("%v", ps[:1])
	}
	for _, name := range []string{"../pack.yaml", "/pack.yaml", "elements/../../x.yaml", "elements//a.yaml", "elements\\a.yaml", "elements/a\x00.yaml", "elements/\u202ea.yaml", ""} {
		if p, ps := ReadArchive(map[string][]byte{name: nil}); p != nil || ps[0].Code != "pack.unknown_file" {
			t.Errorf("%q: %v", name, ps)
		}
	}
}

// Errors are told up to a number: a small file cannot ask for millions of them.
func TestAFileFullOfErrorsIsNotToldToItsEnd(t *testing.T) {
	t.Parallel()
	files := map[string][]byte{"pack.yaml": []byte("name: x\ntitle: {zh: 甲, en: A}\nversion: 1.0.0\n")}
	for i := range 20 {
		files[fmt.Sprintf("elements/%02d.yaml", i)] = []byte("[" + strings.Repeat("{a: 1},", 2_000) + "]")
	}
	if p, ps := ReadArchive(files); p != nil || len(ps) < mostTold || len(ps) > 2*mostTold {
		t.Errorf("%d problems", len(ps))
	}
}

func TestALongNameIsRefusedHoweverItComes(t *testing.T) {
	t.Parallel()
	long := "elements/" + strings.Repeat("字", 100) + ".yaml" // 305 bytes in a part
	for _, name := range []string{long, "elements/" + strings.Repeat("a/", 300) + "a.yaml"} {
		for how, read := range map[string]func() (*Pack, metamodel.Problems){
			"files": func() (*Pack, metamodel.Problems) { return ReadArchive(map[string][]byte{name: nil}) },
			"a folder": func() (*Pack, metamodel.Problems) {
				return Read(fstest.MapFS{name: &fstest.MapFile{}})
			},
			"a draft": func() (*Pack, metamodel.Problems) { _, ps := manifestOf(map[string][]byte{name: nil}); return nil, ps },
		} {
			want := NameTooLong.Code
			if how == "a folder" && name != long {
				want = UnknownFolder.Code // it is not walked into
			}
			if p, ps := read(); p != nil || ps[0].Code != want || len(ps[0].File) > 600 {
				t.Errorf("%s: %v", how, ps)
			}
		}
	}
	if most := strings.Repeat("a", PackLimits.Segment-len(".yaml")); checkName("elements/"+most+".yaml") != nil || checkName("elements/a"+most+".yaml") == nil {
		t.Error("the limit is not where it is said to be")
	}
}

// failing lists files that cannot be opened.
type failing struct{ fstest.MapFS }

func (f failing) Open(name string) (fs.File, error) {
	if strings.HasSuffix(name, ".yaml") {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errors.New("input/output error")}
	}
	return f.MapFS.Open(name)
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
