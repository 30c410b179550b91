package engine

import (
	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

// Correctable reports whether a department may ask the applicant to correct the
// answer at path: it is theirs to give, whether they gave it or left it empty.
func (v *CaseView) Correctable(path string) bool {
	return v.Yielded[fieldPath(path)] == nil && v.Record.Asked(path)
}

// CopyOf is the path of the answer of this matter's form that the one at path is
// a copy of and is corrected along with, "" for none.
func (v *CaseView) CopyOf(path string) string {
	of := v.Copies[path]
	for v.Copies[of] != "" {
		of = v.Copies[of]
	}
	if of == "" || v.Yielded[path] != nil || !v.Record.Asked(of) {
		return ""
	}
	return of
}

// mostPath is how long the path of an answer can be, in bytes.
const mostPath = 500

// askables is what a correction of a matter's answers may ask for.
type askables struct {
	said    *metamodel.Record
	asked   map[string]bool // see askedIn
	yielded map[string]*catalog.Matter
}

// may is why a correction cannot ask for what lies at path. later is why it cannot
// ask for that alone: nobody is shown it now, and something else may open it.
func (a askables) may(form *metamodel.Form, path string) (later, refused *metamodel.Problem) {
	fail := func(kind metamodel.Kind, args ...any) (*metamodel.Problem, *metamodel.Problem) {
		p := kind.At("fields", args...)
		return nil, &p
	}
	if len(path) > mostPath || !belongs(form, path) {
		return fail(correctionField, "path", path[:min(len(path), mostPath)])
	}
	field, ok := form.Field(path)
	group, _ := form.Group(path)
	repeat, row := rowMissing(a.said, path)
	switch {
	case repeat != nil:
		return fail(correctionRow, "field", repeat.Label, "row", row)
	case a.yielded[fieldPath(path)] != nil:
		return fail(correctionYielded, "field", field.Label, "matter", a.yielded[fieldPath(path)].Def.Name)
	case a.said.Computed(path):
		return fail(correctionComputed, "field", field.Label)
	case a.asked[path]:
		return nil, nil
	case !ok:
		return fail(correctionUnasked, "field", group.Label)
	case !a.said.Holds(path) && field.Path != path:
		return fail(correctionField, "path", path)
	case !asked(field) || a.said.Visible(path):
		return fail(correctionUnasked, "field", field.Label)
	}
	p := correctionUnasked.At("fields", "field", field.Label)
	return &p, nil
}

// mostRows is in how many rows a correction names an answer one by one; of more
// it asks for the whole repeat.
const mostRows = 50

// places are the answers that a path stands for which a correction may ask for: one
// named without rows is named in each of them.
func (a askables) places(path string) []string {
	at := spread(a.said, path)
	switch {
	case len(at) == 1 && at[0] == path:
		return at
	case len(at) > mostRows:
		return []string{rowsOf(a.said.Form, path)}
	}
	var out []string
	for _, path := range at {
		out = append(out, a.inRow(path)...)
	}
	return out
}

// inRow are those at one path: of a group that is no repeat, those in it.
func (a askables) inRow(path string) (out []string) {
	g, ok := a.said.Form.Group(path)
	switch {
	case ok && g.Repeat:
		return []string{path}
	case ok:
		for _, f := range g.Fields {
			out = append(out, a.inRow(path+"/"+f.Key)...)
		}
		for _, inner := range g.Groups {
			out = append(out, a.inRow(path+"/"+inner.Key())...)
		}
		return out
	case a.said.Computed(path), a.yielded[fieldPath(path)] != nil, !a.said.Asked(path) && a.said.Visible(path):
		return nil
	}
	return []string{path}
}

// askedIn are the paths of what applicants answer in a record: fields and what holds
// them, in rows also by their path without these.
func askedIn(rec *metamodel.Record) map[string]bool {
	asked := map[string]bool{}
	for _, s := range rec.Form.Sections {
		rec.Walk(s, func(p metamodel.Place) {
			if p.Group != nil && p.Group.Repeat && p.Row < 0 || p.Field != nil && rec.Asked(p.Path) {
				for path := p.Path; path != ""; path = parent(path) {
					asked[path], asked[fieldPath(path)] = true, true
				}
			}
		})
	}
	return asked
}
