package metamodel_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/onematter/onematter/metamodel"
)

func TestLimitsAreReadAsAPersonWritesThem(t *testing.T) {
	t.Parallel()
	base := metamodel.AnswerLimits
	got, err := metamodel.ParseLimits("depth=20, bytes=2048,number=12", base)
	want := base
	want.Depth, want.Bytes, want.NumberLength = 20, 2048, 12
	if err != nil || got != want {
		t.Errorf("%+v %v", got, err)
	}
	if got, err := metamodel.ParseLimits("", base); err != nil || got != base {
		t.Errorf("%+v %v", got, err)
	}
	for text, wrong := range map[string]string{
		"size=3": `"size=3"`, "depth=": `"depth="`, "depth=x": `"depth=x"`, "depth=1000": "depth=1000: want 4 to 256", "bytes=5": "bytes=5", "nodes=1": "nodes=1", "number=401": "number=401", "exponent=-1": "exponent=-1",
		"depth=2,exponent=9999": "exponent=9999",
	} {
		if got, err := metamodel.ParseLimits(text, base); err == nil || !strings.Contains(err.Error(), wrong) || got != base {
			t.Errorf("%s: %v", text, err)
		}
	}
}

// Every limit stops a hostile document at the limit, not before, as a
// definition and as answers, and in the checking of answers itself.
func TestEachLimitStopsHostileDocuments(t *testing.T) {
	t.Parallel()
	f := mustForm(t, restaurant(t), foodForm)
	for name, l := range map[string]metamodel.Limits{"definitions": metamodel.DefinitionLimits, "answers": metamodel.AnswerLimits} {
		for _, c := range []struct {
			code    string
			hostile func(n int) string // over the limit by n
		}{
			{"json.too_large", func(n int) string {
				return `{"x":"` + strings.Repeat("a", l.Bytes+n-len(`{"x":""}`)) + `"}`
			}},
			{"json.too_deep", func(n int) string {
				return `{"x":` + strings.Repeat("[", l.Depth+n-1) + strings.Repeat("]", l.Depth+n-1) + `}`
			}},
			{"json.too_many_values", func(n int) string { return `{"x":[` + strings.Repeat("1,", l.Nodes+n-4) + `1]}` }},
			{"json.number_too_long", func(n int) string { return `{"x":` + strings.Repeat("9", l.NumberLength+n) + `}` }},
			{"json.exponent", func(n int) string { return fmt.Sprintf(`{"x":1e-%d}`, l.Exponent+n) }},
		} {
			if ps := metamodel.Gate([]byte(c.hostile(0)), l); len(ps) > 0 {
				t.Errorf("%s, %s: at the limit: %v", name, c.code, ps)
			}
			if ps := metamodel.Gate([]byte(c.hostile(1)), l); len(ps) != 1 || ps[0].Code != c.code {
				t.Errorf("%s, %s: over the limit: %v", name, c.code, ps)
			}
			if name == "definitions" {
				if _, ps := metamodel.Decode[metamodel.FormDoc](metamodel.KindForm, []byte(c.hostile(1))); len(ps) != 1 || ps[0].Code != c.code {
					t.Errorf("a form with %s: %v", c.code, ps)
				}
				continue
			}
			if got := problemLines(f.Check([]byte(c.hostile(1)), may())); got != c.code+" " {
				t.Errorf("answers with %s: %.200s", c.code, got)
			}
			if got := problemLines(f.Check([]byte(c.hostile(0)), may())); strings.Contains(got, "json.") {
				t.Errorf("answers at the limit of %s: %.200s", c.code, got)
			}
		}
	}
}
