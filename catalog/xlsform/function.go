package xlsform

import (
	"strconv"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// conditions are functions that give true or false, functions those that give
// anything else, unsupported those with a reason of their own. They are filled
// in init because they call the translator that looks them up.
var (
	conditions map[string]func(*translator, callNode) cond
	functions  map[string]func(*translator, callNode) value
)

var unsupported = map[string]metamodel.Text{
	"pulldata":            metamodel.ZhEn("不使用外部数据文件", "files of data beside the form are not used"),
	"position":            metamodel.ZhEn("表达式中没有“第几条”", "expressions do not know which row they are in"),
	"indexed-repeat":      metamodel.ZhEn("表达式不能按序号取重复组的某一条", "expressions cannot take a row of a repeat by its number"),
	"once":                metamodel.ZhEn("计算总是跟着答案变，不能只算一次", "what is computed follows the answers and cannot be computed once only"),
	"now":                 metamodel.ZhEn("表达式只知道今天的日期，不知道时刻", "expressions know the day and not the time"),
	"random":              metamodel.ZhEn("同样的答案必须得出同样的结果", "the same answers must give the same result"),
	"uuid":                metamodel.ZhEn("同样的答案必须得出同样的结果", "the same answers must give the same result"),
	"property":            metamodel.ZhEn("不读取采集设备的信息", "nothing is read from the device that collects"),
	"instance":            metamodel.ZhEn("不使用外部数据文件", "files of data beside the form are not used"),
	"date-time":           metamodel.ZhEn("表达式中没有日期时间的换算", "expressions cannot make dates with a time"),
	"format-date-time":    metamodel.ZhEn("表达式中没有日期时间的换算", "expressions cannot write dates with a time"),
	"substr":              metamodel.ZhEn("表达式不能截取文字", "expressions cannot take parts of a text"),
	"substring":           metamodel.ZhEn("表达式不能截取文字", "expressions cannot take parts of a text"),
	"substring-before":    metamodel.ZhEn("表达式不能截取文字", "expressions cannot take parts of a text"),
	"substring-after":     metamodel.ZhEn("表达式不能截取文字", "expressions cannot take parts of a text"),
	"join":                metamodel.ZhEn("表达式不能连接重复组中的答案", "expressions cannot join the answers of a repeat"),
	"area":                metamodel.ZhEn("表达式不能计算位置", "expressions cannot compute with places"),
	"distance":            metamodel.ZhEn("表达式不能计算位置", "expressions cannot compute with places"),
	"checklist":           metamodel.ZhEn("请改写为各个条件", "write the conditions out"),
	"weighted-checklist":  metamodel.ZhEn("请改写为各个条件", "write the conditions out"),
	"last-saved":          metamodel.ZhEn("不读取上一次填报", "nothing is read from an earlier filing"),
	"decimal-time":        metamodel.ZhEn("表达式不能计算时刻", "expressions cannot compute with times"),
	"digest":              metamodel.ZhEn("表达式不能计算摘要", "expressions cannot compute digests"),
	"translate":           metamodel.ZhEn("表达式不能替换文字", "expressions cannot replace parts of a text"),
	"normalize-space":     metamodel.ZhEn("表达式不能整理空格", "expressions cannot tidy blanks"),
	"sort":                metamodel.ZhEn("表达式不能排序", "expressions cannot sort"),
	"randomize":           metamodel.ZhEn("选项总按写好的顺序", "choices stay in their order"),
	"boolean-from-string": metamodel.ZhEn("请改写为比较", "write a comparison"),
}

func (t *translator) arity(n callNode, least, most int) {
	if len(n.args) < least || most >= 0 && len(n.args) > most {
		refuse("函数“"+n.name+"”的参数个数不对", "the function “"+n.name+"” has the wrong number of arguments")
	}
}

func init() {
	conditions = map[string]func(*translator, callNode) cond{
		"true":    func(t *translator, n callNode) cond { t.arity(n, 0, 0); return constant(true) },
		"false":   func(t *translator, n callNode) cond { t.arity(n, 0, 0); return constant(false) },
		"not":     func(t *translator, n callNode) cond { t.arity(n, 1, 1); return t.cond(n.args[0]).not() },
		"boolean": func(t *translator, n callNode) cond { t.arity(n, 1, 1); return t.cond(n.args[0]) },
		"selected": func(t *translator, n callNode) cond {
			t.arity(n, 2, 2)
			return t.selected(t.value(n.args[0]), t.value(n.args[1]))
		},
		"regex":       (*translator).regex,
		"contains":    func(t *translator, n callNode) cond { return t.affix(n, "contains") },
		"starts-with": func(t *translator, n callNode) cond { return t.affix(n, "startsWith") },
		"ends-with":   func(t *translator, n callNode) cond { return t.affix(n, "endsWith") },
	}
	functions = map[string]func(*translator, callNode) value{
		"today": func(t *translator, n callNode) value {
			t.arity(n, 0, 0)
			return value{piece: primary("today()"), sort: sortDate}
		},
		"if":       (*translator).choose,
		"coalesce": (*translator).coalesce,
		"concat":   (*translator).concat,
		"number":   func(t *translator, n callNode) value { t.arity(n, 1, 1); return t.number(t.value(n.args[0])) },
		"string":   func(t *translator, n callNode) value { t.arity(n, 1, 1); return t.value(n.args[0]).words() },
		"int": func(t *translator, n callNode) value {
			t.arity(n, 1, 1)
			return t.whole(t.value(n.args[0]).number(), func(x piece) piece { return primary("int(" + x.cel + ")") })
		},
		"round": (*translator).round,
		"abs": func(t *translator, n callNode) value {
			t.arity(n, 1, 1)
			x := t.value(n.args[0]).number()
			zero := map[nature]piece{sortWhole: primary("0"), sortNumber: primary("0.0")}[x.sort]
			x.piece = chosen(infix(x.piece, "<", zero, precCompare), piece{"-" + x.within(precSign+1), precSign}, x.piece)
			return x.computed()
		},
		"string-length": func(t *translator, n callNode) value {
			if len(n.args) == 0 {
				n.args = []node{selfNode{n.at}}
			}
			t.arity(n, 1, 1)
			return count(t.value(n.args[0]).words())
		},
		"count-selected": func(t *translator, n callNode) value {
			t.arity(n, 1, 1)
			x := t.value(n.args[0])
			if x.sort != sortCodes {
				refuse("count-selected 只能用于多选题", "count-selected takes a question where several can be selected")
			}
			out := value{piece: primary("size(" + x.cel + ")"), sort: sortWhole, self: x.self}
			if !x.there.always() {
				out.piece = chosen(x.there.pos(), out.piece, primary("0"))
			}
			return out
		},
		"selected-at": func(t *translator, n callNode) value {
			t.arity(n, 2, 2)
			x, i := t.value(n.args[0]), t.value(n.args[1])
			at, ok := smallWhole(i)
			if x.sort != sortCodes || !ok || at < 0 {
				refuse("selected-at 只能用于多选题和一个数", "selected-at takes a question where several can be selected, and a number")
			}
			long := piece{"size(" + x.cel + ") > " + strconv.Itoa(at), precCompare}
			return value{piece: chosen(allOf(x.there.pos(), long), primary(x.cel+"["+strconv.Itoa(at)+"]"), quote("")), sort: sortText, self: x.self}
		},
		"count":             (*translator).count,
		"count-non-empty":   func(t *translator, n callNode) value { return t.overColumn(n, "size") },
		"sum":               func(t *translator, n callNode) value { return t.overColumn(n, "sum") },
		"min":               func(t *translator, n callNode) value { return t.extreme(n, "min") },
		"max":               func(t *translator, n callNode) value { return t.extreme(n, "max") },
		"date":              (*translator).date,
		"decimal-date-time": func(t *translator, n callNode) value { t.arity(n, 1, 1); return t.days(t.value(n.args[0])) },
		"decimal-date":      func(t *translator, n callNode) value { t.arity(n, 1, 1); return t.days(t.value(n.args[0])) },
		"format-date": func(t *translator, n callNode) value {
			t.arity(n, 2, 2)
			d, f := t.value(n.args[0]), t.value(n.args[1])
			if d.sort != sortDate || !f.literal {
				refuse("format-date 只能用于日期和写明的格式", "format-date takes a date and a format that is written out")
			}
			out := value{piece: dateParts(d.piece, f.text), sort: sortText, self: d.self, digits: datePart(d.piece, f.text)}
			if out.digits.cel != "" {
				out.there, out.strict = d.there, true
			} else if !d.there.always() {
				out.piece = chosen(d.there.pos(), out.piece, quote(""))
			}
			return out
		},
		"jr:choice-name": (*translator).choiceName,
		"pow": func(*translator, callNode) value {
			refuse("表达式不能计算乘方", "expressions cannot compute powers")
			return value{}
		},
	}
}

// count is how many characters a text has.
func count(words value) value {
	return value{piece: primary("size(" + words.cel + ")"), sort: sortWhole, self: words.self, strict: true}
}

func (t *translator) selected(x, choice value) cond {
	switch x.sort {
	case sortCodes:
		if choice.literal {
			t.inList(x, choice.text)
			return atom(piece{choice.words().within(precCompare+1) + " in " + x.within(precCompare+1), precCompare}, piece{"!(" + choice.words().cel + " in " + x.cel + ")", precSign}, x.there, false, true, x.self)
		}
		if choice.sort != sortCode && choice.sort != sortText {
			refuse("selected 的第二个参数须为一个选项", "the second argument of selected is a choice")
		}
		in := piece{choice.within(precCompare+1) + " in " + x.within(precCompare+1), precCompare}
		return atom(in, notOf(in), x.there.and(choice.there), false, true, x.self || choice.self)
	case sortCode:
		if choice.literal {
			return t.compare(x, "=", choice)
		}
		w := choice.words()
		return atom(infix(x.piece, "==", w.piece, precCompare), infix(x.piece, "!=", w.piece, precCompare), x.there, false, true, x.self || w.self)
	}
	refuse("selected 只能用于选择题", "selected takes a question with choices")
	return cond{}
}

// regex is a match of the whole text, as ODK has it.
func (t *translator) regex(n callNode) cond {
	t.arity(n, 2, 2)
	x, pattern := t.value(n.args[0]), t.value(n.args[1])
	if !pattern.literal {
		refuse("regex 的模式须写明", "the pattern of regex must be written out")
	}
	p := pattern.text
	if !strings.HasPrefix(p, "^") || !strings.HasSuffix(p, "$") || strings.HasSuffix(p, `\$`) || strings.Contains(p, "|") {
		p = "^(?:" + p + ")$"
	}
	if _, err := metamodel.CompilePattern(p); err != nil {
		detail := strings.TrimPrefix(err.Error(), "error parsing regexp: ")
		refuse("不支持这个模式："+detail, "the pattern is not supported: "+detail)
	}
	w := x.words()
	match := primary(w.within(precPrimary) + ".matches(" + quote(p).cel + ")")
	return atom(match, notOf(match), nil, false, true, x.self)
}

func (t *translator) affix(n callNode, method string) cond {
	t.arity(n, 2, 2)
	a, b := t.value(n.args[0]).words(), t.value(n.args[1]).words()
	is := primary(a.within(precPrimary) + "." + method + "(" + b.cel + ")")
	return atom(is, notOf(is), nil, false, true, a.self || b.self)
}

// choose is if(): what is ” on one side is not there then.
func (t *translator) choose(n callNode) value {
	t.arity(n, 3, 3)
	when := t.cond(n.args[0])
	return either(when, t.value(n.args[1]), t.value(n.args[2]))
}

func either(when cond, a, b value) value {
	switch {
	case when.total == always:
		return a
	case when.total == never:
		return b
	case a.empty() && b.empty():
		return a
	case a.empty():
		return either(when.not(), b, a)
	case b.empty() && a.sort != sortText && a.sort != sortCode:
		is := presence{{when.total, when.totalNot}}
		return value{piece: a.piece, sort: a.sort, list: a.list, there: a.there.and(is), filled: a.filled.and(is)}
	}
	numbers := a.numeric() && b.numeric()
	if numbers {
		a, b = alike(a, b)
	}
	if !numbers && (a.sort != b.sort || a.sort == sortText || a.sort == sortCode) {
		a, b = a.words(), b.words()
	}
	out := value{piece: chosen(when.total, a.piece, b.piece), sort: a.sort, strict: true}
	if a.sort == sortCodes || a.sort == sortOther {
		refuse("这种答案不能放进 if", "such an answer cannot stand in if")
	}
	out.strict = (a.strict || a.there.always()) && (b.strict || b.there.always())
	if !a.there.always() || !b.there.always() {
		is := chosen(when.total, a.there.pos(), b.there.pos())
		out.there = presence{{is, notOf(is)}}
	}
	if !a.filled.always() || !b.filled.always() {
		is := chosen(when.total, a.filled.pos(), b.filled.pos())
		out.filled = presence{{is, notOf(is)}}
	}
	return out
}

func (t *translator) coalesce(n callNode) value {
	t.arity(n, 2, 2)
	a, b := t.value(n.args[0]), t.value(n.args[1])
	out := either(emptiness(a).not(), a.sure(), b)
	if a.there.always() {
		return out
	}
	if out.sort == sortText {
		return out
	}
	either := func(p, q presence) presence { // one of both is enough
		if q.always() {
			return nil
		}
		is := anyOf(p.pos(), q.pos())
		return presence{{is, notOf(is)}}
	}
	out.there, out.filled = either(a.there, b.there), either(a.there, b.filled)
	return out
}

// sure is a value where it is known to be there.
func (v value) sure() value {
	v.there, v.filled = nil, nil
	return v
}

func (t *translator) concat(n callNode) value {
	t.arity(n, 1, -1)
	out := value{sort: sortText}
	for i, a := range n.args {
		w := t.value(a).words()
		out.self = out.self || w.self
		if i == 0 {
			out.piece = w.piece
			continue
		}
		out.piece = piece{out.within(precAdd) + " + " + w.within(precAdd+1), precAdd}
	}
	return out
}

func (t *translator) whole(x value, as func(piece) piece) value {
	if x.sort != sortWhole {
		x.piece, x.sort = as(x.piece), sortWhole
	} else if x.literal {
		return x
	}
	return x.computed()
}

// number is number(): of a blank it is no number.
func (t *translator) number(v value) value {
	if n := v.number(); !n.literal {
		return n.computed()
	}
	return v.number()
}

// round goes away from zero at the half, as ODK does.
func (t *translator) round(n callNode) value {
	t.arity(n, 1, 2)
	x := t.value(n.args[0]).number()
	nearest := func(x piece) piece {
		return chosen(infix(x, "<", primary("0.0"), precCompare), piece{"-int(0.5 - " + x.within(precMultiply) + ")", precSign}, primary("int("+x.within(precAdd)+" + 0.5)"))
	}
	digits := 0
	if len(n.args) == 2 {
		d, ok := smallWhole(t.value(n.args[1]))
		if !ok || d < 0 || d > 6 {
			refuse("小数位数须为 0 到 6", "the number of places must be 0 to 6")
		}
		digits = d
	}
	if digits == 0 || x.sort == sortWhole {
		return t.whole(x, nearest)
	}
	scale := "1" + strings.Repeat("0", digits) + ".0"
	scaled := nearest(infix(x.piece, "*", primary(scale), precMultiply))
	x.piece = piece{"double(" + scaled.cel + ") / " + scale, precMultiply}
	return x.computed()
}

func (t *translator) date(n callNode) value {
	t.arity(n, 1, 1)
	v := t.value(n.args[0])
	switch {
	case v.sort == sortDate:
		return v
	case v.sort == sortText && v.literal:
		return dateLiteral(v.text)
	case v.literal && v.numeric():
		days, ok := smallWhole(v)
		if ok {
			return value{piece: primary("addDays(timestamp('1970-01-01T00:00:00Z'), " + strconv.Itoa(days) + ")"), sort: sortDate}
		}
	}
	refuse("date 只能用于日期或写明的日期", "date takes a date, or one that is written out")
	return value{}
}

func (t *translator) days(v value) value {
	if v.sort != sortDate {
		refuse("这里需要日期", "a date is needed here")
	}
	return v.number()
}

// choiceName is the label of the choice that was made, in Chinese.
func (t *translator) choiceName(n callNode) value {
	t.arity(n, 2, 2)
	v := t.value(n.args[0])
	if v.item == nil || v.sort != sortCode && v.sort != sortCodes {
		refuse("jr:choice-name 只能用于选择题", "jr:choice-name takes a question with choices")
	}
	out := value{piece: primary("codeName(" + v.cel + ")"), sort: sortText, self: v.self}
	if !v.there.always() {
		out.piece = chosen(v.there.pos(), out.piece, quote(""))
	}
	return out
}
