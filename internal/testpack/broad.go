package testpack

import (
	"encoding/json"
	"fmt"
	"slices"
)

// object is a definition as it is written.
type object = map[string]any

// Broad is the files of a pack with a theme of n matters whose forms have 60
// fields each, about people, premises and a business: 24 of them are what
// everybody asks for, 24 come out of a pool of a thousand, 12 are a matter's own.
// Every eighth field hangs on an answer, some are narrowed; each matter wants
// five materials.
func Broad(n int) map[string][]byte {
	b := broad{files: map[string][]byte{}, elements: map[string]object{}}
	b.put("pack.json", object{"name": "broad", "title": text("Broad"), "version": "1.0.0", "needs": []string{"china-calendar"}})
	var subjects, departments, materials []object
	for i, s := range broadSubjects {
		subjects = append(subjects, object{"id": s, "name": text(s), "order": 10 * (i + 1)})
	}
	for i := range 6 {
		id := fmt.Sprintf("dept%d", i)
		departments = append(departments, object{"id": id, "name": text(id)})
	}
	for i := range n + 8 {
		id := fmt.Sprintf("MT%d", i)
		materials = append(materials, object{"id": id, "name": text(id), "origin": "applicant"})
	}
	var codes []object
	for i := range 8 {
		codes = append(codes, object{"code": fmt.Sprint(i), "name": text(fmt.Sprint("Entry ", i))})
	}
	for i := range n {
		b.matter(n, i)
	}
	b.put("subjects.json", subjects)
	b.put("departments.json", departments)
	b.put("materials/materials.json", materials)
	b.put("codes/codes.json", []object{{"id": "CL", "name": text("List"), "entries": codes}})
	b.put("elements/elements.json", b.pool)
	b.put("themes/TB.json", broadTheme(n))
	return b.files
}

var (
	broadSubjects = []string{"applicant", "premises", "owner", "agent", "business", "filing"}
	broadTypes    = []string{"string", "integer", "number", "date", "boolean", "code"}
)

type broad struct {
	files    map[string][]byte
	elements map[string]object
	pool     []object
}

func (b *broad) put(name string, v any) {
	doc, err := json.Marshal(v)
	if err != nil { // definitions are JSON
		panic(err)
	}
	b.files[name] = doc
}

// element is the id and type of the element at a place of the pool.
func (b *broad) element(at int) (id, typ string) {
	id, typ = fmt.Sprintf("E%d", at), broadTypes[at%len(broadTypes)]
	if b.elements[id] == nil {
		e := object{"id": id, "name": text(id), "type": typ, "sensitivity": "general"}
		switch typ {
		case "code":
			e["codeList"] = "CL"
		case "string":
			e["maxLength"] = 50
		}
		b.elements[id] = e
		b.pool = append(b.pool, e)
	}
	return id, typ
}

func (b *broad) matter(n, i int) {
	id := fmt.Sprintf("B%03d", i)
	properties := object{}
	var sections []object
	for _, subject := range broadSubjects {
		fields, required, listed := object{}, []string{}, []string{}
		for k := range 60 {
			at := k // what everybody asks for
			switch {
			case k >= 48: // its own
				at = 2000 + 12*i + k - 48
			case k >= 24: // out of the pool
				at = 24 + (i*31+k*41)%1000
			}
			e, typ := b.element(at)
			if broadSubjects[at%len(broadSubjects)] != subject || fields[e] != nil {
				continue
			}
			field := object{"$ref": "element:" + e}
			if k%8 == 7 { // E4 is everybody's boolean of the business
				field["x-visible"] = "business.E4 == true"
			} else if k%3 == 0 {
				required = append(required, e)
			}
			if k%10 == 0 && typ == "string" {
				field["maxLength"] = 20 + i%20
			}
			fields[e] = field
			listed = append(listed, subject+"/"+e)
		}
		if len(fields) == 0 {
			continue
		}
		properties[subject] = object{"type": "object", "x-subject": subject, "required": required, "properties": fields}
		sections = append(sections, object{"id": subject, "title": text(subject), "fields": listed})
	}
	b.put("forms/"+id+".json", object{"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": "form:" + id, "x-title": text(id), "type": "object",
		"properties": properties, "x-layout": object{"sections": sections}})
	b.put("workflows/"+id+".json", object{"id": id, "title": text(id), "initial": "deliver", "states": []object{
		{"id": "deliver", "name": text("Issue"), "type": "step", "roles": []string{"clerk"}, "on": []object{{"event": "deliver", "label": text("Issue"), "target": "issued", "kind": "deliver"}}},
		{"id": "issued", "name": text("Done"), "type": "final", "outcome": "issued"},
	}})
	var wants []object
	for k := range 5 {
		mt := fmt.Sprintf("MT%d", (i*7+k)%(n+8))
		wants = append(wants, object{"material": mt, "label": text(mt), "required": true})
	}
	b.put("matters/"+id+".json", object{"id": id, "name": text(id), "department": fmt.Sprintf("dept%d", i%6), "form": id, "workflow": id, "statutoryDays": 20, "promisedDays": 5,
		"materials": wants, "result": object{"name": text("Result")}})
}

// broadTheme asks whether three quarters of its matters apply.
func broadTheme(n int) object {
	guide := []object{{"id": "Q0", "text": text("Do you?"), "field": "business/E4", "type": "boolean"}}
	var matters []object
	var asked []string
	for i := range n {
		when := "true"
		if i%4 != 0 {
			q := fmt.Sprintf("Q%d", i%40+1)
			when = q + " == true"
			if !slices.Contains(asked, q) {
				asked = append(asked, q)
				guide = append(guide, object{"id": q, "text": text("And " + q + "?"), "type": "boolean"})
			}
		}
		matters = append(matters, object{"matter": fmt.Sprintf("B%03d", i), "when": when, "stage": 1})
	}
	return object{"id": "TB", "name": text("Broad"), "lead": "dept0", "calendar": "cn", "guide": guide, "matters": matters}
}

func text(s string) object { return object{"zh": s, "en": s} }
