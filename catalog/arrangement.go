package catalog

import (
	"fmt"
	"slices"

	"github.com/onematter/onematter/metamodel"
)

// Arrangement is how a merged form is laid out, and in what words.
type Arrangement struct {
	Sections  []metamodel.SectionDoc          `json:"sections"`
	Rows      map[string][]string             `json:"rows,omitempty"`      // by path of a repeat: what stands in its rows, by path
	Words     map[string]metamodel.ThemeField `json:"words,omitempty"`     // by path of a field, group or repeat
	Materials []string                        `json:"materials,omitempty"` // standard ids
	Questions []string                        `json:"questions,omitempty"` // of the guide, as they come while nothing is answered
}

// arrangement is that of the merged document as it stands now, under a layout.
func (m *merger) arrangement(l metamodel.Layout) Arrangement {
	a := Arrangement{Sections: l.Sections}
	if m.theme.Layout != nil {
		a.read(m.doc)
	}
	return a
}

// Derived is what the arrangement would be without the theme's own layout.
func (t *Theme) Derived() Arrangement {
	if t.Def.Layout == nil {
		return t.Arrangement()
	}
	a := t.derived
	a.Questions = t.guide.plan().opening(true)
	return a
}

// Arrangement is the merged form's as it is.
func (t *Theme) Arrangement() Arrangement {
	a := Arrangement{Sections: t.Merged.Doc.Layout.Sections, Materials: materialIDs(t.Materials), Questions: t.guide.plan().opening(false)}
	a.read(t.Merged.Doc)
	return a
}

func (a *Arrangement) read(doc *metamodel.FormDoc) {
	a.Rows, a.Words = map[string][]string{}, map[string]metamodel.ThemeField{}
	var walk func(path string, fields map[string]*metamodel.FieldDoc)
	row := func(path string, items *metamodel.GroupItems) {
		for _, key := range items.Order {
			a.Rows[path] = append(a.Rows[path], path+"/"+key)
		}
		walk(path, items.Properties)
	}
	walk = func(path string, fields map[string]*metamodel.FieldDoc) {
		for key, f := range fields {
			at := path + "/" + key
			a.Words[at] = metamodel.ThemeField{Label: f.Label, Hint: f.Hint}
			if f.Items != nil {
				row(at, f.Items)
			}
			walk(at, f.Properties)
		}
	}
	for name, g := range doc.Properties {
		a.Words[name] = metamodel.ThemeField{Label: g.Label, Hint: g.Hint}
		if g.Items != nil {
			row(name, g.Items)
		}
		walk(name, g.Properties)
	}
}

func materialIDs(list []*MergedMaterial) (ids []string) {
	for _, m := range list {
		ids = append(ids, m.Material.ID)
	}
	return ids
}

// arrangeMaterials puts the merged materials into the order that staff want.
func (t *Theme) arrangeMaterials(c *compiler) {
	t.derived.Materials = materialIDs(t.Materials)
	if t.Def.Layout == nil {
		return
	}
	byID := map[string]*MergedMaterial{}
	for _, m := range t.Materials {
		byID[m.Material.ID] = m
	}
	var named []string
	for i, id := range t.Def.Layout.Materials {
		if byID[id] != nil {
			named = append(named, id)
			continue
		}
		name := metamodel.ZhEn(id, id)
		if m, ok := c.reg.material(id); ok {
			name = metamodel.ZhEn(m.Name.In("zh")+"（"+id+"）", m.Name.In("en")+" ("+id+")")
		}
		gone := LayoutGone.At(fmt.Sprintf("layout/materials/%d", i), "what", name)
		t.Loose = append(t.Loose, gone)
		c.report(metamodel.KindTheme, t.Def.ID, gone)
	}
	list := make([]*MergedMaterial, 0, len(t.Materials))
	for _, id := range arranged(t.derived.Materials, named) {
		list = append(list, byID[id])
	}
	t.Materials = list
}

// arranged puts what is named into the order in which it is named, and all
// else where it stands now: as few as possible of the named are moved, each to
// behind the one named before it. What is named and not there yet comes in the
// same way.
func arranged(items, named []string) []string {
	at := map[string]int{}
	for i, item := range items {
		at[item] = i
	}
	keep := map[string]bool{}
	for _, n := range rising(named, at) {
		keep[n] = true
	}
	out := slices.Clone(items)
	out = slices.DeleteFunc(out, func(item string) bool { return !keep[item] && slices.Contains(named, item) })
	before := ""
	var first []string // named before any that keeps its place
	for _, n := range named {
		switch {
		case keep[n]:
			if len(first) > 0 {
				out = slices.Insert(out, slices.Index(out, n), first...)
				first = nil
			}
		case before == "" || len(first) > 0:
			first = append(first, n)
		default:
			out = slices.Insert(out, slices.Index(out, before)+1, n)
		}
		before = n
	}
	return append(out, first...)
}

// rising is the longest part of named that stands in that order already; of
// several the one that begins first.
func rising(named []string, at map[string]int) (out []string) {
	var list []string
	for _, n := range named {
		if _, ok := at[n]; ok {
			list = append(list, n)
		}
	}
	length := make([]int, len(list))
	longest := 0
	for i := len(list) - 1; i >= 0; i-- {
		length[i] = 1
		for j := i + 1; j < len(list); j++ {
			if at[list[j]] > at[list[i]] {
				length[i] = max(length[i], length[j]+1)
			}
		}
		longest = max(longest, length[i])
	}
	last := -1
	for i, n := range list {
		if longest > 0 && length[i] == longest && at[n] > last {
			out = append(out, n)
			last, longest = at[n], longest-1
		}
	}
	return out
}
