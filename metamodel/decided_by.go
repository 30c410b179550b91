package metamodel

import "slices"

// DecidedBy are the paths of what decides that people are asked for the answer, or
// for the repeat, at path, or must give it: what the conditions read of the field, of
// the groups around it and of its page, the routes that could lead past that, and what
// would have it worked out instead. Only single answers are: in rows those of the same
// row. That something must be filled in which must be filled in anyway decides nothing.
func (r *Record) DecidedBy(path string) (out []string) {
	at, ok := r.find(path)
	if !ok {
		return nil
	}
	st := r.state
	note := func(k *condition, row int32) {
		if k == nil {
			return
		}
		for _, ref := range k.prog.refs {
			path, f, one := st.place(ref, row)
			if f != nil && one && !slices.Contains(out, path) && !(k.prog.filled[ref] && r.Required(path)) {
				out = append(out, path)
			}
		}
	}
	g, row, section := at.g, at.row, sectionOf(at.g)
	if at.f == nil {
		st.groupReads(g, row, note)
		g = g.outer
	} else {
		section = at.f.f.Section
		always := slices.ContainsFunc(at.f.uses, func(u usePlan) bool { return u.required && st.counts(u.matter) })
		for i := range at.f.uses {
			if u := &at.f.uses[i]; st.counts(u.matter) {
				note(u.visible, row)
				if !always {
					note(u.requiredIf, row)
				}
				if u.value != nil {
					note(u.valueWhen, row)
				}
			}
		}
	}
	for ; g != nil && g.outer != nil; g = g.outer {
		if g.g.Repeat {
			row = st.rows[row].up
		}
		st.groupReads(g, row, note)
	}
	if section != nil {
		p := st.plan.sections[section.index]
		note(p.visible, 0)
		for _, j := range p.jumpers {
			for i := range j.routes {
				if j.routes[i].to > section.index {
					note(j.routes[i].when, 0)
				}
			}
		}
	}
	return out
}

// groupReads visits the conditions of a group that lies in this row.
func (st *recordState) groupReads(g *groupPlan, row int32, visit func(*condition, int32)) {
	for i := range g.uses {
		if u := &g.uses[i]; st.counts(u.matter) {
			visit(u.visible, row)
		}
	}
}

// Fits are the paths of the answers beside the one at path that it goes with: those
// that decide which format it has, and those whose format it decides. The number of
// a document goes with its kind.
func (r *Record) Fits(path string) (out []string) {
	at, ok := r.find(path)
	if !ok || at.f == nil {
		return nil
	}
	shapes := func(f, by *fieldPlan) (shaped bool) {
		f.usedFormats(func(c *constraints) {
			shaped = shaped || c.formatWhen != nil && slices.Contains(c.formatWhen.prog.refs, by.f.Path)
		})
		return shaped
	}
	for _, f := range at.g.fields {
		if f != at.f && (shapes(f, at.f) || shapes(at.f, f)) {
			out = append(out, r.state.fieldPath(f, at.row))
		}
	}
	return out
}
