package citizen

import (
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
)

// earlierView is what somebody answered in earlier filings: they say here,
// once a draft, what of it is used again.
type earlierView struct {
	Page
	ID, Name string
	Filings  []earlierFiling
}

// earlierFiling is one filing with what it offers.
type earlierFiling struct {
	Title, Number string
	Items         []earlierItem
}

type earlierItem struct {
	ID, Label, Words string
	Sensitive        bool
	Checked          bool
}

// dropView gives one answer that was taken over back, from the check page.
type dropView struct {
	L
	Draft, ID, CSRF, Label string
}

// earlier shows what could be used, and what is.
func (p *Pages) earlier(c echo.Context) error {
	d, err := p.open(c)
	if err != nil {
		return err
	}
	if d.Draft.Submitted != "" {
		return see(c, "/cases/"+d.Draft.Submitted+"/receipt")
	}
	offered, err := p.o.Engine.EarlierAnswers(c.Request().Context(), auth.Of(c).Actor, d.Draft.ID)
	if err != nil {
		return err
	}
	return p.render(c, http.StatusOK, "page-earlier", p.earlierPage(c, offered, nil))
}

// earlierPage ticks what was chosen; at first what is used, or all that is not
// sensitive.
func (p *Pages) earlierPage(c echo.Context, e *engine.EarlierView, chosen []string) earlierView {
	d := e.Draft
	v := earlierView{Page: p.newPage(c, ""), ID: d.Draft.ID}
	v.Title, v.Name, v.Back = v.T("earlier.title"), v.draftName(d), "/drafts/"+d.Draft.ID
	open := chosen == nil && d.Earlier.Consent == engine.ConsentOpen
	at := map[string]int{}
	add := func(f *metamodel.Field, k engine.EarlierAnswer, item earlierItem) {
		n, ok := at[k.Filing.Case]
		if !ok {
			n = len(v.Filings)
			at[k.Filing.Case] = n
			v.Filings = append(v.Filings, earlierFiling{Title: v.T("earlier.filing", v.Date(k.Filing.Submitted), v.In(k.Filing.Name)), Number: v.T("earlier.number", k.Filing.Number)})
		}
		item.ID, item.Label = k.ID, v.In(f.Group.Label)+" · "+v.In(f.Label)
		item.Checked = item.Checked || slices.Contains(chosen, k.ID)
		v.Filings[n].Items = append(v.Filings[n].Items, item)
	}
	offers := map[string]*engine.EarlierOffer{}
	for i := range e.Offers {
		offers[e.Offers[i].Path] = &e.Offers[i]
	}
	for _, f := range d.Form.Fields {
		if k := engine.TakenOver(d.Earlier.Used, f.Path); k != nil {
			add(f, *k, earlierItem{Words: d.Record.Own(f.Path, v.Lang), Checked: chosen == nil})
		} else if o := offers[f.Path]; o != nil {
			add(f, o.EarlierAnswer, earlierItem{Words: v.In(o.Words), Sensitive: o.Sensitive, Checked: open && !o.Sensitive})
		}
	}
	return v
}

// earlierSave takes what is ticked, nothing, or gives one answer back.
func (p *Pages) earlierSave(c echo.Context) error {
	form, err := c.FormParams()
	if err != nil {
		return badForm(err)
	}
	d, err := p.open(c)
	if err != nil {
		return err
	}
	here := "/drafts/" + d.Draft.ID
	if d.Draft.Submitted != "" {
		return see(c, "/cases/"+d.Draft.Submitted+"/receipt")
	}
	use, to := form["use"], here
	if drop := form.Get("drop"); drop != "" {
		to, use = here+"/check", nil
		for i := range d.Earlier.Used {
			k := &d.Earlier.Used[i]
			if k.ID != drop {
				use = append(use, k.ID)
			} else if s := sectionOf(d, k.Path); s != "" {
				to = sectionURL(d.Draft.ID, s) + "?return=check#" + anchor(k.Path)
			}
		}
	} else if form.Has("none") {
		use = nil
	} else if len(use) == 0 && len(d.Earlier.Used) == 0 {
		return p.earlierAgain(c, d, []string{}, p.l(c).T("earlier.choose"))
	}
	_, err = p.o.Engine.UseEarlier(c.Request().Context(), auth.Of(c).Actor, d.Draft.ID, 0, "", use)
	var ps metamodel.Problems
	if errors.As(err, &ps) && len(use) > 0 {
		return p.earlierAgain(c, d, use, p.l(c).T("earlier.gone"))
	}
	if err != nil {
		return err
	}
	return see(c, to)
}

// earlierAgain shows the list as it is now, with what is to be said.
func (p *Pages) earlierAgain(c echo.Context, d *engine.DraftView, chosen []string, why string) error {
	offered, err := p.o.Engine.EarlierAnswers(c.Request().Context(), auth.Of(c).Actor, d.Draft.ID)
	if err != nil {
		return err
	}
	v := p.earlierPage(c, offered, chosen)
	v.Issues = []Issue{{Href: "#earlier", Text: why}}
	v.here = &url.URL{Path: "/drafts/" + d.Draft.ID + "/earlier"}
	return p.render(c, http.StatusUnprocessableEntity, "page-earlier", v)
}

// sectionOf is the topic on which a field stands.
func sectionOf(d *engine.DraftView, path string) string {
	for _, s := range d.Form.Sections {
		if paths(s)[path] {
			return s.ID
		}
	}
	return ""
}

// earlierRow is the line of the task list, nil where nothing was answered before.
func (p *Pages) earlierRow(c echo.Context, l L, d *engine.DraftView) (*sourcesRow, error) {
	row := &sourcesRow{L: l, Title: l.T("earlier.title"), Href: "/drafts/" + d.Draft.ID + "/earlier"}
	switch {
	case len(d.Earlier.Back) > 0:
		row.Status, row.Tone, row.Note = l.T("topic.partial"), "part", l.T("earlier.row.back", len(d.Earlier.Back))
	case d.Earlier.Consent == engine.ConsentDenied, d.Earlier.Consent == engine.ConsentGiven && len(d.Earlier.Used) == 0:
		row.Status, row.Tone, row.Note = l.T("topic.done"), "none", l.T("earlier.row.none")
	case d.Earlier.Consent == engine.ConsentGiven:
		row.Status, row.Tone, row.Note = l.T("topic.done"), "done", l.T("earlier.row.used", len(d.Earlier.Used))
	default:
		offered, err := p.o.Engine.EarlierAnswers(c.Request().Context(), auth.Of(c).Actor, d.Draft.ID)
		if err != nil || len(offered.Offers) == 0 {
			return nil, err
		}
		row.Status, row.Tone, row.Note = l.T("topic.todo"), "todo", l.T("earlier.row.ask", len(offered.Offers))
	}
	return row, nil
}

// takenFrom says from which filing an answer was taken over.
func (l L) takenFrom(k *engine.EarlierAnswer) string {
	return l.T("earlier.from", l.Date(k.Filing.Submitted), l.In(k.Filing.Name))
}
