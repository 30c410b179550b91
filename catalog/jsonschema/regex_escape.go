package jsonschema

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

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
