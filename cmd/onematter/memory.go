package main

import (
	"context"
	"net/http"
	"runtime/debug"
	"sync/atomic"
	"time"

	"github.com/onematter/onematter/internal/heap"
)

// resting is how long nobody asks for anything before memory is given back.
const resting = 3 * time.Second

// quietly gives memory back to the system when a busy time is over: the
// collector lets the heap grow beyond what is in use and leaves it there until
// the next busy time. While people ask it does nothing.
func quietly(ctx context.Context, next http.Handler) http.Handler {
	var asked atomic.Int64
	heap.Roomy()
	go func() {
		tick := time.NewTicker(resting)
		defer tick.Stop()
		var last, returned int64 = 0, -1 // what starting took goes back too
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			now := asked.Load()
			if now == last && now != returned {
				debug.FreeOSMemory()
				dropProgram()
				returned = now
			}
			last = now
		}
	}()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		next.ServeHTTP(w, r)
	})
}
