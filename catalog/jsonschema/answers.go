package jsonschema

import (
	"slices"
	"strings"
	"unicode"
)

// compared gathers why an instance may be judged differently.
type compared struct{ reasons map[string]bool }

// answers writes an instance as answers to the form. What has no place keeps a
// name that the form cannot have.
func (h *holder) answers(v *value, c *compared) []byte {
	if v.kind != 'o' {
		return v.json(nil)
	}
	if h.up != nil {
		return h.object(nil, v, c)
	}
	var main, rest []byte
	main, rest = append(main, '{'), append(rest, '{')
	for i, k := range v.keys {
		m := h.byProp[k]
		if m != nil && m.group == nil {
			main = h.put(main, m, &v.list[i], c)
			continue
		}
		rest = h.put(rest, m, &v.list[i], c)
		if m == nil && !h.shape.closed {
			c.reasons[ReasonOthers] = true
		}
	}
	if len(main) > 1 {
		if len(rest) > 1 {
			rest = append(rest, ',')
		}
		rest = append(append(append(rest, `"`+mainGroup+`":`...), main...), '}')
	}
	return append(rest, '}')
}

func (h *holder) object(out []byte, v *value, c *compared) []byte {
	if v.kind != 'o' {
		if !h.shape.typed {
			c.reasons[ReasonAssumed] = true
		}
		return v.json(out)
	}
	if len(v.keys) == 0 {
		c.reasons[ReasonEmpty] = true
	}
	from := len(out)
	out = append(out, '{')
	for i, k := range v.keys {
		m := h.byProp[k]
		if m == nil && !h.shape.closed {
			c.reasons[ReasonOthers] = true
		}
		out = append(out[:from:from], h.put(out[from:], m, &v.list[i], c)...)
	}
	return append(out, '}')
}

// put adds a member to an object that is being written.
func (h *holder) put(out []byte, m *member, v *value, c *compared) []byte {
	key := "!"
	switch {
	case m == nil:
		for i := 0; strings.Contains(string(out), `"`+key+`":`) && i < 100; i++ {
			key += "!"
		}
	case m.group != nil:
		key = m.group.name
	default:
		key = m.key
	}
	if v.kind == 'z' && m != nil && m.shape.nullable {
		c.reasons[ReasonNull] = true
		return out
	}
	if len(out) > 1 {
		out = append(out, ',')
	}
	out = append(appendJSONString(out, key), ':')
	switch {
	case m == nil || m.group == nil:
		c.text(m, v)
		return v.json(out)
	case !m.group.repeat:
		return append(out, m.group.object(nil, v, c)...)
	case v.kind != 'a':
		return v.json(out)
	}
	if len(v.list) == 0 {
		c.reasons[ReasonEmpty] = true
	}
	out = append(out, '[')
	for i := range v.list {
		if i > 0 {
			out = append(out, ',')
		}
		if m.plain {
			one := m.group.members[0]
			c.text(one, &v.list[i])
			out = append(append(appendJSONString(append(out, '{'), one.key), ':'), v.list[i].json(nil)...)
			out = append(out, '}')
			continue
		}
		out = append(out, m.group.object(nil, &v.list[i], c)...)
	}
	return append(out, ']')
}

// text notes what a form drops from a text.
func (c *compared) text(m *member, v *value) {
	if v.kind == 'a' && len(v.list) == 0 {
		c.reasons[ReasonEmpty] = true
	}
	if v.kind != 's' || m == nil {
		return
	}
	if slices.Contains(m.shape.formats, "time") && strings.Contains(v.text, ":60") {
		c.reasons[ReasonStricter] = true
	}
	switch t := strings.TrimFunc(v.text, blank); {
	case t == "":
		c.reasons[ReasonBlank] = true
	case t != v.text || strings.IndexFunc(v.text, func(r rune) bool { return unicode.IsControl(r) || r >= 0xff01 && r <= 0xff5e }) >= 0:
		c.reasons[ReasonSpaces] = true
	}
}

func blank(r rune) bool {
	return unicode.IsSpace(r) || r >= 0x200b && r <= 0x200f || r >= 0x202a && r <= 0x202e || r == 0x2060 || r == 0xfeff
}
