package api

import (
	"maps"
	"strconv"
	"strings"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
)

// HistoryChange is an answer, a repeat or a material that the answer to a
// correction changed.
type HistoryChange struct {
	Path     string         `json:"path,omitempty" description:"Of an answer, or of a repeat that has other rows"`
	Material string         `json:"material,omitempty" description:"Id of a material for which new files came"`
	Group    metamodel.Text `json:"group,omitempty" description:"Of whom or of what an answer is"`
	Rows     []AnswerRow    `json:"rows,omitempty" description:"The rows of repeats it lies in, the outermost first"`
	Label    metamodel.Text `json:"label" description:"The path where the present form has no such answer"`
	Unasked  bool           `json:"unasked,omitempty" description:"The correction did not ask for it; those come first"`
	Follows  bool           `json:"follows,omitempty" description:"It comes of another answer: it is worked out, a copy, or no longer asked"`
}

// AnswerChanged says when an answer was last changed by answering a correction.
type AnswerChanged struct {
	At      time.Time `json:"at"`
	Unasked bool      `json:"unasked,omitempty" description:"The correction did not ask for it"`
	Follows bool      `json:"follows,omitempty" description:"It comes of another answer: it is worked out, a copy, or no longer asked"`
	Rows    bool      `json:"rows,omitempty" description:"Not the answer: the repeat it lies in has other rows since"`
}

// changesTold names what an event says was changed by its matter's present form:
// one that moved to another release may have other paths since.
func changesTold(told []engine.ChangeTold, m *catalog.Matter) (out []HistoryChange) {
	for _, x := range told {
		one := HistoryChange{Path: x.Path, Material: x.Material, Unasked: x.Unasked, Follows: x.Follows, Label: metamodel.ZhEn(x.Path+x.Material, x.Path+x.Material)}
		for _, mm := range m.Materials {
			if x.Material != "" && mm.Material.ID == x.Material {
				one.Label = mm.Use.Label
			}
		}
		one.Rows = rowsAt(m.Form, x.Path)
		if f, ok := m.Form.Field(x.Path); ok {
			one.Group, one.Label = f.Group.Label, f.Label
		} else if g, ok := m.Form.Group(x.Path); ok {
			one.Label = g.Label
		}
		out = append(out, one)
	}
	return out
}

// rowsAt are the rows that a path of answers names, whether there are such rows or not.
func rowsAt(form *metamodel.Form, path string) (rows []AnswerRow) {
	parts := strings.Split(path, "/")
	for i := 1; i < len(parts); i++ {
		n, err := strconv.Atoi(parts[i])
		if g, ok := form.Group(strings.Join(parts[:i], "/")); err == nil && ok && g.Repeat {
			rows = append(rows, AnswerRow{Path: strings.Join(parts[:i+1], "/"), Label: g.Label, Index: n})
		}
	}
	return rows
}

// tellChanged notes which answers were changed by answering a correction, and when
// last. That a repeat has other rows is told once, at an answer that was not
// changed itself; what was told of its rows before may be of others now.
func tellChanged(answers []Answer, v *engine.CaseView) {
	last := map[string]AnswerChanged{}
	for _, e := range v.History {
		if e.Case != v.Case.ID {
			continue
		}
		for _, x := range e.Data.Changes {
			maps.DeleteFunc(last, func(path string, _ AnswerChanged) bool { return x.Path != "" && strings.HasPrefix(path, x.Path+"/") })
		}
		for _, x := range e.Data.Changes {
			last[x.Path] = AnswerChanged{At: e.At, Unasked: x.Unasked, Follows: x.Follows}
		}
	}
	for i := range answers {
		if x, ok := last[answers[i].Path]; ok {
			answers[i].Changed = &x
			continue
		}
		for _, row := range answers[i].Rows {
			repeat := row.Path[:strings.LastIndexByte(row.Path, '/')]
			if x, ok := last[repeat]; ok {
				x.Rows, answers[i].Changed = true, &x
				delete(last, repeat)
				break
			}
		}
	}
}
