package metamodel

import (
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/cost"
	celoverloads "cel.dev/cel-go/common/overloads"
)

// conversions are the lengths of what becomes a string.
var conversions = map[string]uint64{celoverloads.IntToString: 20, celoverloads.DoubleToString: 24, celoverloads.BoolToString: 5, celoverloads.TimestampToString: 40, celoverloads.DurationToString: 40}

// sizes tells the cost estimate how long answers may be.
type sizes struct {
	env   *celEnv
	scope scope
}

func (z *sizes) EstimateSize(node cost.AstNode) *cost.SizeEstimate {
	path := node.Path()
	if len(path) == 0 {
		return nil
	}
	upTo := func(n int) *cost.SizeEstimate { return &cost.SizeEstimate{Max: uint64(n)} }
	name, rest := path[0], path[1:]
	var g *groupPlan
	switch row := z.scope.row; {
	case row != nil && name == "row":
		g = row
	case row != nil && name == parentRow:
		g = row.outer.repeat()
	default:
		if z.scope.siblings != nil {
			if f := z.scope.siblings.field(name); f != nil {
				return upTo(f.most(rest))
			}
		}
		if g = z.env.plan.root.sub(name); g == nil {
			return upTo(64) // a question: a code or a number
		}
		if g.g.Repeat {
			if len(rest) == 0 {
				return upTo(g.maxRows)
			}
			rest = rest[1:] // @items
		}
	}
	for {
		if g == nil || len(rest) == 0 {
			return upTo(1)
		}
		key := rest[0]
		rest = rest[1:]
		if f := g.field(key); f != nil {
			return upTo(f.most(rest))
		}
		sub := g.sub(key)
		switch {
		case sub == nil && key == parentRow:
			g = g.outer.repeat()
			continue
		case sub == nil:
			return nil
		case sub.g.Repeat:
			if len(rest) == 0 {
				return upTo(sub.maxRows)
			}
			rest = rest[1:] // @items
		}
		g = sub
	}
}

// most is the greatest size of a field's value as CEL counts it: characters of
// a string, entries of a list, characters of an entry.
func (f *fieldPlan) most(rest []string) int {
	switch f.f.Element.Type {
	case TypeString, TypeText:
		if f.element.maxLength >= 0 {
			return f.element.maxLength
		}
		return defaultMaxLength
	case TypeCodes:
		if len(rest) == 0 {
			return len(f.codes)
		}
		return 64
	case TypeCode:
		return 64
	case TypeFile:
		if len(rest) == 0 {
			return mostFiles
		}
		return defaultMaxLength
	case TypeTable:
		if len(rest) == 0 && f.f.CodeList != nil {
			return len(f.f.CodeList.Entries)
		}
		return defaultMaxLength
	case TypeEmail, TypeURL, TypePhone:
		return mostURL
	}
	if len(rest) > 0 { // a member
		return defaultMaxLength
	}
	return 1
}

// costliest is the smallest part of an expression that alone costs more than it
// may, the whole when only all parts together do. What a macro's rows cost is
// known at the macro only, so that the search does not go into it.
func costliest(a *ast.AST, z *sizes) ast.Expr {
	x := a.Expr()
	for {
		var worse ast.Expr
		for _, part := range partsOf(x) {
			alone := ast.NewCheckedAST(ast.NewAST(part, a.SourceInfo()), a.TypeMap(), a.ReferenceMap())
			if est, err := cost.Cost(alone, z); err == nil && est.Max > costLimit {
				worse = part
				break
			}
		}
		if worse == nil {
			return x
		}
		x = worse
	}
}

// partsOf are the operands of an operation, the entries of a list or map.
func partsOf(x ast.Expr) []ast.Expr {
	switch x.Kind() {
	case ast.CallKind:
		if call := x.AsCall(); call.IsMemberFunction() {
			return append([]ast.Expr{call.Target()}, call.Args()...)
		}
		return x.AsCall().Args()
	case ast.SelectKind:
		return []ast.Expr{x.AsSelect().Operand()}
	case ast.ListKind:
		return x.AsList().Elements()
	case ast.MapKind:
		var out []ast.Expr
		for _, e := range x.AsMap().Entries() {
			out = append(out, e.AsMapEntry().Key(), e.AsMapEntry().Value())
		}
		return out
	}
	return nil
}
