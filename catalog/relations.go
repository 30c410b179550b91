package catalog

import (
	"slices"
	"strconv"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// relations follows what elements say of each other, over the pack and those it
// needs. Nothing may derive from itself, be it by way of others or of what says
// the same; nothing may replace what replaces it; and only what has one type can
// say the same.
func (c *compiler) relations() {
	c.equivalents()
	c.derivations()
	c.replacements()
}

// eachRelation visits the relations of one type in a pack's elements; key is the
// element's name in the pack.
func eachRelation(p *Pack, typ string, visit func(key string, e *metamodel.Element, i int, other string)) {
	for _, key := range sortedKeys(p.Elements) {
		e := p.Elements[key]
		for i, r := range e.Relations {
			if r.Type == typ {
				visit(key, e, i, r.Element)
			}
		}
	}
}

func relationAt(i int) string { return "relations/" + strconv.Itoa(i) }

// plainID is an element's id without a version.
func plainID(ref string) string {
	id, _, _ := strings.Cut(ref, "@")
	return id
}

// equivalents refuses elements that say the same and have different types.
func (c *compiler) equivalents() {
	eachRelation(c.pack, "equivalent", func(key string, e *metamodel.Element, i int, other string) {
		if o, ok := c.reg.Element(other); ok && o.Type != e.Type {
			c.report(metamodel.KindElement, key, EquivalentType.At(relationAt(i)+"/element", "element", e.Name, "type", e.Type, "other", o.Name, "otherType", o.Type))
		}
	})
}

// derivations refuses elements that derive from each other: none of them would
// be the source. Versions of an element count as one, and so do elements that
// say the same, whichever of them says so.
func (c *compiler) derivations() {
	same := map[string]string{} // element to another that says the same, in the end to the first of them
	first := func(id string) string {
		for same[id] != "" {
			id = same[id]
		}
		return id
	}
	for _, p := range c.reg {
		eachRelation(p, "equivalent", func(_ string, e *metamodel.Element, _ int, other string) {
			if a, b := first(e.ID), first(plainID(other)); a != b {
				same[max(a, b)] = min(a, b)
			}
		})
	}
	graph := map[string][]string{}
	for _, p := range c.reg {
		eachRelation(p, "derives", func(_ string, e *metamodel.Element, _ int, other string) {
			if of := plainID(other); of != e.ID { // of itself: refused where it is written
				graph[first(e.ID)] = append(graph[first(e.ID)], first(of))
			}
		})
	}
	called := map[string][]string{}
	for id := range same {
		called[first(id)] = append(called[first(id)], id)
	}
	c.circles(graph, "derives", DerivationCycle, func(_, id string) string { return first(plainID(id)) }, func(id string) string {
		slices.Sort(called[id])
		return strings.Join(append([]string{id}, called[id]...), " = ")
	})
}

// replacements refuses elements that replace each other: which of them is in
// force could not be told. A version may replace an older one of the same element.
func (c *compiler) replacements() {
	node := func(key, ref string) string { // the name in the packs of what is meant
		if key != "" {
			return key
		}
		if _, ok := find(c.reg, ref, func(p *Pack) map[string]*metamodel.Element { return p.Elements }); ok {
			return ref
		}
		if _, ok := c.reg.Element(ref); ok {
			return plainID(ref)
		}
		return ref
	}
	graph := map[string][]string{}
	for _, p := range c.reg {
		eachRelation(p, "replaces", func(key string, e *metamodel.Element, _ int, other string) {
			if other != e.ID { // refused where it is written
				graph[key] = append(graph[key], node("", other))
			}
		})
	}
	c.circles(graph, "replaces", ReplacementCycle, node, func(id string) string { return id })
}

// circles reports each circle at a relation of the pack that is part of it.
func (c *compiler) circles(graph map[string][]string, typ string, kind metamodel.Kind, node func(key, ref string) string, name func(string) string) {
	for _, cycle := range cycles(graph) {
		words := make([]string, len(cycle))
		for i, id := range cycle {
			words[i] = name(id)
		}
		told := false
		eachRelation(c.pack, typ, func(key string, _ *metamodel.Element, i int, other string) {
			from := slices.Index(cycle[:len(cycle)-1], node(key, key))
			if told || from < 0 || node("", other) != cycle[from+1] {
				return
			}
			told = true
			c.report(metamodel.KindElement, key, kind.At(relationAt(i)+"/element", "cycle", strings.Join(words, " → ")))
		})
	}
}
