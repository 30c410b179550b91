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

// tellNotice follows what a notice tells: what was decided, and nothing twice.
func (s *modelState) tellNotice(matters []string) error {
	for _, m := range matters {
		for id, c := range s.kept.cases {
			if c.Matter != m {
				continue
			}
			t := s.told[id]
			if t.notice == t.decisions {
				return s.fault("%s is told twice, or before it was decided", m)
			}
			t.notice = t.decisions
			s.told[id] = t
		}
	}
	return nil
}

// neverBegan reports whether a case became void while it waited.
func neverBegan(c *Case) bool { return c.Outcome == workflows.Void && c.Started.IsZero() }

// knows are the matters of which the applicant knows what came of them: what a
// notice told, what they took back, and what that left without a way.
func knows(s *modelState, f *family) map[string]bool {
	known := map[string]bool{}
	for _, c := range f.children {
		t := s.told[c.ID]
		known[c.Matter] = t.notice > 0 && t.notice == t.decisions && (t.decided || c.Status == CaseEnded) || c.Outcome == workflows.Withdrawn
	}
	for again := true; again; {
		again = false
		for _, c := range f.children {
			if known[c.Matter] || c.Outcome != workflows.Void {
				continue
			}
			known[c.Matter] = slices.ContainsFunc(f.preconditions(c.Matter), func(m string) bool {
				p := f.child(m)
				return p.Status == CaseEnded && p.Outcome != workflows.Issued && known[m]
			})
			again = again || known[c.Matter]
		}
	}
	return known
}

// takenBackUnknown reports whether an event ends what had become void, without
// the applicant's knowing, once more: by what they took back themselves.
func (w *model) takenBackUnknown(s *modelState, ev *Event) bool {
	if s.from == nil || ev.Type != EventWithdrawn && ev.Type != EventEnded {
		return false
	}
	was, now := s.from.kept.cases[ev.Case], w.m.kept
	w.m.kept = s.from.kept
	f, err := w.e.loadFamily(context.Background(), was)
	w.m.kept = now
	return err == nil && f.oneNotice() && neverBegan(&was) && !knows(s.from, f)[was.Matter]
}

// checkNotice holds what the applicant is told against what was decided: all of
// it once, together, and nothing before.
func (w *model) checkNotice(s *modelState, f *family, b *strings.Builder) error {
	if !f.oneNotice() {
		return nil
	}
	var all []string
	for _, n := range f.root.Notices {
		all = append(all, n.Matters...)
	}
	if logged := s.told[w.root].notified; !slices.Equal(all, logged) {
		return s.fault("told was %v, the log says %v", all, logged)
	}
	known := knows(s, f)
	waits := 0
	for _, c := range f.children {
		over := c.Status == CaseEnded
		decided := over && c.Outcome != workflows.Withdrawn || f.matter(c).Machine.Decided(c.State)
		if decided && !known[c.Matter] {
			waits++
			if f.root.Status == CaseEnded {
				return s.fault("all is over and nobody told of %s", c.Matter)
			}
		}
		if decided == c.Decided.IsZero() {
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
		reads := was.Status == CaseEnded && known[c.Matter]
		if (c.Status == CaseEnded) != reads || (c.Outcome != "") != reads || c.Result != nil && !known[c.Matter] || (c.Result == nil) != (was.Result == nil) && reads {
			return s.fault("%s, of which all is known: %v, reads as %s %q %v", c.Matter, known[c.Matter], c.Status, c.Outcome, c.Result)
		}
		if known[c.Matter] && c.State != was.State {
			return s.fault("%s is told and reads as in %q", c.Matter, c.State)
		}
		if was.Status != CaseWaiting && !was.Decided.IsZero() && !known[c.Matter] { // from the decision on, not from the result
			calm := c.Promised == workflows.Clock{} && c.Statutory == workflows.Clock{} && c.Step == workflows.Clock{} && c.Due.IsZero() && c.Light == workflows.None
			if c.Status == CaseRunning && c.State != "" || len(c.Trail) > 0 || len(c.Tasks) > 0 || !c.Decided.IsZero() || !calm {
				return s.fault("%s is decided and reads as %s in %q by %v", c.Matter, c.Status, c.State, c.Trail)
			}
		}
		delivers := ""
		for _, k := range f.children {
			if k.Result != nil && len(k.Result.Fields) > 0 && !known[k.Matter] {
				delivers = k.Matter
			}
		}
		if has := strings.Contains(string(c.Answers)+string(shown.root.Answers), "A-1"); has && delivers != "" {
			return s.fault("the applicant reads what %s gave in %s", delivers, c.Matter)
		}
	}
	var before []string // a decision that is made anew after it was told is not the first
	for _, c := range f.children {
		if s.told[c.ID].notice > 0 {
			before = append(before, c.Matter)
		}
	}
	fmt.Fprintf(b, "known %v, told once %v, %d wait|", known, before, waits)
	return nil
}

// toldAndTakenBack has a matter whose approval may be returned from, also after it was told.
var toldAndTakenBack = []matterOf{
	{id: "A", yields: true, workflow: strings.Replace(reviewed, "{id: deliver, name: {zh: 制证, en: Issue}, type: step, ", "{id: deliver, name: {zh: 制证, en: Issue}, type: step, returns: any, ", 1)},
	{id: "B", workflow: quick, before: []string{"A"}},
	{id: "C", workflow: quick},
}

// Themes that tell their results in one notice, in all their states.
func TestOneNoticeInAllItsStates(t *testing.T) {
	t.Parallel()
	themes := map[string][]matterOf{"what is told is taken back": toldAndTakenBack}
	for _, name := range []string{"two in parallel", "one after the other", "two wait for one", "three that do not concern", "one waits for two", "a chain of three"} {
		themes[name] = smallThemes[name]
	}
	for name, matters := range themes {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e, m := inMemory(t, inOneNotice, matters)
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
			root(func(c *Case, was Case) { c.Notices = append(slices.Clone(c.Notices), c.Notices[len(was.Notices):]...) })(ch, k)
			for i := range ch.Events {
				d := &ch.Events[i].Data
				d.Matters = append(slices.Clone(d.Matters), d.Matters...)
			}
		}, "told twice"},
		"what is decided anew is not told": {func(ch *Change, k kept) {
			var before []string
			for _, c := range k.cases {
				for _, n := range c.Notices {
					before = append(before, n.Matters...)
				}
			}
			anew := func(matters []string) []string {
				return slices.DeleteFunc(slices.Clone(matters), func(m string) bool { return slices.Contains(before, m) })
			}
			root(func(c *Case, was Case) {
				for i := len(was.Notices); i < len(c.Notices); i++ {
					c.Notices[i].Matters = anew(c.Notices[i].Matters)
				}
			})(ch, k)
			for i := range ch.Events {
				ch.Events[i].Data.Matters = anew(ch.Events[i].Data.Matters)
			}
		}, "wait to be told|nobody told"},
		"a grant is told only with its document": {func(ch *Change, k kept) {
			over := func(matters []string) []string {
				return slices.DeleteFunc(slices.Clone(matters), func(m string) bool {
					return slices.ContainsFunc(ch.UpdateCases, func(c Case) bool { return c.Matter == "" && c.Status != CaseEnded })
				})
			}
			root(func(c *Case, was Case) {
				for i := len(was.Notices); i < len(c.Notices); i++ {
					c.Notices[i].Matters = over(c.Notices[i].Matters)
				}
			})(ch, k)
			for i := range ch.Events {
				ch.Events[i].Data.Matters = over(ch.Events[i].Data.Matters)
			}
		}, "wait to be told"},
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
			e, m := inMemory(t, inOneNotice, toldAndTakenBack)
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
