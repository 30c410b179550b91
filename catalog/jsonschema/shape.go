package jsonschema

import "github.com/onematter/onematter/metamodel"

// shape is what several schemas demand together of one place, as far as a form
// can ask for it.
type shape struct {
	nodes []*node // every schema that judges the place, references and allOf followed

	types    typeSet
	typed    bool
	nullable bool
	enum     []*value // nil: any; filtered by every schema
	names    map[string]metamodel.Text

	minLength, maxLength                                 int // -1: none
	patterns                                             []*node
	formats                                              []string
	minimum, maximum, exclusiveMinimum, exclusiveMaximum *number
	multiples                                            []*node

	minItems, maxItems int
	unique             bool
	items              []*node

	order    []string
	members  map[string][]*node
	required map[string]bool
	closed   bool
	borrowed map[string]string // properties that only branches declare: the declaration

	conditions []*node // with if
	dependents []*node
	rules      []rule // anyOf, oneOf and not that are conditions

	title, description metamodel.Text
	fallback           *value // default
	readOnly           bool
}

// maxChoices is how many values the fields of an import may offer together.
const maxChoices = 3000

var tooMany = metamodel.ZhEn("选项太多", "there are too many choices")

// rule is a keyword that holds or not.
type rule struct {
	n       *node
	keyword string
}

// gather follows references and allOf.
func (im *importer) gather(nodes []*node) (out []*node) {
	seen := map[*node]bool{}
	var add func(n *node)
	add = func(n *node) {
		if seen[n] {
			return
		}
		seen[n] = true
		out = append(out, n)
		if n.ref != nil {
			add(n.ref)
		}
		for _, s := range n.allOf {
			add(s)
		}
		// Null or something: something, that may be left out.
		for _, list := range [][]*node{n.anyOf, n.oneOf} {
			if len(list) == 2 {
				for i, s := range list {
					if im.onlyNull(s) {
						im.nullable[n] = true
						add(list[1-i])
					}
				}
			}
		}
	}
	for _, n := range nodes {
		add(n)
	}
	return out
}

func (im *importer) onlyNull(n *node) bool { return n.types == isNull && len(n.v.keys) == 1 }

// merge is the shape of a place that all of nodes judge; nil when it reports
// what has no counterpart.
func (im *importer) merge(nodes []*node) *shape {
	s := &shape{nodes: im.gather(nodes), minLength: -1, maxLength: -1, minItems: -1, maxItems: -1, members: map[string][]*node{}, required: map[string]bool{}}
	ok := true
	refuse := func(n *node, keyword string, why metamodel.Text) {
		im.refuse(n, keyword, why)
		ok = false
	}
	s.types = isNull | isBoolean | isObject | isArray | isString | isNumber | isInteger
	for _, n := range s.nodes {
		if n.never {
			refuse(n, n.place.key, metamodel.ZhEn("任何值都不符合", "no value satisfies it"))
			continue
		}
		if n.v.kind != 'o' {
			continue
		}
		if n.types != 0 {
			s.types &= n.types
			s.typed = true
		}
		for _, k := range []struct {
			name string
			set  bool
		}{{"patternProperties", len(n.patterns) > 0}, {"propertyNames", n.propertyNames != nil}, {"minProperties", n.minProperties > 0}, {"maxProperties", n.maxProperties >= 0},
			{"contains", n.contains != nil}, {"prefixItems", n.prefix != nil && n.place.draft >= Draft2020}, {"items", n.prefix != nil && n.place.draft < Draft2020},
			{"contentEncoding", n.encoding != ""}, {"contentMediaType", n.media != ""}, {"unevaluatedItems", n.unevaluatedItems != nil}, {"additionalProperties", n.additional != nil && !n.additional.never && n.additional.v.kind == 'o' && len(n.additional.v.keys) > 0},
			{"unevaluatedProperties", n.unevaluatedMember != nil && !n.unevaluatedMember.never}} {
			if k.set {
				refuse(n, k.name, metamodel.ZhEn("表单的字段都有名称和位置", "the fields of a form have names and places"))
			}
		}
		s.take(n)
		im.titles(s, n)
		if n.cond != nil {
			s.conditions = append(s.conditions, n)
		}
		if len(n.dependents) > 0 {
			s.dependents = append(s.dependents, n)
		}
		for _, c := range []struct {
			name string
			list []*node
		}{{"anyOf", n.anyOf}, {"oneOf", n.oneOf}} {
			if c.list == nil || im.nullable[n] && len(c.list) == 2 {
				continue
			}
			if values, names, isList := im.choices(c.list); isList {
				s.choose(values)
				for k, t := range names {
					if s.names == nil {
						s.names = map[string]metamodel.Text{}
					}
					s.names[k] = t
				}
				continue
			}
			s.rules = append(s.rules, rule{n, c.name})
		}
		if n.not != nil {
			s.rules = append(s.rules, rule{n, "not"})
		}
		s.nullable = s.nullable || im.nullable[n]
	}
	im.union(s)
	im.borrow(s)
	for _, n := range s.nodes {
		for _, p := range s.order {
			if n.additional != nil && n.additional.never && n.properties[p] == nil {
				refuse(n, "additionalProperties", metamodel.ZhEn("另一处允许的属性“"+clip(p)+"”在此被排除", "it excludes the property “"+clip(p)+"” that stands elsewhere"))
				break
			}
		}
	}
	for _, n := range s.nodes {
		if n.unevaluatedMember == nil || !n.unevaluatedMember.never {
			continue
		}
		own := map[string]bool{}
		looks := false
		for _, x := range im.gather([]*node{n}) {
			looks = looks || x.additional != nil && !x.additional.never || im.looksFurther(x, s, 0)
			for _, p := range x.names {
				own[p] = true
			}
		}
		for _, p := range s.order { // it sees what lies in it, not what stands beside it
			if looks || !own[p] {
				refuse(n, "unevaluatedProperties", metamodel.ZhEn("有的属性只在条件成立时才允许", "some properties are allowed under a condition only"))
				break
			}
		}
	}
	if s.nullable {
		s.types |= isNull
	}
	if len(s.enum) > maxChoices || len(s.enum)*len(s.nodes) > 70*maxChoices {
		refuse(s.saying("enum"), "enum", tooMany)
	}
	if !ok {
		return nil
	}
	s.filter()
	if s.types&isNull != 0 && s.typed {
		s.nullable, s.types = true, s.types&^isNull
	}
	return s
}

// looksFurther reports whether a schema that may or may not hold looks at
// properties that the shape does not have.
func (im *importer) looksFurther(n *node, s *shape, depth int) bool {
	further := depth > 20
	n.inPlace(func(sub *node, keyword string) {
		if keyword == "$ref" && depth == 0 || keyword == "allOf" && depth == 0 || further {
			return // gathered
		}
		for _, p := range sub.names {
			further = further || s.members[p] == nil
		}
		further = further || sub.additional != nil || sub.unevaluatedMember != nil || len(sub.patterns) > 0 || im.looksFurther(sub, s, depth+1)
	})
	return further
}

// take adds what one schema says.
func (s *shape) take(n *node) {
	low := func(into *int, v int) {
		if v > *into {
			*into = v
		}
	}
	high := func(into *int, v int) {
		if v >= 0 && (*into < 0 || v < *into) {
			*into = v
		}
	}
	low(&s.minLength, n.minLength)
	high(&s.maxLength, n.maxLength)
	low(&s.minItems, n.minItems)
	high(&s.maxItems, n.maxItems)
	if n.pattern != nil {
		s.patterns = append(s.patterns, n)
	}
	if n.format != nil {
		s.formats = append(s.formats, n.v.get("format").str())
	}
	tight := func(into **number, v *number, sign int) {
		if v != nil && (*into == nil || v.compare(**into)*sign > 0) {
			*into = v
		}
	}
	tight(&s.minimum, n.minimum, 1)
	tight(&s.exclusiveMinimum, n.exclusiveMinimum, 1)
	tight(&s.maximum, n.maximum, -1)
	tight(&s.exclusiveMaximum, n.exclusiveMaximum, -1)
	if n.multipleOf != nil {
		s.multiples = append(s.multiples, n)
	}
	s.unique = s.unique || n.unique
	if n.items != nil {
		s.items = append(s.items, n.items)
	}
	if v := n.v.get("enum"); v != nil && n.enum != nil {
		var values []*value
		for i := range v.list {
			values = append(values, &v.list[i])
		}
		s.choose(values)
	}
	if n.isConst {
		s.choose([]*value{n.v.get("const")})
	}
	for _, p := range n.names {
		if s.members[p] == nil {
			s.order = append(s.order, p)
		}
		s.members[p] = append(s.members[p], n.properties[p])
	}
	for _, r := range n.required {
		s.required[r] = true
	}
	s.closed = s.closed || n.additional != nil && n.additional.never || n.unevaluatedMember != nil && n.unevaluatedMember.never
	if n.v.get("readOnly") != nil && n.v.get("readOnly").kind == 't' {
		s.readOnly = true
	}
	if d := n.v.get("default"); d != nil && s.fallback == nil {
		s.fallback = d
	}
}

// choose keeps the values that both lists have.
func (s *shape) choose(values []*value) {
	if s.enum == nil {
		s.enum = append([]*value{}, values...)
		return
	}
	both := map[string]bool{}
	for _, v := range values {
		both[v.canonical()] = true
	}
	kept := []*value{}
	for _, v := range s.enum {
		if both[v.canonical()] {
			kept = append(kept, v)
		}
	}
	s.enum = kept
}

// filter keeps the values that every schema of the place accepts, so that
// nothing else has to be said about them.
func (s *shape) filter() {
	if s.enum == nil {
		return
	}
	var kept []*value
	seen := map[string]bool{}
	var types typeSet
	for _, v := range s.enum {
		ok := !seen[v.canonical()]
		seen[v.canonical()] = true
		for _, n := range s.nodes {
			r := run{}
			ok = ok && r.judge(n, v) && r.steps <= maxSteps
		}
		if ok && v.kind == 'z' {
			s.nullable = true
			continue
		}
		if ok {
			kept = append(kept, v)
			types |= typeOf(v)
		}
	}
	s.enum = kept
	if kept == nil {
		s.enum = []*value{}
	}
	s.types, s.typed = types, true
}

// choices reads anyOf or oneOf of constants: a list to choose from, each
// perhaps with a title.
func (im *importer) choices(list []*node) (values []*value, names map[string]metamodel.Text, ok bool) {
	names = map[string]metamodel.Text{}
	seen := map[string]bool{}
	for _, n := range list {
		if n.v.kind != 'o' {
			return nil, nil, false
		}
		var of []*value
		for i, k := range n.v.keys {
			switch k {
			case "const":
				of = append(of, &n.v.list[i])
			case "enum":
				for j := range n.v.list[i].list {
					of = append(of, &n.v.list[i].list[j])
				}
			case "title", "description", "type", "$comment", "x-title", "x-label":
			default:
				return nil, nil, false
			}
		}
		if len(of) == 0 {
			return nil, nil, false
		}
		for _, v := range of {
			c := v.canonical()
			if seen[c] || v.kind == 'o' || v.kind == 'a' { // of oneOf, twice is not one
				return nil, nil, false
			}
			seen[c] = true
			if t := textOf(n.v, "title", "x-title", "x-label"); len(t) > 0 && len(of) == 1 {
				names[c] = t
			}
		}
		values = append(values, of...)
	}
	return values, names, true
}

// titles takes the first words that are found.
func (im *importer) titles(s *shape, n *node) {
	if len(s.title) == 0 {
		s.title = textOf(n.v, "title", "x-title", "x-label")
	}
	if len(s.description) == 0 {
		s.description = textOf(n.v, "description", "x-description", "x-hint")
	}
}

// textOf reads a text in both languages ({zh, en} under one of the x- names),
// or in one under the plain name.
func textOf(v *value, plain string, both ...string) metamodel.Text {
	for _, k := range both {
		if t := v.get(k); t != nil && t.kind == 'o' {
			out := metamodel.Text{}
			for i, lang := range t.keys {
				if (lang == "zh" || lang == "en") && t.list[i].str() != "" {
					out[lang] = t.list[i].str()
				}
			}
			if len(out) > 0 {
				return out
			}
		}
	}
	return oneLanguage(v.get(plain).str())
}
