package engine

import (
	"context"

	"github.com/onematter/onematter/workflows"
)

// sendBack returns a case to an earlier step (退回). It is between officers: the
// citizen sees that the case went back, the note is the department's own. The
// matter's clocks go on; the step returned to starts with its whole limit, for
// its work is to be done anew. Nothing of the case's siblings is touched.
func (e *Engine) sendBack(ctx context.Context, a Actor, id string, revision int64, key, to, note string) (*CaseView, error) {
	if err := checkKey(key); err != nil {
		return nil, err
	}
	note = cleanNote(note)
	if note == "" {
		return nil, refuse(returnNote, "note")
	}
	if err := checkNote(note); err != nil {
		return nil, err
	}
	request := requestHash("return", id, to, note)
	return e.acting(ctx, a, id, revision, key, request, func(seen Case) error {
		f, c, err := e.asSeen(ctx, seen)
		if err != nil {
			return err
		}
		if err := f.sendBack(a, c, to, note); err != nil {
			return err
		}
		return e.commitAction(ctx, a, f, c, key, request)
	})
}

// sendBack moves the case to the earlier step.
func (f *family) sendBack(a Actor, c *Case, to, note string) error {
	state, err := f.acting(a, c)
	if err != nil {
		return err
	}
	mv, err := f.matter(c).Machine.Return(c.State, to, c.Trail)
	if state.Type != workflows.Step || c.Result != nil || err != nil {
		return refuse(returnNowhere, "to", "state", to)
	}
	f.by = actingAs(a, c, state)
	c.helped(a, state)
	p, err := f.pass(c, mv, "")
	if err != nil {
		return err
	}
	f.log(c, EventMoved, func(d *EventData) {
		p.tell(d)
		d.Kind, d.Note = workflows.SendBack, note
	})
	return nil
}

// returns lists the steps to which the actor may send a case back now, the
// latest first.
func (f *family) returns(a Actor, c *Case) []*workflows.State {
	if c.Status != CaseRunning || c.Result != nil {
		return nil
	}
	m := f.matter(c).Machine
	if state, ok := m.State(c.State); !ok || !mayAct(a, c, state) {
		return nil
	}
	return m.Earlier(c.State, c.Trail)
}

// trailOf rebuilds the trail of a case out of its log, for cases that were
// under way before trails were kept.
func trailOf(m *workflows.Machine, history []Event) []string {
	var trail []string
	for i := range history {
		ev := &history[i]
		switch ev.Type {
		case EventStarted, EventMoved, EventMigrated, EventRestored:
		default:
			continue
		}
		if to, ok := m.State(ev.Data.To); ok {
			trail = workflows.Advance(trail, nil, to)
		}
	}
	return trail
}

// moveTrail is a trail in the states of another release: what is no step there
// falls out, and the last is where the case stands.
func moveTrail(m *workflows.Machine, trail []string, renamed func(string) string, at *workflows.State) []string {
	var moved []string
	for _, id := range trail {
		if to, ok := m.State(renamed(id)); ok {
			moved = workflows.Advance(moved, nil, to)
		}
	}
	return workflows.Advance(moved, nil, at)
}
