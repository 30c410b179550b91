package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sort"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// family is a root case with its children as read for one decision, and the
// change that the decision builds. A matter filed alone is a family of one.
type family struct {
	pin      *pinned
	cal      *workflows.Calendar
	at       time.Time
	by       who
	root     *Case
	children []*Case // in the theme's order
	change   Change
	read     []Case            // the cases as they were read
	dirty    map[*Case]bool    // cases to update; new ones are inserted instead
	fresh    bool              // the cases are being filed now
	queue    map[string]queued // open tasks as they were read, by id
	silence  *Silence          // nobody acts: the time is up
	changes  []ChangeTold      // what the answer to a correction changed
	steady   *Case             // of which nothing changes but what somebody who was asked says
	filled   effort            // of the draft that is being filed
	filed    []filedMatter     // likewise: its matters
	powers   map[string]power  // likewise: who takes them, by matter
	retell   bool              // what was decided changed: how long it waits to be told is to be said anew
	heedRoot bool              // a joint inspection is open: who decides heeds what others did to it meanwhile
}

// effort is the time that filling in a draft took, and the time computed for
// what it asked (see metamodel.Effort).
type effort struct{ measured, computed time.Duration }

func (e effort) tell(d *EventData) {
	d.FillSeconds, d.ComputedSeconds = seconds(e.measured), seconds(e.computed)
}

// who acts, as the log records it.
type who struct {
	account string
	role    string
	name    string
	behalf  string // account of the holder for whom they act
}

// loadFamily reads the case's root and siblings.
func (e *Engine) loadFamily(ctx context.Context, c Case) (*family, error) {
	root, stale := c, !c.IsRoot()
	for range retries {
		if stale {
			var err error
			if root, err = e.o.Store.Case(ctx, c.Root); err != nil {
				return nil, fmt.Errorf("reading the root of case %s: %w", c.ID, err)
			}
		}
		f, err := e.familyOf(ctx, root)
		if !errors.Is(err, ErrConflict) {
			return f, err
		}
		stale = true
	}
	return nil, ErrConflict
}

// asSeen reads a case with its family to decide about it: ErrConflict when it
// moved on since it was seen.
func (e *Engine) asSeen(ctx context.Context, seen Case) (*family, *Case, error) {
	f, err := e.loadFamily(ctx, seen)
	if err != nil {
		return nil, nil, err
	}
	c := f.find(seen.ID)
	if c == nil || c.Revision != seen.Revision {
		return nil, nil, ErrConflict
	}
	return f, c, nil
}

// visibleFamily reads a case that the actor may see, by id or number, with its family.
func (e *Engine) visibleFamily(ctx context.Context, a Actor, id string) (*family, *Case, error) {
	seen, err := e.visibleCase(ctx, a, id)
	if err != nil {
		return nil, nil, err
	}
	f, err := e.loadFamily(ctx, seen)
	if err != nil {
		return nil, nil, err
	}
	c := f.find(seen.ID)
	if c == nil {
		return nil, nil, ErrNotFound
	}
	return f, c, nil
}

// familyOf reads the siblings of a root as it was read: ErrConflict when a
// migration moved the family since.
func (e *Engine) familyOf(ctx context.Context, root Case) (*family, error) {
	pin, err := e.pin(ctx, root.Release, root.Theme, root.Matter)
	if err != nil {
		return nil, err
	}
	f := &family{pin: pin, root: &root, dirty: map[*Case]bool{}}
	if f.cal, err = e.calendar(ctx, pin.rel, pin.theme); err != nil {
		return nil, err
	}
	if pin.theme != nil {
		children, err := e.o.Store.Children(ctx, root.ID)
		if err != nil {
			return nil, fmt.Errorf("reading the children of case %s: %w", root.ID, err)
		}
		if slices.ContainsFunc(children, func(c Case) bool { return c.Release != root.Release }) {
			return nil, ErrConflict
		}
		f.children = inThemeOrder(pin.theme, children)
	}
	// After the cases: what is decided about them did not happen before them.
	if f.at, err = e.now(ctx); err != nil {
		return nil, err
	}
	for _, c := range append([]*Case{f.root}, f.children...) {
		f.read = append(f.read, *c)
		f.remember(c)
	}
	return f, nil
}

func inThemeOrder(t *catalog.Theme, children []Case) []*Case {
	place := make(map[string]int, len(t.Matters))
	for i, m := range t.Matters {
		place[m.Def.ID] = i
	}
	list := make([]*Case, len(children))
	for i := range children {
		list[i] = &children[i]
	}
	sort.SliceStable(list, func(i, j int) bool { return place[list[i].Matter] < place[list[j].Matter] })
	return list
}

// find gives the family's own copy of a case.
func (f *family) find(id string) *Case {
	if f.root.ID == id {
		return f.root
	}
	for _, c := range f.children {
		if c.ID == id {
			return c
		}
	}
	return nil
}

func (f *family) child(matter string) *Case {
	for _, c := range f.children {
		if c.Matter == matter {
			return c
		}
	}
	return nil
}

// matter is the definition a case runs by.
func (f *family) matter(c *Case) *catalog.Matter { return f.pin.rel.Matter(c.Matter) }

func (f *family) touch(c *Case) {
	if !f.fresh {
		f.dirty[c] = true
	}
}

// scope is the matters of this filing.
func (f *family) scope() map[string]bool {
	scope := make(map[string]bool, len(f.root.Scope))
	for _, m := range f.root.Scope {
		scope[m] = true
	}
	return scope
}

// awaited are the answers still to come from a department: what was delivered
// already is an answer like any other.
func (f *family) awaited() map[string]bool {
	if f.pin.theme == nil {
		a := maps.Clone(f.pin.matter.Yields)
		if f.root.Result != nil {
			for path := range f.root.Result.Fields {
				delete(a, path)
			}
		}
		return a
	}
	a := maps.Clone(f.pin.theme.Awaited(f.scope()))
	for _, c := range f.children {
		if c.Result != nil {
			for path := range c.Result.Fields {
				delete(a, path)
			}
		}
	}
	return a
}

// filingDay is the day by which the answers of a filing are judged for good: a
// date that was in the future then is not wrong because time went by.
func (f *family) filingDay() time.Time { return f.root.Submitted.In(f.cal.Zone) }

// record judges a case's answers by its own form, or a theme's by the merged one.
func (f *family) record(c *Case, answers json.RawMessage, day time.Time) *metamodel.Record {
	if c.Matter == "" {
		return f.pin.theme.Merged.Check(answers, metamodel.Context{Today: day, WorkingDays: f.cal.WorkingDays, Scope: f.scope(), Awaited: f.awaited()})
	}
	return f.matter(c).Form.Check(answers, metamodel.Context{Today: day, WorkingDays: f.cal.WorkingDays, Awaited: f.awaited()})
}

// commit writes what the decision changed. Cases go by id, so that two
// decisions about one family never lock its rows in opposite order.
func (e *Engine) commitFamily(ctx context.Context, f *family) error {
	f.convene()
	if f.retell {
		f.notify()
	}
	if f.heedRoot && !f.dirty[f.root] {
		f.change.Unmoved = append(f.change.Unmoved, Unmoved{Case: f.root.ID, Revision: f.root.Revision})
	}
	for _, c := range append([]*Case{f.root}, f.children...) {
		if f.dirty[c] {
			c.SilentNext = f.silentAt(c) // whatever changed its state or clocks
			if c != f.steady {
				c.Steady = c.Revision + 1
			}
			f.change.UpdateCases = append(f.change.UpdateCases, *c)
			f.requeue(c)
		}
	}
	sort.Slice(f.change.UpdateCases, func(i, j int) bool {
		return f.change.UpdateCases[i].ID < f.change.UpdateCases[j].ID
	})
	f.change.ReadCases = f.read
	err := e.commit(ctx, &f.change)
	if errors.Is(err, ErrConflict) {
		return ErrConflict
	}
	return err
}
