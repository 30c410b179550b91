// Package auth knows who asks and whether they may: sessions, tokens, CSRF,
// and the one permission table.
package auth

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/engine"
)

// Access is what a route demands of whoever asks.
type Access struct {
	Public bool          // anyone, signed in or not
	Roles  []engine.Role // any of these; empty and not Public: any signed-in account
	Staff  bool          // an account with a department, whatever its role
	Person bool          // in a session: a token is not enough, lest one that leaks makes another
}

// Everyone, SignedIn, Citizen, Staff… are the rows' values.
var (
	Everyone = Access{Public: true}
	SignedIn = Access{}
	InPerson = Access{Person: true}
	Citizen  = Access{Roles: []engine.Role{engine.RoleCitizen}}
	Staff    = Access{Staff: true}
)

// Identity is who asks, put into the request by Middleware.
type Identity struct {
	Actor   engine.Actor
	Session *engine.Session // nil for tokens and strangers
	Known   bool            // signed in or with a token
}

const identityKey = "onematter.identity"

// Of gives the request's identity; the zero Identity is a stranger.
func Of(c echo.Context) Identity {
	id, _ := c.Get(identityKey).(Identity)
	return id
}

// Router registers routes. A route without a row in Table panics, so that the
// server cannot be built and no test can pass: deny by default.
type Router struct{ Echo *echo.Echo }

// Handle registers method and path (echo syntax, "/drafts/:id") under its row.
// Whatever can be read can be asked about: GET brings HEAD along.
func (r Router) Handle(method, path string, h echo.HandlerFunc, m ...echo.MiddlewareFunc) {
	access, ok := Table[Route{method, path}]
	if !ok {
		panic("auth: no permission entry for " + method + " " + path)
	}
	r.Echo.Add(method, path, guard(access, h), m...)
	if method == http.MethodGet {
		r.Echo.Add(http.MethodHead, path, guard(access, h), m...)
	}
}

// Route is the key of the permission table.
type Route struct{ Method, Path string }

// guard refuses whoever Access does not allow: strangers are sent to sign in
// (pages) or get 401 (API); the wrong people get 404, as if nothing were there.
func guard(a Access, h echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		id := Of(c)
		if !a.allows(id) {
			return refuse(id)
		}
		if a.Person && id.Session == nil {
			return ErrPerson
		}
		return h(c)
	}
}

func (a Access) allows(id Identity) bool {
	switch {
	case a.Public:
		return true
	case !id.Known:
		return false
	case a.Staff:
		return id.Actor.Staff() || id.Actor.Has(engine.RoleAdministrator)
	case len(a.Roles) == 0:
		return true
	}
	return id.Actor.Has(a.Roles...)
}
