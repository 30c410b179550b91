package catalog

import (
	"slices"
	"strings"
	"time"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// SimulatedStaff is what a department's work comes to for each of its people. How
// long a task is in hand is assumed without regard to how many there are: the
// figures tell who has the most, not how much later it gets done.
type SimulatedStaff struct {
	People   float64        `json:"people"`
	InHand   float64        `json:"inHand"`   // tasks a person has in hand at the end of a working day, on average
	Peak     float64        `json:"peak"`     // likewise on the day with the most
	Heaviest bool           `json:"heaviest"` // the most in hand a person of all departments whose people are assumed
	Work     *SimulatedWork `json:"work,omitempty"`
}

// SimulatedWork is the work of a department beside the time its people have.
type SimulatedWork struct {
	Hours   float64         `json:"hours"`           // of work that a working day brings, on average over the year
	Of      float64         `json:"of"`              // hours that all of them work on a working day
	Used    float64         `json:"used"`            // Hours by Of: above 1 they never catch up
	Covered float64         `json:"covered"`         // share of the tasks of which somebody says how long one is worked on
	Queue   *SimulatedQueue `json:"queue,omitempty"` // where they do catch up, and something ever waits
}

// SimulatedQueue is the most work that is left at the end of a working day.
type SimulatedQueue struct {
	When string  `json:"when"` // a date
	Days float64 `json:"days"` // working days of all the people
}

// What is wrong with what is assumed of the staff.
var (
	AssumeDepartment = kind("simulate.assume_department", "本主题没有由部门“{name}”办理的待办，只能写：{known}", "No task of this theme is for the department “{name}”. Those with tasks: {known}")
	AssumePeople     = kind("simulate.assume_people", "“{name}”的人数须大于 0、不超过 {most}", "The people of “{name}”: more than 0, at most {most}")
	AssumeWork       = kind("simulate.assume_work", "每项待办的办理分钟数须在 0 到 {most} 之间", "The minutes that a task is worked on: from 0 to {most}")
	AssumeIdle       = kind("simulate.assume_idle", "“{name}”在等申请人，部门没有待办，不能写办理分钟数", "In “{name}” the applicant is waited for and no department has a task: it takes no minutes")
	SimulateOverload = warning("simulate.overload", "{department}办不过来：按假设的分钟数，每个工作日要做 {hours} 小时，{people} 人共有 {of} 小时（{used}），待办会越积越多", "{department} cannot keep up: by the minutes assumed a working day brings {hours} hour(s) of work for the {of} of {people} person(s) ({used}). It piles up")
)

// mostPeople and mostMinutes bound what may be assumed.
const (
	mostPeople  = 100_000
	mostMinutes = 10_000
)

// checkStaff holds people and minutes to a theme.
func (a *Assumptions) checkStaff(t *Theme, day time.Time) (ps metamodel.Problems) {
	known := t.handling(day)
	for _, id := range sortedKeys(a.Staff) {
		if !slices.Contains(known, id) {
			ps = append(ps, AssumeDepartment.At("staff/"+id, "name", id, "known", strings.Join(known, ", ")))
		}
		if n := a.Staff[id]; !(n > 0 && n <= mostPeople) {
			ps = append(ps, AssumePeople.At("staff/"+id, "name", id, "most", mostPeople))
		}
	}
	if !(a.Work >= 0 && a.Work <= mostMinutes) {
		ps = append(ps, AssumeWork.At("work", "most", mostMinutes))
	}
	return ps
}

// checkWork holds the minutes of a step to it.
func (o *StepAssumption) checkWork(at, key string, s *workflows.State) metamodel.Problems {
	switch {
	case o.Work == nil:
		return nil
	case s.Type != workflows.Step:
		return metamodel.Problems{AssumeIdle.At(at, "name", key)}
	case !(*o.Work >= 0 && *o.Work <= mostMinutes):
		return metamodel.Problems{AssumeWork.At(at, "most", mostMinutes)}
	}
	return nil
}

// handling are the departments that a theme may bring tasks when it is filed on a day.
func (t *Theme) handling(day time.Time) (out []string) {
	for _, m := range t.Matters {
		out = append(out, m.Def.HandledBy(day.Format(time.DateOnly)))
		w := m.Machine.Workflow
		for i := range w.States {
			if s := &w.States[i]; s.Sign != nil {
				for _, by := range s.Sign.By {
					out = append(out, by.Department)
				}
			}
			if o := w.States[i].Opinions; o != nil {
				out = append(out, o.Departments...)
			}
		}
	}
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(id string) bool { return id == "" })
}

// minutes are how long a task of a state is worked on; false where nobody says.
func (a *Assumptions) minutes(matter string, s *workflows.State) (float64, bool) {
	if own := a.Steps[matter+"/"+s.ID].Work; own != nil {
		return *own, true
	}
	return a.Work, a.Work > 0 && s.Type == workflows.Step
}

// minutesOf is likewise for a task in hand: what a step says of its own tasks
// says nothing of the opinions that others give on it.
func (a *Assumptions) minutesOf(matter string, h *workflows.Hand) (float64, bool) {
	if h.Kind == workflows.HandOpinion {
		return a.Work, a.Work > 0
	}
	return a.minutes(matter, h.State)
}

// perPerson divides what a department has in hand among its people.
func (s *simulating) perPerson(d *SimulatedDepartment, inHand float64, days []workday) {
	people := s.o.Assume.Staff[d.Department]
	if people <= 0 {
		return
	}
	d.Staff = &SimulatedStaff{People: people, InHand: round2(inHand / people), Peak: round2(d.PeakDay.Tasks / people), Work: s.work(d.Department, people, days)}
}

// work lays the minutes that filings bring a department over the year's working
// days, each of which has as many as its people work on it; what is left at its
// end is done first on the next. nil where nobody says how long anything takes.
func (s *simulating) work(department string, people float64, days []workday) *SimulatedWork {
	p, n := s.profiles[department], float64(s.filed())
	if p.known == 0 {
		return nil
	}
	length, tasks := 0, 0.0
	for i, minutes := range p.work {
		tasks += p.opened[i]
		if minutes > 0 {
			length = i + 1
		}
	}
	can := people * s.r.Calendar(s.t.Def.Calendar).Day().Minutes()
	var brought, counted, left float64
	var queue SimulatedQueue
	for k := range days {
		comes := 0.0
		for i := range min(length, k+1) {
			comes += days[k-i].filings * p.work[i] / n
		}
		left = max(0, left+comes-can)
		if !days[k].in {
			continue
		}
		brought += comes
		counted++
		if left/can > queue.Days+1e-9 {
			queue = SimulatedQueue{days[k].date.Format(time.DateOnly), left / can}
		}
	}
	w := &SimulatedWork{Hours: round2(brought / counted / 60), Of: round2(can / 60), Used: round4(brought / counted / can), Covered: round4(p.known / tasks)}
	if queue.Days = round2(queue.Days); w.Used <= 1 && queue.Days > 0 {
		w.Queue = &queue
	}
	return w
}

// heaviest marks whose people have the most in hand, where there are two to
// compare.
func heaviest(load []SimulatedDepartment) {
	var most *SimulatedStaff
	compared := 0
	for i := range load {
		if st := load[i].Staff; st != nil {
			compared++
			if most == nil || st.InHand > most.InHand {
				most = st
			}
		}
	}
	if compared > 1 {
		most.Heaviest = true
	}
}

// overloaded tells of departments that cannot keep up.
func overloaded(load []SimulatedDepartment, add func(metamodel.Problem)) {
	for _, d := range load {
		if d.Staff != nil && d.Staff.Work != nil && d.Staff.Work.Used > 1 {
			w := d.Staff.Work
			add(SimulateOverload.At("load/"+d.Department, "department", d.Name, "people", figure(d.Staff.People), "of", figure(w.Of), "hours", figure(w.Hours), "used", percent(w.Used)))
		}
	}
}
