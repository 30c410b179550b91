package clickhouse_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/onematter/onematter/analytics"
	"github.com/onematter/onematter/analytics/clickhouse"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/testch"
)

// eventLog is a log in memory: what the feeder does with the database's own log
// is proved with the store.
type eventLog struct {
	mu     sync.Mutex
	events []engine.Event
	cursor engine.Position
	holder string
}

func (l *eventLog) EventsAfter(_ context.Context, after engine.Position, limit int) ([]engine.Event, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	i := slices.IndexFunc(l.events, func(e engine.Event) bool {
		return e.Position.Tx > after.Tx || e.Position.Tx == after.Tx && e.Position.Seq > after.Seq
	})
	if i < 0 {
		return nil, nil
	}
	return slices.Clone(l.events[i:min(len(l.events), i+limit)]), nil
}

func (l *eventLog) Cursor(context.Context, string) (engine.Position, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.cursor, nil
}

func (l *eventLog) SaveCursor(_ context.Context, _ string, at engine.Position) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.cursor = at
	return nil
}

func (l *eventLog) Lease(_ context.Context, _, holder string, _ time.Duration) (bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.holder == "" {
		l.holder = holder
	}
	return l.holder == holder, nil
}

func feeder(log analytics.Log, w analytics.Warehouse) *analytics.Feeder {
	return &analytics.Feeder{Log: log, Warehouse: w, Zone: shanghai, Holder: "a", Batch: 4}
}

func catchUp(t *testing.T, f *analytics.Feeder) {
	t.Helper()
	if err := f.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func feeds(t *testing.T, open func() *clickhouse.Warehouse) {
	w := open() // not migrated: the feeder sees to it
	all := restaurants().events
	log := &eventLog{events: all[:9]}
	f := feeder(log, w)
	catchUp(t, f)
	if want := all[8].Position; log.cursor != want {
		t.Errorf("the cursor is at %+v, want %+v", log.cursor, want)
	}
	log.events = all
	other := feeder(log, w)
	other.Holder = "b"
	catchUp(t, other)
	if log.cursor != all[8].Position {
		t.Error("a second server carried events although the first holds the lease")
	}
	catchUp(t, feeder(log, w)) // the first server, started anew
	same(t, show(t, w, inMarch), march())
}

func refills(t *testing.T, open func() *clickhouse.Warehouse) {
	log := &eventLog{events: restaurants().events}
	catchUp(t, feeder(log, open()))
	empty := open()
	catchUp(t, feeder(log, empty))
	same(t, show(t, empty, inMarch), march())
}

func TestAServerThatStopsLosesNothing(t *testing.T) {
	t.Parallel()
	server := testch.StartServer(t)
	w := open(t, clickhouse.Options{URL: server.URL()})
	all := restaurants().events
	log := &eventLog{events: all[:7]}
	registry := prometheus.NewRegistry()
	metrics := analytics.NewFeederMetrics(registry)
	figure := func(name string) float64 {
		families, err := registry.Gather()
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range families {
			if m.GetName() == "onematter_analytics_"+name {
				return m.GetMetric()[0].GetGauge().GetValue() + m.GetMetric()[0].GetCounter().GetValue()
			}
		}
		t.Fatalf("there is no figure %s", name)
		return 0
	}
	f := feeder(log, w)
	f.Metrics = metrics

	// Run is driven from one pause to the next, so that no clock is waited for.
	paused, resume := make(chan time.Duration), make(chan struct{})
	f.Wait = func(ctx context.Context, d time.Duration) error {
		select {
		case paused <- d:
		case <-ctx.Done():
			return ctx.Err()
		}
		select {
		case <-resume:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- f.Run(ctx) }()

	if d := <-paused; d != 2*time.Second {
		t.Errorf("at the end of the log the feeder waits %v", d)
	}
	server.Stop()
	log.mu.Lock()
	log.events = all
	log.mu.Unlock()
	resume <- struct{}{}
	for _, want := range []time.Duration{time.Second, 2 * time.Second, 4 * time.Second} {
		if d := <-paused; d != want {
			t.Errorf("after a failure the feeder waits %v, want %v", d, want)
		}
		if up := figure("up"); up != 0 {
			t.Error("the feeder's figures call a stopped server up")
		}
		if want == 4*time.Second {
			break
		}
		resume <- struct{}{}
	}
	if log.cursor != all[6].Position {
		t.Errorf("the cursor moved to %+v although nothing was kept", log.cursor)
	}
	if _, err := w.Dashboard(t.Context(), inMarch, now); !errors.Is(err, analytics.ErrUnavailable) {
		t.Errorf("a stopped server's dashboard gives %v", err)
	}
	if err := w.Ready(t.Context()); !errors.Is(err, analytics.ErrUnavailable) {
		t.Errorf("a stopped server is ready: %v", err)
	}
	server.Start(t)
	resume <- struct{}{}
	if d := <-paused; d != 2*time.Second {
		t.Errorf("after it caught up the feeder waits %v", d)
	}
	same(t, show(t, w, inMarch), march())
	if got := figure("events_total"); got != float64(len(all)) {
		t.Errorf("%v events counted, %d carried", got, len(all))
	}
	if failures := figure("failures_total"); failures != 3 {
		t.Errorf("%v failures counted, want 3", failures)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Errorf("Run ended with %v", err)
	}
}

func TestAnEngineThatIsKilledComesBackWithItsData(t *testing.T) {
	t.Parallel()
	e := testch.Engine(t)
	w := migrated(t, open(t, clickhouse.Options{DialContext: e.DialContext}))
	insert(t, w, restaurants().facts())
	kill(t, e)
	if err := e.Wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	same(t, show(t, w, inMarch), march())
}
