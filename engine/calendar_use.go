package engine

import (
	"context"
	"fmt"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/workflows"
)

// CalendarUse is a version of a working calendar by which running clocks went
// from a moment on.
type CalendarUse struct {
	Calendar string // its id
	Since    time.Time
	Version  string
	Moved    time.Time // when the lights of all running cases were in line with it; zero before
}

// followCalendars brings the lights of running cases in line when an edition
// brought another version of a working calendar: a light whose time comes
// earlier now must not wait for the time that was written down before.
func (e *Engine) followCalendars(ctx context.Context) (moved int, err error) {
	ed, err := e.o.Catalog.Current(ctx)
	if err != nil {
		return 0, fmt.Errorf("reading the current edition: %w", err)
	}
	for _, id := range calendarIDs(ed) {
		cal, ok := ed.Calendar(id)
		if !ok {
			continue
		}
		uses, err := e.o.Store.CalendarUses(ctx, id)
		if err != nil {
			return moved, fmt.Errorf("reading since when calendar %s is used: %w", id, err)
		}
		var use CalendarUse
		if n := len(uses); n > 0 {
			use = uses[n-1]
		}
		if use.Version == cal.Version && !use.Moved.IsZero() {
			continue
		}
		var kept Change
		kept.keep(cal)
		save := func(u CalendarUse) error {
			if err := e.o.Store.SaveCalendarUse(ctx, u, kept.Calendars[0]); err != nil {
				return fmt.Errorf("writing down that calendar %s is used: %w", id, err)
			}
			return nil
		}
		if use.Version != cal.Version {
			at, err := e.now(ctx)
			if err != nil {
				return moved, err
			}
			use = CalendarUse{Calendar: id, Since: at, Version: cal.Version}
			if err := save(use); err != nil {
				return moved, err
			}
		}
		n, err := e.moveLights(ctx)
		moved += n
		if err != nil {
			return moved, err
		}
		if use.Moved, err = e.now(ctx); err != nil {
			return moved, err
		}
		if err := save(use); err != nil {
			return moved, err
		}
	}
	return moved, nil
}

// calendarIDs are the working calendars of an edition, each once.
func calendarIDs(ed *catalog.Edition) []string {
	var ids []string
	seen := map[string]bool{}
	for _, r := range ed.Releases {
		for _, id := range r.CalendarIDs() {
			if !seen[id] {
				seen[id] = true
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// moveLights derives the lights of all running cases anew.
func (e *Engine) moveLights(ctx context.Context) (moved int, err error) {
	for p := (Page{Limit: sweepBatch}); ; {
		list, next, err := e.o.Store.Cases(ctx, CaseFilter{Status: CaseRunning}, p)
		if err != nil {
			return moved, fmt.Errorf("listing running cases: %w", err)
		}
		for i := range list {
			if list[i].Matter == "" && len(list[i].Visits) == 0 {
				continue
			}
			ok, err := e.raise(ctx, list[i])
			if err != nil {
				return moved, err
			}
			if ok {
				moved++
			}
		}
		if p.Cursor = next; next == "" {
			return moved, nil
		}
	}
}

// calendarAt is the calendar by which running clocks went at a moment; for now
// and all that is to come it is the current one.
func (e *Engine) calendarAt(ctx context.Context, f *family, at time.Time) (*workflows.Calendar, error) {
	if !at.Before(f.at) {
		return f.cal, nil
	}
	uses, err := e.o.Store.CalendarUses(ctx, f.cal.Def.ID)
	if err != nil {
		return nil, fmt.Errorf("reading since when calendar %s is used: %w", f.cal.Def.ID, err)
	}
	version := f.cal.Version
	for i, u := range uses {
		if i == 0 || !u.Since.After(at) {
			version = u.Version
		}
	}
	if version == f.cal.Version {
		return f.cal, nil
	}
	return e.keptCalendar(ctx, version)
}
