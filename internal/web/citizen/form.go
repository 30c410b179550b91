package citizen

import (
	"bytes"
	"encoding/json"
	"net/url"
	"strconv"
	"strings"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
)

// Block is a part of a topic's page: a field, or a repeat; a heading before it
// when the subject changes.
type Block struct {
	Heading string
	Field   *FieldView
	Repeat  *RepeatView
}

// RepeatView is a repeat with its rows.
type RepeatView struct {
	L
	ID, Path string
	Label    string
	Rows     []RowView
	Error    string
	Full     bool // no more rows may be added
}

// RowView is one row of a repeat.
type RowView struct {
	Index  int
	Number int
	Fields []*FieldView
	Only   bool // the only row: there is nothing to remove it for
}

// formView draws the fields of a form that apply now.
type formView struct {
	L
	form *metamodel.Form
	rec  *metamodel.Record
	// errors are the words beside each path; what is not in it shows no error.
	errors map[string]string
	// known says where a prefilled answer came from, by path.
	known map[string]string
	shown []string // field paths and "group[]" drawn, in order
}

// keep tells a section's problems by path: the answers that are wrong and,
// with missing, those that are absent. The order is the page's.
func sectionProblems(rec *metamodel.Record, s *metamodel.Section, missing bool) metamodel.Problems {
	within := paths(s)
	absent := map[string]bool{}
	for _, path := range rec.Missing() {
		absent[path] = true
	}
	var list metamodel.Problems
	for _, p := range rec.Problems {
		if p.Severity == metamodel.Warning || !within[root(p.Path, within)] {
			continue
		}
		if !missing && (absent[p.Path] || !rec.Answered(p.Path)) {
			continue
		}
		list = append(list, p)
	}
	return list
}

// paths is the set of field and repeat paths of a section.
func paths(s *metamodel.Section) map[string]bool {
	set := map[string]bool{}
	for _, it := range s.Items {
		if it.Group != nil {
			set[it.Group.Path] = true
		} else {
			set[it.Field.Path] = true
		}
	}
	return set
}

// root is the item of a section a problem's path belongs to: the field itself,
// or the repeat its row is in.
func root(path string, within map[string]bool) string {
	for p := path; p != ""; {
		if within[p] {
			return p
		}
		i := strings.LastIndexByte(p, '/')
		if i < 0 {
			break
		}
		p = p[:i]
	}
	return path
}

// blocks draws a section.
func (v *formView) blocks(s *metamodel.Section) []Block {
	var out []Block
	subjects := map[string]bool{}
	for _, it := range s.Items {
		if it.Field != nil && v.rec.Visible(it.Field.Path) {
			subjects[it.Field.Group.Path] = true
		}
	}
	last := ""
	for _, it := range s.Items {
		switch {
		case it.Group != nil:
			if !v.rec.Visible(it.Group.Path) {
				continue
			}
			out = append(out, Block{Repeat: v.repeat(it.Group)})
			last = ""
		case v.rec.Visible(it.Field.Path):
			b := Block{Field: v.control(it.Field, it.Field.Path)}
			if g := it.Field.Group.Path; len(subjects) > 1 && g != last && g != metamodel.FilingSubject {
				b.Heading = v.In(it.Field.Group.Label)
			}
			last = it.Field.Group.Path
			out = append(out, b)
			v.shown = append(v.shown, it.Field.Path)
		}
	}
	return out
}

func (v *formView) control(f *metamodel.Field, path string) *FieldView {
	fv := v.field(f, path, v.rec.Typed(path), v.rec.Required(path))
	fv.Error = v.errors[path]
	if v.rec.Answered(path) && fv.Error == "" {
		fv.Source = v.known[path]
	}
	return fv
}

func (v *formView) repeat(g *metamodel.Group) *RepeatView {
	r := &RepeatView{L: v.L, ID: anchor(g.Path), Path: g.Path, Label: v.In(g.Label), Error: v.errors[g.Path]}
	n := max(v.rec.Rows(g.Path), 1)
	for i := range n {
		row := RowView{Index: i, Number: i + 1, Only: n == 1}
		for _, f := range g.Fields {
			path := g.Path + "/" + strconv.Itoa(i) + "/" + f.Key
			if i < v.rec.Rows(g.Path) && !v.rec.Visible(path) {
				continue
			}
			fv := v.control(f, path)
			if i >= v.rec.Rows(g.Path) {
				fv.Optional = false // the row is not there yet, so nobody can say
			}
			row.Fields = append(row.Fields, fv)
		}
		r.Rows = append(r.Rows, row)
	}
	most := 0
	for _, u := range g.Uses {
		if u.MaxItems != nil && (most == 0 || *u.MaxItems < most) {
			most = *u.MaxItems
		}
	}
	r.Full = most > 0 && n >= most
	v.shown = append(v.shown, g.Path+"[]")
	return r
}

// rowsOf reads the rows a form posted for a repeat: as many as it says it has,
// bounded by what it really sent.
func rowsOf(g *metamodel.Group, form url.Values) []json.RawMessage {
	n, _ := strconv.Atoi(form.Get(g.Path + ".rows"))
	n = min(max(n, 0), 1000)
	rows := make([]json.RawMessage, 0, n)
	for i := range n {
		rows = append(rows, rowOf(g, i, form))
	}
	return rows
}

func rowOf(g *metamodel.Group, i int, form url.Values) json.RawMessage {
	var b bytes.Buffer
	b.WriteByte('{')
	for _, f := range g.Fields {
		v := read(f, g.Path+"/"+strconv.Itoa(i)+"/"+f.Key, form)
		if v == nil {
			continue
		}
		if b.Len() > 1 {
			b.WriteByte(',')
		}
		key, _ := json.Marshal(f.Key) // a string always marshals
		b.Write(key)
		b.WriteByte(':')
		b.Write(v)
	}
	b.WriteByte('}')
	return b.Bytes()
}

func rowsJSON(rows []json.RawMessage) json.RawMessage {
	return append(append([]byte{'['}, bytes.Join(asBytes(rows), []byte{','})...), ']')
}

func asBytes(rows []json.RawMessage) [][]byte {
	out := make([][]byte, len(rows))
	for i, r := range rows {
		out[i] = r
	}
	return out
}

// blank reports whether a row holds nothing.
func blank(row json.RawMessage) bool { return string(row) == "{}" }

// rowAction is "add:employee" or "remove:employee:2", the name of a plain
// submit button.
type rowAction struct {
	add, remove bool
	group       string
	index       int
}

func readRowAction(action string) rowAction {
	parts := strings.Split(action, ":")
	switch {
	case len(parts) == 2 && parts[0] == "add":
		return rowAction{add: true, group: parts[1]}
	case len(parts) == 3 && parts[0] == "remove":
		if i, err := strconv.Atoi(parts[2]); err == nil && i >= 0 {
			return rowAction{remove: true, group: parts[1], index: i}
		}
	}
	return rowAction{}
}

// patchOf reads what a section's form posted: only fields of the section that
// the page says it showed, so that what was hidden keeps its answer.
func patchOf(s *metamodel.Section, form url.Values, act rowAction) engine.Patch {
	shown := map[string]bool{}
	for _, path := range form["shown"] {
		shown[path] = true
	}
	patch := engine.Patch{Answers: map[string]json.RawMessage{}}
	for _, it := range s.Items {
		if it.Field != nil {
			if shown[it.Field.Path] {
				patch.Answers[it.Field.Path] = read(it.Field, it.Field.Path, form)
			}
			continue
		}
		g := it.Group
		if !shown[g.Path+"[]"] {
			continue
		}
		rows := rowsOf(g, form)
		if act.group == g.Path {
			switch {
			case act.remove && act.index < len(rows):
				rows = append(rows[:act.index], rows[act.index+1:]...)
			case act.add && len(rows) < 1000:
				rows = append(rows, json.RawMessage("{}"))
			}
		} else if len(rows) == 1 && blank(rows[0]) {
			rows = nil // the row was only offered
		}
		if len(rows) == 0 {
			patch.Answers[g.Path] = nil
			continue
		}
		patch.Answers[g.Path] = rowsJSON(rows)
	}
	return patch
}
