package citizen

import (
	"math"
	"net/http"
	"sort"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
)

type matterView struct {
	Page
	ID, Name   string
	Department string
	Basis      string
	Result     string
	Days       string
	Statutory  string
	Fee        string
	Minutes    int
	Topics     []string
	Materials  []materialRow
	Delivered  []materialRow // that a department issues electronically
	Answered   string        // how many answers departments give, and which
	CanStart   bool
	Cancelled  *cancelledView
	Delegated  string // by what it is
	Key        string // of the draft the button starts
}

// cancelledView says from when a matter is no longer there, why, and what is
// there instead.
type cancelledView struct {
	Over              bool // already
	On, Basis, Reason string
	Next              []matterCard
}

// cancelledOf is nil for a matter that stays.
func (p *Pages) cancelledOf(c echo.Context, l L, edition *catalog.Edition, rel *catalog.Release, m *metamodel.Matter) (*cancelledView, error) {
	if m.Cancelled == nil {
		return nil, nil
	}
	over, err := p.o.Engine.Over(c.Request().Context(), rel, m)
	if err != nil {
		return nil, err
	}
	v := &cancelledView{Over: over, On: l.ISODate(m.Cancelled.On), Basis: l.In(m.Cancelled.Basis), Reason: l.In(m.Cancelled.Reason)}
	v.Next, err = p.instead(c, l, edition, m, map[string]bool{m.ID: true})
	return v, err
}

// instead lists what is to be applied for in the place of a cancelled matter:
// where that is cancelled too by now, what replaces it.
func (p *Pages) instead(c echo.Context, l L, edition *catalog.Edition, m *metamodel.Matter, seen map[string]bool) (list []matterCard, err error) {
	for _, id := range m.Cancelled.Successors {
		next, rel, ok := edition.Fileable(id)
		if !ok || seen[id] {
			continue
		}
		seen[id] = true
		over, err := p.o.Engine.Over(c.Request().Context(), rel, next.Def)
		if err != nil {
			return nil, err
		}
		if !over {
			list = append(list, matterCard{ID: id, Name: l.In(next.Def.Name), Department: l.In(next.Department.Name)})
			continue
		}
		further, err := p.instead(c, l, edition, next.Def, seen)
		if err != nil {
			return nil, err
		}
		list = append(list, further...)
	}
	return list, nil
}

// matterCard is a matter that is filed alone.
type matterCard struct{ ID, Name, Department string }

// mostAlone bounds the matters on the home page; a search finds the others.
const mostAlone = 30

// alone lists the matters that belong to no theme, by name of their department.
func (p *Pages) alone(c echo.Context, l L, e *catalog.Edition, query string) ([]matterCard, error) {
	part := map[string]bool{}
	for _, r := range e.Releases {
		for _, id := range r.Pack.ThemeIDs() {
			if t := r.ThemeDef(id); t != nil {
				for _, m := range t.Matters {
					part[m.Matter] = true
				}
			}
		}
	}
	var list []matterCard
	for _, r := range e.Releases {
		for _, id := range r.Pack.MatterIDs() {
			m := r.MatterDef(id)
			if m == nil || m.Standard || part[id] {
				continue
			}
			if over, err := p.o.Engine.Over(c.Request().Context(), r, m); err != nil {
				return nil, err
			} else if over {
				continue
			}
			department := r.DepartmentName(m.Department)
			if says(query, m.Name, department) {
				list = append(list, matterCard{ID: id, Name: l.In(m.Name), Department: l.In(department)})
			}
		}
	}
	sort.Slice(list, func(i, j int) bool { return list[i].ID < list[j].ID })
	return list[:min(len(list), mostAlone)], nil
}

// says looks for every word of a query in some texts, whatever the language.
func says(query string, texts ...metamodel.Text) bool {
	var b strings.Builder
	for _, t := range texts {
		for _, s := range t {
			b.WriteString(s + "\n")
		}
	}
	text := strings.ToLower(b.String())
	for _, word := range strings.Fields(strings.ToLower(query)) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// matter shows a matter that can be filed alone: what it is, what it takes.
func (p *Pages) matter(c echo.Context) error {
	edition, err := p.o.Catalog.Current(c.Request().Context())
	if err != nil {
		return err
	}
	m, rel, ok := edition.Fileable(c.Param("id"))
	if !ok {
		return errMissing
	}
	v := matterView{Page: p.newPage(c, ""), Key: newKey(), ID: m.Def.ID}
	v.Name, v.Department, v.Basis, v.Result = v.In(m.Def.Name), v.departmentOf(m), v.In(m.Def.Basis), v.In(m.Def.Result.Name)
	v.Title, v.Back = v.Name, "/"
	if d := m.Def.Delegated; d != nil {
		v.Delegated = v.T("matter.delegated.basis", v.In(d.Basis))
	}
	v.Days, v.Statutory, v.Fee = v.L.Days(m.Def.PromisedDays), v.L.Days(m.Def.StatutoryDays), v.Money(m.Def.Fee)
	v.Minutes = minutes(m.Form.FillTime(nil).Seconds)
	for _, s := range m.Form.Sections {
		v.Topics = append(v.Topics, v.In(s.Title))
	}
	offers, err := p.o.Engine.Offered(c.Request().Context(), rel, nil, m)
	if err != nil {
		return err
	}
	for _, mm := range m.Materials {
		if mm.Material.Origin != metamodel.OriginApplicant && mm.Material.Origin != metamodel.OriginIssuer {
			continue
		}
		depends := mm.When != nil && mm.Use.When != ""
		row := materialRow{ID: mm.Material.ID, Name: v.In(mm.Use.Label), Must: mm.Use.Required && !depends, Optional: !mm.Use.Required && !depends}
		if depends {
			row.Reason = v.In(mm.Use.Note)
		}
		if o := offerOf(offers, row.ID); o != nil {
			row.Reason = v.deliveredBy(o)
			v.Delivered = append(v.Delivered, row)
		} else {
			v.Materials = append(v.Materials, row)
		}
	}
	v.Answered = v.answeredBy(offers, nil)
	id := auth.Of(c)
	v.CanStart = !id.Known || id.Actor.Has(engine.RoleCitizen)
	if v.Cancelled, err = p.cancelledOf(c, v.L, edition, rel, m.Def); err != nil {
		return err
	}
	return p.render(c, http.StatusOK, "page-matter", v)
}

// minutes rounds a time up: nobody minds being done early.
func minutes(seconds int) int { return max(1, int(math.Ceil(float64(seconds)/60))) }
