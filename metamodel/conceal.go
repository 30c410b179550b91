package metamodel

import "slices"

// concealed is what a record tells nobody.
type concealed struct {
	paths []string
	at    map[string]bool     // answers, by path
	whole map[*fieldPlan]bool // computed from them, in every row
}

// Conceal withholds the answers at paths from whoever reads the record, and with
// them what is computed from them: they are there and count in every condition,
// and Raw, Typed, Display, JSON, Project and Explain tell nothing of them.
func (r *Record) Conceal(paths ...string) {
	st := r.state
	for _, p := range paths {
		if !slices.Contains(st.hidden.paths, p) {
			st.hidden.paths = append(st.hidden.paths, p)
		}
	}
	st.conceal()
}

// Concealed reports whether there is an answer at path that is withheld.
func (r *Record) Concealed(path string) bool {
	at, ok := r.find(path)
	return ok && at.f != nil && r.state.slot(at.f, at.row).state != absent && r.state.conceals(at.f, at.row)
}

// conceal finds what is computed from concealed answers, directly or through others.
func (st *recordState) conceal() {
	h := &st.hidden
	if len(h.paths) == 0 {
		return
	}
	h.at, h.whole = map[string]bool{}, map[*fieldPlan]bool{}
	read := map[string]bool{} // definition paths
	for _, p := range h.paths {
		h.at[p], read[definitionPath(p)] = true, true
	}
	for more := true; more; {
		more = false
		for _, g := range st.plan.groups {
			for _, f := range g.fields {
				if f.computes && !h.whole[f] && f.computedFrom(read) {
					h.whole[f], read[f.f.Path], more = true, true, true
				}
			}
		}
	}
}

// computedFrom reports whether a use computes the field from one of these, or it
// is copied from one.
func (f *fieldPlan) computedFrom(read map[string]bool) bool {
	for i := range f.uses {
		if k := f.uses[i].value; k != nil && slices.ContainsFunc(k.prog.refs, func(ref string) bool { return read[ref] }) {
			return true
		}
	}
	return slices.ContainsFunc(f.twins, func(t twinPlan) bool { return read[t.of.f.Path] })
}

// conceals says that the answer of a field in a row is withheld.
func (st *recordState) conceals(f *fieldPlan, row int32) bool {
	if len(st.hidden.at) == 0 {
		return false
	}
	return st.hidden.at[st.fieldPath(f, row)] || st.hidden.whole[f] && st.slot(f, row).derived()
}
