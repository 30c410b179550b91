package api

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
)

// Identity is who an account belongs to, as far as anybody verified it.
type Identity struct {
	Username string         `json:"username"`
	Name     string         `json:"name" description:"As the account calls itself"`
	Verified *Verified      `json:"verified,omitempty" description:"Absent: nobody knows who it is"`
	Steps    []IdentityStep `json:"steps" description:"How that came about, newest first; the newest 50"`
	Revision int64          `json:"revision"`
}

// Verified is an identity that somebody looked at.
type Verified struct {
	Name   string    `json:"name"`
	Number string    `json:"number" description:"Masked"`
	How    string    `json:"how,omitempty" description:"By which evidence"`
	By     string    `json:"by,omitempty" description:"Name of who verified it; absent: from the command line"`
	At     time.Time `json:"at"`
}

// IdentityStep is one verification, or the end of one.
type IdentityStep struct {
	Verified bool      `json:"verified" description:"Else it was withdrawn"`
	How      string    `json:"how" description:"By which evidence, or why"`
	By       string    `json:"by,omitempty" description:"Name of who did it; absent: from the command line"`
	At       time.Time `json:"at"`
}

// VerifyIdentity says who an account belongs to.
type VerifyIdentity struct {
	Username string `path:"username" json:"-" description:"The account's user name"`
	Name     string `json:"name" validate:"required,max=100"`
	Number   string `json:"number" validate:"required,max=64" description:"Of the identity document"`
	How      string `json:"how" validate:"required,max=200" description:"By which evidence, without the number"`
}

// RevokeIdentity says that nobody knows any more who an account belongs to.
type RevokeIdentity struct {
	Username string `path:"username" json:"-" description:"The account's user name"`
	How      string `json:"how" validate:"required,max=200" description:"Why, without the number"`
}

type usernameIn struct {
	Username string `path:"username" description:"The account's user name"`
}

func (a *API) identityRoutes(r auth.Router) {
	route(a, r, row{method: http.MethodGet, path: "/identities/:username", id: "getIdentity", tag: "accounts", summary: "Who an account belongs to"}, a.getIdentity)
	route(a, r, row{method: http.MethodPut, path: "/identities/:username", id: "verifyIdentity", tag: "accounts", summary: "Say who an account belongs to; nobody says it of themselves", headers: []string{"If-Match"}}, a.verifyIdentity)
	route(a, r, row{method: http.MethodPost, path: "/identities/:username/revocation", id: "revokeIdentity", tag: "accounts", summary: "Say that nobody knows any more who an account belongs to", headers: []string{"If-Match"}}, a.revokeIdentity)
}

func identityOf(x engine.Account) *Identity {
	out := &Identity{Username: x.Username, Name: x.Name, Steps: []IdentityStep{}, Revision: x.Revision}
	if v := x.Verified; v != nil {
		out.Verified = &Verified{Name: v.Name, Number: v.Masked(), How: v.How, By: v.ByName, At: v.At}
	}
	for _, s := range slices.Backward(x.IdentityLog) {
		out.Steps = append(out.Steps, IdentityStep{Verified: s.Verified, How: s.How, By: s.ByName, At: s.At})
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
	return identify(a, c, c.In.Username, func(ctx context.Context, id string, rev int64) (engine.Account, error) {
		return a.o.Engine.VerifyIdentity(ctx, c.Actor, id, rev, engine.NewIdentity{Name: c.In.Name, Number: c.In.Number, How: c.In.How})
	})
}

func (a *API) revokeIdentity(c *call[RevokeIdentity]) (*Identity, error) {
	return identify(a, c, c.In.Username, func(ctx context.Context, id string, rev int64) (engine.Account, error) {
		return a.o.Engine.RevokeIdentity(ctx, c.Actor, id, rev, c.In.How)
	})
}

// identify changes what is known of the account of a user name.
func identify[I any](a *API, c *call[I], username string, change func(ctx context.Context, id string, revision int64) (engine.Account, error)) (*Identity, error) {
	rev, err := revision(c)
	if err != nil {
		return nil, err
	}
	ctx := c.Request().Context()
	x, err := a.o.Engine.IdentityOf(ctx, c.Actor, username)
	if err != nil {
		return nil, err
	}
	if x, err = change(ctx, x.ID, rev); err != nil {
		return nil, err
	}
	c.tag(x.Revision)
	return identityOf(x), nil
}
