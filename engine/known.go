package engine

import (
	"context"
	"fmt"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/workflows"
)

// Known is what a review of matters may know of this government: its
// departments, what their sources deliver, and for whom that is confirmed.
func (e *Engine) Known(ctx context.Context, a Actor) (catalog.Known, error) {
	if !a.Staff() && !a.Has(RoleAdministrator) {
		return catalog.Known{}, ErrNotFound
	}
	known := catalog.Known{Materials: map[string]catalog.Delivery{}, Elements: map[string]catalog.Delivery{}, Confirmed: map[string]bool{}}
	var err error
	if known.Departments, err = e.departments(ctx); err != nil {
		return catalog.Known{}, err
	}
	list, err := e.o.Store.ListSources(ctx)
	if err != nil {
		return catalog.Known{}, fmt.Errorf("listing the sources: %w", err)
	}
	for i := range list {
		s := &list[i]
		if !s.Enabled {
			continue
		}
		d := catalog.Delivery{Source: s.ID, Name: s.Name}
		for _, org := range known.Departments {
			if org.ID == s.Department {
				d.Department = org.Name
			}
		}
		for _, id := range s.Materials {
			if _, ok := known.Materials[id]; !ok { // the oldest source is told
				known.Materials[id] = d
			}
		}
		for _, id := range s.Elements {
			if _, ok := known.Elements[id]; !ok {
				known.Elements[id] = d
			}
		}
	}
	part := map[DutyKind]string{DutyField: "form/", DutyMaterial: "materials/"}
	err = e.eachDuty(ctx, DutyFilter{}, func(d Duty) {
		if d.State == workflows.DutyConfirmed {
			known.Confirmed[d.Matter+" "+part[d.Kind]+d.Item] = true
		}
	})
	return known, err
}
