package engine

import (
	"slices"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// VisitState is how far a joint inspection is.
type VisitState string

const (
	VisitIdle      VisitState = "idle"      // nobody is there any more and no date was named: it begins anew with whoever comes, and nobody is shown it
	VisitGathering VisitState = "gathering" // the first waits for the others, no longer than the theme says
	VisitArranging VisitState = "arranging" // all are there, or the time is up: the lead names a date
	VisitArranged  VisitState = "arranged"  // the applicant has an appointment
	VisitHeld      VisitState = "held"      // each department writes down what it found, and decides
	VisitCancelled VisitState = "cancelled" // each department inspects on its own
)

// VisitCause is why a visit was called off by itself.
type VisitCause string

const (
	NobodyWaits VisitCause = "nobody"  // it had a date, and no matter is in its step any more
	NobodyCame  VisitCause = "late"    // the others did not come while the first waited
	NobodyElse  VisitCause = "alone"   // no other may still come
	NobodyKnows VisitCause = "version" // the filing went to a version without it
)

// Visit is one joint inspection of a filing (联合勘验). It belongs to the theme
// case, so that a department which arranges it, or leaves it, touches nobody
// else's case; who takes part follows from where the cases stand. A filing has
// each of its theme's inspections once: whoever comes to the step when it was
// held or cancelled inspects alone.
type Visit struct {
	Inspection string          `json:"inspection"` // its id in the theme
	Name       metamodel.Text  `json:"name"`
	State      VisitState      `json:"state"`
	Lead       string          `json:"lead,omitempty"`    // the department that arranges it now
	Matters    []string        `json:"matters,omitempty"` // whose cases are in the step, in the theme's order; those it was held with, or called off for
	Awaits     []string        `json:"awaits,omitempty"`  // that may still come
	Left       []string        `json:"left,omitempty"`    // that chose to inspect alone
	Wait       workflows.Clock `json:"wait,omitzero"`     // how long the first waits
	At         time.Time       `json:"at,omitzero"`       // the appointment
	Place      string          `json:"place,omitempty"`
	People     string          `json:"people,omitempty"` // who comes
	Ready      string          `json:"ready,omitempty"`  // what the applicant is to have ready
	Why        string          `json:"why,omitempty"`    // it was cancelled or put off, for the applicant to read
	Cause      VisitCause      `json:"cause,omitempty"`  // nobody cancelled it: it was called off by itself
	Held       time.Time       `json:"held,omitzero"`
	Record     string          `json:"record,omitempty"` // what was seen together; of the departments
	Findings   []Finding       `json:"findings,omitempty"`
	Revision   int64           `json:"revision"`
}

// Finding is what one department found, for itself.
type Finding struct {
	Matter string    `json:"matter"`
	Note   string    `json:"note"`
	By     string    `json:"by"` // as shown
	At     time.Time `json:"at"`
}

// Over reports whether nobody waits for the visit any more.
func (v *Visit) Over() bool { return v.State == VisitHeld || v.State == VisitCancelled }

// Finding is what was written down for a matter; nil for nothing yet.
func (v *Visit) Finding(matter string) *Finding {
	for i := range v.Findings {
		if v.Findings[i].Matter == matter {
			return &v.Findings[i]
		}
	}
	return nil
}

// Visit finds a joint inspection of a theme case.
func (c *Case) Visit(inspection string) (Visit, bool) {
	for _, v := range c.Visits {
		if v.Inspection == inspection {
			return v, true
		}
	}
	return Visit{}, false
}

// waited reports whether the first has waited as long as it must.
func (v *Visit) waited(at time.Time, cal *workflows.Calendar) bool {
	return v.Wait.UsedAt(at, cal) >= v.Wait.Limit
}

// putVisit writes a visit back. What was read is left as it is.
func (f *family) putVisit(v Visit) {
	v.Revision++
	list := slices.Clone(f.root.Visits)
	if i := slices.IndexFunc(list, func(o Visit) bool { return o.Inspection == v.Inspection }); i >= 0 {
		list[i] = v
	} else {
		list = append(list, v)
	}
	f.root.Visits = list
	f.touch(f.root)
	f.setLights(f.root)
}

// convene brings the joint inspections of a filing in line with where its cases
// stand now: who is there, who may still come, whether the wait is over. It is
// done with every decision, in nobody's name, and changes nothing when all is well.
func (f *family) convene() {
	if f.pin.theme == nil {
		return
	}
	by := f.by
	f.by = who{}
	for _, v := range f.root.Visits {
		if !v.Over() && f.pin.theme.Inspection(v.Inspection) == nil {
			f.callOff(v, NobodyKnows, "")
		}
	}
	open := false
	for _, in := range f.pin.theme.Together {
		f.gather(in)
		v, _ := f.root.Visit(in.Def.ID)
		open = open || !v.Over()
	}
	f.heedRoot = open
	f.by = by
}

// gather follows one inspection.
func (f *family) gather(in *catalog.Inspection) {
	v, known := f.root.Visit(in.Def.ID)
	if v.Over() {
		return
	}
	here, coming := f.attending(in, v.Left)
	begun := known && v.State != VisitIdle
	if !begun && len(here)+len(coming) > 1 {
		if len(here) == 0 {
			return // nobody yet
		}
		v.State, v.Wait = VisitGathering, workflows.Clock{Limit: f.cal.Days(in.Def.Wait)}.Run(f.at, f.cal, false)
	} else if !known {
		return // nobody to share it with
	}
	was := v
	v.Inspection, v.Matters, v.Awaits, v.Name = in.Def.ID, here, coming, in.Def.Name
	for _, m := range was.Matters {
		if !slices.Contains(here, m) {
			f.logVisit(v, EventVisitLeft, m, "")
		}
	}
	for _, m := range here {
		if !slices.Contains(was.Matters, m) {
			f.logVisit(v, EventVisitJoined, m, "")
		}
	}
	cause := VisitCause("")
	switch waited := v.waited(f.at, f.cal); {
	case v.State == VisitArranged:
		if len(here) == 0 {
			cause = NobodyWaits
		}
	case len(here)+len(coming) < 2:
		cause = NobodyElse
	case len(here) == 0:
		v.State = VisitIdle
	case len(here) == 1 && waited:
		cause = NobodyCame
	case len(here) == 1:
		v.State = VisitGathering // the other is with the applicant again
	case len(coming) == 0 || waited:
		v.State = VisitArranging
	}
	if cause != "" {
		if len(here) == 0 { // told to those who were there, and might have come again
			v.Matters, v.Awaits = in.Ordered(was.Matters, coming), nil
		}
		f.callOff(v, cause, "")
		return
	}
	v.Lead = f.arranger(in, here)
	if known && v.State == was.State && v.Lead == was.Lead && slices.Equal(was.Matters, here) && slices.Equal(was.Awaits, coming) {
		f.askArranger(in, v)
		return
	}
	f.putVisit(v)
	if v.State == VisitArranging && was.State != VisitArranging {
		f.logVisit(v, EventVisitAsked, "", "")
	}
	f.askArranger(in, v)
}

// attending are the matters whose cases are in their inspection now, and those
// whose cases may still come to it. A matter that has been through it does not
// count, nor one that chose to go alone.
func (f *family) attending(in *catalog.Inspection, left []string) (here, coming []string) {
	for _, m := range in.Matters {
		c := f.child(m.Def.ID)
		if c == nil || c.Status == CaseEnded || slices.Contains(left, m.Def.ID) {
			continue
		}
		state := in.States[m.Def.ID]
		switch {
		case c.Status == CaseRunning && c.State == state:
			here = append(here, m.Def.ID)
		case !c.passed(state) && f.matter(c).Machine.Leads(c.State, state):
			coming = append(coming, m.Def.ID)
		}
	}
	return here, coming
}

// passed reports whether a case has been through a step and gone on.
func (c *Case) passed(state string) bool {
	i := slices.Index(c.Trail, state)
	return i >= 0 && i < len(c.Trail)-1
}

// arranger is the department that arranges a visit: the lead while its matter is
// there, else the first that is.
func (f *family) arranger(in *catalog.Inspection, here []string) string {
	for _, m := range here {
		if c := f.child(m); f.matter(c).Def.Department == in.Def.Lead {
			return c.Department // the lead's own, or the one its matter is delegated to
		}
	}
	if len(here) == 0 {
		return ""
	}
	return f.child(here[0]).Department
}

// askArranger gives whoever arranges a visit a task of the theme case, and takes
// it from whoever does no longer. It is due when the step it was given in is.
func (f *family) askArranger(in *catalog.Inspection, v Visit) {
	var want *Task
	if v.State == VisitArranging || v.State == VisitArranged {
		for _, m := range v.Matters {
			c := f.child(m)
			if s, ok := f.matter(c).Machine.State(c.State); ok && c.Department == v.Lead {
				want = &Task{ID: newID(), Kind: TaskVisit, Case: f.root.ID, Root: f.root.ID, Department: v.Lead, Roles: s.Roles, State: s.ID, Opened: f.at,
					Visit: in.Def.ID, Clock: c.Step}
				break
			}
		}
	}
	for i := range f.root.Tasks {
		t := &f.root.Tasks[i]
		if !t.Open() || t.Visit != in.Def.ID {
			continue
		}
		if want != nil && t.Department == want.Department && slices.Equal(t.Roles, want.Roles) {
			return
		}
		f.endVisitTask(v.Inspection, TaskLapsed)
		break
	}
	if want != nil {
		f.root.Tasks = append(slices.Clone(f.root.Tasks), *want)
		f.touch(f.root)
		f.setLights(f.root)
	}
}

// endVisitTask closes the task of whoever arranges a visit.
func (f *family) endVisitTask(inspection string, end TaskEnd) {
	f.root.Tasks = slices.Clone(f.root.Tasks)
	for i := range f.root.Tasks {
		if t := &f.root.Tasks[i]; t.Open() && t.Visit == inspection {
			t.close(f, end)
			f.touch(f.root)
		}
	}
}

// callOff ends a visit that is not held: those who are there go on alone. What
// is called off by itself has a cause, what a department cancels says why.
func (f *family) callOff(v Visit, cause VisitCause, why string) {
	v.State, v.Cause, v.Why = VisitCancelled, cause, why
	f.endVisitTask(v.Inspection, TaskLapsed)
	f.putVisit(v)
	f.logVisit(v, EventVisitCancelled, "", why)
}

// logVisit tells of a joint inspection, in the history of the theme case.
func (f *family) logVisit(v Visit, event EventType, matter, note string) {
	told := &VisitTold{Inspection: v.Inspection, Name: v.Name, Matters: v.Matters, Matter: matter, Cause: v.Cause, Place: v.Place, People: v.People, Ready: v.Ready}
	if !v.At.IsZero() {
		told.AtUnix = v.At.Unix()
	}
	for _, c := range f.children {
		concerned := slices.Contains(v.Matters, c.Matter) || slices.Contains(v.Awaits, c.Matter) || slices.Contains(v.Left, c.Matter) || c.Matter == matter
		if concerned && !slices.Contains(told.Departments, c.Department) {
			told.Departments = append(told.Departments, c.Department)
		}
	}
	f.log(f.root, event, func(d *EventData) { d.Note, d.Visit = note, told })
}

// visitOf is the joint inspection whose step a case is in.
func (f *family) visitOf(c *Case) (Visit, bool) {
	if f.pin.theme == nil || c.Matter == "" || c.Status != CaseRunning {
		return Visit{}, false
	}
	for _, in := range f.pin.theme.Together {
		if in.States[c.Matter] == c.State {
			return f.root.Visit(in.Def.ID)
		}
	}
	return Visit{}, false
}

// awaitsVisit reports whether what a step decides has to wait: for a visit in
// which the case takes part, or for what its department found there.
func (f *family) awaitsVisit(c *Case, k workflows.TransitionKind) (v Visit, held, waits bool) {
	if k != workflows.Forward && k != workflows.Approve && k != workflows.Deliver {
		return v, false, false
	}
	v, ok := f.visitOf(c)
	if !ok || !slices.Contains(v.Matters, c.Matter) {
		return v, false, false
	}
	switch v.State {
	case VisitGathering, VisitArranging, VisitArranged:
		return v, false, true
	case VisitHeld:
		return v, true, v.Finding(c.Matter) == nil
	}
	return v, false, false
}

// afterVisit refuses what has to wait for a joint inspection.
func (f *family) afterVisit(c *Case, k workflows.TransitionKind) error {
	switch v, held, waits := f.awaitsVisit(c, k); {
	case waits && held:
		return refuse(visitFinding, "", "name", v.Name)
	case waits:
		return refuse(visitAwaited, "", "name", v.Name)
	}
	return nil
}

// consequenceOfVisit says what an action means for a joint inspection; nil where
// it means nothing.
func (f *family) consequenceOfVisit(c *Case, k workflows.TransitionKind) metamodel.Text {
	switch _, held, waits := f.awaitsVisit(c, k); {
	case waits && held:
		return metamodel.ZhEn("须先写下本部门的勘验意见", "Possible once your department has written down what it found")
	case waits:
		return metamodel.ZhEn("须等联合勘验之后才能操作；也可以改为单独勘验", "Possible after the joint inspection, unless your department inspects on its own")
	}
	if v, ok := f.visitOf(c); ok && !v.Over() && slices.Contains(v.Matters, c.Matter) {
		return metamodel.ZhEn("本事项随之离开联合勘验；勘验前回到本环节的，重新加入", "The matter leaves the joint inspection, and joins again if it is back before it is held")
	}
	return nil
}
