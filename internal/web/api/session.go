package api

import (
	"net/http"
	"sort"

	"github.com/labstack/echo/v4"

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

// ChangePassword replaces one's own password.
type ChangePassword struct {
	Current  string `json:"current" validate:"required,max=256"`
	Password string `json:"password" validate:"required,max=256" description:"The new one"`
}

func (a *API) sessionRoutes(r auth.Router) {
	route(a, r, row{method: http.MethodGet, path: "/session", id: "getSession", tag: "session", summary: "The session of this browser; a stranger's holds only the token to sign in with"}, a.getSession)
	route(a, r, row{method: http.MethodPost, path: "/session", id: "signIn", tag: "session", summary: "Sign in; the session rides on a cookie"}, a.signIn)
	route(a, r, row{method: http.MethodDelete, path: "/session", id: "signOut", tag: "session", summary: "Sign out", status: http.StatusNoContent}, a.signOut)
	route(a, r, row{method: http.MethodPost, path: "/me/password", id: "changePassword", tag: "session", summary: "Change my password; every session ends, and this browser gets a new one"}, a.changePassword)
	route(a, r, row{method: http.MethodGet, path: "/me", id: "me", tag: "session", summary: "Who am I"}, a.me)
}

func (a *API) getSession(c *call[none]) (*Session, error) {
	if !c.ID.Known {
		return &Session{CSRF: auth.CSRFToken(c.Context)}, nil
	}
	me, err := a.me(c)
	if err != nil {
		return nil, err
	}
	return &Session{CSRF: me.CSRF, Me: me}, nil
}

func (a *API) signIn(c *call[SignIn]) (*Me, error) {
	former := auth.SessionSecret(c)
	me, err := a.enter(c, c.In.Username, c.In.Password)
	if err != nil || former == "" {
		return me, err
	}
	// Whoever was signed in here before is not any more, on paper too.
	return me, a.o.Engine.SignOut(c.Request().Context(), former)
}

// enter opens a session: always a new one, whatever cookie came along.
func (a *API) enter(c echo.Context, username, password string) (*Me, error) {
	ctx := c.Request().Context()
	session, secret, err := a.o.Engine.SignIn(ctx, username, password)
	if err != nil {
		return nil, err
	}
	actor, _, err := a.o.Engine.Resume(ctx, secret)
	if err != nil {
		return nil, err
	}
	me, err := a.describe(ctx, actor)
	if err != nil {
		return nil, err
	}
	auth.SetSession(c, secret)
	me.CSRF = session.CSRF
	return me, nil
}

func (a *API) changePassword(c *call[ChangePassword]) (*Me, error) {
	ctx := c.Request().Context()
	if err := a.o.Engine.ChangePassword(ctx, c.Actor, c.In.Current, c.In.Password); err != nil {
		return nil, err
	}
	acc, err := a.o.Engine.Account(ctx, c.Actor, c.Actor.Account)
	if err != nil {
		return nil, err
	}
	return a.enter(c, acc.Username, c.In.Password)
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
