package auth

import (
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/labstack/echo/v4"
)

// Where signing in leads to is a page of ours, whatever the address said.
func FuzzLocalPath(f *testing.F) {
	for _, s := range []string{"/me?x=1#y", "//evil.example", "/\\evil.example", "https://evil.example", "/%2f/evil.example", "/\t/evil.example", "javascript:alert(1)", "", "/..//evil.example", "?x", "/ /a", "%2f", "/%zz"} {
		f.Add(s)
	}
	base, err := url.Parse("https://one.example.gov/sign-in")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, next string) {
		to := LocalPath(next)
		if to == "" || to[0] != '/' {
			t.Fatalf("%q leads to %q", next, to)
		}
		u, err := base.Parse(to)
		if err != nil || u.Host != base.Host || u.Scheme != base.Scheme {
			t.Fatalf("%q leads to %v (%v)", next, u, err)
		}
	})
}

// Whatever a browser says it reads, it gets Chinese or English.
func FuzzLang(f *testing.F) {
	for _, s := range []string{"", "en", "zh-Hant-HK,en;q=0.5", "de;q=0.9, en-GB;q=0.8", "*", "x-\x00", "en;q=a", ",,,"} {
		f.Add(s, "", "")
	}
	f.Add("en", "zh", "en")
	e := echo.New()
	f.Fuzz(func(t *testing.T, header, query, cookie string) {
		r := httptest.NewRequest("GET", "/", nil)
		r.URL.RawQuery = url.Values{"lang": {query}}.Encode()
		r.Header.Set("Accept-Language", header)
		r.Header.Set("Cookie", langCookie+"="+cookie)
		got := Lang(e.NewContext(r, httptest.NewRecorder()))
		if got != "zh" && got != "en" || (query == "zh" || query == "en") && got != query {
			t.Fatalf("%q %q %q give %q", header, query, cookie, got)
		}
	})
}
