package engine

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/onematter/onematter/workflows"
)

// toldVote is a signature as the log tells it.
type toldVote struct {
	task, by string
	place    int
	answer   Answer
}

// tellAsked follows what the log says of those who are asked beside the step,
// and counts the votes of a round anew.
func (w *model) tellAsked(s *modelState, ev *Event, t *told) error {
	c, d := s.kept.cases[ev.Case], ev.Data.Task
	switch ev.Type {
	case EventStarted:
		t.votes = nil
	case EventSigned:
		task := c.task(d.ID)
		if task == nil || task.Kind != TaskSign {
			return s.fault("%s is signed where nobody was asked", c.Matter)
		}
		if g := w.signOf(c, task.State); g == nil || counted(g, t.votes) != workflows.Undecided {
			return s.fault("%s is signed after the votes decided", c.Matter)
		}
		for _, v := range t.votes {
			if v.place == task.Place || v.by == ev.Actor {
				return s.fault("%s: place %d is signed by %s after %d by %s in one round", c.Matter, task.Place, ev.Actor, v.place, v.by)
			}
		}
		t.votes = append(slices.Clone(t.votes), toldVote{task.ID, ev.Actor, task.Place, d.Answer})
	case EventVoided:
		if g := w.signOf(c, c.task(d.ID).State); counted(g, t.votes) != workflows.Undecided {
			return s.fault("%s: a decided round is void", c.Matter)
		}
	case EventAsked:
		if slices.Contains(t.asked, d.ID) {
			return s.fault("%s asks twice", c.Matter)
		}
		t.asked = append(slices.Clone(t.asked), d.ID)
	case EventAnswered, EventRevoked, EventLapsed:
		i := slices.Index(t.asked, d.ID)
		if i < 0 {
			return s.fault("%s of what %s does not ask", ev.Type, c.Matter)
		}
		t.asked = slices.Delete(slices.Clone(t.asked), i, i+1)
	case EventClaimed, EventTransferred:
		t.holder, t.deputy = ev.Data.Assignee, ""
	case EventDelegated:
		t.deputy = ev.Data.Assignee
	case EventTakenBack:
		t.deputy = ""
	case EventReleased:
		t.holder, t.deputy = "", ""
	case EventMoved, EventWithdrawn:
		if ev.Data.ToType != workflows.Wait && ev.Data.Kind != workflows.Resubmit {
			t.holder, t.deputy = "", "" // but for corrections, which come back to whoever asked
		}
		if len(t.asked) > 0 {
			return s.fault("%s goes on while %d opinions are awaited", c.Matter, len(t.asked))
		}
		if g := w.signOf(c, ev.Data.From); g != nil {
			says, does := counted(g, t.votes), workflows.Undecided
			switch {
			case ev.Type == EventWithdrawn || ev.Actor != "" || ev.Data.Silence != nil:
			case ev.Data.Action == g.Agreed:
				does = workflows.Agreed
			case ev.Data.Action == g.Disagreed:
				does = workflows.Disagreed
			}
			if says != does {
				return s.fault("%s: the votes say %q, the engine did %q", c.Matter, says, does)
			}
		}
		t.votes = nil
	}
	return nil
}

// signOf is the countersigning of a step; nil where there is none.
func (w *model) signOf(c Case, state string) *workflows.Sign {
	rel, err := w.e.o.Catalog.Release(context.Background(), c.Release)
	if err != nil || c.Matter == "" {
		return nil
	}
	st, ok := rel.Matter(c.Matter).Machine.State(state)
	if !ok {
		return nil
	}
	return st.Sign
}

// counted is what the votes come to, counted as the law would have it read and
// not as the engine counts.
func counted(g *workflows.Sign, votes []toldVote) workflows.Verdict {
	yes, no, n := 0, 0, len(g.By)
	for _, v := range votes {
		if v.answer == Agree {
			yes++
		} else {
			no++
		}
	}
	enough := func(yes int) bool {
		switch g.Mode {
		case workflows.SignAny:
			return yes > 0
		case workflows.SignRatio:
			return float64(yes)/float64(n) > g.Ratio-1e-4
		}
		return yes == n
	}
	switch {
	case enough(yes):
		return workflows.Agreed
	case !enough(n - no):
		return workflows.Disagreed
	}
	return workflows.Undecided
}

// checkAsked holds what is asked beside the step against the log. It gives the
// rows of the worklists there must be.
func (w *model) checkAsked(s *modelState, f *family, c *Case, state *workflows.State, b *strings.Builder) ([]string, error) {
	t := s.told[c.ID]
	var rows, asked, asks []string
	var places []int
	for i := range c.Tasks {
		k := &c.Tasks[i]
		if !k.Open() {
			if k.End == "" {
				return nil, s.fault("%s: a task is closed without an end", c.Matter)
			}
			continue
		}
		if c.Status != CaseRunning || k.State != c.State {
			return nil, s.fault("%s is %s in %q and asks in %q", c.Matter, c.Status, c.State, k.State)
		}
		rows = append(rows, row(k))
		if k.Kind == TaskOpinion {
			asked = append(asked, k.ID)
			asks = append(asks, fmt.Sprint(k.Department, k.over(f)))
			continue
		}
		places = append(places, k.Place)
		if k.Round != c.round() {
			return nil, s.fault("%s is in round %d and asks for one of round %d", c.Matter, c.round(), k.Round)
		}
	}
	slices.Sort(asks)
	if !slices.Equal(sorted(asked), sorted(t.asked)) || len(slices.Compact(slices.Clone(asks))) < len(asks) {
		return nil, s.fault("%s awaits the opinions %q, the log tells of %q", c.Matter, asked, t.asked)
	}
	votes := make([]string, 0, len(t.votes))
	for _, v := range t.votes {
		votes = append(votes, fmt.Sprint(v.place, v.answer, v.by == "both"))
	}
	slices.Sort(votes)
	var want []int
	if c.Status == CaseRunning && state.Sign != nil {
		g := state.Sign
		if says := counted(g, t.votes); says != workflows.Undecided {
			return nil, s.fault("%s still stands in %q, the votes have %s", c.Matter, c.State, says)
		}
		r := roundOf(c, state)
		if r.Agreed+r.Disagreed != len(t.votes) {
			return nil, s.fault("%s counts %d and %d, %d voted", c.Matter, r.Agreed, r.Disagreed, len(t.votes))
		}
		for place := range g.By {
			if slices.ContainsFunc(t.votes, func(v toldVote) bool { return v.place == place }) {
				continue
			}
			if want = append(want, place); g.Mode == workflows.SignSequence {
				break
			}
		}
	}
	if slices.Sort(places); !slices.Equal(places, want) {
		return nil, s.fault("%s asks the places %v to sign and not %v", c.Matter, places, want)
	}
	held := []string{"", ""}
	if c.Holder != nil {
		held[0] = c.Holder.Account
		if c.Holder.Deputy != nil {
			held[1] = c.Holder.Deputy.Account
		}
	}
	if held[0] != t.holder || held[1] != t.deputy {
		return nil, s.fault("%s is in the hand of %q, the log says %q for %q", c.Matter, held, t.deputy, t.holder)
	}
	fmt.Fprintf(b, " %q %q %q", asks, votes, held)
	return rows, nil
}

// row is a task as its department has it in its worklist.
func row(k *Task) string {
	return string(k.Kind) + " " + k.State + " " + k.Department + " " + strings.Join(k.Roles, ",")
}

func sorted(list []string) []string {
	list = slices.Clone(list)
	slices.Sort(list)
	return list
}

// stands reports whether the clocks of a case stand still for an opinion.
func stands(c *Case) bool {
	return slices.ContainsFunc(c.Tasks, func(t Task) bool { return t.Open() && t.Kind == TaskOpinion && t.Pauses })
}

// waitsFor reports whether an opinion must be here before such an action.
func waitsFor(f *family, c *Case, state *workflows.State, k workflows.TransitionKind) bool {
	return k.Decisive() && state.Opinions != nil && state.Opinions.Required &&
		slices.ContainsFunc(c.Tasks, func(t Task) bool { return t.Open() && t.Kind == TaskOpinion && !t.over(f) })
}

// refused tries what must not be possible.
func (w *model) refused(s *modelState, name string, act func() error) error {
	done, err := w.do(s, name, true, true, act)
	if err == nil && done {
		return s.fault("%s: not refused", name)
	}
	return err
}

// expandAsked does everything that those who are asked can do, and those who ask.
func (w *model) expandAsked(s *modelState, f *family, c Case, state *workflows.State, officer Actor) error {
	ctx := context.Background()
	reply := func(a Actor, task string, said Answer) func() error {
		return func() error {
			_, err := w.e.Answer(ctx, a, c.ID, c.Revision, "", Reply{Task: task, Answer: said, Note: "意见"})
			return err
		}
	}
	both := Actor{Account: "both", Name: "兼职", Roles: []string{"approver"}, Departments: map[string]bool{}}
	for i := range c.Tasks {
		both.Departments[c.Tasks[i].Department] = true
	}
	signed := slices.ContainsFunc(s.told[c.ID].votes, func(v toldVote) bool { return v.by == both.Account })
	for i := range c.Tasks {
		t := &c.Tasks[i]
		own := Actor{Account: fmt.Sprintf("%s %d", t.Department, t.Place), Name: "赵所长", Roles: t.Roles, Departments: map[string]bool{t.Department: true}}
		name := fmt.Sprintf("%s %s %d of %s", c.Matter, t.Kind, t.Place, t.Department)
		switch {
		case !t.Open():
			// Said once and for good; what lapsed is asked no more.
			if err := w.refused(s, name+" again", reply(own, t.ID, Disagree)); err != nil {
				return err
			}
		case t.Kind == TaskSign:
			for _, said := range []Answer{Agree, Disagree} {
				if _, err := w.do(s, name+" "+string(said), false, false, reply(own, t.ID, said)); err != nil {
					return err
				}
			}
			done, err := w.do(s, name+" by both", true, false, reply(both, t.ID, Agree))
			if err == nil && done == signed {
				return s.fault("%s: both has signed: %v, and signs: %v", name, signed, done)
			}
			if err != nil {
				return err
			}
		default:
			if err := w.expandOpinion(s, f, c, t, name, officer, reply(own, t.ID, Disagree)); err != nil {
				return err
			}
		}
	}
	if c.Status != CaseRunning || state.Opinions == nil {
		return nil
	}
	for _, d := range state.Opinions.Departments {
		ask := func() error {
			_, err := w.e.Ask(ctx, officer, c.ID, c.Revision, "", Question{Department: d, Text: "可否准予？"})
			return err
		}
		// A question whose time is up makes way for the next.
		open := slices.ContainsFunc(c.Tasks, func(t Task) bool { return t.Open() && t.Kind == TaskOpinion && t.Department == d && !t.over(f) })
		done, err := w.do(s, c.Matter+" asks "+d, open, false, ask)
		if err != nil {
			return err
		}
		if done == open {
			return s.fault("%s is asked already: %v, and can be asked: %v", d, open, done)
		}
	}
	return nil
}

// expandOpinion does everything about one question that is open.
func (w *model) expandOpinion(s *modelState, f *family, c Case, t *Task, name string, officer Actor, answer func() error) error {
	over := t.over(f)
	for what, act := range map[string]func() error{
		" answers": answer,
		" is revoked": func() error {
			_, err := w.e.Revoke(context.Background(), officer, c.ID, t.ID, c.Revision, "")
			return err
		},
	} {
		done, err := w.do(s, name+what, over, false, act)
		if err != nil {
			return err
		}
		if done == over {
			return s.fault("%s%s: the time is up: %v, done: %v", name, what, over, done)
		}
	}
	due := t.Clock.Due(f.cal)
	if !over {
		// The time is up, and no sweep came by yet.
		late := &modelState{kept: s.kept, at: due, told: s.told, from: s, by: name + " is late"}
		to, err := w.reach(late)
		if err != nil {
			return err
		}
		s.leads = append(s.leads, to)
	}
	_, err := w.do(s, name+" is silent", false, false, func() error {
		if w.m.at.Before(due) {
			w.m.at = due
		}
		_, err := w.e.raise(context.Background(), c)
		if now := w.m.kept.cases[c.ID]; err == nil && now.task(t.ID).Open() {
			err = errInvariant
		}
		return err
	})
	return err
}

// expandHeld does everything about who has a step in hand. Whoever has not can
// do nothing; who leads the department can always take it out of their hand.
func (w *model) expandHeld(s *modelState, c Case, state *workflows.State) error {
	if !w.held || c.Status != CaseRunning {
		return nil
	}
	ctx := context.Background()
	of := func(account string) Actor {
		roles := state.Roles
		if account == "head" {
			roles = []string{"manager"}
		}
		return Actor{Account: account, Name: account, Roles: roles, Departments: map[string]bool{"office": true}}
	}
	type deed struct {
		by string
		do HandoverKind
		to string
	}
	all := []deed{{"li", Claim, ""}, {"head", Transfer, "zhang"}, {"head", Release, ""}, {"head", TakeBack, ""},
		{"li", Delegate, "zhang"}, {"zhang", TakeBack, ""}, {"zhang", Claim, ""}, {"li", Release, ""}}
	possible := func(d deed) bool {
		h := c.Holder
		switch {
		case h == nil:
			return d.do == Claim || d.do == Transfer
		case d.to == c.HeldBy() && d.to != "":
			return false // who has it is not handed it
		case d.by == "head":
			return d.do != TakeBack || h.Deputy != nil
		case d.do == TakeBack:
			return h.has(of(d.by)) && h.Deputy != nil
		}
		return d.do != Claim && h.Account == d.by && (d.do != Delegate || h.Deputy == nil)
	}
	for _, d := range all {
		name := fmt.Sprintf("%s: %s does %s %s", c.Matter, d.by, d.do, d.to)
		done, err := w.do(s, name, true, false, func() error {
			_, err := w.e.handOver(ctx, of(d.by), c.ID, c.Revision, "", Handover{Do: d.do, To: d.to})
			return err
		})
		if err == nil && done != possible(d) {
			return s.fault("%s: possible %v, done %v", name, !done, done)
		}
		if err != nil {
			return err
		}
	}
	for _, account := range []string{"li", "zhang"} {
		if c.Holder == nil || c.Holder.has(of(account)) {
			continue
		}
		for _, tr := range state.On {
			if err := w.refused(s, c.Matter+": "+account+" takes "+tr.Event, func() error {
				return w.e.decide(ctx, of(account), c, "", "", Action{Event: tr.Event, Note: "理由"})
			}); err != nil {
				return err
			}
		}
	}
	return w.expandDeputy(s, c, state)
}
