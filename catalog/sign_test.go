package catalog

import (
	"bytes"
	"crypto/ed25519"
	"errors"
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
