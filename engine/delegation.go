package engine

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// Delegation lets a deputy act for an officer from one day to another (代理): on
// the steps the officer has in hand, and in giving the signatures and opinions
// the officer could give, in the department and the roles named. It ends by
// itself, and takes nothing from the officer.
type Delegation struct {
	ID          string
	Officer     string // account for whom
	OfficerName string // as shown when it was named
	Deputy      string // account that acts
	DeputyName  string
	Department  string    // the officer's organisation; what lies below it counts
	Roles       []string  // of the officer's, sorted
	From        time.Time // the first moment of the first day
	Until       time.Time // the first moment after the last day
	Note        string    // of the department
	By          string    // account that named the deputy: the officer, or who leads the department
	ByName      string
	Created     time.Time
	Ended       time.Time // early; zero otherwise
	EndedBy     string    // account
	Revision    int64
}

// InForce reports whether the deputy may act at a moment.
func (d *Delegation) InForce(at time.Time) bool { return d.Open(at) && !at.Before(d.From) }

// Open reports whether it is in force or still to come.
func (d *Delegation) Open(at time.Time) bool { return d.Ended.IsZero() && at.Before(d.Until) }

// DelegationFilter narrows a list; of Officers, Party and Departments one match is enough.
type DelegationFilter struct {
	Party       string   // account of the officer or of the deputy
	Departments []string // of the officers
	OpenAt      time.Time
	All         bool // whoever's
}

// Delegations keeps who stands in for whom. Written by Commit.
type Delegations interface {
	Delegation(ctx context.Context, id string) (Delegation, error)
	ListDelegations(ctx context.Context, f DelegationFilter, p Page) (list []Delegation, next string, err error) // the latest named first
	// DelegationsTo are those in force at a moment for a deputy, the first named first; 100 at most.
	DelegationsTo(ctx context.Context, deputy string, at time.Time) ([]Delegation, error)
}

// Stand is for whom an actor stands in now.
type Stand struct {
	Officer     string
	Name        string
	Roles       []string
	Departments map[string]bool
}

// stands are for whom an account stands in at this moment: roles the officer no
// longer has, and officers who left, are worth nothing to their deputy.
func (e *Engine) stands(ctx context.Context, account string, tree []Organisation) ([]Stand, error) {
	at, err := e.now(ctx)
	if err != nil {
		return nil, err
	}
	list, err := e.o.Store.DelegationsTo(ctx, account, at)
	if err != nil {
		return nil, fmt.Errorf("reading for whom an account stands in: %w", err)
	}
	var stands []Stand
	for i := range list {
		d := &list[i]
		acc, err := e.o.Store.Account(ctx, d.Officer)
		if err != nil {
			return nil, fmt.Errorf("reading an officer: %w", err)
		}
		roles := slices.DeleteFunc(slices.Clone(d.Roles), func(r string) bool { return !slices.Contains(acc.Roles, r) })
		if acc.Disabled || acc.Organisation != d.Department || len(roles) == 0 {
			continue
		}
		stands = append(stands, Stand{Officer: d.Officer, Name: acc.Name, Roles: roles, Departments: below(tree, d.Department)})
	}
	return stands, nil
}

// standFor finds the officer for whom the actor acts on the step of a case: who
// has it in hand. nil when they act for themselves, or not at all.
func (a Actor) standFor(c *Case) *Stand {
	by := c.HeldBy()
	if by == "" || by == a.Account {
		return nil
	}
	for i := range a.Stands {
		if s := &a.Stands[i]; s.Officer == by && s.Departments[c.Department] {
			return s
		}
	}
	return nil
}

// StandsFor is the name of the officer for whom the actor acts on the step of a
// case; "" when for nobody.
func (a Actor) StandsFor(c *Case) string {
	if s := a.standFor(c); s != nil {
		return s.Name
	}
	return ""
}

// fits reports whether something that was given to a department and roles was
// given to the officer.
func (s *Stand) fits(department string, roles []string) bool {
	return s.Departments[department] && slices.ContainsFunc(roles, func(r string) bool { return slices.Contains(s.Roles, r) })
}

// acting are those of a step's roles that the officer lent.
func (s *Stand) acting(roles []string) []string {
	return slices.DeleteFunc(slices.Clone(roles), func(r string) bool { return !slices.Contains(s.Roles, r) })
}

// delegable are the roles that work on cases: no right to run a department or
// the machine goes over to a deputy.
func delegable(roles []string) []string {
	list := slices.DeleteFunc(slices.Clone(roles), func(r string) bool {
		return slices.Contains([]Role{RoleCitizen, RoleDesigner, RoleManager, RoleAdministrator}, Role(r))
	})
	slices.Sort(list)
	return slices.Compact(list)
}
