package main

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"
)

var serial atomic.Int64

// load keeps n cases on their way for d after a warm-up and gives the
// transitions acknowledged in d, a second.
func load(ctx context.Context, s side, n int, warm, d time.Duration) (float64, error) {
	var (
		acknowledged atomic.Int64
		wg           sync.WaitGroup
		mu           sync.Mutex
		failed       error
	)
	begin := time.Now().Add(warm)
	end := begin.Add(d)
	count := func(n int) {
		if now := time.Now(); !now.Before(begin) && now.Before(end) {
			acknowledged.Add(int64(n))
		}
	}
	for range n {
		wg.Go(func() {
			for time.Now().Before(end) {
				if err := s.run(ctx, serial.Add(1), count); err != nil {
					mu.Lock()
					failed = errors.Join(failed, err)
					mu.Unlock()
					return
				}
			}
		})
	}
	wg.Wait()
	return float64(acknowledged.Load()) / d.Seconds(), failed
}
