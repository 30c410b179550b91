package engine

import (
	"slices"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// TaskKind says what a task asks for.
type TaskKind string

const (
	TaskStep    TaskKind = "step"    // the work of the step a case is in
	TaskSign    TaskKind = "sign"    // a signature (会签)
	TaskOpinion TaskKind = "opinion" // an opinion (征求意见)
	TaskVisit   TaskKind = "visit"   // to arrange a joint inspection (联合勘验); of the theme case
)

// Answer is what somebody said who was asked.
type Answer string

const (
	Agree    Answer = "agree"
	Disagree Answer = "disagree"
	Remarks  Answer = "remarks" // of opinions: neither yes nor no
)

// TaskEnd says how a task of those who were asked was closed.
type TaskEnd string

const (
	TaskAnswered TaskEnd = "answered"
	TaskSilent   TaskEnd = "silent"  // nothing was said in time, which counts as said
	TaskRevoked  TaskEnd = "revoked" // whoever asked takes the question back
	TaskLapsed   TaskEnd = "lapsed"  // the case went on without it
)

// Task waits for a role of a department. A case that stands in a step has
// exactly one open task of the step; others may be asked for something beside
// it, which stands in the case's Tasks. Leaving the step closes them all.
type Task struct {
	ID         string    `json:"id"`
	Kind       TaskKind  `json:"kind,omitempty"` // "" in what was written before there were others: the step's
	Case       string    `json:"case"`
	Root       string    `json:"root"`
	Department string    `json:"department"`
	Roles      []string  `json:"roles"`
	State      string    `json:"state"`
	Opened     time.Time `json:"opened"`
	Closed     time.Time `json:"closed,omitzero"` // zero while open
	ClosedBy   string    `json:"closedBy,omitempty"`

	// Of those who are asked beside the step.
	Round    int               `json:"round,omitempty"`   // of a signature: which countersigning of the case
	Place    int               `json:"place,omitempty"`   // of a signature: whose, in the order of the workflow
	Silence  workflows.Silence `json:"silence,omitempty"` // of an opinion
	Pauses   bool              `json:"pauses,omitempty"`  // of an opinion: the case's clocks stand still until it is here
	Basis    metamodel.Text    `json:"basis,omitempty"`
	Name     metamodel.Text    `json:"name,omitempty"` // of an opinion's department, which the case's release need not know
	Question string            `json:"question,omitempty"`
	Visit    string            `json:"visit,omitempty"`   // of a visit: which inspection of the theme
	AskedBy  string            `json:"askedBy,omitempty"` // account
	Answer   Answer            `json:"answer,omitempty"`
	Note     string            `json:"note,omitempty"`
	Behalf   string            `json:"behalf,omitempty"` // account for whom ClosedBy, their deputy, said it
	End      TaskEnd           `json:"end,omitempty"`
	Clock    workflows.Clock   `json:"clock,omitzero"` // of its own; without a limit the step's counts
	Due      time.Time         `json:"due,omitzero"`   // by which worklists are ordered; a step's is its case's
	Light    workflows.Light   `json:"light,omitempty"`
}

// Open reports whether the task still waits.
func (t *Task) Open() bool { return t.Closed.IsZero() }

// task finds one of those who are asked.
func (c *Case) task(id string) *Task {
	for i := range c.Tasks {
		if c.Tasks[i].ID == id {
			return &c.Tasks[i]
		}
	}
	return nil
}

// roleOf is the role under which the log records whom the task was given to.
func (t *Task) roleOf(a Actor) string {
	for _, r := range t.Roles {
		if slices.Contains(a.Roles, r) {
			return r
		}
	}
	return ""
}

// TaskLight is the light of an open task now; none once it is closed.
func (v *CaseView) TaskLight(t *Task) workflows.Light {
	if !t.Open() || v.Calendar == nil {
		return workflows.None
	}
	light, _ := t.clock(&v.Case).LightBy(v.Now, v.Calendar, t.rule(v.Lights(), v.StepLights()))
	return light
}

// Called is the name of the department that is asked.
func (t *Task) Called(rel *catalog.Release) metamodel.Text {
	if t.Name != nil {
		return t.Name
	}
	return rel.DepartmentName(t.Department)
}

// WaitsFor reports whether the task waits for this actor.
func (t *Task) WaitsFor(a Actor) bool {
	return t.Open() && t.addressedTo(a)
}

// leave closes the task of the step a case is in, and with it what hangs on it:
// what is not decided yet is void, what is not answered yet lapses.
func (f *family) leave(c *Case, from *workflows.State) {
	f.change.CloseTasks = append(f.change.CloseTasks, TaskClose{Case: c.ID, By: f.by.account, At: f.at})
	undecided := from != nil && from.Sign != nil && from.Sign.Verdict(c.votes(from.Sign)) == workflows.Undecided
	for i := range c.Tasks {
		t := &c.Tasks[i]
		if !t.Open() {
			continue
		}
		t.close(f, TaskLapsed)
		if t.Kind == TaskOpinion {
			f.logTask(c, t, EventLapsed, "")
			continue
		}
		if undecided {
			f.logTask(c, t, EventVoided, "")
			undecided = false // once a round
		}
	}
}

// close ends a task that somebody was asked for.
func (t *Task) close(f *family, end TaskEnd) {
	t.Closed, t.ClosedBy, t.End = f.at, f.by.account, end
}

// addressedTo reports whether the task was given to this actor's department
// and roles, or to those of somebody for whom they stand in, open or not.
func (t *Task) addressedTo(a Actor) bool {
	return t.own(a) || slices.ContainsFunc(a.Stands, func(s Stand) bool { return s.fits(t.Department, t.Roles) })
}

// own is addressedTo without those for whom the actor stands in.
func (t *Task) own(a Actor) bool {
	return a.Departments[t.Department] && slices.ContainsFunc(t.Roles, func(r string) bool { return slices.Contains(a.Roles, r) })
}

// WorkItem is a row of a worklist: a case, and what is wanted of the reader.
type WorkItem struct {
	Case  Case
	Task  string // its id among the case's Tasks; "" for the work of the step
	Due   time.Time
	Light workflows.Light
}

// queued is how an open task stands in its department's worklist: as the case
// has it, and as it would be by now. A sweep moves the worklist alone, so it is
// one of the two.
type queued struct {
	due, dueNow     time.Time
	light, lightNow workflows.Light
}

// remember notes how the open tasks of a case queue before a decision.
func (f *family) remember(c *Case) {
	for i := range c.Tasks {
		if t := &c.Tasks[i]; t.Open() {
			if f.queue == nil {
				f.queue = map[string]queued{}
			}
			k := t.clock(c)
			light, _ := k.LightBy(f.at, f.cal, t.rule(f.lights(c), f.stepLights(c)))
			f.queue[t.ID] = queued{t.Due, k.Due(f.cal), t.Light, light}
		}
	}
}

// clock is what a task is measured by.
func (t *Task) clock(c *Case) workflows.Clock {
	if t.Clock.Limit > 0 {
		return t.Clock
	}
	return c.Step
}

// rule is the one of two rules by which a task's light goes: the step's where it
// is measured by the step's clock.
func (t *Task) rule(matter, step *metamodel.Lights) *metamodel.Lights {
	if t.Clock.Limit > 0 {
		return matter
	}
	return step
}

// requeue brings the worklists in line with the tasks of a case as a decision
// left them.
func (f *family) requeue(c *Case) {
	for i := range c.Tasks {
		t := &c.Tasks[i]
		was, known := f.queue[t.ID]
		switch {
		case !known && t.Open():
			f.change.OpenTasks = append(f.change.OpenTasks, *t)
		case known && !t.Open():
			f.change.CloseTasks = append(f.change.CloseTasks, TaskClose{Case: c.ID, Task: t.ID, By: t.ClosedBy, At: t.Closed})
		case known && !(was.due.Equal(t.Due) && was.dueNow.Equal(t.Due) && was.light == t.Light && was.lightNow == t.Light):
			f.change.TaskLights = append(f.change.TaskLights, TaskLight{Case: c.ID, Task: t.ID, Due: t.Due, Light: t.Light})
		}
	}
}
