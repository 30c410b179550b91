package workflows

import "testing"

func TestAStepInspectsWhereInspectorsActOrPremisesAreToBePutRight(t *testing.T) {
	t.Parallel()
	m := mustCompile(licence())
	var got []string
	for _, s := range m.Workflow.States {
		if s.Inspects() {
			got = append(got, s.ID)
		}
	}
	if len(got) != 1 || got[0] != "inspect" {
		t.Errorf("%v inspect, want the inspection alone", got)
	}
	own := licence()
	for i := range own.States {
		own.States[i].Roles = nil // the department's own officers go
	}
	for _, s := range own.States {
		if want := s.ID == "inspect"; s.Inspects() != want {
			t.Errorf("without roles %s inspects: %v", s.ID, !want)
		}
	}
	look := State{ID: "look", Type: Step, Roles: []string{Inspector}}
	if !look.Inspects() {
		t.Error("inspectors who can only look inspect nothing")
	}
}
