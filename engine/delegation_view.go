package engine

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// DelegationView is a delegation as one actor may see it.
type DelegationView struct {
	Delegation
	DepartmentName metamodel.Text
	First, Last    string // full-dates
	InForce        bool
	MayEnd         bool
}

// DeputyChoice is for whom an actor may name a deputy, and whom.
type DeputyChoice struct {
	Officers []Officer // oneself first
	Deputies []Officer
}

// Delegation reads one that the actor may see.
func (e *Engine) Delegation(ctx context.Context, a Actor, id string) (*DelegationView, error) {
	d, err := e.visibleDelegation(ctx, a, id)
	if err != nil {
		return nil, err
	}
	list, err := e.viewDelegations(ctx, a, []Delegation{d})
	if err != nil {
		return nil, err
	}
	return &list[0], nil
}

// Delegations lists those of the actor's departments, and those they are a
// party to, the latest named first. open leaves out what is over.
func (e *Engine) Delegations(ctx context.Context, a Actor, open bool, p Page) ([]DelegationView, string, error) {
	if !officer(a) && !a.Has(RoleAdministrator) {
		return nil, "", ErrNotFound
	}
	f := DelegationFilter{Party: a.Account, Departments: sortedKeys(a.Departments), All: a.Has(RoleAdministrator)}
	if open {
		at, err := e.now(ctx)
		if err != nil {
			return nil, "", err
		}
		f.OpenAt = at
	}
	list, next, err := e.o.Store.ListDelegations(ctx, f, p)
	if err != nil {
		return nil, "", fmt.Errorf("listing delegations: %w", err)
	}
	views, err := e.viewDelegations(ctx, a, list)
	return views, next, err
}

// DeputyChoices tells the actor for whom they may name a deputy, and whom for
// one officer; "" is the actor.
func (e *Engine) DeputyChoices(ctx context.Context, a Actor, of string) (*DeputyChoice, error) {
	if !officer(a) && !a.Has(RoleAdministrator) {
		return nil, ErrNotFound
	}
	choice := &DeputyChoice{}
	self, err := e.working(ctx, a.Account)
	if err != nil {
		return nil, err
	}
	if self != nil {
		choice.Officers = append(choice.Officers, Officer{ID: self.ID, Name: self.Name, Organisation: self.Organisation})
	}
	if a.Has(RoleApprover, RoleManager, RoleAdministrator) {
		in := a.Departments
		if a.Has(RoleAdministrator) {
			all, err := e.o.Store.Organisations(ctx)
			if err != nil {
				return nil, fmt.Errorf("reading the organisations: %w", err)
			}
			in = map[string]bool{}
			for _, o := range all {
				in[o.ID] = true
			}
		}
		others, err := e.workingIn(ctx, in, a.Account)
		if err != nil {
			return nil, err
		}
		choice.Officers = append(choice.Officers, others...)
	}
	if of == "" {
		of = a.Account
	}
	for _, o := range choice.Officers {
		if o.ID != of {
			continue
		}
		near, err := e.near(ctx, o.Organisation)
		if err != nil {
			return nil, err
		}
		if choice.Deputies, err = e.workingIn(ctx, near, o.ID, a.Account); err != nil {
			return nil, err
		}
	}
	return choice, nil
}

// working is the account of somebody who works on cases; nil when it is not.
func (e *Engine) working(ctx context.Context, account string) (*Account, error) {
	acc, err := e.o.Store.Account(ctx, account)
	if errors.Is(err, ErrNotFound) || err == nil && (acc.Disabled || acc.Organisation == "" || len(delegable(acc.Roles)) == 0) {
		return nil, nil //nolint:nilnil // nobody of that kind is an answer
	}
	if err != nil {
		return nil, fmt.Errorf("reading an officer: %w", err)
	}
	return &acc, nil
}

// workingIn lists who works on cases in organisations, by name, without some.
func (e *Engine) workingIn(ctx context.Context, in map[string]bool, without ...string) ([]Officer, error) {
	accounts, err := e.o.Store.AccountsIn(ctx, sortedKeys(in))
	if err != nil {
		return nil, fmt.Errorf("listing the officers of a department: %w", err)
	}
	var list []Officer
next:
	for _, acc := range accounts {
		for _, w := range without {
			if acc.ID == w {
				continue next
			}
		}
		if !acc.Disabled && len(delegable(acc.Roles)) > 0 {
			list = append(list, Officer{ID: acc.ID, Name: acc.Name, Organisation: acc.Organisation})
		}
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].Name < list[j].Name })
	return list, nil
}

// near is a department with what lies above and below it.
func (e *Engine) near(ctx context.Context, department string) (map[string]bool, error) {
	all, err := e.o.Store.Organisations(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the organisations: %w", err)
	}
	return lineOf(all, department), nil
}

// visibleDelegation reads one of the actor's departments, or that they are a
// party to.
func (e *Engine) visibleDelegation(ctx context.Context, a Actor, id string) (Delegation, error) {
	if !officer(a) && !a.Has(RoleAdministrator) {
		return Delegation{}, ErrNotFound
	}
	d, err := e.o.Store.Delegation(ctx, id)
	switch {
	case errors.Is(err, ErrNotFound):
		return Delegation{}, ErrNotFound
	case err != nil:
		return Delegation{}, fmt.Errorf("reading a delegation: %w", err)
	case a.Has(RoleAdministrator) || a.Departments[d.Department] || a.Account == d.Officer || a.Account == d.Deputy:
		return d, nil
	}
	return Delegation{}, ErrNotFound
}

func (e *Engine) viewDelegations(ctx context.Context, a Actor, list []Delegation) ([]DelegationView, error) {
	at, err := e.now(ctx)
	if err != nil {
		return nil, err
	}
	zone, err := e.zone(ctx)
	if err != nil {
		return nil, err
	}
	tree, err := e.o.Store.Organisations(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the organisations: %w", err)
	}
	names := map[string]metamodel.Text{}
	for _, o := range tree {
		names[o.ID] = o.Name
	}
	views := make([]DelegationView, len(list))
	for i, d := range list {
		views[i] = DelegationView{Delegation: d, DepartmentName: names[d.Department], First: d.From.In(zone).Format(time.DateOnly),
			Last: d.Until.Add(-time.Second).In(zone).Format(time.DateOnly), InForce: d.InForce(at), MayEnd: d.Open(at) && ends(a, &d)}
	}
	return views, nil
}

// zone is where days begin and end for people who work here.
func (e *Engine) zone(ctx context.Context) (*time.Location, error) {
	ed, err := e.o.Catalog.Current(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the current edition: %w", err)
	}
	if cal, ok := ed.Calendar(e.o.Calendar); ok {
		return cal.Zone, nil
	}
	return time.UTC, nil
}
