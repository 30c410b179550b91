package xlsform

import (
	"regexp"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// translator turns one expression into CEL, seen from where it stands.
type translator struct {
	im     *importer
	at     *item       // whose row or group it stands in
	self   *item       // what `.` means; nil: nothing
	option *choiceList // of a choice filter: bare names are its columns
	row    *Row
	column string
}

// missing is a name that the book does not have.
type missing struct{ name string }

// translated is what came of an expression.
type translated struct {
	value  value
	cond   cond
	reason metamodel.Text // why there is nothing; nil: there is
	told   bool           // a problem of the book says it already
}

// read parses and translates one cell; want builds what is needed of it.
func (t *translator) read(source string, want func(n node) translated) (out translated) {
	n, err := parse(source)
	if err != nil {
		t.im.report(t.row.problem(kindSyntax, t.column, "at", err.at, "what", err.what))
		return translated{told: true, reason: metamodel.ZhEn("表达式有误", "it cannot be read")}
	}
	defer func() {
		switch v := recover().(type) {
		case nil:
		case refusal:
			out = translated{reason: v.reason}
		case missing:
			t.im.report(t.row.problem(kindNoQuestion, t.column, "name", v.name))
			out = translated{told: true, reason: metamodel.ZhEn("没有题目“"+v.name+"”", "there is no question “"+v.name+"”")}
		default:
			panic(v)
		}
	}()
	return want(n)
}

// condition translates a cell that must be true or false.
func (t *translator) condition(source string) translated {
	return t.read(source, func(n node) translated { return translated{cond: t.cond(n)} })
}

// calculation translates a cell that computes something.
func (t *translator) calculation(source string) translated {
	return t.read(source, func(n node) translated { return translated{value: t.value(n)} })
}

func (t *translator) cond(n node) cond {
	switch n := n.(type) {
	case binaryNode:
		switch n.op {
		case "and":
			return t.cond(n.a).and(t.cond(n.b))
		case "or":
			return t.cond(n.a).or(t.cond(n.b))
		case "=", "!=", "<", "<=", ">", ">=":
			return t.compare(t.value(n.a), n.op, t.value(n.b))
		}
	case callNode:
		if f, ok := conditions[n.name]; ok {
			return f(t, n)
		}
	}
	return t.value(n).cond()
}

func (t *translator) value(n node) value {
	switch n := n.(type) {
	case numberNode:
		return numberLiteral(n.text)
	case textNode:
		return textLiteral(n.value)
	case refNode:
		return t.reference(t.named(n.name))
	case selfNode:
		if t.self == nil {
			refuse("这里的“.”不指任何题目", "“.” stands for no question here")
		}
		v := t.reference(t.self)
		v.there, v.filled, v.self = nil, nil, true
		return v
	case pathNode:
		return t.path(n)
	case minusNode:
		x := t.value(n.x).number()
		if x.literal {
			return numberLiteral(strings.TrimPrefix("-"+x.text, "--"))
		}
		x.piece = piece{"-" + x.within(precSign+1), precSign}
		return x.computed()
	case binaryNode:
		switch n.op {
		case "+", "-", "*", "div", "mod":
			return t.arithmetic(n.op, t.value(n.a), t.value(n.b))
		case "|":
			refuse("不支持把几组节点合在一起（|）", "nodes cannot be put together with |")
		}
		return truth(t.cond(n))
	case callNode:
		if f, ok := functions[n.name]; ok {
			return f(t, n)
		}
		if _, ok := conditions[n.name]; ok {
			return truth(t.cond(n))
		}
		if why, ok := unsupported[n.name]; ok {
			panic(refusal{why})
		}
		refuse("不支持函数“"+clip(n.name)+"”", "the function “"+clip(n.name)+"” is not supported")
	}
	refuse("不支持这种写法", "this is not supported")
	return value{}
}

// truth makes a condition a value.
func truth(c cond) value {
	v := value{piece: c.total, sort: sortTruth, self: !c.apart}
	switch c.total {
	case always:
		v.literal, v.text = true, "true"
	case never:
		v.literal, v.text = true, "false"
	}
	return v
}

// named finds what ${name} means.
func (t *translator) named(name string) *item {
	list := t.im.byName[name]
	switch {
	case len(list) == 1:
		return list[0]
	case len(list) == 0 && t.im.devices[name] == "today":
		return todayItem
	case len(list) == 0 && t.im.devices[name] != "":
		refuse("“"+name+"”是采集设备的信息，未导入", "“"+name+"” is about the device that collects and was not taken")
	case len(list) == 0:
		panic(missing{name})
	}
	refuse("有几道题目都叫“"+name+"”", "several questions are called “"+name+"”")
	return nil
}

// todayItem stands for the question of type today.
var todayItem = &item{typ: "today"}

// reference is the answer to a question.
func (t *translator) reference(it *item) value {
	if it == todayItem {
		return value{piece: primary("today()"), sort: sortDate}
	}
	t.im.resolve(it)
	switch {
	case it.group(), it.repeat():
		refuse("“"+it.name+"”是一组题目，没有自己的答案", "“"+it.name+"” is a group and has no answer of its own")
	case it.why != nil:
		refuse("“"+it.name+"”没有导入", "“"+it.name+"” was not taken")
	case it.sort == sortNothing:
		refuse("“"+it.name+"”没有答案", "“"+it.name+"” has no answer")
	}
	cel, ok := t.pathTo(it)
	if !ok {
		refuse("“"+it.name+"”在另一个重复组里，有多个答案", "“"+it.name+"” is in another repeat and has several answers")
	}
	there := it.thereAt(cel)
	return value{piece: primary(cel), sort: it.sort, there: there, filled: there, strict: true, item: it, list: it.list}
}

// thereAt is whether the answer at that place of the record is there.
func (it *item) thereAt(cel string) presence {
	p := primary("has(" + cel + ")")
	if it.parent.group() && len(it.repeats()) > 0 { // has() is unknown when the group itself is hidden
		p = primary("filled(" + cel + ")")
	}
	return presence{{p, notOf(p)}}
}

// base is where the answers of the item's siblings lie, seen from here; false
// when they are in rows that are not this one.
func (t *translator) base(it *item) (string, bool) {
	here, there := t.at.repeats(), it.repeats()
	if len(there) > len(here) {
		return "", false
	}
	for i := range there {
		if here[i] != there[i] {
			return "", false
		}
	}
	if len(there) == 0 {
		return rootSubject, true
	}
	base := "row"
	for n := range len(here) - len(there) {
		if base = "parent"; n > 0 {
			base = strings.Repeat("parent.", n) + "parent"
		}
	}
	return base + inRow(it), true
}

// inRow names the groups between an item and the repeat around it.
func inRow(it *item) string {
	out := ""
	for p := it.parent; p != nil && !p.repeat(); p = p.parent {
		out = "." + p.key + out
	}
	return out
}

func (t *translator) pathTo(it *item) (string, bool) {
	base, ok := t.base(it)
	return base + "." + it.key, ok
}

// rows is the list of a repeat's rows, seen from here.
func (t *translator) rows(rep *item) string {
	if len(rep.repeats()) == 0 {
		return rep.key
	}
	cel, ok := t.pathTo(rep)
	if !ok {
		refuse("“"+rep.name+"”在另一个重复组里", "“"+rep.name+"” lies in another repeat")
	}
	return cel
}

// conditional reports whether a repeat may be hidden, and its list unknown.
func (it *item) conditional() bool {
	for p := it; p.parent != nil; p = p.parent {
		if p.row.Cell("relevant") != "" {
			return true
		}
	}
	return false
}

// path is a location path: questions by their place, or a column of the choices.
func (t *translator) path(n pathNode) value {
	if !n.simple {
		refuse("不支持路径“"+clip(n.source)+"”", "the path “"+clip(n.source)+"” is not supported")
	}
	if t.option != nil && !n.absolute && len(n.steps) == 1 {
		return t.choiceColumn(n.steps[0])
	}
	return t.reference(t.walk(n))
}

// walk follows a path through the survey.
func (t *translator) walk(n pathNode) *item {
	at, steps := t.self, n.steps
	if at == nil {
		at = t.at
	}
	if n.absolute {
		at, steps = t.im.root, steps[1:]
	}
	for _, s := range steps {
		switch s {
		case ".":
			continue
		case "..":
			if at = at.parent; at == nil {
				panic(missing{n.source})
			}
			continue
		}
		var found *item
		for _, c := range at.children {
			if c.name == s {
				found = c
			}
		}
		if found == nil {
			panic(missing{n.source})
		}
		at = found
	}
	return at
}

var plainAttribute = regexp.MustCompile(`^[a-z][A-Za-z0-9_]*$`)

// choiceColumn is a column of the choice that a filter looks at.
func (t *translator) choiceColumn(name string) value {
	column := canonical(name)
	if column == "name" {
		return value{piece: primary("option.code"), sort: sortText, attr: true}
	}
	if table := t.option.rows[0].table; listColumns[column] || !table.has(column) {
		refuse("选项没有“"+clip(name)+"”这一列", "choices have no column “"+clip(name)+"”")
	}
	v := value{piece: primary("option.attributes." + column), sort: sortText, strict: true, attr: true}
	there := primary("has(option.attributes." + column + ")")
	if !plainAttribute.MatchString(column) || unselectable[column] {
		v.piece = primary("option.attributes[" + quote(column).cel + "]")
		there = piece{quote(column).cel + " in option.attributes", precCompare}
	}
	if !t.option.always[column] {
		v.there = presence{{there, notOf(there)}}
		v.filled = v.there
	}
	return v
}

// arithmetic is + - * div mod.
func (t *translator) arithmetic(op string, a, b value) value {
	if a.sort == sortDate || b.sort == sortDate {
		if v, ok := dates(op, a, b); ok {
			return v
		}
	}
	a, b = a.number(), b.number()
	out := together(a, b)
	switch op {
	case "div":
		a, b = a.double(), b.double()
		out.piece, out.sort = infix(a.piece, "/", b.piece, precMultiply), sortNumber
		return out
	case "mod":
		n, literal := smallWhole(b)
		if a.sort != sortWhole || b.sort != sortWhole || !literal || n == 0 {
			refuse("mod 只能用于整数，除数须为不等于 0 的数", "mod takes whole numbers, and a divisor that is a number other than 0")
		}
		out.piece, out.sort = infix(a.piece, "%", b.piece, precMultiply), sortWhole
		return out
	}
	a, b = alike(a, b)
	prec := precAdd
	if op == "*" {
		prec = precMultiply
	}
	out.piece, out.sort = infix(a.piece, op, b.piece, prec), a.sort
	return out
}

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
