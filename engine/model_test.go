package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// model walks all reachable states of a small theme over the engine's own
// decisions. A state is the family without its times: what stands, who is to act,
// which clocks run. Time goes by only when silence decides.
type model struct {
	e     *Engine
	m     *memory
	root  string
	held  bool // steps are claimed, handed on and delegated
	seen  map[string]*modelState
	queue []*modelState
}

// modelState is one state: what is kept, how it was reached, where it leads.
type modelState struct {
	kept  kept
	at    time.Time
	told  map[string]told // by case: what its events said
	from  *modelState
	by    string
	leads []*modelState // by what departments, citizens and the law do; withdrawals left out
	ends  bool
}

// told is what the log says of a case.
type told struct {
	started, issued, ended int
	extended               int // how often it was given more time
	decided                bool
	owed                   bool // a result that its form asks for was issued while it could still receive it
	trail                  []toldStep
	votes                  []toldVote // of the countersigning it is in
	asked                  []string   // questions that are open
	notified               []string   // of a theme: the matters whose results were told, in that order
	decisions, notice      int        // what was decided of a matter, counted; and which of it was told last
	holder, deputy         string     // of the step
	deputyEnded            bool       // of no case: the delegation ended early
}

type toldStep struct {
	state   string
	decided bool
}

// modelFault is what must not happen, with the way that leads there.
type modelFault struct {
	what string
	way  []string
}

func (f *modelFault) Error() string { return f.what + "\n  " + strings.Join(f.way, "\n  ") }

// walk gives the number of states, and the first fault.
func walk(e *Engine, m *memory, root string) (int, error) {
	w := &model{e: e, m: m, root: root, held: m.officers != nil, seen: map[string]*modelState{}}
	first := &modelState{kept: m.kept.clone(), at: m.at, told: map[string]told{}}
	if err := w.tell(first, m.change.Events); err != nil {
		return 0, err
	}
	if _, err := w.reach(first); err != nil {
		return 0, err
	}
	for len(w.queue) > 0 {
		s := w.queue[0]
		if len(w.seen) > 100_000 {
			return len(w.seen), s.fault("the states do not end")
		}
		w.queue = w.queue[1:]
		if err := w.expand(s); err != nil {
			return len(w.seen), err
		}
	}
	return len(w.seen), w.deadEnds()
}

func (s *modelState) fault(format string, args ...any) error {
	f := &modelFault{what: fmt.Sprintf(format, args...)}
	for ; s != nil && s.by != ""; s = s.from {
		f.way = append([]string{s.by}, f.way...)
	}
	return f
}

// reach enters a state, new or known.
func (w *model) reach(s *modelState) (*modelState, error) {
	key, err := w.check(s)
	if err != nil {
		return nil, err
	}
	if known := w.seen[key]; known != nil {
		return known, nil
	}
	w.seen[key] = s
	w.queue = append(w.queue, s)
	return s, nil
}

// do takes one step out of a state and enters where it leads.
func (w *model) do(s *modelState, name string, refusable bool, withdrawal bool, act func() error) (bool, error) {
	w.m.kept, w.m.at, w.m.change = s.kept.clone(), s.at, nil
	err := act()
	next := &modelState{kept: w.m.kept, at: w.m.at, told: map[string]told{}, from: s, by: name}
	if err != nil {
		var ps metamodel.Problems
		if refusable && errors.As(err, &ps) {
			return false, nil
		}
		return false, next.fault("what is offered is refused: %v", err)
	}
	if w.m.change == nil {
		return false, next.fault("nothing was committed")
	}
	for id, t := range s.told {
		t.trail = slices.Clone(t.trail)
		next.told[id] = t
	}
	if err := w.tell(next, w.m.change.Events); err != nil {
		return true, err
	}
	to, err := w.reach(next)
	if err == nil && !withdrawal {
		s.leads = append(s.leads, to)
	}
	return true, err
}

// expand does everything that can be done in a state.
func (w *model) expand(s *modelState) error {
	ctx := context.Background()
	root := s.kept.cases[w.root]
	w.m.kept = s.kept
	children, _ := w.m.Children(ctx, w.root)
	me := Actor{Account: root.Applicant, Name: "王小明", Roles: []string{"citizen"}}
	takeable := 0
	for _, c := range children {
		t := s.told[c.ID]
		w.m.kept, w.m.at = s.kept, s.at
		f, err := w.e.loadFamily(ctx, c)
		if err != nil {
			return err
		}
		mine := f.find(c.ID)
		mt := f.matter(mine)
		open := c.Status == CaseWaiting || f.oneNotice() && neverBegan(&c) && !knows(s, f)[c.Matter] || c.Status != CaseEnded && !t.decided && c.Result == nil
		if open {
			takeable++
		}
		if err := w.withdraw(s, me, c, open); err != nil {
			return err
		}
		if err := w.extend(s, f, mine); err != nil {
			return err
		}
		if c.Status != CaseRunning && c.Status != CaseAsking {
			continue
		}
		state, _ := mt.Machine.State(c.State)
		actor := me
		if c.Status == CaseRunning {
			actor = Actor{Account: "li", Name: "李科长", Roles: state.Roles, Departments: map[string]bool{c.Department: true}}
			if by := c.HeldBy(); by != "" {
				actor.Account = by
			}
		}
		offered, err := w.e.actions(actor, f, mine)
		if err != nil {
			return err
		}
		taken := slices.DeleteFunc(slices.Clone(state.On), func(tr workflows.Transition) bool { return state.Takes(tr.Event) })
		if len(offered) != len(taken) {
			return s.fault("%s in %s offers %d of %d actions", c.Matter, c.State, len(offered), len(taken))
		}
		for _, tr := range state.On {
			act := Action{Event: tr.Event}
			if tr.Kind.NoteRequired() {
				act.Note = "理由"
			}
			if target, _ := mt.Machine.State(tr.Target); target.Outcome == workflows.Issued && len(mt.Yields) > 0 {
				act.Result = map[string]json.RawMessage{"applicant/SE2": json.RawMessage(`"A-1"`)}
			}
			decide := func() error { return w.e.decide(ctx, actor, c, "", "", act) }
			if state.Takes(tr.Event) || waitsFor(f, mine, state, tr.Kind) || w.awaitsVisit(f, mine, tr.Kind) {
				err = w.refused(s, c.Matter+" "+tr.Event, decide)
			} else {
				_, err = w.do(s, c.Matter+" "+tr.Event, false, false, decide)
			}
			if err != nil {
				return err
			}
		}
		if err := w.expandAsked(s, f, c, state, actor); err != nil {
			return err
		}
		if err := w.expandHeld(s, c, state); err != nil {
			return err
		}
		for _, to := range f.returns(actor, mine) {
			if _, err := w.do(s, c.Matter+" back to "+to.ID, false, false, func() error {
				_, err := w.e.sendBack(ctx, actor, c.ID, c.Revision, "", to.ID, "请重新审查")
				return err
			}); err != nil {
				return err
			}
		}
		if !c.SilentNext.IsZero() {
			if _, err := w.do(s, c.Matter+" silence", false, false, func() error {
				if w.m.at.Before(c.SilentNext) {
					w.m.at = c.SilentNext
				}
				return w.e.breakSilence(ctx, c)
			}); err != nil {
				return err
			}
		}
	}
	if err := w.expandVisits(s); err != nil {
		return err
	}
	if err := w.expandNotice(s); err != nil {
		return err
	}
	if err := w.expandDays(s); err != nil {
		return err
	}
	return w.withdraw(s, me, root, takeable > 0)
}

// withdraw takes a case back, which must be possible exactly when nothing is
// decided yet.
func (w *model) withdraw(s *modelState, me Actor, c Case, possible bool) error {
	name := "withdraw " + c.Matter
	done, err := w.do(s, name, true, true, func() error {
		_, err := w.e.withdraw(context.Background(), me, c.ID, c.Revision, "", "")
		return err
	})
	if err == nil && done != possible {
		return s.fault("%s: possible %v, done %v", name, possible, done)
	}
	return err
}

// deadEnds finds a state from which no end can be reached but by withdrawing.
func (w *model) deadEnds() error {
	back := map[*modelState][]*modelState{}
	var ends []*modelState
	for _, s := range w.seen {
		for _, to := range s.leads {
			back[to] = append(back[to], s)
		}
		if s.ends {
			ends = append(ends, s)
		}
	}
	alive := map[*modelState]bool{}
	for len(ends) > 0 {
		s := ends[len(ends)-1]
		ends = ends[:len(ends)-1]
		if !alive[s] {
			alive[s] = true
			ends = append(ends, back[s]...)
		}
	}
	for _, s := range w.seen {
		if !alive[s] {
			return s.fault("from here no end can be reached")
		}
	}
	return nil
}
