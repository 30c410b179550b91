package metamodel

import (
	"math"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
)

// rowField is the field of the row that a macro looks at.
func (c *celClaims) rowField(x ast.Expr) *fieldPlan {
	if x.Kind() != ast.SelectKind || x.AsSelect().Operand().Kind() != ast.IdentKind {
		return nil
	}
	g := c.rowV[x.AsSelect().Operand().AsIdent()]
	if g == nil {
		return nil
	}
	return g.field(x.AsSelect().FieldName())
}

// anyRow is exists and all over the rows of a repeat. What they ask of a row
// must be about that row alone.
func (c *celClaims) anyRow(x ast.ComprehensionExpr) outcome {
	g := c.rows(x.IterRange())
	if g == nil || c.rowV != nil || x.IterVar2() != "" || x.AccuInit().Kind() != ast.LiteralKind || x.LoopStep().Kind() != ast.CallKind || x.Result().Kind() != ast.IdentKind {
		return c.unsaid()
	}
	step := x.LoopStep().AsCall()
	if len(step.Args()) != 2 || step.Args()[0].Kind() != ast.IdentKind || step.Args()[0].AsIdent() != x.AccuVar() {
		return c.unsaid()
	}
	exists := step.FunctionName() == operators.LogicalOr && x.AccuInit().AsLiteral() == types.False
	if !exists && !(step.FunctionName() == operators.LogicalAnd && x.AccuInit().AsLiteral() == types.True) {
		return c.unsaid()
	}
	seen := c.rowsSeenBy(g, c.k.matter)
	given := map[*claim]bool{}
	for _, a := range append(conjuncts(seen), conjuncts(c.groupVisible(g, -1))...) {
		given[a] = true
	}
	one := (&celClaims{logic: c.logic, k: c.k, rowV: map[string]*groupPlan{x.IterVar(): g}}).of(step.Args()[1])
	one = outcome{c.without(one.yes, given), c.without(one.no, given)}
	if !exists { // all is no exception to: there is one that fails
		one = outcome{one.no, one.yes}
	}
	level, path := where(g.outer, lastPart(g.g.Path))
	out := outcome{c.lost, c.lost}
	if one.yes.within(g) {
		out.yes = c.weakened(c.and(seen, c.atom(level, path, map[string]any{"contains": one.yes.inline()}, false)), one.yes.lost)
	}
	if one.no.within(g) {
		none := c.or(c.atom(level, path, nil, true), c.atom(level, path, map[string]any{"items": one.no.inline()}, false))
		out.no = c.weakened(c.and(seen, none), one.no.lost)
	}
	if !exists {
		out = outcome{out.no, out.yes}
	}
	return out
}

// sizeOf is what size(x) or x.size() measures.
func sizeOf(x ast.Expr) (ast.Expr, bool) {
	if x.Kind() != ast.CallKind || x.AsCall().FunctionName() != "size" {
		return nil, false
	}
	call := x.AsCall()
	if call.IsMemberFunction() {
		return call.Target(), len(call.Args()) == 0
	}
	if len(call.Args()) != 1 {
		return nil, false
	}
	return call.Args()[0], true
}

// size compares the length of a text, the number of codes, or the number of rows.
func (c *celClaims) size(fn string, x ast.Expr, v any) outcome {
	n, ok := v.(int64)
	if !ok || n < -1 || n > math.MaxInt32 {
		return c.unsaid()
	}
	// atLeast(k) is known; every comparison is made of it.
	var atLeast func(k int64) outcome
	if f, part := c.reads(x); f != nil {
		low, high := "", ""
		switch f.partOrSelf(part).Type {
		case TypeCodes, TypeFile:
			low, high = "minItems", "maxItems"
		case TypeString, TypeText, TypePhone, TypeEmail, TypeURL, TypeCode:
			low, high = "minLength", "maxLength"
		default:
			return c.unsaid()
		}
		atLeast = func(k int64) outcome {
			if k <= 0 {
				return c.value(f, part, nil, false)
			}
			return c.value(f, part, map[string]any{low: k}, map[string]any{high: k - 1})
		}
	} else if g := c.rows(x); g != nil {
		level, path := where(g.outer, lastPart(g.g.Path))
		seen := c.rowsSeenBy(g, c.k.matter)
		atLeast = func(k int64) outcome {
			there := c.always
			if k > 0 {
				there = c.atom(level, path, map[string]any{"minItems": k}, false)
			}
			return outcome{c.and(seen, there), c.and(seen, c.not(there))}
		}
	} else {
		return c.unsaid()
	}
	turned := func(o outcome) outcome { return outcome{o.no, o.yes} }
	switch fn {
	case operators.GreaterEquals:
		return atLeast(n)
	case operators.Greater:
		return atLeast(n + 1)
	case operators.Less:
		return turned(atLeast(n))
	case operators.LessEquals:
		return turned(atLeast(n + 1))
	}
	low, high := atLeast(n), atLeast(n+1)
	return outcome{c.and(low.yes, high.no), c.or(low.no, high.yes)}
}

// rows is the repeat whose rows x is, where no row lies between.
func (c *celClaims) rows(x ast.Expr) *groupPlan {
	env, sc := c.k.prog.env, c.k.prog.scope
	if sc.siblings != nil || c.rowV != nil {
		return nil
	}
	var g *groupPlan
	switch x.Kind() {
	case ast.IdentKind:
		if name := x.AsIdent(); name != "row" && name != parentRow {
			g = env.plan.root.sub(name)
		}
	case ast.SelectKind:
		if outer, _ := env.quickGroup(x.AsSelect().Operand(), sc); outer != nil {
			g = outer.sub(x.AsSelect().FieldName())
		}
	}
	if g == nil || !g.g.Repeat {
		return nil
	}
	return g
}
