package auth

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/labstack/echo/v4"
	"golang.org/x/text/language"
)

const (
	langCookie = "lang"
	csrfHeader = "X-CSRF-Token"
	// CSRFField is the form field that carries the token.
	CSRFField = "csrf"
)

// cookieName carries the __Host- prefix under TLS: such a cookie cannot be set
// by a neighbouring host name nor over plain HTTP.
func cookieName(c echo.Context, base string) string {
	if secure(c) {
		return "__Host-" + base
	}
	return base
}

func secure(c echo.Context) bool { return c.Scheme() == "https" }

func newCookie(c echo.Context, base, value string, age time.Duration) *http.Cookie {
	return &http.Cookie{Name: cookieName(c, base), Value: value, Path: "/", HttpOnly: true, Secure: secure(c),
		SameSite: http.SameSiteLaxMode, MaxAge: int(age / time.Second)}
}

// SetSession puts a new session's secret into the cookie (HttpOnly, SameSite=Lax,
// Secure under TLS, __Host- prefix then). It lives as long as the browser; how
// long the session lives is the engine's business.
func SetSession(c echo.Context, secret string) {
	cookie := newCookie(c, "om_session", secret, 0)
	c.SetCookie(cookie)
}

// ClearSession removes the cookie.
func ClearSession(c echo.Context) {
	cookie := newCookie(c, "om_session", "", 0)
	cookie.MaxAge = -1
	c.SetCookie(cookie)
}

// SessionSecret is the cookie's secret, "" without one.
func SessionSecret(c echo.Context) string {
	cookie, err := c.Cookie(cookieName(c, "om_session"))
	if err != nil {
		return ""
	}
	return cookie.Value
}

// CSRFToken is the token a form must send back in the field "csrf", a script in
// the header X-CSRF-Token. Strangers have one too (double-submit cookie), so
// that signing in is protected.
func CSRFToken(c echo.Context) string {
	if s := Of(c).Session; s != nil {
		return s.CSRF
	}
	if t, ok := c.Get("onematter.csrf").(string); ok {
		return t
	}
	if cookie, err := c.Cookie(cookieName(c, "om_csrf")); err == nil && len(cookie.Value) >= 32 {
		return cookie.Value
	}
	var raw [32]byte
	_, _ = rand.Read(raw[:]) // never fails since Go 1.24
	token := base64.RawURLEncoding.EncodeToString(raw[:])
	c.Set("onematter.csrf", token)
	c.SetCookie(newCookie(c, "om_csrf", token, 0))
	return token
}

// csrfOK judges an unsafe request that rides on cookies: it must come from our
// own pages and carry the token.
func csrfOK(c echo.Context) bool {
	r := c.Request()
	if site := r.Header.Get("Sec-Fetch-Site"); site != "" && site != "same-origin" && site != "none" {
		return false
	}
	if origin := r.Header.Get("Origin"); origin != "" && origin != "null" {
		u, err := url.Parse(origin)
		if err != nil || !strings.EqualFold(u.Host, r.Host) {
			return false
		}
	}
	var want string
	if s := Of(c).Session; s != nil {
		want = s.CSRF
	} else if media, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); strings.TrimSpace(media) == "application/json" {
		return true // nothing rides along, and another site's page cannot send this type without asking first
	} else if cookie, err := c.Cookie(cookieName(c, "om_csrf")); err == nil {
		want = cookie.Value
	}
	if want == "" {
		return false
	}
	got := r.Header.Get(csrfHeader)
	if got == "" {
		got = c.FormValue(CSRFField)
	}
	return subtle.ConstantTimeCompare([]byte(got), []byte(want)) == 1
}

var languages = language.NewMatcher([]language.Tag{language.Chinese, language.English})

// Lang is the language of the request: ?lang=, then the cookie "lang", then
// Accept-Language; "zh" unless English is asked for.
func Lang(c echo.Context) string {
	if q := c.QueryParam("lang"); q == "zh" || q == "en" {
		return q
	}
	if cookie, err := c.Cookie(langCookie); err == nil && (cookie.Value == "zh" || cookie.Value == "en") {
		return cookie.Value
	}
	header := c.Request().Header.Get("Accept-Language")
	if header == "" || len(header) > 512 {
		return "zh"
	}
	tags, _, err := language.ParseAcceptLanguage(header)
	if err != nil {
		return "zh"
	}
	if _, i, confidence := languages.Match(tags...); i == 1 && confidence > language.No {
		return "en"
	}
	return "zh"
}
