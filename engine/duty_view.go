package engine

import (
	"context"
	"errors"
	"fmt"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// visibleDuty reads a duty the actor may see, and what the actor is in it.
func (e *Engine) visibleDuty(ctx context.Context, a Actor, id string) (Duty, map[workflows.DutyParty]bool, error) {
	if a.Account == "" || id == "" {
		return Duty{}, nil, ErrNotFound
	}
	d, err := e.o.Store.Duty(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return Duty{}, nil, ErrNotFound
	}
	if err != nil {
		return Duty{}, nil, fmt.Errorf("reading a duty: %w", err)
	}
	may, err := e.parties(ctx, a, &d)
	if err != nil {
		return Duty{}, nil, err
	}
	if !seesDuty(a, &d, may) {
		return Duty{}, nil, ErrNotFound
	}
	return d, may, nil
}

// Duty reads a duty with what the actor may do to it.
func (e *Engine) Duty(ctx context.Context, a Actor, id string) (*DutyView, error) {
	d, may, err := e.visibleDuty(ctx, a, id)
	if err != nil {
		return nil, err
	}
	ed, err := e.o.Catalog.Current(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the current edition: %w", err)
	}
	return e.viewDuty(ctx, ed, d, may)
}

func (e *Engine) viewDuty(ctx context.Context, ed *catalog.Edition, d Duty, may map[workflows.DutyParty]bool) (*DutyView, error) {
	v := &DutyView{Duty: d, MatterName: metamodel.ZhEn(d.Matter, d.Matter), ItemName: ItemName(ed, d.Matter, d.Kind, d.Item), Light: workflows.None}
	if m, rel, ok := ed.Matter(d.Matter); ok {
		v.MatterName = m.Def.Name
		cal, err := e.calendar(ctx, rel, nil)
		if err != nil {
			return nil, err
		}
		at, err := e.now(ctx)
		if err != nil {
			return nil, err
		}
		v.Light, _ = d.Clock.LightAt(at, cal)
		v.Due = d.Clock.Due(cal)
	}
	for _, event := range workflows.DutyEvents {
		for _, p := range workflows.DutyParties(d.State, event) {
			if may[p] {
				v.Actions = append(v.Actions, event)
				break
			}
		}
	}
	return v, nil
}

// ItemName is what a matter calls one of its fields or materials; what it does
// not have any more stands for itself.
func ItemName(ed *catalog.Edition, matter string, kind DutyKind, item string) metamodel.Text {
	if m, _, ok := ed.Matter(matter); ok {
		if kind == DutyMaterial {
			if mm, ok := matterMaterial(m, item); ok {
				return mm.Use.Label
			}
		} else if f, ok := m.Form.Field(item); ok {
			return catalog.Whose(f)
		}
	}
	return metamodel.ZhEn(item, item)
}

// Duties lists the duties the actor may see: business staff and administrators
// all, others those their departments deliver or need.
func (e *Engine) Duties(ctx context.Context, a Actor, f DutyFilter, p Page) ([]*DutyView, string, error) {
	switch {
	case a.Has(RoleDesigner, RoleAdministrator):
	case officer(a):
		f.Either = sortedKeys(a.Departments)
	default:
		return nil, "", ErrNotFound
	}
	list, next, err := e.o.Store.ListDuties(ctx, f, p)
	if err != nil {
		return nil, "", fmt.Errorf("listing duties: %w", err)
	}
	ed, err := e.o.Catalog.Current(ctx)
	if err != nil {
		return nil, "", fmt.Errorf("reading the current edition: %w", err)
	}
	out := make([]*DutyView, 0, len(list))
	for _, d := range list {
		may, err := e.parties(ctx, a, &d)
		if err != nil {
			return nil, "", err
		}
		v, err := e.viewDuty(ctx, ed, d, may)
		if err != nil {
			return nil, "", err
		}
		out = append(out, v)
	}
	return out, next, nil
}

// DutyFile gives all duties of a demand or duty list that the actor may see,
// with the names of departments and sources. What was withdrawn is in neither.
func (e *Engine) DutyFile(ctx context.Context, a Actor, f DutyFilter) (list []*DutyView, names, sources map[string]metamodel.Text, err error) {
	if len(f.States) == 0 {
		f.States = []workflows.DutyState{workflows.DutyProposed, workflows.DutyReturned, workflows.DutyDisputed, workflows.DutyAssigned, workflows.DutyConfirmed, workflows.DutyEnded}
	}
	p := Page{Limit: 200}
	for {
		part, next, err := e.Duties(ctx, a, f, p)
		if err != nil {
			return nil, nil, nil, err
		}
		list = append(list, part...)
		if next == "" {
			break
		}
		p.Cursor = next
	}
	orgs, err := e.o.Store.Organisations(ctx)
	if err != nil {
		return nil, nil, nil, fmt.Errorf("reading the organisations: %w", err)
	}
	configs, err := e.o.Store.ListSources(ctx)
	if err != nil {
		return nil, nil, nil, fmt.Errorf("listing the sources: %w", err)
	}
	names, sources = map[string]metamodel.Text{}, map[string]metamodel.Text{}
	for _, o := range orgs {
		names[o.ID] = o.Name
	}
	for _, s := range configs {
		sources[s.ID] = s.Name
	}
	return list, names, sources, nil
}

// eachDuty visits every duty that passes a filter.
func (e *Engine) eachDuty(ctx context.Context, f DutyFilter, visit func(Duty)) error {
	p := Page{Limit: 200}
	for {
		list, next, err := e.o.Store.ListDuties(ctx, f, p)
		if err != nil {
			return fmt.Errorf("listing duties: %w", err)
		}
		for _, d := range list {
			visit(d)
		}
		if next == "" {
			return nil
		}
		p.Cursor = next
	}
}
