package engine

import (
	"context"
	"fmt"
	"time"
)

// noteDecisions gives what was decided in a filing before decisions were noted its
// day to be told, counted from the decision; what waits longer than that already
// is told now. False when there is nothing of the kind.
func (e *Engine) noteDecisions(ctx context.Context, seen Case) (bool, error) {
	f, err := e.loadFamily(ctx, seen)
	if err != nil {
		return false, err
	}
	var events []Event
	waits := false
	for _, c := range f.children {
		if f.decidedAt(c).IsZero() && f.matter(c).Machine.Decided(c.State) {
			if events == nil {
				if events, err = e.o.Store.EventsOfRoot(ctx, f.root.ID); err != nil {
					return false, fmt.Errorf("reading when filing %s was decided: %w", f.root.ID, err)
				}
			}
			f.touch(c)
			f.decidedOn(c, f.approvedAt(c, events))
		}
		waits = waits || f.untold(c)
	}
	if !waits {
		return false, nil
	}
	f.notify()
	if len(f.dirty) == 0 {
		return false, nil
	}
	return e.sweptFamily(ctx, f)
}

// approvedAt is when a case came, by the log, to where it is decided, and stayed;
// where the log has other names for its steps, when it came to where it is now.
func (f *family) approvedAt(c *Case, events []Event) time.Time {
	var approved, came time.Time
	for _, ev := range events {
		if ev.Case != c.ID || ev.Data.To == "" {
			continue
		}
		came = ev.At
		switch {
		case !f.matter(c).Machine.Decided(ev.Data.To):
			approved = time.Time{}
		case approved.IsZero():
			approved = ev.At
		}
	}
	switch {
	case !approved.IsZero():
		return approved
	case !came.IsZero():
		return came
	}
	return f.at
}
