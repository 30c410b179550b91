package engine

import (
	"encoding/json"

	"github.com/onematter/onematter/metamodel"
)

// asked reports whether people may answer a field, whichever matters apply. What
// is only shown, carried or computed keeps the value it was given.
func asked(f *metamodel.Field) bool { return !f.ReadOnly && !f.Hidden && !f.Computed }

// guard puts back what a citizen's patch may not change: read-only and hidden
// values stay as they were before it. Rows come and go, so that in a repeat a
// value counts as unchanged when any row had it.
func (t *answers) guard(before *answers) {
	defer t.newRows()
	for _, f := range t.form.Fields {
		if !asked(f) {
			had := map[string]bool{}
			before.root.collect(t.form, nil, had)
			for _, f := range t.form.Fields {
				if len(f.Default) > 0 {
					had[f.Path+"="+canonical(f.Default)] = true
				}
			}
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

// defaults puts what the controls start with where nothing is answered yet:
// outside of repeats; a row gets its own when it is new and empty.
func (t *answers) defaults() { t.root.defaults(t.form, nil) }

func (b *branch) defaults(form *metamodel.Form, level *metamodel.Group) {
	groups := form.Groups
	if level != nil {
		groups = level.Groups
		for _, f := range level.Fields {
			if _, there := b.fields[f.Key]; !there && len(f.Default) > 0 {
				b.fields[f.Key] = f.Default
			}
		}
	}
	for _, g := range groups {
		if g.Parent != level || g.Repeat {
			continue
		}
		o := b.single[g.Key()]
		if o == nil {
			o = newBranch()
		}
		if o.defaults(form, g); len(o.fields)+len(o.single) > 0 {
			b.single[g.Key()] = o
		}
	}
}

// newRows gives every row that is still empty what its controls start with.
func (t *answers) newRows() {
	t.root.each(t.form, nil, func(o *branch, g *metamodel.Group) {
		if g.Repeat && len(o.fields)+len(o.single)+len(o.rows) == 0 {
			o.defaults(t.form, g)
		}
	})
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
