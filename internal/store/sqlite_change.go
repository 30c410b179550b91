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
	want      int64 // of a check: the first column
}

const (
	liteReceipt    = "SELECT owner, key, request, status, body, at FROM receipts WHERE owner = ? AND key = ?"
	liteDraftAt    = "SELECT revision FROM drafts WHERE id = ?"
	liteCaseAt     = "SELECT revision FROM cases WHERE id = ?"
	liteStepOpen   = "SELECT count(*) > 0 FROM tasks WHERE case_id = ? AND closed = 0 AND kind = 'step'"
	liteTaskOpen   = "SELECT count(*) > 0 FROM tasks WHERE case_id = ? AND id = ? AND closed = 0"
	liteDutyAt     = "SELECT revision FROM duties WHERE id = ?"
	liteSourceAt   = "SELECT revision FROM sources WHERE id = ?"
	liteRowGone    = "DELETE FROM source_rows WHERE source = ? AND rowkey = ?"
	liteDesk       = "UPDATE cases SET desk = ? WHERE id = ?"
	liteLight      = "UPDATE cases SET light = ?, due = ?, light_next = ?, silent_next = ? WHERE id = ?"
	liteTaskLight  = "UPDATE tasks SET due = ?, light = ? WHERE case_id = ? AND id = ? AND closed = 0"
	liteStepClose  = "UPDATE tasks SET closed = ?, closed_by = ? WHERE case_id = ? AND closed = 0 AND kind = 'step'"
	liteTaskClose  = "UPDATE tasks SET closed = ?, closed_by = ?, desk = NULL WHERE case_id = ? AND id = ? AND closed = 0"
	liteFilesAdded = "SELECT count(*) > 0 FROM files WHERE " + ofRoot + " AND added >= ?"
	liteFileGone   = "DELETE FROM files WHERE id = ?"
	liteFilesOf    = "DELETE FROM files WHERE draft = ? AND draft <> ''"
	liteDraftOff   = "DELETE FROM drafts WHERE id = ?"
	liteAttach     = "UPDATE files SET case_id = ? WHERE draft = ? AND draft <> ''"
	liteMoved      = "SELECT count(*) FROM migration_items WHERE migration = ? AND filing = ? AND fate = 'moved'"
	liteRestore    = "UPDATE migration_items SET fate = ?, undone = ? WHERE migration = ? AND filing = ?"
)

var (
	liteTables   = sqlitedialect.New().Tables()
	liteReceipts = shapeOf(receiptRow{}, "INSERT INTO %s (%s) VALUES (%s) ON CONFLICT DO NOTHING")
	liteDrafts   = shapeOf(draftRow{}, insertRow)
	liteCases    = shapeOf(caseRow{}, insertRow)
	liteTasks    = shapeOf(taskRow{}, insertRow)
	liteFiles    = shapeOf(fileRow{}, insertRow)
	liteLines    = shapeOf(ledgerRow{}, insertRow)
	liteCalendar = shapeOf(calendarRow{}, insertRow+" ON CONFLICT DO NOTHING")
	liteEvents   = shapeOf(eventRow{}, insertRow)
	liteMigrated = shapeOf(migrationItemRow{}, insertRow)
	liteDuties   = shapeOf(dutyRow{}, insertRow)
	liteSources  = shapeOf(sourceRow{}, insertRow)
	liteRegister = shapeOf(registerRow{}, insertRow+" ON CONFLICT (source, rowkey) DO UPDATE SET data = excluded.data, by = excluded.by, at = excluded.at")
	liteDraftSet = settingOf(draftRow{})
	liteDutySet  = settingOf(dutyRow{})
	liteSourceOn = settingOf(sourceRow{})
	liteCaseSet  = settingOf(caseRow{}, "desk") // moved by liteDesk
)

const insertRow = "INSERT INTO %s (%s) VALUES (%s)"

// shape is a statement and which fields of the row struct are its arguments.
type shape struct {
	statement string
	fields    [][]int
}

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
	sh.statement = fmt.Sprintf(format, t.SQLName, strings.Join(cols, ", "), strings.TrimSuffix(strings.Repeat("?, ", len(cols)), ", "))
	return sh
}

// settingOf updates every column of the row with the id but those left out.
func settingOf(row any, leave ...string) shape {
	t := liteTables.Get(reflect.TypeOf(row))
	var sh shape
	var set []string
columns:
	for _, f := range t.Fields {
		for _, l := range append(leave, "seq", "id") {
			if f.Name == l {
				continue columns
			}
		}
		set = append(set, string(f.SQLName)+" = ?")
		sh.fields = append(sh.fields, f.Index)
	}
	sh.fields = append(sh.fields, t.FieldMap["id"].Index)
	sh.statement = fmt.Sprintf("UPDATE %s SET %s WHERE id = ?", t.SQLName, strings.Join(set, ", "))
	return sh
}

func (sh shape) op(row any) liteOp {
	v := reflect.ValueOf(row).Elem()
	args := make([]any, len(sh.fields))
	for i, index := range sh.fields {
		args[i] = v.FieldByIndex(index).Interface()
	}
	return liteOp{statement: sh.statement, args: args}
}

func toLite(c *change) *liteChange {
	l := &liteChange{receipt: c.receipt}
	check := func(statement, id string, want int64) {
		l.checks = append(l.checks, liteOp{statement, []any{id}, want})
	}
	do := func(statement string, args ...any) {
		l.writes = append(l.writes, liteOp{statement: statement, args: args})
	}
	for i := range c.insertDrafts {
		l.writes = append(l.writes, liteDrafts.op(&c.insertDrafts[i]))
	}
	for i := range c.updateDrafts {
		r := c.updateDrafts[i]
		check(liteDraftAt, r.ID, r.Revision)
		r.Revision++
		l.writes = append(l.writes, liteDraftSet.op(&r))
	}
	for _, d := range c.deleteDrafts {
		check(liteDraftAt, d.Draft, d.Revision)
		do(liteFilesOf, d.Draft)
		do(liteDraftOff, d.Draft)
	}
	for i := range c.insertCases {
		l.writes = append(l.writes, liteCases.op(&c.insertCases[i]))
	}
	for i := range c.updateCases {
		r := c.updateCases[i]
		check(liteCaseAt, r.ID, r.Revision)
		r.Revision++
		l.writes = append(l.writes, liteCaseSet.op(&r))
	}
	for _, g := range c.lights {
		check(liteCaseAt, g.Case, g.Revision)
		do(liteLight, string(g.Light), dueMicros(g.Due), micros(g.LightNext), micros(g.SilentNext), g.Case)
	}
	for _, u := range c.unmoved {
		if u.Case != "" {
			check(liteCaseAt, u.Case, u.Revision)
		} else {
			check(liteDraftAt, u.Draft, u.Revision)
		}
	}
	for _, f := range c.noFilesSince {
		l.checks = append(l.checks, liteOp{liteFilesAdded, []any{f.Root, f.Root, micros(f.At)}, 0})
	}
	for _, t := range c.taskLights {
		l.checks = append(l.checks, liteOp{liteTaskOpen, []any{t.Case, t.Task}, 1})
		do(liteTaskLight, dueMicros(t.Due), string(t.Light), t.Case, t.Task)
	}
	for _, t := range c.closeTasks {
		if t.Task == "" {
			check(liteStepOpen, t.Case, 1)
			do(liteStepClose, micros(t.At), t.By, t.Case)
			continue
		}
		l.checks = append(l.checks, liteOp{liteTaskOpen, []any{t.Case, t.Task}, 1})
		do(liteTaskClose, micros(t.At), t.By, t.Case, t.Task)
	}
	for i := range c.openTasks {
		l.writes = append(l.writes, liteTasks.op(&c.openTasks[i]))
	}
	for _, d := range c.desks {
		do(liteDesk, d.Desk, d.Case)
	}
	for _, id := range c.deleteFiles {
		do(liteFileGone, id)
	}
	for i := range c.insertFiles {
		l.writes = append(l.writes, liteFiles.op(&c.insertFiles[i]))
	}
	for _, a := range c.attachFiles {
		do(liteAttach, a.Case, a.Draft)
	}
	for i := range c.calendars {
		l.writes = append(l.writes, liteCalendar.op(&c.calendars[i]))
	}
	for i := range c.ledger {
		l.writes = append(l.writes, liteLines.op(&c.ledger[i]))
	}
	for i := range c.events {
		l.writes = append(l.writes, liteEvents.op(&c.events[i]))
	}
	for i := range c.migrated {
		l.writes = append(l.writes, liteMigrated.op(&c.migrated[i]))
	}
	for i := range c.insertDuties {
		l.writes = append(l.writes, liteDuties.op(&c.insertDuties[i]))
	}
	for i := range c.updateDuties {
		r := c.updateDuties[i]
		check(liteDutyAt, r.ID, r.Revision)
		r.Revision++
		l.writes = append(l.writes, liteDutySet.op(&r))
	}
	for i := range c.insertSources {
		l.writes = append(l.writes, liteSources.op(&c.insertSources[i]))
	}
	for i := range c.updateSources {
		r := c.updateSources[i]
		check(liteSourceAt, r.ID, r.Revision)
		r.Revision++
		l.writes = append(l.writes, liteSourceOn.op(&r))
	}
	for i := range c.putSourceRows {
		l.writes = append(l.writes, liteRegister.op(&c.putSourceRows[i]))
	}
	for _, r := range c.dropSourceRows {
		do(liteRowGone, r.Source, r.Key)
	}
	for _, r := range c.restored {
		l.checks = append(l.checks, liteOp{liteMoved, []any{r.Migration, r.Filing}, 1})
		do(liteRestore, r.Fate, r.Undone, r.Migration, r.Filing)
	}
	return l
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
	if c.receipt != nil && len(c.checks) > 0 {
		// Before the revisions: a repeated request has an old one, too.
		if refusal, err := l.duplicate(c.receipt); err != nil || refusal != nil {
			return refusal, err
		}
	}
	for _, op := range c.checks {
		st, err := l.get(op.statement)
		if err != nil {
			return nil, err
		}
		var got int64
		switch err := st.QueryRowContext(context.Background(), op.args...).Scan(&got); {
		case errors.Is(err, sql.ErrNoRows):
			return engine.ErrNotFound, nil
		case err != nil:
			return nil, err
		case got != op.want:
			return engine.ErrConflict, nil
		}
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
		if err := l.run(op.statement, op.args...); err != nil {
			return nil, err
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
