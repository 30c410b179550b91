package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/workflows"
)

// ClocksView is the ledger and the account of the clocks of a case, or of those
// matters of a theme case that the actor may see whole.
type ClocksView struct {
	At       time.Time
	Calendar *workflows.Calendar // in force at that moment
	Release  *catalog.Release
	Cases    []CaseClocks
	Names    map[string]string // of who decided, by account, as far as the actor may know
}

// CaseClocks are the clocks of one matter's case.
type CaseClocks struct {
	Case     Case
	Matter   *catalog.Matter
	Lines    []workflows.Line // up to the moment; the last ones of a migration that was undone are among them
	Accounts []workflows.Account
	Shifts   [][]workflows.Shift // by account
}

func (e *Engine) clocks(ctx context.Context, a Actor, id string, at time.Time, endOfDay bool) (*ClocksView, error) {
	f, c, err := e.visibleFamily(ctx, a, id)
	if err != nil {
		return nil, err
	}
	most := f.at.AddDate(1, 0, 0)
	switch {
	case at.IsZero() && !endOfDay:
		at = f.at
	case endOfDay:
		at, most = endOf(at, f.cal.Zone), endOf(most.In(f.cal.Zone), f.cal.Zone) // the whole of the last day
	}
	if at.After(most) {
		return nil, refuse(clocksAhead, "at")
	}
	v := &ClocksView{At: at.UTC().Truncate(time.Microsecond), Release: f.pin.rel, Cases: []CaseClocks{}, Names: map[string]string{}}
	if v.Calendar, err = e.calendarAt(ctx, f, v.At); err != nil {
		return nil, err
	}
	h := f.hide(a)
	for _, m := range f.members(c) {
		if sees(a, m) != whole {
			continue
		}
		k, err := e.caseClocks(ctx, f, m, v, beforeEnd(v.At, h.of(m.ID)))
		if err != nil {
			return nil, err
		}
		if !h.of(m.ID).IsZero() {
			k.withoutSteps()
		}
		v.Cases = append(v.Cases, k)
	}
	return v, e.nameDeciders(ctx, a, v)
}

// endOf is the last moment of a date in a zone.
func endOf(day time.Time, zone *time.Location) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day()+1, 0, 0, 0, 0, zone).Add(-time.Microsecond)
}

// caseClocks tells the clocks of a case as they were at a moment.
func (e *Engine) caseClocks(ctx context.Context, f *family, c *Case, v *ClocksView, at time.Time) (CaseClocks, error) {
	k := CaseClocks{Case: *c, Matter: f.matter(c)}
	lines, err := e.ledger(ctx, c, f.cal)
	if err != nil {
		return k, err
	}
	cals, err := e.calendars(ctx, lines, v.Calendar)
	if err != nil {
		return k, err
	}
	if k.Accounts, err = workflows.Reckon(lines, at, v.Calendar, cals); err != nil {
		return k, fmt.Errorf("telling the clocks of case %s: %w", c.ID, err)
	}
	for i := range k.Accounts {
		rule := k.Matter.Def.Lights
		if k.Accounts[i].Clock == workflows.StepClock {
			rule = k.Matter.StepLights(k.Accounts[i].State)
		}
		k.Accounts[i].Light, _ = k.Accounts[i].At.LightBy(at, v.Calendar, rule)
		k.Shifts = append(k.Shifts, k.Accounts[i].Shifts(v.Calendar, cals))
	}
	for i := range lines {
		if !lines[i].At.After(at) {
			k.Lines = append(k.Lines, lines[i])
		}
	}
	return k, nil
}

// withoutSteps leaves out the clocks of steps: how far a matter came says what
// was decided.
func (k *CaseClocks) withoutSteps() {
	accounts, shifts := k.Accounts, k.Shifts
	k.Accounts, k.Shifts = nil, nil
	for i := range accounts {
		if accounts[i].Clock != workflows.StepClock {
			k.Accounts, k.Shifts = append(k.Accounts, accounts[i]), append(k.Shifts, shifts[i])
		}
	}
	k.Lines = slices.DeleteFunc(slices.Clone(k.Lines), func(l workflows.Line) bool { return l.Clock == workflows.StepClock })
}

// nameDeciders tells those who work on cases who decided, a citizen only
// themselves, as People does.
func (e *Engine) nameDeciders(ctx context.Context, a Actor, v *ClocksView) error {
	all := officer(a) || a.Has(RoleAdministrator)
	for i := range v.Cases {
		for j := range v.Cases[i].Lines {
			l := &v.Cases[i].Lines[j]
			switch _, known := v.Names[l.Account]; {
			case known || l.Account == "":
			case l.Account == a.Account:
				v.Names[l.Account] = a.Name
			case !all:
				l.Account = ""
			default:
				acc, err := e.o.Store.Account(ctx, l.Account)
				if err != nil && !errors.Is(err, ErrNotFound) {
					return fmt.Errorf("reading who decided: %w", err)
				}
				v.Names[l.Account] = acc.Name
			}
		}
	}
	return nil
}
