package metamodel

// sectionPlan is a section's place on the path through the form.
type sectionPlan struct {
	sec     *Section
	visible *condition
	routes  []routePlan
	jumpers []*sectionPlan // earlier sections with a route over this one
	docPath string
}

// routePlan leads to the section of that index; one past the last is the end.
type routePlan struct {
	when *condition
	to   int
	at   int // in the document's list
}

// conditional says that the section may be left out.
func (p *sectionPlan) conditional() bool { return p.visible != nil || len(p.jumpers) > 0 }

// sectionState is what an evaluation knows of a section.
type sectionState struct {
	shown bool
	to    int // where its routes lead; 0: to the next
}

// endOfForm is the route that leaves out all that follows.
const endOfForm = "end"

// routes resolves where sections lead. A path only goes forward, so it ends.
func (c *compiler) routes() {
	index := map[string]int{endOfForm: len(c.plan.sections)}
	for i, p := range c.plan.sections {
		index[p.sec.ID] = i
	}
	for i, p := range c.plan.sections {
		for j, r := range p.sec.Next {
			at := at(join(p.docPath, "next"), j)
			to, ok := index[r.To]
			switch {
			case !ok:
				c.add(formNoTarget, join(at, "to"), "section", clip(r.To))
				continue
			case to <= i:
				c.add(formRouteLoop, join(at, "to"), "section", p.sec.Title, "to", c.plan.sections[to].sec.Title)
				continue
			}
			p.routes = append(p.routes, routePlan{to: to, at: j})
			for k := i + 1; k < to; k++ {
				over := c.plan.sections[k]
				if n := len(over.jumpers); n == 0 || over.jumpers[n-1] != p {
					over.jumpers = append(over.jumpers, p)
				}
			}
		}
	}
}

// reachable reports sections that no path comes by, and routes after one that
// always holds.
func (c *compiler) reachable() {
	n := len(c.plan.sections)
	reached := make([]bool, n+1)
	if n > 0 {
		reached[0] = true
	}
	for i, p := range c.plan.sections {
		if !reached[i] {
			c.add(formUnreachable, p.docPath, "section", p.sec.Title)
			continue
		}
		open := true // the path may go on to the next section
		for _, r := range p.routes {
			if !open {
				c.add(formDeadRoute, at(join(p.docPath, "next"), r.at))
				continue
			}
			reached[r.to] = true
			open = r.when != nil
		}
		if open || p.visible != nil {
			reached[i+1] = true
		}
	}
}

// settleSection decides whether the section is shown, or where it leads.
func (st *recordState) settleSection(n *step) {
	p := n.section
	s := &st.sections[p.sec.index]
	if n.leave {
		for i := range p.routes {
			if st.truth(p.routes[i].when, 0) == True {
				s.to = p.routes[i].to
				return
			}
		}
		return
	}
	for _, j := range p.jumpers {
		if by := &st.sections[j.sec.index]; by.shown && by.to > p.sec.index {
			return
		}
	}
	s.shown = st.truth(p.visible, 0) == True
}

// shows reports whether a section is on the path.
func (st *recordState) shows(p *sectionPlan) bool {
	return !p.conditional() || st.sections[p.sec.index].shown
}

// Shown reports whether the section is on the path now: its own condition
// holds and no route of a shown section leads past it.
func (r *Record) Shown(s *Section) bool {
	sections := r.state.plan.sections
	return s.index < len(sections) && sections[s.index].sec == s && r.state.shows(sections[s.index])
}

// TextShown reports whether the static text of that id is shown now.
func (r *Record) TextShown(id string) bool {
	t, ok := r.state.plan.texts[id]
	if !ok || !r.Shown(t.section) {
		return false
	}
	for _, u := range t.uses {
		if r.state.counts(u.matter) && r.state.truth(u.visible, 0) == True {
			return true
		}
	}
	return false
}
