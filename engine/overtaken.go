package engine

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// Overtaken is what a page drawn from an earlier release posted, for the
// draft's form as it is now.
type Overtaken struct {
	Patch    Patch
	Revision int64 // of the draft it was made for
	Follows  bool  // nothing but migrations happened to the draft since the page was drawn
}

func (e *Engine) formAt(ctx context.Context, a Actor, draft, release string) (*metamodel.Form, *catalog.Theme, error) {
	d, err := e.ownDraft(ctx, a, draft)
	if err != nil {
		return nil, nil, err
	}
	p, err := e.pinOf(ctx, &d, release)
	if err != nil {
		return nil, nil, err
	}
	return p.form(), p.theme, nil
}

// pinOf resolves a release that a page names: it may name anything.
func (e *Engine) pinOf(ctx context.Context, d *Draft, release string) (*pinned, error) {
	rel, err := e.o.Catalog.Release(ctx, release)
	if errors.Is(err, catalog.ErrNoRelease) {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("reading release %s: %w", release, err)
	}
	p := &pinned{rel: rel, theme: rel.Theme(d.Theme), matter: rel.Matter(d.Matter)}
	if p.theme == nil && p.matter == nil {
		return nil, ErrNotFound
	}
	return p, nil
}

// hop is one release to the next on the way of a page's answers.
type hop struct {
	mapping
	release string // of to
}

// hops is the way from the release a page was drawn from to the draft's, with
// the maps of the migrations on it. Without a way both forms are compared as
// they are.
func (e *Engine) hops(ctx context.Context, d *Draft, release string) ([]hop, error) {
	m, err := d.WhatMoved()
	if err != nil {
		return nil, err
	}
	steps := []MovedStep{{From: release, To: d.Release}}
	for i := len(m.Steps) - 1; i >= 0 && m.Steps[len(m.Steps)-1].To == d.Release; i-- {
		if m.Steps[i].From == release {
			steps = m.Steps[i:]
			break
		}
	}
	var list []hop
	for _, s := range steps {
		from, err := e.pinOf(ctx, d, s.From)
		if err != nil {
			return nil, err
		}
		to, err := e.pinOf(ctx, d, s.To)
		if err != nil {
			return nil, err
		}
		how := Migration{}
		if s.Migration != "" {
			if how, err = e.o.Store.Migration(ctx, s.Migration); err != nil && !errors.Is(err, ErrNotFound) {
				return nil, fmt.Errorf("reading a migration: %w", err)
			}
		}
		h := hop{mapping{m: &how.Map, from: from.form(), to: to.form(), release: s.From, aside: map[string]bool{}}, s.To}
		for _, g := range from.form().Groups {
			h.aside[g.Path] = true // nobody is there to decide: rather kept than lost
		}
		list = append(list, h)
	}
	return list, nil
}

func (e *Engine) overtake(ctx context.Context, a Actor, id, release string, revision int64, p Patch) (*Overtaken, error) {
	d, err := e.ownDraft(ctx, a, id)
	if err != nil {
		return nil, err
	}
	hops, err := e.hops(ctx, &d, release)
	if err != nil {
		return nil, err
	}
	was, err := e.pinOf(ctx, &d, release)
	if err != nil {
		return nil, err
	}
	now, err := e.pinOf(ctx, &d, d.Release)
	if err != nil {
		return nil, err
	}
	o := &Overtaken{Revision: d.Revision, Follows: revision+int64(len(hops)) == d.Revision,
		Patch: Patch{Release: d.Release, Answers: map[string]json.RawMessage{}, Guide: map[string]json.RawMessage{}, Read: p.Read}}
	typed := map[string]json.RawMessage{}
	for path, v := range p.Answers {
		typed[path] = v
	}
	for _, id := range sortedKeys(p.Guide) {
		o.question(was.theme, now.theme, id, release, p.Guide[id], typed)
	}
	l := &late{o: o, hops: hops, typed: typed}
	if err := l.carry(was.form(), d.Answers); err != nil {
		return nil, err
	}
	slices.SortStableFunc(o.Patch.Aside, func(a, b KeptAnswer) int { return strings.Compare(a.Path, b.Path) })
	return o, nil
}

// question puts an answer of the guide where the guide of now asks for it.
func (o *Overtaken) question(was, now *catalog.Theme, id, release string, v json.RawMessage, typed map[string]json.RawMessage) {
	old := question(was, id)
	switch q := question(now, id); {
	case old == nil:
	case q != nil:
		o.Patch.Guide[id] = v
	case old.Field != "":
		typed[old.Field] = v
	case answered(v):
		o.Patch.Aside = append(o.Patch.Aside, KeptAnswer{Path: "guide/" + id, Field: "guide/" + id, Value: v, Release: release, Label: old.Text})
	}
}

// answered reports whether a posted value says anything.
func answered(v json.RawMessage) bool {
	v = bytes.TrimSpace(v)
	return len(v) > 0 && string(v) != "null"
}

// late is a page's answers on their way.
type late struct {
	o     *Overtaken
	hops  []hop
	typed map[string]json.RawMessage // by the path the page posted
}

// target is where an old definition path leads by all hops.
func (l *late) target(field string) string {
	for i := range l.hops {
		field = l.hops[i].target(field)
	}
	return field
}

func (l *late) carry(was *metamodel.Form, stored json.RawMessage) error {
	page, ps := readAnswers(was, nil)
	if ps = append(ps, page.apply(l.typed)...); ps.Failed() {
		return ps
	}
	raw, ps := page.json()
	if ps.Failed() {
		return ps
	}
	form := l.hops[len(l.hops)-1].to
	var tree answerTree
	var aside []KeptAnswer
	for i := range l.hops {
		h := &l.hops[i]
		before, err := writeKept(aside)
		if err != nil {
			return err
		}
		c, err := h.carry(raw, before, nil)
		if err != nil {
			return err
		}
		if i == len(l.hops)-1 {
			if err := l.keepNewCells(was, form, c, stored); err != nil {
				return err
			}
		}
		if raw, err = c.tree.json(); err != nil {
			return err
		}
		if aside, err = c.finish(&h.mapping, raw, h.release, nil); err != nil {
			return err
		}
		tree = c.tree
	}
	l.o.Patch.Aside = append(l.o.Patch.Aside, aside...)
	return l.emit(was, form, tree, raw, stored)
}

// keepNewCells leaves rows what only the new form asks for in them: the page
// could not post it. Where the page added or removed a row nobody can tell whose
// it was, and it is kept aside.
func (l *late) keepNewCells(was, form *metamodel.Form, c *carried, stored json.RawMessage) error {
	now, err := takeApart(form, stored)
	if err != nil {
		return fmt.Errorf("reading a draft's answers: %w", err)
	}
	known := map[string]bool{}
	for _, f := range was.Fields {
		known[l.target(f.Path)] = true
	}
	for path := range l.typed {
		if !repeats(was, path) {
			continue
		}
		to := l.target(path)
		rows, _ := c.tree.get(to).([]any)
		for _, cell := range now.leaves {
			if !strings.HasPrefix(cell.path, to+"/") || known[cell.field] {
				continue
			}
			if len(rows) == now.rows[to] && c.tree.put(form, cell.path, cell.value) {
				continue
			}
			k := KeptAnswer{Path: cell.path, Field: cell.field, Value: cell.value, Row: gone, Release: l.o.Patch.Release, Label: labelAt(form, cell.path)}
			l.o.Patch.Aside = append(l.o.Patch.Aside, k)
		}
	}
	return nil
}

// emit writes what was carried as a patch of the new form.
func (l *late) emit(was, form *metamodel.Form, tree answerTree, raw, stored json.RawMessage) error {
	out := l.o.Patch.Answers
	carried, err := takeApart(form, raw)
	if err != nil {
		return err
	}
	have, err := takeApart(form, stored)
	if err != nil {
		return fmt.Errorf("reading a draft's answers: %w", err)
	}
	whole := map[string]bool{}
	for path, v := range l.typed {
		to := l.target(path)
		switch f, ok := fieldAt(form, to); {
		case repeats(was, path) && repeats(form, to):
			whole[to] = true
			rows, err := encode(tidy(tree.get(to)))
			if err != nil {
				return err
			}
			out[to] = rows
		case ok && asked(f) && !answered(v):
			out[to] = nil // emptied
		}
	}
	for _, a := range carried.leaves {
		if slices.ContainsFunc(sortedKeys(whole), func(repeat string) bool { return strings.HasPrefix(a.path, repeat+"/") }) {
			continue
		}
		f, ok := fieldAt(form, a.field)
		trial, _ := readAnswers(form, stored)
		if ok && asked(f) && trial != nil && !trial.set(a.path, a.value).Failed() {
			out[a.path] = a.value
			continue
		}
		if slices.ContainsFunc(have.leaves, func(h leaf) bool { return h.path == a.path && canonical(h.value) == canonical(a.value) }) {
			continue // it is there already, and not for the citizen to change
		}
		l.o.Patch.Aside = append(l.o.Patch.Aside, KeptAnswer{Path: a.path, Field: a.field, Value: a.value, Release: l.hops[len(l.hops)-1].release, Label: labelAt(form, a.path)})
	}
	return nil
}

// setAside keeps answers with a draft, the newest word at each place, and has
// them told.
func (d *Draft) setAside(list []KeptAnswer) error {
	if len(list) == 0 {
		return nil
	}
	kept, err := d.KeptAnswers()
	if err != nil {
		return fmt.Errorf("reading the answers kept aside: %w", err)
	}
	m, err := d.WhatMoved()
	if err != nil {
		return err
	}
	for _, k := range list {
		kept = slices.DeleteFunc(kept, func(was KeptAnswer) bool { return was.Path == k.Path && was.Release == k.Release })
		if i := slices.IndexFunc(m.Steps, func(s MovedStep) bool { return s.From == k.Release }); i >= 0 {
			m.Steps[i].Told = false
		} else {
			m.Steps = append([]MovedStep{{From: k.Release, To: d.Release}}, m.Steps...)
		}
	}
	kept = append(kept, list...)
	slices.SortStableFunc(kept, func(a, b KeptAnswer) int { return strings.Compare(a.Path, b.Path) })
	m.Seen = false
	if d.Kept, err = writeKept(kept); err != nil {
		return err
	}
	d.Moved, err = encode(m)
	return err
}

// readMoves notes that the owner has read what migrations changed.
func (d *Draft) readMoves() error {
	m, err := d.WhatMoved()
	if err != nil || m.Seen {
		return err
	}
	m.read()
	d.Moved, err = encode(m)
	return err
}
