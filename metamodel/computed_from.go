package metamodel

import "slices"

// ComputedFrom are the paths of what the field at path is computed from now, and
// of what decides that it is; a field in several rows by its path without them.
// None where it is not computed.
func (r *Record) ComputedFrom(path string) []string {
	at, ok := r.find(path)
	if !ok || at.f == nil {
		return nil
	}
	st := r.state
	s := st.slot(at.f, at.row)
	if s.by == 0 {
		return nil
	}
	var out []string
	u := &at.f.uses[s.by-1]
	for _, k := range [...]*condition{u.value, u.valueWhen} {
		if k == nil {
			continue
		}
		for _, ref := range k.prog.env.reads(k.prog.scope, k.prog.source) {
			path, f, one := st.place(ref, at.row)
			if f != nil && !one {
				path = f.f.Path
			}
			if !slices.Contains(out, path) {
				out = append(out, path)
			}
		}
	}
	return out
}

// place is where what a condition in this row reads lies in the answers, and the
// field that it is, nil for a group; one is false where it stands for several rows.
func (st *recordState) place(ref string, row int32) (path string, f *fieldPlan, one bool) {
	f = st.plan.byPath[ref]
	if f == nil {
		g, ok := st.plan.byName[ref]
		if !ok {
			return ref, nil, true
		}
		path, one = st.instanceOf(g.outer, row)
		return join(path, lastPart(g.g.Path)), nil, one
	}
	path, one = st.instanceOf(f.g, row)
	return join(path, f.f.Key), f, one
}
