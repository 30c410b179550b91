package citizen

import (
	"regexp"
	"strings"
	"testing"
)

func TestATextIsShownAsItsAuthorMeansIt(t *testing.T) {
	t.Parallel()
	const link = ` target="_blank" rel="noopener noreferrer">`
	const tab = `<span class="govuk-visually-hidden"> (opens in a new tab)</span></a>`
	for in, want := range map[string]string{
		"":                          "",
		"18 digits":                 "18 digits",
		"one\ntwo":                  "one<br>two",
		"one\n\ntwo":                "<p>one</p><p>two</p>",
		"- a\n- b":                  `<ul class="govuk-list govuk-list--bullet"><li>a</li><li>b</li></ul>`,
		"1. a\n2. b":                `<ol class="govuk-list govuk-list--number"><li>a</li><li>b</li></ol>`,
		"Bring:\n- a\n- b\nThen go": `<p>Bring:</p><ul class="govuk-list govuk-list--bullet"><li>a</li><li>b</li></ul><p>Then go</p>`,
		"**both** pages":            "<strong>both</strong> pages",
		"2 ** 3":                    "2 ** 3",
		"a * b * c":                 "a * b * c",
		"-5 to 5":                   "-5 to 5",
		"1.5 m":                     "1.5 m",
		"see [the law](https://one.example.gov/a?b=1&c=2)": `see <a class="govuk-link" href="https://one.example.gov/a?b=1&amp;c=2"` + link + "the law" + tab,
		"**[here](/help#privacy)**":                        `<strong><a class="govuk-link" href="/help#privacy"` + link + "here" + tab + "</strong>",
		"[write](mailto:a@one.example)":                    `<a class="govuk-link" href="mailto:a@one.example">write</a>`,
		"[a] (b)":                                          "[a] (b)",
		"<b>":                                              "&lt;b&gt;",
		`"quoted" & 'so'`:                                  "&#34;quoted&#34; &amp; &#39;so&#39;",
	} {
		if got := string((L{Lang: "en"}).Rich(in)); got != want {
			t.Errorf("%q\n is shown as %s\n want        %s", in, got, want)
		}
	}
}

// hostile texts must not bring anything but text.
var hostileTexts = []string{
	"[x](javascript:alert(1))", "[x](JaVaScRiPt:alert(1))", "[x](java\tscript:alert(1))", "[x]( javascript:alert(1))",
	"[x](data:text/html,<script>alert(1)</script>)", "[x](vbscript:x)", "[x](//evil.example)", "[x](/\\evil.example)", "[x](\\\\evil.example)",
	"[x](https:evil)", "[x](file:///etc/passwd)", "[x](blob:https://a/b)", `[x](https://a" onmouseover="alert(1))`, "[x](https://a' onclick='x)",
	`[<img src=x onerror=alert(1)>](https://one.example)`, "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<!--", "]]>", "&lt;script&gt;",
	"**<script>**", "[**](https://one.example)", "[a](b](https://c)", "[[a]](https://b)", "![x](https://one.example/b.png)", "**" + "[a](javascript:x)" + "**",
	strings.Repeat("[", 5000), strings.Repeat("**", 5000), strings.Repeat("[](", 3000), strings.Repeat("- \n", 3000), "\x00<\x01script>", "[a](\x01https://b)",
}

// tags is everything that may come out.
var tags = regexp.MustCompile(`^(?:[^<>]|</?(?:p|br|li|strong|ul|ol|a|span)>|<ul class="govuk-list govuk-list--bullet">|<ol class="govuk-list govuk-list--number">|` +
	`<span class="govuk-visually-hidden">|<a class="govuk-link" href="(?:https?://[^"<>]+|/[^"<>]*)" target="_blank" rel="noopener noreferrer">|<a class="govuk-link" href="mailto:[^"<>]+">)*$`)

func TestAHostileTextBringsOnlyText(t *testing.T) {
	t.Parallel()
	for _, in := range hostileTexts {
		got := string((L{Lang: "zh"}).Rich(in))
		if !tags.MatchString(got) {
			t.Errorf("%.60q is shown as %.200s", in, got)
		}
		if strings.Contains(got, "<a") && !strings.Contains(in, "https://one.example") {
			t.Errorf("%.60q became a link: %.200s", in, got)
		}
	}
}

func FuzzRichTextBringsOnlyText(f *testing.F) {
	for _, s := range hostileTexts {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, in string) {
		if got := string((L{Lang: "zh"}).Rich(in)); !tags.MatchString(got) {
			t.Errorf("%q is shown as %s", in, got)
		}
	})
}
