package store

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/sqlitedialect"
)

// OlderError means that the database misses migrations of this program. One
// that was never set up misses all of them.
type OlderError struct{ Stamps []string }

func (e *OlderError) Error() string {
	return "the database is older than this program: it misses migrations " + strings.Join(e.Stamps, ", ")
}

// ErrReadOnly is what a store that was opened for reading says of every change.
var ErrReadOnly = errors.New("the store was opened for reading only")

// OpenToRead opens a database that is there and changes nothing in it: it makes
// no file, migrates nothing, and can be used where nothing may be written. No
// file is fs.ErrNotExist; another schema than the program's is *OlderError or
// *NewerError.
func OpenToRead(ctx context.Context, o Options) (*Store, error) {
	if isServer(o.URL) {
		s, err := Open(ctx, o)
		if err != nil {
			return nil, err
		}
		s.w = &readOnly{s: s}
		return s.upToDate(ctx)
	}
	s := newStore(o)
	path, err := sqlitePath(o.URL)
	if err == nil {
		err = s.openSQLiteToRead(ctx, path)
	}
	if err != nil {
		return nil, fmt.Errorf("store: opening the database: %w", err)
	}
	return s.upToDate(ctx)
}

// openSQLiteToRead opens a file without a writer. The connections are not
// mode=ro: the last of those leaves the log and its index lying beside the file.
func (s *Store) openSQLiteToRead(ctx context.Context, path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	if info.IsDir() {
		return fmt.Errorf("%s is a folder", path)
	}
	err = s.readFile(ctx, liteFile(path)+"mode=rw&")
	// Beside a file in a folder that cannot be written to, SQLite cannot keep the
	// index of its log. Where there is no log, the file is all there is.
	if code := liteCode(err); code&0xff == liteCannotOpen || code == liteNoFolder {
		if log, e := os.Stat(path + "-wal"); errors.Is(e, fs.ErrNotExist) || e == nil && log.Size() == 0 {
			err = s.readFile(ctx, liteFile(path)+"immutable=1&mode=rw&")
		}
	}
	return err
}

func (s *Store) readFile(ctx context.Context, file string) error {
	db, err := openLite(file, readingPragmas...)
	if err != nil {
		return err
	}
	s.db = bun.NewDB(db, sqlitedialect.New())
	s.w = &readOnly{s: s}
	if _, err := s.applied(ctx); err != nil {
		return errors.Join(err, db.Close())
	}
	return nil
}

// applied lists the migrations a database holds; one that was never set up has
// no list.
func (s *Store) applied(ctx context.Context) ([]string, error) {
	there := "SELECT count(*) FROM sqlite_schema WHERE name = 'schema_migrations'"
	if s.pg {
		there = "SELECT count(*) WHERE to_regclass('schema_migrations') IS NOT NULL"
	}
	var n int
	if err := s.db.QueryRowContext(ctx, there).Scan(&n); err != nil || n == 0 {
		return nil, err
	}
	var done []string
	err := s.db.NewRaw("SELECT stamp FROM schema_migrations ORDER BY stamp").Scan(ctx, &done)
	return done, err
}

// upToDate gives the store if its schema is the program's, and closes it if not.
func (s *Store) upToDate(ctx context.Context) (*Store, error) {
	list, err := migrations(migrationFiles, s.pg)
	var done []string
	if err == nil {
		done, err = s.applied(ctx)
	}
	if err == nil {
		err = notNewer(done, list)
	}
	if err == nil {
		var missing []string
		for _, m := range list {
			if !slices.Contains(done, m.stamp) {
				missing = append(missing, m.stamp)
			}
		}
		if len(missing) > 0 {
			err = &OlderError{missing}
		}
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("store: %w", err), s.Close())
	}
	return s, nil
}

// readOnly is the writer of a store that was opened for reading.
type readOnly struct{ s *Store }

func (r *readOnly) commit(context.Context, *change) error { return ErrReadOnly }

func (r *readOnly) write(context.Context, func(context.Context, bun.IDB) error) error {
	return ErrReadOnly
}

func (r *readOnly) bulk(context.Context, []*change) error { return ErrReadOnly }

func (r *readOnly) migrate(context.Context, func(context.Context, bun.IDB) error) error {
	return ErrReadOnly
}

func (r *readOnly) ping(ctx context.Context) error { return r.s.db.PingContext(ctx) }

// settle has nothing to wait for that this program began.
func (r *readOnly) settle(context.Context) error { return nil }

func (r *readOnly) close() error { return r.s.db.Close() }
