package catalog

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// SimulatedDepartment is the work that cases bring a department.
type SimulatedDepartment struct {
	Department string          `json:"department"`
	Name       metamodel.Text  `json:"name"`
	Tasks      float64         `json:"tasks"`               // a thousand filings
	Days       float64         `json:"days"`                // working days that one is in hand
	InHand     float64         `json:"inHand"`              // tasks at the end of a working day, on average, at the rate of filings
	PeakDay    *SimulatedPeak  `json:"peakDay,omitempty"`   // the working day that ends with the most tasks in hand
	PeakMonth  *SimulatedPeak  `json:"peakMonth,omitempty"` // the month in which the most arrive
	Staff      *SimulatedStaff `json:"staff,omitempty"`     // where its people are assumed
	Steps      []SimulatedTask `json:"steps"`
}

// SimulatedPeak is when a department has the most to do.
type SimulatedPeak struct {
	When  string  `json:"when"` // a date, or a month like 2026-10
	Tasks float64 `json:"tasks"`
}

// SimulatedTask is one kind of task of a department.
type SimulatedTask struct {
	Matter string             `json:"matter"`
	Name   metamodel.Text     `json:"name"`
	State  string             `json:"state"`
	Step   metamodel.Text     `json:"step"`
	Kind   workflows.HandKind `json:"kind"`
	Roles  []string           `json:"roles"`
	Tasks  float64            `json:"tasks"` // a thousand filings
	Days   float64            `json:"days"`
}

// handOf is whose task it is, and for what.
type handOf struct {
	department string
	matter     int
	state      *workflows.State
	kind       workflows.HandKind
	roles      string
}

type handed struct {
	n    int
	days float64
}

// mostProfile is for how many working days after filing a department's tasks are
// followed.
const mostProfile = 400

// profile is what a filing brings a department, by working days after it.
type profile struct {
	opened [mostProfile]float64
	change [mostProfile + 1]float64 // of the tasks in hand at the end of the day
	work   [mostProfile]float64     // minutes of those opened, where somebody says how long one takes
	known  float64                  // tasks of which somebody does
}

func (s *simulating) hand(i, matter int, m *childrenOf, h *workflows.Hand) {
	department := h.Department
	if department == "" {
		department = m.department
	}
	key := handOf{department, matter, h.State, h.Kind, strings.Join(h.Roles, " ")}
	cell := s.hands[key]
	if cell == nil {
		cell = &handed{}
		s.hands[key] = cell
	}
	opened, closed := since(h.Opened), since(h.Closed)
	cell.n++
	cell.days += closed - opened
	p := s.profiles[department]
	if p == nil {
		p = &profile{}
		s.profiles[department] = p
		s.tasks[department], s.held[department] = s.perCase(), s.perCase()
	}
	s.tasks[department][i]++
	s.held[department][i] += closed - opened
	from, to := min(int(opened), mostProfile-1), min(int(closed), mostProfile)
	p.opened[from]++
	p.change[from]++
	p.change[to]--
	if minutes, said := s.o.Assume.minutesOf(m.m.Def.ID, h); said {
		p.work[from] += minutes
		p.known++
	}
}

// load sums up departments.
func (s *simulating) load() []SimulatedDepartment {
	n := float64(max(s.filed(), 1))
	byID := map[string]*SimulatedDepartment{}
	days := map[string]float64{}
	for _, key := range s.handKeys() {
		cell := s.hands[key]
		d := byID[key.department]
		if d == nil {
			d = &SimulatedDepartment{Department: key.department, Name: s.departmentName(key.department)}
			byID[key.department] = d
		}
		m := s.matters[key.matter].m
		d.Tasks += float64(cell.n)
		days[key.department] += cell.days
		d.Steps = append(d.Steps, SimulatedTask{Matter: m.Def.ID, Name: m.Def.Name, State: key.state.ID, Step: key.state.Name, Kind: key.kind, Roles: strings.Fields(key.roles),
			Tasks: round2(float64(cell.n) / n * 1000), Days: round2(cell.days / float64(cell.n))})
	}
	arrivals := s.arrivals()
	out := make([]SimulatedDepartment, 0, len(byID))
	for _, id := range sortedKeys(byID) {
		d := byID[id]
		d.Days = round2(days[id] / d.Tasks)
		d.Tasks = round2(d.Tasks / n * 1000)
		s.peaks(d, arrivals)
		out = append(out, *d)
	}
	heaviest(out)
	slices.SortStableFunc(out, func(a, b SimulatedDepartment) int { return cmp.Compare(b.Tasks, a.Tasks) })
	return out
}

// handKeys are in the order of departments, matters and states as written.
func (s *simulating) handKeys() []handOf {
	place := map[*workflows.State]int{}
	for _, m := range s.matters {
		w := m.m.Machine.Workflow
		for i := range w.States {
			st, _ := m.m.Machine.State(w.States[i].ID)
			place[st] = i
		}
	}
	keys := make([]handOf, 0, len(s.hands))
	for key := range s.hands {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b handOf) int {
		return cmp.Or(cmp.Compare(a.department, b.department), cmp.Compare(a.matter, b.matter), cmp.Compare(place[a.state], place[b.state]), cmp.Compare(a.kind, b.kind), cmp.Compare(a.roles, b.roles))
	})
	return keys
}

func (s *simulating) departmentName(id string) metamodel.Text {
	if id == workflows.OtherDepartment {
		return metamodel.ZhEn("被征求意见的其他部门", "Another department that is asked")
	}
	if d, ok := s.r.reg.department(id); ok {
		return d.Name
	}
	return metamodel.Zh(id)
}

// workday is a working day with the filings that are taken up on it: its own,
// and those of the days off before it.
type workday struct {
	date    time.Time
	filings float64
	in      bool // in the year that is looked at
}

// arrivals are the working days of the year after today, and those before it
// whose cases still go on; none without a calendar.
func (s *simulating) arrivals() (out []workday) {
	cal := s.r.Calendar(s.t.Def.Calendar)
	if cal == nil || s.o.Today.IsZero() {
		return nil
	}
	y, m, d := s.o.Today.Date()
	first := time.Date(y, m, d, 12, 0, 0, 0, cal.Zone)
	end := first.AddDate(1, 0, 0)
	waiting := 0.0
	for at := first.AddDate(0, 0, -mostProfile); at.Before(end); at = at.AddDate(0, 0, 1) {
		waiting += s.o.PerDay
		if cal.WorkingDay(at) {
			out = append(out, workday{at, waiting, !at.Before(first)})
			waiting = 0
		}
	}
	return out
}

// perWorkday is how many filings a working day of the year is left with, on
// average; 0 without a calendar.
func (s *simulating) perWorkday() float64 {
	filings, n := 0.0, 0.0
	for _, d := range s.arrivals() {
		if d.in {
			filings += d.filings
			n++
		}
	}
	return filings / max(n, 1)
}

// peaks lays what one filing brings over the year's filings.
func (s *simulating) peaks(d *SimulatedDepartment, days []workday) {
	p, n := s.profiles[d.Department], float64(s.filed())
	var hold [mostProfile]float64
	length, sum := 0, 0.0
	for i := range hold {
		sum += p.change[i]
		hold[i] = sum
		if sum != 0 || p.opened[i] != 0 {
			length = i + 1
		}
	}
	var month string
	var inMonth, all, counted float64
	turn := func(to string) {
		if month != "" && (d.PeakMonth == nil || inMonth > d.PeakMonth.Tasks+1e-9) {
			d.PeakMonth = &SimulatedPeak{month, inMonth}
		}
		month, inMonth = to, 0
	}
	for k := range days {
		if !days[k].in {
			continue
		}
		if m := days[k].date.Format("2006-01"); m != month {
			turn(m)
		}
		held := 0.0
		for i := range min(length, k+1) {
			held += days[k-i].filings * hold[i] / n
			inMonth += days[k-i].filings * p.opened[i] / n
		}
		all += held
		counted++
		if d.PeakDay == nil || held > d.PeakDay.Tasks+1e-9 {
			d.PeakDay = &SimulatedPeak{days[k].date.Format(time.DateOnly), held}
		}
	}
	turn("")
	if counted > 0 {
		s.perPerson(d, all/counted, days)
		d.InHand = round2(all / counted)
		d.PeakDay.Tasks, d.PeakMonth.Tasks = math.Round(d.PeakDay.Tasks*10)/10, math.Round(d.PeakMonth.Tasks*10)/10
	}
}
