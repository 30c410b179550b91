package metamodel

import (
	"bytes"
	"math"
	"strconv"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
)

// comparisons are what an order (-1, 0, 1) means to each operator.
var comparisons = map[string]func(order int) bool{
	"_<_":  func(o int) bool { return o < 0 },
	"_<=_": func(o int) bool { return o <= 0 },
	"_>_":  func(o int) bool { return o > 0 },
	"_>=_": func(o int) bool { return o >= 0 },
	"_==_": func(o int) bool { return o == 0 },
	"_!=_": func(o int) bool { return o != 0 },
}

// operand is a field, or a number that stands in the expression.
type operand struct {
	place place
	n     int64
	d     float64
}

func (e *celEnv) operand(x ast.Expr, sc scope) (operand, Type, bool) {
	if x.Kind() == ast.LiteralKind {
		switch v := x.AsLiteral().(type) {
		case types.Int:
			return operand{n: int64(v), d: float64(v)}, TypeInteger, v > -(1<<53) && v < 1<<53
		case types.Double:
			return operand{d: float64(v)}, TypeNumber, !math.IsNaN(float64(v))
		}
		return operand{}, "", false
	}
	if x.Kind() == ast.SelectKind && x.AsSelect().IsTestOnly() {
		return operand{}, "", false
	}
	p := e.quickField(x, sc)
	if p.f == nil {
		return operand{}, "", false
	}
	t := p.f.f.Element.Type
	if t == TypeMoney {
		t = TypeNumber
	}
	return operand{place: p}, t, t == TypeInteger || t == TypeNumber || t == TypeDate
}

// quickCompare is the quick form of a comparison between fields and literals
// that are whole numbers, decimals or dates; nil for any other. Decimals are
// compared as CEL compares them, as doubles.
func (e *celEnv) quickCompare(fn string, args []ast.Expr, sc scope) quick {
	holds := comparisons[fn]
	if holds == nil || len(args) != 2 {
		return nil
	}
	a, at, ok := e.operand(args[0], sc)
	if !ok {
		return nil
	}
	b, bt, ok := e.operand(args[1], sc)
	if !ok {
		return nil
	}
	var order func(x, y []byte) (int, bool)
	switch {
	case at == TypeDate && bt == TypeDate:
		order = func(x, y []byte) (int, bool) { return bytes.Compare(x, y), true }
	case at == TypeDate || bt == TypeDate:
		return nil
	case at == TypeInteger && bt == TypeInteger:
		order = func(x, y []byte) (int, bool) {
			p, ok1 := a.int(x)
			q, ok2 := b.int(y)
			return compare(p, q), ok1 && ok2
		}
	case at == TypeInteger && a.place.f != nil || bt == TypeInteger && b.place.f != nil:
		return nil // a whole number may be beyond what a double holds
	default:
		order = func(x, y []byte) (int, bool) {
			p, ok1 := a.double(x)
			q, ok2 := b.double(y)
			return compare(p, q), ok1 && ok2
		}
	}
	return func(s *answerScope) Truth {
		var x, y []byte
		var ok bool
		if a.place.f != nil {
			if x, ok = s.answer(a.place); !ok {
				return Unknown
			}
		}
		if b.place.f != nil {
			if y, ok = s.answer(b.place); !ok {
				return Unknown
			}
		}
		o, ok := order(x, y)
		if !ok {
			return Unknown
		}
		return truthOf(holds(o))
	}
}

func compare[T int64 | float64](a, b T) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func (o *operand) int(text []byte) (int64, bool) {
	if o.place.f == nil {
		return o.n, true
	}
	n, err := strconv.ParseInt(string(text), 10, 64)
	return n, err == nil
}

func (o *operand) double(text []byte) (float64, bool) {
	if o.place.f == nil {
		return o.d, true
	}
	d, err := strconv.ParseFloat(string(text), 64)
	return d, err == nil
}
