package main

import (
	"strings"
	"testing"
)

// Days and shares that are no numbers are refused where they are typed.
func TestANumberOnTheCommandLineIsOne(t *testing.T) {
	t.Parallel()
	merge := []string{"matter", "merge", "../../catalog/testdata/noodles", "A2,A3", "--into", "A9", "--name", "许可", "--on", "2027-01-01", "--basis", "方案", "--reason", "两证合一", "--process", "A3", "--dry-run", "--lang", "en"}
	for flag, line := range map[string][]string{
		"--promised-days": merge, "--statutory-days": merge,
		"--per-day": {"theme", "simulate", "open-a-restaurant", "T01", "--lang", "en"},
		"--accept":  {"import", "jsonschema", "none.json", "--lang", "en"},
	} {
		for _, word := range []string{"NaN", "Inf", "-inf", "1e999", "three"} {
			out, err := run(t, append(append([]string{}, line...), flag, word)...)
			if err == nil || !strings.Contains(err.Error()+out, flag) || !strings.Contains(err.Error(), word) {
				t.Errorf("%s %s: %v\n%s", flag, word, err, out)
			}
		}
	}
}
