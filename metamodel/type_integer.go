package metamodel

import (
	"bytes"
	"encoding/json"
	"strconv"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// integerType is a whole number that fits 64 bits. 3.0 and 1e2 are whole, as
// JSON Schema has it, and are stored as 3 and 100.
type integerType struct{ single }

func (integerType) keywords() []string { return numberKeywords }

func (integerType) control() string { return "number" }

func (integerType) input(values []string) json.RawMessage { return inputNumber(values) }

func (integerType) read(w *writer, p *fieldPlan, t token) *fault {
	if t.kind != 'n' {
		return notNumber(p, t, answerNotInteger, "12")
	}
	if f := w.putDecimal(t); f != nil {
		return f
	}
	v := w.val.of(w.buf)
	if bytes.IndexByte(v, '.') >= 0 {
		return failed(answerNotInteger, "like", p.like("12"))
	}
	if len(v) > 18 {
		if _, err := strconv.ParseInt(string(v), 10, 64); err != nil {
			return failed(answerHugeNumber)
		}
	}
	return nil
}

func (integerType) check(c *constraints, v []byte, _ moment) *fault { return c.checkNumber(v) }

func (integerType) celType() *cel.Type { return cel.IntType }

func (integerType) celValue(v []byte) ref.Val {
	n, err := strconv.ParseInt(string(v), 10, 64)
	if err != nil {
		return types.WrapErr(err)
	}
	return types.Int(n)
}

func (integerType) display(f *Field, v, lang string) string {
	return withUnit(v, f.Element.Unit, lang)
}

func (t integerType) masked(f *Field, v, lang string) string { return mask(t.display(f, v, lang)) }

func (integerType) schema(_ *fieldPlan, out map[string]any) { out["type"] = "integer" }

func (integerType) samples(*Field) []string {
	return []string{"0", "1", "2", "5", "40"}
}
