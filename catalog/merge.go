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
	shown    map[*Matter]map[string]string // layout item to the condition of the section a matter's form lists it in
	derived  Arrangement                   // before what staff say
	lines    map[string]int                // place of an x-same in the merged form to the theme's line
	beside   beside                        // static texts and what they stand with
}

// merge gives the merged form as written, and how it was arranged before staff
// had their say; compiling it is left to metamodel. The same theme and forms
// give the same document.
func merge(theme *metamodel.Theme, matters []*Matter, reg registry) (*metamodel.FormDoc, Arrangement, metamodel.Problems) {
	doc, derived, _, ps := mergeTold(theme, matters, reg)
	return doc, derived, ps
}

// mergeTold tells also which line of the theme an x-same of the form comes from.
func mergeTold(theme *metamodel.Theme, matters []*Matter, reg registry) (*metamodel.FormDoc, Arrangement, map[string]int, metamodel.Problems) {
	m := &merger{theme: theme, reg: reg, matters: matters, ranks: map[string]int{}, shown: map[*Matter]map[string]string{}}
	m.doc = &metamodel.FormDoc{
		Schema: "https://json-schema.org/draft/2020-12/schema", ID: "form:theme-" + theme.ID,
		Title: theme.Name, Type: "object", Properties: map[string]*metamodel.GroupDoc{},
	}
	for _, matter := range matters {
		m.pages(matter)
		for _, name := range sortedKeys(matter.Form.Doc.Properties) {
			m.group(matter, name, matter.Form.Doc.Properties[name])
		}
		m.rank(matter)
	}
	if m.problems.Failed() {
		return nil, m.derived, m.lines, m.problems
	}
	for name, g := range m.doc.Properties {
		m.label(name, g)
	}
	m.twins()
	m.rows()
	if m.ownPages() {
		m.doc.Layout = matters[0].Form.Doc.Layout
		m.derived = m.arrangement(m.doc.Layout)
	} else {
		derived := m.beside.lay(m.layout(), nil)
		derived.Texts = m.beside.docs
		m.derived = m.arrangement(derived)
		m.doc.Layout = m.overridden(derived)
	}
	if m.problems.Failed() {
		return nil, m.derived, m.lines, m.problems
	}
	return m.doc, m.derived, m.lines, m.problems
}

// ownPages says that one matter alone keeps the pages of its form, where those
// are more than an order of fields and staff say nothing else.
func (m *merger) ownPages() bool {
	return len(m.matters) == 1 && m.theme.Layout == nil && !plainPages(m.matters[0].Form.Doc.Layout)
}

// plainPages says that a layout is no more than an order of fields: merged
// pages are made by topic, and lose nothing of it.
func plainPages(l metamodel.Layout) bool {
	for _, s := range l.Sections {
		if s.Visible != "" || len(s.Next) > 0 || len(s.Hint) > 0 {
			return false
		}
	}
	return len(l.Texts) == 0
}

// pages carries a matter's conditions of sections over to what the sections
// list: they share the pages with what other matters ask, and a route past a
// section of one leaves out what that one asks there.
func (m *merger) pages(matter *Matter) {
	shown := map[string]string{}
	m.shown[matter] = shown
	if m.ownPages() {
		return
	}
	conditions := pathConditions(matter.Form)
	for i, s := range matter.Form.Sections {
		if len(conditions[i]) > mostCondition {
			m.problems = append(m.problems, MergeRoutes.At("merged/sections/"+s.ID, "section", s.Title, "matter", matter.Def.Name))
			continue
		}
		for _, item := range s.Items {
			if item.Text == nil && conditions[i] != "" {
				shown[itemPath(item)] = conditions[i]
			}
		}
	}
	m.texts(matter, conditions)
}

// visible adds the condition of the section that lists an item.
func (m *merger) visible(matter *Matter, item, own string) string {
	return bothHold(m.shown[matter][item], own)
}

// bothHold joins two conditions.
func bothHold(a, b string) string {
	switch {
	case a == "" || a == "true":
		return b
	case b == "" || b == "true":
		return a
	}
	return "(" + a + ") && (" + b + ")"
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
	merged.Uses = append(merged.Uses, metamodel.GroupUse{Matter: matter.Def.ID, Visible: m.visible(matter, name, g.Visible), MinItems: g.MinItems, MaxItems: g.MaxItems})
	if len(merged.Hint) == 0 {
		merged.Hint = g.Hint
	}
	fields, _ := fieldDocs(g)
	required := g.Required
	if g.Type == "array" {
		required = g.Items.Required
		m.order(merged.Items, matter, name)
	}
	into, _ := fieldDocs(merged)
	m.members(matter, name, into, fields, required)
}

// members merges the fields and groups inside a group of a matter's form.
func (m *merger) members(matter *Matter, path string, into, fields map[string]*metamodel.FieldDoc, required []string) {
	for _, key := range sortedKeys(fields) {
		at := path + "/" + key
		if f := fields[key]; f.Type == "" {
			m.field(matter, at, into, key, f, slices.Contains(required, key))
		} else {
			m.nested(matter, at, into, key, f)
		}
	}
}

// nested merges a group inside a group.
func (m *merger) nested(matter *Matter, path string, into map[string]*metamodel.FieldDoc, key string, g *metamodel.FieldDoc) {
	merged := into[key]
	switch {
	case merged == nil:
		merged = &metamodel.FieldDoc{Type: g.Type, Subject: g.Subject, Label: g.Label}
		if g.Type == "array" {
			merged.Items = &metamodel.GroupItems{Type: "object", Properties: map[string]*metamodel.FieldDoc{}}
		} else {
			merged.Properties = map[string]*metamodel.FieldDoc{}
		}
		into[key] = merged
	case merged.Type != g.Type:
		m.problems = append(m.problems, MergeShape.At("merged/"+path, "group", metamodel.Zh(path), "matter", matter.Def.Name))
		return
	}
	if !sameText(merged.Label, g.Label) {
		merged.Label = nil
	}
	if len(merged.Hint) == 0 {
		merged.Hint = g.Hint
	}
	use := metamodel.FieldUse{Matter: matter.Def.ID, Visible: m.visible(matter, path, g.Visible)}
	use.MinItems, use.MaxItems = g.MinItems, g.MaxItems
	merged.Uses = append(merged.Uses, use)
	if g.Type == "array" {
		m.order(merged.Items, matter, path)
		m.members(matter, path, merged.Items.Properties, g.Items.Properties, g.Items.Required)
		return
	}
	m.members(matter, path, merged.Properties, g.Properties, g.Required)
}

// order keeps what is in a repeat in the order in which the matters ask for it.
func (m *merger) order(items *metamodel.GroupItems, matter *Matter, path string) {
	g, ok := matter.Form.Group(path)
	if !ok {
		return
	}
	for _, item := range g.Order {
		if key := lastStep(itemPath(item)); !slices.Contains(items.Order, key) {
			items.Order = append(items.Order, key)
		}
	}
}

func (m *merger) field(matter *Matter, path string, into map[string]*metamodel.FieldDoc, key string, f *metamodel.FieldDoc, required bool) {
	merged := into[key]
	if merged == nil {
		merged = &metamodel.FieldDoc{Ref: f.Ref}
		into[key] = merged
	} else if merged.Ref != f.Ref {
		m.problems = append(m.problems, MergeVersions.At("merged/"+path, "element", key, "matter", matter.Def.Name, "other", m.matter(merged.Uses[0].Matter).Def.Name, "first", strings.TrimPrefix(merged.Ref, "element:"), "second", strings.TrimPrefix(f.Ref, "element:")))
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
		Matter: matter.Def.ID, Label: label, Visible: m.visible(matter, path, f.Visible), Required: required, RequiredIf: f.RequiredIf,
		Value: f.Value, ValueWhen: f.ValueWhen, Options: f.Options, Checks: f.Checks, Constraints: f.Constraints,
	})
	m.carried(matter, path, merged, f)
}

// carried keeps what a field is for every matter: what is read-only, hidden or
// started with. Where matters differ it is asked, and they are named.
func (m *merger) carried(matter *Matter, path string, merged, f *metamodel.FieldDoc) {
	first := len(merged.Uses) == 1
	readOnly := f.ReadOnly
	if f.Value != "" { // whoever computes it changes it; that says nothing of the others
		readOnly = merged.ReadOnly && !first
	}
	differs := func(keyword string) {
		m.problems = append(m.problems, MergeDiffers.At("merged/"+path, "keyword", keyword, "field", merged.Uses[0].Label, "matter", matter.Def.Name))
	}
	if first {
		merged.ReadOnly, merged.Hidden, merged.Default = readOnly, f.Hidden, f.Default
		return
	}
	if merged.ReadOnly != readOnly {
		differs("readOnly")
		merged.ReadOnly = false
	}
	if merged.Hidden != f.Hidden {
		differs("x-hidden")
		merged.Hidden = false
	}
	switch {
	case len(merged.Default) == 0:
		merged.Default = f.Default
	case len(f.Default) > 0 && !sameJSON(merged.Default, f.Default):
		differs("default")
	}
}

// label chooses the words of a merged group and its fields: those of the
// matters where all agree, otherwise the standard's. Each matter's own words stay in its use.
func (m *merger) label(name string, g *metamodel.GroupDoc) {
	fields, _ := fieldDocs(g)
	m.fieldLabels(fields)
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

func (m *merger) fieldLabels(fields map[string]*metamodel.FieldDoc) {
	for key, f := range fields {
		if f.Type != "" {
			m.fieldLabels(f.Properties)
			if f.Items != nil {
				m.fieldLabels(f.Items.Properties)
			}
			continue
		}
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
			if path == "" {
				continue
			}
			if _, known := m.ranks[path]; !known {
				m.ranks[path] = len(m.ranks)
			}
		}
		m.topics.hear(m, matter, s)
	}
}

func itemPath(i metamodel.Item) string {
	switch {
	case i.Group != nil:
		return i.Group.Path
	case i.Field != nil:
		return i.Field.Path
	}
	return "" // a text
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
