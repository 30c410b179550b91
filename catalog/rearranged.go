package catalog

import (
	"slices"

	"github.com/onematter/onematter/metamodel"
)

// Rearranged is one difference between how a theme is arranged and how it was
// derived. What only made room for something else is none.
type Rearranged struct {
	Kind string `json:"kind"` // section, title, hint, field, row, label, material, question
	Path string `json:"path"` // section id, field path, material id, question id

	Between bool   `json:"between,omitempty"` // From and To are sections
	From    string `json:"from,omitempty"`    // section, or place from 1; "": there was none
	To      string `json:"to,omitempty"`

	Was metamodel.Text `json:"was,omitempty"` // of title, hint and label
	Is  metamodel.Text `json:"is,omitempty"`
}

// Rearranged compares the theme's arrangement with the derived one.
func (t *Theme) Rearranged() (out []Rearranged) {
	was, is := t.Derived(), t.Arrangement()
	section := map[string]string{} // derived: item to section id
	old := map[string]*metamodel.SectionDoc{}
	var ids []string
	for i, s := range was.Sections {
		old[s.ID] = &was.Sections[i]
		ids = append(ids, s.ID)
		for _, item := range s.Fields {
			section[item] = s.ID
		}
	}
	var now []string
	for _, s := range is.Sections {
		now = append(now, s.ID)
	}
	out = append(out, moved("section", ids, now)...)
	for _, id := range ids {
		if !slices.Contains(now, id) {
			out = append(out, Rearranged{Kind: "section", Path: id, From: ordinal(ids, id)})
		}
	}
	for _, s := range is.Sections {
		before := metamodel.SectionDoc{Title: s.Title}
		if o := old[s.ID]; o != nil {
			before = *o
		}
		out = append(out, reworded("title", s.ID, before.Title, s.Title)...)
		out = append(out, reworded("hint", s.ID, before.Hint, s.Hint)...)
		for _, item := range s.Fields {
			if from := section[item]; from != s.ID {
				out = append(out, Rearranged{Kind: "field", Path: item, Between: true, From: from, To: s.ID})
			}
		}
		stayed := func(list []string) []string {
			return slices.DeleteFunc(slices.Clone(list), func(f string) bool {
				return section[f] != s.ID || !slices.Contains(s.Fields, f)
			})
		}
		out = append(out, moved("field", stayed(before.Fields), stayed(s.Fields))...)
	}
	for _, repeat := range sortedKeys(is.Rows) {
		out = append(out, moved("row", was.Rows[repeat], is.Rows[repeat])...)
	}
	for _, path := range sortedKeys(is.Words) {
		out = append(out, reworded("label", path, was.Words[path].Label, is.Words[path].Label)...)
		out = append(out, reworded("hint", path, was.Words[path].Hint, is.Words[path].Hint)...)
	}
	out = append(out, moved("material", was.Materials, is.Materials)...)
	return append(out, moved("question", was.Questions, is.Questions)...)
}

func ordinal(list []string, item string) string {
	if i := slices.Index(list, item); i >= 0 {
		return said(i + 1).In("en")
	}
	return ""
}

// moved lists what stands elsewhere in its list, as little as explains it.
func moved(kind string, was, is []string) (out []Rearranged) {
	at := map[string]int{}
	for i, item := range was {
		at[item] = i
	}
	stay := rising(is, at)
	for _, item := range is {
		if !slices.Contains(stay, item) {
			out = append(out, Rearranged{Kind: kind, Path: item, From: ordinal(was, item), To: ordinal(is, item)})
		}
	}
	return out
}

func reworded(kind, path string, was, is metamodel.Text) []Rearranged {
	if sameText(was, is) {
		return nil
	}
	return []Rearranged{{Kind: kind, Path: path, Was: was, Is: is}}
}

// Layout is the whole arrangement as a theme's layout says it: laid over the
// same forms it gives the same pages. Words that are derived stay so.
func (t *Theme) Layout() *metamodel.ThemeLayout {
	now := t.Arrangement()
	out := &metamodel.ThemeLayout{Materials: now.Materials}
	old := map[string]*metamodel.SectionDoc{}
	for _, s := range t.Derived().Sections {
		old[s.ID] = &s
	}
	for _, s := range now.Sections {
		w := metamodel.ThemeSection{ID: s.ID, Title: s.Title, Hint: s.Hint, Fields: s.Fields}
		if o := old[s.ID]; o != nil && sameText(o.Title, s.Title) {
			w.Title = nil
		}
		out.Sections = append(out.Sections, w)
	}
	if t.Def.Layout != nil {
		for _, s := range t.Def.Layout.Sections {
			if s.Joins != "" { // what is new in it goes on joining
				out.Sections = append(out.Sections, metamodel.ThemeSection{ID: s.ID, Joins: s.Joins})
			}
		}
		out.Rows, out.Fields = t.Def.Layout.Rows, t.Def.Layout.Fields
		for _, q := range t.guide.first { // no more: what is derived goes by the answers
			out.Questions = append(out.Questions, t.guide.questions[q].def.ID)
		}
	}
	return out
}
