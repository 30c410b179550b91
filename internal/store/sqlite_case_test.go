package store_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/store"
	"github.com/onematter/onematter/workflows"
)

// changing gives every column of a case another value.
var changing = []struct {
	column string
	change func(c *engine.Case, n int)
}{
	{"number", func(c *engine.Case, n int) { c.Number = fmt.Sprint(c.ID, n) }},
	{"root", func(c *engine.Case, n int) { c.Root = fmt.Sprint("root", n) }},
	{"draft", func(c *engine.Case, n int) { c.Draft = fmt.Sprint("draft", n) }},
	{"theme", func(c *engine.Case, n int) { c.Theme = fmt.Sprint("theme", n) }},
	{"matter", func(c *engine.Case, n int) { c.Matter = fmt.Sprint("matter", n) }},
	{"release", func(c *engine.Case, n int) { c.Release = fmt.Sprint("release", n) }},
	{"department", func(c *engine.Case, n int) { c.Department = fmt.Sprint("department", n) }},
	{"applicant", func(c *engine.Case, n int) { c.Applicant = fmt.Sprint("applicant", n) }},
	{"title", func(c *engine.Case, n int) { c.Title = fmt.Sprint("饭店", n) }},
	{"state", func(c *engine.Case, n int) { c.State = fmt.Sprint("state", n) }},
	{"status", func(c *engine.Case, n int) {
		c.Status = []engine.CaseStatus{engine.CaseRunning, engine.CaseEnded}[n%2]
	}},
	{"outcome", func(c *engine.Case, n int) { c.Outcome = workflows.Outcome(fmt.Sprint("o", n)) }},
	{"holder", func(c *engine.Case, n int) { c.Holder = &engine.Holder{Account: fmt.Sprint("a", n)} }},
	{"light", func(c *engine.Case, n int) { c.Light = []workflows.Light{workflows.Green, workflows.Red}[n%2] }},
	{"due", func(c *engine.Case, n int) { c.Due = at(n) }},
	{"light_next", func(c *engine.Case, n int) { c.LightNext = at(n) }},
	{"silent_next", func(c *engine.Case, n int) { c.SilentNext = at(n) }},
	{"submitted", func(c *engine.Case, n int) { c.Submitted = at(n) }},
	{"started", func(c *engine.Case, n int) { c.Started = at(n) }},
	{"ended", func(c *engine.Case, n int) { c.Ended = at(n) }},
	{"detail", func(c *engine.Case, n int) { c.Counted = time.Duration(n) }},
	{"answers", func(c *engine.Case, n int) { c.Answers = json.RawMessage(fmt.Sprintf(`{"a":%d}`, n)) }},
	{"none", func(*engine.Case, int) {}},
}

func TestAnUpdateWritesEachColumnThatChangedAndNoOther(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		sub, other := submission("owner", "k"), submission("other", "k")
		must(t, s.Commit(t.Context(), sub))
		must(t, s.Commit(t.Context(), other))
		c, untouched := sub.InsertCases[0], other.InsertCases[0]
		step := func(what string, change func(c *engine.Case)) {
			t.Helper()
			read := c
			change(&c)
			must(t, s.Commit(t.Context(), &engine.Change{UpdateCases: []engine.Case{c}, ReadCases: []engine.Case{untouched, read}}))
			c.Revision++
			same(t, what, got[engine.Case](t)(s.Case(t.Context(), c.ID)), c)
		}
		for i, x := range changing {
			step(x.column, func(c *engine.Case) { x.change(c, i+1) })
			step(x.column+" cleared or again", func(c *engine.Case) { x.change(c, i+2) })
		}
		random := rand.New(rand.NewPCG(2026, 11)) //nolint:gosec // not for secrets
		for n := range 100 {
			var what string
			step("several", func(c *engine.Case) {
				for i, x := range changing {
					if random.IntN(4) == 0 {
						what += " " + x.column
						x.change(c, 100+2*n+i)
					}
				}
			})
			if t.Failed() {
				t.Fatal(what)
			}
		}
		same(t, "another case", got[engine.Case](t)(s.Case(t.Context(), untouched.ID)), untouched)
	})
}
