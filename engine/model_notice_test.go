package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/workflows"
)

// inOneNotice tells the results of a small theme together.
const inOneNotice = "joint: {notice: one, noticeWithin: 2, appeal: {zh: 可申请行政复议, en: You may object}}\n"

// expandNotice lets the time to tell what was decided go by.
func (w *model) expandNotice(s *modelState) error {
	root := s.kept.cases[w.root]
	if root.Serve.Limit == 0 {
		return nil
	}
	w.m.kept, w.m.at = s.kept, s.at
	f, err := w.e.loadFamily(context.Background(), root)
	if err != nil {
		return err
	}
	due := root.Serve.Due(f.cal)
	_, err = w.do(s, "the time to tell is up", false, false, func() error {
		if w.m.at.Before(due) {
			w.m.at = due
		}
		_, err := w.e.raise(context.Background(), root)
		return err
	})
	return err
}

// checkNotice holds what the applicant is told against what was decided: all of
// it once, together, and nothing before.
func (w *model) checkNotice(s *modelState, f *family, b *strings.Builder) error {
	if !f.oneNotice() {
		return nil
	}
	told := map[string]int{}
	var all []string
	for i, n := range f.root.Notices {
		for _, m := range n.Matters {
			if told[m] > 0 {
				return s.fault("%s is told twice", m)
			}
			told[m] = i + 1
			all = append(all, m)
		}
	}
	if logged := s.told[w.root].notified; !slices.Equal(all, logged) {
		return s.fault("told was %v, the log says %v", all, logged)
	}
	// Whoever took a matter back knows what it left without a way.
	known := map[string]bool{}
	for again := true; again; {
		again = false
		for _, c := range f.children {
			if known[c.Matter] || c.Status != CaseEnded {
				continue
			}
			own := c.Outcome == workflows.Withdrawn
			if c.Outcome == workflows.Void {
				own = true
				for _, before := range f.preconditions(c.Matter) {
					p := f.child(before)
					own = own && (p.Outcome == workflows.Issued || known[before] || told[before] > 0 || p.Status != CaseEnded)
				}
			}
			if own {
				known[c.Matter], again = true, true
			}
		}
	}
	waits := 0
	for _, c := range f.children {
		over := c.Status == CaseEnded
		switch {
		case told[c.Matter] > 0 && !over:
			return s.fault("%s is told and still %s", c.Matter, c.Status)
		case over && told[c.Matter] == 0 && !known[c.Matter]:
			waits++
			if f.root.Status == CaseEnded {
				return s.fault("all is over and nobody told of %s", c.Matter)
			}
		}
		if decided := over && c.Outcome != workflows.Withdrawn || f.matter(c).Machine.Decided(c.State); decided == c.Decided.IsZero() {
			return s.fault("%s in %q was decided on %v", c.Matter, c.State, c.Decided)
		}
	}
	if (waits > 0) != (f.root.Serve.Limit > 0) {
		return s.fault("%d wait to be told, until %v", waits, f.root.Serve)
	}
	if due := f.root.Serve.Due(f.cal); waits > 0 && s.kept.cases[w.root].LightNext.After(due) {
		return s.fault("it is to be told on %v and looked at on %v", due, f.root.LightNext)
	}
	shown, err := w.e.loadFamily(context.Background(), *f.root)
	if err != nil {
		return err
	}
	shown.hide(Actor{Account: f.root.Applicant})
	for i, c := range shown.children {
		was := f.children[i]
		reads := was.Status == CaseEnded && (told[c.Matter] > 0 || known[c.Matter])
		if (c.Status == CaseEnded) != reads || (c.Outcome != "") != reads || c.Result != nil && !reads || (c.Result == nil) != (was.Result == nil) && reads {
			return s.fault("%s, told in %d, reads as %s %q %v", c.Matter, told[c.Matter], c.Status, c.Outcome, c.Result)
		}
		if was.Status != CaseWaiting && !was.Decided.IsZero() && told[c.Matter] == 0 && !known[c.Matter] { // from the decision on, not from the result
			calm := c.Promised == workflows.Clock{} && c.Statutory == workflows.Clock{} && c.Step == workflows.Clock{} && c.Due.IsZero() && c.Light == workflows.None
			if c.Status == CaseRunning && c.State != "" || len(c.Trail) > 0 || len(c.Tasks) > 0 || !c.Decided.IsZero() || !calm {
				return s.fault("%s is decided and reads as %s in %q by %v", c.Matter, c.Status, c.State, c.Trail)
			}
		}
		delivers := ""
		for _, k := range f.children {
			if k.Result != nil && len(k.Result.Fields) > 0 && told[k.Matter] == 0 {
				delivers = k.Matter
			}
		}
		if has := strings.Contains(string(c.Answers)+string(shown.root.Answers), "A-1"); has && delivers != "" {
			return s.fault("the applicant reads what %s gave in %s", delivers, c.Matter)
		}
	}
	fmt.Fprintf(b, "told %v of %v, %d wait|", told, all, waits)
	return nil
}

// Themes that tell their results in one notice, in all their states.
func TestOneNoticeInAllItsStates(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"two in parallel", "one after the other", "two wait for one", "three that do not concern"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e, m := inMemory(t, inOneNotice, smallThemes[name])
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

// Of each way to tell wrongly one is sown.
func TestTheModelFindsWhatIsToldWrongly(t *testing.T) {
	t.Parallel()
	root := func(change func(c *Case, was Case)) func(*Change, kept) {
		return func(ch *Change, k kept) {
			for i := range ch.UpdateCases {
				if c := &ch.UpdateCases[i]; c.Matter == "" {
					change(c, k.cases[c.ID])
				}
			}
		}
	}
	for name, fault := range map[string]struct {
		spoil func(*Change, kept)
		says  string
	}{
		"nobody is told": {root(func(c *Case, was Case) { c.Notices = was.Notices }), "the log says"},
		"the log does not say so": {func(ch *Change, _ kept) {
			ch.Events = slices.DeleteFunc(ch.Events, func(e Event) bool { return e.Type == EventNotified })
		}, "the log says"},
		"told twice": {func(ch *Change, k kept) {
			root(func(c *Case, was Case) { c.Notices = append(slices.Clone(was.Notices), c.Notices...) })(ch, k)
		}, "told twice"},
		"told too early": {root(func(c *Case, was Case) {
			if len(c.Notices) == 0 {
				c.Notices = []Notice{{Matters: []string{"A"}}}
			}
		}), "the log says|still"},
		"no time to tell":       {root(func(c *Case, _ Case) { c.Serve = workflows.Clock{} }), "wait to be told"},
		"it is never looked at": {root(func(c *Case, _ Case) { c.LightNext = c.LightNext.AddDate(1, 0, 0) }), "looked at on"},
		"the decision has no moment": {func(ch *Change, _ kept) {
			for i := range ch.UpdateCases {
				ch.UpdateCases[i].Decided = time.Time{}
			}
		}, "was decided on"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e, m := inMemory(t, inOneNotice, smallThemes["two wait for one"])
			root := m.file(t, e)
			filed := m.change
			m.spoil = fault.spoil
			m.change = filed
			_, err := walk(e, m, root)
			var found *modelFault
			if !errors.As(err, &found) || !slices.ContainsFunc(strings.Split(fault.says, "|"), func(s string) bool { return strings.Contains(found.what, s) }) {
				t.Errorf("found %v, want %q", err, fault.says)
			}
		})
	}
}
