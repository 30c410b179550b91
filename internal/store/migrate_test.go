package store_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	_ "github.com/jackc/pgx/v5/stdlib"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/store"
)

// plain opens the database without the store.
func plain(t *testing.T, url string) (*sql.DB, bool) {
	t.Helper()
	pg := strings.HasPrefix(url, "postgres:")
	var db *sql.DB
	var err error
	if pg {
		db, err = sql.Open("pgx", url)
	} else {
		db, err = store.OpenLite("file:" + strings.NewReplacer("?", "%3f", " ", "%20").Replace(url) + "?")
	}
	must(t, err)
	t.Cleanup(func() { db.Close() })
	return db, pg
}

// columns are "table.column" for every table.
func columns(t *testing.T, url string) []string {
	t.Helper()
	db, pg := plain(t, url)
	q := "SELECT m.name || '.' || c.name FROM sqlite_schema AS m, pragma_table_info(m.name) AS c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"
	if pg {
		q = "SELECT table_name || '.' || column_name FROM information_schema.columns WHERE table_schema = 'public'"
	}
	rows, err := db.QueryContext(t.Context(), q)
	must(t, err)
	defer rows.Close()
	var list []string
	for rows.Next() {
		var s string
		must(t, rows.Scan(&s))
		list = append(list, s)
	}
	must(t, rows.Err())
	slices.Sort(list)
	return list
}

func TestServersThatStartAtOnceMigrateOnce(t *testing.T) {
	t.Parallel()
	onBothURLs(t, func(t *testing.T, url string) {
		var wg sync.WaitGroup
		errs := make([]error, 8)
		for i := range errs {
			wg.Go(func() {
				s, err := store.Open(context.Background(), store.Options{URL: url})
				if err != nil {
					errs[i] = err
					return
				}
				errs[i] = errors.Join(s.Migrate(context.Background()), s.Ping(context.Background()), s.Close())
			})
		}
		wg.Wait()
		must(t, errors.Join(errs...))
		s := mustOpen(t, store.Options{URL: url})
		must(t, s.Commit(t.Context(), submission("owner", "k")))
	})
}

func TestADatabaseOfANewerProgramIsRefused(t *testing.T) {
	t.Parallel()
	onBothURLs(t, func(t *testing.T, url string) {
		s := mustOpen(t, store.Options{URL: url})
		must(t, s.Commit(t.Context(), submission("owner", "k")))
		before := columns(t, url)
		db, _ := plain(t, url)
		_, err := db.ExecContext(t.Context(), "INSERT INTO schema_migrations (stamp, applied) VALUES ('20991231_0001_later', 1)")
		must(t, err)
		var newer *store.NewerError
		if err := s.Migrate(t.Context()); !errors.As(err, &newer) || !slices.Equal(newer.Stamps, []string{"20991231_0001_later"}) {
			t.Fatal(err)
		}
		same(t, "columns", columns(t, url), before)
	})
}

func TestBothDatabasesHaveTheSameTables(t *testing.T) {
	t.Parallel()
	var lists [][]string
	for _, d := range databases {
		url := d.url(t)
		if d.name == "sqlite" {
			url = filepath.Join(t.TempDir(), "same.db")
		}
		mustOpen(t, store.Options{URL: url})
		lists = append(lists, slices.DeleteFunc(columns(t, url), func(c string) bool { return c == "events.tx" })) // PostgreSQL's alone
	}
	if len(lists[0]) < 100 {
		t.Errorf("only %d columns", len(lists[0]))
	}
	same(t, "columns of sqlite and postgres", lists[0], lists[1])
	stamps := map[string]int{}
	files, err := os.ReadDir("migrations")
	must(t, err)
	for _, f := range files {
		stamp, kind, _ := strings.Cut(f.Name(), ".")
		if kind != "sqlite.sql" && kind != "postgres.sql" {
			t.Errorf("what is %s?", f.Name())
		}
		stamps[stamp]++
	}
	for stamp, n := range stamps {
		if n != 2 {
			t.Errorf("migration %s is there for one database only", stamp)
		}
	}
}

// Data from before nobody could be verified by two accounts.
func TestOlderAccountsOfOnePersonBecomeOne(t *testing.T) {
	t.Parallel()
	onBothURLs(t, func(t *testing.T, url string) {
		s := mustOpen(t, store.Options{URL: url})
		ctx := t.Context()
		one, two := fill[engine.Account]("one").Verified, fill[engine.Account]("two").Verified
		for id, v := range map[string]*engine.Identity{"a": one, "b": nil, "c": two, "d": nil} {
			must(t, s.SaveAccount(ctx, engine.Account{ID: id, Username: id, Verified: v}))
		}
		db, _ := plain(t, url)
		for _, q := range []string{
			"DROP INDEX accounts_verified_number", "ALTER TABLE accounts DROP COLUMN verified_number", "ALTER TABLE accounts DROP COLUMN identity_log",
			"UPDATE accounts SET verified = (SELECT verified FROM accounts WHERE id = 'a') WHERE id = 'b'", "DELETE FROM schema_migrations WHERE stamp = '20261126_0243_identities'",
		} {
			_, err := db.ExecContext(ctx, q)
			must(t, err)
		}
		must(t, s.Migrate(ctx))
		for id, v := range map[string]*engine.Identity{"a": one, "b": nil, "c": two, "d": nil} {
			got := got[engine.Account](t)(s.Account(ctx, id))
			same(t, id, got.Verified, v)
			if want := map[bool]int64{true: 2, false: 1}[id == "b"]; got.Revision != want {
				t.Errorf("%s has revision %d", id, got.Revision)
			}
		}
		same(t, "whose number it is", got[engine.Account](t)(s.AccountByIdentity(ctx, one.Number)).ID, "a")
		same(t, "whose the other is", got[engine.Account](t)(s.AccountByIdentity(ctx, two.Number)).ID, "c")
	})
}

func TestURLsThatCannotBeOpenedSayWhy(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	must(t, os.WriteFile(filepath.Join(dir, "no.db"), []byte(strings.Repeat("this is not a database. ", 100)), 0o600))
	for url, says := range map[string]string{
		"":                              "no database URL",
		"mysql://localhost/x":           "not supported",
		"sqlite://relative/path":        "three slashes",
		"sqlite:///x?mode=memory":       "parameters",
		"sqlite::memory:":               "memory",
		":memory:":                      "memory",
		"postgres://%zz":                "",
		"postgres:///x?host=" + dir:     "",
		filepath.Join(dir, "no.db"):     "not a database",
		filepath.Join(dir, "no.db/x/y"): "not a directory",
		dir:                             "",
	} {
		s, err := store.Open(t.Context(), store.Options{URL: url})
		if err == nil {
			err = s.Migrate(t.Context())
			s.Close()
		}
		if err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: %v", url, err)
		}
	}
	for _, url := range []string{filepath.Join(dir, "a", "new", "folder.db"), "sqlite://" + filepath.Join(dir, "b.db"), "sqlite:" + filepath.Join(dir, "c.db")} {
		s := mustOpen(t, store.Options{URL: url})
		if _, err := s.Draft(t.Context(), "x"); !errors.Is(err, engine.ErrNotFound) {
			t.Error(url, err)
		}
	}
	for _, name := range []string{"a/new/folder.db", "b.db", "c.db"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			t.Error(err)
		}
	}
}
