package jsonschema

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// Each reason has words, and a line in the guide.
func TestEveryReasonIsWordedAndDescribed(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("prove.go")
	if err != nil {
		t.Fatal(err)
	}
	guide, err := os.ReadFile("../../docs/jsonschema.md")
	if err != nil {
		t.Fatal(err)
	}
	reasons := regexp.MustCompile(`Reason[A-Z]\w+ += "([a-z]+)"`).FindAllStringSubmatch(string(source), -1)
	if len(reasons) < 10 || len(reasons) != len(reasonWords) {
		t.Errorf("%d reasons, %d worded", len(reasons), len(reasonWords))
	}
	for _, m := range reasons {
		if w := reasonWords[m[1]]; w.In("zh") == "" || w.In("en") != m[1] {
			t.Errorf("%s is worded %v", m[1], w)
		}
		if !strings.Contains(string(guide), "`"+m[1]+"`") {
			t.Errorf("docs/jsonschema.md does not describe `%s`", m[1])
		}
	}
	if got, want := counted(map[string]int{ReasonOthers: 8, ReasonBlank: 2}, "zh"), "（未列出的属性 8，空白文字 2）"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
