package clickhouse

import (
	"context"
	"strings"

	"github.com/onematter/onematter/analytics"
	"github.com/onematter/onematter/engine"
)

// columns are events' columns in the order of row.
var columns = strings.Fields(`event_id tx seq day at type case_id root_id number theme matter department
	actor_kind role from_state to_state to_type action kind status outcome light
	step_seconds step_limit used_seconds promised_seconds statutory_seconds day_seconds due
	forms_before forms_after fields_before fields_after materials_before materials_after
	saved_fields saved_materials matters fill_seconds computed_seconds`)

func row(f *analytics.Fact) []any {
	return []any{f.EventID, f.Tx, f.Seq, f.Day, f.At, f.Type, f.Case, f.Root, f.Number, f.Theme, f.Matter, f.Department,
		f.ActorKind, f.Role, f.From, f.To, f.ToType, f.Action, f.Kind, f.Status, f.Outcome, f.Light,
		f.StepSeconds, f.StepLimit, f.UsedSeconds, f.PromisedSeconds, f.StatutorySeconds, f.DaySeconds, f.Due,
		f.FormsBefore, f.FormsAfter, f.FieldsBefore, f.FieldsAfter, f.MaterialsBefore, f.MaterialsAfter,
		f.SavedFields, f.SavedMaterials, f.Matters, f.FillSeconds, f.ComputedSeconds}
}

// monthsPerInsert keeps a batch below ClickHouse's own limit of 100 partitions
// an insert: a year's backlog may come in one batch.
const monthsPerInsert = 50

// Insert stores facts; copies of a fact collapse.
func (w *Warehouse) Insert(ctx context.Context, facts []analytics.Fact) error {
	for len(facts) > 0 {
		n, months := 0, map[int]bool{}
		for n < len(facts) {
			months[facts[n].Day.Year()*12+int(facts[n].Day.Month())] = true
			if len(months) > monthsPerInsert {
				break
			}
			n++
		}
		if err := w.insert(ctx, facts[:n]); err != nil {
			return unavailable("insert events", err)
		}
		facts = facts[n:]
	}
	return nil
}

// insert puts what facts carry besides first: what the events table holds counts
// as carried over.
func (w *Warehouse) insert(ctx context.Context, facts []analytics.Fact) error {
	if err := w.insertNeedless(ctx, facts); err != nil {
		return err
	}
	batch, err := w.conn.PrepareBatch(ctx, "INSERT INTO "+w.database+".events ("+strings.Join(columns, ", ")+")")
	if err != nil {
		return err
	}
	for i := range facts {
		if err := batch.Append(row(&facts[i])...); err != nil {
			batch.Abort()
			return err
		}
	}
	return batch.Send()
}

// Last is the newest position carried over.
func (w *Warehouse) Last(ctx context.Context) (engine.Position, error) {
	var p engine.Position
	var events uint64
	sql := w.sql(`SELECT max(tx) AS last_tx, max(seq) AS last_seq, count() FROM {db}.events
		WHERE tx = (SELECT max(tx) FROM {db}.events)`)
	if err := w.conn.QueryRow(ctx, sql).Scan(&p.Tx, &p.Seq, &events); err != nil {
		return engine.Position{}, unavailable("read the newest position", err)
	}
	if events == 0 {
		return engine.Position{}, nil
	}
	return p, nil
}
