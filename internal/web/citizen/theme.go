package citizen

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

type themeView struct {
	Page
	ID, Name, Summary string
	Lead              string
	Matters           []matterRow
	Departments       int
	Figures           []figure
	Questions         int
}

// matterRow is one matter in a list of them.
type matterRow struct {
	ID, Name, Department, Result string
	Always                       bool // whatever the situation
	Days                         string
	Statutory                    string
	Fee                          string
	After                        string // names of the matters it waits for
	Why                          string // one line: what it depends on
}

// figure is one number before and after the merge, as words and as bars.
// Widths are percent of the longer one.
type figure struct {
	L
	Label         string
	Before, After string
	WBefore       int
	WAfter        int
	Saved         string
}

// theme shows one thing: what it is, who is behind it, what merging saves.
func (p *Pages) theme(c echo.Context) error {
	t, _, err := p.findTheme(c)
	if err != nil {
		return err
	}
	v := themeView{Page: p.newPage(c, ""), ID: t.Def.ID}
	v.Wide = true
	v.Name, v.Summary = v.In(t.Def.Name), v.In(t.Def.Summary)
	v.Title, v.Back = v.Name, "/"
	if t.Lead != nil {
		v.Lead = v.In(t.Lead.Name)
	}
	all := map[string]bool{}
	departments := map[string]bool{}
	for _, m := range t.Matters {
		all[m.Def.ID] = true
		departments[m.Department.ID] = true
	}
	for _, m := range t.Matters {
		v.Matters = append(v.Matters, v.matter(t, m, all))
	}
	v.Departments, v.Questions = len(departments), len(t.Def.Guide)
	n := t.NeedsFor(all, nil)
	v.Figures = v.figures(n.Before, n.After)
	return p.render(c, http.StatusOK, "page-theme", v)
}

func (p *Pages) findTheme(c echo.Context) (*catalog.Theme, *catalog.Release, error) {
	edition, err := p.o.Catalog.Current(c.Request().Context())
	if err != nil {
		return nil, nil, err
	}
	t, r, ok := edition.Theme(c.Param("id"))
	if !ok {
		return nil, nil, errMissing
	}
	return t, r, nil
}

// matter puts one matter into words; what it waits for is named as far as it
// may be part of the filing.
func (l L) matter(t *catalog.Theme, m *catalog.ThemeMatter, part map[string]bool) matterRow {
	row := matterRow{
		ID: m.Def.ID, Name: l.In(m.Def.Name), Department: l.departmentOf(m.Matter), Result: l.In(m.Def.Result.Name),
		Days: l.Days(m.Def.PromisedDays), Statutory: l.Days(m.Def.StatutoryDays), Fee: l.Money(m.Def.Fee),
	}
	var refs []string
	if m.When != nil {
		refs = m.When.Refs()
	}
	row.Always = len(refs) == 0
	var asked []string
	for _, q := range t.Def.Guide {
		for _, r := range refs {
			if r == q.ID {
				asked = append(asked, l.In(q.Text))
			}
		}
	}
	if len(asked) > 0 {
		row.Why = l.List(asked)
	}
	var before []string
	for _, id := range m.Preconditions {
		for _, other := range t.Matters {
			if other.Def.ID == id && part[id] {
				before = append(before, l.In(other.Def.Result.Name))
			}
		}
	}
	row.After = l.List(before)
	return row
}

// figures compare what is asked before and after the merge.
func (l L) figures(before, after catalog.Burden) []figure {
	one := func(label, unit string, b, a float64) figure {
		f := figure{L: l, Label: l.T(label), Before: l.T(unit, l.Days(b)), After: l.T(unit, l.Days(a))}
		longest := max(b, a, 1)
		f.WBefore, f.WAfter = int(b/longest*100+.5), int(a/longest*100+.5)
		if b > a {
			f.Saved = l.T("figure.saved", int((b-a)/b*100+.5))
		}
		return f
	}
	list := []figure{
		one("figure.forms", "figure.forms.n", float64(before.Forms), float64(after.Forms)),
		one("figure.fields", "figure.fields.n", float64(before.Fields), float64(after.Fields)),
		one("figure.materials", "figure.materials.n", float64(before.Materials), float64(after.Materials)),
		one("figure.visits", "figure.visits.n", float64(before.Visits), float64(after.Visits)),
		one("figure.days", "figure.days.n", before.Days, after.Days),
	}
	if before.Inspections > 0 {
		list = append(list, one("figure.inspections", "figure.inspections.n", float64(before.Inspections), float64(after.Inspections)))
	}
	return list
}

// answerWords is a guide answer in words.
func (l L) answerWords(t *catalog.Theme, q metamodel.Question, value any) string {
	words := wordsOf(value)
	switch {
	case q.Type == metamodel.TypeBoolean && words == "true":
		return l.T("yes")
	case q.Type == metamodel.TypeBoolean:
		return l.T("no")
	case q.Type == metamodel.TypeCode:
		if list, ok := t.CodeList(q); ok {
			if e, ok := list.Entry(words); ok {
				return l.In(e.Name)
			}
		}
	}
	if unit := l.In(l.unit(t, q)); unit != "" {
		return words + " " + unit
	}
	return words
}

// unit of a question: its own, or its field's.
func (l L) unit(t *catalog.Theme, q metamodel.Question) metamodel.Text {
	if len(q.Unit) > 0 || q.Field == "" {
		return q.Unit
	}
	if f, ok := t.Merged.Field(q.Field); ok {
		return f.Element.Unit
	}
	return nil
}
