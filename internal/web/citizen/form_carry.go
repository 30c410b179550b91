package citizen

import (
	"strconv"

	"github.com/onematter/onematter/metamodel"
)

// hidden is a control nobody sees.
type hidden struct{ Name, Value string }

// carried are the controls that hold an answer nobody sees here.
func (v *formView) carried(f *metamodel.Field, path string) []hidden {
	if f.Computed || !v.rec.Answered(path) {
		return nil
	}
	if f.Element.Type == metamodel.TypeFile {
		var out []hidden
		for _, file := range v.fileValues(v.rec.Raw(path)) {
			out = append(out, hidden{path, file.ID})
		}
		return out
	}
	typed := v.rec.Typed(path)
	suffixes := f.Controls()
	var out []hidden
	for i, t := range typed {
		name := path
		if len(suffixes) == len(typed) {
			name += suffixes[i]
		}
		out = append(out, hidden{name, t})
	}
	return out
}

func (v *formView) carriedGroup(g *metamodel.Group, path string) []hidden {
	var out []hidden
	rows := []string{path}
	if g.Repeat {
		n := v.rec.Rows(path)
		if n == 0 {
			return nil
		}
		out = append(out, hidden{path + rowsSuffix, strconv.Itoa(n)})
		rows = rows[:0]
		for i := range n {
			rows = append(rows, path+"/"+strconv.Itoa(i))
		}
	}
	for _, at := range rows {
		for _, f := range g.Fields {
			out = append(out, v.carried(f, at+"/"+f.Key)...)
		}
		for _, inner := range g.Groups {
			out = append(out, v.carriedGroup(inner, at+"/"+inner.Key())...)
		}
	}
	return out
}
