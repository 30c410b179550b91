package citizen

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/workflows"
)

type meView struct {
	Page
	Identity identityView
	Drafts   []draftCard
	Waiting  []caseCard // for the applicant
	Cases    []caseCard
	Next     string // address of those that moved before
	Earlier  string // address of drafts saved before
}

// ForMe are the cases that wait for the applicant, as the list of cases takes them.
func (v meView) ForMe() meView {
	v.Cases = v.Waiting
	return v
}

// draftCard tells drafts apart: whose it is, how far it is, since when.
type draftCard struct {
	ID, Name, Entity string
	Started, Updated string
	Done, All        int // topics and required materials; All 0: not known
}

type caseCard struct {
	ID, Number, Name, Entity string
	Submitted, Active        string // Active: when it last moved; "" while it did not
	Word, Tone               string
}

// me lists one's own drafts and cases: what waits for the applicant, then drafts
// and cases, in both what moved last first.
func (p *Pages) me(c echo.Context) error {
	v := meView{Page: p.newPage(c, "")}
	v.Title = v.T("me.title")
	acc, err := p.account(c)
	if err != nil {
		return err
	}
	v.Identity = v.identityView(acc)
	drafts, cases := c.QueryParam("drafts"), c.QueryParam("after")
	if cases == "" {
		var next string
		if v.Drafts, next, err = p.draftCards(c, engine.Page{Cursor: drafts, Limit: 10}); err != nil {
			return err
		}
		if next != "" {
			v.Earlier = "/me" + query("drafts", next)
		}
	}
	if drafts != "" {
		return p.render(c, http.StatusOK, "page-me", v)
	}
	list, next, err := p.caseCards(c, engine.Page{Cursor: cases, Limit: 20})
	if err != nil {
		return err
	}
	n := 0
	for n < len(list) && list[n].Tone == "ask" {
		n++
	}
	v.Waiting, v.Cases = list[:n], list[n:]
	if next != "" {
		v.Next = "/me" + query("after", next)
	}
	return p.render(c, http.StatusOK, "page-me", v)
}

// draftCards are drafts, those saved last first, and where the next ones begin.
func (p *Pages) draftCards(c echo.Context, page engine.Page) ([]draftCard, string, error) {
	ctx, me := c.Request().Context(), auth.Of(c).Actor
	drafts, next, err := p.o.Engine.Drafts(ctx, me, page)
	if err != nil {
		return nil, "", err
	}
	l := p.l(c)
	var cards []draftCard
	for _, d := range drafts {
		r, err := p.o.Catalog.Release(ctx, d.Release)
		if err != nil {
			return nil, "", err
		}
		card := draftCard{ID: d.ID, Started: l.Date(d.Created), Updated: l.Moment(d.Updated)}
		if view, err := p.o.Engine.Draft(ctx, me, d.ID); err == nil { // else its own page tells why not
			card.Entity = view.Called()
			card.Done, card.All = l.progress(view)
		}
		if t := r.ThemeDef(d.Theme); t != nil {
			card.Name = l.In(t.Name)
		} else if m := r.MatterDef(d.Matter); m != nil {
			card.Name = l.In(m.Name)
		}
		cards = append(cards, card)
	}
	return cards, next, nil
}

// caseCards are the applicant's filings: first what waits for them, then what moved last.
func (p *Pages) caseCards(c echo.Context, page engine.Page) ([]caseCard, string, error) {
	list, next, err := p.o.Engine.Filings(c.Request().Context(), auth.Of(c).Actor, engine.CaseFilter{}, page)
	if err != nil {
		return nil, "", err
	}
	l := p.l(c)
	var cards []caseCard
	for _, k := range list {
		r, err := p.o.Catalog.Release(c.Request().Context(), k.Release)
		if err != nil {
			return nil, "", err
		}
		card := caseCard{ID: k.ID, Number: k.Number, Entity: k.Title, Submitted: l.Date(k.Submitted)}
		if k.Active.After(k.Submitted) {
			card.Active = l.Moment(k.Active)
		}
		if t := r.ThemeDef(k.Theme); t != nil {
			card.Name = l.In(t.Name)
		} else if m := r.MatterDef(k.Matter); m != nil {
			card.Name = l.In(m.Name)
		}
		switch k.Status {
		case engine.CaseEnded:
			card.Word, card.Tone = l.T("tone.over"), "done"
			if k.Outcome != workflows.Issued && k.Outcome != workflows.Partial {
				card.Word, card.Tone = l.T("tone.stop"), "stop"
			}
		case engine.CaseAsking:
			card.Word, card.Tone = l.T("tone.ask"), "ask"
		default:
			card.Word, card.Tone = l.T("tone.run"), "run"
		}
		cards = append(cards, card)
	}
	return cards, next, nil
}
