package store

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/onematter/onematter/engine"
)

type draftRow struct {
	bun.BaseModel `bun:"table:drafts,alias:d"`

	Seq       int64  `bun:"seq,pk,autoincrement"`
	ID        string `bun:"id"`
	Owner     string `bun:"owner"`
	Theme     string `bun:"theme"`
	Matter    string `bun:"matter"`
	Release   string `bun:"release"`
	Revision  int64  `bun:"revision"`
	Created   int64  `bun:"created"`
	Updated   int64  `bun:"updated"`
	Submitted string `bun:"submitted"`
	Guide     []byte `bun:"guide"`
	Answers   []byte `bun:"answers"`
	Kept      []byte `bun:"kept"`
	Moved     []byte `bun:"moved"`
	Filled    int64  `bun:"filled"`
	Sourced   []byte `bun:"sourced"`
	Earlier   []byte `bun:"earlier"`
	Guided    []byte `bun:"guided"`
}

func toDraftRow(d *engine.Draft) draftRow {
	return draftRow{ID: d.ID, Owner: d.Owner, Theme: d.Theme, Matter: d.Matter, Release: d.Release, Revision: d.Revision,
		Created: micros(d.Created), Updated: micros(d.Updated), Submitted: d.Submitted, Guide: raw(d.Guide), Answers: raw(d.Answers),
		Kept: raw(d.Kept), Moved: raw(d.Moved), Sourced: raw(d.Sourced), Earlier: raw(d.Earlier), Guided: raw(d.Guided), Filled: int64(d.Filled)}
}

func (r *draftRow) draft() engine.Draft {
	return engine.Draft{ID: r.ID, Owner: r.Owner, Theme: r.Theme, Matter: r.Matter, Release: r.Release, Revision: r.Revision,
		Created: instant(r.Created), Updated: instant(r.Updated), Submitted: r.Submitted, Guide: unraw(r.Guide), Answers: unraw(r.Answers),
		Kept: unraw(r.Kept), Moved: unraw(r.Moved), Sourced: unraw(r.Sourced), Earlier: unraw(r.Earlier), Guided: unraw(r.Guided), Filled: time.Duration(r.Filled)}
}

// Draft reads a draft.
func (s *Store) Draft(ctx context.Context, id string) (engine.Draft, error) {
	var r draftRow
	if err := s.one(ctx, &r, "id", id); err != nil {
		return engine.Draft{}, wrap("reading a draft", err)
	}
	return r.draft(), nil
}

// DraftsOf lists an owner's unsubmitted drafts, the one saved last first.
func (s *Store) DraftsOf(ctx context.Context, owner string, p engine.Page) ([]engine.Draft, string, error) {
	if !clean(owner) {
		return nil, "", nil
	}
	limit := pageLimit(p)
	var rows []draftRow
	q := s.db.NewSelect().Model(&rows).Where("owner = ?", owner).Where("submitted = ''").
		OrderExpr("updated DESC, seq DESC").Limit(int64(limit) + 1)
	if p.Cursor != "" {
		var updated, seq int64
		if err := readCursor(p.Cursor, cursorDrafts, &updated, &seq); err != nil {
			return nil, "", err
		}
		q.Where("(updated, seq) < (?, ?)", updated, seq)
	}
	if err := q.Scan(ctx); err != nil {
		return nil, "", wrap("listing drafts", err)
	}
	next := ""
	if len(rows) > limit {
		rows = rows[:limit]
		next = writeCursor(cursorDrafts, rows[limit-1].Updated, rows[limit-1].Seq)
	}
	list := make([]engine.Draft, len(rows))
	for i := range rows {
		list[i] = rows[i].draft()
	}
	return list, next, nil
}
