package store_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/store"
	"github.com/onematter/onematter/workflows"
)

func TestDutiesComeBackAsTheyWereWritten(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		d := fill[engine.Duty]("duty")
		d.Revision = 1
		receipt := fill[engine.StoredReceipt]("receipt")
		event := fill[engine.Event]("event")
		event.Data.Title, event.Data.Duty = "", d.ID
		must(t, s.Commit(ctx, &engine.Change{Receipt: &receipt, InsertDuties: []engine.Duty{d}, Events: []engine.Event{event}}))
		same(t, "duty", got[engine.Duty](t)(s.Duty(ctx, d.ID)), d)
		twin := d
		twin.ID = "another"
		if err := s.Commit(ctx, &engine.Change{InsertDuties: []engine.Duty{twin}}); !errors.Is(err, engine.ErrTaken) {
			t.Errorf("a second duty of the same item: %v", err)
		}
		other := fill[engine.Duty]("other")
		other.ID, other.Matter, other.Kind, other.Item, other.Created, other.Revision = d.ID, d.Matter, d.Kind, d.Item, d.Created, 1
		must(t, s.Commit(ctx, &engine.Change{UpdateDuties: []engine.Duty{other}}))
		if err := s.Commit(ctx, &engine.Change{UpdateDuties: []engine.Duty{other}}); !errors.Is(err, engine.ErrConflict) {
			t.Errorf("an old revision: %v", err)
		}
		other.Revision = 2
		same(t, "changed", got[engine.Duty](t)(s.Duty(ctx, d.ID)), other)
		gone := other
		gone.ID = "nothing"
		if err := s.Commit(ctx, &engine.Change{UpdateDuties: []engine.Duty{gone}}); !errors.Is(err, engine.ErrNotFound) {
			t.Errorf("a duty that is not there: %v", err)
		}
		for _, id := range []string{"", "nothing", "a\x00b", "\xff", "'; DROP TABLE duties; --"} {
			if _, err := s.Duty(ctx, id); !errors.Is(err, engine.ErrNotFound) {
				t.Errorf("Duty(%q): %v", id, err)
			}
			list, _, err := s.ListDuties(ctx, engine.DutyFilter{Departments: []string{id}}, engine.Page{})
			must(t, err)
			if len(list) != 0 {
				t.Errorf("of %q there is something", id)
			}
		}
	})
}

func TestDutiesAreListedByMatterAndItemPageByPage(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		var all []engine.Duty
		for i := range 7 {
			all = append(all, engine.Duty{ID: fmt.Sprint("d", i), Matter: fmt.Sprint("M", i/3), Kind: engine.DutyField, Item: fmt.Sprint("x/", i),
				Department: fmt.Sprint("to", i%2), Demander: fmt.Sprint("of", i%3), State: []workflows.DutyState{workflows.DutyProposed, workflows.DutyConfirmed}[i%2], Created: at(i)})
		}
		must(t, s.Commit(ctx, &engine.Change{InsertDuties: []engine.Duty{all[6], all[2], all[4], all[0], all[5], all[1], all[3]}}))
		read := func(f engine.DutyFilter) (ids string) {
			p := engine.Page{Limit: 2}
			for {
				list, next, err := s.ListDuties(ctx, f, p)
				must(t, err)
				for _, d := range list {
					ids += d.ID
				}
				if p.Cursor = next; next == "" {
					return ids
				}
			}
		}
		for want, f := range map[string]engine.DutyFilter{
			"d0d1d2d3d4d5d6": {},
			"d3d4d5":         {Matters: []string{"M1"}},
			"d1d3d5":         {Departments: []string{"to1"}},
			"d0d1d3d4d5d6":   {Either: []string{"to1", "of0", "of1"}, Kind: engine.DutyField},
			"d0d3d6":         {Demanders: []string{"of0"}},
			"d1d3":           {States: []workflows.DutyState{workflows.DutyConfirmed}, Matters: []string{"M0", "M1"}, Demanders: []string{"of1", "of0"}},
			"":               {Kind: engine.DutyMaterial},
		} {
			if ids := read(f); ids != want {
				t.Errorf("%+v: %s, want %s", f, ids, want)
			}
		}
	})
}

func TestSourcesAndTheirRowsComeBackAsTheyWereWritten(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		c := fill[engine.SourceConfig]("source")
		c.Revision = 1
		must(t, s.Commit(ctx, &engine.Change{InsertSources: []engine.SourceConfig{c}}))
		same(t, "source", got[engine.SourceConfig](t)(s.SourceConfig(ctx, c.ID)), c)
		if err := s.Commit(ctx, &engine.Change{InsertSources: []engine.SourceConfig{c}}); !errors.Is(err, engine.ErrTaken) {
			t.Errorf("twice: %v", err)
		}
		other := fill[engine.SourceConfig]("other")
		other.ID, other.Created, other.Enabled, other.Revision = c.ID, c.Created, false, 1
		must(t, s.Commit(ctx, &engine.Change{UpdateSources: []engine.SourceConfig{other}}))
		if err := s.Commit(ctx, &engine.Change{UpdateSources: []engine.SourceConfig{other}}); !errors.Is(err, engine.ErrConflict) {
			t.Errorf("an old revision: %v", err)
		}
		other.Revision = 2
		same(t, "sources", got[[]engine.SourceConfig](t)(s.ListSources(ctx)), []engine.SourceConfig{other})

		row := engine.SourceRow{Source: c.ID, Key: "310", Values: map[string]json.RawMessage{"DE1": json.RawMessage(`"名 <&>"`)},
			Documents: map[string]engine.Document{"MT1": fill[engine.Document]("doc")}, By: "me", At: at(1)}
		second := engine.SourceRow{Source: c.ID, Key: "311", By: "me", At: at(1)}
		must(t, s.Commit(ctx, &engine.Change{PutSourceRows: []engine.SourceRow{second, row}}))
		back := got[engine.SourceRow](t)(s.SourceRow(ctx, c.ID, "310"))
		if canonical(t, back.Values["DE1"]) != "名 <&>" || back.Documents["MT1"] != row.Documents["MT1"] || back.By != "me" || !back.At.Equal(at(1)) {
			t.Errorf("the row comes back as %+v", back)
		}
		row.By, row.Values = "you", nil
		must(t, s.Commit(ctx, &engine.Change{PutSourceRows: []engine.SourceRow{row}}))
		if back := got[engine.SourceRow](t)(s.SourceRow(ctx, c.ID, "310")); back.By != "you" || len(back.Values) != 0 {
			t.Errorf("put again it is %+v", back)
		}
		same(t, "count", got[int](t)(s.CountSourceRows(ctx, c.ID)), 2)
		list, next, err := s.ListSourceRows(ctx, c.ID, engine.Page{Limit: 1})
		must(t, err)
		rest, last, err := s.ListSourceRows(ctx, c.ID, engine.Page{Limit: 1, Cursor: next})
		must(t, err)
		if len(list) != 1 || list[0].Key != "310" || len(rest) != 1 || rest[0].Key != "311" || last != "" {
			t.Errorf("pages: %v, %v, %q", list, rest, last)
		}
		must(t, s.Commit(ctx, &engine.Change{DropSourceRows: []engine.SourceRow{{Source: c.ID, Key: "310"}, {Source: c.ID, Key: "nobody"}}}))
		for _, key := range []string{"310", "nobody", "a\x00b"} {
			if _, err := s.SourceRow(ctx, c.ID, key); !errors.Is(err, engine.ErrNotFound) {
				t.Errorf("SourceRow(%q): %v", key, err)
			}
		}
	})
}

func canonical(t *testing.T, raw json.RawMessage) (s string) {
	t.Helper()
	must(t, json.Unmarshal(raw, &s))
	return s
}
