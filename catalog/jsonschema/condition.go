package jsonschema

import (
	"strconv"
	"strings"
)

// condition is what stands under if. A property that must be there anyway is
// taken to be absent where it is not answered yet, so that neither branch is
// asked before it is known which one holds.
func (im *importer) condition(h *holder, n *node) (string, bool) {
	before := im.sure
	im.sure = true
	defer func() { im.sure = before }()
	return im.test(h, n)
}

// test is a schema as a condition on an object: true or false, never unknown.
func (im *importer) test(h *holder, n *node) (string, bool) {
	var parts []string
	ok := true
	for _, x := range im.gather([]*node{n}) {
		if x.never {
			return "false", true
		}
		if x.v.kind != 'o' {
			continue
		}
		for _, k := range x.v.keys {
			switch k {
			case "$ref", "allOf", "title", "description", "$comment", "$defs", "definitions", "$id", "$schema", "$anchor", "x-message":
			case "type":
				if x.types != isObject {
					return "", false
				}
			case "required":
				for _, r := range x.required {
					m := h.byProp[r]
					if m == nil {
						parts = append(parts, "false")
						continue
					}
					parts = append(parts, h.there(m))
				}
			case "properties":
				for _, p := range x.names {
					c, fine := im.property(h, p, x.properties[p])
					ok = ok && fine
					if c != "" {
						parts = append(parts, c)
					}
				}
			case "anyOf", "oneOf", "not":
				if im.nullable[x] {
					continue
				}
				c, fine := im.ruleOf(h, rule{x, k})
				ok = ok && fine
				parts = append(parts, "("+c+")")
			default:
				if keywordOf[k] == nil || keywordOf[k].silent {
					continue
				}
				return "", false
			}
		}
	}
	if len(parts) == 0 {
		return "true", ok
	}
	c := strings.Join(unique(parts), " && ")
	return c, ok && len(c) <= longest
}

// ruleOf is anyOf, oneOf or not over an object.
func (im *importer) ruleOf(h *holder, r rule) (string, bool) {
	return im.combine(r, func(n *node) (string, bool) { return im.test(h, n) })
}

// longest bounds a condition while it is put together, in bytes.
const longest = 3000

func (im *importer) combine(r rule, test func(*node) (string, bool)) (string, bool) {
	c, ok := im.combined(r, test)
	return c, ok && len(c) <= longest
}

func (im *importer) combined(r rule, test func(*node) (string, bool)) (string, bool) {
	list := r.n.anyOf
	switch r.keyword {
	case "not":
		c, ok := test(r.n.not)
		return "!(" + c + ")", ok
	case "oneOf":
		list = r.n.oneOf
		if len(list) > 6 {
			return "", false
		}
	}
	parts := make([]string, len(list))
	size := 0
	for i, n := range list {
		c, ok := test(n)
		if size += len(c); !ok || size > longest {
			return "", false
		}
		parts[i] = "(" + c + ")"
	}
	if r.keyword == "anyOf" {
		return strings.Join(parts, " || "), true
	}
	// Exactly one.
	var each []string
	for i := range parts {
		var all []string
		for j, p := range parts {
			if j != i {
				p = "!" + p
			}
			all = append(all, p)
		}
		each = append(each, "("+strings.Join(all, " && ")+")")
	}
	return strings.Join(each, " || "), true
}

// property is what a schema says of one property: nothing while it is absent.
func (im *importer) property(h *holder, p string, n *node) (string, bool) {
	m := h.byProp[p]
	if m == nil {
		return "", !im.stray(h, p, n) // what is false everywhere is never there
	}
	there := h.there(m)
	if n.never {
		return "!" + there, true
	}
	if n.v.kind != 'o' || len(n.v.keys) == 0 {
		return "", true
	}
	if m.group != nil {
		if m.group.repeat {
			return im.listTest(h, m, n, there)
		}
		c, ok := im.test(m.group, n)
		if c == "true" {
			return "", ok
		}
		return "(!" + there + " || (" + c + "))", ok
	}
	c, ok := im.valueTest(n, h.fieldExpr(m), m)
	if c == "" {
		return "", ok
	}
	if im.sure && m.required && !m.empty {
		return "(" + there + " && (" + c + "))", ok
	}
	return "(!" + there + " || (" + c + "))", ok
}

func (im *importer) listTest(h *holder, m *member, n *node, there string) (string, bool) {
	if n.ref != nil || n.allOf != nil || n.types != 0 && n.types != isArray {
		return "", false
	}
	for _, k := range n.v.keys {
		if k != "minItems" && k != "maxItems" && k != "type" && !keywordOf[k].quiet() {
			return "", false
		}
	}
	rows := "size(" + h.groupExpr(m.group) + ")"
	var parts []string
	if n.minItems > 0 {
		parts = append(parts, rows+" >= "+strconv.Itoa(n.minItems))
	}
	if n.maxItems >= 0 {
		parts = append(parts, rows+" <= "+strconv.Itoa(n.maxItems))
	}
	if len(parts) == 0 {
		return "", true
	}
	return "(!(" + there + ") || (" + strings.Join(parts, " && ") + "))", true
}

// quiet: the keyword demands nothing, or is nobody's.
func (k *keyword) quiet() bool { return k == nil || k.silent }
