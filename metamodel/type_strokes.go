package metamodel

import (
	"encoding/json"
	"strconv"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// strokesType is the drawing of a signature: a list of strokes, each a flat
// list of coordinates x1, y1, x2, y2… in units of a box 1000 wide. Only a
// signature has it.
type strokesType struct{ single }

const (
	mostStrokes    = 200
	mostPoints     = 5000 // of all strokes together
	mostCoordinate = 9999
)

func (strokesType) keywords() []string { return nil }

func (strokesType) control() string { return "strokes" }

func (strokesType) input(values []string) json.RawMessage { return inputWhole(values) }

func (strokesType) read(w *writer, _ *fieldPlan, t token) *fault {
	if t.kind == 's' && len(trimSpace(t.decoded())) == 0 {
		w.raw, w.val = span{}, span{}
		return nil
	}
	if t.kind != 'a' {
		return failed(answerStrokes)
	}
	strokes, points, ok := 0, 0, true
	out := []byte{'['}
	eachItem(t.raw, func(stroke token) bool {
		if ok = stroke.kind == 'a' && strokes < mostStrokes; !ok {
			return false
		}
		if strokes++; strokes > 1 {
			out = append(out, ',')
		}
		out = append(out, '[')
		n := 0
		eachItem(stroke.raw, func(c token) bool {
			v, err := strconv.Atoi(string(c.raw))
			if ok = err == nil && v >= 0 && v <= mostCoordinate && c.raw[0] != '-' && n < 2*mostPoints; !ok {
				return false
			}
			if n++; n > 1 {
				out = append(out, ',')
			}
			out = strconv.AppendInt(out, int64(v), 10)
			return true
		})
		out = append(out, ']')
		points += n / 2
		ok = ok && n >= 2 && n%2 == 0 && points <= mostPoints
		return ok
	})
	if !ok {
		return failed(answerStrokes)
	}
	from := len(w.buf)
	if out = append(out, ']'); strokes > 0 {
		w.buf = append(w.buf, out...)
	}
	w.raw = span{uint32(from), uint32(len(w.buf))}
	w.val = w.raw
	return nil
}

func (strokesType) check(*constraints, []byte, moment) *fault { return nil }

func (strokesType) celType() *cel.Type { return cel.IntType }

// celValue is the number of strokes: no rule reads a drawing.
func (strokesType) celValue(v []byte) ref.Val {
	return types.Int(strings.Count(string(v), "[") - 1)
}

func (strokesType) display(_ *Field, _, lang string) string {
	return ZhEn("（手写）", "(drawn)").In(lang)
}

func (t strokesType) masked(f *Field, v, lang string) string { return t.display(f, v, lang) }

func (strokesType) schema(_ *fieldPlan, out map[string]any) {
	out["type"], out["minItems"], out["maxItems"] = "array", 1, mostStrokes
	out["items"] = map[string]any{"type": "array", "minItems": 2, "maxItems": 2 * mostPoints,
		"items": map[string]any{"type": "integer", "minimum": 0, "maximum": mostCoordinate}}
}

func (strokesType) samples(*Field) []string {
	return []string{"[[1,2,3,4]]"}
}
