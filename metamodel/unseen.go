package metamodel

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// oneLine are keys whose wording stands on one line wherever it is shown.
var oneLine = map[string]bool{"name": true, "title": true, "label": true, "synonyms": true, "x-title": true, "x-label": true}

// language tells a Text's keys from those of a field that is called "name".
var language = regexp.MustCompile(`^[a-z]{2,3}(-[A-Za-z0-9-]+)?$`)

// Unseen refuses, at their paths, what people cannot see in the strings and
// keys of decoded JSON: control characters, which terminals obey and PostgreSQL
// cannot store, and those that turn the direction of writing, which make a text
// read as another one (Unicode TR 36). Line breaks and tabs are for texts that
// may have several lines.
func Unseen(v any) Problems {
	s := &sink{}
	unseen(v, "", false, s)
	return s.problems
}

func unseen(v any, path string, line bool, s *sink) {
	switch x := v.(type) {
	case string:
		if char, found := firstUnseen(x, line); found {
			s.add(defUnseen, path, "char", char)
		}
	case []any:
		for i, e := range x {
			_, text := e.(string)
			unseen(e, join(path, fmt.Sprint(i)), line && text, s)
		}
	case map[string]any:
		for _, k := range sortedKeys(x) {
			if char, found := firstUnseen(k, true); found {
				s.add(defUnseenKey, path, "char", char)
				continue
			}
			unseen(x[k], join(path, k), oneLine[k] || line && language.MatchString(k), s)
		}
	}
}

func firstUnseen(text string, line bool) (string, bool) {
	i := strings.IndexFunc(text, func(r rune) bool {
		switch {
		case r == '\n' || r == '\t':
			return line
		case r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
			return true
		}
		return unicode.IsControl(r)
	})
	if i < 0 {
		return "", false
	}
	for _, r := range text[i:] {
		return fmt.Sprintf("U+%04X", r), true
	}
	return "", false
}

// turnsText finds characters that turn the direction of text, with which an
// answer can be made to read as another: U+202A to U+202E, U+2066 to U+2069.
func turnsText(b []byte) bool {
	for {
		i := bytes.IndexByte(b, 0xE2)
		if i < 0 || i+2 >= len(b) {
			return false
		}
		if b[i+1] == 0x80 && b[i+2] >= 0xAA && b[i+2] <= 0xAE || b[i+1] == 0x81 && b[i+2] >= 0xA6 && b[i+2] <= 0xA9 {
			return true
		}
		b = b[i+3:]
	}
}

// mayHide are the first bytes of what hidesText finds.
var mayHide = [256]bool{0xC2: true, 0xD8: true, 0xE2: true, 0xEF: true, 0xF3: true}

// hidesText finds in one line what nobody sees and makes two names look alike:
// beside what turnsText finds control characters beyond ASCII, spaces without a
// width, marks of direction and invisible signs. Joiners are for the scripts and
// pictures that are written with them.
func hidesText(b []byte) bool {
	for i := 0; i < len(b); i++ {
		if !mayHide[b[i]] {
			continue
		}
		switch r, _ := utf8.DecodeRune(b[i:]); {
		case r >= 0x80 && r <= 0x9F, r == 0xAD, r == 0x61C, r == 0x200B, r == 0x200E, r == 0x200F,
			r >= 0x202A && r <= 0x202E, r >= 0x2060 && r <= 0x206F, r == 0xFEFF, r >= 0xFFF9 && r <= 0xFFFB, r >= 0xE0000 && r <= 0xE007F:
			return true
		}
	}
	return false
}
