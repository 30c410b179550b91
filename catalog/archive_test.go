package catalog

import (
	"bytes"
	"crypto/ed25519"
	"os"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/onematter/onematter/internal/testpack"
	"github.com/onematter/onematter/metamodel"
)

func zips() []testpack.Zip {
	return testpack.Zips(PackLimits.Files, PackLimits.Bytes, metamodel.DefinitionLimits.Bytes, PackLimits.Segment)
}

func TestAHostileFileIsRefusedByName(t *testing.T) {
	t.Parallel()
	for _, c := range zips() {
		files, s, ps := Unzip(c.Body)
		if !ps.Failed() {
			if ps = s.Fits(files); !ps.Failed() {
				_, ps = ReadArchive(files)
			}
		}
		switch {
		case c.Code == "" && ps.Failed():
			t.Errorf("%s: %v", c.Name, ps)
		case c.Code != "" && (len(ps) == 0 || ps[0].Code != c.Code):
			t.Errorf("%s: %v, want %s", c.Name, ps, c.Code)
		}
		for _, p := range ps {
			if len(p.File+p.In("zh")) > 1000 || p.In("zh") == p.In("en") || strings.Contains(p.In("zh")+p.In("en"), "{") {
				t.Errorf("%s: said as %s: %s / %s", c.Name, p.File, p.In("zh"), p.In("en"))
			}
		}
	}
}

// A directory of a million entries is refused by counting, before the reader
// makes an object of each.
func TestAHugeDirectoryCostsNothing(t *testing.T) {
	t.Parallel()
	head := testpack.Pack(testpack.Part{Name: "a"})
	i := bytes.Index(head, zipEntry)
	end := bytes.Index(head, []byte("PK\x05\x06"))
	huge := append(append(bytes.Clone(head[:i]), bytes.Repeat(head[i:end], 1_000_000)...), head[end:]...)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, _, ps := Unzip(huge)
	runtime.ReadMemStats(&after)
	if len(ps) != 1 || ps[0].Code != TooManyFiles.Code {
		t.Fatal(ps)
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > 200<<20 { // the reader's objects are 300 MB; other tests run beside this one
		t.Errorf("%d bytes were allocated", used)
	}
}

func TestASignedPackFitsItsSignatureOrIsRefused(t *testing.T) {
	t.Parallel()
	p := mustReadDir(t, "testdata/noodles")
	s := Sign(p, testKey(1), signedAt)
	if ps := s.Fits(p.Files); len(ps) != 1 || ps[0].Code != SignatureUnasked.Code || ps.Failed() {
		t.Error(ps)
	}
	if ps := s.Fits(map[string][]byte{"pack.yaml": nil}); len(ps) != 1 || ps[0].Code != SignatureHash.Code {
		t.Error(ps)
	}
	if ps := (*Signature)(nil).Fits(p.Files); ps != nil {
		t.Error(ps)
	}
	// Packed anew by a person, folder and all, it is still what was signed.
	parts := []testpack.Part{{Name: "noodles/.DS_Store"}, {Name: "noodles/" + SignatureFile, Body: string(s.Encode())}}
	for _, name := range sortedKeys(p.Files) {
		parts = append(parts, testpack.Part{Name: "noodles/" + name, Body: string(p.Files[name])})
	}
	files, back, ps := Unzip(testpack.Pack(parts...))
	if ps.Failed() || back == nil || Verify(p, back, []ed25519.PublicKey{publicOf(testKey(1))}) != nil || back.Fits(files).Failed() {
		t.Error(back, ps)
	}
}

func TestAFolderFromAMacIsRead(t *testing.T) {
	t.Parallel()
	folder := fstest.MapFS{"pack.yaml": {Data: []byte("name: x\ntitle: {zh: 甲, en: A}\nversion: 1.0.0\n")}, ".DS_Store": {Data: []byte{0}},
		"elements/.DS_Store": {Data: []byte{0}}, "__MACOSX/._pack.yaml": {Data: []byte{0}}}
	p, ps := Read(folder)
	if len(ps) > 0 || len(p.Files) != 1 {
		t.Errorf("%v", ps)
	}
}

func TestLimitsOfAPackAreReadAsAPersonWritesThem(t *testing.T) {
	t.Parallel()
	want := PackLimits
	want.Files, want.Segment = 7, 64
	if got, err := ParseLimits("files=7, segment=64", PackLimits); err != nil || got != want {
		t.Errorf("%+v %v", got, err)
	}
	for text, wrong := range map[string]string{
		"depth=3": `"depth=3": want files=, bytes=, path= or segment= and a number`, "files=0": "files=0: want 1 to 100000", "bytes=1": "bytes=1:", "path=5000": "path=5000:", "segment=1": "segment=1:",
	} {
		if got, err := ParseLimits(text, PackLimits); err == nil || !strings.Contains(err.Error(), wrong) || got != PackLimits {
			t.Errorf("%s: %v", text, err)
		}
	}
}

func FuzzUnzip(f *testing.F) {
	p, ps := Read(os.DirFS("testdata/noodles"))
	if ps.Failed() {
		f.Fatal(ps)
	}
	s := Sign(p, testKey(1), signedAt)
	small := map[string][]byte{"pack.yaml": p.Files["pack.yaml"], "subjects.yaml": []byte("[]")} // large seeds are shrunk for a minute each
	b, err := Zip(small, &s)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		files, _, ps := Unzip(b)
		if (files == nil) != ps.Failed() {
			t.Fatalf("%d files and %v", len(files), ps)
		}
		for name := range files {
			if checkName(name) != nil {
				t.Fatalf("%q was taken", name)
			}
		}
	})
}

// A folder of Linux may hold what a Mac's or Windows' cannot; nor does it matter
// how a name's accents are encoded.
func TestNamesThatOtherComputersTakeForOneAreRefused(t *testing.T) {
	t.Parallel()
	for second, want := range map[string]string{"elements/É.yaml": NameButForCase.Code, "elements/e\u0301.yaml": NameButForCase.Code, "elements/f.yaml": ""} {
		folder := fstest.MapFS{
			"pack.yaml":       {Data: []byte("name: x\ntitle: {zh: 甲, en: A}\nversion: 1.0.0\n")},
			"elements/é.yaml": {Data: []byte("[]")}, second: {Data: []byte("[]")},
		}
		_, ps := Read(folder)
		if got := len(ps) == 1 && ps[0].Code == want; got != (want != "") || want == "" && ps != nil {
			t.Errorf("%s: %v, want %q", second, ps, want)
		}
	}
}
