package metamodel

import "bytes"

// settle decides, in the plan's order, what is visible, and checks every
// visible answer against its element and the demands of its visible uses.
func (st *recordState) settle() {
	order := st.plan.order
	if st.whole {
		order = st.plan.moving
	}
	for i := range order {
		n := &order[i]
		t := n.table()
		if t == nil {
			st.settleSection(n)
			continue
		}
		for row := st.tables[t.index].first; row >= 0; row = st.rows[row].next {
			st.settleStep(n, row)
		}
	}
}

// settleStep settles a group or a field in one row of its table.
func (st *recordState) settleStep(n *step, row int32) {
	if n.field != nil {
		st.settleField(n.field, row)
		return
	}
	uses := st.groupUses(n.group, row)
	st.groups[st.group(n.group, row)].uses = uses
}

// counts reports whether a matter is in scope.
func (st *recordState) counts(matter int) bool {
	return matter < 0 || st.scope == nil || st.scope[matter]
}

// groupUses is the set of a group's uses that are in scope and visible: a use
// follows the outer group's use of the same matter, or else the outer group.
func (st *recordState) groupUses(g *groupPlan, row int32) (out useSet) {
	outer := firstUses(maxUses)
	if g.outer.outer != nil {
		outer = st.groups[st.around(g.outer, row)].uses
	}
	if outer.none() || g.section != nil && !st.shows(g.section) || len(st.ctx.Awaited) > 0 && st.ctx.Awaited[g.g.Path] {
		return out
	}
	for i := range g.uses {
		u := &g.uses[i]
		if !st.counts(u.matter) || u.groupUse >= 0 && !outer.has(u.groupUse) {
			continue
		}
		if st.truth(u.visible, row) == True {
			out.add(i)
		}
	}
	return out
}

// fieldUses is the set of a field's uses that are in scope and visible: a use
// follows the group's use of the same matter, or else the group as a whole.
func (st *recordState) fieldUses(f *fieldPlan, row int32) (out useSet) {
	group := &st.groups[st.around(f.g, row)].uses
	if group.none() || f.section != nil && !st.shows(f.section) || len(st.ctx.Awaited) > 0 && st.ctx.Awaited[f.f.Path] {
		return out
	}
	for i := range f.uses {
		u := &f.uses[i]
		if !st.counts(u.matter) || u.groupUse >= 0 && !group.has(u.groupUse) {
			continue
		}
		if u.visible == nil || st.truth(u.visible, row) == True {
			out.add(i)
		}
	}
	return out
}

// truth evaluates a condition in a row, once where it reads no row.
func (st *recordState) truth(k *condition, row int32) Truth {
	if k == nil {
		return True
	}
	if k.memo >= 0 {
		if t := st.memo[k.memo]; t != 0 {
			return t - 1
		}
	}
	// Evaluations never nest, so one scope serves them all.
	st.vars = answerScope{st: st, env: k.prog.env, scope: k.prog.scope, row: row, matter: k.matter}
	t := k.prog.over(&st.vars)
	if k.memo >= 0 {
		st.memo[k.memo] = t + 1
	}
	return t
}

func (st *recordState) settleField(f *fieldPlan, row int32) {
	s := st.slot(f, row)
	s.uses = st.fieldUses(f, row)
	s.settled = true
	if f.computes {
		st.compute(f, s, row)
	}
	if !s.uses.none() && s.state == good && !s.fine {
		st.judge(f, s, row)
	}
}

// judge checks a visible answer against its element and the demands of its
// visible uses.
func (st *recordState) judge(f *fieldPlan, s *slot, row int32) {
	v := s.val.of(st.w.buf)
	element, uses := st.demanded(f, s, row)
	if f.shaped {
		if n := f.normalise(s, v, element, uses); !bytes.Equal(n, v) {
			if len(n) == 0 {
				s.state = absent
				return
			}
			st.w.putText(n)
			st.store(s, st.w.raw)
			s.val = st.w.val
			v = s.val.of(st.w.buf)
		}
	}
	if fl := st.within(f, f.element, s, v, element); fl != nil {
		st.refuse(s, fl)
		return
	}
	if f.choosy {
		if fl := st.choice(f, s, row); fl != nil {
			st.refuse(s, fl)
			return
		}
	}
	for i := range f.uses {
		if d := f.uses[i].demands; d != nil && s.uses.has(i) {
			if fl := st.within(f, d, s, v, uses.has(i)); fl != nil {
				st.refuse(s, fl)
				return
			}
		}
	}
}

// demanded says whether the element's format and which uses' formats apply now.
func (st *recordState) demanded(f *fieldPlan, s *slot, row int32) (element bool, uses useSet) {
	if !f.shaped {
		return false, uses
	}
	applies := func(c *constraints) bool {
		return c.format != "" && (c.formatWhen == nil || st.truth(c.formatWhen, row) == True)
	}
	for i := range f.uses {
		if d := f.uses[i].demands; d != nil && s.uses.has(i) && applies(d) {
			uses.add(i)
		}
	}
	return applies(f.element), uses
}

// within checks one set of constraints; format says that its format applies.
func (st *recordState) within(f *fieldPlan, c *constraints, s *slot, v []byte, format bool) *fault {
	return f.satisfies(c, s.raw.of(st.w.buf), v, st.today, format)
}

// normalise brings a text into the form its demanded formats store, and narrows
// full-width characters where only that satisfies a pattern.
func (f *fieldPlan) normalise(s *slot, v []byte, element bool, uses useSet) []byte {
	one := func(c *constraints, format bool) {
		if format {
			v = trimSpace(formats[c.format].normalise(v))
		}
		if c.pattern != nil {
			if n, same := narrow(v); !same && !c.pattern.Match(v) && c.pattern.Match(n) {
				v = n
			}
		}
	}
	one(f.element, element)
	for i := range f.uses {
		if d := f.uses[i].demands; d != nil && s.uses.has(i) {
			one(d, uses.has(i))
		}
	}
	return v
}

// words is a canonical value as people read it, in every language.
func (f *fieldPlan) words(value string) Text {
	out := Text{}
	for _, lang := range Languages {
		out[lang] = f.typ.display(f.f, value, lang)
	}
	return out
}
