package metamodel

import (
	"fmt"
	"strings"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/types"
	"cel.dev/cel-go/common/types/ref"
)

// untyped reports what takes the types out of an expression, so that nothing
// could be checked: dyn, which hides a value's type, and type, which asks for it
// only when an answer is there.
func untyped(a *ast.AST, source, path string, s *sink) bool {
	before := len(s.problems)
	walkExpr(a.Expr(), nil, func(x ast.Expr, bound map[string]bool) {
		name := ""
		switch x.Kind() {
		case ast.IdentKind:
			if name = x.AsIdent(); bound[name] {
				return
			}
		case ast.CallKind:
			if name = x.AsCall().FunctionName(); x.AsCall().IsMemberFunction() {
				return
			}
		}
		if name == "dyn" || name == "type" {
			s.add(exprUntyped, path, "at", placeOfName(source, a.SourceInfo().GetStartLocation(x.ID()), name), "name", name)
		}
	})
	return len(s.problems) > before
}

// unfiled reports what only a case that was submitted has.
func unfiled(a *ast.AST, source, path string, s *sink) bool {
	before := len(s.problems)
	walkExpr(a.Expr(), nil, func(x ast.Expr, _ map[string]bool) {
		if x.Kind() != ast.CallKind {
			return
		}
		for _, f := range functions() {
			if f.results && x.AsCall().FunctionName() == hidden(f.name) {
				s.add(exprResults, path, "at", placeOfName(source, a.SourceInfo().GetStartLocation(x.ID()), f.name), "name", f.name)
			}
		}
	})
	return len(s.problems) > before
}

// mixed reports values whose type the check cannot tell: an entry of a list or
// map of several types.
func mixed(a *ast.AST, path string, s *sink) bool {
	var first ast.Expr
	walkExpr(a.Expr(), nil, func(x ast.Expr, _ map[string]bool) {
		if t := a.GetType(x.ID()); first == nil && t != nil && t.Kind() == types.DynKind {
			first = x
		}
	})
	if first != nil {
		s.add(exprType, path, "at", placeOf(a, first), "detail", ZhEn("这个值可能是几种类型，请只放同一种类型的值", "this value can have several types; use values of one type only"))
	}
	return first != nil
}

// constants are the conversions that a constant may fail, and what it must be.
var constants = map[string]struct {
	to   ref.Type
	want Text
}{
	"timestamp": {types.TimestampType, ZhEn("须为真实的日期和时间，例如 2026-05-01T00:00:00Z", "it must be a real date and time, like 2026-05-01T00:00:00Z")},
	"duration":  {types.DurationType, ZhEn("须为时长，例如 36h 或 90m", "it must be a length of time, like 36h or 90m")},
	"int":       {types.IntType, ZhEn("须为整数，例如 12", "it must be a whole number, like 12")},
	"uint":      {types.UintType, ZhEn("须为不小于 0 的整数，例如 12", "it must be a whole number of 0 or more, like 12")},
	"double":    {types.DoubleType, ZhEn("须为数字，例如 12.5", "it must be a number, like 12.5")},
	"bool":      {types.BoolType, ZhEn("须为 true 或 false", "it must be true or false")},
}

// badConstants reports constants that fail whatever the answers are: patterns
// that are none, dates that do not exist.
func badConstants(a *ast.AST, path string, s *sink) bool {
	before := len(s.problems)
	walkExpr(a.Expr(), nil, func(x ast.Expr, _ map[string]bool) {
		if x.Kind() != ast.CallKind {
			return
		}
		call := x.AsCall()
		args := call.Args()
		if len(args) == 0 {
			return
		}
		if last := args[len(args)-1]; last.Kind() != ast.LiteralKind {
			if call.FunctionName() == "matches" { // it would be compiled for every answer, whatever it is
				s.add(exprPatternOpen, path, "at", placeOf(a, last))
			}
			return
		}
		last := args[len(args)-1]
		lit := last.AsLiteral()
		if pattern, ok := lit.(types.String); ok && call.FunctionName() == "matches" {
			if _, err := CompilePattern(string(pattern)); err != nil {
				s.add(exprPattern, path, "at", placeOf(a, last), "pattern", clip(string(pattern)), "detail", regexpWords(err))
			}
			return
		}
		if c, ok := constants[call.FunctionName()]; ok && len(args) == 1 && !call.IsMemberFunction() && types.IsError(lit.ConvertToType(c.to)) {
			s.add(exprConstant, path, "at", placeOf(a, last), "value", clip(fmt.Sprint(lit.Value())), "want", c.want)
		}
	})
	return len(s.problems) > before
}

// regexpWords says what is wrong with a pattern as its author can act on it.
func regexpWords(err error) Text {
	msg := strings.TrimPrefix(err.Error(), "error parsing regexp: ")
	switch {
	case strings.Contains(msg, "(?"):
		return ZhEn("不支持前瞻和后顾等 (?… 写法，请改写", "lookahead and other (?… forms are not supported; write it without them")
	case strings.Contains(msg, "repeat"), strings.Contains(msg, "too large"), strings.Contains(msg, "nesting"):
		return ZhEn("重复次数不对或太多，请减少", "it repeats wrongly or too often; repeat less")
	case strings.Contains(msg, `\`):
		return ZhEn("“\\”后的字符不支持："+msg, "what follows a “\\” is not supported: "+msg)
	}
	return ZhEn("请检查括号是否成对、写法是否正确："+msg, "check that brackets are paired and that it is spelt right: "+msg)
}
