package store_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/store"
)

func TestAMigrationComesBackAsItWasSaved(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		m := fill[engine.Migration]("m")
		m.Revision = 0
		must(t, s.SaveMigration(ctx, m))
		if err := s.SaveMigration(ctx, m); !errors.Is(err, engine.ErrTaken) {
			t.Errorf("twice: %v", err)
		}
		m.Revision = 1
		same(t, "saved", got[engine.Migration](t)(s.Migration(ctx, m.ID)), m)
		change := fill[engine.Migration]("other")
		change.ID, change.Created, change.Revision = m.ID, m.Created, 1
		must(t, s.SaveMigration(ctx, change))
		if err := s.SaveMigration(ctx, change); !errors.Is(err, engine.ErrConflict) {
			t.Errorf("an old revision: %v", err)
		}
		change.Revision = 2
		same(t, "changed", got[engine.Migration](t)(s.Migration(ctx, m.ID)), change)
		for _, id := range []string{"", "nothing", "a\x00b", "\xff", "'; DROP TABLE migrations; --"} {
			if _, err := s.Migration(ctx, id); !errors.Is(err, engine.ErrNotFound) {
				t.Errorf("Migration(%q): %v", id, err)
			}
			if _, err := s.MigrationItem(ctx, id, id); !errors.Is(err, engine.ErrNotFound) {
				t.Errorf("MigrationItem(%q): %v", id, err)
			}
			list, err := s.MigrationItems(ctx, id, engine.MigrationFate(id), id, 10)
			must(t, err)
			counts, err := s.CountMigration(ctx, id)
			must(t, err)
			drafts, err := s.DraftsAt(ctx, engine.FilingsAt{Release: id, Theme: id}, 10)
			must(t, err)
			cases, err := s.CasesAt(ctx, engine.FilingsAt{Release: id, Matter: id}, 10)
			must(t, err)
			if len(list)+len(counts)+len(drafts)+len(cases) != 0 {
				t.Errorf("of %q there is something", id)
			}
		}
	})
}

func TestMigrationsAreListedNewestFirstAndOpenOnesOldestFirst(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		for i, status := range []engine.MigrationStatus{"running", "done", "undoing", "undone", "running"} {
			must(t, s.SaveMigration(ctx, engine.Migration{ID: fmt.Sprint("m", i), Theme: fmt.Sprint("T", i), Status: status, Created: at(i)}))
		}
		// One at a time is at work at a theme, whether it is new or taken up again.
		if err := s.SaveMigration(ctx, engine.Migration{ID: "m5", Theme: "T0", Status: "running"}); !errors.Is(err, engine.ErrTaken) {
			t.Errorf("two at work: %v", err)
		}
		must(t, s.SaveMigration(ctx, engine.Migration{ID: "m5", Theme: "T0", Status: "done", Created: at(5)}))
		if err := s.SaveMigration(ctx, engine.Migration{ID: "m5", Theme: "T0", Status: "undoing", Revision: 1}); !errors.Is(err, engine.ErrTaken) {
			t.Errorf("two at work: %v", err)
		}
		var all []string
		for p := (engine.Page{Limit: 2}); ; {
			list, next, err := s.ListMigrations(ctx, p)
			must(t, err)
			for _, m := range list {
				all = append(all, m.ID)
			}
			if p.Cursor = next; next == "" {
				break
			}
		}
		same(t, "all", all, []string{"m5", "m4", "m3", "m2", "m1", "m0"})
		var open []string
		for _, m := range got[[]engine.Migration](t)(s.OpenMigrations(ctx)) {
			open = append(open, m.ID)
		}
		same(t, "open", open, []string{"m0", "m2", "m4"})
		if _, _, err := s.ListMigrations(ctx, engine.Page{Cursor: "forged"}); err == nil {
			t.Error("a forged cursor was taken")
		}
	})
}

func TestAnItemIsWrittenWithItsFilingAndTakenBackOnce(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		must(t, s.SaveMigration(ctx, engine.Migration{ID: "m"}))
		item := fill[engine.MigrationItem]("i")
		item.Migration, item.Fate, item.Undone = "m", engine.FateMoved, zero
		draft := engine.Draft{ID: "d", Revision: 1}
		must(t, s.Commit(ctx, &engine.Change{InsertDrafts: []engine.Draft{draft}}))
		moved := draft
		moved.Release, moved.Kept = "new", []byte(`[{"path":"a/B","value": 1 }]`)
		must(t, s.Commit(ctx, &engine.Change{UpdateDrafts: []engine.Draft{moved}, Migrated: []engine.MigrationItem{item}}))
		same(t, "item", got[engine.MigrationItem](t)(s.MigrationItem(ctx, "m", item.Filing)), item)
		// A filing is in a migration once; a change that is refused moves nothing.
		moved.Revision = 2
		moved.Release = "newer"
		if err := s.Commit(ctx, &engine.Change{UpdateDrafts: []engine.Draft{moved}, Migrated: []engine.MigrationItem{item}}); !errors.Is(err, engine.ErrTaken) {
			t.Errorf("twice: %v", err)
		}
		same(t, "draft", got[engine.Draft](t)(s.Draft(ctx, "d")).Release, "new")
		for i := range 3 {
			must(t, s.Commit(ctx, &engine.Change{Migrated: []engine.MigrationItem{{Migration: "m", Fate: engine.FateLeft,
				MigrationVerdict: engine.MigrationVerdict{Kind: engine.FilingCase, Filing: fmt.Sprint("f", i), Sort: engine.MigrationBlocked}}}}))
		}
		back := item
		back.Fate, back.Undone = engine.FateRestored, at(5)
		undo := func() error {
			return s.Commit(ctx, &engine.Change{Restored: []engine.MigrationItem{back}, Events: []engine.Event{{ID: newID()}}})
		}
		must(t, undo())
		if err := undo(); !errors.Is(err, engine.ErrConflict) {
			t.Errorf("taken back twice: %v", err)
		}
		same(t, "events", len(log(t, s, 1)), 1)
		same(t, "taken back", got[engine.MigrationItem](t)(s.MigrationItem(ctx, "m", item.Filing)), back)
		ids := func(fate engine.MigrationFate, after string, limit int) (list []string) {
			for _, i := range got[[]engine.MigrationItem](t)(s.MigrationItems(ctx, "m", fate, after, limit)) {
				list = append(list, i.Filing)
			}
			return list
		}
		same(t, "left", ids(engine.FateLeft, "", 2), []string{"f0", "f1"})
		same(t, "left, on", ids(engine.FateLeft, "f1", 2), []string{"f2"})
		same(t, "all", len(ids("", "", 10)), 4)
		same(t, "counts", got[[]engine.MigrationCount](t)(s.CountMigration(ctx, "m")), []engine.MigrationCount{
			{Kind: engine.FilingCase, Sort: engine.MigrationBlocked, Fate: engine.FateLeft, N: 3},
			{Kind: item.Kind, Sort: item.Sort, Fate: engine.FateRestored, N: 1},
		})
	})
}

func TestFilingsOfAReleaseAreListedByIDAndCounted(t *testing.T) {
	onBoth(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		var c engine.Change
		for i, x := range []struct{ release, theme, matter, submitted string }{
			{"r1", "T", "", ""}, {"r1", "T", "", ""}, {"r1", "T", "", "case"}, {"r2", "T", "", ""}, {"r1", "U", "", ""}, {"r1", "", "M", ""}, {"r1", "T", "", ""},
		} {
			c.InsertDrafts = append(c.InsertDrafts, engine.Draft{ID: fmt.Sprint("d", i), Release: x.release, Theme: x.theme, Matter: x.matter, Submitted: x.submitted, Revision: 1})
		}
		for i, x := range []struct {
			release, theme, matter, root string
			status                       engine.CaseStatus
		}{
			{"r1", "T", "", "c0", engine.CaseRunning}, {"r1", "T", "M", "c0", engine.CaseWaiting}, {"r1", "T", "N", "c0", engine.CaseEnded},
			{"r1", "", "M", "c3", engine.CaseAsking}, {"r1", "", "M", "c4", engine.CaseEnded}, {"r2", "T", "", "c5", engine.CaseRunning}, {"r1", "T", "", "c6", engine.CaseAsking},
		} {
			id := fmt.Sprint("c", i)
			c.InsertCases = append(c.InsertCases, engine.Case{ID: id, Number: id, Root: x.root, Release: x.release, Theme: x.theme, Matter: x.matter, Status: x.status, Revision: 1})
		}
		must(t, s.Commit(ctx, &c))
		drafts := func(f engine.FilingsAt, limit int) (ids []string) {
			for _, d := range got[[]engine.Draft](t)(s.DraftsAt(ctx, f, limit)) {
				ids = append(ids, d.ID)
			}
			return ids
		}
		cases := func(f engine.FilingsAt, limit int) (ids []string) {
			for _, c := range got[[]engine.Case](t)(s.CasesAt(ctx, f, limit)) {
				ids = append(ids, c.ID)
			}
			return ids
		}
		theme, matter := engine.FilingsAt{Release: "r1", Theme: "T"}, engine.FilingsAt{Release: "r1", Matter: "M"}
		same(t, "drafts of the theme", drafts(theme, 2), []string{"d0", "d1"})
		same(t, "cases of the theme", cases(theme, 9), []string{"c0", "c6"})
		same(t, "drafts of the matter", drafts(matter, 9), []string{"d5"})
		same(t, "cases of the matter filed alone", cases(matter, 9), []string{"c3"})
		theme.After = "d1"
		same(t, "drafts behind one", drafts(theme, 2), []string{"d6"})
		theme.After = "c0"
		same(t, "cases behind one", cases(theme, 2), []string{"c6"})
		for _, x := range []struct {
			f             catalog.RunningFilter
			drafts, cases int
		}{
			{catalog.RunningFilter{Releases: []string{"r1"}}, 5, 3}, {catalog.RunningFilter{Releases: []string{"r1", "r2"}}, 6, 4},
			{catalog.RunningFilter{Themes: []string{"T"}}, 4, 3}, {catalog.RunningFilter{Matters: []string{"M"}}, 1, 2},
			{catalog.RunningFilter{Releases: []string{"r2"}, Themes: []string{"U"}, Matters: []string{"M", ""}}, 3, 3},
			{catalog.RunningFilter{}, 0, 0}, {catalog.RunningFilter{Releases: []string{"r3", "\xff"}, Themes: []string{""}}, 0, 0},
		} {
			n, err := s.CountRunning(ctx, x.f)
			must(t, err)
			if n != (catalog.RunningCounts{Drafts: x.drafts, Cases: x.cases}) {
				t.Errorf("%+v: %+v", x.f, n)
			}
		}
	})
}
