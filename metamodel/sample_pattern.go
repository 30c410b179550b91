package metamodel

import (
	"regexp/syntax"
	"strings"
	"unicode"
)

// patternMaker makes texts of regular expressions. Assertions inside a pattern
// are not looked at, so a text may not match.
// The choices it makes look like chance and are the same each time.
type patternMaker struct{ state uint64 }

// IntN is a choice of n, by Knuth's linear congruential generator (MMIX).
func (g *patternMaker) IntN(n int) int {
	g.state = g.state*6364136223846793005 + 1442695040888963407
	return int((g.state >> 33) % uint64(n))
}

func (g *patternMaker) text(pattern string) (string, bool) {
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return "", false
	}
	var b strings.Builder
	g.write(&b, re.Simplify(), 0)
	s := b.String()
	return s, s != "" && strings.TrimSpace(s) == s
}

func (g *patternMaker) write(b *strings.Builder, re *syntax.Regexp, depth int) {
	if depth > 50 || b.Len() > 500 {
		return
	}
	switch re.Op {
	case syntax.OpLiteral:
		for _, r := range re.Rune {
			b.WriteRune(r)
		}
	case syntax.OpCharClass:
		b.WriteRune(g.of(re.Rune))
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		b.WriteRune([]rune("ab1甲")[g.IntN(4)])
	case syntax.OpCapture, syntax.OpConcat:
		for _, s := range re.Sub {
			g.write(b, s, depth+1)
		}
	case syntax.OpAlternate:
		g.write(b, re.Sub[g.IntN(len(re.Sub))], depth+1)
	case syntax.OpQuest:
		if g.IntN(2) == 0 {
			g.write(b, re.Sub[0], depth+1)
		}
	case syntax.OpStar, syntax.OpPlus:
		n := g.IntN(3)
		if re.Op == syntax.OpPlus {
			n++
		}
		for range n {
			g.write(b, re.Sub[0], depth+1)
		}
	}
}

// of is a printable rune of a class, given as pairs of first and last.
func (g *patternMaker) of(class []rune) rune {
	if len(class) < 2 {
		return 'a'
	}
	i := g.IntN(len(class)/2) * 2
	lo, hi := class[i], class[i+1]
	for range 10 {
		if r := lo + rune(g.IntN(int(min(hi-lo, 60))+1)); unicode.IsGraphic(r) && !unicode.IsSpace(r) {
			return r
		}
		if lo < '!' && hi >= '!' {
			lo = '!'
		}
	}
	return lo
}
