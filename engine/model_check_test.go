package engine

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/onematter/onematter/workflows"
)

// tell follows the log: nothing happens twice or after the end.
func (w *model) tell(s *modelState, events []Event) error {
	for i := range events {
		ev := &events[i]
		t, c := s.told[ev.Case], s.kept.cases[ev.Case]
		if t.ended > 0 && w.takenBackUnknown(s, ev) {
			t.ended--
		}
		if t.ended > 0 {
			return s.fault("%s after the end of %s", ev.Type, c.Matter)
		}
		if err := w.tellAsked(s, ev, &t); err != nil {
			return err
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
				t.decisions++
			case workflows.Deliver:
				if !t.decided {
					t.decisions++
				}
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
		case EventNotified:
			t.notified = append(slices.Clone(t.notified), ev.Data.Matters...)
			if err := s.tellNotice(ev.Data.Matters); err != nil {
				return err
			}
		case EventDeputyEnded:
			t.deputyEnded = true
		case EventExtended:
			t.extended++
		case EventIssued:
			t.issued++
			w.owe(s, c)
		case EventWithdrawn:
			if t.decided {
				return s.fault("%s is withdrawn after it was decided", c.Matter)
			}
		case EventEnded:
			t.ended++
			if ev.Data.Outcome == workflows.Void {
				t.decisions++
			}
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
	w.m.kept, w.m.at = s.kept, s.at
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
	if err := w.checkVisits(s, f, &b); err != nil {
		return "", err
	}
	if err := w.checkNotice(s, f, &b); err != nil {
		return "", err
	}
	for _, t := range s.kept.tasks {
		if _, ok := s.kept.cases[t.Case]; !ok {
			return "", s.fault("a task of nobody")
		}
	}
	if len(s.kept.deputies) > 0 {
		fmt.Fprintf(&b, "deputy %s, ended %v", s.deputyDays(), s.told[""].deputyEnded)
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
	still := stands(c)
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
		switch {
		case c.Status == CaseEnded && t.started == 0:
			want = "-"
		case c.Status == CaseRunning && still:
			want = "p"
		}
		if is != want {
			return s.fault("clock %d of %s, which is %s, is %q and not %q", i, c.Matter, c.Status, is, want)
		}
		b.WriteString(is)
	}
	if err := s.checkLimits(f, c, state); err != nil {
		return err
	}
	var tasks []string
	for _, k := range s.kept.tasks {
		if k.Case == c.ID {
			tasks = append(tasks, row(&k))
		}
	}
	asks, err := w.checkAsked(s, f, c, state, b)
	if err != nil {
		return err
	}
	if c.Status == CaseRunning {
		asks = append(asks, row(&Task{Kind: TaskStep, State: state.ID, Department: c.Department, Roles: state.Roles}))
	}
	slices.Sort(tasks)
	if !slices.Equal(tasks, sorted(asks)) {
		return s.fault("%s in %q has the tasks %q and not %q", c.Matter, c.State, tasks, asks)
	}
	if silent := c.Status == CaseRunning && state.After != nil && !still; silent == c.SilentNext.IsZero() {
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
	fmt.Fprintf(b, " %s %s %s %s %q %v %v %v %v %v %d %d|", c.Matter, c.Status, c.State, c.Outcome, from, c.Trail, tasks, handed, t.decided, c.Answered.Step > 0, t.extended, c.StepExtended)
	return nil
}
