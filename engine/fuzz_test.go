package engine

import (
	"bytes"
	"crypto/sha256"
	"io"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// A case number typed by hand is recognised or not; recognised, it is written
// in one way, and one wrong character makes it another.
func FuzzNumber(f *testing.F) {
	for _, s := range []string{"M02-20261123-7KQ4M2P9XA", " m02-20261123-7kq4m2p9xa ", "--", "M-20261123-2222222222", "M-20261123-2222222", "一-20261123-2222222222", "-20261123-ſſſſſſſſſſ", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, ok := readNumber(s)
		if !ok {
			if n != "" {
				t.Fatalf("%q: %q and not recognised", s, n)
			}
			return
		}
		if again, ok := readNumber(n); !ok || again != n {
			t.Fatalf("%q is %q is %q", s, n, again)
		}
		if again, ok := readNumber(n[:len(n)-10] + strings.ToLower(n[len(n)-10:])); !ok || again != n {
			t.Fatalf("%q in small letters is %q", n, again)
		}
		last := n[len(n)-1]
		other := numberAlphabet[(alphabetIndex(last)+1)%len(numberAlphabet)]
		if _, ok := readNumber(n[:len(n)-1] + string(other)); ok {
			t.Fatalf("%q with a wrong last character is taken", n)
		}
	})
}

// A password's hash out of the database is one we wrote, or refused before it
// can cost time and memory.
func FuzzPasswordHash(f *testing.F) {
	f.Add(phc(argon, make([]byte, saltBytes), make([]byte, keyBytes)))
	for _, s := range []string{"", "$argon2id$v=19$m=1,t=1,p=1$$AA", "$argon2id$v=19$m=4294967295,t=1,p=1$AA$AA", "$argon2id$v=19$m=-1,t=0x1,p=1 $AA$AA", "$argon2id$v=19$m=1,t=1,p=1,q=9$AA$AA"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, salt, key, err := parsePHC(s)
		if err != nil {
			return
		}
		if p.memory > 1<<20 || p.time == 0 || p.time > 100 || p.lanes == 0 || len(key) == 0 {
			t.Fatalf("%q: %+v", s, p)
		}
		again, salt2, key2, err := parsePHC(phc(p, salt, key))
		if err != nil || again != p || !bytes.Equal(salt, salt2) || !bytes.Equal(key, key2) {
			t.Fatalf("%q: %+v then %+v (%v)", s, p, again, err)
		}
	})
}

// The guide's answers of a draft are kept only when its questions ask for them.
func FuzzGuide(f *testing.F) {
	theme := &catalog.Theme{Def: &metamodel.Theme{Guide: []metamodel.Question{{ID: "Q1"}, {ID: "Q2", Field: "a/b"}}}}
	for _, s := range []string{"", "null", `{"Q1":true}`, `{"Q2":1}`, `{"Q1":{"Q1":[]},"q1":0}`, `[]`, `{"Q1":1,"Q1":2}`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		own, ps := readGuide(theme, []byte(raw))
		if ps.Failed() {
			return
		}
		for id := range own {
			if id != "Q1" {
				t.Fatalf("%s gives an answer to %q", raw, id)
			}
		}
	})
}

// An upload is taken whole and unchanged, or refused with a reason; what it is
// called can be written anywhere.
func FuzzUpload(f *testing.F) {
	f.Add([]byte("%PDF-1.7\n%%EOF"), "a.pdf")
	f.Add([]byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bUIEND\xae\x42\x60\x82"), "../../ü.PNG")
	f.Add([]byte("\xff\xd8\xff\xe0\x00\x10JFIF\x00"), "x.jpeg")
	f.Add([]byte("%PDF-1.7 <script>"), "con:\x00\u202e.pdf")
	f.Add([]byte("%PDF-1.7PK\x05\x06\x00\x00\x00\x00\x01\x00\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00%%EOF"), ".pdf")
	f.Fuzz(func(t *testing.T, data []byte, name string) {
		plain := cleanName(name, ".pdf")
		if !utf8.ValidString(plain) || utf8.RuneCountInString(plain) > maxFileName || strings.ContainsAny(plain, "/\\\x00\r\n\"<>:|?*") || !strings.HasSuffix(plain, ".pdf") || plain == ".pdf" {
			t.Fatalf("%q is called %q", name, plain)
		}
		in := intake{at: "materials/MT01"}
		media, ext, err := judgeHead(in, data[:min(len(data), sniffBytes)], name)
		if err != nil {
			return
		}
		if ext == "" {
			t.Fatalf("%s has no ending", media)
		}
		var r io.Reader = bytes.NewReader(data)
		if media != mediaPDF {
			if r, err = judgePicture(in.at, r, media); err != nil {
				return
			}
		}
		w := &inspector{r: r, media: media, most: 1 << 20, at: in.at, sum: sha256.New()}
		got, err := io.ReadAll(w)
		if (err != nil) != (w.refused != nil) || err != nil && err.Error() != w.refused.Error() {
			t.Fatalf("%v, refused for %v", err, w.refused)
		}
		if err == nil && (!bytes.Equal(got, data) || w.size != int64(len(data))) {
			t.Fatalf("%d bytes came, %d were kept", len(data), len(got))
		}
	})
}

// An address for webhooks is taken only when it names a host and nothing else
// than what it will be called by.
func FuzzWebhookAddress(f *testing.F) {
	for _, s := range []string{"https://a.example/hook?x=1", "http://a.example", "https://u:p@a.example", "https:///x", "https://a#b", "HTTPS://a", "https://[::1]:80/", "//a", "https:a", "https://a.example\n", "https://a.example? "} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		clean, ok := webhookAddress(s, false)
		if !ok {
			if clean != "" {
				t.Fatalf("%q: %q and refused", s, clean)
			}
			return
		}
		u, err := url.Parse(clean)
		if err != nil || u.Scheme != "https" || u.Host == "" || u.User != nil || u.Fragment != "" || strings.ContainsAny(clean, " \r\n") {
			t.Fatalf("%q is taken as %q (%v)", s, clean, err)
		}
		if again, ok := webhookAddress(clean, false); !ok || again != clean {
			t.Fatalf("%q is %q, then %q", s, clean, again)
		}
		if _, ok := webhookAddress(s, true); !ok {
			t.Fatalf("%q is refused where more is allowed", s)
		}
	})
}
