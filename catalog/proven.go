package catalog

import (
	"fmt"
	"slices"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// Proven says to which matter a material need not go, because what it proves is
// shown in another way: one of By, Result and Sourced is set.
type Proven struct {
	Matter  string              // that wants the material
	By      *metamodel.Material // handed in for other matters anyway; this one gets it as well
	Result  *metamodel.Matter   // for whose result it waits
	Sourced bool                // source departments gave every value
}

// evidential are the categories of what is there to prove something, and may be
// proven. A drawing, a photograph or a text is wanted for itself.
var evidential = []string{licence, "证明", "报告"}

const licence = "证照"

// standsInFor reports whether a material can do what another one is wanted for:
// it proves all the other does, and is no weaker kind of document.
func standsInFor(n, m *metamodel.Material) bool {
	switch {
	case n.Origin != metamodel.OriginIssuer && n.Origin != metamodel.OriginApplicant:
		return false // nobody hands it in
	case m.Origin == metamodel.OriginIssuer && n.Origin != metamodel.OriginIssuer:
		return false // one's own word for what an authority issues
	case n.Category != m.Category && n.Category != licence:
		return false
	}
	return covers(n.Proves, m.Proves)
}

// covers reports whether all of wanted is among have.
func covers(have, wanted []string) bool {
	return len(wanted) > 0 && !slices.ContainsFunc(wanted, func(path string) bool { return !slices.Contains(have, path) })
}

// provable reports whether something else may prove what a material does, if
// staff do not keep it.
func provable(m *MergedMaterial) bool {
	return len(m.Material.Proves) > 0 && slices.Contains(evidential, m.Material.Category) &&
		(m.Material.Origin == metamodel.OriginIssuer || m.Material.Origin == metamodel.OriginApplicant)
}

// proofs finds for every material what else may prove all that it proves. Where
// several do, the one that proves most is preferred, then the one that more
// matters ask for, then the one that is asked for first; and those that prove
// least leave first, so that of any circle one stays.
func (t *Theme) proofs(c *compiler) {
	place := map[string]int{}
	shows := map[string][]*MergedMaterial{} // by path
	t.byID = map[string]*MergedMaterial{}
	for i, m := range t.Materials {
		place[m.Material.ID], t.byID[m.Material.ID] = i, m
		for _, path := range m.Material.Proves {
			shows[path] = append(shows[path], m)
		}
	}
	t.keep(c)
	better := func(a, b *MergedMaterial) int {
		switch n := len(b.Material.Proves) - len(a.Material.Proves); {
		case n != 0:
			return n
		case len(a.Uses) != len(b.Uses):
			return len(b.Uses) - len(a.Uses)
		}
		return place[a.Material.ID] - place[b.Material.ID]
	}
	yielding := map[string][]*ThemeMatter{} // by path
	for _, y := range t.Matters {
		for _, path := range showsOf(y) {
			yielding[path] = append(yielding[path], y)
		}
	}
	for _, m := range t.Materials {
		if !provable(m) {
			continue
		}
		var others []*MergedMaterial
		for _, n := range shows[m.Material.Proves[0]] {
			if n != m && standsInFor(n.Material, m.Material) {
				others = append(others, n)
			}
		}
		slices.SortFunc(others, better)
		for _, n := range others {
			m.StandIns = append(m.StandIns, n.Material)
		}
		for _, y := range yielding[m.Material.Proves[0]] {
			if covers(showsOf(y), m.Material.Proves) {
				m.Results = append(m.Results, y)
			}
		}
		if m.Kept == nil {
			t.proven = append(t.proven, m)
		}
	}
	slices.SortFunc(t.proven, func(a, b *MergedMaterial) int { return better(b, a) })
}

// Proofs are the materials that another one or a result may prove, in the order
// of the list; those that staff keep all the same are among them.
func (t *Theme) Proofs() (out []*MergedMaterial) {
	for _, m := range t.Materials {
		if len(m.StandIns)+len(m.Results) > 0 || m.Kept != nil {
			out = append(out, m)
		}
	}
	return out
}

// showsOf are the values that a matter's result makes known: those a department
// enters, and those that the document issued shows.
func showsOf(y *ThemeMatter) []string {
	out := slices.Clone(y.Def.Result.Yields)
	if y.Issues != nil {
		out = append(out, y.Issues.Proves...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// keep notes what staff keep on the list, and tells of what is not on it.
func (t *Theme) keep(c *compiler) {
	for i := range t.Def.Keep {
		k := &t.Def.Keep[i]
		at := fmt.Sprintf("keep/%d/material", i)
		name := metamodel.ZhEn(k.Material, k.Material)
		if m, ok := c.reg.material(k.Material); ok {
			name = metamodel.ZhEn(m.Name.In("zh")+"（"+k.Material+"）", m.Name.In("en")+" ("+k.Material+")")
		}
		switch m := t.byID[k.Material]; {
		case m == nil:
			gone := KeptGone.At(at, "material", name)
			t.Loose = append(t.Loose, gone)
			c.report(metamodel.KindTheme, t.Def.ID, gone)
		case m.Kept != nil:
			c.report(metamodel.KindTheme, t.Def.ID, KeptTwice.At(at, "material", name))
		default:
			m.Kept = k
		}
	}
}

// inHand is what proves something in a situation.
type inHand struct {
	scope  map[string]bool
	handed func(material string) bool         // it is handed in, or issued electronically
	asks   func(matter, material string) bool // the matter wants that one itself
	known  func(path string) bool             // a source department gave the value
}

// provenTo tells how a matter sees what a material proves without getting it.
// A matter that asks for both wants both.
func (t *Theme) provenTo(matter string, m *MergedMaterial, have inHand) (Proven, bool) {
	p := Proven{Matter: matter}
	if !slices.ContainsFunc(m.Material.Proves, func(path string) bool { return !have.known(path) }) {
		p.Sourced = true
		return p, true
	}
	for _, y := range m.Results {
		if have.scope[y.Def.ID] && t.waits(matter, y.Def.ID, have.scope) {
			p.Result = y.Def
			return p, true
		}
	}
	for _, n := range m.StandIns {
		if have.handed(n.ID) && !have.asks(matter, n.ID) {
			p.By = n
			return p, true
		}
	}
	return p, false
}

// waits reports whether a matter begins after another one's end.
func (t *Theme) waits(matter, before string, scope map[string]bool) bool {
	for _, m := range t.Matters {
		if m.Def.ID != matter {
			continue
		}
		for _, p := range m.Preconditions { // without cycles
			if scope[p] && (p == before || t.waits(p, before, scope)) {
				return true
			}
		}
	}
	return false
}

// prove takes off the list what the rest of it proves.
func (t *Theme) prove(states []MaterialState, scope map[string]bool, rec *metamodel.Record, delivered []string) {
	if len(t.proven) == 0 {
		return
	}
	at := map[string]*MaterialState{}
	for i := range states {
		at[states[i].Material.ID] = &states[i]
	}
	have := inHand{
		scope: scope,
		handed: func(id string) bool {
			st := at[id]
			return st != nil && st.Asked && (st.Required == metamodel.True || slices.Contains(delivered, id))
		},
		asks: func(matter, id string) bool {
			return slices.ContainsFunc(t.byID[id].Uses, func(u MaterialDemand) bool { return u.Matter == matter && u.wanted(rec) })
		},
		known: func(path string) bool { return rec != nil && rec.Supplied(path) },
	}
	stay := map[string]bool{} // something leaves because of it
	for _, m := range t.proven {
		st := at[m.Material.ID]
		if st == nil || !st.Asked || stay[m.Material.ID] || slices.Contains(delivered, m.Material.ID) {
			continue
		}
		var all []Proven
		for _, matter := range t.wanting(m.Material.ID, scope, rec) {
			p, ok := t.provenTo(matter, m, have)
			if !ok {
				all = nil
				break
			}
			all = append(all, p)
		}
		if len(all) == 0 {
			continue
		}
		st.Proven, st.Asked, st.Required = all, false, metamodel.False
		for _, p := range all {
			if p.By != nil {
				stay[p.By.ID] = true
				at[p.By.ID].Serves = append(at[p.By.ID].Serves, p.Matter)
			}
		}
		st.Reason = provenReason(all, func(id string) metamodel.Text { return at[id].Called() })
	}
}

// wanting are the matters in scope that want a material, or may yet.
func (t *Theme) wanting(id string, scope map[string]bool, rec *metamodel.Record) (out []string) {
	if m := t.byID[id]; m != nil {
		for _, u := range m.Uses {
			if scope[u.Matter] && u.wanted(rec) {
				out = append(out, u.Matter)
			}
		}
	}
	return out
}

// Called is what people know the material by: the matter's own name for it when
// only one is in use, else the standard one.
func (s *MaterialState) Called() metamodel.Text {
	if len(s.Labels) == 1 {
		return s.Labels[0]
	}
	return s.Material.Name
}

// provenReason says in plain words why a material is not handed in.
func provenReason(all []Proven, called func(material string) metamodel.Text) metamodel.Text {
	var zh, en []string
	for _, p := range all {
		var z, e string
		switch {
		case p.By != nil:
			name := called(p.By.ID)
			z = "“" + name.In("zh") + "”已经证明同样的内容，一份就够，这份不用交"
			e = "“" + name.In("en") + "” shows the same and is enough. This one is not handed in"
		case p.Result != nil:
			z = "它要证明的内容，本次一并办理的“" + p.Result.Name.In("zh") + "”的结果里都有，不用提交"
			e = "All that it shows is in the result of “" + p.Result.Name.In("en") + "”, which is part of this application. It is not handed in"
		default:
			z = "它要证明的内容，数源部门已经提供，不用提交"
			e = "Source departments gave all that it shows. It is not handed in"
		}
		if !slices.Contains(zh, z) {
			zh, en = append(zh, z), append(en, e)
		}
	}
	return metamodel.ZhEn(strings.Join(zh, "；"), strings.Join(en, ". "))
}

// Merges reports whether some material of the theme may be proven by something else.
func (t *Theme) Merges() bool { return len(t.proven) > 0 }

// Provable reports whether a material leaves the list when something else proves
// what it does.
func (t *Theme) Provable(material string) bool {
	return slices.ContainsFunc(t.proven, func(m *MergedMaterial) bool { return m.Material.ID == material })
}

// CaseMaterial tells how the department of a matter sees what one of its
// materials proves when its own file is not here. filed are the states of the
// whole filing; the rest says what of it is here, and what the matter's case
// asks for now.
func (t *Theme) CaseMaterial(matter, material string, scope map[string]bool, here, asks func(material string) bool, known func(path string) bool) (Proven, bool) {
	i := slices.IndexFunc(t.proven, func(m *MergedMaterial) bool { return m.Material.ID == material })
	if i < 0 {
		return Proven{}, false
	}
	return t.provenTo(matter, t.proven[i], inHand{scope: scope, handed: here, asks: func(_, id string) bool { return asks(id) }, known: known})
}
