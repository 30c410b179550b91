package metamodel

import "strconv"

// Place is one stop on the way through a section as people see it: exactly one
// of Field, Group and Text is set.
type Place struct {
	Field *Field  // Path is its answer's
	Group *Group  // Path is the group's; of a repeat Row is -1, and each of its rows follows as a place of its own
	Text  *Static // Path is empty
	Path  string
	Row   int // of a row: 0 is the first; otherwise -1
	Depth int // how many groups it lies in that the section brought as a whole
}

// Walk visits what a section shows now, in order: fields, static texts, nested
// groups, repeats and their rows with everything in them. Nothing is visited of
// a section that the path does not reach.
func (r *Record) Walk(s *Section, visit func(Place)) {
	if !r.Shown(s) {
		return
	}
	for _, it := range s.Items {
		r.walk(it, "", 0, visit)
	}
}

// walk visits one item. base is the path of the object it lies in with a slash
// at its end; "" at the top, where items carry whole paths.
func (r *Record) walk(it Item, base string, depth int, visit func(Place)) {
	switch {
	case it.Text != nil:
		if r.TextShown(it.Text.ID) {
			visit(Place{Text: it.Text, Row: -1, Depth: depth})
		}
	case it.Field != nil:
		path := it.Field.Path
		if base != "" {
			path = base + it.Field.Key
		}
		if !it.Field.Hidden && r.Visible(path) {
			visit(Place{Field: it.Field, Path: path, Row: -1, Depth: depth})
		}
	case it.Group != nil:
		g := it.Group
		path := g.Path
		if base != "" {
			path = base + g.Key()
		}
		if !r.Visible(path) {
			return
		}
		visit(Place{Group: g, Path: path, Row: -1, Depth: depth})
		if !g.Repeat {
			for _, inner := range g.Items() {
				r.walk(inner, path+"/", depth+1, visit)
			}
			return
		}
		for i := range r.Rows(path) {
			row := path + "/" + strconv.Itoa(i)
			visit(Place{Group: g, Path: row, Row: i, Depth: depth})
			for _, inner := range g.Items() {
				r.walk(inner, row+"/", depth+1, visit)
			}
		}
	}
}

// Key is a group's property name: the end of its path.
func (g *Group) Key() string {
	for i := len(g.Path) - 1; i >= 0; i-- {
		if g.Path[i] == '/' {
			return g.Path[i+1:]
		}
	}
	return g.Path
}

// Items are the group's fields and nested groups in the order they are asked.
func (g *Group) Items() []Item {
	if len(g.Order) > 0 {
		return g.Order
	}
	out := make([]Item, 0, len(g.Fields)+len(g.Groups))
	for _, f := range g.Fields {
		out = append(out, Item{Field: f})
	}
	for _, in := range g.Groups {
		out = append(out, Item{Group: in})
	}
	return out
}
