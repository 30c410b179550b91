package catalog

import (
	"math"
	"slices"

	"github.com/onematter/onematter/metamodel"
)

// matters finds those that are there twice.
func (v *reviewer) matters() {
	told := map[*reviewed]bool{}
	byName := map[string][]*reviewed{}
	results := map[string][]*reviewed{}
	var names, kinds []string
	for _, f := range v.filed {
		if basis := normalise(f.Basis.In("zh")); basis != "" {
			key := normalise(f.Name.In("zh")) + " " + basis
			if byName[key] == nil {
				names = append(names, key)
			}
			byName[key] = append(byName[key], f)
		}
		key := "called " + f.results
		if f.Result.Material != "" {
			key = "material " + f.Result.Material
		}
		if results[key] == nil {
			kinds = append(kinds, key)
		}
		results[key] = append(results[key], f)
	}
	for _, key := range names {
		list := byName[key]
		for _, f := range list[1:] {
			if !relatives(list[0].Matter, f.Matter) {
				told[f] = true
				v.twin(reviewMatterTwice, f, list[0], "id", f.ID, "other", list[0].ID)
			}
		}
	}
	for _, key := range kinds {
		list := results[key]
		sets := make([][]string, len(list))
		for i, f := range list {
			sets[i] = f.tokens()
		}
		for _, p := range nearest(sets, Near, func(i, j int) bool { return !told[list[i]] && !relatives(list[i].Matter, list[j].Matter) }) {
			f, other := list[p.of], list[p.other]
			v.twin(reviewMatterNear, f, other, "other", other.Name, "share", int(math.Floor(p.share*100)))
		}
	}
}

// twin tells of a matter that could go for another. Both may be another pack's:
// then it is not this pack's to say.
func (v *reviewer) twin(k reviewKind, f, other *reviewed, params ...any) {
	if v.r.Pack.Matters[f.ID] == nil {
		f, other = other, f
	}
	if v.r.Pack.Matters[f.ID] == nil {
		return
	}
	v.find(k, Saving{Fields: f.asked(), Materials: len(f.handed), Visits: 1}, []Place{f.place(""), other.place("")}, append([]any{"matter", f.Name}, params...)...)
}

// relatives are the same matter in different districts on purpose: one follows
// the other, or both the same template.
func relatives(a, b *metamodel.Matter) bool {
	of := func(f *metamodel.Matter) string {
		if f.Template != nil {
			return f.Template.Matter
		}
		return f.ID
	}
	return of(a) == of(b)
}

// tokens are what two matters may have in common.
func (f *reviewed) tokens() []string {
	out := make([]string, 0, len(f.fields)+len(f.Materials))
	for _, ff := range f.fields {
		out = append(out, ff.value)
	}
	for _, u := range f.Materials {
		out = append(out, "material "+u.Material)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// standards finds materials and elements that are there twice.
func (v *reviewer) standards() {
	handed := map[string]map[*reviewed]bool{}
	for _, f := range v.filed {
		for _, m := range f.handed {
			if handed[m.ID] == nil {
				handed[m.ID] = map[*reviewed]bool{}
			}
			handed[m.ID][f] = true
		}
	}
	byName := map[string]*metamodel.Material{}
	for i, p := range v.r.reg {
		for _, id := range sortedKeys(p.Materials) {
			m := p.Materials[id]
			key := string(m.Origin) + " " + normalise(m.Name.In("zh"))
			first := byName[key]
			switch {
			case first == nil:
				byName[key] = m
			case i == 0 || v.r.Pack.Materials[first.ID] != nil:
				saves := Saving{}
				for f := range handed[id] {
					if handed[first.ID][f] {
						saves.Materials = 1
					}
				}
				v.find(reviewMaterialTwice, saves, []Place{{metamodel.KindMaterial, id, m.Name, ""}, {metamodel.KindMaterial, first.ID, first.Name, ""}},
					"material", m.Name, "id", id, "other", first.ID)
			}
		}
	}
	v.elements()
}

// elements finds two that have the same name, or one the name of which the other
// says is its own too, with the same values.
func (v *reviewer) elements() {
	byName := map[string][]*metamodel.Element{}
	sort := func(e *metamodel.Element, name string) string {
		return string(e.Type) + " " + e.CodeList + " " + normalise(e.ObjectClass) + " " + normalise(name)
	}
	var all []*metamodel.Element
	for _, p := range v.r.reg {
		for _, id := range sortedKeys(p.Elements) {
			if e := p.Elements[id]; id == e.ID && e.ReleaseState != metamodel.ReleaseRetired { // no older version that is kept beside
				all = append(all, e)
				byName[sort(e, e.Name.In("zh"))] = append(byName[sort(e, e.Name.In("zh"))], e)
			}
		}
	}
	asked := map[string]bool{}
	for value, list := range v.asking {
		for _, ff := range list {
			asked[ff.matter.ID+" "+value] = true
		}
	}
	told := map[[2]string]bool{}
	for _, e := range all {
		for _, name := range append([]string{e.Name.In("zh")}, e.Synonyms...) {
			for _, other := range byName[sort(e, name)] {
				pair := [2]string{max(e.ID, other.ID), min(e.ID, other.ID)}
				if e.ID == other.ID || told[pair] || related(e, other) || v.r.Pack.Elements[e.ID] == nil && v.r.Pack.Elements[other.ID] == nil {
					continue
				}
				told[pair] = true
				v.find(reviewElementTwice, v.bothAsked(asked, pair), []Place{{metamodel.KindElement, pair[0], e.Name, ""}, {metamodel.KindElement, pair[1], other.Name, ""}},
					"element", e.Name, "id", pair[0], "other", pair[1])
				break // with the first that is the same
			}
		}
	}
}

// bothAsked is what is spared where one matter asks a subject for both elements.
func (v *reviewer) bothAsked(asked map[string]bool, pair [2]string) Saving {
	for _, id := range sortedKeys(v.r.reg.subjects()) {
		for _, ff := range v.asking[id+"/"+pair[0]] {
			if asked[ff.matter.ID+" "+id+"/"+pair[1]] {
				return Saving{Fields: 1}
			}
		}
	}
	return Saving{}
}

// subjects are those of all packs.
func (r registry) subjects() map[string]*metamodel.Subject {
	out := map[string]*metamodel.Subject{}
	for _, p := range r {
		for id, s := range p.Subjects {
			out[id] = s
		}
	}
	return out
}

func related(a, b *metamodel.Element) bool {
	says := func(a, b *metamodel.Element) bool {
		return slices.ContainsFunc(a.Relations, func(r metamodel.Relation) bool { return plainID(r.Element) == b.ID })
	}
	return says(a, b) || says(b, a)
}
