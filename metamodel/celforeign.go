package metamodel

import (
	"strings"
	"unicode"
)

// foreign are signs and words of other notations, and what CEL has for them.
// Of two with the same beginning the longer stands first.
var foreign = []struct{ sign, cel string }{
	{"<>", "!="}, {"===", "=="}, {"!==", "!="}, {"=>", ">="}, {"=<", "<="},
	{"＝＝", "=="}, {"！＝", "!="}, {"＞＝", ">="}, {"＜＝", "<="}, {"＆＆", "&&"}, {"｜｜", "||"},
	{"＝", "=="}, {"≠", "!="}, {"＞", ">"}, {"＜", "<"}, {"≥", ">="}, {"≤", "<="}, {"！", "!"}, {"＆", "&&"}, {"｜", "||"},
	{"＋", "+"}, {"－", "-"}, {"×", "*"}, {"＊", "*"}, {"÷", "/"}, {"／", "/"},
	{"（", "("}, {"）", ")"}, {"［", "["}, {"］", "]"}, {"【", "["}, {"】", "]"}, {"，", ","}, {"、", ","}, {"．", "."}, {"？", "?"}, {"：", ":"},
	{"不等于", "!="}, {"大于等于", ">="}, {"小于等于", "<="}, {"等于", "=="}, {"大于", ">"}, {"小于", "<"},
	{"并且", "&&"}, {"而且", "&&"}, {"或者", "||"}, {"且", "&&"}, {"或", "||"}, {"非", "!"},
}

// foreignWords are whole words.
var foreignWords = map[string]string{"and": "&&", "or": "||", "not": "!", "true": "true", "false": "false", "in": "in"}

// openers are typographic quotes and what closes them; CEL's are straight.
var openers = map[rune]string{'‘': "’‘", '’': "’", '“': "”“", '”': "”", '＇': "＇", '＂': "＂", '「': "」", '『': "』", '`': "`'´"}

// foreignNotation finds what a source that CEL cannot read has of other
// notations: where the first of it stands, and what to write for each.
func foreignNotation(source string) (place string, hint Text, found bool) {
	runes := []rune(source)
	first := -1
	seen := map[string]bool{}
	var zh, en []string
	tell := func(i int, sign, inZh, inEn string) {
		if first < 0 {
			first = i
		}
		if !seen[sign] {
			seen[sign] = true
			zh = append(zh, inZh)
			en = append(en, inEn)
		}
	}
	write := func(i int, sign, cel string) {
		tell(i, sign, "“"+sign+"”请写作 "+cel, "write "+cel+" for “"+sign+"”")
	}
	outsideTexts(runes, func(i int) int {
		if closers, ok := openers[runes[i]]; ok {
			n := 1
			for i+n < len(runes) && !strings.ContainsRune(closers, runes[i+n]) {
				n++
			}
			if i+n >= len(runes) { // nothing closes it
				n = 0
			}
			tell(i, "quotes", "文字请用英文引号，例如 '文字'", "put text between straight quotes, like 'text'")
			return n + 1
		}
		if word := wordAt(runes, i); word > 0 {
			w := string(runes[i : i+word])
			cel, ok := foreignWords[strings.ToLower(w)]
			if ok && cel != w && !(i > 0 && runes[i-1] == '.') && !(i+word < len(runes) && runes[i+word] == '.') {
				write(i, w, cel)
			}
			return word
		}
		rest := string(runes[i:min(i+4, len(runes))])
		for _, f := range foreign {
			if strings.HasPrefix(rest, f.sign) {
				write(i, f.sign, f.cel)
				return len([]rune(f.sign))
			}
		}
		for _, known := range []string{"==", "!=", "<=", ">=", "&&", "||"} {
			if strings.HasPrefix(rest, known) {
				return 2
			}
		}
		if cel, ok := map[rune]string{'=': "==", '&': "&&", '|': "||"}[runes[i]]; ok {
			write(i, string(runes[i]), cel)
		}
		return 1
	})
	if first < 0 {
		return "", nil, false
	}
	return offsetPlace(runes, first), ZhEn(strings.Join(zh, "，"), strings.Join(en, ", ")), true
}

// wordAt is how many characters the Latin word has that begins at i.
func wordAt(source []rune, i int) int {
	n := 0
	for i+n < len(source) && source[i+n] < unicode.MaxASCII && (unicode.IsLetter(source[i+n]) || unicode.IsDigit(source[i+n]) || source[i+n] == '_') {
		n++
	}
	return n
}
