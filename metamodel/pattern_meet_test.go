package metamodel_test

import (
	"regexp"
	"testing"
	"unicode/utf8"

	"github.com/onematter/onematter/metamodel"
)

func TestWhetherPatternsLeaveAText(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		patterns      []string
		least, most   int
		meet, decided bool
	}{
		{[]string{`^[ab]+$`, `^\d{3}$`}, 0, -1, false, true},
		{[]string{`^[ab]+$`, `^[bc]{2}$`}, 0, -1, true, true},
		{[]string{`^[ab]+$`, `^[bc]{2}$`, `c`}, 0, -1, false, true},
		{[]string{`^\d{5}$`}, 0, 3, false, true},
		{[]string{`^\d+$`}, 4, 3, false, true},
		{[]string{`^\d+$`}, 200, 300, true, true},
		{[]string{`^A`, `B$`}, 0, 1, false, true},
		{[]string{`^A`, `B$`}, 0, 2, true, true},
		{[]string{`(?i)^abc$`, `^ABC$`}, 0, -1, true, true},
		{[]string{`^[^x]*$`, `x`}, 0, -1, false, true},
		{[]string{`^.$`, `^[\x{4e00}-\x{9fff}]$`}, 0, -1, true, true},
		{[]string{`^(粤|沪)[A-Z]\d{5}$`, `^沪`}, 0, -1, true, true},
		{[]string{`^(粤|沪)[A-Z]\d{5}$`, `^京`}, 0, -1, false, true},
		{[]string{`\bword\b`, `^\d$`}, 0, -1, false, false},
		{[]string{`(`}, 0, -1, false, false},
	} {
		witness, meet, decided := metamodel.PatternsMeet(c.patterns, c.least, c.most)
		if meet != c.meet || decided != c.decided {
			t.Errorf("%q: %q %v %v", c.patterns, witness, meet, decided)
		}
		if n := utf8.RuneCountInString(witness); meet && (n < c.least || c.most >= 0 && n > c.most) {
			t.Errorf("%q: %q has %d characters", c.patterns, witness, n)
		}
		for _, p := range c.patterns {
			if meet && !regexp.MustCompile(p).MatchString(witness) {
				t.Errorf("%q is not in %q", p, witness)
			}
		}
	}
}
