package store

import (
	"context"
	"errors"
	"sync/atomic"

	"github.com/uptrace/bun"
)

// checkpointer carries pages from the write-ahead log into the database beside
// the writer, which would otherwise stop for it in every fourth batch. It does
// most of the way on a connection of its own; the writer does the last pages
// between two batches, after which the log starts over from its beginning.
type checkpointer struct {
	conn   bun.Conn
	wake   chan struct{}
	finish atomic.Bool // the writer's turn
	done   chan struct{}

	rows int // written since the last one; the writer's own
}

const (
	// checkpointRows is after how many rows, about 100 MB of log: pages that change
	// often are carried over once.
	checkpointRows = 40_000
	// lastFrames is what the writer may do itself: a few milliseconds.
	lastFrames = 500
	// The engine's own rule stays as a net, far behind ours.
	checkpointPragma = "wal_autocheckpoint(100000)"
	logSizePragma    = "journal_size_limit(200000000)"
)

func newCheckpointer(ctx context.Context, w *sqliteWriter) (*checkpointer, error) {
	conn, err := w.db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	c := &checkpointer{conn: conn, wake: make(chan struct{}, 1), done: make(chan struct{})}
	go c.run(w)
	return c, nil
}

func (c *checkpointer) run(w *sqliteWriter) {
	defer close(c.done)
	for range c.wake {
		for range 5 { // what the writer added meanwhile becomes less each time
			left, err := c.checkpoint()
			if err != nil {
				w.s.log.Error("checkpointing the write-ahead log", "error", err)
				break
			}
			if left < lastFrames {
				break
			}
		}
		c.finish.Store(true)
	}
}

func (c *checkpointer) checkpoint() (left int, err error) {
	var busy, log, moved int
	err = c.conn.QueryRowContext(context.Background(), "PRAGMA wal_checkpoint(PASSIVE)").Scan(&busy, &log, &moved)
	return log - moved, err
}

// after is called by the writer between two batches.
func (c *checkpointer) after(w *sqliteWriter, rows int) {
	c.rows += rows
	if c.finish.CompareAndSwap(true, false) {
		if _, err := w.stmts.find("PRAGMA wal_checkpoint(PASSIVE)", nil); err != nil {
			w.s.log.Error("checkpointing the write-ahead log", "error", err)
		}
	}
	if c.rows >= checkpointRows {
		select {
		case c.wake <- struct{}{}:
			c.rows = 0
		default: // one is under way
		}
	}
}

func (c *checkpointer) close() error {
	close(c.wake)
	<-c.done
	_, err := c.checkpoint()
	return errors.Join(err, c.conn.Close())
}
