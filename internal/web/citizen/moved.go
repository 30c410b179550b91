package citizen

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
)

// movedView tells what a migration to a new form changed for whoever filed.
type movedView struct {
	L
	When  string
	Kept  []keptRow
	Needs []Issue
	Mark  string // names what was told, so that a save of a page that showed it counts as read
	Read  string // where it is put away; "" for a case
	CSRF  string
	Case  bool
	Late  bool // a page posted after its form had changed
	Files bool // a file came along that the new form does not ask for
}

type keptRow struct{ Label, Value string }

// movedOf is the notice of a draft; nil when everything was read.
func (p *Pages) movedOf(c echo.Context, page Page, d *engine.DraftView) (*movedView, error) {
	m, err := d.Draft.WhatMoved()
	if err != nil {
		return nil, err
	}
	late := c.QueryParam("moved") == "1" && len(m.Steps) > 0 // told even where everything found its place
	if m.Seen && !late {
		return nil, nil //nolint:nilnil // it was read
	}
	kept, err := d.Draft.KeptAnswers()
	if err != nil {
		return nil, err
	}
	if m.At.IsZero() {
		m.At = d.Draft.Updated
	}
	v := &movedView{L: page.L, CSRF: page.CSRF, When: page.Date(m.At), Mark: movedMark(m), Read: "/drafts/" + d.Draft.ID + "/moved", Late: late, Files: c.QueryParam("files") == "1"}
	if v.Kept, err = p.keptRows(c.Request().Context(), page.L, d.Draft.Theme, d.Draft.Matter, m.Untold(kept)); err != nil {
		return nil, err
	}
	var missing metamodel.Problems
	for _, n := range m.Needs {
		// Without its error: it is told beside the question.
		if i := slices.IndexFunc(d.Missing, func(p metamodel.Problem) bool { return p.Path == n.Path }); i >= 0 {
			one := d.Missing[i]
			one.Message = n.Label
			if len(n.Label) == 0 {
				one.Message = d.Missing[i].Message
			}
			missing = append(missing, one)
		}
	}
	v.Needs = page.left(d, missing)
	if len(v.Kept) == 0 && len(v.Needs) == 0 && !v.Late {
		return nil, nil //nolint:nilnil // nothing is left to be told
	}
	return v, nil
}

func movedMark(m *engine.Moved) string { return strconv.FormatInt(m.At.UnixMicro(), 36) }

// movedOfCase is the notice of a case: it stays, for what was typed is kept.
func (p *Pages) movedOfCase(c echo.Context, l L, view *engine.CaseView, rows []progressRow) (*movedView, error) {
	m, err := view.Case.WhatMoved()
	if err != nil || m.Seen {
		return nil, err
	}
	v := &movedView{L: l, Case: true, When: l.Date(m.At)}
	said := map[keptRow]bool{}
	for _, k := range append([]engine.Case{view.Case}, view.Children...) {
		kept, err := k.KeptAnswers()
		if err != nil {
			return nil, err
		}
		theme := ""
		if k.Matter == "" {
			theme = k.Theme
		}
		list, err := p.keptRows(c.Request().Context(), l, theme, k.Matter, m.Untold(kept))
		if err != nil {
			return nil, err
		}
		for _, row := range list { // a theme's answers are those of its matters
			if !said[row] {
				said[row] = true
				v.Kept = append(v.Kept, row)
			}
		}
	}
	for _, n := range m.Needs {
		matter := func(r progressRow) bool {
			return r.Correction != "" && (r.ID == view.Case.ID || slices.ContainsFunc(view.Children, func(k engine.Case) bool { return k.ID == r.ID && k.Matter == n.Matter }))
		}
		if i := slices.IndexFunc(rows, matter); i >= 0 && len(n.Label) > 0 {
			v.Needs = append(v.Needs, Issue{Href: rows[i].Correction + "#" + anchor(n.Path), Text: l.In(n.Label)})
		}
	}
	if len(v.Kept) == 0 && len(v.Needs) == 0 {
		return nil, nil //nolint:nilnil // likewise
	}
	return v, nil
}

// keptRows are answers kept aside, in the words of the form they were given in.
func (p *Pages) keptRows(ctx context.Context, l L, theme, matter string, kept []engine.KeptAnswer) ([]keptRow, error) {
	words, err := p.o.Engine.KeptWords(ctx, theme, matter, kept, l.Lang)
	if err != nil {
		return nil, err
	}
	var list []keptRow
	for i, k := range kept {
		list = append(list, keptRow{Label: l.keptLabel(k), Value: words[i]})
	}
	return list, nil
}

// keptLabel is what was asked, and in which row.
func (l L) keptLabel(k engine.KeptAnswer) string {
	label := l.In(k.Label)
	if label == "" {
		label = l.T("moved.answer")
	}
	for _, step := range strings.Split(k.Path, "/") {
		if n, err := strconv.Atoi(step); err == nil {
			label = l.T("moved.row", label, n+1)
		}
	}
	return label
}

// wasRead reports whether a posted page showed the notice as it is now.
func (p *Pages) wasRead(d *engine.DraftView, form url.Values) bool {
	m, err := d.Draft.WhatMoved()
	return err == nil && !m.Seen && form.Get("read") == movedMark(m)
}

// movedRead puts the notice of a draft away.
func (p *Pages) movedRead(c echo.Context) error {
	if _, err := p.o.Engine.SaveAnswers(c.Request().Context(), auth.Of(c).Actor, c.Param("id"), 0, engine.Patch{Read: true}); err != nil {
		return err
	}
	return see(c, "/drafts/"+c.Param("id"))
}
