package jsonschema

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/onematter/onematter/metamodel"
)

// oneLanguage is a text whose language its script tells. English alone is
// shown to everybody.
func oneLanguage(s string) metamodel.Text {
	if s = strings.TrimSpace(s); s == "" {
		return nil
	}
	if r := []rune(s); len(r) > 2000 {
		s = string(r[:2000])
	}
	for _, r := range s {
		if unicode.Is(unicode.Han, r) {
			return metamodel.Zh(s)
		}
	}
	return metamodel.ZhEn(s, s)
}

// words reads a property's name as words: "firstName" is First name.
func words(name string) metamodel.Text {
	var b strings.Builder
	last := ' '
	for _, r := range name {
		switch {
		case r == '_' || r == '-' || r == '.' || r == ' ' || r == '/':
			r = ' '
		case unicode.IsUpper(r) && unicode.IsLower(last):
			b.WriteByte(' ')
			r = unicode.ToLower(r)
		}
		if r != ' ' || last != ' ' {
			b.WriteRune(r)
		}
		last = r
	}
	s := strings.TrimSpace(b.String())
	if s == "" {
		s = name
	}
	r := []rune(s)
	if len(r) > 0 {
		r[0] = unicode.ToUpper(r[0])
	}
	if t := oneLanguage(string(r)); t != nil {
		return t
	}
	return metamodel.ZhEn("字段", "Field")
}

// identifier makes a name that expressions can use.
func identifier(name string, lower bool) string {
	var b strings.Builder
	up := false
	for _, r := range name {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9':
			if up && b.Len() > 0 {
				r = unicode.ToUpper(r)
			}
			b.WriteRune(r)
			up = false
		default:
			up = true
		}
	}
	s := b.String()
	if len(s) > 40 {
		s = s[:40]
	}
	if s == "" || digit(s[0]) {
		s = map[bool]string{true: "f", false: "F"}[lower] + s
	}
	if lower {
		s = strings.ToLower(s[:1]) + s[1:]
	}
	if celWords[s] {
		s += "1"
	}
	return s
}

// celWords are what a name in an expression cannot be.
var celWords = func() map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(`true false null in as break const continue else for function if import let loop package namespace return var void while
		row parent option bool bytes double int list map string type uint size has all exists duration timestamp dyn matches filter today context filled`) {
		m[w] = true
	}
	return m
}()

// free gives a name that is not taken yet and takes it.
func free(name string, taken map[string]bool) string {
	base := name
	for n := 2; taken[name]; n++ {
		name = base + strconv.Itoa(n)
	}
	taken[name] = true
	return name
}

// slug is a pack's or form's name.
func slug(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(s) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9':
			b.WriteRune(r)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
	}
	out := strings.Trim(b.String(), "-")
	if len(out) > 50 {
		out = strings.Trim(out[:50], "-")
	}
	if out == "" || digit(out[0]) {
		out = "form-" + out
	}
	return strings.Trim(out, "-")
}
