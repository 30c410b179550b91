package metamodel

import (
	"encoding/json"
	"fmt"
	"sort"
	"strconv"
)

// Unsaid is a demand of a form that its JSON Schema does not make, because
// JSON Schema cannot: the schema accepts more there, never less.
type Unsaid struct {
	Path    string `json:"path"`    // of a group or field
	Keyword string `json:"keyword"` // as in the form: x-check, format, …; "type" for a type's own rules
}

// JSONSchema is the form as plain JSON Schema 2020-12 that any tool can use.
// It judges answers in their normal form (Record.JSON) as Check does, every
// matter of a merged form being in scope: elements become $defs, conditions
// become if and then over what is visible. An answer that a condition hides is
// not judged, as in a draft. What cannot be said is listed in
// x-onematter-unsaid.
func (f *Form) JSONSchema() ([]byte, error) {
	x := &schemaWriter{form: f, logic: newLogic(f), defs: map[string]any{}, base: &wanted{}, buckets: map[bucketKey]*bucket{}, unsaid: map[Unsaid]bool{}, named: map[*claim]string{}}
	for _, g := range f.plan.groups {
		x.group(g)
	}
	for _, fd := range f.Fields {
		x.field(f.plan.byPath[fd.Path])
	}
	root := map[string]any{"$schema": "https://json-schema.org/draft/2020-12/schema", "$id": f.Doc.ID, "title": f.Title.In("zh")}
	x.base.closed, x.base.typ = true, "object"
	x.base.render(root)
	if x.base.never {
		root["not"] = map[string]any{}
	}
	x.conditions(root)
	if len(x.defs) > 0 {
		root["$defs"] = x.defs
	}
	if list := x.list(); len(list) > 0 {
		root["x-onematter-unsaid"] = list
	}
	out, err := json.Marshal(root)
	if err != nil {
		return nil, fmt.Errorf("writing the JSON Schema of form %s: %w", f.ID, err)
	}
	return out, nil
}

// canonicalJSON is a schema as JSON: equal schemas are equal bytes.
func canonicalJSON(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		return []byte(err.Error())
	}
	return b
}

// schemaWriter gathers demands, each with the claim under which it is made.
type schemaWriter struct {
	form *Form
	*logic
	defs    map[string]any
	base    *wanted // what is always demanded
	buckets map[bucketKey]*bucket
	unsaid  map[Unsaid]bool
	named   map[*claim]string
}

// bucket is what is demanded of a level's object under one claim.
type bucket struct {
	chain []*groupPlan // the levels from the document (nil) to the object's own
	under *claim
	want  *wanted
}

type bucketKey struct {
	level *groupPlan
	under int
}

// levels are the repeats from the document to a level.
func levels(level *groupPlan) []*groupPlan {
	var out []*groupPlan
	for g := level; g != nil; g = g.outer.repeat() {
		out = append([]*groupPlan{g}, out...)
	}
	return append([]*groupPlan{nil}, out...)
}

// demand makes a demand of the object of a level under a claim. say is what
// is left unsaid where the claim cannot be said.
func (x *schemaWriter) demand(level *groupPlan, under *claim, say Unsaid, make func(w *wanted)) {
	if under.lost {
		x.unsaid[say] = true
	}
	switch under.op {
	case '0':
		return
	case '1':
		w := x.base
		chain := levels(level)
		for i := 1; i < len(chain); i++ {
			w = w.member(between(chain[i-1], chain[i])...).items()
		}
		make(w)
		return
	}
	key := bucketKey{level, under.id}
	b := x.buckets[key]
	if b == nil {
		b = &bucket{chain: levels(level), under: under, want: &wanted{}}
		x.buckets[key] = b
	}
	make(b.want)
}

// between is the path from an object of one level to the rows of the next.
func between(from, to *groupPlan) []string {
	_, path := where(to.outer, lastPart(to.g.Path))
	return path
}

func (x *schemaWriter) group(g *groupPlan) {
	level, path := where(g.outer, lastPart(g.g.Path))
	visible := x.groupVisible(g, -1)
	say := func(k string) Unsaid { return Unsaid{g.g.Path, k} }
	// Strange members are never accepted, not even in what is hidden.
	x.demand(level, x.always, Unsaid{}, func(w *wanted) {
		w = w.member(path...)
		if g.g.Repeat {
			w = w.items()
		}
		w.closed = true
		for i := range g.members {
			m := w.member(g.members[i].key)
			if f := g.members[i].field; f != nil && f.f.Label.In("zh") != f.f.Element.Name.In("zh") {
				m.all = append(m.all, map[string]any{"title": f.f.Label.In("zh")})
			}
		}
	})
	x.demand(level, visible, say("x-visible"), func(w *wanted) {
		w = w.member(path...)
		w.typ = "object"
		if g.g.Repeat {
			w.typ, w.items().typ, w.most = "array", "object", MaxRows
		}
	})
	for i := range g.uses {
		u := &g.uses[i]
		if !g.g.Repeat || u.min <= 0 && u.max < 0 {
			continue
		}
		x.demand(level, x.groupVisible(g, i), say("x-visible"), func(w *wanted) {
			at := w.member(path...)
			if u.min > 0 {
				w.need(path)
				at.fewest = max(at.fewest, u.min)
			}
			if u.max >= 0 && (at.most == 0 || u.max < at.most) {
				at.most = u.max
			}
		})
	}
}

func (x *schemaWriter) field(f *fieldPlan) {
	level, path := where(f.g, f.f.Key)
	say := func(k string) Unsaid { return Unsaid{f.f.Path, k} }
	if f.computes { // whatever is sent, the value is ours
		x.unsaid[say("x-value")] = true
		return
	}
	if len(f.takers) > 0 { // one that is copied from it may require it
		x.unsaid[say("x-same")] = true
	}
	if f.choosy {
		x.unsaid[say("x-options")] = true
	}
	visible := x.fieldVisible(f, -1)
	x.demand(level, visible, say("x-visible"), func(w *wanted) {
		w = w.member(path...)
		w.all = append(w.all, map[string]any{"$ref": "#/$defs/" + x.define(f)})
	})
	x.narrowed(f, f.element, visible, level, path)
	for _, t := range unsayableTypes {
		if f.f.Element.Type == t {
			x.unsaid[say("type")] = true
		}
	}
	for i := range f.uses {
		u := &f.uses[i]
		in := x.fieldVisible(f, i)
		if u.demands != nil {
			x.demand(level, in, say("x-visible"), func(w *wanted) {
				s := map[string]any{}
				u.demands.schema(f, s)
				if len(s) > 0 {
					w = w.member(path...)
					w.all = append(w.all, s)
				}
			})
			x.narrowed(f, u.demands, in, level, path)
		}
		needed := in
		if !u.required {
			needed = x.never
			if u.requiredIf != nil {
				needed = x.and(in, x.condition(u.requiredIf).yes)
			}
		}
		x.demand(level, needed, say("x-required"), func(w *wanted) { w.need(path) })
		for _, k := range u.checks {
			x.demand(level, x.and(in, x.condition(k.rule).no), say("x-check"), func(w *wanted) { w.never = true })
		}
	}
}

// narrowed adds a format that hangs on a condition and notes what cannot be said.
func (x *schemaWriter) narrowed(f *fieldPlan, c *constraints, in *claim, level *groupPlan, path []string) {
	for _, k := range c.unsayable(f) {
		x.unsaid[Unsaid{f.f.Path, k}] = true
	}
	if c.format == "" || !c.conditional {
		return
	}
	x.demand(level, x.and(in, x.condition(c.formatWhen).yes), Unsaid{f.f.Path, "x-format-when"}, func(w *wanted) {
		s := map[string]any{}
		c.format.schema(s)
		w = w.member(path...)
		w.all = append(w.all, s)
	})
}

// define gives the name of the definition of a field's element.
func (x *schemaWriter) define(f *fieldPlan) string {
	s := f.valueSchema()
	for n := 1; ; n++ {
		name := f.f.Key
		if n > 1 {
			name += "." + strconv.Itoa(n)
		}
		old, taken := x.defs[name]
		if !taken {
			x.defs[name] = s
			return name
		}
		if string(canonicalJSON(old)) == string(canonicalJSON(s)) {
			return name
		}
	}
}

// conditions writes the demands that hang on claims.
func (x *schemaWriter) conditions(root map[string]any) {
	keys := make([]bucketKey, 0, len(x.buckets))
	for k := range x.buckets {
		keys = append(keys, k)
	}
	sort.Slice(keys, func(i, j int) bool {
		if a, b := x.buckets[keys[i]], x.buckets[keys[j]]; keys[i].level != keys[j].level {
			return len(a.chain) < len(b.chain) || len(a.chain) == len(b.chain) && a.chain[len(a.chain)-1].index < b.chain[len(b.chain)-1].index
		}
		return keys[i].under < keys[j].under
	})
	var all []any
	for _, k := range keys {
		b := x.buckets[k]
		body := b.want.schema()
		if body == nil {
			continue
		}
		u := &unfolding{schemaWriter: x, chain: b.chain, body: body}
		s := u.at(0, conjuncts(b.under))
		if u.parts > mostUnfolded {
			x.unsaid[Unsaid{b.path(), "x-visible"}] = true
			continue
		}
		all = append(all, s)
	}
	if len(all) > 0 {
		root["allOf"] = all
	}
}

func (b *bucket) path() string {
	if level := b.chain[len(b.chain)-1]; level != nil {
		return level.g.Path
	}
	return ""
}

// mostUnfolded is how many pieces one demand may fall into where its condition
// reads several levels.
const mostUnfolded = 64

// unfolding writes "if these claims hold, then body" from the document down to
// the level of the body. Claims about the document are tested there, claims
// about a row in the row.
type unfolding struct {
	*schemaWriter
	chain []*groupPlan
	body  any
	parts int
}

func (u *unfolding) at(i int, claims []*claim) any {
	if u.parts++; u.parts > mostUnfolded {
		return true
	}
	var here, rest []*claim
	spread := -1 // a claim that reads this level and others
	for _, c := range claims {
		switch {
		case !c.mixed && c.level == u.chain[i]:
			here = append(here, c)
			continue
		case c.mixed && c.reads(u.chain[i]):
			spread = len(rest)
		}
		rest = append(rest, c)
	}
	if len(here) > 0 {
		return map[string]any{"if": u.test(u.and(here...)), "then": u.at(i, rest)}
	}
	if spread >= 0 {
		c := rest[spread]
		others := append(append([]*claim{}, rest[:spread]...), rest[spread+1:]...)
		var all []any
		for _, a := range c.args { // of '|': '&' is taken apart beforehand
			all = append(all, u.at(i, append(append([]*claim{}, others...), conjuncts(a)...)))
		}
		return map[string]any{"allOf": all}
	}
	if i == len(u.chain)-1 {
		return u.body
	}
	out := map[string]any{"items": u.at(i+1, rest)}
	path := between(u.chain[i], u.chain[i+1])
	for j := len(path) - 1; j >= 0; j-- {
		out = map[string]any{"properties": map[string]any{path[j]: out}}
	}
	return out
}

// test is a claim about one level as a schema of its object.
func (x *schemaWriter) test(c *claim) any {
	switch c.op {
	case '1':
		return true
	case '0':
		return false
	case 'a':
		return c.at.schema()
	}
	name, ok := x.named[c]
	if !ok {
		list := make([]any, len(c.args))
		for i, a := range c.args {
			list[i] = x.test(a)
		}
		name = "when." + strconv.Itoa(len(x.named)+1)
		x.named[c] = name
		x.defs[name] = map[string]any{map[byte]string{'&': "allOf", '|': "anyOf"}[c.op]: list}
	}
	return map[string]any{"$ref": "#/$defs/" + name}
}

func (x *schemaWriter) list() []Unsaid {
	out := make([]Unsaid, 0, len(x.unsaid))
	for u := range x.unsaid {
		out = append(out, u)
	}
	sort.Slice(out, func(i, j int) bool {
		if out[i].Path != out[j].Path {
			return out[i].Path < out[j].Path
		}
		return out[i].Keyword < out[j].Keyword
	})
	return out
}
