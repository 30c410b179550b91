package engine

import (
	"slices"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

var (
	toldRound     = metamodel.Kind{Code: "migration.round", Severity: metamodel.Warning, Zh: "“{name}”在环节“{state}”的会签方或会签方式变了，会签重新开始", En: "who countersigns “{name}” at “{state}”, or what decides it, is different: the round starts anew"}
	toldRoundGone = metamodel.Kind{Code: "migration.round_gone", Severity: metamodel.Warning, Zh: "“{name}”的环节“{state}”不再会签，本轮作废", En: "“{name}” is not countersigned at “{state}” any more: the round is void"}
	toldVisit     = metamodel.Kind{Code: "migration.visit", Severity: metamodel.Warning, Zh: "“{name}”取消：新版本没有这次联合勘验，各部门单独勘验", En: "“{name}” is called off: the new version has no such joint inspection, and each department inspects on its own"}
	toldOpinion   = metamodel.Kind{Code: "migration.opinion", Severity: metamodel.Warning, Zh: "“{name}”征求{department}的意见作废：新流程这一步不再征求它的意见", En: "the question to {department} about “{name}” lapses: the new step does not ask it"}
)

// A case may be moved to another release while others are asked about it. A
// countersigning goes on when its signatories and what decides it are the same,
// and starts anew when they are not: votes were given for what was asked then.
// An opinion that is awaited stays wanted as long as the new step asks that
// department at all.

// sameRound reports whether a countersigning goes on under the new step.
func sameRound(from, to *workflows.State, moved bool) bool {
	return from != nil && from.Sign != nil && to.Sign != nil && from.Sign.Same(to.Sign) && !moved
}

// goesOn reports whether a task that others were asked for stands under the new step.
func (t *Task) goesOn(from, to *workflows.State, moved bool) bool {
	switch t.Kind {
	case TaskSign:
		return sameRound(from, to, moved)
	case TaskOpinion:
		return to.Opinions.Asks(t.Department)
	}
	return false
}

// tellAsked tells of a running case what becomes of those who are asked.
func (j *judged) tellAsked(old, now *family, was, c *Case) {
	if c.Status != CaseRunning {
		return
	}
	from, _ := old.matter(was).Machine.State(was.State)
	to, ok := now.target(c.Matter).Machine.State(c.State)
	if !ok {
		return
	}
	name, moved := now.target(c.Matter).Def.Name, ownPlaceMoved(from, was.Department, c.Department)
	signed := from != nil && from.Sign != nil
	if (signed || to.Sign != nil) && !sameRound(from, to, moved) {
		k := toldRound
		if to.Sign == nil {
			k = toldRoundGone
		}
		j.tell(k.At("state/"+c.State+"/sign", "name", name, "state", to.Name), c.Matter, to.Name)
	}
	for i := range c.Tasks {
		t := &c.Tasks[i]
		if t.Open() && t.Kind == TaskOpinion && !t.goesOn(from, to, moved) {
			j.tell(toldOpinion.At("state/"+c.State+"/opinions/"+t.Department, "name", name, "department", t.Called(old.pin.rel)), c.Matter, to.Name)
		}
	}
}

// tellVisits tells of the joint inspections that the new version does not know.
func (j *judged) tellVisits(old, now *family) {
	for _, v := range old.root.Visits {
		if !v.Over() && now.pin.theme.Inspection(v.Inspection) == nil {
			j.tell(toldVisit.At("joint/inspections/"+v.Inspection, "name", v.Name), "", v.Name)
		}
	}
}

// rehang brings what hangs on a step in line with the step a migration led to.
func (f *family) rehang(c *Case, from, to *workflows.State, moved bool) {
	voided := false
	for i := range c.Tasks {
		t := &c.Tasks[i]
		if !t.Open() {
			continue
		}
		if t.goesOn(from, to, moved) {
			t.State = to.ID
			continue
		}
		t.close(f, TaskLapsed)
		switch {
		case t.Kind == TaskOpinion:
			f.logTask(c, t, EventLapsed, "")
		case !voided:
			f.logTask(c, t, EventVoided, "")
			voided = true
		}
	}
	if to.Sign != nil && !sameRound(from, to, moved) {
		f.openRound(c, to)
	}
	f.resume(c)
	f.setLights(c)
}

// ownPlaceMoved reports whether a place to sign is the case's own department's
// and the case has another department now.
func ownPlaceMoved(from *workflows.State, was, is string) bool {
	return from != nil && from.Sign != nil && was != is &&
		slices.ContainsFunc(from.Sign.By, func(s workflows.Signatory) bool { return s.Department == "" })
}

// reopen gives back the tasks of an undone migration. One that it closed is
// opened again under another id: the one before is closed in the history.
func (f *family) reopen(c *Case, before []Task) []Task {
	is := map[string]bool{}
	for i := range c.Tasks {
		if c.Tasks[i].Open() {
			is[c.Tasks[i].ID] = true
		}
	}
	again := make([]Task, 0, len(before))
	was := map[string]bool{}
	for _, t := range before {
		if t.Open() {
			if !is[t.ID] {
				t.ID = newID()
			}
			was[t.ID] = true
		}
		again = append(again, t)
	}
	for i := range c.Tasks {
		if t := &c.Tasks[i]; t.Open() && !was[t.ID] {
			f.change.CloseTasks = append(f.change.CloseTasks, TaskClose{Case: c.ID, Task: t.ID, By: f.by.account, At: f.at})
		}
	}
	return again
}
