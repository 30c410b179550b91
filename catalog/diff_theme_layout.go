package catalog

import (
	"github.com/onematter/onematter/metamodel"
)

// arrangements compares what staff say of a merged form's arrangement: nothing
// of it changes what is asked.
func (d *differ) arrangements(of Ref, a, b *metamodel.ThemeLayout) {
	if a == nil {
		a = &metamodel.ThemeLayout{}
	}
	if b == nil {
		b = &metamodel.ThemeLayout{}
	}
	sections := func(l *metamodel.ThemeLayout) (order []string, byID map[string]metamodel.ThemeSection) {
		byID = map[string]metamodel.ThemeSection{}
		for _, s := range l.Sections {
			order = append(order, s.ID)
			byID[s.ID] = s
		}
		return order, byID
	}
	old, was := sections(a)
	now, is := sections(b)
	d.plain(of, "layout/sections", old, now)
	for _, id := range union(was, is) {
		x, y, path := was[id], is[id], "layout/sections/"+id
		d.text(of, path+"/title", x.Title, y.Title)
		d.text(of, path+"/hint", x.Hint, y.Hint)
		d.plain(of, path+"/fields", x.Fields, y.Fields)
		d.plain(of, path+"/startsAt", x.StartsAt, y.StartsAt)
		d.plain(of, path+"/joins", x.Joins, y.Joins)
	}
	for _, repeat := range union(a.Rows, b.Rows) {
		d.plain(of, "layout/rows/"+repeat, a.Rows[repeat], b.Rows[repeat])
	}
	for _, field := range union(a.Fields, b.Fields) {
		d.text(of, "layout/fields/"+field+"/label", a.Fields[field].Label, b.Fields[field].Label)
		d.text(of, "layout/fields/"+field+"/hint", a.Fields[field].Hint, b.Fields[field].Hint)
	}
	d.plain(of, "layout/materials", a.Materials, b.Materials)
	d.plain(of, "layout/questions", a.Questions, b.Questions)
}
