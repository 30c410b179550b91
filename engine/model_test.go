package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/catalog"
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
	decided                bool
	owed                   bool // a result that its form asks for was issued while it could still receive it
	trail                  []toldStep
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
	w := &model{e: e, m: m, root: root, seen: map[string]*modelState{}}
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
		f, err := w.e.loadFamily(ctx, c)
		if err != nil {
			return err
		}
		mine := f.find(c.ID)
		mt := f.matter(mine)
		open := c.Status == CaseWaiting || c.Status != CaseEnded && !t.decided && c.Result == nil
		if open {
			takeable++
		}
		if err := w.withdraw(s, me, c, open); err != nil {
			return err
		}
		if c.Status != CaseRunning && c.Status != CaseAsking {
			continue
		}
		state, _ := mt.Machine.State(c.State)
		actor := me
		if c.Status == CaseRunning {
			actor = Actor{Account: "li", Name: "李科长", Roles: state.Roles, Departments: map[string]bool{c.Department: true}}
		}
		offered, err := w.e.actions(actor, f, mine)
		if err != nil {
			return err
		}
		if len(offered) != len(state.On) {
			return s.fault("%s in %s offers %d of %d actions", c.Matter, c.State, len(offered), len(state.On))
		}
		for _, tr := range state.On {
			act := Action{Event: tr.Event}
			if tr.Kind.NoteRequired() {
				act.Note = "理由"
			}
			if target, _ := mt.Machine.State(tr.Target); target.Outcome == workflows.Issued && len(mt.Yields) > 0 {
				act.Result = map[string]json.RawMessage{"applicant/SE2": json.RawMessage(`"A-1"`)}
			}
			if _, err := w.do(s, c.Matter+" "+tr.Event, false, false, func() error { return w.e.decide(ctx, actor, c, "", "", act) }); err != nil {
				return err
			}
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

// tell follows the log: nothing happens twice or after the end.
func (w *model) tell(s *modelState, events []Event) error {
	for i := range events {
		ev := &events[i]
		t, c := s.told[ev.Case], s.kept.cases[ev.Case]
		if t.ended > 0 {
			return s.fault("%s after the end of %s", ev.Type, c.Matter)
		}
		switch ev.Type {
		case EventStarted:
			t.started++
			t.trail = []toldStep{{ev.Data.To, false}}
		case EventMoved:
			switch ev.Data.Kind {
			case workflows.Approve, workflows.Refuse:
				if t.decided {
					return s.fault("%s is decided twice", c.Matter)
				}
				t.decided = true
			case workflows.Deliver:
				t.decided = true
			case workflows.SendBack:
				i := slices.IndexFunc(t.trail, func(x toldStep) bool { return x.state == ev.Data.To })
				if i < 0 {
					return s.fault("%s was sent back to %s, where it was not", c.Matter, ev.Data.To)
				}
				t.decided = t.trail[i].decided
			}
			if ev.Data.ToType == workflows.Step {
				if i := slices.IndexFunc(t.trail, func(x toldStep) bool { return x.state == ev.Data.To }); i >= 0 {
					t.trail = t.trail[:i]
				}
				t.trail = append(t.trail, toldStep{ev.Data.To, t.decided})
			}
		case EventIssued:
			t.issued++
			w.owe(s, c)
		case EventWithdrawn:
			if t.decided {
				return s.fault("%s is withdrawn after it was decided", c.Matter)
			}
		case EventEnded:
			t.ended++
		}
		if t.started > 1 || t.issued > 1 {
			return s.fault("%s: started %d times, issued %d times", c.Matter, t.started, t.issued)
		}
		s.told[ev.Case] = t
	}
	return nil
}

// owe notes who must have the result that was issued.
func (w *model) owe(s *modelState, from Case) {
	for id, c := range s.from.kept.cases {
		rel, err := w.e.o.Catalog.Release(context.Background(), c.Release)
		if err != nil || c.Matter == "" || id == from.ID || c.Status == CaseEnded {
			continue
		}
		for path := range rel.Matter(from.Matter).Yields {
			if _, asks := rel.Matter(c.Matter).Form.Field(path); asks {
				t := s.told[id]
				t.owed = true
				s.told[id] = t
			}
		}
	}
}

// check holds a state against what must always be so, and names it.
func (w *model) check(s *modelState) (string, error) {
	w.m.kept = s.kept
	root := s.kept.cases[w.root]
	list, _ := w.m.Children(context.Background(), w.root)
	f, err := w.e.loadFamily(context.Background(), root)
	if err != nil {
		return "", s.fault("reading the family: %v", err)
	}
	var b strings.Builder
	want, asking := CaseEnded, false
	for _, c := range f.children {
		if c.Status != CaseEnded && want == CaseEnded {
			want = CaseRunning
		}
		asking = asking || c.Status == CaseAsking
		if err := w.checkCase(s, f, c, &b); err != nil {
			return "", err
		}
	}
	if asking {
		want = CaseAsking
	}
	if root.Status != want || (s.told[root.ID].ended == 1) != (want == CaseEnded) || len(list) != len(f.root.Scope) {
		return "", s.fault("the theme is %s with %d children, they say %s", root.Status, len(list), want)
	}
	s.ends = want == CaseEnded
	for _, t := range s.kept.tasks {
		if _, ok := s.kept.cases[t.Case]; !ok {
			return "", s.fault("a task of nobody")
		}
	}
	return b.String(), nil
}

func (w *model) checkCase(s *modelState, f *family, c *Case, b *strings.Builder) error {
	t, m := s.told[c.ID], f.matter(c)
	state, known := m.Machine.State(c.State)
	dead, ready := false, true
	for _, before := range f.preconditions(c.Matter) {
		p := f.child(before)
		ready = ready && p.Outcome == workflows.Issued
		dead = dead || p.Status == CaseEnded && p.Outcome != workflows.Issued
	}
	switch c.Status {
	case CaseWaiting:
		if ready || dead {
			return s.fault("%s waits for nothing", c.Matter)
		}
	case CaseEnded:
		if c.Outcome == "" || (t.ended != 1) {
			return s.fault("%s ended as %q, told %d times", c.Matter, c.Outcome, t.ended)
		}
	case CaseRunning, CaseAsking:
		if !known || !ready || (state.Type == workflows.Step) != (c.Status == CaseRunning) {
			return s.fault("%s is %s in %q", c.Matter, c.Status, c.State)
		}
	}
	if (t.started == 1) == c.Started.IsZero() {
		return s.fault("%s started on %v, told %d times", c.Matter, c.Started, t.started)
	}
	if issued := c.Outcome == workflows.Issued; issued && (c.Result == nil || t.issued != 1) || !issued && t.issued != 0 {
		return s.fault("%s is %q, its result was told %d times", c.Matter, c.Outcome, t.issued)
	}
	// Clocks: "-" never started, r runs, p stands, s is over.
	for i, k := range []workflows.Clock{c.Promised, c.Statutory, c.Step} {
		is := "-"
		switch {
		case !k.Stopped.IsZero() && k.Since.IsZero():
			is = "s"
		case !k.Since.IsZero():
			is = "r"
		case !k.Started.IsZero():
			is = "p"
		}
		want := map[CaseStatus]string{CaseWaiting: "-", CaseRunning: "r", CaseAsking: "p", CaseEnded: "s"}[c.Status]
		if c.Status == CaseEnded && t.started == 0 {
			want = "-"
		}
		if is != want {
			return s.fault("clock %d of %s, which is %s, is %q and not %q", i, c.Matter, c.Status, is, want)
		}
		b.WriteString(is)
	}
	var tasks []string
	for _, k := range s.kept.tasks {
		if k.Case == c.ID {
			tasks = append(tasks, string(k.Kind)+" "+k.State+" "+k.Department+" "+strings.Join(k.Roles, ","))
		}
	}
	var asks []string
	if c.Status == CaseRunning {
		asks = []string{string(TaskStep) + " " + state.ID + " " + c.Department + " " + strings.Join(state.Roles, ",")}
	}
	if !slices.Equal(tasks, asks) {
		return s.fault("%s in %q has the tasks %q and not %q", c.Matter, c.State, tasks, asks)
	}
	if silent := c.Status == CaseRunning && state.After != nil; silent == c.SilentNext.IsZero() {
		return s.fault("%s in %q: silence decides on %v", c.Matter, c.State, c.SilentNext)
	}
	handed := strings.Contains(string(c.Answers), "A-1")
	if handed != t.owed {
		return s.fault("%s has the result it waited for: %v, it was issued in time: %v", c.Matter, handed, t.owed)
	}
	from := ""
	if c.Correction != nil {
		from = c.Correction.From
	}
	fmt.Fprintf(b, " %s %s %s %s %q %v %v %v %v %v|", c.Matter, c.Status, c.State, c.Outcome, from, c.Trail, tasks, handed, t.decided, c.Answered.Step > 0)
	return nil
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

const (
	// reviewed may be corrected, granted by silence or sent back after it.
	reviewed = `initial: accept
states:
  - {id: accept, name: {zh: 受理, en: Acceptance}, type: step, roles: [clerk], limit: 1,
     on: [{event: accept, label: {zh: 受理, en: Accept}, target: decide, kind: forward},
          {event: correct, label: {zh: 补正, en: Correct}, target: asked, kind: correct}]}
  - {id: asked, name: {zh: 待补正, en: Correction}, type: wait,
     on: [{event: resubmit, label: {zh: 提交, en: Resubmit}, target: accept, kind: resubmit}]}
  - {id: decide, name: {zh: 决定, en: Decision}, type: step, roles: [approver], limit: 2, returns: any,
     after: {days: 3, clock: step, event: approve, corrections: continue, basis: {zh: 《办法》, en: Rules}},
     on: [{event: approve, label: {zh: 准予, en: Approve}, target: deliver, kind: approve},
          {event: refuse, label: {zh: 不予, en: Refuse}, target: refused, kind: refuse},
          {event: rectify, label: {zh: 整改, en: Rectify}, target: rectifying, kind: rectify}]}
  - {id: rectifying, name: {zh: 待整改, en: To be put right}, type: wait,
     on: [{event: done, label: {zh: 提交, en: Done}, target: decide, kind: resubmit}]}
  - {id: deliver, name: {zh: 制证, en: Issue}, type: step, roles: [clerk], limit: 1,
     on: [{event: deliver, label: {zh: 办结, en: Deliver}, target: done, kind: deliver}]}
  - {id: done, name: {zh: 已办结, en: Done}, type: final, outcome: issued}
  - {id: refused, name: {zh: 不予, en: Refused}, type: final, outcome: refused}
`
	// quick is refused by silence, by the promised time that restarts.
	quick = `initial: decide
states:
  - {id: decide, name: {zh: 决定, en: Decision}, type: step, roles: [clerk], limit: 2,
     after: {clock: promised, event: refuse, corrections: restart, basis: {zh: 《办法》, en: Rules}},
     on: [{event: deliver, label: {zh: 办结, en: Deliver}, target: done, kind: deliver},
          {event: correct, label: {zh: 补正, en: Correct}, target: asked, kind: correct},
          {event: refuse, label: {zh: 不予, en: Refuse}, target: refused, kind: refuse}]}
  - {id: asked, name: {zh: 待补正, en: Correction}, type: wait,
     on: [{event: resubmit, label: {zh: 提交, en: Resubmit}, target: decide, kind: resubmit}]}
  - {id: done, name: {zh: 已办结, en: Done}, type: final, outcome: issued}
  - {id: refused, name: {zh: 不予, en: Refused}, type: final, outcome: refused}
`
)

// smallThemes are walked whole.
var smallThemes = map[string][]matterOf{
	"two in parallel":           {{id: "A", workflow: reviewed}, {id: "B", workflow: quick}},
	"one after the other":       {{id: "A", workflow: reviewed, yields: true}, {id: "B", workflow: reviewed, before: []string{"A"}}},
	"a chain of three":          {{id: "A", workflow: quick, yields: true}, {id: "B", workflow: quick, before: []string{"A"}}, {id: "C", workflow: quick, before: []string{"B"}}},
	"two wait for one":          {{id: "A", workflow: reviewed, yields: true}, {id: "B", workflow: quick, before: []string{"A"}}, {id: "C", workflow: quick, before: []string{"A"}}},
	"one waits for two":         {{id: "A", workflow: quick, yields: true}, {id: "B", workflow: quick}, {id: "C", workflow: reviewed, before: []string{"A", "B"}}},
	"three that do not concern": {{id: "A", workflow: quick}, {id: "B", workflow: quick}, {id: "C", workflow: quick}},
}

// Of each kind of fault one is sown, as an engine that forgets something would
// commit it: the walk finds it, and names it.
func TestTheModelFindsKnownFaults(t *testing.T) {
	t.Parallel()
	each := func(change func(c *Case, was Case)) func(*Change, kept) {
		return func(ch *Change, k kept) {
			for i := range ch.UpdateCases {
				if c := &ch.UpdateCases[i]; c.Matter != "" {
					change(c, k.cases[c.ID])
				}
			}
		}
	}
	// instead lets an approved case stand in another step than it should.
	instead := func(from, to string, roles []string) func(*Change, kept) {
		return func(ch *Change, k kept) {
			for i := range ch.UpdateCases {
				if c := &ch.UpdateCases[i]; c.State == from && k.cases[c.ID].State != from {
					c.State, c.Trail, c.SilentNext = to, k.cases[c.ID].Trail, time.Time{}
					if to == "decide" {
						c.SilentNext = c.Submitted.AddDate(0, 0, 7)
					}
					for j := range ch.OpenTasks {
						ch.OpenTasks[j].State, ch.OpenTasks[j].Roles = to, roles
					}
				}
			}
		}
	}
	for name, fault := range map[string]struct {
		spoil func(*Change, kept)
		says  string
	}{
		"a clock that is not stopped at the end": {each(func(c *Case, _ Case) {
			if c.Status == CaseEnded && !c.Started.IsZero() {
				c.Statutory.Stopped, c.Statutory.Since = time.Time{}, c.Started
			}
		}), "clock 1 of"},
		"a clock that runs while the citizen is asked": {each(func(c *Case, was Case) {
			if c.Status == CaseAsking {
				c.Step.Since = was.Step.Since
			}
		}), "clock 2 of A, which is asking"},
		"a clock that stands after the answer": {each(func(c *Case, was Case) {
			if was.Status == CaseAsking && c.Status == CaseRunning {
				c.Promised = was.Promised
			}
		}), "clock 0 of A, which is running"},
		"a task that is not closed": {func(ch *Change, _ kept) { ch.CloseTasks = nil }, "has the tasks"},
		"a task that is not opened": {func(ch *Change, _ kept) { ch.OpenTasks = nil }, "has the tasks"},
		"a task of other roles": {func(ch *Change, _ kept) {
			for i := range ch.OpenTasks {
				ch.OpenTasks[i].Roles = []string{"visitor"}
			}
		}, "has the tasks"},
		"an end that is told twice": {func(ch *Change, _ kept) { ch.Events = append(ch.Events, ch.Events[len(ch.Events)-1]) }, "twice|after the end|told 2|started 2"},
		"a result that is not told": {func(ch *Change, _ kept) {
			ch.Events = slices.DeleteFunc(ch.Events, func(e Event) bool { return e.Type == EventIssued })
		}, "its result was told 0 times"},
		"a result that is lost": {each(func(c *Case, _ Case) {
			if c.Status == CaseEnded {
				c.Result = nil
			}
		}), "its result was told"},
		"a result not handed on": {each(func(c *Case, was Case) {
			if c.Matter == "B" && was.Answers != nil {
				c.Answers = was.Answers
			}
		}), "has the result it waited for: false"},
		"a theme that never ends": {func(ch *Change, k kept) {
			for i := range ch.UpdateCases {
				if c := &ch.UpdateCases[i]; c.Matter == "" && c.Status == CaseEnded {
					c.Status = CaseRunning
				}
			}
		}, "the theme is running"},
		"a branch that never starts": {func(ch *Change, k kept) {
			ch.UpdateCases = slices.DeleteFunc(ch.UpdateCases, func(c Case) bool {
				lost := c.Matter == "B" && k.cases[c.ID].Status == CaseWaiting && c.Status == CaseRunning
				if lost {
					ch.OpenTasks = slices.DeleteFunc(ch.OpenTasks, func(t Task) bool { return t.Case == c.ID })
				}
				return lost
			})
		}, "B waits for nothing"},
		"a branch that is lost": {func(ch *Change, k kept) {
			ch.UpdateCases = slices.DeleteFunc(ch.UpdateCases, func(c Case) bool { return c.Matter == "B" && c.Outcome == workflows.Void })
		}, "the theme is|B waits for nothing"},
		"a silence that is forgotten":     {each(func(c *Case, _ Case) { c.SilentNext = time.Time{} }), "silence decides on 0001"},
		"a decision that does not hold":   {instead("deliver", "decide", []string{"approver"}), "decided twice|withdraw"},
		"a step that leads back for ever": {instead("decide", "accept", []string{"clerk"}), "no end can be reached"},
		"a case that changes after its end": {func(ch *Change, _ kept) {
			ch.Events = append(ch.Events, Event{Type: EventMoved, Case: ch.Events[len(ch.Events)-1].Case})
		}, "after the end|told"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e, m := inMemory(t, "", smallThemes["one after the other"])
			root := m.file(t, e)
			filed := m.change
			m.spoil = func(ch *Change, k kept) {
				if len(ch.Events) > 0 {
					fault.spoil(ch, k)
				}
			}
			m.change = filed
			_, err := walk(e, m, root)
			var found *modelFault
			if !errors.As(err, &found) || !slices.ContainsFunc(strings.Split(fault.says, "|"), func(s string) bool { return strings.Contains(found.what, s) }) {
				t.Errorf("found %v, want %q", err, fault.says)
			}
		})
	}
}

// The processes and the order of the built-in themes, two and three matters of
// each at a time. MODEL=1 takes all of them.
func TestBuiltInThemesInAllTheirStates(t *testing.T) {
	t.Parallel()
	packs, ps := catalog.Builtin()
	if ps.Failed() {
		t.Fatal(ps)
	}
	all := os.Getenv("MODEL") != ""
	total := 0
	for _, p := range packs {
		for _, id := range slices.Sorted(maps.Keys(p.Themes)) {
			of := func(matter string) matterOf {
				doc, err := json.Marshal(p.Workflows[p.Matters[matter].Workflow])
				if err != nil {
					t.Fatal(err)
				}
				return matterOf{id: matter, json: doc, before: p.Matters[matter].Preconditions, yields: len(p.Matters[matter].Result.Yields) > 0}
			}
			var sets [][]string
			ids := p.Themes[id].Matters
			for i := range ids {
				for j := i + 1; j < len(ids); j++ {
					a, b := ids[i].Matter, ids[j].Matter
					ordered := slices.Contains(p.Matters[b].Preconditions, a)
					if all || ordered && len(sets) < 2 {
						sets = append(sets, []string{a, b})
					}
				}
			}
			if all {
				for i := 2; i < len(ids); i++ {
					sets = append(sets, []string{ids[i-2].Matter, ids[i-1].Matter, ids[i].Matter})
				}
			}
			for _, set := range sets {
				var matters []matterOf
				yields := false
				for _, id := range set {
					m := of(id)
					m.before = slices.DeleteFunc(slices.Clone(m.before), func(b string) bool { return !slices.Contains(set, b) })
					m.yields = m.yields && !yields && len(m.before) == 0 // one says SE2, the others ask for it
					yields = yields || m.yields
					matters = append(matters, m)
				}
				e, m := inMemory(t, "", matters)
				n, err := walk(e, m, m.file(t, e))
				if err != nil {
					t.Errorf("%v: %v", set, err)
				}
				t.Logf("%s %v: %d states", id, set, n)
				total++
			}
		}
	}
	if total < 3 {
		t.Errorf("only %d walks", total)
	}
}

func TestSmallThemesInAllTheirStates(t *testing.T) {
	t.Parallel()
	for name, matters := range smallThemes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e, m := inMemory(t, "", matters)
			n, err := walk(e, m, m.file(t, e))
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%d states", n)
			if n < 30 {
				t.Errorf("only %d states", n)
			}
		})
	}
}
