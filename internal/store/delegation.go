package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/onematter/onematter/engine"
)

type delegationRow struct {
	bun.BaseModel `bun:"table:delegations,alias:g"`

	Seq        int64  `bun:"seq,pk,autoincrement"`
	ID         string `bun:"id"`
	Officer    string `bun:"officer"`
	Deputy     string `bun:"deputy"`
	Department string `bun:"department"`
	Since      int64  `bun:"since"`
	Until      int64  `bun:"until"`
	Ended      int64  `bun:"ended"`
	Detail     []byte `bun:"detail"`
	Created    int64  `bun:"created"`
	Revision   int64  `bun:"revision"`
}

// delegationDetail is what no list is searched by.
type delegationDetail struct {
	OfficerName string   `json:"officerName,omitempty"`
	DeputyName  string   `json:"deputyName,omitempty"`
	Roles       []string `json:"roles,omitempty"`
	Note        string   `json:"note,omitempty"`
	By          string   `json:"by,omitempty"`
	ByName      string   `json:"byName,omitempty"`
	EndedBy     string   `json:"endedBy,omitempty"`
}

// maxStands bounds for how many a deputy stands in at a time.
const maxStands = 100

func (r *delegationRow) version() (string, *int64) { return r.ID, &r.Revision }

func toDelegationRow(d *engine.Delegation) (delegationRow, error) {
	detail, err := json.Marshal(delegationDetail{OfficerName: d.OfficerName, DeputyName: d.DeputyName, Roles: d.Roles, Note: d.Note, By: d.By, ByName: d.ByName, EndedBy: d.EndedBy})
	if err != nil {
		return delegationRow{}, fmt.Errorf("encoding delegation %s: %w", d.ID, err)
	}
	return delegationRow{ID: d.ID, Officer: d.Officer, Deputy: d.Deputy, Department: d.Department, Since: micros(d.From), Until: micros(d.Until), Ended: micros(d.Ended),
		Detail: detail, Created: micros(d.Created), Revision: d.Revision}, nil
}

func (r *delegationRow) delegation() (engine.Delegation, error) {
	var d delegationDetail
	if err := json.Unmarshal(r.Detail, &d); err != nil {
		return engine.Delegation{}, fmt.Errorf("store: decoding delegation %s: %w", r.ID, err)
	}
	return engine.Delegation{ID: r.ID, Officer: r.Officer, OfficerName: d.OfficerName, Deputy: r.Deputy, DeputyName: d.DeputyName, Department: r.Department, Roles: d.Roles,
		From: instant(r.Since), Until: instant(r.Until), Note: d.Note, By: d.By, ByName: d.ByName, Created: instant(r.Created), Ended: instant(r.Ended), EndedBy: d.EndedBy,
		Revision: r.Revision}, nil
}

func toDelegations(rows []delegationRow) ([]engine.Delegation, error) {
	list := make([]engine.Delegation, len(rows))
	for i := range rows {
		var err error
		if list[i], err = rows[i].delegation(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Delegation reads a delegation.
func (s *Store) Delegation(ctx context.Context, id string) (engine.Delegation, error) {
	var r delegationRow
	if err := s.one(ctx, &r, "id", id); err != nil {
		return engine.Delegation{}, wrap("reading a delegation", err)
	}
	return r.delegation()
}

// ListDelegations lists delegations, the latest named first.
func (s *Store) ListDelegations(ctx context.Context, f engine.DelegationFilter, p engine.Page) ([]engine.Delegation, string, error) {
	limit := pageLimit(p)
	var rows []delegationRow
	q := s.db.NewSelect().Model(&rows).OrderExpr("seq DESC").Limit(int64(limit) + 1)
	if !f.All {
		departments := cleaned(f.Departments)
		if !clean(f.Party) || f.Party == "" && len(departments) == 0 {
			return nil, "", nil
		}
		q.WhereGroup(" AND ", func(q *bun.SelectQuery) *bun.SelectQuery {
			q.Where("officer = ?", f.Party).WhereOr("deputy = ?", f.Party)
			if len(departments) > 0 {
				q.WhereOr("department IN (?)", bun.List(departments))
			}
			return q
		})
	}
	if !f.OpenAt.IsZero() {
		q.Where("ended = 0 AND until > ?", micros(f.OpenAt))
	}
	if p.Cursor != "" {
		var seq int64
		if err := readCursor(p.Cursor, cursorDelegations, &seq); err != nil {
			return nil, "", err
		}
		q.Where("seq < ?", seq)
	}
	if err := q.Scan(ctx); err != nil {
		return nil, "", wrap("listing delegations", err)
	}
	next := ""
	if len(rows) > limit {
		rows = rows[:limit]
		next = writeCursor(cursorDelegations, rows[limit-1].Seq)
	}
	list, err := toDelegations(rows)
	return list, next, err
}

// DelegationsTo lists those in force for a deputy, the first named first.
func (s *Store) DelegationsTo(ctx context.Context, deputy string, at time.Time) ([]engine.Delegation, error) {
	if !clean(deputy) {
		return nil, nil
	}
	var rows []delegationRow
	err := s.db.NewSelect().Model(&rows).Where("deputy = ?", deputy).Where("until > ?", micros(at)).Where("since <= ?", micros(at)).Where("ended = 0").
		OrderExpr("seq").Limit(maxStands).Scan(ctx)
	if err != nil {
		return nil, wrap("reading for whom somebody stands in", err)
	}
	return toDelegations(rows)
}
