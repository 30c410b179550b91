package api

import (
	"context"
	"net/http"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
)

// Account is a local account.
type Account struct {
	ID           string    `json:"id"`
	Username     string    `json:"username"`
	Name         string    `json:"name"`
	Roles        []string  `json:"roles"`
	Organisation string    `json:"organisation,omitempty"`
	Disabled     bool      `json:"disabled"`
	Created      time.Time `json:"created"`
}

// NewAccount describes an account to make.
type NewAccount struct {
	Username     string   `json:"username" validate:"required,max=64"`
	Name         string   `json:"name" validate:"required,max=100"`
	Password     string   `json:"password" validate:"required,max=256"`
	Roles        []string `json:"roles" validate:"required,min=1,max=20,dive,max=64"`
	Organisation string   `json:"organisation,omitempty" validate:"max=64"`
}

// Registration is how citizens make their own account.
type Registration struct {
	Username string `json:"username" validate:"required,max=64"`
	Name     string `json:"name" validate:"required,max=100"`
	Password string `json:"password" validate:"required,max=256"`
}

// Organisation is a node of the organisation tree.
type Organisation struct {
	Named
	Parent string `json:"parent,omitempty"`
}

func (a *API) accountRoutes(r auth.Router) {
	route(a, r, row{method: http.MethodPost, path: "/registrations", id: "register", tag: "session", summary: "Make a citizen's account", status: http.StatusCreated}, a.register)
	route(a, r, row{method: http.MethodGet, path: "/accounts", id: "listAccounts", tag: "accounts", summary: "Every account"}, a.listAccounts)
	route(a, r, row{method: http.MethodPost, path: "/accounts", id: "createAccount", tag: "accounts", summary: "Make an account", status: http.StatusCreated}, a.createAccount)
	route(a, r, row{method: http.MethodGet, path: "/organisations", id: "listOrganisations", tag: "accounts", summary: "The organisation tree"}, a.listOrganisations)
}

func accountOf(x engine.Account) *Account {
	return &Account{ID: x.ID, Username: x.Username, Name: x.Name, Roles: list(x.Roles), Organisation: x.Organisation, Disabled: x.Disabled, Created: x.Created}
}

func (a *API) register(c *call[Registration]) (*Account, error) {
	x, err := a.o.Engine.CreateAccount(c.Request().Context(), c.Actor, engine.NewAccount{Username: c.In.Username, Name: c.In.Name,
		Password: c.In.Password, Roles: []string{string(engine.RoleCitizen)}})
	if err != nil {
		return nil, err
	}
	return accountOf(x), nil
}

func (a *API) createAccount(c *call[NewAccount]) (*Account, error) {
	x, err := a.o.Engine.CreateAccount(c.Request().Context(), c.Actor, engine.NewAccount{Username: c.In.Username, Name: c.In.Name,
		Password: c.In.Password, Roles: c.In.Roles, Organisation: c.In.Organisation})
	if err != nil {
		return nil, err
	}
	return accountOf(x), nil
}

func (a *API) listAccounts(c *call[PageIn]) (*List[Account], error) {
	accounts, next, err := a.o.Store.ListAccounts(c.Request().Context(), page(c.In.Cursor, c.In.Limit))
	if err != nil {
		return nil, err
	}
	out := &List[Account]{Items: []Account{}, Next: next}
	for _, x := range accounts {
		out.Items = append(out.Items, *accountOf(x))
	}
	return out, nil
}

func (a *API) listOrganisations(c *call[none]) (*List[Organisation], error) {
	all, err := a.o.Store.Organisations(c.Request().Context())
	if err != nil {
		return nil, err
	}
	out := &List[Organisation]{Items: []Organisation{}}
	for _, o := range all {
		out.Items = append(out.Items, Organisation{Named: Named{o.ID, o.Name}, Parent: o.Parent})
	}
	return out, nil
}

func (a *API) describe(ctx context.Context, actor engine.Actor) (*Me, error) {
	me := &Me{Account: actor.Account, Name: actor.Name, Roles: list(actor.Roles), Departments: []Named{}}
	all, err := a.o.Store.Organisations(ctx)
	if err != nil {
		return nil, err
	}
	for _, o := range all {
		if actor.Departments[o.ID] || actor.Has(engine.RoleAdministrator) {
			me.Departments = append(me.Departments, Named{o.ID, o.Name})
		}
	}
	if len(me.Departments) == 0 {
		return me, nil // a citizen
	}
	account, err := a.o.Store.Account(ctx, actor.Account)
	if err != nil {
		return nil, err
	}
	me.Own = account.Organisation
	return me, nil
}
