package catalog

import (
	"fmt"

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
		note(metamodel.KindCodeList, e.CodeList, Use{Ref{metamodel.KindElement, id}, e.Name, "codeList", nil})
	}
	for _, id := range sortedKeys(p.Departments) {
		d := p.Departments[id]
		note(metamodel.KindDepartment, d.Parent, Use{Ref{metamodel.KindDepartment, id}, d.Name, "parent", nil})
	}
	for _, id := range sortedKeys(p.Materials) {
		m := p.Materials[id]
		note(metamodel.KindMatter, m.ResultOf, Use{Ref{metamodel.KindMaterial, id}, m.Name, "resultOf", nil})
	}
	for _, id := range sortedKeys(p.Forms) {
		f := p.Forms[id]
		here := Ref{metamodel.KindForm, id}
		for _, g := range sortedKeys(f.Properties) {
			group := f.Properties[g]
			note(metamodel.KindSubject, group.Subject, Use{here, f.Title, g, group.Label})
			fields, _ := fieldDocs(group)
			for _, key := range sortedKeys(fields) {
				note(metamodel.KindElement, key, Use{here, f.Title, g + "/" + key, fields[key].Label})
			}
		}
	}
	for _, id := range sortedKeys(p.Matters) {
		m := p.Matters[id]
		at := func(path string, label metamodel.Text) Use {
			return Use{Ref{metamodel.KindMatter, id}, m.Name, path, label}
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
		note(metamodel.KindMaterial, m.Result.Material, at("result/material", m.Result.Name))
		for _, path := range m.Result.Yields {
			note(metamodel.KindElement, lastStep(path), at(path, nil))
		}
	}
	for _, id := range sortedKeys(p.Themes) {
		t := p.Themes[id]
		at := func(path string, label metamodel.Text) Use {
			return Use{Ref{metamodel.KindTheme, id}, t.Name, path, label}
		}
		note(metamodel.KindDepartment, t.Lead, at("lead", nil))
		note(metamodel.KindCalendar, t.Calendar, at("calendar", nil))
		for i, m := range t.Matters {
			note(metamodel.KindMatter, m.Matter, at(fmt.Sprintf("matters/%d", i), nil))
		}
		for i, q := range t.Guide {
			note(metamodel.KindCodeList, q.CodeList, at(fmt.Sprintf("guide/%d", i), q.Text))
			note(metamodel.KindElement, lastStep(q.Field), at(fmt.Sprintf("guide/%d", i), q.Text))
		}
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
