package engine

import (
	"encoding/json"
	"errors"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/workflows"
)

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
	"more time for one":         {{id: "A", workflow: reviewed, extend: true, yields: true}, {id: "B", workflow: quick, before: []string{"A"}}},
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
				joint := ""
				if p.Themes[id].Joint.OneNotice() {
					joint = inOneNotice
				}
				e, m := inMemory(t, joint, matters)
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
