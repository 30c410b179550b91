package store

import (
	"database/sql/driver"
	"slices"

	"github.com/uptrace/bun/dialect/sqlitedialect"
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
	lines   []driver.Value // of rows that are appended to the clock ledger
	events  []driver.Value // and to the log
}

type liteOp struct {
	statement string
	args      []driver.NamedValue
	want      int64  // of a check: what it must find
	moves     string // the case whose row the write must find as it was read
}

const (
	liteReceipt      = "SELECT owner, key, request, status, body, at FROM receipts WHERE owner = ? AND key = ?"
	liteReceiptGone  = "DELETE FROM receipts WHERE owner = ? AND key = ?"
	liteDraftAt      = "SELECT revision FROM drafts WHERE id = ?"
	liteCaseAt       = "SELECT revision FROM cases WHERE id = ?"
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

func toLite(c *change) *liteChange {
	l := &liteChange{receipt: c.receipt}
	check := func(want int64, statement string, args ...any) {
		l.checks = append(l.checks, liteOp{statement: statement, args: named(args...), want: want})
	}
	do := func(statement string, args ...any) {
		l.writes = append(l.writes, liteOp{statement: statement, args: named(args...)})
	}
	// First: what moved on is found before anything else is written.
	for i, r := range c.updateCases {
		l.writes = append(l.writes, updateCase(r, c.caseGroups[i]))
	}
	insertLite(l, liteDrafts, c.insertDrafts)
	updateLite(l, liteDraftAt, liteDraftSet, c.updateDrafts)
	for _, d := range c.deleteDrafts {
		check(d.Revision, liteDraftAt, d.Draft)
		do(liteFilesOf, d.Draft)
		do(liteDraftOff, d.Draft)
	}
	insertLite(l, liteCases, c.insertCases)
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
			l.writes = append(l.writes, liteOp{statement: liteStepClose, args: named(micros(t.At), t.By, t.Case), moves: t.Case})
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
	l.lines = valuesOf(liteLines, c.ledger)
	l.events = valuesOf(liteEvents, c.events)
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
	_ = sh.inserts(valuesOf(sh, rows), func(statement string, args []driver.NamedValue) error {
		l.writes = append(l.writes, liteOp{statement: statement, args: slices.Clone(args)})
		return nil
	})
}

// updateLite writes rows over the revision that was read; at asks which there is.
func updateLite[R any, P versioned[R]](l *liteChange, at string, sh shape, rows []R) {
	for _, r := range rows { // a copy: the change may be tried again
		id, revision := P(&r).version()
		l.checks = append(l.checks, liteOp{statement: at, args: named(id), want: *revision})
		*revision++
		l.writes = append(l.writes, sh.op(&r))
	}
}
