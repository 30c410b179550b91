package metamodel

import (
	"bytes"
	"fmt"
)

// settle decides, in the plan's order, what is visible, and checks every
// visible answer against its element and the demands of its visible uses.
func (st *recordState) settle() {
	for i := range st.plan.order {
		n := &st.plan.order[i]
		if n.field == nil {
			st.groups[n.group.index].uses = st.groupUses(n.group)
			continue
		}
		if !n.group.g.Repeat {
			st.settleField(n.field, -1)
			continue
		}
		for row := 0; row < st.groups[n.group.index].rows; row++ {
			st.settleField(n.field, row)
		}
	}
}

// counts reports whether a matter is in scope.
func (st *recordState) counts(matter int) bool {
	return matter < 0 || st.scope == nil || st.scope[matter]
}

// groupUses is the set of a group's uses that are in scope and visible.
func (st *recordState) groupUses(g *groupPlan) uint64 {
	if len(st.ctx.Awaited) > 0 && st.ctx.Awaited[g.g.Path] {
		return 0
	}
	var out uint64
	for i := range g.uses {
		u := &g.uses[i]
		if st.counts(u.matter) && st.truth(u.visible, nil, -1) == True {
			out |= 1 << i
		}
	}
	return out
}

// fieldUses is the set of a field's uses that are in scope and visible: a use
// follows the group's use of the same matter, or else the group as a whole.
func (st *recordState) fieldUses(f *fieldPlan, row int) uint64 {
	group := st.groups[f.g.index].uses
	if group == 0 || len(st.ctx.Awaited) > 0 && st.ctx.Awaited[f.f.Path] {
		return 0
	}
	var out uint64
	for i := range f.uses {
		u := &f.uses[i]
		if !st.counts(u.matter) || u.groupUse >= 0 && group&(1<<u.groupUse) == 0 {
			continue
		}
		if u.visible == nil || st.truth(u.visible, f.g, row) == True {
			out |= 1 << i
		}
	}
	return out
}

// usesOf is fieldUses, remembered where the row exists.
func (st *recordState) usesOf(f *fieldPlan, row int) uint64 {
	if s := st.slot(f, row); s != nil && s.settled {
		return s.uses
	}
	return st.fieldUses(f, row)
}

// truth evaluates a condition for a group's row, once where it reads no row.
func (st *recordState) truth(k *condition, g *groupPlan, row int) Truth {
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

func (st *recordState) settleField(f *fieldPlan, row int) {
	s := st.slot(f, row)
	s.uses = st.fieldUses(f, row)
	s.settled = true
	if s.uses == 0 || s.state != good {
		return
	}
	v := s.val.of(st.w.buf)
	element, uses := st.demanded(f, s, row)
	if f.shaped {
		if n := f.normalise(s, v, element, uses); !bytes.Equal(n, v) {
			if len(n) == 0 {
				s.state = absent
				return
			}
			st.w.putText(n)
			s.raw, s.val = st.w.raw, st.w.val
			v = s.val.of(st.w.buf)
		}
	}
	if fl := st.within(f, f.element, s, v, element); fl != nil {
		st.spoil(s, fl)
		return
	}
	for i := range f.uses {
		if d := f.uses[i].demands; d != nil && s.uses&(1<<i) != 0 {
			if fl := st.within(f, d, s, v, uses&(1<<i) != 0); fl != nil {
				st.spoil(s, fl)
				return
			}
		}
	}
}

// demanded says whether the element's format and which uses' formats apply now.
func (st *recordState) demanded(f *fieldPlan, s *slot, row int) (element bool, uses uint64) {
	if !f.shaped {
		return false, 0
	}
	applies := func(c *constraints) bool {
		return c.format != "" && (c.formatWhen == nil || st.truth(c.formatWhen, f.g, row) == True)
	}
	for i := range f.uses {
		if d := f.uses[i].demands; d != nil && s.uses&(1<<i) != 0 && applies(d) {
			uses |= 1 << i
		}
	}
	return applies(f.element), uses
}

// within checks one set of constraints; format says that its format applies.
func (st *recordState) within(f *fieldPlan, c *constraints, s *slot, v []byte, format bool) *fault {
	if c.constant != nil && !bytes.Equal(s.raw.of(st.w.buf), c.constant) {
		return failed(answerConst, "value", f.words(c.constantText))
	}
	if format {
		if fl := formats[c.format].check(v, st.today); fl != nil {
			return fl
		}
	}
	return f.typ.check(c, v, st.today)
}

// normalise brings a text into the form its demanded formats store, and narrows
// full-width characters where only that satisfies a pattern.
func (f *fieldPlan) normalise(s *slot, v []byte, element bool, uses uint64) []byte {
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
		if d := f.uses[i].demands; d != nil && s.uses&(1<<i) != 0 {
			one(d, uses&(1<<i) != 0)
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

// rowLimits are the rows a repeat needs and allows now; most is -1 for no limit.
func (st *recordState) rowLimits(g *groupPlan) (fewest, most int) {
	most = -1
	for i := range g.uses {
		if st.groups[g.index].uses&(1<<i) != 0 {
			fewest = max(fewest, g.uses[i].min)
			most = least(most, g.uses[i].max)
		}
	}
	return fewest, most
}

func (st *recordState) required(f *fieldPlan, row int) bool {
	uses := st.usesOf(f, row)
	for i := range f.uses {
		u := &f.uses[i]
		if uses&(1<<i) == 0 {
			continue
		}
		if u.required || u.requiredIf != nil && st.truth(u.requiredIf, f.g, row) == True {
			return true
		}
	}
	return false
}

// report lists the problems in form order, then the answers no field asks for.
func (st *recordState) report() Problems {
	var out Problems
	for _, sec := range st.form.Sections {
		for _, it := range sec.Items {
			if it.Field != nil {
				g := st.plan.groups[it.Field.Group.index]
				out = st.reportShape(out, g, -1)
				out = st.reportField(out, g.fields[g.byKey[it.Field.Key]], -1)
				continue
			}
			out = st.reportRepeat(out, st.plan.groups[it.Group.index])
		}
	}
	return append(out, st.unknown...)
}

func (st *recordState) reportRepeat(out Problems, g *groupPlan) Problems {
	gs := &st.groups[g.index]
	if gs.uses == 0 {
		return out
	}
	shape := len(out)
	out = st.reportShape(out, g, -1)
	fewest, most := st.rowLimits(g)
	label := g.g.Label
	switch {
	case len(out) > shape:
	case gs.rows < fewest:
		out = append(out, *failed(answerFewRows, "limit", fewest).labelled(g.g.Path, label))
	case gs.excess || most >= 0 && gs.rows > most:
		if most < 0 {
			most = MaxRows
		}
		out = append(out, *failed(answerManyRows, "limit", most).labelled(g.g.Path, label))
	}
	for row := 0; row < gs.rows; row++ {
		n := len(out)
		if out = st.reportShape(out, g, row); len(out) > n {
			continue
		}
		for _, f := range g.fields {
			out = st.reportField(out, f, row)
		}
	}
	return out
}

// reportShape reports, once, a group or row of the wrong JSON type.
func (st *recordState) reportShape(out Problems, g *groupPlan, row int) Problems {
	if len(st.shapes) == 0 || st.groups[g.index].uses == 0 {
		return out
	}
	if row < 0 {
		if st.groups[g.index].told {
			return out
		}
		st.groups[g.index].told = true
	}
	for _, s := range st.shapes {
		if s.group == g && s.row == row {
			out = append(out, *s.fault.labelled(g.pathIn(row), g.g.Label))
		}
	}
	return out
}

// labelIn is a field's label; in a repeat it says which row.
func (f *fieldPlan) labelIn(row int) Text {
	if row < 0 {
		return f.f.Label
	}
	group := f.g.g.Label
	return ZhEn(
		fmt.Sprintf("%s第 %d 条的%s", group.In("zh"), row+1, f.f.Label.In("zh")),
		fmt.Sprintf("%s (row %d of %s)", f.f.Label.In("en"), row+1, midSentence(group).In("en")))
}

func (st *recordState) reportField(out Problems, f *fieldPlan, row int) Problems {
	s := st.slot(f, row)
	if s.uses == 0 {
		return out
	}
	switch s.state {
	case bad:
		return append(out, *st.faults[s.fault-1].labelled(f.pathIn(row), f.labelIn(row)))
	case absent:
		if st.required(f, row) {
			k := answerRequired
			switch f.f.Element.Type {
			case TypeCode, TypeCodes, TypeBoolean:
				k = answerChoose
			}
			return append(out, *failed(k).labelled(f.pathIn(row), f.labelIn(row)))
		}
	}
	from := len(out)
	for i := range f.uses {
		if s.uses&(1<<i) == 0 {
			continue
		}
	checks:
		for _, k := range f.uses[i].checks {
			if st.truth(k.rule, f.g, row) != False {
				continue
			}
			p := Problem{Code: answerCheckCode, Severity: Error, Path: f.pathIn(row), Message: k.message}
			for _, told := range out[from:] { // the same rule of two matters is said once
				if told.In("zh") == p.In("zh") && told.In("en") == p.In("en") {
					continue checks
				}
			}
			out = append(out, p)
		}
	}
	return out
}
