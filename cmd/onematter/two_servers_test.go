package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/onematter/onematter/internal/testpg"
)

// pair is two servers on one PostgreSQL and one folder of files, each with a
// data folder of its own.
type pair struct {
	database string
	one, two *place
}

func newPair(t *testing.T) pair {
	t.Helper()
	p := pair{database: testpg.Start(t)}
	settings := []string{"DATABASE_URL=" + p.database, "FILES=" + t.TempDir(), "WEBHOOK_PRIVATE=true"}
	p.one, p.two = newPlace(t, settings...), newPlace(t, settings...)
	return p
}

func TestTwoServersAreOneToWhoeverUsesThem(t *testing.T) {
	t.Parallel()
	p := newPair(t)
	settle(t, p.one)
	one, two := p.one.serve(t), p.two.serve(t)

	// Who signed in at one is signed in at the other, until they sign out.
	ming := one.signIn("citizen")
	if me := get[struct{ Name string }](t, ming.at(two), "/api/v1/me"); me.Name != "citizen" {
		t.Errorf("at the other server I am %+v", me)
	}
	who := one.people()

	// A file handed in at one is there at the other.
	d := one.restaurant(ming)
	file := upload(t, ming, d.upload, picture(t))
	if got := ming.at(two).ask(t, http.StatusOK, "GET", "/api/v1/files/"+file+"/content", nil); len(got.body) != len(picture(t)) {
		t.Errorf("%d bytes at the other server, %d handed in", len(got.body), len(picture(t)))
	}

	// The same key at both at once is one case.
	const keys = 100
	var (
		wg    sync.WaitGroup
		given [2][keys]receipt
	)
	for i, s := range []*server{one, two} {
		citizen := who.citizen.at(s)
		for part := range 2 {
			wg.Go(func() {
				for n := part; n < keys; n += 2 {
					key := fmt.Sprintf("shared-%04d", n)
					r, err := citizen.send("POST", dogCases, dog(key), "Idempotency-Key", key)
					if err != nil || r.status != http.StatusCreated || r.into(&given[i][n]) != nil {
						t.Errorf("%s at server %d was answered with %+v, %v", key, i, r, err)
						return
					}
				}
			})
		}
	}
	wg.Wait()
	if given[0] != given[1] {
		t.Error("a key has two receipts")
	}
	if n := len(allCases(t, who.admin)); n != keys {
		t.Errorf("%d cases of %d keys", n, keys)
	}

	// What a clerk does at one, the clerks at the other see; only one of two who
	// act on the same is heard.
	clerk, other := who.clerk, who.clerk2.at(two)
	for n, r := range given[0][:20] {
		at := "/api/v1/cases/" + r.Case
		clerk.ask(t, http.StatusOK, "POST", at+"/actions", object{"event": "accept"}, "If-Match", `"1"`, "Idempotency-Key", fmt.Sprintf("accept-%04d", n))
		if c := get[caseHead](t, other, at); c.State != "decide" || c.Revision != 2 {
			t.Errorf("at the other server the case is %+v", c)
		}
		var statuses [2]int
		for i, c := range []*caller{clerk, other} {
			wg.Go(func() {
				r, err := c.send("POST", at+"/actions", object{"event": []string{"deliver", "return"}[i]}, "If-Match", `"2"`, "Idempotency-Key", fmt.Sprintf("both-%d-%04d", i, n))
				if err != nil {
					t.Errorf("acting at server %d: %v", i, err)
					return
				}
				statuses[i] = r.status
			})
		}
		wg.Wait()
		if statuses != [2]int{200, 409} && statuses != [2]int{409, 200} {
			t.Errorf("two who act at once are answered %v", statuses)
		}
	}

	// Signed out at one is signed out at the other, within the two seconds that
	// a server may remember who somebody is.
	two.signedOut(ming)
	one.stop()
	two.stop()
}

func (s *server) signedOut(c *caller) {
	s.t.Helper()
	c.ask(s.t, http.StatusNoContent, "DELETE", "/api/v1/session", nil)
	c.http.Jar = nil // the cookie is gone from the browser
	until(s.t, patience, "the session ends here too", func() bool {
		r, err := c.at(s).send("GET", "/api/v1/me", nil)
		return err == nil && r.status == http.StatusUnauthorized
	})
}

// wholeCluster is for tests that leave a transaction open or wait for the log:
// a transaction in any database of a cluster holds back the logs of all.
var wholeCluster sync.Mutex

// Both work, one dies without a word: the other answers for it, and takes over
// the webhooks and the sweep.
func TestWhenOneOfTwoServersDiesTheOtherTakesOver(t *testing.T) {
	t.Parallel()
	wholeCluster.Lock()
	defer wholeCluster.Unlock()
	var (
		mu    sync.Mutex
		heard = map[string]int{} // events, by id
		dead  atomic.Bool        // the first server is
	)
	receiver := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var m struct {
			Type string
			Data struct{ ID, Case string }
		}
		if err := json.NewDecoder(r.Body).Decode(&m); err != nil || m.Data.ID == "" || m.Data.ID != r.Header.Get("Webhook-Id") {
			t.Errorf("a delivery is %+v, %v", m, err)
		}
		mu.Lock()
		defer mu.Unlock()
		heard[m.Data.ID]++
	}))
	t.Cleanup(receiver.Close)

	p := newPair(t)
	settle(t, p.one)
	one := p.one.serve(t)
	// Of the sweep and of the reader of the log; each webhook has its own.
	until(t, patience, "the first server takes the leases", func() bool { return len(p.leases(t)) == 2 })
	first := p.leases(t)
	two := p.two.serve(t)
	who := one.people()
	who.admin.ask(t, http.StatusCreated, "POST", "/api/v1/webhooks", object{"url": receiver.URL})

	// Work at both; the one with the leases is killed in the middle of it.
	k := [2]*killing{newKilling(t, who.at(one), 7), newKilling(t, who.at(two), 8)}
	stop := make(chan struct{})
	var wg sync.WaitGroup
	// A log that stands still for a while, because of a transaction anywhere on
	// the database server, must not make this a test of how fast a machine tells
	// of ten thousand filings.
	ahead := func(events int) bool {
		mu.Lock()
		defer mu.Unlock()
		return !dead.Load() && 2*(k[0].filings()+k[1].filings())-len(heard) > events
	}
	for range 4 {
		wg.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				if ahead(2000) {
					time.Sleep(20 * time.Millisecond)
					continue
				}
				k[1].file(k[1].key("two"))
			}
		})
		wg.Go(func() {
			for alive := true; alive; {
				if ahead(2000) {
					time.Sleep(20 * time.Millisecond)
					continue
				}
				alive = k[0].file(k[0].key("one"))
			}
		})
	}
	until(t, patience, "both have worked and somebody was told", func() bool {
		mu.Lock()
		told := len(heard)
		mu.Unlock()
		return k[0].filings() >= 100 && k[1].filings() >= 100 && told > 0
	})
	k[0].strike(one)
	dead.Store(true)
	died := time.Now()
	before := k[1].filings()
	until(t, patience, "the other goes on", func() bool { return k[1].filings() >= before+100 })
	close(stop)
	wg.Wait()

	// What the dead server did not answer, the other does; what it answered, the
	// other knows.
	k[0].people = who.at(two)
	k[0].died = died
	k[0].askAgain()
	// What the dead server left open holds the log back until the database has
	// cleared it away.
	keys := k[0].filings() + k[1].filings()
	var (
		events    []logged
		submitted map[string]int
	)
	until(t, patience, "the log is complete", func() bool {
		events, submitted = history(t, who.admin.at(two)), map[string]int{}
		for _, e := range events {
			if e.Type == "case.submitted" {
				submitted[e.Case]++
			}
		}
		return len(submitted) >= keys
	})
	whole := time.Since(died)
	for _, k := range k {
		for key, r := range k.filed {
			if submitted[r.Case] != 1 {
				t.Errorf("filing %s is in the log %d times", key, submitted[r.Case])
			}
		}
	}
	if keys != len(submitted) {
		t.Errorf("%d keys, %d cases", keys, len(submitted))
	}

	// The rest is taken over, and everybody who subscribed hears of everything.
	until(t, patience, "the other holds every lease", func() bool {
		now := p.leases(t)
		for name, holder := range first {
			if now[name] == holder || now[name] == "" {
				return false
			}
		}
		return true
	})
	took := time.Since(died)
	// As long as it is telling, it has time. On a busy machine an attempt may
	// time out, again and again: the fourth comes at most 144 s after the third.
	untold := func() (ids []string) {
		mu.Lock()
		defer mu.Unlock()
		for _, e := range events {
			if heard[e.ID] == 0 {
				ids = append(ids, e.ID)
			}
		}
		return ids
	}
	for left, since := len(events)+1, time.Now(); ; time.Sleep(20 * time.Millisecond) {
		now := untold()
		if len(now) == 0 {
			break
		}
		if len(now) < left {
			left, since = len(now), time.Now()
		}
		if time.Since(since) > patience {
			t.Fatalf("%d of %d events are told to nobody, and nobody hears of more:\n%s", left, len(events), p.owed(t, now[0]))
		}
	}
	told := time.Since(died)
	mu.Lock()
	defer mu.Unlock()
	twice := 0
	for _, n := range heard {
		if n > 1 {
			twice++
		}
	}
	t.Logf("%d filings, %d requests in flight at the dead server; the log whole after %s, every lease taken over after %s, %d events told after %s, %d of them twice",
		len(submitted), k[0].inFlight, whole.Round(time.Millisecond), took.Round(time.Second), len(events), told.Round(time.Second), twice)
	if k[0].inFlight == 0 {
		t.Error("the kill hit nothing: this run proves nothing")
	}
	two.stop()
}

// A server that freezes is worse than one that dies: its connections stay. The
// database must get rid of what it left open, or the log stands still for all.
func TestAServerThatFreezesDoesNotHoldTheOtherUp(t *testing.T) {
	t.Parallel()
	wholeCluster.Lock()
	defer wholeCluster.Unlock()
	p := newPair(t)
	settle(t, p.one)
	one, two := p.one.serve(t), p.two.serve(t)
	who := one.people()
	for n := range 100 {
		who.citizen.ask(t, http.StatusCreated, "POST", dogCases, dog("阿黄"), "Idempotency-Key", fmt.Sprintf("before-%04d", n))
	}
	k := newKilling(t, who, 9)
	var wg sync.WaitGroup
	for _, clerk := range []*caller{who.clerk, who.clerk2} {
		chance := rand.New(rand.NewPCG(k.chance.Uint64(), 0))
		wg.Go(func() {
			for k.tidy(clerk, chance) {
			}
		})
	}
	until(t, patience, "it freezes in the middle of a transaction", func() bool {
		one.signal(syscall.SIGSTOP)
		settled, open := 0, 0
		until(t, patience, "the database has answered all it was asked", func() bool {
			now := p.sessions(t, "idle in transaction")
			if now != open || p.sessions(t, "active") > 0 {
				settled = 0
			}
			open = now
			settled++
			return settled > 3
		})
		if open == 0 {
			one.signal(syscall.SIGCONT)
		}
		return open > 0
	})
	frozen := time.Now()

	admin := who.admin.at(two)
	for n := range 20 {
		who.citizen.at(two).ask(t, http.StatusCreated, "POST", dogCases, dog("小黑"), "Idempotency-Key", fmt.Sprintf("after-%04d", n))
	}
	submitted := func() int {
		n := 0
		for _, e := range history(t, admin) {
			if e.Type == "case.submitted" {
				n++
			}
		}
		return n
	}
	if n := submitted(); n >= 120 {
		t.Errorf("the log has %d filings at once: nothing was held up, this run proves nothing", n)
	}
	until(t, patience, "the log goes on", func() bool { return submitted() == 120 })
	t.Logf("the log went on %s after a server froze in a transaction", time.Since(frozen).Round(time.Second))
	one.kill()
	wg.Wait()
	two.stop()
}

// sessions counts the servers' connections in a state.
func (p pair) sessions(t *testing.T, state string) int {
	t.Helper()
	c, err := pgx.Connect(t.Context(), p.database)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close(t.Context())
	n := 0
	if err := c.QueryRow(t.Context(), "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_xid IS NOT NULL AND state = $1", state).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func (k *killing) filings() int {
	k.mu.Lock()
	defer k.mu.Unlock()
	return len(k.filed)
}

// leases says who holds what in the servers' database.
func (p pair) leases(t *testing.T) map[string]string {
	t.Helper()
	c, err := pgx.Connect(t.Context(), p.database)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close(t.Context())
	rows, err := c.Query(t.Context(), "SELECT name, holder FROM leases")
	if err != nil {
		t.Fatal(err)
	}
	held := map[string]string{}
	var name, holder string
	if _, err := pgx.ForEachRow(rows, []any{&name, &holder}, func() error { held[name] = holder; return nil }); err != nil {
		t.Fatal(err)
	}
	return held
}

// owed says what the database knows of deliveries that are not done, and of
// that of one event.
func (p pair) owed(t *testing.T, event string) string {
	t.Helper()
	c, err := pgx.Connect(t.Context(), p.database)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close(t.Context())
	rows, err := c.Query(t.Context(), `SELECT format('%s deliveries after %s attempts, last answered %s %s, due in %s to %s s', count(*), attempts, status, error,
			min(next) / 1000000 - floor(extract(epoch FROM now())), max(next) / 1000000 - floor(extract(epoch FROM now())))
		FROM deliveries WHERE done = 0 GROUP BY attempts, status, error
		UNION ALL SELECT format('event %s has %s deliveries', $1::text, count(*)) FROM deliveries WHERE event = $1
		UNION ALL SELECT format('lease %s of %s ends in %s s', name, holder, expires / 1000000 - floor(extract(epoch FROM now()))) FROM leases`, event)
	if err != nil {
		t.Fatal(err)
	}
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(lines, "\n")
}
