package metamodel

import (
	"encoding/json"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// codeType is one entry of a code list.
type codeType struct{ single }

func (codeType) keywords() []string { return []string{"const", "enum"} }

func (codeType) control() string { return "code" }

func (codeType) input(values []string) json.RawMessage { return inputString(values) }

func (codeType) read(w *writer, f *fieldPlan, t token) *fault {
	text, fl := readString(t)
	if fl != nil {
		return fl
	}
	if len(text) > 0 {
		i, ok := f.codes[string(text)]
		if !ok {
			folded, same := narrow(text)
			if same {
				return failed(answerNotInList)
			}
			if i, ok = f.codes[string(folded)]; !ok {
				return failed(answerNotInList)
			}
			text = folded
		}
		if fl := f.chosen(i); fl != nil {
			return fl
		}
		if len(text) != len(t.raw)-2 {
			w.putText(text)
			return nil
		}
	}
	w.putTrimmed(t, text)
	return nil
}

// chosen refuses an entry that has others below it, unless the list allows it.
func (f *fieldPlan) chosen(i int) *fault {
	if f.list.selectable(f.list.index(), i) {
		return nil
	}
	return failed(answerNotLeaf, "name", f.list.Entries[i].Name)
}

func (codeType) check(*constraints, []byte, moment) *fault { return nil }

func (codeType) celType() *cel.Type { return cel.StringType }

func (codeType) celValue(v []byte) ref.Val { return types.String(v) }

func (codeType) display(f *Field, v, lang string) string {
	if f.CodeList != nil {
		if c, ok := f.CodeList.Entry(v); ok {
			if f.CodeList.Hierarchical() {
				return f.CodeList.PathName(v, lang)
			}
			return c.Name.In(lang)
		}
	}
	return v
}

func (codeType) masked(*Field, string, string) string { return veiled }

func (codeType) schema(f *fieldPlan, out map[string]any) {
	out["type"] = "string"
	out["enum"] = f.codeNames()
}

func (codeType) samples(f *Field) []string {
	var out []string
	for _, c := range sampleCodes(f) {
		out = append(out, jsonString(c))
	}
	return out
}

// mostSampleCodes bounds the entries of a list that are tried.
const mostSampleCodes = 40

// sampleCodes are entries of a field's list: of a long one, those spread over it.
func sampleCodes(f *Field) (out []string) {
	if f.CodeList == nil {
		return nil
	}
	step := (len(f.CodeList.Entries) + mostSampleCodes - 1) / mostSampleCodes
	for i := 0; i < len(f.CodeList.Entries); i += step {
		out = append(out, f.CodeList.Entries[i].Code)
	}
	return out
}
