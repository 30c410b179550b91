package engine

import (
	"fmt"
	"slices"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// A merged filing hands some materials in once for several matters: one that
// proves all another does stands in for it. The department that wanted the other
// gets the file, or the electronic document, of the one that is here.

// materials is a matter's own in a case that runs, by its record: what a source
// issued electronically when it was filed is not asked now either, nor what is
// proven by what was filed. files are those of the whole family.
func (f *family) materials(c *Case, rec *metamodel.Record, files []File) ([]catalog.MaterialState, error) {
	states := materialStates(f.pin.rel, f.matter(c), rec, f.scope())
	own, err := readSourcedAnswers(c.Sourced)
	if err != nil {
		return nil, err
	}
	for i := range states {
		if st := &states[i]; c.Correction.names(st.Material.ID) && st.Checked {
			st.Asked, st.Required, st.Reason = true, metamodel.True, nil
		}
	}
	judgeOlder(own, rec.Form)
	deliveredMaterials(states, own)
	if f.pin.theme == nil {
		return states, nil
	}
	return states, f.standIns(c, rec, states, files)
}

// standIns marks what the filing proves without the matter's own file. What the
// department asks for in a correction it wants itself, whatever served before.
func (f *family) standIns(c *Case, rec *metamodel.Record, states []catalog.MaterialState, files []File) error {
	here := func(material string) bool {
		return slices.ContainsFunc(files, func(file File) bool { return file.Material == material && f.reaches(file, c) })
	}
	var open []*catalog.MaterialState
	asks := map[string]bool{}
	for i := range states {
		st := &states[i]
		asks[st.Material.ID] = st.Asked
		if f.provable(st.Material.ID) && st.Asked && !here(st.Material.ID) {
			open = append(open, st)
		}
	}
	if len(open) == 0 {
		return nil
	}
	given, err := readSourcedAnswers(f.root.Sourced)
	if err != nil {
		return err
	}
	whole := f.record(f.root, f.root.Answers, f.filingDay())
	given = standing(given, whole)
	filed := map[string]*catalog.MaterialState{}
	list := f.pin.theme.MaterialStates(f.scope(), whole, issued(given)...)
	for i := range list {
		filed[list[i].Material.ID] = &list[i]
	}
	handed := func(material string) bool {
		st := filed[material]
		if st == nil || !st.Asked {
			return false
		}
		return slices.Contains(issued(given), material) || st.Required == metamodel.True && here(material)
	}
	known := func(path string) bool {
		a := Gave(given, path)
		if a == nil {
			return false
		}
		if _, own := rec.Form.Field(path); own { // a correction may have changed it
			raw := rec.Raw(path)
			return raw != nil && valueHash(raw) == a.Value
		}
		return true
	}
	for _, st := range open {
		p, ok := f.pin.theme.CaseMaterial(c.Matter, st.Material.ID, f.scope(), handed, func(id string) bool { return asks[id] }, known)
		if !ok {
			continue
		}
		if c.Correction.names(st.Material.ID) {
			st.Required, st.Reason = metamodel.True, afterAll(p, filed)
			continue
		}
		st.Asked, st.Required, st.Proven = false, metamodel.False, []catalog.Proven{p}
		st.Reason = instead(p, filed)
	}
	return nil
}

// instead says to the department and the applicant what serves in a material's place.
func instead(p catalog.Proven, filed map[string]*catalog.MaterialState) metamodel.Text {
	switch {
	case p.By != nil:
		name := filed[p.By.ID].Called()
		return metamodel.ZhEn(
			"由本次一并提交的“"+name.In("zh")+"”证明，没有另收这份材料",
			"Proven by “"+name.In("en")+"”, which was handed in with this application. This document was not asked for as well")
	case p.Result != nil:
		return metamodel.ZhEn(
			"它要证明的内容都在本次一并办理的“"+p.Result.Name.In("zh")+"”的结果里，没有另收这份材料",
			"All that it shows is in the result of “"+p.Result.Name.In("en")+"”, which is part of this application. This document was not asked for as well")
	}
	return metamodel.ZhEn("它要证明的内容由数源部门提供，没有另收这份材料", "Source departments gave all that it shows. This document was not asked for as well")
}

// afterAll says to the applicant, who was told that a material need not be handed
// in, that now it must.
func afterAll(p catalog.Proven, filed map[string]*catalog.MaterialState) metamodel.Text {
	switch {
	case p.By != nil:
		name := filed[p.By.ID].Called()
		return metamodel.ZhEn(
			"提交申请时由“"+name.In("zh")+"”证明，没有收这份材料；现在部门要求提交",
			"“"+name.In("en")+"” served in its place until now. The department asks for this document itself")
	case p.Result != nil:
		return metamodel.ZhEn(
			"提交申请时由“"+p.Result.Name.In("zh")+"”的结果证明，没有收这份材料；现在部门要求提交",
			"The result of “"+p.Result.Name.In("en")+"” served in its place until now. The department asks for this document itself")
	}
	return metamodel.ZhEn("提交申请时由数源部门的数据证明，没有收这份材料；现在部门要求提交", "What source departments gave served in its place until now. The department asks for this document itself")
}

// Serves reports whether a file is of a material, or of what serves in its place.
func (f *File) Serves(st *catalog.MaterialState) bool {
	return f.Material == st.Material.ID || slices.ContainsFunc(st.Proven, func(p catalog.Proven) bool { return p.By != nil && p.By.ID == f.Material })
}

// reaches reports whether a file is for a case to use, whatever its material: it
// was handed in with the filing, or its own corrections brought it.
func (f *family) reaches(file File, c *Case) bool {
	return file.Case == f.root.ID || file.Case == c.ID
}

// provable reports whether something else of the filing may prove what a
// material does.
func (f *family) provable(material string) bool {
	return f.pin.theme != nil && f.pin.theme.Provable(material)
}

// uses are the materials whose files a matter's case has a use for: its matter's
// own, and those that prove something to it in their place. In a theme a material
// that its condition keeps from the matter is handed in for another department,
// and that one's business alone.
func (f *family) uses(c *Case, files []File) (map[string]bool, error) {
	out := map[string]bool{}
	rec := f.record(c, c.Answers, f.filingDay())
	for _, mm := range f.matter(c).Materials {
		if f.pin.theme == nil || mm.When == nil || required(mm, rec) != metamodel.False {
			out[mm.Material.ID] = true
		}
	}
	if f.pin.theme == nil || !f.pin.theme.Merges() {
		return out, nil
	}
	states, err := f.materials(c, rec, files)
	if err != nil {
		return nil, fmt.Errorf("the materials of case %s: %w", c.ID, err)
	}
	for _, st := range states {
		for _, p := range st.Proven {
			if p.By != nil {
				out[p.By.ID] = true
			}
		}
	}
	return out, nil
}
