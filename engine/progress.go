package engine

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// errInvariant marks what must not happen: refused, logged, never accepted.
var errInvariant = errors.New("engine: contradiction inside")

// passage is what a step through the workflow leaves for the log.
type passage struct {
	from, to     *workflows.State
	spent, limit time.Duration // of the step left
}

// tell writes the passage into an event.
func (p *passage) tell(d *EventData) {
	d.From, d.To, d.ToType = p.from.ID, p.to.ID, p.to.Type
	d.StepSeconds, d.StepLimit = seconds(p.spent), seconds(p.limit)
}

// start lets a matter's case enter its workflow.
func (f *family) start(c *Case) error {
	m := f.matter(c)
	c.Started = f.at
	p, err := f.pass(c, m.Machine.Start(), "")
	if err != nil {
		return err
	}
	f.log(c, EventStarted, func(d *EventData) { d.To, d.ToType = p.to.ID, p.to.Type })
	if c.Status == CaseEnded {
		return f.ended(c)
	}
	return nil
}

// pass applies a move and its effects to a case: state, tasks, clocks, status.
// note is what is said to the applicant with it.
func (f *family) pass(c *Case, mv workflows.Move, note string) (passage, error) {
	p := passage{from: mv.From, to: mv.To}
	if p.to == nil {
		return p, fmt.Errorf("%w: the workflow of %s moves to no state", errInvariant, c.Matter)
	}
	if p.from != nil && p.from.Type == workflows.Step {
		p.spent, p.limit = f.spent(c), c.Step.Limit
	}
	f.touch(c)
	f.leaveStep(c, mv)
	c.State, c.Status, c.Trail = p.to.ID, CaseRunning, workflows.Advance(c.Trail, p.from, p.to)
	for _, ef := range mv.Effects {
		switch ef.Type {
		case workflows.CloseTask:
			f.leave(c, ef.State)
		case workflows.OpenTask:
			f.change.OpenTasks = append(f.change.OpenTasks, Task{
				ID: newID(), Kind: TaskStep, Case: c.ID, Root: c.Root, Department: c.Department,
				Roles: ef.State.Roles, State: ef.State.ID, Opened: f.at,
			})
		case workflows.PauseClock:
			f.pauseClock(c, workflows.PromisedClock, asking(mv), note)
			f.pauseClock(c, workflows.StatutoryClock, asking(mv), note)
		case workflows.RunClock:
			m := f.matter(c).Def
			f.run(c, workflows.PromisedClock, m.PromisedDays)
			f.run(c, workflows.StatutoryClock, m.StatutoryDays)
		case workflows.StopClock:
			why := workflows.Reason{Code: workflows.ReasonOf(p.to.Outcome)}
			f.stopClock(c, workflows.PromisedClock, why)
			f.stopClock(c, workflows.StatutoryClock, why)
		case workflows.AskCitizen:
			c.Status = CaseAsking
		case workflows.EndCase:
			c.Status, c.Outcome, c.Ended = CaseEnded, ef.Outcome, f.at
		}
	}
	f.stepClock(c, mv, note)
	c.answered(p.from)
	c.keepHolder(p.from, p.to)
	if p.to.Type == workflows.Step {
		f.resume(c) // what it was left for may have stood still for an opinion
		f.openRound(c, p.to)
	}
	if p.to.Type != workflows.Wait {
		c.Correction = nil
	}
	f.decidedNow(c)
	f.setLights(c)
	return p, nil
}

// asking is why clocks pause for the applicant.
func asking(mv workflows.Move) workflows.Reason {
	if mv.Transition != nil && mv.Transition.Kind == workflows.Rectify {
		return workflows.Reason{Code: workflows.ReasonRectify}
	}
	return workflows.Reason{Code: workflows.ReasonCorrect}
}

// spent is the time of this stay in the step: used is what was counted before
// it began, so that a step resumed after a correction reports each stay once.
func (f *family) spent(c *Case) time.Duration {
	return c.Counted + c.Step.UsedAt(f.at, f.cal) - c.Step.Used
}

// run starts a matter's clock, the day of filing not counting, or goes on with
// one that was paused — not before the first day that counts, when a correction
// came and went on the day of filing.
func (f *family) run(c *Case, name workflows.ClockName, days float64) {
	k := c.clock(name)
	switch {
	case k.Started.IsZero():
		why := workflows.ReasonReady
		if f.fresh {
			why = workflows.ReasonFiled
		}
		f.startClock(c, name, f.cal.Days(days), f.cal.FirstDay(f.at), workflows.Reason{Code: why})
	case f.at.Before(f.cal.FirstDay(k.Started)):
		f.resumeClock(c, name, f.cal.FirstDay(f.at), workflows.Reason{Code: workflows.ReasonResubmitted})
	default:
		f.resumeClock(c, name, f.at, workflows.Reason{Code: workflows.ReasonResubmitted})
	}
}

// leaveStep stops the clock of a step that the case does not come back to as
// it left it; the case is still in its old state.
func (f *family) leaveStep(c *Case, mv workflows.Move) {
	if mv.To.Type == workflows.Step && !f.resumes(c, mv.To) {
		f.stopClock(c, workflows.StepClock, because(workflows.ReasonLeft, mv.From))
	}
}

// resumes reports whether a step goes on with the clock it asked for a
// correction with.
func (f *family) resumes(c *Case, to *workflows.State) bool {
	return c.Correction != nil && c.Correction.From == to.ID && c.Step.Stopped.IsZero() && !c.Step.Started.IsZero()
}

// stepClock counts the time of one step. A step that asked for a correction
// goes on with the time it had left.
func (f *family) stepClock(c *Case, mv workflows.Move, note string) {
	c.Counted = 0
	switch to := mv.To; {
	case to.Type == workflows.Wait:
		f.pauseClock(c, workflows.StepClock, asking(mv), note)
	case to.Type == workflows.Final:
		f.stopClock(c, workflows.StepClock, workflows.Reason{Code: workflows.ReasonOf(to.Outcome)})
	case f.resumes(c, to):
		f.resumeClock(c, workflows.StepClock, f.at, workflows.Reason{Code: workflows.ReasonResubmitted})
	default:
		c.StepExtended = 0
		f.startClock(c, workflows.StepClock, f.cal.Days(to.Limit), f.at, because(workflows.ReasonEntered, to))
	}
}

// log appends an event with the facts of the case as they are now.
func (f *family) log(c *Case, t EventType, more func(*EventData)) {
	d := EventData{
		Number: c.Number, Theme: c.Theme, Matter: c.Matter, Department: c.Department,
		Status: c.Status, Outcome: c.Outcome, Light: c.Light,
		PromisedSeconds: seconds(c.Promised.Limit), StatutorySeconds: seconds(c.Statutory.Limit),
		DaySeconds: seconds(f.cal.Day()), OnBehalf: f.by.behalf,
	}
	if !c.Started.IsZero() {
		d.UsedSeconds = seconds(c.Promised.UsedAt(f.at, f.cal))
	}
	if !c.Due.IsZero() {
		d.DueUnix = c.Due.Unix()
	}
	if more != nil {
		more(&d)
	}
	f.change.Events = append(f.change.Events, Event{
		ID: newID(), Type: t, At: f.at, Case: c.ID, Root: c.Root,
		Actor: f.by.account, Role: f.by.role, Data: d,
	})
}

func seconds(d time.Duration) int64 { return int64(d / time.Second) }

// ended draws the consequences of a case that just ended: who may start, who
// never will, and whether the theme case is over.
func (f *family) ended(c *Case) error {
	f.log(c, EventEnded, nil)
	if f.pin.theme == nil || c == f.root {
		return nil
	}
	if c.Outcome == workflows.Issued {
		if err := f.handOn(c); err != nil {
			return err
		}
		return f.startReady()
	}
	f.voidDependants()
	return nil
}

// startReady starts the waiting cases whose preconditions are all issued.
func (f *family) startReady() error {
	for _, c := range f.children {
		if c.Status != CaseWaiting || !f.ready(c.Matter) {
			continue
		}
		if err := f.start(c); err != nil {
			return err
		}
	}
	return nil
}

// ready reports whether every precondition in this filing's scope is issued.
func (f *family) ready(matter string) bool {
	for _, before := range f.preconditions(matter) {
		if c := f.child(before); c.Status != CaseEnded || c.Outcome != workflows.Issued {
			return false
		}
	}
	return true
}

// preconditions of a matter that are part of this filing.
func (f *family) preconditions(matter string) []string {
	var in []string
	for _, m := range f.pin.theme.Matters {
		if m.Def.ID != matter {
			continue
		}
		for _, p := range m.Preconditions {
			if f.child(p) != nil {
				in = append(in, p)
			}
		}
	}
	return in
}

// voidDependants ends what can never start any more, and what waits for that.
func (f *family) voidDependants() {
	for again := true; again; {
		again = false
		for _, c := range f.children {
			if c.Status != CaseWaiting {
				continue
			}
			for _, before := range f.preconditions(c.Matter) {
				b := f.child(before)
				if b.Status != CaseEnded || b.Outcome == workflows.Issued {
					continue
				}
				f.touch(c)
				c.Status, c.Outcome, c.Ended = CaseEnded, workflows.Void, f.at
				f.decidedNow(c)
				f.setLights(c)
				f.log(c, EventEnded, nil)
				again = true
				break
			}
		}
	}
}

// settleRoot brings the theme case in line with its children. It always
// touches the root: of two decisions at once, one is taken anew and sees the
// other, so that the last child never leaves an open root behind.
func (f *family) settleRoot() {
	if f.pin.theme == nil {
		return
	}
	f.convene() // before the theme case may end
	f.touch(f.root)
	status := CaseEnded
	for _, c := range f.children {
		switch {
		case c.Status == CaseAsking:
			status = CaseAsking
		case c.Status != CaseEnded && status != CaseAsking:
			status = CaseRunning
		}
	}
	ends := status == CaseEnded && f.root.Status != CaseEnded
	f.root.Status = status
	if ends {
		f.root.Outcome, f.root.Ended = rootOutcome(f.children), f.at
	}
	f.notify()
	if ends {
		f.log(f.root, EventEnded, func(d *EventData) {
			d.PromisedSeconds = seconds(f.cal.Days(f.root.After.Days))
			d.UsedSeconds = seconds(f.cal.Between(f.cal.FirstDay(f.root.Submitted), f.at))
		})
	}
}

// rootOutcome sums up a theme case: issued when every matter was, partial when
// some were, refused when none was — or withdrawn when the applicant took back
// what there was. A matter that became void counts as not issued.
func rootOutcome(children []*Case) workflows.Outcome {
	issued, withdrawn, void := 0, 0, 0
	for _, c := range children {
		switch c.Outcome {
		case workflows.Issued:
			issued++
		case workflows.Withdrawn:
			withdrawn++
		case workflows.Void:
			void++
		}
	}
	switch {
	case issued == len(children):
		return workflows.Issued
	case issued > 0:
		return workflows.Partial
	case withdrawn > 0 && withdrawn+void == len(children):
		return workflows.Withdrawn
	}
	return workflows.Refused
}

// handOn gives what a matter issued to the answers of the cases that still run
// or wait, where their form has the field, and to the theme's.
func (f *family) handOn(from *Case) error {
	if from.Result == nil || len(from.Result.Fields) == 0 {
		return nil
	}
	for _, c := range append([]*Case{f.root}, f.children...) {
		if c == from || (c != f.root && c.Status == CaseEnded) {
			continue
		}
		if err := f.receive(c, from.Result.Fields); err != nil {
			return err
		}
	}
	return nil
}

// receive lays delivered values over a case's answers.
func (f *family) receive(c *Case, delivered map[string]json.RawMessage) error {
	form := f.pin.form()
	if c.Matter != "" {
		form = f.matter(c).Form
	}
	mine := map[string]json.RawMessage{}
	for path, v := range delivered {
		if _, ok := form.Field(path); ok {
			mine[path] = v
		}
	}
	if len(mine) == 0 {
		return nil
	}
	tree, ps := readAnswers(form, c.Answers)
	if ps.Failed() {
		return fmt.Errorf("reading the answers of case %s: %w", c.ID, ps)
	}
	if ps := tree.apply(mine); ps.Failed() {
		return fmt.Errorf("handing results to case %s: %w", c.ID, ps)
	}
	raw, ps := tree.json()
	if ps.Failed() {
		return fmt.Errorf("handing results to case %s: %w", c.ID, ps)
	}
	f.touch(c)
	// The delivered value passed its element's checks. Should the receiving form
	// be stricter, nothing the citizen said may get lost over it: the department
	// that receives it sees the problem and decides.
	if rec := f.record(c, raw, f.filingDay()); !rec.Problems.Failed() {
		raw = rec.JSON()
	}
	c.Answers = raw
	return nil
}

// problemsAt keeps the problems at a path or below.
func problemsAt(ps metamodel.Problems, path string) metamodel.Problems {
	var out metamodel.Problems
	for _, p := range ps {
		if p.Path == path || len(p.Path) > len(path) && p.Path[:len(path)+1] == path+"/" {
			out = append(out, p)
		}
	}
	return out
}
