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
	form *metamodel.Form
	root *branch
}

// branch is one object of the answers: a subject's, a row's, one inside
// either, or (the root) all of them. A composite value (an address) is a value.
type branch struct {
	fields fields
	single map[string]*branch   // groups that occur once, by key
	rows   map[string][]*branch // repeats, by key
}

func newBranch() *branch {
	return &branch{fields: fields{}, single: map[string]*branch{}, rows: map[string][]*branch{}}
}

// readAnswers takes stored answers apart. What the form does not know, or what
// has the wrong shape, is a problem: values from outside come through here too.
func readAnswers(form *metamodel.Form, raw json.RawMessage) (*answers, metamodel.Problems) {
	t := &answers{form: form, root: newBranch()}
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

// set puts one value where its path says; null or nothing removes it. A path
// ends at a field, at a group (its values are laid over what is there), at a
// repeat (replaced as a whole) or at a row (likewise; the index after the last
// adds one).
func (t *answers) set(path string, v json.RawMessage) metamodel.Problems {
	if v = bytes.TrimSpace(v); len(v) > 0 {
		if ps := metamodel.Gate(v, metamodel.AnswerLimits); ps.Failed() {
			return under(path, ps)
		}
	}
	if string(v) == "null" {
		v = nil
	}
	unknown := metamodel.Problems{unknownPath.At(path, "path", path)}
	b, level := t.root, (*metamodel.Group)(nil)
	parts := strings.Split(path, "/")
	for i := 0; i < len(parts); i++ {
		key := parts[i]
		last := i == len(parts)-1
		f, g := member(t.form, level, key)
		switch {
		case f != nil && last:
			b.put(key, v)
			return nil
		case g == nil:
			return unknown
		case g.Repeat && last:
			return b.setRows(t.form, g, path, v)
		case last:
			return b.setGroup(t.form, g, path, v)
		case !g.Repeat:
			if b.single[key] == nil {
				b.single[key] = newBranch()
			}
			b, level = b.single[key], g
			continue
		}
		i++
		rows := b.rows[key]
		n, ok := rowIndex(parts[i], len(rows))
		if !ok {
			return unknown
		}
		if i == len(parts)-1 {
			return b.setRow(t.form, g, path, n, v)
		}
		if n == len(rows) {
			b.rows[key] = append(rows, newBranch())
		}
		b, level = b.rows[key][n], g
	}
	return unknown
}

// member finds what an object may hold under a key: a field, or a group. The
// root (level nil) holds the subjects.
func member(form *metamodel.Form, level *metamodel.Group, key string) (*metamodel.Field, *metamodel.Group) {
	if level == nil {
		if g, ok := form.Group(key); ok && g.Path == key {
			return nil, g
		}
		return nil, nil
	}
	for _, f := range level.Fields {
		if f.Key == key {
			return f, nil
		}
	}
	for _, g := range level.Groups {
		if g.Key() == key {
			return nil, g
		}
	}
	return nil, nil
}

func (b *branch) put(key string, v json.RawMessage) {
	if v == nil {
		delete(b.fields, key)
		return
	}
	b.fields[key] = v
}

func (b *branch) setGroup(form *metamodel.Form, g *metamodel.Group, path string, v json.RawMessage) metamodel.Problems {
	if v == nil {
		delete(b.single, g.Key())
		return nil
	}
	read, ps := readBranch(form, g, path, v)
	if ps.Failed() {
		return ps
	}
	if b.single[g.Key()] == nil {
		b.single[g.Key()] = newBranch()
	}
	b.single[g.Key()].lay(read)
	return nil
}

// lay puts the values of another object over this one's; repeats are replaced.
func (b *branch) lay(over *branch) {
	for k, v := range over.fields {
		b.fields[k] = v
	}
	for k, o := range over.single {
		if b.single[k] == nil {
			b.single[k] = newBranch()
		}
		b.single[k].lay(o)
	}
	for k, rows := range over.rows {
		b.rows[k] = rows
	}
}

func (b *branch) setRows(form *metamodel.Form, g *metamodel.Group, path string, v json.RawMessage) metamodel.Problems {
	if v == nil {
		delete(b.rows, g.Key())
		return nil
	}
	rows, ps := readRows(form, g, path, v)
	if !ps.Failed() {
		b.rows[g.Key()] = rows
	}
	return ps
}

func (b *branch) setRow(form *metamodel.Form, g *metamodel.Group, path string, i int, v json.RawMessage) metamodel.Problems {
	key := g.Key()
	rows := b.rows[key]
	if v == nil {
		if i < len(rows) {
			b.rows[key] = append(rows[:i:i], rows[i+1:]...)
		}
		return nil
	}
	row, ps := readBranch(form, g, path, v)
	if ps.Failed() {
		return ps
	}
	if i == len(rows) {
		b.rows[key] = append(rows, row)
	} else {
		rows[i] = row
	}
	return nil
}

// rowIndex reads an index of an existing row, or of the one after the last.
func rowIndex(s string, n int) (int, bool) {
	i, err := strconv.Atoi(s)
	return i, err == nil && i >= 0 && i <= n && strconv.Itoa(i) == s
}

func readRows(form *metamodel.Form, g *metamodel.Group, path string, v json.RawMessage) ([]*branch, metamodel.Problems) {
	var list []json.RawMessage
	if json.Unmarshal(v, &list) != nil {
		return nil, metamodel.Problems{answersShape.At(path)}
	}
	var ps metamodel.Problems
	rows := make([]*branch, 0, len(list))
	for i, r := range list {
		row, rps := readBranch(form, g, path+"/"+strconv.Itoa(i), r)
		ps = append(ps, rps...)
		rows = append(rows, row)
	}
	return rows, ps
}

// readBranch reads an object of a group; nulls in it are no answers.
func readBranch(form *metamodel.Form, g *metamodel.Group, path string, v json.RawMessage) (*branch, metamodel.Problems) {
	var object map[string]json.RawMessage
	if json.Unmarshal(v, &object) != nil || object == nil {
		return nil, metamodel.Problems{answersShape.At(path)}
	}
	var ps metamodel.Problems
	b := newBranch()
	for _, k := range sortedKeys(object) {
		f, inner := member(form, g, k)
		at := path + "/" + k
		var bad metamodel.Problems
		switch {
		case f == nil && inner == nil:
			bad = metamodel.Problems{unknownPath.At(at, "path", at)}
		case string(object[k]) == "null":
		case f != nil:
			b.fields[k] = object[k]
		case inner.Repeat:
			b.rows[k], bad = readRows(form, inner, at, object[k])
		default:
			b.single[k], bad = readBranch(form, inner, at, object[k])
		}
		ps = append(ps, bad...)
	}
	return b, ps
}

// each visits this object and every object within it, with its group; the root
// itself has none and is not visited.
func (b *branch) each(form *metamodel.Form, level *metamodel.Group, visit func(*branch, *metamodel.Group)) {
	if level != nil {
		visit(b, level)
	}
	for _, key := range sortedKeys(b.single) {
		if _, g := member(form, level, key); g != nil {
			b.single[key].each(form, g, visit)
		}
	}
	for _, key := range sortedKeys(b.rows) {
		if _, g := member(form, level, key); g != nil {
			for _, row := range b.rows[key] {
				row.each(form, g, visit)
			}
		}
	}
}

// json writes the answers back, keys sorted: the same answers, the same bytes.
func (t *answers) json() (json.RawMessage, metamodel.Problems) {
	raw, err := encode(t.root.plain())
	if err != nil {
		return nil, metamodel.Problems{answersShape.At("")}
	}
	if ps := metamodel.Gate(raw, metamodel.AnswerLimits); ps.Failed() {
		return nil, ps
	}
	return raw, nil
}

// plain is the object for encoding: empty objects and repeats are left out,
// empty rows keep their places.
func (b *branch) plain() map[string]any {
	out := make(map[string]any, len(b.fields)+len(b.single)+len(b.rows))
	for k, v := range b.fields {
		out[k] = v
	}
	for k, o := range b.single {
		if p := o.plain(); len(p) > 0 {
			out[k] = p
		}
	}
	for k, rows := range b.rows {
		if len(rows) == 0 {
			continue
		}
		list := make([]any, len(rows))
		for i, r := range rows {
			list[i] = r.plain()
		}
		out[k] = list
	}
	return out
}

// LayOver lays a patch over answers, as saving it would: for a page that shows
// what was typed again without keeping it. Of files it knows those given.
// Problems are of the patch.
func LayOver(form *metamodel.Form, raw json.RawMessage, patch map[string]json.RawMessage, files []File) (json.RawMessage, error) {
	before, ps := readAnswers(form, raw)
	if ps.Failed() {
		return nil, ps
	}
	tree, _ := readAnswers(form, raw)
	if ps := tree.apply(patch); ps.Failed() {
		return nil, ps
	}
	tree.guard(before)
	tree.bind(files)
	out, ps := tree.json()
	return out, ps.Err()
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

// rowMissing is the first repeat of a path that does not have the row which the
// path names, and that row as people count; nil when all rows are there.
func rowMissing(rec *metamodel.Record, path string) (*metamodel.Group, int) {
	parts := strings.Split(path, "/")
	for i, p := range parts {
		if n, err := strconv.Atoi(p); err == nil {
			at := strings.Join(parts[:i], "/")
			if g, ok := rec.Form.Group(at); ok && g.Repeat && n >= rec.Rows(at) {
				return g, n + 1
			}
		}
	}
	return nil, 0
}

// fieldPath drops the row indexes of a path, at every level:
// "employee/0/certificate/1/DE00013" is the field "employee/certificate/DE00013".
func fieldPath(path string) string {
	parts := strings.Split(path, "/")
	kept := parts[:1]
	for _, p := range parts[1:] {
		if n, err := strconv.Atoi(p); err != nil || n < 0 || strconv.Itoa(n) != p {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, "/")
}
