package engine

import (
	"context"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/onematter/onematter/workflows"
)

// VisitKind is what is done about a joint inspection.
type VisitKind string

const (
	ArrangeVisit VisitKind = "arrange" // names the date, the place and who comes
	MoveVisit    VisitKind = "move"    // puts it off, or brings it forward
	CancelVisit  VisitKind = "cancel"  // each department inspects on its own
	HoldVisit    VisitKind = "hold"    // it took place, and what was seen
	LeaveVisit   VisitKind = "leave"   // one department inspects on its own
	RecordVisit  VisitKind = "record"  // what one department found
)

// VisitDeed is one thing done about a joint inspection.
type VisitDeed struct {
	Do         VisitKind
	Inspection string
	At         time.Time // of arrange and move
	Place      string
	People     string
	Ready      string
	Note       string // why it is moved, cancelled or left; what was seen, or found
}

const (
	maxVisitWords = 200                  // of a place, and of who comes
	farthestVisit = 366 * 24 * time.Hour // a later date is a slip of the pen
)

// Visit does something about a joint inspection of the filing a case belongs to.
// revision is the visit's own: what happens to the cases beside it does not make
// it stale. key as with Apply.
func (e *Engine) Visit(ctx context.Context, a Actor, caseID string, revision int64, key string, d VisitDeed) (*CaseView, error) {
	if err := checkKey(key); err != nil {
		return nil, err
	}
	d.Place, d.People, d.Ready, d.Note = cleanNote(d.Place), cleanNote(d.People), cleanNote(d.Ready), cleanNote(d.Note)
	d.At = d.At.UTC().Truncate(time.Minute)
	request := requestHash("visit", caseID, string(d.Do), d.Inspection, d.At.String(), d.Place, d.People, d.Ready, d.Note)
	current := func(seen Case) bool {
		root, err := e.rootOf(ctx, seen)
		v, known := root.Visit(d.Inspection)
		return err == nil && (!known || v.Revision == revision)
	}
	return e.actingOn(ctx, a, caseID, current, key, request, func(seen Case) error {
		f, c, err := e.asSeen(ctx, seen)
		if err != nil {
			return err
		}
		switch v, known := f.root.Visit(d.Inspection); {
		case !known:
			return refuse(visitNone, "inspection")
		case v.Revision != revision:
			return ErrConflict
		}
		if err := f.visit(a, c, d); err != nil {
			return err
		}
		return e.commitAction(ctx, a, f, c, key, request)
	})
}

// rootOf reads the theme case of a case.
func (e *Engine) rootOf(ctx context.Context, c Case) (Case, error) {
	if c.IsRoot() {
		return c, nil
	}
	root, err := e.o.Store.Case(ctx, c.Root)
	if err != nil {
		return Case{}, fmt.Errorf("reading the root of case %s: %w", c.ID, err)
	}
	return root, nil
}

// visit takes the deed.
func (f *family) visit(a Actor, c *Case, d VisitDeed) error {
	f.convene() // the time to wait may just be up
	v, _ := f.root.Visit(d.Inspection)
	if !slices.Contains(f.mayVisit(a, c, v), d.Do) {
		return refuse(visitNot, "do")
	}
	if err := f.checkVisit(v, d); err != nil {
		return err
	}
	f.by = f.visitor(a, c, v)
	v.Why = ""
	switch d.Do {
	case ArrangeVisit, MoveVisit:
		event := EventVisitArranged
		if d.Do == MoveVisit {
			event, v.Why = EventVisitMoved, d.Note
		}
		v.State, v.At, v.Place, v.People, v.Ready = VisitArranged, d.At, d.Place, d.People, d.Ready
		f.putVisit(v)
		f.logVisit(v, event, "", d.Note)
	case CancelVisit:
		f.callOff(v, "", d.Note)
	case HoldVisit:
		v.State, v.Held, v.Record, v.Awaits = VisitHeld, f.at, d.Note, nil
		f.endVisitTask(v.Inspection, TaskAnswered)
		f.putVisit(v)
		f.logVisit(v, EventVisitHeld, "", d.Note)
	case LeaveVisit:
		v.Left = append(slices.Clone(v.Left), c.Matter)
		v.Matters = slices.DeleteFunc(slices.Clone(v.Matters), func(m string) bool { return m == c.Matter })
		f.putVisit(v)
		f.logVisit(v, EventVisitLeft, c.Matter, d.Note)
		f.convene()
	case RecordVisit:
		found := slices.DeleteFunc(slices.Clone(v.Findings), func(o Finding) bool { return o.Matter == c.Matter })
		v.Findings = append(found, Finding{Matter: c.Matter, Note: d.Note, By: a.Name, At: f.at})
		f.putVisit(v)
		f.log(c, EventVisitRecorded, func(x *EventData) { x.Note = d.Note })
	}
	return nil
}

// mayVisit lists what the actor may do about a joint inspection, seen from a
// case: who arranges it from any of the filing, the others from their own.
func (f *family) mayVisit(a Actor, c *Case, v Visit) []VisitKind {
	var list []VisitKind
	if f.visitTask(a, v) != nil {
		if v.State == VisitArranging {
			list = append(list, ArrangeVisit)
		} else {
			if !f.dayOf(f.at).Before(f.dayOf(v.At)) {
				list = append(list, HoldVisit)
			}
			list = append(list, MoveVisit)
		}
		list = append(list, CancelVisit)
	}
	at, ok := f.visitOf(c)
	if !ok || at.Inspection != v.Inspection || !slices.Contains(v.Matters, c.Matter) {
		return list
	}
	if s, ok := f.matter(c).Machine.State(c.State); !ok || !mayAct(a, c, s) {
		return list
	}
	switch v.State {
	case VisitHeld:
		list = append(list, RecordVisit)
	case VisitGathering, VisitArranging, VisitArranged:
		list = append(list, LeaveVisit)
	}
	return list
}

// visitTask is the open task of whoever arranges a visit, if it is the actor's.
func (f *family) visitTask(a Actor, v Visit) *Task {
	for i := range f.root.Tasks {
		if t := &f.root.Tasks[i]; t.Visit == v.Inspection && t.WaitsFor(a) && officer(a) {
			return t
		}
	}
	return nil
}

// visitor is who acts, under the role that lets them.
func (f *family) visitor(a Actor, c *Case, v Visit) who {
	if t := f.visitTask(a, v); t != nil {
		return who{account: a.Account, name: a.Name, role: t.roleOf(a)}
	}
	if s, ok := f.matter(c).Machine.State(c.State); ok {
		return actingAs(a, c, s)
	}
	return who{account: a.Account, name: a.Name}
}

func (f *family) dayOf(t time.Time) time.Time {
	y, m, d := t.In(f.cal.Zone).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, f.cal.Zone)
}

// checkVisit refuses what must be said and was not.
func (f *family) checkVisit(v Visit, d VisitDeed) error {
	long := func(s string) bool { return utf8.RuneCountInString(s) > maxVisitWords }
	if err := checkNote(d.Note); err != nil {
		return err
	}
	switch d.Do {
	case ArrangeVisit, MoveVisit:
		switch {
		case d.At.Before(f.at) || d.At.Sub(f.at) > farthestVisit:
			return refuse(visitWhen, "at")
		case d.Place == "" || long(d.Place):
			return refuse(visitPlace, "place", "max", maxVisitWords)
		case d.People == "" || long(d.People):
			return refuse(visitPeople, "people", "max", maxVisitWords)
		case noteTooLong(d.Ready):
			return refuse(noteLong, "ready", "max", maxNote)
		}
	case CancelVisit, LeaveVisit:
		if d.Note == "" {
			return refuse(visitWhy, "note")
		}
	case HoldVisit, RecordVisit:
		if d.Note == "" {
			return refuse(visitNote, "note")
		}
	default:
		return fmt.Errorf("%w: nothing is known of %q", errInvariant, d.Do)
	}
	return nil
}

// timeUp lets a visit go on without those who have not come in time, and tells
// what was decided and has waited long enough. False when somebody was faster.
func (e *Engine) timeUp(ctx context.Context, seen Case) (bool, error) {
	f, err := e.loadFamily(ctx, seen)
	if err != nil {
		return false, err
	}
	f.convene()
	f.notify()
	if !f.dirty[f.root] {
		return false, nil
	}
	return e.sweptFamily(ctx, f)
}

// waitsInVain reports whether a case's joint inspection has waited long enough.
func waitsInVain(c *Case, at time.Time, cal *workflows.Calendar) bool {
	return slices.ContainsFunc(c.Visits, func(v Visit) bool { return v.State == VisitGathering && v.waited(at, cal) })
}
