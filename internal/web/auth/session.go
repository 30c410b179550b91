package auth

import "github.com/labstack/echo/v4"

// CSRFToken is the token a form must send back in the field "csrf", a script in
// the header X-CSRF-Token. Strangers have one too (double-submit cookie), so
// that signing in is protected.
func CSRFToken(c echo.Context) string { return csrfToken(c) }

// Lang is the language of the request: ?lang=, then the cookie "lang", then
// Accept-Language; "zh" unless English is asked for.
func Lang(c echo.Context) string { return lang(c) }

// SetSession puts a new session's secret into the cookie (HttpOnly, SameSite=Lax,
// Secure under TLS, __Host- prefix then).
func SetSession(c echo.Context, secret string) { setSession(c, secret) }

// ClearSession removes the cookie.
func ClearSession(c echo.Context) { clearSession(c) }
