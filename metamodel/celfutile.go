package metamodel

import (
	"errors"
	"math"
	"strings"

	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// futile finds what an expression can never do, whatever is answered: a value
// that cannot be had (a division by zero, an entry that a list written out does
// not have) is an error, a condition that is always the same a warning.
type futile struct {
	env   *celEnv
	cel   *cel.Env
	ast   *ast.AST
	scope scope
	path  string
	s     *sink
}

// look goes through the whole of a checked expression; false tells that it can
// never have its value.
func (u *futile) look(condition bool) bool {
	before := len(u.s.problems)
	u.visit(u.ast.Expr(), nil, condition)
	return !u.s.problems[before:].Failed()
}

func (u *futile) add(k Kind, x ast.Expr, params ...any) {
	u.s.add(k, u.path, append([]any{"at", placeOf(u.ast, x)}, params...)...)
}

// visit looks at x and what it is made of. decides says that x as a whole is a
// condition, or a part of one that "and", "or" and "not" join.
func (u *futile) visit(x ast.Expr, bound map[string]bool, decides bool) {
	if decides || x.Kind() != ast.LiteralKind && x.Kind() != ast.ListKind && x.Kind() != ast.MapKind {
		if constant(x) && u.constant(x, decides) {
			return
		}
	}
	switch x.Kind() {
	case ast.CallKind:
		u.call(x, bound)
	case ast.SelectKind:
		u.visit(x.AsSelect().Operand(), bound, false)
	case ast.ComprehensionKind:
		u.visit(x.AsComprehension().IterRange(), bound, false)
		for _, part := range u.rules(x.AsComprehension()) {
			u.visit(part, bound, false)
		}
	default:
		for _, part := range partsOf(x) {
			u.visit(part, bound, false)
		}
	}
}

// rules are what the author wrote of a macro over rows: the rest is CEL's own.
func (u *futile) rules(k ast.ComprehensionExpr) []ast.Expr {
	var out []ast.Expr
	var written func(x ast.Expr)
	written = func(x ast.Expr) {
		if !mentions(x, k.AccuVar()) {
			out = append(out, x)
			return
		}
		for _, part := range partsOf(x) {
			written(part)
		}
	}
	written(k.LoopStep())
	return out
}

// mentions reports whether x reads a variable.
func mentions(x ast.Expr, name string) (found bool) {
	walkExpr(x, nil, func(y ast.Expr, _ map[string]bool) { found = found || y.Kind() == ast.IdentKind && y.AsIdent() == name })
	return found
}

// constant reports whether x reads nothing: no answer, no day, no row.
func constant(x ast.Expr) bool {
	free := false
	walkExpr(x, nil, func(y ast.Expr, bound map[string]bool) {
		free = free || y.Kind() == ast.IdentKind && !bound[y.AsIdent()]
	})
	return !free
}

// constant computes what reads nothing; done says that nothing is left to say.
func (u *futile) constant(x ast.Expr, decides bool) (done bool) {
	if x.Kind() == ast.CallKind && u.divides(x.AsCall()) {
		return true
	}
	v, err := u.value(x)
	if err != nil {
		// Said at the smallest part that fails.
		for _, part := range partsOf(x) {
			if part.Kind() != ast.LiteralKind && constant(part) {
				if _, err := u.value(part); err != nil {
					return u.constant(part, false)
				}
			}
		}
		u.add(exprImpossible, x, "why", impossibleWords(x, err))
		return true
	}
	b, ok := v.(types.Bool)
	switch {
	case !ok || !decides && x.Kind() == ast.LiteralKind:
	case bool(b):
		u.add(exprAlways, x)
	default:
		u.add(exprNever, x)
	}
	return true
}

func (u *futile) value(x ast.Expr) (ref.Val, error) {
	if x.Kind() == ast.LiteralKind {
		return x.AsLiteral(), nil
	}
	prg, err := u.cel.PlanProgram(ast.NewCheckedAST(ast.NewAST(x, u.ast.SourceInfo()), u.ast.TypeMap(), u.ast.ReferenceMap()))
	if err != nil {
		return nil, err
	}
	v, _, err := prg.Eval(cel.NoVars())
	if d, ok := v.(types.Double); ok && (math.IsInf(float64(d), 0) || math.IsNaN(float64(d))) {
		err = errors.New("overflow")
	}
	return v, err
}

// impossibleWords say why a constant has no value, as its author can act on it.
func impossibleWords(x ast.Expr, err error) Text {
	if x.Kind() == ast.CallKind {
		for _, f := range functions() {
			if f.name == x.AsCall().FunctionName() && len(f.unknown) > 0 {
				return f.unknown
			}
		}
	}
	msg := err.Error()
	switch {
	case strings.Contains(msg, "no such key"), strings.Contains(msg, "out of range"), strings.Contains(msg, "out of bounds"), strings.Contains(msg, "invalid_argument"):
		return noEntry
	case strings.Contains(msg, "overflow"):
		return ZhEn("结果超出范围", "the result is out of range")
	}
	return ZhEn("这些常量没有结果（"+clip(msg)+"）", "these constants give no result ("+clip(msg)+")")
}

var (
	byZero  = ZhEn("不能除以 0", "nothing can be divided by 0")
	noEntry = ZhEn("这里没有这一项", "there is no such entry")
)

func (u *futile) call(x ast.Expr, bound map[string]bool) {
	call := x.AsCall()
	args := call.Args()
	fn := call.FunctionName()
	switch {
	case u.divides(call):
	case fn == operators.Index && len(args) == 2:
		u.index(x, args[0], args[1])
	case fn == operators.In && len(args) == 2 && args[1].Kind() == ast.ListKind && args[1].AsList().Size() == 0:
		u.add(exprNever, x)
	case mirrored[fn] != "" && len(args) == 2, fn == operators.NotEquals && len(args) == 2:
		u.compare(x, fn, args[0], args[1])
	}
	if call.IsMemberFunction() {
		u.visit(call.Target(), bound, false)
	}
	joins := fn == operators.LogicalAnd || fn == operators.LogicalOr || fn == operators.LogicalNot
	for i, a := range args {
		u.visit(a, bound, joins || fn == operators.Conditional && i == 0)
	}
}

// divides tells of a division by what is always 0.
func (u *futile) divides(call ast.CallExpr) bool {
	args := call.Args()
	if fn := call.FunctionName(); fn != operators.Divide && fn != operators.Modulo || len(args) != 2 || !constant(args[1]) {
		return false
	}
	v, err := u.value(args[1])
	if err != nil || v.Equal(types.IntZero) != types.True && v.Equal(types.Double(0)) != types.True {
		return false
	}
	u.add(exprImpossible, args[1], "why", byZero)
	return true
}

// index is an entry of a list or map that is written out, or a negative one.
func (u *futile) index(x, of, key ast.Expr) {
	if key.Kind() != ast.LiteralKind {
		if of.Kind() == ast.ListKind && of.AsList().Size() == 0 || of.Kind() == ast.MapKind && of.AsMap().Size() == 0 {
			u.add(exprImpossible, x, "why", noEntry)
		}
		return
	}
	n, whole := key.AsLiteral().(types.Int)
	switch of.Kind() {
	case ast.MapKind:
		for _, e := range of.AsMap().Entries() {
			if k := e.AsMapEntry().Key(); k.Kind() != ast.LiteralKind || k.AsLiteral().Equal(key.AsLiteral()) == types.True {
				return
			}
		}
		u.add(exprImpossible, key, "why", noEntry)
	case ast.ListKind:
		if whole && (n < 0 || int(n) >= of.AsList().Size()) {
			u.add(exprImpossible, key, "why", noEntry)
		}
	default:
		if t := u.ast.GetType(of.ID()); whole && n < 0 && t != nil && t.Kind() == types.ListKind {
			u.add(exprImpossible, key, "why", noEntry)
		}
	}
}

// compare looks at a comparison whose outcome the answers cannot change.
func (u *futile) compare(x ast.Expr, fn string, a, b ast.Expr) {
	if sameAnswer(a, b) {
		u.same(x, fn == operators.Equals || fn == operators.LessEquals || fn == operators.GreaterEquals)
		return
	}
	v, ok := literalOf(b)
	if !ok {
		if v, ok = literalOf(a); !ok {
			return
		}
		a = b
		if m := mirrored[fn]; m != "" {
			fn = m
		}
	}
	switch v := v.(type) {
	case string:
		if v == "" && (fn == operators.Equals || fn == operators.NotEquals) && u.text(a) {
			u.add(exprEmptyText, x)
		}
	case int64:
		u.counted(x, fn, a, float64(v))
	case float64:
		u.counted(x, fn, a, v)
	}
}

func (u *futile) same(x ast.Expr, always bool) {
	if always {
		u.add(exprAlways, x)
	} else {
		u.add(exprNever, x)
	}
}

// counted compares what is never below 0, a size or an age, with a number.
func (u *futile) counted(x ast.Expr, fn string, a ast.Expr, v float64) {
	if a.Kind() != ast.CallKind {
		return
	}
	if name := strings.TrimPrefix(a.AsCall().FunctionName(), "@"); name != "size" && name != "age" {
		return
	}
	switch {
	case v < 0:
		u.same(x, fn == operators.Greater || fn == operators.GreaterEquals || fn == operators.NotEquals)
	case v == 0 && fn == operators.Less:
		u.same(x, false)
	case v == 0 && fn == operators.GreaterEquals:
		u.same(x, true)
	}
}

// text reports whether x is the answer of a field that holds text: one that is
// empty is not answered.
func (u *futile) text(x ast.Expr) bool {
	var f *fieldPlan
	switch x.Kind() {
	case ast.SelectKind:
		if x.AsSelect().IsTestOnly() {
			return false
		}
		f = u.env.selected(u.ast, x)
	case ast.IdentKind:
		if u.scope.siblings != nil {
			f = u.scope.siblings.field(x.AsIdent())
		}
	}
	if f == nil {
		return false
	}
	switch f.f.Element.Type {
	case TypeString, TypeText, TypePhone, TypeEmail, TypeURL:
		return true
	}
	return false
}

// sameAnswer reports whether both read the same answer.
func sameAnswer(a, b ast.Expr) bool {
	if a.Kind() != b.Kind() {
		return false
	}
	switch a.Kind() {
	case ast.IdentKind:
		return a.AsIdent() == b.AsIdent()
	case ast.SelectKind:
		x, y := a.AsSelect(), b.AsSelect()
		return x.FieldName() == y.FieldName() && x.IsTestOnly() == y.IsTestOnly() && sameAnswer(x.Operand(), y.Operand())
	}
	return false
}
