package citizen

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
)

type previewView struct {
	sectionView
	FormTitle string
	Topics    []previewTopic
}

type previewTopic struct {
	Title, Href string
	Current     bool
}

// preview shows the real page of a form to the designer, in a frame, without
// a draft and without saving. :id is a form ("M02" or "form:M02") or a theme;
// ?section, ?lang, ?elder choose what is seen; ?matters=M01,M02 the scope.
func (p *Pages) preview(c echo.Context) error {
	form, theme, err := p.previewForm(c)
	if err != nil {
		return err
	}
	return p.showPreview(c, http.StatusOK, form, theme, []byte("{}"), nil, false, nil)
}

func (p *Pages) previewForm(c echo.Context) (*metamodel.Form, *catalog.Theme, error) {
	edition, err := p.o.Catalog.Current(c.Request().Context())
	if err != nil {
		return nil, nil, err
	}
	id := c.Param("id")
	if t, _, ok := edition.Theme(id); ok {
		return t.Merged, t, nil
	}
	for _, r := range edition.Releases {
		for _, name := range []string{id, "form:" + id, strings.TrimPrefix(id, "form:")} {
			if f := r.Form(name); f != nil {
				return f, nil, nil
			}
		}
	}
	return nil, nil, errMissing
}

// previewTry judges what was typed, and keeps it only in the page.
func (p *Pages) previewTry(c echo.Context) error {
	form, theme, err := p.previewForm(c)
	if err != nil {
		return err
	}
	values, err := c.FormParams()
	if err != nil {
		return badForm(err)
	}
	s, ok := form.Section(c.QueryParam("section"))
	if !ok {
		if len(form.Sections) == 0 {
			return errMissing
		}
		s = form.Sections[0]
	}
	in := p.inputs(values)
	answers, err := engine.LayOver(form, nil, in.patch(s).Answers, nil)
	if err != nil {
		return badForm(err)
	}
	fragment := c.Request().Header.Get(fragmentHeader) != ""
	loud := values.Get("action") == "continue" && !fragment || values.Get("loud") == "1"
	return p.showPreview(c, http.StatusOK, form, theme, answers, s, loud, in.queries())
}

func (p *Pages) showPreview(c echo.Context, status int, form *metamodel.Form, theme *catalog.Theme, answers []byte, s *metamodel.Section, loud bool, query map[string]string) error {
	if s == nil {
		var ok bool
		if s, ok = form.Section(c.QueryParam("section")); !ok {
			if len(form.Sections) == 0 {
				return errMissing
			}
			s = form.Sections[0]
		}
	}
	ctx := metamodel.Context{Today: p.o.Now().In(p.o.Zone), WorkingDays: p.o.Engine.WorkingDays(c.Request().Context(), theme)}
	if list := c.QueryParam("matters"); theme != nil && list != "" {
		ctx.Scope = map[string]bool{}
		for _, m := range strings.Split(list, ",") {
			ctx.Scope[m] = true
		}
		ctx.Awaited = theme.Awaited(ctx.Scope)
	} else if theme != nil {
		all := map[string]bool{}
		for _, m := range theme.Matters {
			all[m.Def.ID] = true
		}
		ctx.Scope, ctx.Awaited = all, theme.Awaited(all)
	}
	rec := form.Check(answers, ctx)
	v := previewView{}
	v.Page = p.newPage(c, "")
	v.Bare, v.Preview, v.Loud = true, true, loud
	v.Title, v.FormTitle, v.Name = v.In(s.Title), v.In(form.Title), v.In(form.Title)
	ps := sectionProblems(rec, s, loud)
	fv := p.formView(v.L, form, rec, ps)
	fv.query = query
	if theme != nil {
		fv.calls = func(path string) []catalog.Wording { return theme.Wordings(path, ctx.Scope) }
	}
	v.Hint, v.Blocks = v.Rich(v.In(s.Hint)), fv.blocks(s)
	v.Shown, v.Upload = fv.shown, fv.files
	v.Issues, v.Unsaid = bounded(v.issuesOf(ps, fv.target))
	link := func(section string) string {
		q := url.Values{"section": {section}, "lang": {v.Lang}}
		if v.Elder {
			q.Set("elder", "1")
		}
		if m := c.QueryParam("matters"); m != "" {
			q.Set("matters", m)
		}
		return "/preview/forms/" + url.PathEscape(c.Param("id")) + "?" + q.Encode()
	}
	v.Action = link(s.ID)
	for i, other := range form.Sections {
		v.Topics = append(v.Topics, previewTopic{Title: v.In(other.Title), Href: link(other.ID), Current: other.ID == s.ID})
		if other.ID == s.ID {
			v.Number = i + 1
		}
	}
	v.Total = len(form.Sections)
	harden(c, "'self'")
	if c.Request().Header.Get(fragmentHeader) != "" {
		return p.write(c, http.StatusOK, "section-form", v.sectionView)
	}
	if loud && len(v.Issues) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return p.write(c, status, "page-preview", v)
}
