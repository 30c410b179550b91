package main

import (
	"errors"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"github.com/onematter/onematter/metamodel"
)

// A mistake is a way to write a command line wrong, by cobra's words for it, and
// what we say of it. $1, $2… are what the words name.
type mistake struct {
	words  *regexp.Regexp
	zh, en string
}

var mistakes = []mistake{
	{regexp.MustCompile(`^accepts (\d+) arg\(s\), received (\d+)$`), "需要 $1 个参数，给了 $2 个", "$1 argument(s) (is|are) needed, $2 given"},
	{regexp.MustCompile(`^accepts between (\d+) and (\d+) arg\(s\), received (\d+)$`), "需要 $1 到 $2 个参数，给了 $3 个", "$1 to $2 arguments are needed, $3 given"},
	{regexp.MustCompile(`^accepts at most (\d+) arg\(s\), received (\d+)$`), "最多 $1 个参数，给了 $2 个", "at most $1 argument(s), $2 given"},
	{regexp.MustCompile(`^requires at least (\d+) arg\(s\), only received (\d+)$`), "至少需要 $1 个参数，给了 $2 个", "at least $1 argument(s) (is|are) needed, $2 given"},
	{regexp.MustCompile(`^unknown command ("(?:[^"\\]|\\.)*") for "[^"]*"`), "没有命令 $1", ""},
	{regexp.MustCompile(`^unknown (?:shorthand )?flag: (.*)$`), "没有选项 $1", ""},
	{regexp.MustCompile(`^flag needs an argument: (.*)$`), "选项 $1 后面缺少值", ""},
	{regexp.MustCompile(`^invalid argument ("(?:[^"\\]|\\.)*") for "([^"]*)" flag: want (.*)$`), "选项 $2 的值 $1 不对，应为 $3", ""},
	{regexp.MustCompile(`^invalid argument ("(?:[^"\\]|\\.)*") for "([^"]*)" flag: strconv\..*$`), "选项 $2 的值 $1 不对，应为数", "$2 takes a number, not $1"},
	{regexp.MustCompile(`^invalid argument ("(?:[^"\\]|\\.)*") for "([^"]*)" flag: (.*)$`), "选项 $2 的值 $1 不对：$3", ""},
	{regexp.MustCompile(`^required flag\(s\) (.*) not set$`), "缺少选项 $1", "missing flag: $1"},
	{regexp.MustCompile(`^if any flags in the group \[(.*)\] are set none of the others can be; .*$`), "选项 $1 只能给一个", "only one of the flags $1 may be given"},
}

// sayUsage words a command line that is written wrong, with how to write it;
// false when err is about something else.
func sayUsage(c *cobra.Command, err error, lang string) (string, bool) {
	text := err.Error()
	if c == nil || errors.As(err, new(failed)) {
		return "", false
	}
	for _, m := range mistakes {
		if !m.words.MatchString(text) {
			continue
		}
		en := text
		if m.en != "" {
			en = filled(m, text)
		}
		if i := strings.Index(text, "\n"); i >= 0 { // “Did you mean this?” is said below
			text, en = text[:i], strings.SplitN(en, "\n", 2)[0]
		}
		said := metamodel.ZhEn(m.words.ReplaceAllString(text, m.zh), en).In(lang)
		if word := firstWord(text); word != "" && c.HasParent() && !c.HasSubCommands() {
			said = metamodel.ZhEn("不需要参数，给了“"+word+"”", "no argument is needed, “"+word+"” was given").In(lang)
		}
		near := c.SuggestionsFor(firstWord(text))
		if len(near) > 0 {
			said += metamodel.ZhEn("，是不是 ", "; did you mean ").In(lang) + strings.Join(near, metamodel.ZhEn("、", ", ").In(lang)) + metamodel.ZhEn("？", "?").In(lang)
		}
		line := c.UseLine()
		if c.HasSubCommands() {
			line = c.CommandPath() + " COMMAND"
		}
		if lang == "zh" {
			said = strings.ReplaceAll(said, " or ", " 或 ")
		}
		return said + "\n" + metamodel.ZhEn("用法：", "Usage: ").In(lang) + line + "\n" +
			metamodel.ZhEn("详见 "+c.CommandPath()+" --help", c.CommandPath()+" --help explains it").In(lang), true
	}
	return "", false
}

// filled puts what cobra named into our English words.
func filled(m mistake, text string) string {
	found := m.words.FindStringSubmatch(text)
	var args []any
	format := regexp.MustCompile(`\$\d`).ReplaceAllStringFunc(m.en, func(which string) string {
		args = append(args, found[which[1]-'0'])
		return "%s"
	})
	return metamodel.Counted(format, args...)
}

// firstWord is the command that is not known.
func firstWord(text string) string {
	_, rest, _ := strings.Cut(text, `unknown command "`)
	word, _, _ := strings.Cut(rest, `"`)
	return word
}
