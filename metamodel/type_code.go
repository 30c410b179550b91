package metamodel

import (
	"encoding/json"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// codeType is one entry of a code list.
type codeType struct{}

func (codeType) keywords() []string { return []string{"const"} }

func (codeType) input(values []string) json.RawMessage { return inputString(values) }

func (codeType) read(w *writer, f *fieldPlan, t token) *fault {
	text, fl := readString(t)
	if fl != nil {
		return fl
	}
	if len(text) > 0 {
		if _, ok := f.codes[string(text)]; !ok {
			folded, same := narrow(text)
			if same {
				return failed(answerNotInList)
			}
			if _, ok := f.codes[string(folded)]; !ok {
				return failed(answerNotInList)
			}
			text = folded
			w.putText(text)
			return nil
		}
	}
	w.putTrimmed(t, text)
	return nil
}

func (codeType) check(*constraints, []byte, day) *fault { return nil }

func (codeType) celType() *cel.Type { return cel.StringType }

func (codeType) celValue(v []byte) ref.Val { return types.String(v) }

func (codeType) display(f *Field, v, lang string) string {
	if f.CodeList != nil {
		if c, ok := f.CodeList.Entry(v); ok {
			return c.Name.In(lang)
		}
	}
	return v
}

func (codeType) schema(f *fieldPlan, out map[string]any) {
	out["type"] = "string"
	out["enum"] = f.codeNames()
}
