package catalog

import (
	"crypto/sha256"
	"encoding/binary"
	"time"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// SimulateOptions bound a simulation.
type SimulateOptions struct {
	Seed    uint64
	Cases   int       // synthetic cases
	Filings int       // of these, how many are filled in as well: for what is shown to whom; more costs more
	PerDay  float64   // filings a calendar day, for what departments have in hand; 0: one
	Today   time.Time // conditions are read on that day, and who handles a matter; the year that follows has the peaks
	Assume  Assumptions
}

// Simulation is what synthetic cases of a theme came to. Nobody filed them:
// situations are drawn by the shares of the guide's answers, the form is filled in
// around what its conditions draw lines at, and times and decisions are Assumptions.
type Simulation struct {
	Theme   string         `json:"theme"`
	Name    metamodel.Text `json:"name"`
	Pack    string         `json:"pack"`
	Version string         `json:"version"`
	Release string         `json:"release"` // content hash
	Day     string         `json:"day"`
	Seed    uint64         `json:"seed"`
	Cases   int            `json:"cases"`
	PerDay  float64        `json:"perDay"`

	Situations int                   `json:"situations"` // different ways through the guide that were met
	Filings    int                   `json:"filings"`    // cases that were filled in
	Accepted   int                   `json:"accepted"`   // of these
	Unfiled    int                   `json:"unfiled"`    // cases in situations in which no filing was accepted: they are in none of the figures
	Refused    *SimulatedRefused     `json:"refused,omitempty"`
	Outcomes   SimulatedOutcomes     `json:"outcomes"`
	Days       *SimulatedDays        `json:"days,omitempty"` // from filing to the last result, waiting for the applicant included; none where no case ended
	Late       SimulatedLate         `json:"late"`
	Bars       []SimulatedBar        `json:"bars"` // how Days are spread
	Matters    []SimulatedMatter     `json:"matters"`
	Path       []SimulatedPath       `json:"path"` // where the time goes, the longest first
	Load       []SimulatedDepartment `json:"load"` // by department, the most tasks first
	Shown      []SimulatedShown      `json:"shown"`
	Findings   metamodel.Problems    `json:"findings"`
	Assumed    AssumedOdds           `json:"assumed"`
	Against    *SimulatedChange      `json:"against,omitempty"`
}

// SimulatedOutcomes are shares of the cases that are filed.
type SimulatedOutcomes struct {
	Issued  float64 `json:"issued"`
	Partial float64 `json:"partial"`
	Refused float64 `json:"refused"`
	Unended float64 `json:"unended"` // still going on after as many moves as a case may take
}

// SimulatedDays are working days, as the promised clock counts them: the day it
// starts on is left out.
type SimulatedDays struct {
	Mean  float64 `json:"mean"`
	Error float64 `json:"error"` // standard error of the mean
	P50   float64 `json:"p50"`
	P80   float64 `json:"p80"`
	P95   float64 `json:"p95"`
}

// SimulatedLate are shares of the cases that ended.
type SimulatedLate struct {
	Promised      float64 `json:"promised"`      // in which a matter took longer than promised, waiting for the applicant left out
	Statutory     float64 `json:"statutory"`     // likewise than the law allows
	Over          float64 `json:"over"`          // longer in all than the longest way of promises, the applicant's own time included
	PromisedDays  float64 `json:"promisedDays"`  // that longest way, on average
	StatutoryDays float64 `json:"statutoryDays"` // likewise by law
}

// SimulatedBar is the share of the cases that took more than Days-1 and up to
// Days working days.
type SimulatedBar struct {
	Days  int     `json:"days"`
	Share float64 `json:"share"`
}

// SimulatedMatter is how the children of a matter went.
type SimulatedMatter struct {
	Matter     string           `json:"matter"`
	Name       metamodel.Text   `json:"name"`
	Department metamodel.Text   `json:"department"`
	Applies    float64          `json:"applies"`          // share of the cases
	Filed      bool             `json:"filed"`            // some are in a situation in which somebody can file
	Started    float64          `json:"started"`          // share of those that are filed; the others waited in vain for another matter
	Issued     float64          `json:"issued"`           // likewise
	Days       *SimulatedDays   `json:"days,omitempty"`   // of the promised clock: waiting for the applicant left out; none where none ended
	Result     *SimulatedDays   `json:"result,omitempty"` // from the theme's filing to this matter's end
	Promised   float64          `json:"promised"`
	Statutory  float64          `json:"statutory"`
	Late       float64          `json:"late"`     // share of those that ended that took longer than promised
	LateLaw    float64          `json:"lateLaw"`  // than the law allows
	Critical   float64          `json:"critical"` // share of the cases whose end waited for it
	States     []SimulatedState `json:"states"`
}

// SimulatedState is what went on in a step or a wait of a matter.
type SimulatedState struct {
	State  string              `json:"state"`
	Name   metamodel.Text      `json:"name"`
	Type   workflows.StateType `json:"type"`
	Stays  float64             `json:"stays"`  // a started child
	Days   float64             `json:"days"`   // a stay
	Late   float64             `json:"late"`   // share of the stays that were longer than the limit of the step
	Silent float64             `json:"silent"` // share of the stays that silence ended
}

// SimulatedPath is a state's part of what the end of cases waited for.
type SimulatedPath struct {
	Matter string              `json:"matter"`
	Name   metamodel.Text      `json:"name"`
	State  string              `json:"state"`
	Step   metamodel.Text      `json:"step"`
	Type   workflows.StateType `json:"type"`
	Back   metamodel.Text      `json:"back,omitempty"` // of a wait: the step that asks
	Share  float64             `json:"share"`          // of the cases
	Days   float64             `json:"days"`           // a case, of all cases
	Part   float64             `json:"part"`           // of the time
}

// DayOf is a moment in the time zone of a theme's calendar: what day it is where
// the theme is filed.
func (r *Release) DayOf(t *Theme, at time.Time) time.Time {
	if cal := r.Calendar(t.Def.Calendar); cal != nil {
		return at.In(cal.Zone)
	}
	return at
}

// SimulateSeed is the seed that a theme of this release is simulated with when
// nobody chooses one. It has 53 bits, which any JSON reader keeps.
func (r *Release) SimulateSeed(theme string) uint64 {
	sum := sha256.Sum256([]byte("simulate " + r.Pack.Name + " " + theme)) // not the content: versions are to be compared
	return binary.BigEndian.Uint64(sum[:8]) >> 11
}

// Simulate runs synthetic cases through a theme: the guide, the forms, the
// processes of its matters as the engine runs them, and what one waits for of
// another. The same release and options give the same bytes; nil for a theme that
// the release does not have.
func (r *Release) Simulate(theme string, o SimulateOptions) *Simulation {
	s := r.simulate(theme, o)
	if s == nil {
		return nil
	}
	return s.report()
}

// DefaultFilings is how many of a simulation's cases are filled in.
const DefaultFilings = 1000

// simulate runs the cases.
func (r *Release) simulate(theme string, o SimulateOptions) *simulating {
	t := r.Theme(theme)
	if t == nil {
		return nil
	}
	if o.PerDay <= 0 {
		o.PerDay = 1
	}
	s := &simulating{r: r, t: t, o: o, lots: newLots(t, &o.Assume), hands: map[handOf]*handed{}, path: map[stateOf]*walked{}, profiles: map[string]*profile{}, tasks: map[string][]float64{}, held: map[string][]float64{}}
	for _, m := range t.Matters {
		s.matters = append(s.matters, &childrenOf{
			m: m, department: m.Def.HandledBy(o.Today.Format(time.DateOnly)), states: map[*workflows.State]*stayed{},
			rehearsal: m.Machine.Rehearse(workflows.WorkingTime, workflows.Terms{Promised: m.Def.PromisedDays, Statutory: m.Def.StatutoryDays}, o.Assume.Odds, o.Assume.of(m.Def.ID, m.Machine)),
		})
	}
	for i := range o.Cases {
		at := s.lots.draw(workflows.LuckOf(o.Seed, i))
		at.cases++
		s.at = append(s.at, at)
	}
	s.whole = s.lots.all(mostWays)
	s.shown = s.fill(o.Filings)
	s.days, s.lates = make([]float64, o.Cases), make([]float64, o.Cases)
	for _, m := range s.matters {
		m.byCase = make([]float64, o.Cases)
		for i := range m.byCase {
			m.byCase[i] = -1
		}
	}
	children := make([]course, len(t.Matters))
	var run workflows.Course
	for i := range o.Cases {
		s.one(i, children, &run)
	}
	return s
}

// simulating carries one simulation.
type simulating struct {
	r       *Release
	t       *Theme
	o       SimulateOptions
	lots    *lots
	matters []*childrenOf // by the theme's order
	at      []*situated   // by case
	days    []float64     // by case; -1 for one that did not end
	end     struct{ issued, partial, refused, unended, unfiled int }
	late    struct{ promised, statutory, over int }
	limits  struct{ promised, statutory float64 } // sums

	hands    map[handOf]*handed
	path     map[stateOf]*walked
	profiles map[string]*profile
	tasks    map[string][]float64 // of a department, by case
	held     map[string][]float64 // likewise the working days that they are in hand
	lates    []float64            // by case: 1 where a matter took longer than promised; -1 for one that did not end
	total    float64              // days of all critical paths
	shown    *shownTo
	whole    bool // all ways through the guide are known
}

// childrenOf is what became of the children of one matter.
type childrenOf struct {
	m          *ThemeMatter
	department string // that handles what is filed on the day of the simulation
	rehearsal  *workflows.Rehearsal
	applies    int
	filed      int // of these, those that are filed
	started    int
	issued     int
	unended    int
	critical   int
	used       []float64 // promised clock, of those that ended
	result     []float64 // from the filing
	byCase     []float64 // likewise, by case; -1 for one that did not end
	late       int
	lateLaw    int
	states     map[*workflows.State]*stayed
	blocked    *situated // one in which it could not start
	stuck      *seen     // one that did not end
}

// seen is a case to show.
type seen struct {
	end   *situated
	path  metamodel.Text
	state metamodel.Text // where it stood last
	dead  bool           // nothing leads on from there
}

type stayed struct {
	stays, silent, late int
	days                float64
}

type stateOf struct {
	matter int
	state  *workflows.State
}

type walked struct {
	cases, last int // last: the case it was counted for, plus one
	days        float64
}

// course is a matter's child case in one case.
type course struct {
	started    bool
	void       bool
	outcome    workflows.Outcome
	start, end float64 // working days from the beginning of the day of filing
	stays      []workflows.Stay
}

const day = float64(24 * time.Hour)

// since is when something happened, in days of WorkingTime.
func since(at time.Time) float64 { return float64(at.Sub(simulationStart)) / day }

var simulationStart = time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)

// one runs a case.
func (s *simulating) one(i int, children []course, run *workflows.Course) {
	luck := workflows.LuckOf(s.o.Seed, i)
	at := s.at[i]
	if s.unfileable(at) {
		for _, n := range at.matters {
			s.matters[n].applies++
		}
		s.end.unfiled++
		s.days[i], s.lates[i] = -1, -1
		return
	}
	filed := workflows.Throw(workflows.Luck(luck, "filed"))
	s.limits.promised += at.promised
	s.limits.statutory += at.statutory
	ended, issued, lastEnd, last := true, 0, filed, -1
	latePromised, lateLaw := false, false
	for place, n := range at.matters {
		m, c := s.matters[n], &children[place]
		m.applies++
		m.filed++
		*c = course{start: filed, end: filed, stays: c.stays[:0]}
		for _, b := range at.before[place] {
			before := &children[b]
			switch {
			case before.outcome == workflows.Issued:
				c.start = max(c.start, before.end)
			case before.void || before.outcome != "":
				c.void = true
				c.end = max(c.end, before.end)
			default: // it waits for what does not end
				ended = false
				c.void = true
			}
		}
		if c.void {
			if m.blocked == nil {
				m.blocked = at
			}
			continue
		}
		start := simulationStart.Add(time.Duration(c.start * day))
		m.rehearsal.Run(workflows.Luck(luck, m.m.Def.ID), start, run)
		c.started, c.outcome, c.end = true, run.Outcome, since(run.Ended)
		c.stays = append(c.stays, run.Stays...)
		m.started++
		s.counts(i, n, m, run)
		if c.outcome == "" {
			ended = false
			m.unended++
			if m.stuck == nil {
				last := run.Stays[len(run.Stays)-1]
				m.stuck = &seen{at, pathWords(run), last.State.Name, last.To == nil}
			}
			continue
		}
		if c.outcome == workflows.Issued {
			issued++
			m.issued++
		}
		promised, law := run.Promised, run.Statutory
		m.used = append(m.used, float64(promised.Used)/day)
		m.byCase[i] = max(0, c.end-1)
		m.result = append(m.result, m.byCase[i])
		if promised.Limit > 0 && promised.Used > promised.Limit {
			m.late++
			latePromised = true
		}
		if law.Limit > 0 && law.Used > law.Limit {
			m.lateLaw++
			lateLaw = true
		}
		if c.end >= lastEnd {
			lastEnd, last = c.end, place
		}
	}
	if !ended {
		s.end.unended++
		s.days[i], s.lates[i] = -1, -1
		return
	}
	switch {
	case issued == len(at.matters):
		s.end.issued++
	case issued > 0:
		s.end.partial++
	default:
		s.end.refused++
	}
	s.days[i] = max(0, lastEnd-1)
	if latePromised {
		s.late.promised++
		s.lates[i] = 1
	}
	count(&s.late.statutory, lateLaw)
	count(&s.late.over, s.days[i] > at.promised)
	s.walk(i, at, children, last)
}

func count(n *int, is bool) {
	if is {
		*n++
	}
}

// walk follows back what the end of a case waited for.
func (s *simulating) walk(i int, at *situated, children []course, place int) {
	for place >= 0 {
		c, n := &children[place], at.matters[place]
		s.matters[n].critical++
		for _, stay := range c.stays {
			key := stateOf{n, stay.State}
			w := s.path[key]
			if w == nil {
				w = &walked{}
				s.path[key] = w
			}
			d := since(stay.Left) - since(stay.Entered)
			w.days += d
			s.total += d
			if w.last != i+1 {
				w.cases, w.last = w.cases+1, i+1
			}
		}
		next := -1
		for _, b := range at.before[place] {
			if next < 0 || children[b].end > children[next].end {
				next = b
			}
		}
		place = next
	}
}

// counts notes the stays and tasks of a child.
func (s *simulating) counts(i, n int, m *childrenOf, c *workflows.Course) {
	for k := range c.Stays {
		stay := &c.Stays[k]
		st := m.states[stay.State]
		if st == nil {
			st = &stayed{}
			m.states[stay.State] = st
		}
		d := since(stay.Left) - since(stay.Entered)
		st.stays++
		st.days += d
		count(&st.silent, stay.Silent)
		count(&st.late, stay.State.Limit > 0 && d > stay.State.Limit)
	}
	for k := range c.Hands {
		s.hand(i, n, m, &c.Hands[k])
	}
}

// mostMoves is how many moves of a path are told.
const mostMoves = 12

// pathWords tells how a case went: its states and what led from one to the next.
func pathWords(c *workflows.Course) metamodel.Text {
	out := metamodel.Text{}
	for _, lang := range metamodel.Languages {
		said := ""
		for i := range c.Stays {
			stay := &c.Stays[i]
			if i == mostMoves {
				said += "…"
				break
			}
			said += stay.State.Name.In(lang)
			if stay.To == nil {
				break
			}
			by := metamodel.ZhEn("退回", "sent back").In(lang)
			for _, t := range stay.State.On {
				if t.Event == stay.By {
					by = t.Label.In(lang)
				}
			}
			said += " —" + by + "→ "
			if stay.To.Type == workflows.Final {
				said += stay.To.Name.In(lang)
			}
		}
		out[lang] = said
	}
	return out
}
