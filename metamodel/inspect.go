package metamodel

import (
	"encoding/json"
	"slices"
	"strconv"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
)

// Inspection is an expression taken apart, for those who judge it before
// anybody has answered.
type Inspection struct {
	Reads  []ReadField // by path or question, sorted
	Closed bool        // the values of what it reads, told apart by the literals beside them, decide it and nothing else does
	Cost   uint64      // the most one evaluation may cost
	Limit  uint64      // what it may cost at most
}

// ReadField is a field, or a guide's question, that an expression reads.
type ReadField struct {
	Field    *Field
	Question *Question         // when Field is nil
	Literals []json.RawMessage // what it is compared with
}

// Inspect takes a condition apart that compiles. row is the repeat whose row it
// stands in, nil for none.
func (e *Env) Inspect(source string, row *Group) (Inspection, Problems) {
	sc := scope{}
	if row != nil {
		sc.row = e.env.plan.byName[row.Path]
	}
	var s sink
	out := Inspection{Closed: true, Limit: costLimit}
	prog := e.env.compile(sc, "", source, &s) // reports what is wrong, in the words of Compile
	if prog == nil {
		return out, s.problems
	}
	e.env.mu.Lock()
	defer e.env.mu.Unlock()
	env, err := e.env.in(sc)
	if err != nil {
		return out, Problems{exprImpossible.At("", "at", "1:1", "why", err.Error())}
	}
	parsed, iss := env.Parse(source)
	if iss.Err() == nil {
		(&coercer{env: e.env, scope: sc}).expr(parsed.NativeRep().Expr(), nil)
		parsed, iss = env.Check(parsed)
	}
	if iss.Err() != nil {
		return out, Problems{exprImpossible.At("", "at", "1:1", "why", iss.Err().Error())}
	}
	if est, err := env.EstimateCost(parsed, &sizes{env: e.env, scope: sc}); err == nil {
		out.Cost = est.Max
	}
	in := &inspector{env: e.env, ast: parsed.NativeRep(), reads: map[string]*ReadField{}}
	out.Closed = in.closed(in.ast.Expr())
	for _, key := range sortedKeys(in.reads) {
		out.Reads = append(out.Reads, *in.reads[key])
	}
	return out, nil
}

type inspector struct {
	env   *celEnv
	ast   *ast.AST
	reads map[string]*ReadField
}

// closed visits a condition and reports whether it is made only of fields
// compared with literals, of has() and of yes-or-no fields. What is read
// otherwise is noted as well.
func (in *inspector) closed(x ast.Expr) bool {
	switch x.Kind() {
	case ast.LiteralKind:
		return true
	case ast.SelectKind, ast.IdentKind:
		r := in.reading(x)
		return r != nil && (x.Kind() == ast.SelectKind && x.AsSelect().IsTestOnly() || in.ast.GetType(x.ID()).IsExactType(types.BoolType))
	case ast.CallKind:
		call := x.AsCall()
		args := call.Args()
		switch call.FunctionName() {
		case "_&&_", "_||_", "!_", "_?_:_":
			ok := true
			for _, a := range args {
				ok = in.closed(a) && ok
			}
			return ok
		case "_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_", "@in":
			if in.compared(args[0], args[1]) || in.compared(args[1], args[0]) {
				return true
			}
		}
	}
	walkExpr(x, nil, func(y ast.Expr, _ map[string]bool) { in.reading(y) })
	return false
}

// compared notes a field that stands beside literals.
func (in *inspector) compared(field, beside ast.Expr) bool {
	lits, ok := literals(beside)
	if !ok || field.Kind() == ast.SelectKind && field.AsSelect().IsTestOnly() {
		return false
	}
	r := in.reading(field)
	if r == nil {
		return false
	}
	for _, l := range lits {
		if !slices.ContainsFunc(r.Literals, func(o json.RawMessage) bool { return string(o) == string(l) }) {
			r.Literals = append(r.Literals, l)
		}
	}
	return true
}

// reading is the entry of the field or question that x names, nil for none.
func (in *inspector) reading(x ast.Expr) *ReadField {
	var key string
	var r ReadField
	switch x.Kind() {
	case ast.SelectKind:
		f := in.env.selected(in.ast, x)
		if f == nil {
			return nil
		}
		key, r.Field = f.f.Path, f.f
	case ast.IdentKind:
		q, ok := in.env.questions[x.AsIdent()]
		if !ok {
			return nil
		}
		key, r.Question = q.ID, &q
	default:
		return nil
	}
	if in.reads[key] == nil {
		in.reads[key] = &r
	}
	return in.reads[key]
}

// literals are the constants of a literal, a list of them, or a moment written
// with timestamp().
func literals(x ast.Expr) ([]json.RawMessage, bool) {
	switch x.Kind() {
	case ast.LiteralKind:
		switch v := x.AsLiteral().(type) {
		case types.String:
			b, err := json.Marshal(string(v))
			return []json.RawMessage{b}, err == nil
		case types.Int:
			return []json.RawMessage{json.RawMessage(strconv.FormatInt(int64(v), 10))}, true
		case types.Double:
			b, err := json.Marshal(float64(v))
			return []json.RawMessage{b}, err == nil
		case types.Bool:
			return []json.RawMessage{json.RawMessage(strconv.FormatBool(bool(v)))}, true
		}
	case ast.ListKind:
		var out []json.RawMessage
		for _, el := range x.AsList().Elements() {
			one, ok := literals(el)
			if !ok {
				return nil, false
			}
			out = append(out, one...)
		}
		return out, true
	case ast.CallKind:
		if call := x.AsCall(); call.FunctionName() == "timestamp" && len(call.Args()) == 1 && call.Args()[0].Kind() == ast.LiteralKind {
			return literals(call.Args()[0])
		}
		if call := x.AsCall(); call.FunctionName() == "-_" && len(call.Args()) == 1 {
			if one, ok := literals(call.Args()[0]); ok && len(one) == 1 && one[0][0] != '"' {
				return []json.RawMessage{append(json.RawMessage("-"), one[0]...)}, true
			}
		}
	}
	return nil, false
}
