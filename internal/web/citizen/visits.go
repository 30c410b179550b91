package citizen

import (
	"slices"

	"github.com/onematter/onematter/engine"
)

// visitView is one appointment at the premises, for several departments.
type visitView struct {
	L         L
	When, ISO string
	Place     string
	People    string
	Ready     string
	Matters   string
	Why       string   // it was put off, or cancelled
	Off       bool     // nobody comes
	Notes     []string // who comes, and who does not
}

// appointments lists the joint inspections the applicant expects, and those that
// they would still expect had they not been cancelled.
func (l L) appointments(v *engine.CaseView) []visitView {
	var list []visitView
	for i := range v.Visits {
		k := &v.Visits[i]
		off := k.State == engine.VisitCancelled && k.At.After(v.Now)
		if k.State != engine.VisitArranged && !off {
			continue
		}
		departments, matters := l.visitors(v, k.Matters)
		row := visitView{L: l, When: l.Moment(k.At), ISO: l.ISO(k.At), Place: k.Place, People: k.People, Ready: k.Ready, Matters: l.List(matters), Why: k.Why, Off: off}
		if off {
			row.Why = l.calledOff(&k.Visit)
		} else {
			row.Notes = l.comers(v, &k.Visit, departments)
		}
		list = append(list, row)
	}
	return list
}

// visitCauses words why a visit was called off by itself.
var visitCauses = map[engine.VisitCause]string{
	engine.NobodyWaits: "visit.cause.nobody", engine.NobodyCame: "visit.cause.late",
	engine.NobodyElse: "visit.cause.alone", engine.NobodyKnows: "visit.cause.version",
}

// calledOff says why a visit does not take place.
func (l L) calledOff(k *engine.Visit) string {
	if key, ok := visitCauses[k.Cause]; ok {
		return l.T(key)
	}
	if k.Why == "" {
		return "" // before there were causes
	}
	return l.T("way.reason", k.Why)
}

// comers says which departments come to a visit, and which of those that might
// have come do not: who comes was written down before they left.
func (l L) comers(v *engine.CaseView, k *engine.Visit, departments []string) []string {
	key := "visit.once"
	if len(departments) == 1 {
		key = "visit.one"
	}
	notes := []string{l.T(key, l.List(departments))}
	maybe, _ := l.visitors(v, k.Awaits)
	maybe = slices.DeleteFunc(maybe, func(d string) bool { return slices.Contains(departments, d) })
	var rest []string
	if in := v.Theme.Inspection(k.Inspection); in != nil {
		for _, m := range in.Matters {
			if slices.Contains(v.Case.Scope, m.Def.ID) {
				rest = append(rest, m.Def.ID)
			}
		}
	}
	absent, _ := l.visitors(v, rest)
	absent = slices.DeleteFunc(absent, func(d string) bool { return slices.Contains(departments, d) || slices.Contains(maybe, d) })
	if len(maybe) > 0 {
		notes = append(notes, l.T("visit.maybe", l.List(maybe)))
	}
	if len(absent) > 0 {
		notes = append(notes, l.T("visit.absent", l.List(absent)))
	}
	return notes
}

// visitors names the departments that come, each once, and their matters.
func (l L) visitors(v *engine.CaseView, ids []string) (ds, ms []string) {
	for _, id := range ids {
		m := v.Release.MatterDef(id)
		if m == nil {
			continue
		}
		ms = append(ms, l.In(m.Name))
		if d := l.In(v.Release.DepartmentName(v.HandlerOf(m))); !slices.Contains(ds, d) {
			ds = append(ds, d)
		}
	}
	return ds, ms
}

// sayVisit says in a matter's row how its joint inspection stands.
func (l L) sayVisit(row *progressRow, c *engine.Case, v *engine.CaseView) {
	for i := range v.Visits {
		k := &v.Visits[i]
		// An appointment that is off concerns also who has something to put right first.
		told := c.Status == engine.CaseRunning || c.Status == engine.CaseAsking && k.State == engine.VisitCancelled
		if !told || !slices.Contains(k.Matters, c.Matter) {
			continue
		}
		switch k.State {
		case engine.VisitGathering:
			others, _ := l.visitors(v, k.Awaits)
			row.Asked = append(row.Asked, l.T("visit.gathering", l.List(others), l.Date(k.Wait.Due(v.Calendar))))
		case engine.VisitArranging:
			row.Asked = append(row.Asked, l.T("visit.arranging", l.In(v.Release.DepartmentName(k.Lead))))
		case engine.VisitArranged:
			key := "visit.arranged"
			if len(k.Matters) == 1 {
				key = "visit.arranged.one"
			}
			row.Asked = append(row.Asked, l.T(key, l.Moment(k.At)))
		case engine.VisitHeld:
			row.Asked = append(row.Asked, l.T("visit.held", l.Date(k.Held)))
		case engine.VisitCancelled:
			row.Asked = append(row.Asked, l.T("visit.cancelled"))
			if why := l.calledOff(&k.Visit); why != "" {
				row.Asked = append(row.Asked, why)
			}
		}
	}
}
