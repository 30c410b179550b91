package main

import (
	"errors"
	"strings"
	"syscall"
	"testing"
)

func TestACommandLineThatIsWrongIsExplained(t *testing.T) {
	t.Parallel()
	for _, x := range []struct{ line, zh, en, usage string }{
		{"check", "需要 1 个参数，给了 0 个", "1 argument is needed, 0 given", "onematter check PACK [flags]"},
		{"diff a", "需要 2 个参数，给了 1 个", "2 arguments are needed, 1 given", "onematter diff A B [flags]"},
		{"explain x", "需要 2 到 3 个参数，给了 1 个", "2 to 3 arguments are needed, 1 given", "onematter explain PACK FORM [PATH] [flags]"},
		{"pack history a b", "最多 1 个参数，给了 2 个", "at most 1 argument, 2 given", "onematter pack history [NAME] [flags]"},
		{"import jsonschema --out x", "至少需要 1 个参数，给了 0 个", "at least 1 argument is needed, 0 given", "onematter import jsonschema FILE… [flags]"},
		{"import sheets x", "缺少选项 \"out\"", "missing flag: \"out\"", "onematter import sheets DIR|FILE.xlsx [flags]"},
		{"check --nope", "没有选项 --nope", "unknown flag: --nope", "onematter check PACK [flags]"},
		{"check x --lang fr", "选项 --lang 的值 \"fr\" 不对，应为 zh 或 en", "want zh or en", "onematter check PACK [flags]"},
		{"demo-data --cases x", "选项 --cases 的值 \"x\" 不对，应为数", "--cases takes a number, not \"x\"", "onematter demo-data [flags]"},
		{"serve --addr", "选项 --addr 后面缺少值", "flag needs an argument: --addr", "onematter serve [flags]"},
		{"chek", "没有命令 \"chek\"，是不是 check？", "did you mean check?", "onematter COMMAND"},
		{"pack promot", "没有命令 \"promot\"，是不是 promote？", "did you mean promote?", "onematter pack COMMAND"},
		{"version x", "不需要参数，给了“x”", "no argument is needed, “x” was given", "onematter version [flags]"},
		{"pack promote x --yes --confirm y", "选项 yes confirm 只能给一个", "only one of the flags yes confirm may be given", "onematter pack promote FILE.zip|DIR|URL [flags]"},
	} {
		c := root()
		c.SetArgs(strings.Fields(x.line))
		c.SetOut(&strings.Builder{})
		c.SetErr(&strings.Builder{})
		at, err := c.ExecuteContextC(t.Context())
		if err == nil {
			t.Errorf("%s went well", x.line)
			continue
		}
		for lang, want := range map[string]string{"zh": x.zh, "en": x.en} {
			if said, ok := sayUsage(at, err, lang); !ok || !strings.Contains(said, want) || !strings.Contains(said, x.usage+"\n") || !strings.Contains(said, "--help") {
				t.Errorf("%s: %v, said %s", x.line, err, said)
			}
		}
	}
	if said, ok := sayUsage(root(), errors.New("the disk is full"), "en"); ok {
		t.Errorf("took another failure for a wrong line: %s", said)
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, syscall.ENOSPC }

func TestOutputThatIsLostIsNoSuccess(t *testing.T) {
	t.Parallel()
	o, c := &output{to: full{}}, root()
	c.SetOut(o)
	c.SetArgs([]string{"version"})
	if err := c.ExecuteContext(t.Context()); err != nil {
		t.Error(err)
	}
	if err := o.failure(); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("lost without a word: %v", err)
	}
}
