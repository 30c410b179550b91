package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/store"
)

// BenchmarkStep shows what one step of a case costs among so many stored ones:
// 64 callers, every case of another applicant, any case next.
func BenchmarkStep(b *testing.B) {
	for _, stored := range []int{1_000, 100_000} {
		for _, d := range databases {
			b.Run(fmt.Sprintf("%s/stored=%d", d.name, stored), func(b *testing.B) {
				url := d.url(b)
				if d.name == "sqlite" {
					url = b.TempDir() + "/bench.db"
				}
				s := mustOpen(b, store.Options{URL: url})
				list := make([]*engine.Change, stored)
				cases := make([]engine.Case, stored)
				for i := range list {
					list[i] = realistic(int64(i))
					list[i].InsertCases[0].Applicant = newID()
					list[i].InsertCases[0].Submitted = day.Add(time.Duration(rand.IntN(1e6)) * time.Second)
					cases[i] = list[i].InsertCases[0]
				}
				must(b, s.Import(context.Background(), list))
				locks := make([]sync.Mutex, stored)
				var next atomic.Int64
				var wg sync.WaitGroup
				b.ResetTimer()
				before := cpuTime(b)
				for range 64 {
					wg.Go(func() {
						for next.Add(1) <= int64(b.N) {
							i := rand.IntN(stored)
							locks[i].Lock()
							c := cases[i]
							c.State, c.Due, c.LightNext = "review", c.Due.Add(time.Hour), c.LightNext.Add(time.Hour)
							err := s.Commit(context.Background(), &engine.Change{
								Receipt:     &engine.StoredReceipt{Owner: "officer", Key: newID(), Request: "req", Status: 200, Body: []byte(`{}`), At: day},
								UpdateCases: []engine.Case{c},
								ReadCases:   []engine.Case{cases[i]},
								Events:      []engine.Event{{ID: newID(), Type: engine.EventMoved, At: day, Case: c.ID, Root: c.ID, Actor: "officer", Role: "clerk"}},
							})
							c.Revision++
							cases[i] = c
							locks[i].Unlock()
							if err != nil {
								b.Error(err)
								return
							}
						}
					})
				}
				wg.Wait()
				b.StopTimer()
				b.ReportMetric(float64((cpuTime(b)-before).Microseconds())/float64(b.N), "cpu-µs/op")
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "steps/s")
			})
		}
	}
}
