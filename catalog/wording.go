package catalog

import (
	"slices"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// Wording is what one department's forms call a field, group or repeat of a
// merged form that has another name there.
type Wording struct {
	Department metamodel.Text   `json:"department"`
	Labels     []metamodel.Text `json:"labels"`  // each once
	Matters    []string         `json:"matters"` // whose forms say so, in the theme's order

	of metamodel.Text // the merged name
}

// Wordings are the own words of the departments of the matters in scope (nil:
// of all) for what is at a path, where they tell people something that the
// merged name does not.
func (t *Theme) Wordings(path string, scope map[string]bool) (out []Wording) {
	label := labelOf(t.Merged, path)
	for _, m := range t.Matters {
		if scope != nil && !scope[m.Def.ID] {
			continue
		}
		own := labelOf(m.Form, path)
		if !slices.ContainsFunc(metamodel.Languages, func(lang string) bool { return tells(own, label, lang) }) {
			continue
		}
		at := slices.IndexFunc(out, func(w Wording) bool { return sameText(w.Department, m.Department.Name) })
		if at < 0 {
			at = len(out)
			out = append(out, Wording{Department: m.Department.Name, of: label})
		}
		w := &out[at]
		w.Matters = append(w.Matters, m.Def.ID)
		if !slices.ContainsFunc(w.Labels, func(l metamodel.Text) bool { return sameText(l, own) }) {
			w.Labels = append(w.Labels, own)
		}
	}
	return out
}

func labelOf(f *metamodel.Form, path string) metamodel.Text {
	if x, ok := f.Field(path); ok {
		return x.Label
	}
	if g, ok := f.Group(path); ok {
		return g.Label
	}
	return nil
}

// tells says that somebody who looks for own would not find it in label: a
// name that is only longer or shorter needs no saying.
func tells(own, label metamodel.Text, lang string) bool {
	a, b := normalise(own.In(lang)), normalise(label.In(lang))
	return a != "" && b != "" && !strings.Contains(a, b) && !strings.Contains(b, a)
}

// In says it in one language, “市场监管局称为：字号名称”; "" where nothing is to be told in it.
func (w Wording) In(lang string) string {
	var said []string
	for _, l := range w.Labels {
		if s := l.In(lang); tells(l, w.of, lang) && !slices.Contains(said, s) {
			said = append(said, s)
		}
	}
	switch {
	case len(said) == 0:
		return ""
	case lang == "zh":
		return w.Department.In(lang) + "称为：" + strings.Join(said, "、")
	}
	return w.Department.In(lang) + " calls it: " + strings.Join(said, ", ")
}
