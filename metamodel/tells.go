package metamodel

import "slices"

// Tells reports whether what is asked, shown or refused elsewhere hangs on which
// answer stands at path: a condition, a rule, an offer or a computed value reads
// it, or a use takes some of its element's values and refuses others. Whoever
// sees the form knows something of such an answer without being told it.
func (f *Form) Tells(path string) bool {
	fp, ok := f.plan.byPath[definitionPath(path)]
	if !ok {
		return false
	}
	if fp.choosy || fp.element.formatWhen != nil || slices.ContainsFunc(fp.uses, func(u usePlan) bool { return u.demands != nil }) {
		return true
	}
	read := false
	f.plan.conditions(func(k *condition, _ *fieldPlan) { read = read || slices.ContainsFunc(k.prog.refs, fp.isOf) })
	return read
}

// isOf reports whether reading at path reads the field: it is the field's own,
// or that of a repeat around it, which is read as a whole.
func (f *fieldPlan) isOf(path string) bool {
	if f.f.Path == path {
		return true
	}
	for g := f.f.Group; g != nil; g = g.Parent {
		if g.Path == path {
			return true
		}
	}
	return false
}
