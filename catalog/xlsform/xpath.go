package xlsform

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/onematter/onematter/metamodel"
)

// The part of XPath 1.0 that XLSForm expressions are written in, with the
// ${name} of XLSForm (XLSForm and ODK XForms specification). at is the offset
// in the source, in characters from 1.
type (
	node interface{ place() int }

	numberNode struct {
		at   int
		text string
	}
	textNode struct {
		at    int
		value string
	}
	refNode struct { // ${name}
		at   int
		name string
	}
	selfNode struct{ at int } // .
	pathNode struct {         // /data/a/b, ../b, b
		at       int
		source   string
		absolute bool
		steps    []string // names, "." and ".."
		simple   bool     // without predicates, wildcards and axes
	}
	callNode struct {
		at   int
		name string
		args []node
	}
	binaryNode struct {
		at   int
		op   string // or and = != < <= > >= + - * div mod |
		a, b node
	}
	minusNode struct {
		at int
		x  node
	}
)

func (n numberNode) place() int { return n.at }
func (n textNode) place() int   { return n.at }
func (n refNode) place() int    { return n.at }
func (n selfNode) place() int   { return n.at }
func (n pathNode) place() int   { return n.at }
func (n callNode) place() int   { return n.at }
func (n binaryNode) place() int { return n.at }
func (n minusNode) place() int  { return n.at }

const (
	maxExpression = 8_000 // bytes of one expression
	maxNesting    = 40
)

// syntaxError says where an expression cannot be read.
type syntaxError struct {
	at   int
	what metamodel.Text
}

func (e *syntaxError) Error() string { return fmt.Sprintf("%d: %s", e.at, e.what.In("en")) }

// parse reads one expression.
func parse(source string) (_ node, err *syntaxError) {
	defer func() {
		if v := recover(); v != nil {
			e, ok := v.(*syntaxError)
			if !ok {
				panic(v)
			}
			err = e
		}
	}()
	if len(source) > maxExpression {
		return nil, &syntaxError{1, metamodel.ZhEn(fmt.Sprintf("超过 %d 个字节", maxExpression), metamodel.Counted("it has more than %d byte(s)", maxExpression))}
	}
	p := &parser{tokens: lex(source), source: source}
	n := p.or()
	if t := p.peek(); t.kind != tokEnd {
		p.unexpected(t)
	}
	return n, nil
}

type tokenKind int

const (
	tokEnd tokenKind = iota
	tokNumber
	tokText
	tokName
	tokRef
	tokOp
)

type token struct {
	kind     tokenKind
	text     string
	at       int // in characters
	from, to int // in bytes
}

// quotes that spreadsheets put in the place of plain ones.
var quotes = map[rune]rune{'\'': '\'', '"': '"', '‘': '’', '’': '’', '“': '”', '”': '”'}

func fail(at int, zh, en string) { panic(&syntaxError{at, metamodel.ZhEn(zh, en)}) }

func lex(source string) []token {
	var out []token
	at := 1
	for i := 0; i < len(source); {
		r, n := utf8.DecodeRuneInString(source[i:])
		start, from := at, i
		step := func() rune {
			c, m := utf8.DecodeRuneInString(source[i:])
			i += m
			at++
			return c
		}
		add := func(k tokenKind, text string) { out = append(out, token{k, text, start, from, i}) }
		switch {
		case r == utf8.RuneError && n <= 1:
			fail(at, "不是 UTF-8 文字", "it is not UTF-8 text")
		case unicode.IsSpace(r):
			step()
		case quotes[r] != 0:
			step()
			var b strings.Builder
			for closed := false; !closed; {
				if i >= len(source) {
					fail(start, "引号没有配对", "the quote is not closed")
				}
				c := step()
				if closed = c == quotes[r]; !closed {
					b.WriteRune(c)
				}
			}
			add(tokText, b.String())
		case r == '$':
			step()
			end := strings.IndexByte(source[i:], '}')
			if i >= len(source) || source[i] != '{' || end < 0 {
				fail(start, "“$”之后应为 {字段名}", "“$” is followed by {name}")
			}
			name := strings.TrimSpace(source[i+1 : i+end])
			for stop := i + end + 1; i < stop; {
				step()
			}
			if !isName(name) {
				fail(start, "“"+clip(name)+"”不是字段名", "“"+clip(name)+"” is no name of a question")
			}
			add(tokRef, name)
		case r >= '0' && r <= '9' || r == '.' && i+1 < len(source) && source[i+1] >= '0' && source[i+1] <= '9':
			point := false
			for i < len(source) && (source[i] >= '0' && source[i] <= '9' || source[i] == '.' && !point) {
				point = point || source[i] == '.'
				step()
			}
			add(tokNumber, source[from:i])
		case nameStart(r):
			for i < len(source) {
				c, _ := utf8.DecodeRuneInString(source[i:])
				if !nameStart(c) && !unicode.IsDigit(c) && c != '-' && c != '.' && c != ':' || c == ':' && strings.HasPrefix(source[i:], "::") {
					break
				}
				step()
			}
			add(tokName, source[from:i])
		default:
			op := ""
			for _, o := range []string{"!=", "<=", ">=", "//", "..", "::", "=", "<", ">", "+", "-", "*", "(", ")", ",", "/", ".", "[", "]", "|", "@"} {
				if strings.HasPrefix(source[i:], o) {
					op = o
					break
				}
			}
			if op == "" {
				fail(at, "不认识的符号“"+string(r)+"”", "the sign “"+string(r)+"” is not known")
			}
			for range op {
				step()
			}
			add(tokOp, op)
		}
	}
	return append(out, token{kind: tokEnd, at: at, from: len(source), to: len(source)})
}

func nameStart(r rune) bool { return r == '_' || unicode.IsLetter(r) }

// isName reports what may name a question.
func isName(s string) bool {
	for i, r := range s {
		if !nameStart(r) && (i == 0 || !unicode.IsDigit(r) && r != '-' && r != '.') {
			return false
		}
	}
	return s != ""
}

type parser struct {
	tokens []token
	next   int
	depth  int
	source string
}

func (p *parser) peek() token { return p.tokens[p.next] }

func (p *parser) take() token {
	t := p.tokens[p.next]
	if t.kind != tokEnd {
		p.next++
	}
	return t
}

func (p *parser) op(text string) bool {
	if t := p.peek(); t.kind == tokOp && t.text == text {
		p.next++
		return true
	}
	return false
}

// word takes an operator that is written as a word.
func (p *parser) word(text string) bool {
	if t := p.peek(); t.kind == tokName && t.text == text {
		p.next++
		return true
	}
	return false
}

func (p *parser) expect(op string) {
	if t := p.peek(); !p.op(op) {
		if t.kind == tokEnd {
			fail(t.at, "表达式没有写完，缺少“"+op+"”", "it is not finished: “"+op+"” is missing")
		}
		p.unexpected(t)
	}
}

func (p *parser) unexpected(t token) {
	if t.kind == tokEnd {
		fail(t.at, "表达式没有写完", "it is not finished")
	}
	s := clip(p.source[t.from:t.to])
	fail(t.at, "此处不应有“"+s+"”", "“"+s+"” is not expected here")
}

func (p *parser) deeper() {
	if p.depth++; p.depth > maxNesting {
		fail(p.peek().at, "嵌套太深", "it is nested too deeply")
	}
}

// level parses operators of one precedence, from the left.
func (p *parser) level(operand func() node, match func() (string, bool)) node {
	n := operand()
	for {
		at := p.peek().at
		op, ok := match()
		if !ok {
			return n
		}
		n = binaryNode{at, op, n, operand()}
	}
}

func (p *parser) signs(list ...string) func() (string, bool) {
	return func() (string, bool) {
		for _, s := range list {
			if p.op(s) {
				return s, true
			}
		}
		return "", false
	}
}

func (p *parser) words(list ...string) func() (string, bool) {
	return func() (string, bool) {
		for _, s := range list {
			if p.word(s) {
				return s, true
			}
		}
		return "", false
	}
}

func (p *parser) or() node {
	p.deeper()
	defer func() { p.depth-- }()
	return p.level(p.and, p.words("or"))
}

func (p *parser) and() node        { return p.level(p.equality, p.words("and")) }
func (p *parser) equality() node   { return p.level(p.relational, p.signs("=", "!=")) }
func (p *parser) relational() node { return p.level(p.additive, p.signs("<=", ">=", "<", ">")) }
func (p *parser) additive() node   { return p.level(p.multiplicative, p.signs("+", "-")) }

func (p *parser) multiplicative() node {
	return p.level(p.unary, func() (string, bool) {
		if p.op("*") {
			return "*", true
		}
		return p.words("div", "mod")()
	})
}

func (p *parser) unary() node {
	p.deeper()
	defer func() { p.depth-- }()
	if at := p.peek().at; p.op("-") {
		return minusNode{at, p.unary()}
	}
	return p.level(p.primary, p.signs("|"))
}

func (p *parser) primary() node {
	t := p.peek()
	switch t.kind {
	case tokNumber:
		p.take()
		return numberNode{t.at, t.text}
	case tokText:
		p.take()
		return textNode{t.at, t.text}
	case tokRef:
		p.take()
		if next := p.peek(); next.kind == tokOp && (next.text == "/" || next.text == "[" || next.text == "//") {
			return p.path(t)
		}
		return refNode{t.at, t.text}
	case tokName:
		if after := p.tokens[p.next+1]; after.kind == tokOp && after.text == "(" && t.text != "current" {
			p.next += 2
			return callNode{t.at, t.text, p.arguments()}
		}
		p.take()
		return p.path(t)
	case tokOp:
		switch t.text {
		case "(":
			p.take()
			n := p.or()
			p.expect(")")
			return n
		case ".":
			p.take()
			if next := p.peek(); next.kind == tokOp && (next.text == "/" || next.text == "[") {
				return p.path(t)
			}
			return selfNode{t.at}
		case "..", "/", "//", "@", "*":
			p.take()
			return p.path(t)
		}
	}
	p.unexpected(t)
	return nil
}

func (p *parser) arguments() []node {
	var args []node
	if p.op(")") {
		return nil
	}
	for {
		args = append(args, p.or())
		if !p.op(",") {
			p.expect(")")
			return args
		}
	}
}

// path reads a location path that begins with t. Predicates are read and make
// it one that is not simple.
func (p *parser) path(t token) node {
	n := pathNode{at: t.at, simple: true}
	step := func(t token) {
		switch {
		case t.kind == tokName && t.text == "current":
			p.expect("(")
			p.expect(")")
			n.steps = append(n.steps, ".")
		case t.kind == tokName, t.kind == tokOp && (t.text == "." || t.text == ".."):
			n.steps = append(n.steps, t.text)
		case t.kind == tokOp && t.text == "*":
			n.simple = false
		case t.kind == tokOp && t.text == "@":
			n.simple = false
			p.take()
		case t.kind == tokEnd:
			p.unexpected(t)
		default:
			n.simple = false
		}
	}
	switch {
	case t.kind == tokOp && t.text == "/":
		n.absolute = true
		step(p.take())
	case t.kind == tokOp && t.text == "//":
		n.simple = false
		step(p.take())
	default:
		step(t)
	}
	for {
		switch {
		case p.op("/"):
			step(p.take())
		case p.op("//"), p.op("::"):
			n.simple = false
			step(p.take())
		case p.op("["):
			n.simple = false
			p.or()
			p.expect("]")
		default:
			n.source = strings.TrimSpace(p.source[t.from:p.tokens[p.next-1].to])
			return n
		}
	}
}

// clip shortens what is quoted in a message.
func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
