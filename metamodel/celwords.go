package metamodel

import (
	"strconv"
	"strings"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
)

// words reads an expression out in every language, by the labels of the form:
// “主体类型”是“有限责任公司”. ok is false when some part of it has no words;
// whoever shows it falls back to the source. The same source reads the same way
// every time.
func (e *celEnv) words(sc scope, source string) (text Text, ok bool) {
	a, ok := e.checked(sc, source)
	if !ok {
		return nil, false
	}
	text = Text{}
	for _, lang := range Languages {
		w := &wording{env: e, a: a, sc: sc, zh: lang == "zh", lang: lang, bound: map[string]ast.Expr{}}
		w.shared()
		said, ok := "", false
		if a.GetType(a.Expr().ID()).IsExactType(types.BoolType) {
			said, _, ok = w.condition(a.Expr(), false)
		} else {
			said, ok = w.value(a.Expr())
		}
		if !ok {
			return nil, false
		}
		text[lang] = said
	}
	return text, true
}

// checked parses and checks a source once more: programs do not keep their tree.
func (e *celEnv) checked(sc scope, source string) (*ast.AST, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	env, err := e.in(sc)
	if err != nil {
		return nil, false
	}
	parsed, iss := env.Parse(source)
	if iss.Err() != nil {
		return nil, false
	}
	(&coercer{env: e, scope: sc}).expr(parsed.NativeRep().Expr(), nil)
	checked, iss := env.Check(parsed)
	if iss.Err() != nil {
		return nil, false
	}
	return checked.NativeRep(), true
}

// wording says one expression in one language.
type wording struct {
	env   *celEnv
	a     *ast.AST
	sc    scope
	zh    bool
	lang  string
	twice map[string]bool     // labels that several of its fields have
	bound map[string]ast.Expr // what a macro's variable goes over
}

// How tightly a phrase holds together.
const (
	holdsOpen = iota // its end is open: in brackets wherever something follows
	holdsOr
	holdsAnd
	holdsTight
)

func (w *wording) pick(zh, en string) string {
	if w.zh {
		return zh
	}
	return en
}

// shared finds labels that mean two things here: those are said with whose it is.
func (w *wording) shared() {
	w.twice = map[string]bool{}
	by := map[string]*fieldPlan{}
	walkExpr(w.a.Expr(), nil, func(x ast.Expr, _ map[string]bool) {
		if f := w.field(x); f != nil {
			label := f.f.Label.In(w.lang)
			if o, ok := by[label]; ok && o != f {
				w.twice[label] = true
			}
			by[label] = f
		}
	})
}

// field is the field x reads, nil for none.
func (w *wording) field(x ast.Expr) *fieldPlan {
	switch x.Kind() {
	case ast.SelectKind:
		return w.env.selected(w.a, x)
	case ast.IdentKind:
		name := x.AsIdent()
		if _, bound := w.bound[name]; bound {
			return nil
		}
		if w.sc.siblings != nil {
			return w.sc.siblings.field(name)
		}
		if q, ok := w.env.questions[name]; ok {
			return w.env.questionField(q)
		}
	}
	return nil
}

// group is the repeat x reads as a whole, nil for none.
func (w *wording) group(x ast.Expr) *groupPlan {
	t := w.a.GetType(x.ID())
	if t == nil || t.Kind() != types.ListKind || len(t.Parameters()) != 1 {
		return nil
	}
	name, ok := strings.CutPrefix(t.Parameters()[0].TypeName(), "@")
	if !ok || x.Kind() != ast.IdentKind && x.Kind() != ast.SelectKind {
		return nil
	}
	return w.env.plan.byName[name]
}

func quoted(s string) string { return "“" + s + "”" }

func (w *wording) named(f *fieldPlan) string {
	label := f.f.Label.In(w.lang)
	if !w.twice[label] {
		return quoted(label)
	}
	whose := f.f.Group.Label.In(w.lang)
	return quoted(w.pick(whose+"的"+label, label+" of "+midSentence(f.f.Group.Label).In("en")))
}

// condition says a boolean expression; no turns it round.
func (w *wording) condition(x ast.Expr, no bool) (string, int, bool) {
	switch x.Kind() {
	case ast.LiteralKind:
		if b, ok := x.AsLiteral().(types.Bool); ok {
			if bool(b) != no {
				return w.pick("总是成立", "always"), holdsTight, true
			}
			return w.pick("从不成立", "never"), holdsTight, true
		}
	case ast.SelectKind, ast.IdentKind:
		if x.Kind() == ast.SelectKind && x.AsSelect().IsTestOnly() {
			return w.filled(x, no)
		}
		v, ok := w.value(x)
		if w.zh {
			return v + "为“" + pickBool(!no, "是", "否") + "”", holdsTight, ok
		}
		return v + " is “" + pickBool(!no, "Yes", "No") + "”", holdsTight, ok
	case ast.CallKind:
		return w.call(x, no)
	case ast.ComprehensionKind:
		return w.everyOrSome(x.AsComprehension(), no)
	}
	return "", 0, false
}

func pickBool(b bool, yes, no string) string {
	if b {
		return yes
	}
	return no
}

func (w *wording) filled(x ast.Expr, no bool) (string, int, bool) {
	v, ok := "", false
	if f := w.field(x); f != nil {
		v, ok = w.named(f), true
	} else if g := w.group(x); g != nil {
		v, ok = quoted(g.g.Label.In(w.lang)), true
	}
	if w.zh {
		return pickBool(no, "未填写", "已填写") + v, holdsTight, ok
	}
	return v + pickBool(no, " is not answered", " is answered"), holdsTight, ok
}

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

func (w *wording) call(x ast.Expr, no bool) (string, int, bool) {
	call := x.AsCall()
	args, name := call.Args(), call.FunctionName()
	switch {
	case name == operators.LogicalNot && len(args) == 1:
		return w.condition(args[0], !no)
	case name == operators.LogicalAnd || name == operators.LogicalOr:
		return w.joined(args, name == operators.LogicalAnd, no)
	case name == operators.Conditional:
		return w.choice(args, no)
	case name == operators.In:
		return w.in(args[0], args[1], no)
	case name == "filled":
		return w.filled(args[0], no)
	case call.IsMemberFunction() && len(args) == 1:
		s, ok := textTests[name]
		v, ok1 := w.value(call.Target())
		o, ok2 := w.value(args[0])
		if w.zh {
			return v + pickBool(no, s.notZh, s.zh) + o, holdsTight, ok && ok1 && ok2
		}
		return v + " " + pickBool(no, s.notEn, s.en) + " " + o, holdsTight, ok && ok1 && ok2
	}
	if s, ok := compared[name]; ok && len(args) == 2 {
		if no {
			name = s.not
			s = compared[name]
		}
		return w.comparison(name, s.zh, s.en, args[0], args[1])
	}
	said, ok := w.function(x)
	if ok && no {
		said = w.pick("并非："+said, "it is not so that "+said)
	}
	return said, holdsTight, ok
}

// joined says conditions with “and” or “or” between them. Where one stands
// inside the other, brackets say so.
func (w *wording) joined(args []ast.Expr, and, no bool) (string, int, bool) {
	if no {
		and = !and
	}
	level, sign := holdsOr, w.pick("，或", " or ")
	if and {
		level, sign = holdsAnd, w.pick("，且", " and ")
	}
	var parts []string
	for _, a := range args {
		s, l, ok := w.condition(a, no)
		if !ok {
			return "", 0, false
		}
		if l != level && l != holdsTight {
			s = w.pick("（"+s+"）", "("+s+")")
		}
		parts = append(parts, s)
	}
	return strings.Join(parts, sign), level, true
}

// choice says condition ? a : b.
func (w *wording) choice(args []ast.Expr, no bool) (string, int, bool) {
	when, _, ok1 := w.condition(args[0], false)
	a, _, ok2 := w.condition(args[1], no)
	b, _, ok3 := w.condition(args[2], no)
	return w.pick("（如果"+when+"，则"+a+"，否则"+b+"）", "(if "+when+" then "+a+", otherwise "+b+")"), holdsTight, ok1 && ok2 && ok3
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

func literalText(x ast.Expr) (string, bool) {
	if x.Kind() != ast.LiteralKind {
		return "", false
	}
	s, ok := x.AsLiteral().(types.String)
	return string(s), ok
}

// beside says a value that stands beside another: a code by the name it has in
// the other's list, a number with the other's unit.
func (w *wording) beside(x, other ast.Expr) (string, bool) {
	if s, ok := literalText(x); ok {
		if list := w.env.listOf(w.a, w.sc, other, w.lists()); list != nil {
			if e, ok := list.Entry(s); ok {
				return quoted(e.Name.In(w.lang)), true
			}
		}
		return quoted(s), true
	}
	v, ok := w.value(x)
	if f := w.field(other); ok && f != nil && x.Kind() == ast.LiteralKind && len(f.f.Element.Unit) > 0 {
		v += " " + f.f.Element.Unit.In(w.lang)
	}
	return v, ok
}

// lists are the code lists behind the variables of macros.
func (w *wording) lists() map[string]*CodeList {
	out := map[string]*CodeList{}
	for name, over := range w.bound {
		if f := w.field(over); f != nil {
			out[name] = f.f.CodeList
		}
	}
	return out
}

// arithmetic are the signs of numbers.
var arithmetic = map[string]string{operators.Add: " + ", operators.Subtract: " - ", operators.Multiply: " × ", operators.Divide: " ÷ "}

// value says what an expression stands for.
func (w *wording) value(x ast.Expr) (string, bool) {
	switch x.Kind() {
	case ast.LiteralKind:
		switch v := x.AsLiteral().(type) {
		case types.String:
			return quoted(string(v)), true
		case types.Int:
			return strconv.FormatInt(int64(v), 10), true
		case types.Double:
			return strconv.FormatFloat(float64(v), 'f', -1, 64), true
		case types.Bool:
			return quoted(pickBool(bool(v), w.pick("是", "Yes"), w.pick("否", "No"))), true
		}
	case ast.IdentKind, ast.SelectKind:
		if f := w.field(x); f != nil {
			return w.named(f), true
		}
		if g := w.group(x); g != nil {
			return quoted(g.g.Label.In(w.lang)), true
		}
		if x.Kind() == ast.SelectKind { // a part of a composite answer
			if f := w.field(x.AsSelect().Operand()); f != nil {
				return w.named(f) + w.pick("的", ": ") + x.AsSelect().FieldName(), true
			}
			return "", false
		}
		if _, ok := w.bound[x.AsIdent()]; ok {
			return w.pick("这一项", "the item"), true
		}
		if q, ok := w.env.questions[x.AsIdent()]; ok {
			return quoted(q.Text.In(w.lang)), true
		}
	case ast.CallKind:
		return w.worth(x)
	case ast.ComprehensionKind:
		return w.column(x.AsComprehension())
	}
	return "", false
}

// worth says a call that gives a value.
func (w *wording) worth(x ast.Expr) (string, bool) {
	call := x.AsCall()
	args, name := call.Args(), call.FunctionName()
	if sign, ok := arithmetic[name]; ok && len(args) == 2 {
		a, ok1 := w.operand(args[0])
		b, ok2 := w.operand(args[1])
		return a + sign + b, ok1 && ok2
	}
	switch name {
	case operators.Negate:
		v, ok := w.operand(args[0])
		return "-" + v, ok
	case "timestamp":
		s, ok := literalText(args[0])
		if d, found := parseDay([]byte(strings.TrimSuffix(s, "T00:00:00Z"))); ok && found {
			return w.pick(d.words("zh"), d.words("en")), true
		}
		return "", false
	case operators.Conditional:
		when, _, ok := w.condition(args[0], false)
		a, ok1 := w.value(args[1])
		b, ok2 := w.value(args[2])
		return w.pick("（如果"+when+"，则"+a+"，否则"+b+"）", "(if "+when+" then "+a+", otherwise "+b+")"), ok && ok1 && ok2
	case "size":
		of := call.Target()
		if !call.IsMemberFunction() {
			of = args[0]
		}
		v, ok := w.value(of)
		if t := w.a.GetType(of.ID()); t != nil && t.Kind() == types.StringKind {
			return w.pick(v+"的字数", "the length of "+v), ok
		}
		if w.group(of) != nil || of.Kind() == ast.ComprehensionKind {
			return w.pick(v+"的条数", "the number of rows of "+v), ok
		}
		return w.pick(v+"的项数", "the number of choices in "+v), ok
	}
	return w.function(x)
}

func (w *wording) operand(x ast.Expr) (string, bool) {
	v, ok := w.value(x)
	if x.Kind() == ast.CallKind {
		if _, sign := arithmetic[x.AsCall().FunctionName()]; sign {
			v = w.pick("（"+v+"）", "("+v+")")
		}
	}
	return v, ok
}

// function says a call of the domain by the words of its table.
func (w *wording) function(x ast.Expr) (string, bool) {
	call := x.AsCall()
	ids := w.a.GetOverloadIDs(x.ID())
	if len(ids) == 0 {
		return "", false
	}
	o, ok := overloads()[ids[0]]
	if !ok || len(o.say) == 0 || len(call.Args()) < o.first() {
		return "", false
	}
	said := o.say.In(w.lang)
	args := call.Args()[o.first():]
	for i, a := range args {
		v, ok := "", false
		if o.list && i > 0 {
			v, ok = w.beside(a, args[0])
		} else {
			v, ok = w.value(a)
		}
		if !ok {
			return "", false
		}
		place := "{" + strconv.Itoa(i+1) + "}"
		said = strings.ReplaceAll(said, place+" ", v+" ")
		said = strings.ReplaceAll(said, place, w.pick(spaced(v), v))
	}
	return said, true
}

// everyOrSome says all, exists and exists_one, by the shape their macros have.
func (w *wording) everyOrSome(k ast.ComprehensionExpr, no bool) (string, int, bool) {
	over, ok := w.value(k.IterRange())
	if !ok {
		return "", 0, false
	}
	w.bound[k.IterVar()] = k.IterRange()
	defer delete(w.bound, k.IterVar())
	start, ok := literalBool(k.AccuInit())
	step := k.LoopStep()
	if !ok || step.Kind() != ast.CallKind || len(step.AsCall().Args()) != 2 {
		return "", 0, false
	}
	of := step.AsCall().Args()[1]
	all := bool(start)
	if name := step.AsCall().FunctionName(); all && name != operators.LogicalAnd || !all && name != operators.LogicalOr {
		return "", 0, false
	}
	said, _, ok := w.condition(of, no && all)
	switch {
	case all && !no:
		return w.pick(over+"的每一条都满足："+said, "in every row of "+over+" "+said), holdsOpen, ok
	case all || !no:
		return w.pick(over+"中至少有一条满足："+said, "in some row of "+over+" "+said), holdsOpen, ok
	}
	return w.pick(over+"中没有一条满足："+said, "in no row of "+over+" "+said), holdsOpen, ok
}

// column says what map and filter give.
func (w *wording) column(k ast.ComprehensionExpr) (string, bool) {
	if k.AccuInit().Kind() != ast.ListKind {
		return "", false
	}
	over, ok := w.value(k.IterRange())
	if !ok {
		return "", false
	}
	w.bound[k.IterVar()] = k.IterRange()
	defer delete(w.bound, k.IterVar())
	step := k.LoopStep()
	if step.Kind() == ast.CallKind && step.AsCall().FunctionName() == operators.Conditional {
		when, _, ok := w.condition(step.AsCall().Args()[0], false)
		if !ok {
			return "", false
		}
		over = w.pick(over+"中满足“"+when+"”的", over+" where "+when)
		step = step.AsCall().Args()[1]
	}
	if step.Kind() != ast.CallKind || step.AsCall().FunctionName() != operators.Add || len(step.AsCall().Args()) != 2 || step.AsCall().Args()[1].Kind() != ast.ListKind {
		return "", false
	}
	item := step.AsCall().Args()[1].AsList().Elements()[0]
	if item.Kind() == ast.IdentKind && item.AsIdent() == k.IterVar() {
		return over, true
	}
	v, ok := w.value(item)
	return w.pick(over+"各条的"+v, v+" of every row of "+over), ok
}
