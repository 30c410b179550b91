package engine

import (
	"maps"
	"slices"

	"github.com/onematter/onematter/metamodel"
)

// ComputedFrom are the paths of the answers, as rec has them, that the one at path
// is worked out from and changes with, in order: those that people give, through
// whatever else is worked out or copied on the way. None where somebody gives it.
func (v *CaseView) ComputedFrom(rec *metamodel.Record, path string) []string {
	from, seen := map[string]bool{}, map[string]bool{}
	v.computedFrom(rec, path, from, seen)
	return slices.Sorted(maps.Keys(from))
}

func (v *CaseView) computedFrom(rec *metamodel.Record, path string, from, seen map[string]bool) {
	for _, p := range rec.ComputedFrom(path) {
		if of := v.CopyOf(p); of != "" {
			p = of
		}
		switch {
		case seen[p]:
		case rec.Computed(p):
			seen[p] = true
			v.computedFrom(rec, p, from, seen)
		default:
			from[p] = true
		}
	}
}

// ByPath is what a map has for the answer at path, or else for such an answer in
// every row of its repeat.
func ByPath(said map[string][]string, path string) []string {
	if list, ok := said[path]; ok {
		return list
	}
	return said[fieldPath(path)]
}

// Computes tells, by the path of an answer, which others are worked out from it as
// rec has them and change with it, in the order of the form. An answer in every
// row of a repeat stands by its path without them.
func (v *CaseView) Computes(rec *metamodel.Record) map[string][]string {
	out := map[string][]string{}
	for _, s := range rec.Form.Sections {
		rec.Walk(s, func(p metamodel.Place) {
			if p.Field == nil || !rec.Computed(p.Path) {
				return
			}
			for _, from := range v.ComputedFrom(rec, p.Path) {
				out[from] = append(out[from], p.Path)
			}
		})
	}
	return out
}
