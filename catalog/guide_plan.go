package catalog

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/shopspring/decimal"

	"github.com/onematter/onematter/metamodel"
)

// plan is what the conditions of a theme make of its guide: what hangs on which
// question, and in which order the fewest have to be asked.
//
// Every matter's condition, and every condition of a field or material, is an
// item that weighs what it would ask. Items that share a question, directly or
// through others, make one part; parts do not concern each other, so each finds
// its own order: the one with the fewest questions in expectation where all its
// states can be weighed, otherwise the better of the greedy one and the one
// written by staff. What the theme's layout wants asked first goes before.
type plan struct {
	t       *Theme
	replies [][]reply   // by question
	shares  [][]float64 // of the replies, adding up to 1
	whens   []*table    // by matter, nil: it always applies
	items   []guideItem
	of      [][]int // items by question
	parts   []*part
	part    []int // by question, -1: it decides nothing
	first   []int // staff want these asked before all others, in this order
}

// guideItem is something that waits to be decided.
type guideItem struct {
	matter int    // index into Theme.Matters
	hang   int    // index into guide.hangs; -1: the matter itself
	when   *table // the matter's condition; nil: it always applies
	cond   *table // the field's or material's own
	weight float64
}

// part is a set of questions that decide things together.
type part struct {
	questions []int
	classes   [][][]int // by place: replies that nothing tells apart
	stride    []int
	size      int // states; 0: too many
	order     partOrder

	mu   sync.Mutex
	cost []float64 // expected questions by state, -1: not known yet
}

type partOrder int

const (
	fewest    partOrder = iota // by weighing all states
	greedy                     // what decides most
	asWritten                  // as staff wrote it
)

// mostStates bounds the states of a part that are weighed.
const mostStates = 8192

// planUpTo makes the plan; a part of more states than these goes by what decides
// most.
func (t *Theme) planUpTo(states int) *plan {
	g := t.guide
	p := &plan{t: t, replies: make([][]reply, len(g.questions)), shares: make([][]float64, len(g.questions)), of: make([][]int, len(g.questions)), part: make([]int, len(g.questions)), first: g.first}
	for i, q := range g.questions {
		p.replies[i] = t.replies(q)
		all := 0.0
		for _, r := range p.replies[i] {
			all += r.weight
		}
		for _, r := range p.replies[i] {
			p.shares[i] = append(p.shares[i], r.weight/all)
		}
	}
	p.whens = p.applies()
	for i, m := range t.Matters {
		if p.whens[i] != nil {
			p.items = append(p.items, guideItem{matter: i, hang: -1, when: p.whens[i], weight: float64(1 + len(m.Form.Fields) + len(m.Materials))})
		}
	}
	p.conditions()
	for i, it := range p.items {
		for _, q := range it.reads() {
			p.of[q] = append(p.of[q], i)
		}
	}
	p.split(states)
	return p
}

// reads are the questions an item waits for.
func (it *guideItem) reads() (out []int) {
	for _, t := range []*table{it.when, it.cond} {
		if t == nil {
			continue
		}
		for _, q := range t.reads {
			if !slices.Contains(out, q) {
				out = append(out, q)
			}
		}
	}
	return out
}

// applies makes the table of every matter's condition.
func (p *plan) applies() []*table {
	g := p.t.guide
	asked := make([]metamodel.Question, len(g.questions))
	for i, q := range g.questions {
		asked[i] = q.def
	}
	env, ps := metamodel.NewEnv(nil, asked, g.reg)
	out := make([]*table, len(p.t.Matters))
	for i, m := range p.t.Matters {
		if m.When == nil {
			continue
		}
		var reads []int
		for _, ref := range m.When.Refs() {
			if q, ok := g.byID[ref]; ok {
				reads = append(reads, q)
			}
		}
		if len(reads) == 0 && m.When.EvalQuestions(nil) == metamodel.True {
			continue
		}
		exact := !ps.Failed() && p.exact(env, m.When.Source, func(r metamodel.ReadField) int {
			if r.Question == nil {
				return -1
			}
			return g.byID[r.Question.ID]
		})
		s := Situation{}
		out[i] = newTable(reads, p.replies, exact, func(digits []int) verdict {
			clear(s)
			for place, q := range reads {
				s[g.questions[q].def.ID] = p.replies[q][digits[place]-1].value
			}
			return verdictOf(m.When.EvalQuestions(s))
		})
	}
	return out
}

func verdictOf(t metamodel.Truth) verdict {
	switch t {
	case metamodel.True:
		return yes
	case metamodel.False:
		return no
	}
	return never
}

// conditions makes an item of every condition of a field or material.
func (p *plan) conditions() {
	g := p.t.guide
	if len(g.hangs) == 0 {
		return
	}
	env, ps := metamodel.NewEnv(p.t.Merged, nil, g.reg)
	byField := map[string]int{}
	for i, q := range g.questions {
		if q.def.Field != "" {
			byField[q.def.Field] = i
		}
	}
	records := map[string]*metamodel.Record{}
	for i, h := range g.hangs {
		exact := h.expr != nil && !ps.Failed() && p.exact(env, h.expr.Source, func(r metamodel.ReadField) int {
			if r.Field != nil {
				if q, ok := byField[r.Field.Path]; ok {
					return q
				}
			}
			return -1
		})
		matter := p.t.Matters[h.matter].Def.ID
		cond := newTable(h.reads, p.replies, exact, func(digits []int) verdict {
			if h.expr == nil {
				return never
			}
			s := Situation{}
			for place, q := range h.reads {
				s[g.questions[q].def.ID] = p.replies[q][digits[place]-1].value
			}
			key := fmt.Sprint(h.reads, digits)
			rec := records[key]
			if rec == nil {
				rec = p.t.Merged.Check(p.t.boundAnswers(s), metamodel.Context{})
				records[key] = rec
			}
			return verdictOf(rec.EvalFor(matter, h.expr))
		})
		if h.expr == nil && cond.verdicts != nil {
			cond.rowByRow()
		}
		p.items = append(p.items, guideItem{matter: h.matter, hang: i, when: p.whens[h.matter], cond: cond, weight: float64(h.weight)})
	}
}

// rowByRow makes a table of a condition that only its rows can tell: open until
// all is answered.
func (t *table) rowByRow() {
	for at := range t.verdicts {
		t.verdicts[at], t.moves[at] = never, 0
		for i := range t.reads {
			width := len(t.verdicts)
			if i+1 < len(t.stride) {
				width = t.stride[i+1]
			}
			if at/t.stride[i]%(width/t.stride[i]) == 0 {
				t.verdicts[at] = open
				t.moves[at] |= 1 << i
			}
		}
	}
}

// exact reports whether a condition tells answers apart only where replies do,
// and reads nothing but questions.
func (p *plan) exact(env *metamodel.Env, source string, question func(metamodel.ReadField) int) bool {
	seen, ps := env.Inspect(source, nil)
	if ps.Failed() || !seen.Closed {
		return false
	}
	for _, r := range seen.Reads {
		q := question(r)
		if q < 0 {
			return false
		}
		for _, l := range r.Literals {
			if !p.drawn(q, string(l)) {
				return false
			}
		}
	}
	return true
}

// drawn reports whether the replies of a question keep to one side of a literal.
func (p *plan) drawn(q int, literal string) bool {
	switch p.t.guide.questions[q].def.Type {
	case metamodel.TypeBoolean:
		return true
	case metamodel.TypeCode:
		return !slices.ContainsFunc(p.replies[q], func(r reply) bool { return r.others && r.value != any(strings.Trim(literal, `"`)) }) ||
			slices.ContainsFunc(p.replies[q], func(r reply) bool { return !r.others && quote(fmt.Sprint(r.value)) == literal })
	}
	at, err := decimal.NewFromString(literal)
	if err != nil {
		return false
	}
	return !slices.ContainsFunc(p.replies[q], func(r reply) bool {
		inside := r.low.under(at) && r.high.over(at)
		single := r.low != nil && r.high != nil && r.low.at.Equal(r.high.at)
		edge := r.low != nil && !r.low.above && r.low.at.Equal(at) || r.high != nil && r.high.above && r.high.at.Equal(at)
		return inside && !single && !edge
	})
}

// split finds the parts.
func (p *plan) split(states int) {
	for q := range p.part {
		p.part[q] = -1
	}
	for start := range p.part {
		if p.part[start] >= 0 || len(p.of[start]) == 0 {
			continue
		}
		n := len(p.parts)
		x := &part{}
		p.part[start] = n
		for todo := []int{start}; len(todo) > 0; {
			q := todo[0]
			todo = todo[1:]
			x.questions = append(x.questions, q)
			for _, i := range p.of[q] {
				for _, other := range p.items[i].reads() {
					if p.part[other] < 0 {
						p.part[other] = n
						todo = append(todo, other)
					}
				}
			}
		}
		slices.Sort(x.questions)
		p.parts = append(p.parts, x)
		p.measure(x, states)
	}
}

// measure tells replies apart and counts the states of a part.
func (p *plan) measure(x *part, states int) {
	x.size = 1
	for _, q := range x.questions {
		classes := p.alike(q)
		x.classes = append(x.classes, classes)
		x.stride = append(x.stride, x.size)
		if x.size > 0 {
			if x.size *= len(classes) + 1; x.size > states {
				x.size = 0
			}
		}
	}
	if x.size > 0 {
		x.cost = make([]float64, x.size)
		for i := range x.cost {
			x.cost[i] = -1
		}
		return
	}
	x.order = greedy
	staff, _ := p.expected(x, asWritten, p.first)
	if own, _ := p.expected(x, greedy, p.first); staff < own-nearly {
		x.order = asWritten
	}
}

// alike puts the replies of a question together that no condition tells apart.
func (p *plan) alike(q int) (classes [][]int) {
	at := map[string]int{}
	for r := range p.replies[q] {
		var b strings.Builder
		for _, i := range p.of[q] {
			for _, t := range []*table{p.items[i].when, p.items[i].cond} {
				if t == nil || !slices.Contains(t.reads, q) {
					continue
				}
				place := slices.Index(t.reads, q)
				if t.verdicts == nil {
					fmt.Fprint(&b, r, ";")
					continue
				}
				for e := range t.verdicts {
					if e/t.stride[place]%(len(p.replies[q])+1) == r+1 {
						b.WriteByte('0' + byte(t.verdicts[e]))
					}
				}
			}
		}
		n, ok := at[b.String()]
		if !ok {
			n = len(classes)
			at[b.String()] = n
			classes = append(classes, nil)
		}
		classes[n] = append(classes[n], r)
	}
	return classes
}

// share is how many answer a question with one of these replies.
func (p *plan) share(q int, replies []int) (sum float64) {
	for _, r := range replies {
		sum += p.shares[q][r]
	}
	return sum
}
