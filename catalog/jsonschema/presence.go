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

// visible is when a field is shown; "" for always.
func (h *holder) visible(key string) string {
	var parts []string
	if shows := h.shows[key]; len(shows) > 0 {
		if shows = unique(shows); len(shows) > 1 {
			for i := range shows {
				shows[i] = "(" + shows[i] + ")"
			}
		}
		parts = append(parts, anyOf(shows))
	}
	if hides := h.hides[key]; len(hides) > 0 {
		parts = append(parts, allNot(hides))
	}
	if len(parts) == 2 {
		return "(" + parts[0] + ") && " + parts[1]
	}
	return strings.Join(parts, "")
}
