package engine

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// spot is a place in answers: the path of a definition and the rows on the way
// ("employee/certificate/DE9", [0 1] is "employee/0/certificate/1/DE9").
type spot struct {
	field string
	rows  []int
}

// leaf is one stored answer, whole: nothing below it is looked at.
type leaf struct {
	spot
	path  string
	value json.RawMessage
}

// answerTree is answers as nested objects: map[string]any, []any for rows,
// json.RawMessage for an answer. Unlike answers it takes what no form knows.
type answerTree map[string]any

// spotOf reads a path of answers by the repeats of a form.
func spotOf(form *metamodel.Form, path string) spot {
	var s spot
	at := ""
	for _, step := range strings.Split(path, "/") {
		if n, err := strconv.Atoi(step); err == nil && repeats(form, at) {
			s.rows = append(s.rows, n)
			continue
		}
		at = strings.TrimPrefix(at+"/"+step, "/")
	}
	s.field = at
	return s
}

// in writes a spot as a path of another form's answers; ok is false when that
// form has other repeats on the way.
func (s spot) in(form *metamodel.Form) (path string, ok bool) {
	left, at := s.rows, ""
	for _, step := range strings.Split(s.field, "/") {
		at = strings.TrimPrefix(at+"/"+step, "/")
		path = strings.TrimPrefix(path+"/"+step, "/")
		if repeats(form, at) && at != s.field {
			if len(left) == 0 {
				return "", false
			}
			path += "/" + strconv.Itoa(left[0])
			left = left[1:]
		}
	}
	return path, len(left) == 0
}

func repeats(form *metamodel.Form, group string) bool {
	g, ok := form.Group(group)
	return ok && g.Path == group && g.Repeat
}

// fieldAt finds the field with exactly this definition path.
func fieldAt(form *metamodel.Form, path string) (*metamodel.Field, bool) {
	f, ok := form.Field(path)
	if !ok || f.Path != path {
		return nil, false
	}
	return f, true
}

// taken is a form's stored answers taken apart.
type taken struct {
	leaves []leaf
	rows   map[string]int    // rows of each repeat, by its path in answers
	prints map[string]string // fingerprint of each outermost row and of each outermost repeat
}

// takeApart lists answers down to the fields of the form. What the form does
// not know stays whole.
func takeApart(form *metamodel.Form, raw json.RawMessage) (*taken, error) {
	t := &taken{rows: map[string]int{}, prints: map[string]string{}}
	if len(raw) == 0 || string(raw) == "null" {
		return t, nil
	}
	var groups map[string]json.RawMessage
	if err := json.Unmarshal(raw, &groups); err != nil {
		return nil, err
	}
	for _, name := range sortedKeys(groups) {
		t.walk(form, spot{field: name}, name, groups[name])
		if repeats(form, name) {
			t.print(name, groups[name])
		}
	}
	return t, nil
}

func (t *taken) walk(form *metamodel.Form, s spot, path string, raw json.RawMessage) {
	raw = bytes.TrimSpace(raw)
	if _, isField := fieldAt(form, s.field); !isField {
		g, known := form.Group(s.field)
		known = known && g.Path == s.field
		var members map[string]json.RawMessage
		var list []json.RawMessage
		switch {
		case known && len(raw) > 0 && raw[0] == '{' && json.Unmarshal(raw, &members) == nil:
			for _, k := range sortedKeys(members) {
				t.walk(form, spot{s.field + "/" + k, s.rows}, path+"/"+k, members[k])
			}
			return
		case known && g.Repeat && len(raw) > 0 && raw[0] == '[' && json.Unmarshal(raw, &list) == nil:
			t.rows[path] = len(list)
			for i, row := range list {
				t.walk(form, spot{s.field, append(slices.Clone(s.rows), i)}, path+"/"+strconv.Itoa(i), row)
			}
			return
		}
	}
	t.leaves = append(t.leaves, leaf{s, path, raw})
}

// print remembers what the rows of an outermost repeat are like, so that an
// answer kept aside finds its own row again and no other.
func (t *taken) print(repeat string, raw json.RawMessage) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var rows []any
	if dec.Decode(&rows) != nil {
		return
	}
	rows, _ = tidy(rows).([]any)
	t.prints[repeat] = fingerprint(rows)
	for i, row := range rows {
		t.prints[repeat+"/"+strconv.Itoa(i)] = fingerprint(row)
	}
}

func fingerprint(v any) string {
	raw, err := encode(v)
	if err != nil {
		return ""
	}
	sum := sha256.Sum256(raw)
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

// outermost is the path of the outermost row an answer lies in, and of its repeat.
func (s spot) outermost(form *metamodel.Form) (repeat, row string) {
	if len(s.rows) == 0 {
		return "", ""
	}
	at := ""
	for _, step := range strings.Split(s.field, "/") {
		at = strings.TrimPrefix(at+"/"+step, "/")
		if repeats(form, at) {
			return at, at + "/" + strconv.Itoa(s.rows[0])
		}
	}
	return "", ""
}

// put lays a value at a path of the form's answers; rows on the way come into
// being. It reports false when something of another shape is there already.
func (t answerTree) put(form *metamodel.Form, path string, value json.RawMessage) bool {
	steps := strings.Split(path, "/")
	here := map[string]any(t)
	at := ""
	for i := 0; i < len(steps)-1; i++ {
		at = strings.TrimPrefix(at+"/"+steps[i], "/")
		if repeats(form, at) {
			list, _ := here[steps[i]].([]any)
			if here[steps[i]] != nil && list == nil || i+1 >= len(steps) {
				return false
			}
			n, err := strconv.Atoi(steps[i+1])
			if err != nil || n > metamodel.MaxRows {
				return false
			}
			for len(list) <= n {
				list = append(list, map[string]any{})
			}
			here[steps[i]] = list
			if i+1 == len(steps)-1 {
				return true // a row, and no more
			}
			here, _ = list[n].(map[string]any)
			i++
			continue
		}
		next, ok := here[steps[i]].(map[string]any)
		if here[steps[i]] != nil && !ok {
			return false
		}
		if next == nil {
			next = map[string]any{}
			here[steps[i]] = next
		}
		here = next
	}
	last := steps[len(steps)-1]
	if here == nil || here[last] != nil {
		return false
	}
	here[last] = value
	return true
}

// get is what lies at a path; nil for nothing.
func (t answerTree) get(path string) any {
	var here any = map[string]any(t)
	for _, step := range strings.Split(path, "/") {
		switch v := here.(type) {
		case map[string]any:
			here = v[step]
		case []any:
			n, err := strconv.Atoi(step)
			if err != nil || n < 0 || n >= len(v) {
				return nil
			}
			here = v[n]
		default:
			return nil
		}
	}
	return here
}

// cut takes the answer at a path out.
func (t answerTree) cut(path string) {
	if group, ok := t.get(parent(path)).(map[string]any); ok {
		delete(group, path[strings.LastIndexByte(path, '/')+1:])
	}
}

// json writes the answers, keys sorted; groups without an answer are left out,
// rows keep their places.
func (t answerTree) json() (json.RawMessage, error) {
	out := map[string]any{}
	for k, v := range t {
		if v = tidy(v); v != nil {
			out[k] = v
		}
	}
	return encode(out)
}

func tidy(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := map[string]any{}
		for k, x := range v {
			if x = tidy(x); x != nil {
				out[k] = x
			}
		}
		if len(out) == 0 {
			return nil
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, x := range v {
			if out[i] = tidy(x); out[i] == nil {
				out[i] = map[string]any{}
			}
		}
		if len(out) == 0 {
			return nil
		}
		return out
	}
	return v
}
