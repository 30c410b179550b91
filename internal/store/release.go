package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/uptrace/bun"

	"github.com/onematter/onematter/catalog"
)

type releaseRow struct {
	bun.BaseModel `bun:"table:releases,alias:r"`

	Hash    string `bun:"hash,pk"`
	Name    string `bun:"name"`
	Version string `bun:"version"`
	Loaded  int64  `bun:"loaded"`
	Current bool   `bun:"current"`
}

type releaseFileRow struct {
	bun.BaseModel `bun:"table:release_files,alias:f"`

	Release string `bun:"release,pk"`
	Path    string `bun:"path,pk"`
	Body    []byte `bun:"body"`
}

// SaveRelease stores a release, unless its hash is stored already, and makes
// it the current one of its name.
func (s *Store) SaveRelease(ctx context.Context, r catalog.StoredRelease) error {
	row := releaseRow{Hash: r.Hash, Name: r.Name, Version: r.Version, Loaded: micros(r.Loaded)}
	return s.write(ctx, "saving release "+r.Name+" "+r.Version, func(ctx context.Context, db bun.IDB) error {
		if s.pg {
			// Two servers that publish at once would both end up current.
			if _, err := db.NewRaw("LOCK TABLE releases IN SHARE ROW EXCLUSIVE MODE").Exec(ctx); err != nil {
				return err
			}
		}
		ins, err := db.NewInsert().Model(&row).On("CONFLICT (hash) DO NOTHING").Exec(ctx)
		if err != nil {
			return err
		}
		n, err := ins.RowsAffected()
		if err != nil {
			return err
		}
		if n > 0 {
			for _, path := range slices.Sorted(maps.Keys(r.Files)) {
				f := releaseFileRow{Release: r.Hash, Path: path, Body: raw(r.Files[path])}
				if _, err := db.NewInsert().Model(&f).Exec(ctx); err != nil {
					return fmt.Errorf("file %s: %w", path, err)
				}
			}
		}
		if _, err := db.NewRaw("UPDATE releases SET current = FALSE WHERE name = (SELECT name FROM releases WHERE hash = ?) AND hash <> ? AND current", r.Hash, r.Hash).Exec(ctx); err != nil {
			return err
		}
		_, err = db.NewRaw("UPDATE releases SET current = TRUE WHERE hash = ?", r.Hash).Exec(ctx)
		return err
	})
}

// Release reads a release by hash.
func (s *Store) Release(ctx context.Context, hash string) (catalog.StoredRelease, error) {
	if !clean(hash) {
		return catalog.StoredRelease{}, catalog.ErrNoRelease
	}
	list, err := s.releases(ctx, "r.hash = ?", hash)
	if err != nil {
		return catalog.StoredRelease{}, wrap("reading a release", err)
	}
	if len(list) == 0 {
		return catalog.StoredRelease{}, catalog.ErrNoRelease
	}
	return list[0], nil
}

// CurrentReleases reads the current release of every pack, by name. Servers ask
// every second; a hash's files never change, so they are read once.
func (s *Store) CurrentReleases(ctx context.Context) ([]catalog.StoredRelease, error) {
	list, err := s.releases(ctx, "r.current")
	if err != nil {
		return nil, wrap("reading the current releases", err)
	}
	files := make(map[string]map[string][]byte, len(list))
	for _, r := range list {
		files[r.Hash] = r.Files
	}
	s.packs.Store(&files)
	return list, nil
}

func (s *Store) releases(ctx context.Context, where string, args ...any) ([]catalog.StoredRelease, error) {
	var rows []releaseRow
	if err := s.db.NewSelect().Model(&rows).Where(where, args...).OrderExpr("r.name").Scan(ctx); err != nil {
		return nil, err
	}
	list := make([]catalog.StoredRelease, len(rows))
	known := s.packs.Load()
	for i, r := range rows {
		list[i] = catalog.StoredRelease{Hash: r.Hash, Name: r.Name, Version: r.Version, Loaded: instant(r.Loaded), Current: r.Current}
		if known != nil {
			if files, ok := (*known)[r.Hash]; ok {
				list[i].Files = maps.Clone(files)
				continue
			}
		}
		var files []releaseFileRow
		err := s.db.NewSelect().Model(&files).Where("f.release = ?", r.Hash).Scan(ctx)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return nil, err
		}
		list[i].Files = make(map[string][]byte, len(files))
		for _, f := range files {
			list[i].Files[f.Path] = f.Body
		}
	}
	return list, nil
}
