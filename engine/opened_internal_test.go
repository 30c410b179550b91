package engine

import (
	"slices"
	"testing"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// A rent above what the household earns opens what is earned, and nothing else of
// whoever earns it; where nobody is listed, the list.
func TestABrokenCheckOpensOfRowsWhatItReads(t *testing.T) {
	t.Parallel()
	form := released(t, builtinPack(t, "talent-housing"), released(t, builtinPack(t, "china-calendar"))).Matter("H01").Form
	const two = `[{"HD201":"陈小满","income":[{"HD222":3000},{"HD222":100}]},{"HD201":"陈立夏","income":[{"HD222":50}]}]`
	for _, c := range []struct {
		members string
		named   []string
		want    []string
	}{
		{two, []string{"home/HD408"}, []string{"employer/HD105", "home/HD408", "member/0/income", "member/1/income"}},
		{two, []string{"member/0/income/1/HD222"}, []string{"employer/HD105", "home/HD408", "member/0/income/0/HD222", "member/0/income/1/HD222", "member/1/income"}},
		{`[]`, []string{"home/HD408"}, []string{"employer/HD105", "home/HD408", "member"}},
	} {
		members, want := c.members, c.want
		rec := form.Check([]byte(`{"employer":{"HD105":8000},"home":{"HD408":12000},"member":`+members+`}`), metamodel.Context{Today: time.Date(2026, 3, 9, 0, 0, 0, 0, time.UTC)})
		var left metamodel.Problems
		for _, p := range rec.Problems {
			if p.Path == "home/HD408" {
				left = append(left, p)
			}
		}
		got := amended{rec: rec, left: left}.disputed(&Correction{Fields: c.named})
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("%s opens %v, want %v", members, got, want)
		}
	}
}
