package metamodel

import (
	"errors"
	"regexp"
	"regexp/syntax"
	"strconv"
)

// mostSteps bounds a regular expression written out: [a-z]{3} is three steps. The
// longest that people need (a text of 4,000 characters of a kind) stays far below;
// an expression of a few hundred characters can be written out to millions, each of
// some hundred bytes.
const mostSteps = 20_000

// errPatternSteps is wrapped by what CompilePattern says of an expression that is too long.
var errPatternSteps = errors.New("too large")

// CompilePattern compiles a regular expression (RE2) that is not too long when
// written out.
func CompilePattern(pattern string) (*regexp.Regexp, error) {
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return nil, err
	}
	if steps := patternSteps(re); steps > mostSteps {
		return nil, patternTooLarge(steps)
	}
	return regexp.Compile(pattern)
}

// patternTooLarge is an expression that takes so many steps.
type patternTooLarge int

func (e patternTooLarge) Error() string {
	return "error parsing regexp: too large: " + strconv.Itoa(int(e)) + " steps written out, " + strconv.Itoa(mostSteps) + " at most"
}

func (patternTooLarge) Unwrap() error { return errPatternSteps }

// patternSteps is how many instructions an expression comes to, about; no more than
// is needed to know that it is too many.
func patternSteps(re *syntax.Regexp) int {
	inside := 0
	for _, sub := range re.Sub {
		if inside += patternSteps(sub); inside > mostSteps {
			return inside
		}
	}
	switch re.Op {
	case syntax.OpLiteral:
		return len(re.Rune)
	case syntax.OpRepeat:
		times := re.Max
		if times < 0 {
			times = re.Min + 1
		}
		return max(inside, 1) * max(times, 1) // both within a few thousand: no overflow
	}
	return inside + 1
}
