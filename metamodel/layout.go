package metamodel

import (
	"sort"
	"strings"
	"sync/atomic"
)

// textPlan is a static text and when it is shown.
type textPlan struct {
	text    *Static
	section *Section
	uses    []textUse // one of matter -1 in a matter's own form
}

type textUse struct {
	matter  int
	visible *condition
}

// layout builds the sections and puts groups and fields into layout order.
func (c *compiler) layout() {
	listed := map[string]bool{}
	ids := map[string]bool{}
	for i, sd := range c.doc.Layout.Sections {
		path := at("x-layout/sections", i)
		if ids[sd.ID] {
			c.add(formSectionTwice, join(path, "id"), "section", sd.ID)
		}
		ids[sd.ID] = true
		sec := &Section{ID: sd.ID, Title: sd.Title, Hint: sd.Hint, Visible: sd.Visible, Next: sd.Next, index: i}
		c.form.Sections = append(c.form.Sections, sec)
		c.plan.sections = append(c.plan.sections, &sectionPlan{sec: sec, docPath: path})
		for j, item := range sd.Fields {
			at := at(join(path, "fields"), j)
			if listed[item] {
				c.add(formTwice, at, "field", clip(item))
			} else if it, ok := c.item(sec, item, at); ok {
				sec.Items = append(sec.Items, it)
				listed[item] = true
			}
		}
	}
	c.unlisted(c.plan.root, listed)
	for _, id := range sortedKeys(c.doc.Layout.Texts) {
		if !listed[textPrefix+id] {
			c.add(formNoSection, join("x-layout/texts", id), "field", textPrefix+id)
		}
	}
}

// textPrefix marks a static text among the fields of a section.
const textPrefix = "text:"

// item resolves one entry of a section and places what it brings.
func (c *compiler) item(sec *Section, item, at string) (Item, bool) {
	if id, ok := strings.CutPrefix(item, textPrefix); ok {
		sd := c.doc.Layout.Texts[id]
		if sd == nil {
			c.add(formNoField, at, "field", clip(item))
			return Item{}, false
		}
		t := &textPlan{text: &Static{ID: id, Text: sd.Text, Kind: sd.Kind}, section: sec}
		c.plan.texts[id] = t
		return Item{Text: t.text}, true
	}
	outer, _, inside := strings.Cut(item, "/")
	g, f := c.plan.byName[item], c.plan.byPath[item]
	if g == nil && f == nil {
		// What was refused has its own problem already.
		if top := c.plan.byName[outer]; top == nil || !inside || !c.written(item) {
			c.add(formNoField, at, "field", clip(item))
		}
		return Item{}, false
	}
	around := g
	if f != nil {
		around = f.g
	} else if g.g.Repeat {
		around = g.outer
	} else {
		c.add(formWholeGroup, at, "group", item)
		return Item{}, false
	}
	if rep := around.repeat(); rep != nil {
		c.add(formSplitRepeat, at, "group", rep.g.Path, "field", clip(item))
		return Item{}, false
	}
	if f != nil {
		c.place(f, sec)
		return Item{Field: f.f}, true
	}
	c.placeGroup(g)
	c.placeAll(g, sec)
	return Item{Group: g.g}, true
}

// written reports whether the document has a property at a definition path.
func (c *compiler) written(path string) bool {
	parts := strings.Split(path, "/")
	gd := c.doc.Properties[parts[0]]
	if gd == nil {
		return false
	}
	properties := gd.Properties
	if gd.Items != nil {
		properties = gd.Items.Properties
	}
	for i, p := range parts[1:] {
		fd := properties[p]
		if fd == nil {
			return false
		}
		if properties = fd.Properties; fd.Items != nil {
			properties = fd.Items.Properties
		}
		if i == len(parts)-2 {
			return true
		}
	}
	return false
}

// unlisted reports what no section lists.
func (c *compiler) unlisted(g *groupPlan, listed map[string]bool) {
	for _, key := range sortedKeys(g.byKey) {
		switch m := g.members[g.byKey[key]]; {
		case m.field != nil:
			if !listed[m.field.f.Path] {
				c.add(formNoSection, m.field.docPath, "field", m.field.f.Path)
			}
		case !m.group.g.Repeat:
			c.unlisted(m.group, listed)
		case !listed[m.group.g.Path]:
			c.add(formNoSection, m.group.docPath, "field", m.group.g.Path)
		}
	}
}

// place gives a field, and the groups around it, the next place in the form.
func (c *compiler) place(f *fieldPlan, sec *Section) {
	c.placeGroup(f.g)
	f.f.Section = sec
	f.f.index = len(c.form.Fields)
	c.form.Fields = append(c.form.Fields, f.f)
	f.pos = c.placed
	c.placed++
}

func (c *compiler) placeGroup(g *groupPlan) {
	if g == c.plan.root || g.index >= 0 {
		return
	}
	c.placeGroup(g.outer)
	g.index = len(c.plan.groups)
	g.g.index = g.index
	c.plan.groups = append(c.plan.groups, g)
	g.pos = c.placed
	c.placed++
}

// placeAll places everything in a repeat, in the order of its row.
func (c *compiler) placeAll(g *groupPlan, sec *Section) {
	for _, m := range g.members {
		if m.field != nil {
			c.place(m.field, sec)
			continue
		}
		c.placeGroup(m.group)
		c.placeAll(m.group, sec)
	}
}

// number puts every group's members into layout order and gives fields and
// groups their places in their tables.
func (c *compiler) number() {
	c.plan.root.in = c.newTable(nil)
	c.numberIn(c.plan.root)
	c.form.Groups = c.plan.root.g.Groups
}

func (c *compiler) newTable(repeat *groupPlan) *table {
	t := &table{index: len(c.plan.tables), repeat: repeat}
	c.plan.tables = append(c.plan.tables, t)
	return t
}

func (m member) place() int {
	if m.field != nil {
		return m.field.pos
	}
	return m.group.pos
}

func (c *compiler) numberIn(g *groupPlan) {
	sort.SliceStable(g.members, func(i, j int) bool { return g.members[i].place() < g.members[j].place() })
	g.fields = g.fields[:0]
	g.after = make([]atomic.Int32, len(g.members)+1)
	for i := range g.members {
		g.after[i].Store(int32(i))
	}
	for i, m := range g.members {
		g.byKey[m.key] = i
		if f := m.field; f != nil {
			f.pos = len(g.in.fields)
			g.in.fields = append(g.in.fields, f)
			g.fields = append(g.fields, f)
			g.g.Fields = append(g.g.Fields, f.f)
			g.g.Order = append(g.g.Order, Item{Field: f.f})
			continue
		}
		sub := m.group
		sub.table, sub.in = g.in, g.in
		sub.pos = len(g.in.groups)
		g.in.groups = append(g.in.groups, sub)
		if sub.g.Repeat {
			g.in.nests = true
			sub.in = c.newTable(sub)
		}
		g.g.Groups = append(g.g.Groups, sub.g)
		g.g.Order = append(g.g.Order, Item{Group: sub.g})
		c.numberIn(sub)
	}
}
