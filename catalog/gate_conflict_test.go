package catalog

import (
	"bytes"
	"maps"
	"strings"
	"testing"
)

// shownAtTimes is a pack whose matters show a field on conditions, and contradict
// each other there.
func shownAtTimes(t *testing.T) map[string][]byte {
	t.Helper()
	files := tree(t, "testdata/noodles")
	for name, b := range tree(t, "testdata/gate/conflict-when-shown") {
		files[name] = b
	}
	delete(files, "report.golden")
	return files
}

// Of demands that are never shown together nothing is said, and nothing either
// where only a situation to which one matter does not apply shows both.
func TestDemandsThatNeverMeetAreNoConflict(t *testing.T) {
	t.Parallel()
	files := shownAtTimes(t)
	said := func(of, old, now string) string {
		t.Helper()
		was := files[of]
		files[of] = bytes.ReplaceAll(was, []byte(old), []byte(now))
		if bytes.Equal(was, files[of]) {
			t.Fatalf("%s has no %q", of, old)
		}
		defer func() { files[of] = was }()
		return reported(judged(t, files, GateRules{Conflicts: true}))
	}
	const shown = "x-visible: applicant.E31 == true, maximum: 3"
	if got := said("forms/A2.yaml", shown, "x-visible: applicant.E31 == true, maximum: 4"); !strings.HasPrefix(got, "blocker\tthemes/T1.yaml\tmerged/signboard/E41\tmerge.conflict_range") {
		t.Errorf("a conflict is a blocker where it is to be one: %s", got)
	}
	if got := said("forms/A2.yaml", shown, "x-visible: premises.E21 < 400.0, maximum: 3"); got != "" {
		t.Errorf("they never meet: %s", got)
	}
	if got := said("themes/T1.yaml", "when: Q2 >= 300", "when: Q2 < 400"); strings.Contains(got, "merged/signboard/E41") {
		t.Errorf("to a floor that shows it the other matter does not apply: %s", got)
	}
}

// Where an answer is demanded and none will do nothing can be filed: that stops
// publishing. Where the field may be left empty people can file without.
func TestAContradictionThatLeavesNothingToFileIsABlocker(t *testing.T) {
	t.Parallel()
	files := shownAtTimes(t)
	const shown = "x-visible: applicant.E31 == true, maximum: 3"
	judge := func(now string) string {
		t.Helper()
		with := maps.Clone(files)
		with["forms/A2.yaml"] = bytes.Replace(files["forms/A2.yaml"], []byte(shown), []byte(now), 1)
		return reported(judged(t, with, GateRules{}))
	}
	const told = "\tthemes/T1.yaml\tmerged/signboard/E41\tmerge.conflict_range\t“Signboard height”: Fire safety inspection (forms/A3.yaml:25) demands 5 or more, Food business licence (forms/A2.yaml:38) demands "
	for now, level := range map[string]string{
		shown:                            "warning",
		shown + ", x-required: 'true'":   "blocker",
		"x-required: 'true', maximum: 4": "blocker", // the other one hides it
		shown + ", x-required: premises.E21 > 600.0":                                                              "blocker",
		shown + ", x-required: premises.E21 < 400.0":                                                              "warning", // not where both show it
		"x-required: 'true', x-value: premises.E21 / 1000.0, x-value-when: applicant.E31 == true, maximum: 4":     "blocker",
		shown + ", x-required: 'true', x-value: premises.E21 / 1000.0, x-value-when: applicant.E31 == true":       "warning", // nobody is asked where it is shown
		shown + ", x-required: premises.E21 > 600.0, x-value: premises.E21 / 1000.0, x-value-when: applicant.E31": "warning",
	} {
		got := judge(now)
		if !strings.Contains("\n"+got, "\n"+level+told) {
			t.Errorf("%s: want a %s, got %s", now, level, got)
		}
	}
}

// Two computations that are never made together contradict nothing; where both are
// made, the answers that are told are those.
func TestValuesThatAreComputedAtTimesContradictWhereBothAreComputed(t *testing.T) {
	t.Parallel()
	files := shownAtTimes(t)
	const other = "x-value: premises.E21 / 100.0, x-value-when: premises.E21 > 600.0, "
	files["forms/A3.yaml"] = bytes.Replace(files["forms/A3.yaml"], []byte("x-visible: premises.E21 > 500.0, minimum: 5"), []byte(other+"minimum: 5"), 1)
	for when, want := range map[string]bool{"premises.E21 > 700.0": true, "premises.E21 < 500.0": false} {
		with := maps.Clone(files)
		with["forms/A2.yaml"] = bytes.Replace(files["forms/A2.yaml"], []byte("x-visible: applicant.E31 == true, maximum: 3"), []byte("x-value: premises.E21 / 200.0, x-value-when: "+when), 1)
		got := reported(judged(t, with, GateRules{}))
		if at := strings.Index(got, "merge.conflict_value\t"); at >= 0 != want {
			t.Errorf("%s: %s", when, got)
		} else if want && strings.Count(got, "merge.conflict_value\t") != 1 {
			t.Errorf("told more than once: %s", got)
		} else if want {
			t.Log(strings.SplitN(got[at:], "\n", 2)[0])
		}
	}
}

// A row that nobody has to add leaves people free to file without it.
func TestAContradictionInRowsIsABlockerWhereARowIsDemanded(t *testing.T) {
	t.Parallel()
	files := tree(t, "testdata/noodles")
	edit := func(name, old, now string) {
		was := files[name]
		if files[name] = bytes.Replace(was, []byte(old), []byte(now), 1); bytes.Equal(was, files[name]) {
			t.Fatalf("%s has no %q", name, old)
		}
	}
	edit("forms/A2.yaml", "        E01: {$ref: \"element:E01\"}\n  filing", "        E01: {$ref: \"element:E01\", maxLength: 4}\n  filing")
	edit("forms/A3.yaml", "  agent:\n", "  employee:\n    type: array\n    x-subject: employee\n    items:\n      type: object\n      required: [E01]\n      properties:\n        E01: {$ref: \"element:E01\", minLength: 6}\n  agent:\n")
	edit("forms/A3.yaml", "agent/E02]", "employee, agent/E02]")
	const told = "\tthemes/T1.yaml\tmerged/employee/E01\tmerge.conflict_length\t“Person name”: Fire safety inspection (forms/A3.yaml:"
	if got := reported(judged(t, files, GateRules{})); !strings.Contains("\n"+got, "\nblocker"+told) {
		t.Errorf("somebody has to be named: %s", got)
	}
	edit("forms/A2.yaml", "    minItems: 1\n    maxItems: 9", "    maxItems: 9")
	if got := reported(judged(t, files, GateRules{})); !strings.Contains("\n"+got, "\nwarning"+told) {
		t.Errorf("nobody has to be named: %s", got)
	}
}
