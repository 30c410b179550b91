package store_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/store"
)

// What an applicant filed comes in the order in which it last moved to them,
// whatever the department did beside, on any page size; what waits for them first.
func TestFilingsComeInTheOrderTheyLastMoved(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		r := rand.New(rand.NewPCG(20261126, 7))
		types := []engine.EventType{engine.EventSubmitted, engine.EventMoved, engine.EventLight, engine.EventClaimed, engine.EventNotified}
		moves, still := []engine.EventType{engine.EventSubmitted, engine.EventMoved, engine.EventNotified}, []engine.EventType{engine.EventSubmitted, engine.EventNotified}
		quiet := engine.Pinned{Theme: "T2", Release: "r2"}
		type filed struct {
			engine.Case
			active int
		}
		var all []filed
		minute := 0
		for i := range 60 {
			c := engine.Case{ID: fmt.Sprintf("c%02d", i), Number: fmt.Sprintf("N%02d", i), Root: fmt.Sprintf("c%02d", i), Theme: []string{"", "T1", "T2"}[i%3], Release: []string{"r1", "r2"}[i/3%2],
				Applicant: []string{"ann", "ann", "ann", "bob"}[r.IntN(4)], Status: []engine.CaseStatus{engine.CaseRunning, engine.CaseAsking, engine.CaseEnded}[r.IntN(3)], Submitted: at(0), Revision: 1}
			if i%10 == 9 {
				c.Root = all[len(all)-1].ID // a matter's case moves its filing; it is none
			} else {
				all = append(all, filed{c, 0})
			}
			must(t, s.Commit(ctx, &engine.Change{InsertCases: []engine.Case{c}}))
		}
		for range 400 {
			k := &all[r.IntN(len(all))]
			minute++
			ev := engine.Event{ID: newID(), Type: types[r.IntN(len(types))], At: at(minute), Case: k.ID, Root: k.ID, Actor: []string{"ann", "officer"}[r.IntN(2)]}
			must(t, s.Commit(ctx, &engine.Change{Events: []engine.Event{ev}}))
			tells := slices.Contains(moves, ev.Type)
			if k.Theme == quiet.Theme && k.Release == quiet.Release {
				tells = slices.Contains(still, ev.Type) || ev.Actor == k.Applicant
			}
			if tells {
				k.active = minute
			}
		}
		rank := func(k filed) int {
			if k.Status == engine.CaseAsking {
				return 0
			}
			return 1
		}
		slices.SortStableFunc(all, func(a, b filed) int {
			return cmp.Or(cmp.Compare(rank(a), rank(b)), cmp.Compare(b.active, a.active), cmp.Compare(b.ID, a.ID))
		})
		for _, f := range []engine.CaseFilter{{Applicant: "ann"}, {Applicant: "bob"}, {Applicant: "ann", Theme: "T2"}, {Applicant: "ann", Status: engine.CaseEnded}, {Applicant: "nobody"}} {
			var want []string
			for _, k := range all {
				if k.Applicant == f.Applicant && (f.Theme == "" || k.Theme == f.Theme) && (f.Status == "" || k.Status == f.Status) {
					want = append(want, fmt.Sprint(k.ID, " ", at(k.active).UTC()))
				}
			}
			if len(want) == 0 != (f.Applicant == "nobody") {
				t.Fatalf("%+v: %d filings are expected", f, len(want))
			}
			for _, limit := range []int{1, 7, 200} {
				var list []string
				p := engine.Page{Limit: limit}
				for {
					page, next, err := s.Filings(ctx, engine.ActivityFilter{CaseFilter: f, Events: moves, Quiet: []engine.Pinned{quiet}, Still: still}, p)
					must(t, err)
					for _, k := range page {
						list = append(list, fmt.Sprint(k.ID, " ", k.Active.UTC()))
					}
					if p.Cursor = next; next == "" {
						break
					}
				}
				same(t, fmt.Sprint(f, " by ", limit), list, want)
			}
		}
		pins, err := s.PinsOf(ctx, "ann")
		must(t, err)
		same(t, "pins", pins, []engine.Pinned{{Theme: "T1", Release: "r1"}, {Theme: "T1", Release: "r2"}, {Theme: "T2", Release: "r1"}, {Theme: "T2", Release: "r2"}})
		one, _, err := s.Filings(ctx, engine.ActivityFilter{CaseFilter: engine.CaseFilter{Applicant: all[0].Applicant, Query: all[0].Number}, Events: moves}, engine.Page{})
		must(t, err)
		if len(one) != 1 || one[0].ID != all[0].ID {
			t.Errorf("by its number: %d filings", len(one))
		}
	})
}
