package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// EnsureOrganisations makes the departments of the current releases nodes of
// the organisation tree. Called after a pack is loaded; nothing is removed, and
// where an administrator hung a department stays unless its pack says otherwise.
func (e *Engine) EnsureOrganisations(ctx context.Context) error {
	ed, err := e.o.Catalog.Current(ctx)
	if err != nil {
		return fmt.Errorf("reading the current edition: %w", err)
	}
	known, err := e.o.Store.Organisations(ctx)
	if err != nil {
		return fmt.Errorf("reading the organisations: %w", err)
	}
	parents := map[string]string{}
	for _, o := range known {
		parents[o.ID] = o.Parent
	}
	var list []Organisation
	seen := map[string]bool{}
	for _, rel := range ed.Releases {
		for _, id := range sortedKeys(rel.Pack.Departments) {
			if seen[id] {
				continue
			}
			seen[id] = true
			d := rel.Pack.Departments[id]
			parent := d.Parent
			if parent == "" {
				parent = parents[d.ID]
			}
			list = append(list, Organisation{ID: d.ID, Name: d.Name, Parent: parent})
		}
	}
	if len(list) == 0 {
		return nil
	}
	if err := e.o.Store.SaveOrganisations(ctx, list); err != nil {
		return fmt.Errorf("saving the organisations of the packs: %w", err)
	}
	e.actors.clear()
	return nil
}

// Organisations lists the organisation tree, to people who work in it.
func (e *Engine) Organisations(ctx context.Context, a Actor) ([]Organisation, error) {
	if !a.Staff() && !a.Has(RoleAdministrator) {
		return nil, ErrNotFound
	}
	list, err := e.o.Store.Organisations(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the organisations: %w", err)
	}
	return list, nil
}

// SaveOrganisation adds or renames a node of the tree.
func (e *Engine) SaveOrganisation(ctx context.Context, by Actor, o Organisation) error {
	if !by.Has(RoleAdministrator) {
		return ErrNotFound
	}
	if o.ID == "" || len(o.ID) > 64 || len(o.Name) == 0 {
		return refuse(organisationNo, "organisation", "organisation", o.ID)
	}
	list, err := e.o.Store.Organisations(ctx)
	if err != nil {
		return fmt.Errorf("reading the organisations: %w", err)
	}
	if o.Parent != "" {
		if !hasOrganisation(list, o.Parent) || below(list, o.ID)[o.Parent] {
			return refuse(organisationNo, "parent", "organisation", o.Parent)
		}
	}
	if err := e.o.Store.SaveOrganisations(ctx, []Organisation{o}); err != nil {
		return fmt.Errorf("saving an organisation: %w", err)
	}
	e.actors.clear()
	return nil
}

func hasOrganisation(list []Organisation, id string) bool {
	for _, o := range list {
		if o.ID == id {
			return true
		}
	}
	return false
}

// below is an organisation with everything under it. A loop in stored parents
// ends where it began.
func below(list []Organisation, id string) map[string]bool {
	under := map[string][]string{}
	for _, o := range list {
		under[o.Parent] = append(under[o.Parent], o.ID)
	}
	all := map[string]bool{id: true}
	for queue := []string{id}; len(queue) > 0; {
		next := queue[0]
		queue = queue[1:]
		for _, child := range under[next] {
			if !all[child] {
				all[child] = true
				queue = append(queue, child)
			}
		}
	}
	return all
}

// lineOf is a department with everything under it and above it.
func lineOf(list []Organisation, id string) map[string]bool {
	in := below(list, id)
	for _, o := range list {
		if below(list, o.ID)[id] {
			in[o.ID] = true
		}
	}
	return in
}

// actorOf builds the actor of an account; ErrNotFound when it is disabled.
func (e *Engine) actorOf(ctx context.Context, account string) (Actor, error) {
	acc, err := e.o.Store.Account(ctx, account)
	if errors.Is(err, ErrNotFound) || err == nil && acc.Disabled {
		return Actor{}, ErrNotFound
	}
	if err != nil {
		return Actor{}, fmt.Errorf("reading an account: %w", err)
	}
	a := Actor{Account: acc.ID, Name: acc.Name, Roles: acc.Roles}
	if acc.Organisation != "" {
		list, err := e.o.Store.Organisations(ctx)
		if err != nil {
			return Actor{}, fmt.Errorf("reading the organisations: %w", err)
		}
		a.Departments, a.Own = below(list, acc.Organisation), acc.Organisation
		if a.Stands, err = e.stands(ctx, acc.ID, list); err != nil {
			return Actor{}, err
		}
	}
	return a, nil
}

// near are of the departments those of a release itself: where its matters
// name a department in short, they mean one of these.
func near(rel *catalog.Release, all []*metamodel.Department) []*metamodel.Department {
	return slices.DeleteFunc(slices.Clone(all), func(d *metamodel.Department) bool { return rel.Pack.Departments[d.ID] == nil })
}

// departments are the organisations as standards name them.
func (e *Engine) departments(ctx context.Context) ([]*metamodel.Department, error) {
	orgs, err := e.o.Store.Organisations(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the organisations: %w", err)
	}
	out := make([]*metamodel.Department, len(orgs))
	for i, o := range orgs {
		out[i] = &metamodel.Department{ID: o.ID, Name: o.Name, Parent: o.Parent}
	}
	return out, nil
}
