package store_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/store"
	"github.com/onematter/onematter/internal/testpg"
)

func TestAReaderOfTheLogMissesNothingWhileServersWrite(t *testing.T) {
	twoServers(t, func(t *testing.T, servers [2]*store.Store) {
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Minute)
		defer cancel()
		const writers, each = 16, 20
		var left atomic.Int32
		left.Store(writers)
		var wg sync.WaitGroup
		for w := range writers {
			wg.Go(func() {
				defer left.Add(-1)
				for i := range each {
					if err := servers[w%2].Commit(ctx, submission("owner", fmt.Sprintf("%d/%d", w, i))); err != nil {
						t.Error(err)
					}
				}
			})
		}
		seen := map[string]int{}
		var at engine.Position
		for len(seen) < writers*each*2 {
			list, err := servers[0].EventsAfter(ctx, at, 7)
			must(t, err)
			for _, e := range list {
				if e.Position.Tx < at.Tx || e.Position.Tx == at.Tx && e.Position.Seq <= at.Seq {
					t.Fatalf("position %v after %v", e.Position, at)
				}
				at = e.Position
				seen[e.ID]++
			}
			if len(list) == 0 && left.Load() == 0 && ctx.Err() != nil {
				t.Fatalf("only %d events of %d", len(seen), writers*each*2)
			}
		}
		wg.Wait()
		for id, n := range seen {
			if n != 1 {
				t.Errorf("event %s came %d times", id, n)
			}
		}
		same(t, "the whole log at once", len(log(t, servers[1], writers*each*2)), writers*each*2)
		same(t, "its end", got[engine.Position](t)(servers[1].LogEnd(ctx)), at)
	})
}

// A transaction that drew its place early and commits late must not be
// skipped: what came after it waits.
func TestALateTransactionIsNotSkippedOnPostgreSQL(t *testing.T) {
	t.Parallel()
	url := testpg.Start(t)
	s := mustOpen(t, store.Options{URL: url})
	ctx := t.Context()
	conn, err := pgx.Connect(ctx, url)
	must(t, err)
	defer conn.Close(context.Background())
	late, err := conn.Begin(ctx)
	must(t, err)
	_, err = late.Exec(ctx, "INSERT INTO events (id, type, at, case_id, root, actor, role, data) VALUES ('late', 't', 1, 'c', 'c', '', '', '{}')")
	must(t, err)
	early := submission("owner", "k")
	must(t, s.Commit(ctx, early))
	same(t, "it is committed …", len(got[[]engine.Event](t)(s.Events(ctx, []string{early.Events[0].ID}))), 1)
	same(t, "… and held back", len(got[[]engine.Event](t)(s.EventsAfter(ctx, engine.Position{}, 10))), 0)
	same(t, "nor is it the end of the log", got[engine.Position](t)(s.LogEnd(ctx)), engine.Position{})
	must(t, late.Commit(ctx))
	var order []string
	for _, e := range log(t, s, 3) {
		order = append(order, e.ID)
	}
	same(t, "order", order, []string{"late", early.Events[0].ID, early.Events[1].ID})

	// One that rolls back only holds up.
	late, err = conn.Begin(ctx)
	must(t, err)
	_, err = late.Exec(ctx, "INSERT INTO events (id, type, at, case_id, root, actor, role, data) VALUES ('never', 't', 1, 'c', 'c', '', '', '{}')")
	must(t, err)
	must(t, s.Commit(ctx, submission("owner", "l")))
	same(t, "held back", len(got[[]engine.Event](t)(s.EventsAfter(ctx, engine.Position{}, 10))), 3)
	must(t, late.Rollback(ctx))
	same(t, "all", len(log(t, s, 5)), 5)
}

func TestEventsKeepTheOrderOfTheirChange(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		var want, gotIDs []string
		for c := range 5 {
			change := &engine.Change{InsertCases: []engine.Case{{ID: fmt.Sprint("c", c), Number: fmt.Sprint(c), Root: "c0"}}}
			for i := range 40 {
				id := fmt.Sprintf("%d-%d", c, 99-i)
				want = append(want, id)
				change.Events = append(change.Events, engine.Event{ID: id, Case: fmt.Sprint("c", c), Root: "c0", At: at(-i)})
			}
			must(t, s.Commit(ctx, change))
		}
		for _, e := range log(t, s, len(want)) {
			gotIDs = append(gotIDs, e.ID)
		}
		same(t, "log", gotIDs, want)
		of := func(list []engine.Event, err error) (out []string) {
			must(t, err)
			for _, e := range list {
				out = append(out, e.ID)
			}
			return out
		}
		same(t, "of root", of(s.EventsOfRoot(ctx, "c0")), want)
		same(t, "of child", of(s.EventsOfCase(ctx, "c2")), want[80:120])
		same(t, "limit", of(s.EventsAfter(ctx, engine.Position{}, 3)), want[:3])
	})
}

func TestReadersKeepTheirPlace(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		cursor := func(r string) engine.Position { return got[engine.Position](t)(s.Cursor(ctx, r)) }
		same(t, "new", cursor("a"), engine.Position{})
		must(t, s.SaveCursor(ctx, "a", engine.Position{Tx: 1 << 63, Seq: 1<<63 - 1}))
		must(t, s.SaveCursor(ctx, "b", engine.Position{Tx: 3, Seq: 4}))
		same(t, "a", cursor("a"), engine.Position{Tx: 1 << 63, Seq: 1<<63 - 1})
		must(t, s.SaveCursor(ctx, "a", engine.Position{Seq: 1})) // set back, to replay
		same(t, "a", cursor("a"), engine.Position{Seq: 1})
		same(t, "b", cursor("b"), engine.Position{Tx: 3, Seq: 4})
	})
}

func TestALeaseHasOneHolderUntilItExpires(t *testing.T) {
	t.Parallel()
	onBothURLs(t, func(t *testing.T, url string) {
		now := day
		s := mustOpen(t, store.Options{URL: url, Clock: clock(&now)})
		ctx := t.Context()
		lease := func(holder string) bool { return got[bool](t)(s.Lease(ctx, "sweep", holder, time.Minute)) }
		same(t, "a takes", lease("a"), true)
		same(t, "b waits", lease("b"), false)
		now = now.Add(59 * time.Second)
		same(t, "b still waits", lease("b"), false)
		same(t, "a prolongs", lease("a"), true)
		now = now.Add(59 * time.Second)
		same(t, "b waits again", lease("b"), false)
		now = now.Add(time.Second)
		same(t, "b takes over", lease("b"), true)
		same(t, "a is out", lease("a"), false)
		same(t, "another name", got[bool](t)(s.Lease(ctx, "webhooks", "a", time.Minute)), true)
		same(t, "given back", got[bool](t)(s.Lease(ctx, "sweep", "b", 0)), true)
		same(t, "a takes it at once", lease("a"), true)
	})
}

func TestOfManyWhoWantALeaseOneGetsIt(t *testing.T) {
	twoServers(t, func(t *testing.T, servers [2]*store.Store) {
		var wg sync.WaitGroup
		held := make([]bool, 32)
		for i := range held {
			wg.Go(func() {
				ok, err := servers[i%2].Lease(t.Context(), "sweep", fmt.Sprint("holder", i), time.Hour)
				if err != nil {
					t.Error(err)
				}
				held[i] = ok
			})
		}
		wg.Wait()
		i := slices.Index(held, true)
		if i < 0 || slices.Contains(held[i+1:], true) {
			t.Errorf("holders: %v", held)
		}
	})
}

func TestTimeIsTheDatabasesInMicroseconds(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		before := time.Now().Add(-time.Second)
		now := got[time.Time](t)(s.Now(t.Context()))
		if now.Before(before) || now.After(time.Now().Add(time.Second)) || now.Location() != time.UTC || now.Nanosecond()%1000 != 0 {
			t.Errorf("now is %v", now)
		}
	})
}
