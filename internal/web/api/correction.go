package api

import (
	"slices"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// Correctable is an answer, or a question that was left empty, which a
// correction may ask for.
type Correctable struct {
	Path    string         `json:"path"`
	Section metamodel.Text `json:"section"`
	Group   metamodel.Text `json:"group,omitempty" description:"Of whom or of what it is; absent for a repeat as a whole"`
	Rows    []AnswerRow    `json:"rows,omitempty" description:"The rows of repeats it lies in, the outermost first"`
	Label   metamodel.Text `json:"label"`
	Empty   bool           `json:"empty,omitempty" description:"It was shown to the applicant, who left it empty"`
	CopyOf  string         `json:"copyOf,omitempty" description:"Path of the answer it is a copy of, both being one person's: corrected, that one takes it along"`

	Computes []AnswerName `json:"computes,omitempty" description:"The answers that are worked out from it and change with it: a correction asks for it instead of them"`
}

// AnswerName says which answer is meant, or which repeat by its rows.
type AnswerName struct {
	Path  string         `json:"path" description:"Of an answer in a repeat without its rows"`
	Group metamodel.Text `json:"group,omitempty" description:"Of whom or of what it is; absent for a repeat"`
	Label metamodel.Text `json:"label"`
}

// namesOf names what lies at paths of a form, in their order.
func namesOf(form *metamodel.Form, paths []string) (names []AnswerName) {
	for _, path := range paths {
		if f, ok := form.Field(path); ok {
			names = append(names, AnswerName{path, f.Group.Label, f.Label})
		} else if g, ok := form.Group(path); ok {
			names = append(names, AnswerName{Path: path, Label: g.Label})
		}
	}
	return names
}

// correctable lists what the caller may ask the applicant to correct.
func correctable(v *engine.CaseView) []Correctable {
	if !slices.ContainsFunc(v.Actions, func(a engine.ActionView) bool {
		return a.Kind == workflows.Correct || a.Kind == workflows.Rectify
	}) {
		return nil
	}
	var out []Correctable
	computed := v.Computation(v.Record)
	for _, s := range v.Record.Form.Sections {
		walkRows(v.Record, s, func(p metamodel.Place, rows []AnswerRow) {
			switch f := p.Field; {
			case f != nil && v.Correctable(p.Path):
				out = append(out, Correctable{Path: p.Path, Section: s.Title, Group: f.Group.Label, Rows: slices.Clone(rows), Label: f.Label,
					Empty: !v.Record.Answered(p.Path), CopyOf: v.CopyOf(p.Path), Computes: namesOf(v.Record.Form, computed.Computes(p.Path))})
			case p.Group != nil && p.Group.Repeat && p.Row < 0 && p.Depth == 0 && v.Record.Rows(p.Path) == 0:
				out = append(out, Correctable{Path: p.Path, Section: s.Title, Label: p.Group.Label, Empty: true, Computes: namesOf(v.Record.Form, computed.Computes(p.Path))})
			}
		})
	}
	return out
}

// toCorrect lists the answers a department asks for again, as they stand.
func toCorrect(v *engine.CaseView) []DraftField {
	return standing(v, v.ToCorrect)
}

// besideCorrected lists what may be changed with those.
func besideCorrected(v *engine.CaseView) []DraftField {
	lies := map[string]engine.Beside{}
	for _, b := range v.Beside {
		lies[b.Path] = b
	}
	out := standing(v, func(path string) bool { return lies[path].Path != "" })
	for i := range out {
		b := lies[out[i].Path]
		out[i].Decides, out[i].Fits = b.Decides, b.Fits
	}
	return out
}

// standing lists answers of a case that may be corrected, as they stand.
func standing(v *engine.CaseView, wanted func(path string) bool) []DraftField {
	along := map[string][]string{}
	for _, f := range v.Record.Form.Fields {
		if of := v.CopyOf(f.Path); of != "" {
			along[of] = append(along[of], f.Path)
		}
	}
	out, computed := []DraftField{}, v.Computation(v.Record)
	for _, s := range v.Record.Form.Sections {
		for _, f := range fieldsOf(v.Record, s) {
			if wanted(f.Path) {
				if slices.Contains(v.Anew, f.Path) {
					f.Answer = nil
				}
				f.Along, f.Computes = along[f.Path], namesOf(v.Record.Form, computed.Computes(f.Path))
				if of := v.CopyOf(f.Path); v.ToCorrect(of) {
					f.CopyOf = of
				}
				out = append(out, f)
			}
		}
	}
	return out
}
