package metamodel

// rowLimits are the rows a repeat's instance needs and allows now; most is -1
// for no limit.
func (st *recordState) rowLimits(g *groupPlan, gi int32) (fewest, most int) {
	most = -1
	for i := range g.uses {
		if st.groups[gi].uses.has(i) {
			fewest = max(fewest, g.uses[i].min)
			most = least(most, g.uses[i].max)
		}
	}
	return fewest, most
}

func (st *recordState) required(f *fieldPlan, row int32) bool {
	uses := st.slot(f, row).uses
	for i := range f.uses {
		u := &f.uses[i]
		if !uses.has(i) || u.valueWhen != nil && st.computes(u, row) {
			continue
		}
		if u.required || u.requiredIf != nil && st.truth(u.requiredIf, row) == True {
			return true
		}
	}
	return len(f.takers) > 0 && !uses.none() && st.wanted(f)
}

// unit is a place that problems are reported of: a field in a row, a group in
// a row of the table around it, or (rows) one row of a repeat.
type unit struct {
	f    *fieldPlan
	g    *groupPlan
	row  int32
	rows bool
}

// units visits every place in form order.
func (st *recordState) units(visit func(unit)) {
	seen := make([]bool, len(st.plan.groups))
	var around func(g *groupPlan)
	around = func(g *groupPlan) { // single groups, once, outermost first
		if g.outer == nil || seen[g.index] {
			return
		}
		seen[g.index] = true
		around(g.outer)
		visit(unit{g: g})
	}
	for _, sec := range st.form.Sections {
		for _, it := range sec.Items {
			switch {
			case it.Field != nil:
				f := st.plan.byPath[it.Field.Path]
				around(f.g)
				visit(unit{f: f})
			case it.Group != nil:
				g := st.plan.groups[it.Group.index]
				around(g.outer)
				st.unitsOf(g, 0, visit)
			}
		}
	}
}

// unitsOf visits a repeat in a row of the table around it, and its rows.
func (st *recordState) unitsOf(g *groupPlan, outer int32, visit func(unit)) {
	visit(unit{g: g, row: outer})
	gi := st.group(g, outer)
	for i := range st.groups[gi].rows {
		row := st.row(g, gi, i)
		visit(unit{g: g, row: row, rows: true})
		st.unitsIn(g, row, visit)
	}
}

// unitsIn visits what lies in one row of a repeat.
func (st *recordState) unitsIn(g *groupPlan, row int32, visit func(unit)) {
	for i := range g.members {
		switch sub := g.members[i].group; {
		case sub == nil:
			visit(unit{f: g.members[i].field, row: row})
		case sub.g.Repeat:
			st.unitsOf(sub, row, visit)
		default:
			visit(unit{g: sub, row: row})
			st.unitsIn(sub, row, visit)
		}
	}
}

// report lists the problems in form order, then the answers no field asks for.
func (st *recordState) report() Problems {
	var out Problems
	if n := max(len(st.faults), st.left); n > 0 { // mostly one each
		out = make(Problems, 0, n+len(st.unknown))
	}
	st.units(func(u unit) { out = st.reportUnit(out, u) })
	if out = append(out, st.unknown...); len(out) == 0 {
		return nil
	}
	return out
}

func (st *recordState) reportUnit(out Problems, u unit) Problems {
	switch {
	case st.rows[u.row].fault > 0 && !u.rows: // the row as a whole is reported
		return out
	case u.f != nil:
		return st.reportField(out, u.f, u.row)
	case u.rows:
		return st.reportRow(out, u.g, u.row)
	}
	return st.reportGroup(out, u.g, u.row)
}

// reportRow reports a row that is no object.
func (st *recordState) reportRow(out Problems, g *groupPlan, row int32) Problems {
	r := &st.rows[row]
	if r.fault == 0 || st.groups[r.in].uses.none() {
		return out
	}
	return append(out, st.faults[r.fault-1].labelled(st.path(g, row), st.labelIn(g.g.Label, r.up)))
}

// reportGroup reports a group of the wrong JSON type, or a repeat with too few
// or too many rows, in a row of the table around it.
func (st *recordState) reportGroup(out Problems, g *groupPlan, outer int32) Problems {
	gi := st.group(g, outer)
	gs := &st.groups[gi]
	if gs.uses.none() {
		return out
	}
	if gs.fault > 0 {
		return append(out, st.faults[gs.fault-1].labelled(st.instance(g, outer), st.labelIn(g.g.Label, outer)))
	}
	if !g.g.Repeat {
		return out
	}
	fewest, most := st.rowLimits(g, gi)
	rows := int(gs.rows)
	tell := func(k Kind, limit int) Problems {
		return append(out, failed(k, "limit", limit).labelled(st.instance(g, outer), st.labelIn(g.g.Label, outer)))
	}
	switch {
	case rows < fewest:
		return tell(answerFewRows, fewest)
	case most >= 0 && rows > most:
		return tell(answerManyRows, most)
	case gs.excess && rows == MaxRows:
		return tell(answerManyRows, MaxRows)
	case gs.excess:
		return tell(answerAllRows, MaxAllRows)
	}
	return out
}

func (st *recordState) reportField(out Problems, f *fieldPlan, row int32) Problems {
	s := st.slot(f, row)
	if s.uses.none() {
		return out
	}
	switch s.state {
	case bad:
		return append(out, st.refusal(f, row, st.faults[s.note-1]))
	case absent:
		if s.twin == 0 && st.required(f, row) { // what is copied is reported where it is asked
			if s.by > 0 {
				return append(out, st.refusal(f, row, failed(answerUncomputed, "inputs", f.inputs[s.by-1])))
			}
			return append(out, st.refusal(f, row, &fault{kind: f.f.Element.asks()}))
		}
	}
	from := len(out)
	for i := range f.uses {
		if !s.uses.has(i) {
			continue
		}
	checks:
		for _, k := range f.uses[i].checks {
			if st.truth(k.rule, row) != False {
				continue
			}
			p := Problem{Code: answerCheckCode, Severity: Error, Path: st.fieldPath(f, row), Message: k.message}
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
