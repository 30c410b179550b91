package testch_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/onematter/onematter/analytics"
	"github.com/onematter/onematter/analytics/clickhouse"
	"github.com/onematter/onematter/analytics/embedded"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/store"
	"github.com/onematter/onematter/internal/testch"
	"github.com/onematter/onematter/internal/testpg"
)

func TestMain(m *testing.M) {
	embedded.RunIfChild()
	os.Exit(m.Run())
}

// TestEveryEventArrivesOnce lets writers commit while two servers' feeders
// carry the log over, the first of which goes away half-way: from each real
// database into each real ClickHouse.
func TestEveryEventArrivesOnce(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name      string
		database  func(t *testing.T) string
		warehouse func(t *testing.T) clickhouse.Options
	}{
		{"SQLite to the embedded engine",
			func(t *testing.T) string { return filepath.Join(t.TempDir(), "onematter.db") },
			func(t *testing.T) clickhouse.Options {
				return clickhouse.Options{DialContext: testch.Engine(t).DialContext}
			}},
		{"PostgreSQL to Debian's server",
			func(t *testing.T) string { return testpg.Start(t) },
			func(t *testing.T) clickhouse.Options { return clickhouse.Options{URL: testch.StartServer(t).URL()} }},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			log := openStore(t, c.database(t))
			w, err := clickhouse.Open(t.Context(), c.warehouse(t))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { w.Close() })

			const writers, commits, apiece = 4, 25, 20
			first, leave := context.WithCancel(t.Context())
			defer leave()
			second, stop := context.WithCancel(t.Context())
			defer stop()
			var feeding, writing sync.WaitGroup
			for name, ctx := range map[string]context.Context{"first": first, "second": second} {
				f := &analytics.Feeder{Log: log, Warehouse: w, Holder: name, Batch: 300, Every: time.Millisecond}
				feeding.Go(func() {
					if err := f.Run(ctx); err != nil {
						t.Error(err)
					}
				})
			}
			for writer := range writers {
				writing.Go(func() {
					for n := range commits {
						if n == commits/2 && writer == 0 {
							leave()
						}
						if err := log.Commit(t.Context(), &engine.Change{Events: started(writer, n, apiece)}); err != nil {
							t.Error(err)
							return
						}
					}
				})
			}
			writing.Wait()
			const all = writers * commits * apiece
			await(t, log, all)
			stop()
			feeding.Wait()

			// A third server, started later, finds nothing left to do.
			late := &analytics.Feeder{Log: log, Warehouse: w, Holder: "third"}
			if err := late.CatchUp(t.Context()); err != nil {
				t.Fatal(err)
			}
			d, err := w.Dashboard(t.Context(), analytics.Filter{}, time.Now())
			if err != nil {
				t.Fatal(err)
			}
			if d.Totals.Submitted != all || d.Totals.InWork != all {
				t.Errorf("%d events were written, %d cases came in and %d are in work", all, d.Totals.Submitted, d.Totals.InWork)
			}
		})
	}
}

// started makes the events of one commit: n cases that begin.
func started(writer, commit, n int) []engine.Event {
	events := make([]engine.Event, n)
	for i := range events {
		id := fmt.Sprintf("%d-%d-%d", writer, commit, i)
		events[i] = engine.Event{
			ID: "event-" + id, Type: engine.EventStarted, At: time.Date(2026, 3, 2, 1, 0, 0, 0, time.UTC), Case: "case-" + id, Root: "case-" + id,
			Actor: "a", Role: "citizen",
			Data: engine.EventData{Number: id, Matter: "signboard", Department: "city", To: "accept", Status: engine.CaseRunning, DaySeconds: 25200},
		}
	}
	return events
}

func openStore(t *testing.T, url string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), store.Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if err := s.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s
}

// await returns when the cursor has passed the last of n events.
func await(t *testing.T, log *store.Store, n int) {
	t.Helper()
	events, err := log.EventsAfter(t.Context(), engine.Position{}, n+1)
	if err != nil {
		t.Fatal(err)
	}
	if len(events) != n {
		t.Fatalf("%d of %d events are in the log", len(events), n)
	}
	want := events[n-1].Position
	for deadline := time.Now().Add(3 * time.Minute); ; time.Sleep(5 * time.Millisecond) {
		at, err := log.Cursor(t.Context(), analytics.Reader)
		if err != nil {
			t.Fatal(err)
		}
		if at == want {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("after three minutes the cursor is at %+v, the log ends at %+v", at, want)
		}
	}
}
