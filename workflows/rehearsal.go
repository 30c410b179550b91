package workflows

import (
	"slices"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// WorkingTime is a calendar in which every hour is worked, and a working day
// has 24 of them: on it a process is counted in working time alone. Whatever
// the days off are, clocks count the same.
var WorkingTime = everyHour()

func everyHour() *Calendar {
	c, ps := NewCalendar(&metamodel.Calendar{ID: "working-time", Zone: "UTC", Hours: []metamodel.HourSpan{{From: "00:00", To: "24:00"}}})
	if ps.Failed() {
		panic(ps.Error())
	}
	return c
}

// MostStays bounds how often one synthetic case is moved.
const MostStays = 200

// Rehearsal is a process with what is assumed of the people in it. Immutable,
// safe for concurrent use.
type Rehearsal struct {
	machine             *Machine
	cal                 *Calendar
	promised, statutory time.Duration
	odds                Odds
	states              map[*State]*rehearsed
	returns             bool // some state may send back
}

// rehearsed is a state with what may happen in it.
type rehearsed struct {
	luck uint64
	days Spread // until somebody acts
	sign Spread
	ways []way
	back float64 // probability of a return, where there is somewhere to go
}

// way is one thing that happens to a stay, with its probability among those
// that are no return.
type way struct {
	event string // "": the votes decide
	share float64
}

// Terms are the time limits of a matter, in working days; 0 for none.
type Terms struct{ Promised, Statutory float64 }

// Rehearse assumes odds of a process, and of some of its states something else.
func (m *Machine) Rehearse(cal *Calendar, terms Terms, odds Odds, known map[string]StepOdds) *Rehearsal {
	r := &Rehearsal{machine: m, cal: cal, promised: cal.Days(terms.Promised), statutory: cal.Days(terms.Statutory), odds: odds, states: map[*State]*rehearsed{}}
	rest := m.unlimited(terms.Promised)
	for i := range m.Workflow.States {
		s := m.states[m.Workflow.States[i].ID]
		if s.Type == Final {
			continue
		}
		p := &rehearsed{luck: Luck(0, s.ID), days: odds.Answer}
		if s.Type == Step {
			p.days, p.sign = odds.Step.Of(s.Limit), odds.Sign.Of(s.Limit)
			if s.Limit == 0 {
				p.days, p.sign = odds.Rest.Of(rest), odds.Sign.Of(rest)
			}
			if s.Returns != nil {
				p.back, r.returns = odds.Return, true
			}
		}
		better := known[s.ID]
		if better.Days != nil {
			p.days = *better.Days
		}
		p.ways = odds.ways(s, better.Events)
		r.states[s] = p
	}
	return r
}

// leastRest is the least that is taken for the limit of a step without one.
const leastRest = 0.5

// unlimited is what is taken for the limit of a step that has none: its part of
// the promised days that the limits of the others leave.
func (m *Machine) unlimited(promised float64) float64 {
	n := 0.0
	for i := range m.Workflow.States {
		if s := &m.Workflow.States[i]; s.Type == Step {
			promised -= s.Limit
			if s.Limit == 0 {
				n++
			}
		}
	}
	return max(promised/max(n, 1), leastRest)
}

// Days is what is assumed of a state: how long until somebody acts.
func (r *Rehearsal) Days(state string) Spread {
	if p := r.states[r.machine.states[state]]; p != nil {
		return p.days
	}
	return Spread{}
}

// ways are what may happen in a state: events of which something is known as
// often as that, the others sharing what is left.
func (o *Odds) ways(s *State, known map[string]float64) []way {
	ways := make([]way, 0, len(s.On)+1)
	left, weights := 1.0, []float64(nil)
	on := 0.0 // ways that simply go on
	kinds := map[TransitionKind]float64{}
	for _, t := range s.On {
		if _, is := known[t.Event]; !is && !s.Takes(t.Event) {
			kinds[t.Kind]++
		}
	}
	add := func(event string, weight float64) {
		ways, weights = append(ways, way{event: event}), append(weights, weight)
		if weight < 0 {
			on++
		}
	}
	for _, t := range s.On {
		if p, is := known[t.Event]; is {
			add(t.Event, p)
			left -= p
			continue
		}
		if s.Takes(t.Event) {
			continue
		}
		switch t.Kind {
		case Correct:
			add(t.Event, o.Correct/kinds[Correct])
		case Rectify:
			add(t.Event, o.Rectify/kinds[Rectify])
		case Refuse:
			add(t.Event, o.Refuse/kinds[Refuse])
		default:
			add(t.Event, -1)
		}
	}
	if s.Sign != nil {
		add("", -1)
	}
	left = max(left, 0)
	// What is not known shares what is left: asking and refusing by their odds, the rest going on.
	asked, sum := 0.0, 0.0
	isKnown := func(w way) bool { _, is := known[w.event]; return is && w.event != "" }
	for i, w := range ways {
		if weights[i] >= 0 && !isKnown(w) {
			asked += weights[i]
		}
	}
	for i := range ways {
		switch {
		case isKnown(ways[i]):
			ways[i].share = weights[i]
		case weights[i] >= 0:
			ways[i].share = weights[i] * left
		default:
			ways[i].share = max(1-asked, 0) * left / on
		}
		sum += ways[i].share
	}
	if sum > 0 {
		for i := range ways {
			ways[i].share /= sum
		}
	}
	return slices.DeleteFunc(ways, func(w way) bool { return w.share <= 0 })
}

// Course is how a case went. Its slices are used again by the next Run.
type Course struct {
	Stays     []Stay
	Hands     []Hand
	Outcome   Outcome // "": it did not end
	Start     time.Time
	Ended     time.Time // or, of a case that did not end, when it was left
	Promised  Clock
	Statutory Clock
}

// Stay is one stay in a state.
type Stay struct {
	State   *State
	Entered time.Time
	Left    time.Time
	By      string // the event; "" for a return, and where nothing leads on
	To      *State // nil where nothing leads on
	Silent  bool   // silence took it
}

// HandKind says what somebody has in hand.
type HandKind string

const (
	HandStep    HandKind = "step"    // the step itself
	HandSign    HandKind = "sign"    // a signature
	HandOpinion HandKind = "opinion" // an opinion
)

// Hand is a task that somebody had in hand.
type Hand struct {
	Kind       HandKind
	State      *State
	Department string // "": the case's own
	Roles      []string
	Opened     time.Time
	Closed     time.Time
}

// Run takes one case through the process, as the engine would: its states, its
// clocks, the rounds of its signatures, what others are asked, its returns and
// its silent decisions. The same luck gives the same course.
func (r *Rehearsal) Run(luck uint64, start time.Time, c *Course) {
	m, cal := r.machine, r.cal
	*c = Course{Stays: c.Stays[:0], Hands: c.Hands[:0], Start: start, Ended: start}
	now := Moment{Promised: Clock{Limit: r.promised}, Statutory: Clock{Limit: r.statutory}}
	now.follow(m.Start(), "", start, cal)
	var trail []string
	if r.returns {
		trail = Advance(nil, nil, now.Move.To)
	}
	for len(c.Stays) < MostStays {
		s := now.Move.To
		if s.Type == Final {
			c.Outcome = s.Outcome
			break
		}
		d := dice(LuckOf(luck^r.states[s].luck, c.visits(s)))
		from := len(c.Hands)
		act, at := r.stay(s, &now, trail, &d, c)
		if due, event := now.silence(cal); !due.IsZero() && (act.none() || !due.After(at)) {
			act, at = deed{event: event, silent: true}, due
			if at.Before(now.At) { // its time was up when the state was entered
				at = now.At
			}
			c.cut(from, at)
		}
		stay := Stay{State: s, Entered: now.At, Left: at, By: act.event, Silent: act.silent}
		if act.none() {
			c.Stays = append(c.Stays, stay)
			break
		}
		move, err := r.move(s, act, trail)
		if err != nil { // what may happen was read off the machine
			panic(err)
		}
		if s.Type == Step {
			c.Hands = append(c.Hands, Hand{HandStep, s, "", s.Roles, now.At, at})
		}
		stay.To = move.To
		c.Stays = append(c.Stays, stay)
		if r.returns {
			trail = Advance(trail, s, move.To)
		}
		now.follow(move, act.event, at, cal)
		now.Silent = act.silent
	}
	c.Ended, c.Promised, c.Statutory = now.At, now.Promised, now.Statutory
}

// cut takes the hands from one on away from those who still have them, and those
// of a later time altogether.
func (c *Course) cut(from int, at time.Time) {
	kept := c.Hands[:from]
	for _, h := range c.Hands[from:] {
		if h.Opened.After(at) {
			continue
		}
		if h.Closed.After(at) {
			h.Closed = at
		}
		kept = append(kept, h)
	}
	c.Hands = kept
}

// visits is how often a case was in a state before.
func (c *Course) visits(s *State) (n int) {
	for i := range c.Stays {
		if c.Stays[i].State == s {
			n++
		}
	}
	return n
}

// deed is what ends a stay.
type deed struct {
	event  string
	back   *State // sent back there
	silent bool
}

func (d deed) none() bool { return d.event == "" && d.back == nil }

func (r *Rehearsal) move(s *State, act deed, trail []string) (Move, error) {
	if act.back != nil {
		return r.machine.Return(s.ID, act.back.ID, trail)
	}
	return r.machine.Next(s.ID, act.event)
}

// stay is what people do in a state that was just entered, and when.
func (r *Rehearsal) stay(s *State, now *Moment, trail []string, d *dice, c *Course) (act deed, at time.Time) {
	p := r.states[s]
	took, what, back, ask := p.days.At(d.throw()), d.throw(), d.throw(), d.throw()
	whom := *d
	at = r.cal.Add(now.At, r.cal.Days(took))
	if s.Opinions != nil && ask < r.odds.Ask {
		at = r.ask(s, now, whom, at, c)
	}
	act = r.drawn(s, p, what, back, trail)
	if s.Sign == nil {
		return act, at
	}
	// Its officers may do something else before the votes decide.
	first := len(c.Hands)
	voted, then := r.vote(s, p, now.At, whom, c)
	if act.none() || !then.After(at) {
		return voted, then
	}
	c.cut(first, at)
	return act, at
}

// drawn is what the officers of a step, or the citizen in a wait, do; nothing
// where the votes decide and where nothing leads on.
func (r *Rehearsal) drawn(s *State, p *rehearsed, what, back float64, trail []string) deed {
	if p.back > 0 && back < p.back {
		if to := r.machine.Earlier(s.ID, trail); len(to) > 0 {
			return deed{back: to[int(back/p.back*float64(len(to)))]}
		}
	}
	for _, w := range p.ways {
		if what -= w.share; what < 0 {
			return deed{event: w.event}
		}
	}
	if n := len(p.ways); n > 0 { // dust of adding up
		return deed{event: p.ways[n-1].event}
	}
	return deed{}
}

// vote holds the round of a step's signatures: who is asked when, what they
// say, and what the last vote that counts leads to.
func (r *Rehearsal) vote(s *State, p *rehearsed, at time.Time, d dice, c *Course) (deed, time.Time) {
	type say struct {
		place int
		at    time.Time
	}
	votes := make([]Vote, len(s.Sign.By))
	for {
		open := s.Sign.Open(votes)
		says := make([]say, len(open))
		for i, place := range open {
			own := dice(LuckOf(uint64(d), place))
			says[i] = say{place, r.cal.Add(at, r.cal.Days(p.sign.At(own.throw())))}
		}
		slices.SortStableFunc(says, func(a, b say) int { return a.at.Compare(b.at) })
		opened, first := at, len(c.Hands)
		for _, v := range says {
			by := s.Sign.By[v.place]
			c.Hands = append(c.Hands, Hand{HandSign, s, by.Department, by.Roles, opened, v.at})
		}
		for _, v := range says {
			own := dice(LuckOf(uint64(d), v.place))
			own.throw()
			votes[v.place], at = Agrees, v.at
			if own.throw() < r.odds.Disagree {
				votes[v.place] = Disagrees
			}
			verdict := s.Sign.Verdict(votes)
			if verdict == Undecided {
				continue
			}
			c.cut(first, at)
			if verdict == Agreed {
				return deed{event: s.Sign.Agreed}, at
			}
			return deed{event: s.Sign.Disagreed}, at
		}
	}
}

// ask asks others for their opinion as soon as a step is entered, and tells when
// the step's officers act: where the step demands it, not before it is there.
func (r *Rehearsal) ask(s *State, now *Moment, d dice, act time.Time, c *Course) time.Time {
	o := s.Opinions
	whom := []string{OtherDepartment}
	if len(o.Departments) > 0 {
		whom = o.Departments
	}
	roles := o.Roles
	if len(roles) == 0 {
		roles = s.Roles
	}
	first, last := len(c.Hands), now.At
	over := r.cal.Add(r.cal.FirstDay(now.At), r.cal.Days(o.Limit))
	for i, department := range whom {
		own := dice(LuckOf(uint64(d), -2-i))
		said := r.cal.Add(now.At, r.cal.Days(r.odds.Opinion.Of(o.Limit).At(own.throw())))
		if said.After(over) {
			said = over
		}
		if said.After(last) {
			last = said
		}
		c.Hands = append(c.Hands, Hand{HandOpinion, s, department, roles, now.At, said})
	}
	if o.Required && act.Before(last) {
		act = last
	}
	c.cut(first, act)
	if o.Pauses {
		now.Promised, now.Statutory, now.Step = now.Promised.Pause(now.At, r.cal), now.Statutory.Pause(now.At, r.cal), now.Step.Pause(now.At, r.cal)
		if last.After(act) {
			last = act
		}
		now.resume(last, r.cal)
	}
	return act
}

// OtherDepartment stands for whichever department is asked where any may be.
const OtherDepartment = "*"

// resume lets clocks go on that stand still although the citizen is not asked.
func (n *Moment) resume(at time.Time, cal *Calendar) {
	if n.Move.To == nil || n.Move.To.Type != Step {
		return
	}
	n.Promised, n.Statutory, n.Step = runMatter(n.Promised, at, cal), runMatter(n.Statutory, at, cal), n.Step.Run(at, cal, false)
}
