package catalog

import (
	"fmt"
	"testing"
)

// A simulation of the built-in theme: 10,000 cases, of which 1,000 are filled in.
func BenchmarkSimulateRestaurant(b *testing.B) {
	all, err := builtinReleases()
	if err != nil {
		b.Fatal(err)
	}
	o := options(10_000)
	o.Filings = DefaultFilings
	for b.Loop() {
		if all["open-a-restaurant"].Simulate("T01", o) == nil {
			b.Fatal("not simulated")
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(o.Cases), "µs/case")
}

// What a case costs with more matters, and with more steps in each.
func BenchmarkSimulateGrowth(b *testing.B) {
	for _, x := range []struct{ matters, steps int }{{2, 4}, {8, 4}, {32, 4}, {8, 8}, {8, 16}} {
		b.Run(fmt.Sprintf("matters=%d/steps=%d", x.matters, x.steps), func(b *testing.B) {
			var p rehearsedPack
			for i := range x.matters {
				m := rehearsedMatter{id: fmt.Sprintf("A%02d", i)}
				if i > 0 {
					m.before = []any{"A00"}
				}
				for k := range x.steps {
					next := fmt.Sprintf("s%d", k+1)
					if k == x.steps-1 {
						next = "done"
					}
					m.process = append(m.process, step(fmt.Sprintf("s%d", k), next, 1))
				}
				p.matters = append(p.matters, m)
			}
			r := p.compile(b)
			o := options(1000)
			o.Filings = 0
			for b.Loop() {
				if r.Simulate("T", o) == nil {
					b.Fatal("not simulated")
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/1000/float64(b.N)/float64(o.Cases), "µs/case")
		})
	}
}
