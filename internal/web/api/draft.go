package api

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
)

// DraftHead is a draft in a list.
type DraftHead struct {
	ID       string    `json:"id"`
	Theme    string    `json:"theme,omitempty"`
	Matter   string    `json:"matter,omitempty"`
	Revision int64     `json:"revision"`
	Created  time.Time `json:"created"`
	Updated  time.Time `json:"updated"`
}

// Draft is a filing being filled in, with its journey.
type Draft struct {
	DraftHead
	Release   string             `json:"release"`
	Guide     json.RawMessage    `json:"guide"`
	Answers   json.RawMessage    `json:"answers" description:"By subject and element, as typed, valid or not"`
	Scope     []string           `json:"scope" description:"Matters that apply"`
	Undecided []string           `json:"undecided" description:"Matters that hang on questions not answered yet"`
	Open      []string           `json:"openQuestions"`
	Sections  []DraftSection     `json:"sections"`
	Materials []Material         `json:"materials"`
	Missing   metamodel.Problems `json:"missing" description:"All that stands between the draft and submission"`
	Submitted string             `json:"submitted,omitempty" description:"The case it became"`
	Consent   string             `json:"consent,omitempty" enum:"given,denied" description:"To fetching personal data from source departments; absent: not asked yet"`
	Offers    []DraftOffer       `json:"offers" description:"What source departments deliver for this draft: the confirmations it started with"`
	TakenBack []string           `json:"takenBack,omitempty" description:"Paths of answers of earlier filings that were taken back, because the draft is about somebody else now, and that nobody has answered since"`
	Kept      []Kept             `json:"kept" description:"Answers a migration found no place for in the form; they come back when it asks for them again"`
}

// DraftOffer is a field or material that a source department delivers.
type DraftOffer struct {
	Kind     engine.DutyKind   `json:"kind" enum:"field,material"`
	Item     string            `json:"item" description:"Path, or standard material id"`
	By       Named             `json:"department"`
	Source   metamodel.Text    `json:"source"`
	KeyField string            `json:"keyField" description:"Path of the answer by which the source finds somebody"`
	Personal bool              `json:"personal" description:"Fetched with consent only"`
	State    engine.FetchState `json:"state,omitempty" enum:"done,none,failed" description:"What came of asking, as far as its owner may know; absent: not asked yet"`
	Own      bool              `json:"own" description:"The applicant answers it all the same"`
}

func offersOf(v *engine.DraftView) []DraftOffer {
	out := []DraftOffer{}
	for _, o := range v.Sourced.Offers {
		one := DraftOffer{Kind: o.Kind, Item: o.Item, By: Named{o.Department, o.ByName}, Source: o.SourceName,
			KeyField: o.KeyField, Personal: o.Personal, Own: slices.Contains(v.Sourced.Own, o.Item)}
		for _, f := range v.Sourced.Fetches {
			if f.Source == o.Source && f.KeyField == o.KeyField {
				if one.State = f.State; len(f.Values[o.Element]) == 0 && f.Documents[o.Item].Number == "" && f.State == engine.FetchDone {
					one.State = engine.FetchNone
				}
				if slices.Contains(v.Telling, o.Item) {
					one.State = engine.FetchNone // nothing for its owner, whether it has something or not
				}
			}
		}
		out = append(out, one)
	}
	return out
}

// Kept is an answer that is kept aside.
type Kept struct {
	Path    string          `json:"path" description:"Where it was"`
	Label   metamodel.Text  `json:"label,omitempty"`
	Value   json.RawMessage `json:"value"`
	Release string          `json:"release" description:"In whose form it had its place"`
}

func keptOf(list []engine.KeptAnswer, err error) ([]Kept, error) {
	out := make([]Kept, len(list))
	for i, k := range list {
		out[i] = Kept{Path: k.Path, Label: k.Label, Value: k.Value, Release: k.Release}
	}
	return out, err
}

// DraftSection is one topic with its fields as they stand.
type DraftSection struct {
	ID      string               `json:"id"`
	Title   metamodel.Text       `json:"title"`
	Status  engine.SectionStatus `json:"status" enum:"todo,partial,invalid,done,empty"`
	Asked   int                  `json:"asked"`
	Missing int                  `json:"missing"`
	Fields  []DraftField         `json:"fields"`
}

// DraftField is one visible field. Rows of a repeat carry their index in Path.
type DraftField struct {
	Path     string          `json:"path"`
	Label    metamodel.Text  `json:"label"`
	Type     metamodel.Type  `json:"type"`
	Required bool            `json:"required"`
	Answer   json.RawMessage `json:"answer,omitempty"`
	Given    *Given          `json:"given,omitempty" description:"Which source department gave the answer: nobody is asked for it"`
	Earlier  *EarlierFiling  `json:"earlier,omitempty" description:"From which of the owner's earlier filings the answer was taken over"`
	CopyOf   string          `json:"copyOf,omitempty" description:"Path of the answer it is a copy of, both being one person's: nobody is asked for it"`
	Along    []string        `json:"along,omitempty" description:"Of toCorrect: the paths of its copies, which are corrected along with it"`
	Computes []AnswerName    `json:"computes,omitempty" description:"Of toCorrect: the answers that are worked out from it as it stands, which change with it"`
	Decides  []string        `json:"decides,omitempty" description:"Of besideCorrected: paths of the answers, or repeats, asked for that are only asked while this one says so"`
	Fits     []string        `json:"fits,omitempty" description:"Of besideCorrected: paths of the answers asked for that go with this one, as the number of a document does with its kind"`
	Computed bool            `json:"computed,omitempty" description:"The form works it out: nobody is asked for it"`
	Withheld bool            `json:"withheld,omitempty" description:"A source department gives it to those who handle the case; the owner, who is not known to be whom it is about, does not read it"`
}

// StartDraft opens a draft of a theme or of a single matter.
type StartDraft struct {
	Theme  string                     `json:"theme,omitempty" validate:"required_without=Matter,excluded_with=Matter,max=800"`
	Matter string                     `json:"matter,omitempty" validate:"max=64"`
	Guide  map[string]json.RawMessage `json:"guide,omitempty" description:"Answers of the guide, by question id"`
}

// SaveAnswers changes answers by path; null removes one. Answers are kept
// whether valid or not: look at missing.
type SaveAnswers struct {
	ID      string                     `path:"id" json:"-" description:"Its id, as lists give it"`
	Answers map[string]json.RawMessage `json:"answers,omitempty"`
	Guide   map[string]json.RawMessage `json:"guide,omitempty"`
	Consent string                     `json:"consent,omitempty" validate:"omitempty,oneof=given denied" description:"To fetching personal data from source departments; absent: as it was"`
	Own     map[string]bool            `json:"own,omitempty" description:"By path or material: true to answer it oneself all the same, false to leave it to the source"`
	Again   bool                       `json:"again,omitempty" description:"Ask sources that had nothing or failed once more"`
}

// Receipt acknowledges a submission that is durable.
type Receipt struct {
	Case      string    `json:"case"`
	Number    string    `json:"number"`
	Submitted time.Time `json:"submitted"`
	Children  []string  `json:"children"`
}

func (a *API) draftRoutes(r auth.Router) {
	route(a, r, row{method: http.MethodGet, path: "/drafts", id: "listDrafts", tag: "drafts", summary: "My open drafts, the one saved last first"}, a.listDrafts)
	route(a, r, row{method: http.MethodPost, path: "/drafts", id: "startDraft", tag: "drafts", summary: "Open a draft; the same key again gives the draft it opened", status: http.StatusCreated, headers: []string{"Idempotency-Key"}}, a.startDraft)
	route(a, r, row{method: http.MethodGet, path: "/drafts/:id", id: "getDraft", tag: "drafts", summary: "A draft with its journey"}, a.getDraft)
	route(a, r, row{method: http.MethodPatch, path: "/drafts/:id", id: "saveAnswers", tag: "drafts", summary: "Save answers", headers: []string{"If-Match"}}, a.saveAnswers)
	route(a, r, row{method: http.MethodDelete, path: "/drafts/:id", id: "deleteDraft", tag: "drafts", summary: "Throw a draft away with its files", status: http.StatusNoContent}, a.deleteDraft)
	route(a, r, row{method: http.MethodPost, path: "/drafts/:id/submit", id: "submitDraft", tag: "drafts", summary: "Submit; the same key or draft again gives the first receipt", status: http.StatusCreated, headers: []string{"Idempotency-Key"}}, a.submitDraft)
}

func (a *API) listDrafts(c *call[PageIn]) (*List[DraftHead], error) {
	drafts, next, err := a.o.Engine.Drafts(c.Request().Context(), c.Actor, page(c.In.Cursor, c.In.Limit))
	if err != nil {
		return nil, err
	}
	out := &List[DraftHead]{Items: []DraftHead{}, Next: next}
	for _, d := range drafts {
		out.Items = append(out.Items, headOf(d))
	}
	return out, nil
}

func (a *API) startDraft(c *call[StartDraft]) (*Draft, error) {
	ctx := c.Request().Context()
	k, err := key(c)
	if err != nil {
		return nil, err
	}
	var guide, answers json.RawMessage
	if c.In.Matter != "" && len(c.In.Guide) > 0 {
		return nil, kindGuide.At("guide")
	}
	if c.In.Theme != "" && len(c.In.Guide) > 0 {
		edition, err := a.o.Catalog.Current(ctx)
		if err != nil {
			return nil, err
		}
		t, _, ok := edition.Theme(c.In.Theme)
		if !ok {
			return nil, engine.ErrNotFound
		}
		var all metamodel.Problems
		for _, id := range sortedKeys(c.In.Guide) {
			g, n, ps := t.SetAnswer(id, inputOf(c.In.Guide[id]), guide, answers)
			guide, answers, all = g, n, append(all, ps...)
		}
		if err := all.Err(); err != nil {
			return nil, err
		}
	}
	v, err := a.o.Engine.StartDraft(ctx, c.Actor, c.In.Theme, c.In.Matter, guide, answers, k)
	return a.draftOut(c, v, err)
}

func (a *API) getDraft(c *call[idIn]) (*Draft, error) {
	v, err := a.o.Engine.Draft(c.Request().Context(), c.Actor, c.In.ID)
	return a.draftOut(c, v, err)
}

func (a *API) saveAnswers(c *call[SaveAnswers]) (*Draft, error) {
	rev, err := revision(c)
	if err != nil {
		return nil, err
	}
	v, err := a.o.Engine.SaveAnswers(c.Request().Context(), c.Actor, c.In.ID, rev, engine.Patch{Answers: c.In.Answers, Guide: c.In.Guide,
		Consent: engine.Consent(c.In.Consent), Own: c.In.Own, Again: c.In.Again})
	return a.draftOut(c, v, err)
}

func (a *API) deleteDraft(c *call[idIn]) (*none, error) {
	return nil, a.o.Engine.DeleteDraft(c.Request().Context(), c.Actor, c.In.ID)
}

func (a *API) submitDraft(c *call[idIn]) (*Receipt, error) {
	k, err := key(c)
	if err != nil {
		return nil, err
	}
	rec, err := a.o.Engine.Submit(c.Request().Context(), c.Actor, c.In.ID, k)
	if err != nil {
		return nil, err
	}
	return receiptOf(rec), nil
}

func receiptOf(r engine.Receipt) *Receipt {
	return &Receipt{Case: r.Case, Number: r.Number, Submitted: r.Submitted, Children: list(r.Children)}
}

func headOf(d engine.Draft) DraftHead {
	return DraftHead{ID: d.ID, Theme: d.Theme, Matter: d.Matter, Revision: d.Revision, Created: d.Created, Updated: d.Updated}
}

// tagged carries a revision out as the ETag; every call does.
type tagged interface{ tag(revision int64) }

func (a *API) draftOut(c tagged, v *engine.DraftView, err error) (*Draft, error) {
	if err != nil {
		return nil, err
	}
	c.tag(v.Draft.Revision)
	out := &Draft{DraftHead: headOf(v.Draft), Release: v.Draft.Release, Guide: orEmpty(v.Draft.Guide), Answers: orEmpty(v.Draft.Answers),
		Scope: sortedKeys(v.Scope), Undecided: list(v.Guide.Undecided), Open: questionIDs(v.Guide.Open),
		Sections: []DraftSection{}, Materials: materialsOf(v.Materials, v.Files), Missing: v.Missing, Submitted: v.Draft.Submitted,
		Consent: string(v.Sourced.Consent), Offers: offersOf(v)}
	for _, a := range v.Earlier.Back {
		out.TakenBack = append(out.TakenBack, a.Path)
	}
	if out.Missing == nil {
		out.Missing = metamodel.Problems{}
	}
	if out.Kept, err = keptOf(v.Draft.KeptAnswers()); err != nil {
		return nil, fmt.Errorf("reading what is kept of draft %s: %w", v.Draft.ID, err)
	}
	for _, s := range v.Sections {
		fields := append([]DraftField{}, fieldsOf(v.Record, s.Section)...)
		for i := range fields {
			fields[i].Given, fields[i].Earlier = given(v.Supplied, fields[i].Path), takenOver(v.Earlier.Used, fields[i].Path)
		}
		section := DraftSection{ID: s.Section.ID, Title: s.Section.Title, Status: s.Status, Asked: s.Asked, Missing: s.Missing, Fields: fields}
		out.Sections = append(out.Sections, section)
	}
	return out, nil
}

func (c *call[I]) tag(revision int64) { etag(c.Context, revision) }

func orEmpty(raw json.RawMessage) json.RawMessage {
	if len(raw) == 0 {
		return json.RawMessage("{}")
	}
	return raw
}
