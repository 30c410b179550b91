package citizen

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"sort"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/web/auth"
	"github.com/onematter/onematter/metamodel"
)

const (
	mostAsked    = 8  // questions open at a time
	mostShown    = 50 // policies of a kind on the page
	longestTyped = 200
)

// policiesView is the page on which people find out what they are entitled to.
// It keeps nothing: its whole state is the form, or the query string.
type policiesView struct {
	Page
	Questions []*FieldView
	More      int // questions beyond those shown
	Known     int // of them answered
	Total     int
	Eligible  []policyCard
	Nearly    []policyCard
	Not       []policyCard
	Waiting   []policyCard // that wait for answers
	Hidden    int          // policies beyond those shown
	CanStart  bool
	Claims    []string // what is filed for the policies chosen, or with none chosen for all that can be had
	Picked    bool     // some are chosen
	Key       string
	Sum       string // of the amounts of what can be had, "" where none is a sum
}

// policyCard is one policy in the result.
type policyCard struct {
	L
	ID, Name, Summary string
	Department, Basis string
	What              string
	Dates             string
	Urgent            bool // ends within a month
	Matters           string
	Materials         string
	Criteria          []criterionRow
	Chosen            bool
	Questions         int // to be answered before one can tell
}

// criterionRow is one criterion with what is missing of it.
type criterionRow struct {
	Text   string
	Tone   string // done, ask, todo
	Word   string
	Gaps   []string
	Remedy string
}

// policies shows what the answers in the address lead to.
func (p *Pages) policies(c echo.Context) error {
	v, err := p.policiesPage(c, c.QueryParams(), c.QueryParam("see") == "1")
	if err != nil {
		return err
	}
	if v.Total == 0 {
		return errMissing
	}
	return p.render(c, http.StatusOK, "page-policies", v)
}

// policiesAnswer takes the page's form: a script gets the form anew, a browser
// the page at an address that holds the answers.
func (p *Pages) policiesAnswer(c echo.Context) error {
	form, err := c.FormParams()
	if err != nil {
		return badForm(err)
	}
	if c.Request().Header.Get(fragmentHeader) != "" {
		v, err := p.policiesPage(c, form, form.Get("loud") == "1")
		if err != nil {
			return err
		}
		return p.render(c, http.StatusOK, "policies-form", v)
	}
	v, err := p.policiesPage(c, form, true)
	if err != nil {
		return err
	}
	if len(v.Issues) > 0 {
		return p.render(c, http.StatusUnprocessableEntity, "page-policies", v)
	}
	return see(c, policiesURL(form)+"#result")
}

// entitlements judges what a form or a query string says.
func (p *Pages) entitlements(c echo.Context, form url.Values) (*catalog.Edition, *catalog.Entitlements, error) {
	ctx := c.Request().Context()
	edition, err := p.o.Catalog.Current(ctx)
	if err != nil {
		return nil, nil, err
	}
	known := url.Values{}
	for name, list := range form {
		if len(list) > 0 && len(list) < mostShown && len(list[0]) <= longestTyped {
			known[name] = list
		}
	}
	in := inputs{form: known}
	groups := map[string]map[string]json.RawMessage{}
	for _, f := range edition.SituationFields() {
		raw := in.read(f, f.Path)
		if raw == nil {
			continue
		}
		if groups[f.Group.Path] == nil {
			groups[f.Group.Path] = map[string]json.RawMessage{}
		}
		groups[f.Group.Path][f.Key] = raw
	}
	doc, err := json.Marshal(groups)
	if err != nil {
		return nil, nil, fmt.Errorf("writing what was answered: %w", err)
	}
	today := metamodel.Context{Today: p.o.Now().In(p.o.Zone), WorkingDays: p.o.Engine.WorkingDays(ctx, nil)}
	return edition, edition.Entitlements(doc, today), nil
}

func (p *Pages) policiesPage(c echo.Context, form url.Values, loud bool) (policiesView, error) {
	v := policiesView{Page: p.newPage(c, ""), Key: newKey()}
	v.Title, v.Back, v.Wide = v.T("policies.title"), "/", true
	if k := form.Get("key"); k != "" && len(k) <= 64 {
		v.Key = k // the page is still the same one
	}
	edition, e, err := p.entitlements(c, form)
	if err != nil {
		return v, err
	}
	v.Total = len(e.Judged)
	v.ask(p, e, loud)
	chosen := map[string]bool{}
	for _, id := range form["policy"] {
		chosen[id] = true
	}
	v.judge(edition, e, chosen)
	id := auth.Of(c)
	v.CanStart = !id.Known || id.Actor.Has(engine.RoleCitizen)
	return v, nil
}

// ask draws the questions; errors are shown beside those that cannot be read.
func (v *policiesView) ask(p *Pages, e *catalog.Entitlements, loud bool) {
	list, more := e.Ask(mostAsked)
	v.More = more
	labels := map[string]int{}
	for _, q := range list {
		labels[v.In(q.Field.Label)]++
	}
	views := map[*catalog.PolicySet]*formView{}
	for _, q := range list {
		rec := e.Record(q.Set)
		fv := views[q.Set]
		if fv == nil {
			var wrong metamodel.Problems
			for _, problem := range rec.Problems {
				if rec.Answered(problem.Path) {
					wrong = append(wrong, problem)
				}
			}
			fv = p.formView(v.L, q.Set.Form, rec, wrong)
			views[q.Set] = fv
		}
		if q.Answered {
			v.Known++
		}
		f := fv.control(q.Field, q.Field.Path)
		f.Optional = false
		if labels[f.Label] > 1 {
			f.Label = v.T("policies.of", f.Label, v.In(q.Field.Group.Label))
		}
		if f.Kind == "boolean" || f.Kind == "radios" {
			f.Options = append(f.Options, OptionView{ID: f.ID + "-skip", Label: v.T("policies.skip"), Checked: !q.Answered})
		}
		if f.Error != "" && loud {
			v.Issues = append(v.Issues, Issue{Href: fv.target(q.Field.Path), Text: f.Error})
		}
		v.Questions = append(v.Questions, f)
	}
}

// judge sorts the policies by how one stands to them.
func (v *policiesView) judge(edition *catalog.Edition, e *catalog.Entitlements, chosen map[string]bool) {
	for i := range e.Judged {
		j := &e.Judged[i]
		var list *[]policyCard
		switch j.Standing {
		case catalog.Eligible:
			list = &v.Eligible
		case catalog.Nearly:
			list = &v.Nearly
		case catalog.NotEligible:
			list = &v.Not
		case catalog.Open:
			list = &v.Waiting
		default: // over
			v.Total--
			continue
		}
		if len(*list) == mostShown {
			v.Hidden++
			continue
		}
		card := v.card(edition, j)
		card.Chosen = chosen[card.ID]
		*list = append(*list, card)
	}
	if s := e.Sum(); s != "" {
		v.Sum = v.Money(s)
	}
	ids := make([]string, 0, len(v.Eligible))
	for _, card := range v.Eligible {
		if card.Chosen || len(chosen) == 0 {
			ids = append(ids, card.ID)
		}
		v.Picked = v.Picked || card.Chosen
	}
	for _, claim := range edition.Claims(e, ids) {
		v.Claims = append(v.Claims, v.In(claim.Name))
	}
	sort.SliceStable(v.Eligible, func(i, k int) bool { return v.Eligible[i].Urgent && !v.Eligible[k].Urgent })
}

func (l L) card(edition *catalog.Edition, j *catalog.Judged) policyCard {
	def := j.Def
	card := policyCard{L: l, ID: def.ID, Name: l.In(def.Name), Summary: l.In(def.Summary), Department: l.In(j.Department.Name), Basis: l.In(def.Basis),
		What: l.In(def.Benefit.What), Dates: l.policyDates(j), Urgent: j.EndsIn >= 0 && j.EndsIn <= 31, Questions: len(j.Waits())}
	var names, materials []string
	r := j.Set.Release
	if t := r.ThemeDef(def.Theme); t != nil {
		names = append(names, l.In(t.Name))
	} else {
		for _, id := range j.Matters {
			if m := r.MatterDef(id); m != nil {
				names = append(names, l.In(m.Name))
			}
		}
	}
	for _, id := range def.Materials {
		if m := r.MaterialDef(id); m != nil {
			materials = append(materials, l.In(m.Name))
		}
	}
	card.Matters, card.Materials = l.List(names), l.List(materials)
	for i, t := range j.Criteria {
		row := criterionRow{Text: l.In(def.Criteria[i].Text), Tone: "done", Word: l.T("policies.met")}
		switch t {
		case metamodel.False:
			row.Tone, row.Word, row.Remedy = "ask", l.T("policies.unmet"), l.In(def.Criteria[i].Remedy)
		case metamodel.Unknown:
			row.Tone, row.Word = "todo", l.T("policies.unknown")
		}
		for _, s := range j.Shortfalls(i) {
			row.Gaps = append(row.Gaps, l.In(s.Words))
		}
		card.Criteria = append(card.Criteria, row)
	}
	return card
}

// policyDates says until when a policy can be claimed, or from when.
func (l L) policyDates(j *catalog.Judged) string {
	day := func(s string) string {
		t, err := time.ParseInLocation(time.DateOnly, s, l.zone)
		if err != nil {
			return s
		}
		return l.Date(t)
	}
	switch {
	case j.OpensIn > 0:
		return l.T("policies.opens", day(j.Def.From), j.OpensIn)
	case j.EndsIn == 0:
		return l.T("policies.last")
	case j.EndsIn > 0:
		return l.T("policies.ends", day(j.Def.Until), j.EndsIn)
	}
	return l.T("policies.noend")
}

// startPolicies starts what the chosen policies are claimed through: in one
// draft where it can be one.
func (p *Pages) startPolicies(c echo.Context, a engine.Actor, form url.Values) (string, error) {
	edition, e, err := p.entitlements(c, form)
	if err != nil {
		return "", err
	}
	claims := edition.Claims(e, form["policy"])
	if len(claims) == 0 {
		return policiesURL(form) + "#result", nil
	}
	to := "/me"
	for i, claim := range claims {
		key := form.Get("key")
		if key != "" && i > 0 {
			key += "-" + strconv.Itoa(i)
		}
		at, err := p.startOnce(c, a, claim.Theme, claim.Matter, nil, e.Prefill(claim.Form), key)
		if err != nil {
			return "", err
		}
		if len(claims) == 1 {
			to = at
		}
	}
	return to, nil
}

// mostTicked bounds the answers an address carries: more than any page asks.
const mostTicked = 500

// policiesURL is the page with the answers of a form.
func policiesURL(form url.Values) string {
	q := url.Values{"see": {"1"}}
	for name, list := range form {
		switch name {
		case "csrf", "key", "action", "loud", "see", "start":
			continue
		}
		for _, s := range list {
			if s = strings.TrimSpace(s); s != "" && len(s) <= longestTyped {
				q.Add(name, s)
			}
		}
	}
	if len(q) > mostTicked {
		return "/policies"
	}
	return "/policies?" + q.Encode()
}
