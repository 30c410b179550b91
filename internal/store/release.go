package store

import (
	"context"
	"database/sql"
	"errors"
	"maps"

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
	Retired int64  `bun:"retired"`
}

func (r *releaseRow) release() catalog.StoredRelease {
	return catalog.StoredRelease{Hash: r.Hash, Name: r.Name, Version: r.Version, Loaded: instant(r.Loaded), Current: r.Current, Retired: instant(r.Retired)}
}

type releaseFileRow struct {
	bun.BaseModel `bun:"table:release_files,alias:f"`

	Release string `bun:"release,pk"`
	Path    string `bun:"path,pk"`
	Body    []byte `bun:"body"`
}

// SaveRelease stores a release, unless its hash is stored already, and makes
// it the current one of its name: the step of an import that names nobody.
func (s *Store) SaveRelease(ctx context.Context, r catalog.StoredRelease) error {
	return s.TakeStep(ctx, catalog.Step{Release: &r, Entry: catalog.Entry{Pack: r.Name, Version: r.Version, Step: catalog.StepImport, At: r.Loaded, To: r.Hash}})
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
		list[i] = r.release()
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
