package catalog

import (
	"archive/zip"
	"bytes"
	"crypto/ed25519"
	"errors"
	"fmt"
	"hash/crc32"
	"io/fs"
	"maps"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// testKey is a key that is the same in every run.
func testKey(seed byte) ed25519.PrivateKey {
	return ed25519.NewKeyFromSeed(bytes.Repeat([]byte{seed}, ed25519.SeedSize))
}

func publicOf(k ed25519.PrivateKey) ed25519.PublicKey {
	public, _ := k.Public().(ed25519.PublicKey)
	return public
}

func mustReadDir(t testing.TB, dir string) *Pack {
	t.Helper()
	p, ps := Read(os.DirFS(dir))
	if ps.Failed() {
		t.Fatal(ps)
	}
	return p
}

var signedAt = time.Date(2026, 11, 25, 9, 30, 0, 123, time.FixedZone("CST", 8*3600))

func TestAPackInOneFileIsTheSameBytesAndComesBack(t *testing.T) {
	t.Parallel()
	p := mustReadDir(t, "testdata/noodles")
	s := Sign(p, testKey(1), signedAt)
	one, err := Zip(p.Files, &s)
	if err != nil {
		t.Fatal(err)
	}
	two, err := Zip(maps.Clone(p.Files), &s)
	if err != nil || !bytes.Equal(one, two) {
		t.Error("written twice, differently", err)
	}
	files, back, ps := Unzip(one)
	if ps.Failed() || back == nil || back.Hash != s.Hash || !back.Created.Equal(s.Created) {
		t.Fatal(back, ps)
	}
	if !maps.EqualFunc(files, p.Files, bytes.Equal) || Hash(files) != s.Hash {
		t.Error("the files came back different: the signature is no part of them")
	}
	bare, err := Zip(p.Files, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, s, ps := Unzip(bare); s != nil || ps.Failed() {
		t.Error(s, ps)
	}
}

// packed makes a ZIP file by hand; a name that ends in ! is deflated, one that
// ends in @ is a link.
func packed(t *testing.T, names map[string][]byte, order ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	if order == nil {
		order = sortedKeys(names)
	}
	for _, name := range order {
		h := &zip.FileHeader{Name: strings.TrimRight(name, "!@"), Method: zip.Store}
		if strings.HasSuffix(name, "!") {
			h.Method = zip.Deflate
		}
		if strings.HasSuffix(name, "@") {
			h.SetMode(fs.ModeSymlink | 0o777)
		}
		f, err := w.CreateHeader(h)
		if err == nil {
			_, err = f.Write(names[name])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestAHostileFileIsRefusedByName(t *testing.T) {
	t.Parallel()
	manifest := []byte("name: x\ntitle: {zh: 甲, en: A}\nversion: 1.0.0\n")
	many := map[string][]byte{}
	for i := range mostFiles + 1 {
		many[fmt.Sprintf("elements/%d.yaml", i)] = nil
	}
	bomb := bytes.Repeat([]byte{0}, 5<<20) // 5 kB packed
	var lying bytes.Buffer                 // says it is small
	w := zip.NewWriter(&lying)
	f, err := w.CreateRaw(&zip.FileHeader{Name: "elements/a.yaml", Method: zip.Store, CRC32: crc32.ChecksumIEEE(bomb), CompressedSize64: uint64(len(bomb)), UncompressedSize64: 10})
	if err == nil {
		_, err = f.Write(bomb)
	}
	if err != nil || w.Close() != nil {
		t.Fatal(err)
	}
	bombs := map[string][]byte{}
	for i := range 20 { // 80 MB out of some kB, each file as large as may be
		bombs[fmt.Sprintf("elements/%02d.yaml!", i)] = bomb[:4<<20]
	}
	for _, c := range []struct {
		name string
		body []byte
		code string
	}{
		{"no ZIP", []byte("PK\x03\x04 but not really"), "archive.unreadable"},
		{"nothing", nil, "archive.unreadable"},
		{"a way out", packed(t, map[string][]byte{"pack.yaml": manifest, "../evil.yaml": manifest}), "pack.unknown_file"},
		{"an absolute way out", packed(t, map[string][]byte{"/etc/pack.yaml": manifest}), "pack.unknown_file"},
		{"a way out of Windows", packed(t, map[string][]byte{`elements\..\..\evil.yaml`: manifest}), "pack.unknown_file"},
		{"a link", packed(t, map[string][]byte{"elements/a.yaml@": []byte("/etc/passwd")}), "pack.unknown_file"},
		{"a program", packed(t, map[string][]byte{"run.sh": manifest}), "pack.unknown_file"},
		{"too many files", packed(t, many), "pack.too_many_files"},
		{"a bomb", packed(t, map[string][]byte{"elements/a.yaml!": bomb}), "pack.file_too_large"},
		{"many bombs", packed(t, bombs), "pack.too_large"},
		{"a liar", lying.Bytes(), "pack.cannot_read"},
		{"the same name twice", packed(t, map[string][]byte{"pack.yaml": manifest}, "pack.yaml", "pack.yaml"), "archive.twice"},
		{"a signature that is none", packed(t, map[string][]byte{"pack.yaml": manifest, SignatureFile: []byte(`{"hash": 1}`)}), "signature.unreadable"},
		{"a signature with more", packed(t, map[string][]byte{"pack.yaml": manifest, SignatureFile: []byte(`{"admin": true}`)}), "signature.unreadable"},
		{"a signature as large as a pack", packed(t, map[string][]byte{SignatureFile: bytes.Repeat([]byte(" "), mostSignature+1)}), "pack.file_too_large"},
	} {
		files, _, ps := Unzip(c.body)
		if files != nil || len(ps) == 0 || ps[0].Code != c.code {
			t.Errorf("%s: %v, want %s", c.name, ps, c.code)
		}
	}
	if files, _, ps := Unzip(packed(t, map[string][]byte{"pack.yaml!": manifest, "elements/": nil, "forms/": nil})); ps.Failed() || len(files) != 1 {
		t.Errorf("what other programs pack: %v %v", files, ps)
	}
}

func TestASignatureStandsForOneContentAndOneKey(t *testing.T) {
	t.Parallel()
	p := mustReadDir(t, "testdata/noodles")
	good := Sign(p, testKey(1), signedAt)
	trusted := []ed25519.PublicKey{publicOf(testKey(2)), publicOf(testKey(1))}
	if ps := Verify(p, &good, trusted); ps != nil {
		t.Fatal(ps)
	}
	back, ps := DecodeSignature(good.Encode())
	if ps.Failed() || Verify(p, back, trusted) != nil {
		t.Error(ps, Verify(p, back, trusted))
	}
	changed := func(do func(*Signature)) *Signature {
		s := good
		s.Signature = bytes.Clone(good.Signature)
		do(&s)
		return &s
	}
	other := *p
	other.Files = maps.Clone(p.Files)
	other.Files["pack.yaml"] = append(bytes.Clone(p.Files["pack.yaml"]), '\n')
	renamed := *p
	renamed.Version = "9.9.9"
	for _, c := range []struct {
		name string
		p    *Pack
		s    *Signature
		keys []ed25519.PublicKey
		code string
	}{
		{"none", p, nil, trusted, "signature.missing"},
		{"a stranger's", p, &good, trusted[:1], "signature.unknown_key"},
		{"no keys", p, &good, nil, "signature.unknown_key"},
		{"other content", &other, &good, trusted, "signature.other_content"},
		{"another pack", &renamed, &good, trusted, "signature.other_pack"},
		{"another hash written in", &other, changed(func(s *Signature) { s.Hash = Hash(other.Files) }), trusted, "signature.invalid"},
		{"a later date", p, changed(func(s *Signature) { s.Created = s.Created.Add(time.Hour) }), trusted, "signature.invalid"},
		{"another version", p, changed(func(s *Signature) { s.Version = "2.0.0" }), trusted, "signature.invalid"},
		{"a bit off", p, changed(func(s *Signature) { s.Signature[7] ^= 1 }), trusted, "signature.invalid"},
		{"cut short", p, changed(func(s *Signature) { s.Signature = s.Signature[:63] }), trusted, "signature.invalid"},
		{"another trusted key's name", p, changed(func(s *Signature) { s.Key = KeyID(trusted[0]) }), trusted, "signature.invalid"},
	} {
		ps := Verify(c.p, c.s, c.keys)
		if len(ps) != 1 || ps[0].Code != c.code || ps[0].In("zh") == "" || strings.Contains(ps[0].In("zh")+ps[0].In("en"), "{") {
			t.Errorf("%s: %v, want %s", c.name, ps, c.code)
		}
	}
}

func TestKeysGoThroughPEM(t *testing.T) {
	t.Parallel()
	private, public, err := EncodeKeys(testKey(1))
	if err != nil {
		t.Fatal(err)
	}
	if k, err := DecodePrivateKey(private); err != nil || !k.Equal(testKey(1)) {
		t.Error(err)
	}
	_, second, err := EncodeKeys(testKey(2))
	if err != nil {
		t.Fatal(err)
	}
	if keys, err := DecodePublicKeys(append(public, second...)); err != nil || len(keys) != 2 || !keys[1].Equal(publicOf(testKey(2))) {
		t.Error(keys, err)
	}
	if _, err := DecodePrivateKey(public); !errors.Is(err, ErrNoKey) {
		t.Error(err)
	}
	for _, bad := range [][]byte{nil, private, []byte("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")} {
		if _, err := DecodePublicKeys(bad); !errors.Is(err, ErrNoKey) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func TestASignatureInAFolderIsNoPartOfThePack(t *testing.T) {
	t.Parallel()
	p := mustReadDir(t, "testdata/noodles")
	s := Sign(p, testKey(1), signedAt)
	folder := fstest.MapFS{SignatureFile: {Data: s.Encode()}}
	for name, b := range p.Files {
		folder[name] = &fstest.MapFile{Data: b}
	}
	q, ps := Read(folder)
	if ps.Failed() || Hash(q.Files) != s.Hash || q.Files[SignatureFile] != nil {
		t.Fatal(ps)
	}
	read, ps := ReadSignature(folder)
	if ps.Failed() || Verify(q, read, []ed25519.PublicKey{publicOf(testKey(1))}) != nil {
		t.Error(read, ps)
	}
	if none, ps := ReadSignature(fstest.MapFS{}); none != nil || ps.Failed() {
		t.Error(none, ps)
	}
	if _, ps := ReadSignature(fstest.MapFS{SignatureFile: {Data: []byte("{")}}); !ps.Failed() {
		t.Error("half a signature was read")
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
