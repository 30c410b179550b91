package metamodel

import (
	"strings"
	"unicode"
)

// answerTo is a label as it can stand in a sentence: what is itself a sentence
// becomes “the answer to” it, so that a refusal says “Select the answer to
// ‘Which area would you like to live in?’” and not “Select which area …?”.
// What became so once stays as it is.
func answerTo(label Text) Text {
	zh, en := label.In("zh"), label.In("en")
	a, b := isSentence(zh), isSentence(en)
	if !a && !b {
		return label
	}
	if a {
		zh = "“" + zh + "”的答案"
	}
	if b {
		en = answersTo + en + "”"
	}
	return ZhEn(zh, en)
}

const answersTo = "the answer to “"

// appendNamed writes a group's label as it stands inside a sentence.
func appendNamed(out []byte, label Text, lang string) []byte {
	s := label.In(lang)
	switch {
	case isSentence(s):
		out = append(append(out, "“"...), s...)
		return append(out, "”"...)
	case lang == "en":
		return appendMidSentence(out, s)
	}
	return append(out, s...)
}

// isSentence reports whether a label ends as a sentence does, whatever remark in
// brackets follows. A full stop alone may be an abbreviation's: “Tel.”
func isSentence(s string) bool {
	s = strings.TrimRightFunc(s, unicode.IsSpace)
	for _, brackets := range [][2]string{{"(", ")"}, {"（", "）"}} {
		if inner, ok := strings.CutSuffix(s, brackets[1]); ok {
			if i := strings.LastIndex(inner, brackets[0]); i > 0 {
				s = strings.TrimRightFunc(inner[:i], unicode.IsSpace)
			}
		}
	}
	switch {
	case strings.HasSuffix(s, "?"), strings.HasSuffix(s, "？"), strings.HasSuffix(s, "。"):
		return len(s) > len("？")
	case strings.HasSuffix(s, "."):
		return strings.Count(s, " ") >= 3
	}
	return false
}
