package auth

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/engine"
)

var (
	// ErrStranger means: sign in first. Pages redirect, the API answers 401.
	ErrStranger = errors.New("auth: not signed in")
	// ErrCSRF means an unsafe request without the token of our own pages.
	ErrCSRF = errors.New("auth: the request does not come from our own page")
	// ErrBadToken means an API token that is unknown, expired or revoked.
	ErrBadToken = errors.New("auth: unknown token")
	// ErrPerson means a token where a person must sign in.
	ErrPerson = errors.New("auth: a token is not enough for this")
)

// Middleware finds out who asks. A bearer token is a machine and needs no CSRF
// token; everything that rides on cookies does, unless the method is safe.
func Middleware(e *engine.Engine) echo.MiddlewareFunc {
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			r := c.Request()
			if headers := r.Header["Authorization"]; len(headers) > 0 {
				secret, ok := bearer(headers)
				if !ok {
					return ErrBadToken
				}
				actor, err := e.ActorOfToken(r.Context(), secret)
				if errors.Is(err, engine.ErrNotFound) {
					return ErrBadToken
				}
				if err != nil {
					return err
				}
				c.Set(identityKey, Identity{Actor: actor, Known: true})
				return next(c)
			}
			expired := false
			if secret := SessionSecret(c); secret != "" {
				actor, session, err := e.Resume(r.Context(), secret)
				switch {
				case err == nil:
					c.Set(identityKey, Identity{Actor: actor, Session: &session, Known: true})
				case errors.Is(err, engine.ErrNotFound):
					ClearSession(c)
					expired = true
				default:
					return err
				}
			}
			if !safe(r.Method) && !csrfOK(c) {
				// The token went with the session, be it here or in another tab: say so, and let the page keep
				// what was typed. Only a page of our own can say that it is one.
				if expired || r.Header.Get("Sec-Fetch-Site") == "same-origin" {
					return ErrStranger
				}
				return ErrCSRF
			}
			return next(c)
		}
	}
}

// bearer reads the one credential of RFC 6750; anything else is none.
func bearer(headers []string) (string, bool) {
	scheme, secret, ok := strings.Cut(headers[0], " ")
	secret = strings.TrimSpace(secret)
	return secret, ok && len(headers) == 1 && strings.EqualFold(scheme, "Bearer") && secret != ""
}

func safe(method string) bool {
	return method == http.MethodGet || method == http.MethodHead || method == http.MethodOptions
}

// refuse answers whoever a route does not allow. Strangers learn that they must
// sign in; the wrong people learn nothing.
func refuse(id Identity) error {
	if !id.Known {
		return ErrStranger
	}
	return engine.ErrNotFound
}

// SignInURL is where a stranger is sent, to come back to the page asked for.
func SignInURL(c echo.Context) string {
	back := c.Request().URL.RequestURI()
	if !safe(c.Request().Method) {
		back = c.Request().Header.Get("Referer")
		if u, err := url.Parse(back); err == nil && strings.EqualFold(u.Host, c.Request().Host) {
			back = u.RequestURI()
		} else {
			back = "/"
		}
	}
	return "/sign-in?next=" + url.QueryEscape(back)
}

// LocalPath gives next when it is a path of our own, else "/": no open redirect.
func LocalPath(next string) string {
	u, err := url.Parse(next)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(next, "/") ||
		strings.HasPrefix(next, "//") || strings.ContainsAny(next, "\\\r\n\t") {
		return "/"
	}
	return next
}
