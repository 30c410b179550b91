package engine

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// carried is what became of answers on the way from one form to another.
type carried struct {
	tree  answerTree
	kept  []KeptAnswer      // at places of the old form
	moved []movedAnswer     // in the new form, with where it was
	lost  []leaf            // what cannot be placed: the new form has another shape there
	paths map[string]string // old path in answers → new
	back  []string          // paths at which a kept answer came back
}

type movedAnswer struct {
	leaf
	to  string
	def *metamodel.Field // of the new form
}

// mapping is a MigrationMap made ready for one pair of forms.
type mapping struct {
	m        *MigrationMap
	from, to *metamodel.Form
	release  string // of from
	aside    map[string]bool
}

// target gives the definition path an old one goes to.
func (m *mapping) target(field string) string {
	for at := field; at != ""; at = parent(at) {
		if to, ok := m.m.Fields[at]; ok {
			return to + field[len(at):]
		}
	}
	return field
}

// mayKeep reports whether the plan lets an old field's answers be kept aside.
func (m *mapping) mayKeep(field string) bool {
	for at := field; at != ""; at = parent(at) {
		if m.aside[at] || slices.Contains(m.m.Aside, at) {
			return true
		}
	}
	return false
}

// carry moves answers to another form. Every answer ends in the tree, among
// what is kept aside, or among what is lost unless the plan says otherwise.
// refused are old fields the new form turned out not to be able to read.
func (m *mapping) carry(raw, keptBefore json.RawMessage, refused map[string]bool) (*carried, error) {
	old, err := takeApart(m.from, raw)
	if err != nil {
		return nil, fmt.Errorf("reading answers: %w", err)
	}
	before, err := readKept(keptBefore)
	if err != nil {
		return nil, fmt.Errorf("reading the answers kept aside: %w", err)
	}
	c := &carried{tree: answerTree{}, paths: map[string]string{}}
	// Rows first: those without any answer keep their places too.
	for _, repeat := range sortedKeys(old.rows) {
		s := spotOf(m.from, repeat)
		s.field = m.target(s.field)
		if to, ok := s.in(m.to); ok && repeats(m.to, s.field) && old.rows[repeat] > 0 {
			c.tree.put(m.to, to+"/"+strconv.Itoa(old.rows[repeat]-1), nil)
			c.paths[repeat] = to
		}
	}
	// An answer that stays where it is goes before one that is moved there.
	slices.SortStableFunc(old.leaves, func(a, b leaf) int {
		return boolInt(m.target(a.field) != a.field) - boolInt(m.target(b.field) != b.field)
	})
	var aside []leaf
	for _, l := range old.leaves {
		s := l.spot
		s.field = m.target(l.field)
		to, shaped := s.in(m.to)
		field, ok := fieldAt(m.to, s.field)
		switch {
		case !ok && !groupAt(m.to, s.field):
			aside = append(aside, l)
			continue
		case !ok || !shaped:
			if m.mayKeep(l.field) {
				aside = append(aside, l)
			} else {
				c.lost = append(c.lost, l)
			}
			continue
		case refused[l.field] && m.mayKeep(l.field):
			aside = append(aside, l)
			continue
		}
		l.value = m.recode(l, field)
		if !c.tree.put(m.to, to, l.value) {
			aside = append(aside, l)
			continue
		}
		c.paths[l.path] = to
		c.moved = append(c.moved, movedAnswer{l, to, field})
	}
	c.bringBack(m, old, before)
	for _, l := range aside {
		c.keep(m, l)
	}
	return c, nil
}

func groupAt(form *metamodel.Form, path string) bool {
	g, ok := form.Group(path)
	return ok && g.Path == path
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// recode replaces codes that have another name now.
func (m *mapping) recode(l leaf, to *metamodel.Field) json.RawMessage {
	codes := m.m.Codes[l.field]
	if from, ok := fieldAt(m.from, l.field); codes == nil && ok && from.CodeList != nil {
		codes = m.m.Codes[from.CodeList.ID]
	}
	if len(codes) == 0 || to.CodeList == nil {
		return l.value
	}
	var one string
	if json.Unmarshal(l.value, &one) == nil {
		if code, ok := codes[one]; ok {
			if raw, err := encode(code); err == nil {
				return raw
			}
		}
		return l.value
	}
	var list []string
	if json.Unmarshal(l.value, &list) != nil {
		return l.value
	}
	var out []string
	for _, code := range list {
		if to, ok := codes[code]; ok {
			code = to
		}
		if !slices.Contains(out, code) {
			out = append(out, code)
		}
	}
	raw, err := encode(out)
	if err != nil {
		return l.value
	}
	return raw
}

func (c *carried) keep(m *mapping, l leaf) {
	k := KeptAnswer{Path: l.path, Field: l.field, Value: l.value, Release: m.release}
	if f, ok := fieldAt(m.from, l.field); ok {
		k.Label = f.Label
	}
	c.kept = append(c.kept, k)
}

// gone marks a kept answer whose row was changed since: it stays kept.
const gone = "?"

// bringBack puts answers kept aside by earlier migrations where the new form
// asks for them again: into their own row, or not at all.
func (c *carried) bringBack(m *mapping, old *taken, before []KeptAnswer) {
	empty := map[string]bool{} // repeats that had no rows before anything came back
	for _, k := range before {
		if repeat, _ := spotOf(m.to, k.Path).outermost(m.to); repeat != "" && c.tree.get(repeat) == nil {
			empty[repeat] = true
		}
	}
	for _, k := range before {
		s, ok := m.ownRow(k, old)
		k.Row, k.All = stillThere(ok, k.Row), stillThere(ok, k.All)
		if ok {
			s.field = m.target(s.field)
			if to, shaped := s.in(m.to); shaped {
				_, known := fieldAt(m.to, s.field)
				repeat, _ := s.outermost(m.to)
				fits := repeat == "" || k.Row != "" || empty[repeat]
				if known && fits && c.tree.put(m.to, to, k.Value) {
					c.back = append(c.back, to)
					continue
				}
			}
			if k.Row != "" { // the row may have moved to another place
				if path, shaped := (spot{k.Field, s.rows}).in(m.from); shaped {
					k.Path = path
				}
			}
		}
		c.kept = append(c.kept, k)
	}
}

func stillThere(ok bool, print string) string {
	if print != "" && !ok {
		return gone
	}
	return print
}

// ownRow finds the row of a kept answer among the rows as they are: ok is
// false when it was changed or taken out.
func (m *mapping) ownRow(k KeptAnswer, old *taken) (spot, bool) {
	steps := strings.Split(k.Path, "/")
	s := spot{field: k.Field}
	for i, step := range steps {
		if n, err := strconv.Atoi(step); err == nil && i > 0 {
			s.rows = append(s.rows, n)
		}
	}
	if len(s.rows) == 0 || k.Row == "" {
		return s, true
	}
	if k.Row == gone {
		return s, false
	}
	repeat := k.Path[:strings.Index(k.Path, "/"+strconv.Itoa(s.rows[0])+"/")]
	if k.All != "" && old.prints[repeat] == k.All {
		return s, true
	}
	found, n := -1, 0
	for i := range old.rows[repeat] {
		if old.prints[repeat+"/"+strconv.Itoa(i)] == k.Row {
			found = i
			n++
		}
	}
	if n != 1 {
		return s, false
	}
	s.rows[0] = found
	return s, true
}

// finish gives everything kept aside of rows the fingerprint of its row in the
// answers as they are stored now, and adds the answers of the new form that it
// does not show: hidden are their paths.
func (c *carried) finish(m *mapping, stored json.RawMessage, to string, hidden []KeptAnswer) ([]KeptAnswer, error) {
	now, err := takeApart(m.to, stored)
	if err != nil {
		return nil, err
	}
	list := slices.Clone(c.kept)
	for i := range list {
		k := &list[i]
		s := spotOf(m.from, k.Path)
		if k.Row == gone || len(s.rows) == 0 { // or of a repeat that the old form has not, either
			continue
		}
		repeat, row := s.outermost(m.from)
		as := m.target(repeat)
		if now.prints[as] == "" {
			k.Row, k.All = "", ""
			continue
		}
		// From now on its rows are those of the new form.
		k.All, k.Row = now.prints[as], now.prints[as+row[len(repeat):]]
		k.Path, k.Field = as+k.Path[len(repeat):], as+k.Field[len(repeat):]
	}
	for _, k := range hidden {
		k.Release = to
		if repeat, row := spotOf(m.to, k.Path).outermost(m.to); repeat != "" && now.prints[repeat] != "" {
			k.All, k.Row = now.prints[repeat], now.prints[row]
		}
		list = append(list, k)
	}
	slices.SortStableFunc(list, func(a, b KeptAnswer) int { return strings.Compare(a.Path, b.Path) })
	return list, nil
}
