package catalog

import (
	"fmt"
	"slices"

	"github.com/onematter/onematter/metamodel"
)

// ProofMaterials counts what matters required in accepted filings, and how each
// department came to it.
type ProofMaterials struct {
	Required int `json:"required"`
	Handed   int `json:"handed"`  // itself
	Another  int `json:"another"` // by another material that proves it
	Result   int `json:"result"`  // by another matter's result
	Sourced  int `json:"sourced"` // by what source departments gave
}

// handsIn holds the merged list of materials against every matter's own: what a
// matter requires is required of the citizen, or its department sees all that it
// proves in a way that is no weaker; and nothing is asked that no matter wants.
// It goes by the definitions alone, not by how the merge came to its list.
func (c *court) handsIn(j *Judgement, s verdictScope) metamodel.Text {
	states := map[string]*MaterialState{}
	list := c.t.materialStates(s.scope, j.record)
	for i := range list {
		states[list[i].Material.ID] = &list[i]
	}
	wants := map[[2]string]metamodel.Truth{} // matter and material; there where it may be wanted
	asked, must := map[string]bool{}, map[string]bool{}
	for i := range j.Own {
		o := &j.Own[i]
		for _, mm := range c.t.matterOf(o.Matter).Materials {
			if mm.Material.Origin == metamodel.OriginResult || mm.Material.Origin == metamodel.OriginSystem {
				continue
			}
			truth := metamodel.False
			switch {
			case mm.When != nil:
				truth = o.record.Eval(mm.When)
			case mm.Use.Required:
				truth = metamodel.True
			}
			if truth != metamodel.False || mm.When == nil {
				wants[[2]string{o.Matter, mm.Material.ID}] = truth
				asked[mm.Material.ID] = true
			}
			must[mm.Material.ID] = must[mm.Material.ID] || truth == metamodel.True
		}
	}
	for _, o := range j.Own {
		for _, mm := range c.t.matterOf(o.Matter).Materials {
			truth, wanted := wants[[2]string{o.Matter, mm.Material.ID}]
			if !wanted || truth == metamodel.False {
				continue
			}
			if truth == metamodel.True {
				c.papers.Required++
			}
			st := states[mm.Material.ID]
			if st != nil && st.Asked && (truth != metamodel.True || st.Required == metamodel.True) {
				if truth == metamodel.True {
					c.papers.Handed++
				}
				continue
			}
			if st == nil || !c.shown(o.Matter, mm.Material, st.Proven, states, wants, s.scope) {
				zh, en := c.t.matterOf(o.Matter).Def.Name.In("zh"), c.t.matterOf(o.Matter).Def.Name.In("en")
				return metamodel.ZhEn(
					fmt.Sprintf("“%s”要求“%s”，合并后不用交，也没有别的证明它", zh, mm.Material.Name.In("zh")),
					fmt.Sprintf("“%s” requires “%s”, which is not handed in after the merge and not proven otherwise", en, mm.Material.Name.In("en")))
			}
		}
	}
	for _, st := range list {
		if st.Asked && !asked[st.Material.ID] || st.Required == metamodel.True && !must[st.Material.ID] {
			return metamodel.ZhEn(
				fmt.Sprintf("合并后要交“%s”，没有事项要求它", st.Material.Name.In("zh")),
				fmt.Sprintf("“%s” is asked for after the merge, and no matter wants it", st.Material.Name.In("en")))
		}
	}
	return nil
}

// shown reports whether a department really sees all that a material of its
// matter proves in the way that the merge says.
func (c *court) shown(matter string, m *metamodel.Material, ways []Proven, states map[string]*MaterialState, wants map[[2]string]metamodel.Truth, scope map[string]bool) bool {
	if len(m.Proves) == 0 || slices.ContainsFunc(c.t.Def.Keep, func(k metamodel.KeptMaterial) bool { return k.Material == m.ID }) {
		return false
	}
	rank := map[string]int{"报告": 1, "证明": 1, "证照": 2}
	if rank[m.Category] == 0 {
		return false
	}
	for _, way := range ways {
		if way.Matter != matter {
			continue
		}
		seen := map[string]bool{}
		switch {
		case way.By != nil:
			st := states[way.By.ID]
			_, wantsBoth := wants[[2]string{matter, way.By.ID}]
			weaker := way.By.Category != m.Category && rank[way.By.Category] != 2 ||
				m.Origin == metamodel.OriginIssuer && way.By.Origin != metamodel.OriginIssuer
			if st == nil || !st.Asked || st.Required != metamodel.True || wantsBoth || weaker {
				return false
			}
			for _, path := range way.By.Proves {
				seen[path] = true
			}
			c.papers.Another++
		case way.Result != nil:
			if !scope[way.Result.ID] || way.Result.ID == matter || !c.after(matter, way.Result.ID, scope) {
				return false
			}
			for _, path := range way.Result.Result.Yields {
				seen[path] = true
			}
			if doc := c.t.matterOf(way.Result.ID).Issues; doc != nil {
				for _, path := range doc.Proves {
					seen[path] = true
				}
			}
			c.papers.Result++
		default:
			seen = c.supplied
			c.papers.Sourced++
		}
		return !slices.ContainsFunc(m.Proves, func(path string) bool { return !seen[path] })
	}
	return false
}

// after reports whether a matter cannot begin before another one's end: without
// it and what waits for it, the first is not reached.
func (c *court) after(matter, first string, scope map[string]bool) bool {
	done := map[string]bool{}
	for range c.t.Matters {
		for _, m := range c.t.Matters {
			id := m.Def.ID
			if !scope[id] || done[id] || id == first {
				continue
			}
			done[id] = !slices.ContainsFunc(m.Def.Preconditions, func(p string) bool { return scope[p] && !done[p] })
		}
	}
	return !done[matter]
}
