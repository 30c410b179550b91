package metamodel

import (
	"encoding/json"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// emailType is an e-mail address.
type emailType struct{ single }

func (emailType) keywords() []string { return []string{"maxLength", "pattern", "const", "enum"} }

func (emailType) control() string { return "email" }

func (emailType) input(values []string) json.RawMessage { return inputString(values) }

func (emailType) read(w *writer, _ *fieldPlan, t token) *fault {
	return readLine(w, t, normaliseEmail, checkEmail)
}

// readLine reads a string that has one written form.
func readLine(w *writer, t token, normalise func([]byte) []byte, check func([]byte, day) *fault) *fault {
	text, fl := readString(t)
	if fl != nil {
		return fl
	}
	if len(text) > 0 {
		tidy := trimSpace(normalise(text))
		if len(tidy) > 0 {
			if fl := check(tidy, day{}); fl != nil {
				return fl
			}
		}
		if string(tidy) != string(text) {
			w.putText(tidy)
			return nil
		}
	}
	w.putTrimmed(t, text)
	return nil
}

func (emailType) check(c *constraints, v []byte, _ moment) *fault { return c.checkText(v) }

func (emailType) celType() *cel.Type { return cel.StringType }

func (emailType) celValue(v []byte) ref.Val { return types.String(v) }

func (emailType) display(_ *Field, v, _ string) string { return v }

func (emailType) masked(_ *Field, v, _ string) string { return mask(v) }

func (emailType) schema(_ *fieldPlan, out map[string]any) {
	out["type"] = "string"
	out["maxLength"] = 254
	out["pattern"] = formatPatterns[FormatEmail]
}

func (emailType) samples(*Field) []string {
	return []string{`"name@example.com"`, `"a@b.cn"`}
}
