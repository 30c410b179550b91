package catalog

import (
	"slices"

	"github.com/onematter/onematter/metamodel"
)

// rows tells of lists whose rows matters fill with different elements. They are
// one list all the same, of which each matter gets its own columns; whether both
// mean the same people or things no machine can tell.
func (m *merger) rows() {
	for _, name := range sortedKeys(m.doc.Properties) {
		if m.doc.Properties[name].Type != "array" {
			continue
		}
		var first *Matter
		var asked []string
		for _, matter := range m.matters {
			g := matter.Form.Doc.Properties[name]
			if g == nil {
				continue
			}
			own := columns("", g.Items.Properties)
			if first == nil {
				first, asked = matter, own
				continue
			}
			if !slices.Equal(asked, own) {
				label := m.doc.Properties[name].Label
				if s, ok := m.reg.Subject(name); ok && len(label) == 0 {
					label = s.Name
				}
				m.problems = append(m.problems, MergeRows.At("merged/"+name, "group", label, "first", first.Def.Name, "second", matter.Def.Name))
				break
			}
		}
	}
}

// columns are the paths of what a row has, with those inside of it, sorted.
func columns(at string, fields map[string]*metamodel.FieldDoc) (out []string) {
	for _, key := range sortedKeys(fields) {
		f := fields[key]
		out = append(out, at+key)
		if f.Items != nil {
			out = append(out, columns(at+key+"/", f.Items.Properties)...)
		}
		out = append(out, columns(at+key+"/", f.Properties)...)
	}
	return out
}
