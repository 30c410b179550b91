package engine

import (
	"context"
	"fmt"
	"slices"
	"sort"
)

// VisitView is a joint inspection as one actor may see it.
type VisitView struct {
	Visit
	May []VisitKind // what this actor may do about it from this case
}

// visits shows the joint inspections of a filing that somebody waits for or that
// are over: all of them at the theme case, at a matter's those it takes part in. What a department found is its own; what
// was seen together is the departments'.
func (f *family) visits(a Actor, c *Case) []VisitView {
	var list []VisitView
	for _, v := range f.root.Visits {
		if v.State == VisitIdle || c.Matter != "" && !f.concerns(v, c.Matter) {
			continue
		}
		view := VisitView{Visit: v, May: f.mayVisit(a, c, v)}
		view.Findings = slices.DeleteFunc(slices.Clone(v.Findings), func(o Finding) bool { return !f.reads(a, o.Matter) })
		if !slices.ContainsFunc(v.Matters, func(m string) bool { return f.reads(a, m) }) {
			view.Record = ""
		}
		list = append(list, view)
	}
	return list
}

// reads reports whether the actor may read what a matter's department wrote for itself.
func (f *family) reads(a Actor, matter string) bool {
	c := f.child(matter)
	return a.Has(RoleAdministrator) || officer(a) && c != nil && sees(a, c) == whole && a.Account != c.Applicant
}

// concerns reports whether a matter has or had a part in a visit.
func (f *family) concerns(v Visit, matter string) bool {
	if in := f.pin.theme.Inspection(v.Inspection); in != nil && in.States[matter] != "" {
		return true
	}
	return slices.Contains(v.Matters, matter) || slices.Contains(v.Left, matter)
}

// addVisits lays what the theme case's log tells of a matter's joint inspections
// into the matter's history.
func (e *Engine) addVisits(ctx context.Context, a Actor, f *family, c *Case, v *CaseView) error {
	if c == f.root || len(f.root.Visits) == 0 {
		return nil
	}
	events, err := e.o.Store.EventsOfCase(ctx, f.root.ID)
	if err != nil {
		return fmt.Errorf("reading the joint inspections of a case: %w", err)
	}
	concerned := func(ev Event) bool {
		if ev.Data.Visit == nil {
			return false
		}
		of, ok := f.root.Visit(ev.Data.Visit.Inspection)
		return ok && f.concerns(of, c.Matter)
	}
	events = slices.DeleteFunc(slices.Clone(events), func(ev Event) bool { return !concerned(ev) })
	v.History = append(v.History, redactHistory(a, events, map[string]sight{f.root.ID: max(sees(a, f.root), progress)})...)
	sort.SliceStable(v.History, func(i, j int) bool {
		x, y := v.History[i].Position, v.History[j].Position
		return x.Tx < y.Tx || x.Tx == y.Tx && x.Seq < y.Seq
	})
	return nil
}

// redactVisit leaves of an event about a joint inspection what the actor may
// know: the departments that are concerned all of it, the applicant their
// appointment, others that there is one.
func redactVisit(a Actor, ev Event, applicant bool) Event {
	if a.Has(RoleAdministrator) || officer(a) && slices.ContainsFunc(ev.Data.Visit.Departments, func(d string) bool { return a.Departments[d] }) {
		return ev
	}
	ev.Actor, ev.Data.OnBehalf = "", ""
	tells := ev.Type == EventVisitArranged || ev.Type == EventVisitMoved || ev.Type == EventVisitCancelled
	if !applicant || !tells {
		ev.Data.Note = ""
	}
	if !applicant {
		told := *ev.Data.Visit
		told.Place, told.People, told.Ready = "", "", ""
		ev.Data.Visit = &told
	}
	return ev
}
