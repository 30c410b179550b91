package catalog

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/onematter/onematter/metamodel"
)

// Problems that keep a file from being YAML at all.
var (
	YAMLSyntax   = kind("yaml.syntax", "{at}不是正确的 YAML：{detail}", "Not valid YAML in {at}: {detail}")
	YAMLTab      = kind("yaml.tab", "{at}用了制表符（Tab）缩进，请改用空格", "A tab is used for indentation in {at}. Use spaces")
	YAMLStart    = kind("yaml.start", "{at}的值不能以“{char}”开头，请给它加上引号", "In {at} a value begins with “{char}”. Put it in quotes")
	YAMLControl  = kind("yaml.control_character", "{at}有不可见的控制字符 {char}，请删去", "There is an invisible control character {char} in {at}. Remove it")
	YAMLEncoding = kind("yaml.encoding", "{at}起不是 UTF-8 文字，请将文件存为 UTF-8 编码", "From {at} on the file is not UTF-8 text. Save it as UTF-8")
)

// yamlWords are what the parser says, in words that its author can act on. Its
// messages are matched from their beginning, the first that fits counts.
var yamlWords = []struct {
	says  string
	words metamodel.Text
	late  bool // the parser counts this one's lines from zero
}{
	{"mapping values are not allowed", metamodel.ZhEn("这里不能再出现“: ”；请检查缩进，或给含冒号的文字加上引号", "a “: ” cannot stand here; check the indentation, or put text with a colon in quotes"), false},
	{"could not find expected ':'", metamodel.ZhEn("键后缺少冒号“:”", "a key has no “:” behind it"), false},
	{"did not find expected ',' or ']'", metamodel.ZhEn("方括号 [ ] 没有成对，或缺少逗号", "a bracket [ ] is not closed, or a comma is missing"), true},
	{"did not find expected ',' or '}'", metamodel.ZhEn("花括号 { } 没有成对，或缺少逗号", "a brace { } is not closed, or a comma is missing"), true},
	{"did not find expected node content", metamodel.ZhEn("这里缺少一个值；请检查括号和逗号", "a value is missing; check brackets and commas"), true},
	{"did not find expected key", metamodel.ZhEn("缩进不一致，或值后有多余内容", "the indentation does not fit, or there is something behind a value"), true},
	{"did not find expected '-' indicator", metamodel.ZhEn("列表里的每一项须以“- ”开头，且缩进相同", "each entry of a list begins with “- ” and is indented alike"), true},
	{"did not find expected <document start>", metamodel.ZhEn("文件开头之后有多余内容", "there is something behind the document's end"), true},
	{"block sequence entries are not allowed", metamodel.ZhEn("列表项“- ”不能写在这里，请另起一行", "an entry “- ” cannot stand here; begin a new line"), false},
	{"found unexpected end of stream", metamodel.ZhEn("引号没有成对", "a quote is not closed"), false},
	{"found unknown escape character", metamodel.ZhEn("双引号里的“\\”后不能跟这个字符；请写成“\\\\”，或改用单引号", "what follows a “\\” in double quotes is not known; write “\\\\” or use single quotes"), false},
	{"found invalid Unicode character escape code", metamodel.ZhEn("“\\u”后的编码不是字符", "what follows “\\u” is no character"), false},
	{"did not find expected hexdecimal number", metamodel.ZhEn("“\\x”或“\\u”后须为十六进制数", "hexadecimal digits must follow “\\x” or “\\u”"), false},
	{"did not find expected comment or line break", metamodel.ZhEn("“|”或“>”后请另起一行", "begin a new line behind “|” or “>”"), false},
	{"did not find expected alphabetic or numeric character", metamodel.ZhEn("“*”和“&”不能作为文字的开头，请给它加上引号", "“*” and “&” cannot begin a text; put it in quotes"), false},
	{"found unexpected document indicator", metamodel.ZhEn("引号里的一行不能以 --- 或 ... 开头", "a line within quotes cannot begin with --- or ..."), false},
	{"found incompatible YAML document", metamodel.ZhEn("只支持 YAML 1.1 和 1.2", "only YAML 1.1 and 1.2 are supported"), true},
	{"found undefined tag handle", metamodel.ZhEn("不支持 YAML 标签（!）", "YAML tags (!) are not supported"), true},
	{"exceeded max depth", metamodel.ZhEn("嵌套太深", "it is nested too deeply"), false},
}

var notYAML = metamodel.ZhEn("写法有误，请检查缩进、引号和括号", "check indentation, quotes and brackets")

var yamlSays = regexp.MustCompile(`^yaml: (?:line ([0-9]+): )?(.*)$`)

// yamlFault says in our own words what the parser found, and where.
func yamlFault(src []byte, err error) metamodel.Problem {
	m := yamlSays.FindStringSubmatch(err.Error())
	if m == nil {
		return YAMLSyntax.At("", "at", yamlPlace(1, 0), "detail", notYAML)
	}
	said, line := m[2], 1
	if n, err := strconv.Atoi(m[1]); err == nil {
		line = n
	}
	switch {
	case strings.Contains(said, "UTF-8"):
		i := 0
		for i < len(src) {
			r, n := utf8.DecodeRune(src[i:])
			if r == utf8.RuneError && n == 1 {
				break
			}
			i += n
		}
		return YAMLEncoding.At("", "at", placeIn(src, i))
	case strings.HasPrefix(said, "control characters"):
		i := bytes.IndexFunc(src, func(r rune) bool {
			return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r >= 0x7f && r < 0xa0 && r != 0x85 || r == 0xfeff || r == 0xfffe || r == 0xffff
		})
		if i >= 0 {
			r, _ := utf8.DecodeRune(src[i:])
			return YAMLControl.At("", "at", placeIn(src, i), "char", "U+"+strings.ToUpper(strconv.FormatInt(0x10000+int64(r), 16)[1:]))
		}
	case strings.Contains(said, "tab character"), strings.HasPrefix(said, "found character that cannot start any token"):
		return yamlStart(src, line)
	}
	words := notYAML
	for _, w := range yamlWords {
		if strings.HasPrefix(said, w.says) {
			if words = w.words; w.late && m[1] != "" {
				line++
			}
			break
		}
	}
	if last := bytes.Count(bytes.TrimRight(src, "\n"), []byte("\n")) + 1; line > last {
		line = last // it waited for more until the end
	}
	return YAMLSyntax.At("", "at", yamlPlace(line, 0), "detail", words)
}

// badStart is where a value begins with what cannot begin one.
var badStart = regexp.MustCompile("(?:^|[ \t\\[{,])([\t@`%])")

func yamlStart(src []byte, line int) metamodel.Problem {
	lines := bytes.Split(src, []byte("\n"))
	if line <= len(lines) {
		if at := badStart.FindSubmatchIndex(lines[line-1]); at != nil {
			place := yamlPlace(line, utf8.RuneCount(lines[line-1][:at[2]])+1)
			if char := string(lines[line-1][at[2]:at[3]]); char != "\t" {
				return YAMLStart.At("", "at", place, "char", char)
			}
			return YAMLTab.At("", "at", place)
		}
	}
	return YAMLSyntax.At("", "at", yamlPlace(line, 0), "detail", notYAML)
}

// placeIn is the line and column of a byte.
func placeIn(src []byte, i int) metamodel.Text {
	before := src[:i]
	line := bytes.Count(before, []byte("\n")) + 1
	return yamlPlace(line, utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])+1)
}

// yamlPlace words a line and, when it is not 0, a column; both count from 1.
func yamlPlace(line, column int) metamodel.Text {
	l, c := strconv.Itoa(line), strconv.Itoa(column)
	if column == 0 {
		return metamodel.ZhEn("第 "+l+" 行", "line "+l)
	}
	return metamodel.ZhEn("第 "+l+" 行第 "+c+" 列", "line "+l+", column "+c)
}
