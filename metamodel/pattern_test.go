package metamodel

import (
	"errors"
	"math/rand/v2"
	"regexp/syntax"
	"runtime"
	"strings"
	"testing"
	"time"
)

// A pattern of a thousand characters can be written out to a hundred megabytes: it
// is refused before it is.
func TestAPatternIsBoundedBeforeItIsWrittenOut(t *testing.T) {
	for _, hostile := range []string{
		"^" + strings.Repeat(`\pL{1000}`, 110) + "$", "^" + strings.Repeat(`(?:[a-z]{30}\d){30}`, 40) + "$",
		strings.Repeat(`(?:a|b|c|d){999}`, 60), strings.Repeat("(?:", 30) + "a{1000}" + strings.Repeat("b{700})", 30),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		begun := time.Now()
		_, err := CompilePattern(hostile)
		took := time.Since(begun)
		runtime.ReadMemStats(&after)
		if !errors.Is(err, errPatternSteps) {
			t.Errorf("%.30s: %v", hostile, err)
		}
		if n := after.TotalAlloc - before.TotalAlloc; n > 4<<20 || took > 2*time.Second {
			t.Errorf("%.30s: %d bytes in %s", hostile, n, took)
		}
	}
	for _, fine := range []string{`^[\p{Han}A-Za-z0-9（）()·]{1,1000}$`, `^[0-9A-HJ-NPQRTUWXY]{2}\d{6}[0-9A-HJ-NPQRTUWXY]{10}$`, "^" + strings.Repeat(`.{0,1000}`, 4) + "$", `^(\d{3},){0,100}\d{3}$`} {
		if _, err := CompilePattern(fine); err != nil {
			t.Errorf("%s: %v", fine, err)
		}
	}
}

// The count keeps up with what the expression compiles to.
func TestTheStepsOfAPatternAreCountedAsTheyCompile(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(20261126, 1))
	var make func(depth int) string
	make = func(depth int) string {
		switch pick := r.IntN(9); {
		case depth == 0 || pick < 2:
			return []string{"a", "[a-z]", `\d`, "字", "."}[r.IntN(5)]
		case pick < 4:
			return "(?:" + make(depth-1) + []string{"{3}", "{2,7}", "{4,}", "*", "+", "?", "{0,9}"}[r.IntN(7)] + ")"
		case pick < 6:
			return "(" + make(depth-1) + "|" + make(depth-1) + ")"
		default:
			return make(depth-1) + make(depth-1)
		}
	}
	counted := 0
	for range 2000 {
		p := make(5)
		re, err := syntax.Parse(p, syntax.Perl)
		if err != nil {
			continue // it repeats more than RE2 takes
		}
		counted++
		steps := patternSteps(re)
		prog, err := syntax.Compile(re.Simplify())
		if err != nil {
			t.Fatal(err)
		}
		if n := len(prog.Inst); n > 4*steps+10 || steps <= mostSteps && steps > 4*n+10 {
			t.Errorf("%s: %d counted, %d compiled", p, steps, n)
		}
	}
	if counted < 1500 {
		t.Errorf("only %d patterns were counted", counted)
	}
}
