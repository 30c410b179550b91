package engine

import (
	"context"
	"errors"
	"fmt"
)

// People names whoever a case's view speaks of, by account: its applicant and,
// in its history, who acted. Those who work on cases are told everybody, a
// citizen nobody but themselves. An account that is gone has no name.
func (e *Engine) People(ctx context.Context, a Actor, v *CaseView) (map[string]string, error) {
	names := map[string]string{}
	if !officer(a) && !a.Has(RoleAdministrator) {
		if a.Account != "" && a.Account == v.Case.Applicant {
			names[a.Account] = a.Name
		}
		return names, nil
	}
	ids := []string{v.Case.Applicant}
	for i := range v.History {
		ids = append(ids, v.History[i].Actor, v.History[i].Data.OnBehalf, v.History[i].Data.Assignee)
	}
	for i := range v.Case.Tasks {
		ids = append(ids, v.Case.Tasks[i].AskedBy, v.Case.Tasks[i].ClosedBy, v.Case.Tasks[i].Behalf)
	}
	for _, id := range ids {
		if _, known := names[id]; known || id == "" {
			continue
		}
		acc, err := e.o.Store.Account(ctx, id)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return nil, fmt.Errorf("reading who acted: %w", err)
		}
		names[id] = acc.Name
	}
	return names, nil
}

// Names gives accounts their names, to designers and administrators: who wrote
// and who approved is part of a version. What is no account is left out.
func (e *Engine) Names(ctx context.Context, a Actor, ids []string) (map[string]string, error) {
	names := map[string]string{}
	if !a.Has(RoleDesigner, RoleAdministrator) {
		return names, nil
	}
	for _, id := range ids {
		if _, known := names[id]; known || id == "" {
			continue
		}
		acc, err := e.o.Store.Account(ctx, id)
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("reading an account's name: %w", err)
		}
		names[id] = acc.Name
	}
	return names, nil
}
