package auth

import (
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
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
