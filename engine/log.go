package engine

import (
	"context"
	"fmt"
)

// Log reads on in the event log behind a position, to administrators.
func (e *Engine) Log(ctx context.Context, a Actor, after Position, limit int) ([]Event, error) {
	if !a.Has(RoleAdministrator) {
		return nil, ErrNotFound
	}
	list, err := e.o.Store.EventsAfter(ctx, after, limit)
	if err != nil {
		return nil, fmt.Errorf("reading the log: %w", err)
	}
	return list, nil
}

// Settle waits until everything that the engine read so far is on disk. Whatever
// shows a person or a program something that was not written by the same call
// settles first.
func (e *Engine) Settle(ctx context.Context) error { return e.o.Store.Settle(ctx) }
