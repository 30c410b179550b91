package engine

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// mostFilings bounds how far back earlier answers are looked for.
const mostFilings = 20

// EarlierAnswers lists what the owner of a draft answered in earlier filings and
// could use again.
func (e *Engine) EarlierAnswers(ctx context.Context, a Actor, draft string) (*EarlierView, error) {
	v, err := e.draft(ctx, a, draft)
	if err != nil {
		return nil, err
	}
	if v.Draft.Submitted != "" {
		return nil, refuse(draftSubmitted, "")
	}
	return e.earlierOf(ctx, v)
}

// recalled is one answer of an earlier filing.
type recalled struct {
	filing EarlierFiling
	value  json.RawMessage
	of     map[string]string // as of EarlierAnswer
}

// earlierOf finds for every question that is open the newest earlier answer that
// the form takes.
func (e *Engine) earlierOf(ctx context.Context, v *DraftView) (*EarlierView, error) {
	out := &EarlierView{Draft: v}
	tree, ps := readAnswers(v.Form, v.Draft.Answers)
	if ps.Failed() {
		return nil, fmt.Errorf("reading the answers of draft %s: %w", v.Draft.ID, ps)
	}
	open := map[identity]*metamodel.Field{}
	for _, f := range v.Form.Fields {
		have, answered := tree.root.value(f.Path)
		if repeatable(f, v.Theme) && (!answered || canonical(have) == canonical(f.Default)) && !v.Sourced.coming(f.Path) {
			open[identityOf(f)] = f
		}
	}
	if len(open) == 0 {
		return out, nil
	}
	found, err := e.recall(ctx, v, open)
	if err != nil || len(found) == 0 {
		return out, err
	}
	trial, err := e.try(ctx, v, tree, found)
	if err != nil {
		return nil, err
	}
	for _, f := range v.Form.Fields {
		list := found[f.Path]
		if len(list) == 0 || !trial.Record.Visible(f.Path) || !trial.Record.Asked(f.Path) {
			continue
		}
		o := EarlierOffer{Field: f, Sensitive: f.Element.Sensitivity == metamodel.SensitivePersonal, value: list[0].value,
			Words: metamodel.ZhEn(trial.Record.Own(f.Path, "zh"), trial.Record.Own(f.Path, "en"))}
		o.EarlierAnswer = EarlierAnswer{Path: f.Path, Filing: list[0].filing, Value: valueHash(list[0].value), Of: list[0].of}
		o.ID = offerID(o.EarlierAnswer)
		out.Offers = append(out.Offers, o)
	}
	return out, nil
}

// offerID names exactly what was shown: another value or another filing is
// another offer.
func offerID(a EarlierAnswer) string {
	sum := sha256.Sum256([]byte(a.Path + "\n" + a.Filing.Case + "\n" + a.Value))
	return hex.EncodeToString(sum[:10])
}

// coming reports whether a source department may yet give an answer, or has
// given it: that goes before what somebody once answered.
func (s *Sourced) coming(path string) bool {
	for i := range s.Offers {
		o := &s.Offers[i]
		if o.Kind != DutyField || o.Item != path || s.own(path) || o.Personal && s.Consent == ConsentDenied {
			continue
		}
		if f := s.fetch(o); f == nil || len(f.Values[o.Element]) > 0 {
			return true
		}
	}
	return false
}

// recall reads the owner's filings, the newest first, and lists the answers to
// open questions by path. A filing is about a subject as the draft is, and as
// the newer filings are, unless what tells people and firms apart differs.
func (e *Engine) recall(ctx context.Context, v *DraftView, open map[identity]*metamodel.Field) (map[string][]recalled, error) {
	now, err := e.now(ctx)
	if err != nil {
		return nil, err
	}
	filings, _, err := e.o.Store.Cases(ctx, CaseFilter{Applicant: v.Draft.Owner, RootsOnly: true}, Page{Limit: mostFilings})
	if err != nil {
		return nil, fmt.Errorf("listing earlier filings: %w", err)
	}
	told, tellers := map[identity]string{}, map[identity]string{}
	for _, f := range v.Form.Fields {
		if repeatable(f, nil) && tells(f.Element) {
			tellers[identityOf(f)] = f.Path
		}
		if have := v.Record.Raw(f.Path); have != nil && repeatable(f, nil) && tells(f.Element) {
			told[identityOf(f)] = canonical(have)
		}
	}
	found := map[string][]recalled{}
	for _, root := range filings {
		if root.Applicant != v.Draft.Owner {
			continue
		}
		said, err := e.said(ctx, root, now)
		if err != nil {
			return nil, err
		}
		others := map[string]bool{} // subjects that are somebody else there
		for id, s := range said.values {
			if t, ok := told[id]; ok && t != canonical(s) {
				others[id.subject] = true
			}
		}
		used := map[string]bool{}
		for id, s := range said.values {
			if f := open[id]; f != nil && !others[id.subject] {
				found[f.Path] = append(found[f.Path], recalled{said.filing, s, said.whose(id.subject, tellers)})
				used[id.subject] = true
			}
		}
		for id, s := range said.values {
			if said.tell[id] && used[id.subject] {
				told[id] = canonical(s)
			}
		}
	}
	return found, nil
}

// saidThen is what a filing answered.
type saidThen struct {
	filing EarlierFiling
	values map[identity]json.RawMessage
	tell   map[identity]bool // of them, those that tell people and firms apart
}

// whose is what tells a subject apart in a filing, by where a draft's form asks it.
func (s *saidThen) whose(subject string, tellers map[identity]string) map[string]string {
	of := map[string]string{}
	for id, path := range tellers {
		if id.subject == subject && s.tell[id] {
			of[path] = valueHash(s.values[id])
		}
	}
	return of
}

// said collects a filing's answers as they are now: a correction's answer stands
// in the case of its matter, and what a department wants corrected is none.
func (e *Engine) said(ctx context.Context, root Case, now time.Time) (*saidThen, error) {
	f, err := e.loadFamily(ctx, root)
	if err != nil {
		return nil, err
	}
	f.hide(Actor{Account: root.Applicant})
	out := &saidThen{filing: EarlierFiling{Case: root.ID, Number: root.Number, Submitted: root.Submitted, Name: f.pin.name()}, tell: map[identity]bool{}}
	var wrong []identity
	read := func(c *Case, form *metamodel.Form) (map[identity]json.RawMessage, error) {
		tree, ps := readAnswers(form, c.Answers)
		if ps.Failed() {
			return nil, fmt.Errorf("reading the answers of case %s: %w", c.ID, ps)
		}
		given, err := readSourcedAnswers(c.Sourced)
		if err != nil {
			return nil, err
		}
		judgeOlder(given, form)
		values := map[identity]json.RawMessage{}
		for _, fd := range form.Fields {
			if !repeatable(fd, nil) {
				continue
			}
			id := identityOf(fd)
			if c.Correction != nil && len(c.Correction.Fields) > 0 && c.Correction.Allows(fd.Path) {
				wrong = append(wrong, id)
			}
			value, ok := tree.root.value(fd.Path)
			if g := Gave(given, fd.Path); g != nil && g.Disclosure == Withheld && g.Value == valueHash(value) {
				continue // they never saw it
			}
			if ok && !expired(f.pin.rel, fd.Element, f.root.Ended, now) {
				values[id], out.tell[id] = value, tells(fd.Element)
			}
		}
		return values, nil
	}
	if out.values, err = read(f.root, f.pin.form()); err != nil {
		return nil, err
	}
	filed := maps.Clone(out.values)
	for _, c := range f.children {
		own, err := read(c, f.matter(c).Form)
		if err != nil {
			return nil, err
		}
		for id, value := range own {
			if canonical(value) != canonical(filed[id]) { // corrected since
				out.values[id] = value
			}
		}
	}
	for _, id := range wrong {
		delete(out.values, id)
	}
	return out, nil
}

// try lays the newest answers into the draft and takes older ones where the form
// does not take them; found keeps at the front of each list what it takes.
func (e *Engine) try(ctx context.Context, v *DraftView, tree *answers, found map[string][]recalled) (*DraftView, error) {
	p := &pinned{rel: v.Release, theme: v.Theme, matter: v.Matter}
	cal, err := e.calendar(ctx, p.rel, p.theme)
	if err != nil {
		return nil, err
	}
	now, err := e.now(ctx)
	if err != nil {
		return nil, err
	}
	self, err := e.whose(ctx, v.Draft.Owner)
	if err != nil {
		return nil, err
	}
	had := map[string]json.RawMessage{}
	for path := range found {
		had[path], _ = tree.root.value(path)
	}
	for {
		for _, path := range sortedKeys(found) {
			value := had[path]
			if list := found[path]; len(list) > 0 {
				value = list[0].value
			}
			if ps := tree.set(path, value); ps.Failed() {
				return nil, ps
			}
		}
		d := v.Draft
		var ps metamodel.Problems
		if d.Answers, ps = tree.json(); ps.Failed() {
			return nil, ps
		}
		trial, err := evaluate(d, p, cal, now, v.Files, self)
		if err != nil {
			return nil, err
		}
		again := false
		for _, path := range sortedKeys(found) {
			if list := found[path]; len(list) > 0 && problemsAt(trial.Record.Problems, path).Failed() {
				found[path], again = list[1:], true
			}
		}
		if !again {
			return trial, nil
		}
	}
}
