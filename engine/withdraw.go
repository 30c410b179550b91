package engine

import (
	"context"
	"slices"
	"time"

	"github.com/onematter/onematter/workflows"
)

// Withdrawal is what taking a filing back would do, by case ids in the theme's
// order.
type Withdrawal struct {
	Takes []string // ended as withdrawn
	Voids []string // wait for the result of one that is taken back: they can never start
	Stays []string // decided or ended already: they go on as they are
}

// withdrawal looks ahead; nil when this actor can take nothing back.
func (f *family) withdrawal(a Actor, c *Case) *Withdrawal {
	if a.Account == "" || a.Account != c.Applicant {
		return nil
	}
	w := &Withdrawal{Takes: []string{}, Voids: []string{}, Stays: []string{}}
	gone := map[string]bool{} // matters that will not be issued
	for _, child := range f.members(c) {
		if f.takeable(child) {
			w.Takes = append(w.Takes, child.ID)
			gone[child.Matter] = true
		} else {
			w.Stays = append(w.Stays, child.ID)
		}
	}
	if len(w.Takes) == 0 {
		return nil
	}
	for again := c != f.root; again; {
		again = false
		for _, child := range f.children {
			if !f.seemsWaiting(child) || gone[child.Matter] {
				continue
			}
			for _, before := range f.preconditions(child.Matter) {
				if gone[before] {
					w.Voids = append(w.Voids, child.ID)
					gone[child.Matter], again = true, true
					break
				}
			}
		}
	}
	return w
}

// members are the matters' cases a case stands for: itself, or a theme's children.
func (f *family) members(c *Case) []*Case {
	if c.Matter == "" {
		return f.children
	}
	return []*Case{c}
}

// takeable reports whether a matter's case can still be taken back. What became
// void waits as far as the applicant knows, as long as they are not told why:
// refusing them would tell it.
func (f *family) takeable(c *Case) bool {
	if f.seemsWaiting(c) {
		return true
	}
	switch c.Status {
	case CaseRunning, CaseAsking:
		return c.Result == nil && !f.matter(c).Machine.Decided(c.State)
	}
	return false
}

func (e *Engine) withdraw(ctx context.Context, a Actor, id string, revision int64, key, note string) (*CaseView, error) {
	if err := checkKey(key); err != nil {
		return nil, err
	}
	note = cleanNote(note)
	if err := checkNote(note); err != nil {
		return nil, err
	}
	request := requestHash("withdraw", id, note)
	return e.acting(ctx, a, id, revision, key, request, func(seen Case) error {
		f, c, err := e.asSeen(ctx, seen)
		if err != nil {
			return err
		}
		if a.Account == "" || a.Account != c.Applicant {
			return refuse(actionRole, "")
		}
		w := f.withdrawal(a, c)
		switch {
		case w == nil && c.Status == CaseEnded && !f.untold(c):
			return refuse(actionEnded, "")
		case w == nil:
			return refuse(actionDecided, "")
		}
		f.by = citizen(a)
		for _, id := range append(slices.Clone(w.Takes), w.Voids...) {
			f.waitAgain(f.find(id))
		}
		for _, child := range w.Takes {
			f.takeBack(f.find(child), note)
		}
		f.voidDependants()
		f.settleRoot()
		return e.commitAction(ctx, a, f, c, key, request)
	})
}

// waitAgain lets what became void untold wait as it does to the applicant: what
// they take back ends it, now, and not what they are not told yet.
func (f *family) waitAgain(c *Case) {
	if c.Outcome == workflows.Void {
		f.touch(c)
		c.Status, c.Outcome, c.Ended, c.Decided = CaseWaiting, "", time.Time{}, time.Time{}
	}
}

// takeBack ends a matter's case as withdrawn.
func (f *family) takeBack(c *Case, note string) {
	f.touch(c)
	from, spent, limit := c.State, f.spent(c), c.Step.Limit
	if c.Status == CaseRunning {
		s, _ := f.matter(c).Machine.State(c.State)
		f.leave(c, s)
	} else {
		spent, limit = 0, 0
	}
	f.stopClocks(c, workflows.Reason{Code: workflows.ReasonWithdrawn})
	c.Correction, c.Holder = nil, nil
	c.Status, c.Outcome, c.Ended = CaseEnded, workflows.Withdrawn, f.at
	f.setLights(c)
	f.log(c, EventWithdrawn, func(d *EventData) {
		d.From, d.ToType, d.Note = from, workflows.Final, note
		d.StepSeconds, d.StepLimit = seconds(spent), seconds(limit)
	})
	f.log(c, EventEnded, nil)
}
