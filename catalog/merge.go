package catalog

import (
	"slices"
	"sort"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// merger makes one form of the forms of a theme's matters: one field a
// (element, subject), every matter's demands kept beside it as uses.
type merger struct {
	theme    *metamodel.Theme
	reg      registry
	matters  []*Matter // in the theme's order
	doc      *metamodel.FormDoc
	problems metamodel.Problems // errors: these forms cannot be merged
	ranks    map[string]int     // layout item (field path, or group path of a repeat) to order of first appearance
	topics   topics
}

// merge gives the merged form as written; compiling it is left to metamodel.
// The same theme and forms give the same document.
func merge(theme *metamodel.Theme, matters []*Matter, reg registry) (*metamodel.FormDoc, metamodel.Problems) {
	m := &merger{theme: theme, reg: reg, matters: matters, ranks: map[string]int{}}
	m.doc = &metamodel.FormDoc{
		Schema: "https://json-schema.org/draft/2020-12/schema", ID: "form:theme-" + theme.ID,
		Title: theme.Name, Type: "object", Properties: map[string]*metamodel.GroupDoc{},
	}
	for _, matter := range matters {
		for _, name := range sortedKeys(matter.Form.Doc.Properties) {
			m.group(matter, name, matter.Form.Doc.Properties[name])
		}
		m.rank(matter)
	}
	if m.problems.Failed() {
		return nil, m.problems
	}
	for name, g := range m.doc.Properties {
		m.label(name, g)
	}
	m.doc.Layout = m.layout()
	return m.doc, m.problems
}

func (m *merger) group(matter *Matter, name string, g *metamodel.GroupDoc) {
	merged := m.doc.Properties[name]
	switch {
	case merged == nil:
		merged = &metamodel.GroupDoc{Type: g.Type, Subject: g.Subject}
		if g.Type == "array" {
			merged.Items = &metamodel.GroupItems{Type: "object", Properties: map[string]*metamodel.FieldDoc{}}
		} else {
			merged.Properties = map[string]*metamodel.FieldDoc{}
		}
		m.doc.Properties[name] = merged
	case merged.Type != g.Type:
		m.repeatAndSingle(name)
		return
	}
	merged.Uses = append(merged.Uses, metamodel.GroupUse{Matter: matter.Def.ID, Visible: g.Visible, MinItems: g.MinItems, MaxItems: g.MaxItems})
	fields, _ := fieldDocs(g)
	required := g.Required
	if g.Type == "array" {
		required = g.Items.Required
		m.order(merged.Items, matter, name)
	}
	into, _ := fieldDocs(merged)
	for _, key := range sortedKeys(fields) {
		m.field(matter, into, key, fields[key], slices.Contains(required, key))
	}
}

// order keeps the fields of a repeat in the order in which the matters ask for them.
func (m *merger) order(items *metamodel.GroupItems, matter *Matter, name string) {
	g, ok := matter.Form.Group(name)
	if !ok {
		return
	}
	for _, f := range g.Fields {
		if !slices.Contains(items.Order, f.Key) {
			items.Order = append(items.Order, f.Key)
		}
	}
}

func (m *merger) field(matter *Matter, into map[string]*metamodel.FieldDoc, key string, f *metamodel.FieldDoc, required bool) {
	merged := into[key]
	if merged == nil {
		merged = &metamodel.FieldDoc{Ref: f.Ref}
		into[key] = merged
	} else if merged.Ref != f.Ref {
		m.problems = append(m.problems, MergeVersions.At("merged/"+key, "element", key, "matter", matter.Def.Name, "first", strings.TrimPrefix(merged.Ref, "element:"), "second", strings.TrimPrefix(f.Ref, "element:")))
	}
	if len(merged.Hint) == 0 {
		merged.Hint = f.Hint
	}
	label := f.Label
	if len(label) == 0 {
		if e, ok := m.reg.Element(key); ok {
			label = e.Label()
		}
	}
	merged.Uses = append(merged.Uses, metamodel.FieldUse{
		Matter: matter.Def.ID, Label: label, Visible: f.Visible, Required: required, RequiredIf: f.RequiredIf,
		Checks: f.Checks, Constraints: f.Constraints,
	})
}

// label chooses the words of a merged group and its fields: those of the
// matters where all agree, otherwise the standard's. Each matter's own words stay in its use.
func (m *merger) label(name string, g *metamodel.GroupDoc) {
	fields, _ := fieldDocs(g)
	for key, f := range fields {
		same := true
		for _, u := range f.Uses {
			same = same && sameText(u.Label, f.Uses[0].Label)
		}
		if e, ok := m.reg.Element(key); ok && !same {
			f.Label = e.Label()
		} else {
			f.Label = f.Uses[0].Label
		}
	}
	var label metamodel.Text
	for i, u := range g.Uses {
		own := m.matter(u.Matter).Form.Doc.Properties[name].Label
		if i > 0 && !sameText(own, label) {
			return // the subject's name
		}
		label = own
	}
	g.Label = label
}

// repeatAndSingle names the matters on either side, once a group.
func (m *merger) repeatAndSingle(name string) {
	for _, p := range m.problems {
		if p.Code == MergeRepeat.Code && p.Path == "merged/"+name {
			return
		}
	}
	var repeated, single []metamodel.Text
	for _, matter := range m.matters {
		switch g := matter.Form.Doc.Properties[name]; {
		case g == nil:
		case g.Type == "array":
			repeated = append(repeated, matter.Def.Name)
		default:
			single = append(single, matter.Def.Name)
		}
	}
	label := metamodel.Zh(name)
	if s, ok := m.reg.Subject(name); ok {
		label = s.Name
	}
	m.problems = append(m.problems, MergeRepeat.At("merged/"+name, "group", label, "repeated", listText(repeated), "single", listText(single)))
}

// rank remembers where a matter's layout items first appear.
func (m *merger) rank(matter *Matter) {
	for _, s := range matter.Form.Sections {
		for _, item := range s.Items {
			path := itemPath(item)
			if _, known := m.ranks[path]; !known {
				m.ranks[path] = len(m.ranks)
			}
			m.topics.hear(m, matter, s, item)
		}
	}
}

func itemPath(i metamodel.Item) string {
	if i.Group != nil {
		return i.Group.Path
	}
	return i.Field.Path
}

func (m *merger) matter(id string) *Matter {
	for _, matter := range m.matters {
		if matter.Def.ID == id {
			return matter
		}
	}
	return nil
}

func sameText(a, b metamodel.Text) bool {
	if len(a) != len(b) {
		return false
	}
	for lang, s := range a {
		if b[lang] != s {
			return false
		}
	}
	return true
}

// listText says several names in a row.
func listText(names []metamodel.Text) metamodel.Text {
	out := metamodel.Text{}
	for _, lang := range metamodel.Languages {
		var said []string
		for _, n := range names {
			said = append(said, n.In(lang))
		}
		sep := ", "
		if lang == "zh" {
			sep = "、"
		}
		out[lang] = strings.Join(said, sep)
	}
	return out
}

// byRank orders layout items by first appearance.
func (m *merger) byRank(items []string) {
	sort.Slice(items, func(i, j int) bool { return m.ranks[items[i]] < m.ranks[items[j]] })
}
