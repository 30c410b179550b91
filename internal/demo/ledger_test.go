package demo

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// checkLedgers replays the ledger of every case that was made: each clock must
// stand as its lines make it. It returns how many lines paused one.
func checkLedgers(t *testing.T, o Options) (paused int) {
	t.Helper()
	ctx := context.Background()
	known := map[string]*workflows.Calendar{}
	cals := func(version string) *workflows.Calendar {
		if known[version] == nil {
			raw, err := o.Store.KeptCalendar(ctx, version)
			if err != nil {
				t.Fatalf("calendar %s: %v", version, err)
			}
			var def metamodel.Calendar
			if err := json.Unmarshal(raw, &def); err != nil {
				t.Fatal(err)
			}
			cal, ps := workflows.NewCalendar(&def)
			if ps.Failed() {
				t.Fatal(ps)
			}
			known[version] = cal
		}
		return known[version]
	}
	checked := 0
	for p := (engine.Page{Limit: 200}); ; {
		list, next, err := o.Store.Cases(ctx, engine.CaseFilter{}, p)
		if err != nil {
			t.Fatal(err)
		}
		for i := range list {
			c := &list[i]
			if c.Matter == "" || c.Started.IsZero() {
				continue
			}
			checked++
			lines, err := o.Store.LedgerOf(ctx, c.ID)
			if err != nil {
				t.Fatal(err)
			}
			if len(lines) == 0 || len(lines) != c.Ledger {
				t.Fatalf("%s counts %d lines, %d are kept", c.Number, c.Ledger, len(lines))
			}
			clocks, err := workflows.Replay(lines, o.End, cals)
			if err != nil {
				t.Fatalf("%s: %v", c.Number, err)
			}
			for name, k := range map[workflows.ClockName]workflows.Clock{workflows.PromisedClock: c.Promised, workflows.StatutoryClock: c.Statutory, workflows.StepClock: c.Step} {
				r := clocks[name]
				if r.Limit != k.Limit || r.Used != k.Used || !r.Since.Equal(k.Since) || !r.Started.Equal(k.Started) || !r.Stopped.Equal(k.Stopped) {
					t.Fatalf("%s, %s: kept is %+v, the ledger gives %+v", c.Number, name, k, r)
				}
			}
			for j := range lines {
				if lines[j].Kind == workflows.LinePause {
					paused++
				}
			}
		}
		if p.Cursor = next; next == "" {
			break
		}
	}
	if checked < o.Cases/2 {
		t.Errorf("only %d ledgers were replayed", checked)
	}
	return paused
}
