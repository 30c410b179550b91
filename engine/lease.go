package engine

import (
	"context"
	"log/slog"
	"time"
)

// giveBack ends leases when a server stops in order, so that the next one, or
// this one started anew, goes on at once and does not wait for them to run out.
// A lease that another server holds meanwhile stays with it.
func giveBack(ctx context.Context, s Store, log *slog.Logger, holder string, names ...string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 2*time.Second)
	defer cancel()
	for _, name := range names {
		if _, err := s.Lease(ctx, name, holder, 0); err != nil {
			log.WarnContext(ctx, "giving a lease back", "name", name, "error", err)
			return
		}
	}
}
