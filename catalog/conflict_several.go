package catalog

import (
	"encoding/json"
	"slices"

	"github.com/onematter/onematter/metamodel"
)

// mostPatterns bounds the texts whose patterns are laid over each other at once.
const mostPatterns = 12

// mostSets bounds the sets of demands that are looked at where those found
// first never meet in one situation.
const mostSets = 24

// several looks for three or more matters of which every two leave an answer
// and all together none. What it names is minimal: without any one of them
// there is an answer.
func (r *rivals) several(path string, label metamodel.Text, f *metamodel.FieldDoc, sorts []int, around rows) {
	field, ok := r.t.Merged.Field(path)
	if !ok {
		return
	}
	var uses []int // the first of each sort
	seen := map[int]bool{}
	for i, s := range sorts {
		if s >= 0 && !seen[s] && f.Uses[i].Asks() {
			seen[s] = true
			uses = append(uses, i)
		}
	}
	if len(uses) < 3 {
		return
	}
	c := r.crowd(field, uses)
	queue, tried := [][]int{uses}, 0
	for len(queue) > 0 && tried < mostSets {
		set := queue[0]
		queue = queue[1:]
		tried++
		if c == nil || !c.leavesNothing(set) {
			continue
		}
		least := slices.Clone(set)
		for _, u := range set {
			if less := slices.DeleteFunc(slices.Clone(least), func(x int) bool { return x == u }); c.leavesNothing(less) {
				least = less
			}
		}
		if len(least) < 3 {
			return // two are told as two
		}
		matters := make([]*ThemeMatter, len(least))
		for i, u := range least {
			matters[i] = r.t.matterOf(f.Uses[u].Matter)
		}
		if when, together := r.t.occasion(matters...); together {
			r.tellSeveral(path, label, when, c, least, f, around)
			return
		}
		for _, u := range least { // another set may meet
			queue = append(queue, slices.DeleteFunc(slices.Clone(set), func(x int) bool { return x == u }))
		}
	}
}

func (r *rivals) tellSeveral(path string, label, when metamodel.Text, c *crowd, set []int, f *metamodel.FieldDoc, around rows) {
	var names, demands []metamodel.Text
	var matters []string
	some := false
	for _, u := range set {
		id := f.Uses[u].Matter
		name, takes, at := r.name[id], c.takes(u), r.source(id, path)
		names, matters, some = append(names, name), append(matters, id), some || wantsAnswer(f.Uses[u])
		demands = append(demands, metamodel.ZhEn(name.In("zh")+"（"+at+"）接受"+takes.In("zh"), name.In("en")+" ("+at+") takes "+takes.In("en")))
	}
	r.add(ConflictSeveral.At("merged/"+path, "path", label, "matters", listText(names), "demands", listText(demands), "situation", when), path, when, some && around.certain(matters...))
}

// crowd is what the uses of one field take, decided once.
type crowd struct {
	field  *metamodel.Field
	values []json.RawMessage // all that could be in question; none: patterns decide
	taken  map[int][]bool    // by use: which of the values it takes
	few    map[int]bool      // uses that take no other values
}

// crowd is nil where it cannot be decided.
func (r *rivals) crowd(f *metamodel.Field, uses []int) *crowd {
	c := &crowd{field: f, taken: map[int][]bool{}, few: map[int]bool{}}
	for _, u := range uses {
		all := fewValues(f, u, u)
		c.few[u] = len(all) > 0
		for _, v := range all {
			if !slices.ContainsFunc(c.values, func(w json.RawMessage) bool { return string(w) == string(v) }) {
				c.values = append(c.values, v)
			}
		}
		if len(c.values) > mostChoices {
			return nil
		}
	}
	switch {
	case len(c.values) > 0:
		for _, u := range uses {
			c.taken[u] = make([]bool, len(c.values))
			for i, v := range c.values {
				c.taken[u][i] = r.t.Merged.Takes(f.Path, u, v)
			}
		}
		return c
	case f.Element.Type != metamodel.TypeString && f.Element.Type != metamodel.TypeText:
		return nil
	}
	patterns := 0
	for _, u := range uses {
		if f.Uses[u].Pattern != "" {
			patterns++
		}
	}
	if patterns < 2 || patterns > mostPatterns {
		return nil
	}
	return c
}

// leavesNothing says for certain that no answer suits all of a set.
func (c *crowd) leavesNothing(set []int) bool {
	if len(set) == 0 {
		return false
	}
	if len(c.values) > 0 {
		if !slices.ContainsFunc(set, func(u int) bool { return c.few[u] }) {
			return false
		}
		for i := range c.values {
			if !slices.ContainsFunc(set, func(u int) bool { return !c.taken[u][i] }) {
				return false
			}
		}
		return true
	}
	list := make([]metamodel.Constraints, len(set))
	for i, u := range set {
		list[i] = c.field.Uses[u].Constraints
	}
	_, meet, decided := patternsOf(c.field, list...)
	return decided && !meet
}

// takes says what one use takes, for people.
func (c *crowd) takes(u int) metamodel.Text {
	if len(c.values) == 0 {
		witness, _, _ := patternsOf(c.field, c.field.Uses[u].Constraints)
		return metamodel.ZhEn("形如 "+witness, "the like of "+witness)
	}
	var in []json.RawMessage
	for i, v := range c.values {
		if c.taken[u][i] {
			in = append(in, v)
		}
	}
	return listValues(c.field, in)
}
