package jsonschema

import (
	"encoding/base64"
	"unicode/utf8"

	"github.com/onematter/onematter/metamodel"
)

// Check judges a JSON document. Problems say why it cannot: it is no JSON, it
// is beyond the limits, or judging it takes too long.
func (s *Schema) Check(doc []byte) (valid bool, ps metamodel.Problems) {
	v, ps := read(doc, Limits)
	if ps.Failed() {
		return false, ps
	}
	return s.check(v)
}

func (s *Schema) check(v *value) (bool, metamodel.Problems) {
	r := run{}
	ok := r.judge(s.root, v)
	if r.steps > maxSteps {
		return false, metamodel.Problems{kindWork.At("", "keyword", "$ref", "limit", maxSteps)}
	}
	return ok, nil
}

// run is one judgement. When its steps are used up, what it says means nothing.
type run struct{ steps int }

func (r *run) spend(n int) bool {
	r.steps += n
	return r.steps <= maxSteps
}

func (r *run) judge(n *node, v *value) bool {
	if !r.spend(1) || n.never {
		return false
	}
	if n.types != 0 && n.types&typeOf(v) == 0 {
		return false
	}
	if n.isConst || n.enum != nil {
		c := v.canonical()
		if !r.spend(len(c)/64) || n.isConst && c != n.konst || n.enum != nil && !n.enum[c] {
			return false
		}
	}
	switch v.kind {
	case 'n':
		if !r.number(n, v.text) {
			return false
		}
	case 's':
		if !r.text(n, v.text) {
			return false
		}
	case 'a':
		if !r.array(n, v) {
			return false
		}
	case 'o':
		if !r.object(n, v) {
			return false
		}
	}
	return r.combined(n, v) && r.unevaluated(n, v)
}

func typeOf(v *value) typeSet {
	switch v.kind {
	case 'z':
		return isNull
	case 't', 'f':
		return isBoolean
	case 'o':
		return isObject
	case 'a':
		return isArray
	case 's':
		return isString
	}
	if numberOf(v.text).whole() {
		return isInteger
	}
	return isNumber
}

func (r *run) number(n *node, lit string) bool {
	if n.minimum == nil && n.maximum == nil && n.exclusiveMinimum == nil && n.exclusiveMaximum == nil && n.multipleOf == nil {
		return true
	}
	x := numberOf(lit)
	switch {
	case n.minimum != nil && x.compare(*n.minimum) < 0,
		n.maximum != nil && x.compare(*n.maximum) > 0,
		n.exclusiveMinimum != nil && x.compare(*n.exclusiveMinimum) <= 0,
		n.exclusiveMaximum != nil && x.compare(*n.exclusiveMaximum) >= 0:
		return false
	case n.multipleOf != nil:
		return r.spend(10) && x.multipleOf(*n.multipleOf)
	}
	return true
}

// match spends by the size of the work: states times bytes.
func (r *run) match(p *pattern, s string) bool {
	return r.spend(1+p.cost*(len(s)+1)/100) && p.re.MatchString(s)
}

func (r *run) text(n *node, s string) bool {
	if n.minLength >= 0 || n.maxLength >= 0 {
		l := utf8.RuneCountInString(s)
		if n.minLength >= 0 && l < n.minLength || n.maxLength >= 0 && l > n.maxLength {
			return false
		}
	}
	if n.pattern != nil && !r.match(n.pattern, s) {
		return false
	}
	if n.format != nil && !n.format(s) {
		return false
	}
	if n.encoding != "" || n.media != "" {
		b := []byte(s)
		if n.encoding != "" {
			var err error
			if b, err = base64.StdEncoding.DecodeString(s); err != nil {
				return false
			}
		}
		if n.media != "" && metamodel.Gate(b, Limits).Failed() {
			return false
		}
	}
	return true
}

func (r *run) array(n *node, v *value) bool {
	l := len(v.list)
	if !r.spend(l / 8) {
		return false
	}
	if n.minItems >= 0 && l < n.minItems || n.maxItems >= 0 && l > n.maxItems {
		return false
	}
	if n.unique && l > 1 {
		seen := make(map[string]bool, l)
		for i := range v.list {
			c := v.list[i].canonical()
			if !r.spend(1+len(c)/64) || seen[c] {
				return false
			}
			seen[c] = true
		}
	}
	for i := range v.list {
		switch {
		case i < len(n.prefix):
			if !r.judge(n.prefix[i], &v.list[i]) {
				return false
			}
		case n.items != nil:
			if !r.judge(n.items, &v.list[i]) {
				return false
			}
		}
	}
	if n.contains == nil {
		return true
	}
	found := 0
	for i := range v.list {
		if r.judge(n.contains, &v.list[i]) {
			found++
		}
	}
	fewest := 1
	if n.minContains >= 0 {
		fewest = n.minContains
	}
	return found >= fewest && (n.maxContains < 0 || found <= n.maxContains)
}

func (r *run) object(n *node, v *value) bool {
	l := len(v.list)
	if n.minProperties >= 0 && l < n.minProperties || n.maxProperties >= 0 && l > n.maxProperties {
		return false
	}
	if !r.spend(l/8 + len(n.required) + len(n.dependents)) {
		return false
	}
	for _, name := range n.required {
		if v.get(name) == nil {
			return false
		}
	}
	for _, d := range n.dependents {
		if v.get(d.name) == nil {
			continue
		}
		for _, name := range d.required {
			if v.get(name) == nil {
				return false
			}
		}
		if d.schema != nil && !r.judge(d.schema, v) {
			return false
		}
	}
	for i, name := range v.keys {
		if n.propertyNames != nil && !r.judge(n.propertyNames, &value{kind: 's', text: name}) {
			return false
		}
		known := false
		if p, ok := n.properties[name]; ok {
			known = true
			if !r.judge(p, &v.list[i]) {
				return false
			}
		}
		for _, p := range n.patterns {
			if r.match(p.pattern, name) {
				known = true
				if !r.judge(p.schema, &v.list[i]) {
					return false
				}
			}
		}
		if !known && n.additional != nil && !r.judge(n.additional, &v.list[i]) {
			return false
		}
	}
	return true
}

func (r *run) combined(n *node, v *value) bool {
	if n.ref != nil && !r.judge(n.ref, v) {
		return false
	}
	for _, s := range n.allOf {
		if !r.judge(s, v) {
			return false
		}
	}
	if n.anyOf != nil {
		any := false
		for _, s := range n.anyOf {
			if any = r.judge(s, v); any {
				break
			}
		}
		if !any {
			return false
		}
	}
	if n.oneOf != nil {
		held := 0
		for _, s := range n.oneOf {
			if r.judge(s, v) {
				if held++; held > 1 {
					return false
				}
			}
		}
		if held != 1 {
			return false
		}
	}
	if n.not != nil && r.judge(n.not, v) {
		return false
	}
	if n.cond != nil {
		branch := n.other
		if r.judge(n.cond, v) {
			branch = n.then
		}
		if branch != nil && !r.judge(branch, v) {
			return false
		}
	}
	return true
}

// seen is what the keywords of a schema have looked at in one value.
type seen struct {
	all     bool
	upTo    int // items before this index
	items   map[int]bool
	members map[string]bool
}

func (r *run) unevaluated(n *node, v *value) bool {
	switch {
	case v.kind == 'a' && n.unevaluatedItems != nil:
		s := seen{items: map[int]bool{}}
		r.look(n, v, &s, n)
		for i := s.upTo; i < len(v.list) && !s.all; i++ {
			if !s.items[i] && !r.judge(n.unevaluatedItems, &v.list[i]) {
				return false
			}
		}
	case v.kind == 'o' && n.unevaluatedMember != nil:
		s := seen{members: map[string]bool{}}
		r.look(n, v, &s, n)
		for i, name := range v.keys {
			if !s.all && !s.members[name] && !r.judge(n.unevaluatedMember, &v.list[i]) {
				return false
			}
		}
	}
	return true
}

// look gathers what n, which holds of v, has looked at; the unevaluated
// keyword of from itself does not count.
func (r *run) look(n *node, v *value, s *seen, from *node) {
	if !r.spend(1) || s.all {
		return
	}
	if v.kind == 'a' {
		s.upTo = max(s.upTo, len(n.prefix))
		if n.items != nil || n.unevaluatedItems != nil && n != from {
			s.all = true
			return
		}
		if n.contains != nil && n.place.draft >= Draft2020 {
			for i := range v.list {
				if r.judge(n.contains, &v.list[i]) {
					s.items[i] = true
				}
			}
		}
	} else {
		if n.additional != nil || n.unevaluatedMember != nil && n != from {
			s.all = true
			return
		}
		for _, name := range v.keys {
			if _, ok := n.properties[name]; ok {
				s.members[name] = true
			}
			for _, p := range n.patterns {
				if r.match(p.pattern, name) {
					s.members[name] = true
				}
			}
		}
	}
	if n.ref != nil {
		r.look(n.ref, v, s, from)
	}
	for _, sub := range n.allOf {
		r.look(sub, v, s, from)
	}
	for _, list := range [][]*node{n.anyOf, n.oneOf} {
		for _, sub := range list {
			if r.judge(sub, v) {
				r.look(sub, v, s, from)
			}
		}
	}
	if n.cond != nil {
		branch := n.other
		if r.judge(n.cond, v) {
			r.look(n.cond, v, s, from)
			branch = n.then
		}
		if branch != nil {
			r.look(branch, v, s, from)
		}
	}
	for _, d := range n.dependents {
		if d.schema != nil && v.get(d.name) != nil {
			r.look(d.schema, v, s, from)
		}
	}
}
