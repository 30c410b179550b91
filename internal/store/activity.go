package store

import (
	"context"
	"strings"

	"github.com/uptrace/bun"

	"github.com/onematter/onematter/engine"
)

// When a filing last moved is read from the log, a leap along events_root for
// each: a column of it would have the row of the whole filing written, and an
// index moved, with every step of every matter.

// filingRow is one row of an applicant's list.
type filingRow struct {
	Seq    int64 `bun:"seq"`
	Asks   int64 `bun:"asks"` // 1: it waits for the applicant
	Active int64 `bun:"active"`
}

// PinsOf lists the themes an account filed, by the releases they are pinned to.
func (s *Store) PinsOf(ctx context.Context, applicant string) ([]engine.Pinned, error) {
	if !clean(applicant) {
		return nil, nil
	}
	var list []engine.Pinned
	err := s.db.NewRaw(`SELECT DISTINCT theme, "release" FROM cases WHERE applicant = ? AND root = id AND theme <> '' ORDER BY theme, "release"`, applicant).Scan(ctx, &list)
	return list, wrap("listing what somebody filed", err)
}

// Filings lists an applicant's filings: first what waits for them, then what moved last.
func (s *Store) Filings(ctx context.Context, f engine.ActivityFilter, p engine.Page) ([]engine.ActiveCase, string, error) {
	if !cleanFilter(f.CaseFilter) || f.Applicant == "" {
		return nil, "", nil
	}
	limit := pageLimit(p)
	found, list, err := s.byNumber(ctx, f.CaseFilter, p)
	if err != nil {
		return nil, "", wrap("finding a case by its number", err)
	}
	active, args := lastMoved(f)
	one := s.db.NewSelect().TableExpr("cases AS c").ColumnExpr("c.seq, CASE WHEN c.status = 'asking' THEN 1 ELSE 0 END AS asks").
		ColumnExpr(active+" AS active", args...).Where("c.applicant = ?", f.Applicant).Where("c.root = c.id")
	if found {
		number := make([]string, len(list))
		for i := range list {
			number[i] = list[i].Number
		}
		one.Where("c.number IN (?)", bun.List(number))
		f.Query = ""
	}
	rest(f.CaseFilter, one)
	q := s.db.NewSelect().TableExpr("(?) AS mine", one).ColumnExpr("seq, asks, active").OrderExpr("asks DESC, active DESC, seq DESC").Limit(int64(limit) + 1)
	if p.Cursor != "" {
		var asks, active, seq int64
		if err := readCursor(p.Cursor, cursorFilings, &asks, &active, &seq); err != nil {
			return nil, "", err
		}
		q.Where("(asks, active, seq) < (?, ?, ?)", asks, active, seq)
	}
	var rows []filingRow
	if err := q.Scan(ctx, &rows); err != nil {
		return nil, "", wrap("listing what somebody filed", err)
	}
	next := ""
	if len(rows) > limit {
		rows = rows[:limit]
		last := rows[limit-1]
		next = writeCursor(cursorFilings, last.Asks, last.Active, last.Seq)
	}
	out, err := s.filings(ctx, rows)
	return out, next, wrap("listing what somebody filed", err)
}

// lastMoved is when a filing last moved, as an expression: the latest event of a
// kind that moves it, or, where what is decided is told later, of a kind that
// tells nothing of it or of the applicant's own doing.
func lastMoved(f engine.ActivityFilter) (string, []any) {
	const last = "(SELECT e.at FROM events AS e WHERE e.root = c.id AND %s ORDER BY e.seq DESC LIMIT 1)"
	moves := strings.Replace(last, "%s", "e.type IN (?)", 1)
	expr, args := moves, []any{bun.List(f.Events)}
	if len(f.Quiet) > 0 {
		var quiet []string
		var with []any
		for _, q := range f.Quiet {
			quiet = append(quiet, `(c.theme = ? AND c."release" = ?)`)
			with = append(with, q.Theme, q.Release)
		}
		expr = "CASE WHEN " + strings.Join(quiet, " OR ") + " THEN " + strings.Replace(last, "%s", "(e.type IN (?) OR e.actor = c.applicant)", 1) + " ELSE " + moves + " END"
		args = append(append(with, bun.List(f.Still)), args...)
	}
	return "COALESCE(" + expr + ", c.submitted)", args
}

// filings gives the rows their cases.
func (s *Store) filings(ctx context.Context, rows []filingRow) ([]engine.ActiveCase, error) {
	seqs := make([]int64, len(rows))
	for i, r := range rows {
		seqs[i] = r.Seq
	}
	bySeq, err := s.casesBySeq(ctx, seqs)
	if err != nil {
		return nil, err
	}
	var list []engine.ActiveCase
	for _, r := range rows {
		row, ok := bySeq[r.Seq]
		if !ok {
			continue
		}
		c, err := row.toCase()
		if err != nil {
			return nil, err
		}
		list = append(list, engine.ActiveCase{Case: c, Active: instant(max(r.Active, row.Submitted))})
	}
	return list, nil
}
