package main

import (
	"fmt"
	"sort"
	"sync"
	"sync/atomic"
	"time"

	"github.com/valyala/fasthttp"
)

// target is one side of the comparison.
type target struct {
	name   string
	url    string
	token  string
	bodies [][]byte
	key    bool // sends an Idempotency-Key
	status int  // of success
}

// outcome of one run.
type outcome struct {
	rate     float64 // acknowledged records a second
	p50, p99 time.Duration
	failed   int64
}

var serial atomic.Int64

// load keeps n connections busy for d after a warm-up.
func load(t target, n int, warm, d time.Duration) (outcome, error) {
	client := &fasthttp.Client{MaxConnsPerHost: n, NoDefaultUserAgentHeader: true, ReadTimeout: 30 * time.Second}
	defer client.CloseIdleConnections()
	var (
		failed, counting atomic.Int64
		firstBad         atomic.Value
		wg               sync.WaitGroup
		mu               sync.Mutex
		all              []time.Duration
	)
	stop := time.Now().Add(warm + d)
	time.AfterFunc(warm, func() { counting.Store(1) })
	for range n {
		wg.Go(func() {
			req, res := fasthttp.AcquireRequest(), fasthttp.AcquireResponse()
			req.SetRequestURI(t.url)
			req.Header.SetMethod("POST")
			req.Header.SetContentType("application/json")
			req.Header.Set("Authorization", "Bearer "+t.token)
			var times []time.Duration
			for time.Now().Before(stop) {
				i := serial.Add(1)
				req.SetBodyRaw(t.bodies[int(i)%len(t.bodies)])
				if t.key {
					req.Header.Set("Idempotency-Key", fmt.Sprintf("bench-%d-%d", stop.UnixNano(), i))
				}
				begin := time.Now()
				err := client.Do(req, res)
				spent := time.Since(begin)
				if err != nil || res.StatusCode() != t.status {
					failed.Add(1)
					firstBad.CompareAndSwap(nil, fmt.Sprintf("%s: status %d: %v: %.300s", t.name, res.StatusCode(), err, res.Body()))
					continue
				}
				if counting.Load() == 1 {
					times = append(times, spent)
				}
			}
			mu.Lock()
			all = append(all, times...)
			mu.Unlock()
		})
	}
	wg.Wait()
	if bad := firstBad.Load(); bad != nil {
		return outcome{}, fmt.Errorf("%d requests failed, first: %v", failed.Load(), bad)
	}
	sort.Slice(all, func(i, j int) bool { return all[i] < all[j] })
	if len(all) == 0 {
		return outcome{}, fmt.Errorf("%s: nothing was acknowledged", t.name)
	}
	return outcome{rate: float64(len(all)) / d.Seconds(), p50: all[len(all)/2], p99: all[len(all)*99/100]}, nil
}
