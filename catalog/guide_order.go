package catalog

import (
	"math/rand/v2"
	"slices"
	"strconv"
)

// nearly is what two expected numbers may differ by and still count as one.
const nearly = 1e-9

// blank is the state in which nothing is answered.
func (p *plan) blank() []int {
	state := make([]int, len(p.replies))
	for q := range state {
		state[q] = unanswered
	}
	return state
}

// decided reports whether nothing that is still to be answered can change an item.
func (p *plan) decided(it *guideItem, state []int) bool {
	when := yes
	if it.when != nil {
		when = it.when.verdict(state)
	}
	if when == no || when == never {
		return true
	}
	if it.cond == nil {
		return when != open
	}
	cond := it.cond.verdict(state)
	return cond == no || cond != open && when == yes
}

// moved reports whether an open question can still change an item.
func (p *plan) moved(it *guideItem, state []int, q int) bool {
	if p.decided(it, state) {
		return false
	}
	for _, t := range []*table{it.when, it.cond} {
		if t == nil {
			continue
		}
		if place := slices.Index(t.reads, q); place >= 0 && t.moved(state, place) {
			return true
		}
	}
	return false
}

// relevant are the questions of a part that can still change something.
func (p *plan) relevant(x *part, state []int) (out []int) {
	for _, q := range x.questions {
		if state[q] == unanswered && slices.ContainsFunc(p.of[q], func(i int) bool { return p.moved(&p.items[i], state, q) }) {
			out = append(out, q)
		}
	}
	return out
}

// gain is how much of what is undecided the answer to a question decides, in
// expectation.
func (p *plan) gain(state []int, q int) (sum float64) {
	for _, i := range p.of[q] {
		it := &p.items[i]
		if p.decided(it, state) {
			continue
		}
		for r, share := range p.shares[q] {
			state[q] = r
			if p.decided(it, state) {
				sum += share * it.weight
			}
		}
		state[q] = unanswered
	}
	return sum
}

// pull is how much of what is undecided a question has a hand in.
func (p *plan) pull(state []int, q int) (sum float64) {
	for _, i := range p.of[q] {
		if p.moved(&p.items[i], state, q) {
			sum += p.items[i].weight
		}
	}
	return sum
}

// pulls are what open questions decide: alone, and as far as they have a hand in it.
type pulls struct{ gain, pull []float64 }

func (p *plan) pulls(state, open []int) pulls {
	w := pulls{make([]float64, len(state)), make([]float64, len(state))}
	for _, q := range open {
		w.gain[q], w.pull[q] = p.gain(state, q), p.pull(state, q)
	}
	return w
}

// most is the one of some questions that decides most: first what it decides
// alone, then what it has a hand in, then as staff wrote them.
func (w pulls) most(list []int) int {
	best := list[0]
	for _, q := range list[1:] {
		g, b := w.gain[q], w.gain[best]
		if g > b+nearly || g > b-nearly && (w.pull[q] > w.pull[best] || w.pull[q] == w.pull[best] && q < best) {
			best = q
		}
	}
	return best
}

// firsts are the questions of a part that may be asked next.
func (p *plan) firsts(x *part, state, relevant []int, w pulls) []int {
	if len(relevant) < 2 {
		return relevant
	}
	switch {
	case x.order == asWritten:
		return relevant[:1]
	case x.size == 0:
		return []int{w.most(relevant)}
	}
	for _, q := range x.questions {
		if state[q] == strange {
			return []int{w.most(relevant)}
		}
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	own := slices.Clone(state) // is written to
	var out []int
	least := 0.0
	for _, q := range relevant {
		c := p.costOf(x, own, q)
		if len(out) == 0 || c < least-nearly {
			out, least = out[:0], c
		}
		if c <= least+nearly {
			out = append(out, q)
		}
	}
	return out
}

// costOf is how many questions are asked in expectation, this one first.
func (p *plan) costOf(x *part, state []int, q int) float64 {
	sum := 1.0
	place := slices.Index(x.questions, q)
	for _, class := range x.classes[place] {
		if share := p.share(q, class); share > 0 {
			state[q] = class[0]
			sum += share * p.cost(x, state)
		}
	}
	state[q] = unanswered
	return sum
}

// at is where a part keeps what it knows of a state.
func (x *part) at(state []int) (at int) {
	for place, q := range x.questions {
		if state[q] != unanswered {
			at += x.stride[place] * (1 + slices.IndexFunc(x.classes[place], func(c []int) bool { return slices.Contains(c, state[q]) }))
		}
	}
	return at
}

func (p *plan) cost(x *part, state []int) float64 {
	at := x.at(state)
	if x.cost[at] >= 0 {
		return x.cost[at]
	}
	least := 0.0
	for i, q := range p.relevant(x, state) {
		if c := p.costOf(x, state, q); i == 0 || c < least {
			least = c
		}
	}
	x.cost[at] = least
	return least
}

// inOrder sorts open questions: first what staff want asked first, then as
// derived.
func (p *plan) inOrder(state, open []int, w pulls) []int {
	first := among(p.first, open)
	if len(first) == 0 {
		return p.derived(state, open, w)
	}
	return append(first, p.derived(state, slices.DeleteFunc(slices.Clone(open), func(q int) bool { return slices.Contains(first, q) }), w)...)
}

// derived sorts open questions: first the one to be asked, of those with which
// the fewest have to be asked the one that decides most; then the others by
// what they decide.
func (p *plan) derived(state, open []int, w pulls) []int {
	if len(open) < 2 {
		return open
	}
	of := make([][]int, len(p.parts))
	for _, q := range open {
		of[p.part[q]] = append(of[p.part[q]], q)
	}
	var list []int
	for n, qs := range of {
		if len(qs) > 0 {
			list = append(list, p.firsts(p.parts[n], state, qs, w)...)
		}
	}
	next, gains := w.most(list), w.gain
	out := slices.Clone(open)
	slices.SortStableFunc(out, func(a, b int) int {
		switch {
		case a == b || a != next && b != next && gains[a] == gains[b]:
			return 0
		case a == next || b != next && gains[a] > gains[b]:
			return -1
		}
		return 1
	})
	return out
}

// open are the questions that can still change something.
func (p *plan) open(state []int) (open []int) {
	for _, x := range p.parts {
		open = append(open, p.relevant(x, state)...)
	}
	slices.Sort(open)
	return open
}

// next is the question to be asked in a state; -1 at the end.
func (p *plan) next(state []int) int {
	open := p.open(state)
	if len(open) == 0 {
		return -1
	}
	if first := among(p.first, open); len(first) > 0 {
		return first[0]
	}
	return p.derived(state, open, p.pulls(state, open))[0]
}

// Bounds of weighing an order without knowing all states.
const (
	mostWeighed = 1024
	someWalks   = 64
)

// expected is how many questions of a part an order asks in expectation: of all
// states it leads to, or where they are too many of some walks by lot, the same
// for every order; then exact is false. What is named first goes before.
func (p *plan) expected(x *part, order partOrder, first []int) (asks float64, exact bool) {
	w := &weighing{p: p, x: x, order: order, first: first, known: map[string]float64{}}
	if e, ok := w.cost(p.blank()); ok {
		return e, true
	}
	lot := rand.New(rand.NewPCG(2, uint64(len(x.questions))))
	asked := 0
	at := make([]float64, len(p.replies))
	for range someWalks {
		for _, q := range x.questions {
			at[q] = lot.Float64()
		}
		state := p.blank()
		for {
			q := w.next(state)
			if q < 0 {
				break
			}
			asked++
			left := at[q]
			for r, share := range p.shares[q] {
				if left -= share; left < 0 || r == len(p.shares[q])-1 {
					state[q] = r
					break
				}
			}
		}
	}
	return float64(asked) / someWalks, false
}

type weighing struct {
	p     *plan
	x     *part
	order partOrder
	first []int
	known map[string]float64
}

func (w *weighing) next(state []int) int {
	list := w.p.relevant(w.x, state)
	if first := among(w.first, list); len(first) > 0 {
		return first[0]
	}
	switch {
	case len(list) == 0:
		return -1
	case w.order == asWritten:
		return list[0]
	case len(list) == 1:
		return list[0]
	}
	return w.p.pulls(state, list).most(list)
}

func (w *weighing) cost(state []int) (float64, bool) {
	var key []byte
	for _, q := range w.x.questions {
		key = strconv.AppendInt(key, int64(state[q]), 36)
	}
	if e, ok := w.known[string(key)]; ok {
		return e, true
	}
	if len(w.known) >= mostWeighed {
		return 0, false
	}
	q := w.next(state)
	if q < 0 {
		w.known[string(key)] = 0
		return 0, true
	}
	sum := 1.0
	for r, share := range w.p.shares[q] {
		if share == 0 {
			continue
		}
		state[q] = r
		e, ok := w.cost(state)
		if !ok {
			state[q] = unanswered
			return 0, false
		}
		sum += share * e
	}
	state[q] = unanswered
	w.known[string(key)] = sum
	return sum, true
}
