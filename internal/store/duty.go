package store

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/uptrace/bun"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/workflows"
)

type dutyRow struct {
	bun.BaseModel `bun:"table:duties,alias:u"`

	Seq        int64  `bun:"seq,pk,autoincrement"`
	ID         string `bun:"id"`
	Matter     string `bun:"matter"`
	Kind       string `bun:"kind"`
	Item       string `bun:"item"`
	Demander   string `bun:"demander"`
	Department string `bun:"department"`
	State      string `bun:"state"`
	Source     string `bun:"source"`
	Since      string `bun:"since"`
	Until      string `bun:"until"`
	Detail     []byte `bun:"detail"`
	Created    int64  `bun:"created"`
	Updated    int64  `bun:"updated"`
	Revision   int64  `bun:"revision"`
}

// dutyDetail is what no list is searched by.
type dutyDetail struct {
	Element  string            `json:"element,omitempty"`
	Subject  string            `json:"subject,omitempty"`
	Returns  int               `json:"returns,omitempty"`
	Delivers engine.SupplyKind `json:"delivers,omitempty"`
	KeyField string            `json:"keyField,omitempty"`
	Coverage string            `json:"coverage,omitempty"`
	Clock    *clock            `json:"clock,omitempty"`
	History  []engine.DutyStep `json:"history,omitempty"`
}

func toDutyRow(d *engine.Duty) (dutyRow, error) {
	detail, err := json.Marshal(dutyDetail{Element: d.Element, Subject: d.Subject, Returns: d.Returns, Delivers: d.Delivers, KeyField: d.KeyField, Coverage: d.Coverage,
		Clock: toClock(d.Clock), History: d.History})
	if err != nil {
		return dutyRow{}, fmt.Errorf("encoding duty %s: %w", d.ID, err)
	}
	return dutyRow{ID: d.ID, Matter: d.Matter, Kind: string(d.Kind), Item: d.Item, Demander: d.Demander, Department: d.Department, State: string(d.State),
		Source: d.Source, Since: d.From, Until: d.Until, Detail: detail, Created: micros(d.Created), Updated: micros(d.Updated), Revision: d.Revision}, nil
}

func (r *dutyRow) duty() (engine.Duty, error) {
	var d dutyDetail
	if err := json.Unmarshal(r.Detail, &d); err != nil {
		return engine.Duty{}, fmt.Errorf("store: decoding duty %s: %w", r.ID, err)
	}
	return engine.Duty{ID: r.ID, Matter: r.Matter, Kind: engine.DutyKind(r.Kind), Item: r.Item, Element: d.Element, Subject: d.Subject, Demander: r.Demander,
		Department: r.Department, State: workflows.DutyState(r.State), Returns: d.Returns, Delivers: d.Delivers, Source: r.Source, KeyField: d.KeyField, From: r.Since, Until: r.Until,
		Coverage: d.Coverage, Clock: d.Clock.clock(), History: d.History, Created: instant(r.Created), Updated: instant(r.Updated), Revision: r.Revision}, nil
}

// Duty reads a duty.
func (s *Store) Duty(ctx context.Context, id string) (engine.Duty, error) {
	var r dutyRow
	if err := s.one(ctx, &r, "id", id); err != nil {
		return engine.Duty{}, wrap("reading a duty", err)
	}
	return r.duty()
}

// ListDuties lists duties by matter, kind and item.
func (s *Store) ListDuties(ctx context.Context, f engine.DutyFilter, p engine.Page) ([]engine.Duty, string, error) {
	limit := pageLimit(p)
	var rows []dutyRow
	q := s.db.NewSelect().Model(&rows).OrderExpr("matter, kind, item").Limit(int64(limit) + 1)
	in := func(column string, list []string) bool {
		known := cleaned(list)
		if len(known) > 0 {
			q.Where("? IN (?)", bun.Ident(column), bun.List(known))
		}
		return len(list) == 0 || len(known) > 0
	}
	states := make([]string, len(f.States))
	for i, st := range f.States {
		states[i] = string(st)
	}
	either := cleaned(f.Either)
	if !in("matter", f.Matters) || !in("department", f.Departments) || !in("demander", f.Demanders) || !in("state", states) ||
		len(f.Either) > 0 && len(either) == 0 || !clean(string(f.Kind)) {
		return nil, "", nil // nothing that can be stored passes
	}
	if len(either) > 0 {
		q.Where("(department IN (?) OR demander IN (?))", bun.List(either), bun.List(either))
	}
	if f.Kind != "" {
		q.Where("kind = ?", string(f.Kind))
	}
	if p.Cursor != "" {
		var matter, kind, item string
		if err := readCursor(p.Cursor, cursorDuties, &matter, &kind, &item); err != nil {
			return nil, "", err
		}
		q.Where("(matter, kind, item) > (?, ?, ?)", matter, kind, item)
	}
	if err := q.Scan(ctx); err != nil {
		return nil, "", wrap("listing duties", err)
	}
	next := ""
	if len(rows) > limit {
		rows = rows[:limit]
		last := rows[limit-1]
		next = writeCursor(cursorDuties, last.Matter, last.Kind, last.Item)
	}
	list := make([]engine.Duty, len(rows))
	for i := range rows {
		var err error
		if list[i], err = rows[i].duty(); err != nil {
			return nil, "", err
		}
	}
	return list, next, nil
}
