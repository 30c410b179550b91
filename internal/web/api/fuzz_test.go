package api

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/labstack/echo/v4"
)

// A position in the log is one we gave, or refused.
func FuzzPosition(f *testing.F) {
	for _, s := range []string{"", "AAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAD_________w", "A", "==", "AAAAAAAAAAAAAAAAAAAAAB"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		p, err := decodePosition(s)
		if err != nil {
			return
		}
		if p.Seq < 0 {
			t.Fatalf("%q is %+v", s, p)
		}
		if again, err := decodePosition(encodePosition(p)); err != nil || again != p {
			t.Fatalf("%q is %+v, then %+v (%v)", s, p, again, err)
		}
	})
}

// A request is bound wholly or refused with a reason: nothing in its address or
// body is passed over.
func FuzzRequest(f *testing.F) {
	type in struct {
		PageIn
		From  time.Time `query:"from"`
		Names []string  `query:"name" validate:"max=5"`
		Only  bool      `query:"only"`
	}
	type body struct {
		Name  string    `json:"name" validate:"max=10"`
		Count int       `json:"count"`
		Share float64   `json:"share"`
		At    time.Time `json:"at"`
		Tags  []string  `json:"tags"`
		Deep  struct {
			On bool `json:"on"`
		} `json:"deep"`
	}
	for _, q := range []string{"cursor=a&limit=5", "limit=1&limit=2", "limit=99999999999", "name=a,b,,c&name=d", "from=2026-02-30", "only=1", "%zz", "x=1", "a;b", "lang=en", "name=%00", "name=%ff"} {
		f.Add(q, `{"name":"a","count":1,"share":1.5,"at":"2026-05-01T00:00:00Z","tags":["a",null],"deep":{"on":true}}`)
	}
	for _, b := range []string{``, `[]`, `null`, `{"NAME":"a"}`, `{"count":1.5}`, `{"count":1e3}`, `{"at":"x"}`, `{"deep":[]}`, `{"tags":{}}`, `{"name":null}`, `{"name":"a","name":"b"}`, `{"deep":{"on":1}}`, ` "x`} {
		f.Add("", b)
	}
	e := echo.New()
	f.Fuzz(func(t *testing.T, query, doc string) {
		r := httptest.NewRequest("POST", "/", strings.NewReader(doc))
		r.URL.RawQuery = query
		r.Header.Set(echo.HeaderContentType, "application/json")
		c := e.NewContext(r, httptest.NewRecorder())
		var got in
		if err := bind(c, &got); err == nil {
			values, err := url.ParseQuery(query)
			if err != nil {
				t.Fatalf("%q is bound: %v", query, err)
			}
			for name := range values {
				if !strings.Contains(" lang cursor limit from name only ", " "+name+" ") {
					t.Fatalf("%q is passed over in %q", name, query)
				}
			}
			if got.Limit < 0 || got.Limit > 200 || len(got.Names) > 5 || !utf8.ValidString(got.Cursor) {
				t.Fatalf("%q is bound as %+v", query, got)
			}
		} else if status, ps := judge(err); status < 400 || status >= 500 || len(ps) == 0 {
			t.Fatalf("%q is answered with %d: %v", query, status, err)
		}

		r.URL.RawQuery = ""
		var given body
		if err := bind(c, &given); err == nil {
			if len([]rune(given.Name)) > 10 {
				t.Fatalf("%s is bound as %+v", doc, given)
			}
		} else if status, ps := judge(err); status < 400 || status >= 500 || len(ps) == 0 {
			t.Fatalf("%s is answered with %d: %v", doc, status, err)
		}
	})
}
