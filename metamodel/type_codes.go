package metamodel

import (
	"bytes"
	"encoding/json"
	"sort"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// codesType is several entries of a code list, stored in the list's order.
type codesType struct{}

func (codesType) keywords() []string { return []string{"minItems", "maxItems"} }

func (codesType) input(values []string) json.RawMessage {
	out := []byte{'['}
	for _, v := range values {
		if v = strings.TrimFunc(v, isSpace); v == "" {
			continue
		}
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = appendString(out, v)
	}
	if len(out) == 1 {
		return nil
	}
	return append(out, ']')
}

// items splits the text of an array token of strings; ok is false when one of
// them is no string.
func items(t token) (out []string, ok bool) {
	if err := json.Unmarshal(t.raw, &out); err != nil {
		return nil, false
	}
	for i, v := range out {
		out[i] = strings.TrimFunc(v, isSpace)
	}
	return out, true
}

func (codesType) read(w *writer, f *fieldPlan, t token) *fault {
	if t.kind != 'a' {
		return failed(answerType, "expected", expectList)
	}
	if bytes.Contains(t.raw, []byte("null")) {
		// json.Unmarshal reads null into a string as "".
		var mixed []any
		if json.Unmarshal(t.raw, &mixed) == nil {
			for _, m := range mixed {
				if m == nil {
					return failed(answerType, "expected", expectList)
				}
			}
		}
	}
	list, ok := items(t)
	if !ok {
		return failed(answerType, "expected", expectList)
	}
	order := make([]int, 0, len(list))
	for _, c := range list {
		i, ok := f.codes[c]
		if !ok {
			return failed(answerNotInList)
		}
		for _, j := range order {
			if i == j {
				return failed(answerCodeTwice, "name", f.f.CodeList.Entries[i].Name)
			}
		}
		order = append(order, i)
	}
	sort.Ints(order)
	from := len(w.buf)
	w.buf = append(w.buf, '[')
	for n, i := range order {
		if n > 0 {
			w.buf = append(w.buf, ',')
		}
		w.buf = appendString(w.buf, f.f.CodeList.Entries[i].Code)
	}
	w.buf = append(w.buf, ']')
	w.raw = span{uint32(from), uint32(len(w.buf))}
	from = len(w.buf)
	for n, i := range order {
		if n > 0 {
			w.buf = append(w.buf, listSep)
		}
		w.buf = append(w.buf, f.f.CodeList.Entries[i].Code...)
	}
	w.val = span{uint32(from), uint32(len(w.buf))}
	return nil
}

func (codesType) check(c *constraints, v []byte, _ day) *fault {
	n := bytes.Count(v, []byte{listSep}) + 1
	switch {
	case n < c.minItems:
		return failed(answerFewItems, "limit", c.minItems)
	case c.maxItems >= 0 && n > c.maxItems:
		return failed(answerManyItems, "limit", c.maxItems)
	}
	return nil
}

func (codesType) celType() *cel.Type { return cel.ListType(cel.StringType) }

func (codesType) celValue(v []byte) ref.Val {
	return types.NewStringList(types.DefaultTypeAdapter, strings.Split(string(v), string(listSep)))
}

func (codesType) display(f *Field, v, lang string) string {
	list := strings.Split(v, string(listSep))
	for i, c := range list {
		list[i] = codeType{}.display(f, c, lang)
	}
	if lang == "zh" {
		return strings.Join(list, "、")
	}
	return strings.Join(list, ", ")
}

func (codesType) schema(f *fieldPlan, out map[string]any) {
	out["type"] = "array"
	out["uniqueItems"] = true
	out["minItems"] = 1
	out["items"] = map[string]any{"type": "string", "enum": f.codeNames()}
}
