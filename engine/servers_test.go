package engine_test

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/testpg"
	"github.com/onematter/onematter/workflows"
)

func TestTwoServersOnPostgreSQLDecideOneFiling(t *testing.T) {
	t.Parallel()
	url := testpg.Start(t)
	one, two := newWorldOn(t, url), newWorldOn(t, url)
	servers := []*world{one, two}
	ctx := context.Background()
	me := citizen("ming")

	// The same draft submitted on both servers at once makes one filing.
	draft := one.complete(me).Draft.ID
	receipts := make(chan engine.Receipt, 8)
	for i := range cap(receipts) {
		go func() {
			r, err := servers[i%2].Submit(ctx, me, draft, "key")
			if err != nil {
				t.Error(err)
			}
			receipts <- r
		}()
	}
	r := <-receipts
	for range cap(receipts) - 1 {
		if again := <-receipts; again.Case != r.Case {
			t.Fatalf("%+v is not %+v", again, r)
		}
	}

	// Seven departments end at the same moment, on either server.
	one.issue(r, "M01")
	done := make(chan error, 14)
	n := 0
	for _, m := range []string{"M02", "M03", "M04", "M05", "M06", "M07", "M08"} {
		events := []string{"pass"}
		if m != "M04" && m != "M07" && m != "M08" {
			events = []string{"pass", "skip-inspection", "grant"}
		}
		c := one.carry(r, m, events...)
		for _, w := range servers {
			n++
			go func() {
				_, err := w.Apply(ctx, officer(m), c.ID, c.Revision, "", engine.Action{Event: "deliver"})
				if errors.Is(err, engine.ErrConflict) {
					err = nil // the other server was first
				}
				done <- err
			}()
		}
	}
	for range n {
		must(t, <-done)
	}
	root := two.kept(r.Case)
	if root.Status != engine.CaseEnded || root.Outcome != workflows.Issued {
		t.Errorf("the theme case is %s, %s", root.Status, root.Outcome)
	}
	ended := map[string]int{}
	for _, ev := range got[[]engine.Event](t)(two.store.EventsOfRoot(ctx, r.Case)) {
		if ev.Type == engine.EventEnded {
			ended[ev.Case]++
		}
	}
	for id, n := range ended {
		if n != 1 {
			t.Errorf("case %s ended %d times", id, n)
		}
	}
	if len(ended) != 9 {
		t.Errorf("%d cases ended", len(ended))
	}
}

func TestAServerThatStopsHandsItsWorkOnAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := context.Background()
	names := []string{"webhooks", "sweep"}
	for _, holder := range []string{"first", "second"} { // the clock stands still: no lease runs out
		running, stop := context.WithCancel(ctx)
		var wait sync.WaitGroup
		wait.Go(func() {
			if err := w.dispatcher(engine.DispatcherOptions{Holder: holder, Poll: time.Millisecond}).Run(running); err != nil {
				t.Error(err)
			}
		})
		wait.Go(func() { w.RunSweeps(running, holder) })
		for _, name := range names {
			for got[bool](t)(w.store.Lease(ctx, name, "somebody else", 0)) { // free: not taken yet
				runtime.Gosched()
			}
		}
		stop()
		wait.Wait()
	}
	for _, name := range names {
		if !got[bool](t)(w.store.Lease(ctx, name, "third", time.Minute)) {
			t.Errorf("%s was not given back", name)
		}
	}
}
