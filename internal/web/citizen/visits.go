package citizen

import (
	"slices"

	"github.com/onematter/onematter/engine"
)

// visitView is one appointment at the premises, for several departments.
type visitView struct {
	L           L
	Name        string
	When, ISO   string
	Place       string
	People      string
	Ready       string
	Departments string
	Matters     string
	Why         string // it was put off
}

// appointments lists the joint inspections the applicant expects, and what is
// to be said of them where they do not.
func (l L) appointments(v *engine.CaseView) []visitView {
	var list []visitView
	for i := range v.Visits {
		k := &v.Visits[i]
		if k.State != engine.VisitArranged {
			continue
		}
		departments, matters := l.visitors(v, k.Matters)
		list = append(list, visitView{L: l, Name: l.In(k.Name), When: l.Moment(k.At), ISO: l.ISO(k.At), Place: k.Place, People: k.People, Ready: k.Ready,
			Departments: departments, Matters: matters, Why: k.Why})
	}
	return list
}

// visitors names the departments that come, each once, and their matters.
func (l L) visitors(v *engine.CaseView, ids []string) (departments, matters string) {
	var ds, ms []string
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
	return l.List(ds), l.List(ms)
}

// sayVisit says in a matter's row how its joint inspection stands.
func (l L) sayVisit(row *progressRow, c *engine.Case, v *engine.CaseView) {
	if c.Status != engine.CaseRunning {
		return
	}
	for i := range v.Visits {
		k := &v.Visits[i]
		if !slices.Contains(k.Matters, c.Matter) {
			continue
		}
		switch k.State {
		case engine.VisitGathering:
			others, _ := l.visitors(v, k.Awaits)
			row.Asked = append(row.Asked, l.T("visit.gathering", others, l.Date(k.Wait.Due(v.Calendar))))
		case engine.VisitArranging:
			row.Asked = append(row.Asked, l.T("visit.arranging", l.In(v.Release.DepartmentName(k.Lead))))
		case engine.VisitArranged:
			row.Asked = append(row.Asked, l.T("visit.arranged", l.Moment(k.At)))
		case engine.VisitHeld:
			row.Asked = append(row.Asked, l.T("visit.held", l.Date(k.Held)))
		case engine.VisitCancelled:
			row.Asked = append(row.Asked, l.T("visit.cancelled"))
			if k.Why != "" {
				row.Asked = append(row.Asked, l.T("way.reason", k.Why))
			}
		}
	}
}
