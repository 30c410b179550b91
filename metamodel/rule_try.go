package metamodel

import (
	"slices"

	"github.com/shopspring/decimal"
)

// A rule is true, false, or unknown where an answer is absent; a check stops
// where it is false. What a goal wants of a rule is one of these.
type want uint8

const (
	notFalse want = iota
	notTrue
	isTrue
	isFalse
)

// against is what is wanted of a rule for its opposite to be as wanted.
func (w want) against() want { return [...]want{notTrue, notFalse, isFalse, isTrue}[w] }

type goal struct {
	rule *rule
	want want
}

// ruleSearch is one search for answers that meet goals.
type ruleSearch struct {
	vars    *ruleReader
	all     bool
	given   map[*fieldPlan]bool // fields that are demanded
	grid    map[*ruleVar]int32
	demands map[*fieldPlan][]*constraints
	left    int
	open    bool // something beyond was taken to be as wanted
	numbers *orders
	values  []decimal.Decimal
	texts   map[*ruleVar]string
}

// state is what has been settled on the way to a leaf. It only grows, and each
// way goes on with its own.
type state struct {
	orders []*rule
	same   []sameness
	known  []presence
	open   bool
}

type presence struct {
	f     *fieldPlan
	given bool
}

// sameness says that a rule of ruleSame or ruleAmong holds, or does not.
type sameness struct {
	rule *rule
	is   bool
}

// is tells whether a field is answered, as far as settled.
func (m *ruleSearch) is(s *state, f *fieldPlan) (given, known bool) {
	if m.all || m.given[f] {
		return true, true
	}
	for _, p := range s.known {
		if p.f == f {
			return p.given, true
		}
	}
	return false, false
}

// try settles goals one after the other; what branches waits in later.
func (m *ruleSearch) try(goals, later []goal, s state) bool {
	for len(goals) > 0 {
		g := goals[len(goals)-1]
		goals = goals[:len(goals)-1]
		x, w := g.rule, g.want
		switch x.op {
		case ruleOpen:
			s.open = true
		case ruleTrue:
			if w == notTrue || w == isFalse {
				return false
			}
		case ruleNot:
			goals = append(slices.Clip(goals), goal{x.args[0], w.against()})
		case ruleHolds:
			if w == notFalse || w == isTrue {
				goals = append(slices.Clip(goals), goal{x.args[0], isTrue})
			} else {
				goals = append(slices.Clip(goals), goal{x.args[0], notTrue})
			}
		case ruleGiven:
			wanted := w == notFalse || w == isTrue
			if given, known := m.is(&s, x.a.f); known && given != wanted {
				return false
			} else if !known {
				s.known = append(slices.Clip(s.known), presence{x.a.f, wanted})
			}
		case ruleAnd, ruleOr:
			if (x.op == ruleAnd) == (w == notFalse || w == isTrue) {
				goals = slices.Clip(goals)
				for _, a := range x.args {
					goals = append(goals, goal{a, w})
				}
			} else {
				later = append(slices.Clip(later), g)
			}
		case ruleChoose:
			later = append(slices.Clip(later), g)
		default:
			ways := m.ways(&s, x, w)
			switch {
			case len(ways) == 0:
				return false
			case len(ways) == 1:
				ways[0](&s)
			default:
				later = append(slices.Clip(later), g)
			}
		}
	}
	if m.left--; m.left <= 0 || !m.consistent(&s) {
		return false
	}
	if len(later) == 0 {
		m.keep(&s)
		return true
	}
	g, rest := later[0], later[1:]
	for _, way := range m.branches(&s, g) {
		next := s
		more, ok := way(&next)
		if ok && m.try(more, rest, next) {
			return true
		}
		if m.left <= 0 {
			return false
		}
	}
	return false
}

// ways are how a comparison can be as wanted: because an answer is absent, where
// that will do, or by its answers.
func (m *ruleSearch) ways(s *state, x *rule, w want) (out []func(*state)) {
	var missing []*fieldPlan
	for _, v := range []*ruleVar{x.a, x.b} {
		if v == nil || v.f == nil {
			continue
		}
		given, known := m.is(s, v.f)
		switch {
		case known && !given && (w == notFalse || w == notTrue):
			return []func(*state){func(*state) {}}
		case known && !given:
			return nil
		case !known:
			missing = append(missing, v.f)
		}
	}
	if w == notFalse || w == notTrue {
		for _, f := range missing {
			out = append(out, func(s *state) { s.known = append(slices.Clip(s.known), presence{f, false}) })
		}
	}
	return append(out, func(s *state) {
		for _, f := range missing {
			s.known = append(slices.Clip(s.known), presence{f, true})
		}
		holds := w == notFalse || w == isTrue
		switch {
		case x.op != ruleOrder:
			s.same = append(slices.Clip(s.same), sameness{x, holds})
		case holds:
			s.orders = append(slices.Clip(s.orders), x)
		default: // not a - b <= by: b - a < -by
			s.orders = append(slices.Clip(s.orders), &rule{op: ruleOrder, a: x.b, b: x.a, by: x.by.Neg(), strict: !x.strict})
		}
	})
}

// branches are the ways on from a goal that has several.
func (m *ruleSearch) branches(s *state, g goal) (out []func(*state) ([]goal, bool)) {
	x := g.rule
	then := func(more ...goal) func(*state) ([]goal, bool) {
		return func(*state) ([]goal, bool) { return more, true }
	}
	switch x.op {
	case ruleAnd, ruleOr:
		for _, a := range x.args {
			out = append(out, then(goal{a, g.want}))
		}
	case ruleChoose:
		if g.want == notFalse || g.want == notTrue { // the first is unknown
			out = append(out, then(goal{x.args[0], notFalse}, goal{x.args[0], notTrue}))
		}
		out = append(out, then(goal{x.args[0], isTrue}, goal{x.args[1], g.want}), then(goal{x.args[0], isFalse}, goal{x.args[2], g.want}))
	default:
		for _, way := range m.ways(s, x, g.want) {
			out = append(out, func(s *state) ([]goal, bool) { way(s); return nil, true })
		}
	}
	return out
}

func (m *ruleSearch) ordered(s *state) *orders {
	o := newOrders(m.grid)
	for _, x := range s.orders {
		o.add(x.a, x.b, x.by, x.strict)
	}
	return o
}

// consistent reports whether what is settled so far can be met.
func (m *ruleSearch) consistent(s *state) bool {
	if len(s.orders) > 0 && !m.ordered(s).met() {
		return false
	}
	if len(s.same) == 0 {
		return true
	}
	_, ok, _ := m.assign(s)
	return ok
}

// keep notes what was found.
func (m *ruleSearch) keep(s *state) {
	texts, _, open := m.assign(s)
	m.numbers = m.ordered(s)
	m.values, m.texts, m.open = m.numbers.numbers(), texts, s.open || open
}

// answers are what was found, by path.
func (m *ruleSearch) answers() (out []RuleAnswer) {
	add := func(f *fieldPlan, text string) {
		out = append(out, RuleAnswer{f.f.Path, f.f.Label, text, f.words(text)})
	}
	for i, v := range m.numbers.vars {
		switch {
		case v == nil || v.f == nil:
		case v.f.f.Element.Type == TypeDate:
			add(v.f, dayAt(m.values[i].IntPart()).String())
		default:
			add(v.f, m.values[i].String())
		}
	}
	for v, text := range m.texts {
		if v.f.f.Element.Type != TypeCodes && text != "" {
			add(v.f, text)
		}
	}
	slices.SortFunc(out, func(a, b RuleAnswer) int { return compareText(a.Path, b.Path) })
	return out
}
