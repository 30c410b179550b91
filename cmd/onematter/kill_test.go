package main

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// kills is how often the server dies.
const kills = 200

// The power of an acknowledgement: whatever the moment of a kill -9, what was
// acknowledged is there once, and what was not can be asked for again with the
// same key and is there once as well.
func TestTwoHundredKillsLoseNothingAndDoubleNothing(t *testing.T) {
	t.Parallel()
	home := newPlace(t)
	settle(t, home)
	s := home.serve(t)
	k := newKilling(t, s.people(), 1)
	begin := time.Now()
	for range kills {
		k.people = k.people.at(s)
		k.askAgain()
		k.work(s)
		if t.Failed() {
			return
		}
		s = home.serve(t)
	}
	k.people = k.people.at(s)
	k.askAgain()
	k.judge()
	s.stop()
	sound(t, filepath.Join(home.dir, "onematter.db"))
	t.Logf("%d kills in %s: %d filings and %d actions acknowledged; %d requests in flight when the server died (in %d kills), %d of those filings were on disk; %d keys sent again",
		kills, time.Since(begin).Round(time.Second), len(k.filed), len(k.done), k.inFlight, k.hits, k.onDisk, k.replayed)
	if k.hits < kills/2 || k.replayed < kills || k.onDisk == 0 || len(k.done) < kills || len(k.filed) < 10*kills {
		t.Error("the kills hardly hit anything: this run proves nothing")
	}
}

// deed is an action a clerk asks for; its key is its note too, by which the
// log shows how often it was done.
type deed struct {
	by            *caller
	key, on, what string
	revision      int64
}

// killing remembers what was promised.
type killing struct {
	t      *testing.T
	people people
	chance *rand.Rand

	waiting  atomic.Int32 // filings asked for and not answered now …
	answered atomic.Int32 // … and those that were

	mu        sync.Mutex
	serial    int
	filed     map[string]receipt // acknowledged, by key …
	filedKeys []string           // … and the keys in order
	openFiled []string           // asked for, without an answer
	done      map[string]deed
	doneKeys  []string
	openDeeds []deed
	refused   map[string]bool // keys of actions that came too late

	died                             time.Time
	inFlight, hits, onDisk, replayed int
}

func newKilling(t *testing.T, p people, seed uint64) *killing {
	return &killing{t: t, people: p, filed: map[string]receipt{}, done: map[string]deed{}, refused: map[string]bool{}, chance: rand.New(rand.NewPCG(seed, 0))}
}

func (k *killing) key(of string) string {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.serial++
	return fmt.Sprintf("%s-%08d", of, k.serial)
}

// work lets everybody work until the server dies at a moment of chance.
func (k *killing) work(s *server) {
	var wg sync.WaitGroup
	before := k.inFlight
	for range 8 {
		wg.Go(func() {
			for k.file(k.key("filing")) {
			}
		})
	}
	for _, clerk := range []*caller{k.people.clerk, k.people.clerk2} {
		chance := rand.New(rand.NewPCG(k.chance.Uint64(), 0))
		wg.Go(func() {
			for k.tidy(clerk, chance) {
			}
		})
	}
	time.Sleep(time.Duration(30+k.chance.IntN(270)) * time.Millisecond) // the moment of chance
	k.strike(s)
	k.died = time.Now()
	wg.Wait()
	if k.inFlight > before {
		k.hits++
	}
}

// strike kills the server as it is at this moment, and never between requests:
// it stops, with all it has begun, until somebody waits for it.
func (k *killing) strike(s *server) {
	k.t.Helper()
	s.signal(syscall.SIGSTOP)
	still, answered := 0, k.answered.Load()
	until(k.t, patience, "somebody waits for the server", func() bool {
		if now := k.answered.Load(); now != answered || k.waiting.Load() == 0 {
			still, answered = 0, now // what was answered before still arrives
		}
		still++
		return still > 3
	})
	s.kill()
}

// file files once and reports whether the server is alive.
func (k *killing) file(key string) bool {
	k.waiting.Add(1)
	r, err := k.people.citizen.send("POST", dogCases, dog(key), "Idempotency-Key", key)
	k.waiting.Add(-1)
	k.answered.Add(1)
	k.mu.Lock()
	defer k.mu.Unlock()
	if err != nil {
		k.openFiled = append(k.openFiled, key)
		k.fell(err)
		return false
	}
	var got receipt
	if err := r.into(&got); err != nil || r.status != http.StatusCreated || got.Case == "" {
		k.t.Errorf("filing %s was answered with %d: %.300s", key, r.status, r.body)
		return false
	}
	k.filed[key], k.filedKeys = got, append(k.filedKeys, key)
	return true
}

func (k *killing) fell(err error) {
	if !neverSent(err) {
		k.inFlight++
	}
}

// tidy takes a page of the worklist and acts on it.
func (k *killing) tidy(clerk *caller, chance *rand.Rand) bool {
	r, err := clerk.send("GET", "/api/v1/worklist?limit=50", nil)
	if err != nil {
		return false
	}
	var page struct{ Items []caseHead }
	if err := r.into(&page); err != nil || r.status != http.StatusOK {
		k.t.Errorf("the worklist answered %d: %.300s", r.status, r.body)
		return false
	}
	chance.Shuffle(len(page.Items), func(i, j int) { page.Items[i], page.Items[j] = page.Items[j], page.Items[i] })
	for _, c := range page.Items {
		d := deed{by: clerk, key: k.key("deed"), on: c.ID, what: "accept", revision: c.Revision}
		if c.State == "decide" {
			if d.what = "deliver"; chance.IntN(3) == 0 {
				d.what = "return"
			}
		}
		if !k.act(d) {
			return false
		}
	}
	return true
}

// act does one thing to a case. Two clerks work on the same list: one may come
// too late.
func (k *killing) act(d deed) bool {
	r, err := d.send()
	k.mu.Lock()
	defer k.mu.Unlock()
	if err != nil {
		k.openDeeds = append(k.openDeeds, d)
		k.fell(err)
		return false
	}
	return k.settled(d, r)
}

func (d deed) send() (*reply, error) {
	return d.by.send("POST", "/api/v1/cases/"+d.on+"/actions", object{"event": d.what, "note": d.key},
		"If-Match", fmt.Sprintf(`"%d"`, d.revision), "Idempotency-Key", d.key)
}

func (k *killing) settled(d deed, r *reply) bool {
	switch r.status {
	case http.StatusOK:
		k.done[d.key], k.doneKeys = d, append(k.doneKeys, d.key)
	case http.StatusConflict:
		k.refused[d.key] = true
	default:
		k.t.Errorf("%s on case %s was answered with %d: %.300s", d.what, d.on, r.status, r.body)
		return false
	}
	return true
}

// askAgain sends every key that had no answer, and some of those that had.
func (k *killing) askAgain() {
	k.t.Helper()
	open, deeds := k.openFiled, k.openDeeds
	k.openFiled, k.openDeeds = nil, nil
	for _, key := range open {
		k.replayed++
		if !k.file(key) {
			k.t.Fatalf("filing %s cannot be sent again", key)
		}
		if k.filed[key].Submitted.Before(k.died) {
			k.onDisk++
		}
	}
	for _, d := range deeds {
		k.replayed++
		d.by = &caller{base: k.people.citizen.base, token: d.by.token, http: d.by.http}
		r, err := d.send()
		if err != nil {
			k.t.Fatalf("%s on case %s cannot be sent again: %v", d.what, d.on, err)
		}
		k.settled(d, r)
	}
	for range min(10, len(k.filedKeys)) {
		k.replayed++
		key := k.filedKeys[k.chance.IntN(len(k.filedKeys))]
		var again receipt
		r := k.people.citizen.ask(k.t, http.StatusCreated, "POST", dogCases, dog(key), "Idempotency-Key", key)
		if err := r.into(&again); err != nil || again != k.filed[key] {
			k.t.Errorf("the receipt of %s was %v and is %v, %v", key, k.filed[key], again, err)
		}
	}
	for range min(3, len(k.doneKeys)) {
		k.replayed++
		d := k.done[k.doneKeys[k.chance.IntN(len(k.doneKeys))]]
		d.by = &caller{base: k.people.citizen.base, token: d.by.token, http: d.by.http}
		if r, err := d.send(); err != nil || r.status != http.StatusOK {
			k.t.Errorf("%s on case %s was acknowledged; sent again: %+v, %v", d.what, d.on, r, err)
		}
	}
}

// judge compares what was promised with what is there.
func (k *killing) judge() {
	t := k.t
	t.Helper()
	type life struct {
		submitted, started, moved, issued, ended int
		state                                    string
	}
	lives, events, notes := map[string]*life{}, map[string]bool{}, map[string]int{}
	for _, e := range history(t, k.people.admin) {
		if events[e.ID] {
			t.Errorf("event %s is in the log twice", e.ID)
		}
		events[e.ID] = true
		l := lives[e.Case]
		if l == nil {
			l = &life{}
			lives[e.Case] = l
		}
		switch e.Type {
		case "case.submitted":
			l.submitted++
		case "case.started":
			l.started++
			l.state = e.Data.To
		case "case.moved":
			if l.moved++; e.Data.From != l.state {
				t.Errorf("case %s left %s, it was in %s", e.Case, e.Data.From, l.state)
			}
			l.state = e.Data.To
			notes[e.Data.Note]++
			if d := k.done[e.Data.Note]; d.on != e.Case || d.what != e.Data.Action {
				t.Errorf("the log has %s on case %s under the key of %+v", e.Data.Action, e.Case, d)
			}
		case "result.issued":
			l.issued++
		case "case.ended":
			l.ended++
		}
	}
	for key := range k.done {
		if notes[key] != 1 {
			t.Errorf("action %s was acknowledged and is in the log %d times", key, notes[key])
		}
	}
	for key := range k.refused {
		if notes[key] != 0 {
			t.Errorf("action %s was refused and is in the log %d times", key, notes[key])
		}
	}
	if len(notes) != len(k.done) {
		t.Errorf("%d actions in the log, %d acknowledged", len(notes), len(k.done))
	}

	cases := map[string]caseHead{}
	for _, c := range allCases(t, k.people.admin) {
		cases[c.ID] = c
		l := lives[c.ID]
		if l == nil {
			t.Errorf("case %s is not in the log", c.ID)
			continue
		}
		over := 0
		if c.State == "done" {
			over = 1
		}
		if l.submitted != 1 || l.started != 1 || l.issued != over || l.ended != over || l.state != c.State || c.Revision != int64(1+l.moved) || (c.Status == "ended") != (over == 1) {
			t.Errorf("case %+v and its events disagree: %+v", c, *l)
		}
	}
	byCase, numbers := map[string]string{}, map[string]bool{}
	for key, r := range k.filed {
		if other := byCase[r.Case]; other != "" {
			t.Errorf("keys %s and %s got the same case", key, other)
		}
		byCase[r.Case] = key
		numbers[r.Number] = true
		if c, ok := cases[r.Case]; !ok || c.Number != r.Number {
			t.Errorf("filing %s was acknowledged with %v and is %v", key, r, c)
		}
	}
	if len(cases) != len(k.filed) || len(lives) != len(cases) || len(numbers) != len(cases) {
		t.Errorf("%d keys, %d cases, %d numbers, %d cases in the log", len(k.filed), len(cases), len(numbers), len(lives))
	}
}

// sound lets SQLite itself look at every page of a database.
func sound(t *testing.T, path string) {
	t.Helper()
	db, err := sql.Open(liteDriver, "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var verdict string
	if err := db.QueryRow("PRAGMA integrity_check").Scan(&verdict); err != nil || verdict != "ok" {
		t.Errorf("the database is damaged: %s, %v", verdict, err)
	}
}
