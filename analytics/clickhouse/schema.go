package clickhouse

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/ClickHouse/clickhouse-go/v2"
)

// migrations are run in order, each once; {db} is the database. A statement
// must be repeatable, because several servers may migrate at once and a crash
// may fall between a statement and its note. Published ones are never changed.
var migrations = [][]string{
	{
		// Every event, once it is merged: the sorting key holds nothing that two
		// copies of an event could differ in, and ends with the event's id. It
		// starts with what queries narrow by.
		`CREATE TABLE IF NOT EXISTS {db}.events (
			event_id String,
			tx UInt64,
			seq Int64,
			day Date,
			at DateTime,
			type String,
			case_id String,
			root_id String,
			number String,
			theme String,
			matter String,
			department String,
			actor_kind String,
			role String,
			from_state String,
			to_state String,
			to_type String,
			action String,
			kind String,
			status String,
			outcome String,
			light String,
			step_seconds Int64,
			step_limit Int64,
			used_seconds Int64,
			promised_seconds Int64,
			statutory_seconds Int64,
			day_seconds Int64,
			due Int64,
			forms_before Int64,
			forms_after Int64,
			fields_before Int64,
			fields_after Int64,
			materials_before Int64,
			materials_after Int64,
			saved_fields Int64,
			saved_materials Int64,
			matters Int64
		) ENGINE = ReplacingMergeTree() PARTITION BY toYYYYMM(day)
		ORDER BY (type, department, matter, day, case_id, event_id)`,

		// The latest state of every matter's case: the row with the highest seq
		// stays. A case's events are written one transaction after another, so
		// within a case seq alone orders them, on PostgreSQL as well.
		`CREATE TABLE IF NOT EXISTS {db}.case_states (
			case_id String,
			seq UInt64,
			root_id String,
			number String,
			theme String,
			matter String,
			department String,
			status String,
			light String,
			due Int64
		) ENGINE = ReplacingMergeTree(seq) ORDER BY (department, matter, case_id)`,

		`CREATE MATERIALIZED VIEW IF NOT EXISTS {db}.case_states_feed TO {db}.case_states AS
			SELECT case_id, toUInt64(seq) AS seq, root_id, number, theme, matter, department,
				if(type = 'case.ended', 'ended', status) AS status, light, due
			FROM {db}.events
			WHERE matter != '' AND type IN ('case.started', 'case.moved', 'case.ended', 'clock.light')
				AND (status != '' OR type = 'case.ended')`,
	},
	{
		// A migration may give a running case another department, status and due
		// date. A view of its own: replacing the other would miss what comes in between.
		`CREATE MATERIALIZED VIEW IF NOT EXISTS {db}.case_states_moved TO {db}.case_states AS
			SELECT case_id, toUInt64(seq) AS seq, root_id, number, theme, matter, department, status, light, due
			FROM {db}.events
			WHERE matter != '' AND type IN ('case.migrated', 'case.restored')`,
	},
	{
		// How long filling in took, beside what was computed for it.
		`ALTER TABLE {db}.events ADD COLUMN fill_seconds Int64`,
		`ALTER TABLE {db}.events ADD COLUMN computed_seconds Int64`,
	},
	{
		// What filings asked needlessly: one row for each item that a matter asked
		// for. Copies of a row collapse, and until then are counted once by root and item.
		`CREATE TABLE IF NOT EXISTS {db}.needless (
			event_id String,
			day Date,
			at DateTime,
			root_id String,
			number String,
			lead String,
			theme String,
			matter String,
			department String,
			source String,
			kind String,
			item String,
			confirmed UInt8,
			reason String
		) ENGINE = ReplacingMergeTree() PARTITION BY toYYYYMM(day)
		ORDER BY (department, source, day, matter, kind, item, event_id)`,
	},
}

// Migrate brings the schema up to date.
func (w *Warehouse) Migrate(ctx context.Context) error {
	for _, sql := range []string{
		`CREATE DATABASE IF NOT EXISTS {db}`,
		`CREATE TABLE IF NOT EXISTS {db}.schema_migrations (version UInt32, day Date, at DateTime)
			ENGINE = MergeTree() PARTITION BY toYYYYMM(day) ORDER BY version`,
	} {
		if err := w.exec(ctx, sql); err != nil {
			return unavailable("prepare the schema", err)
		}
	}
	var done uint32
	if err := w.conn.QueryRow(ctx, w.sql(`SELECT max(version) FROM {db}.schema_migrations`)).Scan(&done); err != nil {
		return unavailable("read the schema's version", err)
	}
	for i := int(done); i < len(migrations); i++ {
		for _, sql := range migrations[i] {
			if err := w.exec(ctx, sql); err != nil && !there(err, sql) {
				return unavailable(fmt.Sprintf("migrate to version %d", i+1), err)
			}
		}
		note := fmt.Sprintf(`INSERT INTO {db}.schema_migrations SELECT toUInt32(%d), today(), now()`, i+1)
		if err := w.exec(ctx, note); err != nil {
			return unavailable("note the schema's version", err)
		}
	}
	return nil
}

// there reports whether a column could not be added because it is there: 18.16
// knows no ADD COLUMN IF NOT EXISTS.
func there(err error, sql string) bool {
	const illegalColumn, duplicateColumn = 44, 15 // as servers call it, older and newer
	var e *clickhouse.Exception
	return strings.Contains(sql, "ADD COLUMN") && errors.As(err, &e) && (e.Code == illegalColumn || e.Code == duplicateColumn)
}

func (w *Warehouse) exec(ctx context.Context, sql string) error { return w.conn.Exec(ctx, w.sql(sql)) }

// sql puts the database's name in.
func (w *Warehouse) sql(text string) string { return strings.ReplaceAll(text, "{db}", w.database) }
