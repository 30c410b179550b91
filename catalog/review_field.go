package catalog

import (
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// fields finds what is asked twice, could be computed, or is known elsewhere.
func (v *reviewer) fields() {
	same := v.sameElements()
	for _, f := range v.mine() {
		v.twice(f, same)
		for _, ff := range f.fields {
			if ff.from == "" {
				v.computable(f, ff)
			}
			if d, ok := v.known.Elements[ff.ref]; ok && v.factual(ff) && !v.known.Confirmed[f.ID+" form/"+ff.path] {
				v.find(reviewFieldDelivered, Saving{Fields: 1}, []Place{ff.place(), {KindSource, d.Source, d.Name, ""}},
					"matter", f.Name, "field", ff.label, "source", d.Name, "department", d.Department)
			}
		}
	}
	v.yielded()
	v.shared()
}

// factual reports whether a field asks for a fact that a department may know: no
// declaration, signature or file, nothing by which people are found, no row.
func (v *reviewer) factual(ff *reviewedField) bool {
	e, ok := v.r.reg.Element(ff.ref)
	if !ok || ff.row || ff.from != "" || ownWord(e) {
		return false
	}
	return e.Format != metamodel.FormatResidentID && e.Format != metamodel.FormatUSCC
}

// ownWord reports whether an answer is somebody's own word, which is asked anew
// every time.
func ownWord(e *metamodel.Element) bool {
	return e.Type == metamodel.TypeSignature || e.Type == metamodel.TypeFile || e.Type == metamodel.TypeBoolean && string(e.Const) == "true"
}

// sameElements gives for an element the least of those that say the same.
func (v *reviewer) sameElements() func(string) string {
	same := map[string]string{}
	first := func(id string) string {
		for same[id] != "" {
			id = same[id]
		}
		return id
	}
	for _, p := range v.r.reg {
		eachRelation(p, "equivalent", func(_ string, e *metamodel.Element, _ int, other string) {
			if a, b := first(e.ID), first(plainID(other)); a != b {
				same[max(a, b)] = min(a, b)
			}
		})
	}
	return first
}

// twice finds the same of the same subject asked at two places of a form; in
// rows, at two places of the row.
func (v *reviewer) twice(f *reviewed, same func(string) string) {
	seen := map[string]*reviewedField{}
	for _, ff := range f.fields {
		if ff.from != "" {
			continue
		}
		key, _, _ := strings.Cut(ff.value, "/")
		key += "/" + same(ff.ref)
		if ff.row {
			key = ff.path[:strings.LastIndexByte(ff.path, '/')] + " " + key
		}
		if first := seen[key]; first != nil {
			v.find(reviewFieldTwice, Saving{Fields: 1}, []Place{ff.place(), first.place()}, "matter", f.Name, "field", ff.label)
			continue
		}
		seen[key] = ff
	}
}

// computable finds a field whose value follows from others that are asked too.
func (v *reviewer) computable(f *reviewed, ff *reviewedField) {
	outer := ff.path[:strings.LastIndexByte(ff.path, '/')+1]
	if e, ok := v.r.reg.Element(ff.ref); ok {
		for _, r := range e.Relations {
			if from := f.paths[outer+plainID(r.Element)]; r.Type == "derives" && from != nil && from.from == "" {
				v.find(reviewComputable, Saving{Fields: 1}, []Place{ff.place(), from.place()}, "matter", f.Name, "field", ff.label, "from", from.label)
				return
			}
		}
	}
	if ff.row {
		return
	}
	for _, other := range v.computing[ff.value] {
		if other.matter.ID != f.ID && f.has(other.from) {
			v.find(reviewComputed, Saving{Fields: 1}, []Place{ff.place(), other.place()}, "matter", f.Name, "field", ff.label, "other", other.matter.Name)
			return
		}
	}
}

// has reports whether the form asks for all that an expression names.
func (f *reviewed) has(source string) bool {
	refs := refsIn(source)
	for _, path := range refs {
		known := false
		for at := path; at != "" && !known; at = at[:max(0, strings.LastIndexByte(at, '/'))] {
			known = f.paths[at] != nil
		}
		if !known {
			return false
		}
	}
	return len(refs) > 0
}

// yielded finds what the result of a matter makes known and others ask.
func (v *reviewer) yielded() {
	for _, other := range v.filed {
		for _, path := range other.yields {
			var asking []*reviewedField
			for _, ff := range v.asking[path] {
				if ff.matter.ID != other.ID && v.factual(ff) {
					asking = append(asking, ff)
				}
			}
			if len(asking) > 0 && v.r.Pack.Matters[asking[0].matter.ID] != nil {
				places := []Place{asking[0].place(), other.place("result/yields/" + path)}
				for _, ff := range asking[1:] {
					places = append(places, ff.place())
				}
				v.find(reviewYielded, Saving{Fields: 1}, places, "field", asking[0].label, "other", other.Name, "n", len(asking))
			}
		}
	}
}

// shared finds what several matters ask that no theme brings together: somebody
// who needs them all answers once for each group of matters that share a theme.
func (v *reviewer) shared() {
	group := map[string]string{}
	first := func(id string) string {
		for group[id] != "" {
			id = group[id]
		}
		return id
	}
	for _, p := range v.r.reg {
		for _, id := range p.ThemeIDs() {
			list := p.Themes[id].Matters
			for _, m := range list[1:] {
				if a, b := first(list[0].Matter), first(m.Matter); a != b {
					group[max(a, b)] = min(a, b)
				}
			}
		}
	}
	for _, value := range sortedKeys(v.asking) {
		var places []Place
		apart := map[string]bool{}
		seen := map[string]bool{}
		label := metamodel.Text(nil)
		for _, ff := range v.asking[value] {
			e, ok := v.r.reg.Element(ff.ref)
			if !ok || ff.row || ff.from != "" || ownWord(e) || seen[ff.matter.ID] {
				continue
			}
			seen[ff.matter.ID] = true
			apart[first(ff.matter.ID)] = true
			places = append(places, ff.place())
			if label == nil {
				label = e.Label()
			}
		}
		if len(apart) > 1 && v.r.Pack.Matters[places[0].ID] != nil {
			v.find(reviewShared, Saving{Fields: len(apart) - 1}, places, "field", label, "n", len(places))
		}
	}
}
