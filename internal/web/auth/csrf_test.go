package auth

import (
	"bytes"
	"io"
	"mime/multipart"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/labstack/echo/v4"
)

func TestTheTokenIsFoundInAFormThatStaysToBeRead(t *testing.T) {
	t.Parallel()
	token := strings.Repeat("t", 43)
	build := func(write func(*multipart.Writer)) (string, string) {
		var b bytes.Buffer
		w := multipart.NewWriter(&b)
		write(w)
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		return b.String(), w.FormDataContentType()
	}
	file := func(w *multipart.Writer, n int) {
		f, _ := w.CreateFormFile("file", "a.png")
		_, _ = f.Write(bytes.Repeat([]byte{'x'}, n))
	}
	for name, c := range map[string]struct {
		write func(*multipart.Writer)
		want  string
	}{
		"before the file": {func(w *multipart.Writer) { _ = w.WriteField("csrf", token); file(w, 1<<20) }, token},
		"after another field": {func(w *multipart.Writer) {
			_ = w.WriteField("action", "upload")
			_ = w.WriteField("csrf", token)
			file(w, 10)
		}, token},
		"without a file":       {func(w *multipart.Writer) { _ = w.WriteField("csrf", token) }, token},
		"behind a large file":  {func(w *multipart.Writer) { file(w, 1<<20); _ = w.WriteField("csrf", token) }, ""},
		"as a file":            {func(w *multipart.Writer) { f, _ := w.CreateFormFile("csrf", "x"); _, _ = io.WriteString(f, token) }, ""},
		"of no end":            {func(w *multipart.Writer) { _ = w.WriteField("csrf", strings.Repeat("t", 100_000)) }, ""},
		"nowhere":              {func(w *multipart.Writer) { file(w, 10) }, ""},
		"under another's name": {func(w *multipart.Writer) { _ = w.WriteField("CSRF", token) }, ""},
	} {
		body, media := build(c.write)
		r := httptest.NewRequest("POST", "/", strings.NewReader(body))
		r.Header.Set("Content-Type", media)
		got := formToken(r, echo.MIMEMultipartForm)
		if c.want == "" && got == token || c.want != "" && got != c.want {
			t.Errorf("%s: found %.60q", name, got)
		}
		if rest, err := io.ReadAll(r.Body); err != nil || string(rest) != body {
			t.Errorf("%s: %d bytes of %d are left to be read: %v", name, len(rest), len(body), err)
		}
	}
	for media, body := range map[string]string{"multipart/form-data": "csrf=" + token, "multipart/form-data; boundary=": "x", "text/plain": "csrf=" + token, "multipart/mixed; boundary=x": "--x\r\n"} {
		r := httptest.NewRequest("POST", "/?csrf="+token, strings.NewReader(body))
		r.Header.Set("Content-Type", media)
		kind, _, _ := strings.Cut(media, ";")
		if got := formToken(r, kind); got != "" {
			t.Errorf("%s: found %q", media, got)
		}
	}
	r := httptest.NewRequest("POST", "/?csrf=another", strings.NewReader(url.Values{"csrf": {token}}.Encode()))
	r.Header.Set("Content-Type", echo.MIMEApplicationForm)
	if got := formToken(r, echo.MIMEApplicationForm); got != token {
		t.Errorf("in a plain form: found %q", got)
	}
}

func TestAfterSigningInNobodyIsLedAway(t *testing.T) {
	t.Parallel()
	for next, want := range map[string]string{
		"/drafts/7?x=1#y": "/drafts/7?x=1#y", "": "/", "drafts": "/", "//evil.example": "/", "/\\evil.example": "/", "\\\\evil.example": "/",
		"https://evil.example/": "/", "javascript:alert(1)": "/", "/ok\r\nSet-Cookie: x": "/", "/\t/evil.example": "/", "/%2f/evil.example": "/%2f/evil.example", "%zz": "/",
	} {
		if got := LocalPath(next); got != want {
			t.Errorf("%q leads to %q, want %q", next, got, want)
		}
	}
	e := echo.New()
	for _, c := range []struct{ method, target, referer, want string }{
		{"GET", "/drafts/7?x=1", "", "/sign-in?next=%2Fdrafts%2F7%3Fx%3D1"},
		{"POST", "/drafts/7", "http://example.com/drafts/7/check", "/sign-in?next=%2Fdrafts%2F7%2Fcheck"},
		{"POST", "/drafts/7", "http://evil.example/x", "/sign-in?next=%2F"},
		{"POST", "/drafts/7", "", "/sign-in?next=%2F"},
	} {
		r := httptest.NewRequest(c.method, c.target, nil)
		if c.referer != "" {
			r.Header.Set("Referer", c.referer)
		}
		if got := SignInURL(e.NewContext(r, httptest.NewRecorder())); got != c.want {
			t.Errorf("%s %s from %q leads to %s", c.method, c.target, c.referer, got)
		}
	}
}

func TestTheLanguageIsAskedForOrGuessed(t *testing.T) {
	t.Parallel()
	e := echo.New()
	for _, c := range []struct{ query, cookie, accept, want string }{
		{"", "", "", "zh"}, {"?lang=en", "lang=zh", "zh", "en"}, {"?lang=fr", "lang=en", "zh", "en"}, {"", "lang=xx", "en-US", "en"},
		{"", "", "en-GB,en;q=0.9,zh;q=0.1", "en"}, {"", "", "zh-TW,en;q=0.9", "zh"}, {"", "", "fr", "zh"}, {"", "", ";;;q=x", "zh"}, {"", "", strings.Repeat("en,", 300), "zh"},
	} {
		r := httptest.NewRequest("GET", "/"+c.query, nil)
		if c.cookie != "" {
			r.Header.Set("Cookie", c.cookie)
		}
		r.Header.Set("Accept-Language", c.accept)
		if got := Lang(e.NewContext(r, httptest.NewRecorder())); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}
