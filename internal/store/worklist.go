package store

import (
	"context"
	"slices"

	"github.com/uptrace/bun"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/workflows"
)

// A worklist is a merge of walks like any other list, along two indexes: the
// desks at which cases wait in their step, and the desks of tasks that were
// given to others. Both are in the order of when something is due; what stands
// between two that are due at one instant is the case's number or the task's id.

// workRow is one row of a worklist.
type workRow struct {
	Seq   int64  `bun:"seq"`
	Due   int64  `bun:"due"`
	Key   string `bun:"key"`
	Task  string `bun:"task"`
	Light string `bun:"light"`
}

// Worklist lists what waits for the filter's roles in its departments.
func (s *Store) Worklist(ctx context.Context, f engine.CaseFilter, p engine.Page) ([]engine.WorkItem, string, error) {
	limit := pageLimit(p)
	var after *workRow
	if p.Cursor != "" {
		after = &workRow{}
		if err := readCursor(p.Cursor, cursorWork, &after.Due, &after.Key); err != nil {
			return nil, "", err
		}
	}
	var rows []workRow
	err := s.eachWork(ctx, f, func(parts []workPart) (int, error) {
		rows = nil
		var all *bun.SelectQuery
		for _, part := range parts {
			one := part.query(s).ColumnExpr("c.seq, " + part.due + " AS due, " + part.key + " AS key, " + part.task + " AS task, " + part.light + " AS light").
				OrderExpr(part.due + ", " + part.key).Limit(int64(limit) + 1)
			if after != nil {
				one.Where("("+part.due+", "+part.key+") > (?, ?)", after.Due, after.Key)
			}
			q := s.db.NewSelect().TableExpr("(?) AS part", one).ColumnExpr("seq, due, key, task, light")
			if all == nil {
				all = q
			} else {
				all = all.UnionAll(q)
			}
		}
		q := s.db.NewSelect().TableExpr("(?) AS whole", all).ColumnExpr("seq, due, key, task, light").OrderExpr("due, key").Limit(int64(limit) + 1)
		err := q.Scan(ctx, &rows)
		return len(rows), err
	})
	if err != nil {
		return nil, "", wrap("listing a worklist", err)
	}
	next := ""
	if len(rows) > limit {
		rows = rows[:limit]
		next = writeCursor(cursorWork, rows[limit-1].Due, rows[limit-1].Key)
	}
	list, err := s.workItems(ctx, rows)
	return list, next, wrap("listing a worklist", err)
}

// CountWorklist counts what Worklist lists, by in whose hand it is and by light.
func (s *Store) CountWorklist(ctx context.Context, f engine.CaseFilter) (engine.WorkCount, error) {
	counts := engine.WorkCount{}
	f.Held, f.Lights = "", nil
	err := s.eachWork(ctx, f, func(parts []workPart) (int, error) {
		n := 0
		for _, part := range parts {
			var rows []struct {
				Light  string `bun:"light"`
				Holder int    `bun:"holder"`
				N      int    `bun:"n"`
			}
			if err := part.query(s).ColumnExpr(part.light+" AS light, count(*) AS n").ColumnExpr(part.holder+" AS holder", part.args(f)...).GroupExpr("1, 3").Scan(ctx, &rows); err != nil {
				return n, err
			}
			for _, r := range rows {
				in := [...]engine.Holding{engine.HeldByNobody, engine.HeldByMe, engine.HeldByOthers}[r.Holder]
				if counts[in] == nil {
					counts[in] = map[workflows.Light]int{}
				}
				counts[in][workflows.Light(r.Light)] += r.N
				n += r.N
			}
		}
		return n, nil
	})
	return counts, wrap("counting a worklist", err)
}

// eachWork reads the parts of a worklist: those of the case whose number was
// asked for, else those of the filter's words.
func (s *Store) eachWork(ctx context.Context, f engine.CaseFilter, read func([]workPart) (int, error)) error {
	if !cleanFilter(f) || len(f.OpenTaskFor) == 0 {
		return nil
	}
	parts, err := s.workParts(ctx, f)
	if err != nil || len(parts) == 0 {
		return err
	}
	if trimmed(f.Query) != "" {
		exact := make([]workPart, len(parts))
		for i, p := range parts {
			p.number = true
			exact[i] = p
		}
		if n, err := read(exact); err != nil || n > 0 {
			return err
		}
	}
	_, err = read(parts)
	return err
}

// workPart is one walk of a worklist.
type workPart struct {
	walk                  walk
	from                  string
	due, key, task, light string
	holder                string // 0: nobody has it in hand, 1: the reader, 2: somebody else
	f                     engine.CaseFilter
	number                bool // of the case with the filter's number only
}

const holderOfCase = "CASE WHEN c.holder = '' THEN 0 WHEN c.holder IN (?) THEN 1 ELSE 2 END"

// args are what holder asks with.
func (p workPart) args(f engine.CaseFilter) []any {
	if p.holder == holderOfCase {
		return []any{bun.List(hands(f))}
	}
	return nil
}

// hands are the accounts whose work is the reader's: their own, and those of
// officers for whom they stand in.
func hands(f engine.CaseFilter) []string {
	list := []string{f.Me}
	for _, s := range f.For {
		list = append(list, s.Officer)
	}
	return list
}

func (p workPart) query(s *Store) *bun.SelectQuery {
	q := s.db.NewSelect().TableExpr(p.from)
	p.walk.apply(q)
	f := p.f
	if len(f.Lights) > 0 {
		q.Where(p.light+" IN (?)", bun.List(f.Lights))
		f.Lights = nil
	}
	if p.number {
		q.Where("c.number = ?", trimmed(f.Query))
		f.Query = ""
	}
	rest(f, q)
	return q
}

func (s *Store) workParts(ctx context.Context, f engine.CaseFilter) ([]workPart, error) {
	departments := slices.Compact(slices.Sorted(slices.Values(f.Departments)))
	steps, err := s.stepWalks(ctx, f, departments)
	if err != nil {
		return nil, err
	}
	lent, err := s.lentWalks(ctx, f, departments)
	if err != nil {
		return nil, err
	}
	steps = append(steps, lent...)
	var parts []workPart
	for _, w := range steps {
		parts = append(parts, workPart{walk: w, from: "cases AS c", due: "c.due", key: "c.number", task: "''", light: "c.light", holder: holderOfCase, f: f})
	}
	if f.Held == engine.HeldByMe || f.Held == engine.HeldByOthers {
		return parts, nil // what others are asked for is in nobody's hand
	}
	asked, err := s.taskQueues(ctx, departments, f.OpenTaskFor)
	if err != nil {
		return nil, err
	}
	for _, stand := range f.For {
		more, err := s.taskQueues(ctx, lentDepartments(stand), stand.Roles)
		if err != nil {
			return nil, err
		}
		for _, q := range more {
			if !slices.Contains(asked, q) {
				asked = append(asked, q)
			}
		}
	}
	var walks []walk
	for _, q := range asked {
		walks = append(walks, walk{"t.department = ? AND t.desk = ?", []any{q.Department, q.Desk}})
	}
	for _, w := range applicants(f.Applicant, oneWalk(walks)) {
		parts = append(parts, workPart{walk: w, from: "tasks AS t JOIN cases AS c ON c.id = t.case_id", due: "t.due", key: "t.id", task: "t.id", light: "t.light", holder: "0", f: f})
	}
	return parts, nil
}

// stepWalks are the walks along the work of steps: the desks of the departments,
// and what other departments handed to the reader.
func (s *Store) stepWalks(ctx context.Context, f engine.CaseFilter, departments []string) (list []walk, err error) {
	list, none, err := s.walks(ctx, f)
	if err != nil {
		return nil, err
	}
	if none {
		list = nil
	}
	for i := range list {
		switch f.Held {
		case engine.HeldByMe:
			list[i].where += " AND c.holder IN (?) AND c.holder <> ''"
		case engine.HeldByOthers:
			list[i].where += " AND c.holder NOT IN (?) AND c.holder <> ''"
		case engine.HeldByNobody:
			list[i].where += " AND c.holder = ''"
			continue
		default:
			continue
		}
		list[i].args = append(list[i].args, bun.List(hands(f)))
	}
	if f.Elsewhere && len(departments) > 0 && (f.Held == "" || f.Held == engine.HeldByMe) {
		// A literal beside it, for SQLite uses a partial index only when the
		// query's text implies the index's condition.
		list = append(list, applicants(f.Applicant, []walk{{"c.holder = ? AND c.holder <> '' AND c.department NOT IN (?)", []any{f.Me, bun.List(departments)}}})...)
	}
	return list, nil
}

// lentWalks are the walks along what officers have in hand for whom the reader
// stands in, but for what stands at the reader's own desks, which is listed already.
func (s *Store) lentWalks(ctx context.Context, f engine.CaseFilter, departments []string) ([]walk, error) {
	if len(f.For) == 0 || f.Held != "" && f.Held != engine.HeldByMe {
		return nil, nil
	}
	own, err := s.queues(ctx, departments, f.OpenTaskFor)
	if err != nil {
		return nil, err
	}
	var list []walk
	for _, stand := range f.For {
		w := walk{"c.holder = ? AND c.holder <> '' AND c.department IN (?)", []any{stand.Officer, bun.List(lentDepartments(stand))}}
		for _, q := range own {
			w.where += " AND NOT (c.department = ? AND c.desk = ?)"
			w.args = append(w.args, q.Department, q.Desk)
		}
		list = append(list, w)
	}
	return applicants(f.Applicant, list), nil
}

func lentDepartments(s engine.Stand) []string {
	var list []string
	for d, in := range s.Departments {
		if in {
			list = append(list, d)
		}
	}
	slices.Sort(list)
	return list
}

// taskQueues are the desks of tasks that were given to others.
func (s *Store) taskQueues(ctx context.Context, departments, roles []string) ([]queue, error) {
	var all []queue
	q := s.db.NewSelect().Distinct().TableExpr("tasks AS t").ColumnExpr("t.department, t.desk").Where("t.desk IS NOT NULL").OrderExpr("t.department, t.desk")
	if len(departments) > 0 {
		q.Where("t.department IN (?)", bun.List(departments))
	}
	if err := q.Scan(ctx, &all); err != nil {
		return nil, err
	}
	return waitingFor(all, roles), nil
}

// workItems gives the rows their cases.
func (s *Store) workItems(ctx context.Context, rows []workRow) ([]engine.WorkItem, error) {
	seqs := make([]int64, len(rows))
	for i, r := range rows {
		seqs[i] = r.Seq
	}
	bySeq, err := s.casesBySeq(ctx, seqs)
	if err != nil {
		return nil, err
	}
	var list []engine.WorkItem
	for _, r := range rows {
		row, ok := bySeq[r.Seq]
		if !ok {
			continue
		}
		c, err := row.toCase()
		if err != nil {
			return nil, err
		}
		list = append(list, engine.WorkItem{Case: c, Task: r.Task, Due: dueInstant(r.Due), Light: workflows.Light(r.Light)})
	}
	return list, nil
}
