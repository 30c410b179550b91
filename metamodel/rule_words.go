package metamodel

import (
	"strconv"
	"strings"
)

// Words says what a demand demands, for people.
func (r *Rules) Words(d Demand) Text {
	f, u := r.use(d)
	if u == nil {
		return nil
	}
	switch d.What {
	case DemandRule:
		if k := r.check(d); k != nil {
			if words, ok := k.prog.env.words(k.prog.scope, k.prog.source); ok {
				return words
			}
		}
		source := strings.Join(strings.Fields(f.f.Uses[d.Use].Checks[d.Rule].Rule), " ")
		return ZhEn(source, source)
	case DemandAnswer:
		return ZhEn("“"+f.f.Label.In("zh")+"”必填", "“"+f.f.Label.In("en")+"” must be answered")
	}
	out := Text{}
	for _, lang := range Languages {
		out[lang] = "“" + f.f.Label.In(lang) + "”" + boundsWords(f, u.demands, lang)
	}
	return out
}

// boundsWords says the keywords that rules are held against.
func boundsWords(f *fieldPlan, c *constraints, lang string) string {
	if c == nil {
		return ""
	}
	var said []string
	say := func(zh, en, value string) {
		if lang == "zh" {
			said = append(said, zh+value)
		} else {
			said = append(said, " "+en+" "+value)
		}
	}
	for _, b := range []struct {
		bound  []byte
		zh, en string
	}{{c.minimum, "不小于 ", "must be at least"}, {c.exclusiveMinimum, "大于 ", "must be more than"}, {c.maximum, "不大于 ", "must be at most"}, {c.exclusiveMaximum, "小于 ", "must be less than"}} {
		if b.bound != nil {
			say(b.zh, b.en, withUnit(string(b.bound), c.unit, lang))
		}
	}
	for _, b := range []struct {
		bound  *dateBound
		zh, en string
	}{{c.notBefore, "不早于 ", "must not be before"}, {c.notAfter, "不晚于 ", "must not be after"}} {
		if b.bound != nil {
			say(b.zh, b.en, b.bound.String())
		}
	}
	if c.integerDigits >= 0 {
		say("整数位数不超过 ", "has at most this many digits before the point:", strconv.Itoa(c.integerDigits))
	}
	if c.fractionDigits >= 0 {
		say("小数位数不超过 ", "has at most this many digits after the point:", strconv.Itoa(c.fractionDigits))
	}
	values := c.enum
	if c.constant != nil {
		values = []string{c.constantText}
	}
	if len(values) > 0 {
		words := make([]string, len(values))
		for i, v := range values {
			words[i] = f.words(v).In(lang)
		}
		say("只能是", "must be", listed(words, lang))
	}
	if len(said) == 0 { // lengths and patterns: what is compared is held against them, and they have no short words
		say("另有格式要求", "has a form of its own", "")
	}
	if lang == "zh" {
		return strings.Join(said, "、")
	}
	return strings.TrimRight(strings.Join(said, ","), " ")
}
