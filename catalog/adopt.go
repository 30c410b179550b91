package catalog

import (
	"fmt"
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
	AdoptWhole      = kind("adopt.whole", "“{path}”不能单独采用，请采用“{whole}”", "“{path}” cannot be adopted alone. Adopt “{whole}”")
	AdoptByHand     = kind("adopt.by_hand", "“{path}”不能采用，请手工修改", "“{path}” cannot be adopted. Change it by hand")
)

// Adopt takes over from a matter's template what paths of their comparison name:
// an attribute, a material, a field or group with all it demands, or the whole
// process. What was kept there is forgotten. The pack that comes back is a new
// one; a refusal comes with the pack as it was.
func Adopt(r *Release, matter string, paths ...string) (*Pack, metamodel.Problems) {
	decisions := make([]TemplateDecision, len(paths))
	for i, path := range paths {
		decisions[i] = TemplateDecision{Path: path, Do: DoAdopt}
	}
	p, ps := Standardise(r, Standardisation{Matter: matter, Decisions: decisions})
	return p, refusals(ps)
}

// Keep notes that a matter stays different from its template, and why; with
// propose, that the template should do likewise. What was noted of the place
// before gives way.
func Keep(r *Release, matter, path string, reason metamodel.Text, propose bool) (*Pack, metamodel.Problems) {
	do := DoKeep
	if propose {
		do = DoPropose
	}
	p, ps := Standardise(r, Standardisation{Matter: matter, Decisions: []TemplateDecision{{Path: path, Do: do, Reason: reason}}})
	return p, refusals(ps)
}

// adopt gives a matter of p what another side has at a path of their comparison.
func adopt(p *Pack, m *metamodel.Matter, from side, path string) metamodel.Problems {
	attribute, rest, _ := strings.Cut(path, "/")
	t := from.matter
	switch attribute {
	case "name":
		m.Name = t.Name
	case "basis":
		m.Basis = t.Basis
	case "category":
		m.Category = t.Category
	case "fee":
		m.Fee = t.Fee
	case "statutoryDays":
		m.StatutoryDays = t.StatutoryDays
	case "promisedDays":
		m.PromisedDays = t.PromisedDays
	case "lights":
		m.Lights = t.Lights
	case "extend":
		m.Extend = t.Extend
	case "result":
		adoptResult(m, t, rest)
	case "materials":
		adoptMaterial(m, t, rest)
	case "form":
		return adoptField(p, m, from.form, rest)
	case "process":
		return adoptProcess(p, m, from.workflow)
	}
	return nil
}

func adoptResult(m, t *metamodel.Matter, rest string) {
	if rest == "name" {
		m.Result.Name = t.Result.Name
		return
	}
	if field, ok := strings.CutPrefix(rest, "check/"); ok {
		other := func(c metamodel.ResultCheck) bool { return c.Field != field }
		m.Result.Check = slices.DeleteFunc(m.Result.Check, func(c metamodel.ResultCheck) bool { return !other(c) })
		m.Result.Check = append(m.Result.Check, slices.DeleteFunc(slices.Clone(t.Result.Check), other)...)
		return
	}
	path := strings.TrimPrefix(rest, "yields/")
	if slices.Contains(t.Result.Yields, path) {
		m.Result.Yields = append(m.Result.Yields, path)
	} else {
		m.Result.Yields = slices.DeleteFunc(m.Result.Yields, func(y string) bool { return y == path })
	}
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

// adoptField takes a field, what is said of a group, or a group with all in it, as
// the template has it. What is taken at which path says adoptPaths.
func adoptField(p *Pack, m *metamodel.Matter, template *metamodel.FormDoc, rest string) metamodel.Problems {
	doc, ps := ownForm(p, m)
	if doc == nil {
		return append(ps, AdoptElsewhere.At("form/"+rest, "path", "form/"+rest))
	}
	if rest == "title" {
		doc.Title = template.Title
		return nil
	}
	group, key, inside := strings.Cut(rest, "/")
	theirs, mine := template.Properties[group], doc.Properties[group]
	if !inside {
		if theirs == nil {
			delete(doc.Properties, group)
		} else {
			doc.Properties[group] = theirs
		}
		placeGroup(doc, template, group, theirs)
		return nil
	}
	from, required := fieldsOf(theirs)
	to, mineRequired := fieldsOf(mine)
	if from[key] == nil && to[key] == nil {
		groupAttributes[key](mine, theirs)
		return nil
	}
	if *mineRequired = slices.DeleteFunc(*mineRequired, func(k string) bool { return k == key }); slices.Contains(*required, key) {
		*mineRequired = append(*mineRequired, key)
	}
	f := from[key]
	if f == nil {
		delete(to, key)
	} else {
		to[key] = f
	}
	if mine.Items != nil {
		mine.Items.Order = ordered(mine.Items.Order, theirs.Items.Order, key, f != nil)
	}
	placeField(doc, template, group+"/"+key, f != nil, mine.Items != nil)
	return nil
}

// ordered gives a field of a row its place in the row's order, where that has one:
// behind what it stands behind in the template.
func ordered(order, template []string, key string, there bool) []string {
	at := slices.Index(order, key)
	switch {
	case !there && at >= 0:
		return slices.Delete(slices.Clone(order), at, at+1)
	case !there || at >= 0 || len(order) == 0:
		return order
	}
	before := ""
	if n := slices.Index(template, key); n > 0 {
		before = template[n-1]
	}
	return slices.Insert(slices.Clone(order), slices.Index(order, before)+1, key)
}

// groupAttributes are what is said of a group and can be taken over by itself.
var groupAttributes = map[string]func(to, from *metamodel.GroupDoc){
	"label":    func(to, from *metamodel.GroupDoc) { to.Label = from.Label },
	"hint":     func(to, from *metamodel.GroupDoc) { to.Hint = from.Hint },
	"visible":  func(to, from *metamodel.GroupDoc) { to.Visible = from.Visible },
	"minItems": func(to, from *metamodel.GroupDoc) { to.MinItems = from.MinItems },
	"maxItems": func(to, from *metamodel.GroupDoc) { to.MaxItems = from.MaxItems },
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

// adoptProcess takes the template's steps under the workflow's own id, or under the
// matter's where other matters run by that workflow as well.
func adoptProcess(p *Pack, m *metamodel.Matter, template *workflows.Workflow) metamodel.Problems {
	if p.Workflows[m.Workflow] == nil {
		return metamodel.Problems{AdoptElsewhere.At("process", "path", "process")}
	}
	own := *template
	if own.ID = m.Workflow; shared(p, m, func(other *metamodel.Matter) string { return other.Workflow }) {
		own.ID = free(m.ID, p.Workflows)
	}
	m.Workflow = own.ID
	p.Workflows[own.ID] = &own
	return nil
}

// ownForm is the form of a matter, nil when another pack has it: a copy under the
// matter's id where other matters ask by that form as well.
func ownForm(p *Pack, m *metamodel.Matter) (*metamodel.FormDoc, metamodel.Problems) {
	id := FormID(m.Form)
	doc := p.Forms[id]
	if doc == nil || !shared(p, m, func(other *metamodel.Matter) string { return FormID(other.Form) }) {
		return doc, nil
	}
	doc, ps := copiedForm(doc)
	if ps.Failed() {
		return nil, ps
	}
	m.Form = free(m.ID, p.Forms)
	doc.ID = "form:" + m.Form
	p.Forms[m.Form] = doc
	return doc, nil
}

// copiedForm is a form that can be written to.
func copiedForm(doc *metamodel.FormDoc) (*metamodel.FormDoc, metamodel.Problems) {
	id := FormID(doc.ID)
	p, ps := (&Pack{Manifest: Manifest{Name: "form", Version: "1.0.0", Title: doc.Title}, Forms: map[string]*metamodel.FormDoc{id: doc}}).clone()
	if ps.Failed() {
		return nil, ps
	}
	return p.Forms[id], nil
}

// shared reports whether another matter of the pack has the same form or process.
func shared(p *Pack, m *metamodel.Matter, of func(*metamodel.Matter) string) bool {
	for id, other := range p.Matters {
		if id != m.ID && of(other) == of(m) {
			return true
		}
	}
	return false
}

// free is the id, or the first numbered one, that nothing has yet.
func free[T any](id string, taken map[string]T) string {
	out := id
	for n := 2; ; n++ {
		if _, there := taken[out]; !there {
			return out
		}
		out = fmt.Sprintf("%s-%d", id, n)
	}
}
