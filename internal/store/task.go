package store

import (
	"context"
	"slices"
	"strings"

	"github.com/uptrace/bun"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/workflows"
)

type taskRow struct {
	bun.BaseModel `bun:"table:tasks,alias:t"`

	Case       string `bun:"case_id,pk"`
	ID         string `bun:"id,pk"`
	Root       string `bun:"root"`
	Department string `bun:"department"`
	Roles      string `bun:"roles"`
	State      string `bun:"state"`
	Opened     int64  `bun:"opened"`
	Closed     int64  `bun:"closed"`
	ClosedBy   string `bun:"closed_by"`

	// How it queues; a step's task does as its case does.
	Kind  string  `bun:"kind"`
	Desk  *string `bun:"desk"`
	Due   int64   `bun:"due"`
	Light string  `bun:"light"`
}

// Role ids are separated by a character that no identifier has.
const roleSeparator = "\x1f"

func joinRoles(roles []string) string { return strings.Join(roles, roleSeparator) }

func splitRoles(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, roleSeparator)
}

// desk names the queue in which cases wait for a set of roles.
func desk(roles []string) string {
	sorted := slices.Clone(roles)
	slices.Sort(sorted)
	return joinRoles(slices.Compact(sorted))
}

func toTaskRow(t *engine.Task) taskRow {
	r := taskRow{Case: t.Case, ID: t.ID, Root: t.Root, Department: t.Department, Roles: joinRoles(t.Roles), State: t.State,
		Opened: micros(t.Opened), Closed: micros(t.Closed), ClosedBy: t.ClosedBy, Kind: string(engine.TaskStep), Due: never, Light: string(workflows.None)}
	if t.Kind != engine.TaskStep && t.Kind != "" {
		r.Kind, r.Due, r.Light = string(t.Kind), dueMicros(t.Due), string(t.Light)
		if t.Closed.IsZero() {
			d := desk(t.Roles)
			r.Desk = &d
		}
	}
	return r
}

func (r *taskRow) task() engine.Task {
	return engine.Task{Case: r.Case, ID: r.ID, Root: r.Root, Department: r.Department, Roles: splitRoles(r.Roles), State: r.State,
		Kind: engine.TaskKind(r.Kind), Opened: instant(r.Opened), Closed: instant(r.Closed), ClosedBy: r.ClosedBy}
}

// OpenTask reads the open task of the step a case is in.
func (s *Store) OpenTask(ctx context.Context, caseID string) (engine.Task, error) {
	if !clean(caseID) {
		return engine.Task{}, wrap("reading the open task of a case", errNoSuchRow)
	}
	var r taskRow
	var err error
	if s.pg {
		err = s.db.NewSelect().Model(&r).Where("case_id = ?", caseID).Where("closed = 0").Where("kind = ?", string(engine.TaskStep)).OrderExpr("opened DESC, id DESC").Limit(1).Scan(ctx)
	} else {
		err = s.first(ctx, &r, "WHERE case_id = ? AND closed = 0 AND kind = ? ORDER BY opened DESC, id DESC LIMIT 1", caseID, string(engine.TaskStep))
	}
	if err != nil {
		return engine.Task{}, wrap("reading the open task of a case", err)
	}
	return r.task(), nil
}
