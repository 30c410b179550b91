package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/uptrace/bun"
)

//go:embed migrations/*.sql
var migrationFiles embed.FS

// A migration is known by its stamp, the file's name without kind and ending.
type migration struct {
	stamp string
	sql   string
}

// NewerError means that the database was migrated by a newer program.
type NewerError struct{ Stamps []string }

func (e *NewerError) Error() string {
	return fmt.Sprintf("the database is newer than this program: it holds migrations %s; start the newer version, or restore a backup", strings.Join(e.Stamps, ", "))
}

// Migrate brings the schema up to date. Servers that start at once wait for
// each other. A database that is newer than the program is refused with
// *NewerError and left as it is.
func (s *Store) Migrate(ctx context.Context) error {
	list, err := migrations(migrationFiles, s.pg)
	if err != nil {
		return fmt.Errorf("store: migrate: %w", err)
	}
	return wrap("migrate", s.w.migrate(ctx, func(ctx context.Context, db bun.IDB) error {
		return s.apply(ctx, db, list)
	}))
}

func (s *Store) apply(ctx context.Context, db bun.IDB, list []migration) error {
	if _, err := db.ExecContext(ctx, "CREATE TABLE IF NOT EXISTS schema_migrations (stamp TEXT NOT NULL PRIMARY KEY, applied BIGINT NOT NULL)"); err != nil {
		return err
	}
	var done []string
	if err := db.NewRaw("SELECT stamp FROM schema_migrations ORDER BY stamp").Scan(ctx, &done); err != nil {
		return err
	}
	if err := notNewer(done, list); err != nil {
		return err
	}
	for _, m := range list {
		if slices.Contains(done, m.stamp) {
			continue
		}
		start := time.Now()
		for _, statement := range split(m.sql) {
			if _, err := db.ExecContext(ctx, statement); err != nil {
				return fmt.Errorf("%s: %w\n%s", m.stamp, err, statement)
			}
		}
		now, err := s.now(ctx, db)
		if err != nil {
			return err
		}
		if _, err := db.NewRaw("INSERT INTO schema_migrations (stamp, applied) VALUES (?, ?)", m.stamp, micros(now)).Exec(ctx); err != nil {
			return err
		}
		s.log.InfoContext(ctx, "database migrated", "stamp", m.stamp, "took", time.Since(start))
	}
	return nil
}

// notNewer refuses what a database holds and the program does not know.
func notNewer(done []string, list []migration) error {
	var unknown []string
	for _, stamp := range done {
		if !slices.ContainsFunc(list, func(m migration) bool { return m.stamp == stamp }) {
			unknown = append(unknown, stamp)
		}
	}
	if len(unknown) > 0 {
		return &NewerError{unknown}
	}
	return nil
}

// migrations reads one database's files in order of their stamps.
func migrations(files fs.FS, pg bool) ([]migration, error) {
	ending := ".sqlite.sql"
	if pg {
		ending = ".postgres.sql"
	}
	names, err := fs.Glob(files, "migrations/*"+ending)
	if err != nil {
		return nil, err
	}
	slices.Sort(names)
	var list []migration
	for _, name := range names {
		b, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, err
		}
		list = append(list, migration{strings.TrimSuffix(strings.TrimPrefix(name, "migrations/"), ending), string(b)})
	}
	return list, nil
}

// split cuts a migration at the semicolons that end a line. bun would take a
// question mark for an argument: migrations contain none outside comments,
// which are left out.
func split(sql string) []string {
	var list []string
	var b strings.Builder
	for line := range strings.Lines(sql) {
		if trimmed := strings.TrimSpace(line); trimmed == "" || strings.HasPrefix(trimmed, "--") {
			continue
		}
		b.WriteString(line)
		if strings.HasSuffix(strings.TrimSpace(line), ";") {
			list = append(list, strings.TrimSuffix(strings.TrimSpace(b.String()), ";"))
			b.Reset()
		}
	}
	if rest := strings.TrimSpace(b.String()); rest != "" {
		list = append(list, rest)
	}
	return list
}
