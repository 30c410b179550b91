package catalog

import (
	"encoding/json"
	"slices"

	"github.com/shopspring/decimal"

	"github.com/onematter/onematter/metamodel"
)

// verdict is what a condition comes to for the answers given so far, whatever
// the rest are answered.
type verdict uint8

const (
	open  verdict = iota // the answers to come decide it
	no                   // it does not hold
	yes                  // it holds
	never                // everything is answered, and it says neither
)

// table is a condition by the replies of the questions it reads: where a
// question stands open, what all its replies come to.
type table struct {
	reads    []int     // questions
	stride   []int     // of a question's digit: 0 for not answered, 1 and up for a reply
	verdicts []verdict // nil: too many to be told
	moves    []uint64  // the open questions, by place in reads, that can still change it
	exact    bool      // any answer comes to the same as the reply it comes under
}

// mostEntries bounds a table.
const mostEntries = 4096

// newTable tries a condition for every combination of replies.
func newTable(reads []int, replies [][]reply, exact bool, try func(digits []int) verdict) *table {
	t := &table{reads: reads, stride: make([]int, len(reads)), exact: exact}
	size := 1
	for i, q := range reads {
		t.stride[i] = size
		if size *= len(replies[q]) + 1; size > mostEntries || len(replies[q]) == 0 || i > 60 {
			t.exact = false
			return t
		}
	}
	t.verdicts, t.moves = make([]verdict, size), make([]uint64, size)
	digits := make([]int, len(reads))
	// Answered digits are higher than open ones, so from the end every entry's
	// more answered ones are there already.
	for at := size - 1; at >= 0; at-- {
		first := -1
		for i, q := range reads {
			if digits[i] = at / t.stride[i] % (len(replies[q]) + 1); digits[i] == 0 {
				first = i
			}
		}
		if first < 0 {
			t.verdicts[at] = try(digits)
			continue
		}
		n := len(replies[reads[first]])
		v := t.verdicts[at+t.stride[first]]
		for r := 1; r <= n; r++ {
			sub := at + r*t.stride[first]
			t.moves[at] |= t.moves[sub]
			if t.verdicts[sub] != v {
				v = open
			}
		}
		t.verdicts[at] = v
		if t.differs(at, first, n) {
			t.moves[at] |= 1 << first
		}
	}
	return t
}

// differs reports whether some completion of an entry depends on one open question.
func (t *table) differs(at, place, replies int) bool {
	for r := 2; r <= replies; r++ {
		if t.apart(at+t.stride[place], at+r*t.stride[place], 0) {
			return true
		}
	}
	return false
}

// apart reports whether two entries that differ in one answered question have
// completions that differ.
func (t *table) apart(a, b, from int) bool {
	if t.verdicts[a] != open && t.verdicts[b] != open {
		return t.verdicts[a] != t.verdicts[b]
	}
	for i := from; i < len(t.reads); i++ {
		width := len(t.verdicts)
		if i+1 < len(t.stride) {
			width = t.stride[i+1]
		}
		if a/t.stride[i]%(width/t.stride[i]) != 0 {
			continue
		}
		for r := 1; r < width/t.stride[i]; r++ {
			if t.apart(a+r*t.stride[i], b+r*t.stride[i], i+1) {
				return true
			}
		}
		return false
	}
	return false
}

// at is the entry of a state: the reply of every question, -1 for none. False
// where the table cannot tell.
func (t *table) at(state []int) (int, bool) {
	if t.verdicts == nil {
		return 0, false
	}
	at := 0
	for i, q := range t.reads {
		if state[q] == strange {
			return 0, false
		}
		at += (state[q] + 1) * t.stride[i]
	}
	return at, true
}

// verdict is what a state comes to. What is beyond a table is open until all is
// answered.
func (t *table) verdict(state []int) verdict {
	if at, ok := t.at(state); ok {
		return t.verdicts[at]
	}
	for _, q := range t.reads {
		if state[q] == unanswered {
			return open
		}
	}
	return never
}

// moved reports whether an open question, by its place in reads, can change
// what a state comes to.
func (t *table) moved(state []int, place int) bool {
	if state[t.reads[place]] != unanswered {
		return false
	}
	at, ok := t.at(state)
	return !ok || t.moves[at]&(1<<place) != 0
}

// Places in a state that are no reply.
const (
	unanswered = -1
	strange    = -2 // answered, with something that comes under no reply
)

// replyAt is the reply that an answer comes under.
func replyAt(typ metamodel.Type, replies []reply, v any) int {
	others := strange
	var number decimal.Decimal
	if typ == metamodel.TypeNumber || typ == metamodel.TypeInteger {
		raw, err := json.Marshal(v)
		if err == nil {
			number, err = decimal.NewFromString(string(raw))
		}
		if err != nil {
			return strange
		}
		if n := slices.IndexFunc(replies, func(r reply) bool { return r.low.under(number) && r.high.over(number) }); n >= 0 {
			return n
		}
		return strange
	}
	for n, r := range replies {
		if r.value == v {
			return n
		}
		if r.others {
			others = n
		}
	}
	return others
}
