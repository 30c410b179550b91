package metamodel

import (
	"strings"
	"time"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"github.com/shopspring/decimal"
)

// A rule is taken apart into comparisons that can be decided together with
// those of other rules: fields that are numbers, dates, codes, texts or yes-or-no,
// beside constants, the day, or each other, joined by and, or and not. The rest
// is ruleOpen: it may be anything, so that nothing is claimed of it.

type ruleOp uint8

const (
	ruleOpen   ruleOp = iota // beyond what is decided
	ruleTrue                 // always; ruleNot of it, never
	ruleAnd                  // of args
	ruleOr                   // of args
	ruleNot                  // of one
	ruleChoose               // of three: the second where the first holds, else the third
	ruleHolds                // of one: it holds; an absent answer makes this false, not unknown
	ruleGiven                // the field is answered
	ruleOrder                // a - b is at most by, or less
	ruleSame                 // a text, code or truth is the same as b's, or as value
	ruleAmong                // value is among the codes of a
)

// rule is one condition, taken apart.
type rule struct {
	op     ruleOp
	args   []*rule
	a, b   *ruleVar // nil: nothing; of an order, 0
	by     decimal.Decimal
	strict bool
	value  string
}

// ruleVar is what a rule speaks of: a field, or the day.
type ruleVar struct{ f *fieldPlan } // f nil: the day

// ruleReader takes rules of one form apart.
type ruleReader struct {
	vars  map[*fieldPlan]*ruleVar
	today *ruleVar
	env   *celEnv
	ast   *ast.AST
	scope scope
}

func newRuleReader() *ruleReader {
	return &ruleReader{vars: map[*fieldPlan]*ruleVar{}, today: &ruleVar{}}
}

func (r *ruleReader) of(f *fieldPlan) *ruleVar {
	if r.vars[f] == nil {
		r.vars[f] = &ruleVar{f}
	}
	return r.vars[f]
}

// read takes a compiled condition apart.
func (r *ruleReader) read(p *celProgram) *rule {
	a, ok := p.env.checked(p.scope, p.source)
	if !ok {
		return &rule{}
	}
	r.env, r.ast, r.scope = p.env, a, p.scope
	return r.expr(a.Expr())
}

func (r *ruleReader) expr(x ast.Expr) *rule {
	switch x.Kind() {
	case ast.LiteralKind:
		if b, ok := x.AsLiteral().(types.Bool); ok {
			return truthRule(bool(b))
		}
	case ast.SelectKind, ast.IdentKind:
		f := r.env.quickField(x, r.scope).f
		switch {
		case f == nil:
		case x.Kind() == ast.SelectKind && x.AsSelect().IsTestOnly():
			return &rule{op: ruleGiven, a: r.of(f)}
		case f.f.Element.Type == TypeBoolean:
			return &rule{op: ruleSame, a: r.of(f), value: "true"}
		}
	case ast.CallKind:
		return r.call(x.AsCall())
	}
	return &rule{}
}

func truthRule(b bool) *rule {
	if b {
		return &rule{op: ruleTrue}
	}
	return &rule{op: ruleNot, args: []*rule{{op: ruleTrue}}}
}

func (r *ruleReader) call(call ast.CallExpr) *rule {
	args := call.Args()
	joined := func(op ruleOp) *rule {
		out := &rule{op: op}
		for _, a := range args {
			out.args = append(out.args, r.expr(a))
		}
		return out
	}
	switch fn := call.FunctionName(); {
	case fn == "_&&_":
		return joined(ruleAnd)
	case fn == "_||_":
		return joined(ruleOr)
	case fn == "!_":
		return joined(ruleNot)
	case fn == "_?_:_":
		return joined(ruleChoose)
	case fn == "holds" && len(args) == 1:
		return joined(ruleHolds)
	case fn == "filled" && len(args) == 1:
		if f := r.field(args[0]); f != nil {
			return &rule{op: ruleGiven, a: r.of(f)}
		}
	case fn == "@in" && len(args) == 2:
		return r.in(args[0], args[1])
	case comparisons[fn] != nil && len(args) == 2:
		return r.compare(plainOps[fn], args[0], args[1])
	}
	return &rule{}
}

// field is the field whose answer x is, nil for none.
func (r *ruleReader) field(x ast.Expr) *fieldPlan {
	if x.Kind() == ast.SelectKind && x.AsSelect().IsTestOnly() {
		return nil
	}
	return r.env.quickField(x, r.scope).f
}

func (r *ruleReader) in(x, list ast.Expr) *rule {
	if several := r.field(list); several != nil && several.f.Element.Type == TypeCodes && x.Kind() == ast.LiteralKind {
		if code, ok := x.AsLiteral().(types.String); ok {
			return &rule{op: ruleAmong, a: r.of(several), value: string(code)}
		}
	}
	if list.Kind() != ast.ListKind || len(list.AsList().OptionalIndices()) > 0 {
		return &rule{}
	}
	out := &rule{op: ruleOr}
	for _, el := range list.AsList().Elements() {
		one := r.compare("==", x, el)
		if one.op == ruleOpen {
			return one
		}
		out.args = append(out.args, one)
	}
	return out
}

func (r *ruleReader) compare(op string, x, y ast.Expr) *rule {
	if op == "==" || op == "!=" {
		if same := r.same(x, y); same != nil {
			if op == "!=" {
				return &rule{op: ruleNot, args: []*rule{same}}
			}
			return same
		}
	}
	a, ok := r.measure(x)
	if !ok {
		return &rule{}
	}
	b, ok := r.measure(y)
	if !ok || !a.comparable(b) || a.fixed == b.fixed && (a.fixed || a.less != nil || b.less != nil) {
		return &rule{}
	}
	less := func(a, b measure, strict bool) *rule {
		out := &rule{op: ruleOrder, a: a.v, b: b.v, by: b.by.Sub(a.by), strict: strict}
		switch {
		case a.less != nil:
			out.b = a.less
		case b.less != nil:
			out.a, out.b = b.less, b.v
		}
		return out
	}
	switch op {
	case "<":
		return less(a, b, true)
	case "<=":
		return less(a, b, false)
	case ">":
		return less(b, a, true)
	case ">=":
		return less(b, a, false)
	}
	equal := &rule{op: ruleAnd, args: []*rule{less(a, b, false), less(b, a, false)}}
	if op == "!=" {
		return &rule{op: ruleNot, args: []*rule{equal}}
	}
	return equal
}

// named are the types that are only the same or not.
func named(t Type) bool {
	return t == TypeString || t == TypeText || t == TypeCode || t == TypeBoolean
}

// same compares texts, codes and truths; nil for anything else.
func (r *ruleReader) same(x, y ast.Expr) *rule {
	f, g := r.field(x), r.field(y)
	if f == nil {
		f, g, y = g, nil, x
	}
	if f == nil || !named(f.f.Element.Type) {
		return nil
	}
	if g != nil {
		if !named(g.f.Element.Type) || (f.f.Element.Type == TypeBoolean) != (g.f.Element.Type == TypeBoolean) {
			return nil
		}
		return &rule{op: ruleSame, a: r.of(f), b: r.of(g)}
	}
	value := quickLiterals(y, f.f.Element.Type, false)
	if value == nil {
		return nil
	}
	return &rule{op: ruleSame, a: r.of(f), value: value[0]}
}

// measure is a number or a day: a field or the day of the filing, or nothing, and
// a constant; or the days from one date to another.
type measure struct {
	v     *ruleVar
	less  *ruleVar // of a difference: what is taken off
	by    decimal.Decimal
	typ   Type // TypeInteger, TypeNumber or TypeDate
	fixed bool // by is all that it is
}

// comparable says that an order between the two is that of their values. A whole
// number beside a decimal is compared as a double, which may not hold it.
func (m measure) comparable(o measure) bool {
	switch {
	case m.typ == o.typ:
		return true
	case m.typ == TypeDate || o.typ == TypeDate:
		return false
	}
	return m.fixed || o.fixed
}

// mostRuleNumber bounds constants to what a double tells apart from its neighbours.
var mostRuleNumber = decimal.New(1, 15)

func (r *ruleReader) measure(x ast.Expr) (measure, bool) {
	if f := r.field(x); f != nil {
		m := measure{v: r.of(f), typ: f.f.Element.Type}
		if m.typ == TypeMoney {
			m.typ = TypeNumber
		}
		return m, m.typ == TypeInteger || m.typ == TypeNumber || m.typ == TypeDate
	}
	if lits, ok := literals(x); ok && len(lits) == 1 {
		return fixedMeasure(string(lits[0]))
	}
	if x.Kind() != ast.CallKind || x.AsCall().IsMemberFunction() {
		return measure{}, false
	}
	args := x.AsCall().Args()
	switch fn := x.AsCall().FunctionName(); {
	case fn == "@today": // its argument is the context
		return measure{v: r.today, typ: TypeDate}, true
	case fn == "addDays" && len(args) == 2:
		// Of a field the outcome may lie beyond the last year, and is unknown then.
		on, ok := r.measure(args[0])
		by, ok2 := r.measure(args[1])
		if !ok || !ok2 || on.v != r.today || !by.fixed || by.typ != TypeInteger || by.by.Abs().GreaterThan(decimal.NewFromInt(mostYears*366)) {
			return measure{}, false
		}
		on.by = on.by.Add(by.by)
		return on, true
	case fn == "daysBetween" && len(args) == 2:
		from, ok := r.measure(args[0])
		to, ok2 := r.measure(args[1])
		if !ok || !ok2 || from.v == nil || to.v == nil || from.less != nil || to.less != nil {
			return measure{}, false
		}
		return measure{v: to.v, less: from.v, by: to.by.Sub(from.by), typ: TypeInteger}, true
	}
	return measure{}, false
}

// fixedMeasure is a constant, as literals writes it: a moment stands for its day.
func fixedMeasure(lit string) (measure, bool) {
	if strings.HasPrefix(lit, `"`) {
		at, err := time.Parse(time.RFC3339, strings.Trim(lit, `"`))
		if err != nil || !at.Equal(at.Truncate(24*time.Hour)) || at.Location() != time.UTC {
			return measure{}, false
		}
		return measure{by: decimal.NewFromInt(int64(dayOf(at).number())), typ: TypeDate, fixed: true}, true
	}
	d, err := decimal.NewFromString(lit)
	if err != nil || d.Abs().GreaterThan(mostRuleNumber) {
		return measure{}, false
	}
	if d.IsInteger() {
		return measure{by: d, typ: TypeInteger, fixed: true}, true
	}
	return measure{by: d, typ: TypeNumber, fixed: true}, true
}
