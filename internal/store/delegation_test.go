package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/store"
)

func TestDelegationsComeBackAsTheyWereWritten(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		d := fill[engine.Delegation]("delegation")
		d.Revision = 1
		event := fill[engine.Event]("event")
		event.Data.Title, event.Data.Delegation = "", d.ID
		must(t, s.Commit(ctx, &engine.Change{InsertDelegations: []engine.Delegation{d}, Events: []engine.Event{event}}))
		same(t, "delegation", got[engine.Delegation](t)(s.Delegation(ctx, d.ID)), d)
		same(t, "event", got[[]engine.Event](t)(s.Events(ctx, []string{event.ID}))[0].Data, event.Data)
		if err := s.Commit(ctx, &engine.Change{InsertDelegations: []engine.Delegation{d}}); !errors.Is(err, engine.ErrTaken) {
			t.Errorf("twice: %v", err)
		}
		other := fill[engine.Delegation]("other")
		other.ID, other.Officer, other.Deputy, other.Created, other.Revision = d.ID, d.Officer, d.Deputy, d.Created, 1
		must(t, s.Commit(ctx, &engine.Change{UpdateDelegations: []engine.Delegation{other}}))
		if err := s.Commit(ctx, &engine.Change{UpdateDelegations: []engine.Delegation{other}}); !errors.Is(err, engine.ErrConflict) {
			t.Errorf("an old revision: %v", err)
		}
		other.Revision = 2
		same(t, "changed", got[engine.Delegation](t)(s.Delegation(ctx, d.ID)), other)
		for _, id := range []string{"", "nothing", "a\x00b", "\xff", "'; DROP TABLE delegations; --"} {
			if _, err := s.Delegation(ctx, id); !errors.Is(err, engine.ErrNotFound) {
				t.Errorf("Delegation(%q): %v", id, err)
			}
			if list, _, err := s.ListDelegations(ctx, engine.DelegationFilter{Party: id}, engine.Page{}); err != nil || len(list) > 0 {
				t.Errorf("of %q there are %d, %v", id, len(list), err)
			}
			if list, err := s.DelegationsTo(ctx, id, at(0)); err != nil || len(list) > 0 {
				t.Errorf("to %q there are %d, %v", id, len(list), err)
			}
		}
	})
}

func TestDelegationsAreListedAndComeIntoForce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		var all []engine.Delegation
		for i := range 6 {
			all = append(all, engine.Delegation{ID: fmt.Sprint("g", i), Officer: fmt.Sprint("o", i%2), Deputy: fmt.Sprint("d", i%3), Department: fmt.Sprint("dep", i%2),
				From: at(10 * i), Until: at(10*i + 30), Created: at(i)})
		}
		all[3].Ended = at(1)
		must(t, s.Commit(ctx, &engine.Change{InsertDelegations: all}))
		read := func(f engine.DelegationFilter) (ids string) {
			p := engine.Page{Limit: 2}
			for {
				list, next, err := s.ListDelegations(ctx, f, p)
				must(t, err)
				for _, d := range list {
					ids += d.ID
				}
				if p.Cursor = next; next == "" {
					return ids
				}
			}
		}
		for want, f := range map[string]engine.DelegationFilter{
			"g5g4g3g2g1g0": {All: true},
			"g5g4g2g1":     {All: true, OpenAt: at(35)},
			"g4g2g0":       {Party: "o0"},
			"g4g1":         {Party: "d1"},
			"g5g4g3g1":     {Party: "d1", Departments: []string{"dep1", "\xff"}},
			"":             {},
		} {
			if ids := read(f); ids != want {
				t.Errorf("%+v: %s, want %s", f, ids, want)
			}
		}
		for _, c := range []struct {
			deputy string
			at     time.Time
			want   string
		}{
			{"d0", at(0), "[g0]"}, {"d0", at(29), "[g0]"}, {"d0", at(30), "[]"}, {"d0", at(-1), "[]"},
			{"d1", at(40), "[g4]"}, {"d2", at(50), "[g5]"}, {"d2", at(49), "[g2]"},
		} {
			ids := []string{}
			for _, d := range got[[]engine.Delegation](t)(s.DelegationsTo(ctx, c.deputy, c.at)) {
				ids = append(ids, d.ID)
			}
			if fmt.Sprint(ids) != c.want {
				t.Errorf("to %s at %v: %v, want %s", c.deputy, c.at, ids, c.want)
			}
		}
	})
}
