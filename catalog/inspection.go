package catalog

import (
	"fmt"
	"slices"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// Inspection is a joint site inspection of a compiled theme.
type Inspection struct {
	Def     *metamodel.JointInspection
	Matters []*ThemeMatter    // that take part, in the theme's order
	States  map[string]string // the step in which it inspects, by matter
}

// Inspection finds a joint inspection of the theme, nil for none.
func (t *Theme) Inspection(id string) *Inspection {
	for _, in := range t.Together {
		if in.Def.ID == id {
			return in
		}
	}
	return nil
}

// Ordered lists those of its matters that are in one of the lists, each once.
func (in *Inspection) Ordered(lists ...[]string) (ids []string) {
	for _, m := range in.Matters {
		if slices.ContainsFunc(lists, func(l []string) bool { return slices.Contains(l, m.Def.ID) }) {
			ids = append(ids, m.Def.ID)
		}
	}
	return ids
}

// siteVisits counts how often officers come to the premises in a scope: each
// matter in each of its steps that inspect, and with the joint ones as one visit.
// A step that a case may go past counts as well: what may come is told.
func (t *Theme) siteVisits(scope map[string]bool) (alone, together int) {
	joint := map[metamodel.JointStep]bool{}
	for _, in := range t.Together {
		n := 0
		for _, m := range in.Matters {
			if scope[m.Def.ID] {
				joint[metamodel.JointStep{Matter: m.Def.ID, State: in.States[m.Def.ID]}] = true
				n++
			}
		}
		alone += n
		together += min(n, 1)
	}
	for _, m := range t.Matters {
		if !scope[m.Def.ID] {
			continue
		}
		w := m.Machine.Workflow
		for i := range w.States {
			if s := &w.States[i]; s.Inspects() && !joint[metamodel.JointStep{Matter: m.Def.ID, State: s.ID}] {
				alone++
				together++
			}
		}
	}
	return alone, together
}

// inspections links the steps that departments inspect in together, and refuses
// what could never be one visit.
func (c *compiler) inspections(t *Theme) {
	if t.Def.Joint == nil {
		return
	}
	fail := func(p metamodel.Problem) { c.report(metamodel.KindTheme, t.Def.ID, p) }
	byID := map[string]*ThemeMatter{}
	for _, m := range t.Matters {
		byID[m.Def.ID] = m
	}
	taken := map[metamodel.JointStep]metamodel.Text{}
	for i := range t.Def.Joint.Inspections {
		def := &t.Def.Joint.Inspections[i]
		at := fmt.Sprintf("joint/inspections/%d", i)
		if t.Inspection(def.ID) != nil {
			fail(InspectionTwice.At(at+"/id", "inspection", def.ID))
			continue
		}
		in := &Inspection{Def: def, States: map[string]string{}}
		t.Together = append(t.Together, in)
		for k, step := range def.States {
			here := fmt.Sprintf("%s/states/%d", at, k)
			m := byID[step.Matter]
			switch {
			case m == nil:
				fail(InspectionMatter.At(here+"/matter", "inspection", def.Name, "matter", step.Matter))
				continue
			case in.States[step.Matter] != "":
				fail(InspectionAgain.At(here+"/matter", "inspection", def.Name, "matter", m.Def.Name))
				continue
			}
			if s, ok := m.Machine.State(step.State); !ok || s.Type != workflows.Step || s.Sign != nil {
				fail(InspectionState.At(here+"/state", "matter", m.Def.Name, "state", step.State))
			} else if first, twice := taken[step]; twice {
				fail(InspectionShared.At(here+"/state", "matter", m.Def.Name, "state", s.Name, "first", first, "second", def.Name))
			}
			taken[step] = def.Name
			in.States[step.Matter] = step.State
		}
		for _, m := range t.Matters {
			if in.States[m.Def.ID] != "" {
				in.Matters = append(in.Matters, m)
			}
		}
		c.inspectionLead(t, in, at)
		for _, m := range in.Matters {
			for _, before := range in.Matters {
				if t.comesAfter(byID, m, before.Def.ID) {
					fail(InspectionNever.At(at+"/states", "inspection", def.Name, "matter", m.Def.Name, "before", before.Def.Name))
				}
			}
		}
	}
}

// inspectionLead refuses a lead department that has no part in the inspection.
func (c *compiler) inspectionLead(t *Theme, in *Inspection, at string) {
	var ids []string
	names := metamodel.Text{}
	for _, m := range in.Matters {
		if slices.Contains(ids, m.Def.Department) {
			continue
		}
		ids = append(ids, m.Def.Department)
		for lang, sep := range map[string]string{"zh": "、", "en": ", "} {
			if names[lang] != "" {
				names[lang] += sep
			}
			names[lang] += m.Department.Name.In(lang)
		}
	}
	if !slices.Contains(ids, in.Def.Lead) && len(ids) > 0 {
		c.report(metamodel.KindTheme, t.Def.ID, InspectionLead.At(at+"/lead", "inspection", in.Def.Name, "department", in.Def.Lead, "departments", names))
	}
}

// comesAfter reports whether a matter starts only when another one was issued.
func (t *Theme) comesAfter(byID map[string]*ThemeMatter, m *ThemeMatter, before string) bool {
	seen := map[string]bool{}
	var after func(m *ThemeMatter) bool
	after = func(m *ThemeMatter) bool {
		for _, p := range m.Preconditions {
			if p == before {
				return true
			}
			if b := byID[p]; b != nil && !seen[p] {
				seen[p] = true
				if after(b) {
					return true
				}
			}
		}
		return false
	}
	return after(m)
}
