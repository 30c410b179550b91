package metamodel

import (
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
)

// Most conditions of a form compare a coded answer with a literal. Those run
// without CEL's interpreter (some 30 ns instead of 500); CEL has parsed, typed
// and costed them before, and everything else goes to CEL. A test holds both
// ways against each other.

// quick is a condition over a record; it gives what CEL would.
type quick func(a *answerScope) Truth

// quicken is the quick form of a checked expression, nil when it has none.
func (e *celEnv) quicken(x ast.Expr, sc scope) quick {
	switch x.Kind() {
	case ast.LiteralKind:
		if b, ok := x.AsLiteral().(types.Bool); ok {
			t := truthOf(bool(b))
			return func(*answerScope) Truth { return t }
		}
	case ast.SelectKind, ast.IdentKind:
		f := e.quickField(x, sc)
		if f == nil {
			return nil
		}
		if x.Kind() == ast.SelectKind && x.AsSelect().IsTestOnly() {
			return func(a *answerScope) Truth {
				_, ok := a.answer(f)
				return truthOf(ok)
			}
		}
		if f.f.Element.Type == TypeBoolean {
			return func(a *answerScope) Truth {
				v, ok := a.answer(f)
				if !ok {
					return Unknown
				}
				return truthOf(len(v) == len("true"))
			}
		}
	case ast.CallKind:
		return e.quickCall(x.AsCall(), sc)
	}
	return nil
}

func (e *celEnv) quickCall(call ast.CallExpr, sc scope) quick {
	args := call.Args()
	switch fn := call.FunctionName(); {
	case fn == "_&&_" || fn == "_||_":
		// One side that decides absorbs whatever is wrong with the other.
		decides := truthOf(fn == "_||_")
		parts := make([]quick, len(args))
		for i, a := range args {
			if parts[i] = e.quicken(a, sc); parts[i] == nil {
				return nil
			}
		}
		return func(a *answerScope) Truth {
			out := not(decides)
			for _, p := range parts {
				switch p(a) {
				case decides:
					return decides
				case Unknown:
					out = Unknown
				}
			}
			return out
		}
	case fn == "filled" && len(args) == 1:
		if f := e.quickField(args[0], sc); f != nil && (args[0].Kind() != ast.SelectKind || !args[0].AsSelect().IsTestOnly()) {
			return func(a *answerScope) Truth {
				_, ok := a.answer(f)
				return truthOf(ok)
			}
		}
	case fn == "!_" && len(args) == 1:
		if p := e.quicken(args[0], sc); p != nil {
			return func(a *answerScope) Truth { return not(p(a)) }
		}
	case (fn == "_==_" || fn == "_!=_" || fn == "@in") && len(args) == 2:
		f, other := e.quickField(args[0], sc), args[1]
		if f == nil && fn != "@in" {
			f, other = e.quickField(args[1], sc), args[0]
		}
		if f == nil || args[0].Kind() == ast.SelectKind && args[0].AsSelect().IsTestOnly() || args[1].Kind() == ast.SelectKind && args[1].AsSelect().IsTestOnly() {
			return nil
		}
		choices := quickLiterals(other, f.f.Element.Type, fn == "@in")
		if choices == nil {
			return nil
		}
		same := truthOf(fn != "_!=_")
		return func(a *answerScope) Truth {
			v, ok := a.answer(f)
			if !ok {
				return Unknown
			}
			for _, c := range choices {
				if string(v) == c {
					return same
				}
			}
			return not(same)
		}
	}
	return nil
}

// quickLiterals are the texts that x stands for, nil when it is no literal of
// a type whose equality is that of its text.
func quickLiterals(x ast.Expr, t Type, list bool) []string {
	if list {
		if x.Kind() != ast.ListKind || x.AsList().Size() == 0 || len(x.AsList().OptionalIndices()) > 0 {
			return nil
		}
		var out []string
		for _, el := range x.AsList().Elements() {
			one := quickLiterals(el, t, false)
			if one == nil {
				return nil
			}
			out = append(out, one...)
		}
		return out
	}
	if x.Kind() != ast.LiteralKind {
		return nil
	}
	switch v := x.AsLiteral().(type) {
	case types.String:
		if t == TypeString || t == TypeText || t == TypeCode {
			return []string{string(v)}
		}
	case types.Bool:
		if t == TypeBoolean {
			if v {
				return []string{"true"}
			}
			return []string{"false"}
		}
	}
	return nil
}

// quickField is the field that x reads directly, nil when it is none.
func (e *celEnv) quickField(x ast.Expr, sc scope) *fieldPlan {
	switch x.Kind() {
	case ast.IdentKind:
		if sc.siblings != nil {
			if i, ok := sc.siblings.byKey[x.AsIdent()]; ok {
				return sc.siblings.fields[i]
			}
		}
	case ast.SelectKind:
		s := x.AsSelect()
		if s.Operand().Kind() != ast.IdentKind || sc.siblings != nil {
			return nil
		}
		name := s.Operand().AsIdent()
		g := e.plan.byName[name]
		if name == "row" {
			g = sc.row
		} else if g != nil && g.g.Repeat {
			return nil
		}
		if g == nil {
			return nil
		}
		if i, ok := g.byKey[s.FieldName()]; ok {
			return g.fields[i]
		}
	}
	return nil
}

// answer is the text of a field of the scope's own form, as view.get reads it.
func (a *answerScope) answer(f *fieldPlan) ([]byte, bool) {
	row := -1
	if f.g.g.Repeat {
		row = a.row
	}
	s := a.st.slot(f, row)
	if s == nil || !s.readable() {
		return nil, false
	}
	if v := (view{matter: a.matter}); !v.shows(f, s.uses) {
		return nil, false
	}
	return s.val.of(a.st.w.buf), true
}

func truthOf(b bool) Truth {
	if b {
		return True
	}
	return False
}

func not(t Truth) Truth {
	switch t {
	case True:
		return False
	case False:
		return True
	}
	return Unknown
}
