package main

import (
	"fmt"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/onematter/onematter/internal/testch"
)

func TestAStoppedClickHouseLosesNothing(t *testing.T) {
	t.Parallel()
	ch := testch.StartServer(t)
	home := newPlace(t, "CLICKHOUSE_URL="+ch.URL())
	settle(t, home)
	s := home.serve(t)
	who := s.people()
	file := func(from, to int) {
		t.Helper()
		for n := from; n < to; n++ {
			who.citizen.ask(t, http.StatusCreated, "POST", dogCases, dog("阿黄"), "Idempotency-Key", fmt.Sprintf("filing-%04d", n))
		}
	}
	counts := func(want int) {
		t.Helper()
		until(t, patience, fmt.Sprintf("the dashboard counts %d", want), func() bool { n, ok := s.counted(who.admin); return ok && n == want })
	}
	file(0, 20)
	counts(20)

	ch.Stop()
	file(20, 60)
	who.admin.ask(t, http.StatusServiceUnavailable, "GET", "/api/v1/dashboard", nil)
	(&caller{base: s.base, http: newClient()}).ask(t, http.StatusOK, "GET", "/readyz", nil)
	file(60, 80)

	ch.Start(t)
	counts(80)
	file(80, 90)
	counts(90)

	// A server that starts while ClickHouse is down serves all the same.
	s.stop()
	ch.Stop()
	s = home.serve(t)
	who = who.at(s)
	file(90, 100)
	ch.Start(t)
	counts(100)
	s.stop()
}

// counted is how many cases the dashboard says were submitted; not ok while it
// does not answer.
func (s *server) counted(manager *caller) (int, bool) {
	s.t.Helper()
	r, err := manager.send("GET", "/api/v1/dashboard", nil)
	if err != nil {
		s.t.Fatalf("the dashboard: %v", err)
	}
	if r.status == http.StatusServiceUnavailable {
		return 0, false
	}
	var d struct{ Totals struct{ Submitted int } }
	if err := r.into(&d); err != nil || r.status != http.StatusOK {
		s.t.Fatalf("the dashboard answered %d, %v: %.500s", r.status, err, r.body)
	}
	return d.Totals.Submitted, true
}

// fileUntil files cases without a pause until do is over; each must succeed.
func (s *server) fileUntil(citizen *caller, do func()) int {
	s.t.Helper()
	var (
		wg    sync.WaitGroup
		over  atomic.Bool
		filed atomic.Int64
	)
	for range 4 {
		wg.Go(func() {
			for !over.Load() {
				key := fmt.Sprintf("filing-%06d", filed.Add(1))
				r, err := citizen.send("POST", dogCases, dog("阿黄"), "Idempotency-Key", key)
				if err != nil || r.status != http.StatusCreated {
					s.t.Errorf("%s was answered with %+v, %v", key, r, err)
					return
				}
			}
		})
	}
	defer wg.Wait()
	defer over.Store(true) // also when do gives up
	do()
	over.Store(true)
	wg.Wait()
	return int(filed.Load())
}
