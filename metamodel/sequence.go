package metamodel

import (
	"slices"
	"strings"
)

// sequence orders sections, groups and fields so that a condition is decided
// after what it reads. A cycle is a problem.
func (c *compiler) sequence() {
	s := &sequencer{c: c, state: map[step]int{}}
	if c.plan.journey {
		for _, p := range c.plan.sections {
			if !s.visit(step{section: p}) || !s.visit(step{section: p, leave: true}) {
				return
			}
		}
	}
	for _, g := range c.plan.groups {
		if !s.visit(step{group: g}) {
			return
		}
	}
	for _, fd := range c.form.Fields {
		if !s.visit(step{field: c.plan.byPath[fd.Path]}) {
			return
		}
	}
	c.plan.order = s.order
	for _, n := range s.order {
		if t := n.table(); t != nil {
			t.order = append(t.order, n)
		}
	}
}

type sequencer struct {
	c     *compiler
	state map[step]int // 1 open, 2 done
	stack []step
	order []step
}

func (s step) path() string {
	switch {
	case s.section != nil:
		return s.section.sec.ID
	case s.field != nil:
		return s.field.f.Path
	}
	return s.group.g.Path
}

func (s step) docPath() string {
	switch {
	case s.section != nil:
		return s.section.docPath
	case s.field != nil:
		return s.field.docPath
	}
	return s.group.docPath
}

func (s *sequencer) visit(n step) bool {
	switch s.state[n] {
	case 2:
		return true
	case 1:
		names := []string{n.path()}
		for i := len(s.stack) - 1; i >= 0 && s.stack[i] != n; i-- {
			if !s.stack[i].leave {
				names = append(names, s.stack[i].path())
			}
		}
		names = append(names, n.path())
		slices.Reverse(names)
		s.c.add(formCycle, n.docPath(), "cycle", strings.Join(names, " → "))
		return false
	}
	s.state[n] = 1
	s.stack = append(s.stack, n)
	for _, m := range s.c.plan.reads(n) {
		if !s.visit(m) {
			return false
		}
	}
	s.stack = s.stack[:len(s.stack)-1]
	s.state[n] = 2
	s.order = append(s.order, n)
	return true
}

// reads lists what must be decided before n.
func (p *plan) reads(n step) []step {
	var out []step
	need := func(k *condition) {
		if k == nil {
			return
		}
		for _, r := range k.prog.refs {
			if f, ok := p.byPath[r]; ok {
				out = append(out, step{group: f.g}, step{field: f})
			} else {
				out = append(out, step{group: p.byName[r]})
			}
		}
	}
	section := func(s *sectionPlan) {
		if s != nil && s.conditional() {
			out = append(out, step{section: s})
		}
	}
	switch {
	case n.section != nil && n.leave:
		out = append(out, step{section: n.section})
		for i := range n.section.routes {
			need(n.section.routes[i].when)
		}
	case n.section != nil:
		for _, j := range n.section.jumpers {
			out = append(out, step{section: j}, step{section: j, leave: true})
		}
		need(n.section.visible)
	case n.field == nil:
		if n.group.outer.outer != nil {
			out = append(out, step{group: n.group.outer})
		}
		section(n.group.section)
		for i := range n.group.uses {
			need(n.group.uses[i].visible)
		}
	default:
		out = append(out, step{group: n.field.g})
		section(n.field.section)
		for i := range n.field.uses {
			need(n.field.uses[i].visible)
			need(n.field.uses[i].value)
			need(n.field.uses[i].valueWhen)
			need(n.field.uses[i].options)
		}
		for _, t := range n.field.twins {
			out = append(out, step{group: t.of.g}, step{field: t.of})
			need(t.when)
		}
		n.field.usedFormats(func(d *constraints) { need(d.formatWhen) })
	}
	return out
}
