package engine

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// power is who takes a filing, and in whose name it is decided.
type power struct{ department, authority string }

// powerOf is who has the power over a matter on a day.
func powerOf(m *metamodel.Matter, day string) power {
	p := power{department: m.HandledBy(day), authority: m.AuthorityOn(day)}
	if p.authority == p.department {
		p.authority = "" // its own
	}
	return p
}

// Handler is the department that takes what is filed of a matter today, and the
// one in whose name it decides.
func (e *Engine) Handler(ctx context.Context, rel *catalog.Release, m *metamodel.Matter) (department, authority string, err error) {
	if m.Delegated == nil {
		return m.Department, m.Department, nil
	}
	cal, err := e.calendar(ctx, rel, nil)
	if err != nil {
		return "", "", err
	}
	at, err := e.now(ctx)
	if err != nil {
		return "", "", err
	}
	day := at.In(cal.Zone).Format(time.DateOnly)
	return m.HandledBy(day), m.AuthorityOn(day), nil
}

// findPowers settles who takes the matters of a filing. Who is competent is a
// question of the day, not of the version with which somebody began to fill in:
// the delegation in force decides, where the draft's own version knows its department.
func (e *Engine) findPowers(ctx context.Context, f *family) (map[string]power, error) {
	ed, err := e.o.Catalog.Current(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the current edition: %w", err)
	}
	list := []*catalog.Matter{f.pin.matter}
	if f.pin.theme != nil {
		list = list[:0]
		for _, m := range f.pin.theme.Matters {
			list = append(list, m.Matter)
		}
	}
	day := f.at.In(f.cal.Zone).Format(time.DateOnly)
	powers := map[string]power{}
	for _, m := range list {
		def := m.Def
		if rel := definedIn(ed, def.ID); rel != nil {
			now := rel.MatterDef(def.ID)
			if now.Department == def.Department && f.pin.rel.DepartmentName(now.HandledBy(day)) != nil {
				def = now
			}
		}
		powers[m.Def.ID] = powerOf(def, day)
	}
	return powers, nil
}

// definedIn is the release in force that defines a matter, nil for none.
func definedIn(ed *catalog.Edition, matter string) *catalog.Release {
	for _, r := range ed.Releases {
		if r.Pack.Matters[matter] != nil {
			return r
		}
	}
	return nil
}

// powerOver is who takes a matter of this filing.
func (f *family) powerOver(m *metamodel.Matter) power {
	if p, ok := f.powers[m.ID]; ok {
		return p
	}
	return powerOf(m, f.at.In(f.cal.Zone).Format(time.DateOnly))
}

// Decider is the department in whose name a case is decided.
func (c *Case) Decider() string {
	if c.Authority != "" {
		return c.Authority
	}
	return c.Department
}

// followPowers lets what departments owe a matter follow whoever handles it: the
// demand is the department's that needs the answer now. Who that is changes with
// an edition and with the day; between them there is nothing to do. What was
// confirmed for a matter that became others is asked anew for them.
func (e *Engine) followPowers(ctx context.Context) (moved int, err error) {
	ed, err := e.o.Catalog.Current(ctx)
	if err != nil {
		return 0, fmt.Errorf("reading the current edition: %w", err)
	}
	at, err := e.now(ctx)
	if err != nil {
		return 0, err
	}
	seen := at.Truncate(time.Hour).UTC().Format(time.RFC3339) // days begin with an hour, wherever that is
	for _, rel := range ed.Releases {
		seen += " " + rel.Hash
	}
	if was, ok := e.powersSeen.Load().(string); ok && was == seen {
		return 0, nil
	}
	var behind, confirmed []Duty
	have := map[dutyOf]bool{}
	handlers := map[string]string{}
	var failed error
	if err := e.eachDuty(ctx, DutyFilter{}, func(d Duty) {
		now, known := handlers[d.Matter]
		rel := definedIn(ed, d.Matter)
		have[ofDuty(&d)] = true
		if d.State == workflows.DutyConfirmed && rel != nil && lives(rel.Pack.Matters[d.Matter]) {
			confirmed = append(confirmed, d)
		}
		if !known && rel != nil && failed == nil {
			now, _, failed = e.Handler(ctx, rel, rel.Pack.Matters[d.Matter])
			handlers[d.Matter] = now
		}
		if now != "" && d.Demander != now {
			d.Demander, d.Updated = now, at
			behind = append(behind, d)
		}
	}); err != nil {
		return 0, err
	}
	if failed != nil {
		return 0, failed
	}
	all := true
	for i := range behind {
		event := dutyEventOf(&behind[i], EventDutyDemander, string(behind[i].State), "")
		event.At, event.Actor, event.Role = at, "", ""
		err := e.o.Store.Commit(ctx, &Change{UpdateDuties: behind[i : i+1], Events: []Event{event}})
		switch {
		case errors.Is(err, ErrConflict):
			all = false // somebody was faster: the next sweep looks again
		case err != nil:
			return moved, fmt.Errorf("giving a duty to whoever handles its matter: %w", err)
		default:
			moved++
		}
	}
	carried, asked, err := e.carryDuties(ctx, ed, confirmed, have)
	if moved += carried; err != nil {
		return moved, err
	}
	if all && asked {
		e.powersSeen.Store(seen)
	}
	return moved, nil
}

// HandlerOf is the department that has the case of a matter of the filing.
func (v *CaseView) HandlerOf(m *metamodel.Matter) string {
	if v.Case.Matter == m.ID {
		return v.Case.Department
	}
	for i := range v.Children {
		if v.Children[i].Matter == m.ID {
			return v.Children[i].Department
		}
	}
	return m.HandledBy(v.Case.Submitted.In(v.Calendar.Zone).Format(time.DateOnly)) // of a sibling
}
