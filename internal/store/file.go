package store

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/onematter/onematter/engine"
)

type fileRow struct {
	bun.BaseModel `bun:"table:files,alias:f"`

	ID       string `bun:"id,pk"`
	Draft    string `bun:"draft"`
	Case     string `bun:"case_id"`
	Owner    string `bun:"owner"`
	Material string `bun:"material"`
	Name     string `bun:"name"`
	Media    string `bun:"media"`
	Size     int64  `bun:"size"`
	SHA256   string `bun:"sha256"`
	Blob     string `bun:"blob"`
	Added    int64  `bun:"added"`
}

func toFileRow(f *engine.File) fileRow {
	return fileRow{ID: f.ID, Draft: f.Draft, Case: f.Case, Owner: f.Owner, Material: f.Material, Name: f.Name, Media: f.Media,
		Size: f.Size, SHA256: f.SHA256, Blob: f.Blob, Added: micros(f.Added)}
}

func (r *fileRow) file() engine.File {
	return engine.File{ID: r.ID, Draft: r.Draft, Case: r.Case, Owner: r.Owner, Material: r.Material, Name: r.Name, Media: r.Media,
		Size: r.Size, SHA256: r.SHA256, Blob: r.Blob, Added: instant(r.Added)}
}

// File reads a file's row.
func (s *Store) File(ctx context.Context, id string) (engine.File, error) {
	var r fileRow
	if err := s.one(ctx, &r, "id", id); err != nil {
		return engine.File{}, wrap("reading a file", err)
	}
	return r.file(), nil
}

// FilesOfDraft lists a draft's files by when they were added.
func (s *Store) FilesOfDraft(ctx context.Context, draft string) ([]engine.File, error) {
	if draft == "" || !clean(draft) {
		return nil, nil
	}
	return s.files(ctx, func(q *bun.SelectQuery) {
		// The second condition lets SQLite use the partial index.
		q.Where("draft = ?", draft).Where("draft <> ''")
	})
}

// ofRoot are the files of a root case, given twice, and of its children.
const ofRoot = "case_id IN (SELECT ? UNION ALL SELECT id FROM cases WHERE root = ? AND root <> id) AND case_id <> ''"

// FilesOfCase lists the files of a root case and of its children.
func (s *Store) FilesOfCase(ctx context.Context, root string) ([]engine.File, error) {
	if root == "" || !clean(root) {
		return nil, nil
	}
	if s.pg {
		return s.files(ctx, func(q *bun.SelectQuery) { q.Where(ofRoot, root, root) })
	}
	var rows []fileRow
	err := s.all(ctx, &rows, "WHERE "+ofRoot+" ORDER BY added, id", root, root)
	return toFiles(rows, err)
}

func (s *Store) files(ctx context.Context, narrow func(*bun.SelectQuery)) ([]engine.File, error) {
	var rows []fileRow
	q := s.db.NewSelect().Model(&rows).OrderExpr("added, id")
	narrow(q)
	return toFiles(rows, q.Scan(ctx))
}

func toFiles(rows []fileRow, err error) ([]engine.File, error) {
	if err != nil {
		return nil, wrap("listing files", err)
	}
	list := make([]engine.File, len(rows))
	for i := range rows {
		list[i] = rows[i].file()
	}
	return list, nil
}
