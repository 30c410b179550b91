package metamodel

import (
	"strconv"
	"strings"

	"cel.dev/cel-go/common/ast"
	"cel.dev/cel-go/common/operators"
	"cel.dev/cel-go/common/types"
)

func quoted(s string) string { return "“" + s + "”" }

func (w *wording) named(f *fieldPlan) string {
	label := f.f.Label.In(w.lang)
	if !w.twice[label] {
		return quoted(label)
	}
	whose := f.f.Group.Label.In(w.lang)
	return quoted(w.pick(whose+"的"+label, label+" of "+midSentence(f.f.Group.Label).In("en")))
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
		v = withUnit(v, f.f.Element.Unit, w.lang)
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
		if s, ok := w.option(x); ok {
			return s, true
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

// optionWords are the parts of the entry of a code list that a filter looks at.
var optionWords = map[string]Text{
	"code": ZhEn("选项的代码", "the option's code"), "parent": ZhEn("选项的上级", "the entry above the option"), "level": ZhEn("选项的级别", "the option's level"),
}

// option says a part of the entry that a filter looks at.
func (w *wording) option(x ast.Expr) (string, bool) {
	if !w.sc.option || x.Kind() != ast.SelectKind {
		return "", false
	}
	name := x.AsSelect().FieldName()
	switch of := x.AsSelect().Operand(); {
	case of.Kind() == ast.IdentKind && of.AsIdent() == optionName:
		t, ok := optionWords[name]
		return t.In(w.lang), ok
	case of.Kind() == ast.SelectKind && of.AsSelect().FieldName() == "attributes" && of.AsSelect().Operand().Kind() == ast.IdentKind && of.AsSelect().Operand().AsIdent() == optionName:
		return w.pick("选项的“"+name+"”", "the option's “"+name+"”"), true
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
