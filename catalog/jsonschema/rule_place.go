package jsonschema

// guarded lets a rule of an object hold only where the object is there.
func (h *holder) guarded(rule string) string {
	if p := h.presence(); p != "" {
		return "!(" + p + ") || (" + rule + ")"
	}
	return rule
}

// at is a field and where it lies.
type at struct {
	h *holder
	m *member
}

// anchor is a field on which a rule about an object can stand.
func (h *holder) anchor() *at {
	for _, m := range h.members {
		if m.group == nil {
			return &at{h, m}
		}
	}
	for _, m := range h.members {
		if !m.group.repeat {
			if a := m.group.anchor(); a != nil {
				return a
			}
		}
	}
	return nil
}

func (h *holder) fieldExpr(m *member) string { return h.reach() + "." + m.key }

func (h *holder) groupExpr(g *holder) string {
	if h.up == nil {
		return g.name
	}
	return h.reach() + "." + g.name
}

// there is the condition under which a property is present.
func (h *holder) there(m *member) string {
	switch {
	case m.group == nil:
		return "has(" + h.fieldExpr(m) + ")"
	case m.group.repeat:
		return "size(" + h.groupExpr(m.group) + ") > 0"
	}
	return "(" + anyOf(m.group.filled(h.groupExpr(m.group))) + ")"
}
