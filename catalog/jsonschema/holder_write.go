package jsonschema

import (
	"fmt"
	"slices"
	"sort"

	"github.com/onematter/onematter/metamodel"
)

// maxRule is how many bytes an expression of a form may have.
const maxRule = 4000

// write puts the groups and their order into the document.
func (im *importer) write(h *holder, doc *metamodel.FormDoc, title metamodel.Text) {
	order := 0
	subject := func(id string, name metamodel.Text) {
		if im.pack.Subjects[id] == nil {
			im.pack.Subjects[id] = &metamodel.Subject{ID: id, Name: name, Order: order}
		}
		order++
	}
	var main []string
	for _, m := range h.members {
		if m.group == nil {
			main = append(main, mainGroup+"/"+m.key)
		}
	}
	if len(main) > 0 {
		g := &metamodel.GroupDoc{Type: "object", Subject: mainGroup, Label: title, Properties: map[string]*metamodel.FieldDoc{}}
		g.Required = h.fill(g.Properties, "")
		doc.Properties[mainGroup] = g
		subject(mainGroup, title)
		doc.Layout.Sections = append(doc.Layout.Sections, metamodel.SectionDoc{ID: mainGroup, Title: title, Fields: main})
	}
	for _, m := range h.members {
		if m.group == nil {
			continue
		}
		g := m.group
		d := &metamodel.GroupDoc{Type: "object", Subject: g.name, Label: g.label, Hint: g.hint, Properties: map[string]*metamodel.FieldDoc{}}
		if g.repeat {
			items := &metamodel.GroupItems{Type: "object", Properties: d.Properties}
			d.Type, d.Items, d.Properties = "array", items, nil
			items.Required = g.fill(items.Properties, m.prop+"/items")
			items.Order = g.order()
			d.MinItems, d.MaxItems = g.rows(m)
		} else {
			d.Required = g.fill(d.Properties, m.prop)
		}
		doc.Properties[g.name] = d
		subject(g.name, g.label)
		var fields []string
		if g.repeat {
			fields = []string{g.name}
		} else {
			fields = g.list(nil)
		}
		doc.Layout.Sections = append(doc.Layout.Sections, metamodel.SectionDoc{ID: g.name, Title: g.label, Fields: fields})
	}
	sort.Slice(im.form.Fields, func(i, j int) bool { return im.form.Fields[i].Property < im.form.Fields[j].Property })
}

func (h *holder) order() []string {
	var out []string
	for _, m := range h.members {
		if m.group != nil {
			out = append(out, m.group.name)
		} else {
			out = append(out, m.key)
		}
	}
	return out
}

// list names the fields and repeats of a single group for a section.
func (h *holder) list(out []string) []string {
	for _, m := range h.members {
		switch {
		case m.group == nil:
			out = append(out, h.fieldPath()+"/"+m.key)
		case m.group.repeat:
			out = append(out, m.group.fieldPath())
		default:
			out = m.group.list(out)
		}
	}
	return out
}

// rows are the bounds of a repeat that always hold; a list that may be absent
// has no least number of rows.
func (h *holder) rows(m *member) (least, most *int) {
	if n := h.least; n > 0 && m.required {
		least = &n
	}
	if n := h.most; n >= 0 && n <= metamodel.MaxRows {
		most = &n
	}
	return least, most
}

// short refuses the conditions of one field that are too long together.
func (h *holder) short(m *member, keyword, rule string) {
	if len(rule) > maxRule {
		h.im.add(kindNoForm.At(h.im.path(h.schema.lib, m.shape.nodes[0].v), "keyword", keyword, "why",
			metamodel.ZhEn(fmt.Sprintf("决定这个字段的条件合起来超过 %d 个字符", maxRule), metamodel.Counted("the conditions on this field have more than %d character(s) together", maxRule))))
	}
}

// fill writes the members into a group's properties and gives those that are
// always required.
func (h *holder) fill(into map[string]*metamodel.FieldDoc, at string) (required []string) {
	for _, m := range h.members {
		path := m.prop
		if at != "" {
			path = at + "/" + m.prop
		}
		if m.group == nil {
			d := m.doc
			d.Checks = h.checks[m.key]
			d.Visible = h.visible(m.key)
			if m.required && !m.empty {
				if c := h.presence(); c != "" {
					h.needs[m.key] = append(h.needs[m.key], c)
				} else {
					required = append(required, m.key)
				}
			}
			h.short(m, "required", anyOf(h.needs[m.key]))
			h.short(m, "properties", d.Visible)
			if c := h.needs[m.key]; len(c) > 0 && !slices.Contains(required, m.key) {
				d.RequiredIf = anyOf(c)
				if d.ReadOnly {
					h.im.stayWritable(m)
				}
			}
			into[m.key] = d
			h.im.form.Fields = append(h.im.form.Fields, Placed{path, h.fieldPath() + "/" + m.key})
			continue
		}
		if h.up == nil { // an outermost group is written by itself
			continue
		}
		g := m.group
		d := &metamodel.FieldDoc{Type: "object", Label: g.label, Hint: g.hint}
		if g.repeat {
			d.Type, d.Items = "array", &metamodel.GroupItems{Type: "object", Properties: map[string]*metamodel.FieldDoc{}}
			d.Items.Required = g.fill(d.Items.Properties, path+"/items")
			d.Items.Order = g.order()
			d.MinItems, d.MaxItems = g.rows(m)
		} else {
			d.Properties = map[string]*metamodel.FieldDoc{}
			d.Required = g.fill(d.Properties, path)
		}
		into[g.name] = d
	}
	return required
}
