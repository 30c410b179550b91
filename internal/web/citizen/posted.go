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

// rowsSuffix follows a repeat's path in the name of the control that says how
// many rows a page has.
const rowsSuffix = ".rows"

// offeredSuffix follows the path of a repeat whose one row was only offered:
// left blank, it is none.
const offeredSuffix = ".offered"

// mostRows is how many rows a page is believed to have.
const mostRows = 1000

// inputs are what a page's controls posted. Names begin with the path of the
// answer; what follows is in Field.Controls.
type inputs struct {
	form  url.Values
	act   rowAction
	today string // full-date: the day of a signature
	files bool   // the page's answers name its files, too
}

// posted is what the controls of a field sent, ready for FromInput.
func (in inputs) posted(f *metamodel.Field, path string) []string {
	suffixes := f.Controls()
	if v, ok := in.form[path]; ok || suffixes == nil {
		if f.CodeList != nil && f.Element.Type == metamodel.TypeCode {
			if code, ok := deepest(f.CodeList, path, in.form); ok {
				return []string{code}
			}
		}
		return v // one control: a machine, or an answer that came along hidden
	}
	out := make([]string, len(suffixes))
	for i, s := range suffixes {
		out[i] = in.form.Get(path + s)
		for _, p := range f.Parts {
			if s == "."+p.Key && p.CodeList != nil {
				if code, ok := deepest(p.CodeList, path+s, in.form); ok {
					out[i] = code
				}
			}
		}
	}
	if f.Element.Type == metamodel.TypeSignature {
		return signed(f, out, in.today)
	}
	return out
}

// read turns what a form posted at path into an answer. A file field sends the
// ids of its files: the engine knows the rest.
func (in inputs) read(f *metamodel.Field, path string) json.RawMessage {
	if f.Element.Type == metamodel.TypeFile {
		ids := in.form[path]
		if len(ids) == 0 {
			return nil
		}
		raw, err := json.Marshal(ids)
		if err != nil {
			return nil // strings always marshal
		}
		return raw
	}
	return f.FromInput(in.posted(f, path))
}

// rows reads the rows a form posted for a repeat: as many as it says it has,
// bounded by what it really sent, with what a button does to them.
func (in inputs) rows(g *metamodel.Group, path string) json.RawMessage {
	n, _ := strconv.Atoi(in.form.Get(path + rowsSuffix))
	n = min(max(n, 0), mostRows)
	rows := make([]json.RawMessage, 0, n)
	for i := range n {
		rows = append(rows, in.object(g, path+"/"+strconv.Itoa(i)))
	}
	switch {
	case in.act.group != path || !in.act.add() && !in.act.remove():
		if len(rows) == 1 && blank(rows[0]) && in.form.Get(path+offeredSuffix) != "" {
			rows = nil // nobody asked for it
		}
	case in.act.remove() && in.act.index < len(rows):
		rows = append(rows[:in.act.index], rows[in.act.index+1:]...)
	case in.act.add() && len(rows) < mostRows:
		rows = append(rows, json.RawMessage("{}"))
	}
	if len(rows) == 0 {
		return nil
	}
	return append(append([]byte{'['}, bytes.Join(asBytes(rows), []byte{','})...), ']')
}

// object reads one row, or a group within it.
func (in inputs) object(g *metamodel.Group, at string) json.RawMessage {
	var b bytes.Buffer
	b.WriteByte('{')
	put := func(key string, v json.RawMessage) {
		if v == nil || blank(v) {
			return
		}
		if b.Len() > 1 {
			b.WriteByte(',')
		}
		name, _ := json.Marshal(key) // a string always marshals
		b.Write(name)
		b.WriteByte(':')
		b.Write(v)
	}
	for _, f := range g.Fields {
		if !f.Computed {
			put(f.Key, in.read(f, at+"/"+f.Key))
		}
	}
	for _, inner := range g.Groups {
		path := at + "/" + inner.Key()
		if inner.Repeat {
			put(inner.Key(), in.rows(inner, path))
		} else {
			put(inner.Key(), in.object(inner, path))
		}
	}
	b.WriteByte('}')
	return b.Bytes()
}

func asBytes(rows []json.RawMessage) [][]byte {
	out := make([][]byte, len(rows))
	for i, r := range rows {
		out[i] = r
	}
	return out
}

// blank reports whether an object holds nothing.
func blank(row json.RawMessage) bool { return string(row) == "{}" }

// patch reads what a section's form posted: only fields of the section that
// the page says it showed, so that what was hidden keeps its answer. Files of a
// field come and go one by one, not with the page.
func (in inputs) patch(s *metamodel.Section) engine.Patch {
	shown := map[string]bool{}
	for _, path := range in.form["shown"] {
		shown[path] = true
	}
	patch := engine.Patch{Answers: map[string]json.RawMessage{}}
	for _, it := range s.Items {
		switch {
		case it.Field != nil:
			if f := it.Field; shown[f.Path] && answerable(f) && (in.files || f.Element.Type != metamodel.TypeFile) {
				patch.Answers[f.Path] = in.read(f, f.Path)
			}
		case it.Group != nil && shown[it.Group.Path+"[]"]:
			patch.Answers[it.Group.Path] = in.rows(it.Group, it.Group.Path)
		}
	}
	return patch
}

// queries are what was typed into the search lines of long lists, by path.
func (in inputs) queries() map[string]string {
	out := map[string]string{}
	for name, v := range in.form {
		if path, ok := strings.CutSuffix(name, findSuffix); ok && len(v) > 0 {
			out[path] = shorten(v[0], 60)
		}
	}
	return out
}
