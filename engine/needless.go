package engine

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// Needless is one question or material of a filing that another department has
// on record, and that the applicant was asked for all the same. It carries ids
// and no answer.
type Needless struct {
	Kind      DutyKind       `json:"kind"`
	Item      string         `json:"item"`   // path in the form, or standard material id
	Matter    string         `json:"matter"` // that asked
	Demander  string         `json:"demander"`
	Source    string         `json:"source"`              // the department that has it
	Confirmed bool           `json:"confirmed,omitempty"` // its duty was in force; else it could be
	Reason    NeedlessReason `json:"reason"`
}

// NeedlessReason is why something was asked needlessly.
type NeedlessReason string

// Where the duty was in force.
const (
	NeedlessRefused    NeedlessReason = "refused"    // the applicant did not consent
	NeedlessUnanswered NeedlessReason = "unanswered" // … or did not say
	NeedlessKey        NeedlessReason = "key"        // the answer by which the source finds people was missing
	NeedlessFailed     NeedlessReason = "failed"     // the source could not be asked
	NeedlessNone       NeedlessReason = "none"       // it had nothing about this person
	NeedlessUnfit      NeedlessReason = "unfit"      // what it gave did not pass the form
	NeedlessTelling    NeedlessReason = "telling"    // not for the applicant to read, and what else is asked would have told it
	NeedlessOwn        NeedlessReason = "own"        // the applicant answered all the same
	NeedlessOlder      NeedlessReason = "older"      // the draft was begun before the duty was in force
	NeedlessOff        NeedlessReason = "off"        // the source was switched off, or this form cannot use it
)

// Where it was not, and only the standards name the department.
const (
	NeedlessUnproposed NeedlessReason = "unproposed" // nobody asked that department
	NeedlessProposed   NeedlessReason = "proposed"   // it owes an answer
	NeedlessReturned   NeedlessReason = "returned"   // it said no
	NeedlessDisputed   NeedlessReason = "disputed"
	NeedlessAssigned   NeedlessReason = "assigned"  // it must deliver and has not said how
	NeedlessWithdrawn  NeedlessReason = "withdrawn" // the question was taken back
	NeedlessEnded      NeedlessReason = "ended"     // it no longer delivers
	NeedlessLater      NeedlessReason = "later"     // it delivers from a later day on
)

// NeedlessReasons lists every reason, in the order in which they are told.
var NeedlessReasons = []NeedlessReason{
	NeedlessRefused, NeedlessUnanswered, NeedlessKey, NeedlessFailed, NeedlessNone, NeedlessUnfit, NeedlessTelling, NeedlessOwn, NeedlessOlder, NeedlessOff,
	NeedlessUnproposed, NeedlessProposed, NeedlessReturned, NeedlessDisputed, NeedlessAssigned, NeedlessWithdrawn, NeedlessEnded, NeedlessLater,
}

// filedMatter is a matter as it is filed: judged by its own form.
type filedMatter struct {
	matter *catalog.Matter
	record *metamodel.Record
}

// needless is what is known, while a filing is submitted, of who could have
// given its answers.
type needless struct {
	view   *DraftView
	cal    *workflows.Calendar
	filed  time.Time // the day of filing
	takes  func(*metamodel.Matter) power
	duties map[string][]Duty // by kind and item
	keys   map[string]bool   // elements by which sources find people
	orgs   []*metamodel.Department
	near   []*metamodel.Department // those of the release itself
	called map[string]string       // words of a standard → organisation
	selves map[string]bool         // department, kind and item: what departments ask themselves in this filing
}

// needlessOf lists what a filing asked its applicant although another
// department has it: in the matters' order, then the forms'.
func (e *Engine) needlessOf(ctx context.Context, f *family, v *DraftView) ([]Needless, error) {
	n := &needless{view: v, cal: f.cal, filed: f.filingDay(), takes: f.powerOver, duties: map[string][]Duty{}, called: map[string]string{}, selves: map[string]bool{}}
	var matters []string
	for _, m := range f.filed {
		matters = append(matters, m.matter.Def.ID)
	}
	if err := e.eachDuty(ctx, DutyFilter{Matters: matters}, func(d Duty) {
		n.duties[string(d.Kind)+" "+d.Item] = append(n.duties[string(d.Kind)+" "+d.Item], d)
	}); err != nil {
		return nil, err
	}
	var err error
	if n.keys, err = e.keyElements(ctx); err != nil {
		return nil, err
	}
	if n.orgs, err = e.departments(ctx); err != nil {
		return nil, err
	}
	n.near = near(f.pin.rel, n.orgs)
	var out []Needless
	add := func(m *catalog.Matter, kind DutyKind, item, words string) {
		if _, err := deliverable(f.pin.rel, m, kind, item); err != nil {
			return // nobody else could give it
		}
		if a, ok := n.judge(m, kind, item, words); ok {
			out = append(out, a)
		}
	}
	for _, m := range f.filed {
		n.note(f.pin.rel, m)
	}
	for _, m := range f.filed {
		for _, field := range m.matter.Form.Fields {
			if !n.finds(field.Element) && m.record.Asked(field.Path) && v.Record.Asked(field.Path) {
				add(m.matter, DutyField, field.Path, field.Element.Source)
			}
		}
		for _, st := range materialStates(f.pin.rel, m.matter, m.record, nil) {
			if st.Asked && v.asks(st.Material.ID) {
				add(m.matter, DutyMaterial, st.Material.ID, st.Material.Issuer)
			}
		}
	}
	return out, nil
}

// note remembers what a matter's department asks itself. Where it is the source,
// it does not have that on record yet: it learns it in this very filing, and who
// asks beside it asks nothing needlessly. What it issues there nobody is asked for.
func (n *needless) note(rel *catalog.Release, m filedMatter) {
	self := func(kind DutyKind, item string) { n.selves[m.matter.Def.Department+" "+string(kind)+" "+item] = true }
	for _, field := range m.matter.Form.Fields {
		if m.record.Asked(field.Path) {
			self(DutyField, field.Path)
		}
	}
	for _, st := range materialStates(rel, m.matter, m.record, nil) {
		if st.Asked {
			self(DutyMaterial, st.Material.ID)
		}
	}
}

// finds reports whether people are found by the element: it must be asked.
func (n *needless) finds(el *metamodel.Element) bool { return identifies(el) || n.keys[el.ID] }

// asks reports whether a draft asks for a material.
func (v *DraftView) asks(material string) bool {
	return slices.ContainsFunc(v.Materials, func(s catalog.MaterialState) bool { return s.Material.ID == material && s.Asked })
}

// judge says who could have given an item that a matter asked for, false for
// nobody but the applicant. words is what the standards say of its source.
func (n *needless) judge(m *catalog.Matter, kind DutyKind, item, words string) (Needless, bool) {
	a := Needless{Kind: kind, Item: item, Matter: m.Def.ID, Demander: n.takes(m.Def).department}
	today := n.filed.Format(time.DateOnly)
	var own, inForce *Duty
	for i := range n.duties[string(kind)+" "+item] {
		d := &n.duties[string(kind)+" "+item][i]
		if d.Matter == m.Def.ID {
			own = d
		}
		// One confirmed duty suffices in a theme; the matter's own comes first.
		if d.InForce(today) && n.fits(m, d) && (inForce == nil || d.Matter == m.Def.ID) {
			inForce = d
		}
	}
	switch {
	case inForce != nil:
		a.Source, a.Confirmed, a.Reason = inForce.Department, true, n.reason(inForce)
		return a, true
	case own != nil && own.Department != a.Demander && !n.selves[own.Department+" "+string(kind)+" "+item]:
		a.Source, a.Reason = own.Department, waiting[own.State]
		if own.State == workflows.DutyConfirmed {
			a.Reason = NeedlessLater // or for another element than this form's
		}
		return a, true
	}
	a.Source, a.Reason = n.organisation(words), NeedlessUnproposed
	return a, a.Source != "" && a.Source != a.Demander && !n.selves[a.Source+" "+string(kind)+" "+item]
}

var waiting = map[workflows.DutyState]NeedlessReason{
	workflows.DutyProposed: NeedlessProposed, workflows.DutyReturned: NeedlessReturned, workflows.DutyDisputed: NeedlessDisputed,
	workflows.DutyAssigned: NeedlessAssigned, workflows.DutyWithdrawn: NeedlessWithdrawn, workflows.DutyEnded: NeedlessEnded,
}

// fits reports whether a duty is for what this form asks at the item's path.
func (n *needless) fits(m *catalog.Matter, d *Duty) bool {
	if d.Kind == DutyMaterial {
		return true
	}
	f, ok := m.Form.Field(d.Item)
	return ok && f.Element.ID == d.Element
}

// reason is why a duty in force left its question to the applicant.
func (n *needless) reason(d *Duty) NeedlessReason {
	s := n.view.Sourced
	i := slices.IndexFunc(s.Offers, func(o Offer) bool { return o.Kind == d.Kind && o.Item == d.Item })
	if i < 0 {
		if !n.begunUnder(d) {
			return NeedlessOlder
		}
		return NeedlessOff
	}
	o := &s.Offers[i]
	f := s.fetch(o)
	switch {
	case s.own(o.Item):
		return NeedlessOwn
	case !s.allowed(o) && s.Consent == ConsentDenied:
		return NeedlessRefused
	case !s.allowed(o):
		return NeedlessUnanswered
	case f == nil:
		return NeedlessKey
	case f.State == FetchFailed:
		return NeedlessFailed
	case o.Kind == DutyMaterial:
		return NeedlessNone
	}
	v := f.Values[o.Element]
	if v == nil {
		return NeedlessNone
	}
	if slices.Contains(n.view.Telling, o.Item) {
		return NeedlessTelling
	}
	if n.unfit(o.Item, v) {
		return NeedlessUnfit
	}
	return NeedlessOwn // answered before, or in another way
}

// unfit reports whether the form does not take a value that was delivered,
// beside all the other answers of the filing.
func (n *needless) unfit(item string, v json.RawMessage) bool {
	tree, ps := readAnswers(n.view.Form, n.view.Draft.Answers)
	if ps.Failed() || tree.set(item, v).Failed() {
		return true
	}
	raw, ps := tree.json()
	if ps.Failed() {
		return true
	}
	rec := n.view.Form.Check(raw, metamodel.Context{Today: n.filed, WorkingDays: n.cal.WorkingDays, Scope: n.view.Scope, Awaited: n.view.Awaited})
	return problemsAt(rec.Problems, item).Failed()
}

// begunUnder reports whether a duty was in force when the draft was begun.
func (n *needless) begunUnder(d *Duty) bool {
	begun := n.view.Draft.Created
	if d.From > begun.In(n.cal.Zone).Format(time.DateOnly) {
		return false
	}
	for i := len(d.History) - 1; i >= 0; i-- {
		if d.History[i].Event == workflows.DutyConfirm {
			return !d.History[i].At.After(begun)
		}
	}
	return true
}

// organisation is the one that a standard's words name.
func (n *needless) organisation(words string) string {
	if words == "" {
		return ""
	}
	id, known := n.called[words]
	if !known {
		if fit := metamodel.DepartmentsCalled(words, n.near, n.orgs); len(fit) == 1 {
			id = fit[0].ID
		}
		n.called[words] = id
	}
	return id
}

// tellNeedless puts what was asked needlessly beside what came in.
func (f *family) tellNeedless(list []Needless) {
	for i := range f.change.Events {
		if ev := &f.change.Events[i]; ev.Type == EventSubmitted && ev.Case == f.root.ID {
			ev.Data.Needless = list
		}
	}
}
