package main

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/onematter/onematter/catalog"
)

var updateGolden = flag.Bool("update-simulations", false, "write testdata/simulate anew")

// What the built-in themes come to, in words: whoever changes one looks at it again.
func TestTheBuiltInThemesAreSimulated(t *testing.T) {
	t.Parallel()
	for _, x := range []struct{ pack, theme, lang string }{{"open-a-restaurant", "T01", "en"}, {"having-a-baby", "T02", "zh"}} {
		out, err := run(t, "theme", "simulate", x.pack, x.theme, "--lang", x.lang, "--day", "2026-11-26", "--cases", "2000", "--seed", "7")
		if err != nil {
			t.Fatalf("%s: %v\n%s", x.pack, err, out)
		}
		file := filepath.Join("testdata", "simulate", x.pack+".txt")
		if *updateGolden {
			if err := os.WriteFile(file, []byte(out), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if out != string(want) {
			t.Errorf("%s says\n%s\nnot what is in %s; -update-simulations writes it anew", x.pack, out, file)
		}
	}
}

func TestAnotherVersionIsComparedAndAssumptionsAreGiven(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	restaurant := "../../catalog/packs/open-a-restaurant"
	slower := filepath.Join(dir, "slower")
	if err := os.CopyFS(slower, os.DirFS(restaurant)); err != nil {
		t.Fatal(err)
	}
	process := filepath.Join(slower, "workflows", "M02.yaml")
	doc, err := os.ReadFile(process)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(process, []byte(strings.Replace(string(doc), "roles: [inspector]\n    limit: 3", "roles: [inspector]\n    limit: 9", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := run(t, "theme", "simulate", slower, "T01", "--against", restaurant, "--cases", "1000", "--lang", "en")
	if err != nil || !strings.Contains(out, "Compared with open-a-restaurant 1.0.0") || !strings.Contains(out, " later (standard error ") {
		t.Errorf("%v\n%s", err, out)
	}
	figures := filepath.Join(dir, "figures.yaml")
	if err := os.WriteFile(figures, []byte("correct: 0\nrefuse: 0\nsteps: {M02/review: {events: {pass: 1}}, M02/inspect: {days: {median: 2, p90: 9}, events: {rectify: 1}}}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err = run(t, "theme", "simulate", restaurant, "T01", "--assume", figures, "--cases", "500", "--format", "json")
	wantExit(t, err, 1) // no inspection ever ends
	var s catalog.Simulation
	if err := json.Unmarshal([]byte(out), &s); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if s.Assumed.Odds.Correct != 0 || s.Outcomes.Unended == 0 {
		t.Errorf("%+v %+v", s.Assumed.Odds, s.Outcomes)
	}
}

func TestSharesAndStaffAreAssumedOnTheCommandLine(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "district.yaml")
	if err := os.WriteFile(file, []byte("shares:\n  Q2: {<300: 0.4, 300~1000: 0.5, ≥1000: 0.1}\n  Q3: {true: 0.25, false: 0.75}\nstaff: {market-regulation: 12, fire-rescue: 1}\nwork: 20\nsteps: {M02/inspect: {work: 240}}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for lang, want := range map[string][]string{
		"en": {"≥ 300 m²  60%      15%", "Yes       25%      80%", "Detachment (1)  most a person  41.99 ", "219%           piles up", "Detachment cannot keep up: by the minutes assumed a working day brings "},
		"zh": {"≥ 300 平方米  60%   15%", "越积越多", "人均最多", "办不过来：按假设的分钟数，每个工作日要做 "},
	} {
		out, err := run(t, "theme", "simulate", "open-a-restaurant", "T01", "--lang", lang, "--day", "2026-11-26", "--cases", "2000", "--seed", "7", "--assume", file)
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		for _, words := range want {
			if !strings.Contains(out, words) {
				t.Errorf("%q is not said in\n%s", words, out)
			}
		}
	}
}

func TestASimulationThatIsAskedForWronglyIsRefused(t *testing.T) {
	t.Parallel()
	bad := filepath.Join(t.TempDir(), "bad.yaml")
	if err := os.WriteFile(bad, []byte("correct: 3\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		args []string
		want string
	}{
		{[]string{"--cases", "0"}, "--cases"},
		{[]string{"--cases", "2000000"}, "--cases"},
		{[]string{"--per-day", "0"}, "--per-day"},
		{[]string{"--per-day", "NaN"}, "--per-day"},
		{[]string{"--day", "tomorrow"}, "--day"},
		{[]string{"--assume", "nowhere.yaml"}, "nowhere.yaml"},
		{[]string{"--assume", bad}, "simulate.assume_chance"},
		{[]string{"--against", "./nowhere"}, "nowhere"},
		{[]string{"--against", "../../catalog/packs/having-a-baby", "--cases", "1"}, "T01"},
	} {
		out, err := run(t, append([]string{"theme", "simulate", "open-a-restaurant", "T01", "--lang", "en"}, x.args...)...)
		if err == nil || !strings.Contains(out+err.Error(), x.want) {
			t.Errorf("%v: %v %s", x.args, err, out)
		}
	}
}

func TestASimulationOfAThemeThatNobodyCanFilePrintsWhyAndNoDays(t *testing.T) {
	t.Parallel()
	pack := restaurantWith(t, "forms/M02.yaml", "rule: premises.DE00213 <= premises.DE00203", "rule: premises.DE00213 < 0.0")
	for lang, want := range map[string][]string{
		"en": {"Mean days: —. No case can be filed", "Not one filing accepted: ", "share of cases ", "Floor area for food handling: ", "(Food business licence, ", " filings) premises.DE00213 < 0.0 [premises/DE00213 answer.check]", "more situations not listed", "[simulate.none_accepted]"},
		"zh": {"平均用时：—。没有一件能申报", "没有一份试填被接受的情形：", "（食品经营许可，", "种情形未列出"},
	} {
		out, err := run(t, "theme", "simulate", pack, "T01", "--lang", lang, "--cases", "100")
		if err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		for _, words := range want {
			if !strings.Contains(out, words) {
				t.Errorf("%q is not said in\n%s", words, out)
			}
		}
		if strings.Contains(out, "P80") {
			t.Errorf("nothing was filed, and days are told:\n%s", out)
		}
	}
}
