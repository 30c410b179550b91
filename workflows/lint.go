package workflows

import (
	"fmt"
	"math"
	"slices"

	"github.com/onematter/onematter/metamodel"
)

// maxLimit bounds a step's time limit, in working days: about forty years,
// which keeps every sum of working time inside a time.Duration.
const maxLimit = 10_000

// lint reports everything wrong with a workflow, in the order it is written;
// what concerns the whole graph comes last, and only when every name in it is known.
func lint(w *Workflow) metamodel.Problems {
	l := linter{states: map[string]*State{}}
	for i := range w.States {
		s := &w.States[i]
		path := fmt.Sprintf("states/%d", i)
		switch {
		case s.ID == "":
			l.add(problemStateID.At(path + "/id"))
		case l.states[s.ID] != nil:
			l.add(problemStateTwice.At(path+"/id", "state", s.ID))
		default:
			l.states[s.ID] = s
		}
	}
	if s := l.states[w.Initial]; s == nil {
		l.add(problemInitialUnknown.At("initial", "state", w.Initial))
	} else if s.Type != Step {
		l.add(problemInitialType.At("initial", "state", w.Initial))
	}
	for i := range w.States {
		l.state(fmt.Sprintf("states/%d", i), &w.States[i])
	}
	if !l.broken {
		l.graph(w)
	}
	return l.problems
}

type linter struct {
	states   map[string]*State
	problems metamodel.Problems
	broken   bool // a name that the graph needs is missing or ambiguous
}

func (l *linter) add(p metamodel.Problem) {
	l.problems = append(l.problems, p)
	switch p.Code {
	case problemStateID.Code, problemStateTwice.Code, problemInitialUnknown.Code, problemTargetUnknown.Code, problemStateType.Code:
		l.broken = true
	}
}

func (l *linter) state(path string, s *State) {
	misplaced := func(field string, there bool) {
		if there {
			l.add(problemFieldMisplaced.At(path+"/"+field, "field", field, "state", s.ID, "type", s.Type))
		}
	}
	switch s.Type {
	case Step:
		if len(s.Roles) == 0 {
			l.add(problemRolesMissing.At(path+"/roles", "state", s.ID))
		}
		for i, r := range s.Roles {
			if r == "" {
				l.add(problemRolesMissing.At(fmt.Sprintf("%s/roles/%d", path, i), "state", s.ID))
			}
		}
		if s.Limit < 0 || s.Limit > maxLimit || math.IsNaN(s.Limit) {
			l.add(problemLimit.At(path+"/limit", "state", s.ID, "max", maxLimit))
		}
		l.lights(path+"/lights", s)
		misplaced("outcome", s.Outcome != "")
		l.returns(path, s)
		if s.Sign != nil {
			l.sign(path, s)
		}
		if s.Opinions != nil {
			l.opinions(path, s)
		}
		if len(s.On) == 0 {
			l.add(problemDeadEnd.At(path+"/on", "state", s.ID))
		}
		if s.After != nil {
			l.after(path+"/after", s)
		}
	case Wait:
		misplaced("roles", len(s.Roles) > 0)
		misplaced("limit", s.Limit != 0)
		misplaced("outcome", s.Outcome != "")
		misplaced("returns", s.Returns != nil)
		misplaced("after", s.After != nil)
		resubmit := false
		for _, t := range s.On {
			resubmit = resubmit || t.Kind == Resubmit
		}
		if !resubmit {
			l.add(problemWaitNoResubmit.At(path+"/on", "state", s.ID))
		}
	case Final:
		misplaced("roles", len(s.Roles) > 0)
		misplaced("limit", s.Limit != 0)
		misplaced("returns", s.Returns != nil)
		misplaced("after", s.After != nil)
		misplaced("on", len(s.On) > 0)
		switch s.Outcome {
		case Issued, Refused, Withdrawn, Void:
		default:
			l.add(problemOutcome.At(path+"/outcome", "state", s.ID, "outcome", s.Outcome))
		}
	default:
		l.add(problemStateType.At(path+"/type", "state", s.ID, "type", s.Type))
	}
	if s.Type != Step {
		misplaced("lights", s.Lights != nil)
		misplaced("sign", s.Sign != nil)
		misplaced("opinions", s.Opinions != nil)
	}
	seen := map[string]bool{}
	for i := range s.On {
		t := &s.On[i]
		at := fmt.Sprintf("%s/on/%d", path, i)
		switch {
		case t.Event == "":
			l.add(problemEventID.At(at+"/event", "state", s.ID))
		case seen[t.Event]:
			l.add(problemEventTwice.At(at+"/event", "state", s.ID, "event", t.Event))
		}
		seen[t.Event] = true
		l.transition(at, s, t)
	}
}

// lights checks from when on a step's own clock is yellow and red.
func (l *linter) lights(path string, s *State) {
	switch {
	case s.Lights == nil:
	case s.Limit == 0:
		l.add(problemLightsNoLimit.At(path, "state", s.ID))
	case s.Limit > 0 && s.Limit <= maxLimit && !LightsOrdered(s.Limit, plainCalendar, s.Lights):
		l.add(problemLightsOrder.At(path, "state", s.ID, "days", s.Limit))
	}
}

// transition checks that an action's kind, which tells people what it means,
// agrees with where it starts and where it leads.
func (l *linter) transition(path string, s *State, t *Transition) {
	to := l.states[t.Target]
	if to == nil {
		l.add(problemTargetUnknown.At(path+"/target", "event", t.Event, "target", t.Target))
	}
	switch t.Kind {
	case Forward, Correct, Rectify, Refuse, Approve, Deliver, Resubmit:
	default:
		l.add(problemKindUnknown.At(path+"/kind", "event", t.Event, "kind", t.Kind))
		return
	}
	if (s.Type == Wait) != (t.Kind == Resubmit) && (s.Type == Wait || s.Type == Step) {
		l.add(problemKindState.At(path+"/kind", "event", t.Event, "kind", t.Kind, "state", s.ID, "type", s.Type))
		return
	}
	if to == nil {
		return
	}
	var why metamodel.Text
	switch {
	case (t.Kind == Correct || t.Kind == Rectify) && to.Type != Wait:
		why = whyNotWait
	case to.Type == Wait && t.Kind != Correct && t.Kind != Rectify && t.Kind != Resubmit:
		why = whyOnlyAsked
	case t.Kind == Resubmit && to.Type != Step:
		why = whyNotStep
	case t.Kind == Refuse && !(to.Type == Final && to.Outcome == Refused):
		why = whyNotRefused
	case t.Kind == Deliver && !(to.Type == Final && to.Outcome == Issued):
		why = whyNotIssued
	case to.Type == Final && to.Outcome == Issued && t.Kind != Deliver:
		why = whyOnlyGiven
	case to.Type == Final && to.Outcome == Refused && t.Kind != Refuse:
		why = whyOnlyNo
	default:
		return
	}
	l.add(problemKindTarget.At(path+"/target", "event", t.Event, "kind", t.Kind, "target", t.Target, "why", why))
}

// graph finds what can never be reached and what can never be left.
func (l *linter) graph(w *Workflow) {
	back := map[string][]string{}
	for i := range w.States {
		for _, t := range w.States[i].On {
			back[t.Target] = append(back[t.Target], w.States[i].ID)
		}
	}
	reached := walk([]string{w.Initial}, func(id string) []string {
		var to []string
		for _, t := range l.states[id].On {
			to = append(to, t.Target)
		}
		return to
	})
	var ends []string
	issued := false
	for i := range w.States {
		if s := &w.States[i]; s.Type == Final {
			ends = append(ends, s.ID)
			issued = issued || s.Outcome == Issued && reached[s.ID]
		}
	}
	ending := walk(ends, func(id string) []string { return back[id] })
	for i := range w.States {
		s := &w.States[i]
		path := fmt.Sprintf("states/%d", i)
		// A citizen's withdrawal and a matter that could never start are not
		// actions of a department: their ends need no transition.
		if !reached[s.ID] && !(s.Type == Final && (s.Outcome == Withdrawn || s.Outcome == Void)) {
			l.add(problemUnreachable.At(path, "state", s.ID))
		}
		if !ending[s.ID] && len(s.On) > 0 {
			l.add(problemNoWayOut.At(path+"/on", "state", s.ID))
		}
	}
	if !issued {
		l.add(problemNoIssued.At("states"))
	}
	l.silence(w)
	l.sendingBack(w)
}

// returns checks the names in what a step says about sending a case back.
func (l *linter) returns(path string, s *State) {
	if s.Returns == nil {
		return
	}
	if s.Returns.Scope == "" && len(s.Returns.States) == 0 {
		l.add(problemReturnsUseless.At(path+"/returns", "state", s.ID))
	}
	for i, id := range s.Returns.States {
		at := fmt.Sprintf("%s/returns/%d", path, i)
		switch to := l.states[id]; {
		case to == nil:
			l.add(problemReturnsUnknown.At(at, "state", s.ID, "target", id))
		case to.Type != Step:
			l.add(problemReturnsNotStep.At(at, "state", s.ID, "target", id, "type", to.Type))
		}
	}
}

// sendingBack finds returns that no case can ever use, and tells which ones
// take an approval back.
func (l *linter) sendingBack(w *Workflow) {
	open := undecided(w, l.states)
	for i := range w.States {
		s := &w.States[i]
		if s.Type != Step || s.Returns == nil {
			continue
		}
		path := fmt.Sprintf("states/%d/returns", i)
		targets := mayReturn(w, l.states, s)
		if s.Returns.Scope != "" && len(targets) == 0 {
			l.add(problemReturnsUseless.At(path, "state", s.ID))
		}
		for j, id := range s.Returns.States {
			if to := l.states[id]; to != nil && to.Type == Step && !slices.Contains(targets, to) {
				l.add(problemReturnsNever.At(fmt.Sprintf("%s/%d", path, j), "state", s.ID, "target", id))
			}
		}
		for _, to := range targets {
			if !open[s.ID] && open[to.ID] {
				l.add(problemReturnsUndecides.At(path, "state", s.ID, "target", to.ID))
			}
		}
	}
}

// walk gives everything reachable from the starts.
func walk(starts []string, next func(string) []string) map[string]bool {
	seen := map[string]bool{}
	stack := append([]string(nil), starts...)
	for len(stack) > 0 {
		id := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if seen[id] {
			continue
		}
		seen[id] = true
		stack = append(stack, next(id)...)
	}
	return seen
}

// after checks a silent decision by itself.
func (l *linter) after(path string, s *State) {
	a := s.After
	switch a.Clock {
	case PromisedClock, StatutoryClock, StepClock:
	default:
		l.add(problemAfterClock.At(path+"/clock", "state", s.ID, "clock", a.Clock))
	}
	switch a.Corrections {
	case Continue, Restart:
	default:
		l.add(problemAfterCorrections.At(path+"/corrections", "state", s.ID, "corrections", a.Corrections))
	}
	switch {
	case a.Days < 0 || a.Days > maxLimit || math.IsNaN(a.Days):
		l.add(problemAfterDays.At(path+"/days", "state", s.ID, "max", maxLimit))
	case a.Days == 0 && a.Clock == StepClock && s.Limit == 0:
		l.add(problemAfterNoLimit.At(path+"/days", "state", s.ID))
	}
	if a.Basis.In("zh") == "" {
		l.add(problemAfterBasis.At(path+"/basis", "state", s.ID))
	}
	switch t := s.Silently(); {
	case t == nil:
		l.add(problemAfterEvent.At(path+"/event", "state", s.ID, "event", a.Event))
	case t.Kind == Correct || t.Kind == Rectify:
		l.add(problemAfterAsks.At(path+"/event", "state", s.ID, "event", a.Event))
	}
}

// silence refuses a circle of silent decisions: a case whose time is up would
// go round in it.
func (l *linter) silence(w *Workflow) {
	for i := range w.States {
		s := &w.States[i]
		at, seen := s, map[string]bool{}
		for at != nil && at.Silently() != nil && !seen[at.ID] {
			seen[at.ID] = true
			at = l.states[at.Silently().Target]
		}
		if at != nil && at.ID == s.ID && seen[s.ID] {
			l.add(problemAfterCircle.At(fmt.Sprintf("states/%d/after/event", i), "state", s.ID))
		}
	}
}
