package catalog

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// textItem marks a static text among the fields of a section.
const textItem = "text:"

// form cuts the old form down to a part's fields: what is left says word for
// word what it said, and routes between pages become conditions of pages.
func (x *matterSplitter) form(p *splitPart) *metamodel.FormDoc {
	doc := copyForm(x.old.Form.Doc)
	doc.ID, doc.Title = "form:"+p.ID, p.Name
	for _, g := range x.old.Form.Groups {
		gd := doc.Properties[g.Path]
		if gd.Items != nil {
			if !cutRow(gd.Items, g, p.keep) {
				delete(doc.Properties, g.Path)
			}
			continue
		}
		gd.Required = cutFields(gd.Properties, gd.Required, g, p.keep)
		if len(gd.Properties) == 0 {
			delete(doc.Properties, g.Path)
		}
	}
	x.pages(p, doc)
	return doc
}

func copyForm(doc *metamodel.FormDoc) *metamodel.FormDoc {
	b, err := json.Marshal(doc)
	if err != nil {
		panic(err) // it was read from JSON
	}
	out := &metamodel.FormDoc{}
	if err := json.Unmarshal(b, out); err != nil {
		panic(err)
	}
	return out
}

// cutRow cuts the row of a repeat, keeps the order of what is left, and reports
// whether anything is.
func cutRow(row *metamodel.GroupItems, g *metamodel.Group, keep map[string]bool) bool {
	row.Required = cutFields(row.Properties, row.Required, g, keep)
	row.Order = nil
	for _, it := range g.Order {
		key := ""
		if it.Field != nil {
			key = it.Field.Key
		} else {
			key = lastStep("/" + it.Group.Path)
		}
		if row.Properties[key] != nil {
			row.Order = append(row.Order, key)
		}
	}
	return len(row.Properties) > 0
}

// cutFields leaves the members of a group that are kept, and gives back those of
// the required ones.
func cutFields(fields map[string]*metamodel.FieldDoc, required []string, g *metamodel.Group, keep map[string]bool) []string {
	for _, f := range g.Fields {
		if fd := fields[f.Key]; !keep[f.Path] {
			delete(fields, f.Key)
		} else if f.Computed || f.ReadOnly || f.Hidden {
			fd.RequiredIf = "" // nobody is asked for it, so nobody must: what it reads is not needed
		}
	}
	for _, inner := range g.Groups {
		key := lastStep("/" + inner.Path)
		fd := fields[key]
		left := false
		if fd.Items != nil {
			left = cutRow(fd.Items, inner, keep)
		} else {
			fd.Required = cutFields(fd.Properties, fd.Required, inner, keep)
			left = len(fd.Properties) > 0
		}
		if !left {
			delete(fields, key)
		}
	}
	return slices.DeleteFunc(required, func(key string) bool { return fields[key] == nil })
}

// pages leaves the sections in which something is asked, each shown when it was.
// A text stays with its page where all that its condition reads does.
func (x *matterSplitter) pages(p *splitPart, doc *metamodel.FormDoc) {
	conditions := x.conditions()
	var sections []metamodel.SectionDoc
	texts := map[string]*metamodel.StaticDoc{}
	for i, s := range doc.Layout.Sections {
		var items []string
		asks := false
		for _, item := range s.Fields {
			if id, ok := strings.CutPrefix(item, textItem); ok {
				if x.textFits(p, id) {
					items = append(items, item)
				}
				continue
			}
			if p.holds(item) {
				items, asks = append(items, item), true
			}
		}
		if !asks {
			continue
		}
		for _, item := range items {
			if id, ok := strings.CutPrefix(item, textItem); ok {
				texts[id] = doc.Layout.Texts[id]
				x.told[id] = true
			}
		}
		s.Fields, s.Next, s.Visible = items, nil, conditions[i]
		sections = append(sections, s)
	}
	doc.Layout.Sections, doc.Layout.Texts = sections, texts
	if len(texts) == 0 {
		doc.Layout.Texts = nil
	}
}

// conditions say of each section when it is shown: as written, or where routes
// lead past sections, what they come to.
func (x *matterSplitter) conditions() []string {
	out := make([]string, len(x.old.Form.Sections))
	routed := false
	for i, s := range x.old.Form.Sections {
		out[i] = s.Visible
		routed = routed || len(s.Next) > 0
	}
	if routed {
		return pathConditions(x.old.Form)
	}
	return out
}

// holds reports whether a part has a field, or one of a group.
func (p *splitPart) holds(path string) bool {
	if p.keep[path] {
		return true
	}
	for kept := range p.keep {
		if strings.HasPrefix(kept, path+"/") {
			return true
		}
	}
	return false
}

// textFits reports whether a part has all that a text's condition reads.
func (x *matterSplitter) textFits(p *splitPart, id string) bool {
	visible := x.old.Form.Doc.Layout.Texts[id].Visible
	if visible == "" {
		return true
	}
	c, ps := x.env.Condition("", visible)
	return !ps.Failed() && !slices.ContainsFunc(x.old.Form.Needs(c.Refs()...), func(path string) bool { return !p.holds(path) })
}
