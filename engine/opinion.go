package engine

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// shortestOpinion is the least working time to answer in: rounded to nothing, a
// limit would never be over and the case would stand still for good.
const shortestOpinion = time.Minute

// maxOpinions bounds what one case asks others, over all its steps.
const maxOpinions = 200

// Question is what a department is asked (征求意见).
type Question struct {
	Department string
	Text       string
	Days       float64 // working days to answer; 0: as many as the step allows
}

// Ask asks another department for its opinion, from the step a case is in.
// revision and key as with Apply.
func (e *Engine) Ask(ctx context.Context, a Actor, caseID string, revision int64, key string, q Question) (*CaseView, error) {
	if err := checkKey(key); err != nil {
		return nil, err
	}
	q.Text = cleanNote(q.Text)
	request := requestHash("ask", caseID, q.Department, q.Text, fmt.Sprint(q.Days))
	return e.acting(ctx, a, caseID, revision, key, request, func(seen Case) error {
		name, err := e.departmentName(ctx, seen.Release, q.Department)
		if err != nil {
			return err
		}
		return e.onStep(ctx, a, seen, key, request, func(f *family, c *Case, s *workflows.State) error {
			if name == nil {
				return refuse(organisationNo, "department", "organisation", q.Department)
			}
			return f.askDepartment(a, c, s, q, name)
		})
	})
}

// Revoke takes a question back. revision and key as with Apply.
func (e *Engine) Revoke(ctx context.Context, a Actor, caseID, task string, revision int64, key string) (*CaseView, error) {
	if err := checkKey(key); err != nil {
		return nil, err
	}
	request := requestHash("revoke", caseID, task)
	return e.acting(ctx, a, caseID, revision, key, request, func(seen Case) error {
		return e.onStep(ctx, a, seen, key, request, func(f *family, c *Case, _ *workflows.State) error {
			t := c.task(task)
			if t == nil || t.Kind != TaskOpinion || !t.Open() {
				return refuse(taskClosed, "")
			}
			t.close(f, TaskRevoked)
			f.touch(c)
			f.resume(c)
			f.setLights(c)
			f.logTask(c, t, EventRevoked, "")
			return nil
		})
	})
}

// onStep takes a decision that those who work on a case's step may take.
func (e *Engine) onStep(ctx context.Context, a Actor, seen Case, key, request string, decide func(*family, *Case, *workflows.State) error) error {
	f, c, err := e.asSeen(ctx, seen)
	if err != nil {
		return err
	}
	s, err := f.acting(a, c)
	if err != nil {
		return err
	}
	if s.Type != workflows.Step {
		return refuse(opinionNotHere, "")
	}
	f.fallSilent(c)
	f.by = actingAs(a, c, s)
	if err := decide(f, c, s); err != nil {
		return err
	}
	return e.commitAction(ctx, a, f, c, key, request)
}

// departmentName is what a department is called that a release knows, or the
// organisations do; nil when there is none.
func (e *Engine) departmentName(ctx context.Context, release, id string) (metamodel.Text, error) {
	rel, err := e.o.Catalog.Release(ctx, release)
	if err != nil {
		return nil, fmt.Errorf("reading release %s: %w", release, err)
	}
	if name := rel.DepartmentName(id); name != nil {
		return name, nil
	}
	list, err := e.o.Store.Organisations(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the organisations: %w", err)
	}
	for _, o := range list {
		if o.ID == id {
			return o.Name, nil
		}
	}
	return nil, nil //nolint:nilnil // no such department is an answer
}

// askDepartment opens the task of a department that is asked for an opinion.
func (f *family) askDepartment(a Actor, c *Case, s *workflows.State, q Question, name metamodel.Text) error {
	o := s.Opinions
	n := 0
	for i := range c.Tasks {
		if t := &c.Tasks[i]; t.Kind == TaskOpinion {
			n++
			if t.Open() && t.Department == q.Department {
				return refuse(opinionAsked, "department")
			}
		}
	}
	if q.Days == 0 && o != nil {
		q.Days = o.Limit
	}
	switch {
	case o == nil:
		return refuse(opinionNotHere, "")
	case q.Department == c.Department || !o.Asks(q.Department):
		return refuse(opinionWhom, "department")
	case q.Text == "":
		return refuse(opinionQuestion, "question")
	case noteTooLong(q.Text):
		return refuse(noteLong, "question", "max", maxNote)
	case !(q.Days > 0 && q.Days <= o.Limit) || f.cal.Days(q.Days) < shortestOpinion:
		return refuse(opinionDays, "days", "max", o.Limit)
	case n >= maxOpinions:
		return refuse(opinionMany, "", "max", maxOpinions)
	}
	roles := o.Roles
	if len(roles) == 0 {
		roles = s.Roles
	}
	// The day on which somebody is asked does not count, as with any period of the law.
	clock := workflows.Clock{Limit: f.cal.Days(q.Days)}.Run(f.at, f.cal, true)
	t := Task{ID: newID(), Kind: TaskOpinion, Case: c.ID, Root: c.Root, Department: q.Department, Roles: roles, State: s.ID, Opened: f.at,
		Name: name, Question: q.Text, AskedBy: a.Account, Clock: clock, Silence: o.Silence, Pauses: o.Pauses, Basis: o.Basis}
	c.Tasks = append(c.Tasks, t)
	f.touch(c)
	if t.Pauses {
		c.Counted += c.Step.UsedAt(f.at, f.cal) - c.Step.Used
		f.standStill(c, &t)
	}
	f.setLights(c)
	f.logTask(c, &c.Tasks[len(c.Tasks)-1], EventAsked, "")
	return nil
}

// resume lets the clocks go on that stood still for opinions, once none is
// awaited any more for which they do.
func (f *family) resume(c *Case) {
	if c.Status != CaseRunning || slices.ContainsFunc(c.Tasks, func(t Task) bool { return t.Open() && t.Pauses }) {
		return
	}
	for _, name := range workflows.ClockNames {
		from := f.at
		if k := c.clock(name); name != workflows.StepClock && f.at.Before(f.cal.FirstDay(k.Started)) {
			from = f.cal.FirstDay(f.at) // asked and answered on the day of filing
		}
		f.resumeClock(c, name, from, workflows.Reason{Code: workflows.ReasonOpinionOver})
	}
}

// standStill pauses the clocks of a case while an opinion is awaited, by the law
// the step names.
func (f *family) standStill(c *Case, t *Task) {
	why := workflows.Reason{Code: workflows.ReasonOpinion, Params: map[string]metamodel.Text{"department": t.Called(f.pin.rel)}}
	for _, name := range workflows.ClockNames {
		if c.clock(name).Since.IsZero() {
			continue
		}
		f.turnClock(c, workflows.Line{Clock: name, Kind: workflows.LinePause, At: f.at, Reason: why, Basis: t.Basis}, f.cal)
	}
}

// over reports whether the time to answer is used up: from then on silence has
// spoken, whether a sweep came by already or not.
func (t *Task) over(f *family) bool {
	return t.Open() && t.Kind == TaskOpinion && t.Clock.Limit > 0 && t.Clock.UsedAt(f.at, f.cal) >= t.Clock.Limit
}

// fallSilent closes the questions whose time is up; it reports whether there
// were any.
func (f *family) fallSilent(c *Case) bool {
	fell := false
	by := f.by
	f.by = who{}
	for i := range c.Tasks {
		t := &c.Tasks[i]
		if !t.over(f) {
			continue
		}
		if t.Silence == workflows.SilenceAgrees {
			t.Answer = Agree
		}
		t.close(f, TaskSilent)
		f.logTask(c, t, EventAnswered, "")
		fell = true
	}
	if fell {
		f.touch(c)
		f.resume(c)
		f.setLights(c)
	}
	f.by = by
	return fell
}

// opine takes an opinion.
func (f *family) opine(c *Case, t *Task, said Reply) error {
	switch said.Answer {
	case Agree, Disagree, Remarks:
	default:
		return refuse(opinionAnswer, "answer")
	}
	if said.Answer != Agree && said.Note == "" {
		return refuse(opinionText, "note")
	}
	f.answerTask(c, t, said, EventAnswered)
	f.resume(c)
	f.setLights(c)
	return nil
}

// awaitedBy refuses to decide while a required opinion is awaited.
func (f *family) awaitedBy(c *Case, s *workflows.State, k workflows.TransitionKind) error {
	if !k.Decisive() || s.Opinions == nil || !s.Opinions.Required {
		return nil
	}
	if zh, en := f.askedNow(c); zh != "" {
		return refuse(opinionAwaited, "", "departments", metamodel.ZhEn(zh, en))
	}
	return nil
}

// consequenceOfAsking says what an action means for what is still open beside
// the step; nil where it means nothing.
func (f *family) consequenceOfAsking(c *Case, s *workflows.State) func(workflows.TransitionKind) metamodel.Text {
	zh, en := f.askedNow(c)
	signing := s.Sign != nil && s.Sign.Verdict(c.votes(s.Sign)) == workflows.Undecided
	return func(k workflows.TransitionKind) metamodel.Text {
		switch {
		case zh != "" && k.Decisive() && s.Opinions != nil && s.Opinions.Required:
			return metamodel.ZhEn("须等"+zh+"答复后才能操作", "Possible only once "+en+" has answered")
		case zh != "":
			return metamodel.ZhEn("还没答复的征求意见（"+zh+"）随之作废", "What was asked of "+en+" and is not answered yet lapses")
		case signing:
			return metamodel.ZhEn("本轮会签随之作废，回到本环节时重新会签", "This round of countersigning is void; it starts again when the case comes back to this step")
		}
		return nil
	}
}

// askedNow names the departments whose opinion is awaited.
func (f *family) askedNow(c *Case) (zh, en string) {
	var zhs, ens []string
	for i := range c.Tasks {
		if t := &c.Tasks[i]; t.Open() && t.Kind == TaskOpinion {
			name := t.Called(f.pin.rel)
			zhs, ens = append(zhs, name.In("zh")), append(ens, name.In("en"))
		}
	}
	return strings.Join(zhs, "、"), strings.Join(ens, ", ")
}
