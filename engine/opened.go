package engine

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// amended is a matter's answers with a correction laid over them.
type amended struct {
	along
	raw    json.RawMessage
	rec    *metamodel.Record // by today
	then   *metamodel.Record // by the day of filing; nil where today has nothing against it
	left   metamodel.Problems
	refuse metamodel.Problems // what cannot be laid over them at all
}

// amend lays a correction over a case's answers and judges the result. What is new
// is judged by today; what was there before, also where it is given again as it
// was, by the day of filing: a date does not become wrong by waiting.
func (f *family) amend(c *Case, with along, files []File, yielded map[string]*catalog.Matter) (amended, error) {
	form, a := f.matter(c).Form, amended{along: with}
	before := f.record(c, c.Answers, f.filingDay())
	tree, ps := uncomputed(before, c.Answers)
	if ps.Failed() {
		return a, ps
	}
	was, _ := readAnswers(form, c.Answers)
	patch, err := c.keepWithheld(with, before)
	if err != nil {
		return a, err
	}
	if a.refuse = tree.apply(patch); a.refuse.Failed() {
		return a, nil
	}
	tree.guard(was)
	tree.bind(files)
	if a.raw, a.refuse = tree.json(); a.refuse.Failed() {
		return a, nil
	}
	a.rec = f.record(c, a.raw, f.at.In(f.cal.Zone))
	if !a.rec.Problems.Failed() {
		return a, nil
	}
	a.then = f.record(c, a.raw, f.filingDay())
	anew := givenAnew(c.Correction, before)
	fresh := func(path string) bool {
		if !patched(patch, path) {
			return false
		}
		path = answerPath(form, path)
		was := before.Raw(path)
		return was == nil || slices.Contains(anew, path) || canonical(was) != canonical(a.rec.Raw(path))
	}
	var left metamodel.Problems
	for _, p := range a.rec.Problems {
		if fresh(p.Path) {
			left = append(left, p)
		}
	}
	for _, p := range a.then.Problems {
		// What a result gave and this form does not take is not the applicant's to put right.
		if !fresh(p.Path) && yielded[answerPath(form, p.Path)] == nil {
			left = append(left, p)
		}
	}
	a.left = with.tell(form, left)
	return a, nil
}

// uncomputed are a case's answers without those that were computed and that somebody is
// asked for where they are not: nobody said them.
func uncomputed(rec *metamodel.Record, raw json.RawMessage) (*answers, metamodel.Problems) {
	tree, ps := readAnswers(rec.Form, raw)
	if ps.Failed() {
		return nil, ps
	}
	computed := map[string]json.RawMessage{}
	for _, s := range rec.Form.Sections {
		rec.Walk(s, func(p metamodel.Place) {
			if p.Field != nil && !p.Field.Computed && rec.Computed(p.Path) && rec.Answered(p.Path) {
				computed[p.Path] = nil
			}
		})
	}
	return tree, tree.apply(computed)
}

// opens tells what corrected answers make the applicant's to give besides what
// the department named: what lies beside that, questions that were hidden or computed, copies that are
// copies no more, whatever is missing or wrong only now, and what a broken check
// compares. Of a patch only that counts which is asked for, or opened by what is.
func (f *family) opens(c *Case, patch map[string]json.RawMessage, files []File, yielded map[string]*catalog.Matter) (opened map[string]bool, a amended, err error) {
	form := f.matter(c).Form
	before := f.record(c, c.Answers, f.filingDay())
	opened = map[string]bool{}
	beside, err := f.beside(c, before, yielded)
	if err != nil {
		return nil, amended{}, err
	}
	for _, b := range beside {
		opened[b.Path] = true
	}
	for more := true; more; {
		more = false
		open := func(path string) {
			if !c.Correction.Allows(path) && !Covered(opened, path) && yielded[fieldPath(path)] == nil {
				maps.DeleteFunc(opened, func(p string, _ bool) bool { return strings.HasPrefix(p, path+"/") }) // one answer has one place
				opened[path], more = true, true
			}
		}
		mine := map[string]json.RawMessage{}
		for path, v := range patch {
			if c.Correction.Allows(path) || Covered(opened, path) {
				mine[path] = v
			}
		}
		with, err := f.takeAlong(c, mine, yielded)
		if err != nil {
			return nil, amended{}, err
		}
		if a, err = f.amend(c, with, files, yielded); err != nil || a.refuse.Failed() {
			return opened, a, err
		}
		for path := range with.freed {
			if a.rec.Asked(path) {
				open(path)
			}
		}
		for _, s := range form.Sections {
			a.rec.Walk(s, func(p metamodel.Place) {
				switch {
				case before.Visible(p.Path) && !before.Computed(p.Path) || with.of[p.Path] != "":
				case p.Field != nil && a.rec.Asked(p.Path), p.Group != nil && p.Group.Repeat && p.Row < 0:
					open(p.Path)
				}
			})
		}
		for _, p := range a.left {
			if path := answerPath(form, p.Path); belongs(form, path) {
				open(path)
			}
		}
		for _, path := range a.disputed(c.Correction) { // which of them is wrong a check does not say
			open(path)
		}
	}
	return opened, a, nil
}

// disputed are what people give of what the checks compare that are broken: of what
// is read in several rows the innermost list, for a row may be too many, or missing.
// A list in which the correction names something stays as long as it is.
func (a amended) disputed(k *Correction) (out []string) {
	form, seen := a.rec.Form, map[string]bool{}
	computed := sync.OnceValue(func() Computation { return computation(a.rec, func(string) string { return "" }) })
	put := func(path string) {
		at := spread(a.rec, path)
		if len(at) == 0 {
			at = []string{rowsOf(form, path)}
		}
		for _, cell := range at {
			if list := listOf(form, cell); cell != path && list != "" && !k.namesIn(list) {
				cell = list
			}
			if g, ok := form.Group(cell); !seen[cell] && a.of[cell] == "" && (a.rec.Asked(cell) || ok && g.Repeat && a.rec.Visible(cell)) {
				out, seen[cell] = append(out, cell), true
			}
		}
	}
	for _, p := range a.left {
		for _, path := range metamodel.Narrowed(a.rec.Disputed(answerPath(form, p.Path))) {
			if !a.rec.Computed(path) {
				put(path)
				continue
			}
			for _, from := range metamodel.Narrowed(slices.Clone(computed().ComputedFrom(path))) {
				put(from)
			}
		}
	}
	return out
}

// Covered reports whether path is among those opened, or lies in one.
func Covered(opened map[string]bool, path string) bool {
	for p := path; p != ""; p = parent(p) {
		if opened[p] {
			return true
		}
	}
	return false
}

// Opened are the paths that corrected answers open besides those that the
// department named. Nil opens what the case itself does.
func (v *CaseView) Opened(patch map[string]json.RawMessage) map[string]bool {
	if v.opened == nil {
		return map[string]bool{}
	}
	return v.opened(patch)
}
