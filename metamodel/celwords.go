package metamodel

import (
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
	case name == "holds" && len(args) == 1:
		return w.condition(args[0], no)
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

// everyOrSome says all and exists, by the shape their macros have; exists_one
// counts, which has no words.
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
