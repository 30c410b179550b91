package engine

import (
	"context"
	"encoding/json"

	"github.com/onematter/onematter/workflows"
)

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
	away := Actor{Account: "wang", Name: "wang", Roles: []string{"clerk"}, Departments: map[string]bool{"fire": true}}
	deputy := away
	deputy.Stands = []Stand{{Officer: "li", Name: "li", Roles: state.Roles, Departments: map[string]bool{c.Department: true}}}
	for _, tr := range state.On {
		if state.Takes(tr.Event) || waitsFor(f, mine, state, tr.Kind) || w.awaitsVisit(f, mine, tr.Kind) {
			continue
		}
		act := Action{Event: tr.Event, Note: "理由"}
		if to, _ := f.matter(mine).Machine.State(tr.Target); to.Outcome == workflows.Issued && len(f.matter(mine).Yields) > 0 {
			act.Result = map[string]json.RawMessage{"applicant/SE2": json.RawMessage(`"A-1"`)}
		}
		for name, who := range map[string]Actor{"wang for li": deputy, "wang, for nobody": away} {
			may := who.Stands != nil && c.HeldBy() == "li"
			by := c.Matter + ": " + name + " takes " + tr.Event
			decide := func() error { return w.e.decide(ctx, who, c, "", "", act) }
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
	}
	return nil
}
