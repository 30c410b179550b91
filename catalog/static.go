package catalog

import (
	"slices"
	"strconv"

	"github.com/onematter/onematter/metamodel"
)

// textPrefix marks a static text among the items of a section.
const textPrefix = "text:"

// beside is the static texts of a theme's matters and where they stand: before
// what follows them in a matter's form, or behind the last thing there is.
type beside struct {
	docs          map[string]*metamodel.StaticDoc // by id in the merged form
	before, after map[string][]string             // layout item to texts, in the theme's order
}

// texts takes over a matter's static texts; conditions are of its sections.
// What several matters say in the same words is said once, where the first says it.
func (m *merger) texts(matter *Matter, conditions []string) {
	b := &m.beside
	if b.docs == nil {
		*b = beside{map[string]*metamodel.StaticDoc{}, map[string][]string{}, map[string][]string{}}
	}
	var waiting []string
	last := ""
	for i, s := range matter.Form.Sections {
		for _, item := range s.Items {
			if item.Text == nil {
				last = itemPath(item)
				b.before[last] = append(b.before[last], waiting...)
				waiting = nil
				continue
			}
			own := matter.Form.Doc.Layout.Texts[item.Text.ID]
			use := metamodel.StaticUse{Matter: matter.Def.ID, Text: item.Text.ID, Visible: bothHold(conditions[i], own.Visible)}
			if same := b.same(own); same != nil {
				same.Uses = append(same.Uses, use)
				continue
			}
			id := matter.Def.ID + "." + item.Text.ID
			for n := 2; b.docs[id] != nil; n++ {
				id = matter.Def.ID + "." + item.Text.ID + "-" + strconv.Itoa(n)
			}
			b.docs[id] = &metamodel.StaticDoc{Text: own.Text, Kind: own.Kind, Uses: []metamodel.StaticUse{use}}
			waiting = append(waiting, textPrefix+id)
		}
	}
	b.after[last] = append(b.after[last], waiting...)
}

// same is the text that says the same, nil where none does.
func (b *beside) same(own *metamodel.StaticDoc) *metamodel.StaticDoc {
	for _, id := range sortedKeys(b.docs) {
		if d := b.docs[id]; d.Kind == own.Kind && sameText(d.Text, own.Text) {
			return d
		}
	}
	return nil
}

// lay puts the texts beside what they stand with, but for those that are
// placed already.
func (b *beside) lay(l metamodel.Layout, placed map[string]bool) metamodel.Layout {
	free := func(texts []string) []string {
		return slices.DeleteFunc(slices.Clone(texts), func(t string) bool { return placed[t] })
	}
	for i := range l.Sections {
		var fields []string
		for _, item := range l.Sections[i].Fields {
			fields = append(append(append(fields, free(b.before[item])...), item), free(b.after[item])...)
		}
		l.Sections[i].Fields = fields
	}
	return l
}
