package catalog

import (
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// Answers that are being tried are trees: objects, lists of objects, and
// answers as raw JSON.

func tree0() map[string]any { return map[string]any{} }

func writeTree(tree map[string]any) []byte {
	b, err := json.Marshal(tree)
	if err != nil { // leaves are valid JSON
		panic(err)
	}
	return b
}

// readTree takes apart what groups hold; whatever else there is stays raw.
func readTree(doc []byte) (map[string]any, error) {
	var m map[string]json.RawMessage
	if err := json.Unmarshal(doc, &m); err != nil {
		return nil, err
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

// part is what of a tree belongs to the groups of another form.
func part(groups []*metamodel.Group, tree map[string]any) map[string]any {
	out := tree0()
	for _, g := range groups {
		name := keyOf(g)
		switch v := tree[name].(type) {
		case map[string]any:
			out[name] = partOf(g, v)
		case []any:
			rows := make([]any, len(v))
			for i, row := range v {
				if r, ok := row.(map[string]any); ok {
					rows[i] = partOf(g, r)
				} else {
					rows[i] = row
				}
			}
			out[name] = rows
		case nil:
		default:
			out[name] = v
		}
	}
	return out
}

func partOf(g *metamodel.Group, object map[string]any) map[string]any {
	out := part(g.Groups, object)
	for _, f := range g.Fields {
		if v, ok := object[f.Key]; ok {
			out[f.Key] = v
		}
	}
	return out
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
func (t *Theme) shrunk(guide []byte, tree map[string]any, today time.Time) *Counterexample {
	differs := func(g []byte, tr map[string]any) bool {
		return len(t.judge(g, writeTree(tr), tr, today).Differs) > 0
	}
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
	answers := writeTree(tree)
	return &Counterexample{Guide: guide, Answers: answers, Judgement: t.judge(guide, answers, tree, today)}
}

// keyOf is the name of a group in the object around it.
func keyOf(g *metamodel.Group) string {
	return g.Path[strings.LastIndexByte(g.Path, '/')+1:]
}
