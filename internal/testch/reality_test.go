package testch_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"testing"
	"time"

	"github.com/onematter/onematter/analytics"
	"github.com/onematter/onematter/analytics/clickhouse"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/testch"
)

// The command folds the log, the page asks the warehouse: a certificate reads the
// same, whoever draws it.
func TestTheLogAndTheWarehouseTellTheSameOfATheme(t *testing.T) {
	t.Parallel()
	log := openStore(t, filepath.Join(t.TempDir(), "onematter.db"))
	w, err := clickhouse.Open(t.Context(), clickhouse.Options{DialContext: testch.Engine(t).DialContext})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	zone := time.FixedZone("CST", 8*3600)
	rng := rand.New(rand.NewPCG(5, 7))
	first := time.Date(2026, 3, 1, 9, 0, 0, 0, zone)
	events := []engine.Event{}
	for i := range 400 {
		id := fmt.Sprint(i)
		e := engine.Event{ID: id, Case: id, Root: id, Actor: "a", Role: "citizen", At: first.Add(time.Duration(rng.IntN(60*24)) * time.Hour), Type: engine.EventSubmitted,
			Data: engine.EventData{Number: id, Theme: []string{"T01", "T02"}[rng.IntN(2)], FillSeconds: rng.Int64N(3000) - 200, ComputedSeconds: rng.Int64N(1500)}}
		if rng.IntN(2) == 0 {
			e.Type = engine.EventEnded
			e.Data = engine.EventData{Number: id, Theme: e.Data.Theme, PromisedSeconds: rng.Int64N(10) * 25200, UsedSeconds: rng.Int64N(500_000), DaySeconds: []int64{25200, 28800, 0}[rng.IntN(3)]}
		}
		if rng.IntN(6) == 0 { // a matter's own in the theme
			e.Data.Matter = "M01"
		}
		events = append(events, e)
	}
	if err := log.Commit(t.Context(), &engine.Change{Events: events}); err != nil {
		t.Fatal(err)
	}
	feeder := &analytics.Feeder{Log: log, Warehouse: w, Zone: zone, Holder: "one"}
	if err := feeder.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
	told := 0
	for _, theme := range []string{"T01", "T02", "T03"} {
		for day := range 6 {
			f := analytics.Filter{Theme: theme, From: first.AddDate(0, 0, day*9), To: first.AddDate(0, 0, day*9+day*day+1)}
			want, err := w.Reality(t.Context(), f)
			if err != nil {
				t.Fatal(err)
			}
			got, err := analytics.RealityOfLog(t.Context(), log, f, zone)
			if err != nil {
				t.Fatal(err)
			}
			if len(got)+len(want) > 0 && !reflect.DeepEqual(got, want) {
				t.Errorf("%s from %s to %s: the log tells %+v, the warehouse %+v", theme, f.From, f.To, got, want)
			}
			told += len(want)
		}
	}
	if told < 8 {
		t.Errorf("%d spans with cases: this shows little", told)
	}
}
