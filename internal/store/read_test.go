package store_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/store"
)

func TestAStoreThatIsReadIsLeftAsItIs(t *testing.T) {
	t.Parallel()
	onBothURLs(t, func(t *testing.T, url string) {
		live := mustOpen(t, store.Options{URL: url})
		sent := submission("owner", "k")
		must(t, live.Commit(t.Context(), sent))
		s := got[*store.Store](t)(store.OpenToRead(t.Context(), store.Options{URL: url}))
		if c := got[engine.Case](t)(s.Case(t.Context(), sent.InsertCases[0].ID)); c.Title != "张三饭店" {
			t.Errorf("read %+v", c)
		}
		if err := s.Commit(t.Context(), submission("owner", "other")); !errors.Is(err, store.ErrReadOnly) {
			t.Errorf("a change: %v", err)
		}
		if err := s.Import(t.Context(), []*engine.Change{submission("owner", "third")}); !errors.Is(err, store.ErrReadOnly) {
			t.Errorf("an import: %v", err)
		}
		if err := s.Migrate(t.Context()); !errors.Is(err, store.ErrReadOnly) {
			t.Errorf("a migration: %v", err)
		}
		must(t, errors.Join(s.Ping(t.Context()), s.Close()))
		if list := log(t, live, 2); len(list) != 2 {
			t.Errorf("the log has %d events", len(list))
		}
	})
}

func TestADatabaseOfAnotherVersionIsNotReadAndNotChanged(t *testing.T) {
	t.Parallel()
	onBothURLs(t, func(t *testing.T, url string) {
		live := mustOpen(t, store.Options{URL: url})
		must(t, live.Commit(t.Context(), submission("owner", "k")))
		db, _ := plain(t, url)
		run := func(statement string) {
			t.Helper()
			_, err := db.ExecContext(t.Context(), statement)
			must(t, err)
		}
		refused := func() error {
			t.Helper()
			before := columns(t, url)
			s, err := store.OpenToRead(t.Context(), store.Options{URL: url})
			if err == nil {
				t.Fatal("it was opened", s.Close())
			}
			same(t, "columns", columns(t, url), before)
			return err
		}
		run("INSERT INTO schema_migrations (stamp, applied) VALUES ('20991231_0001_later', 1)")
		var newer *store.NewerError
		if err := refused(); !errors.As(err, &newer) || !slices.Equal(newer.Stamps, []string{"20991231_0001_later"}) {
			t.Error(err)
		}
		run("DELETE FROM schema_migrations WHERE stamp >= '20261126_0031'")
		var older *store.OlderError
		if err := refused(); !errors.As(err, &older) || !slices.Equal(older.Stamps, stampsFrom(t, "20261126_0031")) {
			t.Error(err)
		}
		run("DROP TABLE schema_migrations")
		if err := refused(); !errors.As(err, &older) || len(older.Stamps) < 5 {
			t.Error(err)
		}
	})
}

// stampsFrom are the program's migrations from one on.
func stampsFrom(t *testing.T, first string) (list []string) {
	t.Helper()
	files, err := filepath.Glob("migrations/*.sqlite.sql")
	must(t, err)
	for _, f := range files {
		if stamp := strings.TrimSuffix(filepath.Base(f), ".sqlite.sql"); stamp >= first {
			list = append(list, stamp)
		}
	}
	if len(list) == 0 {
		t.Fatal("there are no migrations")
	}
	return list
}

func TestReadingADatabaseMakesNoFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	_, err := store.OpenToRead(t.Context(), store.Options{URL: filepath.Join(dir, "folder", "no.db")})
	if !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	if _, err := store.OpenToRead(t.Context(), store.Options{URL: dir}); err == nil {
		t.Error("a folder was opened")
	}
	files := func() (names []string) {
		t.Helper()
		entries, err := os.ReadDir(dir)
		must(t, err)
		for _, e := range entries {
			names = append(names, e.Name())
		}
		return names
	}
	if there := files(); len(there) != 0 {
		t.Errorf("it makes %v", there)
	}
	made := filepath.Join(dir, "made.db")
	s := got[*store.Store](t)(store.Open(t.Context(), store.Options{URL: made}))
	must(t, errors.Join(s.Migrate(t.Context()), s.Close()))
	before := files()
	s = got[*store.Store](t)(store.OpenToRead(t.Context(), store.Options{URL: made}))
	must(t, s.Close())
	same(t, "files", files(), before)
}
