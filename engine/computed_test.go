package engine_test

import (
	"slices"
	"testing"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
)

// What an answer is worked out from is what people give, through all that is
// worked out on the way, and of a repeat the answers in its rows.
func TestWhatIsComputedIsTracedToWhatPeopleGive(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, rel, _ := got[*catalog.Edition](t)(w.cat.Current(t.Context())).Matter("H01")
	rec := rel.Matter("H01").Form.Check([]byte(`{"tenant":{"HD002":{"idType":"111","idNumber":"310104199003070026"}},"employer":{"HD105":8000},`+
		`"member":[{"HD001":"陈一鸣","income":[{"HD222":1000},{"HD222":500}]},{"HD001":"陈小满"}]}`), metamodel.Context{Today: monday})
	c := (&engine.CaseView{Record: rec}).Computation(rec)
	income := []string{"employer/HD105", "member", "member/income", "member/income/HD222", "spouse/HD222"}
	for path, want := range map[string][]string{
		"tenant/HD003": {"tenant/HD002"},
		"tenant/HD004": {"tenant/HD002"},
		"means/HD304":  income,
		"means/HD305":  income,
		"means/HD306":  {"member", "spouse/HD001"},
		"means/HD307":  {"employer/HD105", "member", "member/income", "member/income/HD222", "spouse/HD001", "spouse/HD222"},
		"means/HD309":  nil,
	} {
		if from := c.ComputedFrom(path); !slices.Equal(from, want) {
			t.Errorf("%s: %v, want %v", path, from, want)
		}
	}
	for path, want := range map[string][]string{
		"tenant/HD002":            {"tenant/HD003", "tenant/HD004"},
		"employer/HD105":          {"means/HD304", "means/HD305", "means/HD307"},
		"member/0/income/1/HD222": {"means/HD304", "means/HD305", "means/HD307"},
		"member/0/HD001":          nil,
		"means/HD304":             nil,
		"tenant/HD006":            nil,
	} {
		if to := c.Computes(path); !slices.Equal(to, want) {
			t.Errorf("%s: %v, want %v", path, to, want)
		}
	}
}
