package jsonschema

import (
	"fmt"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

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
