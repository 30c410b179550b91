package metamodel

import (
	"bytes"
	"encoding/json"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// textType is several lines of text; every line break becomes \n.
type textType struct{ single }

func (textType) keywords() []string { return textKeywords }

func (textType) control() string { return "text" }

func (textType) input(values []string) json.RawMessage { return inputString(values) }

func (textType) read(w *writer, _ *fieldPlan, t token) *fault {
	text, f := readString(t)
	if f != nil {
		return f
	}
	if turnsText(trimSpace(text)) {
		return failed(answerControl)
	}
	if t.esc {
		text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
		text = bytes.ReplaceAll(text, []byte("\r"), []byte("\n"))
		for _, c := range text {
			if c < 0x20 && c != '\n' && c != '\t' || c == 0x7F {
				return failed(answerControl)
			}
		}
	}
	w.putTrimmed(t, text)
	return nil
}

func (textType) check(c *constraints, v []byte, _ moment) *fault { return c.checkText(v) }

func (textType) celType() *cel.Type { return cel.StringType }

func (textType) celValue(v []byte) ref.Val { return types.String(v) }

func (textType) display(_ *Field, v, _ string) string { return v }

func (t textType) masked(f *Field, v, lang string) string { return mask(t.display(f, v, lang)) }

func (textType) schema(f *fieldPlan, out map[string]any) { stringType{}.schema(f, out) }

func (textType) samples(*Field) []string {
	return []string{`"第一行\n第二行"`, `"b"`}
}
