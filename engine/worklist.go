package engine

import (
	"context"
	"fmt"
	"slices"
)

// narrow restricts a filter to what the actor may see; ok is false when that
// is nothing.
func narrow(a Actor, f CaseFilter) (CaseFilter, bool) {
	switch {
	case a.Has(RoleAdministrator):
		return f, true
	case a.Account != "" && (f.Applicant == a.Account || !officer(a)):
		f.Applicant, f.RootsOnly, f.Entrusted = a.Account, true, false
		return f, true
	case officer(a):
		return ownDepartments(a, f)
	}
	return f, false
}

// ownDepartments keeps of the departments asked for those of the actor; asked
// for none, it means all of theirs.
func ownDepartments(a Actor, f CaseFilter) (CaseFilter, bool) {
	asked := f.Departments
	f.Departments = nil
	for _, d := range sortedKeys(a.Departments) {
		if a.Departments[d] && (len(asked) == 0 || slices.Contains(asked, d)) {
			f.Departments = append(f.Departments, d)
		}
	}
	return f, len(f.Departments) > 0
}

func (e *Engine) cases(ctx context.Context, a Actor, f CaseFilter, p Page) ([]Case, string, error) {
	f, ok := narrow(a, f)
	if !ok {
		return nil, "", nil
	}
	list, next, err := e.o.Store.Cases(ctx, f, p)
	if err != nil {
		return nil, "", fmt.Errorf("listing cases: %w", err)
	}
	return listed(a, list), next, nil
}

func (e *Engine) worklist(ctx context.Context, a Actor, f CaseFilter, p Page) ([]WorkItem, string, WorkCount, error) {
	f.Elsewhere, f.Entrusted = len(f.Departments) == 0, false // nobody works on a case by answering for it
	f, ok := ownDepartments(a, f)
	if !ok || len(a.Roles) == 0 {
		return nil, "", WorkCount{}, nil
	}
	f.OpenTaskFor, f.Me = a.Roles, a.Account
	if f.Elsewhere {
		f.For = a.Stands
	}
	list, next, err := e.o.Store.Worklist(ctx, f, p)
	if err != nil {
		return nil, "", nil, fmt.Errorf("listing the worklist: %w", err)
	}
	counts, err := e.o.Store.CountWorklist(ctx, f)
	if err != nil {
		return nil, "", nil, fmt.Errorf("counting the worklist: %w", err)
	}
	for i := range list {
		list[i].Case = listed(a, []Case{list[i].Case})[0]
	}
	return list, next, counts, nil
}

// listed leaves out of a list what only the case itself shows.
func listed(a Actor, list []Case) []Case {
	for i := range list {
		c := &list[i]
		redactTasks(a, c)
		if sees(a, c) == whole {
			c.Answers, c.Kept = nil, nil
			continue
		}
		redactProgress(c)
	}
	return list
}
