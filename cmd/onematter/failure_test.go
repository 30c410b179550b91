package main

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

func TestAFailureIsSaidInTheLanguageThatWasAskedFor(t *testing.T) {
	t.Parallel()
	_, err := os.Open("nosuch.json")
	for _, c := range []struct {
		err  error
		lang string
		want string
	}{
		{err, "zh", "nosuch.json：没有这个文件或文件夹"},
		{err, "en", "open nosuch.json: no such file or directory"},
		{failure("甲", "one"), "zh", "甲"},
		{failure("甲", "one"), "en", "one"},
		{fmt.Errorf("\x1b[31mred\u202e"), "en", `\u001b[31mred\u202e`},
	} {
		if got := sayFailure(c.err, c.lang); got != c.want {
			t.Errorf("%s: %q, want %q", c.lang, got, c.want)
		}
	}
	c, _, err := root().Find([]string{"check"})
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"zh", "en"} {
		if err := c.Flags().Set("lang", lang); err != nil || langOf(c) != lang {
			t.Error(err, langOf(c))
		}
	}
}

func TestWhatATerminalWouldObeyIsWrittenOut(t *testing.T) {
	t.Parallel()
	in := "甲\x1b]0;x\x07\u202eb\u200b\u2028\n\tc\u0085"
	if got, want := visible(in), "甲\\u001b]0;x\\u0007\\u202eb\\u200b\\u2028\n\tc\\u0085"; got != want {
		t.Errorf("%q", got)
	}
	var b strings.Builder
	if n, err := fmt.Fprint(visibly{&b}, in); err != nil || n != len(in) || strings.ContainsRune(b.String(), '\x1b') {
		t.Error(n, err, b.String())
	}
}
