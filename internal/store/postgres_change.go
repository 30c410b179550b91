package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"github.com/onematter/onematter/engine"
)

// errDuplicate rolls a transaction back whose idempotency key is known.
var errDuplicate = errors.New("the idempotency key was used before")

// apply writes a change into a transaction. The receipt comes first: when
// another server writes the same key at this moment, the insert waits for it.
func (w *pgWriter) apply(ctx context.Context, db bun.IDB, c *change) error {
	if c.receipt != nil {
		n, err := affected(db.NewInsert().Model(c.receipt).On("CONFLICT DO NOTHING").Exec(ctx))
		if err != nil {
			return err
		}
		if n == 0 {
			return errDuplicate
		}
	}
	if err := w.updates(ctx, db, c); err != nil {
		return err
	}
	rest := *c
	rest.receipt = nil
	script, err := w.script(&rest)
	if err == nil && script != "" {
		_, err = db.ExecContext(ctx, script)
	}
	if err != nil {
		return err
	}
	for _, d := range c.desks {
		if _, err := db.NewRaw("UPDATE cases SET desk = ? WHERE id = ?", d.Desk, d.Case).Exec(ctx); err != nil {
			return err
		}
	}
	for _, a := range c.attachFiles {
		if _, err := db.NewRaw("UPDATE files SET case_id = ? WHERE draft = ? AND draft <> ''", a.Case, a.Draft).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// insert writes changes that only insert, in one round trip: statements sent
// together are one transaction. A receipt that is known violates its key.
func (w *pgWriter) insert(ctx context.Context, list ...*change) error {
	script, err := w.script(list...)
	if err != nil || script == "" {
		return err
	}
	_, err = w.db.ExecContext(ctx, script)
	if constraint(err) == "receipts_pkey" {
		return errDuplicate
	}
	return err
}

// script formats all that changes insert, a statement a table.
func (w *pgWriter) script(list ...*change) (string, error) {
	var all change
	var receipts []receiptRow
	for _, c := range list {
		if c.receipt != nil {
			receipts = append(receipts, *c.receipt)
		}
		all.insertDrafts = join(all.insertDrafts, c.insertDrafts)
		all.insertCases = join(all.insertCases, c.insertCases)
		all.openTasks = join(all.openTasks, c.openTasks)
		all.insertFiles = join(all.insertFiles, c.insertFiles)
		all.ledger = join(all.ledger, c.ledger)
		all.calendars = join(all.calendars, c.calendars)
		all.events = join(all.events, c.events)
		all.migrated = join(all.migrated, c.migrated)
		all.insertDelegations = join(all.insertDelegations, c.insertDelegations)
		all.insertDuties = join(all.insertDuties, c.insertDuties)
		all.insertSources = join(all.insertSources, c.insertSources)
	}
	var b []byte
	var err error
	add := func(n int, rows any) {
		if n == 0 || err != nil {
			return
		}
		if len(b) > 0 {
			b = append(b, ";\n"...)
		}
		q := w.db.NewInsert().Model(rows).Returning("NULL")
		if _, known := rows.(*[]calendarRow); known {
			q.On("CONFLICT DO NOTHING")
		}
		b, err = q.AppendQuery(w.db.QueryGen(), b)
	}
	add(len(receipts), &receipts)
	// Early and by version: two transactions that bring a calendar wait for each
	// other here, before either holds what the other wants.
	slices.SortFunc(all.calendars, func(a, b calendarRow) int { return strings.Compare(a.Version, b.Version) })
	add(len(all.calendars), &all.calendars)
	add(len(all.insertDrafts), &all.insertDrafts)
	add(len(all.insertCases), &all.insertCases)
	add(len(all.openTasks), &all.openTasks)
	add(len(all.insertFiles), &all.insertFiles)
	add(len(all.ledger), &all.ledger)
	add(len(all.events), &all.events)
	add(len(all.migrated), &all.migrated)
	add(len(all.insertDelegations), &all.insertDelegations)
	add(len(all.insertDuties), &all.insertDuties)
	add(len(all.insertSources), &all.insertSources)
	return string(b), err
}

// join copies only when there is more than one list, and never into b.
func join[T any](a, b []T) []T {
	if len(a) == 0 {
		return slices.Clip(b)
	}
	return append(a, b...)
}

// updates writes what another change may have moved on meanwhile.
func (w *pgWriter) updates(ctx context.Context, db bun.IDB, c *change) error {
	if err := updatePG(ctx, w, db, "drafts", c.updateDrafts); err != nil {
		return err
	}
	for _, d := range c.deleteDrafts {
		q := db.NewDelete().Model((*draftRow)(nil)).Where("d.id = ?", d.Draft).Where("d.revision = ?", d.Revision)
		if err := w.current(ctx, db, "drafts", d.Draft)(q.Exec(ctx)); err != nil {
			return err
		}
		if _, err := db.NewRaw("DELETE FROM files WHERE draft = ? AND draft <> ''", d.Draft).Exec(ctx); err != nil {
			return err
		}
	}
	for i := range c.updateCases {
		if err := updatePG(ctx, w, db, "cases", c.updateCases[i:i+1], groupsLeft(c.caseGroups[i])...); err != nil {
			return err
		}
	}
	for _, g := range c.lights {
		q := db.NewRaw("UPDATE cases SET light = ?, due = ?, light_next = ?, silent_next = ? WHERE id = ? AND revision = ?",
			string(g.Light), dueMicros(g.Due), micros(g.LightNext), micros(g.SilentNext), g.Case, g.Revision)
		if err := w.current(ctx, db, "cases", g.Case)(q.Exec(ctx)); err != nil {
			return err
		}
	}
	for _, u := range c.unmoved {
		table, id := "cases", u.Case
		if id == "" {
			table, id = "drafts", u.Draft
		}
		// The lock makes whoever moves it wait for this commit, and sees it.
		q := db.NewRaw("SELECT 1 FROM ? WHERE id = ? AND revision = ? FOR SHARE", bun.Ident(table), id, u.Revision)
		if err := w.current(ctx, db, table, id)(q.Exec(ctx)); err != nil {
			return err
		}
	}
	for _, f := range c.noFilesSince {
		// Behind the updates: they waited for the uploads of these cases.
		var some bool
		if err := db.NewRaw("SELECT EXISTS (SELECT 1 FROM files WHERE "+ofRoot+" AND added >= ?)", f.Root, f.Root, micros(f.At)).Scan(ctx, &some); err != nil {
			return err
		}
		if some {
			return engine.ErrConflict
		}
	}
	for _, t := range c.taskLights {
		q := db.NewRaw("UPDATE tasks SET due = ?, light = ? WHERE case_id = ? AND id = ? AND closed = 0", dueMicros(t.Due), string(t.Light), t.Case, t.Task)
		if err := changed(q.Exec(ctx)); err != nil {
			return err
		}
	}
	for _, t := range c.closeTasks {
		q := db.NewRaw("UPDATE tasks SET closed = ?, closed_by = ? WHERE case_id = ? AND closed = 0 AND kind = 'step'", micros(t.At), t.By, t.Case)
		if t.Task != "" {
			q = db.NewRaw("UPDATE tasks SET closed = ?, closed_by = ?, desk = NULL WHERE case_id = ? AND id = ? AND closed = 0", micros(t.At), t.By, t.Case, t.Task)
		}
		if err := changed(q.Exec(ctx)); err != nil {
			return err
		}
	}
	for _, r := range c.restored {
		q := db.NewRaw("UPDATE migration_items SET fate = ?, undone = ? WHERE migration = ? AND filing = ? AND fate = 'moved'", r.Fate, r.Undone, r.Migration, r.Filing)
		if err := changed(q.Exec(ctx)); err != nil {
			return err
		}
	}
	if err := w.updateSources(ctx, db, c); err != nil {
		return err
	}
	for _, id := range c.deleteFiles {
		if _, err := db.NewRaw("DELETE FROM files WHERE id = ?", id).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// updateSources writes accounts, delegations, duties, sources and rows of registers.
func (w *pgWriter) updateSources(ctx context.Context, db bun.IDB, c *change) error {
	for _, r := range c.updateAccounts { // a copy: the change may be tried again
		read := r.Revision
		r.Revision++
		q := db.NewUpdate().Model(&r).WherePK().Where("revision = ?", read)
		if err := w.current(ctx, db, "accounts", r.ID)(q.Exec(ctx)); err != nil {
			return err
		}
	}
	if err := updatePG(ctx, w, db, "delegations", c.updateDelegations); err != nil {
		return err
	}
	if err := updatePG(ctx, w, db, "duties", c.updateDuties); err != nil {
		return err
	}
	if err := updatePG(ctx, w, db, "sources", c.updateSources); err != nil {
		return err
	}
	for i := range c.putSourceRows { // in the order of their keys: two uploads at once wait for each other in one order
		q := db.NewInsert().Model(&c.putSourceRows[i]).On("CONFLICT (source, rowkey) DO UPDATE").Set("data = EXCLUDED.data, by = EXCLUDED.by, at = EXCLUDED.at")
		if _, err := q.Exec(ctx); err != nil {
			return err
		}
	}
	for _, r := range c.dropSourceRows {
		if _, err := db.NewRaw("DELETE FROM source_rows WHERE source = ? AND rowkey = ?", r.Source, r.Key).Exec(ctx); err != nil {
			return err
		}
	}
	return nil
}

// updatePG writes rows over the revision that was read.
func updatePG[R any, P versioned[R]](ctx context.Context, w *pgWriter, db bun.IDB, table string, rows []R, leave ...string) error {
	for _, r := range rows { // a copy: the change may be tried again
		id, revision := P(&r).version()
		read := *revision
		*revision++
		q := db.NewUpdate().Model(&r).ExcludeColumn("seq", "id").ExcludeColumn(leave...).Where("?TableAlias.id = ?", id).Where("?TableAlias.revision = ?", read)
		if err := w.current(ctx, db, table, id)(q.Exec(ctx)); err != nil {
			return err
		}
	}
	return nil
}

// current tells a row that moved on (ErrConflict) from one that is gone.
func (w *pgWriter) current(ctx context.Context, db bun.IDB, table, id string) func(sql.Result, error) error {
	return func(r sql.Result, err error) error {
		if err = changed(r, err); !errors.Is(err, engine.ErrConflict) {
			return err
		}
		var there bool
		if err := db.NewRaw("SELECT EXISTS (SELECT 1 FROM ? WHERE id = ?)", bun.Ident(table), id).Scan(ctx, &there); err != nil {
			return err
		}
		if !there {
			return engine.ErrNotFound
		}
		return engine.ErrConflict
	}
}

func affected(r sql.Result, err error) (int64, error) {
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}
