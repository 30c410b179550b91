package api

import (
	"net/http"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
)

// Visit is a joint inspection of a filing: one appointment instead of several.
type Visit struct {
	Inspection string             `json:"inspection"`
	Name       metamodel.Text     `json:"name"`
	State      engine.VisitState  `json:"state"`
	Revision   int64              `json:"revision" description:"Of the inspection itself, for If-Match"`
	Lead       *Named             `json:"lead,omitempty" description:"The department that arranges it"`
	Matters    []VisitMatter      `json:"matters" description:"That take part; that it was held with, or called off for"`
	Awaits     []VisitMatter      `json:"awaits,omitempty" description:"That may still come"`
	Left       []VisitMatter      `json:"left,omitempty" description:"Whose departments inspect on their own"`
	Until      *time.Time         `json:"until,omitempty" description:"How long the first waits for the others"`
	At         *time.Time         `json:"at,omitempty" description:"The appointment"`
	Place      string             `json:"place,omitempty"`
	People     string             `json:"people,omitempty" description:"Who comes"`
	Ready      string             `json:"ready,omitempty" description:"What the applicant is to have ready"`
	Why        string             `json:"why,omitempty" description:"Why it was put off or cancelled"`
	Cause      engine.VisitCause  `json:"cause,omitempty" description:"Why it was called off by itself: it had a date and no matter waits for it any more (nobody), the others did not come in time (late), no other may still come (alone), another version of the theme has none (version)"`
	Held       *time.Time         `json:"held,omitempty"`
	Record     string             `json:"record,omitempty" description:"To the departments: what was seen together"`
	Findings   []Finding          `json:"findings,omitempty" description:"What the caller's own department found"`
	May        []engine.VisitKind `json:"may" description:"What the caller may do about it from this case"`
}

// VisitMatter is a matter with the department that inspects for it.
type VisitMatter struct {
	Named
	Department Named `json:"department"`
}

// Finding is what a department found for its matter.
type Finding struct {
	Matter string    `json:"matter"`
	Note   string    `json:"note"`
	By     string    `json:"by"`
	At     time.Time `json:"at"`
}

// VisitIn does something about a joint inspection.
type VisitIn struct {
	ID         string           `path:"id" json:"-" description:"A case of the filing, as lists give it"`
	Do         engine.VisitKind `json:"do" validate:"required,oneof=arrange move cancel hold leave record" description:"One of what the inspection says the caller may do"`
	Inspection string           `json:"inspection" validate:"required,max=64"`
	At         time.Time        `json:"at,omitzero" description:"With arrange and move: the appointment"`
	Place      string           `json:"place,omitempty" validate:"max=200" description:"Likewise, and required with them"`
	People     string           `json:"people,omitempty" validate:"max=200" description:"Likewise"`
	Ready      string           `json:"ready,omitempty" validate:"max=2000" description:"Likewise, where something is to be ready"`
	Note       string           `json:"note,omitempty" validate:"max=2000" description:"Why it is moved (optional), cancelled or left; what was seen together (hold), or found (record)"`
}

// HistoryVisit is what an event of a joint inspection is about.
type HistoryVisit struct {
	Name   metamodel.Text    `json:"name"`
	Matter metamodel.Text    `json:"matter,omitempty" description:"That came or left"`
	Cause  engine.VisitCause `json:"cause,omitempty" description:"With visit.cancelled, when it was called off by itself"`
	At     *time.Time        `json:"at,omitempty" description:"The appointment"`
	Place  string            `json:"place,omitempty"`
	People string            `json:"people,omitempty"`
}

func (a *API) visitRoutes(r auth.Router) {
	route(a, r, row{method: http.MethodPost, path: "/cases/:id/visit", id: "visit", tag: "cases",
		summary: "Arrange, move, cancel or hold a joint inspection, leave it, or record what was found; If-Match is the revision of the inspection",
		headers: []string{"If-Match", "Idempotency-Key"}}, a.visit)
}

func (a *API) visit(c *call[VisitIn]) (*Case, error) {
	in := &c.In
	return changed(a, c, func(rev int64, k string) (*engine.CaseView, error) {
		return a.o.Engine.Visit(c.Request().Context(), c.Actor, in.ID, rev, k, engine.VisitDeed{
			Do: in.Do, Inspection: in.Inspection, At: in.At, Place: in.Place, People: in.People, Ready: in.Ready, Note: in.Note})
	})
}

// visitsOut shows the joint inspections of a case.
func visitsOut(v *engine.CaseView) []Visit {
	var list []Visit
	for i := range v.Visits {
		k := &v.Visits[i]
		out := Visit{Inspection: k.Inspection, Name: k.Name, State: k.State, Revision: k.Revision, Matters: visitMatters(v, k.Matters),
			Left: visitMatters(v, k.Left), At: when(k.At), Place: k.Place, People: k.People, Ready: k.Ready, Why: k.Why, Cause: k.Cause, Held: when(k.Held), Record: k.Record,
			May: append([]engine.VisitKind{}, k.May...)}
		if !k.Over() {
			out.Awaits = visitMatters(v, k.Awaits)
			if k.Lead != "" {
				out.Lead = &Named{k.Lead, v.Release.DepartmentName(k.Lead)}
			}
		}
		if k.State == engine.VisitGathering {
			out.Until = when(k.Wait.Due(v.Calendar))
		}
		for _, o := range k.Findings {
			out.Findings = append(out.Findings, Finding{Matter: o.Matter, Note: o.Note, By: o.By, At: o.At})
		}
		list = append(list, out)
	}
	return list
}

// visitMatters names matters with the departments that have their cases.
func visitMatters(v *engine.CaseView, ids []string) []VisitMatter {
	list := []VisitMatter{}
	for _, id := range ids {
		if m := v.Release.MatterDef(id); m != nil {
			department := v.HandlerOf(m)
			list = append(list, VisitMatter{Named{id, m.Name}, Named{department, v.Release.DepartmentName(department)}})
		}
	}
	return list
}

// historyVisit is likewise of an event.
func historyVisit(t *engine.VisitTold, rel *catalog.Release) *HistoryVisit {
	out := &HistoryVisit{Name: t.Name, Cause: t.Cause, Place: t.Place, People: t.People}
	if m := rel.MatterDef(t.Matter); m != nil {
		out.Matter = m.Name
	}
	if t.AtUnix != 0 {
		out.At = when(time.Unix(t.AtUnix, 0).UTC())
	}
	return out
}
