package demo

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/store"
)

func open(t *testing.T) Options {
	t.Helper()
	ctx := context.Background()
	dir := t.TempDir()
	st, err := store.Open(ctx, store.Options{URL: filepath.Join(dir, "demo.db")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	if err := st.Migrate(ctx); err != nil {
		t.Fatal(err)
	}
	blobs, err := store.OpenBlobs(filepath.Join(dir, "files"))
	if err != nil {
		t.Fatal(err)
	}
	packs, ps := catalog.Builtin()
	if err := ps.Err(); err != nil {
		t.Fatal(err)
	}
	c := catalog.New(st)
	for _, p := range packs {
		if _, ps, err := c.Publish(ctx, p, time.Now()); err != nil || ps.Failed() {
			t.Fatal(err, ps)
		}
	}
	return Options{Store: st, Blobs: blobs, Catalog: c, Themes: []string{"T01", "T02"}, Cases: 600, Seed: 7, End: time.Date(2026, 11, 20, 10, 0, 0, 0, time.UTC)}
}

func TestAYearIsBelievable(t *testing.T) {
	t.Parallel()
	o := open(t)
	ctx := context.Background()
	n, err := Run(ctx, o)
	if err != nil {
		t.Fatal(err)
	}
	if n < o.Cases {
		t.Fatalf("made %d cases, want at least %d", n, o.Cases)
	}
	seen := map[engine.EventType]int{}
	outcomes := map[string]int{}
	months := map[int]int{} // filings by months before the end of the year
	open, silent := 0, 0
	filings := map[string]int{}
	var at engine.Position
	for {
		events, err := o.Store.EventsAfter(ctx, at, 1000)
		if err != nil {
			t.Fatal(err)
		}
		if len(events) == 0 {
			break
		}
		for _, e := range events {
			seen[e.Type]++
			if e.Type == engine.EventExtended && (e.Data.Note == "" || e.Data.Extension == nil || e.Data.Extension.Basis.In("zh") == "") {
				t.Errorf("an extension without reason or law: %+v", e.Data)
			}
			if e.Type == engine.EventMoved && e.Data.Silence != nil {
				silent++
			}
			if e.Type == engine.EventEnded && e.Data.Matter != "" {
				outcomes[string(e.Data.Outcome)]++
				if e.Data.Outcome != "void" { // never started
					open--
				}
			}
			if e.Type == engine.EventStarted && e.Data.Matter != "" {
				open++
			}
			if e.Type == engine.EventSubmitted {
				filings[e.Data.Theme]++
				months[int(o.End.Sub(e.At).Hours()/24/30.5)]++
			}
			if e.At.After(o.End) {
				t.Fatalf("event %s at %s is after the end of the year", e.Type, e.At)
			}
			at = e.Position
		}
	}
	paused := checkLedgers(t, o)
	if paused == 0 {
		t.Error("no clock was ever paused in a year")
	}
	for m := range 12 {
		if months[m] == 0 {
			t.Errorf("nobody filed anything %d months before the end: %v", m, months)
		}
	}
	if open <= 0 {
		t.Errorf("nothing is in work at the end of the year: %v", open)
	}
	for _, want := range []engine.EventType{engine.EventSubmitted, engine.EventStarted, engine.EventMoved, engine.EventIssued, engine.EventEnded, engine.EventLight, engine.EventAsked, engine.EventAnswered, engine.EventSigned, engine.EventNotified, engine.EventExtended} {
		if seen[want] == 0 {
			t.Errorf("no %s in a year: %v", want, seen)
		}
	}
	// Extending is the exception, and told with its law (Administrative Licensing Law, article 42).
	if x := seen[engine.EventExtended]; x == 0 || x > o.Cases/20 {
		t.Errorf("%d of %d cases were extended", x, n)
	}
	if len(filings) != len(o.Themes) || filings["T01"] < 2*filings["T02"] {
		t.Errorf("filings by theme: %v", filings)
	}
	if silent == 0 {
		t.Error("silence decided nothing in a year")
	}
	if outcomes["issued"] < 10*outcomes["refused"] || outcomes["refused"] == 0 {
		t.Errorf("outcomes are not believable: %v", outcomes)
	}
	t.Logf("events %v, outcomes %v, filings %v", seen, outcomes, filings)
}

func TestTheSameSeedGivesTheSameShops(t *testing.T) {
	t.Parallel()
	a, b := newDice(3, 9).shop(), newDice(3, 9).shop()
	if a != b {
		t.Fatalf("%+v\n%+v", a, b)
	}
}
