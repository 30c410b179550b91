package jsonschema

import (
	"slices"
)

// A schema that nothing satisfies makes a form that nobody can complete. What
// contradicts itself plainly is refused; both of holds and fails answer only
// where it is decided, and say no otherwise.

// decider counts its steps: schemas may be large.
type decider struct {
	im    *importer
	steps int
}

const maxDecided = 2000

// never refuses the rules and bounds of a place that cannot be satisfied. It
// reports whether it did.
func (im *importer) never(h *holder, s *shape) bool {
	d := decider{im: im}
	refused := false
	refuse := func(n *node, keyword string) {
		im.report(n, keyword, kindNever)
		refused = true
	}
	for _, r := range s.rules {
		list := map[string][]*node{"anyOf": r.n.anyOf, "oneOf": r.n.oneOf}[r.keyword]
		switch {
		case r.keyword == "not" && d.holds(r.n.not, h, s):
			refuse(r.n, r.keyword)
		case len(list) > 0 && d.all(list, func(n *node) bool { return d.fails(n, h, s) }):
			refuse(r.n, r.keyword)
		}
	}
	for _, n := range s.conditions {
		switch {
		case n.then != nil && d.holds(n.cond, h, s) && d.fails(n.then, h, s):
			refuse(n, "then")
		case n.other != nil && d.fails(n.cond, h, s) && d.fails(n.other, h, s):
			refuse(n, "else")
		}
	}
	return refused
}

// emptyRange refuses bounds that exclude each other. It reports whether it did.
func (im *importer) emptyRange(s *shape) bool {
	refused := false
	between := func(low, high, lowest, highest string) {
		on := s.nodes[0]
		for _, n := range s.nodes { // the bound is the tightest of its keyword
			if v := n.v.get(high); v != nil && sameNumber(v, highest) {
				on = n
				break
			}
		}
		im.report(on, high, kindRange, "low", low+" "+clip(lowest), "high", high+" "+clip(highest))
		refused = true
	}
	if s.types == isString && s.maxLength >= 0 && s.minLength > s.maxLength {
		between("minLength", "maxLength", itoa(s.minLength), itoa(s.maxLength))
	}
	if s.types == isArray && s.maxItems >= 0 && s.minItems > s.maxItems {
		between("minItems", "maxItems", itoa(s.minItems), itoa(s.maxItems))
	}
	if s.types&^(isNumber|isInteger) != 0 {
		return refused
	}
	for _, low := range []struct {
		name string
		v    *number
	}{{"minimum", s.minimum}, {"exclusiveMinimum", s.exclusiveMinimum}} {
		for _, high := range []struct {
			name string
			v    *number
		}{{"maximum", s.maximum}, {"exclusiveMaximum", s.exclusiveMaximum}} {
			if low.v == nil || high.v == nil {
				continue
			}
			if by := low.v.compare(*high.v); !refused && (by > 0 || by == 0 && (low.name != "minimum" || high.name != "maximum")) {
				between(low.name, high.name, literal(low.v), literal(high.v))
			}
		}
	}
	return refused
}

func literal(n *number) string {
	if lit, ok := rawNumber(n); ok {
		return string(lit)
	}
	return "…"
}

func sameNumber(v *value, lit string) bool {
	if v.kind != 'n' {
		return false
	}
	n := numberOf(v.text)
	return literal(&n) == lit
}

func (d *decider) all(list []*node, is func(*node) bool) bool {
	return len(list) > 0 && !slices.ContainsFunc(list, func(n *node) bool { return !is(n) })
}

// holds: whatever satisfies the place satisfies n. h is the object of a place
// that is one, nil otherwise.
func (d *decider) holds(n *node, h *holder, s *shape) bool {
	for _, x := range d.im.gather([]*node{n}) {
		if d.steps++; d.steps > maxDecided || x.never {
			return false
		}
		if x.v.kind != 'o' {
			continue
		}
		for _, k := range x.v.keys {
			ok := keywordOf[k].quiet()
			switch k {
			case "$ref", "allOf", "then", "else":
				ok = true // gathered; then and else are nothing without if
			case "type":
				ok = !s.nullable && s.types&^x.types == 0
			case "required":
				ok = h != nil && !slices.ContainsFunc(x.required, func(r string) bool { return h.byProp[r] == nil || !h.byProp[r].required })
			case "properties":
				ok = h != nil && !slices.ContainsFunc(x.names, func(p string) bool {
					m := h.byProp[p]
					return !(m == nil && forbidden(h.shape.members[p]) || m != nil && m.shape != nil && d.holds(x.properties[p], m.group.plainly(), m.shape))
				})
			case "const", "enum":
				ok = s.enum != nil && !s.nullable && !slices.ContainsFunc(s.enum, func(v *value) bool { return !x.lists(v) })
			case "anyOf":
				ok = slices.ContainsFunc(x.anyOf, func(b *node) bool { return d.holds(b, h, s) })
			case "not":
				ok = d.fails(x.not, h, s)
			}
			if !ok {
				return false
			}
		}
	}
	return true
}

// fails: nothing that satisfies the place satisfies n.
func (d *decider) fails(n *node, h *holder, s *shape) bool {
	for _, x := range d.im.gather([]*node{n}) {
		if d.steps++; d.steps > maxDecided {
			return false
		}
		if x.never {
			return true
		}
		if x.v.kind != 'o' || s.nullable {
			continue
		}
		switch {
		case x.types != 0 && s.typed && x.types&s.types == 0,
			(x.isConst || x.enum != nil) && s.enum != nil && !slices.ContainsFunc(s.enum, x.lists),
			x.not != nil && d.holds(x.not, h, s),
			d.all(x.anyOf, func(b *node) bool { return d.fails(b, h, s) }),
			d.all(x.oneOf, func(b *node) bool { return d.fails(b, h, s) }):
			return true
		}
		if h == nil {
			continue
		}
		for _, r := range x.required {
			if h.byProp[r] == nil && forbidden(h.shape.members[r]) {
				return true
			}
		}
		for _, p := range x.names {
			if m := h.byProp[p]; m != nil && m.required && m.shape != nil && d.fails(x.properties[p], m.group.plainly(), m.shape) {
				return true
			}
		}
	}
	return false
}

// plainly is the group of an object, nil for rows and for no group.
func (h *holder) plainly() *holder {
	if h == nil || h.repeat {
		return nil
	}
	return h
}

// lists: the value is among those of const and enum.
func (n *node) lists(v *value) bool {
	c := v.canonical()
	return (!n.isConst || c == n.konst) && (n.enum == nil || n.enum[c])
}
