package citizen

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
)

// sourcesView is what departments deliver instead of the applicant: the consent
// is asked here, once, and here one reads what came of it.
type sourcesView struct {
	Page
	ID, Name string
	Groups   []sourceGroup
	Keys     []*FieldView // by which the departments find the applicant
	Ask      bool         // there are personal data, which need consent
	Consent  engine.Consent
	Choices  *FieldView
	Identity string // who the account is known to be, where it matters
	Again    bool   // something failed or was not found: it can be asked once more
}

// sourceGroup is what one source delivers.
type sourceGroup struct {
	Department, Source string
	Items              []sourceItem
}

// sourceItem is one answer or document.
type sourceItem struct {
	Item, Name string
	Value      string
	State      string // waiting, given, withheld, none, failed, own, typed, unfit, telling, denied
	Words      string
}

// sources shows what departments deliver for this draft.
func (p *Pages) sources(c echo.Context) error {
	d, err := p.open(c)
	if err != nil {
		return err
	}
	switch {
	case d.Draft.Submitted != "":
		return see(c, "/cases/"+d.Draft.Submitted+"/receipt")
	case len(d.Sourced.Offers) == 0:
		return see(c, "/drafts/"+d.Draft.ID)
	}
	v, err := p.sourcesPage(c, d, "")
	if err != nil {
		return err
	}
	return p.render(c, http.StatusOK, "page-sources", v)
}

func (p *Pages) sourcesPage(c echo.Context, d *engine.DraftView, chosen engine.Consent) (sourcesView, error) {
	v := sourcesView{Page: p.newPage(c, ""), ID: d.Draft.ID, Consent: d.Sourced.Consent}
	v.Title, v.Name, v.Back = v.T("sources.title"), v.draftName(d), "/drafts/"+d.Draft.ID
	// What is empty is no mistake yet: saving says what is missing.
	wrong := slices.DeleteFunc(slices.Clone(d.Record.Problems), func(q metamodel.Problem) bool { return !d.Record.Answered(q.Path) })
	fv := p.formView(v.L, d.Form, d.Record, wrong)
	var keys []string
	for i := range d.Sourced.Offers {
		o := &d.Sourced.Offers[i]
		v.Ask = v.Ask || o.Personal
		n := slices.IndexFunc(v.Groups, func(g sourceGroup) bool { return g.Source == v.In(o.SourceName) })
		if n < 0 {
			v.Groups = append(v.Groups, sourceGroup{Department: v.In(o.ByName), Source: v.In(o.SourceName)})
			n = len(v.Groups) - 1
		}
		item := v.sourceItem(d, o)
		v.Again = v.Again || item.State == "failed" || item.State == "none"
		v.Groups[n].Items = append(v.Groups[n].Items, item)
		if f, ok := d.Form.Field(o.KeyField); ok && !slices.Contains(keys, o.KeyField) {
			keys = append(keys, o.KeyField)
			k := fv.control(f, o.KeyField)
			k.Optional = false
			k.Label = v.In(f.Group.Label) + " · " + k.Label
			v.Keys = append(v.Keys, k)
		}
	}
	if chosen == "" {
		chosen = d.Sourced.Consent
	}
	option := func(id string, value engine.Consent, label string) OptionView {
		return OptionView{ID: id, Value: string(value), Label: label, Checked: chosen == value}
	}
	v.Choices = &FieldView{L: v.L, ID: "consent", Name: "consent", Kind: "radios", Label: v.T("sources.consent"), Hint: v.Rich(v.T("sources.consent.hint")),
		Options: []OptionView{option("consent", engine.ConsentGiven, v.T("sources.consent.yes")), option("consent-no", engine.ConsentDenied, v.T("sources.consent.no"))}}
	if !v.Ask {
		return v, nil
	}
	acc, err := p.account(c)
	v.Identity = v.identityWords(acc)
	return v, err
}

func (l L) sourceItem(d *engine.DraftView, o *engine.Offer) sourceItem {
	item := sourceItem{Item: o.Item, Name: o.Item, State: "waiting"}
	if o.Kind == engine.DutyMaterial {
		for _, m := range d.Materials {
			if m.Material.ID == o.Item {
				item.Name = l.materialName(m)
			}
		}
	} else if f, ok := d.Form.Field(o.Item); ok {
		item.Name = l.In(f.Group.Label) + " · " + l.In(f.Label)
	}
	for _, a := range d.Supplied {
		switch {
		case o.Kind == engine.DutyField && a.Path == o.Item && a.Disclosure == engine.Withheld, o.Kind == engine.DutyMaterial && a.Material == o.Item && a.Disclosure == engine.Withheld:
			item.State = "withheld"
		case o.Kind == engine.DutyField && a.Path == o.Item:
			item.State, item.Value = "given", d.Record.Own(o.Item, l.Lang)
		case o.Kind == engine.DutyMaterial && a.Material == o.Item:
			item.State, item.Value = "given", l.T("sources.document", a.Document.Number)
		}
	}
	if item.State == "waiting" {
		for _, f := range d.Sourced.Fetches {
			if f.Source == o.Source && f.KeyField == o.KeyField {
				switch {
				case f.State == engine.FetchFailed:
					item.State = "failed"
				case len(f.Values[o.Element]) == 0 && f.Documents[o.Item].Number == "":
					item.State = "none"
				default:
					item.State = "typed" // it came, and the applicant's own answer stands
				}
			}
		}
		if g := engine.Gave(d.Unfit, o.Item); g != nil && o.Kind == engine.DutyField {
			item.State, item.Value = "unfit", d.Record.Own(o.Item, l.Lang)
		}
		if slices.Contains(d.Telling, o.Item) { // whether it has something or not: both read alike
			if item.State = "telling"; d.Record.Answered(o.Item) {
				item.State = "typed"
			}
		}
		if slices.Contains(d.Sourced.Own, o.Item) {
			item.State = "own"
		}
		if o.Personal && d.Sourced.Consent == engine.ConsentDenied {
			item.State = "denied"
		}
	}
	item.Words = l.T(stateWords[item.State])
	return item
}

// stateWords say how it stands with what a department is to give.
var stateWords = map[string]string{
	"waiting": "sources.state.waiting", "given": "sources.state.given", "withheld": "sources.state.withheld", "none": "sources.state.none", "failed": "sources.state.failed",
	"own": "sources.state.own", "typed": "sources.state.typed", "unfit": "sources.state.unfit", "telling": "sources.state.telling", "denied": "sources.state.denied",
}

// sourcesSave takes the consent, and whose data are meant; or leaves one item to
// the applicant, or asks again what failed.
func (p *Pages) sourcesSave(c echo.Context) error {
	form, err := c.FormParams()
	if err != nil {
		return badForm(err)
	}
	d, err := p.open(c)
	if err != nil {
		return err
	}
	here := "/drafts/" + d.Draft.ID
	switch {
	case d.Draft.Submitted != "":
		return see(c, "/cases/"+d.Draft.Submitted+"/receipt")
	case len(d.Sourced.Offers) == 0:
		return see(c, here)
	}
	patch := engine.Patch{Release: d.Draft.Release, Answers: map[string]json.RawMessage{}, Own: map[string]bool{}, Again: form.Has("again")}
	if own := form.Get("own"); own != "" {
		patch.Own[own] = true
	}
	if leave := form.Get("leave"); leave != "" {
		patch.Own[leave] = false
	}
	chosen := engine.Consent(form.Get("consent"))
	if chosen == engine.ConsentGiven || chosen == engine.ConsentDenied {
		patch.Consent = chosen
	}
	in := p.inputs(form)
	for i := range d.Sourced.Offers {
		path := d.Sourced.Offers[i].KeyField
		if f, ok := d.Form.Field(path); ok && form.Has(path) {
			patch.Answers[path] = in.read(f, path)
		}
	}
	saved, err := p.o.Engine.SaveAnswers(c.Request().Context(), auth.Of(c).Actor, d.Draft.ID, 0, patch)
	if err != nil {
		return err
	}
	if !form.Has("save") { // one of the small buttons
		return see(c, here+"/sources")
	}
	v, err := p.sourcesPage(c, saved, chosen)
	if err != nil {
		return err
	}
	if v.Ask && saved.Sourced.Consent == engine.ConsentOpen {
		v.Choices.Error = v.T("sources.consent.missing")
		v.Issues = append(v.Issues, Issue{Href: "#consent", Text: v.Choices.Error})
	}
	if saved.Sourced.Consent == engine.ConsentGiven || !v.Ask {
		for _, k := range v.Keys {
			if k.Error == "" && !saved.Record.Answered(k.Name) {
				k.Error = v.T("sources.key.missing", k.Label)
			}
			if k.Error != "" {
				v.Issues = append(v.Issues, Issue{Href: "#" + k.ID, Text: k.Error})
			}
		}
	} else if len(v.Issues) == 0 {
		return see(c, here)
	}
	if len(v.Issues) > 0 {
		v.here = &url.URL{Path: here + "/sources"}
		return p.render(c, http.StatusUnprocessableEntity, "page-sources", v)
	}
	return see(c, here+"/sources")
}

// sourcesRow is the line of the task list, nil where no department delivers.
type sourcesRow struct {
	L
	Title, Href, Status, Tone, Note string
}

func (l L) sourcesRow(d *engine.DraftView) *sourcesRow {
	if len(d.Sourced.Offers) == 0 {
		return nil
	}
	row := &sourcesRow{L: l, Title: l.T("sources.title"), Href: "/drafts/" + d.Draft.ID + "/sources"}
	switch {
	case undecided(d):
		row.Status, row.Tone, row.Note = l.T("topic.todo"), "todo", l.T("sources.row.ask", len(d.Sourced.Offers))
	case len(d.Supplied) == 0:
		row.Status, row.Tone, row.Note = l.T("topic.done"), "none", l.T("sources.row.none")
	default:
		row.Status, row.Tone, row.Note = l.T("topic.done"), "done", l.T("sources.row.given", len(d.Supplied), len(d.Sourced.Offers))
	}
	return row
}

// undecided reports whether the applicant has not said yet whether personal
// data may be fetched.
func undecided(d *engine.DraftView) bool {
	return d.Sourced.Consent == engine.ConsentOpen && slices.ContainsFunc(d.Sourced.Offers, func(o engine.Offer) bool { return o.Personal })
}

// givenBy says which department gave an answer, and when; "" for the applicant's own.
func (l L) givenBy(list []engine.SourcedAnswer, path string) string {
	g := engine.Gave(list, path)
	if g == nil {
		return ""
	}
	if g.Disclosure == engine.Withheld {
		return l.T("sources.withheld", l.In(g.ByName))
	}
	return l.T("sources.from", l.In(g.ByName), l.Moment(g.At))
}
