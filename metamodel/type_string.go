package metamodel

import (
	"encoding/json"
	"unicode/utf8"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// defaultMaxLength bounds a string whose element says nothing, so that no
// answer and no condition over it is without an end.
const defaultMaxLength = 10_000

// stringType is one line of text. Width and case stay as typed (a name may
// hold full-width brackets); line breaks become spaces. Unicode is not
// normalised: NFC would replace the compatibility ideographs in some names.
type stringType struct{ single }

var textKeywords = []string{"minLength", "maxLength", "pattern", "format", "x-format-when", "const", "enum"}

func (stringType) keywords() []string { return textKeywords }

func (stringType) control() string { return "string" }

func (stringType) input(values []string) json.RawMessage { return inputString(values) }

func (stringType) read(w *writer, _ *fieldPlan, t token) *fault {
	text, f := readString(t)
	if f != nil {
		return f
	}
	if hidesText(trimSpace(text)) {
		return failed(answerControl)
	}
	if t.esc { // only an escape can bring a control character
		clean := make([]byte, 0, len(text))
		for _, c := range text {
			switch {
			case c == '\n' && len(clean) > 0 && clean[len(clean)-1] == ' ': // \r\n is one space
			case c == '\n' || c == '\r' || c == '\t':
				clean = append(clean, ' ')
			case c < 0x20 || c == 0x7F:
				return failed(answerControl)
			default:
				clean = append(clean, c)
			}
		}
		text = clean
	}
	w.putTrimmed(t, text)
	return nil
}

func (stringType) check(c *constraints, v []byte, _ moment) *fault { return c.checkText(v) }

func (stringType) celType() *cel.Type { return cel.StringType }

func (stringType) celValue(v []byte) ref.Val { return types.String(v) }

func (stringType) display(_ *Field, v, _ string) string { return v }

func (t stringType) masked(f *Field, v, lang string) string { return mask(t.display(f, v, lang)) }

func (stringType) schema(_ *fieldPlan, out map[string]any) {
	out["type"] = "string"
	out["minLength"] = 1
	out["maxLength"] = defaultMaxLength
}

// checkText checks what strings and texts share.
func (c *constraints) checkText(v []byte) *fault {
	n := len(v)
	if c.maxLength >= 0 && n > c.maxLength || c.minLength > 0 {
		n = utf8.RuneCount(v)
	}
	switch {
	case n < c.minLength:
		return failed(answerTooShort, "limit", c.minLength)
	case c.maxLength >= 0 && n > c.maxLength:
		return failed(answerTooLong, "limit", c.maxLength, "length", n)
	case c.pattern != nil && !c.pattern.Match(v):
		return failed(answerPattern)
	}
	return nil
}

func (stringType) samples(*Field) []string {
	return []string{`"老陕面馆"`, `"b"`, `"Ａ座 1 号"`}
}
