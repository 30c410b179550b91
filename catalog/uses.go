package catalog

import (
	"fmt"
	"slices"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// references notes every place of a pack that refers to a definition.
func (x *index) references(p *Pack) {
	note := func(kind, id string, u Use) {
		if id != "" {
			ref := Ref{kind, id}
			x.uses[ref] = append(x.uses[ref], u)
		}
	}
	for _, id := range sortedKeys(p.Elements) {
		e := p.Elements[id]
		note(metamodel.KindCodeList, e.CodeList, Use{Ref: Ref{metamodel.KindElement, id}, Name: e.Name, Path: "codeList"})
		note(metamodel.KindCodeList, e.Rows, Use{Ref: Ref{metamodel.KindElement, id}, Name: e.Name, Path: "rows"})
		for i, column := range e.Columns {
			note(metamodel.KindElement, column, Use{Ref: Ref{metamodel.KindElement, id}, Name: e.Name, Path: fmt.Sprintf("columns/%d", i)})
		}
	}
	for _, id := range sortedKeys(p.Departments) {
		d := p.Departments[id]
		note(metamodel.KindDepartment, d.Parent, Use{Ref: Ref{metamodel.KindDepartment, id}, Name: d.Name, Path: "parent"})
	}
	for _, id := range sortedKeys(p.Materials) {
		m := p.Materials[id]
		note(metamodel.KindMatter, m.ResultOf, Use{Ref: Ref{metamodel.KindMaterial, id}, Name: m.Name, Path: "resultOf"})
		for i, path := range m.Proves {
			note(metamodel.KindElement, lastStep(path), Use{Ref: Ref{metamodel.KindMaterial, id}, Name: m.Name, Path: fmt.Sprintf("proves/%d", i)})
		}
	}
	for _, id := range p.FormIDs() {
		f := p.FormDoc(id)
		if f == nil {
			continue
		}
		here := Ref{metamodel.KindForm, id}
		eachUse(f, func(kind, id, path, doc string, label metamodel.Text) {
			note(kind, id, Use{Ref: here, Name: f.Title, Path: path, Label: label, doc: doc})
		})
	}
	for _, id := range sortedKeys(p.ElementGroups) {
		g := p.ElementGroups[id]
		for i, it := range g.Elements {
			note(metamodel.KindElement, it.Element, Use{Ref: Ref{metamodel.KindElementGroup, id}, Name: g.Name, Path: fmt.Sprintf("elements/%d", i), Label: it.Label})
		}
	}
	for _, id := range sortedKeys(p.Workflows) {
		w := p.Workflows[id]
		for i := range w.States {
			s := &w.States[i]
			askedDepartments(s, func(path, department string) {
				note(metamodel.KindDepartment, department, Use{Ref: Ref{metamodel.KindWorkflow, id}, Name: w.Title, Path: fmt.Sprintf("states/%d/%s", i, path), Label: s.Name})
			})
		}
	}
	for _, id := range sortedKeys(p.Matters) {
		m := p.Matters[id]
		at := func(path string, label metamodel.Text) Use {
			return Use{Ref: Ref{metamodel.KindMatter, id}, Name: m.Name, Path: path, Label: label}
		}
		note(metamodel.KindDepartment, m.Department, at("department", nil))
		note(metamodel.KindForm, FormID(m.Form), at("form", nil))
		note(metamodel.KindWorkflow, m.Workflow, at("workflow", nil))
		for i, before := range m.Preconditions {
			note(metamodel.KindMatter, before, at(fmt.Sprintf("preconditions/%d", i), nil))
		}
		for i, u := range m.Materials {
			note(metamodel.KindMaterial, u.Material, at(fmt.Sprintf("materials/%d", i), u.Label))
		}
		if m.Delegated != nil {
			note(metamodel.KindDepartment, m.Delegated.To, at("delegated/to", nil))
		}
		if m.Cancelled != nil {
			for i, next := range m.Cancelled.Successors {
				note(metamodel.KindMatter, next, at(fmt.Sprintf("cancelled/successors/%d", i), nil))
			}
		}
		note(metamodel.KindMaterial, m.Result.Material, at("result/material", m.Result.Name))
		for _, path := range m.Result.Yields {
			note(metamodel.KindElement, lastStep(path), at(path, nil))
		}
		for i, c := range m.Result.Check {
			for _, ref := range refsIn(c.Rule) {
				if !slices.Contains(m.Result.Yields, ref) {
					note(metamodel.KindElement, lastStep(ref), at(fmt.Sprintf("result/check/%d", i), c.Message))
				}
			}
		}
	}
	for _, id := range sortedKeys(p.Themes) {
		t := p.Themes[id]
		at := func(path string, label metamodel.Text) Use {
			return Use{Ref: Ref{metamodel.KindTheme, id}, Name: t.Name, Path: path, Label: label}
		}
		note(metamodel.KindDepartment, t.Lead, at("lead", nil))
		note(metamodel.KindCalendar, t.Calendar, at("calendar", nil))
		for i, m := range t.Matters {
			note(metamodel.KindMatter, m.Matter, at(fmt.Sprintf("matters/%d", i), nil))
			for _, ref := range refsIn(m.When) { // a field it names becomes a question
				note(metamodel.KindElement, lastStep(ref), at(fmt.Sprintf("matters/%d/when", i), nil))
			}
		}
		for i, q := range t.Guide {
			note(metamodel.KindCodeList, q.CodeList, at(fmt.Sprintf("guide/%d", i), q.Text))
			note(metamodel.KindElement, lastStep(q.Field), at(fmt.Sprintf("guide/%d", i), q.Text))
		}
		inspects(t.Joint, func(kind, id, path string, name metamodel.Text) { note(kind, id, at(path, name)) })
		for i, s := range t.Same {
			note(metamodel.KindSubject, s.Subject, at(fmt.Sprintf("same/%d/subject", i), nil))
			note(metamodel.KindSubject, s.As, at(fmt.Sprintf("same/%d/as", i), nil))
			for _, ref := range refsIn(s.When) {
				note(metamodel.KindElement, lastStep(ref), at(fmt.Sprintf("same/%d/when", i), nil))
			}
		}
		for i, k := range t.Keep {
			note(metamodel.KindMaterial, k.Material, at(fmt.Sprintf("keep/%d/material", i), nil))
		}
		arranges(t.Layout, func(kind, id, path string) { note(kind, id, at(path, nil)) })
	}
	x.policyReferences(p, note)
}

// inspects visits what a theme's joint inspections name.
func inspects(j *metamodel.Joint, visit func(kind, id, path string, name metamodel.Text)) {
	if j == nil {
		return
	}
	for i, in := range j.Inspections {
		at := fmt.Sprintf("joint/inspections/%d", i)
		visit(metamodel.KindDepartment, in.Lead, at+"/lead", in.Name)
		for k, s := range in.States {
			visit(metamodel.KindMatter, s.Matter, fmt.Sprintf("%s/states/%d", at, k), in.Name)
		}
	}
}

// arranges visits what a theme's layout names.
func arranges(l *metamodel.ThemeLayout, visit func(kind, id, path string)) {
	if l == nil {
		return
	}
	for i, s := range l.Sections {
		at := fmt.Sprintf("layout/sections/%d", i)
		for j, field := range s.Fields {
			visit(metamodel.KindElement, lastStep(field), fmt.Sprintf("%s/fields/%d", at, j))
		}
		visit(metamodel.KindElement, lastStep(s.StartsAt), at+"/startsAt")
	}
	for _, repeat := range sortedKeys(l.Rows) {
		for j, field := range l.Rows[repeat] {
			visit(metamodel.KindElement, lastStep(field), fmt.Sprintf("layout/rows/%s/%d", repeat, j))
		}
	}
	for _, field := range sortedKeys(l.Fields) {
		visit(metamodel.KindElement, lastStep(field), "layout/fields/"+field)
	}
	for i, id := range l.Materials {
		visit(metamodel.KindMaterial, id, fmt.Sprintf("layout/materials/%d", i))
	}
}

func lastStep(path string) string {
	for i := len(path) - 1; i >= 0; i-- {
		if path[i] == '/' {
			return path[i+1:]
		}
	}
	return ""
}

// eachUse visits what a form refers to, at any depth: subjects, element groups
// and elements, each with the definition path and the path in the document.
func eachUse(f *metamodel.FormDoc, visit func(kind, id, path, doc string, label metamodel.Text)) {
	var fields func(path, doc string, list map[string]*metamodel.FieldDoc)
	fields = func(path, doc string, list map[string]*metamodel.FieldDoc) {
		for _, key := range sortedKeys(list) {
			fd, at, written := list[key], path+"/"+key, doc+"/"+key
			if fd == nil {
				continue
			}
			if fd.Type == "" {
				visit(metamodel.KindElement, strings.TrimPrefix(fd.Ref, "element:"), at, written, fd.Label)
				continue
			}
			visit(metamodel.KindSubject, fd.Subject, at, written, fd.Label)
			visit(metamodel.KindElementGroup, fd.Elements, at, written, fd.Label)
			if fd.Items != nil {
				fields(at, written+"/items/properties", fd.Items.Properties)
			}
			fields(at, written+"/properties", fd.Properties)
		}
	}
	for _, name := range sortedKeys(f.Properties) {
		g := f.Properties[name]
		if g == nil {
			continue
		}
		visit(metamodel.KindSubject, g.Subject, name, "properties/"+name, g.Label)
		visit(metamodel.KindElementGroup, g.Elements, name, "properties/"+name, g.Label)
		list, at := fieldDocs(g)
		fields(name, strings.TrimSuffix("properties/"+name+"/"+at, "/"), list)
	}
}
