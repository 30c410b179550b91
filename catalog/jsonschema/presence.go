package jsonschema

import "strings"

// presence is the condition under which an object that may be absent is there:
// one of its fields is answered. "" for one that is always there.
func (h *holder) presence() string {
	if h.repeat || h.up == nil {
		return ""
	}
	m := h.up.byProp[h.prop]
	if m.required {
		return h.up.presence()
	}
	return anyOf(h.filled(h.reach()))
}

// filled lists conditions of which one holds when something is answered.
func (h *holder) filled(at string) (out []string) {
	for _, m := range h.members {
		switch {
		case m.group == nil:
			out = append(out, "has("+at+"."+m.key+")")
		case m.group.repeat:
			out = append(out, "size("+at+"."+m.group.name+") > 0")
		default:
			out = append(out, m.group.filled(at+"."+m.group.name)...)
		}
	}
	return out
}

func anyOf(c []string) string { return strings.Join(unique(c), " || ") }

func allNot(c []string) string {
	c = unique(c)
	for i := range c {
		c[i] = "!(" + c[i] + ")"
	}
	return strings.Join(c, " && ")
}
