package jsonschema

import (
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// mostNamed is how many fields the words of a rule name.
const mostNamed = 6

// wordsOf are what a rule without words of its own says: the fields it reads,
// by their labels.
func (h *holder) wordsOf(rule string) metamodel.Text {
	top := h
	for top.up != nil && !top.repeat {
		top = top.up
	}
	var zh, en []string
	name := func(t metamodel.Text) {
		if q := "“" + t.In("zh") + "”"; len(zh) <= mostNamed {
			zh, en = append(zh, q), append(en, "“"+t.In("en")+"”")
		}
	}
	var walk func(h *holder)
	walk = func(h *holder) {
		for _, m := range h.members {
			switch {
			case m.group == nil:
				if reads(rule, h.fieldExpr(m)) {
					name(m.label())
				}
			case m.group.repeat:
				if reads(rule, h.groupExpr(m.group)) {
					name(m.group.label)
				}
			default:
				walk(m.group)
			}
		}
	}
	walk(top)
	zh, en = unique(zh), unique(en)
	switch n := len(zh); {
	case n == 0:
		return metamodel.ZhEn("与其他答案不相符，请核对", "It does not go with the other answers. Check them")
	case n == 1:
		return metamodel.ZhEn("请核对"+zh[0], "Check "+en[0])
	case n > mostNamed:
		return metamodel.ZhEn(strings.Join(zh[:mostNamed], "、")+"等不相符，请核对", strings.Join(en[:mostNamed], ", ")+" and others do not go together. Check them")
	default:
		return metamodel.ZhEn(strings.Join(zh[:n-1], "、")+"和"+zh[n-1]+"不相符，请核对", strings.Join(en[:n-1], ", ")+" and "+en[n-1]+" do not go together. Check them")
	}
}

// reads: the rule names the field or repeat x, and not one whose name only
// begins so.
func reads(rule, x string) bool {
	for from := 0; ; {
		i := strings.Index(rule[from:], x)
		if i < 0 {
			return false
		}
		i += from
		end := i + len(x)
		if (i == 0 || !alnum(rule[i-1]) && rule[i-1] != '_' && rule[i-1] != '.') && (end == len(rule) || !alnum(rule[end]) && rule[end] != '_' && rule[end] != '.') {
			return true
		}
		from = end
	}
}

func (m *member) label() metamodel.Text {
	if len(m.shape.title) > 0 {
		return m.shape.title
	}
	return words(m.prop)
}
