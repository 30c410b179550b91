package metamodel

import (
	"fmt"
	"regexp/syntax"
	"strconv"
	"strings"
	"unicode"
)

// ecmaPattern writes a regular expression of ours (RE2) in the subset that RE2
// and ECMA-262 with the u flag read alike; false when there is no such way.
func ecmaPattern(re2 string) (string, bool) {
	re, err := syntax.Parse(re2, syntax.Perl)
	if err != nil {
		return "", false
	}
	w := ecmaWriter{}
	w.write(re, loose)
	if w.failed || w.b.Len() > 100_000 {
		return "", false
	}
	return w.b.String(), true
}

type ecmaWriter struct {
	b      strings.Builder
	failed bool
}

// how tightly an expression binds
const (
	loose   = iota // alternatives
	inOrder        // a sequence
	single1        // one atom, to be repeated
)

func (w *ecmaWriter) write(re *syntax.Regexp, within int) {
	group := func(needs int, inner func()) {
		if within > needs {
			w.b.WriteString("(?:")
			inner()
			w.b.WriteByte(')')
			return
		}
		inner()
	}
	switch re.Op {
	case syntax.OpNoMatch:
		w.b.WriteString(`[^\s\S]`)
	case syntax.OpEmptyMatch:
		w.b.WriteString("(?:)")
	case syntax.OpLiteral:
		group(map[bool]int{true: single1, false: inOrder}[len(re.Rune) == 1], func() {
			for _, r := range re.Rune {
				if re.Flags&syntax.FoldCase != 0 {
					w.folded(r)
				} else {
					w.literal(r, `^$\.*+?()[]{}|/`)
				}
			}
		})
	case syntax.OpCharClass:
		w.class(re.Rune)
	case syntax.OpAnyCharNotNL:
		w.b.WriteString(`[^\n]`)
	case syntax.OpAnyChar:
		w.b.WriteString(`[\s\S]`)
	case syntax.OpBeginText:
		w.b.WriteByte('^')
	case syntax.OpEndText:
		w.b.WriteByte('$')
	case syntax.OpWordBoundary:
		w.b.WriteString(`\b`)
	case syntax.OpNoWordBoundary:
		w.b.WriteString(`\B`)
	case syntax.OpCapture:
		w.b.WriteString("(?:")
		w.write(re.Sub[0], loose)
		w.b.WriteByte(')')
	case syntax.OpStar, syntax.OpPlus, syntax.OpQuest, syntax.OpRepeat:
		group(inOrder, func() {
			if assertion(re.Sub[0]) { // ^* is no regular expression elsewhere
				w.failed = true
				return
			}
			w.write(re.Sub[0], single1)
			switch re.Op {
			case syntax.OpStar:
				w.b.WriteByte('*')
			case syntax.OpPlus:
				w.b.WriteByte('+')
			case syntax.OpQuest:
				w.b.WriteByte('?')
			default:
				w.b.WriteString("{" + strconv.Itoa(re.Min))
				if re.Max != re.Min {
					w.b.WriteByte(',')
					if re.Max >= 0 {
						w.b.WriteString(strconv.Itoa(re.Max))
					}
				}
				w.b.WriteByte('}')
			}
		})
	case syntax.OpConcat:
		group(inOrder, func() {
			for i := 0; i < len(re.Sub); i++ {
				w.write(re.Sub[i], inOrder)
			}
		})
	case syntax.OpAlternate:
		group(loose, func() {
			for i, s := range re.Sub {
				if i > 0 {
					w.b.WriteByte('|')
				}
				w.write(s, inOrder)
			}
		})
	default: // the begin and end of lines need lookbehind
		w.failed = true
	}
}

func assertion(re *syntax.Regexp) bool {
	switch re.Op {
	case syntax.OpBeginText, syntax.OpEndText, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return true
	}
	return false
}

// literal writes a character; those of special are escaped.
func (w *ecmaWriter) literal(r rune, special string) {
	switch {
	case r >= 0xd800 && r < 0xe000:
		w.failed = true
	case r < 0x20 || r == 0x7f:
		fmt.Fprintf(&w.b, `\x%02x`, r)
	case r < 0x80 && strings.ContainsRune(special, r):
		w.b.WriteByte('\\')
		w.b.WriteRune(r)
	default:
		w.b.WriteRune(r)
	}
}

func (w *ecmaWriter) folded(r rune) {
	class := []rune{r, r}
	for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
		class = append(class, f, f)
	}
	if len(class) == 2 {
		w.literal(r, `^$\.*+?()[]{}|/`)
		return
	}
	w.ranges(class, false)
}

func (w *ecmaWriter) class(r []rune) {
	switch {
	case len(r) == 0:
		w.b.WriteString(`[^\s\S]`)
	case r[0] == 0 && r[len(r)-1] == unicode.MaxRune && len(r) == 2:
		w.b.WriteString(`[\s\S]`)
	case r[0] == 0 && r[len(r)-1] == unicode.MaxRune:
		var rest []rune
		for i := 1; i+1 < len(r); i += 2 {
			rest = append(rest, r[i]+1, r[i+1]-1)
		}
		w.ranges(rest, true)
	default:
		w.ranges(r, false)
	}
}

func (w *ecmaWriter) ranges(r []rune, negated bool) {
	w.b.WriteByte('[')
	if negated {
		w.b.WriteByte('^')
	}
	for i := 0; i < len(r); i += 2 {
		lo, hi := r[i], r[i+1]
		if lo < 0xd800 && hi >= 0xe000 { // surrogates are no characters
			w.span(lo, 0xd7ff)
			lo = 0xe000
		}
		w.span(lo, hi)
	}
	w.b.WriteByte(']')
}

func (w *ecmaWriter) span(lo, hi rune) {
	const special = `^\]-[`
	w.literal(lo, special)
	if hi > lo {
		if hi > lo+1 {
			w.b.WriteByte('-')
		}
		w.literal(hi, special)
	}
}

// digitsAtLeast is a pattern of the texts of that shape (digits, with the same
// other characters between them) that do not come before least; digitsAtMost
// of those that do not come after most.
func digitsAtLeast(least string) string { return digitBound(least, true) }

func digitsAtMost(most string) string { return digitBound(most, false) }

func digitBound(bound string, least bool) string {
	alternatives := []string{bound}
	for i := 0; i < len(bound); i++ {
		c := bound[i]
		if c < '0' || c > '9' {
			continue
		}
		lo, hi := c+1, byte('9')
		if !least {
			lo, hi = '0', c-1
		}
		if lo > hi || c == '0' && !least {
			continue
		}
		one := bound[:i] + "[" + string(lo) + "-" + string(hi) + "]"
		if lo == hi {
			one = bound[:i] + string(lo)
		}
		for _, rest := range []byte(bound[i+1:]) {
			if rest >= '0' && rest <= '9' {
				one += "[0-9]"
			} else {
				one += string(rest)
			}
		}
		alternatives = append(alternatives, one)
	}
	return "^(?:" + strings.Join(alternatives, "|") + ")$"
}
