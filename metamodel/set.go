package metamodel

import (
	"bytes"
	"encoding/json"
	"math/bits"
	"slices"
	"strings"
)

// live is what a record needs to take in one answer after the other.
type live struct {
	patches map[string][]byte // answers set since the document was read, by path
	sent    map[int]span      // by slot: what was sent for a field that is computed now
	dirty   []uint64          // steps to decide again, a bit each
	place   map[unit]int32    // of every unit, its rank in form order
	ranks   []int32           // of Record.Problems
}

// Set changes the answer at path, nil for none, and decides again what hangs on
// it, directly or through others; the record is then what Check makes of the
// answers so changed. It gives the paths, in form order, of the fields and
// groups whose answer, visibility or problems changed. Rows are added by a path
// behind the last one ("employee/3/DE00001"), replaced and taken away by their
// own path ("employee/1"), and a group is set as a whole; those read the
// document anew, like an answer in a place that held no object. What is no JSON
// value, or no path of the form, changes nothing.
func (r *Record) Set(path string, raw json.RawMessage) (changed []string) {
	st := r.state
	if raw != nil && len(Gate(raw, AnswerLimits)) > 0 {
		return nil
	}
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 {
		raw = nil
	}
	l := st.alive()
	st.dropBlanks()
	at, ok := r.find(path)
	there := ok && at.f != nil && int(at.row) < st.rowsThere()
	st.dropBlanks()
	if !st.plan.places(path) {
		return nil
	}
	delete(l.patches, path)
	if there {
		l.patches[path] = raw
	}
	if !there || st.broken || !st.wellShaped(at.f.g, at.row) || len(st.w.buf) > 4*AnswerLimits.Bytes {
		return r.again(path, raw)
	}
	return r.replace(at.f, at.row, raw)
}

func (st *recordState) alive() *live {
	if st.live == nil {
		st.live = &live{patches: map[string][]byte{}, sent: map[int]span{}}
	}
	return st.live
}

// rowsThere is how many rows there are without blank ones.
func (st *recordState) rowsThere() int {
	if st.blank.rows != nil {
		return st.blank.count
	}
	return len(st.rows)
}

func (st *recordState) dropBlanks() {
	if st.blank.rows == nil {
		return
	}
	st.slots, st.groups, st.rows = st.slots[:st.blank.slots], st.groups[:st.blank.groups], st.rows[:st.blank.count]
	st.blank = blanks{}
}

// wellShaped reports that the row, and every group around a field, was given as
// an object, or not at all.
func (st *recordState) wellShaped(g *groupPlan, row int32) bool {
	if st.rows[row].fault > 0 {
		return false
	}
	for ; g.outer != nil && !g.g.Repeat; g = g.outer {
		if st.groups[st.group(g, row)].fault > 0 {
			return false
		}
	}
	return true
}

// places reports whether an answer can be at path: every repeat on the way says
// which row.
func (p *plan) places(path string) bool {
	g, rest, inside := p.root, path, true
	for inside {
		var part string
		part, rest, inside = strings.Cut(rest, "/")
		i, ok := g.byKey[part]
		if !ok {
			return false
		}
		if g.members[i].field != nil {
			return !inside
		}
		if g = g.members[i].group; !g.g.Repeat || !inside {
			continue
		}
		part, rest, inside = strings.Cut(rest, "/")
		if _, ok := rowIndex(part); !ok {
			return false
		}
	}
	return true
}

// again reads the document with all that was set, and compares.
func (r *Record) again(path string, raw []byte) []string {
	st := r.state
	doc := st.w.buf[:st.input:st.input]
	for _, p := range sortedKeys(st.live.patches) {
		doc = splice(doc, p, st.live.patches[p])
	}
	doc = splice(doc, path, raw)
	before, problems := st.answers(), r.Problems
	form, ctx, hidden := st.form, st.ctx, st.hidden
	*st = recordState{}
	r.Problems = st.check(form, doc, ctx)
	st.hidden = hidden
	after := st.answers()
	moved := map[string]bool{}
	for p, v := range before {
		moved[p] = moved[p] || after[p] != v
	}
	for p, v := range after {
		moved[p] = moved[p] || before[p] != v
	}
	told := func(ps Problems) map[string]string {
		out := map[string]string{}
		for _, p := range ps {
			out[p.Path] += p.Code + "\x00" + p.In("zh") + "\x00"
		}
		return out
	}
	was, is := told(problems), told(r.Problems)
	for p, v := range was {
		moved[p] = moved[p] || is[p] != v
	}
	for p, v := range is {
		moved[p] = moved[p] || was[p] != v
	}
	var changed []string
	st.units(func(u unit) {
		if p := st.unitPath(u); moved[p] {
			changed = append(changed, p)
			delete(moved, p)
		}
	})
	var gone []string // rows that are no more
	for p, m := range moved {
		if m {
			gone = append(gone, p)
		}
	}
	slices.Sort(gone)
	return append(changed, gone...)
}

// answers are the answers and visibilities by path.
func (st *recordState) answers() map[string]string {
	out := map[string]string{}
	st.units(func(u unit) {
		switch {
		case u.f != nil:
			s := st.slot(u.f, u.row)
			if !s.uses.none() || s.state != absent {
				out[st.unitPath(u)] = string([]byte{'0' + s.state, '0' + byte(s.uses.size())}) + string(s.raw.of(st.w.buf))
			}
		case !u.rows:
			if gs := &st.groups[st.group(u.g, u.row)]; !gs.uses.none() {
				out[st.unitPath(u)] = string(rune('0' + gs.rows))
			}
		}
	})
	return out
}

func (st *recordState) unitPath(u unit) string {
	switch {
	case u.f != nil:
		return st.fieldPath(u.f, u.row)
	case u.rows:
		return st.path(u.g, u.row)
	}
	return st.instance(u.g, u.row)
}

// replace puts one answer into its slot and decides again what hangs on it.
func (r *Record) replace(f *fieldPlan, row int32, raw json.RawMessage) []string {
	st, l := r.state, r.state.live
	w := st.plan.flows()
	if l.place == nil {
		st.survey(r)
	}
	if l.dirty == nil {
		l.dirty = make([]uint64, len(st.plan.order)/64+1)
	}
	moved := map[unit]bool{}
	s := st.slot(f, row)
	before := *s
	delete(l.sent, st.slotIndex(f, row))
	st.put(f, s, raw)
	st.judgeAgain(f, s, row)
	if st.differs(&before, s) {
		moved[unit{f: f, row: row}] = true
		st.stir(w.at[step{field: f}], moved)
	}
	for i := range l.dirty {
		for l.dirty[i] != 0 {
			bit := bits.TrailingZeros64(l.dirty[i])
			l.dirty[i] &^= 1 << bit
			st.decide(int32(i*64+bit), moved)
		}
	}
	return r.retell(moved)
}

// stir marks what reads a step as undecided.
func (st *recordState) stir(i int32, moved map[unit]bool) {
	w := &st.plan.flow
	for _, m := range w.memos[i] {
		st.memo[m] = 0
	}
	for _, n := range w.readers[i] {
		st.live.dirty[n/64] |= 1 << (n % 64)
	}
	for _, f := range w.watch[i] {
		t := &st.tables[f.g.in.index]
		for row := t.first; row >= 0; row = st.rows[row].next {
			if u := (unit{f: f, row: row}); !moved[u] {
				moved[u] = false
			}
		}
	}
}

// decide decides one step again in every row.
func (st *recordState) decide(i int32, moved map[unit]bool) {
	n := &st.plan.order[i]
	stirred := false
	t := n.table()
	if t == nil {
		s := &st.sections[n.section.sec.index]
		before := *s
		if n.leave {
			s.to = 0
		} else {
			s.shown = false
		}
		st.settleSection(n)
		if *s != before {
			st.stir(i, moved)
		}
		return
	}
	for row := st.tables[t.index].first; row >= 0; row = st.rows[row].next {
		if n.field == nil {
			gi := st.group(n.group, row)
			before := st.groups[gi].uses
			if st.groups[gi].uses = st.groupUses(n.group, row); st.groups[gi].uses != before {
				moved[unit{g: n.group, row: row}] = true
				if n.group.g.Repeat {
					for k := range st.groups[gi].rows {
						moved[unit{g: n.group, row: st.row(n.group, gi, k), rows: true}] = true
					}
				}
				stirred = true
			}
			continue
		}
		s := st.slot(n.field, row)
		before := *s
		st.put(n.field, s, st.sent(n.field, s, row))
		s.seen = before.seen // also where a value could not be computed
		st.judgeAgain(n.field, s, row)
		if st.differs(&before, s) {
			moved[unit{f: n.field, row: row}] = true
			stirred = true
		}
	}
	if stirred {
		st.stir(i, moved)
	}
}

// sent is the JSON that an answer was given as, nil for none.
func (st *recordState) sent(f *fieldPlan, s *slot, row int32) json.RawMessage {
	if !s.seen {
		return nil
	}
	if at, ok := st.live.sent[st.slotIndex(f, row)]; ok {
		delete(st.live.sent, st.slotIndex(f, row))
		return at.of(st.w.buf)
	}
	if s.state != bad && s.note > 0 {
		return st.given[s.note-1].of(st.w.buf)
	}
	return s.raw.of(st.w.buf)
}

// remember keeps what was sent for a field that is about to be computed.
func (st *recordState) remember(f *fieldPlan, row int32, s *slot) {
	l := st.alive()
	if i := st.slotIndex(f, row); s.raw != (span{}) {
		at := s.raw
		if s.state != bad && s.note > 0 {
			at = st.given[s.note-1]
		}
		l.sent[i] = at
	}
}

func (st *recordState) slotIndex(f *fieldPlan, row int32) int { return int(st.rows[row].slots) + f.pos }

// put gives a slot an answer as if it were read now.
func (st *recordState) put(f *fieldPlan, s *slot, raw json.RawMessage) {
	*s = slot{seen: raw != nil, uses: s.uses, settled: s.settled}
	if len(raw) == 0 {
		return
	}
	from := len(st.w.buf)
	st.w.buf = append(st.w.buf, raw...)
	t := token{kind: kindOf(raw[0]), raw: st.w.buf[from:len(st.w.buf):len(st.w.buf)], start: from}
	t.esc = t.kind == 's' && bytes.IndexByte(raw, '\\') >= 0
	st.take(f, s, t)
}

func (st *recordState) judgeAgain(f *fieldPlan, s *slot, row int32) {
	if !st.whole || !f.still {
		st.settleField(f, row)
	} else if s.state == good {
		st.judge(f, s, row)
	}
}

func (st *recordState) differs(before, after *slot) bool {
	b := st.w.buf
	return before.state != after.state || before.twin != after.twin || before.by != after.by || before.uses != after.uses || !bytes.Equal(before.raw.of(b), after.raw.of(b)) || !bytes.Equal(before.val.of(b), after.val.of(b))
}
