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

func (codesType) keywords() []string { return []string{"minItems", "maxItems", "enum"} }

func (codesType) control() string { return "codes" }

func (codesType) controls() []string { return nil }

// typed is one value a code; a list that is none stays as it was given.
func (codesType) typed(raw []byte, text string) []string {
	if len(raw) > 0 && raw[0] == '[' {
		if list, ok := items(raw); ok {
			return list
		}
	}
	return []string{text}
}

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

// eachItem walks the items of an array token that the scanner has accepted.
func eachItem(raw []byte, yield func(t token) bool) {
	sc := scanner{b: raw, lim: AnswerLimits, pos: 1}
	for {
		sc.ws()
		if sc.b[sc.pos] == ']' {
			return
		}
		t, ok := sc.value()
		if !ok || !yield(t) {
			return
		}
		if more, ok := sc.next(']'); !ok || !more {
			return
		}
	}
}

// items are the strings of an array token; ok is false when one item is none.
func items(raw []byte) (out []string, ok bool) {
	ok = true
	eachItem(raw, func(t token) bool {
		if ok = t.kind == 's'; ok {
			out = append(out, string(t.decoded()))
		}
		return ok
	})
	return out, ok
}

func (codesType) read(w *writer, f *fieldPlan, t token) *fault {
	if t.kind != 'a' {
		return failed(answerType, "expected", expectList)
	}
	var some [16]int
	order := some[:0]
	var bad *fault
	eachItem(t.raw, func(item token) bool {
		if item.kind != 's' {
			bad = failed(answerType, "expected", expectList)
			return false
		}
		i, ok := f.codes[string(trimSpace(item.decoded()))]
		if !ok {
			bad = failed(answerNotInList)
			return false
		}
		if bad = f.chosen(i); bad != nil {
			return false
		}
		for _, j := range order {
			if i == j {
				bad = failed(answerCodeTwice, "name", f.f.CodeList.Entries[i].Name)
				return false
			}
		}
		order = append(order, i)
		return true
	})
	if bad != nil {
		return bad
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

func (codesType) check(c *constraints, v []byte, _ moment) *fault {
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

func (codesType) masked(*Field, string, string) string { return veiled }

func (codesType) schema(f *fieldPlan, out map[string]any) {
	out["type"] = "array"
	out["uniqueItems"] = true
	out["minItems"] = 1
	out["items"] = map[string]any{"type": "string", "enum": f.codeNames()}
}

func (codesType) samples(f *Field) []string {
	codes := sampleCodes(f)
	var out []string
	for i, c := range codes {
		out = append(out, "["+jsonString(c)+"]")
		if i > 0 {
			out = append(out, "["+jsonString(codes[i-1])+","+jsonString(c)+"]")
		}
	}
	return out
}
