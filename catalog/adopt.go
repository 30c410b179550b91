package catalog

import (
	"slices"
	"strings"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// What cannot be taken over from a template.
var (
	AdoptNoTemplate = kind("adopt.no_template", "事项“{matter}”没有写明模板", "The matter “{matter}” names no template")
	AdoptNoChange   = kind("adopt.no_difference", "“{path}”与模板没有差别", "There is no difference from the template at “{path}”")
	AdoptElsewhere  = kind("adopt.elsewhere", "“{path}”属于所依赖的资源包，请在那里修改", "“{path}” belongs to a pack that this one needs. Change it there")
	AdoptByHand     = kind("adopt.by_hand", "“{path}”不能单独采用，请采用“{whole}”或手工修改", "“{path}” cannot be adopted alone. Adopt “{whole}”, or change it by hand")
	KeepTwice       = kind("keep.twice", "“{path}”已经保留", "“{path}” is kept already")
)

// Adopt takes over from a matter's template what a path of their comparison
// names: an attribute, a material, a field or group with all it demands, or the
// whole process. What was kept there is forgotten. The pack that comes back is a
// new one; a refusal comes with the pack as it was.
func Adopt(r *Release, matter, path string) (*Pack, metamodel.Problems) {
	p, m, t, ps := standardised(r, matter, path)
	if ps.Failed() {
		return r.Pack, ps
	}
	attribute, rest, _ := strings.Cut(path, "/")
	switch attribute {
	case "name":
		m.Name = t.matter.Name
	case "basis":
		m.Basis = t.matter.Basis
	case "category":
		m.Category = t.matter.Category
	case "fee":
		m.Fee = t.matter.Fee
	case "statutoryDays":
		m.StatutoryDays = t.matter.StatutoryDays
	case "promisedDays":
		m.PromisedDays = t.matter.PromisedDays
	case "lights":
		m.Lights = t.matter.Lights
	case "extend":
		m.Extend = t.matter.Extend
	case "result":
		ps = adoptResult(m, t.matter, rest)
	case "materials":
		adoptMaterial(m, t.matter, strings.SplitN(rest, "/", 2)[0])
	case "form":
		ps = adoptField(p, m, t.form, rest)
	case "process":
		ps = adoptProcess(p, m, t.workflow, rest)
	}
	if ps.Failed() {
		return r.Pack, ps
	}
	m.Template.Kept = slices.DeleteFunc(m.Template.Kept, func(k metamodel.Kept) bool { return liesIn(k.Path, path) })
	p.Files = nil
	return p, nil
}

// Keep notes that a matter stays different from its template, and why; with
// propose, that the template should do likewise.
func Keep(r *Release, matter, path string, reason metamodel.Text, propose bool) (*Pack, metamodel.Problems) {
	p, m, _, ps := standardised(r, matter, path)
	if ps.Failed() {
		return r.Pack, ps
	}
	if slices.ContainsFunc(m.Template.Kept, func(k metamodel.Kept) bool { return k.Path == path }) {
		return r.Pack, metamodel.Problems{KeepTwice.At(path, "path", path)}
	}
	m.Template.Kept = append(m.Template.Kept, metamodel.Kept{Path: path, Reason: reason, Propose: propose})
	p.Files = nil
	return p, nil
}

// standardised is a copy of a release's pack with a matter in it and the matter's
// template, when they differ at the path.
func standardised(r *Release, matter, path string) (*Pack, *metamodel.Matter, side, metamodel.Problems) {
	c, ok := r.AgainstTemplate(matter)
	if !ok || r.Pack.Matters[matter] == nil {
		return nil, nil, side{}, metamodel.Problems{AdoptNoTemplate.At("template", "matter", matter)}
	}
	if !slices.ContainsFunc(c.Items, func(d Deviation) bool { return liesIn(d.Path, path) || liesIn(path, d.Path) }) {
		return nil, nil, side{}, metamodel.Problems{AdoptNoChange.At(path, "path", path)}
	}
	p, ps := r.Pack.clone()
	if ps.Failed() {
		return nil, nil, side{}, ps
	}
	template, _ := r.side(c.Template.ID)
	return p, p.Matters[matter], template, nil
}

func adoptResult(m, t *metamodel.Matter, rest string) metamodel.Problems {
	if rest == "name" {
		m.Result.Name = t.Result.Name
		return nil
	}
	if field, ok := strings.CutPrefix(rest, "check/"); ok {
		other := func(c metamodel.ResultCheck) bool { return c.Field != field }
		m.Result.Check = slices.DeleteFunc(m.Result.Check, func(c metamodel.ResultCheck) bool { return !other(c) })
		m.Result.Check = append(m.Result.Check, slices.DeleteFunc(slices.Clone(t.Result.Check), other)...)
		return nil
	}
	path, ok := strings.CutPrefix(rest, "yields/")
	if !ok {
		return metamodel.Problems{AdoptByHand.At("result/"+rest, "path", "result/"+rest, "whole", "result/yields/…")}
	}
	if slices.Contains(t.Result.Yields, path) {
		m.Result.Yields = append(m.Result.Yields, path)
	} else {
		m.Result.Yields = slices.DeleteFunc(m.Result.Yields, func(y string) bool { return y == path })
	}
	return nil
}

func adoptMaterial(m, t *metamodel.Matter, id string) {
	named := func(u metamodel.MaterialUse) bool { return u.Material == id }
	at := slices.IndexFunc(t.Materials, named)
	mine := slices.IndexFunc(m.Materials, named)
	switch {
	case at < 0:
		m.Materials = slices.DeleteFunc(m.Materials, named)
	case mine < 0:
		m.Materials = append(m.Materials, t.Materials[at])
	default:
		m.Materials[mine] = t.Materials[at]
	}
}

// adoptField takes a field, or a group with all in it, as the template has it.
func adoptField(p *Pack, m *metamodel.Matter, template *metamodel.FormDoc, rest string) metamodel.Problems {
	id := FormID(m.Form)
	doc := p.Forms[id]
	if doc == nil {
		return metamodel.Problems{AdoptElsewhere.At("form/"+rest, "path", "form/"+rest)}
	}
	group, key, field := strings.Cut(rest, "/")
	key, _, _ = strings.Cut(key, "/")
	theirs, mine := template.Properties[group], doc.Properties[group]
	switch {
	case group == "title":
		doc.Title = template.Title
		return nil
	case theirs == nil && mine == nil || group == "sections" || group == "texts":
		return metamodel.Problems{AdoptByHand.At("form/"+rest, "path", "form/"+rest, "whole", "form/…")}
	case !field || theirs == nil || mine == nil || theirs.Elements != "" || mine.Elements != "":
		if theirs == nil {
			delete(doc.Properties, group)
		} else {
			doc.Properties[group] = theirs
		}
		placeGroup(doc, template, group, theirs)
	default:
		from, required := fieldsOf(theirs)
		to, mineRequired := fieldsOf(mine)
		f := from[key]
		if *mineRequired = slices.DeleteFunc(*mineRequired, func(k string) bool { return k == key }); slices.Contains(*required, key) {
			*mineRequired = append(*mineRequired, key)
		}
		if f == nil {
			delete(to, key)
		} else {
			to[key] = f
		}
		placeField(doc, template, group+"/"+key, f != nil, mine.Items != nil)
	}
	return nil
}

func fieldsOf(g *metamodel.GroupDoc) (map[string]*metamodel.FieldDoc, *[]string) {
	if g.Items != nil {
		return g.Items.Properties, &g.Items.Required
	}
	return g.Properties, &g.Required
}

// placeField gives a field its place among the sections, or takes it out of them.
func placeField(doc, template *metamodel.FormDoc, path string, there, row bool) {
	group, _, _ := strings.Cut(path, "/")
	placed := false
	for i := range doc.Layout.Sections {
		s := &doc.Layout.Sections[i]
		if !there {
			s.Fields = slices.DeleteFunc(s.Fields, func(f string) bool { return f == path })
		}
		placed = placed || slices.Contains(s.Fields, path) || row && slices.Contains(s.Fields, group)
	}
	if there && !placed {
		section, before := sectionOf(template, path)
		s := openSection(doc, template, section)
		s.Fields = slices.Insert(s.Fields, slices.Index(s.Fields, before)+1, path)
	}
	doc.Layout.Sections = slices.DeleteFunc(doc.Layout.Sections, func(s metamodel.SectionDoc) bool { return len(s.Fields) == 0 })
}

// openSection finds a section of the template's, or opens it behind those that
// come before it there.
func openSection(doc, template *metamodel.FormDoc, id string) *metamodel.SectionDoc {
	at := 0
	for i := range template.Layout.Sections {
		theirs := &template.Layout.Sections[i]
		mine := slices.IndexFunc(doc.Layout.Sections, func(s metamodel.SectionDoc) bool { return s.ID == theirs.ID })
		switch {
		case mine < 0 && theirs.ID == id:
			opened := *theirs
			opened.Fields = nil
			doc.Layout.Sections = slices.Insert(doc.Layout.Sections, at, opened)
			return &doc.Layout.Sections[at]
		case theirs.ID == id:
			return &doc.Layout.Sections[mine]
		case mine >= 0:
			at = mine + 1
		}
	}
	return &doc.Layout.Sections[len(doc.Layout.Sections)-1]
}

// placeGroup does so for all fields of a group.
func placeGroup(doc, template *metamodel.FormDoc, group string, theirs *metamodel.GroupDoc) {
	keep := map[string]bool{}
	if theirs != nil {
		for i := range template.Layout.Sections {
			for _, f := range template.Layout.Sections[i].Fields {
				if liesIn(f, group) {
					keep[f] = true
				}
			}
		}
	}
	for i := range doc.Layout.Sections {
		s := &doc.Layout.Sections[i]
		s.Fields = slices.DeleteFunc(s.Fields, func(f string) bool { return liesIn(f, group) && !keep[f] })
	}
	for i := range template.Layout.Sections {
		for _, f := range template.Layout.Sections[i].Fields {
			if keep[f] {
				placeField(doc, template, f, true, false)
			}
		}
	}
	if theirs == nil {
		placeField(doc, template, group, false, false)
	}
}

// sectionOf is where a form asks for a field, and what it asks just before.
func sectionOf(doc *metamodel.FormDoc, path string) (section, before string) {
	for i := range doc.Layout.Sections {
		s := &doc.Layout.Sections[i]
		if at := slices.Index(s.Fields, path); at >= 0 {
			if at > 0 {
				before = s.Fields[at-1]
			}
			return s.ID, before
		}
	}
	return "", ""
}

// adoptProcess takes the template's steps under the workflow's own id.
func adoptProcess(p *Pack, m *metamodel.Matter, template *workflows.Workflow, rest string) metamodel.Problems {
	if rest != "" {
		return metamodel.Problems{AdoptByHand.At("process/"+rest, "path", "process/"+rest, "whole", "process")}
	}
	if p.Workflows[m.Workflow] == nil {
		return metamodel.Problems{AdoptElsewhere.At("process", "path", "process")}
	}
	own := *template
	own.ID = m.Workflow
	p.Workflows[m.Workflow] = &own
	return nil
}
