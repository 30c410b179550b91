// Package store keeps the state of engine and catalog in SQLite or PostgreSQL.
// It is the only importer of bun; the structs that mirror rows stay private.
package store

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/uptrace/bun"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
)

// Options say which database to open.
type Options struct {
	// URL is a file's path, sqlite:///path, or postgres://… (postgresql://…).
	URL string
	// Clock replaces the database's time, for tests. nil: on PostgreSQL the
	// server's clock, on SQLite (one machine) the machine's.
	Clock  func() time.Time
	Logger *slog.Logger // nil: silent
}

// Store implements engine.Store and catalog.Store.
type Store struct {
	db    *bun.DB // for reading; on SQLite it cannot write
	w     writer
	clock func() time.Time
	log   *slog.Logger
	pg    bool
	reads statements
	kept  sync.Map                                     // versions of calendars that are in the database; none is ever deleted
	packs atomic.Pointer[map[string]map[string][]byte] // of the current releases, by hash and path
}

var (
	_ engine.Store  = (*Store)(nil)
	_ catalog.Store = (*Store)(nil)
)

// writer is what the two databases do differently.
type writer interface {
	// commit writes one change durably.
	commit(ctx context.Context, c *change) error
	// write runs f in a transaction; f may run again when it lost a race.
	write(ctx context.Context, f func(context.Context, bun.IDB) error) error
	// bulk writes changes together, without looking for conflicts one by one.
	bulk(ctx context.Context, list []*change) error
	// migrate runs f in a transaction that excludes every other migration.
	migrate(ctx context.Context, f func(context.Context, bun.IDB) error) error
	ping(ctx context.Context) error
	// settle waits until what readers may have seen is on disk.
	settle(ctx context.Context) error
	close() error
}

// Open opens a database. It does not migrate; a SQLite file and its folder are
// made when they are missing.
func Open(ctx context.Context, o Options) (*Store, error) {
	s := newStore(o)
	var err error
	switch {
	case o.URL == "":
		return nil, errors.New("store: no database URL")
	case isServer(o.URL):
		s.pg = true
		err = s.openPostgres(ctx, o.URL)
	default:
		var path string
		if path, err = sqlitePath(o.URL); err == nil {
			err = s.openSQLite(ctx, path)
		}
	}
	if err != nil {
		return nil, fmt.Errorf("store: opening the database: %w", err)
	}
	return s, nil
}

func newStore(o Options) *Store {
	s := &Store{clock: o.Clock, log: o.Logger}
	if s.log == nil {
		s.log = slog.New(slog.NewTextHandler(io.Discard, nil))
	}
	return s
}

func isServer(address string) bool {
	scheme, _, _ := strings.Cut(address, "://")
	return scheme == "postgres" || scheme == "postgresql"
}

// sqlitePath gives the file of sqlite:///absolute, sqlite:relative or a plain path.
func sqlitePath(u string) (string, error) {
	scheme, _, ok := strings.Cut(u, ":")
	switch {
	case ok && scheme == "sqlite":
		p, err := url.Parse(u)
		if err != nil {
			return "", err
		}
		if p.Host != "" {
			return "", fmt.Errorf("%q names a host: an absolute path has three slashes, sqlite:///path", u)
		}
		if p.RawQuery != "" {
			return "", fmt.Errorf("%q carries parameters: SQLite's settings are not to be changed", u)
		}
		u = p.Path
		if u == "" {
			u = p.Opaque
		}
	case ok && strings.HasPrefix(u[len(scheme):], "://"):
		return "", fmt.Errorf("a database of kind %q is not supported (sqlite, postgres)", scheme)
	}
	if u == "" || strings.HasPrefix(filepath.Base(u), ":memory:") {
		return "", errors.New("a file is needed: what is only in memory is not kept")
	}
	return filepath.Abs(u)
}

// Ping asks the database for an answer.
func (s *Store) Ping(ctx context.Context) error { return s.w.ping(ctx) }

// Settle waits until everything that was read so far is on disk. On SQLite a
// reader sees what was committed a moment before that; whatever shows it to
// somebody outside the program settles first. A decision need not: it is
// acknowledged behind what it was based on. On PostgreSQL there is nothing to
// wait for. An error means that what was read may be lost.
func (s *Store) Settle(ctx context.Context) error { return s.w.settle(ctx) }

// Close waits for what was accepted to be written and closes the database.
func (s *Store) Close() error { return s.w.close() }

// Now is the database's time.
func (s *Store) Now(ctx context.Context) (time.Time, error) { return s.now(ctx, s.db) }

func (s *Store) now(ctx context.Context, db bun.IDB) (time.Time, error) {
	switch {
	case s.clock != nil:
		return s.clock().UTC().Truncate(time.Microsecond), nil
	case !s.pg:
		return time.Now().UTC().Truncate(time.Microsecond), nil
	}
	var at int64
	if err := db.QueryRowContext(ctx, "SELECT (extract(epoch FROM clock_timestamp()) * 1000000)::bigint").Scan(&at); err != nil {
		return time.Time{}, fmt.Errorf("store: asking for the time: %w", err)
	}
	return instant(at), nil
}

// Commit writes a change as a whole, or not at all. When ctx ends before the
// change was taken up, nothing is written; when it ends later, Commit returns
// ctx's error and the change may or may not have been written, but wholly.
func (s *Store) Commit(ctx context.Context, c *engine.Change) error {
	rows, err := encode(c)
	if err != nil {
		return fmt.Errorf("store: commit: %w", err)
	}
	rows.calendars = slices.DeleteFunc(rows.calendars, func(k calendarRow) bool {
		_, known := s.kept.Load(k.Version)
		return known
	})
	if err := s.w.commit(ctx, rows); err != nil {
		return wrap("commit", err)
	}
	for _, k := range rows.calendars {
		s.kept.Store(k.Version, true)
	}
	return nil
}

// Import writes many changes in few, big transactions: for demo data and for
// moving in. A change that cannot be written stops the import; those before it
// in other transactions stay.
func (s *Store) Import(ctx context.Context, list []*engine.Change) error {
	const some = 1000
	for len(list) > 0 {
		n := min(some, len(list))
		rows := make([]*change, n)
		for i, c := range list[:n] {
			var err error
			if rows[i], err = encode(c); err != nil {
				return fmt.Errorf("store: import: %w", err)
			}
		}
		if err := s.w.bulk(ctx, rows); err != nil {
			return wrap("import", err)
		}
		list = list[n:]
	}
	return nil
}

// write runs f in a durable transaction.
func (s *Store) write(ctx context.Context, doing string, f func(context.Context, bun.IDB) error) error {
	return wrap(doing, s.w.write(ctx, f))
}
