package engine

import (
	"encoding/json"

	"github.com/onematter/onematter/metamodel"
)

// asked reports whether people may answer a field. What is only shown, carried
// or computed keeps the value it was given.
func asked(f *metamodel.Field) bool { return !f.ReadOnly && !f.Hidden && !f.Computed }

// guard puts back what a citizen's patch may not change: read-only and hidden
// values stay as they were before it. Rows come and go, so that in a repeat a
// value counts as unchanged when any row had it.
func (t *answers) guard(before *answers) {
	for _, f := range t.form.Fields {
		if !asked(f) {
			had := map[string]bool{}
			before.root.collect(t.form, nil, had)
			t.root.guard(t.form, nil, before.root, had)
			return
		}
	}
}

// collect notes the values nobody is asked for, wherever they are.
func (b *branch) collect(form *metamodel.Form, level *metamodel.Group, had map[string]bool) {
	b.each(form, level, func(o *branch, g *metamodel.Group) {
		for _, f := range g.Fields {
			if v, ok := o.fields[f.Key]; ok && !asked(f) {
				had[f.Path+"="+canonical(v)] = true
			}
		}
	})
}

// guard restores one object. before is nil within a repeat, where only had counts.
func (b *branch) guard(form *metamodel.Form, level *metamodel.Group, before *branch, had map[string]bool) {
	groups := form.Groups
	if level != nil {
		groups = level.Groups
		for _, f := range level.Fields {
			switch {
			case asked(f):
			case before != nil:
				b.put(f.Key, before.fields[f.Key])
			case !had[f.Path+"="+canonical(b.fields[f.Key])]:
				b.put(f.Key, nil)
			}
		}
	}
	for _, g := range groups {
		if g.Parent != level {
			continue
		}
		key := g.Key()
		if g.Repeat {
			for _, row := range b.rows[key] {
				row.guard(form, g, nil, had)
			}
			continue
		}
		was := before
		if before != nil {
			if was = before.single[key]; was == nil {
				was = newBranch()
			}
			if b.single[key] == nil {
				b.single[key] = newBranch()
			}
		}
		if o := b.single[key]; o != nil {
			o.guard(form, g, was, had)
		}
	}
}

// canonical is a value without insignificant space and order of keys.
func canonical(v json.RawMessage) string {
	var x any
	if json.Unmarshal(v, &x) != nil {
		return string(v)
	}
	raw, err := encode(x)
	if err != nil {
		return string(v)
	}
	return string(raw)
}
