package jsonschema

import (
	"fmt"
	"strconv"
	"strings"

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
	if h.plainRows() {
		return
	}
	for _, n := range s.conditions {
		c, ok := im.test(h, n.cond)
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
			if m == nil {
				continue // what is no member never is there
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

// guarded lets a rule of an object hold only where the object is there.
func (h *holder) guarded(rule string) string {
	if p := h.presence(); p != "" {
		return "!(" + p + ") || (" + rule + ")"
	}
	return rule
}

func message(n *node, keyword string) metamodel.Text {
	if t := textOf(n.v, "", "x-message"); len(t) > 0 {
		return t
	}
	if t := textOf(n.v, "description"); len(t) > 0 && keyword != "" {
		return t
	}
	return metamodel.ZhEn("与其他答案不相符，请核对", "It does not go with the other answers. Check them")
}

func (h *holder) check(m *member, rule string, text metamodel.Text) {
	for _, c := range h.checks[m.key] {
		if c.Rule == rule {
			return
		}
	}
	h.checks[m.key] = append(h.checks[m.key], metamodel.Check{Rule: rule, Message: text})
}

// at is a field and where it lies.
type at struct {
	h *holder
	m *member
}

// anchor is a field on which a rule about an object can stand.
func (h *holder) anchor() *at {
	for _, m := range h.members {
		if m.group == nil {
			return &at{h, m}
		}
	}
	for _, m := range h.members {
		if !m.group.repeat {
			if a := m.group.anchor(); a != nil {
				return a
			}
		}
	}
	return nil
}

func (h *holder) fieldExpr(m *member) string { return h.reach() + "." + m.key }

func (h *holder) groupExpr(g *holder) string {
	if h.up == nil {
		return g.name
	}
	return h.reach() + "." + g.name
}

// there is the condition under which a property is present.
func (h *holder) there(m *member) string {
	switch {
	case m.group == nil:
		return "has(" + h.fieldExpr(m) + ")"
	case m.group.repeat:
		return "size(" + h.groupExpr(m.group) + ") > 0"
	}
	return "(" + anyOf(m.group.filled(h.groupExpr(m.group))) + ")"
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
	a.h.check(a.m, rule, metamodel.ZhEn(fmt.Sprintf("“%s”至少 %d 条", g.label.In("zh"), max(g.least, m.shape.minItems)), fmt.Sprintf("“%s” needs at least %d entries", g.label.In("en"), max(g.least, m.shape.minItems))))
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
		for i, k := range x.v.keys {
			v := &x.v.list[i]
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
				_ = v
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
		return "", true // a property the form does not have is never there
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

func (im *importer) valueRule(r rule, x string, m *member) (string, bool) {
	return im.combine(r, func(n *node) (string, bool) {
		c, ok := im.valueTest(n, x, m)
		if c == "" {
			c = "true"
		}
		return c, ok
	})
}

// valueTest is what a schema says of a value that is there: "" for nothing.
func (im *importer) valueTest(n *node, x string, m *member) (string, bool) {
	var parts []string
	text := m.typ == metamodel.TypeString || m.typ == metamodel.TypeText || m.typ == metamodel.TypeCode
	numeric := m.typ == metamodel.TypeInteger || m.typ == metamodel.TypeNumber
	for _, s := range im.gather([]*node{n}) {
		if s.never {
			return "false", true
		}
		if s.v.kind != 'o' {
			continue
		}
		for i, k := range s.v.keys {
			v := &s.v.list[i]
			switch k {
			case "$ref", "allOf":
			case "const", "enum":
				values := []*value{v}
				if k == "enum" {
					values = nil
					for j := range v.list {
						values = append(values, &v.list[j])
					}
				}
				c, ok := im.equals(x, m, values)
				if !ok {
					return "", false
				}
				parts = append(parts, c)
			case "type":
				if !allowsType(s.types, m.typ) {
					return "", false
				}
			case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum":
				if !numeric {
					return "", false
				}
				by := numberOf(v.text)
				lit, ok := rawNumber(&by)
				if !ok || len(by.digits) > 15 {
					return "", false
				}
				op := map[string]string{"minimum": " >= ", "maximum": " <= ", "exclusiveMinimum": " > ", "exclusiveMaximum": " < "}[k]
				parts = append(parts, x+op+celNumber(string(lit)))
			case "multipleOf":
				by, ok := s.multipleOf.count()
				if m.typ != metamodel.TypeInteger || !ok || by > 1<<30 {
					return "", false
				}
				if by > 1 {
					parts = append(parts, x+" % "+strconv.Itoa(by)+" == 0")
				}
			case "minLength", "maxLength":
				if !text {
					return "", false
				}
				c, ok := numberOf(v.text).count()
				if !ok || c > 1<<30 {
					return "", false
				}
				parts = append(parts, "size("+x+")"+map[string]string{"minLength": " >= ", "maxLength": " <= "}[k]+strconv.Itoa(c))
			case "pattern":
				if !text || s.pattern == nil {
					return "", false
				}
				re2, _, _ := translate(s.pattern.source)
				parts = append(parts, x+".matches("+strconv.Quote(re2)+")")
			case "contains":
				if m.typ != metamodel.TypeCodes || s.contains == nil || !s.contains.isConst || len(s.contains.v.keys) > 1 || s.contains.v.get("const").kind != 's' {
					return "", false
				}
				c := s.contains.v.get("const").text
				if !im.known(m, c) {
					parts = append(parts, "false")
				} else {
					parts = append(parts, quoted(c)+" in "+x)
				}
			case "then", "else":
			case "if":
				c, ok := im.valueTest(s.cond, x, m)
				if !ok {
					return "", false
				}
				if c == "" {
					c = "true"
				}
				for i, b := range []*node{s.then, s.other} {
					if b == nil {
						continue
					}
					t, ok := im.valueTest(b, x, m)
					if !ok {
						return "", false
					}
					if t != "" {
						parts = append(parts, "("+[]string{"!", ""}[i]+"("+c+") || ("+t+"))")
					}
				}
			case "anyOf", "oneOf", "not":
				if im.nullable[s] {
					continue
				}
				c, ok := im.valueRule(rule{s, k}, x, m)
				if !ok {
					return "", false
				}
				parts = append(parts, "("+c+")")
			default:
				if !keywordOf[k].quiet() {
					return "", false
				}
			}
		}
	}
	c := strings.Join(unique(parts), " && ")
	return c, len(c) <= longest
}

// allowsType: the condition's type is that of the field anyway.
func allowsType(set typeSet, t metamodel.Type) bool {
	switch t {
	case metamodel.TypeInteger:
		return set&isInteger != 0
	case metamodel.TypeNumber:
		return set&isNumber != 0
	case metamodel.TypeBoolean:
		return set&isBoolean != 0
	case metamodel.TypeCodes:
		return set&isArray != 0
	}
	return set&isString != 0
}

func celNumber(lit string) string {
	if strings.HasPrefix(lit, "-") {
		return "(" + lit + ")"
	}
	return lit
}

func quoted(s string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, `'`, `\'`, "\n", `\n`, "\r", `\r`).Replace(s) + "'"
}

// known: the code is one that the field can have.
func (im *importer) known(m *member, code string) bool {
	values := m.shape.enum
	if m.typ == metamodel.TypeCodes {
		values = m.item.enum
	}
	for _, v := range values {
		if v.kind == 's' && v.text == code {
			return true
		}
	}
	return false
}

// equals compares a value with constants.
func (im *importer) equals(x string, m *member, values []*value) (string, bool) {
	var list []string
	for _, v := range values {
		switch {
		case v.kind == 's' && (m.typ == metamodel.TypeString || m.typ == metamodel.TypeText):
			list = append(list, quoted(v.text))
		case v.kind == 's' && m.typ == metamodel.TypeCode:
			if im.known(m, v.text) {
				list = append(list, quoted(v.text))
			}
		case (v.kind == 't' || v.kind == 'f') && m.typ == metamodel.TypeBoolean:
			list = append(list, map[byte]string{'t': "true", 'f': "false"}[v.kind])
		case v.kind == 'n' && (m.typ == metamodel.TypeInteger || m.typ == metamodel.TypeNumber):
			by := numberOf(v.text)
			lit, ok := rawNumber(&by)
			if !ok || len(by.digits) > 15 {
				return "", false
			}
			if m.typ == metamodel.TypeInteger && !by.whole() {
				continue
			}
			list = append(list, celNumber(string(lit)))
		case m.typ == metamodel.TypeCodes, v.kind == 's' && m.typ != metamodel.TypeBoolean && m.typ != metamodel.TypeInteger && m.typ != metamodel.TypeNumber:
			return "", false // dates and the like are not compared as texts
		}
		// A constant of another type is never the value.
	}
	switch len(list) {
	case 0:
		return "false", true
	case 1:
		return x + " == " + list[0], true
	}
	return x + " in [" + strings.Join(list, ", ") + "]", true
}

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
			switch {
			case m == nil:
			case sub.never && m.group == nil && !m.required:
				h.hides[m.key] = append(h.hides[m.key], when)
			default:
				c, ok := im.property(h, p, sub)
				if !ok {
					im.refuse(sub, sub.demands(), noRule)
					continue
				}
				if c == "" {
					continue
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
				c, ok := im.ruleOf(h, rule{x, k})
				a := h.anchor()
				if !ok || a == nil {
					im.refuse(x, k, noRule)
					continue
				}
				a.h.check(a.m, h.guarded("!("+when+") || ("+c+")"), message(x, k))
			case "if":
				c, ok := im.test(h, x.cond)
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
			default:
				im.refuse(x, k, noRule)
			}
		}
	}
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
