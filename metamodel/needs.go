package metamodel

// Needs lists, sorted, what must be asked together with the fields and repeats
// at paths for each to be shown, computed and judged as it is here: the
// definition paths of the fields and repeats that they read, directly or through
// others, and the paths themselves. A repeat in the list is read as a whole: how
// many rows it has counts. Paths that are none are left out.
func (f *Form) Needs(paths ...string) []string {
	p := f.plan
	found := map[string]bool{}
	seen := map[step]bool{}
	var visit func(n step)
	read := func(refs []string) {
		for _, r := range refs {
			if fp := p.byPath[r]; fp != nil {
				visit(step{field: fp})
			} else if g := p.byName[r]; g != nil {
				visit(step{group: g})
			}
		}
	}
	visit = func(n step) {
		if seen[n] {
			return
		}
		seen[n] = true
		for _, m := range p.reads(n) {
			visit(m)
		}
		switch {
		case n.section != nil:
		case n.field == nil:
			if n.group.g.Repeat {
				found[n.group.g.Path] = true
			}
		default:
			found[n.field.f.Path] = true
			for _, taker := range n.field.takers { // what requires it
				visit(step{field: taker})
			}
			for i := range n.field.uses {
				u := &n.field.uses[i]
				if u.requiredIf != nil {
					read(u.requiredIf.prog.refs)
				}
				for _, c := range u.checks {
					read(c.rule.prog.refs)
				}
			}
		}
	}
	read(paths)
	return sortedKeys(found)
}
