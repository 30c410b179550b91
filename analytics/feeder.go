package analytics

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/onematter/onematter/engine"
)

// Log is what the feeder reads: engine.Store has it.
type Log interface {
	EventsAfter(ctx context.Context, after engine.Position, limit int) ([]engine.Event, error)
	Cursor(ctx context.Context, reader string) (engine.Position, error)
	SaveCursor(ctx context.Context, reader string, at engine.Position) error
	Lease(ctx context.Context, name, holder string, ttl time.Duration) (bool, error)
}

// Reader is the feeder's name among the readers of the log.
const Reader = "analytics"

// Feeder carries the event log to the warehouse: in order, at least once, its
// cursor saved after the insert. It only ever reads the log, so a warehouse
// that is down, slow or empty disturbs nobody; the feeder waits and catches up.
type Feeder struct {
	Log       Log
	Warehouse Warehouse
	Zone      *time.Location // of the working calendar: which day an event counts for
	Holder    string         // this server's name for the lease
	Logger    *slog.Logger   // nil is slog.Default()
	Metrics   *FeederMetrics // nil counts nothing

	Batch int           // events an insert; 0 is 20,000
	Every time.Duration // wait when the log is read to its end; 0 is 2 s
	// Wait sleeps; nil sleeps by the clock. It returns early with ctx's error.
	Wait func(ctx context.Context, d time.Duration) error

	position engine.Position
	known    bool      // position was agreed between cursor and warehouse
	failing  bool      // the failure was logged
	leased   time.Time // when the lease was last taken; zero without it
}

// FeederMetrics are the feeder's figures for Prometheus.
type FeederMetrics struct {
	Events   prometheus.Counter
	Batches  prometheus.Counter
	Failures prometheus.Counter
	Newest   prometheus.Gauge // Unix time of the newest event carried over
	Up       prometheus.Gauge // 1 while the warehouse answers
}

// NewFeederMetrics makes and registers the figures.
func NewFeederMetrics(r prometheus.Registerer) *FeederMetrics {
	m := &FeederMetrics{
		Events:   prometheus.NewCounter(prometheus.CounterOpts{Name: "onematter_analytics_events_total", Help: "Events carried to the warehouse."}),
		Batches:  prometheus.NewCounter(prometheus.CounterOpts{Name: "onematter_analytics_batches_total", Help: "Batches carried to the warehouse."}),
		Failures: prometheus.NewCounter(prometheus.CounterOpts{Name: "onematter_analytics_failures_total", Help: "Attempts to carry events that failed."}),
		Newest:   prometheus.NewGauge(prometheus.GaugeOpts{Name: "onematter_analytics_newest_event_timestamp_seconds", Help: "Time of the newest event in the warehouse."}),
		Up:       prometheus.NewGauge(prometheus.GaugeOpts{Name: "onematter_analytics_up", Help: "1 while the warehouse takes events."}),
	}
	r.MustRegister(m.Events, m.Batches, m.Failures, m.Newest, m.Up)
	return m
}

const (
	leaseFor   = 30 * time.Second
	stepWithin = 2 * time.Minute
	minBackoff = time.Second
	maxBackoff = time.Minute
)

// Run carries events until ctx ends; it returns nil then, and never else. With
// several servers one at a time does the work.
func (f *Feeder) Run(ctx context.Context) error {
	wait := f.Wait
	if wait == nil {
		wait = sleep
	}
	every := f.Every
	if every <= 0 {
		every = 2 * time.Second
	}
	backoff := minBackoff
	defer f.release(ctx)
	for ctx.Err() == nil {
		pause := every
		more, err := f.Step(ctx)
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			f.failed(ctx, err)
			pause = backoff
			backoff = min(2*backoff, maxBackoff)
		default:
			f.recovered(ctx)
			backoff = minBackoff
			if more {
				continue
			}
		}
		if wait(ctx, pause) != nil {
			return nil
		}
	}
	return nil
}

// CatchUp carries everything the log holds now. It is for commands and tests;
// a server uses Run.
func (f *Feeder) CatchUp(ctx context.Context) error {
	for {
		more, err := f.Step(ctx)
		if err != nil || !more {
			return err
		}
	}
}

// Step carries one batch. more tells that the log may hold further events.
func (f *Feeder) Step(ctx context.Context) (more bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, stepWithin)
	defer cancel()
	if held, err := f.lease(ctx); err != nil || !held {
		f.known = false // another server moves the cursor on meanwhile
		return false, err
	}
	if !f.known {
		if err := f.resume(ctx); err != nil {
			return false, err
		}
	}
	limit := f.Batch
	if limit <= 0 {
		limit = 20_000
	}
	events, err := f.Log.EventsAfter(ctx, f.position, limit)
	if err != nil {
		return false, fmt.Errorf("read the event log: %w", err)
	}
	if len(events) == 0 {
		return false, nil
	}
	zone := f.Zone
	if zone == nil {
		zone = time.UTC
	}
	facts := make([]Fact, len(events))
	newest := events[0].At
	for i, e := range events {
		facts[i] = FactOf(e, zone)
		if e.At.After(newest) {
			newest = e.At
		}
	}
	if err := f.Warehouse.Insert(ctx, facts); err != nil {
		f.known = false // whatever part arrived: ask where to go on from
		return false, fmt.Errorf("carry %d events to the warehouse: %w", len(facts), err)
	}
	last := events[len(events)-1].Position
	if err := f.Log.SaveCursor(ctx, Reader, last); err != nil {
		return false, fmt.Errorf("save the analytics reader's cursor: %w", err)
	}
	f.position = last
	if m := f.Metrics; m != nil {
		m.Events.Add(float64(len(facts)))
		m.Batches.Inc()
		m.Newest.Set(float64(newest.Unix()))
	}
	return len(events) == limit, nil
}

// lease makes this server the one that carries events, or keeps it so. It is a
// write to the log's database, so it is prolonged when a third of it is over,
// not with every look at the log. Should two servers overlap, events are
// carried twice and counted once.
func (f *Feeder) lease(ctx context.Context) (bool, error) {
	if !f.leased.IsZero() && time.Since(f.leased) < leaseFor/3 {
		return true, nil
	}
	f.leased = time.Time{}
	held, err := f.Log.Lease(ctx, Reader, f.Holder, leaseFor)
	if err != nil {
		return false, fmt.Errorf("take the lease of the analytics reader: %w", err)
	}
	if held {
		f.leased = time.Now()
	}
	return held, nil
}

// release lets the next server, or this one started anew, go on at once.
func (f *Feeder) release(ctx context.Context) {
	if f.leased.IsZero() {
		return
	}
	f.leased = time.Time{}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	if _, err := f.Log.Lease(ctx, Reader, f.Holder, 0); err != nil {
		f.logger().WarnContext(ctx, "give the lease of the analytics reader back", "error", err)
	}
}

// resume finds where to go on: at the cursor, or earlier when the warehouse
// does not hold that much, because it is new or came back from a backup. Then
// the log fills it again by itself.
func (f *Feeder) resume(ctx context.Context) error {
	if err := f.Warehouse.Migrate(ctx); err != nil {
		return fmt.Errorf("prepare the warehouse: %w", err)
	}
	cursor, err := f.Log.Cursor(ctx, Reader)
	if err != nil {
		return fmt.Errorf("read the analytics reader's cursor: %w", err)
	}
	last, err := f.Warehouse.Last(ctx)
	if err != nil {
		return fmt.Errorf("ask the warehouse for its newest event: %w", err)
	}
	f.position = cursor
	if before(last, cursor) {
		f.logger().InfoContext(ctx, "the warehouse holds less than was carried to it; filling it again from the event log",
			"from_tx", last.Tx, "from_seq", last.Seq)
		f.position = last
	}
	f.known = true
	return nil
}

func before(a, b engine.Position) bool {
	if a.Tx != b.Tx {
		return a.Tx < b.Tx
	}
	return a.Seq < b.Seq
}

func (f *Feeder) failed(ctx context.Context, err error) {
	if m := f.Metrics; m != nil {
		m.Failures.Inc()
		m.Up.Set(0)
	}
	if f.failing {
		return
	}
	f.failing = true
	f.logger().WarnContext(ctx, "analytics stands still; events wait in the log and nothing else is touched", "error", err,
		"warehouse_down", errors.Is(err, ErrUnavailable))
}

func (f *Feeder) recovered(ctx context.Context) {
	if m := f.Metrics; m != nil {
		m.Up.Set(1)
	}
	if f.failing {
		f.failing = false
		f.logger().InfoContext(ctx, "analytics goes on")
	}
}

func (f *Feeder) logger() *slog.Logger {
	if f.Logger != nil {
		return f.Logger
	}
	return slog.Default()
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
