package citizen

import (
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/workflows"
)

type meView struct {
	Page
	Identity string
	Drafts   []draftCard
	Waiting  []caseCard // for the applicant
	Cases    []caseCard
	Next     string // address of older cases
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
	Submitted                string
	Word, Tone               string
}

// me lists one's own drafts and cases.
func (p *Pages) me(c echo.Context) error {
	v := meView{Page: p.newPage(c, "")}
	v.Title = v.T("me.title")
	var err error
	if v.Identity, err = p.identity(c); err != nil {
		return err
	}
	cursor := c.QueryParam("after")
	if cursor == "" {
		if v.Drafts, err = p.draftCards(c, 50); err != nil {
			return err
		}
	}
	ctx, me := c.Request().Context(), auth.Of(c).Actor
	if cursor == "" {
		waiting, _, err := p.o.Engine.Cases(ctx, me, engine.CaseFilter{RootsOnly: true, Status: engine.CaseAsking}, engine.Page{Limit: 50})
		if err != nil {
			return err
		}
		if v.Waiting, err = p.cards(c, waiting); err != nil {
			return err
		}
	}
	list, next, err := p.o.Engine.Cases(ctx, me, engine.CaseFilter{RootsOnly: true}, engine.Page{Cursor: cursor, Limit: 20})
	if err != nil {
		return err
	}
	list = slices.DeleteFunc(list, func(k engine.Case) bool {
		return slices.ContainsFunc(v.Waiting, func(w caseCard) bool { return w.ID == k.ID })
	})
	if v.Cases, err = p.cards(c, list); err != nil {
		return err
	}
	if next != "" {
		v.Next = "/me" + query("after", next)
	}
	return p.render(c, http.StatusOK, "page-me", v)
}

// draftCards are the n drafts that were saved last, of the fifty newest.
func (p *Pages) draftCards(c echo.Context, n int) ([]draftCard, error) {
	ctx, me := c.Request().Context(), auth.Of(c).Actor
	drafts, _, err := p.o.Engine.Drafts(ctx, me, engine.Page{Limit: 50})
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(drafts, func(a, b engine.Draft) int { return b.Updated.Compare(a.Updated) })
	drafts = drafts[:min(n, len(drafts))]
	l := p.l(c)
	var cards []draftCard
	for _, d := range drafts {
		r, err := p.o.Catalog.Release(ctx, d.Release)
		if err != nil {
			return nil, err
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
	return cards, nil
}

func (p *Pages) caseCards(c echo.Context, n int) ([]caseCard, bool, error) {
	list, next, err := p.o.Engine.Cases(c.Request().Context(), auth.Of(c).Actor, engine.CaseFilter{RootsOnly: true}, engine.Page{Limit: n})
	if err != nil {
		return nil, false, err
	}
	cards, err := p.cards(c, list)
	return cards, next != "", err
}

func (p *Pages) cards(c echo.Context, list []engine.Case) ([]caseCard, error) {
	l := p.l(c)
	var cards []caseCard
	for _, k := range list {
		r, err := p.o.Catalog.Release(c.Request().Context(), k.Release)
		if err != nil {
			return nil, err
		}
		card := caseCard{ID: k.ID, Number: k.Number, Entity: k.Title, Submitted: l.Date(k.Submitted)}
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
	return cards, nil
}
