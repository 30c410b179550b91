package jsonschema

import (
	"fmt"
	"strconv"

	"github.com/onematter/onematter/metamodel"
)

// Conditions between fields become CEL. A test of a property that may be
// absent is written so that it always has an outcome: has(x) && …, or
// !has(x) || ….

var noRule = metamodel.ZhEn("这样的条件无法用字段表达", "such a condition cannot be said of fields")

// rules writes what stands between the fields of an object and of those in it.
func (im *importer) rules(h *holder) {
	s := h.shape
	for _, m := range h.members {
		for _, by := range m.multiple {
			x := h.fieldExpr(m)
			h.check(m, "!has("+x+") || "+x+" % "+strconv.Itoa(by)+" == 0", metamodel.ZhEn("须为 "+strconv.Itoa(by)+" 的倍数", "Must be a multiple of "+strconv.Itoa(by)))
		}
		if m.group != nil {
			im.rules(m.group)
			im.fewest(h, m)
		}
		switch {
		case m.group == nil:
			im.valueRules(h, m)
		case m.group.repeat:
			im.unruled(m.shape)
		}
	}
	if h.plainRows() || im.never(h, s) {
		return
	}
	for _, n := range s.conditions {
		c, ok := im.condition(h, n.cond)
		if !ok {
			im.refuse(n, "if", noRule)
			continue
		}
		if n.then != nil {
			im.demand(h, n.then, c, "then")
		}
		if n.other != nil {
			im.demand(h, n.other, "!("+c+")", "else")
		}
	}
	for _, n := range s.dependents {
		for _, d := range n.dependents {
			m := h.byProp[d.name]
			if m == nil { // what is no member never is there
				if d.schema != nil {
					im.demand(h, d.schema, "false", "dependentSchemas")
				}
				continue
			}
			c := h.there(m)
			if d.schema != nil {
				im.demand(h, d.schema, c, "dependentSchemas")
			}
			for _, r := range d.required {
				im.require(h, n, "dependentRequired", r, c)
			}
		}
	}
	for _, r := range s.rules {
		if r.keyword != "not" && im.told(h, r.n, r.keyword, "true") {
			continue
		}
		c, ok := im.ruleOf(h, r)
		first := h.anchor()
		if !ok || first == nil {
			im.refuse(r.n, r.keyword, noRule)
			continue
		}
		first.h.check(first.m, h.guarded(c), message(r.n, r.keyword))
	}
}

// valueRules writes the conditions on a plain value.
func (im *importer) valueRules(h *holder, m *member) {
	if im.never(nil, m.shape) {
		return
	}
	x := h.fieldExpr(m)
	say := func(n *node, keyword, rule string) {
		h.check(m, "!has("+x+") || ("+rule+")", message(n, keyword))
	}
	for _, r := range m.shape.rules {
		if c, ok := im.valueRule(r, x, m); ok {
			say(r.n, r.keyword, c)
		} else {
			im.refuse(r.n, r.keyword, noRule)
		}
	}
	for _, n := range m.shape.conditions {
		c, ok := im.valueTest(n.cond, x, m)
		if !ok {
			im.refuse(n, "if", noRule)
			continue
		}
		if c == "" {
			c = "true"
		}
		for _, b := range []struct {
			n       *node
			keyword string
			when    string
		}{{n.then, "then", "!(" + c + ")"}, {n.other, "else", "(" + c + ")"}} {
			if b.n == nil {
				continue
			}
			t, ok := im.valueTest(b.n, x, m)
			if !ok {
				im.refuse(n, b.keyword, noRule)
			} else if t != "" {
				say(b.n, b.keyword, b.when+" || ("+t+")")
			}
		}
	}
}

// unruled refuses conditions on a list as a whole.
func (im *importer) unruled(s *shape) {
	for _, r := range s.rules {
		im.refuse(r.n, r.keyword, noRule)
	}
	for _, n := range s.conditions {
		im.refuse(n, "if", noRule)
	}
}

// plainRows: the rows of a list of plain values; their rules are the value's.
func (h *holder) plainRows() bool { return h.repeat && len(h.members) == 1 && h.members[0].plainRow(h) }

// message is what a schema says of itself; nil for nothing.
func message(n *node, keyword string) metamodel.Text {
	if t := textOf(n.v, "", "x-message"); len(t) > 0 {
		return t
	}
	if t := textOf(n.v, "description"); len(t) > 0 && keyword != "" {
		return t
	}
	return nil
}

func (h *holder) check(m *member, rule string, text metamodel.Text) {
	for _, c := range h.checks[m.key] {
		if c.Rule == rule {
			return
		}
	}
	if text == nil {
		text = h.wordsOf(rule)
	}
	h.checks[m.key] = append(h.checks[m.key], metamodel.Check{Rule: rule, Message: text})
}

// fewest says the least number of rows of a list that may be absent.
func (im *importer) fewest(h *holder, m *member) {
	g := m.group
	if !g.repeat || g.least <= 0 {
		return
	}
	rows := "size(" + h.groupExpr(g) + ")"
	rule := rows + " >= " + strconv.Itoa(g.least)
	switch {
	case !m.required && g.least == 1:
		return // none and an empty one are the same
	case !m.required:
		rule = rows + " == 0 || " + rule
	case h.presence() == "":
		return
	default:
		rule = h.guarded(rule)
		g.least = -1
	}
	a := h.anchor()
	if a == nil {
		im.refuse(m.shape.nodes[0], "minItems", metamodel.ZhEn("旁边没有可以提示的字段", "there is no field beside it to say so"))
		return
	}
	a.h.check(a.m, rule, metamodel.ZhEn(fmt.Sprintf("“%s”至少 %d 条", g.label.In("zh"), max(g.least, m.shape.minItems)), metamodel.Counted("“%s” needs at least %d entr(y|ies)", g.label.In("en"), max(g.least, m.shape.minItems))))
}
