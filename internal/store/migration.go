package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/uptrace/bun"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
)

type migrationRow struct {
	bun.BaseModel `bun:"table:migrations,alias:m"`

	Seq      int64  `bun:"seq,pk,autoincrement"`
	ID       string `bun:"id"`
	Theme    string `bun:"theme"`
	Matter   string `bun:"matter"`
	From     string `bun:"from_release"`
	To       string `bun:"to_release"`
	Map      []byte `bun:"map"`
	Note     string `bun:"note"`
	Status   string `bun:"status"`
	Cursor   string `bun:"cursor"`
	By       string `bun:"by"`
	Created  int64  `bun:"created"`
	Updated  int64  `bun:"updated"`
	Revision int64  `bun:"revision"`
}

type migrationItemRow struct {
	bun.BaseModel `bun:"table:migration_items,alias:i"`

	Migration string `bun:"migration,pk"`
	Filing    string `bun:"filing,pk"`
	Kind      string `bun:"kind"`
	Number    string `bun:"number"`
	Rev       int64  `bun:"rev"`
	Sort      string `bun:"sort"`
	Fate      string `bun:"fate"`
	Kept      int    `bun:"kept"`
	Findings  []byte `bun:"findings"`
	Before    []byte `bun:"before"`
	At        int64  `bun:"at"`
	Undone    int64  `bun:"undone"`
}

func (r *migrationRow) migration() (engine.Migration, error) {
	m := engine.Migration{ID: r.ID, Theme: r.Theme, Matter: r.Matter, From: r.From, To: r.To, Note: r.Note, Status: engine.MigrationStatus(r.Status),
		Cursor: r.Cursor, By: r.By, Created: instant(r.Created), Updated: instant(r.Updated), Revision: r.Revision}
	if err := json.Unmarshal(r.Map, &m.Map); err != nil {
		return m, fmt.Errorf("store: decoding migration %s: %w", r.ID, err)
	}
	return m, nil
}

func toMigrationItemRow(i *engine.MigrationItem) (migrationItemRow, error) {
	findings, err := json.Marshal(i.Findings)
	if err != nil {
		return migrationItemRow{}, fmt.Errorf("encoding the findings about %s: %w", i.Filing, err)
	}
	return migrationItemRow{Migration: i.Migration, Filing: i.Filing, Kind: string(i.Kind), Number: i.Number, Rev: i.Revision, Sort: string(i.Sort), Fate: string(i.Fate),
		Kept: i.Kept, Findings: findings, Before: raw(i.Before), At: micros(i.At), Undone: micros(i.Undone)}, nil
}

func (r *migrationItemRow) item() (engine.MigrationItem, error) {
	i := engine.MigrationItem{Migration: r.Migration, Fate: engine.MigrationFate(r.Fate), Before: unraw(r.Before), At: instant(r.At), Undone: instant(r.Undone),
		MigrationVerdict: engine.MigrationVerdict{Kind: engine.FilingKind(r.Kind), Filing: r.Filing, Number: r.Number, Revision: r.Rev, Sort: engine.MigrationSort(r.Sort), Kept: r.Kept}}
	if err := json.Unmarshal(r.Findings, &i.Findings); err != nil {
		return i, fmt.Errorf("store: decoding the findings about %s: %w", r.Filing, err)
	}
	return i, nil
}

var _ catalog.Running = (*Store)(nil)

// SaveMigration inserts a migration (Revision 0) or updates it.
func (s *Store) SaveMigration(ctx context.Context, m engine.Migration) error {
	mapped, err := json.Marshal(m.Map)
	if err != nil {
		return fmt.Errorf("store: encoding migration %s: %w", m.ID, err)
	}
	r := migrationRow{ID: m.ID, Theme: m.Theme, Matter: m.Matter, From: m.From, To: m.To, Map: mapped, Note: m.Note, Status: string(m.Status), Cursor: m.Cursor, By: m.By,
		Created: micros(m.Created), Updated: micros(m.Updated), Revision: m.Revision + 1}
	return s.write(ctx, "saving a migration", func(ctx context.Context, db bun.IDB) error {
		if m.Revision == 0 {
			_, err := db.NewInsert().Model(&r).ExcludeColumn("seq").Returning("NULL").Exec(ctx)
			return asTaken(err)
		}
		return asTaken(changed(db.NewUpdate().Model(&r).ExcludeColumn("seq", "id", "created").Where("m.id = ?", m.ID).Where("m.revision = ?", m.Revision).Exec(ctx)))
	})
}

// Migration reads a migration.
func (s *Store) Migration(ctx context.Context, id string) (engine.Migration, error) {
	var r migrationRow
	if err := s.one(ctx, &r, "id", id); err != nil {
		return engine.Migration{}, wrap("reading a migration", err)
	}
	return r.migration()
}

func toMigrations(rows []migrationRow) ([]engine.Migration, error) {
	list := make([]engine.Migration, len(rows))
	for i := range rows {
		var err error
		if list[i], err = rows[i].migration(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// ListMigrations lists migrations, newest first.
func (s *Store) ListMigrations(ctx context.Context, p engine.Page) ([]engine.Migration, string, error) {
	limit := pageLimit(p)
	var rows []migrationRow
	q := s.db.NewSelect().Model(&rows).OrderExpr("seq DESC").Limit(int64(limit) + 1)
	if p.Cursor != "" {
		var seq int64
		if err := readCursor(p.Cursor, cursorMigrations, &seq); err != nil {
			return nil, "", err
		}
		q.Where("seq < ?", seq)
	}
	if err := q.Scan(ctx); err != nil {
		return nil, "", wrap("listing migrations", err)
	}
	next := ""
	if len(rows) > limit {
		rows = rows[:limit]
		next = writeCursor(cursorMigrations, rows[limit-1].Seq)
	}
	list, err := toMigrations(rows)
	return list, next, err
}

// OpenMigrations lists migrations that are at work, oldest first.
func (s *Store) OpenMigrations(ctx context.Context) ([]engine.Migration, error) {
	var rows []migrationRow
	err := s.db.NewSelect().Model(&rows).Where("status IN ('running', 'undoing')").OrderExpr("created, seq").Scan(ctx)
	if err != nil {
		return nil, wrap("listing open migrations", err)
	}
	return toMigrations(rows)
}

// MigrationItem reads one filing of a migration.
func (s *Store) MigrationItem(ctx context.Context, migration, filing string) (engine.MigrationItem, error) {
	if !clean(migration) || !clean(filing) {
		return engine.MigrationItem{}, wrap("reading an item of a migration", errNoSuchRow)
	}
	var r migrationItemRow
	err := s.db.NewSelect().Model(&r).Where("i.migration = ?", migration).Where("i.filing = ?", filing).Scan(ctx)
	if err != nil {
		return engine.MigrationItem{}, wrap("reading an item of a migration", err)
	}
	return r.item()
}

// MigrationItems lists filings of a migration by id, behind one.
func (s *Store) MigrationItems(ctx context.Context, migration string, fate engine.MigrationFate, after string, limit int) ([]engine.MigrationItem, error) {
	if !clean(migration) || !clean(after) || !clean(string(fate)) {
		return nil, nil
	}
	var rows []migrationItemRow
	q := s.db.NewSelect().Model(&rows).Where("i.migration = ?", migration).Where("i.filing > ?", after).OrderExpr("i.filing").Limit(int64(limit))
	if fate != "" {
		q.Where("i.fate = ?", string(fate))
	}
	if err := q.Scan(ctx); err != nil {
		return nil, wrap("listing the items of a migration", err)
	}
	list := make([]engine.MigrationItem, len(rows))
	for i := range rows {
		var err error
		if list[i], err = rows[i].item(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// CountMigration counts the filings of a migration.
func (s *Store) CountMigration(ctx context.Context, id string) ([]engine.MigrationCount, error) {
	if !clean(id) {
		return nil, nil
	}
	var rows []struct {
		Kind string `bun:"kind"`
		Sort string `bun:"sort"`
		Fate string `bun:"fate"`
		N    int    `bun:"n"`
	}
	err := s.db.NewSelect().TableExpr("migration_items AS i").ColumnExpr("i.kind, i.sort, i.fate, count(*) AS n").
		Where("i.migration = ?", id).GroupExpr("i.kind, i.sort, i.fate").OrderExpr("i.kind, i.sort, i.fate").Scan(ctx, &rows)
	if err != nil {
		return nil, wrap("counting a migration", err)
	}
	list := make([]engine.MigrationCount, len(rows))
	for i, r := range rows {
		list[i] = engine.MigrationCount{Kind: engine.FilingKind(r.Kind), Sort: engine.MigrationSort(r.Sort), Fate: engine.MigrationFate(r.Fate), N: r.N}
	}
	return list, nil
}

func cleanFilings(f engine.FilingsAt) bool {
	return clean(f.Release) && clean(f.Theme) && clean(f.Matter) && clean(f.After)
}

// DraftsAt lists the open drafts of a theme or a matter that are pinned to a release.
func (s *Store) DraftsAt(ctx context.Context, f engine.FilingsAt, limit int) ([]engine.Draft, error) {
	if !cleanFilings(f) {
		return nil, nil
	}
	var rows []draftRow
	err := s.db.NewSelect().Model(&rows).Where("d.release = ?", f.Release).Where("theme = ?", f.Theme).Where("matter = ?", f.Matter).
		Where("submitted = ''").Where("id > ?", f.After).OrderExpr("id").Limit(int64(limit)).Scan(ctx)
	if err != nil {
		return nil, wrap("listing drafts of a release", err)
	}
	list := make([]engine.Draft, len(rows))
	for i := range rows {
		list[i] = rows[i].draft()
	}
	return list, nil
}

// CasesAt lists the roots of a theme, or of a matter filed alone, that are
// pinned to a release and have not ended.
func (s *Store) CasesAt(ctx context.Context, f engine.FilingsAt, limit int) ([]engine.Case, error) {
	if !cleanFilings(f) {
		return nil, nil
	}
	var rows []caseRow
	// A theme's root has no matter, a matter filed alone no theme: both lead the index.
	err := s.db.NewSelect().Model(&rows).Where("c.release = ?", f.Release).Where("theme = ?", f.Theme).Where("matter = ?", f.Matter).
		Where("status <> 'ended'").Where("id > ?", f.After).OrderExpr("id").Limit(int64(limit)).Scan(ctx)
	if err != nil {
		return nil, wrap("listing cases of a release", err)
	}
	return toCases(rows)
}

// CountRunning counts open drafts and running cases that are pinned to one of
// the releases, or belong to one of the themes or matters. A theme case with
// its children counts once.
func (s *Store) CountRunning(ctx context.Context, f catalog.RunningFilter) (catalog.RunningCounts, error) {
	var n catalog.RunningCounts
	var ways []string
	var args []any
	for _, by := range []struct {
		column string
		list   []string
	}{{`"release"`, f.Releases}, {"theme", f.Themes}, {"matter", f.Matters}} {
		var list []string
		for _, x := range by.list {
			if x != "" && clean(x) { // "" would mean: of no theme, of no matter
				list = append(list, x)
			}
		}
		if len(list) > 0 {
			ways = append(ways, by.column+" IN (?)")
			args = append(args, bun.List(list))
		}
	}
	if len(ways) == 0 {
		return n, nil
	}
	where := strings.Join(ways, " OR ")
	err := s.db.NewSelect().TableExpr("drafts").ColumnExpr("count(*)").Where("submitted = ''").Where(where, args...).Scan(ctx, &n.Drafts)
	if err != nil {
		return n, wrap("counting drafts under way", err)
	}
	err = s.db.NewSelect().TableExpr("cases").ColumnExpr("count(DISTINCT root)").Where("status <> 'ended'").Where(where, args...).Scan(ctx, &n.Cases)
	return n, wrap("counting cases under way", err)
}
