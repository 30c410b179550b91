package metamodel

import (
	"maps"
	"slices"
	"strings"

	"cel.dev/cel-go/common/ast"
)

// ElementGroup is a set of elements reused as a whole (数据元组): a person, a
// premises. A form binds it to a subject with x-elements.
type ElementGroup struct {
	ID          string             `json:"id" validate:"required,max=64"`
	Name        Text               `json:"name" validate:"required"`
	ObjectClass string             `json:"objectClass,omitempty"` // subjects it may be bound to; empty: any
	Version     string             `json:"version,omitempty"`
	Status      string             `json:"status,omitempty"`
	Elements    []ElementGroupItem `json:"elements" validate:"required,min=1,dive"`
}

// ElementGroupItem is one element of a group, in the order in which it is asked.
type ElementGroupItem struct {
	Element  string `json:"element" validate:"required"`
	Label    Text   `json:"label,omitempty"`
	Required bool   `json:"required,omitempty"`
	Visible  string `json:"visible,omitempty"` // CEL over the siblings' element ids
}

// Check reports what is wrong with a group by itself: elements that do not
// exist or come twice, conditions that read what is not in the group.
func (g *ElementGroup) Check(reg Registry) Problems {
	var s sink
	wrong := g.conditions(reg)
	seen := map[string]bool{}
	for i, it := range g.Elements {
		path := at("elements", i)
		if _, ok := reg.Element(it.Element); !ok {
			s.add(formElement, join(path, "element"), "element", clip(it.Element))
		}
		if seen[it.Element] {
			s.add(defTwice, join(path, "element"), "value", clip(it.Element))
		}
		seen[it.Element] = true
		s.problems = append(s.problems, wrong[i]...)
	}
	return s.problems
}

// conditions reports what is wrong with the condition of each element, by the
// group itself: positions are those of the source as it is written here.
func (g *ElementGroup) conditions(reg Registry) map[int]Problems {
	wrong := map[int]Problems{}
	var env *celEnv
	var group *groupPlan
	for i, it := range g.Elements {
		if strings.TrimSpace(it.Visible) == "" {
			continue
		}
		if env == nil {
			group = g.plan(reg)
			if env, wrong[i] = newCelEnv(nil, nil, reg); wrong[i].Failed() {
				return wrong
			}
		}
		var s sink
		path := join(at("elements", i), "visible")
		for _, n := range siblingNames(it.Visible, path, &s) {
			if !slices.ContainsFunc(g.Elements, func(o ElementGroupItem) bool { return o.Element == n.name }) {
				s.add(groupSibling, path, "name", clip(n.name), "at", offsetPlace([]rune(it.Visible), n.at))
			}
		}
		if !s.problems.Failed() {
			env.compile(scope{siblings: group}, path, it.Visible, &s)
		}
		wrong[i] = s.problems
	}
	return wrong
}

// plan is the group as the conditions inside it see it.
func (g *ElementGroup) plan(reg Registry) *groupPlan {
	p := &groupPlan{g: &Group{}, byKey: map[string]int{}}
	for _, it := range g.Elements {
		e, ok := reg.Element(it.Element)
		if !ok {
			continue
		}
		typ, ok := fieldTypes[e.Type]
		f := &fieldPlan{g: p, typ: typ, f: &Field{Key: it.Element, Path: it.Element, Element: e, Label: e.Name}}
		if !ok || p.field(it.Element) != nil || !f.ofElement(reg, "", &sink{}) {
			continue
		}
		p.byKey[it.Element] = len(p.members)
		p.members = append(p.members, member{key: it.Element, field: f})
		p.fields = append(p.fields, f)
	}
	return p
}

// ExpandForm writes out the element groups a form reuses (x-elements): their
// elements stand in the group as if they were written there, bound to its
// subject. The document is returned as it is when it reuses none; otherwise a
// copy, in which nothing says x-elements any more.
//
//   - A property that is listed too narrows the group's element, and may have
//     its own words; its condition is added to the group's. Others are added.
//   - A row's fields come in the row's x-order, then in the group's.
//   - A section that lists the path of such a group that does not repeat brings
//     all its fields that no section lists by themselves, in the group's order.
func ExpandForm(doc *FormDoc, reg Registry) (*FormDoc, Problems) {
	if doc == nil || !reuses(doc) {
		return doc, nil
	}
	x := &expander{reg: reg, order: map[string][]string{}}
	out := *doc
	out.Properties = maps.Clone(doc.Properties)
	for _, name := range sortedKeys(out.Properties) {
		if gd := out.Properties[name]; gd != nil {
			out.Properties[name] = x.outermost(name, gd)
		}
	}
	x.layout(doc, &out)
	return &out, x.problems
}

func reuses(doc *FormDoc) bool {
	var inside func(props map[string]*FieldDoc, depth int) bool
	inside = func(props map[string]*FieldDoc, depth int) bool {
		if depth > MaxNesting {
			return false
		}
		for _, fd := range props {
			if fd == nil || fd.Type == "" {
				continue
			}
			if fd.Elements != "" || inside(fd.Properties, depth+1) || fd.Items != nil && inside(fd.Items.Properties, depth+1) {
				return true
			}
		}
		return false
	}
	for _, gd := range doc.Properties {
		if gd != nil && (gd.Elements != "" || inside(gd.Properties, 1) || gd.Items != nil && inside(gd.Items.Properties, 1)) {
			return true
		}
	}
	return false
}

type expander struct {
	sink
	reg   Registry
	order map[string][]string // by path of a group that does not repeat: its elements' paths
}

// bearing is what an element group has to know of the place it is put in.
type bearing struct {
	path    string // of the group in the document
	answers string // of the group's answers, "" inside a repeat
	cel     string // what expressions write before a sibling: "premises."
	subject string
	depth   int
}

func (x *expander) outermost(name string, gd *GroupDoc) *GroupDoc {
	out := *gd
	b := bearing{path: join("properties", name), answers: name, cel: name + ".", subject: gd.Subject, depth: 1}
	if len(gd.Uses) > 0 && gd.Elements != "" {
		x.add(formUsesDirect, join(b.path, "x-elements"), "keyword", "x-elements")
	}
	out.Properties, out.Required, out.Items, out.order = x.members(gd.Type, gd.Elements, gd.Properties, gd.Required, gd.Items, b)
	out.Elements = ""
	return &out
}

// nested expands a property that is a group inside a group.
func (x *expander) nested(name string, fd *FieldDoc, around bearing) *FieldDoc {
	out := *fd
	b := bearing{path: join(around.path, "properties", name), cel: around.cel + name + ".", subject: fd.Subject, depth: around.depth + 1}
	if around.answers != "" {
		b.answers = join(around.answers, name)
	}
	if b.subject == "" {
		b.subject = around.subject
	}
	if b.depth > MaxNesting {
		return fd // refused by the compiler
	}
	out.Properties, out.Required, out.Items, out.order = x.members(fd.Type, fd.Elements, fd.Properties, fd.Required, fd.Items, b)
	out.Elements = ""
	return &out
}

// members expands what a group or its row holds.
func (x *expander) members(typ, id string, props map[string]*FieldDoc, required []string, items *GroupItems, b bearing) (map[string]*FieldDoc, []string, *GroupItems, []string) {
	if typ == "array" {
		row := GroupItems{Type: "object"}
		if items != nil {
			row = *items
		} else if id == "" {
			return props, required, nil, nil
		}
		b.path, b.answers, b.cel = join(b.path, "items"), "", "row."
		row.Properties, row.Required, row.Order = x.fields(id, row.Properties, row.Required, row.Order, b)
		return props, required, &row, nil
	}
	props, required, order := x.fields(id, props, required, nil, b)
	if id != "" && b.answers != "" {
		x.order[b.answers] = order
	}
	return props, required, items, order
}

// fields puts the group called id among the properties.
func (x *expander) fields(id string, props map[string]*FieldDoc, required, order []string, b bearing) (map[string]*FieldDoc, []string, []string) {
	out := maps.Clone(props)
	if out == nil {
		out = map[string]*FieldDoc{}
	}
	for _, key := range sortedKeys(out) {
		if fd := out[key]; fd != nil && fd.Type != "" {
			out[key] = x.nested(key, fd, b)
		}
	}
	if id == "" {
		return out, required, order
	}
	path := join(strings.TrimSuffix(b.path, "/items"), "x-elements")
	eg, ok := x.reg.ElementGroup(id)
	if !ok {
		x.add(formElementGroup, path, "group", clip(id))
		return out, required, order
	}
	if s, ok := x.reg.Subject(b.subject); ok && eg.ObjectClass != "" && s.ObjectClass != "" && s.ObjectClass != eg.ObjectClass {
		x.add(formObjectClass, path, "group", eg.Name, "class", eg.ObjectClass, "subject", s.Name, "theirs", s.ObjectClass)
	}
	required, order = slices.Clone(required), slices.Clone(order)
	wrong, told := eg.conditions(x.reg), false
	for i, it := range eg.Elements {
		if wrong[i].Failed() { // all of them are told where the group is checked
			if !told {
				(&groupRule{path: path, group: eg.Name, element: it.Element}).tell(wrong[i], &x.sink)
			}
			told, it.Visible = true, ""
		}
		if _, ok := x.reg.Element(it.Element); !ok {
			x.add(formElement, path, "element", clip(it.Element))
			continue
		}
		fd := FieldDoc{}
		if listed, ok := out[it.Element]; ok && listed == nil {
			continue // refused by the compiler
		} else if ok {
			fd = *listed
		}
		if fd.Type != "" {
			x.add(formElementTaken, path, "element", it.Element)
			continue
		}
		if fd.Ref == "" {
			fd.Ref = "element:" + it.Element
		}
		if len(fd.Label) == 0 {
			fd.Label = it.Label
		}
		if strings.TrimSpace(it.Visible) != "" {
			fd.rule = &groupRule{path: path, group: eg.Name, element: it.Element, source: it.Visible, own: fd.Visible}
		}
		fd.Visible = both(bind(it.Visible, b.cel, path, &x.sink), fd.Visible)
		out[it.Element] = &fd
		if it.Required && !slices.Contains(required, it.Element) {
			required = append(required, it.Element)
		}
		if !slices.Contains(order, it.Element) {
			order = append(order, it.Element)
		}
	}
	return out, required, order
}

// both joins two conditions.
func both(a, b string) string {
	a, b = strings.TrimSpace(a), strings.TrimSpace(b)
	switch {
	case a == "" || a == "true":
		return b
	case b == "" || b == "true":
		return a
	}
	return "(" + a + ") && (" + b + ")"
}

// layout replaces the path of an expanded group by its fields' paths.
func (x *expander) layout(doc, out *FormDoc) {
	listed := map[string]bool{}
	for _, s := range doc.Layout.Sections {
		for _, item := range s.Fields {
			listed[item] = true
		}
	}
	out.Layout.Sections = slices.Clone(doc.Layout.Sections)
	for i := range out.Layout.Sections {
		var fields []string
		for _, item := range out.Layout.Sections[i].Fields {
			order, whole := x.order[item]
			if !whole {
				fields = append(fields, item)
				continue
			}
			for _, key := range order {
				if path := item + "/" + key; !listed[path] {
					fields = append(fields, path)
				}
			}
		}
		out.Layout.Sections[i].Fields = fields
	}
}

// siblingName is where an expression names a sibling.
type siblingName struct {
	name string
	at   int // in characters
}

// siblingNames finds the names an expression over siblings expects from
// outside, in the order in which they are written.
func siblingNames(source, path string, s *sink) []siblingName {
	if strings.TrimSpace(source) == "" {
		return nil
	}
	if len(source) > maxExpr {
		s.add(exprTooLong, path, "limit", maxExpr, "at", tooFar(source))
		return nil
	}
	env, err := library()
	if err != nil {
		unusable(err, path, s)
		return nil
	}
	parsed, iss := env.Parse(source)
	if iss.Err() != nil {
		reportIssues(iss, source, path, s)
		return nil
	}
	native := parsed.NativeRep()
	var out []siblingName
	walkExpr(native.Expr(), nil, func(e ast.Expr, bound map[string]bool) {
		if e.Kind() != ast.IdentKind || bound[e.AsIdent()] || strings.HasPrefix(e.AsIdent(), "@") {
			return
		}
		if r, ok := native.SourceInfo().GetOffsetRange(e.ID()); ok {
			out = append(out, siblingName{e.AsIdent(), int(r.Start)})
		}
	})
	slices.SortFunc(out, func(a, b siblingName) int { return a.at - b.at })
	return slices.CompactFunc(out, func(a, b siblingName) bool { return a.at == b.at })
}

// bind is a condition over siblings as the form would write it: every sibling
// with what leads to it before it.
func bind(source, prefix, path string, s *sink) string {
	names := siblingNames(source, path, s)
	runes := []rune(source)
	var b strings.Builder
	from := 0
	for _, n := range names {
		if n.at < from || n.at > len(runes) || !strings.HasPrefix(string(runes[n.at:]), n.name) {
			continue
		}
		b.WriteString(string(runes[from:n.at]))
		b.WriteString(prefix)
		from = n.at
	}
	b.WriteString(string(runes[from:]))
	return b.String()
}
