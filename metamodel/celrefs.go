package metamodel

import (
	"strings"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
)

// reads lists what an expression reads: paths of fields and of repeats.
func (e *celEnv) reads(sc scope, source string) []string {
	a, ok := e.checked(sc, source)
	if !ok {
		return nil
	}
	return e.inspect(a, sc, "", &sink{})
}

// inspect lists what a checked expression reads and reports codes that are in
// no list.
func (e *celEnv) inspect(a *ast.AST, sc scope, path string, s *sink) []string {
	seen := map[string]bool{}
	walkExpr(a.Expr(), nil, func(x ast.Expr, bound map[string]bool) {
		switch x.Kind() {
		case ast.SelectKind:
			if f := e.selected(a, x); f != nil {
				seen[f.f.Path] = true
			} else if g := e.rowsOf(a, x); g != nil {
				seen[g.g.Path] = true
			}
		case ast.IdentKind:
			name := x.AsIdent()
			if bound[name] {
				return
			}
			if g := e.rowsOf(a, x); g != nil {
				seen[g.g.Path] = true
			} else if _, ok := e.questions[name]; ok {
				seen[name] = true
			} else if sc.siblings != nil {
				if f := sc.siblings.field(name); f != nil {
					seen[f.f.Path] = true
				}
			}
		case ast.CallKind:
			e.knownCodes(a, sc, x, path, s)
		}
	})
	return sortedKeys(seen)
}

// onlyFilled are the fields of which a checked expression asks nothing but whether
// they are filled in.
func (e *celEnv) onlyFilled(a *ast.AST) map[string]bool {
	asked, only := map[int64]bool{}, map[string]bool{}
	walkExpr(a.Expr(), nil, func(x ast.Expr, _ map[string]bool) {
		switch x.Kind() {
		case ast.CallKind:
			if call := x.AsCall(); call.FunctionName() == "filled" && len(call.Args()) == 1 {
				asked[call.Args()[0].ID()] = true
			}
		case ast.SelectKind:
			if f := e.selected(a, x); f != nil {
				before, seen := only[f.f.Path]
				only[f.f.Path] = (asked[x.ID()] || x.AsSelect().IsTestOnly()) && (before || !seen)
			}
		}
	})
	return only
}

// walkExpr visits every node with the names that macros bind around it.
func walkExpr(e ast.Expr, bound map[string]bool, visit func(ast.Expr, map[string]bool)) {
	visit(e, bound)
	switch e.Kind() {
	case ast.SelectKind:
		walkExpr(e.AsSelect().Operand(), bound, visit)
	case ast.ListKind:
		for _, x := range e.AsList().Elements() {
			walkExpr(x, bound, visit)
		}
	case ast.MapKind:
		for _, x := range e.AsMap().Entries() {
			walkExpr(x.AsMapEntry().Key(), bound, visit)
			walkExpr(x.AsMapEntry().Value(), bound, visit)
		}
	case ast.StructKind:
		for _, x := range e.AsStruct().Fields() {
			walkExpr(x.AsStructField().Value(), bound, visit)
		}
	case ast.CallKind:
		if e.AsCall().IsMemberFunction() {
			walkExpr(e.AsCall().Target(), bound, visit)
		}
		for _, x := range e.AsCall().Args() {
			walkExpr(x, bound, visit)
		}
	case ast.ComprehensionKind:
		k := e.AsComprehension()
		walkExpr(k.IterRange(), bound, visit)
		inner := map[string]bool{k.IterVar(): true, k.IterVar2(): true, k.AccuVar(): true}
		for n := range bound {
			inner[n] = true
		}
		for _, x := range []ast.Expr{k.AccuInit(), k.LoopCondition(), k.LoopStep(), k.Result()} {
			walkExpr(x, inner, visit)
		}
	}
}

// rowsOf is the repeat whose rows x reads as a whole, nil for none.
func (e *celEnv) rowsOf(a *ast.AST, x ast.Expr) *groupPlan {
	t := a.GetType(x.ID())
	if t == nil || t.Kind() != types.ListKind || len(t.Parameters()) != 1 {
		return nil
	}
	name, ok := strings.CutPrefix(t.Parameters()[0].TypeName(), "@")
	if !ok {
		return nil
	}
	return e.plan.byName[name]
}

// selected is the field a select expression reads, nil when it is none.
func (e *celEnv) selected(a *ast.AST, x ast.Expr) *fieldPlan {
	t := a.GetType(x.AsSelect().Operand().ID())
	if t == nil || t.Kind() != types.StructKind {
		return nil
	}
	g, ok := e.plan.byName[strings.TrimPrefix(t.TypeName(), "@")]
	if !ok {
		return nil
	}
	return g.field(x.AsSelect().FieldName())
}

// memberOf is the part of a field that a select expression reads
// (applicant.DE1.idType), nil when it is none.
func (e *celEnv) memberOf(a *ast.AST, x ast.Expr) *fieldPlan {
	whole := x.AsSelect().Operand()
	if whole.Kind() != ast.SelectKind {
		return nil
	}
	f := e.selected(a, whole)
	if f == nil {
		return nil
	}
	c, ok := f.typ.(*composite)
	if !ok {
		return nil
	}
	if i := partIndex(c.parts, []byte(x.AsSelect().FieldName())); i >= 0 {
		return c.parts[i]
	}
	return nil
}

// knownCodes refuses a comparison of a coded field with a code that is in no
// entry of its list: it could never hold.
func (e *celEnv) knownCodes(a *ast.AST, sc scope, x ast.Expr, path string, s *sink) {
	call := x.AsCall()
	args := call.Args()
	if len(args) != 2 {
		return
	}
	f := call.FunctionName()
	if f != "_==_" && f != "_!=_" && f != "@in" {
		return
	}
	for i := range args {
		var field *fieldPlan
		switch args[i].Kind() {
		case ast.SelectKind:
			if field = e.selected(a, args[i]); field == nil {
				field = e.memberOf(a, args[i])
			}
		case ast.IdentKind:
			if sc.siblings != nil {
				field = sc.siblings.field(args[i].AsIdent())
			}
		}
		if field == nil || field.codes == nil {
			continue
		}
		unknownCodes(a, field, args[1-i], path, s)
		for _, lit := range stringLiterals(args[1-i]) {
			if code := string(lit.AsLiteral().(types.String)); field.neverOffers(code) {
				s.add(exprNotOffered, path, "at", placeOf(a, lit), "code", clip(code), "field", field.f.Label)
			}
		}
	}
}

// unknownCodes reports the codes among x's literals that are not in the field's
// list.
func unknownCodes(a *ast.AST, f *fieldPlan, x ast.Expr, path string, s *sink) {
	for _, lit := range stringLiterals(x) {
		code := string(lit.AsLiteral().(types.String))
		if _, ok := f.codes[code]; !ok {
			s.add(exprCode, path, "at", placeOf(a, lit), "code", clip(code), "field", f.f.Label, "list", f.f.CodeList.ID)
		}
	}
}

// stringLiterals are x, or the entries of the list x, that are texts written out.
func stringLiterals(x ast.Expr) []ast.Expr {
	switch x.Kind() {
	case ast.LiteralKind:
		if _, ok := x.AsLiteral().(types.String); ok {
			return []ast.Expr{x}
		}
	case ast.ListKind:
		var out []ast.Expr
		for _, el := range x.AsList().Elements() {
			out = append(out, stringLiterals(el)...)
		}
		return out
	}
	return nil
}
