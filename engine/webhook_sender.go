package engine

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

const (
	webhookSender = "webhooks.send." // and the webhook
	sendAtOnce    = 64               // webhooks, a server
	sendBatch     = 32
	// One turn of a webhook, after which those that were due longer come first.
	// With an attempt that hangs on top it is well inside the lease.
	sendTurn = 20 * time.Second
)

// senders are the webhooks that this server sends to now.
type senders struct {
	mu   sync.Mutex
	busy map[string]bool
	left chan struct{} // one whose turn was over, not its work
}

func newSenders() *senders {
	return &senders{busy: map[string]bool{}, left: make(chan struct{}, 1)}
}

// enter takes a place for a webhook; false when it has one or none is free.
func (s *senders) enter(webhook string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.busy[webhook] || len(s.busy) >= sendAtOnce {
		return false
	}
	s.busy[webhook] = true
	return true
}

func (s *senders) leave(webhook string, more bool) {
	s.mu.Lock()
	delete(s.busy, webhook)
	s.mu.Unlock()
	if more {
		select {
		case s.left <- struct{}{}:
		default:
		}
	}
}

// Send gives every webhook that is due a turn and tells how many deliveries
// were tried when all are over.
func (d *Dispatcher) Send(ctx context.Context) (int, error) {
	var g errgroup.Group
	var mu sync.Mutex
	tried := 0
	err := d.start(ctx, func(send func() (int, error)) {
		g.Go(func() error {
			n, err := send()
			mu.Lock()
			defer mu.Unlock()
			tried += n
			return err
		})
	})
	return tried, errors.Join(err, g.Wait())
}

// start hands out a turn for each webhook that is due and has none yet.
func (d *Dispatcher) start(ctx context.Context, run func(send func() (int, error))) error {
	now, err := d.o.Clock(ctx)
	if err != nil {
		return fmt.Errorf("reading the time: %w", err)
	}
	due, err := d.o.Store.WebhooksDue(ctx, now)
	if err != nil {
		return fmt.Errorf("listing webhooks that are due: %w", err)
	}
	for _, id := range due {
		if !d.senders.enter(id) {
			continue
		}
		run(func() (int, error) {
			n, more, err := d.turn(ctx, id)
			d.senders.leave(id, more && err == nil)
			return n, err
		})
	}
	return nil
}

// turn sends a webhook what waits for it, one after the other in the order of
// the events, until one is not taken: those behind it wait until it was, or was
// given up.
func (d *Dispatcher) turn(ctx context.Context, webhook string) (tried int, more bool, err error) {
	began := time.Now()
	held, err := d.o.Store.Lease(ctx, webhookSender+webhook, d.o.Holder, webhookLease)
	if err != nil || !held {
		return 0, false, wrapIf(err, "taking the lease of a webhook")
	}
	defer giveBack(ctx, d.o.Store, d.o.Log, d.o.Holder, webhookSender+webhook)
	now, err := d.o.Clock(ctx)
	if err != nil {
		return 0, false, fmt.Errorf("reading the time: %w", err)
	}
	clock := func() time.Time { return now.Add(time.Since(began)) }
	for {
		list, err := d.o.Store.DeliveriesWaiting(ctx, webhook, sendBatch)
		if err != nil {
			return tried, false, fmt.Errorf("listing what waits for a webhook: %w", err)
		}
		// One question for all of them: who catches up on a long log sends as fast as
		// the receiver takes it, not as fast as the database answers.
		ids := make([]string, len(list))
		for i := range list {
			ids[i] = list[i].Event
		}
		events, err := d.o.Store.Events(ctx, ids)
		if err != nil {
			return tried, false, fmt.Errorf("reading the events of deliveries: %w", err)
		}
		byID := make(map[string]Event, len(events))
		for _, ev := range events {
			byID[ev.ID] = ev
		}
		for _, del := range list {
			if del.Next.After(now) || ctx.Err() != nil {
				return tried, false, nil
			}
			if time.Since(began) > sendTurn {
				return tried, true, nil
			}
			ev, ok := byID[del.Event]
			if !ok {
				return tried, false, fmt.Errorf("delivery %s: its event %s: %w", del.ID, del.Event, ErrNotFound)
			}
			tried++
			if settled, err := d.try(ctx, del, ev, clock); err != nil || !settled {
				return tried, false, err
			}
		}
		if len(list) < sendBatch {
			return tried, false, nil
		}
	}
}

// try sends one delivery and writes down what came of it: settled when it will
// not be tried again by itself.
func (d *Dispatcher) try(ctx context.Context, del Delivery, ev Event, clock func() time.Time) (settled bool, err error) {
	w, err := d.o.Store.Webhook(ctx, del.Webhook)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return false, fmt.Errorf("reading the webhook of delivery %s: %w", del.ID, err)
	}
	if err != nil || !w.Enabled {
		del.Next, del.Error = time.Time{}, "the webhook is switched off"
		return true, d.update(ctx, del)
	}
	status, failure := d.post(ctx, w, ev, clock())
	if ctx.Err() != nil {
		return false, nil // shutting down: the attempt is not held against the receiver
	}
	now := clock()
	del.Attempts++
	del.Status, del.Error = status, failure
	switch {
	case failure == "":
		del.Done, del.Next = now, time.Time{}
	case del.Attempts >= maxAttempts || status == http.StatusGone:
		del.Next = time.Time{}
	default:
		del.Next = now.Add(backOff(del.Attempts))
	}
	return del.Next.IsZero(), d.update(ctx, del)
}
