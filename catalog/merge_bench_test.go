package catalog

import (
	"fmt"
	"testing"

	"github.com/onematter/onematter/internal/testpack"
	"github.com/onematter/onematter/metamodel"
)

// broadTheme has compiled everything but the theme.
func broadTheme(tb testing.TB, n int) (*Release, *metamodel.Theme) {
	tb.Helper()
	all, err := builtinReleases()
	if err != nil {
		tb.Fatal(err)
	}
	p, ps := ReadArchive(testpack.Broad(n))
	if ps.Failed() {
		tb.Fatal(ps)
	}
	def := p.Themes["TB"]
	delete(p.Themes, "TB")
	r, ps := CompilePack(p, all["china-calendar"])
	if ps.Failed() {
		tb.Fatal(ps)
	}
	return r, def
}

// BenchmarkMerge compiles a theme of compiled matters: the merged form with
// every matter's projection, materials, conflicts, pages and the guide.
func BenchmarkMerge(b *testing.B) {
	for _, n := range []int{8, 50, 200} {
		b.Run(fmt.Sprintf("matters=%d", n), func(b *testing.B) {
			r, def := broadTheme(b, n)
			fields := 0
			b.ReportAllocs()
			for b.Loop() {
				t, ps := r.Merge(def)
				if ps.Failed() {
					b.Fatal(ps)
				}
				fields = len(t.Merged.Fields)
			}
			b.ReportMetric(float64(fields), "fields")
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(60*n), "µs/asked-field")
		})
	}
}

// BenchmarkGuideOf200 asks for the next question of a theme of 200 matters with
// 41 questions and more than 200 conditions, half of them answered.
func BenchmarkGuideOf200(b *testing.B) {
	r, def := broadTheme(b, 200)
	t, ps := r.Merge(def)
	if ps.Failed() {
		b.Fatal(ps)
	}
	s := Situation{}
	for i, q := range def.Guide {
		if i%2 == 0 {
			s[q.ID] = i%4 == 0
		}
	}
	b.ReportAllocs()
	for b.Loop() {
		if st := t.Guide(s); st.Next == nil {
			b.Fatal("nothing is asked")
		}
	}
	b.ReportMetric(float64(len(t.guide.plan().items)), "conditions")
}
