package engine

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

const plainProcess = `initial: accept
states:
  - {id: accept, name: {zh: 受理, en: Acceptance}, type: step, roles: [clerk], limit: 1,
     on: [{event: accept, label: {zh: 受理, en: Accept}, target: decide, kind: forward},
          {event: correct, label: {zh: 补正, en: Correct}, target: asked, kind: correct}]}
  - {id: asked, name: {zh: 待补正, en: Correction}, type: wait,
     on: [{event: resubmit, label: {zh: 提交, en: Resubmit}, target: accept, kind: resubmit}]}
  - {id: decide, name: {zh: 决定, en: Decision}, type: step, roles: [clerk], limit: 2,
     on: [{event: approve, label: {zh: 准予, en: Approve}, target: deliver, kind: approve},
          {event: refuse, label: {zh: 不予, en: Refuse}, target: refused, kind: refuse}]}
  - {id: deliver, name: {zh: 制证, en: Issue}, type: step, roles: [clerk], limit: 1,
     on: [{event: deliver, label: {zh: 办结, en: Deliver}, target: done, kind: deliver}]}
  - {id: done, name: {zh: 已办结, en: Done}, type: final, outcome: issued}
  - {id: refused, name: {zh: 不予, en: Refused}, type: final, outcome: refused}
`

// BenchmarkNextStateOfAJointCase takes one decision in a joint case of 20
// children, ten of which wait for the result of the other ten: the family read,
// the move judged, clocks, tasks, events and what follows for the siblings and the
// root. The goal is 100 µs.
func BenchmarkNextStateOfAJointCase(b *testing.B) {
	var matters []matterOf
	for i := range 20 {
		m := matterOf{id: fmt.Sprintf("S%02d", i), workflow: plainProcess}
		if i >= 10 {
			m.before = []string{fmt.Sprintf("S%02d", i-10)}
		}
		matters = append(matters, m)
	}
	officer := Actor{Account: "li", Name: "李科长", Roles: []string{"clerk"}, Departments: map[string]bool{"office": true}}
	for _, step := range []struct {
		name    string
		actions []Action // the last one is measured
		changes int      // cases it writes
	}{
		{"forward", []Action{{Event: "accept"}}, 1},
		{"correct", []Action{{Event: "correct", Note: "请补充"}}, 2},
		{"deliver", []Action{{Event: "accept"}, {Event: "approve"}, {Event: "deliver"}}, 3},
	} {
		b.Run(step.name, func(b *testing.B) {
			e, m := inMemory(b, "", matters)
			root := m.file(b, e)
			children, _ := m.Children(b.Context(), root)
			id := children[slices.IndexFunc(children, func(c Case) bool { return c.Matter == "S00" })].ID
			last := len(step.actions) - 1
			for _, act := range step.actions[:last] {
				if err := e.decide(b.Context(), officer, m.kept.cases[id], "", "", act); err != nil {
					b.Fatal(err)
				}
			}
			m.read, _ = m.Children(b.Context(), root)
			m.forget = true // from here on the store costs nothing
			b.ReportAllocs()
			for b.Loop() {
				if err := e.decide(b.Context(), officer, m.kept.cases[id], "", "", step.actions[last]); err != nil {
					b.Fatal(err)
				}
			}
			if len(m.change.UpdateCases) != step.changes {
				b.Errorf("%d cases changed, want %d", len(m.change.UpdateCases), step.changes)
			}
		})
	}
}

// BenchmarkNextStateOfAJointCaseThatIsCountersigned takes a vote of a round of
// 20: the first, and the last, which decides.
func BenchmarkNextStateOfAJointCaseThatIsCountersigned(b *testing.B) {
	var by []string
	for i := range 20 {
		by = append(by, fmt.Sprintf("{roles: [r%d]}", i))
	}
	process := `initial: sign
states:
  - {id: sign, name: {zh: 会签, en: Countersigning}, type: step, roles: [clerk], limit: 3,
     sign: {mode: all, by: [` + strings.Join(by, ", ") + `], agreed: agreed, disagreed: refuse},
     on: [{event: agreed, label: {zh: 同意, en: Agreed}, target: deliver, kind: approve},
          {event: refuse, label: {zh: 不同意, en: Not agreed}, target: refused, kind: refuse}]}
  - {id: deliver, name: {zh: 制证, en: Issue}, type: step, roles: [clerk], on: [{event: deliver, label: {zh: 办结, en: Deliver}, target: done, kind: deliver}]}
  - {id: done, name: {zh: 已办结, en: Done}, type: final, outcome: issued}
  - {id: refused, name: {zh: 不予, en: Refused}, type: final, outcome: refused}
`
	voter := func(i int) Actor {
		return Actor{Account: fmt.Sprint("v", i), Roles: []string{fmt.Sprint("r", i)}, Departments: map[string]bool{"office": true}}
	}
	for name, votes := range map[string]int{"first vote": 0, "deciding vote": 19} {
		b.Run(name, func(b *testing.B) {
			e, m := inMemory(b, "", []matterOf{{id: "S00", workflow: process}})
			root := m.file(b, e)
			children, _ := m.Children(b.Context(), root)
			id := children[0].ID
			vote := func(i int) error {
				c := m.kept.cases[id]
				c.Tasks = slices.Clone(c.Tasks)
				return e.reply(b.Context(), voter(i), c, "", "", Reply{Task: c.Tasks[i].ID, Answer: Agree})
			}
			for i := range votes {
				if err := vote(i); err != nil {
					b.Fatal(err)
				}
			}
			m.forget = true
			kept := m.kept.cases[id]
			b.ReportAllocs()
			for b.Loop() {
				again := kept
				again.Tasks = slices.Clone(kept.Tasks)
				m.kept.cases[id] = again
				m.read = []Case{again}
				if err := vote(votes); err != nil {
					b.Fatal(err)
				}
			}
			if got := m.change.UpdateCases[0].State; (got == "deliver") != (votes == 19) {
				b.Errorf("it is in %s", got)
			}
		})
	}
}
