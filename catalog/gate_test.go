package catalog

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// gateDay is the day on which the fixtures are judged.
var gateDay = time.Date(2026, 11, 25, 0, 0, 0, 0, time.UTC)

// reported is a report as lines of "level file path code words".
func reported(r Report) string {
	var b strings.Builder
	for _, part := range []struct {
		level string
		ps    metamodel.Problems
	}{{"blocker", r.Blockers}, {"warning", r.Warnings}, {"note", r.Notes}} {
		for _, p := range part.ps {
			fmt.Fprintf(&b, "%s\t%s\t%s\t%s\t%s\n", part.level, p.File, p.Path, p.Code, p.In("en"))
		}
	}
	return b.String()
}

func judged(t testing.TB, files map[string][]byte, rules GateRules) Report {
	t.Helper()
	p, ps := ReadArchive(files)
	if p == nil {
		return ReportOf(ps)
	}
	r, ps := CompilePack(p)
	if r == nil {
		return gatedWords(ps, rules)
	}
	return GateRelease(r, ps, rules, gateDay)
}

// Every folder under testdata/gate is laid over the noodle shop; beside it is
// exactly what the gate says of it.
func TestTheGateSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	base := tree(t, "testdata/noodles")
	if said := reported(judged(t, base, GateRules{})); said != "" {
		t.Fatalf("the gate finds in the noodle shop:\n%s", said)
	}
	cases, err := os.ReadDir("testdata/gate")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.Name(), func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join("testdata/gate", c.Name())
			files := tree(t, dir)
			golden := string(files["report.golden"])
			delete(files, "report.golden")
			for name, b := range base {
				if _, over := files[name]; !over {
					files[name] = b
				}
			}
			report := judged(t, files, GateRules{})
			for _, p := range report.All() {
				if p.Message["zh"] == "" || p.Message["en"] == "" || regexp.MustCompile(`\{[a-z]+\}`).MatchString(p.Message["zh"]+p.Message["en"]) {
					t.Errorf("%s says %v", p.Code, p.Message)
				}
			}
			said := reported(report)
			if *update {
				if err := os.WriteFile(filepath.Join(dir, "report.golden"), []byte(said), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if said != golden || golden == "" {
				t.Errorf("got\n%s\nwant\n%s", said, golden)
			}
		})
	}
}

func TestEveryFindingOfTheGateHasAFixture(t *testing.T) {
	t.Parallel()
	source, err := os.ReadFile("gate_problems.go")
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for name, b := range tree(t, "testdata/gate") {
		if strings.HasSuffix(name, "report.golden") {
			all.Write(b)
		}
	}
	codes := regexp.MustCompile(`"(gate\.[a-z_]+)"`).FindAllStringSubmatch(string(source), -1)
	for _, m := range codes {
		if !strings.Contains(all.String(), "\t"+m[1]+"\t") {
			t.Errorf("no fixture provokes %s", m[1])
		}
	}
	if len(codes) < 20 {
		t.Errorf("only %d codes were found", len(codes))
	}
}

func TestAnOrganisationMayBeStricterOrMilder(t *testing.T) {
	t.Parallel()
	files := tree(t, "testdata/noodles")
	lay := func(name string) map[string][]byte {
		out := tree(t, filepath.Join("testdata/gate", name))
		delete(out, "report.golden")
		for name, b := range files {
			if _, over := out[name]; !over {
				out[name] = b
			}
		}
		return out
	}
	for _, c := range []struct {
		name   string
		rules  GateRules
		passes bool
	}{
		{"no-retention", GateRules{}, true}, {"no-retention", GateRules{Retention: true}, false},
		{"english-missing", GateRules{}, false}, {"english-missing", GateRules{EnglishLater: true}, true},
		{"chinese-missing", GateRules{EnglishLater: true}, false},
		{"conflict", GateRules{}, false}, {"conflict-when-shown", GateRules{}, true}, {"conflict-when-shown", GateRules{Conflicts: true}, false},
	} {
		if r := judged(t, lay(c.name), c.rules); r.Passed() != c.passes {
			t.Errorf("%s with %+v: %s", c.name, c.rules, reported(r))
		}
	}
}

// What the built-in packs do must not be called wrong.
func TestTheBuiltinPacksPassTheGate(t *testing.T) {
	t.Parallel()
	all, err := builtinReleases()
	if err != nil {
		t.Fatal(err)
	}
	for name, r := range all {
		start := time.Now()
		report := GateRelease(r, nil, GateRules{}, gateDay)
		if !report.Passed() {
			t.Errorf("%s: %s", name, reported(report))
		}
		t.Logf("%s: %d warnings, %d notes, %s", name, len(report.Warnings), len(report.Notes), time.Since(start))
	}
}

// accepted are the warnings of the packs with the built-in themes, each with the reason why it stays.
var accepted = []struct{ pack, at, code, reason string }{
	{"open-a-restaurant", "elements/elements.yaml", "gate.no_retention", "how long answers are kept is the bureau's to decide, and no sheet says it"},
	{"having-a-baby", "elements/elements.yaml", "gate.no_retention", "likewise"},
	{"open-a-restaurant", "themes/T01.yaml#/guide", "guide.order", "the order of the questions in the sheet is the bureau's; people are asked in the shorter one"},
	{"open-a-restaurant", "forms/M01.yaml#/properties/shareholder/items/properties/DE00005/$ref", "form.format_condition_unasked", "the paper form of the registration asks shareholders for a number and not for its type"},
	{"open-a-restaurant", "forms/M02.yaml#/properties/employee/items/properties/DE00005/$ref", "form.format_condition_unasked", "likewise of employees"},
}

func TestEveryWarningOfTheBuiltInThemesHasItsReason(t *testing.T) {
	t.Parallel()
	all, err := builtinReleases()
	if err != nil {
		t.Fatal(err)
	}
	met := map[int]bool{}
	for _, name := range []string{"open-a-restaurant", "having-a-baby"} {
		p, ps := ReadArchive(tree(t, "packs/"+name))
		if ps.Failed() {
			t.Fatal(ps)
		}
		_, ps = CompilePack(p, all["china-calendar"])
		for _, w := range append(ps, GateRelease(all[name], nil, GateRules{}, gateDay).Warnings...) {
			place := slices.IndexFunc(accepted, func(a struct{ pack, at, code, reason string }) bool {
				return a.pack == name && a.code == w.Code && (a.at == w.File || a.at == w.File+"#/"+w.Path)
			})
			if place < 0 || accepted[place].reason == "" {
				t.Errorf("%s: %s#/%s %s: %s", name, w.File, w.Path, w.Code, w.In("en"))
			}
			met[place] = true
		}
	}
	for i, a := range accepted {
		if !met[i] {
			t.Errorf("nothing warns any more: %s %s %s", a.pack, a.at, a.code)
		}
	}
}

// What an element takes bounds what a matter's condition on it can be.
func TestAMatterThatNeedsAnAnswerOutsideOfTheElementNeverApplies(t *testing.T) {
	t.Parallel()
	base := tree(t, "testdata/noodles")
	with := func(when, element string) Report {
		files := maps.Clone(base)
		edit := func(name, old, now string) {
			was := files[name]
			if files[name] = bytes.Replace(was, []byte(old), []byte(now), 1); bytes.Equal(was, files[name]) {
				t.Fatalf("%s has no %q", name, old)
			}
		}
		edit("themes/T1.yaml", "when: Q2 >= 300", "when: "+when)
		if element != "" {
			edit("elements/elements.yaml", "type: integer, minimum: 1, maximum: 50", "type: integer, "+element)
		}
		return judged(t, files, GateRules{Proof: -1})
	}
	for _, c := range []struct {
		when, element string
		never         bool
	}{
		{"premises.E24 > 99", "", true}, {"premises.E24 < 1", "", true}, {"Q7 == true && premises.E24 > 50", "", true},
		{"premises.E24 >= 50", "", false}, {"Q7 == true && premises.E24 <= 1", "", false}, {"Q2 <= 0.0", "", true}, {"Q2 < 0.5", "", false},
		{"premises.E24 > 99", "x-integer-digits: 2", true}, {"premises.E24 > 98", "x-integer-digits: 2", false},
		{"premises.E24 == 3", "enum: [2, 4]", true}, {"premises.E24 == 4", "enum: [2, 4]", false},
	} {
		report := with(c.when, c.element)
		if never := slices.ContainsFunc(report.Blockers, func(p metamodel.Problem) bool { return p.Code == GateMatterNever.Code }); never != c.never {
			t.Errorf("%s (%s): %s", c.when, c.element, reported(report))
		}
	}
}
