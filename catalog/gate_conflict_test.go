package catalog

import (
	"bytes"
	"strings"
	"testing"
)

// Of demands that are never shown together nothing is said, and nothing either
// where only a situation to which one matter does not apply shows both.
func TestDemandsThatNeverMeetAreNoConflict(t *testing.T) {
	t.Parallel()
	files := tree(t, "testdata/noodles")
	for name, b := range tree(t, "testdata/gate/conflict-when-shown") {
		files[name] = b
	}
	delete(files, "report.golden")
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
