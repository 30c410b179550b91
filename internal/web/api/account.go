package api

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
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
	Revision     int64     `json:"revision"`
}

// NewAccount describes an account to make.
type NewAccount struct {
	Username     string   `json:"username" validate:"required,max=64"`
	Name         string   `json:"name" validate:"required,max=100"`
	Password     string   `json:"password" validate:"required,max=256"`
	Roles        []string `json:"roles" validate:"required,min=1,max=20,dive,max=64"`
	Organisation string   `json:"organisation,omitempty" validate:"max=64"`
}

// ChangeAccount is an account as it shall be.
type ChangeAccount struct {
	ID           string   `path:"id" json:"-" description:"Its id, as lists give it"`
	Name         string   `json:"name" validate:"required,max=100"`
	Roles        []string `json:"roles" validate:"required,min=1,max=20,dive,max=64"`
	Organisation string   `json:"organisation,omitempty" validate:"max=64"`
	Disabled     bool     `json:"disabled,omitempty" description:"Nobody signs in with it; its sessions end"`
}

// NewPassword is set for somebody who forgot theirs.
type NewPassword struct {
	ID       string `path:"id" json:"-" description:"Its id, as lists give it"`
	Password string `json:"password" validate:"required,max=256"`
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

// SaveOrganisation is a node as it shall be.
type SaveOrganisation struct {
	ID     string         `path:"id" json:"-" description:"Its id, as lists give it"`
	Name   metamodel.Text `json:"name" validate:"required"`
	Parent string         `json:"parent,omitempty" validate:"max=64"`
}

func (a *API) accountRoutes(r auth.Router) {
	route(a, r, row{method: http.MethodPost, path: "/registrations", id: "register", tag: "session", summary: "Make a citizen's account", status: http.StatusCreated}, a.register)
	route(a, r, row{method: http.MethodGet, path: "/accounts", id: "listAccounts", tag: "accounts", summary: "Every account"}, a.listAccounts)
	route(a, r, row{method: http.MethodPost, path: "/accounts", id: "createAccount", tag: "accounts", summary: "Make an account", status: http.StatusCreated}, a.createAccount)
	route(a, r, row{method: http.MethodGet, path: "/accounts/:id", id: "getAccount", tag: "accounts", summary: "An account"}, a.getAccount)
	route(a, r, row{method: http.MethodPut, path: "/accounts/:id", id: "changeAccount", tag: "accounts", summary: "Change an account's name, roles, organisation, or whether it is disabled", headers: []string{"If-Match"}}, a.changeAccount)
	route(a, r, row{method: http.MethodPost, path: "/accounts/:id/password", id: "setPassword", tag: "accounts", summary: "Set the password of somebody who forgot it; their sessions end", status: http.StatusNoContent}, a.setPassword)
	route(a, r, row{method: http.MethodPut, path: "/organisations/:id", id: "saveOrganisation", tag: "accounts", summary: "Add or rename a node of the organisation tree"}, a.saveOrganisation)
	route(a, r, row{method: http.MethodGet, path: "/organisations", id: "listOrganisations", tag: "accounts", summary: "The organisation tree"}, a.listOrganisations)
}

func accountOf(x engine.Account) *Account {
	return &Account{ID: x.ID, Username: x.Username, Name: x.Name, Roles: list(x.Roles), Organisation: x.Organisation, Disabled: x.Disabled, Created: x.Created, Revision: x.Revision}
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
	accounts, next, err := a.o.Engine.Accounts(c.Request().Context(), c.Actor, page(c.In.Cursor, c.In.Limit))
	if err != nil {
		return nil, err
	}
	out := &List[Account]{Items: []Account{}, Next: next}
	for _, x := range accounts {
		out.Items = append(out.Items, *accountOf(x))
	}
	return out, nil
}

func (a *API) getAccount(c *call[idIn]) (*Account, error) {
	x, err := a.o.Engine.Account(c.Request().Context(), c.Actor, c.In.ID)
	if err != nil {
		return nil, err
	}
	c.tag(x.Revision)
	return accountOf(x), nil
}

func (a *API) changeAccount(c *call[ChangeAccount]) (*Account, error) {
	rev, err := revision(c)
	if err != nil {
		return nil, err
	}
	x, err := a.o.Engine.UpdateAccount(c.Request().Context(), c.Actor, c.In.ID, rev, c.In.Name, c.In.Roles, c.In.Organisation, c.In.Disabled)
	if err != nil {
		return nil, err
	}
	c.tag(x.Revision)
	return accountOf(x), nil
}

func (a *API) setPassword(c *call[NewPassword]) (*none, error) {
	return nil, a.o.Engine.SetPassword(c.Request().Context(), c.Actor, c.In.ID, c.In.Password)
}

func (a *API) listOrganisations(c *call[none]) (*List[Organisation], error) {
	all, err := a.o.Engine.Organisations(c.Request().Context(), c.Actor)
	if err != nil {
		return nil, err
	}
	out := &List[Organisation]{Items: []Organisation{}}
	for _, o := range all {
		out.Items = append(out.Items, organisationOf(o))
	}
	return out, nil
}

func (a *API) saveOrganisation(c *call[SaveOrganisation]) (*Organisation, error) {
	o := engine.Organisation{ID: c.In.ID, Name: c.In.Name, Parent: c.In.Parent}
	if err := a.o.Engine.SaveOrganisation(c.Request().Context(), c.Actor, o); err != nil {
		return nil, err
	}
	out := organisationOf(o)
	return &out, nil
}

func organisationOf(o engine.Organisation) Organisation {
	return Organisation{Named: Named{o.ID, o.Name}, Parent: o.Parent}
}

// describe says who an actor is; administrators see every department.
func (a *API) describe(ctx context.Context, actor engine.Actor) (*Me, error) {
	me := &Me{Account: actor.Account, Name: actor.Name, Roles: list(actor.Roles), Departments: []Named{}}
	all, err := a.o.Engine.Organisations(ctx, actor)
	if err != nil && !errors.Is(err, engine.ErrNotFound) { // a citizen has none
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
	account, err := a.o.Engine.Account(ctx, actor, actor.Account)
	if err != nil {
		return nil, err
	}
	me.Own = account.Organisation
	return me, nil
}
