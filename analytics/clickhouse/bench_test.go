package clickhouse_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/onematter/onematter/analytics"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/workflows"
)

// benchEvents is how many events the benchmark's warehouse holds.
const benchEvents = 1_000_000

// year makes facts the way a busy bureau would in a year: matter cases of four
// steps in six departments, three in twenty of them still in work at the end.
func year(n int) []analytics.Fact {
	random := rand.New(rand.NewPCG(1, 2))
	first := time.Date(2025, 3, 12, 9, 0, 0, 0, shanghai)
	facts := make([]analytics.Fact, 0, n+8)
	steps := []string{"accept", "review", "inspect", "decide"}
	for c := 0; len(facts) < n; c++ {
		id := fmt.Sprintf("0190b1c2-%04x-7%03x-8000-%012x", c%65536, c%4096, c)
		when := first.Add(time.Duration(random.Int64N(int64(364 * 24 * time.Hour))))
		matter := random.IntN(8)
		data := engine.EventData{
			Number: fmt.Sprintf("OM-%09d", c), Theme: "open-a-restaurant", Matter: fmt.Sprintf("matter-%d", matter),
			Department: fmt.Sprintf("department-%d", matter%6), DaySeconds: workday, PromisedSeconds: days(5), Status: engine.CaseRunning, Light: workflows.Green,
		}
		add := func(kind engine.EventType, d engine.EventData) {
			e := engine.Event{ID: fmt.Sprintf("0190b1c3-0000-7000-8000-%012x", len(facts)), Position: engine.Position{Seq: int64(len(facts) + 1)},
				Type: kind, At: when, Case: id, Root: id, Actor: "a", Role: "clerk", Data: d}
			facts = append(facts, analytics.FactOf(e, shanghai))
		}
		data.To, data.DueUnix = steps[0], when.Add(7*24*time.Hour).Unix()
		add(engine.EventStarted, data)
		open := random.IntN(20) < 3
		for s := range steps {
			if open && s == 2 {
				break
			}
			spent := days(random.ExpFloat64())
			when = when.Add(time.Duration(spent) * 3 * time.Second)
			data.From, data.StepSeconds, data.StepLimit, data.Kind = steps[s], spent, days(1), workflows.Forward
			data.To, data.UsedSeconds = "issued", data.UsedSeconds+spent
			if s+1 < len(steps) {
				data.To = steps[s+1]
			} else {
				data.Status, data.Outcome = engine.CaseEnded, workflows.Issued
			}
			add(engine.EventMoved, data)
		}
		if !open {
			add(engine.EventEnded, data)
		}
	}
	slices.SortFunc(facts, func(a, b analytics.Fact) int { return a.At.Compare(b.At) }) // as the log has them
	for i := range facts {
		facts[i].Seq = int64(i + 1)
	}
	return facts[:n]
}

// BenchmarkDashboard answers a manager's page over a million events.
func BenchmarkDashboard(b *testing.B) {
	facts := year(benchEvents)
	for _, back := range backends {
		b.Run(back.name, func(b *testing.B) {
			w := open(b, back.start(b))
			if err := w.Migrate(b.Context()); err != nil {
				b.Fatal(err)
			}
			began := time.Now()
			for i := 0; i < len(facts); i += 20_000 {
				if err := w.Insert(b.Context(), facts[i:min(i+20_000, len(facts))]); err != nil {
					b.Fatal(err)
				}
			}
			b.Logf("%d events carried over at %.0f a second", len(facts), float64(len(facts))/time.Since(began).Seconds())
			at := time.Date(2026, 3, 12, 10, 0, 0, 0, shanghai)
			for _, f := range []struct {
				name   string
				filter analytics.Filter
			}{
				{"the whole year", analytics.Filter{}},
				{"the last 30 days", analytics.Filter{From: at.AddDate(0, 0, -30)}},
				{"one department's year", analytics.Filter{Departments: []string{"department-1"}}},
			} {
				b.Run(f.name, func(b *testing.B) {
					for b.Loop() {
						d, err := w.Dashboard(b.Context(), f.filter, at)
						if err != nil {
							b.Fatal(err)
						}
						if d.Totals.Submitted == 0 || d.Totals.InWork == 0 {
							b.Fatal("the dashboard is empty")
						}
					}
				})
			}
		})
	}
}
