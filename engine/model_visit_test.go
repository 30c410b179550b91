package engine

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/workflows"
)

// inspected may be put right, left out or sent back in front of its inspection.
const inspected = `initial: review
states:
  - {id: review, name: {zh: 审查, en: Review}, type: step, roles: [clerk], limit: 2,
     on: [{event: inspect, label: {zh: 去勘验, en: Inspect}, target: inspect, kind: forward},
          {event: skip, label: {zh: 免勘验, en: Skip}, target: decide, kind: forward}]}
  - {id: inspect, name: {zh: 勘验, en: Inspection}, type: step, roles: [inspector], limit: 3, returns: previous,
     on: [{event: good, label: {zh: 合格, en: Good}, target: decide, kind: forward},
          {event: rectify, label: {zh: 整改, en: Rectify}, target: rectifying, kind: rectify}]}
  - {id: rectifying, name: {zh: 待整改, en: To be put right}, type: wait,
     on: [{event: resubmit, label: {zh: 提交, en: Done}, target: inspect, kind: resubmit}]}
  - {id: decide, name: {zh: 决定, en: Decision}, type: step, roles: [clerk], limit: 2,
     on: [{event: deliver, label: {zh: 办结, en: Deliver}, target: done, kind: deliver},
          {event: refuse, label: {zh: 不予, en: Refuse}, target: refused, kind: refuse}]}
  - {id: done, name: {zh: 已办结, en: Done}, type: final, outcome: issued}
  - {id: refused, name: {zh: 不予, en: Refused}, type: final, outcome: refused}
`

// seen is inspected at once, and granted by silence.
const seen = `initial: inspect
states:
  - {id: inspect, name: {zh: 勘验, en: Inspection}, type: step, roles: [inspector], limit: 3,
     after: {days: 3, clock: step, event: deliver, corrections: continue, basis: {zh: 《办法》, en: Rules}},
     on: [{event: deliver, label: {zh: 办结, en: Deliver}, target: done, kind: deliver}]}
  - {id: done, name: {zh: 已办结, en: Done}, type: final, outcome: issued}
`

func jointly(lead string, matters ...string) string {
	var steps []string
	for _, m := range matters {
		steps = append(steps, "{matter: "+m+", state: inspect}")
	}
	return "joint: {inspections: [{id: site, name: {zh: 联合勘验, en: Joint inspection}, states: [" + strings.Join(steps, ", ") + "], lead: " + lead + ", wait: 2}]}\n"
}

// visitThemes are walked whole.
var visitThemes = map[string]struct {
	joint   string
	matters []matterOf
	least   int
	long    bool // with MODEL=1 only
}{
	"two inspect together":           {jointly("fire", "A", "B"), []matterOf{{id: "A", workflow: inspected}, {id: "B", of: "fire", workflow: seen}}, 300, false},
	"two that may both be put right": {jointly("fire", "A", "B"), []matterOf{{id: "A", workflow: inspected}, {id: "B", of: "fire", workflow: inspected}}, 3000, true},
	"one of three inspects later": {jointly("office", "B", "C"),
		[]matterOf{{id: "A", workflow: quick, yields: true}, {id: "B", of: "fire", workflow: seen}, {id: "C", workflow: seen, before: []string{"A"}}}, 100, false},
	"three inspect together": {jointly("health", "A", "B", "C"),
		[]matterOf{{id: "A", workflow: seen}, {id: "B", of: "fire", workflow: seen}, {id: "C", of: "health", workflow: seen}}, 1000, true},
}

// A joint inspection in all its states: whatever the departments, the applicant
// and the time do, nobody waits for ever, and nobody is inspected with a finding
// that was never written.
func TestInspectingThemesInAllTheirStates(t *testing.T) {
	t.Parallel()
	for name, x := range visitThemes {
		if x.long && os.Getenv("MODEL") == "" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e, m := inMemory(t, x.joint, x.matters)
			n, err := walk(e, m, m.file(t, e))
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("%d states", n)
			if n < x.least {
				t.Errorf("only %d states", n)
			}
		})
	}
}

// Of each kind of fault one is sown, as an engine that forgets something would
// commit it.
func TestTheModelFindsFaultsOfJointInspections(t *testing.T) {
	t.Parallel()
	root := func(change func(c *Case, was Case)) func(*Change, kept) {
		return func(ch *Change, k kept) {
			for i := range ch.UpdateCases {
				if c := &ch.UpdateCases[i]; c.Matter == "" {
					c.Visits = slices.Clone(c.Visits)
					change(c, k.cases[c.ID])
				}
			}
		}
	}
	for name, fault := range map[string]struct {
		spoil func(*Change, kept)
		says  string
	}{
		"a visit that nobody arranges": {func(ch *Change, _ kept) {
			ch.OpenTasks = slices.DeleteFunc(ch.OpenTasks, func(t Task) bool { return t.Kind == TaskVisit })
		}, "arranges it"},
		"a task that outlives its visit": {func(ch *Change, _ kept) {
			ch.CloseTasks = slices.DeleteFunc(ch.CloseTasks, func(t TaskClose) bool { return t.Task != "" })
		}, "arranges it"},
		"a wait without end": {root(func(c *Case, _ Case) { c.LightNext = c.LightNext.AddDate(9, 0, 0) }), "waits until"},
		"a matter that is forgotten": {root(func(c *Case, _ Case) {
			for i := range c.Visits {
				if v := &c.Visits[i]; len(v.Matters) > 1 && v.State != VisitHeld {
					v.Matters = v.Matters[1:]
				}
			}
		}), "takes part|arranges it"},
		"a visit that is over and goes on": {root(func(c *Case, was Case) {
			for i := range c.Visits {
				if o, ok := was.Visit("site"); ok && o.State == VisitHeld {
					c.Visits[i].State, c.Visits[i].Revision = VisitCancelled, 0
				}
			}
		}), "after it was over"},
		"an appointment that nobody waits for": {root(func(c *Case, was Case) {
			if o, ok := was.Visit("site"); ok && o.State == VisitArranged && c.Visits[0].State == VisitCancelled && c.Visits[0].Cause == NobodyWaits {
				c.Visits[0].State, c.Visits[0].Cause, c.Visits[0].Matters = VisitArranged, "", nil
			}
		}), "nobody waits for it"},
		"a visit that its lead cannot move": {root(func(c *Case, _ Case) {
			c.Tasks = slices.DeleteFunc(slices.Clone(c.Tasks), func(t Task) bool { return t.Kind == TaskVisit })
		}), "nobody may act on it"},
		"a visit called off without a word": {root(func(c *Case, _ Case) {
			for i := range c.Visits {
				c.Visits[i].Cause, c.Visits[i].Why = "", ""
			}
		}), "nobody is told why"},
		"a finding that is lost": {root(func(c *Case, _ Case) {
			for i := range c.Visits {
				c.Visits[i].Findings = nil
			}
		}), "findings"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			x := visitThemes["two inspect together"]
			e, m := inMemory(t, x.joint, x.matters)
			id := m.file(t, e)
			filed := m.change
			m.spoil = fault.spoil
			m.change = filed
			_, err := walk(e, m, id)
			var found *modelFault
			if !errors.As(err, &found) || !slices.ContainsFunc(strings.Split(fault.says, "|"), func(s string) bool { return strings.Contains(found.what, s) }) {
				t.Errorf("found %v, want %q", err, fault.says)
			}
		})
	}
}

// awaitsVisit says, from what the log told and where the case stands, whether a
// step's conclusion has to wait.
func (w *model) awaitsVisit(f *family, c *Case, k workflows.TransitionKind) bool {
	if k != workflows.Forward && k != workflows.Approve && k != workflows.Deliver {
		return false
	}
	for _, v := range f.root.Visits {
		in := f.pin.theme.Inspection(v.Inspection)
		if in.States[c.Matter] != c.State || !slices.Contains(v.Matters, c.Matter) {
			continue
		}
		if v.State == VisitGathering && !f.at.Before(v.Wait.Due(f.cal)) {
			return len(v.Matters) > 1 // decided as if the sweep had come by
		}
		return !v.Over() || v.State == VisitHeld && v.Finding(c.Matter) == nil
	}
	return false
}

// expandVisits does everything that can be done about joint inspections, and
// lets the time to wait go by.
func (w *model) expandVisits(s *modelState) error {
	ctx := context.Background()
	w.m.kept, w.m.at = s.kept, s.at
	root := s.kept.cases[w.root]
	for _, v := range root.Visits {
		if v.State == VisitGathering {
			if _, err := w.do(s, "nobody else comes", false, false, func() error {
				if w.m.at.Before(root.LightNext) {
					w.m.at = root.LightNext
				}
				_, err := w.e.raise(ctx, root)
				return err
			}); err != nil {
				return err
			}
		}
		for _, c := range s.kept.cases {
			w.m.kept, w.m.at = s.kept, s.at
			f, err := w.e.loadFamily(ctx, c)
			if err != nil {
				return err
			}
			mine := f.find(c.ID)
			actor := Actor{Account: "li", Name: "李科长", Roles: []string{"clerk", "inspector"}, Departments: map[string]bool{c.Department: true}}
			offered := f.mayVisit(actor, mine, v)
			for _, do := range []VisitKind{ArrangeVisit, MoveVisit, CancelVisit, HoldVisit, LeaveVisit, RecordVisit} {
				may := slices.Contains(offered, do)
				if do == HoldVisit && v.State == VisitArranged {
					may = slices.Contains(offered, MoveVisit) // on its day
				}
				if c.Matter == "" && may || do == CancelVisit && v.Lead != c.Department {
					continue // the same as from the lead's own case
				}
				done, err := w.do(s, c.Matter+" "+string(do), !may, false, func() error {
					d := VisitDeed{Do: do, Inspection: v.Inspection, At: w.m.at.AddDate(0, 0, 1), Place: "店内", People: "李科长", Note: "如下"}
					if do == HoldVisit && w.m.at.Before(v.At) {
						w.m.at = v.At
					}
					_, err := w.e.Visit(ctx, actor, c.ID, v.Revision, "", d)
					return err
				})
				if err != nil {
					return err
				}
				if done != may {
					return s.fault("%s %s: offered %v, done %v", c.Matter, do, may, done)
				}
			}
		}
	}
	return nil
}

// brought reports whether somebody may bring a visit on: name its date or change
// it, or no longer wait for the others.
func (w *model) brought(f *family, v Visit) bool {
	return slices.ContainsFunc(v.Matters, func(m string) bool {
		c := f.child(m)
		a := Actor{Account: "li", Name: "李科长", Roles: []string{"clerk", "inspector"}, Departments: map[string]bool{c.Department: true}}
		may := f.mayVisit(a, c, v)
		return slices.ContainsFunc(may, func(k VisitKind) bool {
			return k == ArrangeVisit || k == MoveVisit || k == LeaveVisit && v.State == VisitGathering
		})
	})
}

// checkVisits holds the joint inspections against the cases, and names them.
func (w *model) checkVisits(s *modelState, f *family, b *strings.Builder) error {
	for _, v := range f.root.Visits {
		in := f.pin.theme.Inspection(v.Inspection)
		if s.from != nil {
			if was, ok := s.from.kept.cases[w.root]; ok {
				if o, known := was.Visit(v.Inspection); known && o.Over() && o.State != v.State {
					return s.fault("the visit is %s after it was over", v.State)
				}
				if o, known := was.Visit(v.Inspection); known && len(v.Findings) < len(o.Findings) {
					return s.fault("the visit has %d findings, it had %d", len(v.Findings), len(o.Findings))
				}
			}
		}
		var tasks []string
		for _, t := range s.kept.tasks {
			if t.Kind == TaskVisit {
				tasks = append(tasks, t.Case+" "+t.Department)
			}
		}
		var here []string
		for _, m := range in.Matters {
			if c := f.child(m.Def.ID); c != nil && c.Status == CaseRunning && c.State == in.States[c.Matter] && !slices.Contains(v.Left, c.Matter) {
				here = append(here, c.Matter)
			}
		}
		if !v.Over() && !slices.Equal(here, v.Matters) {
			return s.fault("in the visit %v takes part, in the step are %v", v.Matters, here)
		}
		if !v.Over() && v.State != VisitIdle {
			if len(here) == 0 {
				return s.fault("the visit is %s, and nobody waits for it", v.State)
			}
			if !w.brought(f, v) {
				return s.fault("the visit is %s, and nobody may act on it", v.State)
			}
		}
		if v.State == VisitCancelled && (v.Cause == "") == (v.Why == "") {
			return s.fault("the visit is called off by %q because of %q: nobody is told why", v.Cause, v.Why)
		}
		lead := ""
		for _, m := range here {
			if d := f.child(m).Department; lead == "" || d == in.Def.Lead {
				lead = d
			}
		}
		var asks []string
		if lead != "" && (v.State == VisitArranging || v.State == VisitArranged) {
			asks = []string{w.root + " " + lead}
		}
		if !slices.Equal(tasks, asks) {
			return s.fault("the visit is %s, and arranges it: %v, not %v", v.State, tasks, asks)
		}
		switch v.State {
		case VisitGathering:
			if due := v.Wait.Due(f.cal); !f.root.LightNext.Equal(due) && f.at.Before(due) {
				return s.fault("the visit waits until %v, and is looked at on %v", due, f.root.LightNext)
			}
		case VisitArranging:
			if len(here) < 2 {
				return s.fault("the visit is to be arranged for %v", here)
			}
		case VisitArranged:
			if v.At.IsZero() {
				return s.fault("the visit is arranged for no day")
			}
		}
		for _, o := range v.Findings {
			if v.State != VisitHeld || !slices.Contains(v.Matters, o.Matter) {
				return s.fault("%s found something in a visit that is %s with %v", o.Matter, v.State, v.Matters)
			}
		}
		if m, records := strings.CutSuffix(s.by, " "+string(RecordVisit)); records && v.Finding(m) == nil {
			return s.fault("%s recorded something and has no findings", m)
		}
		found := []string{}
		for _, o := range v.Findings {
			found = append(found, o.Matter)
		}
		slices.Sort(found)
		fmt.Fprintf(b, "%s %v %v %v %v %v|", v.State, v.Matters, v.Awaits, v.Left, found, v.waited(f.at, f.cal))
	}
	return nil
}
