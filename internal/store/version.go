package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/uptrace/bun"

	"github.com/onematter/onematter/catalog"
)

type versionRow struct {
	bun.BaseModel `bun:"table:versions,alias:v"`

	ID        string `bun:"id,pk"`
	Pack      string `bun:"pack"`
	Version   string `bun:"version"`
	Stage     string `bun:"stage"`
	Revision  int64  `bun:"revision"`
	Author    string `bun:"author"`
	Editors   string `bun:"editors"`
	Comment   string `bun:"comment"`
	Base      string `bun:"base"`
	Hash      string `bun:"hash"`
	Approvals string `bun:"approvals"`
	Created   int64  `bun:"created"`
	Updated   int64  `bun:"updated"`
}

type versionFileRow struct {
	bun.BaseModel `bun:"table:version_files,alias:f"`

	Version string `bun:"version,pk"`
	Path    string `bun:"path,pk"`
	Body    []byte `bun:"body"`
}

type historyRow struct {
	bun.BaseModel `bun:"table:pack_history,alias:h"`

	Seq     int64  `bun:"seq,pk,autoincrement"`
	Pack    string `bun:"pack"`
	Draft   string `bun:"draft"`
	Version string `bun:"version"`
	Step    string `bun:"step"`
	Who     string `bun:"who"`
	At      int64  `bun:"at"`
	Comment string `bun:"comment"`
	From    string `bun:"from_hash"`
	To      string `bun:"to_hash"`
}

func toVersionRow(v *catalog.Version) (versionRow, error) {
	editors, err := json.Marshal(v.Editors)
	if err != nil {
		return versionRow{}, err
	}
	approvals, err := json.Marshal(v.Approvals)
	if err != nil {
		return versionRow{}, err
	}
	return versionRow{ID: v.ID, Pack: v.Pack, Version: v.Version, Stage: string(v.Stage), Revision: v.Revision + 1, Author: v.Author, Editors: string(editors),
		Comment: v.Comment, Base: v.Base, Hash: v.Hash, Approvals: string(approvals), Created: micros(v.Created), Updated: micros(v.Updated)}, nil
}

func (r *versionRow) toVersion() (catalog.Version, error) {
	v := catalog.Version{ID: r.ID, Pack: r.Pack, Version: r.Version, Stage: catalog.Stage(r.Stage), Revision: r.Revision, Author: r.Author, Comment: r.Comment,
		Base: r.Base, Hash: r.Hash, Created: instant(r.Created), Updated: instant(r.Updated)}
	if err := json.Unmarshal([]byte(r.Editors), &v.Editors); err != nil {
		return v, wrap("decoding the editors of version "+r.ID, err)
	}
	if err := json.Unmarshal([]byte(r.Approvals), &v.Approvals); err != nil {
		return v, wrap("decoding the approvals of version "+r.ID, err)
	}
	return v, nil
}

// TakeStep writes what a step changes and its line in the history, or nothing.
func (s *Store) TakeStep(ctx context.Context, step catalog.Step) error {
	return s.write(ctx, "taking the step "+string(step.Entry.Step), func(ctx context.Context, db bun.IDB) error {
		if s.pg && (step.Release != nil || step.Retire != "") {
			// Two servers that publish at once would both end up current.
			if _, err := db.NewRaw("LOCK TABLE releases IN SHARE ROW EXCLUSIVE MODE").Exec(ctx); err != nil {
				return err
			}
		}
		entry, news := step.Entry, false
		if step.Version != nil {
			if err := putVersion(ctx, db, step.Version, step.Drop); err != nil {
				return err
			}
			news = true
		}
		if step.Release != nil {
			from, changed, err := putRelease(ctx, db, step.Release, step.Over)
			if err != nil {
				return err
			}
			news = news || changed
			if step.Version == nil {
				entry.From = from
			}
		}
		if step.Retire != "" {
			changed, err := retire(ctx, db, step)
			if err != nil {
				return err
			}
			news = news || changed
		}
		if !news || entry.Step == "" {
			return nil
		}
		row := historyRow{Pack: entry.Pack, Draft: entry.Draft, Version: entry.Version, Step: string(entry.Step), Who: entry.Who, At: micros(entry.At),
			Comment: entry.Comment, From: entry.From, To: entry.To}
		_, err := db.NewInsert().Model(&row).Exec(ctx)
		return err
	})
}

// putVersion inserts a version whose revision is 0, else updates the row that
// still has that revision. Files are replaced when there are any.
func putVersion(ctx context.Context, db bun.IDB, v *catalog.Version, drop bool) error {
	row, err := toVersionRow(v)
	if err != nil {
		return err
	}
	var done sql.Result
	switch {
	case drop:
		done, err = db.NewDelete().Model(&row).WherePK().Where("revision = ?", v.Revision).Exec(ctx)
	case v.Revision == 0:
		if _, err = db.NewInsert().Model(&row).Exec(ctx); taken(err) {
			return catalog.ErrStale
		}
	default:
		done, err = db.NewUpdate().Model(&row).WherePK().Where("revision = ?", v.Revision).Exec(ctx)
	}
	if err != nil {
		return err
	}
	if done != nil {
		if n, err := done.RowsAffected(); err != nil {
			return err
		} else if n == 0 {
			return catalog.ErrStale
		}
	}
	if drop || v.Files == nil {
		return nil
	}
	if _, err := db.NewDelete().Model((*versionFileRow)(nil)).Where("version = ?", v.ID).Exec(ctx); err != nil {
		return err
	}
	for _, path := range slices.Sorted(maps.Keys(v.Files)) {
		f := versionFileRow{Version: v.ID, Path: path, Body: raw(v.Files[path])}
		if _, err := db.NewInsert().Model(&f).Exec(ctx); err != nil {
			return fmt.Errorf("file %s: %w", path, err)
		}
	}
	return nil
}

// putRelease stores a release, unless its hash is stored already, and makes it
// the current one of its name. from is the one it replaces, which must be the
// one that was seen, if one was.
func putRelease(ctx context.Context, db bun.IDB, r *catalog.StoredRelease, over *string) (from string, changed bool, err error) {
	row := releaseRow{Hash: r.Hash, Name: r.Name, Version: r.Version, Loaded: micros(r.Loaded)}
	ins, err := db.NewInsert().Model(&row).On("CONFLICT (hash) DO NOTHING").Exec(ctx)
	if err != nil {
		return "", false, err
	}
	n, err := ins.RowsAffected()
	if err != nil {
		return "", false, err
	}
	if n > 0 {
		for _, path := range slices.Sorted(maps.Keys(r.Files)) {
			f := releaseFileRow{Release: r.Hash, Path: path, Body: raw(r.Files[path])}
			if _, err := db.NewInsert().Model(&f).Exec(ctx); err != nil {
				return "", false, fmt.Errorf("file %s: %w", path, err)
			}
		}
	}
	var retired int64
	if err := db.NewRaw("SELECT retired FROM releases WHERE hash = ?", r.Hash).Scan(ctx, &retired); err != nil {
		return "", false, err
	}
	if retired != 0 {
		return "", false, catalog.ErrRetired
	}
	err = db.NewRaw("SELECT hash FROM releases WHERE current AND name = (SELECT name FROM releases WHERE hash = ?)", r.Hash).Scan(ctx, &from)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", false, err
	}
	if from == r.Hash {
		return from, false, nil
	}
	if over != nil && from != *over {
		return from, false, catalog.ErrReplaced
	}
	if _, err := db.NewRaw("UPDATE releases SET current = FALSE WHERE hash = ?", from).Exec(ctx); err != nil {
		return "", false, err
	}
	_, err = db.NewRaw("UPDATE releases SET current = TRUE WHERE hash = ?", r.Hash).Exec(ctx)
	return from, true, err
}

// retire takes a release out of force, and the version it was published from.
func retire(ctx context.Context, db bun.IDB, step catalog.Step) (changed bool, err error) {
	at := micros(step.Entry.At)
	done, err := db.NewRaw("UPDATE releases SET retired = ?, current = FALSE WHERE hash = ? AND retired = 0", at, step.Retire).Exec(ctx)
	if err != nil {
		return false, err
	}
	if n, err := done.RowsAffected(); err != nil {
		return false, err
	} else if n == 0 {
		there, err := db.NewSelect().Model((*releaseRow)(nil)).Where("hash = ?", step.Retire).Exists(ctx)
		if err == nil && !there {
			err = catalog.ErrNoRelease
		}
		return false, err
	}
	_, err = db.NewRaw("UPDATE versions SET stage = ?, revision = revision + 1, updated = ? WHERE hash = ? AND stage = ?",
		string(catalog.StageRetired), at, step.Retire, string(catalog.StagePublished)).Exec(ctx)
	return true, err
}

// Version reads a version with its files.
func (s *Store) Version(ctx context.Context, id string) (catalog.Version, error) {
	var r versionRow
	if err := s.one(ctx, &r, "id", id); err != nil {
		if errors.Is(err, sql.ErrNoRows) {
			err = catalog.ErrNoVersion
		}
		return catalog.Version{}, wrap("reading a version", err)
	}
	v, err := r.toVersion()
	if err != nil {
		return v, err
	}
	var files []versionFileRow
	if err := s.db.NewSelect().Model(&files).Where("f.version = ?", id).Scan(ctx); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return v, wrap("reading a version's files", err)
	}
	v.Files = make(map[string][]byte, len(files))
	for _, f := range files {
		v.Files[f.Path] = f.Body
	}
	return v, nil
}

// Versions lists a pack's versions, newest first, without their files.
func (s *Store) Versions(ctx context.Context, pack string) ([]catalog.Version, error) {
	if !clean(pack) {
		return nil, nil
	}
	var rows []versionRow
	q := s.db.NewSelect().Model(&rows).OrderExpr("created DESC, id DESC")
	if pack != "" {
		q.Where("pack = ?", pack)
	}
	if err := q.Scan(ctx); err != nil {
		return nil, wrap("listing versions", err)
	}
	list := make([]catalog.Version, len(rows))
	for i := range rows {
		var err error
		if list[i], err = rows[i].toVersion(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Releases lists a pack's releases, newest first, without their files.
func (s *Store) Releases(ctx context.Context, pack string) ([]catalog.StoredRelease, error) {
	if !clean(pack) {
		return nil, nil
	}
	var rows []releaseRow
	q := s.db.NewSelect().Model(&rows).OrderExpr("loaded DESC, hash DESC")
	if pack != "" {
		q.Where("name = ?", pack)
	}
	if err := q.Scan(ctx); err != nil {
		return nil, wrap("listing releases", err)
	}
	list := make([]catalog.StoredRelease, len(rows))
	for i := range rows {
		list[i] = rows[i].release()
	}
	return list, nil
}

// longest list of history lines given at once
const maxHistory = 1000

// History lists a pack's history, newest first.
func (s *Store) History(ctx context.Context, pack string, before int64, limit int) ([]catalog.Entry, error) {
	if !clean(pack) {
		return nil, nil
	}
	if limit <= 0 || limit > maxHistory {
		limit = maxHistory
	}
	var rows []historyRow
	q := s.db.NewSelect().Model(&rows).OrderExpr("seq DESC").Limit(int64(limit))
	if pack != "" {
		q.Where("pack = ?", pack)
	}
	if before > 0 {
		q.Where("seq < ?", before)
	}
	if err := q.Scan(ctx); err != nil {
		return nil, wrap("reading the history of packs", err)
	}
	list := make([]catalog.Entry, len(rows))
	for i, r := range rows {
		list[i] = catalog.Entry{Seq: r.Seq, Pack: r.Pack, Draft: r.Draft, Version: r.Version, Step: catalog.StepKind(r.Step), Who: r.Who, At: instant(r.At),
			Comment: r.Comment, From: r.From, To: r.To}
	}
	return list, nil
}
