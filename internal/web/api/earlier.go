package api

import (
	"net/http"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
)

// EarlierAnswers are what an open draft could use of its owner's earlier filings.
type EarlierAnswers struct {
	Consent string         `json:"consent,omitempty" enum:"given,denied" description:"Whether the owner wants earlier answers used in this draft; absent: not asked yet"`
	Offers  []EarlierOffer `json:"offers" description:"Not used yet, in the form's order: of each question the newest answer its form takes"`
	Used    []EarlierUsed  `json:"used" description:"Taken over, and unchanged since"`
}

// EarlierOffer is an answer of an earlier filing.
type EarlierOffer struct {
	ID        string         `json:"id" description:"Names this value of this filing: what is said to be used"`
	Path      string         `json:"path"`
	Label     metamodel.Text `json:"label"`
	Subject   Named          `json:"subject"`
	Text      metamodel.Text `json:"text" description:"As shown to people; sensitive values masked"`
	Sensitive bool           `json:"sensitive" description:"To be agreed to by itself"`
	Filing    EarlierFiling  `json:"filing"`
}

// EarlierUsed is an answer that was taken over.
type EarlierUsed struct {
	ID     string        `json:"id"`
	Path   string        `json:"path"`
	Filing EarlierFiling `json:"filing"`
}

// EarlierFiling says of when an answer is; to its applicant also of which filing.
type EarlierFiling struct {
	Submitted time.Time      `json:"submitted"`
	Case      string         `json:"case,omitempty"`
	Number    string         `json:"number,omitempty"`
	Name      metamodel.Text `json:"name,omitempty" description:"Of the theme or matter"`
}

// UseEarlier says which earlier answers a draft uses.
type UseEarlier struct {
	ID  string   `path:"id" json:"-" description:"Its id, as lists give it"`
	Use []string `json:"use" validate:"required,max=1000,dive,max=64" description:"Exactly these ids of offers and of what is used: others that were used are cleared; none means no"`
}

func (a *API) earlierRoutes(r auth.Router) {
	route(a, r, row{method: http.MethodGet, path: "/drafts/:id/earlier", id: "listEarlierAnswers", tag: "drafts", summary: "What I answered in earlier filings and could use in this draft"}, a.listEarlierAnswers)
	route(a, r, row{method: http.MethodPost, path: "/drafts/:id/earlier", id: "useEarlierAnswers", tag: "drafts", summary: "Use earlier answers, or none; the same key again gives the first outcome", headers: []string{"If-Match", "Idempotency-Key"}}, a.useEarlierAnswers)
}

func (a *API) listEarlierAnswers(c *call[idIn]) (*EarlierAnswers, error) {
	v, err := a.o.Engine.EarlierAnswers(c.Request().Context(), c.Actor, c.In.ID)
	if err != nil {
		return nil, err
	}
	c.tag(v.Draft.Draft.Revision)
	out := &EarlierAnswers{Consent: string(v.Draft.Earlier.Consent), Offers: []EarlierOffer{}, Used: []EarlierUsed{}}
	for _, o := range v.Offers {
		s := o.Field.Group.Subject
		out.Offers = append(out.Offers, EarlierOffer{ID: o.ID, Path: o.Path, Label: o.Field.Label, Subject: Named{s.ID, s.Name}, Text: o.Words,
			Sensitive: o.Sensitive, Filing: earlierFilingOf(o.Filing)})
	}
	for _, k := range v.Draft.Earlier.Used {
		out.Used = append(out.Used, EarlierUsed{ID: k.ID, Path: k.Path, Filing: earlierFilingOf(k.Filing)})
	}
	return out, nil
}

func (a *API) useEarlierAnswers(c *call[UseEarlier]) (*Draft, error) {
	rev, err := revision(c)
	if err != nil {
		return nil, err
	}
	k, err := key(c)
	if err != nil {
		return nil, err
	}
	v, err := a.o.Engine.UseEarlier(c.Request().Context(), c.Actor, c.In.ID, rev, k, c.In.Use)
	return a.draftOut(c, v, err)
}

func earlierFilingOf(f engine.EarlierFiling) EarlierFiling {
	return EarlierFiling{Submitted: f.Submitted, Case: f.Case, Number: f.Number, Name: f.Name}
}

// takenOver says from which filing an answer was taken over, nil for none.
func takenOver(list []engine.EarlierAnswer, path string) *EarlierFiling {
	k := engine.TakenOver(list, path)
	if k == nil {
		return nil
	}
	f := earlierFilingOf(k.Filing)
	return &f
}
