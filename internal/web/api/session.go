package api

import (
	"net/http"
	"sort"

	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
)

// Me is who is signed in, and what a page needs to know about them.
type Me struct {
	Account     string   `json:"account"`
	Name        string   `json:"name"`
	Roles       []string `json:"roles"`
	Departments []Named  `json:"departments" description:"Own organisation and everything below it"`
	Own         string   `json:"organisation,omitempty" description:"Own organisation's id; absent for citizens"`
	CSRF        string   `json:"csrf,omitempty" description:"Send it back in X-CSRF-Token with every write that rides on the cookie"`
}

// Named is an identifier with its name.
type Named struct {
	ID   string         `json:"id"`
	Name metamodel.Text `json:"name"`
}

// Session is who is signed in, if anyone, and the token that writes riding on
// the cookie must carry; strangers have one too, to sign in with.
type Session struct {
	CSRF string `json:"csrf"`
	Me   *Me    `json:"me,omitempty" description:"Absent for a stranger"`
}

// SignIn is a username with its password.
type SignIn struct {
	Username string `json:"username" validate:"required,max=64"`
	Password string `json:"password" validate:"required,max=256"`
}

func (a *API) sessionRoutes(r auth.Router) {
	route(a, r, row{method: http.MethodGet, path: "/session", id: "getSession", tag: "session", summary: "The session of this browser; a stranger's holds only the token to sign in with"}, a.getSession)
	route(a, r, row{method: http.MethodPost, path: "/session", id: "signIn", tag: "session", summary: "Sign in; the session rides on a cookie"}, a.signIn)
	route(a, r, row{method: http.MethodDelete, path: "/session", id: "signOut", tag: "session", summary: "Sign out", status: http.StatusNoContent}, a.signOut)
	route(a, r, row{method: http.MethodGet, path: "/me", id: "me", tag: "session", summary: "Who am I"}, a.me)
}

func (a *API) getSession(c *call[none]) (*Session, error) {
	out := &Session{CSRF: auth.CSRFToken(c.Context)}
	if !c.ID.Known {
		return out, nil
	}
	me, err := a.describe(c.Request().Context(), c.Actor)
	if err != nil {
		return nil, err
	}
	out.Me = me
	return out, nil
}

func (a *API) signIn(c *call[SignIn]) (*Me, error) {
	ctx := c.Request().Context()
	session, secret, err := a.o.Engine.SignIn(ctx, c.In.Username, c.In.Password)
	if err != nil {
		return nil, err
	}
	auth.SetSession(c, secret)
	actor, _, err := a.o.Engine.Resume(ctx, secret)
	if err != nil {
		return nil, err
	}
	c.Actor = actor
	me, err := a.describe(c.Context.Request().Context(), actor)
	if err != nil {
		return nil, err
	}
	me.CSRF = session.CSRF
	return me, nil
}

func (a *API) signOut(c *call[none]) (*none, error) {
	if secret := auth.SessionSecret(c); secret != "" {
		if err := a.o.Engine.SignOut(c.Request().Context(), secret); err != nil {
			return nil, err
		}
	}
	auth.ClearSession(c)
	return nil, nil
}

func (a *API) me(c *call[none]) (*Me, error) {
	me, err := a.describe(c.Request().Context(), c.Actor)
	if err != nil {
		return nil, err
	}
	if c.ID.Session != nil {
		me.CSRF = c.ID.Session.CSRF
	}
	return me, nil
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}
