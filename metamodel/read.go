package metamodel

import "sync"

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
	if st.object(s, st.plan.root, 0) {
		s.end()
	}
	st.lines()
	return s.fault
}

// object reads the members of a group in one row, or those of the document.
// Programs write members in the same order every time: each is expected behind
// the one that it followed last time, and its key is compared in one go.
func (st *recordState) object(s *scanner, g *groupPlan, row int32) bool {
	empty, ok := s.open()
	if !ok || empty {
		return ok
	}
	others := keySet{base: len(s.keys)}
	first := int(st.rows[row].slots)
	last := 0 // the member before, and one
	for {
		i := int(g.after[last].Load())
		at := s.pos
		if m := &g.members[i]; len(s.b)-at >= len(m.json) && string(s.b[at:at+len(m.json)]) == m.json {
			if !s.node() {
				return false
			}
			s.pos += len(m.json)
		} else {
			name, offset, ok := s.key()
			if !ok {
				return false
			}
			known := false
			if i, known = g.byKey[string(name)]; !known {
				if !others.add(s, name) {
					return s.duplicate(name, offset)
				}
				st.strange(g, row, name)
				if _, ok := s.value(); !ok {
					return false
				}
				if more, ok := s.next('}'); !ok {
					return false
				} else if !more {
					return s.close(&others)
				}
				continue
			}
			at = offset
			g.after[last].Store(int32(i))
		}
		last = i + 1
		m := &g.members[i]
		if m.field != nil {
			sl := &st.slots[first+int(m.pos)]
			if sl.seen {
				return s.duplicate([]byte(m.key), at)
			}
			sl.seen = true
			if !st.readField(s, m, sl, row) {
				return false
			}
		} else {
			gs := &st.groups[st.group(m.group, row)]
			if gs.seen {
				return s.duplicate([]byte(m.key), at)
			}
			gs.seen = true
			if !st.readGroup(s, m.group, row) {
				return false
			}
		}
		if s.pos < len(s.b) && s.b[s.pos] == ',' {
			s.pos++
		} else if more, ok := s.next('}'); !ok {
			return false
		} else if !more {
			return s.close(&others)
		}
	}
}

// close leaves an object.
func (s *scanner) close(others *keySet) bool {
	s.keys = s.keys[:others.base]
	s.depth--
	return true
}

// readField reads one answer. A field that hangs on no condition is judged at
// once when everything counts.
func (st *recordState) readField(s *scanner, m *member, sl *slot, row int32) bool {
	read, accepted := st.fast(s, m.fast, sl)
	if sl.fine = accepted; read {
		if s.nodes > s.lim.Nodes {
			return s.tooMany()
		}
	} else {
		t, ok := s.value()
		if !ok {
			return false
		}
		st.take(m.field, sl, t)
	}
	if !st.whole || !m.still {
		return true
	}
	if !accepted && sl.state == good {
		st.judge(m.field, sl, row)
	}
	if m.must && sl.state == good {
		st.left--
	}
	return true
}

// readGroup reads the value of a group in a row of the table around it.
func (st *recordState) readGroup(s *scanner, g *groupPlan, row int32) bool {
	s.ws()
	opening, want := byte('{'), expectObject
	if g.g.Repeat {
		opening, want = '[', expectRows
	}
	gi := st.group(g, row)
	if s.pos >= len(s.b) || s.b[s.pos] != opening {
		return st.misshapen(s, want, &st.groups[gi].fault)
	}
	if !s.node() {
		return false
	}
	if !g.g.Repeat {
		return st.object(s, g, row)
	}
	return st.readRows(s, g, gi, row)
}

func (st *recordState) readRows(s *scanner, g *groupPlan, gi, up int32) bool {
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
	for {
		s.ws()
		switch {
		case st.full(g, gi): // read on only to check the JSON
			st.groups[gi].excess = true
			if _, ok := s.value(); !ok {
				return false
			}
		case s.pos < len(s.b) && s.b[s.pos] == '{':
			if !s.node() || !st.object(s, g, st.newRow(g, gi, up)) {
				return false
			}
		default:
			if row := st.newRow(g, gi, up); !st.misshapen(s, expectObject, &st.rows[row].fault) {
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

// full says that no more rows are taken in.
func (st *recordState) full(g *groupPlan, gi int32) bool {
	return st.groups[gi].rows == MaxRows || len(st.rows) > MaxAllRows || len(st.slots)+len(g.in.fields) > maxSlots
}

// newRow appends a row to an instance and to its table.
func (st *recordState) newRow(g *groupPlan, gi, up int32) int32 {
	row := st.addRow(g, gi, up, st.groups[gi].rows)
	st.left += g.in.must
	if gs := &st.groups[gi]; gs.rows == 0 {
		gs.first = row
	}
	st.groups[gi].rows++
	t := &st.tables[g.in.index]
	if t.first < 0 {
		t.first = row
	} else {
		st.rows[t.last].next = row
	}
	t.last = row
	return row
}

// misshapen reads a group or row of the wrong JSON type.
func (st *recordState) misshapen(s *scanner, want Text, fault *uint32) bool {
	t, ok := s.value()
	if !ok {
		return false
	}
	fl := failed(answerType, "expected", want)
	if t.kind == 'z' {
		fl = failed(answerNull)
	}
	st.faults = append(st.faults, fl)
	*fault = uint32(len(st.faults))
	return true
}

// take normalises one value into its slot.
func (st *recordState) take(f *fieldPlan, sl *slot, t token) {
	given := span{uint32(t.start), uint32(t.start + len(t.raw))}
	if t.kind == 'z' {
		st.spoil(sl, given, failed(answerNull))
		return
	}
	if fl := f.typ.read(&st.w, f, t); fl != nil {
		st.spoil(sl, given, fl)
		return
	}
	sl.raw, sl.val = given, st.w.val
	if sl.val.from < sl.val.to {
		sl.state = good
	}
	st.store(sl, st.w.raw)
}

// store gives an answer another JSON and keeps what was given.
func (st *recordState) store(sl *slot, raw span) {
	if raw != sl.raw && sl.note == 0 {
		st.given = append(st.given, sl.raw)
		sl.note = uint32(len(st.given))
	}
	sl.raw = raw
}

// spoil marks an answer invalid and restores it as it was given.
func (st *recordState) spoil(sl *slot, given span, fl *fault) {
	st.faults = append(st.faults, fl)
	sl.note = uint32(len(st.faults))
	sl.state = bad
	sl.raw, sl.val = given, given
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

// refuse spoils an answer that was good.
func (st *recordState) refuse(sl *slot, fl *fault) {
	given := sl.raw
	if sl.note > 0 {
		given = st.given[sl.note-1]
	}
	st.spoil(sl, given, fl)
}

// mostUnknown is how many unknown answers are listed one by one.
const mostUnknown = 50

func (st *recordState) strange(g *groupPlan, row int32, name []byte) {
	switch n := len(st.unknown); {
	case n < mostUnknown:
		shown := clip(string(name))
		st.unknown = append(st.unknown, answerUnknown.At(join(st.path(g, row), shown), "name", shown))
	case n == mostUnknown:
		st.unknown = append(st.unknown, answerTooManyText.At(st.path(g, row)))
	}
}
