package clickhouse_test

import (
	"context"
	"fmt"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"github.com/onematter/onematter/analytics/clickhouse"
	"github.com/onematter/onematter/analytics/embedded"
	"github.com/onematter/onematter/internal/testch"
)

func TestMain(m *testing.M) {
	embedded.RunIfChild()
	os.Exit(m.Run())
}

var (
	shanghai  = time.FixedZone("Asia/Shanghai", 8*3600)
	databases atomic.Int64
)

// backend is one of the two ClickHouses that everything here must hold on:
// both real, started by the test.
type backend struct {
	name  string
	start func(t testing.TB) clickhouse.Options
}

var backends = []backend{
	{"on the embedded engine", func(t testing.TB) clickhouse.Options {
		return clickhouse.Options{DialContext: testch.Engine(t).DialContext}
	}},
	{"on Debian's server", func(t testing.TB) clickhouse.Options {
		return clickhouse.Options{URL: testch.StartServer(t).URL()}
	}},
}

// scenario is one story about a warehouse; open makes another, empty one.
type scenario struct {
	name string
	tell func(t *testing.T, open func() *clickhouse.Warehouse)
}

func TestWarehouse(t *testing.T) {
	t.Parallel()
	scenarios := []scenario{
		{"a migration may run many times and from several servers at once", migratesRepeatedly},
		{"every number of the dashboard agrees with what was counted by hand", countsByHand},
		{"a fact carried over three times is counted once", countsOnce},
		{"a filter by theme, department, matter and span narrows each number", narrows},
		{"what was asked needlessly opens by item, department, reason and matter", opensTheNeedless},
		{"each theme is held to what its certificate promises", holdsThemesToTheirPromises},
		{"nothing carried over gives zeros, not errors", startsEmpty},
		{"hostile filter values find nothing and break nothing", takesHostileFilters},
		{"a batch that spans nine years goes in", takesLongSpans},
		{"the newest position is by transaction first, then by sequence", knowsLast},
		{"the feeder carries a log over in order and goes on where it stopped", feeds},
		{"a warehouse that lost its data is filled again from the log", refills},
	}
	for _, b := range backends {
		t.Run(b.name, func(t *testing.T) {
			t.Parallel()
			options := b.start(t)
			for _, s := range scenarios {
				t.Run(s.name, func(t *testing.T) {
					t.Parallel()
					s.tell(t, func() *clickhouse.Warehouse { return open(t, options) })
				})
			}
		})
	}
}

// open gives a warehouse in a new database.
func open(t testing.TB, o clickhouse.Options) *clickhouse.Warehouse {
	t.Helper()
	o.Database = fmt.Sprintf("test_%d", databases.Add(1))
	o.Zone = shanghai
	w, err := clickhouse.Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	return w
}

func migrated(t testing.TB, w *clickhouse.Warehouse) *clickhouse.Warehouse {
	t.Helper()
	if err := w.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	return w
}
