package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/onematter/onematter/workflows"
)

// sight is how much of a case an actor may see.
type sight int

const (
	blind       sight = iota // ErrNotFound
	contributed              // of a matter: what their department was asked and said, no more
	progress                 // of a theme: where each matter stands, not what was answered
	consulted                // of a matter: what was answered, while their department is asked about it
	whole                    // everything
)

// officer reports whether the actor works on cases: staff of a department
// with more than the right to browse the catalog.
func officer(a Actor) bool {
	if !a.Staff() {
		return false
	}
	for _, r := range a.Roles {
		if r != string(RoleCitizen) && r != string(RoleDesigner) && r != string(RoleVerifier) {
			return true
		}
	}
	return false
}

// sees judges by the case alone: its applicant and administrators see all of
// it, a department its own matters, a theme's lead department the progress. A
// department that is asked about a case sees it for as long as it is asked, and
// what it said itself afterwards; of other cases of the filing it sees nothing.
// The department in whose name a case is decided answers for it, and so reads all
// of it; to act is for whoever has it.
func sees(a Actor, c *Case) sight {
	switch {
	case a.Has(RoleAdministrator), a.Account != "" && a.Account == c.Applicant:
		return whole
	case officer(a) && (a.Departments[c.Department] || c.Holder.has(a) || a.standFor(c) != nil || slices.Contains(c.Helpers, a.Account)) && c.Matter != "":
		return whole
	case officer(a) && a.Departments[c.Department]:
		return progress
	case answersFor(a, c):
		return whole
	case c.Matter == "": // to arrange a joint inspection shows nothing of the filing
		return blind
	case officer(a) && slices.ContainsFunc(c.Tasks, func(t Task) bool { return t.WaitsFor(a) }):
		return consulted
	case officer(a) && slices.ContainsFunc(c.Tasks, func(t Task) bool { return t.addressedTo(a) }):
		return contributed
	}
	return blind
}

// answersFor reports whether a case is decided in the name of the actor's
// department by another one (委托).
func answersFor(a Actor, c *Case) bool {
	return c.Authority != "" && officer(a) && a.Departments[c.Authority]
}

// withinFiling is what a case's sight is worth for the theme case it belongs to:
// being asked about one matter shows nothing of the filing.
func withinFiling(s sight) sight {
	if s == consulted || s == contributed {
		return blind
	}
	return s
}

// redactTasks leaves of what others are asked for what the actor may know: its
// own department all of it, those who were asked their own part, the applicant
// who was asked and how it stands.
func redactTasks(a Actor, c *Case) {
	if a.Has(RoleAdministrator) || officer(a) && (a.Departments[c.Department] || a.standFor(c) != nil) || answersFor(a, c) {
		return
	}
	if c.Helpers = nil; !c.Holder.has(a) {
		c.Holder = nil
	}
	var list []Task
	for _, t := range c.Tasks {
		switch {
		case officer(a) && t.addressedTo(a):
		case a.Account == c.Applicant:
			t.Question, t.AskedBy, t.ClosedBy, t.Behalf, t.Note, t.Roles, t.Answer = "", "", "", "", "", nil, ""
		default:
			continue
		}
		list = append(list, t)
	}
	c.Tasks = list
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
		if withinFiling(sees(a, &children[i])) != blind {
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
		root.Answers, root.Kept, root.Sourced, root.Earlier = nil, nil, nil, nil
	}
}

// redactProgress leaves of a case where it stands.
func redactProgress(c *Case) {
	c.Answers, c.Kept, c.Sourced, c.Earlier, c.Correction, c.Corrected, c.Trail, c.Holder, c.Helpers, c.Extensions = nil, nil, nil, nil, nil, nil, nil, nil, nil, nil
	if c.Result != nil {
		c.Result = &Result{Number: c.Result.Number, Issued: c.Result.Issued}
	}
}

// redactTold leaves of a case what their own part in it belongs to: which case
// it was, not whose, nor where it stands. The tasks are those that are their own.
func redactTold(c *Case) {
	redactProgress(c)
	c.Status, c.Started, c.Ended, c.Decided = "", time.Time{}, time.Time{}, time.Time{}
	c.Title, c.Applicant, c.Outcome = "", "", ""
	c.Result, c.State, c.Light, c.Due, c.LightNext, c.SilentNext = nil, "", workflows.None, time.Time{}, time.Time{}, time.Time{}
	c.Promised, c.Statutory, c.Step = workflows.Clock{}, workflows.Clock{}, workflows.Clock{}
}

// redactUntold leaves of a matter's case what is so whatever was decided of it. A
// correction is asked for even then, for nobody else can make it.
func redactUntold(c *Case) {
	c.Result, c.Outcome, c.Ended, c.Decided = nil, "", time.Time{}, time.Time{}
	c.Promised, c.Statutory, c.Step = workflows.Clock{}, workflows.Clock{}, workflows.Clock{}
	c.Light, c.Due, c.LightNext, c.SilentNext = workflows.None, time.Time{}, time.Time{}, time.Time{}
	c.Trail, c.Tasks, c.Holder, c.Helpers = nil, nil, nil, nil
	c.Counted, c.Steady, c.Ledger, c.StepExtended, c.Answered = 0, 0, 0, 0, workflows.Answered{}
	switch {
	case c.Status == CaseAsking:
		if c.Correction != nil {
			asked := *c.Correction
			asked.From = ""
			c.Correction = &asked
		}
	case c.Started.IsZero():
		c.Status, c.State = CaseWaiting, "" // for what will not come
	default:
		c.Status, c.State, c.Correction = CaseRunning, "", nil
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
		case s == blind, s == contributed && !ofOwn(a, ev):
			continue
		case ofOwn(a, ev):
		case ev.Data.Visit != nil:
			ev = redactVisit(a, ev, s == whole)
		case atHand(ev.Type) && !a.Has(RoleAdministrator) && !(officer(a) && a.Departments[ev.Data.Department]):
			continue
		case s == progress:
			ev.Actor, ev.Data.OnBehalf, ev.Data.Note, ev.Data.Correction, ev.Data.Result, ev.Data.Task = "", "", "", nil, nil, nil
			ev.Data.Changes, ev.Data.MoreChanges = nil, 0
		case !a.Has(RoleAdministrator) && !(officer(a) && a.Departments[ev.Data.Department]):
			if ev.Type == EventLight {
				continue
			}
			if ev.Actor != a.Account {
				ev.Actor = ""
			}
			ev.Data.OnBehalf = ""
			if !addressed(ev.Data.Kind) && ev.Type != EventWithdrawn && ev.Type != EventExtended {
				ev.Data.Note = ""
			}
			if t := ev.Data.Task; t != nil {
				hidden := *t
				hidden.Question, hidden.Answer = "", ""
				ev.Data.Task = &hidden
			}
		}
		out = append(out, ev)
	}
	return out
}

// ofOwn reports whether an event is about what the actor's department was asked.
func ofOwn(a Actor, ev Event) bool {
	t := ev.Data.Task
	return t != nil && officer(a) && (a.Departments[t.Department] || slices.ContainsFunc(a.Stands, func(s Stand) bool { return s.fits(t.Department, t.Roles) }))
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
