package catalog

import (
	"fmt"
	"slices"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// replyWords says an answer in words as all the answers that lead to the same
// end: a number is a range, a code that stands for others is what they are not.
// replyRange says the same in a few signs, where there is little room.
func (t *Theme) replyWords(q question, v any) metamodel.Text {
	replies := t.guide.plan().replies[t.guide.byID[q.def.ID]]
	n := replyAt(q.def.Type, replies, v)
	if n < 0 {
		return t.replyLabel(q, v)
	}
	switch r := replies[n]; {
	case r.others:
		return t.othersWords(q, replies)
	case q.numeric():
		return t.spanWords(q, r)
	}
	return t.replyLabel(q, v)
}

// othersWords says the codes that are no reply of their own.
func (t *Theme) othersWords(q question, replies []reply) metamodel.Text {
	named := slices.DeleteFunc(slices.Clone(replies), func(r reply) bool { return r.others })
	if len(named) == 0 {
		return metamodel.ZhEn("任意一项", "any")
	}
	out := metamodel.Text{}
	for lang, w := range map[string]struct{ all, comma, more string }{
		"zh": {"除%s外的其他选项", "、", "等 %d 项"},
		"en": {"any but %s", ", ", " and %d more"},
	} {
		var names []string
		for _, r := range named[:min(len(named), mostLabelled)] {
			names = append(names, t.replyLabel(q, r.value).In(lang))
		}
		said := strings.Join(names, w.comma)
		switch more := len(named) - len(names); {
		case more > 0 && lang == "zh":
			said += fmt.Sprintf(w.more, len(named))
		case more > 0:
			said += fmt.Sprintf(w.more, more)
		}
		out[lang] = fmt.Sprintf(w.all, said)
	}
	return out
}

// spanWords says the range of a reply as regulations do: 以上 and 不超过 take the
// number in, 不足 and 超过 leave it out.
func (t *Theme) spanWords(q question, r reply) metamodel.Text {
	unit := t.unitOf(q)
	say := func(zh, en string, at ...cut) metamodel.Text {
		out := metamodel.Text{}
		for lang, format := range map[string]string{"zh": zh, "en": en} {
			var said []any
			for _, c := range at {
				said = append(said, strings.TrimSpace(c.at.String()+" "+unit.In(lang)))
			}
			out[lang] = fmt.Sprintf(format, said...)
		}
		return out
	}
	low, high := r.low, r.high
	switch {
	case low == nil && high == nil:
		return metamodel.ZhEn("任意数值", "any number")
	case low == nil && high.above:
		return say("不超过 %s", "at most %s", *high)
	case low == nil:
		return say("不足 %s", "less than %s", *high)
	case high == nil && low.above:
		return say("超过 %s", "more than %s", *low)
	case high == nil:
		return say("%s以上", "%s or more", *low)
	case low.at.Equal(high.at):
		return say("正好 %s", "exactly %s", *low)
	case low.above && high.above:
		return say("超过 %s、不超过 %s", "more than %s, at most %s", *low, *high)
	case low.above:
		return say("超过 %s、不足 %s", "more than %s, less than %s", *low, *high)
	case high.above:
		return say("%s以上、不超过 %s", "%s or more, at most %s", *low, *high)
	}
	return say("%s以上、不足 %s", "%s or more, less than %s", *low, *high)
}
