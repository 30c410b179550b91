package api

import (
	"context"
	"net/http"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
)

// Delegation lets a deputy act for an officer from a day to a day (代理).
type Delegation struct {
	ID         string     `json:"id"`
	Officer    Person     `json:"officer" description:"For whom"`
	Deputy     Person     `json:"deputy" description:"Who acts and signs in that time"`
	Department Named      `json:"department" description:"Whose work; what lies below it counts"`
	Roles      []string   `json:"roles" description:"Of the officer's"`
	From       string     `json:"from" format:"date" description:"The first day"`
	Until      string     `json:"until" format:"date" description:"The last day"`
	Note       string     `json:"note,omitempty"`
	By         Person     `json:"by" description:"Who named the deputy"`
	Created    time.Time  `json:"created"`
	Ended      *time.Time `json:"ended,omitempty" description:"Before its last day"`
	InForce    bool       `json:"inForce" description:"Now"`
	MayEnd     bool       `json:"mayEnd" description:"The caller can end it"`
	Revision   int64      `json:"revision"`
}

// DelegationsIn filters delegations.
type DelegationsIn struct {
	PageIn
	Open bool `query:"open" description:"Only those in force or still to come"`
}

// NewDelegation names a deputy.
type NewDelegation struct {
	Officer string   `json:"officer,omitempty" validate:"max=64" description:"For whom, by account; absent: for the caller"`
	Deputy  string   `json:"deputy" validate:"required,max=64" description:"Account"`
	Roles   []string `json:"roles,omitempty" validate:"max=20,dive,max=64" description:"Absent: all the officer has that work on cases"`
	From    string   `json:"from,omitempty" validate:"max=10" description:"The first day; absent: today"`
	Until   string   `json:"until" validate:"required,max=10" description:"The last day"`
	Note    string   `json:"note,omitempty" validate:"max=2000" description:"For the department"`
}

// DeputiesIn says for whom a deputy is sought.
type DeputiesIn struct {
	Officer string `query:"officer" validate:"max=64" description:"By account; absent: for the caller"`
}

// Deputies are for whom the caller may name a deputy, and whom.
type Deputies struct {
	Officers []Officer `json:"officers" description:"The caller first"`
	Deputies []Officer `json:"deputies"`
}

func (a *API) delegationRoutes(r auth.Router) {
	route(a, r, row{method: http.MethodGet, path: "/delegations", id: "listDelegations", tag: "cases", summary: "Who stands in for whom, in my departments and for me"}, a.listDelegations)
	route(a, r, row{method: http.MethodPost, path: "/delegations", id: "nameDeputy", tag: "cases", summary: "Let another officer act and sign for one from a day to a day", status: http.StatusCreated, headers: []string{"Idempotency-Key"}}, a.nameDeputy)
	route(a, r, row{method: http.MethodGet, path: "/delegations/deputies", id: "listDeputies", tag: "cases", summary: "For whom I can name a deputy, and whom"}, a.listDeputies)
	route(a, r, row{method: http.MethodGet, path: "/delegations/:id", id: "getDelegation", tag: "cases", summary: "A delegation"}, a.getDelegation)
	route(a, r, row{method: http.MethodPost, path: "/delegations/:id/end", id: "endDelegation", tag: "cases", summary: "End a delegation before its last day", headers: []string{"If-Match", "Idempotency-Key"}}, a.endDelegation)
}

func delegationOf(v *engine.DelegationView) Delegation {
	return Delegation{ID: v.ID, Officer: Person{ID: v.Officer, Name: v.OfficerName}, Deputy: Person{ID: v.Deputy, Name: v.DeputyName}, Department: Named{v.Department, v.DepartmentName},
		Roles: v.Roles, From: v.First, Until: v.Last, Note: v.Note, By: Person{ID: v.By, Name: v.ByName}, Created: v.Created, Ended: when(v.Ended), InForce: v.InForce, MayEnd: v.MayEnd, Revision: v.Revision}
}

func delegationOut(c tagged, v *engine.DelegationView, err error) (*Delegation, error) {
	if err != nil {
		return nil, err
	}
	c.tag(v.Revision)
	out := delegationOf(v)
	return &out, nil
}

func (a *API) listDelegations(c *call[DelegationsIn]) (*List[Delegation], error) {
	list, next, err := a.o.Engine.Delegations(c.Request().Context(), c.Actor, c.In.Open, page(c.In.Cursor, c.In.Limit))
	if err != nil {
		return nil, err
	}
	out := &List[Delegation]{Items: []Delegation{}, Next: next}
	for i := range list {
		out.Items = append(out.Items, delegationOf(&list[i]))
	}
	return out, nil
}

func (a *API) nameDeputy(c *call[NewDelegation]) (*Delegation, error) {
	k, err := key(c)
	if err != nil {
		return nil, err
	}
	in := c.In
	v, err := a.o.Engine.NameDeputy(c.Request().Context(), c.Actor, engine.NewDelegation{Officer: in.Officer, Deputy: in.Deputy, Roles: in.Roles, From: in.From, Until: in.Until, Note: in.Note}, k)
	return delegationOut(c, v, err)
}

func (a *API) getDelegation(c *call[idIn]) (*Delegation, error) {
	v, err := a.o.Engine.Delegation(c.Request().Context(), c.Actor, c.In.ID)
	return delegationOut(c, v, err)
}

func (a *API) endDelegation(c *call[idIn]) (*Delegation, error) {
	rev, err := revision(c)
	if err != nil {
		return nil, err
	}
	k, err := key(c)
	if err != nil {
		return nil, err
	}
	v, err := a.o.Engine.EndDelegation(c.Request().Context(), c.Actor, c.In.ID, rev, k)
	return delegationOut(c, v, err)
}

func (a *API) listDeputies(c *call[DeputiesIn]) (*Deputies, error) {
	ctx := c.Request().Context()
	choice, err := a.o.Engine.DeputyChoices(ctx, c.Actor, c.In.Officer)
	if err != nil {
		return nil, err
	}
	out := &Deputies{}
	if out.Officers, err = a.officersOut(ctx, c.Actor, choice.Officers); err != nil {
		return nil, err
	}
	out.Deputies, err = a.officersOut(ctx, c.Actor, choice.Deputies)
	return out, err
}

// officersOut gives officers the names of their organisations.
func (a *API) officersOut(ctx context.Context, actor engine.Actor, list []engine.Officer) ([]Officer, error) {
	out := []Officer{}
	if len(list) == 0 {
		return out, nil
	}
	tree, err := a.o.Engine.Organisations(ctx, actor)
	if err != nil {
		return nil, err
	}
	names := map[string]Named{}
	for _, o := range tree {
		names[o.ID] = Named{o.ID, o.Name}
	}
	for _, o := range list {
		out = append(out, Officer{ID: o.ID, Name: o.Name, Organisation: names[o.Organisation]})
	}
	return out, nil
}
