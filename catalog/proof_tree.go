package catalog

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// Answers that are being tried are trees: objects, lists of objects, and
// answers as raw JSON.

func tree0() map[string]any { return map[string]any{} }

func writeTree(tree any) []byte { return appendTree(nil, tree) }

// appendTree writes a tree as JSON, names in order.
func appendTree(out []byte, v any) []byte {
	switch v := v.(type) {
	case map[string]any:
		out = append(out, '{')
		for i, k := range slices.Sorted(maps.Keys(v)) {
			out = appendTree(appendName(out, k, i == 0), v[k])
		}
		return append(out, '}')
	case []any:
		out = append(out, '[')
		for i, x := range v {
			if i > 0 {
				out = append(out, ',')
			}
			out = appendTree(out, x)
		}
		return append(out, ']')
	case json.RawMessage:
		return append(out, v...)
	}
	return append(out, "null"...)
}

// readTree takes apart what groups hold; whatever else there is stays raw.
func readTree(doc []byte) (map[string]any, error) {
	var m map[string]json.RawMessage
	if err := json.Unmarshal(doc, &m); err != nil {
		return nil, err
	}
	if m == nil { // null
		return nil, nil
	}
	out := tree0()
	for k, raw := range m {
		out[k] = readNode(raw)
	}
	return out, nil
}

func readNode(raw json.RawMessage) any {
	if inner, err := readTree(raw); err == nil && inner != nil {
		return inner
	}
	var list []json.RawMessage
	if json.Unmarshal(raw, &list) != nil || list == nil {
		return raw
	}
	rows := make([]any, len(list))
	for i, r := range list {
		rows[i] = readNode(r)
	}
	return rows
}

func cloneTree(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for k, x := range v {
			out[k] = cloneTree(x)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, x := range v {
			out[i] = cloneTree(x)
		}
		return out
	}
	return v
}

// holder finds the object that an answer's path lies in, nil where the tree
// does not go that way, and the last step.
func holder(tree map[string]any, path string) (object map[string]any, key string) {
	steps := strings.Split(path, "/")
	object = tree
	for len(steps) > 1 {
		switch v := object[steps[0]].(type) {
		case map[string]any:
			object, steps = v, steps[1:]
		case []any:
			i, err := strconv.Atoi(steps[1])
			if err != nil || i < 0 || i >= len(v) || len(steps) < 3 {
				return nil, ""
			}
			row, ok := v[i].(map[string]any)
			if !ok {
				return nil, ""
			}
			object, steps = row, steps[2:]
		default:
			return nil, ""
		}
	}
	return object, steps[0]
}

// paths lists every answer, row and object of a tree, the outer before the inner.
func paths(tree map[string]any) (out []string) {
	var walk func(at string, v any)
	walk = func(at string, v any) {
		if at != "" {
			out = append(out, at)
		}
		switch v := v.(type) {
		case map[string]any:
			for _, k := range slices.Sorted(maps.Keys(v)) {
				walk(join(at, k), v[k])
			}
		case []any:
			for i, x := range v {
				walk(join(at, strconv.Itoa(i)), x)
			}
		}
	}
	walk("", tree)
	return out
}

// dropped leaves out what is at a path; false when there is nothing.
func dropped(tree map[string]any, path string) bool {
	at, last, _ := cutLast(path)
	if i, err := strconv.Atoi(last); err == nil && at != "" {
		object, key := holder(tree, at)
		if rows, ok := object[key].([]any); ok {
			if i >= len(rows) {
				return false
			}
			object[key] = slices.Delete(slices.Clone(rows), i, i+1)
			return true
		}
	}
	object, key := holder(tree, path)
	if _, ok := object[key]; !ok {
		return false
	}
	delete(object, key)
	return true
}

func cutLast(path string) (before, last string, found bool) {
	i := strings.LastIndexByte(path, '/')
	if i < 0 {
		return "", path, false
	}
	return path[:i], path[i+1:], true
}

// shrunk leaves out of a counterexample all that it does not take.
func (c *court) shrunk(guide []byte, tree map[string]any) *Counterexample {
	differs := func(g []byte, tr map[string]any) bool { return len(c.judge(g, tr).Differs) > 0 }
	for again := true; again; {
		again = false
		for _, p := range paths(tree) {
			less := cloneTree(tree).(map[string]any)
			if dropped(less, p) && differs(guide, less) {
				tree, again = less, true
				break
			}
		}
		said, err := readTree(guide)
		if err != nil {
			break
		}
		for _, q := range sortedKeys(said) {
			less := maps.Clone(said)
			delete(less, q)
			if g := writeTree(less); differs(g, tree) {
				guide, said, again = g, less, true
			}
		}
	}
	out := &Counterexample{Guide: guide, Answers: writeTree(tree), Judgement: c.judge(guide, tree)}
	out.Said = c.said(guide, tree, out.record)
	return out
}

// keyOf is the name of a group in the object around it.
func keyOf(g *metamodel.Group) string {
	return g.Path[strings.LastIndexByte(g.Path, '/')+1:]
}
