package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/onematter/onematter/catalog"
)

func TestTheGuideOfAThemeIsPrintedInEveryFormat(t *testing.T) {
	t.Parallel()
	print := func(args ...string) string {
		t.Helper()
		out, err := run(t, append([]string{"theme", "guide", "open-a-restaurant", "T01"}, args...)...)
		if err != nil {
			t.Fatalf("%v: %v\n%s", args, err, out)
		}
		return out
	}
	for args, wants := range map[string][]string{
		"--lang en":              {"On average the guide asks 6.80; in the order written, 7.00; no order asks fewer", "1. Q7 Do you already hold a business licence? (100.0% of the people)", "Fire safety inspection", "shares: Estimate"},
		"--lang zh":              {"平均问 6.80 个问题；按所写顺序 7.00 个", "占比来源：估计"},
		"--format mermaid":       {"flowchart TD\n", "s1 -- \"是 20.0%\" --> s"},
		"--format dot --lang en": {"digraph guide {", "s1 -> s2 [label=\"No 80.0%\"];", "}\n"},
		"--format json":          {`"provenFewest": true`},
	} {
		out := print(strings.Fields(args)...)
		for _, w := range wants {
			if !strings.Contains(out, w) {
				t.Errorf("%s: no %q in\n%s", args, w, out)
			}
		}
	}
	var d catalog.DerivedGuide
	if err := json.Unmarshal([]byte(print("--format", "json")), &d); err != nil || len(d.Questions) != 7 || len(d.InForm) != 6 || len(d.Steps) == 0 {
		t.Errorf("%v %+v", err, d)
	}
	if out, err := run(t, "theme", "guide", "open-a-restaurant", "T99"); err == nil {
		t.Errorf("there is no T99: %s", out)
	}
}
