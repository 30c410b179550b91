package engine

import (
	"context"
	"slices"
)

// beginSourced gives a new draft the confirmations in force, and what is known
// already of whom the guide named.
func (e *Engine) beginSourced(ctx context.Context, d *Draft, p *pinned, tree *answers) error {
	cal, err := e.calendar(ctx, p.rel, p.theme)
	if err != nil {
		return err
	}
	s := &Sourced{}
	if s.Offers, err = e.offers(ctx, p, d.Created, cal); err != nil || s.empty() {
		return err
	}
	if err := e.deliver(ctx, d, s, p, tree, false); err != nil {
		return err
	}
	d.Sourced, err = encode(s)
	return err
}

// updateSourced notes what a patch says of sources and asks those that are due.
func (e *Engine) updateSourced(ctx context.Context, d *Draft, p *pinned, tree *answers, patch Patch) error {
	s, err := readSourced(d.Sourced)
	if err != nil || s.empty() {
		return err
	}
	if patch.Consent != ConsentOpen && patch.Consent != s.Consent {
		if s.ConsentAt, err = e.now(ctx); err != nil {
			return err
		}
		s.Consent = patch.Consent
	}
	for _, item := range sortedKeys(patch.Own) {
		s.setOwn(item, patch.Own[item])
	}
	if err := e.deliver(ctx, d, s, p, tree, patch.Again); err != nil {
		return err
	}
	d.Sourced, err = encode(s)
	return err
}

// setOwn notes that the applicant answers an item themselves, or no longer does.
func (s *Sourced) setOwn(item string, own bool) {
	offered := slices.ContainsFunc(s.Offers, func(o Offer) bool { return o.Item == item })
	s.Own = slices.DeleteFunc(s.Own, func(o string) bool { return o == item })
	if own && offered {
		s.Own = append(s.Own, item)
	}
}

// keepSourced writes down in the cases which answers a source gave: each keeps
// what its own form and materials have.
func (f *family) keepSourced(given []SourcedAnswer) error {
	if len(given) == 0 {
		return nil
	}
	keep := func(c *Case, mine func(SourcedAnswer) bool) error {
		var list []SourcedAnswer
		for _, a := range given {
			if mine(a) {
				list = append(list, a)
			}
		}
		var err error
		if len(list) > 0 {
			c.Sourced, err = encode(list)
		}
		return err
	}
	for _, c := range f.children {
		m := f.matter(c)
		if err := keep(c, func(a SourcedAnswer) bool {
			if a.Material != "" {
				return wantsMaterial(m, a.Material)
			}
			_, ok := m.Form.Field(a.Path)
			return ok
		}); err != nil {
			return err
		}
	}
	return keep(f.root, func(SourcedAnswer) bool { return true })
}

// tellSourced tells in a case's view which answers and documents a source gave.
func (v *CaseView) tellSourced() error {
	list, err := readSourcedAnswers(v.Case.Sourced)
	if err != nil {
		return err
	}
	judgeOlder(list, v.Record.Form)
	v.Sourced = standing(list, v.Record)
	return nil
}

// tellServing adds the electronic documents that serve in the place of what the
// matter wants.
func (v *CaseView) tellServing(a Actor, f *family) error {
	given, err := readSourcedAnswers(f.root.Sourced)
	if err != nil {
		return err
	}
	judgeOlder(given, f.pin.form())
	if withholdsFrom(a, &v.Case) {
		given = withheldFrom(given)
	}
	for _, st := range v.Wants {
		for _, p := range st.Proven {
			for _, g := range given {
				if p.By != nil && g.Material == p.By.ID && !slices.ContainsFunc(v.Sourced, func(s SourcedAnswer) bool { return s.Material == g.Material }) {
					v.Sourced = append(v.Sourced, g)
				}
			}
		}
	}
	return nil
}

// Gave is what a source gave at a path of a view's answers, nil when the
// applicant answered.
func Gave(list []SourcedAnswer, path string) *SourcedAnswer {
	for i := range list {
		if list[i].Path == path {
			return &list[i]
		}
	}
	return nil
}
