package metamodel

import (
	"math/big"
	"time"

	"cel.dev/cel-go/common/types"
)

// BothWays evaluates x by CEL and, where there is one, by its quick form.
func (r *Record) BothWays(x *Expr) (cel, quick Truth, has bool) {
	if x.prog == nil { // "true": neither is asked
		return True, True, false
	}
	a := &answerScope{st: r.state, env: x.prog.env, matter: -1}
	if x.prog.quick == nil {
		return x.prog.eval(a), Unknown, false
	}
	return x.prog.eval(a), x.prog.quick(a), true
}

// CapitalAmount, MonthsBetween, AddMonths and AddWorkingDays are the functions
// of expressions without an expression around them.
func CapitalAmount(decimal string) string {
	r, _ := new(big.Rat).SetString(decimal)
	s, _ := capitalAmount(r)
	return s
}

func MonthsBetween(from, to time.Time) (months, years, back int) {
	a, b := dayOf(from), dayOf(to)
	y, _ := age(a, b).(types.Int)
	return a.monthsTo(b), int(y), b.monthsTo(a)
}

func AddMonths(from time.Time, n int) time.Time { return dayOf(from).addMonths(n).time() }

func AddWorkingDays(from time.Time, n int, count func(from, to time.Time) (int, bool)) (time.Time, bool) {
	c := &celContext{ctx: Context{WorkingDays: count}}
	t, ok := c.addWorkingDays(dayOf(from), int64(n)).(types.Timestamp)
	return t.Time, ok
}

// AppendDouble is appendDouble.
var AppendDouble = appendDouble

// Words is an expression in words.
func Words(e *Env, source string) (Text, bool) { return e.env.words(scope{}, source) }

// Slowly makes a form forget everything it decided when it was compiled and
// every shortcut; for comparison.
func Slowly(f *Form) *Form {
	p := f.plan
	p.moving = p.order
	for _, g := range p.groups {
		g.still = false
	}
	for _, t := range p.tables {
		t.moving, t.watched, t.must = t.order, t.fields, 0
		t.slots, t.states = make([]slot, len(t.fields)), make([]groupState, len(t.groups))
		for _, fp := range t.fields {
			fp.still, fp.must = false, false
		}
	}
	for _, g := range p.groups {
		for i := range g.members {
			m := &g.members[i]
			m.reading = reading{fast: new(fastCheck), pos: m.pos}
		}
	}
	p.conditions(func(k *condition, _ *fieldPlan) { k.prog.quick = nil })
	return f
}

// Quicks counts the conditions of a form that run without CEL.
func Quicks(f *Form) int {
	n := 0
	f.plan.conditions(func(k *condition, _ *fieldPlan) {
		if k.prog.quick != nil {
			n++
		}
	})
	return n
}

// MatchBytes matches by byte classes; known is false for an expression of
// another shape.
func MatchBytes(pattern string, v []byte) (match, known bool) {
	p := compileBytes(pattern)
	if p == nil {
		return false, false
	}
	return p.match(v), true
}

// KeywordsOf lists what may be demanded of the values of each type.
func KeywordsOf() map[Type][]string {
	out := map[Type][]string{}
	for t, typ := range fieldTypes {
		out[t] = typ.keywords()
	}
	return out
}
