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
