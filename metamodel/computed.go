package metamodel

import (
	"math"
	"strconv"
	"strings"
	"time"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
	"cel.dev/cel-go/common/types/traits"
)

// fits reports whether an expression of type got may compute a field of type
// want: the same type, or another number.
func fits(got, want *types.Type) bool {
	return got.IsExactType(want) || isNumber(got) && isNumber(want)
}

func isNumber(t *types.Type) bool { return t.Kind() == types.IntKind || t.Kind() == types.DoubleKind }

// results calls yield for the literals that an expression may give.
func results(e ast.Expr, yield func(ast.Expr)) {
	switch e.Kind() {
	case ast.LiteralKind:
		yield(e)
	case ast.ListKind:
		for _, x := range e.AsList().Elements() {
			results(x, yield)
		}
	case ast.CallKind:
		if call := e.AsCall(); call.FunctionName() == "_?_:_" {
			results(call.Args()[1], yield)
			results(call.Args()[2], yield)
		}
	}
}

// compute puts the value of the first visible use that has one in the place of
// what was sent; one that cannot be told, or is hidden, is absent. A field that
// another use asks for keeps its answer where no visible use computes it.
func (st *recordState) compute(f *fieldPlan, s *slot, row int32) {
	var value *condition
	s.by = st.computer(f, s, row)
	by := int(s.by) - 1
	if by >= 0 {
		value = f.uses[by].value
	}
	if s.twin = st.twinOf(f, s, row); value == nil && s.twin == 0 && f.mixed {
		return
	}
	if f.mixed && s.seen {
		st.remember(f, row, s)
	}
	s.state, s.fine, s.note, s.raw, s.val = absent, false, 0, span{}, span{}
	if s.twin > 0 {
		st.copyTwin(f, s)
	}
	if value == nil {
		return
	}
	st.vars = answerScope{st: st, env: value.prog.env, scope: value.prog.scope, row: row, matter: value.matter}
	out, _, err := value.prog.prg.Eval(&st.vars)
	if err != nil {
		return
	}
	from := len(st.w.buf)
	buf, ok := f.celJSON(st.w.buf, out, st.scale(f, by))
	if !ok {
		st.w.buf = st.w.buf[:from]
		return
	}
	st.w.buf = buf
	t := token{kind: kindOf(buf[from]), raw: buf[from:len(buf):len(buf)], start: from}
	t.esc = t.kind == 's' && strings.IndexByte(string(t.raw), '\\') >= 0
	st.take(f, s, t)
}

// kindOf is the token kind that a JSON text begins with.
func kindOf(c byte) byte {
	switch {
	case c == '"':
		return 's'
	case c == '[':
		return 'a'
	case c == '{':
		return 'o'
	case c == 't', c == 'f':
		return c
	case c == 'n':
		return 'z'
	}
	return 'n'
}

// computer is 1 and the place of the first visible use that computes the field
// now, 0 for none.
func (st *recordState) computer(f *fieldPlan, s *slot, row int32) uint16 {
	for i := range f.uses {
		if s.uses.has(i) && st.computes(&f.uses[i], row) {
			return uint16(i + 1)
		}
	}
	return 0
}

// computes says that a use computes its field now.
func (st *recordState) computes(u *usePlan, row int32) bool {
	return u.value != nil && (u.valueWhen == nil || st.truth(u.valueWhen, row) == True)
}

// scale is how many decimals a number computed by a use may keep, -1 for any:
// as in the form of the matter that computes it. Where another matter takes
// fewer it refuses the value, as it would alone.
func (st *recordState) scale(f *fieldPlan, use int) int {
	if f.f.Element.Type == TypeInteger {
		return -1
	}
	n := f.element.fractionDigits
	if d := f.uses[use].demands; d != nil {
		n = least(n, d.fractionDigits)
	}
	if n < 0 && f.f.Element.Type == TypeMoney {
		n = moneyDecimals
	}
	return n
}

// celJSON writes a computed value as JSON; ok is false for what no answer can
// be (infinity, a map).
func (f *fieldPlan) celJSON(dst []byte, v ref.Val, scale int) (out []byte, ok bool) {
	switch v := v.(type) {
	case types.Bool:
		return strconv.AppendBool(dst, bool(v)), true
	case types.Int:
		return strconv.AppendInt(dst, int64(v), 10), true
	case types.Double:
		return appendDouble(dst, float64(v), scale)
	case types.String:
		return appendString(dst, string(v)), true
	case types.Timestamp:
		layout := time.DateOnly
		if f.f.Element.Type != TypeDate {
			layout = time.RFC3339
		}
		return appendString(dst, v.Format(layout)), true
	case types.Duration:
		at := time.Time{}.Add(v.Duration)
		return appendString(dst, at.Format("15:04")), v.Duration >= 0 && v.Duration < 24*time.Hour
	case *objectValue:
		return append(dst, v.json...), true
	case traits.Lister:
		dst = append(dst, '[')
		for it, first := v.Iterator(), true; it.HasNext() == types.True; first = false {
			if !first {
				dst = append(dst, ',')
			}
			if dst, ok = f.celJSON(dst, it.Next(), -1); !ok {
				return dst, false
			}
		}
		return append(dst, ']'), true
	}
	return dst, false
}

// significant is how many digits of a computed double are right.
const significant = 15

// appendDouble writes a double as the decimal it stands for (0.1 + 0.2 is 0.3),
// rounded half up, away from zero, to scale decimals.
func appendDouble(dst []byte, d float64, scale int) ([]byte, bool) {
	if math.IsInf(d, 0) || math.IsNaN(d) {
		return dst, false
	}
	var lit [32]byte
	exact, ok := appendDecimal(nil, strconv.AppendFloat(lit[:0], d, 'e', significant-1, 64))
	if !ok {
		return dst, false
	}
	return append(dst, roundDecimal(exact, scale)...), true
}

// roundDecimal rounds a canonical decimal half up, away from zero, to scale
// decimals; -1 leaves it as it is.
func roundDecimal(d []byte, scale int) []byte {
	whole, fraction := splitDecimal(d)
	if scale < 0 || len(fraction) <= scale {
		return d
	}
	n := append([]byte{'0'}, whole...)
	n = append(n, fraction[:scale]...)
	if fraction[scale] >= '5' {
		i := len(n) - 1
		for ; n[i] == '9'; i-- {
			n[i] = '0'
		}
		n[i]++
	}
	lit := make([]byte, 0, len(n)+2)
	if d[0] == '-' {
		lit = append(lit, '-')
	}
	point := len(n) - scale
	lit = append(lit, n[:point]...)
	if scale > 0 {
		lit = append(append(lit, '.'), n[point:]...)
	}
	out, _ := appendDecimal(nil, lit)
	return out
}
