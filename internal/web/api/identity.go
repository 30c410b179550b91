package api

import (
	"net/http"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
)

// Identity is who an account belongs to, as far as anybody verified it.
type Identity struct {
	Username string    `json:"username"`
	Name     string    `json:"name" description:"As the account calls itself"`
	Verified *Verified `json:"verified,omitempty" description:"Absent: nobody knows who it is"`
	Revision int64     `json:"revision"`
}

// Verified is an identity that somebody looked at.
type Verified struct {
	Name   string    `json:"name"`
	Number string    `json:"number" description:"Masked"`
	How    string    `json:"how,omitempty"`
	At     time.Time `json:"at"`
}

// VerifyIdentity says who an account belongs to.
type VerifyIdentity struct {
	Username string `path:"username" json:"-" description:"The account's user name"`
	Name     string `json:"name" validate:"required,max=100"`
	Number   string `json:"number" validate:"required,max=64" description:"Of the identity document"`
	How      string `json:"how,omitempty" validate:"max=200" description:"How it was verified"`
}

type usernameIn struct {
	Username string `path:"username" description:"The account's user name"`
}

func (a *API) identityRoutes(r auth.Router) {
	route(a, r, row{method: http.MethodGet, path: "/identities/:username", id: "getIdentity", tag: "accounts", summary: "Who an account belongs to"}, a.getIdentity)
	route(a, r, row{method: http.MethodPut, path: "/identities/:username", id: "verifyIdentity", tag: "accounts", summary: "Say who an account belongs to; nobody says it of themselves", headers: []string{"If-Match"}}, a.verifyIdentity)
	route(a, r, row{method: http.MethodDelete, path: "/identities/:username", id: "revokeIdentity", tag: "accounts", summary: "Say that nobody knows any more who an account belongs to", headers: []string{"If-Match"}}, a.revokeIdentity)
}

func identityOf(x engine.Account) *Identity {
	out := &Identity{Username: x.Username, Name: x.Name, Revision: x.Revision}
	if v := x.Verified; v != nil {
		out.Verified = &Verified{Name: v.Name, Number: v.Masked(), How: v.How, At: v.At}
	}
	return out
}

func (a *API) getIdentity(c *call[usernameIn]) (*Identity, error) {
	x, err := a.o.Engine.IdentityOf(c.Request().Context(), c.Actor, c.In.Username)
	if err != nil {
		return nil, err
	}
	c.tag(x.Revision)
	return identityOf(x), nil
}

func (a *API) verifyIdentity(c *call[VerifyIdentity]) (*Identity, error) {
	return identify(a, c, c.In.Username, engine.NewIdentity{Name: c.In.Name, Number: c.In.Number, How: c.In.How})
}

func (a *API) revokeIdentity(c *call[usernameIn]) (*Identity, error) {
	return identify(a, c, c.In.Username, engine.NewIdentity{})
}

func identify[I any](a *API, c *call[I], username string, n engine.NewIdentity) (*Identity, error) {
	rev, err := revision(c)
	if err != nil {
		return nil, err
	}
	ctx := c.Request().Context()
	x, err := a.o.Engine.IdentityOf(ctx, c.Actor, username)
	if err != nil {
		return nil, err
	}
	if x, err = a.o.Engine.VerifyIdentity(ctx, c.Actor, x.ID, rev, n); err != nil {
		return nil, err
	}
	c.tag(x.Revision)
	return identityOf(x), nil
}
