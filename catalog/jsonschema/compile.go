package jsonschema

import "github.com/onematter/onematter/metamodel"

// compiler turns schemas into nodes, each once. References are queued, not
// followed, so that a long chain of them costs no stack.
type compiler struct {
	lib      *library
	nodes    map[*value]*node
	order    []*node
	queue    []*value
	patterns map[string]*pattern
	regexes  int // units of all patterns
}

// schema gives the node of a schema, which is filled later.
func (c *compiler) schema(v *value) *node {
	if n, ok := c.nodes[v]; ok {
		return n
	}
	n := newNode(v, c.lib.places[v])
	c.nodes[v] = n
	c.order = append(c.order, n)
	c.queue = append(c.queue, v)
	return n
}

func (c *compiler) fill(n *node) {
	v := n.v
	switch v.kind {
	case 't':
		return
	case 'f':
		n.never = true
		return
	case 'o':
	default:
		k := kindMalformed
		if n.place.key == "" { // it is in no keyword
			k = kindNoSchema
		}
		c.lib.report(k, c.lib.path(v), "keyword", n.place.key, "expected", wordSchema)
		return
	}
	if n.place.draft == Draft7 {
		if ref := v.get("$ref"); ref != nil {
			c.keyword(n, "$ref", ref)
			return
		}
	}
	for i, name := range v.keys {
		c.keyword(n, name, &v.list[i])
	}
	if n.contains == nil {
		n.minContains, n.maxContains = -1, -1
	}
	if n.cond == nil {
		n.then, n.other = nil, nil
	}
}

func (c *compiler) keyword(n *node, name string, v *value) {
	k := keywordOf[name]
	d := n.place.draft
	path := func() string { return c.lib.path(n.v, name) }
	if k == nil {
		return // an annotation of somebody's own
	}
	if !k.in(d) {
		// To the draft it is a word like any other.
		c.lib.report(kindAnother, path(), "keyword", name, "draft", d)
		return
	}
	bad := func(expected metamodel.Text) {
		c.lib.report(kindMalformed, path(), "keyword", name, "expected", expected)
	}
	count := func(into *int) {
		if v.kind == 'n' {
			if i, ok := numberOf(v.text).count(); ok {
				*into = i
				return
			}
		}
		bad(wordCount)
	}
	number := func(into **number) {
		if v.kind != 'n' {
			bad(wordNumber)
			return
		}
		x := numberOf(v.text)
		*into = &x
	}
	one := func(into **node) { *into = c.schema(v) }
	several := func(into *[]*node) {
		if v.kind != 'a' || len(v.list) == 0 {
			bad(wordSchemas)
			return
		}
		for i := range v.list {
			*into = append(*into, c.schema(&v.list[i]))
		}
	}
	if k.refused {
		c.lib.report(kindKeyword, path(), "keyword", name)
		return
	}
	if k.shape == members && v.kind != 'o' {
		bad(wordMembers)
		return
	}
	switch name {
	case "$ref":
		if v.kind != 's' {
			bad(wordURI)
			return
		}
		if to := c.lib.find(v.text, n.v); to != nil {
			n.ref = c.schema(to)
			n.ref.uses++
		}
	case "type":
		n.types = c.typeOf(v, bad)
	case "enum":
		if v.kind != 'a' {
			bad(wordArray)
			return
		}
		n.enum = make(map[string]bool, len(v.list))
		for i := range v.list {
			n.enum[v.list[i].canonical()] = true
		}
	case "const":
		n.isConst, n.konst = true, v.canonical()
	case "multipleOf":
		number(&n.multipleOf)
		if n.multipleOf != nil && (n.multipleOf.neg || n.multipleOf.digits == "") {
			n.multipleOf = nil
			bad(wordAbove)
		}
	case "maximum":
		number(&n.maximum)
	case "exclusiveMaximum":
		number(&n.exclusiveMaximum)
	case "minimum":
		number(&n.minimum)
	case "exclusiveMinimum":
		number(&n.exclusiveMinimum)
	case "maxLength":
		count(&n.maxLength)
	case "minLength":
		count(&n.minLength)
	case "pattern":
		if v.kind != 's' {
			bad(wordString)
			return
		}
		n.pattern = c.regex(v.text, n.v, name)
	case "format":
		if v.kind != 's' {
			bad(wordString)
			return
		}
		if c.lib.options.AssertFormat {
			f, ok := formats[v.text]
			if !ok {
				c.lib.report(kindFormat, path(), "keyword", name, "format", clip(v.text))
				return
			}
			n.format = f
		}
	case "contentEncoding", "contentMediaType":
		if !c.lib.options.AssertContent {
			return
		}
		if v.str() != "base64" && v.str() != "application/json" {
			c.lib.report(kindContent, path(), "keyword", name, "content", clip(v.str()))
			return
		}
		if name == "contentEncoding" {
			n.encoding = v.text
		} else {
			n.media = v.text
		}
	case "maxItems":
		count(&n.maxItems)
	case "minItems":
		count(&n.minItems)
	case "maxContains":
		count(&n.maxContains)
	case "minContains":
		count(&n.minContains)
	case "maxProperties":
		count(&n.maxProperties)
	case "minProperties":
		count(&n.minProperties)
	case "uniqueItems":
		if v.kind != 't' && v.kind != 'f' {
			bad(wordBoolean)
		}
		n.unique = v.kind == 't'
	case "required":
		n.required = names(v, bad)
	case "dependentRequired", "dependencies", "dependentSchemas":
		if v.kind != 'o' {
			bad(wordMembers)
			return
		}
		for i, on := range v.keys {
			m := &v.list[i]
			if name == "dependentRequired" || name == "dependencies" && m.kind == 'a' {
				n.dependents = append(n.dependents, dependent{name: on, required: names(m, bad)})
			} else {
				n.dependents = append(n.dependents, dependent{name: on, schema: c.schema(m)})
			}
		}
	case "allOf":
		several(&n.allOf)
	case "anyOf":
		several(&n.anyOf)
	case "oneOf":
		several(&n.oneOf)
	case "not":
		one(&n.not)
	case "if":
		one(&n.cond)
	case "then":
		one(&n.then)
	case "else":
		one(&n.other)
	case "prefixItems":
		several(&n.prefix)
	case "items":
		if v.kind == 'a' && d < Draft2020 {
			n.prefix = []*node{}
			for i := range v.list {
				n.prefix = append(n.prefix, c.schema(&v.list[i]))
			}
			if more := n.v.get("additionalItems"); more != nil {
				n.items = c.schema(more)
			}
			return
		}
		one(&n.items)
	case "additionalItems":
		if v.kind != 'o' && v.kind != 't' && v.kind != 'f' {
			bad(wordSchema)
		}
	case "contains":
		one(&n.contains)
	case "properties":
		n.properties = make(map[string]*node, len(v.keys))
		n.names = v.keys
		for i, p := range v.keys {
			n.properties[p] = c.schema(&v.list[i])
		}
	case "patternProperties":
		for i, p := range v.keys {
			if re := c.regex(p, n.v, name); re != nil {
				n.patterns = append(n.patterns, patternProperty{re, c.schema(&v.list[i])})
			}
		}
	case "additionalProperties":
		one(&n.additional)
	case "propertyNames":
		one(&n.propertyNames)
	case "unevaluatedItems":
		one(&n.unevaluatedItems)
	case "unevaluatedProperties":
		one(&n.unevaluatedMember)
	}
}

func (c *compiler) typeOf(v *value, bad func(metamodel.Text)) (set typeSet) {
	list := []value{*v}
	if v.kind == 'a' {
		list = v.list
	}
	for i := range list {
		t, ok := typeNames[list[i].str()]
		if !ok {
			bad(wordType)
			return 0
		}
		set |= t
	}
	if set == 0 {
		bad(wordType)
	}
	return set
}

func names(v *value, bad func(metamodel.Text)) []string {
	if v.kind != 'a' {
		bad(wordStrings)
		return nil
	}
	out := make([]string, 0, len(v.list))
	seen := make(map[string]bool, len(v.list))
	for i := range v.list {
		if v.list[i].kind != 's' || seen[v.list[i].text] {
			bad(wordStrings)
			return nil
		}
		seen[v.list[i].text] = true
		out = append(out, v.list[i].text)
	}
	return out
}

func (c *compiler) regex(source string, v *value, keyword string) *pattern {
	if p, ok := c.patterns[source]; ok {
		return p
	}
	if c.regexes > maxRegexes {
		return nil // reported when the bound was passed
	}
	re, cost, fault := compileRegex(source)
	if fault != nil {
		c.lib.report(kindRegex, c.lib.path(v, keyword), "keyword", keyword, "pattern", clip(source), "detail", fault.what)
		return nil
	}
	if c.regexes += cost; c.regexes > maxRegexes {
		c.lib.report(kindRegexes, c.lib.path(v, keyword), "keyword", keyword)
		return nil
	}
	p := &pattern{source, re, cost}
	c.patterns[source] = p
	return p
}

// inPlace are the schemas that judge the same value as n.
func (n *node) inPlace(yield func(sub *node, keyword string)) {
	if n.ref != nil {
		yield(n.ref, "$ref")
	}
	for _, l := range []struct {
		name string
		list []*node
	}{{"allOf", n.allOf}, {"anyOf", n.anyOf}, {"oneOf", n.oneOf}} {
		for _, s := range l.list {
			yield(s, l.name)
		}
	}
	for _, s := range []struct {
		name string
		node *node
	}{{"not", n.not}, {"if", n.cond}, {"then", n.then}, {"else", n.other}} {
		if s.node != nil {
			yield(s.node, s.name)
		}
	}
	for _, d := range n.dependents {
		if d.schema != nil {
			yield(d.schema, "dependentSchemas")
		}
	}
}

// measure refuses references that lead back to themselves on the same value,
// and schemas that grow beyond bounds when references are followed.
func (c *compiler) measure() {
	var visit func(n *node, depth int) bool
	visit = func(n *node, depth int) bool {
		if n.state == 2 {
			return true
		}
		if depth > maxChain {
			c.lib.report(kindNesting, c.lib.path(n.v), "keyword", "$ref", "limit", maxChain)
			return false
		}
		n.state, n.weight, n.depth = 1, 1, 1
		ok := true
		n.inPlace(func(sub *node, keyword string) {
			switch {
			case !ok:
				return
			case sub.state == 1:
				c.lib.report(kindEndless, c.lib.path(n.v, keyword), "keyword", keyword)
				ok = false
				return
			}
			if ok = visit(sub, depth+1); !ok {
				return
			}
			n.weight = min(n.weight+sub.weight, maxExpansion+1)
			n.depth = max(n.depth, sub.depth+1)
		})
		n.state = 2
		switch {
		case !ok:
			return false
		case n.weight > maxExpansion:
			c.lib.report(kindExpansion, c.lib.path(n.v), "keyword", "$ref", "limit", maxExpansion)
			return false
		case n.depth > maxChain:
			c.lib.report(kindNesting, c.lib.path(n.v), "keyword", "$ref", "limit", maxChain)
			return false
		}
		return true
	}
	for _, n := range c.order {
		if !visit(n, 1) {
			return
		}
	}
}
