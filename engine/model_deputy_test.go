package engine

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/workflows"
)

// The days for which li named wang, of the branch, as the law reads a day: from
// its first moment in Shanghai to the first after it.
var (
	deputyFrom  = time.Date(2026, 3, 10, 0, 0, 0, 0, time.FixedZone("CST", 8*3600))
	deputyUntil = time.Date(2026, 3, 12, 0, 0, 0, 0, time.FixedZone("CST", 8*3600))
)

// nameDeputy lets wang stand in for li tomorrow and the day after.
func nameDeputy(tb testing.TB, e *Engine, m *memory) {
	tb.Helper()
	filed := m.change
	li, err := e.actorOf(tb.Context(), "li")
	if err != nil {
		tb.Fatal(err)
	}
	if _, err := e.NameDeputy(tb.Context(), li, NewDelegation{Deputy: "wang", From: "2026-03-10", Until: "2026-03-11"}, ""); err != nil {
		tb.Fatal(err)
	}
	m.change = filed
}

// deputyDays is how far the days of the deputy are.
func (s *modelState) deputyDays() string {
	switch {
	case !s.at.Before(deputyUntil):
		return "over"
	case s.at.Before(deputyFrom):
		return "to come"
	}
	return "in force"
}

// expandDays lets the deputy's days begin and end by themselves, and early, once.
func (w *model) expandDays(s *modelState) error {
	for name, at := range map[string]time.Time{"the deputy's first day begins": deputyFrom, "the deputy's last day passes": deputyUntil} {
		if len(s.kept.deputies) == 0 || !s.at.Before(at) {
			continue
		}
		to, err := w.reach(&modelState{kept: s.kept, at: at, told: s.told, from: s, by: name})
		if err != nil {
			return err
		}
		s.leads = append(s.leads, to)
	}
	over := s.told[""].deputyEnded || s.deputyDays() == "over"
	for id, d := range s.kept.deputies {
		for _, by := range []string{"li", "wang"} {
			done, err := w.do(s, by+" ends the delegation", over, false, func() error {
				a, err := w.e.actorOf(context.Background(), by)
				if err != nil {
					return err
				}
				_, err = w.e.EndDelegation(context.Background(), a, id, d.Revision, "")
				return err
			})
			if err == nil && done == over {
				return s.fault("the delegation is over: %v, %s ends it: %v", over, by, done)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// expandDeputy lets wang, of another department, stand in for li: from the first
// day to the last on what li has in hand and on nothing else, in li's name;
// before and after on nothing.
func (w *model) expandDeputy(s *modelState, c Case, state *workflows.State) error {
	ctx := context.Background()
	w.m.kept, w.m.at = s.kept, s.at
	f, err := w.e.loadFamily(ctx, c)
	if err != nil {
		return err
	}
	mine := f.find(c.ID)
	wang, err := w.e.actorOf(ctx, "wang")
	if err != nil {
		return err
	}
	may := s.deputyDays() == "in force" && !s.told[""].deputyEnded && c.HeldBy() == "li"
	for _, tr := range state.On {
		if state.Takes(tr.Event) || waitsFor(f, mine, state, tr.Kind) || w.awaitsVisit(f, mine, tr.Kind) {
			continue
		}
		act := Action{Event: tr.Event, Note: "理由"}
		if to, _ := f.matter(mine).Machine.State(tr.Target); to.Outcome == workflows.Issued && len(f.matter(mine).Yields) > 0 {
			act.Result = map[string]json.RawMessage{"applicant/SE2": json.RawMessage(`"A-1"`)}
		}
		by := c.Matter + ": wang takes " + tr.Event
		decide := func() error { return w.e.decide(ctx, wang, c, "", "", act) }
		if !may {
			if err := w.refused(s, by, decide); err != nil {
				return err
			}
			continue
		}
		if _, err := w.do(s, by, false, false, func() error {
			if err := decide(); err != nil {
				return err
			}
			for _, ev := range w.m.change.Events {
				if ev.Case == c.ID && ev.Type == EventMoved && (ev.Actor != "wang" || ev.Data.OnBehalf != "li") {
					return s.fault("%s: the log names %q for %q", by, ev.Actor, ev.Data.OnBehalf)
				}
			}
			return nil
		}); err != nil {
			return err
		}
	}
	return nil
}

// Of each way to get a deputy's days wrong one is sown.
func TestTheModelFindsADeputyOnTheWrongDays(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]struct {
		spoil func(d *Delegation)
		says  string
	}{
		"a day too early":      {func(d *Delegation) { d.From = d.From.AddDate(0, 0, -1) }, "wang takes accept: not refused"},
		"a day too late":       {func(d *Delegation) { d.From = d.From.AddDate(0, 0, 1) }, "what is offered is refused"},
		"a day too long":       {func(d *Delegation) { d.Until = d.Until.AddDate(0, 0, 1) }, "not refused|ends it: true"},
		"by another midnight":  {func(d *Delegation) { d.Until = d.Until.Add(8 * time.Hour) }, "not refused|ends it: true"},
		"it never ends early":  {func(d *Delegation) { d.Ended = time.Time{} }, "not refused|ends it: true"},
		"for somebody else":    {func(d *Delegation) { d.Officer = "zhang" }, "what is offered is refused|the log names"},
		"for no role li lends": {func(d *Delegation) { d.Roles = []string{"inspector"} }, "what is offered is refused"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e, m, root := jointThemes["from hand to hand"].file(t)
			spoil := func(ds []Delegation) {
				for i := range ds {
					fault.spoil(&ds[i])
				}
			}
			for id, d := range m.kept.deputies {
				fault.spoil(&d)
				m.kept.deputies[id] = d
			}
			m.spoil = func(ch *Change, _ kept) { spoil(ch.UpdateDelegations) }
			_, err := walk(e, m, root)
			var found *modelFault
			if !errors.As(err, &found) || !slices.ContainsFunc(strings.Split(fault.says, "|"), func(s string) bool { return strings.Contains(found.what, s) }) {
				t.Errorf("found %v, want %q", err, fault.says)
			}
		})
	}
}
