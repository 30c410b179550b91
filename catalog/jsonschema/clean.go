package jsonschema

import (
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// clean is an instance without what a form drops.
func (h *holder) clean(v *value) value {
	if v.kind != 'o' {
		return *v
	}
	out := value{kind: 'o'}
	for i, k := range v.keys {
		m, x := h.byProp[k], v.list[i]
		if m == nil {
			if h.shape.closed {
				out.add(k, x)
			}
			continue
		}
		if x.kind == 'z' && m.shape.nullable {
			continue
		}
		if x = m.clean(&x); x.kind == 0 {
			continue
		}
		out.add(k, x)
	}
	h.complete(&out)
	return out
}

// complete adds the empty objects and lists that must be there.
func (h *holder) complete(v *value) {
	for _, m := range h.members {
		if !m.required || v.get(m.prop) != nil {
			continue
		}
		switch {
		case m.group != nil && !m.group.repeat:
			inner := value{kind: 'o'}
			m.group.complete(&inner)
			v.add(m.prop, inner)
		case m.group != nil, m.empty:
			v.add(m.prop, value{kind: 'a'})
		}
	}
}

// clean is a member's value without what a form drops; kind 0 for nothing.
func (m *member) clean(v *value) value {
	switch {
	case m.group == nil:
		if v.kind == 's' {
			t := strings.TrimFunc(v.text, blank)
			if m.typ == metamodel.TypeString {
				t = strings.NewReplacer("\r\n", " ", "\n", " ", "\r", " ", "\t", " ").Replace(t)
			}
			if t == "" {
				return value{}
			}
			return value{kind: 's', text: t}
		}
		if v.kind == 'a' && len(v.list) == 0 && !m.empty {
			return value{}
		}
		return *v
	case !m.group.repeat:
		out := m.group.clean(v)
		if out.kind == 'o' && len(out.keys) == 0 && !m.required {
			return value{}
		}
		return out
	case v.kind != 'a':
		return *v
	}
	out := value{kind: 'a'}
	for i := range v.list {
		if !m.plain {
			out.list = append(out.list, m.group.clean(&v.list[i]))
		} else if x := m.group.members[0].clean(&v.list[i]); x.kind != 0 {
			out.list = append(out.list, x)
		}
	}
	if len(out.list) == 0 && !m.required {
		return value{}
	}
	return out
}

// instance writes the form's answers as an instance of the schema.
func (h *holder) instance(v *value, root bool) value {
	out := value{kind: 'o'}
	for _, m := range h.members {
		from, key := v, m.key
		if m.group != nil {
			key = m.group.name
		} else if root {
			from = v.get(mainGroup)
		}
		x := from.get(key)
		switch {
		case x == nil:
		case m.group == nil:
			out.add(m.prop, *x)
		case !m.group.repeat:
			if inner := m.group.instance(x, false); len(inner.keys) > 0 {
				out.add(m.prop, inner)
			}
		default:
			list := value{kind: 'a'}
			for i := range x.list {
				if !m.plain {
					list.list = append(list.list, m.group.instance(&x.list[i], false))
				} else if one := x.list[i].get(m.group.members[0].key); one != nil {
					list.list = append(list.list, *one)
				}
			}
			if len(list.list) > 0 {
				out.add(m.prop, list)
			}
		}
	}
	h.complete(&out)
	return out
}
