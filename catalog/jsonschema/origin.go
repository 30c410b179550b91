package jsonschema

import (
	"strconv"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// A pack that is not written has no places that anybody could look at: what is
// wrong with it is said of the property of the schema it came from.

// origin moves a problem of the pack to where it comes from.
func (im *importer) origin(p metamodel.Problem, forms []*ImportedForm) metamodel.Problem {
	file := p.File
	for _, f := range forms {
		var m *member
		switch {
		case file == "forms/"+f.ID+".yaml":
			m = f.root.at(strings.Split(p.Path, "/"))
		case file == "elements/elements.yaml":
			id := nth(sortedKeys(im.pack.Elements), p.Path)
			m = f.root.find(func(m *member) bool { return m.doc != nil && m.doc.Ref == "element:"+id })
		case file == "codes/codes.yaml":
			id := nth(sortedKeys(im.pack.CodeLists), p.Path)
			m = f.root.find(func(m *member) bool {
				return m.doc != nil && im.pack.Elements[m.key] != nil && im.pack.Elements[m.key].CodeList == id
			})
		}
		if m != nil {
			p.File, p.Path = f.File, im.path(f.root.schema.lib, m.shape.nodes[0].v)
			return p
		}
	}
	p.File, p.Path = forms[0].File, ""
	for _, f := range forms {
		if file == "forms/"+f.ID+".yaml" {
			p.File = f.File
		}
	}
	return p
}

// nth is the definition that a path like "[3]/name" leads into.
func nth(ids []string, path string) string {
	first, _, _ := strings.Cut(path, "/")
	i, err := strconv.Atoi(strings.Trim(first, "[]"))
	if err != nil || i < 0 || i >= len(ids) {
		return ""
	}
	return ids[i]
}

// at follows a path of the form's document as far as it leads to members.
func (h *holder) at(path []string) (last *member) {
	root := h.up == nil
	for len(path) > 1 {
		switch {
		case path[0] == "items":
			path = path[1:]
			continue
		case path[0] != "properties":
			return last
		}
		name := path[1]
		path = path[2:]
		if root && name == mainGroup {
			root = false
			continue
		}
		root = false
		next := h.child(func(m *member) bool {
			return m.group != nil && m.group.name == name || m.group == nil && m.key == name
		})
		if next == nil {
			return last
		}
		if last = next; next.group == nil {
			return last
		}
		h = next.group
	}
	return last
}

// child is the first member of the object itself for which it holds.
func (h *holder) child(is func(*member) bool) *member {
	for _, m := range h.members {
		if is(m) {
			return m
		}
	}
	return nil
}

// find is the first member, at any depth, for which it holds.
func (h *holder) find(is func(*member) bool) *member {
	if m := h.child(is); m != nil {
		return m
	}
	for _, m := range h.members {
		if m.group != nil {
			if found := m.group.find(is); found != nil {
				return found
			}
		}
	}
	return nil
}
