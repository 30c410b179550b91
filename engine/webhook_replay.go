package engine

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Redeliver sends one delivery again, from its first attempt.
func (e *Engine) Redeliver(ctx context.Context, a Actor, delivery string) error {
	if !a.Has(RoleAdministrator) || delivery == "" {
		return ErrNotFound
	}
	d, err := e.o.Store.Delivery(ctx, delivery)
	if errors.Is(err, ErrNotFound) {
		return ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("reading a delivery: %w", err)
	}
	now, err := e.now(ctx)
	if err != nil {
		return err
	}
	if err := e.o.Store.UpdateDelivery(ctx, again(d, now)); err != nil {
		return fmt.Errorf("sending a delivery again: %w", err)
	}
	return nil
}

func again(d Delivery, now time.Time) Delivery {
	d.Attempts, d.Status, d.Error, d.Done, d.Next = 0, 0, "", time.Time{}, now
	return d
}

// Replay sends a webhook every event after a position of the log once more,
// those it had and those it missed, and gives how many.
func (e *Engine) Replay(ctx context.Context, a Actor, webhook string, after Position) (int, error) {
	w, err := e.webhook(ctx, a, webhook)
	if err != nil {
		return 0, err
	}
	now, err := e.now(ctx)
	if err != nil {
		return 0, err
	}
	n := 0
	for {
		events, err := e.o.Store.EventsAfter(ctx, after, collectBatch)
		if err != nil {
			return n, fmt.Errorf("reading the log for a replay: %w", err)
		}
		if len(events) == 0 {
			return n, nil
		}
		after = events[len(events)-1].Position
		var fresh []Delivery
		for _, ev := range events {
			if !w.wants(ev.Type) {
				continue
			}
			n++
			d, err := e.o.Store.Delivery(ctx, deliveryID(w.ID, ev.ID))
			switch {
			case errors.Is(err, ErrNotFound):
				fresh = append(fresh, newDelivery(w, ev, now))
			case err != nil:
				return n, fmt.Errorf("reading a delivery: %w", err)
			default:
				if err := e.o.Store.UpdateDelivery(ctx, again(d, now)); err != nil {
					return n, fmt.Errorf("sending a delivery again: %w", err)
				}
			}
		}
		// A cursor of its own: the reader of the log is not moved by a replay.
		if err := e.o.Store.SaveDeliveries(ctx, fresh, "webhooks.replay."+w.ID, after); err != nil {
			return n, fmt.Errorf("saving deliveries of a replay: %w", err)
		}
	}
}
