package xlsform

import (
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
