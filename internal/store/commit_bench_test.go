package store_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/store"
)

// realistic is a submission with about 2 kB of answers and two events as the
// engine writes them.
func realistic(n int64) *engine.Change {
	c := submission(fmt.Sprintf("account-%d", n%1000), newID())
	c.InsertCases[0].Answers = realAnswers
	for i := range c.Events {
		c.Events[i].Data = engine.EventData{Number: c.InsertCases[0].Number, Matter: "food", Department: "market", To: "accept", Status: engine.CaseRunning, PromisedSeconds: 72000, StatutorySeconds: 144000, DaySeconds: 28800, DueUnix: 1790000000}
	}
	return c
}

var realAnswers = func() json.RawMessage {
	var parts []string
	for i := range 60 {
		parts = append(parts, fmt.Sprintf(`"premises/DE%05d":"示例回答%d号"`, i, i))
	}
	return json.RawMessage("{" + strings.Join(parts, ",") + "}")
}()

// BenchmarkCommit shows durable submissions a second.
func BenchmarkCommit(b *testing.B) {
	for _, d := range databases {
		for _, callers := range []int{1, 16, 64} {
			b.Run(fmt.Sprintf("%s/callers=%d", d.name, callers), func(b *testing.B) {
				url := d.url(b)
				if d.name == "sqlite" {
					url = b.TempDir() + "/bench.db"
				}
				s := mustOpen(b, store.Options{URL: url})
				changes := make([]*engine.Change, b.N)
				for i := range changes {
					changes[i] = realistic(int64(i))
				}
				var next atomic.Int64
				var wg sync.WaitGroup
				b.ReportAllocs()
				b.ResetTimer()
				before := cpuTime(b)
				for range callers {
					wg.Go(func() {
						for {
							i := next.Add(1) - 1
							if i >= int64(b.N) {
								return
							}
							if err := s.Commit(context.Background(), changes[i]); err != nil {
								b.Error(err)
								return
							}
						}
					})
				}
				wg.Wait()
				b.StopTimer()
				b.ReportMetric(float64((cpuTime(b)-before).Microseconds())/float64(b.N), "cpu-µs/op")
				b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "commits/s")
			})
		}
	}
}

// cpuTime is what the process used of all processors: on a busy machine it
// says more than the clock.
func cpuTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
