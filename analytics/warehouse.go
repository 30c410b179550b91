package analytics

import (
	"context"

	"github.com/onematter/onematter/engine"
)

// Warehouse keeps facts and answers dashboards. Implemented by
// analytics/clickhouse for a ClickHouse server and for the embedded engine.
// Every error of these methods is ErrUnavailable, with its cause.
type Warehouse interface {
	Dashboards

	// Migrate brings the schema up to date; it may be called by several servers
	// at once and again at any time.
	Migrate(ctx context.Context) error
	// Insert stores facts, in the log's order, and returns when they are kept.
	// The same fact again is not counted twice.
	Insert(ctx context.Context, facts []Fact) error
	// Last is the newest position carried over; zero in an empty warehouse.
	Last(ctx context.Context) (engine.Position, error)
	Close() error
}
