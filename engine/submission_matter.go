package engine

import (
	"context"
	"errors"
	"fmt"

	"github.com/onematter/onematter/metamodel"
)

// submitMatter is the road of machines: one check, one commit. The receipt of
// a repeated key is found by the commit itself, not by asking first.
func (e *Engine) submitMatter(ctx context.Context, a Actor, matter string, given []byte, key string) (Receipt, error) {
	if a.Account == "" {
		return Receipt{}, ErrNotFound
	}
	if err := checkKey(key); err != nil {
		return Receipt{}, err
	}
	ed, err := e.o.Catalog.Current(ctx)
	if err != nil {
		return Receipt{}, fmt.Errorf("reading the current edition: %w", err)
	}
	m, rel, ok := ed.Fileable(matter)
	if !ok {
		return Receipt{}, ErrNotFound
	}
	pin := &pinned{rel: rel, matter: m}
	if err := e.notOver(ctx, pin); err != nil {
		// A retry of a filing that went through before gets its receipt.
		if r, done, err := firstOutcome[Receipt](ctx, e, a, key, requestHash("matter", matter, string(given))); done || err != nil {
			return r, err
		}
		return Receipt{}, err
	}
	cal, err := e.calendar(ctx, rel, nil)
	if err != nil {
		return Receipt{}, err
	}
	at, err := e.now(ctx)
	if err != nil {
		return Receipt{}, err
	}
	clean, unread := unfiled(m.Form, given)
	rec := m.Form.Check(clean, metamodel.Context{Today: at.In(cal.Zone), WorkingDays: cal.WorkingDays, Awaited: m.Yields})
	var request string
	if key != "" {
		request = requestHash("matter", matter, string(given))
	}
	ps := append(rec.Problems, unuploadable(pin, rec)...)
	if !rec.Problems.Failed() {
		ps = append(ps, unread...)
	}
	if ps.Failed() {
		// A retry with the key of a filing that went through gets its receipt even
		// when the same answers would no longer pass today.
		if r, ok, err := firstOutcome[Receipt](ctx, e, a, key, request); ok || err != nil {
			return r, err
		}
		return Receipt{}, ps
	}
	for range retries {
		f := &family{pin: pin, cal: cal, at: at, by: citizen(a), fresh: true}
		if f.powers, err = e.findPowers(ctx, f); err != nil {
			return Receipt{}, err
		}
		if err := fileMatter(f, a, "", rec, nil); err != nil {
			return Receipt{}, err
		}
		r, err := e.commitFiling(ctx, f, a, key, request)
		var dup *DuplicateError
		if errors.As(err, &dup) {
			return outcomeOf[Receipt](dup.First, request)
		}
		if errors.Is(err, ErrTaken) {
			continue // a number drawn twice
		}
		return r, err
	}
	return Receipt{}, ErrTaken
}

// unfiled leaves out what is said of files (a filing without a draft has none)
// and of what nobody is asked for, which has the value it starts with. Problems
// are of answers it cannot take apart, which Check may name better.
func unfiled(form *metamodel.Form, given []byte) ([]byte, metamodel.Problems) {
	plain := !takesFiles(form)
	for _, f := range form.Fields {
		plain = plain && asked(f) && len(f.Default) == 0
	}
	if plain {
		return given, nil
	}
	tree, ps := readAnswers(form, given)
	if ps.Failed() {
		return given, ps
	}
	tree.bind(nil)
	tree.begin(nil)
	raw, ps := tree.json()
	return raw, ps
}

// unuploadable are the materials these answers demand from the applicant.
func unuploadable(pin *pinned, rec *metamodel.Record) metamodel.Problems {
	var ps metamodel.Problems
	for _, mm := range pin.matter.Materials {
		if handedIn(mm.Material) && required(mm, rec) == metamodel.True {
			ps = append(ps, materialUpload.At("materials/"+mm.Material.ID, "material", mm.Use.Label))
		}
	}
	return ps
}
