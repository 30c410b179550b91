package catalog

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// Shortfall is how a criterion is missed, or what must be known of it.
type Shortfall struct {
	Words metamodel.Text // “从业人数”现为 3 人，须不少于 5 人，还差 2 人
	Days  int            // after which it is met by itself; 0: not, or not within three years
	Date  string         // that day
}

// waitDays is how far ahead is looked for the day on which a criterion is met.
const waitDays = 3 * 366

// Shortfalls tells how far somebody is from meeting a criterion that is unmet or
// unknown; nothing for one that is met.
func (j *Judged) Shortfalls(criterion int) (out []Shortfall) {
	s := j.Policy.Set
	c := j.conditions[criterion]
	switch j.Criteria[criterion] {
	case metamodel.True:
		return nil
	case metamodel.Unknown:
		for _, i := range s.reads[c] {
			if f := s.fields[i]; !j.set.rec.Answered(f.Path) {
				out = append(out, Shortfall{Words: metamodel.ZhEn("请回答“"+f.Label.In("zh")+"”", "Answer “"+f.Label.In("en")+"”")})
			}
		}
		return out
	}
	beside := s.compared[c]()
	for _, cmp := range beside.list {
		if words := j.set.missed(cmp); words != nil {
			out = append(out, Shortfall{Words: words})
		}
	}
	if !beside.whole && len(out) == 0 {
		for _, i := range s.reads[c] {
			f := s.fields[i]
			zh, en := j.set.own(f, "zh"), j.set.own(f, "en")
			if zh != "" {
				out = append(out, Shortfall{Words: metamodel.ZhEn("“"+f.Label.In("zh")+"”现为 "+zh, "“"+f.Label.In("en")+"” is "+en)})
			}
		}
	}
	if days := j.set.wait(c); days > 0 {
		day := j.set.ctx.Today.AddDate(0, 0, days).Format(time.DateOnly)
		out = append(out, Shortfall{Days: days, Date: day,
			Words: metamodel.ZhEn(fmt.Sprintf("到 %s（再过 %d 天）即可满足", dayWords(day, "zh"), days), metamodel.Counted("It will be met on %s, in %d day(s)", dayWords(day, "en"), days))})
	}
	return out
}

// dayWords is a full-date as people write it; what is none stays as it is.
func dayWords(day, lang string) string {
	t, err := time.Parse(time.DateOnly, day)
	switch {
	case err != nil:
		return day
	case lang == "en":
		return t.Format("2 January 2006")
	}
	return t.Format("2006年1月2日")
}

// own is an answer as its owner reads it.
func (js *judgedSet) own(f *metamodel.Field, lang string) string {
	return dayWords(js.rec.Own(f.Path, lang), lang)
}

// missed says how one comparison fails; nil when it holds.
func (js *judgedSet) missed(c metamodel.Comparison) metamodel.Text {
	has := js.rec.Raw(c.Field.Path)
	if has == nil {
		return nil
	}
	label := func(lang string) string { return "“" + c.Field.Label.In(lang) + "”" }
	now := func(lang string) string { return js.own(c.Field, lang) }
	wanted := func(lang string) (out []string) {
		for _, v := range c.Values {
			out = append(out, js.shown(c.Field, v, lang))
		}
		return out
	}
	say := func(zh, en, zhMore, enMore string) metamodel.Text {
		return metamodel.ZhEn(label("zh")+"现为"+spaced(now("zh"))+"，须"+zh+strings.Join(wanted("zh"), "或")+zhMore,
			label("en")+" is "+now("en")+"; it must be "+en+strings.Join(wanted("en"), " or ")+enMore)
	}
	switch c.Field.Element.Type {
	case metamodel.TypeInteger, metamodel.TypeNumber, metamodel.TypeMoney:
		if c.Op == "in" {
			break
		}
		a, okA := number(json.Number(has))
		b, okB := number(json.Number(c.Values[0]))
		if !okA || !okB || compares(a.Cmp(b), c.Op) {
			return nil
		}
		gap := js.shown(c.Field, json.RawMessage(a.Sub(b).Abs().String()), "zh")
		gapEn := js.shown(c.Field, json.RawMessage(a.Sub(b).Abs().String()), "en")
		switch c.Op {
		case ">=":
			return say("不少于 ", "at least ", "，还差 "+gap, ": "+gapEn+" more")
		case ">":
			return say("多于 ", "more than ", "", "")
		case "<=":
			return say("不超过 ", "at most ", "，超出 "+gap, ": "+gapEn+" less")
		case "<":
			return say("少于 ", "less than ", "", "")
		}
	case metamodel.TypeDate:
		if c.Op == "in" {
			break
		}
		var a, b string
		if json.Unmarshal(has, &a) != nil || json.Unmarshal(c.Values[0], &b) != nil {
			return nil
		}
		b, _, _ = strings.Cut(b, "T")
		if compares(strings.Compare(a, b), c.Op) {
			return nil
		}
		words := map[string][2]string{">=": {"不早于 ", "on or after "}, ">": {"晚于 ", "after "}, "<=": {"不晚于 ", "on or before "}, "<": {"早于 ", "before "}, "==": {"为 ", ""}, "!=": {"不是 ", "other than "}}[c.Op]
		return say(words[0], words[1], "", "")
	}
	same := slices.ContainsFunc(c.Values, func(v json.RawMessage) bool { return string(v) == string(has) })
	if same == (c.Op != "!=") {
		return nil
	}
	if c.Op == "!=" {
		return say("不是", "other than ", "", "")
	}
	return say("为", "", "", "")
}

// shown is a value of a field in words.
func (js *judgedSet) shown(f *metamodel.Field, v json.RawMessage, lang string) string {
	if f.Element.Type == metamodel.TypeDate {
		var s string
		if json.Unmarshal(v, &s) == nil {
			day, _, _ := strings.Cut(s, "T")
			v = json.RawMessage(`"` + day + `"`)
		}
	}
	doc := write(map[string]json.RawMessage{f.Group.Path: write(map[string]json.RawMessage{f.Key: v})})
	if said := js.set.Form.Check(doc, js.ctx).Display(f.Path, lang, false); said != "" {
		return dayWords(said, lang)
	}
	return string(v)
}

// spaced puts a space before a number within Chinese.
func spaced(s string) string {
	if s != "" && (s[0] >= '0' && s[0] <= '9' || s[0] == '-') {
		return " " + s
	}
	return s
}

func compares(order int, op string) bool {
	switch op {
	case "==":
		return order == 0
	case "!=":
		return order != 0
	case "<":
		return order < 0
	case "<=":
		return order <= 0
	case ">":
		return order > 0
	}
	return order >= 0
}

// wait looks for the day on which a condition that reads a date comes true by
// itself: 0 when there is none in sight.
func (js *judgedSet) wait(condition int) int {
	dated := false
	for _, f := range js.set.reads[condition] {
		dated = dated || js.set.fields[f].Element.Type == metamodel.TypeDate
	}
	if !dated {
		return 0
	}
	answers := js.rec.JSON()
	holds := func(days int) bool {
		ctx := js.ctx
		ctx.Today = ctx.Today.AddDate(0, 0, days)
		return js.set.Form.Check(answers, ctx).Eval(js.set.conditions[condition]) == metamodel.True
	}
	// Once met it stays met for most: the edge that is found is one in any case.
	low, high := 0, waitDays
	if !holds(high) {
		return 0
	}
	for high-low > 1 {
		if mid := (low + high) / 2; holds(mid) {
			high = mid
		} else {
			low = mid
		}
	}
	return high
}
