package catalog

import (
	"bytes"
	"strings"
	"testing"
)

// An answer of the guide with which a matter applies that never takes it stops
// publishing, with the place of that demand; not where other answers of the same
// range are taken.
func TestAnAnswerOfTheGuideThatAMatterNeverTakesIsABlocker(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ when, bound, want string }{
		{"Q2 < 300", "minimum: 500", "Fire safety inspection” (forms/A3.yaml:18) can only refuse"},
		{"Q2 < 300", "minimum: 250", ""},
		{"Q2 < 300", "exclusiveMaximum: 300", ""},
		{"Q2 >= 300", "maximum: 299", "Fire safety inspection” (forms/A3.yaml:18) can only refuse"},
	} {
		files := tree(t, "testdata/noodles")
		files["forms/A3.yaml"] = bytes.Replace(files["forms/A3.yaml"], []byte("minimum: 300}"), []byte(c.bound+"}"), 1)
		files["themes/T1.yaml"] = bytes.Replace(files["themes/T1.yaml"], []byte("when: Q2 >= 300"), []byte("when: "+c.when), 1)
		got := ""
		for _, line := range strings.Split(reported(judged(t, files, GateRules{Proof: -1})), "\n") {
			if strings.Contains(line, GuideRefused.Code) {
				got += line
			}
		}
		if (c.want == "") != (got == "") || !strings.Contains(got, c.want) || got != "" && !strings.HasPrefix(got, "blocker\tthemes/T1.yaml\tguide/") {
			t.Errorf("%s, %s: %s", c.when, c.bound, got)
		}
	}
}
