package engine

import (
	"bytes"
	"encoding/json"
	"fmt"
	"sort"
	"strconv"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// maxPatch bounds the values of one patch.
const maxPatch = 5000

type fields = map[string]json.RawMessage

// answers is a form's raw answers taken apart far enough to change single
// values. Values stay as they were typed: judging them is Form.Check's work.
type answers struct {
	form   *metamodel.Form
	single map[string]fields   // by group path
	rows   map[string][]fields // by repeat path
}

// readAnswers takes stored answers apart. What the form does not know, or what
// has the wrong shape, is a problem: values from outside come through here too.
func readAnswers(form *metamodel.Form, raw json.RawMessage) (*answers, metamodel.Problems) {
	t := &answers{form: form, single: map[string]fields{}, rows: map[string][]fields{}}
	if len(raw) == 0 || string(raw) == "null" {
		return t, nil
	}
	if ps := metamodel.Gate(raw, metamodel.AnswerLimits); ps.Failed() {
		return nil, ps
	}
	var groups map[string]json.RawMessage
	if err := json.Unmarshal(raw, &groups); err != nil {
		return nil, metamodel.Problems{answersShape.At("")}
	}
	return t, t.apply(groups)
}

// apply sets every value of a patch, in path order. With problems the tree is
// not to be used.
func (t *answers) apply(patch map[string]json.RawMessage) metamodel.Problems {
	if len(patch) > maxPatch {
		return metamodel.Problems{patchTooLarge.At("", "max", maxPatch)}
	}
	var ps metamodel.Problems
	for _, path := range patchOrder(patch) {
		ps = append(ps, t.set(path, patch[path])...)
	}
	return ps
}

// patchOrder sorts paths so that a row is there before its fields and row 9
// comes before row 10; a whole repeat comes before its rows.
func patchOrder(patch map[string]json.RawMessage) []string {
	paths := make([]string, 0, len(patch))
	for p := range patch {
		paths = append(paths, p)
	}
	sort.Slice(paths, func(i, j int) bool {
		a, b := strings.Split(paths[i], "/"), strings.Split(paths[j], "/")
		for k := 0; k < len(a) && k < len(b); k++ {
			if a[k] == b[k] {
				continue
			}
			x, errX := strconv.Atoi(a[k])
			y, errY := strconv.Atoi(b[k])
			if errX == nil && errY == nil && x != y {
				return x < y
			}
			return a[k] < b[k]
		}
		return len(a) < len(b)
	})
	return paths
}

// set puts one value where its path says; null or nothing removes it.
func (t *answers) set(path string, v json.RawMessage) metamodel.Problems {
	if v = bytes.TrimSpace(v); len(v) > 0 {
		if ps := metamodel.Gate(v, metamodel.AnswerLimits); ps.Failed() {
			return under(path, ps)
		}
	}
	if string(v) == "null" {
		v = nil
	}
	parts := strings.Split(path, "/")
	g, ok := t.form.Group(parts[0])
	if !ok || g.Path != parts[0] {
		return metamodel.Problems{unknownPath.At(path, "path", path)}
	}
	switch {
	case len(parts) == 1 && g.Repeat:
		return t.setRows(g, v)
	case len(parts) == 1:
		return t.setGroup(g, v)
	case len(parts) == 2 && !g.Repeat:
		return t.setField(g, path, parts[1], v)
	case len(parts) == 2:
		return t.setRow(g, path, parts[1], v)
	case len(parts) == 3 && g.Repeat:
		return t.setCell(g, path, parts[1], parts[2], v)
	}
	return metamodel.Problems{unknownPath.At(path, "path", path)}
}

func (t *answers) setField(g *metamodel.Group, path, key string, v json.RawMessage) metamodel.Problems {
	if !knows(g, key) {
		return metamodel.Problems{unknownPath.At(path, "path", path)}
	}
	put(&t.single, g.Path, key, v)
	return nil
}

func put(single *map[string]fields, group, key string, v json.RawMessage) {
	if v == nil {
		delete((*single)[group], key)
		return
	}
	if (*single)[group] == nil {
		(*single)[group] = fields{}
	}
	(*single)[group][key] = v
}

func (t *answers) setGroup(g *metamodel.Group, v json.RawMessage) metamodel.Problems {
	if v == nil {
		delete(t.single, g.Path)
		return nil
	}
	row, ps := readRow(g, g.Path, v)
	if ps.Failed() {
		return ps
	}
	for k, x := range row {
		put(&t.single, g.Path, k, x)
	}
	return nil
}

func (t *answers) setRows(g *metamodel.Group, v json.RawMessage) metamodel.Problems {
	if v == nil {
		delete(t.rows, g.Path)
		return nil
	}
	var list []json.RawMessage
	if json.Unmarshal(v, &list) != nil {
		return metamodel.Problems{answersShape.At(g.Path)}
	}
	var ps metamodel.Problems
	rows := make([]fields, 0, len(list))
	for i, r := range list {
		row, rps := readRow(g, g.Path+"/"+strconv.Itoa(i), r)
		ps = append(ps, rps...)
		rows = append(rows, row)
	}
	if !ps.Failed() {
		t.rows[g.Path] = rows
	}
	return ps
}

func (t *answers) setRow(g *metamodel.Group, path, index string, v json.RawMessage) metamodel.Problems {
	rows := t.rows[g.Path]
	i, ok := rowIndex(index, len(rows))
	if !ok {
		return metamodel.Problems{unknownPath.At(path, "path", path)}
	}
	if v == nil {
		if i < len(rows) {
			t.rows[g.Path] = append(rows[:i:i], rows[i+1:]...)
		}
		return nil
	}
	row, ps := readRow(g, path, v)
	if ps.Failed() {
		return ps
	}
	if i == len(rows) {
		rows = append(rows, row)
	} else {
		rows[i] = row
	}
	t.rows[g.Path] = rows
	return nil
}

func (t *answers) setCell(g *metamodel.Group, path, index, key string, v json.RawMessage) metamodel.Problems {
	rows := t.rows[g.Path]
	i, ok := rowIndex(index, len(rows))
	if !ok || !knows(g, key) {
		return metamodel.Problems{unknownPath.At(path, "path", path)}
	}
	if i == len(rows) {
		rows = append(rows, fields{})
		t.rows[g.Path] = rows
	}
	if v == nil {
		delete(rows[i], key)
	} else {
		rows[i][key] = v
	}
	return nil
}

// rowIndex reads an index of an existing row, or of the one after the last.
func rowIndex(s string, n int) (int, bool) {
	i, err := strconv.Atoi(s)
	return i, err == nil && i >= 0 && i <= n && strconv.Itoa(i) == s
}

func readRow(g *metamodel.Group, path string, v json.RawMessage) (fields, metamodel.Problems) {
	var row fields
	if json.Unmarshal(v, &row) != nil || row == nil {
		return nil, metamodel.Problems{answersShape.At(path)}
	}
	var ps metamodel.Problems
	for _, k := range sortedKeys(row) {
		if !knows(g, k) {
			ps = append(ps, unknownPath.At(path+"/"+k, "path", path+"/"+k))
		}
		if string(row[k]) == "null" {
			delete(row, k)
		}
	}
	return row, ps
}

func knows(g *metamodel.Group, key string) bool {
	for _, f := range g.Fields {
		if f.Key == key {
			return true
		}
	}
	return false
}

// json writes the answers back, keys sorted: the same answers, the same bytes.
func (t *answers) json() (json.RawMessage, metamodel.Problems) {
	all := make(map[string]any, len(t.single)+len(t.rows))
	for g, f := range t.single {
		if len(f) > 0 {
			all[g] = f
		}
	}
	for g, r := range t.rows {
		if len(r) > 0 {
			all[g] = r
		}
	}
	raw, err := encode(all)
	if err != nil {
		return nil, metamodel.Problems{answersShape.At("")}
	}
	if ps := metamodel.Gate(raw, metamodel.AnswerLimits); ps.Failed() {
		return nil, ps
	}
	return raw, nil
}

// encode writes JSON without escaping <, > and &: it is stored, not embedded.
func encode(v any) (json.RawMessage, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, fmt.Errorf("encoding: %w", err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// under moves problems of a value to the value's place.
func under(path string, ps metamodel.Problems) metamodel.Problems {
	out := make(metamodel.Problems, len(ps))
	for i, p := range ps {
		p.Path = strings.Trim(path+"/"+p.Path, "/")
		out[i] = p
	}
	return out
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// fieldPath drops the row indexes of a path: "employee/0/DE00001" is the field
// "employee/DE00001".
func fieldPath(path string) string {
	parts := strings.Split(path, "/")
	if len(parts) < 2 {
		return path
	}
	if _, err := strconv.Atoi(parts[1]); err == nil {
		parts = append(parts[:1:1], parts[2:]...)
	}
	return strings.Join(parts, "/")
}
