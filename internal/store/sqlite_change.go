package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/sqlitedialect"

	"github.com/onematter/onematter/engine"
)

// SQLite writes changes with prepared statements: formatting rows into text
// and parsing it again took most of the time of a write. The columns still
// come from the row structs as bun sees them.

// liteChange is a change as statements and their arguments, made in the
// caller's goroutine.
type liteChange struct {
	receipt *receiptRow
	checks  []liteOp // reads that refuse: the row must be there at this revision
	writes  []liteOp
}

type liteOp struct {
	statement string
	args      []any
	want      int64      // of a check: the first column
	of        *caseWrite // of a case's check and its update
}

const (
	liteReceipt      = "SELECT owner, key, request, status, body, at FROM receipts WHERE owner = ? AND key = ?"
	liteDraftAt      = "SELECT revision FROM drafts WHERE id = ?"
	liteCaseAt       = "SELECT revision FROM cases WHERE id = ?"
	liteStepOpen     = "SELECT count(*) > 0 FROM tasks WHERE case_id = ? AND closed = 0 AND kind = 'step'"
	liteTaskOpen     = "SELECT count(*) > 0 FROM tasks WHERE case_id = ? AND id = ? AND closed = 0"
	liteDelegationAt = "SELECT revision FROM delegations WHERE id = ?"
	liteDutyAt       = "SELECT revision FROM duties WHERE id = ?"
	liteAccountAt    = "SELECT revision FROM accounts WHERE id = ?"
	liteSourceAt     = "SELECT revision FROM sources WHERE id = ?"
	liteRowGone      = "DELETE FROM source_rows WHERE source = ? AND rowkey = ?"
	liteDesk         = "UPDATE cases SET desk = ? WHERE id = ?"
	liteLight        = "UPDATE cases SET light = ?, due = ?, light_next = ?, silent_next = ? WHERE id = ?"
	liteTaskLight    = "UPDATE tasks SET due = ?, light = ? WHERE case_id = ? AND id = ? AND closed = 0"
	liteStepClose    = "UPDATE tasks SET closed = ?, closed_by = ? WHERE case_id = ? AND closed = 0 AND kind = 'step'"
	liteTaskClose    = "UPDATE tasks SET closed = ?, closed_by = ?, desk = NULL WHERE case_id = ? AND id = ? AND closed = 0"
	liteFilesAdded   = "SELECT count(*) > 0 FROM files WHERE " + ofRoot + " AND added >= ?"
	liteFileGone     = "DELETE FROM files WHERE id = ?"
	liteFilesOf      = "DELETE FROM files WHERE draft = ? AND draft <> ''"
	liteDraftOff     = "DELETE FROM drafts WHERE id = ?"
	liteAttach       = "UPDATE files SET case_id = ? WHERE draft = ? AND draft <> ''"
	liteMoved        = "SELECT count(*) FROM migration_items WHERE migration = ? AND filing = ? AND fate = 'moved'"
	liteRestore      = "UPDATE migration_items SET fate = ?, undone = ? WHERE migration = ? AND filing = ?"
)

var (
	liteTables        = sqlitedialect.New().Tables()
	liteReceipts      = shapeOf(receiptRow{}, "INSERT INTO %s (%s) VALUES (%s) ON CONFLICT DO NOTHING")
	liteDrafts        = shapeOf(draftRow{}, insertRow)
	liteCases         = shapeOf(caseRow{}, insertRow)
	liteTasks         = shapeOf(taskRow{}, insertRow)
	liteFiles         = shapeOf(fileRow{}, insertRow)
	liteLines         = shapeOf(ledgerRow{}, insertRow)
	liteCalendar      = shapeOf(calendarRow{}, insertRow+" ON CONFLICT DO NOTHING")
	liteEvents        = shapeOf(eventRow{}, insertRow)
	liteMigrated      = shapeOf(migrationItemRow{}, insertRow)
	liteDelegations   = shapeOf(delegationRow{}, insertRow)
	liteDuties        = shapeOf(dutyRow{}, insertRow)
	liteSources       = shapeOf(sourceRow{}, insertRow)
	liteRegister      = shapeOf(registerRow{}, insertRow+" ON CONFLICT (source, rowkey) DO UPDATE SET data = excluded.data, by = excluded.by, at = excluded.at")
	liteDraftSet      = settingOf(draftRow{})
	liteDelegationSet = settingOf(delegationRow{})
	liteDutySet       = settingOf(dutyRow{})
	liteAccountSet    = settingOf(accountRow{})
	liteSourceOn      = settingOf(sourceRow{})
)

const insertRow = "INSERT INTO %s (%s) VALUES (%s)"

// shape is a statement and which fields of the row struct are its arguments.
type shape struct {
	statement string
	several   []string // of an insert: the statement for one row, for two, …
	fields    [][]int
}

// most is how many rows one statement inserts at most.
const most = 4

func shapeOf(row any, format string) shape {
	t := liteTables.Get(reflect.TypeOf(row))
	var sh shape
	var cols []string
	for _, f := range t.Fields {
		if f.AutoIncrement {
			continue
		}
		cols = append(cols, string(f.SQLName))
		sh.fields = append(sh.fields, f.Index)
	}
	one := strings.TrimSuffix(strings.Repeat("?, ", len(cols)), ", ")
	for n := range most {
		sh.several = append(sh.several, fmt.Sprintf(format, t.SQLName, strings.Join(cols, ", "), one+strings.Repeat("), ("+one, n)))
	}
	sh.statement = sh.several[0]
	return sh
}

// settingOf updates every column of the row with the id.
func settingOf(row any) shape {
	t := liteTables.Get(reflect.TypeOf(row))
	var sh shape
	var set []string
	for _, f := range t.Fields {
		if f.Name == "seq" || f.Name == "id" {
			continue
		}
		set = append(set, string(f.SQLName)+" = ?")
		sh.fields = append(sh.fields, f.Index)
	}
	sh.fields = append(sh.fields, t.FieldMap["id"].Index)
	sh.statement = fmt.Sprintf("UPDATE %s SET %s WHERE id = ?", t.SQLName, strings.Join(set, ", "))
	return sh
}

func (sh shape) op(row any) liteOp {
	return liteOp{statement: sh.statement, args: sh.append(make([]any, 0, len(sh.fields)), row)}
}

// append adds a row's arguments.
func (sh shape) append(args []any, row any) []any {
	v := reflect.ValueOf(row).Elem()
	for _, index := range sh.fields {
		args = append(args, v.FieldByIndex(index).Interface())
	}
	return args
}

func toLite(c *change) *liteChange {
	l := &liteChange{receipt: c.receipt}
	check := func(want int64, statement string, args ...any) {
		l.checks = append(l.checks, liteOp{statement: statement, args: args, want: want})
	}
	do := func(statement string, args ...any) {
		l.writes = append(l.writes, liteOp{statement: statement, args: args})
	}
	insertLite(l, liteDrafts, c.insertDrafts)
	updateLite(l, liteDraftAt, liteDraftSet, c.updateDrafts)
	for _, d := range c.deleteDrafts {
		check(d.Revision, liteDraftAt, d.Draft)
		do(liteFilesOf, d.Draft)
		do(liteDraftOff, d.Draft)
	}
	insertLite(l, liteCases, c.insertCases)
	for i := range c.updateCases {
		set := liteCaseSet
		if c.deskOf[i] {
			set = liteCaseDesk
		}
		updateCase(l, set, c.updateCases[i])
	}
	for _, g := range c.lights {
		check(g.Revision, liteCaseAt, g.Case)
		do(liteLight, string(g.Light), dueMicros(g.Due), micros(g.LightNext), micros(g.SilentNext), g.Case)
	}
	for _, u := range c.unmoved {
		if u.Case != "" {
			check(u.Revision, liteCaseAt, u.Case)
		} else {
			check(u.Revision, liteDraftAt, u.Draft)
		}
	}
	for _, f := range c.noFilesSince {
		check(0, liteFilesAdded, f.Root, f.Root, micros(f.At))
	}
	for _, t := range c.taskLights {
		check(1, liteTaskOpen, t.Case, t.Task)
		do(liteTaskLight, dueMicros(t.Due), string(t.Light), t.Case, t.Task)
	}
	for _, t := range c.closeTasks {
		if t.Task == "" {
			check(1, liteStepOpen, t.Case)
			do(liteStepClose, micros(t.At), t.By, t.Case)
			continue
		}
		check(1, liteTaskOpen, t.Case, t.Task)
		do(liteTaskClose, micros(t.At), t.By, t.Case, t.Task)
	}
	insertLite(l, liteTasks, c.openTasks)
	for _, d := range c.desks {
		do(liteDesk, d.Desk, d.Case)
	}
	for _, id := range c.deleteFiles {
		do(liteFileGone, id)
	}
	insertLite(l, liteFiles, c.insertFiles)
	for _, a := range c.attachFiles {
		do(liteAttach, a.Case, a.Draft)
	}
	insertLite(l, liteCalendar, c.calendars)
	insertLite(l, liteLines, c.ledger)
	insertLite(l, liteEvents, c.events)
	insertLite(l, liteMigrated, c.migrated)
	updateLite(l, liteAccountAt, liteAccountSet, c.updateAccounts)
	insertLite(l, liteDelegations, c.insertDelegations)
	updateLite(l, liteDelegationAt, liteDelegationSet, c.updateDelegations)
	insertLite(l, liteDuties, c.insertDuties)
	updateLite(l, liteDutyAt, liteDutySet, c.updateDuties)
	insertLite(l, liteSources, c.insertSources)
	updateLite(l, liteSourceAt, liteSourceOn, c.updateSources)
	insertLite(l, liteRegister, c.putSourceRows)
	for _, r := range c.dropSourceRows {
		do(liteRowGone, r.Source, r.Key)
	}
	for _, r := range c.restored {
		check(1, liteMoved, r.Migration, r.Filing)
		do(liteRestore, r.Fate, r.Undone, r.Migration, r.Filing)
	}
	return l
}

// insertLite inserts rows, several in one statement: half of what a statement
// costs is asking for it.
func insertLite[R any](l *liteChange, sh shape, rows []R) {
	for len(rows) > 0 {
		n := min(len(rows), len(sh.several))
		op := liteOp{statement: sh.several[n-1], args: make([]any, 0, n*len(sh.fields))}
		for i := range rows[:n] {
			op.args = sh.append(op.args, &rows[i])
		}
		l.writes = append(l.writes, op)
		rows = rows[n:]
	}
}

// updateLite writes rows over the revision that was read; at asks which there is.
func updateLite[R any, P versioned[R]](l *liteChange, at string, sh shape, rows []R) {
	for _, r := range rows { // a copy: the change may be tried again
		id, revision := P(&r).version()
		l.checks = append(l.checks, liteOp{statement: at, args: []any{id}, want: *revision})
		*revision++
		l.writes = append(l.writes, sh.op(&r))
	}
}

// liteStatements are the writer connection's prepared statements.
type liteStatements struct {
	conn bun.Conn
	list map[string]*sql.Stmt
	rows int // written so far
}

func newLiteStatements(conn bun.Conn) *liteStatements {
	return &liteStatements{conn: conn, list: map[string]*sql.Stmt{}}
}

func (l *liteStatements) close() {
	for _, st := range l.list {
		_ = st.Close()
	}
}

func (l *liteStatements) get(statement string) (*sql.Stmt, error) {
	if st, ok := l.list[statement]; ok {
		return st, nil
	}
	st, err := l.conn.PrepareContext(context.Background(), statement)
	if err == nil {
		l.list[statement] = st
	}
	return st, err
}

func (l *liteStatements) run(statement string, args ...any) error {
	st, err := l.get(statement)
	if err == nil {
		_, err = st.ExecContext(context.Background(), args...)
	}
	return err
}

// write writes a change into the open transaction. A refusal is found before
// anything was written; err means that part of it may have been.
func (l *liteStatements) write(c *liteChange) (refusal, err error) {
	if refusal, err := l.refusal(c.checks); err != nil || refusal != nil {
		if err == nil && c.receipt != nil {
			// A repeated request has an old revision, too.
			if known, err := l.duplicate(c.receipt); err != nil || known != nil {
				return known, err
			}
		}
		return refusal, err
	}
	if c.receipt != nil {
		op := liteReceipts.op(c.receipt)
		st, err := l.get(op.statement)
		if err != nil {
			return nil, err
		}
		res, err := st.ExecContext(context.Background(), op.args...)
		if err != nil {
			return nil, err
		}
		if n, err := res.RowsAffected(); err != nil || n == 0 {
			if err != nil {
				return nil, err
			}
			return l.duplicate(c.receipt)
		}
	}
	l.rows += len(c.writes) + 1
	for _, op := range c.writes {
		if op.of != nil {
			op = op.of.op()
		}
		if err := l.run(op.statement, op.args...); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// refusal makes the checks of a change.
func (l *liteStatements) refusal(checks []liteOp) (refusal, err error) {
	for _, op := range checks {
		st, err := l.get(op.statement)
		if err != nil {
			return nil, err
		}
		var got int64
		into := []any{&got}
		if op.of != nil {
			into = append(into, &op.of.differ)
		}
		switch err := st.QueryRowContext(context.Background(), op.args...).Scan(into...); {
		case errors.Is(err, sql.ErrNoRows):
			return engine.ErrNotFound, nil
		case err != nil:
			return nil, err
		case got != op.want:
			return engine.ErrConflict, nil
		}
	}
	return nil, nil
}

// duplicate gives the refusal of a known key.
func (l *liteStatements) duplicate(r *receiptRow) (refusal, err error) {
	st, err := l.get(liteReceipt)
	if err != nil {
		return nil, err
	}
	var first receiptRow
	err = st.QueryRowContext(context.Background(), r.Owner, r.Key).Scan(&first.Owner, &first.Key, &first.Request, &first.Status, &first.Body, &first.At)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &engine.DuplicateError{First: first.receipt()}, nil
}
