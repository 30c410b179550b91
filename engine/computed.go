package engine

import (
	"maps"
	"slices"

	"github.com/onematter/onematter/metamodel"
)

// Computation is what of a form is worked out from what, with the answers there
// are. All paths are without rows: what is worked out in one row of a repeat is in
// every one.
type Computation struct {
	From map[string][]string // by what is worked out: what people give and it changes with, sorted
	To   map[string][]string // by that: what is worked out from it, in the order of the form
}

// Computation is that of a matter's answers, as rec has them.
func (v *CaseView) Computation(rec *metamodel.Record) Computation {
	return computation(rec, v.CopyOf)
}

// computation follows what is worked out, or copied, on the way to what people give.
func computation(rec *metamodel.Record, copyOf func(path string) string) Computation {
	direct, order := map[string][]string{}, []string(nil)
	for _, s := range rec.Form.Sections {
		rec.Walk(s, func(p metamodel.Place) {
			if p.Field == nil || direct[p.Field.Path] != nil || !rec.Computed(p.Path) {
				return
			}
			from := []string{}
			if of, same := rec.SameAs(p.Path); same {
				from = append(from, of.Path)
			} else {
				order = append(order, p.Field.Path)
			}
			for _, path := range rec.ComputedFrom(p.Path) {
				if of := copyOf(path); of != "" {
					path = of
				}
				from = append(from, fieldPath(path))
			}
			direct[p.Field.Path] = from
		})
	}
	c := Computation{map[string][]string{}, map[string][]string{}}
	for _, path := range order {
		found, seen := map[string]bool{}, map[string]bool{}
		var follow func(path string)
		follow = func(path string) {
			for _, from := range direct[path] {
				if seen[from] {
					continue
				}
				if seen[from] = true; direct[from] != nil {
					follow(from)
				} else if f, ok := rec.Form.Field(from); !ok || asked(f) {
					found[from] = true
				}
			}
		}
		follow(path)
		c.From[path] = slices.Sorted(maps.Keys(found))
		for _, from := range c.From[path] {
			c.To[from] = append(c.To[from], path)
		}
	}
	return c
}

// ComputedFrom is what the answer at path, of any row, is worked out from.
func (c Computation) ComputedFrom(path string) []string { return c.From[fieldPath(path)] }

// Computes is what is worked out from the answer at path, of any row.
func (c Computation) Computes(path string) []string { return c.To[fieldPath(path)] }
