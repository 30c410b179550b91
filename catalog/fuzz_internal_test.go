package catalog

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

// What is written as YAML is read back as the same JSON.
func FuzzWriteYAML(f *testing.F) {
	for _, s := range []string{`{"a":[1,-2.50,1e3,true,null,"","~","yes","0123","1_000","2026-05-01","a: b","#x","- y","\u3000","line\nline","\t"]}`,
		`[[],{},[[{}]]]`, `"<<"`, `{"<<":1,"=":2,"? ":3,"&a":"*a","!t":"!!int 3"}`, `"\u0085\u2028\ufeff\u007f"`, `"' \""`, `"trailing \n\n"`, `"\n leading"`, `["\t\n"]`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, doc []byte) {
		if metamodel.Gate(doc, metamodel.DefinitionLimits).Failed() {
			return
		}
		var v any
		d := json.NewDecoder(bytes.NewReader(doc))
		d.UseNumber()
		if err := d.Decode(&v); err != nil {
			t.Fatal(err)
		}
		text := encode(v)
		again, ps := yamlToJSON(text)
		if ps.Failed() {
			t.Fatalf("%s became %q: %v", doc, text, ps)
		}
		var want bytes.Buffer
		enc := json.NewEncoder(&want)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(v); err != nil {
			t.Fatal(err)
		}
		if strings.TrimSuffix(want.String(), "\n") != string(again) {
			t.Fatalf("%s became %q, read as %s", doc, text, again)
		}
	})
}

// Keys and signatures come out of files: each is read or refused, and what is
// read is written as the same again.
func FuzzKeys(f *testing.F) {
	private, public, err := EncodeKeys(testKey(1))
	if err != nil {
		f.Fatal(err)
	}
	noodles := mustReadDir(f, "testdata/noodles")
	s := Sign(noodles, testKey(1), signedAt)
	f.Add(private)
	f.Add(public)
	f.Add(append(bytes.Clone(public), public...))
	f.Add(s.Encode())
	f.Add([]byte("-----BEGIN PUBLIC KEY-----\nAA==\n-----END PUBLIC KEY-----\n"))
	f.Add([]byte(`{"pack":"p","signed":"2026-02-30T00:00:00Z"}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if key, err := DecodePrivateKey(b); err == nil {
			again, open, err := EncodeKeys(key)
			if err != nil {
				t.Fatal(err)
			}
			same, err := DecodePrivateKey(again)
			if err != nil || !same.Equal(key) {
				t.Fatalf("a key became another: %v", err)
			}
			if trusted, err := DecodePublicKeys(open); err != nil || len(trusted) != 1 || !trusted[0].Equal(key.Public()) {
				t.Fatalf("its public half: %v", err)
			}
		}
		if keys, err := DecodePublicKeys(b); (len(keys) == 0) != (err != nil) {
			t.Fatalf("%d keys and %v", len(keys), err)
		}
		s, ps := DecodeSignature(b)
		if (s == nil) != ps.Failed() {
			t.Fatalf("a signature and errors, or neither: %v", ps)
		}
		if s == nil {
			return
		}
		same, ps := DecodeSignature(s.Encode())
		if ps.Failed() || !bytes.Equal(same.Encode(), s.Encode()) {
			t.Fatalf("%s became another: %v", b, ps)
		}
		if ps := Verify(noodles, s, []ed25519.PublicKey{publicOf(testKey(2))}); !ps.Failed() {
			t.Fatalf("%s is taken with a key that never signed", b)
		}
	})
}

// What a pack needs: read, written and read again it is the same, and every
// version is in a range or not, whatever either looks like.
func FuzzNeed(f *testing.F) {
	for _, s := range []string{"a", "a@^1.2", "a@sha256:00", "@", "a@@b", "a@ >= 1.0, < 3 ", "a@*", "a@~1 || 2.x", "a@1 - 2", "a@>=1.0.0-rc.1", "a@ sha256:00"} {
		f.Add(s, "1.2.3", "2")
	}
	f.Add("a@^1", "v1.0.0+x", "99999999999999999999")
	f.Fuzz(func(t *testing.T, s, a, b string) {
		n := ParseNeed(s)
		written := n.Name
		if which := n.Hash + n.Range; which != "" {
			written += "@" + which
		}
		if again := ParseNeed(written); again != n {
			t.Fatalf("%q is %+v, then %+v", s, n, again)
		}
		if n.Range == "" && !n.Allows(a) {
			t.Fatalf("%q leaves out %q", s, a)
		}
		n.Allows(b)
		if compareVersions(a, b) != -compareVersions(b, a) || compareVersions(a, a) != 0 {
			t.Fatalf("%q and %q have no order", a, b)
		}
	})
}

// Answers to a guide's questions come from addresses and drafts: they give a
// situation or problems, and what was taken is read again.
func FuzzSituation(f *testing.F) {
	theme := mustNoodles(f)
	for _, q := range theme.Def.Guide {
		for _, v := range []string{"true", "1", "12.5", "", "\x00", "２０"} {
			f.Add(q.ID, v, `{}`, `{}`)
		}
		f.Add(q.ID, "1", `{"`+q.ID+`":[[]]}`, `{"shop":null}`)
	}
	f.Add("none", "x", `[]`, `{"shop":{"seats":"x"}}`)
	f.Fuzz(func(t *testing.T, id, input, guide, answers string) {
		s, ps := theme.Situation([]byte(guide), []byte(answers))
		if ps.Failed() {
			return
		}
		theme.Guide(s)
		theme.Needs(s, nil)
		g, a, ps := theme.SetAnswer(id, []string{input}, []byte(guide), []byte(answers))
		if ps.Failed() {
			if string(g) != guide || string(a) != answers {
				t.Fatalf("refused %q, and changed %s %s", input, g, a)
			}
			return
		}
		if after, ps := theme.Situation(g, a); ps.Failed() {
			t.Fatalf("%s = %q became %s %s: %v", id, input, g, a, ps)
		} else if _, ok := after[id]; !ok {
			t.Fatalf("%s = %q was taken and is not there: %s %s", id, input, g, a)
		}
	})
}
