package metamodel

// rowLimits are the rows a repeat's instance needs and allows now; most is -1
// for no limit.
func (st *recordState) rowLimits(g *groupPlan, gi int32) (fewest, most int) {
	most = -1
	for i := range g.uses {
		if st.groups[gi].uses&(1<<i) != 0 {
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
		if uses&(1<<i) == 0 {
			continue
		}
		if u.required || u.requiredIf != nil && st.truth(u.requiredIf, row) == True {
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
			switch {
			case it.Field != nil:
				f := st.plan.byPath[it.Field.Path]
				out = st.reportShapes(out, f.g)
				out = st.reportField(out, f, 0)
			case it.Group != nil:
				g := st.plan.groups[it.Group.index]
				out = st.reportShapes(out, g.outer)
				out = st.reportRepeat(out, g, 0)
			}
		}
	}
	return append(out, st.unknown...)
}

// reportShapes reports, once, single groups of the document of the wrong JSON
// type, outermost first.
func (st *recordState) reportShapes(out Problems, g *groupPlan) Problems {
	if len(st.faults) == 0 || g.outer == nil {
		return out
	}
	return st.reportShape(st.reportShapes(out, g.outer), g, 0)
}

// reportShape reports, once, a group of the wrong JSON type in a row.
func (st *recordState) reportShape(out Problems, g *groupPlan, row int32) Problems {
	gs := &st.groups[st.group(g, row)]
	if gs.fault == 0 || gs.uses == 0 || gs.told {
		return out
	}
	gs.told = true
	return append(out, *st.faults[gs.fault-1].labelled(st.instance(g, row), st.labelIn(g.g.Label, row)))
}

// reportRepeat reports an instance of a repeat in a row of the table around it.
func (st *recordState) reportRepeat(out Problems, g *groupPlan, outer int32) Problems {
	gi := st.group(g, outer)
	if st.groups[gi].uses == 0 {
		return out
	}
	shape := len(out)
	out = st.reportShape(out, g, outer)
	fewest, most := st.rowLimits(g, gi)
	rows := int(st.groups[gi].rows)
	tell := func(k Kind, limit int) {
		out = append(out, *failed(k, "limit", limit).labelled(st.instance(g, outer), st.labelIn(g.g.Label, outer)))
	}
	switch {
	case len(out) > shape:
	case rows < fewest:
		tell(answerFewRows, fewest)
	case most >= 0 && rows > most:
		tell(answerManyRows, most)
	case st.groups[gi].excess && rows == MaxRows:
		tell(answerManyRows, MaxRows)
	case st.groups[gi].excess:
		tell(answerAllRows, MaxAllRows)
	}
	for i := range int32(rows) {
		row := st.row(g, gi, i)
		if fl := st.rows[row].fault; fl > 0 {
			out = append(out, *st.faults[fl-1].labelled(st.path(g, row), st.labelIn(g.g.Label, outer)))
			continue
		}
		out = st.reportMembers(out, g, row)
	}
	return out
}

// reportMembers reports what lies in one row of a repeat.
func (st *recordState) reportMembers(out Problems, g *groupPlan, row int32) Problems {
	for i := range g.members {
		switch sub := g.members[i].group; {
		case sub == nil:
			out = st.reportField(out, g.members[i].field, row)
		case sub.g.Repeat:
			out = st.reportRepeat(out, sub, row)
		default:
			out = st.reportShape(out, sub, row)
			out = st.reportMembers(out, sub, row)
		}
	}
	return out
}

func (st *recordState) reportField(out Problems, f *fieldPlan, row int32) Problems {
	s := st.slot(f, row)
	if s.uses == 0 {
		return out
	}
	switch s.state {
	case bad:
		return append(out, *st.faults[s.note-1].labelled(st.fieldPath(f, row), st.labelIn(f.f.Label, row)))
	case absent:
		if st.required(f, row) {
			return append(out, *failed(f.f.Element.asks()).labelled(st.fieldPath(f, row), st.labelIn(f.f.Label, row)))
		}
	}
	from := len(out)
	for i := range f.uses {
		if s.uses&(1<<i) == 0 {
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
