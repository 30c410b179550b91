package metamodel

// where is how a value is reached from the object of its level: the document,
// or a row of its innermost repeat.
func where(g *groupPlan, key string) (level *groupPlan, path []string) {
	path = []string{key}
	for ; g.outer != nil && !g.g.Repeat; g = g.outer {
		path = append([]string{lastPart(g.g.Path)}, path...)
	}
	if g.outer == nil {
		return nil, path
	}
	return g, path
}

// shown claims that a section is on the path.
func (l *logic) shown(p *sectionPlan) *claim {
	if p == nil || !p.conditional() {
		return l.always
	}
	if c, ok := l.sections[p]; ok {
		return c
	}
	parts := []*claim{l.condition(p.visible).yes}
	for _, j := range p.jumpers {
		// The first route that holds is taken.
		earlier, over := l.always, l.never
		for _, r := range j.routes {
			when := l.condition(r.when).yes
			if r.to > p.sec.index {
				over = l.or(over, l.and(earlier, when))
			}
			earlier = l.and(earlier, l.not(when))
		}
		parts = append(parts, l.not(l.and(l.shown(j), over)))
	}
	c := l.and(parts...)
	l.sections[p] = c
	return c
}

// groupVisible claims that a use of a group (-1: any) is visible, every matter
// being in scope.
func (l *logic) groupVisible(g *groupPlan, use int) *claim {
	if g.outer == nil {
		return l.always
	}
	key := groupFor{g, use}
	if c, ok := l.groups[key]; ok {
		return c
	}
	var out *claim
	if use < 0 {
		uses := make([]*claim, len(g.uses))
		for i := range g.uses {
			uses[i] = l.groupVisible(g, i)
		}
		out = l.or(uses...)
	} else {
		u := &g.uses[use]
		outer := -1
		if g.outer.outer != nil {
			outer = u.groupUse
		}
		out = l.and(l.groupVisible(g.outer, -1), l.groupVisible(g.outer, outer), l.shown(g.section), l.condition(u.visible).yes)
	}
	l.groups[key] = out
	return out
}

// fieldVisible claims the same of a field.
func (l *logic) fieldVisible(f *fieldPlan, use int) *claim {
	key := fieldFor{f, use}
	if c, ok := l.fields[key]; ok {
		return c
	}
	var out *claim
	if use < 0 {
		uses := make([]*claim, len(f.uses))
		for i := range f.uses {
			uses[i] = l.fieldVisible(f, i)
		}
		out = l.or(uses...)
	} else {
		u := &f.uses[use]
		out = l.and(l.groupVisible(f.g, -1), l.groupVisible(f.g, u.groupUse), l.shown(f.section), l.condition(u.visible).yes)
	}
	l.fields[key] = out
	return out
}

// seenBy claims that a condition of a matter may read a field.
func (l *logic) seenBy(f *fieldPlan, matter int) *claim {
	if matter >= 0 {
		for i := range f.uses {
			if f.uses[i].matter == matter {
				return l.fieldVisible(f, i)
			}
		}
	}
	return l.fieldVisible(f, -1)
}

func (l *logic) rowsSeenBy(g *groupPlan, matter int) *claim {
	if matter >= 0 {
		for i := range g.uses {
			if g.uses[i].matter == matter {
				return l.groupVisible(g, i)
			}
		}
	}
	return l.groupVisible(g, -1)
}
