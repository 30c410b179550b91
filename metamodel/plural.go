package metamodel

import (
	"fmt"
	"strconv"
	"strings"
)

// An English wording agrees with its counts: a choice in brackets, "(s)", "(es)"
// or "(y|ies)", goes by the number that was filled in before it, as in
// "{limit} character(s)" and "%d matter(s) (is|are) open". Choices stand in the
// wording, never in what is filled in.

// Counted is fmt.Sprintf with such choices; verbs take their arguments in turn.
func Counted(format string, args ...any) string {
	if !strings.Contains(format, "(") {
		return fmt.Sprintf(format, args...)
	}
	var out []byte
	var a agreement
	next := 0
	for {
		before, rest, found := strings.Cut(format, "%")
		out = a.append(out, before)
		if !found {
			return string(out)
		}
		n := strings.IndexFunc(rest, func(r rune) bool { return r == '%' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' })
		if n < 0 {
			return string(append(out, "%"+rest...))
		}
		verb := "%" + rest[:n+1]
		format = rest[n+1:]
		switch {
		case rest[n] == '%':
			out = append(out, '%')
		case next < len(args):
			out = fmt.Appendf(out, verb, args[next])
			a.count(args[next])
			next++
		default:
			out = append(out, verb...)
		}
	}
}

// agreement remembers whether the last number was one.
type agreement struct{ one bool }

func (a *agreement) count(v any) {
	switch v := v.(type) {
	case int:
		a.one = v == 1
	case Text:
	case string:
		if _, err := strconv.ParseFloat(v, 64); err == nil {
			a.one = v == "1"
		}
	default:
		if s := fmt.Sprint(v); s != "" && s[0] >= '0' && s[0] <= '9' {
			a.one = s == "1"
		}
	}
}

// append writes a piece of a wording with its choices made.
func (a *agreement) append(out []byte, words string) []byte {
	for {
		i := strings.IndexByte(words, '(')
		if i < 0 {
			return append(out, words...)
		}
		out = append(out, words[:i]...)
		words = words[i:]
		end := strings.IndexByte(words, ')')
		if end < 0 {
			return append(out, words...)
		}
		one, many, ok := choiceOf(words[1:end])
		switch {
		case !ok:
			end = 0 // an ordinary bracket
			out = append(out, '(')
		case a.one:
			out = append(out, one...)
		default:
			out = append(out, many...)
		}
		words = words[end+1:]
	}
}

// choiceOf reads what stands in brackets.
func choiceOf(s string) (one, many string, ok bool) {
	if s == "s" || s == "es" {
		return "", s, true
	}
	one, many, ok = strings.Cut(s, "|")
	for _, r := range one + many {
		ok = ok && r >= 'a' && r <= 'z'
	}
	return one, many, ok
}
