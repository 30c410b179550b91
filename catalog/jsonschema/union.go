package jsonschema

import "github.com/onematter/onematter/metamodel"

// A union of objects, each with a constant of its own in a property that all
// require: the property is asked first, and says which branch holds.

// union declares the properties that tell the branches of a place apart and
// stand in the branches only.
func (im *importer) union(s *shape) {
	for _, n := range s.nodes {
		for _, list := range [][]*node{n.anyOf, n.oneOf} {
			if len(list) < 2 || im.nullable[n] && len(list) == 2 || im.teller(s, list) != "" {
				continue
			}
			d := im.discriminator(s, list)
			if d == "" {
				continue
			}
			s.order, s.members[d], s.required[d] = append(s.order, d), []*node{im.kinds(list, d)}, true
			objects, closed := true, true
			for _, b := range list {
				typed, shut := false, false
				for _, x := range im.gather([]*node{b}) {
					typed = typed || x.types == isObject
					shut = shut || x.additional != nil && x.additional.never
				}
				objects, closed = objects && typed, closed && shut
			}
			if objects {
				s.types, s.typed = s.types&isObject, true
			}
			s.closed = s.closed || closed
		}
	}
}

// discriminator is a property that every branch declares, requires and gives
// constants that no other branch has; "" for none.
func (im *importer) discriminator(s *shape, list []*node) string {
	for _, x := range im.gather(list[:1]) {
		for _, d := range x.names {
			if s.members[d] != nil {
				continue
			}
			seen := map[string]bool{}
			apart := true
			for _, b := range list {
				values := im.constants(b, d)
				apart = apart && len(values) > 0 && im.demandsOf(b, d)
				for _, v := range values {
					apart = apart && !seen[v]
					seen[v] = true
				}
				if !apart {
					break
				}
			}
			if apart {
				return d
			}
		}
	}
	return ""
}

func (im *importer) demandsOf(b *node, d string) bool {
	for _, x := range im.gather([]*node{b}) {
		for _, r := range x.required {
			if r == d {
				return true
			}
		}
	}
	return false
}

// kinds is a choice of the branches' constants, by the titles of the branches
// that have one.
func (im *importer) kinds(list []*node, d string) *node {
	out := newNode(&value{kind: 'o'}, list[0].place)
	words := []string{"title", "x-title", "x-label"}
	first := true
	for _, b := range list {
		var title value
		title.kind = 'o'
		var sub *node
		for _, x := range im.gather([]*node{b}) {
			for _, w := range words {
				if t := x.v.get(w); t != nil && title.get(w) == nil {
					title.add(w, *t)
				}
			}
			if p := x.properties[d]; sub == nil && p != nil && (p.isConst || p.enum != nil) {
				sub = p
			}
		}
		if first { // it speaks for all
			first = false
			im.standIn[out.v] = sub.v
			for _, w := range append(words, "description", "x-description", "x-hint") {
				if t := sub.v.get(w); t != nil {
					out.v.add(w, *t)
				}
			}
		}
		values := []*value{sub.v.get("const")}
		if !sub.isConst {
			values = nil
			for i := range sub.v.get("enum").list {
				values = append(values, &sub.v.get("enum").list[i])
			}
		}
		for _, v := range values {
			one := value{kind: 'o', keys: []string{"const"}, list: []value{*v}}
			if len(values) == 1 {
				one.keys, one.list = append(one.keys, title.keys...), append(one.list, title.list...)
			}
			c := newNode(&one, b.place)
			c.isConst, c.konst = true, v.canonical()
			out.oneOf = append(out.oneOf, c)
		}
	}
	return out
}

// untold refuses a union whose branches nothing tells apart, at its own place.
// It reports whether it did.
func (im *importer) untold(s *shape) bool {
	for _, r := range s.rules {
		for _, b := range map[string][]*node{"anyOf": r.n.anyOf, "oneOf": r.n.oneOf}[r.keyword] {
			for _, x := range im.gather([]*node{b}) {
				if len(x.names) > 0 {
					im.refuse(r.n, r.keyword, metamodel.ZhEn("没有属性能区分各分支；请在每个分支里都声明同一个必填属性，例如 kind，各给一个不同的 const",
						"no property tells the branches apart. Let each of them declare and require the same property, kind for instance, each with a const of its own"))
					return true
				}
			}
		}
	}
	return false
}

// path is where a schema stands; one that was made stands where what it was
// made of does.
func (im *importer) path(lib *library, v *value, more ...string) string {
	if of := im.standIn[v]; of != nil {
		v = of
	}
	return lib.path(v, more...)
}
