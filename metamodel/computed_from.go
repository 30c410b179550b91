package metamodel

import (
	"slices"
	"strings"
)

// ComputedFrom are the paths of what the field at path is computed from now, and
// of what decides that it is; a field in several rows by its path without them.
// None where it is not computed.
func (r *Record) ComputedFrom(path string) (out []string) {
	at, ok := r.find(path)
	if !ok || at.f == nil {
		return nil
	}
	st := r.state
	s := st.slot(at.f, at.row)
	if s.by == 0 {
		return nil
	}
	u := &at.f.uses[s.by-1]
	for _, k := range [...]*condition{u.value, u.valueWhen} {
		st.reads(k, at.row, func(path string, f *fieldPlan, one bool) {
			if f != nil && !one {
				path = f.f.Path
			}
			if !slices.Contains(out, path) {
				out = append(out, path)
			}
		})
	}
	return out
}

// Disputed are the paths of what the checks read that the answer at path breaks: any
// of it may be wrong. What is read in several rows has a path that leaves these open.
func (r *Record) Disputed(path string) (out []string) {
	at, ok := r.find(path)
	if !ok || at.f == nil {
		return nil
	}
	st := r.state
	s := st.slot(at.f, at.row)
	for i := range at.f.uses {
		if s.state != good || !s.uses.has(i) {
			continue
		}
		for _, c := range at.f.uses[i].checks {
			if st.truth(c.rule, at.row) != False {
				continue
			}
			st.reads(c.rule, at.row, func(path string, _ *fieldPlan, _ bool) {
				if !slices.Contains(out, path) {
					out = append(out, path)
				}
			})
		}
	}
	return Narrowed(out)
}

// Narrowed leaves out of paths those that another one lies in: what is in rows is
// read through the repeat that they are in.
func Narrowed(paths []string) []string {
	return slices.DeleteFunc(paths, func(path string) bool {
		return slices.ContainsFunc(paths, func(other string) bool { return strings.HasPrefix(other, path+"/") })
	})
}

// reads visits what a condition in this row reads; nil reads nothing.
func (st *recordState) reads(k *condition, row int32, visit func(path string, f *fieldPlan, one bool)) {
	if k == nil {
		return
	}
	for _, ref := range k.prog.refs {
		visit(st.place(ref, row))
	}
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

// Innermost is the innermost repeat that a group lies in or is, nil for none.
func (g *Group) Innermost() *Group {
	for g != nil && !g.Repeat {
		g = g.Parent
	}
	return g
}

// Rows is the outermost repeat that a group lies in or is, nil for none.
func (g *Group) Rows() (repeat *Group) {
	for ; g != nil; g = g.Parent {
		if g.Repeat {
			repeat = g
		}
	}
	return repeat
}
