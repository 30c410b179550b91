package engine

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"
)

const (
	webhookReader = "webhooks"
	webhookLease  = 50 * time.Second // with a poll, less than a minute late after a crash
	collectBatch  = 500
)

// DispatcherOptions configure a Dispatcher.
type DispatcherOptions struct {
	Store        Store
	Holder       string                                                            // this server, for leases
	Clock        func(context.Context) (time.Time, error)                          // nil: Store.Now
	AllowPrivate bool                                                              // let webhooks reach private and loopback addresses
	Dial         func(ctx context.Context, network, addr string) (net.Conn, error) // nil: the network, addresses checked; a proxy of one's own checks for itself
	TLS          *tls.Config                                                       // nil: the system's roots
	Poll         time.Duration                                                     // 0: 1 s
	Log          *slog.Logger                                                      // nil: slog.Default
}

// Dispatcher carries events of the log to webhooks: at least once, signed,
// retried for three days. Any number of servers may run one; leases let one at
// a time collect, and one at a time send to a webhook. Webhooks do not wait for
// each other.
type Dispatcher struct {
	o       DispatcherOptions
	client  *http.Client
	senders *senders
}

// NewDispatcher makes a dispatcher.
func NewDispatcher(o DispatcherOptions) *Dispatcher {
	if o.Clock == nil {
		o.Clock = o.Store.Now
	}
	if o.Poll == 0 {
		o.Poll = time.Second
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	if o.Holder == "" {
		o.Holder = newID()
	}
	return &Dispatcher{o: o, client: webhookClient(o), senders: newSenders()}
}

// Run collects and sends until the context ends.
func (d *Dispatcher) Run(ctx context.Context) error {
	defer giveBack(ctx, d.o.Store, d.o.Log, d.o.Holder, webhookReader)
	var sending sync.WaitGroup
	defer sending.Wait()
	tick := time.NewTicker(d.o.Poll)
	defer tick.Stop()
	for {
		collected, err := d.Collect(ctx)
		if err != nil && ctx.Err() == nil {
			d.o.Log.Error("collecting events for webhooks", "error", err)
		}
		// Not waited for: who hangs holds up nobody else.
		err = d.start(ctx, func(send func() (int, error)) {
			sending.Go(func() {
				if _, err := send(); err != nil && ctx.Err() == nil {
					d.o.Log.Error("sending to a webhook", "error", err)
				}
			})
		})
		if err != nil && ctx.Err() == nil {
			d.o.Log.Error("sending to webhooks", "error", err)
		}
		if err == nil && collected == collectBatch && ctx.Err() == nil {
			continue
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		case <-d.senders.left: // somebody who still has some may have been stopped for others
		}
	}
}

// Collect turns the next events of the log into deliveries and gives how many
// events it read. 0 also when another server holds the lease.
func (d *Dispatcher) Collect(ctx context.Context) (int, error) {
	held, err := d.o.Store.Lease(ctx, webhookReader, d.o.Holder, webhookLease)
	if err != nil || !held {
		return 0, wrapIf(err, "taking the lease of the webhook reader")
	}
	at, err := d.o.Store.Cursor(ctx, webhookReader)
	if err != nil {
		return 0, fmt.Errorf("reading the webhooks' cursor: %w", err)
	}
	// The end is read before the webhooks are: what lies before it happened
	// before any webhook that is not listed below.
	end, err := d.o.Store.LogEnd(ctx)
	if err != nil || end == at {
		return 0, wrapIf(err, "reading the end of the log for webhooks")
	}
	hooks, err := d.o.Store.ListWebhooks(ctx)
	if err != nil {
		return 0, fmt.Errorf("listing webhooks: %w", err)
	}
	if !slices.ContainsFunc(hooks, func(w Webhook) bool { return w.Enabled }) {
		// Nobody listens: go to the end without reading what nobody wants.
		return 0, wrapIf(d.o.Store.SaveCursor(ctx, webhookReader, end), "moving the webhooks' cursor")
	}
	events, err := d.o.Store.EventsAfter(ctx, at, collectBatch)
	if err != nil || len(events) == 0 {
		return 0, wrapIf(err, "reading the log for webhooks")
	}
	now, err := d.o.Clock(ctx)
	if err != nil {
		return 0, fmt.Errorf("reading the time: %w", err)
	}
	var list []Delivery
	for _, ev := range events {
		for _, w := range hooks {
			// A webhook hears of what happened since it exists; replay gives it more.
			if w.Enabled && w.wants(ev.Type) && !ev.At.Before(w.Created) {
				list = append(list, newDelivery(w, ev, now))
			}
		}
	}
	if err := d.o.Store.SaveDeliveries(ctx, list, webhookReader, events[len(events)-1].Position); err != nil {
		return 0, fmt.Errorf("saving deliveries: %w", err)
	}
	return len(events), nil
}

func (w Webhook) wants(t EventType) bool { return len(w.Types) == 0 || slices.Contains(w.Types, t) }

// deliveryID is the same for the same event and webhook, whoever collects.
func deliveryID(webhook, event string) string {
	return uuid.NewSHA1(uuid.NameSpaceURL, []byte("onematter:"+webhook+":"+event)).String()
}

func newDelivery(w Webhook, ev Event, now time.Time) Delivery {
	return Delivery{ID: deliveryID(w.ID, ev.ID), Webhook: w.ID, Event: ev.ID, Position: ev.Position, Next: now, Created: now}
}

func (d *Dispatcher) update(ctx context.Context, del Delivery) error {
	err := d.o.Store.UpdateDelivery(ctx, del)
	if errors.Is(err, ErrNotFound) {
		return nil // its webhook was deleted meanwhile
	}
	return wrapIf(err, "writing down a delivery")
}

func wrapIf(err error, doing string) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", doing, err)
}
