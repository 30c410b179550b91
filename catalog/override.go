package catalog

import (
	"fmt"
	"slices"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// override lays what staff say of a merged form over what was derived.
type override struct {
	m        *merger
	def      *metamodel.ThemeLayout
	sections []*metamodel.SectionDoc // derived ones first, in order
	byID     map[string]*metamodel.SectionDoc
	in       map[string]*metamodel.SectionDoc // item to its section
	own      map[string]bool                  // sections that only the override knows
	problems metamodel.Problems
}

// overridden is the layout with the theme's own wishes carried out. Where two
// contradict each other none is, and they are named; what they name that is
// gone is named too, and all else keeps its place.
func (m *merger) overridden(derived metamodel.Layout) metamodel.Layout {
	def := m.theme.Layout
	if def == nil {
		return derived
	}
	o := &override{m: m, def: def, byID: map[string]*metamodel.SectionDoc{}, in: map[string]*metamodel.SectionDoc{}, own: map[string]bool{}}
	for _, s := range derived.Sections {
		o.add(metamodel.SectionDoc{ID: s.ID, Title: s.Title, Hint: s.Hint, Fields: slices.Clone(s.Fields)})
	}
	o.contradictions()
	if !o.problems.Failed() {
		o.fields()
		o.breaks()
		o.joins()
		o.texts()
		o.early(derived)
		o.rows()
		o.words()
		derived.Sections = o.order()
	}
	m.problems = append(m.problems, o.problems...)
	return derived
}

func (o *override) add(s metamodel.SectionDoc) {
	o.sections = append(o.sections, &s)
	o.byID[s.ID] = &s
	for _, item := range s.Fields {
		o.in[item] = &s
	}
}

func (o *override) tell(p metamodel.Problem) { o.problems = append(o.problems, p) }

// contradictions are two places for the same thing, and a section that is to
// join another and yet to be a page of its own.
func (o *override) contradictions() {
	first := map[string]string{}
	once := func(what string, name metamodel.Text, at string) {
		if before, twice := first[what]; twice {
			o.tell(LayoutTwice.At(at, "what", name, "first", before, "second", at))
			return
		}
		first[what] = at
	}
	joins := map[string]string{}
	for i, s := range o.def.Sections {
		at := fmt.Sprintf("layout/sections/%d", i)
		once("section:"+s.ID, metamodel.ZhEn(s.ID, s.ID), at+"/id")
		for j, item := range s.Fields {
			once(item, o.m.called(item), fmt.Sprintf("%s/fields/%d", at, j))
		}
		if s.StartsAt != "" {
			once(s.StartsAt, o.m.called(s.StartsAt), at+"/startsAt")
		}
		if s.Joins == "" {
			continue
		}
		joins[s.ID] = s.Joins
		if len(s.Title)+len(s.Hint)+len(s.Fields) > 0 || s.StartsAt != "" {
			o.tell(LayoutJoins.At(at+"/joins", "section", s.ID, "to", s.Joins))
		}
	}
	for i, s := range o.def.Sections {
		way := []string{s.ID}
		for next := joins[s.ID]; next != ""; next = joins[next] {
			if slices.Contains(way, next) {
				if next == s.ID && slices.Min(way) == s.ID { // once a circle
					o.tell(LayoutJoinsCircle.At(fmt.Sprintf("layout/sections/%d/joins", i), "circle", strings.Join(append(way, next), " → ")))
				}
				break
			}
			way = append(way, next)
		}
	}
	for _, repeat := range sortedKeys(o.def.Rows) {
		for j, item := range o.def.Rows[repeat] {
			once("row:"+repeat+":"+item, o.m.called(item), fmt.Sprintf("layout/rows/%s/%d", repeat, j))
		}
	}
	for i, id := range o.def.Materials {
		once("material:"+id, metamodel.ZhEn(id, id), fmt.Sprintf("layout/materials/%d", i))
	}
	for i, id := range o.def.Questions {
		once("question:"+id, questionName(id), fmt.Sprintf("layout/questions/%d", i))
	}
}

// fields brings the named fields into their sections, and makes the sections
// that are staff's own.
func (o *override) fields() {
	for i, s := range o.def.Sections {
		at := fmt.Sprintf("layout/sections/%d", i)
		into := o.byID[s.ID]
		var there []string
		for j, item := range s.Fields {
			if o.present(item, fmt.Sprintf("%s/fields/%d", at, j)) {
				there = append(there, item)
			}
		}
		starts := s.StartsAt != "" && o.present(s.StartsAt, at+"/startsAt")
		switch {
		case into != nil:
		case s.StartsAt == "" && len(s.Fields) == 0:
			o.tell(LayoutGone.At(at+"/id", "what", metamodel.ZhEn("分组 "+s.ID, "section "+s.ID)))
			continue
		case len(there) == 0 && !starts:
			o.tell(LayoutEmpty.At(at+"/id", "section", s.ID))
			continue
		default:
			into = o.open(s.ID, append(slices.Clone(there), s.StartsAt)[0])
		}
		into.Title, into.Hint = wordsOver(s.Title, into.Title), wordsOver(s.Hint, into.Hint)
		for _, item := range there {
			if from := o.in[item]; from != into {
				from.Fields = slices.DeleteFunc(slices.Clone(from.Fields), func(f string) bool { return f == item })
				o.in[item] = into
			}
		}
		into.Fields = arranged(into.Fields, there)
	}
}

// open makes a section of staff's own, behind the one that an item of it is from.
func (o *override) open(id, item string) *metamodel.SectionDoc {
	s := &metamodel.SectionDoc{ID: id, Title: metamodel.ZhEn(id, id)}
	behind := slices.Index(o.sections, o.in[item])
	for behind+1 < len(o.sections) && o.own[o.sections[behind+1].ID] { // own ones as they are written
		behind++
	}
	o.sections = slices.Insert(o.sections, behind+1, s)
	o.byID[id], o.own[id] = s, true
	return s
}

// present tells of what is named and cannot be placed.
func (o *override) present(item, at string) bool {
	if o.in[item] != nil {
		return true
	}
	name := o.m.called(item)
	if repeat := o.m.listed(item); repeat != "" {
		o.tell(LayoutInRepeat.At(at, "what", name, "group", o.m.called(repeat)))
	} else {
		o.tell(LayoutGone.At(at, "what", name))
	}
	return false
}

// breaks begins pages where staff want a break.
func (o *override) breaks() {
	starts := map[string]*metamodel.SectionDoc{}
	for _, s := range o.def.Sections {
		if s.StartsAt != "" && o.in[s.StartsAt] != nil {
			starts[s.StartsAt] = o.byID[s.ID]
		}
	}
	if len(starts) == 0 {
		return
	}
	taken := map[*metamodel.SectionDoc][]string{}
	for _, s := range o.sections {
		var stay []string
		to := s
		for _, item := range s.Fields {
			if b := starts[item]; b != nil {
				to = b
			}
			if to == s {
				stay = append(stay, item)
			} else {
				taken[to] = append(taken[to], item)
			}
		}
		s.Fields = stay
	}
	for s, items := range taken {
		s.Fields = append(s.Fields, items...)
		for _, item := range items {
			o.in[item] = s
		}
	}
}

// joins empties the sections that are to be no pages of their own.
func (o *override) joins() {
	to := map[string]string{}
	for i, s := range o.def.Sections {
		switch {
		case s.Joins == "" || o.byID[s.ID] == nil: // a section that is gone is told of already
		case o.byID[s.Joins] == nil:
			o.tell(LayoutGone.At(fmt.Sprintf("layout/sections/%d/joins", i), "what", metamodel.ZhEn("分组 "+s.Joins, "section "+s.Joins)))
		default:
			to[s.ID] = s.Joins
		}
	}
	for _, s := range slices.Clone(o.sections) {
		end := to[s.ID]
		if end == "" {
			continue
		}
		for to[end] != "" {
			end = to[end]
		}
		into := o.byID[end]
		into.Fields = append(slices.Clone(into.Fields), s.Fields...)
		for _, item := range s.Fields {
			o.in[item] = into
		}
		s.Fields = nil
	}
}

// order puts the sections in the order in which they are listed; one that
// nothing is left of is no page.
func (o *override) order() (out []metamodel.SectionDoc) {
	var ids, named []string
	for _, s := range o.sections {
		ids = append(ids, s.ID)
	}
	for _, s := range o.def.Sections {
		if o.byID[s.ID] != nil && s.Joins == "" {
			named = append(named, s.ID)
		}
	}
	for _, id := range arranged(ids, named) {
		if s := o.byID[id]; len(s.Fields) > 0 {
			out = append(out, *s)
		}
	}
	return out
}

// texts stand with what they stood with, wherever that has gone, unless they
// have a place of their own.
func (o *override) texts() {
	named := map[string]bool{}
	for _, s := range o.def.Sections {
		for _, item := range append(slices.Clone(s.Fields), s.StartsAt) {
			named[item] = true
		}
	}
	sections := make([]metamodel.SectionDoc, len(o.sections))
	for i, s := range o.sections {
		s.Fields = slices.DeleteFunc(slices.Clone(s.Fields), func(item string) bool { return strings.HasPrefix(item, textPrefix) && !named[item] })
		sections[i] = *s
	}
	for i, s := range o.m.beside.lay(metamodel.Layout{Sections: sections}, named).Sections {
		o.sections[i].Fields = s.Fields
	}
}

// early tells of what now stands before something that decides it and did not
// before: people would have to go back.
func (o *override) early(derived metamodel.Layout) {
	place := func(sections []metamodel.SectionDoc) map[string]int {
		out := map[string]int{}
		for _, s := range sections {
			for _, item := range s.Fields {
				out[item] = len(out)
			}
		}
		return out
	}
	was, is := place(derived.Sections), place(o.order())
	depends := o.m.depends()
	for _, item := range sortedKeys(depends) {
		for _, by := range depends[item] {
			if was[by] < was[item] && is[item] < is[by] {
				o.tell(LayoutEarly.At(o.placed(item, by), "what", o.m.called(item), "by", o.m.called(by)))
			}
		}
	}
}

// placed is the entry of the layout that places one of two items.
func (o *override) placed(item, by string) string {
	for i, s := range o.def.Sections {
		if slices.Contains(s.Fields, item) || slices.Contains(s.Fields, by) {
			return fmt.Sprintf("layout/sections/%d", i)
		}
	}
	return "layout/sections"
}

// rows orders what stands in the rows of repeats.
func (o *override) rows() {
	for _, repeat := range sortedKeys(o.def.Rows) {
		at := "layout/rows/" + repeat
		items := o.m.items(repeat)
		if items == nil {
			o.tell(LayoutGone.At(at, "what", o.m.called(repeat)))
			continue
		}
		var named []string
		for j, path := range o.def.Rows[repeat] {
			key, direct := strings.CutPrefix(path, repeat+"/")
			if !direct || !slices.Contains(items.Order, key) {
				o.tell(LayoutGone.At(fmt.Sprintf("%s/%d", at, j), "what", o.m.called(path)))
				continue
			}
			named = append(named, key)
		}
		items.Order = arranged(items.Order, named)
	}
}

// words gives fields, groups and repeats the staff's own.
func (o *override) words() {
	for _, path := range sortedKeys(o.def.Fields) {
		w := o.def.Fields[path]
		group, field := o.m.written(path)
		switch {
		case group != nil:
			group.Label, group.Hint = wordsOver(w.Label, group.Label), wordsOver(w.Hint, group.Hint)
		case field != nil:
			field.Label, field.Hint = wordsOver(w.Label, field.Label), wordsOver(w.Hint, field.Hint)
		default:
			o.tell(LayoutGone.At("layout/fields/"+path, "what", o.m.called(path)))
		}
	}
}

// wordsOver is a text with the languages of another in their place.
func wordsOver(own, derived metamodel.Text) metamodel.Text {
	if len(own) == 0 {
		return derived
	}
	out := metamodel.Text{}
	for lang, s := range derived {
		out[lang] = s
	}
	for lang, s := range own {
		out[lang] = s
	}
	return out
}

// written finds what the merged document has at a path: one is set, or none.
func (m *merger) written(path string) (*metamodel.GroupDoc, *metamodel.FieldDoc) {
	steps := strings.Split(path, "/")
	g := m.doc.Properties[steps[0]]
	if g == nil || len(steps) == 1 {
		return g, nil
	}
	fields, _ := fieldDocs(g)
	for i, step := range steps[1:] {
		f := fields[step]
		if f == nil || i == len(steps)-2 {
			return nil, f
		}
		if fields = f.Properties; f.Items != nil {
			fields = f.Items.Properties
		}
	}
	return nil, nil
}

// items are the rows of a repeat at a path, nil where none is.
func (m *merger) items(path string) *metamodel.GroupItems {
	switch g, f := m.written(path); {
	case g != nil:
		return g.Items
	case f != nil:
		return f.Items
	}
	return nil
}

// called names what is or was at a path, for people.
func (m *merger) called(path string) metamodel.Text {
	var label metamodel.Text
	switch g, f := m.written(path); {
	case g != nil:
		label = g.Label
	case f != nil:
		label = f.Label
	}
	if len(label) == 0 {
		if e, ok := m.reg.Element(lastStep(path)); ok {
			label = e.Label()
		} else if s, ok := m.reg.Subject(path); ok {
			label = s.Name
		}
	}
	if len(label) == 0 {
		return metamodel.ZhEn(path, path)
	}
	return metamodel.ZhEn(label.In("zh")+"（"+path+"）", label.In("en")+" ("+path+")")
}
