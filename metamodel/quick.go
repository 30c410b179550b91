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
		if f.f == nil {
			return nil
		}
		if x.Kind() == ast.SelectKind && x.AsSelect().IsTestOnly() {
			return func(a *answerScope) Truth {
				_, ok := a.answer(f)
				return truthOf(ok)
			}
		}
		if f.f.f.Element.Type == TypeBoolean {
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
	if q := e.quickCompare(call.FunctionName(), args, sc); q != nil {
		return q
	}
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
		if f := e.quickField(args[0], sc); f.f != nil && (args[0].Kind() != ast.SelectKind || !args[0].AsSelect().IsTestOnly()) {
			return func(a *answerScope) Truth {
				_, ok := a.answer(f)
				return truthOf(ok)
			}
		}
	case fn == "holds" && len(args) == 1:
		if p := e.quicken(args[0], sc); p != nil {
			return func(a *answerScope) Truth { return truthOf(p(a) == True) }
		}
	case fn == "!_" && len(args) == 1:
		if p := e.quicken(args[0], sc); p != nil {
			return func(a *answerScope) Truth { return not(p(a)) }
		}
	case (fn == "_==_" || fn == "_!=_" || fn == "@in") && len(args) == 2:
		f, other := e.quickField(args[0], sc), args[1]
		if f.f == nil && fn != "@in" {
			f, other = e.quickField(args[1], sc), args[0]
		}
		if f.f == nil || args[0].Kind() == ast.SelectKind && args[0].AsSelect().IsTestOnly() || args[1].Kind() == ast.SelectKind && args[1].AsSelect().IsTestOnly() {
			return nil
		}
		choices := quickLiterals(other, f.f.f.Element.Type, fn == "@in")
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

// place is a field that an expression reads directly.
type place struct {
	f  *fieldPlan
	up int // how many rows further out than the expression; -1: in the document
}

// quickField is the field that x reads directly; f is nil when it is none.
func (e *celEnv) quickField(x ast.Expr, sc scope) place {
	switch x.Kind() {
	case ast.IdentKind:
		if sc.siblings != nil {
			return place{f: sc.siblings.field(x.AsIdent())}
		}
	case ast.SelectKind:
		s := x.AsSelect()
		if g, up := e.quickGroup(s.Operand(), sc); g != nil {
			return place{g.field(s.FieldName()), up}
		}
	}
	return place{}
}

// quickGroup is the single group, or the row, that x names; nil when it is none.
func (e *celEnv) quickGroup(x ast.Expr, sc scope) (*groupPlan, int) {
	if sc.siblings != nil {
		return nil, 0
	}
	switch x.Kind() {
	case ast.IdentKind:
		switch name := x.AsIdent(); {
		case sc.row != nil && name == "row":
			return sc.row, 0
		case sc.row != nil && name == parentRow:
			return sc.row.outer.repeat(), 1
		default:
			if g := e.plan.root.sub(name); g != nil && !g.g.Repeat {
				return g, -1
			}
		}
	case ast.SelectKind:
		s := x.AsSelect()
		if s.IsTestOnly() {
			return nil, 0
		}
		g, up := e.quickGroup(s.Operand(), sc)
		if g == nil {
			return nil, 0
		}
		if sub := g.sub(s.FieldName()); sub != nil && !sub.g.Repeat {
			return sub, up
		}
		if s.FieldName() == parentRow && g.g.Repeat && up >= 0 {
			return g.outer.repeat(), up + 1
		}
	}
	return nil, 0
}

// answer is the text of a field of the scope's own form, as view.get reads it.
func (a *answerScope) answer(p place) ([]byte, bool) {
	row := int32(0)
	if p.up >= 0 {
		row = a.row
		for range p.up {
			row = a.st.rows[row].up
		}
	}
	s := a.st.slot(p.f, row)
	if s == nil || !s.readable() {
		return nil, false
	}
	if v := (view{matter: a.matter}); !v.shows(p.f, s.uses) {
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
