package sheets

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"github.com/onematter/onematter/metamodel"
)

// The sheets' conditions name values as DE00204@经营场所 (an element of a
// subject), DE00601 (of the filing itself) or Q2 (a question of the guide).
// Translation parses them, checks every name and type, and writes CEL. The same
// parser takes CEL's own spelling (premises.DE00204), so answers may use either.

// operand is a typed piece of an expression.
type operand struct {
	cel     string
	typ     metamodel.Type // "" for a comparison's outcome is TypeBoolean; literals have literal set
	literal string         // "number", "string", "bool", "list" or "" for a reference and anything computed
	element *metamodel.Element
	list    *metamodel.CodeList
	values  []string // of a list literal, or the one string
}

// scope resolves the names an expression may use.
type scope struct {
	// field resolves an element of a subject, by 角色 or by subject id ("" is the filing).
	field func(element, subject string) (operand, *metamodel.Problem)
	// question resolves a question of the guide; nil where there is none.
	question func(id string) (operand, *metamodel.Problem)
	problem  func(k metamodel.Kind, params ...any) metamodel.Problem
	// compile checks an answer that is CEL beyond what translate understands.
	compile func(source string) metamodel.Problems
}

// notExpression means the text is words for people, not a rule: a decision.
type notExpression struct{}

// badExpression carries what is wrong with something that is a rule.
type badExpression struct{ problem metamodel.Problem }

// translate writes an expression of the sheets in CEL. words is true when it is
// no expression at all.
func translate(text string, s scope) (cel string, words bool, problem *metamodel.Problem) {
	tokens, ok := tokenize(fold(text))
	if !ok || len(tokens) == 0 {
		return "", true, nil
	}
	defer func() {
		switch v := recover().(type) {
		case nil:
		case notExpression:
			cel, words, problem = "", true, nil
		case badExpression:
			cel, words, problem = "", false, &v.problem
		default:
			panic(v)
		}
	}()
	// Once for the shape alone: words that begin like a rule are words.
	var out operand
	for _, dry := range []bool{true, false} {
		p := &parser{tokens: tokens, scope: s, dry: dry}
		out = p.or()
		if p.at < len(p.tokens) {
			panic(notExpression{})
		}
		if !dry && out.typ != metamodel.TypeBoolean {
			p.fail(kindNotCondition)
		}
	}
	return out.cel, false, nil
}

// token kinds.
const (
	tokName   = 'n'
	tokNumber = '0'
	tokString = 's'
	tokOp     = 'o'
)

type token struct {
	kind byte
	text string // of a string: its content
}

var (
	elementName  = regexp.MustCompile(`^[A-Za-z]+[0-9][A-Za-z0-9_]*$`)
	questionName = regexp.MustCompile(`^Q[0-9]+$`)
	ops          = []string{"==", "!=", ">=", "<=", "<>", "&&", "||", "(", ")", "[", "]", ",", ">", "<", "=", "!", "@", ".", "-"}
	wordOps      = map[string]string{"且": "&&", "并且": "&&", "and": "&&", "或": "||", "或者": "||", "or": "||", "not": "!", "非": "!", "等于": "==", "不等于": "!=", "大于": ">", "小于": "<", "不小于": ">=", "不大于": "<=", "包含": "contains", "contains": "contains", "in": "in"}
)

func tokenize(text string) (out []token, ok bool) {
	rs := []rune(text)
	if len(rs) > 2_000 {
		return nil, false
	}
	for i := 0; i < len(rs); {
		r := rs[i]
		switch {
		case unicode.IsSpace(r):
			i++
		case r == '\'' || r == '"':
			j := i + 1
			for j < len(rs) && rs[j] != r {
				if rs[j] == '\\' {
					return nil, false
				}
				j++
			}
			if j == len(rs) {
				return nil, false
			}
			out = append(out, token{tokString, string(rs[i+1 : j])})
			i = j + 1
		case r >= '0' && r <= '9':
			j := i
			for j < len(rs) && (rs[j] >= '0' && rs[j] <= '9' || rs[j] == '.' && j+1 < len(rs) && rs[j+1] != '.') {
				j++
			}
			if _, fine := decimalText(string(rs[i:j])); !fine || j < len(rs) && unicode.IsLetter(rs[j]) {
				return nil, false
			}
			out = append(out, token{tokNumber, string(rs[i:j])})
			i = j
		case unicode.IsLetter(r) || r == '_':
			j := i
			for j < len(rs) && (unicode.IsLetter(rs[j]) || unicode.IsDigit(rs[j]) || rs[j] == '_') {
				j++
			}
			word := string(rs[i:j])
			// After @ comes a subject's name, whatever words it is made of.
			if op, isOp := wordOps[strings.ToLower(word)]; isOp && (len(out) == 0 || out[len(out)-1].text != "@") {
				out = append(out, token{tokOp, op})
			} else {
				out = append(out, token{tokName, word})
			}
			i = j
		default:
			found := false
			for _, op := range ops {
				if strings.HasPrefix(string(rs[i:min(i+2, len(rs))]), op) {
					out = append(out, token{tokOp, map[string]string{"=": "==", "<>": "!="}[op]})
					if out[len(out)-1].text == "" {
						out[len(out)-1].text = op
					}
					i += len(op)
					found = true
					break
				}
			}
			if !found {
				return nil, false
			}
		}
	}
	return out, true
}

type parser struct {
	tokens []token
	at     int
	depth  int
	scope  scope
	dry    bool // looks at the shape only: no names, no types
}

// fail ends the translation with a problem; a dry run goes on.
func (p *parser) fail(k metamodel.Kind, params ...any) {
	if p.dry {
		return
	}
	panic(badExpression{p.scope.problem(k, params...)})
}

func (p *parser) op(texts ...string) (string, bool) {
	if p.at < len(p.tokens) && p.tokens[p.at].kind == tokOp {
		for _, t := range texts {
			if p.tokens[p.at].text == t {
				p.at++
				return t, true
			}
		}
	}
	return "", false
}

func (p *parser) expect(text string) {
	if _, ok := p.op(text); !ok {
		panic(notExpression{})
	}
}

func (p *parser) or() operand  { return p.chain("||", p.and) }
func (p *parser) and() operand { return p.chain("&&", p.not) }

func (p *parser) chain(op string, next func() operand) operand {
	left := next()
	for {
		if _, ok := p.op(op); !ok {
			return left
		}
		right := next()
		if left.typ != metamodel.TypeBoolean || right.typ != metamodel.TypeBoolean {
			p.fail(kindNotCondition)
		}
		left = operand{cel: group(left.cel, op) + " " + op + " " + group(right.cel, op), typ: metamodel.TypeBoolean}
	}
}

// group puts brackets around what binds less than op.
func group(cel, op string) string {
	if op == "&&" && strings.Contains(cel, " || ") && !strings.HasPrefix(cel, "(") {
		return "(" + cel + ")"
	}
	return cel
}

func (p *parser) not() operand {
	if p.depth++; p.depth > 50 {
		panic(notExpression{})
	}
	defer func() { p.depth-- }()
	if _, ok := p.op("!"); ok {
		x := p.not()
		if x.typ != metamodel.TypeBoolean {
			p.fail(kindNotCondition)
		}
		if strings.ContainsAny(x.cel, " ") && !strings.HasPrefix(x.cel, "(") {
			x.cel = "(" + x.cel + ")"
		}
		return operand{cel: "!" + x.cel, typ: metamodel.TypeBoolean}
	}
	return p.compare()
}

func (p *parser) compare() operand {
	if _, ok := p.op("("); ok {
		x := p.or()
		p.expect(")")
		return operand{cel: "(" + x.cel + ")", typ: x.typ}
	}
	left := p.value()
	op, ok := p.op("==", "!=", ">=", "<=", ">", "<", "in", "contains")
	if !ok {
		return left
	}
	if op == "in" {
		if _, bracket := p.op("("); bracket {
			return p.comparison(left, op, p.listLiteral(")"))
		}
	}
	return p.comparison(left, op, p.value())
}

func (p *parser) value() operand {
	if p.at >= len(p.tokens) {
		panic(notExpression{})
	}
	t := p.tokens[p.at]
	p.at++
	switch {
	case t.kind == tokNumber:
		return operand{cel: t.text, typ: metamodel.TypeNumber, literal: "number"}
	case t.kind == tokOp && t.text == "-":
		if p.at < len(p.tokens) && p.tokens[p.at].kind == tokNumber {
			p.at++
			return operand{cel: "-" + p.tokens[p.at-1].text, typ: metamodel.TypeNumber, literal: "number"}
		}
	case t.kind == tokString:
		return operand{cel: quote(t.text), typ: metamodel.TypeString, literal: "string", values: []string{t.text}}
	case t.kind == tokOp && (t.text == "["):
		return p.listLiteral("]")
	case t.kind == tokName:
		return p.named(t.text)
	}
	panic(notExpression{})
}

func (p *parser) listLiteral(end string) operand {
	var vs, cels []string
	for {
		if p.at >= len(p.tokens) || p.tokens[p.at].kind != tokString {
			panic(notExpression{})
		}
		vs = append(vs, p.tokens[p.at].text)
		cels = append(cels, quote(p.tokens[p.at].text))
		p.at++
		if _, ok := p.op(","); ok {
			continue
		}
		p.expect(end)
		return operand{cel: "[" + strings.Join(cels, ", ") + "]", typ: metamodel.TypeCodes, literal: "list", values: vs}
	}
}

func (p *parser) named(name string) operand {
	switch strings.ToLower(name) {
	case "filled", "已填":
		if _, ok := p.op("("); ok {
			x := p.value()
			p.expect(")")
			if !p.dry && (x.literal != "" || x.typ == metamodel.TypeBoolean && x.element == nil) {
				p.fail(kindNotCondition)
			}
			return operand{cel: "filled(" + x.cel + ")", typ: metamodel.TypeBoolean}
		}
	case "true":
		return operand{cel: "true", typ: metamodel.TypeBoolean, literal: "bool"}
	case "false":
		return operand{cel: "false", typ: metamodel.TypeBoolean, literal: "bool"}
	}
	switch {
	case questionName.MatchString(name) && p.dry:
		return operand{cel: name}
	case questionName.MatchString(name) && p.scope.question != nil:
		x, problem := p.scope.question(name)
		if problem != nil {
			panic(badExpression{*problem})
		}
		return x
	case questionName.MatchString(name):
		p.fail(kindNoQuestion, "question", name)
	case elementName.MatchString(name):
		subject := ""
		if _, ok := p.op("@"); ok {
			if p.at >= len(p.tokens) || p.tokens[p.at].kind != tokName {
				panic(notExpression{})
			}
			subject = p.tokens[p.at].text
			p.at++
		}
		return p.field(name, subject)
	case p.at+1 < len(p.tokens) && p.tokens[p.at].text == "." && p.tokens[p.at].kind == tokOp && elementName.MatchString(p.tokens[p.at+1].text):
		p.at += 2
		return p.field(p.tokens[p.at-1].text, name)
	}
	panic(notExpression{})
}

func (p *parser) field(element, subject string) operand {
	if p.dry {
		return operand{cel: element}
	}
	if p.scope.field == nil {
		p.fail(kindNotQuestion, "element", element)
	}
	x, problem := p.scope.field(element, subject)
	if problem != nil {
		panic(badExpression{*problem})
	}
	return x
}

// comparison checks types the way CEL's checker will and writes numbers as the
// other side needs them.
func (p *parser) comparison(left operand, op string, right operand) operand {
	if left.literal != "" && right.literal != "" {
		panic(notExpression{})
	}
	if p.dry {
		return operand{typ: metamodel.TypeBoolean}
	}
	if op == "contains" {
		left, right, op = right, left, "in"
	}
	if op == "in" {
		return p.membership(left, right)
	}
	if left.literal != "" { // 300 <= DE00203 reads as DE00203 >= 300
		left, right = right, left
		op = map[string]string{">=": "<=", "<=": ">=", ">": "<", "<": ">", "==": "==", "!=": "!="}[op]
	}
	switch {
	case numeric(left.typ) && numeric(right.typ):
		left, right = p.numbers(left, right)
	case left.typ == metamodel.TypeDate && right.literal == "string":
		if !fullDate.MatchString(right.values[0]) {
			p.fail(kindNotDate, "value", right.values[0])
		}
		right.cel = "timestamp('" + right.values[0] + "T00:00:00Z')"
	case left.typ == metamodel.TypeDate && right.typ == metamodel.TypeDate:
	case left.typ == metamodel.TypeBoolean && right.typ == metamodel.TypeBoolean:
		if op != "==" && op != "!=" {
			p.fail(kindTypes, "left", left.cel, "right", right.cel)
		}
	case textual(left.typ) && textual(right.typ):
		if op != "==" && op != "!=" {
			p.fail(kindTypes, "left", left.cel, "right", right.cel)
		}
		p.codes(left, right)
	default:
		p.fail(kindTypes, "left", left.cel, "right", right.cel)
	}
	return operand{cel: left.cel + " " + op + " " + right.cel, typ: metamodel.TypeBoolean}
}

func (p *parser) membership(item, in operand) operand {
	switch {
	case in.typ != metamodel.TypeCodes || !textual(item.typ):
		p.fail(kindTypes, "left", item.cel, "right", in.cel)
	case in.literal == "list":
		p.codes(item, in)
	default:
		p.codes(in, item)
	}
	return operand{cel: item.cel + " in " + in.cel, typ: metamodel.TypeBoolean}
}

// codes checks that literals compared with a coded value are in its list.
func (p *parser) codes(coded, literal operand) {
	if coded.list == nil || literal.literal == "" {
		return
	}
	for _, v := range literal.values {
		if _, ok := coded.list.Entry(v); !ok {
			p.fail(kindNoCode, "code", v, "list", coded.list.ID)
		}
	}
}

// numbers makes both sides the same CEL type: literals follow the reference,
// and a whole number beside a decimal becomes one.
func (p *parser) numbers(left, right operand) (operand, operand) {
	if right.literal != "" {
		right.cel = numeral(right.cel, left.typ)
		if left.typ == metamodel.TypeInteger && strings.Contains(right.cel, ".") {
			left.cel = "double(" + left.cel + ")"
		}
		return left, right
	}
	if left.typ != right.typ {
		if left.typ == metamodel.TypeInteger {
			left.cel = "double(" + left.cel + ")"
		} else {
			right.cel = "double(" + right.cel + ")"
		}
	}
	return left, right
}

// numeral writes a number literal for a type: 300 beside a decimal is 300.0.
func numeral(text string, t metamodel.Type) string {
	if t == metamodel.TypeNumber && !strings.Contains(text, ".") {
		return text + ".0"
	}
	return text
}

var fullDate = regexp.MustCompile(`^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$`)

func numeric(t metamodel.Type) bool { return t == metamodel.TypeInteger || t == metamodel.TypeNumber }

func textual(t metamodel.Type) bool {
	return t == metamodel.TypeString || t == metamodel.TypeText || t == metamodel.TypeCode
}

func quote(s string) string { return fmt.Sprintf("'%s'", strings.ReplaceAll(s, "'", `\'`)) }
