package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

const (
	maxDelegation  = 366 // days from the first to the last
	maxDelegations = 20  // in force or to come, of one officer
)

// NewDelegation names a deputy.
type NewDelegation struct {
	Officer string // account; "": the actor's own
	Deputy  string
	Roles   []string // none: all the officer has that work on cases
	From    string   // full-date; "": today
	Until   string   // full-date, the last day
	Note    string
}

// named is what is kept under the key of a delegation.
type named struct {
	Delegation string `json:"delegation"`
}

// arranges reports whether the actor may settle who stands in for an officer of
// a department: the officer, who leads the department, an administrator.
func arranges(a Actor, officer, department string) bool {
	return a.Account == officer || a.Has(RoleAdministrator) || a.Departments[department] && a.Has(RoleApprover, RoleManager)
}

// NameDeputy lets another officer act for one from a day to a day. The same key
// gives the first outcome again.
func (e *Engine) NameDeputy(ctx context.Context, a Actor, n NewDelegation, key string) (*DelegationView, error) {
	if !officer(a) && !a.Has(RoleAdministrator) {
		return nil, ErrNotFound
	}
	if err := checkKey(key); err != nil {
		return nil, err
	}
	if n.Officer == "" {
		n.Officer = a.Account
	}
	n.Note = cleanNote(n.Note)
	request := requestHash("name deputy", n.Officer, n.Deputy, strings.Join(n.Roles, "\x1f"), n.From, n.Until, n.Note)
	if done, known, err := firstOutcome[named](ctx, e, a, key, request); err != nil {
		return nil, err
	} else if known {
		return e.Delegation(ctx, a, done.Delegation)
	}
	at, err := e.now(ctx)
	if err != nil {
		return nil, err
	}
	d, err := e.deputy(ctx, a, n, at)
	if err != nil {
		return nil, err
	}
	event := delegationEvent(a, d, EventDeputyNamed, at)
	return e.commitDelegation(ctx, a, d.ID, &Change{InsertDelegations: []Delegation{*d}, Events: []Event{event}}, key, request)
}

// deputy checks what is wanted and makes the delegation.
func (e *Engine) deputy(ctx context.Context, a Actor, n NewDelegation, at time.Time) (*Delegation, error) {
	of, err := e.working(ctx, n.Officer)
	if err != nil {
		return nil, err
	}
	if of == nil || !arranges(a, of.ID, of.Organisation) {
		return nil, refuse(delegationOfficer, "officer")
	}
	for _, r := range n.Roles {
		if !slices.Contains(delegable(of.Roles), r) {
			return nil, refuse(delegationRole, "roles", "role", r)
		}
	}
	if len(n.Roles) == 0 {
		n.Roles = of.Roles
	}
	if n.Roles = delegable(n.Roles); len(n.Roles) == 0 {
		return nil, refuse(delegationOfficer, "officer")
	}
	to, err := e.working(ctx, n.Deputy)
	if err != nil {
		return nil, err
	}
	near, err := e.near(ctx, of.Organisation)
	if err != nil {
		return nil, err
	}
	// Who names for another does not lend themselves what that one may do.
	if to == nil || !near[to.Organisation] || to.ID == of.ID || a.Account == to.ID {
		return nil, refuse(delegationDeputy, "deputy")
	}
	d := &Delegation{ID: newID(), Officer: of.ID, OfficerName: of.Name, Deputy: to.ID, DeputyName: to.Name, Department: of.Organisation, Roles: n.Roles,
		Note: n.Note, By: a.Account, ByName: a.Name, Created: at, Revision: 1}
	if err := e.setDays(ctx, d, n.From, n.Until, at); err != nil {
		return nil, err
	}
	if err := checkNote(n.Note); err != nil {
		return nil, err
	}
	open, _, err := e.o.Store.ListDelegations(ctx, DelegationFilter{Party: of.ID, OpenAt: at}, Page{Limit: 200})
	if err != nil {
		return nil, fmt.Errorf("reading an officer's delegations: %w", err)
	}
	open = slices.DeleteFunc(open, func(o Delegation) bool { return o.Officer != of.ID })
	if slices.ContainsFunc(open, func(o Delegation) bool {
		return o.Deputy == d.Deputy && o.From.Before(d.Until) && d.From.Before(o.Until)
	}) {
		return nil, refuse(delegationTwice, "deputy", "name", to.Name)
	}
	if len(open) >= maxDelegations {
		return nil, refuse(delegationMany, "", "max", maxDelegations)
	}
	return d, nil
}

// setDays reads the first and the last day, by the calendar of matters filed alone.
func (e *Engine) setDays(ctx context.Context, d *Delegation, from, until string, at time.Time) error {
	zone, err := e.zone(ctx)
	if err != nil {
		return err
	}
	today := at.In(zone).Format(time.DateOnly)
	if from == "" {
		from = today
	}
	if !fullDate(from) || from < today {
		return refuse(delegationDays, "from", "max", maxDelegation)
	}
	first, _ := time.ParseInLocation(time.DateOnly, from, zone)
	if !fullDate(until) || until < from || until > first.AddDate(0, 0, maxDelegation-1).Format(time.DateOnly) || first.After(at.AddDate(1, 0, 0)) {
		return refuse(delegationDays, "until", "max", maxDelegation)
	}
	last, _ := time.ParseInLocation(time.DateOnly, until, zone)
	d.From, d.Until = first.UTC(), last.AddDate(0, 0, 1).UTC()
	return nil
}

// EndDelegation ends one before its last day: by the officer, the deputy, who
// named it, or who leads the department. revision and key as with Apply.
func (e *Engine) EndDelegation(ctx context.Context, a Actor, id string, revision int64, key string) (*DelegationView, error) {
	if err := checkKey(key); err != nil {
		return nil, err
	}
	request := requestHash("end delegation", id)
	d, err := e.visibleDelegation(ctx, a, id)
	if err != nil {
		return nil, err
	}
	if done, known, err := firstOutcome[named](ctx, e, a, key, request); err != nil {
		return nil, err
	} else if known {
		return e.Delegation(ctx, a, done.Delegation)
	}
	if d.Revision != revision {
		return nil, ErrConflict
	}
	at, err := e.now(ctx)
	if err != nil {
		return nil, err
	}
	if !d.Open(at) {
		return nil, refuse(delegationOver, "")
	}
	if !ends(a, &d) {
		return nil, refuse(delegationOfficer, "officer")
	}
	d.Ended, d.EndedBy = at, a.Account
	event := delegationEvent(a, &d, EventDeputyEnded, at)
	return e.commitDelegation(ctx, a, id, &Change{UpdateDelegations: []Delegation{d}, Events: []Event{event}}, key, request)
}

// ends reports whether the actor may end a delegation.
func ends(a Actor, d *Delegation) bool {
	return a.Account == d.Deputy || a.Account == d.By || arranges(a, d.Officer, d.Department)
}

func (e *Engine) commitDelegation(ctx context.Context, a Actor, id string, change *Change, key, request string) (*DelegationView, error) {
	if key != "" {
		body, err := encode(named{Delegation: id})
		if err != nil {
			return nil, err
		}
		change.Receipt = &StoredReceipt{Owner: a.Account, Key: key, Request: request, Status: 200, Body: body, At: change.Events[0].At}
	}
	err := e.o.Store.Commit(ctx, change)
	var dup *DuplicateError
	switch {
	case errors.As(err, &dup):
		done, err := outcomeOf[named](dup.First, request)
		if err != nil {
			return nil, err
		}
		id = done.Delegation
	case err != nil:
		return nil, fmt.Errorf("saving a delegation: %w", err)
	}
	e.actors.clear() // here at once; elsewhere within actorTTL
	return e.Delegation(ctx, a, id)
}

// delegationEvent tells of a delegation; the event has no case.
func delegationEvent(a Actor, d *Delegation, t EventType, at time.Time) Event {
	data := EventData{Department: d.Department, Delegation: d.ID, OnBehalf: d.Officer, Assignee: d.Deputy, Note: d.Note, FromUnix: d.From.Unix(), UntilUnix: d.Until.Unix()}
	role := ""
	for _, r := range a.Roles {
		if r != string(RoleCitizen) {
			role = r
			break
		}
	}
	return Event{ID: newID(), Type: t, At: at, Actor: a.Account, Role: role, Data: data}
}
