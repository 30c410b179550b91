package metamodel

import (
	"slices"
	"strings"

	"github.com/shopspring/decimal"
)

// Demand is one thing that one matter demands of a field of a merged form, by
// the field's path and the place of its use.
type Demand struct {
	Path string
	Use  int
	What DemandKind
	Rule int // of DemandRule: which of the use's checks
}

// DemandKind says what of a use is meant.
type DemandKind uint8

const (
	DemandRule   DemandKind = iota // one of its checks
	DemandBounds                   // its keywords: minimum, enum…
	DemandAnswer                   // that there is an answer, where the use always wants one
)

// RuleAnswer is an answer that meets demands.
type RuleAnswer struct {
	Path  string
	Label Text
	Value string // as it is stored
	Words Text   // as people read it
}

// Rules decides whether demands of a form leave any answers, as far as their
// rules compare numbers, dates, codes, texts and truths with constants, with the
// day or with each other. It is for one goroutine.
type Rules struct {
	form   *Form
	reader *ruleReader
	parsed map[*celProgram]*rule
	left   int // ways that may still be tried
}

// Rules looks at the demands of a form.
func (f *Form) Rules() *Rules {
	return &Rules{form: f, reader: newRuleReader(), parsed: map[*celProgram]*rule{}, left: allRuleSteps}
}

// use is the compiled use of a demand, nil for none.
func (r *Rules) use(d Demand) (*fieldPlan, *usePlan) {
	f, ok := r.form.plan.byPath[d.Path]
	if !ok || d.Use >= len(f.uses) {
		return nil, nil
	}
	return f, &f.uses[d.Use]
}

// Reads lists the fields and repeats that a check reads; nil of one that is always true.
func (r *Rules) Reads(d Demand) []string {
	if k := r.check(d); k != nil {
		return k.prog.refs
	}
	return nil
}

func (r *Rules) check(d Demand) *condition {
	f, u := r.use(d)
	if u == nil {
		return nil
	}
	// What is always true was left out.
	source := f.f.Uses[d.Use].Checks[d.Rule].Rule
	for i := range u.checks {
		if u.checks[i].rule.prog.source == source {
			return u.checks[i].rule
		}
	}
	return nil
}

func (r *Rules) rule(d Demand) *rule {
	k := r.check(d)
	if k == nil {
		return truthRule(true)
	}
	if r.parsed[k.prog] == nil {
		r.parsed[k.prog] = r.reader.read(k.prog)
	}
	return r.parsed[k.prog]
}

// Always reports whether a use wants an answer whenever it is shown.
func (r *Rules) Always(path string, use int) bool {
	_, u := r.use(Demand{Path: path, Use: use})
	return u != nil && u.required && u.valueWhen == nil // while it is computed nobody is asked
}

// mostRuleSteps bounds the ways that are tried to meet rules together, and
// allRuleSteps all that are for one form: beyond, nothing is claimed.
const (
	mostRuleSteps = 4000
	allRuleSteps  = 100_000
)

// Meet looks for answers that meet demands together. all: every field of theirs is
// answered; otherwise only what is demanded is. none says that there are none for
// certain. The answers found are exact when nothing in the rules is beyond what is decided.
func (r *Rules) Meet(demands []Demand, all bool) (answers []RuleAnswer, exact, none bool) {
	m := &ruleSearch{vars: r.reader, all: all, given: map[*fieldPlan]bool{}, grid: map[*ruleVar]int32{r.reader.today: 0}, demands: map[*fieldPlan][]*constraints{}, left: min(mostRuleSteps, r.left)}
	var goals []goal
	for _, d := range demands {
		f, u := r.use(d)
		switch {
		case u == nil:
		case d.What == DemandRule:
			goals = append(goals, goal{r.rule(d), notFalse})
		case d.What == DemandAnswer:
			m.given[f] = true
		case u.demands != nil:
			m.demands[f] = append(m.demands[f], u.demands)
		}
	}
	seen := map[*fieldPlan]bool{}
	for _, f := range sortedFields(goals, m.demands) {
		if seen[f] {
			continue
		}
		seen[f] = true
		goals = append(goals, m.bounds(r.reader.of(f), append([]*constraints{f.element}, m.demands[f]...))...)
	}
	start := m.left
	found := m.try(goals, nil, state{})
	r.left -= start - m.left
	if !found {
		return nil, false, m.left > 0
	}
	return m.answers(), !m.open, false
}

// sortedFields are the fields that goals and bounds speak of, by path.
func sortedFields(goals []goal, demands map[*fieldPlan][]*constraints) (out []*fieldPlan) {
	var walk func(x *rule)
	walk = func(x *rule) {
		for _, v := range []*ruleVar{x.a, x.b} {
			if v != nil && v.f != nil {
				out = append(out, v.f)
			}
		}
		for _, a := range x.args {
			walk(a)
		}
	}
	for _, g := range goals {
		walk(g.rule)
	}
	for f := range demands {
		out = append(out, f)
	}
	slices.SortFunc(out, func(a, b *fieldPlan) int { return compareText(a.f.Path, b.f.Path) })
	return slices.Compact(out)
}

func compareText(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// bounds are the keywords of a field as goals.
func (m *ruleSearch) bounds(v *ruleVar, list []*constraints) (out []goal) {
	t := v.f.f.Element.Type
	add := func(a, b *ruleVar, by decimal.Decimal, strict bool) {
		out = append(out, goal{&rule{op: ruleOrder, a: a, b: b, by: by, strict: strict}, notFalse})
	}
	switch t {
	case TypeInteger, TypeDate:
		m.grid[v] = 0
	case TypeMoney:
		m.grid[v] = moneyDecimals
	case TypeNumber:
		for _, c := range list {
			if n, ok := m.grid[v]; c.fractionDigits >= 0 && (!ok || int32(c.fractionDigits) < n) {
				m.grid[v] = int32(c.fractionDigits)
			}
		}
	default:
		return nil // told by which values are taken
	}
	_, stepped := m.grid[v]
	for _, c := range list {
		number := func(b []byte, below, open bool) {
			d, err := decimal.NewFromString(string(b))
			if b == nil || err != nil {
				return
			}
			// Bounds are exact and rules see doubles: only steps keep the two apart.
			open = open && stepped && (t == TypeInteger || d.Abs().LessThan(mostStepped))
			if below {
				add(nil, v, d.Neg(), open)
			} else {
				add(v, nil, d, open)
			}
		}
		number(c.minimum, true, false)
		number(c.exclusiveMinimum, true, true)
		number(c.maximum, false, false)
		number(c.exclusiveMaximum, false, true)
		if c.integerDigits >= 0 && c.integerDigits <= 15 {
			end := []byte("1" + strings.Repeat("0", c.integerDigits))
			number(append([]byte("-"), end...), true, true)
			number(end, false, true)
		}
		for _, b := range []*dateBound{c.notBefore, c.notAfter} {
			if t != TypeDate || b == nil || b.kind != boundDay && b.kind != boundToday {
				continue
			}
			var on *ruleVar
			by := decimal.Zero
			if b.kind == boundToday {
				on = m.vars.today
			} else {
				by = decimal.NewFromInt(b.fixed.number())
			}
			if b == c.notBefore {
				add(on, v, by.Neg(), false)
			} else {
				add(v, on, by, false)
			}
		}
		values := c.enum
		if c.constant != nil {
			values = append(slices.Clone(values), c.constantText)
		}
		either := &rule{op: ruleOr}
		for _, text := range values {
			d, err := decimal.NewFromString(text)
			if on, ok := parseDay([]byte(text)); t == TypeDate && ok {
				d, err = decimal.NewFromInt(on.number()), nil
			}
			if err != nil {
				return out
			}
			either.args = append(either.args, &rule{op: ruleAnd, args: []*rule{{op: ruleOrder, a: v, by: d}, {op: ruleOrder, b: v, by: d.Neg()}}})
		}
		if len(values) > 0 {
			out = append(out, goal{either, notFalse})
		}
	}
	return out
}
