package metamodel

import (
	"strconv"
	"sync"
)

// Check reads one JSON object of answers (see Gate for its limits; no bytes at
// all are no answers), normalises every value (width, spaces, case as the type
// says), evaluates visibility and requiredness, and checks every rule. It never
// fails: what is wrong is in Record.Problems, and what was typed stays readable
// through Typed. Answers that are no JSON at all give one problem and no
// values. An answer that belongs to a hidden field is kept by the caller's
// draft and left out of JSON.
func (f *Form) Check(answers []byte, ctx Context) *Record {
	st := newState(f, answers, ctx)
	r := &Record{Form: f, state: st}
	if p := st.read(answers); p != nil {
		*st = *newState(f, nil, ctx)
		st.settle()
		r.Problems = Problems{*p}
		return r
	}
	st.settle()
	r.Problems = st.report()
	return r
}

const (
	absent uint8 = iota
	good         // of its type; after settle also within every constraint
	bad
)

// slot is one field's answer in one row.
type slot struct {
	raw, val span
	orig     span   // the JSON as it was given
	fault    uint32 // 1-based into recordState.faults
	state    uint8
	seen     bool
	settled  bool
	uses     uint64 // the visible uses
}

// readable says that conditions may read the answer and JSON holds it.
func (s *slot) readable() bool { return s.settled && s.uses != 0 && s.state == good }

type groupState struct {
	first  int // slot of row 0 of a repeat
	rows   int
	uses   uint64 // the visible uses
	seen   bool
	told   bool // its shape was reported
	excess bool // rows beyond MaxRows were not read
}

// shapeFault is a group or row that is no object or array.
type shapeFault struct {
	group *groupPlan
	row   int
	fault *fault
}

type recordState struct {
	plan    *plan
	ctx     Context
	form    *Form
	today   day
	w       writer
	slots   []slot
	groups  []groupState
	faults  []*fault
	shapes  []shapeFault
	unknown Problems
	memo    []Truth // Truth+1; 0 is not asked yet
	scope   []bool  // nil: every matter
	vars    answerScope
}

func newState(f *Form, answers []byte, ctx Context) *recordState {
	p := f.plan
	st := &recordState{plan: p, form: f, ctx: ctx, today: dayOf(ctx.Today)}
	st.groups = make([]groupState, len(p.groups))
	st.slots = make([]slot, p.singles, p.singles+p.singles/2+8)
	st.w.buf = append(make([]byte, 0, len(answers)+len(answers)/4+32), answers...)
	if p.memos > 0 {
		st.memo = make([]Truth, p.memos)
	}
	if ctx.Scope != nil && len(p.matters) > 0 {
		st.scope = make([]bool, len(p.matters))
		for m, i := range p.matters {
			st.scope[i] = ctx.Scope[m]
		}
	}
	return st
}

// slot is the place of a field's answer; nil for a row that does not exist.
func (st *recordState) slot(f *fieldPlan, row int) *slot {
	if !f.g.g.Repeat {
		return &st.slots[f.g.base+f.pos]
	}
	gs := &st.groups[f.g.index]
	if row < 0 || row >= gs.rows {
		return nil
	}
	return &st.slots[gs.first+row*len(f.g.fields)+f.pos]
}

// scanners are reused for their scratch space only; they hold no answers
// beyond one Check.
var scanners = sync.Pool{New: func() any { return new(scanner) }}

// read puts the answers into slots in one pass.
func (st *recordState) read(answers []byte) *Problem {
	if len(answers) == 0 {
		return nil
	}
	if len(answers) > AnswerLimits.Bytes {
		p := gateTooLarge.At("", "size", len(answers), "limit", AnswerLimits.Bytes)
		return &p
	}
	s := scanners.Get().(*scanner)
	*s = scanner{b: st.w.buf[:len(answers)], lim: AnswerLimits, keys: s.keys[:0], text: s.text[:0]}
	defer func() {
		s.b, s.fault = nil, nil
		clear(s.keys[:cap(s.keys)])
		scanners.Put(s)
	}()
	s.ws()
	if s.pos >= len(s.b) || s.b[s.pos] != '{' {
		if _, ok := s.value(); ok {
			s.pos = 0
			s.syntax(wantObject)
		}
		return s.fault
	}
	s.node()
	if st.root(s) {
		s.end()
	}
	return s.fault
}

func (st *recordState) root(s *scanner) bool {
	empty, ok := s.open()
	if !ok || empty {
		return ok
	}
	others := keySet{base: len(s.keys)}
	next := 0
	for {
		name, at, ok := s.key()
		if !ok {
			return false
		}
		var g *groupPlan
		if next < len(st.plan.groups) && st.plan.groups[next].g.Path == string(name) {
			g = st.plan.groups[next]
		} else if g = st.plan.byName[string(name)]; g == nil {
			if !others.add(s, name) {
				return s.duplicate(name, at)
			}
			st.strange("", name)
			if _, ok := s.value(); !ok {
				return false
			}
		}
		if g != nil {
			next = g.index + 1
			if st.groups[g.index].seen {
				return s.duplicate(name, at)
			}
			st.groups[g.index].seen = true
			if !st.group(s, g) {
				return false
			}
		}
		if more, ok := s.next('}'); !ok {
			return false
		} else if !more {
			s.keys = s.keys[:others.base]
			s.depth--
			return true
		}
	}
}

func (st *recordState) group(s *scanner, g *groupPlan) bool {
	s.ws()
	opening, want := byte('{'), expectObject
	if g.g.Repeat {
		opening, want = '[', expectRows
	}
	if s.pos >= len(s.b) || s.b[s.pos] != opening {
		return st.misshapen(s, g, -1, want)
	}
	if !s.node() {
		return false
	}
	if !g.g.Repeat {
		return st.object(s, g, -1)
	}
	if !s.enter() {
		return false
	}
	s.pos++
	s.ws()
	if s.pos < len(s.b) && s.b[s.pos] == ']' {
		s.pos++
		s.depth--
		return true
	}
	gs := &st.groups[g.index]
	gs.first = len(st.slots)
	for {
		s.ws()
		switch {
		case gs.rows == MaxRows: // read on only to check the JSON
			gs.excess = true
			if _, ok := s.value(); !ok {
				return false
			}
		case s.pos < len(s.b) && s.b[s.pos] == '{':
			if !s.node() {
				return false
			}
			st.addRow(g)
			if !st.object(s, g, gs.rows-1) {
				return false
			}
		default:
			st.addRow(g)
			if !st.misshapen(s, g, gs.rows-1, expectObject) {
				return false
			}
		}
		if more, ok := s.next(']'); !ok {
			return false
		} else if !more {
			s.depth--
			return true
		}
	}
}

func (st *recordState) addRow(g *groupPlan) {
	for range g.fields {
		st.slots = append(st.slots, slot{})
	}
	st.groups[g.index].rows++
}

// misshapen reads a group or row of the wrong JSON type.
func (st *recordState) misshapen(s *scanner, g *groupPlan, row int, want Text) bool {
	t, ok := s.value()
	if !ok {
		return false
	}
	fl := failed(answerType, "expected", want)
	if t.kind == 'z' {
		fl = failed(answerNull)
	}
	st.shapes = append(st.shapes, shapeFault{g, row, fl})
	return true
}

func (st *recordState) object(s *scanner, g *groupPlan, row int) bool {
	empty, ok := s.open()
	if !ok || empty {
		return ok
	}
	others := keySet{base: len(s.keys)}
	next := 0
	for {
		name, at, ok := s.key()
		if !ok {
			return false
		}
		pos := -1
		if next < len(g.fields) && g.fields[next].f.Key == string(name) {
			pos = next
		} else if i, known := g.byKey[string(name)]; known {
			pos = i
		}
		if pos < 0 {
			if !others.add(s, name) {
				return s.duplicate(name, at)
			}
			st.strange(g.pathIn(row), name)
			if _, ok := s.value(); !ok {
				return false
			}
		} else {
			next = pos + 1
			f := g.fields[pos]
			sl := st.slot(f, row)
			if sl.seen {
				return s.duplicate(name, at)
			}
			t, ok := s.value()
			if !ok {
				return false
			}
			sl.seen = true
			st.take(f, sl, t)
		}
		if more, ok := s.next('}'); !ok {
			return false
		} else if !more {
			s.keys = s.keys[:others.base]
			s.depth--
			return true
		}
	}
}

// take normalises one value into its slot.
func (st *recordState) take(f *fieldPlan, sl *slot, t token) {
	sl.orig = span{uint32(t.start), uint32(t.start + len(t.raw))}
	if t.kind == 'z' {
		st.spoil(sl, failed(answerNull))
		return
	}
	if fl := f.typ.read(&st.w, f, t); fl != nil {
		st.spoil(sl, fl)
		return
	}
	sl.raw, sl.val = st.w.raw, st.w.val
	if sl.val.from < sl.val.to {
		sl.state = good
	}
}

// spoil marks an answer invalid and restores it as it was typed.
func (st *recordState) spoil(sl *slot, fl *fault) {
	st.faults = append(st.faults, fl)
	sl.fault = uint32(len(st.faults))
	sl.state = bad
	sl.raw, sl.val = sl.orig, sl.orig
	if raw := sl.raw.of(st.w.buf); len(raw) > 0 && raw[0] == '"' {
		sl.val.from++
		sl.val.to--
		for _, c := range raw {
			if c == '\\' {
				from := len(st.w.buf)
				st.w.buf = appendUnescaped(st.w.buf, sl.val.of(st.w.buf))
				sl.val = span{uint32(from), uint32(len(st.w.buf))}
				break
			}
		}
	}
}

// mostUnknown is how many unknown answers are listed one by one.
const mostUnknown = 50

func (st *recordState) strange(in string, name []byte) {
	switch n := len(st.unknown); {
	case n < mostUnknown:
		shown := clip(string(name))
		st.unknown = append(st.unknown, answerUnknown.At(join(in, shown), "name", shown))
	case n == mostUnknown:
		st.unknown = append(st.unknown, answerTooManyText.At(in))
	}
}

// pathIn is the group's path in answers, with the row's index.
func (g *groupPlan) pathIn(row int) string {
	if row < 0 {
		return g.g.Path
	}
	return g.g.Path + "/" + strconv.Itoa(row)
}

func (f *fieldPlan) pathIn(row int) string {
	if row < 0 {
		return f.f.Path
	}
	return f.g.pathIn(row) + "/" + f.f.Key
}
