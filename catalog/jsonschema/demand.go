package jsonschema

import (
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// demand makes a schema hold under a condition: what it requires is required
// then, what it forbids is hidden then, the rest is checked then.
func (im *importer) demand(h *holder, n *node, when, keyword string) {
	if len(when) > longest {
		im.refuse(n, keyword, noRule)
		return
	}
	if n.never {
		if a := h.anchor(); a != nil {
			a.h.check(a.m, h.guarded("!("+when+")"), message(n, keyword))
			return
		}
		im.refuse(n, keyword, noRule)
		return
	}
	for _, x := range im.gather([]*node{n}) {
		if x.v.kind != 'o' {
			continue
		}
		for _, r := range x.required {
			im.require(h, x, keyword, r, when)
		}
		for _, p := range x.names {
			m := h.byProp[p]
			sub := x.properties[p]
			if is, borrowed := h.shape.borrowed[p]; borrowed && m != nil && sub.v.canonical() == is {
				h.shows[m.key] = append(h.shows[m.key], when)
				continue // the field itself demands it
			}
			switch {
			case m == nil:
				im.stray(h, p, sub)
			case sub.never && m.group == nil && !m.required:
				h.hides[m.key] = append(h.hides[m.key], when)
			default:
				c, ok := im.property(h, p, sub)
				if !ok {
					im.refuse(sub, sub.demands(), noRule)
					continue
				}
				if c == "" || strings.HasSuffix(when, " && "+strings.TrimSuffix(strings.TrimPrefix(c, "(!"+h.there(m)+" || "), ")")) {
					continue // nothing, or what the condition itself says
				}
				on := &at{h, m}
				if m.group != nil {
					if on = m.group.anchor(); on == nil || m.group.repeat {
						on = h.anchor()
					}
				}
				if on == nil {
					im.refuse(sub, sub.demands(), noRule)
					continue
				}
				on.h.check(on.m, h.guarded("!("+when+") || "+c), message(sub, keyword))
			}
		}
		for _, k := range x.v.keys {
			switch k {
			case "required", "properties", "$ref", "allOf", "type":
				if k == "type" && x.types&isObject == 0 {
					im.refuse(x, "type", noRule)
				}
				continue
			}
			if keywordOf[k].quiet() {
				continue
			}
			switch k {
			case "anyOf", "oneOf", "not":
				if im.told(h, x, k, when) {
					continue
				}
				c, ok := im.ruleOf(h, rule{x, k})
				a := h.anchor()
				if !ok || a == nil {
					im.refuse(x, k, noRule)
					continue
				}
				a.h.check(a.m, h.guarded("!("+when+") || ("+c+")"), message(x, k))
			case "if":
				c, ok := im.condition(h, x.cond)
				if !ok {
					im.refuse(x, "if", noRule)
					continue
				}
				if x.then != nil {
					im.demand(h, x.then, "("+when+") && ("+c+")", "then")
				}
				if x.other != nil {
					im.demand(h, x.other, "("+when+") && !("+c+")", "else")
				}
			case "then", "else":
			case "additionalProperties":
				im.shut(h, x, when)
			default:
				im.refuse(x, k, noRule)
			}
		}
	}
}

// shut hides what a branch does not name, where the branch takes nothing else.
func (im *importer) shut(h *holder, x *node, when string) {
	if !x.additional.never || len(x.patterns) > 0 || !h.shape.closed {
		im.refuse(x, "additionalProperties", noRule)
		return
	}
	for _, m := range h.members {
		switch {
		case x.properties[m.prop] != nil:
		case m.group != nil || m.required:
			im.refuse(x, "additionalProperties", noRule)
			return
		default:
			h.hides[m.key] = append(h.hides[m.key], when)
		}
	}
}

// stray refuses a property that only a branch declares: nobody would be asked
// for it. It reports whether it did.
func (im *importer) stray(h *holder, p string, n *node) bool {
	if n.never || h.shape.members[p] != nil { // it may never be there
		return false
	}
	name := clip(p)
	im.add(kindNoForm.At(im.schema.lib.path(n.v), "keyword", "properties", "why",
		metamodel.ZhEn("属性“"+name+"”只在分支或条件里出现，表单没有这个字段", "the property “"+name+"” stands in a branch or condition only, and the form has no such field")))
	return true
}

// demands names a keyword of a schema that demands something.
func (n *node) demands() string {
	for _, k := range n.v.keys {
		if !keywordOf[k].quiet() && k != "type" {
			return k
		}
	}
	return n.place.key
}

// require makes a property required under a condition.
func (im *importer) require(h *holder, n *node, keyword, prop, when string) {
	m := h.byProp[prop]
	switch {
	case m == nil:
		if a := h.anchor(); a != nil { // it can never be there
			a.h.check(a.m, h.guarded("!("+when+")"), message(n, keyword))
			return
		}
		im.refuse(n, keyword, noRule)
	case m.required:
	case m.shape.nullable || m.empty:
		im.refuse(n, keyword, metamodel.ZhEn("必填的字段不能以 null 作答", "null is no answer to a question that must be answered"))
	case m.group == nil:
		h.needs[m.key] = append(h.needs[m.key], when)
	default:
		a := h.anchor()
		if a == nil {
			im.refuse(n, keyword, noRule)
			return
		}
		a.h.check(a.m, h.guarded("!("+when+") || "+h.there(m)), metamodel.ZhEn("请填写“"+m.group.label.In("zh")+"”", "Fill in “"+m.group.label.In("en")+"”"))
	}
}
