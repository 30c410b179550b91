package workflows

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// A workflow is refused or runs: whatever compiles starts, moves, simulates and
// is drawn.
func FuzzWorkflow(f *testing.F) {
	good, err := json.Marshal(licence())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte(`{"id":"x","title":{"zh":"x"},"initial":"a","states":[]}`))
	f.Add([]byte(`{"id":"x","title":{"zh":"x","en":"x"},"initial":"a","states":[{"id":"a","name":{"zh":"a","en":"a"},"type":"step","roles":["r"],"limit":1e4,"on":[{"event":"e","target":"a","kind":"forward","label":{"zh":"e","en":"e"}}]}]}`))
	start := time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, doc []byte) {
		w, ps := Decode(doc)
		if ps.Failed() {
			if w != nil {
				Draw(w) // a designer draws what is there
			}
			return
		}
		Draw(w)
		m, ps := Compile(w)
		if (m == nil) != ps.Failed() {
			t.Fatalf("a machine and errors, or neither: %v", ps)
		}
		if m == nil {
			return
		}
		for i := range w.States {
			for _, tr := range w.States[i].On {
				if mv, err := m.Next(w.States[i].ID, tr.Event); err != nil || mv.To == nil {
					t.Fatalf("%s in %s: %v", tr.Event, w.States[i].ID, err)
				}
			}
		}
		if s, err := m.Simulate(calendars["weekends alone"], Script{Start: start, Promised: 5}); err != nil || len(s.Trace) != 1 {
			t.Fatalf("it does not start: %v", err)
		}
	})
}

// A calendar is refused or counts: what is added can be counted again.
func FuzzCalendar(f *testing.F) {
	for _, s := range []string{
		`{"id":"cn","name":{"zh":"历","en":"c"},"zone":"Asia/Shanghai","weekend":[0,6],"hours":[{"from":"09:00","to":"12:00"},{"from":"13:30","to":"17:00"}],"holidays":[{"date":"2026-05-01"}],"makeUp":[{"date":"2026-05-09"}],"covers":[2026]}`,
		`{"id":"x","name":{"zh":"历"},"zone":"../etc","weekend":[9],"hours":[{"from":"24:00","to":"25:00"}],"covers":[]}`,
		`{"id":"x","name":{"zh":"历","en":"c"},"zone":"Pacific/Apia","weekend":[],"hours":[{"from":"00:00","to":"24:00"}],"covers":[2011]}`,
	} {
		f.Add([]byte(s), int64(1_777_000_000), int64(90_000))
	}
	f.Fuzz(func(t *testing.T, doc []byte, unix, seconds int64) {
		def, ps := metamodel.Decode[metamodel.Calendar](metamodel.KindCalendar, doc)
		if ps.Failed() {
			return
		}
		c, ps := NewCalendar(def)
		if (c == nil) != ps.Failed() {
			t.Fatalf("a calendar and errors, or neither: %v", ps)
		}
		if c == nil || unix < -60_000_000_000 || unix > 200_000_000_000 || seconds < 0 || seconds > 10*365*24*3600 {
			return
		}
		from, d := time.Unix(unix, 0), time.Duration(seconds)*time.Second
		if got := c.Between(from, c.Add(from, d)); got != d {
			t.Fatalf("%v of working time after %v counts as %v", d, from, got)
		}
		if got := c.Between(c.Add(from, -d), from); got != d {
			t.Fatalf("%v of working time before %v counts as %v", d, from, got)
		}
	})
}
