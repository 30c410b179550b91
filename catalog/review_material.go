package catalog

import (
	"slices"

	"github.com/onematter/onematter/metamodel"
)

// materials finds those that nobody should have to hand in.
func (v *reviewer) materials() {
	named, yielding := map[string][]*reviewed{}, map[string][]*reviewed{}
	for _, f := range v.filed {
		names := []string{f.results}
		if m, ok := v.r.reg.material(f.Result.Material); ok {
			names = append(names, normalise(m.Name.In("zh")))
		}
		slices.Sort(names)
		for _, name := range slices.Compact(names) {
			named[name] = append(named[name], f)
		}
		for _, path := range f.yields {
			yielding[path] = append(yielding[path], f)
		}
	}
	for _, f := range v.mine() {
		for _, m := range f.handed {
			place := f.place("materials/" + m.ID)
			if !v.known.Confirmed[f.ID+" "+place.Path] {
				v.needless(f, m, place, resultOf(f, m, named, yielding))
			}
		}
		v.proofs(f)
	}
}

// resultOf is another matter whose result a material is: by its name, or because
// that result makes known all that the material proves.
func resultOf(f *reviewed, m *metamodel.Material, named, yielding map[string][]*reviewed) *reviewed {
	for _, other := range named[normalise(m.Name.In("zh"))] {
		if other.ID != f.ID {
			return other
		}
	}
	if len(m.Proves) > 0 {
		for _, other := range yielding[m.Proves[0]] {
			if other.ID != f.ID && allOf(m.Proves, other.yields) {
				return other
			}
		}
	}
	return nil
}

func allOf(a, b []string) bool {
	for _, x := range a {
		if !slices.Contains(b, x) {
			return false
		}
	}
	return true
}

// needless says whose a material is already.
func (v *reviewer) needless(f *reviewed, m *metamodel.Material, place Place, result *reviewed) {
	saves := Saving{Materials: 1}
	if len(f.handed) == 1 {
		saves.Visits = 1 // nothing is left to bring
	}
	label := f.labelOf(m)
	if result != nil {
		v.find(reviewResult, saves, []Place{place, result.place("result")}, "matter", f.Name, "material", label, "other", result.Name)
	}
	if d := v.called(m.Issuer); d != nil && (result == nil || result.Department != d.ID) {
		kind := reviewOther
		if d.ID == f.Department {
			kind = reviewOwn
		}
		v.find(kind, saves, []Place{place, {metamodel.KindDepartment, d.ID, d.Name, ""}}, "matter", f.Name, "material", label, "department", d.Name, "issuer", m.Issuer)
	}
	if d, ok := v.known.Materials[m.ID]; ok {
		v.find(reviewDelivered, saves, []Place{place, {KindSource, d.Source, d.Name, ""}}, "matter", f.Name, "material", label, "source", d.Name, "department", d.Department)
	}
}

// labelOf is what the matter calls a material.
func (f *reviewed) labelOf(m *metamodel.Material) metamodel.Text {
	for i := range f.Materials {
		if f.Materials[i].Material == m.ID {
			return f.Materials[i].Label
		}
	}
	return m.Name
}

// proofs holds what the materials of a matter prove against each other and
// against its form.
func (v *reviewer) proofs(f *reviewed) {
	asked := map[string]*reviewedField{}
	for _, ff := range f.fields {
		if ff.from == "" && asked[ff.value] == nil {
			asked[ff.value] = ff
		}
	}
	for i, m := range f.handed {
		if len(m.Proves) == 0 {
			continue
		}
		place := f.place("materials/" + m.ID)
		for j, other := range f.handed {
			// Of two that prove the same the later one could go.
			if i != j && allOf(m.Proves, other.Proves) && (len(other.Proves) > len(m.Proves) || j < i) {
				v.find(reviewSameProof, Saving{Materials: 1}, []Place{place, f.place("materials/" + other.ID)}, "matter", f.Name, "material", f.labelOf(m), "other", f.labelOf(other))
				break
			}
		}
		places := []Place{place}
		for _, path := range m.Proves {
			if ff := asked[path]; ff != nil {
				places = append(places, ff.place())
			}
		}
		if len(places) == len(m.Proves)+1 {
			v.find(reviewAskedAnyway, Saving{Materials: 1}, places, "matter", f.Name, "material", f.labelOf(m), "n", len(m.Proves))
		}
	}
}
