package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"

	"github.com/uptrace/bun"

	"github.com/onematter/onematter/engine"
)

type eventRow struct {
	bun.BaseModel `bun:"table:events,alias:e"`

	Seq   int64  `bun:"seq,pk,autoincrement"`
	ID    string `bun:"id"`
	Type  string `bun:"type"`
	At    int64  `bun:"at"`
	Case  string `bun:"case_id"`
	Root  string `bun:"root"`
	Actor string `bun:"actor"`
	Role  string `bun:"role"`
	Data  []byte `bun:"data"`
	Tx    string `bun:"tx,scanonly"` // PostgreSQL's xid8, in decimal
}

func toEventRow(e *engine.Event) (eventRow, error) {
	data, err := json.Marshal(e.Data)
	if err != nil {
		return eventRow{}, fmt.Errorf("encoding event %s: %w", e.ID, err)
	}
	return eventRow{ID: e.ID, Type: string(e.Type), At: micros(e.At), Case: e.Case, Root: e.Root, Actor: e.Actor, Role: e.Role, Data: data}, nil
}

func (r *eventRow) event() (engine.Event, error) {
	e := engine.Event{ID: r.ID, Type: engine.EventType(r.Type), At: instant(r.At), Case: r.Case, Root: r.Root, Actor: r.Actor, Role: r.Role,
		Position: engine.Position{Seq: r.Seq}}
	if err := json.Unmarshal(r.Data, &e.Data); err != nil {
		return e, fmt.Errorf("store: decoding event %s: %w", r.ID, err)
	}
	if r.Tx != "" {
		tx, err := strconv.ParseUint(r.Tx, 10, 64)
		if err != nil {
			return e, fmt.Errorf("store: decoding the transaction of event %s: %w", r.ID, err)
		}
		e.Position.Tx = tx
	}
	return e, nil
}

func (s *Store) selectEvents(dest any) *bun.SelectQuery {
	q := s.db.NewSelect().Model(dest).Column("seq", "id", "type", "at", "case_id", "root", "actor", "role", "data")
	if s.pg {
		q.ColumnExpr("e.tx::text AS tx")
	}
	return q
}

// logOrder sorts by Position.
func (s *Store) logOrder(q *bun.SelectQuery) *bun.SelectQuery {
	if s.pg {
		return q.OrderExpr("e.tx, e.seq")
	}
	return q.OrderExpr("seq")
}

func toEvents(rows []eventRow) ([]engine.Event, error) {
	list := make([]engine.Event, len(rows))
	for i := range rows {
		var err error
		if list[i], err = rows[i].event(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// EventsAfter gives the events behind a position. On PostgreSQL a row is given
// out only when every transaction that began before its own has ended: none
// can commit later and take a place in front of it.
func (s *Store) EventsAfter(ctx context.Context, after engine.Position, limit int) ([]engine.Event, error) {
	var rows []eventRow
	q := s.logOrder(s.selectEvents(&rows)).Limit(int64(limit))
	if s.pg {
		q.Where("(e.tx, e.seq) > (?::xid8, ?)", strconv.FormatUint(after.Tx, 10), after.Seq).
			Where("e.tx < pg_snapshot_xmin(pg_current_snapshot())")
	} else {
		q.Where("seq > ?", after.Seq)
	}
	if err := q.Scan(ctx); err != nil {
		return nil, wrap("reading the log", err)
	}
	if err := s.Settle(ctx); err != nil { // its readers tell the world
		return nil, wrap("reading the log", err)
	}
	return toEvents(rows)
}

// LogEnd gives the position of the last event that EventsAfter would give.
func (s *Store) LogEnd(ctx context.Context) (engine.Position, error) {
	if !s.pg {
		var seq int64
		err := s.db.NewRaw("SELECT coalesce(max(seq), 0) FROM events").Scan(ctx, &seq)
		return engine.Position{Seq: seq}, wrap("reading the end of the log", err)
	}
	var ends []eventRow
	err := s.db.NewSelect().Model(&ends).Column("seq").ColumnExpr("e.tx::text AS tx").
		Where("e.tx < pg_snapshot_xmin(pg_current_snapshot())").OrderExpr("e.tx DESC, e.seq DESC").Limit(1).Scan(ctx)
	if err != nil || len(ends) == 0 {
		return engine.Position{}, wrap("reading the end of the log", err)
	}
	tx, err := strconv.ParseUint(ends[0].Tx, 10, 64)
	return engine.Position{Tx: tx, Seq: ends[0].Seq}, wrap("reading the end of the log", err)
}

// EventsOfCase gives a case's own events.
func (s *Store) EventsOfCase(ctx context.Context, caseID string) ([]engine.Event, error) {
	if !clean(caseID) {
		return nil, nil
	}
	var rows []eventRow
	// Found along the root: a theme case's events are few, an index of its own
	// would cost every write.
	var err error
	if s.pg {
		err = s.logOrder(s.selectEvents(&rows)).Where("e.root = (SELECT root FROM cases WHERE id = ?)", caseID).Where("e.case_id = ?", caseID).Scan(ctx)
	} else {
		err = s.all(ctx, &rows, "WHERE root = (SELECT root FROM cases WHERE id = ?) AND case_id = ? ORDER BY seq", caseID, caseID)
	}
	if err != nil {
		return nil, wrap("reading a case's events", err)
	}
	return toEvents(rows)
}

// EventsOfRoot gives the events of a root case and its children.
func (s *Store) EventsOfRoot(ctx context.Context, root string) ([]engine.Event, error) {
	if !clean(root) {
		return nil, nil
	}
	var rows []eventRow
	if err := s.logOrder(s.selectEvents(&rows)).Where("e.root = ?", root).Scan(ctx); err != nil {
		return nil, wrap("reading a root case's events", err)
	}
	return toEvents(rows)
}

// Events reads events by id, in no order; what is not there is left out.
func (s *Store) Events(ctx context.Context, ids []string) ([]engine.Event, error) {
	ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return !clean(id) })
	if len(ids) == 0 {
		return nil, nil
	}
	var rows []eventRow
	if err := s.selectEvents(&rows).Where("e.id IN (?)", bun.List(ids)).Scan(ctx); err != nil {
		return nil, wrap("reading events", err)
	}
	return toEvents(rows)
}
