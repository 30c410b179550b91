package engine

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// copied is an answer that is another one's: where that one lies, whether this
// case asks for it, and what the answer is with it.
type copied struct {
	of    string
	here  bool
	value json.RawMessage
}

// copies tells, by path, which answers of a matter's case the theme takes from
// another answer: one person is asked once (metamodel.Twin). It reads the case's
// answers over what was filed, by the merged form.
func (f *family) copies(c *Case, answers json.RawMessage) (map[string]copied, error) {
	if f.pin.theme == nil || c.Matter == "" || len(f.pin.theme.Def.Same) == 0 {
		return nil, nil
	}
	merged, own := f.pin.theme.Merged, f.matter(c).Form
	tree, ps := readAnswers(merged, f.root.Answers)
	if ps.Failed() {
		return nil, fmt.Errorf("reading the answers of case %s: %w", f.root.ID, ps)
	}
	said := f.record(c, answers, f.filingDay())
	now := map[string]json.RawMessage{}
	for _, fd := range own.Fields {
		if _, ok := merged.Field(fd.Path); ok && !inRows(fd) && said.Visible(fd.Path) {
			now[fd.Path] = said.Raw(fd.Path)
		}
	}
	if ps = tree.apply(now); ps.Failed() {
		return nil, nil // what the merged form cannot read has no copies
	}
	raw, ps := tree.json()
	if ps.Failed() {
		return nil, nil
	}
	given, err := readSourcedAnswers(c.Sourced)
	if err != nil {
		return nil, err
	}
	supplied := map[string]bool{}
	for _, a := range standing(given, said) {
		supplied[a.Path] = a.Path != ""
	}
	rec := merged.Check(raw, metamodel.Context{Today: f.filingDay(), WorkingDays: f.cal.WorkingDays, Scope: f.scope(), Awaited: f.awaited(), Supplied: supplied})
	out := map[string]copied{}
	for path := range now {
		if of, ok := rec.SameAs(path); ok {
			_, here := now[of.Path]
			out[path] = copied{of.Path, here, rec.Raw(path)}
		}
	}
	return out, nil
}

// links tells what the copies of a case are of, by path: those that still are
// what they were copied from, and those that were corrected by themselves.
func (f *family) links(c *Case) (links, parted map[string]string, err error) {
	was, err := f.copies(c, c.Answers)
	if len(was) == 0 || err != nil {
		return nil, nil, err
	}
	links, parted = map[string]string{}, map[string]string{}
	said := f.record(c, c.Answers, f.filingDay())
	for path, x := range was {
		if canonical(x.value) == canonical(said.Raw(path)) {
			links[path] = x.of
		} else {
			parted[path] = x.of
		}
	}
	return links, parted, nil
}

// along is a correction with what goes with it.
type along struct {
	patch map[string]json.RawMessage
	freed map[string]bool   // no copies any more, or given of somebody else: the applicant's to give, and empty until then
	of    map[string]string // the copies that follow, and what
}

// takeAlong adds to a correction what goes with it: the copies of an answer that
// is corrected, and those that become copies, of somebody else too: what was said
// of the one is not the other's. What is no copy any more is freed, and so is what a
// source gave by a key that is corrected.
func (f *family) takeAlong(c *Case, patch map[string]json.RawMessage, yielded map[string]*catalog.Matter) (along, error) {
	alone := along{patch: patch}
	links, parted, err := f.links(c)
	if err != nil {
		return alone, err
	}
	before := f.record(c, c.Answers, f.filingDay())
	tree, ps := uncomputed(before, c.Answers)
	if ps.Failed() {
		return alone, ps
	}
	if tree.apply(patch).Failed() {
		return alone, nil // which is refused
	}
	raw, ps := tree.json()
	if ps.Failed() {
		return alone, nil
	}
	now, err := f.copies(c, raw)
	if err != nil {
		return alone, err
	}
	a := along{patch: map[string]json.RawMessage{}, freed: map[string]bool{}, of: map[string]string{}}
	maps.Copy(a.patch, patch)
	for path, x := range now {
		said, own := patch[path]
		own = own && len(said) > 0 && canonical(said) != "null" && canonical(said) != canonical(before.Raw(path))
		if own || parted[path] == x.of || yielded[path] != nil {
			continue
		}
		if x.here {
			a.of[path] = x.of
		}
		delete(a.patch, path)
		if canonical(x.value) != canonical(before.Raw(path)) {
			a.patch[path] = x.value
		}
	}
	for _, was := range [...]map[string]string{links, parted} {
		for path := range was {
			if _, still := now[path]; !still && yielded[path] == nil {
				a.freed[path] = true
				if _, said := patch[path]; !said {
					a.patch[path] = nil
				}
			}
		}
	}
	given, err := readSourcedAnswers(c.Sourced)
	if err != nil {
		return alone, err
	}
	for _, s := range standing(given, before) {
		if key, said := a.patch[s.KeyField]; said && s.ofAnother(before.Raw(s.KeyField), key) && yielded[s.Path] == nil {
			a.freed[s.Path] = true
			if _, said := a.patch[s.Path]; !said {
				a.patch[s.Path] = nil
			}
		}
	}
	return a, nil
}

// ofAnother reports whether an answer that a source gave was given of somebody else
// than who is found by its key now.
func (s *SourcedAnswer) ofAnother(was, now json.RawMessage) bool {
	return s.Path != "" && s.KeyField != "" && was != nil && canonical(was) != canonical(now)
}

// tell moves what is wrong with a copy to the answer it follows, which is where
// it is put right: once, where that is wrong itself.
func (a along) tell(form *metamodel.Form, ps metamodel.Problems) metamodel.Problems {
	var told, copies metamodel.Problems
	for _, p := range ps {
		if a.of[answerPath(form, p.Path)] == "" {
			told = append(told, p)
		} else {
			copies = append(copies, p)
		}
	}
	for _, p := range copies {
		if p.Path = a.of[answerPath(form, p.Path)]; !problemsAt(told, p.Path).Failed() {
			told = append(told, p)
		}
	}
	return told
}

// CopiesIn tells of answers, as rec has them, which are copies, and of what: also
// of an answer that another matter of the theme asks for.
func (v *CaseView) CopiesIn(rec *metamodel.Record) map[string]string {
	out := map[string]string{}
	if v.copies == nil {
		return out
	}
	for path, x := range v.copies(rec.JSON()) {
		if v.parted[path] != x.of && v.Yielded[path] == nil {
			out[path] = x.of
		}
	}
	return out
}

// Freed are the paths of the copies that corrected answers, as rec has them,
// make the applicant's own again, and of what a source gave of somebody else.
func (v *CaseView) Freed(rec *metamodel.Record) map[string]bool {
	freed := map[string]bool{}
	for _, s := range slices.Concat(v.Sourced, v.withheld) {
		if s.ofAnother(v.Record.Raw(s.KeyField), rec.Raw(s.KeyField)) && rec.Asked(s.Path) {
			freed[s.Path] = true
		}
	}
	if len(v.Copies)+len(v.parted) == 0 {
		return freed
	}
	now := v.copies(rec.JSON())
	for _, was := range [...]map[string]string{v.Copies, v.parted} {
		for path := range was {
			if _, still := now[path]; !still && rec.Asked(path) {
				freed[path] = true
			}
		}
	}
	return freed
}
