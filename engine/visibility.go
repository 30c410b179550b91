package engine

import (
	"context"
	"errors"
	"fmt"

	"github.com/onematter/onematter/workflows"
)

// sight is how much of a case an actor may see.
type sight int

const (
	blind    sight = iota // ErrNotFound
	progress              // of a theme: where each matter stands, not what was answered
	whole                 // everything
)

// officer reports whether the actor works on cases: staff of a department
// with more than the right to browse the catalog.
func officer(a Actor) bool {
	if !a.Staff() {
		return false
	}
	for _, r := range a.Roles {
		if r != string(RoleCitizen) && r != string(RoleDesigner) {
			return true
		}
	}
	return false
}

// sees judges by the case alone: its applicant and administrators see all of
// it, a department its own matters, a theme's lead department the progress.
func sees(a Actor, c *Case) sight {
	switch {
	case a.Has(RoleAdministrator), a.Account != "" && a.Account == c.Applicant:
		return whole
	case officer(a) && a.Departments[c.Department] && c.Matter != "":
		return whole
	case officer(a) && a.Departments[c.Department]:
		return progress
	}
	return blind
}

// visibleCase reads a case, by id or number, that the actor may see.
func (e *Engine) visibleCase(ctx context.Context, a Actor, id string) (Case, error) {
	if id == "" {
		return Case{}, ErrNotFound
	}
	c, err := e.findCase(ctx, id)
	if err != nil {
		return Case{}, err
	}
	if sees(a, &c) != blind {
		return c, nil
	}
	if c.Matter != "" || !officer(a) {
		return Case{}, ErrNotFound
	}
	// A theme case also shows itself to the departments of its matters.
	children, err := e.o.Store.Children(ctx, c.ID)
	if err != nil {
		return Case{}, fmt.Errorf("reading the children of a case: %w", err)
	}
	for i := range children {
		if sees(a, &children[i]) != blind {
			return c, nil
		}
	}
	return Case{}, ErrNotFound
}

// findCase reads a case by id or by number.
func (e *Engine) findCase(ctx context.Context, id string) (Case, error) {
	if number, ok := readNumber(id); ok {
		list, _, err := e.o.Store.Cases(ctx, CaseFilter{Query: number}, Page{Limit: 1})
		if err != nil {
			return Case{}, fmt.Errorf("looking up a case number: %w", err)
		}
		if len(list) == 1 && list[0].Number == number {
			return list[0], nil
		}
		return Case{}, ErrNotFound
	}
	c, err := e.o.Store.Case(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return Case{}, ErrNotFound
	}
	if err != nil {
		return Case{}, fmt.Errorf("reading a case: %w", err)
	}
	return c, nil
}

// redactRoot leaves of a theme case what another department may know of it.
func redactRoot(a Actor, root *Case) {
	if sees(a, root) != whole {
		root.Answers, root.Kept = nil, nil
	}
}

// redactProgress leaves of a case where it stands.
func redactProgress(c *Case) {
	c.Answers, c.Kept, c.Correction = nil, nil, nil
	if c.Result != nil {
		c.Result = &Result{Number: c.Result.Number, Issued: c.Result.Issued}
	}
}

// redactHistory keeps of the log what the actor may read. Staff of the case's
// department read all of it. The citizen reads what is addressed to them and
// not who in the department wrote it; others read where it went.
func redactHistory(a Actor, events []Event, visible map[string]sight) []Event {
	out := make([]Event, 0, len(events))
	for _, ev := range events {
		s := visible[ev.Case]
		switch {
		case s == blind:
			continue
		case s == progress:
			ev.Actor, ev.Data.Note, ev.Data.Correction, ev.Data.Result = "", "", nil, nil
		case !a.Has(RoleAdministrator) && !(officer(a) && a.Departments[ev.Data.Department]):
			if ev.Type == EventLight {
				continue
			}
			if ev.Actor != a.Account {
				ev.Actor = ""
			}
			if !addressed(ev.Data.Kind) && ev.Type != EventWithdrawn {
				ev.Data.Note = ""
			}
		}
		out = append(out, ev)
	}
	return out
}

// addressed reports whether a note of this kind of action is for the citizen
// to read; any other is the department's own.
func addressed(k workflows.TransitionKind) bool {
	switch k {
	case workflows.Correct, workflows.Rectify, workflows.Refuse, workflows.Resubmit:
		return true
	}
	return false
}
