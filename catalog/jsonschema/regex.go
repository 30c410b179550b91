package jsonschema

import (
	"fmt"
	"regexp"
	"sort"
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

// Translate gives the RE2 form of an ECMA-262 pattern and its cost in units;
// fault is nil when there is one.
func translate(pattern string) (re2 string, cost int, fault *regexFault) {
	t := &regexTranslator{in: pattern}
	if len(pattern) > maxPattern {
		t.fail(false, fmt.Sprintf("超过 %d 字节", maxPattern), fmt.Sprintf("it has more than %d bytes", maxPattern))
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
		from := t.out.Len()
		one, assertion := t.atom(depth)
		if t.stopped() {
			return cost
		}
		times, quantified := t.quantifier()
		if quantified && assertion {
			t.fail(true, "断言后不能有量词", "a quantifier after an assertion")
			return cost
		}
		_ = from
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
			t.fail(false, fmt.Sprintf("重复超过 %d 次", maxRepeat), fmt.Sprintf("a repetition of more than %d times", maxRepeat))
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

// spaces are what \s matches in ECMA-262: WhiteSpace and LineTerminator.
var spaces = runes{{'\t', '\r'}, {' ', ' '}, {0xa0, 0xa0}, {0x1680, 0x1680}, {0x2000, 0x200a}, {0x2028, 0x2029}, {0x202f, 0x202f}, {0x205f, 0x205f}, {0x3000, 0x3000}, {0xfeff, 0xfeff}}

var classes = map[byte]runes{
	'd': {{'0', '9'}},
	'w': {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}},
	's': spaces,
}

// runes is a set of characters as sorted ranges.
type runes [][2]rune

func (s runes) not() runes {
	var out runes
	next := rune(0)
	for _, r := range s {
		if r[0] > next {
			out = append(out, [2]rune{next, r[0] - 1})
		}
		next = r[1] + 1
	}
	if next <= unicode.MaxRune {
		out = append(out, [2]rune{next, unicode.MaxRune})
	}
	return out
}

func (s runes) write(b *strings.Builder) {
	for _, r := range s {
		fmt.Fprintf(b, `\x{%x}`, r[0])
		if r[1] > r[0] {
			fmt.Fprintf(b, `-\x{%x}`, r[1])
		}
	}
}

// escape is a backslash outside a class.
func (t *regexTranslator) escape() (cost int, assertion bool) {
	if t.i+1 >= len(t.in) {
		t.fail(true, "末尾的反斜线", "a backslash at the end")
		return 0, false
	}
	switch c := t.in[t.i+1]; {
	case c == 'b' || c == 'B':
		t.i += 2
		t.out.WriteString(`\` + string(c))
		return 1, true
	case c >= '1' && c <= '9':
		for t.i++; t.i < len(t.in) && t.in[t.i] >= '0' && t.in[t.i] <= '9'; t.i++ {
		}
		t.backref = true
		return 1, false
	case c == 'k':
		end := strings.IndexByte(t.in[t.i:], '>')
		if end < 0 || !t.has(`\k<`) {
			t.fail(true, `\k 后没有名称`, `\k without a name`)
			return 0, false
		}
		t.i += end + 1
		t.backref = true
		return 1, false
	}
	set, prop, cost, ok := t.setEscape()
	if !ok {
		return 0, false
	}
	if prop != "" {
		t.out.WriteString(prop)
		return cost, false
	}
	if set != nil {
		t.out.WriteByte('[')
		set.write(&t.out)
		t.out.WriteByte(']')
		return 1, false
	}
	r, ok := t.charEscape(false)
	if ok {
		t.literal(r)
	}
	return 1, false
}

// setEscape reads \d \w \s \p and their opposites; all results are empty when
// something else stands here.
func (t *regexTranslator) setEscape() (set runes, prop string, cost int, ok bool) {
	c := t.in[t.i+1]
	if s, is := classes[c]; is {
		t.i += 2
		return s, "", 1, true
	}
	if s, is := classes[c|0x20]; is && c >= 'A' && c <= 'Z' {
		t.i += 2
		return s.not(), "", 1, true
	}
	if c != 'p' && c != 'P' {
		return nil, "", 0, true
	}
	end := strings.IndexByte(t.in[t.i:], '}')
	if end < 0 || t.i+2 >= len(t.in) || t.in[t.i+2] != '{' {
		t.fail(true, `\p 后须为 {名称}`, `\p needs {a name}`)
		return nil, "", 0, false
	}
	name := t.in[t.i+3 : t.i+end]
	t.i += end + 1
	re2, known := property(name)
	if !known {
		t.fail(false, "字符属性“"+clip(name)+"”", "the character property “"+clip(name)+"”")
		return nil, "", 0, false
	}
	if re2 == "" { // of every character
		s := runes{{0, unicode.MaxRune}}
		if name == "ASCII" {
			s = runes{{0, 0x7f}}
		}
		if c == 'P' {
			s = s.not()
		}
		if s == nil {
			s = runes{}
		}
		if len(s) == 0 {
			return nil, `[^\x{0}-\x{10ffff}]`, 1, true
		}
		return s, "", 1, true
	}
	return nil, `\` + string(c) + `{` + re2 + `}`, 100, true
}

// categories are the long names of general categories that ECMA-262 accepts.
var categories = map[string]string{
	"Letter": "L", "Cased_Letter": "", "Uppercase_Letter": "Lu", "Lowercase_Letter": "Ll", "Titlecase_Letter": "Lt", "Modifier_Letter": "Lm", "Other_Letter": "Lo",
	"Mark": "M", "Combining_Mark": "M", "Nonspacing_Mark": "Mn", "Spacing_Mark": "Mc", "Enclosing_Mark": "Me",
	"Number": "N", "Decimal_Number": "Nd", "digit": "Nd", "Letter_Number": "Nl", "Other_Number": "No",
	"Symbol": "S", "Math_Symbol": "Sm", "Currency_Symbol": "Sc", "Modifier_Symbol": "Sk", "Other_Symbol": "So",
	"Punctuation": "P", "punct": "P", "Connector_Punctuation": "Pc", "Dash_Punctuation": "Pd", "Open_Punctuation": "Ps", "Close_Punctuation": "Pe",
	"Initial_Punctuation": "Pi", "Final_Punctuation": "Pf", "Other_Punctuation": "Po",
	"Separator": "Z", "Space_Separator": "Zs", "Line_Separator": "Zl", "Paragraph_Separator": "Zp",
	"Control": "Cc", "cntrl": "Cc", "Format": "Cf", "Private_Use": "Co",
}

// property gives RE2's name for a Unicode property; "" with known: Any or ASCII.
func property(name string) (re2 string, known bool) {
	if name == "Any" || name == "ASCII" {
		return "", true
	}
	if key, v, two := strings.Cut(name, "="); two {
		switch key {
		case "General_Category", "gc":
			name = v
		case "Script", "sc":
			_, known = unicode.Scripts[v]
			return v, known
		default:
			return "", false
		}
	}
	if short, ok := categories[name]; ok {
		return short, short != ""
	}
	// Cs and C hold surrogates, Cn what a version of Unicode does not know yet:
	// no two engines agree.
	if name == "C" || name == "Cs" || name == "Cn" || len(name) > 2 {
		return "", false
	}
	_, known = unicode.Categories[name]
	return name, known
}

// charEscape reads an escape that stands for one character.
func (t *regexTranslator) charEscape(inClass bool) (rune, bool) {
	c := t.in[t.i+1]
	t.i += 2
	hex := func(n int) (rune, bool) {
		if t.i+n > len(t.in) {
			return 0, false
		}
		u, err := strconv.ParseUint(t.in[t.i:t.i+n], 16, 32)
		if err != nil {
			return 0, false
		}
		t.i += n
		return rune(u), true
	}
	bad := func() (rune, bool) {
		t.fail(true, `转义 \`+string(rune(c))+` 不正确`, `the escape \`+string(rune(c))+` is wrong`)
		return 0, false
	}
	switch c {
	case 't':
		return '\t', true
	case 'n':
		return '\n', true
	case 'v':
		return '\v', true
	case 'f':
		return '\f', true
	case 'r':
		return '\r', true
	case 'b':
		if inClass {
			return '\b', true
		}
	case '0':
		if d := t.peek(); d >= '0' && d <= '9' {
			return bad()
		}
		return 0, true
	case 'c':
		if d := t.peek(); d >= 'a' && d <= 'z' || d >= 'A' && d <= 'Z' {
			t.i++
			return rune(d % 32), true
		}
		return bad()
	case 'x':
		if r, ok := hex(2); ok {
			return r, true
		}
		return bad()
	case 'u':
		if t.peek() == '{' {
			end := strings.IndexByte(t.in[t.i:], '}')
			if end < 2 {
				return bad()
			}
			u, err := strconv.ParseUint(t.in[t.i+1:t.i+end], 16, 64)
			if err != nil || u > unicode.MaxRune {
				return bad()
			}
			t.i += end + 1
			return t.scalar(rune(u))
		}
		r, ok := hex(4)
		if !ok {
			return bad()
		}
		if r >= 0xd800 && r < 0xdc00 && t.has(`\u`) {
			t.i += 2
			if low, ok := hex(4); ok && low >= 0xdc00 && low < 0xe000 {
				return (r-0xd800)<<10 + (low - 0xdc00) + 0x10000, true
			}
			return t.scalar(r)
		}
		return t.scalar(r)
	case '-':
		return '-', true
	}
	if c >= utf8.RuneSelf || c >= '0' && c <= '9' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c < 0x20 {
		if c >= utf8.RuneSelf {
			c = '?'
		}
		return bad()
	}
	return rune(c), true
}

// scalar refuses half a surrogate pair: no text of ours can hold one.
func (t *regexTranslator) scalar(r rune) (rune, bool) {
	if r >= 0xd800 && r < 0xe000 {
		t.fail(false, "单独的代理字符", "a lone surrogate")
		return 0, false
	}
	return r, true
}

// class reads […].
func (t *regexTranslator) class() (cost int) {
	t.i++
	negated := t.peek() == '^'
	if negated {
		t.i++
	}
	var set runes
	var props []string
	cost = 1
	add := func(lo, hi rune) { set = append(set, [2]rune{lo, hi}) }
	// member reads one member; single says that it is one character.
	member := func() (r rune, single, ok bool) {
		if t.peek() != '\\' {
			r, n := utf8.DecodeRuneInString(t.in[t.i:])
			t.i += n
			return r, true, true
		}
		if t.i+1 >= len(t.in) {
			t.fail(true, "方括号没有结束", "an unclosed bracket")
			return 0, false, false
		}
		s, prop, n, ok := t.setEscape()
		switch {
		case !ok:
			return 0, false, !t.stopped()
		case prop != "":
			props = append(props, prop)
			cost += n
			return 0, false, true
		case s != nil:
			set = append(set, s...)
			return 0, false, true
		}
		r, ok = t.charEscape(true)
		return r, true, ok || !t.stopped()
	}
	for {
		if t.i >= len(t.in) {
			t.fail(true, "方括号没有结束", "an unclosed bracket")
			return cost
		}
		if t.peek() == ']' {
			t.i++
			break
		}
		lo, single, ok := member()
		if !ok {
			return cost
		}
		if t.peek() == '-' && t.i+1 < len(t.in) && t.in[t.i+1] != ']' {
			t.i++
			hi, alsoSingle, ok := member()
			switch {
			case !ok:
				return cost
			case !single || !alsoSingle:
				t.fail(true, "字符范围的一端不是一个字符", "a range that does not run between two characters")
				return cost
			case hi < lo:
				t.fail(true, "字符范围颠倒", "a range that runs backwards")
				return cost
			}
			add(lo, hi)
			continue
		}
		if single {
			add(lo, lo)
		}
	}
	set = set.tidy()
	if len(props) == 0 {
		if negated {
			set = set.not()
		}
		if len(set) == 0 {
			t.out.WriteString(`[^\x{0}-\x{10ffff}]`) // nothing
			return cost
		}
		t.out.WriteByte('[')
		set.write(&t.out)
		t.out.WriteByte(']')
		return cost + len(set)/8
	}
	t.out.WriteByte('[')
	if negated {
		t.out.WriteByte('^')
	}
	set.write(&t.out)
	for _, p := range props {
		t.out.WriteString(p)
	}
	t.out.WriteByte(']')
	return cost + len(set)/8
}

// tidy sorts and joins ranges.
func (s runes) tidy() runes {
	sort.Slice(s, func(i, j int) bool { return s[i][0] < s[j][0] })
	var out runes
	for _, r := range s {
		if n := len(out); n > 0 && r[0] <= out[n-1][1]+1 {
			out[n-1][1] = max(out[n-1][1], r[1])
			continue
		}
		out = append(out, r)
	}
	return out
}
