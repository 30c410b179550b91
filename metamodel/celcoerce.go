package metamodel

import (
	"math"
	"strings"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// coercer lets people write `premises.DE00203 == 300` although the field is a
// double and 300 an int: before the check, a number literal that stands beside
// a field of the other number type takes that type. `<` and its siblings need
// no help (cross-type comparison is switched on).
type coercer struct {
	env   *celEnv
	scope scope
}

type celVars map[string]*types.Type

var coerced = map[string]bool{"_==_": true, "_!=_": true, "_+_": true, "_-_": true, "_*_": true, "_/_": true, "@in": true}

func (c *coercer) expr(e ast.Expr, vars celVars) {
	switch e.Kind() {
	case ast.SelectKind:
		c.expr(e.AsSelect().Operand(), vars)
	case ast.ListKind:
		for _, x := range e.AsList().Elements() {
			c.expr(x, vars)
		}
	case ast.CallKind:
		call := e.AsCall()
		if call.IsMemberFunction() {
			c.expr(call.Target(), vars)
		}
		args := call.Args()
		for _, a := range args {
			c.expr(a, vars)
		}
		if len(args) == 3 && call.FunctionName() == "_?_:_" {
			c.adapt(args[1], c.typeOf(args[2], vars))
			c.adapt(args[2], c.typeOf(args[1], vars))
		}
		if len(args) == 2 && coerced[call.FunctionName()] {
			c.adapt(args[1], c.typeOf(args[0], vars))
			c.adapt(args[0], c.typeOf(args[1], vars))
		}
	case ast.ComprehensionKind:
		k := e.AsComprehension()
		c.expr(k.IterRange(), vars)
		inner := celVars{}
		for n, t := range vars {
			inner[n] = t
		}
		inner[k.IterVar()], inner[k.AccuVar()] = nil, nil
		if t := c.typeOf(k.IterRange(), vars); t != nil && t.Kind() == types.ListKind {
			inner[k.IterVar()] = t.Parameters()[0]
		}
		c.expr(k.AccuInit(), inner)
		c.expr(k.LoopCondition(), inner)
		c.expr(k.LoopStep(), inner)
		c.expr(k.Result(), inner)
	}
}

// mapped is the type of what map and filter give, nil for other macros.
func (c *coercer) mapped(k ast.ComprehensionExpr, vars celVars) *types.Type {
	if k.AccuInit().Kind() != ast.ListKind {
		return nil
	}
	step := k.LoopStep()
	if step.Kind() == ast.CallKind && step.AsCall().FunctionName() == "_?_:_" {
		step = step.AsCall().Args()[1]
	}
	if step.Kind() != ast.CallKind || step.AsCall().FunctionName() != "_+_" || len(step.AsCall().Args()) != 2 {
		return nil
	}
	item := step.AsCall().Args()[1]
	if item.Kind() != ast.ListKind || item.AsList().Size() != 1 {
		return nil
	}
	inner := celVars{}
	for n, t := range vars {
		inner[n] = t
	}
	inner[k.IterVar()] = nil
	if t := c.typeOf(k.IterRange(), vars); t != nil && t.Kind() == types.ListKind {
		inner[k.IterVar()] = t.Parameters()[0]
	}
	if t := c.typeOf(item.AsList().Elements()[0], inner); t != nil {
		return types.NewListType(t)
	}
	return nil
}

// adapt gives number literals in e the type t.
func (c *coercer) adapt(e ast.Expr, t *types.Type) {
	if t == nil {
		return
	}
	switch e.Kind() {
	case ast.ListKind:
		for _, x := range e.AsList().Elements() {
			c.adapt(x, t)
		}
	case ast.LiteralKind:
		var to ref.Val
		switch v := e.AsLiteral().(type) {
		case types.Int:
			if t.Kind() == types.DoubleKind {
				to = types.Double(v)
			}
		case types.Double:
			if t.Kind() == types.IntKind && math.Abs(float64(v)) < 1<<53 && float64(v) == math.Trunc(float64(v)) {
				to = types.Int(int64(v))
			}
		}
		if to != nil {
			e.SetKindCase(ast.NewExprFactory().NewLiteral(e.ID(), to))
		}
	}
}

// typeOf is the type of e as far as names tell before the check; nil for
// literals, so that two literals leave each other alone.
func (c *coercer) typeOf(e ast.Expr, vars celVars) *types.Type {
	switch e.Kind() {
	case ast.IdentKind:
		name := e.AsIdent()
		if t, ok := vars[name]; ok {
			return t
		}
		if c.scope.row != nil && name == "row" {
			return types.NewObjectType(objectType(c.scope.row.g.Path))
		}
		if c.scope.row != nil && name == parentRow {
			if rep := c.scope.row.outer.repeat(); rep != nil {
				return types.NewObjectType(objectType(rep.g.Path))
			}
		}
		if c.scope.siblings != nil {
			if f := c.scope.siblings.field(name); f != nil {
				return f.typ.celType()
			}
		}
		if g := c.env.plan.root.sub(name); g != nil {
			return groupType(g)
		}
		if q, ok := c.env.questions[name]; ok {
			if f := c.env.questionField(q); f != nil {
				return f.typ.celType()
			}
			return fieldTypes[q.Type].celType()
		}
	case ast.SelectKind:
		s := e.AsSelect()
		t := c.typeOf(s.Operand(), vars)
		if t == nil || t.Kind() != types.StructKind || s.IsTestOnly() {
			return nil
		}
		if o, ok := (&formTypes{env: c.env}).object(t.TypeName()); ok {
			if m := o.member(s.FieldName()); m != nil {
				return m.Type
			}
			return nil
		}
		if g, ok := c.env.plan.byName[strings.TrimPrefix(t.TypeName(), "@")]; ok {
			if f := g.field(s.FieldName()); f != nil {
				return f.typ.celType()
			}
			if sub := g.sub(s.FieldName()); sub != nil {
				return groupType(sub)
			}
			if rep := g.outer.repeat(); s.FieldName() == parentRow && g.g.Repeat && rep != nil {
				return types.NewObjectType(objectType(rep.g.Path))
			}
		}
	case ast.CallKind:
		call := e.AsCall()
		switch call.FunctionName() {
		case "_+_", "_-_", "_*_", "_/_", "-_":
			for _, a := range call.Args() {
				if t := c.typeOf(a, vars); t != nil {
					return t
				}
			}
		case "size":
			return types.IntType
		}
		args := call.Args()
		return resultOf(call.FunctionName(), func(i int) *types.Type {
			if i >= len(args) {
				return nil
			}
			return c.typeOf(args[i], vars)
		})
	case ast.ComprehensionKind:
		return c.mapped(e.AsComprehension(), vars)
	}
	return nil
}
