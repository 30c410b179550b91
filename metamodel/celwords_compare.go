package metamodel

import (
	"strings"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
)

// compared are the signs between two values, and those of the opposite.
var compared = map[string]struct{ not, zh, en string }{
	operators.Equals:        {operators.NotEquals, "是", "is"},
	operators.NotEquals:     {operators.Equals, "不是", "is not"},
	operators.Less:          {operators.GreaterEquals, "小于", "is less than"},
	operators.LessEquals:    {operators.Greater, "不大于", "is at most"},
	operators.Greater:       {operators.LessEquals, "大于", "is more than"},
	operators.GreaterEquals: {operators.Less, "不小于", "is at least"},
}

// comparedDates say the order of dates as people do.
var comparedDates = map[string]struct{ zh, en string }{
	operators.Less: {"早于", "is before"}, operators.LessEquals: {"不晚于", "is on or before"},
	operators.Greater: {"晚于", "is after"}, operators.GreaterEquals: {"不早于", "is on or after"},
}

// textTests are the tests on texts.
var textTests = map[string]struct{ zh, notZh, en, notEn string }{
	"contains":   {"包含", "不包含", "contains", "does not contain"},
	"startsWith": {"的开头是", "的开头不是", "begins with", "does not begin with"},
	"endsWith":   {"的结尾是", "的结尾不是", "ends with", "does not end with"},
	"matches":    {"符合格式", "不符合格式", "matches", "does not match"},
}

// in says `value in list`: one of some values, or a coded answer of several.
func (w *wording) in(item, list ast.Expr, no bool) (string, int, bool) {
	if list.Kind() == ast.ListKind {
		v, ok := w.value(item)
		var choices []string
		for _, el := range list.AsList().Elements() {
			s, ok1 := w.beside(el, item)
			choices, ok = append(choices, s), ok && ok1
		}
		if !ok || len(choices) == 0 {
			return "", 0, false
		}
		if w.zh {
			return v + pickBool(no, "不是", "是") + strings.Join(choices, "或"), holdsTight, true
		}
		if no && len(choices) == 1 {
			return v + " is not " + choices[0], holdsTight, true
		}
		return v + pickBool(no, " is neither ", " is ") + strings.Join(choices, pickBool(no, " nor ", " or ")), holdsTight, true
	}
	v, ok1 := w.value(list)
	i, ok2 := w.beside(item, list)
	if w.zh {
		return v + pickBool(no, "不包含", "包含") + i, holdsTight, ok1 && ok2
	}
	return v + pickBool(no, " does not include ", " includes ") + i, holdsTight, ok1 && ok2
}

func (w *wording) comparison(op, zh, en string, l, r ast.Expr) (string, int, bool) {
	if l.Kind() == ast.LiteralKind && r.Kind() != ast.LiteralKind { // 3 < x reads as x > 3
		turn := map[string]string{operators.Less: operators.Greater, operators.LessEquals: operators.GreaterEquals, operators.Greater: operators.Less, operators.GreaterEquals: operators.LessEquals}
		if t, ok := turn[op]; ok {
			op, zh, en = t, compared[t].zh, compared[t].en
		}
		l, r = r, l
	}
	if b, ok := literalBool(r); ok && (op == operators.Equals || op == operators.NotEquals) {
		return w.condition(l, bool(b) != (op == operators.Equals))
	}
	if s, ok := literalText(r); ok && s == "" && (op == operators.Equals || op == operators.NotEquals) {
		if v, ok := w.value(l); ok {
			return v + pickBool(op == operators.Equals, w.pick("为空", " is empty"), w.pick("不为空", " is not empty")), holdsTight, true
		}
	}
	t := w.a.GetType(l.ID())
	if t != nil && t.Kind() == types.TimestampKind {
		if s, ok := comparedDates[op]; ok {
			zh, en = s.zh, s.en
		}
	}
	a, ok1 := w.value(l)
	b, ok2 := w.beside(r, l)
	if w.zh {
		if t != nil && (t.Kind() == types.IntKind || t.Kind() == types.DoubleKind) && !strings.HasPrefix(b, "“") {
			switch op {
			case operators.Equals:
				zh = "等于"
			case operators.NotEquals:
				zh = "不等于"
			}
			a, b = spaced(a), " "+b
		}
		return a + zh + b, holdsTight, ok1 && ok2
	}
	return a + " " + en + " " + b, holdsTight, ok1 && ok2
}

func literalBool(x ast.Expr) (types.Bool, bool) {
	if x.Kind() != ast.LiteralKind {
		return false, false
	}
	b, ok := x.AsLiteral().(types.Bool)
	return b, ok
}
