package jsonschema

import (
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// A property that only branches declare (then, else, a dependency, one of
// several told apart by a constant) becomes a field that is shown where its
// branch holds.

// borrow gives the shape the properties that its branches declare.
func (im *importer) borrow(s *shape) {
	declared := map[string][]*node{}
	var order []string
	for size := -1; size < len(declared); {
		size = len(declared)
		known := map[string]bool{}
		for p := range declared {
			known[p] = true
		}
		declared, order = map[string][]*node{}, nil
		var walk func(n *node, depth int)
		branches := func(x *node, depth int) {
			if x.cond != nil {
				for _, b := range []*node{x.then, x.other} {
					if b != nil {
						walk(b, depth+1)
					}
				}
			}
			for _, d := range x.dependents {
				if d.schema != nil && (s.members[d.name] != nil || known[d.name]) {
					walk(d.schema, depth+1)
				}
			}
			for _, list := range [][]*node{x.anyOf, x.oneOf} {
				if im.teller(s, list) != "" {
					for _, b := range list {
						walk(b, depth+1)
					}
				}
			}
		}
		walk = func(n *node, depth int) {
			if depth > 20 {
				return // a chain without end is refused where it is followed
			}
			for _, x := range im.gather([]*node{n}) {
				for _, p := range x.names {
					if sub := x.properties[p]; !sub.never && s.members[p] == nil && !s.required[p] {
						if declared[p] == nil {
							order = append(order, p)
						}
						declared[p] = append(declared[p], sub)
					}
				}
				branches(x, depth)
			}
		}
		for _, n := range s.nodes {
			branches(n, 0)
		}
	}
	s.borrowed = map[string]string{}
	for _, p := range order {
		first := declared[p][0]
		s.order, s.members[p], s.borrowed[p] = append(s.order, p), []*node{first}, first.v.canonical()
		for _, other := range declared[p][1:] {
			for _, n := range im.gather([]*node{other}) {
				im.heard[n] = true // as the first is
			}
			if other.v.canonical() != s.borrowed[p] {
				name := clip(p)
				im.add(kindNoForm.At(im.schema.lib.path(other.v), "keyword", "properties", "why",
					metamodel.ZhEn("属性“"+name+"”在几个分支里的定义不同", "branches define the property “"+name+"” differently")))
				break
			}
		}
	}
}

// teller is a property whose constants tell the branches of a list apart; ""
// for none.
func (im *importer) teller(s *shape, list []*node) string {
	if len(list) == 0 {
		return ""
	}
	for _, x := range im.gather(list[:1]) {
		for _, d := range x.names {
			seen := map[string]bool{}
			apart := s.members[d] != nil
			for _, b := range list {
				values := im.constants(b, d)
				apart = apart && len(values) > 0
				for _, v := range values {
					apart = apart && !seen[v]
				}
				for _, v := range values {
					seen[v] = true
				}
			}
			if apart {
				return d
			}
		}
	}
	return ""
}

// constants are the values that a branch allows a property, nil where it does
// not list them.
func (im *importer) constants(b *node, d string) (out []string) {
	for _, x := range im.gather([]*node{b}) {
		sub := x.properties[d]
		switch {
		case sub == nil:
		case sub.isConst:
			return []string{sub.v.get("const").canonical()}
		case sub.enum != nil:
			return sortedKeys(sub.enum)
		}
	}
	return nil
}

// told makes branches that a constant tells apart hold under a condition: each
// where the property has its constant. It reports whether it did, or refused.
func (im *importer) told(h *holder, n *node, keyword, when string) bool {
	list := map[string][]*node{"anyOf": n.anyOf, "oneOf": n.oneOf}[keyword]
	d := im.teller(h.shape, list)
	if d == "" || !im.borrows(h.shape, list) {
		return false
	}
	m := h.byProp[d]
	if m == nil || m.group != nil {
		return false
	}
	there := h.there(m)
	sure := m.required || when == there || strings.HasPrefix(when, "("+there+") && ")
	if !sure {
		name := clip(d)
		im.refuse(n, keyword, metamodel.ZhEn("区分各分支的属性“"+name+"”须为必填", "the property “"+name+"” that tells the branches apart must be required"))
		return true
	}
	var either []string
	for _, b := range list {
		for _, x := range im.gather([]*node{b}) {
			sub := x.properties[d]
			if sub == nil || !sub.isConst && sub.enum == nil {
				continue
			}
			c, ok := im.valueTest(sub, h.fieldExpr(m), m)
			if !ok || c == "" {
				im.refuse(sub, sub.demands(), noRule)
				return true
			}
			either = append(either, "("+c+")")
			here := there + " && (" + c + ")"
			if when != "true" && when != there {
				here = "(" + when + ") && " + here
			}
			im.demand(h, b, here, keyword)
			break
		}
	}
	if len(m.shape.enum) == 0 || !im.covers(m, list, d) {
		h.check(m, h.guarded("!("+when+") || !"+there+" || "+strings.Join(either, " || ")), message(n, keyword))
	}
	return true
}

// covers: the branches name every value that the property can have.
func (im *importer) covers(m *member, list []*node, d string) bool {
	all := map[string]bool{}
	for _, b := range list {
		for _, v := range im.constants(b, d) {
			all[v] = true
		}
	}
	for _, v := range m.shape.enum {
		if !all[v.canonical()] {
			return false
		}
	}
	return true
}

// borrows: one of the branches declares a property of its own.
func (im *importer) borrows(s *shape, list []*node) bool {
	for _, x := range im.gather(list) {
		for _, p := range x.names {
			if _, is := s.borrowed[p]; is {
				return true
			}
		}
		for _, deeper := range [][]*node{x.anyOf, x.oneOf} {
			if len(deeper) > 0 && im.borrows(s, deeper) {
				return true
			}
		}
		if x.then != nil && im.borrows(s, []*node{x.then}) || x.other != nil && im.borrows(s, []*node{x.other}) {
			return true
		}
	}
	return false
}
