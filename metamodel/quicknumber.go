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
	if args[0].Kind() == ast.CallKind || args[1].Kind() == ast.CallKind {
		return e.quickSums(fn, args, sc)
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

// amount is a decimal computed from a record; false when an answer it needs is
// absent.
type amount func(s *answerScope) (float64, bool)

// amount is the quick form of decimals under + - * /, nil for any other. Whole
// numbers stay with CEL: theirs overflow and divide with errors of their own.
func (e *celEnv) amount(x ast.Expr, sc scope) amount {
	if x.Kind() != ast.CallKind {
		o, t, ok := e.operand(x, sc)
		switch {
		case !ok || t != TypeNumber:
			return nil
		case o.place.f == nil:
			return func(*answerScope) (float64, bool) { return o.d, true }
		}
		return func(s *answerScope) (float64, bool) {
			text, ok := s.answer(o.place)
			if !ok {
				return 0, false
			}
			return o.double(text)
		}
	}
	call := x.AsCall()
	if call.IsMemberFunction() || len(call.Args()) != 2 {
		return nil
	}
	var apply func(p, q float64) float64
	switch call.FunctionName() {
	case "_+_":
		apply = func(p, q float64) float64 { return p + q }
	case "_-_":
		apply = func(p, q float64) float64 { return p - q }
	case "_*_":
		apply = func(p, q float64) float64 { return p * q }
	case "_/_":
		apply = func(p, q float64) float64 { return p / q }
	default:
		return nil
	}
	a, b := e.amount(call.Args()[0], sc), e.amount(call.Args()[1], sc)
	if a == nil || b == nil {
		return nil
	}
	return func(s *answerScope) (float64, bool) {
		p, ok := a(s)
		if !ok {
			return 0, false
		}
		q, ok := b(s)
		return apply(p, q), ok
	}
}

// quickSums compares two amounts. What is no number (0/0) is in no order with
// anything. Equality, which a sum of doubles hardly ever means, is left to CEL.
func (e *celEnv) quickSums(fn string, args []ast.Expr, sc scope) quick {
	if fn == "_==_" || fn == "_!=_" {
		return nil
	}
	holds := comparisons[fn]
	side := func(x ast.Expr) amount {
		if x.Kind() == ast.LiteralKind { // a whole number may stand beside a sum, not in it
			if o, _, ok := e.operand(x, sc); ok {
				return func(*answerScope) (float64, bool) { return o.d, true }
			}
		}
		return e.amount(x, sc)
	}
	a, b := side(args[0]), side(args[1])
	if a == nil || b == nil {
		return nil
	}
	return func(s *answerScope) Truth {
		p, ok := a(s)
		if !ok {
			return Unknown
		}
		q, ok := b(s)
		if !ok {
			return Unknown
		}
		return truthOf(!math.IsNaN(p) && !math.IsNaN(q) && holds(compare(p, q)))
	}
}
