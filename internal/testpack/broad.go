package testpack

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// Broad is the files of a pack with a theme of n matters whose forms have 60 fields each, about
// people, premises and a business: 24 of them are what everybody asks for, 24
// come out of a pool of a thousand, 12 are a matter's own. Every eighth field
// hangs on an answer, every tenth is narrowed; each matter wants five materials.
func Broad(n int) map[string][]byte {
	subjects := []string{"applicant", "premises", "owner", "agent", "business", "filing"}
	types := []metamodel.Type{metamodel.TypeString, metamodel.TypeInteger, metamodel.TypeNumber, metamodel.TypeDate, metamodel.TypeBoolean, metamodel.TypeCode}
	files := map[string][]byte{}
	put := func(name string, v any) {
		b, err := json.Marshal(v)
		if err != nil { // definitions are JSON
			panic(err)
		}
		files[name] = b
	}
	put("pack.json", map[string]any{"name": "broad", "title": text("Broad"), "version": "1.0.0", "needs": []string{"china-calendar"}})
	var (
		named       []*metamodel.Subject
		departments []*metamodel.Department
		pool        []*metamodel.Element
	)
	elements, materials := map[string]*metamodel.Element{}, map[string]*metamodel.Material{}
	for i, s := range subjects {
		named = append(named, &metamodel.Subject{ID: s, Name: text(s), Order: 10 * (i + 1)})
	}
	for i := range 6 {
		id := fmt.Sprintf("dept%d", i)
		departments = append(departments, &metamodel.Department{ID: id, Name: text(id)})
	}
	list := &metamodel.CodeList{ID: "CL", Name: text("List")}
	for i := range 8 {
		list.Entries = append(list.Entries, metamodel.Code{Code: fmt.Sprint(i), Name: text(fmt.Sprint("Entry ", i))})
	}
	put("codes/codes.json", []*metamodel.CodeList{list})
	element := func(i int) string {
		id := fmt.Sprintf("E%d", i)
		if elements[id] == nil {
			e := &metamodel.Element{ID: id, Name: text(id), Type: types[i%len(types)], Sensitivity: metamodel.General}
			if e.Type == metamodel.TypeCode {
				e.CodeList = "CL"
			}
			if e.Type == metamodel.TypeString {
				length := 50
				e.MaxLength = &length
			}
			elements[id] = e
			pool = append(pool, e)
		}
		return id
	}
	for i := range n {
		id := fmt.Sprintf("B%03d", i)
		f := &metamodel.FormDoc{Schema: "https://json-schema.org/draft/2020-12/schema", ID: "form:" + id, Title: text(id), Type: "object", Properties: map[string]*metamodel.GroupDoc{}}
		for k := range 60 {
			at := k // what everybody asks for
			switch {
			case k >= 48: // its own
				at = 2000 + 12*i + k - 48
			case k >= 24: // out of the pool
				at = 24 + (i*31+k*41)%1000
			}
			subject := subjects[at%len(subjects)]
			g := f.Properties[subject]
			if g == nil {
				g = &metamodel.GroupDoc{Type: "object", Subject: subject, Properties: map[string]*metamodel.FieldDoc{}}
				f.Properties[subject] = g
				f.Layout.Sections = append(f.Layout.Sections, metamodel.SectionDoc{ID: subject, Title: text(subject)})
			}
			e := element(at)
			if g.Properties[e] != nil {
				continue
			}
			field := &metamodel.FieldDoc{Ref: "element:" + e}
			if k%8 == 7 && k > 4 { // E4 is everybody's boolean of the business
				field.Visible = "business.E4 == true"
			} else if k%3 == 0 {
				g.Required = append(g.Required, e)
			}
			if k%10 == 0 && elements[e].Type == metamodel.TypeString {
				length := 20 + i%20
				field.MaxLength = &length
			}
			g.Properties[e] = field
			for s := range f.Layout.Sections {
				if f.Layout.Sections[s].ID == subject {
					f.Layout.Sections[s].Fields = append(f.Layout.Sections[s].Fields, subject+"/"+e)
				}
			}
		}
		put("forms/"+id+".json", f)
		put("workflows/"+id+".json", &workflows.Workflow{ID: id, Title: text(id), Initial: "deliver", States: []workflows.State{
			{ID: "deliver", Name: text("Issue"), Type: workflows.Step, Roles: []string{"clerk"}, On: []workflows.Transition{{Event: "deliver", Label: text("Issue"), Target: "issued", Kind: workflows.Deliver}}},
			{ID: "issued", Name: text("Done"), Type: workflows.Final, Outcome: workflows.Issued}}})
		m := &metamodel.Matter{ID: id, Name: text(id), Department: fmt.Sprintf("dept%d", i%6), Form: id, Workflow: id, StatutoryDays: 20, PromisedDays: 5, Result: metamodel.Result{Name: text("Result")}}
		for k := range 5 {
			mt := fmt.Sprintf("MT%d", (i*7+k)%(n+8))
			materials[mt] = &metamodel.Material{ID: mt, Name: text(mt), Origin: metamodel.OriginApplicant}
			m.Materials = append(m.Materials, metamodel.MaterialUse{Material: mt, Label: text(mt), Required: true})
		}
		put("matters/"+id+".json", m)
	}
	th := &metamodel.Theme{ID: "TB", Name: text("Broad"), Lead: "dept0", Calendar: "cn", Guide: []metamodel.Question{{ID: "Q0", Text: text("Do you?"), Field: "business/E4", Type: metamodel.TypeBoolean}}}
	for i := range n {
		when := "true"
		if i%4 != 0 {
			q := fmt.Sprintf("Q%d", i%40+1)
			when = q + " == true"
			known := false
			for _, have := range th.Guide {
				known = known || have.ID == q
			}
			if !known {
				th.Guide = append(th.Guide, metamodel.Question{ID: q, Text: text("And " + q + "?"), Type: metamodel.TypeBoolean})
			}
		}
		th.Matters = append(th.Matters, metamodel.ThemeMatter{Matter: fmt.Sprintf("B%03d", i), When: when, Stage: 1})
	}
	put("themes/TB.json", th)
	put("subjects.json", named)
	put("departments.json", departments)
	put("elements/elements.json", pool)
	var wanted []*metamodel.Material
	for _, id := range slices.Sorted(maps.Keys(materials)) {
		wanted = append(wanted, materials[id])
	}
	put("materials/materials.json", wanted)
	return files
}

func text(s string) metamodel.Text { return metamodel.ZhEn(s, s) }
