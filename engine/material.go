package engine

import (
	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// handedIn reports whether people hand the material in by themselves: results of
// other matters and documents made from the answers they do not.
func handedIn(m *metamodel.Material) bool {
	return m.Origin == metamodel.OriginApplicant || m.Origin == metamodel.OriginIssuer
}

// bringable reports whether the department may ask for the material: also for
// another matter's result which the applicant has already, as that matter is not
// part of the filing and what it checks it by may not be enough.
func (f *family) bringable(m *metamodel.Material) bool {
	return handedIn(m) || m.Origin == metamodel.OriginResult && !f.scope()[m.ResultOf]
}

// materialStates is a single matter's own materials, judged by its own form;
// with says which matters are filed together.
func materialStates(rel *catalog.Release, m *catalog.Matter, rec *metamodel.Record, with map[string]bool) []catalog.MaterialState {
	states := make([]catalog.MaterialState, 0, len(m.Materials))
	for _, mm := range m.Materials {
		s := catalog.MaterialState{
			Material: mm.Material, Matters: []string{m.Def.ID}, Labels: []metamodel.Text{mm.Use.Label},
			Asked: handedIn(mm.Material), Required: required(mm, rec),
		}
		switch {
		case mm.Material.Origin == metamodel.OriginResult:
			of := rel.MatterDef(mm.Material.ResultOf)
			if of == nil || !with[of.ID] {
				s.Checked, s.Reason = true, catalog.CheckedBy(of, m.Form)
				break
			}
			name := of.Name
			s.Reason = metamodel.ZhEn("由“"+name.In("zh")+"”的结果提供，不用提交", "Comes from the result of “"+name.In("en")+"”. It is not handed in")
		case mm.Material.Origin == metamodel.OriginSystem:
			s.Reason = metamodel.ZhEn("根据填写的内容自动生成，不用提交", "Made from the answers. It is not handed in")
		case mm.When != nil && s.Required == metamodel.False:
			s.Asked = false
			s.Reason = metamodel.ZhEn("根据填写的内容，不需要这份材料", "The answers show that it is not needed")
		case mm.When != nil && s.Required == metamodel.Unknown:
			s.Reason = mm.Use.Note
		}
		states = append(states, s)
	}
	return states
}

// required follows MaterialUse: a material with a condition is required exactly
// when it holds.
func required(mm catalog.MatterMaterial, rec *metamodel.Record) metamodel.Truth {
	if mm.When != nil && mm.Use.When != "" {
		if rec == nil {
			return metamodel.Unknown
		}
		return rec.Eval(mm.When)
	}
	if mm.Use.Required {
		return metamodel.True
	}
	return metamodel.False
}

// missingMaterials are those that must be handed in and are not there.
func missingMaterials(states []catalog.MaterialState, files []File) metamodel.Problems {
	here := map[string]bool{}
	for _, f := range files {
		here[f.Material] = true
	}
	var ps metamodel.Problems
	for _, s := range states {
		if s.Asked && s.Required == metamodel.True && !here[s.Material.ID] {
			ps = append(ps, materialMissing.At("materials/"+s.Material.ID, "material", s.Called()))
		}
	}
	return ps
}

// matterMaterial finds the standard material among those of a matter.
func matterMaterial(m *catalog.Matter, id string) (catalog.MatterMaterial, bool) {
	for _, mm := range m.Materials {
		if mm.Material.ID == id {
			return mm, true
		}
	}
	return catalog.MatterMaterial{}, false
}
