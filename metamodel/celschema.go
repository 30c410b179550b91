package metamodel

import (
	"math"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
)

// condition is what a condition's outcome says of the answers; nil always
// holds.
func (l *logic) condition(k *condition) outcome {
	if k == nil {
		return outcome{l.always, l.never}
	}
	if o, ok := l.parsed[k]; ok {
		return o
	}
	o := outcome{l.lost, l.lost}
	if tree, ok := k.prog.env.checked(k.prog.scope, k.prog.source); ok {
		o = (&celClaims{logic: l, k: k}).of(tree.Expr())
	}
	l.parsed[k] = o
	return o
}

// celClaims translates one condition.
type celClaims struct {
	*logic
	k    *condition
	rowV map[string]*groupPlan // the rows that macros look at, by the name they give them
}

func (c *celClaims) unsaid() outcome { return outcome{c.lost, c.lost} }

// reads is the field that x is, and, inside a composite, the part.
func (c *celClaims) reads(x ast.Expr) (f *fieldPlan, part string) {
	env, sc := c.k.prog.env, c.k.prog.scope
	if x.Kind() == ast.SelectKind && x.AsSelect().IsTestOnly() {
		return nil, ""
	}
	if c.rowV != nil {
		return c.rowField(x), ""
	}
	if p := env.quickField(x, sc); p.f != nil {
		return p.f, ""
	}
	if x.Kind() == ast.SelectKind {
		if p := env.quickField(x.AsSelect().Operand(), sc); p.f != nil && !x.AsSelect().Operand().AsSelect().IsTestOnly() {
			for _, part := range p.f.f.Parts {
				if part.Key == x.AsSelect().FieldName() {
					return p.f, part.Key
				}
			}
		}
	}
	return nil, ""
}

// value is the outcome of a test of a field's value: yes and no are schemas.
func (c *celClaims) value(f *fieldPlan, part string, yes, no any) outcome {
	if f.computes {
		return c.unsaid()
	}
	level, path := where(f.g, f.f.Key)
	if part != "" {
		path = append(path, part)
	}
	seen := c.seenBy(f, c.k.matter)
	return outcome{c.and(seen, c.atom(level, path, yes, false)), c.and(seen, c.atom(level, path, no, false))}
}

func (c *celClaims) of(x ast.Expr) outcome {
	switch x.Kind() {
	case ast.LiteralKind:
		if b, ok := x.AsLiteral().(types.Bool); ok {
			if b {
				return outcome{c.always, c.never}
			}
			return outcome{c.never, c.always}
		}
	case ast.IdentKind, ast.SelectKind:
		if x.Kind() == ast.SelectKind && x.AsSelect().IsTestOnly() {
			f := c.rowField(x)
			if c.rowV == nil {
				f = c.k.prog.env.quickField(x, c.k.prog.scope).f
			}
			if f != nil {
				return c.has(f)
			}
			return c.unsaid()
		}
		if f, part := c.reads(x); f != nil && part == "" && f.f.Element.Type == TypeBoolean {
			return c.value(f, "", map[string]any{"const": true}, map[string]any{"const": false})
		}
	case ast.CallKind:
		return c.call(x.AsCall())
	case ast.ComprehensionKind:
		return c.anyRow(x.AsComprehension())
	}
	return c.unsaid()
}

// has never lacks an answer: what is not there fails.
func (c *celClaims) has(f *fieldPlan) outcome {
	if f.computes {
		return c.unsaid()
	}
	o := c.value(f, "", nil, nil)
	return outcome{o.yes, c.not(o.yes)}
}

func (c *celClaims) call(call ast.CallExpr) outcome {
	args := call.Args()
	switch fn := call.FunctionName(); {
	case fn == operators.LogicalAnd || fn == operators.LogicalOr:
		yes, no := make([]*claim, len(args)), make([]*claim, len(args))
		for i, a := range args {
			o := c.of(a)
			yes[i], no[i] = o.yes, o.no
		}
		if fn == operators.LogicalAnd {
			return outcome{c.and(yes...), c.or(no...)}
		}
		return outcome{c.or(yes...), c.and(no...)}
	case fn == operators.LogicalNot && len(args) == 1:
		o := c.of(args[0])
		return outcome{o.no, o.yes}
	case fn == "filled" && len(args) == 1:
		if f, part := c.reads(args[0]); f != nil && part == "" {
			return c.has(f)
		}
	case fn == "holds" && len(args) == 1:
		o := c.of(args[0])
		return outcome{o.yes, c.not(o.yes)}
	case fn == operators.NotEquals && len(args) == 2:
		o := c.compare(operators.Equals, args[0], args[1])
		return outcome{o.no, o.yes}
	case fn == operators.In && len(args) == 2:
		return c.in(args[0], args[1])
	case len(args) == 2 && mirrored[fn] != "":
		return c.compare(fn, args[0], args[1])
	}
	return c.unsaid()
}

// mirrored is the comparison with its sides exchanged.
var mirrored = map[string]string{
	operators.Equals: operators.Equals, operators.Less: operators.Greater, operators.LessEquals: operators.GreaterEquals,
	operators.Greater: operators.Less, operators.GreaterEquals: operators.LessEquals,
}

func (c *celClaims) in(x, list ast.Expr) outcome {
	if f, part := c.reads(x); f != nil && list.Kind() == ast.ListKind && len(list.AsList().OptionalIndices()) == 0 {
		var values []any
		for _, el := range list.AsList().Elements() {
			v, ok := literalOf(el)
			if !ok || !f.partOrSelf(part).comparable(v) {
				return c.unsaid()
			}
			values = append(values, v)
		}
		if len(values) == 0 {
			return c.value(f, part, false, map[string]any{})
		}
		return c.value(f, part, map[string]any{"enum": values}, map[string]any{"not": map[string]any{"enum": values}})
	}
	if f, part := c.reads(list); f != nil && part == "" && f.f.Element.Type == TypeCodes {
		if v, ok := literalOf(x); ok {
			has := map[string]any{"contains": map[string]any{"const": v}}
			return c.value(f, "", has, map[string]any{"not": has})
		}
	}
	return c.unsaid()
}

// compare is a comparison of a field, or of the size of something, with a literal.
func (c *celClaims) compare(fn string, a, b ast.Expr) outcome {
	v, ok := literalOf(b)
	if !ok {
		if v, ok = literalOf(a); !ok {
			return c.unsaid()
		}
		a, fn = b, mirrored[fn]
	}
	if x, ok := sizeOf(a); ok {
		return c.size(fn, x, v)
	}
	f, part := c.reads(a)
	if f == nil {
		return c.unsaid()
	}
	if fn == operators.Equals {
		if !f.partOrSelf(part).comparable(v) {
			return c.unsaid()
		}
		same := map[string]any{"const": v}
		return c.value(f, part, same, map[string]any{"not": same})
	}
	switch f.partOrSelf(part).Type {
	case TypeInteger, TypeNumber, TypeMoney:
	default:
		return c.unsaid()
	}
	if _, number := v.(float64); !number {
		if _, whole := v.(int64); !whole {
			return c.unsaid()
		}
	}
	word := map[string][2]string{operators.Less: {"exclusiveMaximum", "minimum"}, operators.LessEquals: {"maximum", "exclusiveMinimum"},
		operators.Greater: {"exclusiveMinimum", "maximum"}, operators.GreaterEquals: {"minimum", "exclusiveMaximum"}}[fn]
	return c.value(f, part, map[string]any{word[0]: v}, map[string]any{word[1]: v})
}

// partOrSelf is the element of a part, or the field's own for "".
func (f *fieldPlan) partOrSelf(part string) *Element {
	for _, p := range f.f.Parts {
		if p.Key == part {
			return p.Element
		}
	}
	return f.f.Element
}

// comparable says that equality with a literal is equality of the JSON.
func (e *Element) comparable(v any) bool {
	switch v := v.(type) {
	case string:
		switch e.Type {
		case TypeString, TypeText, TypeCode, TypePhone, TypeEmail, TypeURL:
			return true
		}
	case bool:
		return e.Type == TypeBoolean
	case int64:
		return e.Type == TypeInteger || e.Type == TypeNumber || e.Type == TypeMoney
	case float64:
		return (e.Type == TypeNumber || e.Type == TypeMoney) && !math.IsNaN(v) && !math.IsInf(v, 0)
	}
	return false
}

// literalOf is a literal as JSON has it.
func literalOf(x ast.Expr) (any, bool) {
	if x.Kind() == ast.CallKind && x.AsCall().FunctionName() == operators.Negate && len(x.AsCall().Args()) == 1 {
		switch v, _ := literalOf(x.AsCall().Args()[0]); v := v.(type) {
		case int64:
			return -v, true
		case float64:
			return -v, true
		}
		return nil, false
	}
	if x.Kind() != ast.LiteralKind {
		return nil, false
	}
	switch v := x.AsLiteral().(type) {
	case types.String:
		return string(v), true
	case types.Bool:
		return bool(v), true
	case types.Int:
		return int64(v), true
	case types.Double:
		return float64(v), true
	}
	return nil, false
}
