package metamodel

import (
	"encoding/json"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
)

// Words reads a condition out in every language: “主体类型”是“有限责任公司”. ok is
// false when some part of it has no words.
func (e *Env) Words(source string) (Text, bool) { return e.env.words(scope{}, source) }

// Comparison is a field beside constants, as one part of a condition.
type Comparison struct {
	Field  *Field
	Op     string            // == != < <= > >= in
	Values []json.RawMessage // one, or with "in" any number
}

// Comparisons are those that must all hold for a condition to hold; whole
// reports whether nothing else must. Parts that are no such comparison, and what
// only an “or” demands, are left out.
func (e *Env) Comparisons(source string) (list []Comparison, whole bool) {
	a, ok := e.env.checked(scope{}, source)
	if !ok {
		return nil, false
	}
	whole = true
	var visit func(x ast.Expr)
	visit = func(x ast.Expr) {
		if x.Kind() == ast.CallKind && x.AsCall().FunctionName() == operators.LogicalAnd {
			for _, arg := range x.AsCall().Args() {
				visit(arg)
			}
			return
		}
		c, ok := e.comparison(a, x)
		if !ok {
			whole = false
			return
		}
		list = append(list, c)
	}
	visit(a.Expr())
	return list, whole
}

// plainOps are operators as people write them.
var plainOps = map[string]string{
	operators.Equals: "==", operators.NotEquals: "!=", operators.Less: "<", operators.LessEquals: "<=",
	operators.Greater: ">", operators.GreaterEquals: ">=", operators.In: "in",
}

func (e *Env) comparison(a *ast.AST, x ast.Expr) (Comparison, bool) {
	if f := e.plainField(a, x); f != nil && f.Element.Type == TypeBoolean {
		return Comparison{f, "==", []json.RawMessage{json.RawMessage("true")}}, true
	}
	if x.Kind() != ast.CallKind {
		return Comparison{}, false
	}
	call := x.AsCall()
	args := call.Args()
	if call.FunctionName() == operators.LogicalNot {
		f := e.plainField(a, args[0])
		return Comparison{f, "==", []json.RawMessage{json.RawMessage("false")}}, f != nil
	}
	fn := call.FunctionName()
	if plainOps[fn] == "" || len(args) != 2 {
		return Comparison{}, false
	}
	f, beside := e.plainField(a, args[0]), args[1]
	if f == nil && fn != operators.In {
		f, beside = e.plainField(a, args[1]), args[0]
		if m := mirrored[fn]; m != "" {
			fn = m
		}
	}
	if f == nil {
		return Comparison{}, false
	}
	values, ok := literals(beside)
	if !ok || len(values) != 1 && fn != operators.In {
		return Comparison{}, false
	}
	return Comparison{f, plainOps[fn], values}, true
}

// plainField is the field x reads, nil for none.
func (e *Env) plainField(a *ast.AST, x ast.Expr) *Field {
	if x.Kind() != ast.SelectKind || x.AsSelect().IsTestOnly() {
		return nil
	}
	if f := e.env.selected(a, x); f != nil {
		return f.f
	}
	return nil
}
