package engine

import (
	"strconv"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// spread are the paths that a path stands for which leaves rows open:
// "employee/DE00012" is that answer in each row there is. Any other is itself.
func spread(rec *metamodel.Record, path string) (out []string) {
	parts := strings.Split(path, "/")
	for i := range len(parts) - 1 {
		at := strings.Join(parts[:i+1], "/")
		if g, ok := rec.Form.Group(at); !ok || !g.Repeat || isRow(parts[i]) || isRow(parts[i+1]) {
			continue
		}
		for row := range rec.Rows(at) {
			out = append(out, spread(rec, at+"/"+strconv.Itoa(row)+"/"+strings.Join(parts[i+1:], "/"))...)
		}
		return out
	}
	return []string{path}
}

func isRow(part string) bool {
	_, err := strconv.Atoi(part)
	return err == nil
}

// rowsOf is the outermost repeat that what lies at path is in, "" for none.
func rowsOf(form *metamodel.Form, path string) string {
	g, _ := form.Group(path)
	if f, ok := form.Field(path); ok {
		g = f.Group
	}
	if g == nil || g.Rows() == nil {
		return ""
	}
	return g.Rows().Path
}

// listOf is the innermost list that the answer at path is in a row of, "" for none.
func listOf(form *metamodel.Form, path string) string {
	f, ok := form.Field(path)
	if !ok || f.Group.Innermost() == nil || path == f.Path {
		return ""
	}
	path = parent(path)
	for g := f.Group; !g.Repeat; g = g.Parent {
		path = parent(path)
	}
	return parent(path)
}

// sameRow is where an answer lies whose path leaves rows open, in the rows that the
// one at path is in; false where it is in others.
func sameRow(form *metamodel.Form, path, plain string) (string, bool) {
	rows, parts, out := strings.Split(path, "/"), strings.Split(plain, "/"), []string(nil)
	along := true // the two paths have been one
	for i, part := range parts {
		along = along && len(rows) > 0 && rows[0] == part
		out = append(out, part)
		g, ok := form.Group(strings.Join(parts[:i+1], "/"))
		switch repeat := ok && g.Repeat; {
		case repeat && along && len(rows) > 1 && isRow(rows[1]):
			out, rows = append(out, rows[1]), rows[2:]
		case repeat:
			return "", false
		case along:
			rows = rows[1:]
		}
	}
	return strings.Join(out, "/"), true
}
