package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/workflows"
)

// A list of cases is a merge of walks: each walk follows one index in the
// list's order and stops after a page, so that a page costs the same however
// many cases there are. A walk is pinned to what leads its index: a queue (the
// desk of a department), a department, an applicant, a light, or nothing.
type walk struct {
	where string
	args  []any
}

// More walks than this are not merged: one query sorts instead.
const maxWalks = 120

// queue is a department's desk: where cases wait for the same set of roles.
type queue struct {
	Department string `bun:"department"`
	Desk       string `bun:"desk"`
}

// Cases lists the cases that pass a filter.
func (s *Store) Cases(ctx context.Context, f engine.CaseFilter, p engine.Page) ([]engine.Case, string, error) {
	limit := pageLimit(p)
	order := newest
	if f.ByDue {
		order = byDue
	}
	after, err := order.after(p.Cursor)
	if err != nil {
		return nil, "", err
	}
	if !cleanFilter(f) {
		return nil, "", nil // nothing that can be stored passes
	}
	found, list, err := s.byNumber(ctx, f, p)
	if err != nil || found {
		return list, "", wrap("finding a case by its number", err)
	}
	walks, none, err := s.walks(ctx, f)
	if err != nil || none {
		return nil, "", wrap("listing the queues", err)
	}
	var rows []caseRow
	q := s.db.NewSelect().Model(&rows).OrderExpr(order.by).Limit(int64(limit) + 1)
	if len(walks) == 1 {
		walks[0].apply(q)
		rest(f, q)
		after(q)
	} else {
		var all *bun.SelectQuery
		for _, w := range walks {
			one := s.db.NewSelect().TableExpr("cases AS c").ColumnExpr("c.seq, c.submitted, c.due, c.number").OrderExpr(order.by).Limit(int64(limit) + 1)
			w.apply(one)
			rest(f, one)
			after(one)
			// In parentheses as a table, for SQLite takes ORDER BY and LIMIT
			// only behind the last part of a UNION.
			part := s.db.NewSelect().TableExpr("(?) AS part", one).ColumnExpr("seq, submitted, due, number")
			if all == nil {
				all = part
			} else {
				all = all.UnionAll(part)
			}
		}
		page := s.db.NewSelect().TableExpr("(?) AS whole", all).ColumnExpr("seq").OrderExpr(order.by).Limit(int64(limit) + 1)
		q.Where("c.seq IN (?)", page)
	}
	if err := q.Scan(ctx); err != nil {
		return nil, "", wrap("listing cases", err)
	}
	next := ""
	if len(rows) > limit {
		rows = rows[:limit]
		next = order.cursor(&rows[limit-1])
	}
	list, err = toCases(rows)
	return list, next, wrap("listing cases", err)
}

// CountCases counts the cases that pass a filter, by light.
func (s *Store) CountCases(ctx context.Context, f engine.CaseFilter) (map[workflows.Light]int, error) {
	counts := map[workflows.Light]int{}
	if !cleanFilter(f) {
		return counts, nil
	}
	found, list, err := s.byNumber(ctx, f, engine.Page{})
	if err != nil {
		return nil, wrap("finding a case by its number", err)
	}
	if found {
		for _, c := range list {
			counts[c.Light]++
		}
		return counts, nil
	}
	walks, none, err := s.walks(ctx, f)
	if err != nil {
		return nil, wrap("listing the queues", err)
	}
	if none {
		return counts, nil
	}
	for _, w := range walks {
		var rows []struct {
			Light string `bun:"light"`
			N     int    `bun:"n"`
		}
		q := s.db.NewSelect().TableExpr("cases AS c").ColumnExpr("c.light, count(*) AS n").GroupExpr("c.light")
		w.apply(q)
		rest(f, q)
		if err := q.Scan(ctx, &rows); err != nil {
			return nil, wrap("counting cases", err)
		}
		for _, r := range rows {
			counts[workflows.Light(r.Light)] += r.N
		}
	}
	return counts, nil
}

func cleanFilter(f engine.CaseFilter) bool {
	ok := clean(f.Applicant) && clean(f.Theme) && clean(f.Matter) && clean(string(f.Status)) && clean(f.Query) && clean(f.Me)
	for _, l := range f.Lights {
		ok = ok && clean(string(l))
	}
	for _, list := range [][]string{f.Departments, f.OpenTaskFor} {
		for _, s := range list {
			ok = ok && clean(s)
		}
	}
	return ok
}

// byNumber answers a query that is a whole case number. Such a list has one page.
func (s *Store) byNumber(ctx context.Context, f engine.CaseFilter, p engine.Page) (bool, []engine.Case, error) {
	number := trimmed(f.Query)
	if number == "" {
		return false, nil, nil
	}
	var rows []caseRow
	q := s.db.NewSelect().Model(&rows).Where("c.number = ?", number)
	f.Query = ""
	walks, none, err := s.walks(ctx, f)
	if err != nil || none {
		return none, nil, err
	}
	q.WhereGroup(" AND ", func(q *bun.SelectQuery) *bun.SelectQuery {
		for _, w := range walks {
			q.WhereOr("("+w.where+")", w.args...)
		}
		return q
	})
	rest(f, q)
	if err := q.Scan(ctx); err != nil && !errors.Is(err, sql.ErrNoRows) {
		return false, nil, err
	}
	if len(rows) == 0 || p.Cursor != "" {
		return false, nil, nil
	}
	list, err := toCases(rows)
	return true, list, err
}

// walks chooses the indexes to follow; none reports that nothing can pass.
// Together the walks' conditions stand for the filter's departments, roles,
// applicant and, where the index leads with it, lights.
func (s *Store) walks(ctx context.Context, f engine.CaseFilter) (list []walk, none bool, err error) {
	departments := slices.Compact(slices.Sorted(slices.Values(f.Departments)))
	switch {
	case f.Entrusted:
		for _, d := range departments {
			list = append(list, walk{"c.authority = ? AND c.authority <> ''", []any{d}})
		}
		if len(list) == 0 {
			list = []walk{{"c.authority <> ''", nil}}
		}
	case len(f.OpenTaskFor) > 0:
		queues, err := s.queues(ctx, departments, f.OpenTaskFor)
		if err != nil || len(queues) == 0 {
			return nil, true, err
		}
		for _, q := range queues {
			list = append(list, walk{"c.department = ? AND c.desk = ?", []any{q.Department, q.Desk}})
		}
	case f.ByDue && len(f.Lights) > 0 && !slices.ContainsFunc(f.Lights, func(l workflows.Light) bool { return l != workflows.Red && l != workflows.Yellow }):
		// A literal, for SQLite uses a partial index only when the query's
		// text implies the index's condition.
		for _, l := range slices.Compact(slices.Sorted(slices.Values(f.Lights))) {
			list = append(list, walk{"c.light = '" + string(l) + "' AND c.light IN ('yellow', 'red')", nil})
		}
		if len(departments) > 0 {
			for i := range list {
				list[i].where += " AND c.department IN (?)"
				list[i].args = append(list[i].args, bun.List(departments))
			}
		}
	case f.Applicant != "":
		list = []walk{{"c.applicant = ?", []any{f.Applicant}}}
		if len(departments) > 0 {
			list[0].where += " AND c.department IN (?)"
			list[0].args = append(list[0].args, bun.List(departments))
		}
		return list, false, nil
	case len(departments) > 0:
		for _, d := range departments {
			list = append(list, walk{"c.department = ?", []any{d}})
		}
	default:
		return []walk{{"1 = 1", nil}}, false, nil
	}
	return oneWalk(applicants(f.Applicant, list)), false, nil
}

// applicants narrows walks to the cases of an applicant; "" means anybody.
func applicants(applicant string, list []walk) []walk {
	for i := range list {
		if applicant != "" {
			list[i].where += " AND c.applicant = ?"
			list[i].args = append(list[i].args, applicant)
		}
	}
	return list
}

// oneWalk makes one of too many.
func oneWalk(list []walk) []walk {
	if len(list) <= maxWalks {
		return list
	}
	one := walk{}
	for i, w := range list {
		if i > 0 {
			one.where += " OR "
		}
		one.where += "(" + w.where + ")"
		one.args = append(one.args, w.args...)
	}
	return []walk{{"(" + one.where + ")", one.args}}
}

func (w walk) apply(q *bun.SelectQuery) { q.Where(w.where, w.args...) }

// queues finds the desks of the departments that wait for any of the roles, by
// leaping along cases_desk from one desk to the next.
func (s *Store) queues(ctx context.Context, departments, roles []string) ([]queue, error) {
	var all []queue
	if len(departments) == 0 {
		err := s.db.NewRaw("SELECT DISTINCT department, desk FROM cases WHERE desk IS NOT NULL ORDER BY department, desk").Scan(ctx, &all)
		if err != nil {
			return nil, err
		}
	} else {
		ids := make([]string, len(departments))
		args := make([]any, len(departments))
		for i, d := range departments {
			ids[i], args[i] = "(?)", d
		}
		err := s.db.NewRaw(`WITH RECURSIVE d (id) AS (VALUES `+strings.Join(ids, ", ")+`),
			w (department, desk) AS (
				SELECT d.id, (SELECT min(c.desk) FROM cases AS c WHERE c.department = d.id AND c.desk IS NOT NULL) FROM d
				UNION ALL
				SELECT w.department, (SELECT min(c.desk) FROM cases AS c WHERE c.department = w.department AND c.desk > w.desk) FROM w WHERE w.desk IS NOT NULL)
			SELECT department, desk FROM w WHERE desk IS NOT NULL ORDER BY department, desk`, args...).Scan(ctx, &all)
		if err != nil {
			return nil, err
		}
	}
	return waitingFor(all, roles), nil
}

// waitingFor keeps the desks at which one of the roles is waited for.
func waitingFor(all []queue, roles []string) []queue {
	return slices.DeleteFunc(all, func(q queue) bool {
		for _, r := range splitRoles(q.Desk) {
			if slices.Contains(roles, r) {
				return false
			}
		}
		return true
	})
}

func trimmed(query string) string { return strings.TrimSpace(query) }

// rest adds the conditions that no walk stands for.
func rest(f engine.CaseFilter, q *bun.SelectQuery) {
	if f.Theme != "" {
		q.Where("c.theme = ?", f.Theme)
	}
	if f.Matter != "" {
		q.Where("c.matter = ?", f.Matter)
	}
	if f.Status != "" {
		q.Where("c.status = ?", string(f.Status))
	}
	if len(f.Lights) > 0 {
		q.Where("c.light IN (?)", bun.List(f.Lights))
	}
	if f.RootsOnly {
		q.Where("c.root = c.id")
	}
	if query := trimmed(f.Query); query != "" {
		pattern := "%" + strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(strings.ToLower(query)) + "%"
		q.Where(`lower(c.title) LIKE ? ESCAPE '\'`, pattern)
	}
}

// caseOrder is one of the two orders of lists.
type caseOrder struct {
	by     string
	after  func(cursor string) (func(*bun.SelectQuery), error)
	cursor func(*caseRow) string
}

var newest = caseOrder{
	by: "submitted DESC, seq DESC",
	after: func(cursor string) (func(*bun.SelectQuery), error) {
		var submitted, seq int64
		if cursor == "" {
			return func(*bun.SelectQuery) {}, nil
		}
		err := readCursor(cursor, cursorNewest, &submitted, &seq)
		return func(q *bun.SelectQuery) { q.Where("(submitted, seq) < (?, ?)", submitted, seq) }, err
	},
	cursor: func(r *caseRow) string { return writeCursor(cursorNewest, r.Submitted, r.Seq) },
}

var byDue = caseOrder{
	by: "due, number",
	after: func(cursor string) (func(*bun.SelectQuery), error) {
		var due int64
		var number string
		if cursor == "" {
			return func(*bun.SelectQuery) {}, nil
		}
		err := readCursor(cursor, cursorDue, &due, &number)
		return func(q *bun.SelectQuery) { q.Where("(due, number) > (?, ?)", due, number) }, err
	},
	cursor: func(r *caseRow) string { return writeCursor(cursorDue, r.Due, r.Number) },
}
