package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// fetchTime bounds asking the sources, all at once: nobody waits longer for a
// page because a department's service hangs.
const fetchTime = 4 * time.Second

// offers are the duties in force for a filing that begins now.
func (e *Engine) offers(ctx context.Context, p *pinned, at time.Time, cal *workflows.Calendar) ([]Offer, error) {
	var matters []string
	if p.theme != nil {
		for _, m := range p.theme.Matters {
			matters = append(matters, m.Def.ID)
		}
	} else {
		matters = []string{p.matter.Def.ID}
	}
	today := at.In(cal.Zone).Format(time.DateOnly)
	var list []Duty
	err := e.eachDuty(ctx, DutyFilter{Matters: matters, States: []workflows.DutyState{workflows.DutyConfirmed, workflows.DutyEnded}}, func(d Duty) {
		if d.InForce(today) {
			list = append(list, d)
		}
	})
	if err != nil || len(list) == 0 {
		return nil, err
	}
	configs, err := e.o.Store.ListSources(ctx)
	if err != nil {
		return nil, fmt.Errorf("listing the sources: %w", err)
	}
	orgs, err := e.o.Store.Organisations(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the organisations: %w", err)
	}
	names := map[string]metamodel.Text{}
	for _, o := range orgs {
		names[o.ID] = o.Name
	}
	form := p.form()
	var out []Offer
	seen := map[string]bool{}
	for _, d := range list {
		i := slices.IndexFunc(configs, func(c SourceConfig) bool { return c.ID == d.Source && c.Enabled })
		key, ok := form.Field(d.KeyField)
		if i < 0 || !ok || inRows(key) || seen[string(d.Kind)+" "+d.Item] {
			continue
		}
		src := &configs[i]
		o := Offer{Duty: d.ID, Matter: d.Matter, Kind: d.Kind, Item: d.Item, Element: d.Element, KeyField: key.Path, Source: src.ID, SourceName: src.Name,
			Department: d.Department, ByName: names[d.Department], Personal: personal(key.Element)}
		if d.Kind == DutyField {
			// The form this filing is pinned to may be another than the one the duty was made for.
			f, ok := form.Field(d.Item)
			if !ok || f.Path != d.Item || f.Element.ID != d.Element || inRows(f) || !asked(f) || ownWord(f) {
				continue
			}
			o.Personal = o.Personal || personal(f.Element)
		}
		seen[string(d.Kind)+" "+d.Item] = true
		out = append(out, o)
	}
	return out, nil
}

// Offered is what source departments deliver to a filing of a theme or of a
// matter that begins now.
func (e *Engine) Offered(ctx context.Context, rel *catalog.Release, t *catalog.Theme, m *catalog.Matter) ([]Offer, error) {
	cal, err := e.calendar(ctx, rel, t)
	if err != nil {
		return nil, err
	}
	at, err := e.now(ctx)
	if err != nil {
		return nil, err
	}
	return e.offers(ctx, &pinned{rel: rel, theme: t, matter: m}, at, cal)
}

// personal reports whether an element's values are personal data; what does not
// say is taken to be.
func personal(el *metamodel.Element) bool { return el.Sensitivity != metamodel.General }

// deliver brings what sources deliver in line with a draft's answers: whoever
// is known by now is asked about, and what was said of somebody else is taken
// back. Failing sources leave their fields to be asked. again asks those that
// had nothing or failed once more.
func (e *Engine) deliver(ctx context.Context, d *Draft, s *Sourced, p *pinned, tree *answers, again bool) error {
	if s.empty() {
		return nil
	}
	self, err := e.whose(ctx, d.Owner)
	if err != nil {
		return err
	}
	x := p.discretion(self)
	keys, err := e.keysOf(ctx, s, x.form, tree)
	if err != nil {
		return err
	}
	at, err := e.now(ctx)
	if err != nil {
		return err
	}
	var kept []Fetch
	for i := range s.Fetches {
		f := s.Fetches[i]
		wanted := slices.ContainsFunc(s.Offers, func(o Offer) bool { return o.Source == f.Source && o.KeyField == f.KeyField && s.allowed(&o) })
		key, known := keys[f.KeyField]
		if wanted && known && valueHash(key) == f.Key && (f.State == FetchDone || !again) {
			kept = append(kept, f)
			continue
		}
		s.takeBack(&f, tree)
	}
	s.Fetches = kept
	s.Fetches = append(s.Fetches, e.fetchAll(ctx, d, s, keys, at)...)
	for i := range s.Offers {
		o := &s.Offers[i]
		v := s.value(o)
		if v == nil || s.own(o.Item) || x.withholds(s, o) {
			continue
		}
		f, ok := x.form.Field(o.Item)
		if have, answered := tree.root.value(o.Item); !ok || answered && canonical(have) != canonical(f.Default) {
			continue // what was typed stays
		}
		if ps := tree.set(o.Item, v); ps.Failed() {
			return ps
		}
		if !slices.Contains(s.Laid, o.Item) {
			s.Laid = append(s.Laid, o.Item)
		}
	}
	if s.Laid == nil {
		s.Laid = []string{}
	}
	return nil
}

// takeBack removes answers that stand as a fetch gave them.
func (s *Sourced) takeBack(f *Fetch, tree *answers) {
	for i := range s.Offers {
		o := &s.Offers[i]
		if o.Kind != DutyField || o.Source != f.Source || o.KeyField != f.KeyField || s.own(o.Item) || !s.laid(o.Item) {
			continue
		}
		if have, ok := tree.root.value(o.Item); ok && f.Values[o.Element] != nil && canonical(have) == canonical(f.Values[o.Element]) {
			_ = tree.set(o.Item, nil) // a path of the form: it cannot fail
		}
	}
}

// keysOf are the valid answers by which people are found, normalised.
func (e *Engine) keysOf(ctx context.Context, s *Sourced, form *metamodel.Form, tree *answers) (map[string]json.RawMessage, error) {
	raw, ps := tree.json()
	if ps.Failed() {
		return nil, ps
	}
	at, err := e.now(ctx)
	if err != nil {
		return nil, err
	}
	rec := form.Check(raw, metamodel.Context{Today: at})
	keys := map[string]json.RawMessage{}
	for i := range s.Offers {
		path := s.Offers[i].KeyField
		if v := rec.Raw(path); v != nil && len(problemsAt(rec.Problems, path)) == 0 {
			keys[path] = v
		}
	}
	return keys, nil
}

// sourceQuestion is one source asked about one person.
type sourceQuestion struct {
	source, keyField string
	personal         bool
	request          SourceRequest
}

// keysADraft bounds the people a draft asks one source about: an applicant who
// mistyped tries again, one who reads a register out goes on.
const keysADraft = 5

// mayAsk reports whether a draft may ask about somebody, and counts it. What is
// not personal anybody may look up.
func (e *Engine) mayAsk(d *Draft, s *Sourced, q sourceQuestion, hash string, at time.Time) bool {
	if !q.personal {
		return true
	}
	about := q.source + " " + q.keyField
	if !slices.Contains(s.Tried[about], hash) {
		if len(s.Tried[about]) >= keysADraft {
			return false
		}
		if s.Tried == nil {
			s.Tried = map[string][]string{}
		}
		s.Tried[about] = append(s.Tried[about], hash)
	}
	if !e.lookUps.allow(d.Owner, at) {
		return false
	}
	e.o.Log.Info("a source is asked about a person", "source", q.source, "account", d.Owner, "draft", d.ID)
	return true
}

// fetchAll asks every source that is due, at once.
func (e *Engine) fetchAll(ctx context.Context, d *Draft, s *Sourced, keys map[string]json.RawMessage, at time.Time) []Fetch {
	var asks []sourceQuestion
	for i := range s.Offers {
		o := &s.Offers[i]
		key, known := keys[o.KeyField]
		var word string
		if !known || !s.allowed(o) || s.fetch(o) != nil || json.Unmarshal(key, &word) != nil {
			continue
		}
		n := slices.IndexFunc(asks, func(q sourceQuestion) bool { return q.source == o.Source && q.keyField == o.KeyField })
		if n < 0 {
			asks = append(asks, sourceQuestion{source: o.Source, keyField: o.KeyField, request: SourceRequest{Key: sourceKey(word)}})
			n = len(asks) - 1
		}
		asks[n].personal = asks[n].personal || o.Personal
		if o.Kind == DutyField {
			asks[n].request.Elements = append(asks[n].request.Elements, o.Element)
		} else {
			asks[n].request.Materials = append(asks[n].request.Materials, o.Item)
		}
	}
	if len(asks) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, fetchTime)
	defer cancel()
	out := make([]Fetch, len(asks))
	var g errgroup.Group
	for i, q := range asks {
		hash := valueHash(keys[q.keyField])
		if !e.mayAsk(d, s, q, hash, at) {
			e.o.Log.Warn("a source is not asked: too many people were asked about", "source", q.source, "account", d.Owner, "draft", d.ID)
			out[i] = Fetch{Source: q.source, KeyField: q.keyField, Key: hash, Whose: whoseKey(q.request.Key), At: at, State: FetchFailed}
			continue
		}
		g.Go(func() error {
			out[i] = e.ask(ctx, q, at)
			out[i].Key, out[i].Whose = hash, whoseKey(q.request.Key)
			return nil
		})
	}
	_ = g.Wait() // none fails: a source that does is an answer of its own
	return out
}

// ask asks one source. Whatever goes wrong there is the source's failure.
func (e *Engine) ask(ctx context.Context, q sourceQuestion, at time.Time) Fetch {
	f := Fetch{Source: q.source, KeyField: q.keyField, At: at, State: FetchFailed}
	cfg, err := e.o.Store.SourceConfig(ctx, q.source)
	if err == nil && !cfg.Enabled {
		err = errSourceOff
	}
	var supply Supply
	if err == nil {
		supply, err = e.sourceOf(cfg).Deliver(ctx, q.request)
	}
	switch {
	case errors.Is(err, ErrNoValue):
		f.State = FetchNone
		return f
	case err != nil:
		e.o.Log.Warn("a source could not be asked", "source", q.source, "department", cfg.Department, "err", err)
		return f
	}
	f.State, f.As = FetchNone, supply.As
	for _, el := range q.request.Elements {
		if v := supply.Values[el]; len(v) > 0 && string(v) != "null" && json.Valid(v) && e.takes(ctx, cfg, el, v, at) {
			if f.Values == nil {
				f.Values = map[string]json.RawMessage{}
			}
			f.Values[el], f.State = v, FetchDone
		}
	}
	for _, m := range q.request.Materials {
		if doc, ok := supply.Documents[m]; ok && doc.Number != "" {
			if f.Documents == nil {
				f.Documents = map[string]Document{}
			}
			f.Documents[m], f.State = doc, FetchDone
		}
	}
	return f
}

// takes reports whether a value is one of its element: rows of a register were
// judged when they were put, what a service answers was not.
func (e *Engine) takes(ctx context.Context, cfg SourceConfig, element string, v json.RawMessage, at time.Time) bool {
	if cfg.Kind != SourceHTTP {
		return true
	}
	rel, err := e.packOf(ctx, cfg.Pack)
	if err != nil {
		return false
	}
	cfg.Elements = []string{element}
	form, err := rowForm(rel, cfg)
	if err != nil {
		return false
	}
	path := rowHolder + "/" + element
	doc, err := json.Marshal(map[string]map[string]json.RawMessage{rowHolder: {element: v}})
	if err != nil || len(metamodel.Gate(doc, metamodel.AnswerLimits)) > 0 || len(problemsAt(form.Check(doc, metamodel.Context{Today: at}).Problems, path)) > 0 {
		e.o.Log.Warn("a source delivered a value its element does not take", "source", cfg.ID, "element", element)
		return false
	}
	return true
}

var errSourceOff = errors.New("the source is switched off")

// sourceOf is the implementation of a source.
func (e *Engine) sourceOf(cfg SourceConfig) Source {
	if cfg.Kind == SourceHTTP {
		return httpSource{id: cfg.ID, url: cfg.URL, secret: cfg.Secret, client: e.sources, circuits: &e.circuits, now: e.now}
	}
	return register{e.o.Store, cfg.ID}
}
