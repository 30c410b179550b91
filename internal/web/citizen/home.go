package citizen

import (
	"net/http"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
)

type homeView struct {
	Page
	Query    string
	Themes   []themeCard
	Alone    []matterCard // matters that are filed by themselves
	Policies int          // policies in force; 0 hides the way to them
	Drafts   []draftCard
	Cases    []caseCard
	More     bool // there are more drafts or cases than shown
}

type themeCard struct {
	ID, Name, Summary    string
	Matters, Departments int
}

// home shows the things that can be done, and one's own cases.
func (p *Pages) home(c echo.Context) error {
	ctx := c.Request().Context()
	edition, err := p.o.Catalog.Current(ctx)
	if err != nil {
		return err
	}
	v := homeView{Page: p.newPage(c, ""), Query: shorten(strings.TrimSpace(c.QueryParam("q")), 60)}
	v.Title, v.Full = v.T("home.title"), true
	for _, r := range edition.Releases {
		for _, id := range r.Pack.ThemeIDs() {
			if t := r.Theme(id); t != nil && matches(t, v.Query) {
				v.Themes = append(v.Themes, card(v.L, t))
			}
		}
	}
	if v.Alone, err = p.alone(c, v.L, edition, v.Query); err != nil {
		return err
	}
	for _, pol := range edition.Policies() {
		if says(v.Query, pol.Def.Name, pol.Def.Summary, pol.Department.Name) {
			v.Policies++
		}
	}
	sort.Slice(v.Themes, func(i, j int) bool { return v.Themes[i].ID < v.Themes[j].ID })
	if id := auth.Of(c); id.Known && id.Actor.Has(engine.RoleCitizen) {
		var drafts, cases string
		if v.Drafts, drafts, err = p.draftCards(c, engine.Page{Limit: 3}); err != nil {
			return err
		}
		if v.Cases, cases, err = p.caseCards(c, engine.Page{Limit: 3}); err != nil {
			return err
		}
		v.More = drafts != "" || cases != ""
	}
	return p.render(c, http.StatusOK, "page-home", v)
}

// Found is how many things a search found.
func (v homeView) Found() int { return len(v.Themes) + len(v.Alone) + v.Policies }

func card(l L, t *catalog.Theme) themeCard {
	departments := map[string]bool{}
	for _, m := range t.Matters {
		departments[m.Department.ID] = true
	}
	return themeCard{ID: t.Def.ID, Name: l.In(t.Def.Name), Summary: l.In(t.Def.Summary), Matters: len(t.Matters), Departments: len(departments)}
}

// matches looks for every word of a query in the theme's and its matters'
// names, whatever the language.
func matches(t *catalog.Theme, query string) bool {
	if query == "" {
		return true
	}
	var b strings.Builder
	for _, s := range t.Def.Name {
		b.WriteString(s + "\n")
	}
	for _, s := range t.Def.Summary {
		b.WriteString(s + "\n")
	}
	for _, m := range t.Matters {
		for _, s := range m.Def.Name {
			b.WriteString(s + "\n")
		}
		for _, s := range m.Department.Name {
			b.WriteString(s + "\n")
		}
		if m.Delegate != nil {
			for _, s := range m.Delegate.Name {
				b.WriteString(s + "\n")
			}
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

func shorten(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n])
}
