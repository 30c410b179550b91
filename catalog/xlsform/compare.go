package xlsform

import (
	"regexp"
	"strings"
)

// dates is arithmetic with dates: days between them, days later and earlier.
func dates(op string, a, b value) (value, bool) {
	out := together(a, b)
	out.strict = true
	switch {
	case op == "-" && a.sort == sortDate && b.sort == sortDate:
		out.piece, out.sort = primary("daysBetween("+b.cel+", "+a.cel+")"), sortWhole
		return out, true
	case op == "+" && b.sort == sortDate && a.sort == sortWhole:
		a, b = b, a
	case (op == "+" || op == "-") && a.sort == sortDate && b.sort == sortWhole:
	default:
		return value{}, false
	}
	n := b.piece
	if op == "-" {
		n = piece{"-" + n.within(precSign+1), precSign}
	}
	out.piece, out.sort = primary("addDays("+a.cel+", "+n.cel+")"), sortDate
	return out, true
}

var mirrored = map[string]string{"=": "=", "!=": "!=", "<": ">", "<=": ">=", ">": "<", ">=": "<="}

// compare is = != < <= > >=.
func (t *translator) compare(a value, op string, b value) cond {
	if a.literal && !b.literal || b.item != nil && a.attr {
		a, b, op = b, a, mirrored[op]
	}
	equal := op == "=" || op == "!="
	if b.empty() {
		if !equal {
			refuse("不能与空白比较大小", "nothing is less or more than ''")
		}
		c := emptiness(a)
		if op == "!=" {
			c = c.not()
		}
		return c
	}
	switch {
	case a.sort == sortDate && b.sort == sortDate, a.sort == sortMoment && b.sort == sortMoment:
		return t.ordered(a, op, b)
	case a.sort == sortDate && b.literal && b.sort == sortText:
		if !equal {
			refuse("日期须写成 date('"+clip(b.text)+"') 才能比较", "a date is compared with date('"+clip(b.text)+"')")
		}
		return t.ordered(a, op, dateLiteral(b.text))
	case a.sort == sortTruth || b.sort == sortTruth:
		return t.truths(a, op, b)
	case a.sort == sortCodes && equal && b.literal && b.sort == sortText && !strings.ContainsAny(b.text, " "):
		t.inList(a, b.text)
		list := primary("[" + quote(b.text).cel + "]")
		return signed(op, infix(a.piece, "==", list, precCompare), infix(a.piece, "!=", list, precCompare), a.there, true, a.self)
	case a.sort == sortCodes || b.sort == sortCodes || a.sort == sortTime || b.sort == sortTime || a.sort == sortMoment || b.sort == sortMoment || a.sort == sortOther || b.sort == sortOther:
		refuse("这种答案只能判断是否已填", "such an answer can only be compared with ''")
	case a.sort == sortCode && b.literal && b.numeric() && equal:
		code, ok := a.list.codeOfNumber(b.text)
		if !ok {
			refuse("选项表“"+a.list.name+"”中没有“"+b.text+"”", "the list “"+a.list.name+"” has no choice “"+b.text+"”")
		}
		b = textLiteral(code)
		return t.texts(a, op, b)
	case !equal, a.numeric(), b.numeric(), a.sort == sortDate, b.sort == sortDate:
		an, bn := a.number(), b.number()
		an, bn = alike(an, bn)
		an.filled, bn.filled = a.filled, b.filled
		return t.ordered(an, op, bn)
	}
	return t.texts(a, op, b)
}

// signed is an equality or its opposite, which holds when nothing is there.
func signed(op string, equal, different piece, there presence, strict, self bool) cond {
	if op == "=" {
		return atom(equal, different, there, false, strict, self)
	}
	return atom(different, equal, there, true, strict, self)
}

var opposite = map[string]string{"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}

func celOp(op string) string {
	if op == "=" {
		return "=="
	}
	return op
}

// ordered compares two numbers or two dates. Two questions without an answer
// are equal.
func (t *translator) ordered(a value, op string, b value) cond {
	cel := celOp(op)
	both := together(a, b)
	good, bad := infix(a.piece, cel, b.piece, precCompare), infix(a.piece, opposite[cel], b.piece, precCompare)
	if (op == "=" || op == "!=") && !a.filled.always() && !b.filled.always() {
		equal, different := infix(a.piece, "==", b.piece, precCompare), infix(a.piece, "!=", b.piece, precCompare)
		is := anyOf(allOf(a.filled.neg(), b.filled.neg()), allOf(both.there.pos(), equal))
		not := allOf(anyOf(a.filled.pos(), b.filled.pos()), anyOf(both.there.neg(), different))
		c := cond{is, not, is, not, true}
		if op == "!=" {
			return c.not()
		}
		return c
	}
	return atom(good, bad, both.there, op == "!=", both.strict, both.self)
}

// texts compares words.
func (t *translator) texts(a value, op string, b value) cond {
	if b.literal && a.sort == sortCode {
		t.inList(a, b.text)
	}
	if (b.literal || (b.item != nil || b.attr) && b.there.always()) && (a.item != nil || a.attr) && (a.sort == sortText || a.sort == sortCode) {
		// Not '' on the other side, or always something: absent is different.
		w := b.words()
		return signed(op, infix(a.piece, "==", w.piece, precCompare), infix(a.piece, "!=", w.piece, precCompare), a.there, true, a.self || b.self)
	}
	x, y := a.words(), b.words()
	equal, different := infix(x.piece, "==", y.piece, precCompare), infix(x.piece, "!=", y.piece, precCompare)
	return signed(op, equal, different, nil, true, a.self || b.self)
}

// truths compares yes and no.
func (t *translator) truths(a value, op string, b value) cond {
	if op != "=" && op != "!=" {
		refuse("是否之间不能比较大小", "yes and no cannot be compared by size")
	}
	if a.sort != sortTruth {
		a, b = b, a
	}
	want := b
	if b.sort != sortTruth {
		if !b.literal {
			refuse("是否不能与这种答案比较", "yes or no cannot be compared with such an answer")
		}
		switch strings.ToLower(b.text) {
		case "ok", "yes", "true", "1":
			want = value{piece: always, sort: sortTruth, literal: true, text: "true"}
		case "false", "no", "0":
			want = value{piece: never, sort: sortTruth, literal: true, text: "false"}
		default:
			refuse("是否不能与“"+clip(b.text)+"”比较", "yes or no cannot be compared with “"+clip(b.text)+"”")
		}
	}
	x, y := a.cond(), want.cond()
	same := x.and(y).or(x.not().and(y.not()))
	if op == "!=" {
		return same.not()
	}
	return same
}

// inList refuses a choice that the list does not have.
func (t *translator) inList(v value, code string) {
	if v.list == nil {
		return
	}
	if _, ok := v.list.def.Entry(code); !ok {
		refuse("选项表“"+v.list.name+"”中没有“"+clip(code)+"”", "the list “"+v.list.name+"” has no choice “"+clip(code)+"”")
	}
}

var fullDate = regexp.MustCompile(`^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$`)

func dateLiteral(s string) value {
	if !fullDate.MatchString(s) {
		refuse("“"+clip(s)+"”不是日期", "“"+clip(s)+"” is no date")
	}
	return value{piece: primary("timestamp('" + s + "T00:00:00Z')"), sort: sortDate, literal: true, text: s}
}
