package engine

import (
	"slices"
	"strings"
	"sync"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// Beside is an answer that a correction does not ask for and that may be changed
// with those it asks for. Left as it is, it is not missed.
type Beside struct {
	Path    string
	Decides []string // the answers, or repeats, asked for that are only asked while this one says so
	Fits    []string // the answers asked for that go with this one: a document's number with its kind
}

// beside are the answers beside those that a correction asks for: to whom a
// question does not apply says so where that is decided, and who names another kind
// of document gives its number. Only what is the applicant's to give, and what a
// department might ask for itself; a list and a person never, for these are more than
// what decides, nor what decides that the matter is applied for: that is withdrawn.
func (f *family) beside(c *Case, said *metamodel.Record, yielded map[string]*catalog.Matter) ([]Beside, error) {
	k := c.Correction
	if k == nil || len(k.Fields) == 0 {
		return nil, nil
	}
	unseen, err := c.unseen(said)
	if err != nil {
		return nil, err
	}
	copies, err := f.copies(c, c.Answers)
	if err != nil {
		return nil, err
	}
	asking := askables{said, askedIn(said), yielded}
	worked := sync.OnceValue(func() Computation { return computation(said, func(string) string { return "" }) })
	decides, fits := map[string][]string{}, map[string][]string{}
	put := func(named, path string, into map[string][]string) {
		path = original(copies, yielded, c.Answers, path)
		fd, ok := said.Form.Field(path)
		if !ok || fd.Element.Type == metamodel.TypePerson || fd.Element.Type == metamodel.TypeFile ||
			k.Allows(path) || f.settles(c, fd.Path) || slices.Contains(unseen, path) || slices.Contains(into[path], named) {
			return
		}
		if later, refused := asking.may(said.Form, path); later == nil && refused == nil {
			into[path] = append(into[path], named)
		}
	}
	walk := func(visit func(metamodel.Place)) {
		for _, s := range said.Form.Sections {
			said.Walk(s, visit)
		}
	}
	walk(func(p metamodel.Place) {
		list := p.Group != nil && p.Group.Repeat && p.Row < 0
		if !k.Allows(p.Path) || yielded[fieldPath(p.Path)] != nil || !list && (p.Field == nil || !said.Asked(p.Path)) {
			return
		}
		for _, by := range said.DecidedBy(p.Path) {
			if !said.Computed(by) {
				put(p.Path, by, decides)
				continue
			}
			for _, from := range worked().ComputedFrom(by) {
				if from, ok := sameRow(said.Form, by, from); ok {
					put(p.Path, from, decides)
				}
			}
		}
		for _, with := range said.Fits(p.Path) {
			put(p.Path, with, fits)
		}
	})
	var out []Beside
	walk(func(p metamodel.Place) {
		if p.Field != nil && len(decides[p.Path])+len(fits[p.Path]) > 0 {
			out = append(out, Beside{p.Path, wholes(decides[p.Path]), fits[p.Path]})
		}
	})
	return out, nil
}

// wholes leaves out of paths those that lie in another one.
func wholes(paths []string) []string {
	return slices.DeleteFunc(paths, func(path string) bool {
		return slices.ContainsFunc(paths, func(other string) bool { return strings.HasPrefix(path, other+"/") })
	})
}

// settles reports whether the answer to a field decides that a matter is applied for.
func (f *family) settles(c *Case, path string) bool {
	if f.pin.theme == nil {
		return false
	}
	for _, m := range f.pin.theme.Matters {
		if m.Def.ID != c.Matter {
			continue
		}
		for _, q := range f.pin.theme.Def.Guide {
			if q.Field == path && slices.Contains(m.When.Refs(), q.ID) {
				return true
			}
		}
	}
	return false
}

// MayCorrect reports whether the applicant may change the answer at path whatever
// else they say: it is asked for, or lies beside what is.
func (v *CaseView) MayCorrect(path string) bool {
	return v.ToCorrect(path) || slices.ContainsFunc(v.Beside, func(b Beside) bool { return b.Path == path })
}
