package api

import (
	"net/http"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
)

// Token is a machine's key; its secret is shown once, on creation.
type Token struct {
	ID       string     `json:"id"`
	Name     string     `json:"name"`
	Created  time.Time  `json:"created"`
	LastUsed *time.Time `json:"lastUsed,omitempty"`
	Expires  *time.Time `json:"expires,omitempty"`
	Secret   string     `json:"secret,omitempty" description:"Only in the first answer to creation"`
}

// NewToken names a token.
type NewToken struct {
	Name    string     `json:"name" validate:"required,max=100"`
	Expires *time.Time `json:"expires,omitempty"`
}

func (a *API) tokenRoutes(r auth.Router) {
	route(a, r, row{method: http.MethodGet, path: "/tokens", id: "listTokens", tag: "session", summary: "My API tokens"}, a.listTokens)
	route(a, r, row{method: http.MethodPost, path: "/tokens", id: "createToken", tag: "session", summary: "Make an API token that acts as me; the same key again gives the token it made, without its secret", status: http.StatusCreated, headers: []string{"Idempotency-Key"}}, a.createToken)
	route(a, r, row{method: http.MethodDelete, path: "/tokens/:id", id: "deleteToken", tag: "session", summary: "Revoke a token", status: http.StatusNoContent}, a.deleteToken)
}

func tokenOf(t engine.Token) Token {
	return Token{ID: t.ID, Name: t.Name, Created: t.Created, LastUsed: when(t.LastUsed), Expires: when(t.Expires)}
}

func (a *API) listTokens(c *call[none]) (*List[Token], error) {
	tokens, err := a.o.Engine.Tokens(c.Request().Context(), c.Actor)
	if err != nil {
		return nil, err
	}
	out := &List[Token]{Items: []Token{}}
	for _, t := range tokens {
		out.Items = append(out.Items, tokenOf(t))
	}
	return out, nil
}

func (a *API) createToken(c *call[NewToken]) (*Token, error) {
	k, err := key(c)
	if err != nil {
		return nil, err
	}
	var expires time.Time
	if c.In.Expires != nil {
		expires = *c.In.Expires
	}
	t, secret, err := a.o.Engine.CreateToken(c.Request().Context(), c.Actor, c.In.Name, expires, k)
	if err != nil {
		return nil, err
	}
	out := tokenOf(t)
	out.Secret = secret
	return &out, nil
}

func (a *API) deleteToken(c *call[idIn]) (*none, error) {
	return nil, a.o.Engine.RevokeToken(c.Request().Context(), c.Actor, c.In.ID)
}
