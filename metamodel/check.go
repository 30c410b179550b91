package metamodel

// Check reads one JSON object of answers (see Gate for its limits; no bytes at
// all are no answers), normalises every value (width, spaces, case as the type
// says), evaluates visibility and requiredness, and checks every rule. It never
// fails: what is wrong is in Record.Problems, and what was typed stays readable
// through Typed. Answers that are no JSON at all give one problem and no
// values. An answer that belongs to a hidden field is kept by the caller's
// draft and left out of JSON.
func (f *Form) Check(answers []byte, ctx Context) *Record {
	both := new(struct {
		Record
		recordState
	})
	r, st := &both.Record, &both.recordState
	r.Form, r.state = f, st
	r.Problems = st.check(f, answers, ctx)
	return r
}

// Unread reports that the answers were no document that can be read: Problems
// says why, and everything else stands for no answers.
func (r *Record) Unread() bool { return r.state.broken }

// check reads and judges answers into a zero state.
func (st *recordState) check(f *Form, answers []byte, ctx Context) Problems {
	st.begin(f, answers, ctx)
	if p := st.read(answers); p != nil {
		*st = recordState{}
		st.begin(f, nil, ctx)
		st.broken = true
		st.settle()
		return Problems{*p}
	}
	st.settle()
	if st.clean() {
		return nil
	}
	return st.report()
}

const (
	absent uint8 = iota
	good         // of its type; after settle also within every constraint
	bad
)

// slot is one field's answer in one row.
type slot struct {
	raw, val span
	uses     useSet // the visible uses
	note     uint32 // of a bad one its fault, else the JSON as it was given, 0 for raw; 1-based into recordState.faults, .given
	state    uint8
	seen     bool
	settled  bool
	fine     bool   // satisfies the element and every use, whichever applies
	by       uint16 // 1 and the place of the use that computes it now, 0 for none
	twin     uint8  // 1 and the place of the twin that it is copied from, 0 for none
}

// readable says that conditions may read the answer and JSON holds it.
func (s *slot) readable() bool { return s.settled && !s.uses.none() && s.state == good }

// groupState is one group in one row of its table; of a repeat, one instance.
type groupState struct {
	first  int32 // row of the first of its rows; where rows nest, their place in recordState.line
	rows   int32
	uses   useSet // the visible uses
	fault  uint32 // of a shape that is no object or array; 1-based into recordState.faults
	seen   bool
	excess bool // rows beyond the limits were not read
}

// rowState is one row of a table.
type rowState struct {
	slots, groups int32 // its first slot and group state
	up            int32 // the row around it; -1 for the document
	in            int32 // the group state of its repeat; -1 for the document
	at            int32 // its index among the rows of that instance
	next          int32 // the next row of its table, -1 for none
	table         int32
	fault         uint32 // of a row that is no object; 1-based into recordState.faults
}

// tableState is the chain of a table's rows.
type tableState struct{ first, last int32 }

type recordState struct {
	plan     *plan
	ctx      Context
	form     *Form
	today    moment
	w        writer
	slots    []slot
	groups   []groupState
	rows     []rowState // the first is the document
	tables   []tableState
	line     []int32 // the rows of each instance side by side, where rows nest
	sections []sectionState
	faults   []*fault
	given    []span // answers that are not stored as they were given
	broken   bool   // the answers were no JSON
	whole    bool   // every matter counts and nothing is awaited
	left     int    // fields that are required whatever else is answered, and are not
	unknown  Problems
	memo     []Truth // Truth+1; 0 is not asked yet
	scope    []bool  // nil: every matter
	vars     answerScope
	input    int // how much of the buffer is the answers as they came
	blank    blanks
	live     *live // once an answer has been set
	few      few
	hidden   concealed // answers that are not told
}

// begin makes room for the answers in a zero state.
func (st *recordState) begin(f *Form, answers []byte, ctx Context) {
	p := f.plan
	st.plan, st.form, st.ctx, st.today = p, f, ctx, momentOf(ctx.Today)
	st.whole = ctx.Scope == nil && len(ctx.Awaited) == 0
	root := p.tables[0]
	st.groups = extend(st.few.groups[:0], len(root.groups))
	if st.whole {
		// Copied with room for some rows; what a copy overwrites is not cleared first.
		st.slots = append([]slot(nil), root.slots[:cap(root.slots)]...)[:len(root.slots)]
		copy(st.groups, root.states)
		st.left = root.must
	} else {
		st.slots = make([]slot, len(root.fields), cap(root.slots))
	}
	st.rows = append(st.few.rows[:0], rowState{up: -1, in: -1, next: -1})
	st.tables = extend(st.few.tables[:0], len(p.tables))
	for i := range st.tables {
		st.tables[i] = tableState{-1, -1}
	}
	st.tables[0] = tableState{0, 0}
	st.faults = st.few.faults[:0]
	st.w.buf = append([]byte(nil), answers...)
	st.input = len(answers)
	if p.memos > 0 {
		st.memo = extend(st.few.memo[:0], p.memos)
	}
	if p.journey {
		st.sections = make([]sectionState, len(p.sections))
	}
	if ctx.Scope != nil && len(p.matters) > 0 {
		st.scope = make([]bool, len(p.matters))
		for m, i := range p.matters {
			st.scope[i] = ctx.Scope[m]
		}
	}
}

// few is the room that most forms need, in one piece with the record.
type few struct {
	groups [12]groupState
	rows   [12]rowState
	tables [3]tableState
	memo   [16]Truth
	faults [4]*fault
}

// slot is the place of a field's answer in a row of its table; nil for a row
// that does not exist.
func (st *recordState) slot(f *fieldPlan, row int32) *slot {
	if row < 0 {
		return nil
	}
	return &st.slots[int(st.rows[row].slots)+f.pos]
}

// group is the index of a group's state in a row of the table around it.
func (st *recordState) group(g *groupPlan, row int32) int32 {
	return st.rows[row].groups + int32(g.pos)
}

// around is the index of the group state that a field or group of g in this
// row follows.
func (st *recordState) around(g *groupPlan, row int32) int32 {
	if g.g.Repeat {
		return st.rows[row].in
	}
	return st.group(g, row)
}

// row is the i-th row of a repeat's instance.
func (st *recordState) row(g *groupPlan, gi int32, i int32) int32 {
	first := st.groups[gi].first
	if g.in.nests {
		return st.line[first+i]
	}
	return first + i
}

// addRow appends a row of zero slots; it joins no instance and no chain.
func (st *recordState) addRow(g *groupPlan, gi, up, at int32) int32 {
	t := g.in
	id := int32(len(st.rows))
	st.rows = append(st.rows, rowState{slots: int32(len(st.slots)), groups: int32(len(st.groups)), up: up, in: gi, at: at, next: -1, table: int32(t.index)})
	st.slots = extend(st.slots, len(t.fields))
	st.groups = extend(st.groups, len(t.groups))
	if st.whole {
		copy(st.slots[len(st.slots)-len(t.fields):], t.slots)
		copy(st.groups[len(st.groups)-len(t.groups):], t.states)
	}
	return id
}

// extend lengthens s by n zero values.
func extend[T any](s []T, n int) []T {
	if have := len(s) + n; have <= cap(s) {
		s = s[:have]
		clear(s[have-n:])
		return s
	}
	return append(s, make([]T, n)...)
}

// lines puts the rows of every instance of a nesting repeat side by side.
func (st *recordState) lines() {
	n := int32(0)
	for ti, t := range st.plan.tables[1:] {
		if !t.nests {
			continue
		}
		for row := st.tables[ti+1].first; row >= 0; row = st.rows[row].next {
			r := &st.rows[row]
			if r.at == 0 {
				st.groups[r.in].first = n
				n += st.groups[r.in].rows
			}
		}
	}
	if n == 0 {
		return
	}
	st.line = make([]int32, n)
	for ti, t := range st.plan.tables[1:] {
		if !t.nests {
			continue
		}
		for row := st.tables[ti+1].first; row >= 0; row = st.rows[row].next {
			r := &st.rows[row]
			st.line[st.groups[r.in].first+r.at] = row
		}
	}
}

// blanks are rows that answers do not have: the empty row a new entry would
// start with, made when asked for and left out of everything else.
type blanks struct {
	rows                 map[int32]int32 // by the group state of the repeat's instance
	slots, groups, count int             // what there was before the first
}

// blankRow is the empty row behind the rows of an instance, settled.
func (st *recordState) blankRow(g *groupPlan, gi, up int32) int32 {
	if row, ok := st.blank.rows[gi]; ok {
		return row
	}
	if st.blank.rows == nil {
		st.blank = blanks{rows: map[int32]int32{}, slots: len(st.slots), groups: len(st.groups), count: len(st.rows)}
	}
	row := st.addRow(g, gi, up, st.groups[gi].rows)
	st.blank.rows[gi] = row
	order := g.in.order
	if st.whole {
		order = g.in.moving
	}
	for i := range order {
		st.settleStep(&order[i], row)
	}
	return row
}
