package engine

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/workflows"
)

// signed is countersigned by three, and can be taken out of it by a correction,
// a way back, a return and silence.
func signed(mode string) string {
	return fmt.Sprintf(`initial: accept
states:
  - {id: accept, name: {zh: 受理, en: Acceptance}, type: step, roles: [clerk], limit: 1,
     on: [{event: accept, label: {zh: 受理, en: Accept}, target: sign, kind: forward}]}
  - {id: sign, name: {zh: 会签, en: Countersigning}, type: step, roles: [clerk], limit: 2, returns: any,
     sign: {mode: %s, by: [{department: fire, roles: [approver]}, {department: health, roles: [approver]}, {roles: [approver]}], agreed: agreed, disagreed: refuse},
     after: {days: 4, clock: step, event: refuse, corrections: restart, basis: {zh: 《办法》, en: Rules}},
     on: [{event: agreed, label: {zh: 会签通过, en: Agreed}, target: deliver, kind: approve},
          {event: refuse, label: {zh: 会签未通过, en: Not agreed}, target: refused, kind: refuse},
          {event: correct, label: {zh: 补正, en: Correct}, target: asked, kind: correct}]}
  - {id: asked, name: {zh: 待补正, en: Correction}, type: wait,
     on: [{event: resubmit, label: {zh: 提交, en: Resubmit}, target: sign, kind: resubmit}]}
  - {id: deliver, name: {zh: 制证, en: Issue}, type: step, roles: [clerk], limit: 1, returns: previous,
     on: [{event: deliver, label: {zh: 办结, en: Deliver}, target: done, kind: deliver}]}
  - {id: done, name: {zh: 已办结, en: Done}, type: final, outcome: issued}
  - {id: refused, name: {zh: 不予, en: Refused}, type: final, outcome: refused}
`, mode)
}

// asks asks two departments before it decides.
func asks(silence string, pauses, required bool) string {
	return fmt.Sprintf(`initial: decide
states:
  - {id: decide, name: {zh: 决定, en: Decision}, type: step, roles: [clerk], limit: 4,
     opinions: {departments: [fire, health], roles: [reviewer], limit: 2, silence: %s, pauses: %v, required: %v, basis: {zh: 《办法》, en: Rules}},
     after: {clock: promised, event: refuse, corrections: restart, basis: {zh: 《办法》, en: Rules}},
     on: [{event: approve, label: {zh: 准予, en: Approve}, target: deliver, kind: approve},
          {event: correct, label: {zh: 补正, en: Correct}, target: asked, kind: correct},
          {event: refuse, label: {zh: 不予, en: Refuse}, target: refused, kind: refuse}]}
  - {id: asked, name: {zh: 待补正, en: Correction}, type: wait,
     on: [{event: resubmit, label: {zh: 提交, en: Resubmit}, target: decide, kind: resubmit}]}
  - {id: deliver, name: {zh: 制证, en: Issue}, type: step, roles: [clerk], limit: 1, returns: any,
     on: [{event: deliver, label: {zh: 办结, en: Deliver}, target: done, kind: deliver}]}
  - {id: done, name: {zh: 已办结, en: Done}, type: final, outcome: issued}
  - {id: refused, name: {zh: 不予, en: Refused}, type: final, outcome: refused}
`, silence, pauses, required)
}

// handed is short, for its steps go from hand to hand.
const handed = `initial: accept
states:
  - {id: accept, name: {zh: 受理, en: Acceptance}, type: step, roles: [clerk], limit: 1,
     on: [{event: accept, label: {zh: 受理, en: Accept}, target: decide, kind: forward},
          {event: correct, label: {zh: 补正, en: Correct}, target: asked, kind: correct}]}
  - {id: asked, name: {zh: 待补正, en: Correction}, type: wait,
     on: [{event: resubmit, label: {zh: 提交, en: Resubmit}, target: accept, kind: resubmit}]}
  - {id: decide, name: {zh: 决定, en: Decision}, type: step, roles: [reviewer], limit: 1, returns: any,
     on: [{event: deliver, label: {zh: 办结, en: Deliver}, target: done, kind: deliver}]}
  - {id: done, name: {zh: 已办结, en: Done}, type: final, outcome: issued}
`

// jointTheme is a theme whose matters ask others.
type jointTheme struct {
	matters []matterOf
	held    bool // its steps are claimed, handed on and delegated
	long    bool // only under MODEL=1
}

var jointThemes = map[string]jointTheme{
	"signed by all":                {matters: []matterOf{{id: "A", workflow: signed("all"), yields: true}, {id: "B", workflow: handed, before: []string{"A"}}}},
	"signed by one":                {matters: []matterOf{{id: "A", workflow: signed("any")}, {id: "B", workflow: handed}}, long: true},
	"signed by two of three":       {matters: []matterOf{{id: "A", workflow: signed("ratio, ratio: 0.6667"), yields: true}, {id: "B", workflow: handed, before: []string{"A"}}}},
	"signed one after another":     {matters: []matterOf{{id: "A", workflow: signed("sequence"), yields: true}, {id: "B", workflow: handed, before: []string{"A"}}}},
	"signed by one, beside quick":  {matters: []matterOf{{id: "A", workflow: signed("any")}, {id: "B", workflow: quick}}, long: true},
	"two that are signed":          {matters: []matterOf{{id: "A", workflow: signed("sequence"), yields: true}, {id: "B", workflow: signed("any"), before: []string{"A"}}}},
	"opinions that must be here":   {matters: []matterOf{{id: "A", workflow: asks("agree", true, true)}, {id: "B", workflow: handed}}},
	"opinions that may be missing": {matters: []matterOf{{id: "A", workflow: asks("none", false, false), yields: true}, {id: "B", workflow: handed, before: []string{"A"}}}},
	"opinions while time goes on":  {matters: []matterOf{{id: "A", workflow: asks("agree", false, true)}, {id: "B", workflow: quick}}, long: true},
	"opinions that stop the time":  {matters: []matterOf{{id: "A", workflow: asks("none", true, false)}, {id: "B", workflow: asks("agree", false, true)}}, long: true},
	"asked, then signed":           {matters: []matterOf{{id: "A", workflow: asks("agree", true, false), yields: true}, {id: "B", workflow: signed("all"), before: []string{"A"}}}, long: true},
	"from hand to hand":            {matters: []matterOf{{id: "A", workflow: handed, yields: true}, {id: "B", workflow: handed, before: []string{"A"}}}, held: true},
	"signed in somebody's hand":    {matters: []matterOf{{id: "A", workflow: signed("any")}}, held: true, long: true},
}

// file is the engine with one of these themes filed.
func (j jointTheme) file(tb testing.TB) (*Engine, *memory, string) {
	e, m := inMemory(tb, "", j.matters)
	root := m.file(tb, e)
	if j.held {
		m.officers = []Account{{ID: "li", Name: "li", Roles: []string{"clerk", "reviewer"}}, {ID: "zhang", Name: "zhang", Roles: []string{"clerk", "reviewer"}}}
		nameDeputy(tb, e, m)
	}
	return e, m, root
}

func TestJointThemesInAllTheirStates(t *testing.T) {
	t.Parallel()
	for name, theme := range jointThemes {
		if theme.long && os.Getenv("MODEL") == "" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e, m, root := theme.file(t)
			n, err := walk(e, m, root)
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

// Of each kind of fault about those who are asked one is sown: the walk finds it.
func TestTheModelFindsFaultsOfThoseAsked(t *testing.T) {
	t.Parallel()
	// tasks spoils what others are asked for in the cases a decision writes.
	tasks := func(change func(c *Case, was Case, t *Task)) func(*Change, kept) {
		return func(ch *Change, k kept) {
			for i := range ch.UpdateCases {
				c := &ch.UpdateCases[i]
				c.Tasks = slices.Clone(c.Tasks)
				for j := range c.Tasks {
					change(c, k.cases[c.ID], &c.Tasks[j])
				}
			}
		}
	}
	without := func(types ...EventType) func(*Change, kept) {
		return func(ch *Change, _ kept) {
			ch.Events = slices.DeleteFunc(ch.Events, func(e Event) bool { return slices.Contains(types, e.Type) })
		}
	}
	// keep lets a case stand where it was, with what was said meanwhile.
	keep := func(ch *Change, k kept) {
		for i := range ch.UpdateCases {
			c, was := &ch.UpdateCases[i], k.cases[ch.UpdateCases[i].ID]
			if slices.ContainsFunc(ch.Events, func(e Event) bool { return e.Type == EventSigned && e.Case == c.ID }) && c.State != was.State {
				said := c.Tasks
				revision := c.Revision
				*c = was
				c.Tasks, c.Revision = said, revision
				ch.OpenTasks, ch.CloseTasks = nil, slices.DeleteFunc(ch.CloseTasks, func(t TaskClose) bool { return t.Task == "" })
				ch.Events = slices.DeleteFunc(ch.Events, func(e Event) bool { return e.Type == EventMoved || e.Type == EventEnded })
			}
		}
	}
	for name, fault := range map[string]struct {
		theme string
		spoil func(*Change, kept)
		says  string
	}{
		"a signatory who is not asked": {"signed by all", func(ch *Change, _ kept) {
			ch.OpenTasks = slices.DeleteFunc(ch.OpenTasks, func(t Task) bool { return t.Kind == TaskSign && t.Place == 1 })
		}, "has the tasks"},
		"a signatory who is forgotten": {"signed by all", func(ch *Change, _ kept) {
			for i := range ch.UpdateCases {
				ch.UpdateCases[i].Tasks = slices.DeleteFunc(slices.Clone(ch.UpdateCases[i].Tasks), func(t Task) bool { return t.Place == 2 && t.Open() })
			}
			ch.OpenTasks = slices.DeleteFunc(ch.OpenTasks, func(t Task) bool { return t.Kind == TaskSign && t.Place == 2 })
		}, "to sign and not"},
		"a vote that is lost": {"signed by all", tasks(func(_ *Case, was Case, t *Task) {
			if t.Kind == TaskSign && t.Answer != "" && was.task(t.ID) != nil && was.task(t.ID).Open() {
				t.Answer = ""
			}
		}), "counts 0 and 0, 1 voted"},
		"a vote turned round": {"signed by two of three", tasks(func(_ *Case, was Case, t *Task) {
			if t.Kind == TaskSign && t.Answer == Disagree {
				t.Answer = Agree
			}
		}), "the votes say"},
		"a vote counted twice": {"signed by two of three", func(ch *Change, _ kept) {
			for i := range ch.Events {
				if e := ch.Events[i]; e.Type == EventSigned {
					ch.Events = slices.Insert(ch.Events, i, e)
					return
				}
			}
		}, "in one round"},
		"a round that goes on by what was voted in one before": {"signed by one", tasks(func(_ *Case, _ Case, t *Task) {
			if t.Kind == TaskSign {
				t.Round = 1
			}
		}), "voted|the votes say"},
		"votes that decide nothing":         {"signed by one", keep, "still stands in \"sign\", the votes have agreed"},
		"a decision that no votes made":     {"signed by all", without(EventSigned), "voted|the votes say"},
		"a question that nobody is told":    {"opinions that must be here", without(EventAsked), "the log tells of"},
		"an answer that nobody is told":     {"opinions that may be missing", without(EventAnswered), "the log tells of|opinions are awaited"},
		"a question that lapses in silence": {"opinions that may be missing", without(EventLapsed), "opinions are awaited"},
		"a question that outlives its step": {"opinions that may be missing", tasks(func(_ *Case, _ Case, t *Task) {
			if t.End == TaskLapsed {
				t.Closed, t.End = time.Time{}, ""
			}
		}), "and asks in"},
		"a department asked twice": {"opinions that must be here", tasks(func(_ *Case, _ Case, t *Task) {
			t.Department = "fire"
		}), "awaits the opinions|has the tasks"},
		"a clock that runs while an opinion is awaited": {"opinions that must be here", func(ch *Change, k kept) {
			for i := range ch.UpdateCases {
				if c := &ch.UpdateCases[i]; c.Matter != "" && stands(c) {
					c.Statutory = k.cases[c.ID].Statutory
				}
			}
		}, "clock 1 of A, which is running, is \"r\" and not \"p\""},
		"a clock that stands when the opinion is here": {"opinions that must be here", func(ch *Change, k kept) {
			for i := range ch.UpdateCases {
				c, was := &ch.UpdateCases[i], k.cases[ch.UpdateCases[i].ID]
				if c.Matter != "" && stands(&was) && !stands(c) && c.Status == CaseRunning {
					c.Step = was.Step
				}
			}
		}, "clock 2 of A, which is running, is \"p\" and not \"r\""},
		"an opinion that lapsed and blocks": {"opinions that must be here", tasks(func(_ *Case, was Case, t *Task) {
			if t.End == TaskSilent {
				t.Closed, t.End, t.Answer = time.Time{}, "", ""
			}
		}), "clock 0 of|awaits the opinions|contradiction"},
		"an opinion whose time is never up": {"opinions that must be here", tasks(func(_ *Case, _ Case, t *Task) {
			t.Clock = workflows.Clock{}
		}), "contradiction"},
		"a step lost to who has it in hand": {"from hand to hand", func(ch *Change, _ kept) {
			for i := range ch.UpdateCases {
				if c := &ch.UpdateCases[i]; c.Holder != nil {
					c.Holder = nil
				}
			}
		}, "is in the hand of"},
		"a step that stays with somebody": {"from hand to hand", func(ch *Change, k kept) {
			for i := range ch.UpdateCases {
				if c := &ch.UpdateCases[i]; c.Holder == nil && c.Status == CaseRunning {
					c.Holder = k.cases[c.ID].Holder
				}
			}
		}, "is in the hand of"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e, m, root := jointThemes[fault.theme].file(t)
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
