package jsonschema

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/onematter/onematter/metamodel"
)

// A pattern is an ECMA-262 regular expression with the u flag, as JSON Schema
// recommends. It is translated to RE2, which matches in linear time. What RE2
// cannot say (lookaround, backreferences) is refused.

const (
	maxPattern = 4000   // bytes of one pattern
	maxProgram = 10_000 // units of one translated pattern: about one a state
	maxRegexes = 40_000 // units of all patterns of a schema
	maxRepeat  = 1000   // RE2's own bound
	maxGroups  = 100    // groups inside groups
)

// regexFault says why a pattern is not used: it is wrong (nobody could use it)
// or beyond RE2.
type regexFault struct {
	what  metamodel.Text
	wrong bool
}

// translate gives the RE2 form of an ECMA-262 pattern and its cost in units;
// fault is nil when there is one.
func translate(pattern string) (re2 string, cost int, fault *regexFault) {
	t := &regexTranslator{in: pattern}
	if len(pattern) > maxPattern {
		t.fail(false, fmt.Sprintf("超过 %d 字节", maxPattern), metamodel.Counted("it has more than %d byte(s)", maxPattern))
		return "", 0, t.fault
	}
	cost = t.alternatives(0)
	if t.fault == nil && t.i < len(t.in) {
		t.fail(true, "多余的右括号", "an unmatched closing parenthesis")
	}
	if t.fault == nil && t.backref {
		t.fail(false, "反向引用", "a backreference")
	}
	if t.fault == nil && cost > maxProgram {
		t.fail(false, "太大", "it is too large")
	}
	return t.out.String(), cost, t.fault
}

// compileRegex translates and compiles.
func compileRegex(pattern string) (*regexp.Regexp, int, *regexFault) {
	re2, cost, fault := translate(pattern)
	if fault != nil {
		return nil, cost, fault
	}
	re, err := regexp.Compile(re2)
	if err != nil {
		return nil, cost, &regexFault{what: metamodel.ZhEn(err.Error(), err.Error())}
	}
	return re, cost, nil
}

type regexTranslator struct {
	in      string
	i       int
	out     strings.Builder
	fault   *regexFault
	backref bool
	names   map[string]bool
}

func (t *regexTranslator) fail(wrong bool, zh, en string) {
	if t.fault == nil || wrong && !t.fault.wrong {
		t.fault = &regexFault{metamodel.ZhEn(zh, en), wrong}
	}
}

func (t *regexTranslator) stopped() bool { return t.fault != nil && t.fault.wrong }

func (t *regexTranslator) peek() byte {
	if t.i < len(t.in) {
		return t.in[t.i]
	}
	return 0
}

func (t *regexTranslator) has(s string) bool { return strings.HasPrefix(t.in[t.i:], s) }

func (t *regexTranslator) alternatives(depth int) (cost int) {
	if depth > maxGroups {
		t.fail(false, "括号嵌套太深", "groups are nested too deeply")
		t.i = len(t.in)
		return 0
	}
	for {
		cost += 1 + t.sequence(depth)
		if t.stopped() || t.peek() != '|' {
			return cost
		}
		t.i++
		t.out.WriteByte('|')
	}
}

func (t *regexTranslator) sequence(depth int) (cost int) {
	for t.i < len(t.in) && !t.stopped() {
		c := t.peek()
		if c == '|' || c == ')' {
			return cost
		}
		one, assertion := t.atom(depth)
		if t.stopped() {
			return cost
		}
		times, quantified := t.quantifier()
		if quantified && assertion {
			t.fail(true, "断言后不能有量词", "a quantifier after an assertion")
			return cost
		}
		if cost += one * times; cost > 1<<20 {
			cost = 1 << 20
		}
	}
	return cost
}

// quantifier copies what may follow an atom; times is how often the atom may
// have to be written out.
func (t *regexTranslator) quantifier() (times int, present bool) {
	times = 1
	switch t.peek() {
	case '*', '+', '?':
		t.out.WriteByte(t.peek())
		t.i++
	case '{':
		end := strings.IndexByte(t.in[t.i:], '}')
		if end < 0 {
			t.fail(true, "多余的左花括号", "a brace that is no quantifier")
			return 1, false
		}
		low, high, two := strings.Cut(t.in[t.i+1:t.i+end], ",")
		lo, ok1 := repeatCount(low)
		hi, ok2 := repeatCount(high)
		if !ok1 || two && high != "" && !ok2 {
			t.fail(true, "多余的左花括号", "a brace that is no quantifier")
			return 1, false
		}
		times = max(lo, 1)
		if two && high != "" {
			if hi < lo {
				t.fail(true, "量词的上下限颠倒", "a quantifier whose bounds are the wrong way round")
				return 1, false
			}
			times = max(hi, 1)
		}
		if lo > maxRepeat || hi > maxRepeat {
			t.fail(false, fmt.Sprintf("重复超过 %d 次", maxRepeat), metamodel.Counted("a repetition of more than %d time(s)", maxRepeat))
		}
		t.out.WriteString("{" + strconv.Itoa(lo))
		if two {
			t.out.WriteByte(',')
			if high != "" {
				t.out.WriteString(strconv.Itoa(hi))
			}
		}
		t.out.WriteByte('}')
		t.i += end + 1
	default:
		return 1, false
	}
	if t.peek() == '?' {
		t.out.WriteByte('?')
		t.i++
	}
	if c := t.peek(); c == '*' || c == '+' || c == '?' || c == '{' {
		t.fail(true, "连续的量词", "two quantifiers in a row")
	}
	return times, true
}

func repeatCount(s string) (int, bool) {
	if s == "" || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	s = strings.TrimLeft(s, "0")
	if len(s) > 6 {
		return 1 << 20, true
	}
	n, _ := strconv.Atoi("0" + s)
	return n, true
}

func (t *regexTranslator) atom(depth int) (cost int, assertion bool) {
	switch c := t.peek(); c {
	case '^', '$':
		t.i++
		t.out.WriteByte(c)
		return 1, true
	case '.':
		t.i++
		t.out.WriteString(`[^\n\r\x{2028}\x{2029}]`)
		return 1, false
	case '(':
		return t.group(depth)
	case '[':
		return t.class(), false
	case '\\':
		return t.escape()
	case '*', '+', '?':
		t.fail(true, "量词前没有内容", "a quantifier with nothing before it")
		return 0, false
	case '{', '}', ']':
		t.fail(true, "未转义的"+string(c), "an unescaped "+string(c))
		return 0, false
	}
	r, n := utf8.DecodeRuneInString(t.in[t.i:])
	t.i += n
	t.literal(r)
	return 1, false
}

func (t *regexTranslator) group(depth int) (cost int, assertion bool) {
	look := false
	switch {
	case t.has("(?:"):
		t.i += 3
		t.out.WriteString("(?:")
	case t.has("(?="), t.has("(?!"), t.has("(?<="), t.has("(?<!"):
		t.i += len("(?=")
		if t.in[t.i-1] == '<' {
			t.i++
		}
		look = true
		t.fail(false, "环视（lookaround）", "lookaround")
		t.out.WriteString("(?:")
	case t.has("(?<"):
		end := strings.IndexByte(t.in[t.i:], '>')
		name := ""
		if end > 0 {
			name = t.in[t.i+3 : t.i+end]
		}
		if !groupName(name) || t.names[name] {
			t.fail(true, "分组名称不正确", "a wrong group name")
			return 0, false
		}
		if t.names == nil {
			t.names = map[string]bool{}
		}
		t.names[name] = true
		t.i += end + 1
		t.out.WriteString("(?:")
	case t.has("(?"):
		t.fail(true, "不认识的分组写法", "an unknown kind of group")
		return 0, false
	default:
		t.i++
		t.out.WriteString("(?:")
	}
	cost = t.alternatives(depth + 1)
	if t.stopped() {
		return cost, false
	}
	if t.peek() != ')' {
		t.fail(true, "括号没有结束", "an unclosed parenthesis")
		return cost, false
	}
	t.i++
	t.out.WriteByte(')')
	return cost, look
}

func groupName(s string) bool {
	for i, r := range s {
		if !(r == '_' || r == '$' || unicode.IsLetter(r) || i > 0 && unicode.IsDigit(r)) {
			return false
		}
	}
	return s != ""
}

// literal writes one character so that RE2 takes it as itself.
func (t *regexTranslator) literal(r rune) {
	if r < 0x20 || r == 0x7f {
		fmt.Fprintf(&t.out, `\x{%x}`, r)
		return
	}
	t.out.WriteString(regexp.QuoteMeta(string(r)))
}
