package engine_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/testpg"
)

// hanging is a receiver that takes a request and does not answer it.
func hanging(t *testing.T) (url string, asked *atomic.Int64) {
	t.Helper()
	asked = &atomic.Int64{}
	over := make(chan struct{})
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		select {
		case <-over:
		case <-r.Context().Done():
		}
	}))
	t.Cleanup(func() { close(over); s.Close() })
	return s.URL, asked
}

// until waits for something that other goroutines bring about.
func until(t *testing.T, what string, done func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); !done(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("waited in vain for %s", what)
		}
	}
}

func (r *receiver) ids() []string {
	var list []string
	for _, m := range r.all() {
		list = append(list, m.header.Get("Webhook-Id"))
	}
	return list
}

// logged is the ids of the log in its order, when all events of so many filings
// are in it: on PostgreSQL they are shown once no older transaction is open, be
// it another database's.
func (w *world) logged(t *testing.T, filings int) (list []string) {
	t.Helper()
	until(t, "the log", func() bool {
		list = nil
		for _, ev := range got[[]engine.Event](t)(w.store.EventsAfter(context.Background(), engine.Position{}, 500)) {
			list = append(list, ev.ID)
		}
		return len(list) >= 3*filings // submitted, and two matters started
	})
	return list
}

func TestAReceiverThatHangsHoldsUpNobodyElse(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx, stop := context.WithCancel(context.Background())
		url, asked := hanging(t)
		for i := range 40 {
			got[engine.Webhook](t)(w.CreateWebhook(ctx, admin, fmt.Sprint(url, "/", i), nil, ""))
		}
		well := newReceiver(t)
		got[engine.Webhook](t)(w.CreateWebhook(ctx, admin, well.URL, nil, ""))
		for range 3 { // more waits for those that hang than for the other
			w.file(citizen("ming"))
		}
		var run sync.WaitGroup
		d := w.dispatcher(engine.DispatcherOptions{AllowPrivate: true, Poll: 5 * time.Millisecond})
		run.Go(func() {
			if err := d.Run(ctx); err != nil {
				t.Error(err)
			}
		})
		want := w.logged(t, 3)
		until(t, "the receiver that is well", func() bool { return len(well.all()) == len(want) })
		if ids := well.ids(); !slices.Equal(ids, want) {
			t.Errorf("it was sent %v, the log is %v", ids, want)
		}
		until(t, "all that hang", func() bool { return asked.Load() >= 40 })
		// And what happens while they hang reaches it at once.
		w.file(citizen("fang"))
		until(t, "what happened meanwhile", func() bool { return len(well.all()) == 12 })
		stop()
		run.Wait()
	})
}

func TestAReceiverGetsItsEventsInTheirOrder(t *testing.T) {
	onBoth(t, func(t *testing.T, w *world) {
		ctx := context.Background()
		rec := newReceiver(t)
		hook := got[engine.Webhook](t)(w.CreateWebhook(ctx, admin, rec.URL, nil, ""))
		w.file(citizen("ming"))
		w.logged(t, 1)
		d := w.dispatcher(engine.DispatcherOptions{AllowPrivate: true})
		rec.answer(http.StatusServiceUnavailable)
		w.pump(d)
		w.file(citizen("fang"))
		want := w.logged(t, 2)
		w.wait(time.Second)
		w.pump(d) // the later ones are due, the first is not
		if ids := rec.ids(); !slices.Equal(ids, want[:1]) {
			t.Fatalf("while the first is tried again, %v were sent", ids)
		}
		rec.answer(http.StatusNoContent)
		w.wait(time.Hour)
		w.pump(d)
		if ids := rec.ids(); !slices.Equal(ids, append(want[:1:1], want...)) {
			t.Errorf("sent %v, want the first twice and then %v", ids, want)
		}

		// One that is given up for good holds up nobody any more.
		rec.answer(http.StatusGone)
		w.file(citizen("lin"))
		all := w.logged(t, 3)
		w.pump(d)
		if n := len(rec.all()) - len(want) - 1; n != 3 {
			t.Errorf("%d of three were tried by a receiver that is gone", n)
		}
		// Sent again by hand, each goes by its place in the log.
		rec.answer(http.StatusNoContent)
		before := len(rec.all())
		got[int](t)(w.Replay(ctx, admin, hook.ID, engine.Position{}))
		w.pump(d)
		if ids := rec.ids()[before:]; !slices.Equal(ids, all) {
			t.Errorf("replayed %v, the log is %v", ids, all)
		}
	})
}

// Of two transactions at the same time the one that began first may write last:
// its events have the higher numbers and the earlier places in the log.
func TestAReceiverGetsItsEventsInTheOrderOfTheLogWhenTransactionsOverlap(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	url := testpg.Start(t)
	w := newWorldOn(t, url)
	rec := newReceiver(t)
	got[engine.Webhook](t)(w.CreateWebhook(ctx, admin, rec.URL, nil, ""))
	c := got[*pgx.Conn](t)(pgx.Connect(ctx, url))
	t.Cleanup(func() { must(t, c.Close(context.Background())) })
	first := got[pgx.Tx](t)(c.Begin(ctx))
	got[pgconn.CommandTag](t)(first.Exec(ctx, "SELECT pg_current_xact_id()"))
	w.file(citizen("ming"))
	got[pgconn.CommandTag](t)(first.Exec(ctx, `INSERT INTO events (id, type, at, case_id, root, actor, role, data)
		SELECT 'last', type, at, case_id, root, actor, role, data FROM events ORDER BY seq LIMIT 1`))
	must(t, first.Commit(ctx))
	var want []string
	until(t, "the log", func() bool { want = w.logged(t, 1); return len(want) >= 4 })
	if want[0] != "last" {
		t.Fatalf("the log is %v: the transactions did not overlap", want)
	}
	w.pump(w.dispatcher(engine.DispatcherOptions{AllowPrivate: true}))
	if ids := rec.ids(); !slices.Equal(ids, want) {
		t.Errorf("sent %v, the log is %v", ids, want)
	}
}

func TestServersShareTheWebhooksAndSendNothingTwice(t *testing.T) {
	t.Parallel()
	url := testpg.Start(t)
	worlds := []*world{newWorldOn(t, url), newWorldOn(t, url), newWorldOn(t, url)}
	w := worlds[0]
	ctx, stop := context.WithCancel(context.Background())
	hang, _ := hanging(t)
	got[engine.Webhook](t)(w.CreateWebhook(ctx, admin, hang, nil, ""))
	var well []*receiver
	for range 6 {
		rec := newReceiver(t)
		got[engine.Webhook](t)(w.CreateWebhook(ctx, admin, rec.URL, nil, ""))
		well = append(well, rec)
	}
	var run sync.WaitGroup
	for i, x := range worlds {
		d := x.dispatcher(engine.DispatcherOptions{Holder: fmt.Sprint("server ", i), AllowPrivate: true, Poll: 3 * time.Millisecond})
		run.Go(func() {
			if err := d.Run(ctx); err != nil {
				t.Error(err)
			}
		})
	}
	for i := range 6 {
		worlds[i%3].file(citizen("ming"))
	}
	want := w.logged(t, 6)
	for _, rec := range well {
		until(t, "a receiver", func() bool { return len(rec.all()) >= len(want) })
	}
	stop()
	run.Wait()
	for i, rec := range well {
		if ids := rec.ids(); !slices.Equal(ids, want) {
			t.Errorf("receiver %d was sent %d messages, in the order of the log: %v", i, len(ids), slices.IsSorted(ids))
		}
	}
}
