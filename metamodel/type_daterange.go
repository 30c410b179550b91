package metamodel

// daterangeType is a first and a last day, both included.
var daterangeType = newComposite(composite{
	name:  TypeDateRange,
	words: []string{"x-not-before", "x-not-after", "x-max-days"},
	defs: []part{
		{key: "from", name: ZhEn("开始日期", "First day"), typ: dateType{}, element: Element{Type: TypeDate}},
		{key: "to", name: ZhEn("结束日期", "Last day"), typ: dateType{}, element: Element{Type: TypeDate}},
	},
	agree: func(c *constraints, texts [][]byte, now moment) *fault {
		if len(texts) < 2 {
			return nil
		}
		from, _ := parseDay(texts[0])
		to, _ := parseDay(texts[1])
		if to.before(from) {
			return &fault{kind: answerRangeTurned, params: []any{"from", ZhEn(from.words("zh"), from.words("en"))}, part: "to"}
		}
		if days := int(to.time().Sub(from.time()).Hours()/24) + 1; c.maxDays >= 0 && days > c.maxDays {
			return failed(answerRangeLong, "limit", c.maxDays, "length", days)
		}
		fl := c.checkDays(from, to, now)
		if fl != nil {
			fl.part = "to"
			if fl.kind.Code == answerTooEarly.Code {
				fl.part = "from"
			}
		}
		return fl
	},
	show: func(words []string, _ [][]byte, lang string) string {
		if len(words) < 2 {
			return ""
		}
		if lang == "zh" {
			return words[0] + "至" + words[1]
		}
		return words[0] + " to " + words[1]
	},
})
