package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/workflows"
)

type caseRow struct {
	bun.BaseModel `bun:"table:cases,alias:c"`

	Seq        int64   `bun:"seq,pk,autoincrement"`
	ID         string  `bun:"id"`
	Number     string  `bun:"number"`
	Root       string  `bun:"root"`
	Draft      string  `bun:"draft"`
	Theme      string  `bun:"theme"`
	Matter     string  `bun:"matter"`
	Release    string  `bun:"release"`
	Department string  `bun:"department"`
	Applicant  string  `bun:"applicant"`
	Title      string  `bun:"title"`
	State      string  `bun:"state"`
	Status     string  `bun:"status"`
	Outcome    string  `bun:"outcome"`
	Desk       *string `bun:"desk"`
	Authority  string  `bun:"authority"` // as in the detail: the column is for lists
	Holder     string  `bun:"holder"`    // account that has the step in hand; "" for nobody
	Light      string  `bun:"light"`
	Due        int64   `bun:"due"`
	LightNext  int64   `bun:"light_next"`
	SilentNext int64   `bun:"silent_next"`
	Submitted  int64   `bun:"submitted"`
	Started    int64   `bun:"started"`
	Ended      int64   `bun:"ended"`
	Revision   int64   `bun:"revision"`
	Detail     []byte  `bun:"detail"`
	Answers    []byte  `bun:"answers"`
}

// caseDetail is what no list is searched or sorted by.
type caseDetail struct {
	Scope      []string           `json:"scope,omitempty"`
	Authority  string             `json:"authority,omitempty"`
	Trail      []string           `json:"trail,omitempty"`
	Holder     *engine.Holder     `json:"holder,omitempty"`
	Helpers    []string           `json:"helpers,omitempty"`
	Correction *engine.Correction `json:"correction,omitempty"`
	Result     *engine.Result     `json:"result,omitempty"`
	Promised   *clock             `json:"promised,omitempty"`
	Statutory  *clock             `json:"statutory,omitempty"`
	Step       *clock             `json:"step,omitempty"`
	Before     *catalog.Burden    `json:"before,omitempty"`
	After      *catalog.Burden    `json:"after,omitempty"`
	Kept       []byte             `json:"kept,omitempty"` // base64: the bytes as they were
	Moved      []byte             `json:"moved,omitempty"`
	Tasks      []engine.Task      `json:"tasks,omitempty"`
	Visits     []engine.Visit     `json:"visits,omitempty"`
	Decided    int64              `json:"decided,omitempty"`
	Notices    []engine.Notice    `json:"notices,omitempty"`
	Serve      *clock             `json:"serve,omitempty"`
	Counted    int64              `json:"counted,omitempty"` // nanoseconds
	Steady     int64              `json:"steady,omitempty"`

	Corrected    []engine.Corrected `json:"corrected,omitempty"`
	Extensions   []engine.Extension `json:"extensions,omitempty"`
	StepExtended int                `json:"stepExtended,omitempty"`

	Answered *workflows.Answered `json:"answered,omitempty"`
	Sourced  []byte              `json:"sourced,omitempty"`
	Earlier  []byte              `json:"earlier,omitempty"`
	Ledger   int                 `json:"ledger,omitempty"`
}

// clock is a workflows.Clock: limit and used in nanoseconds of working time,
// since, started and stopped as instants.
type clock [5]int64

func toClock(k workflows.Clock) *clock {
	if k == (workflows.Clock{}) {
		return nil
	}
	return &clock{int64(k.Limit), int64(k.Used), micros(k.Since), micros(k.Started), micros(k.Stopped)}
}

func (c *clock) clock() workflows.Clock {
	if c == nil {
		return workflows.Clock{}
	}
	return workflows.Clock{Limit: time.Duration(c[0]), Used: time.Duration(c[1]), Since: instant(c[2]), Started: instant(c[3]), Stopped: instant(c[4])}
}

func toBurden(b catalog.Burden) *catalog.Burden {
	if b == (catalog.Burden{}) {
		return nil
	}
	return &b
}

func toAnswered(a workflows.Answered) *workflows.Answered {
	if a == (workflows.Answered{}) {
		return nil
	}
	return &a
}

func toCaseRow(c *engine.Case) (caseRow, error) {
	detail, err := json.Marshal(caseDetail{Scope: c.Scope, Authority: c.Authority, Trail: c.Trail, Holder: c.Holder, Helpers: c.Helpers, Correction: c.Correction, Corrected: c.Corrected, Result: c.Result, Promised: toClock(c.Promised),
		Statutory: toClock(c.Statutory), Step: toClock(c.Step), Before: toBurden(c.Before), After: toBurden(c.After), Kept: c.Kept, Moved: c.Moved, Sourced: c.Sourced, Earlier: c.Earlier, Tasks: c.Tasks, Visits: c.Visits, Decided: micros(c.Decided), Notices: c.Notices, Serve: toClock(c.Serve), Counted: int64(c.Counted), Steady: c.Steady, Extensions: c.Extensions, StepExtended: c.StepExtended, Answered: toAnswered(c.Answered), Ledger: c.Ledger})
	if err != nil {
		return caseRow{}, fmt.Errorf("encoding case %s: %w", c.ID, err)
	}
	r := caseColumns(c)
	r.Detail = detail
	return r, nil
}

// caseColumns is the row of a case without its detail.
func caseColumns(c *engine.Case) caseRow {
	return caseRow{ID: c.ID, Number: c.Number, Root: c.Root, Draft: c.Draft, Theme: c.Theme, Matter: c.Matter, Release: c.Release,
		Department: c.Department, Authority: c.Authority, Applicant: c.Applicant, Title: c.Title, State: c.State, Status: string(c.Status), Outcome: string(c.Outcome), Holder: c.HeldBy(),
		Light: string(c.Light), Due: dueMicros(c.Due), LightNext: micros(c.LightNext), SilentNext: micros(c.SilentNext), Submitted: micros(c.Submitted),
		Started: micros(c.Started), Ended: micros(c.Ended), Revision: c.Revision, Answers: raw(c.Answers)}
}

func (r *caseRow) toCase() (engine.Case, error) {
	var d caseDetail
	if err := json.Unmarshal(r.Detail, &d); err != nil {
		return engine.Case{}, fmt.Errorf("decoding case %s: %w", r.ID, err)
	}
	c := engine.Case{ID: r.ID, Number: r.Number, Root: r.Root, Draft: r.Draft, Theme: r.Theme, Matter: r.Matter, Release: r.Release,
		Department: r.Department, Applicant: r.Applicant, Title: r.Title, State: r.State, Status: engine.CaseStatus(r.Status),
		Outcome: workflows.Outcome(r.Outcome), Light: workflows.Light(r.Light), Due: dueInstant(r.Due), LightNext: instant(r.LightNext), SilentNext: instant(r.SilentNext),
		Submitted: instant(r.Submitted), Started: instant(r.Started), Ended: instant(r.Ended), Revision: r.Revision, Answers: unraw(r.Answers),
		Scope: d.Scope, Authority: d.Authority, Trail: d.Trail, Holder: d.Holder, Helpers: d.Helpers, Correction: d.Correction, Corrected: d.Corrected, Result: d.Result, Promised: d.Promised.clock(), Statutory: d.Statutory.clock(), Step: d.Step.clock(), Kept: unraw(d.Kept), Moved: unraw(d.Moved), Sourced: unraw(d.Sourced), Earlier: unraw(d.Earlier), Tasks: d.Tasks, Visits: d.Visits, Decided: instant(d.Decided), Notices: d.Notices, Serve: d.Serve.clock(), Counted: time.Duration(d.Counted), Steady: d.Steady, Extensions: d.Extensions, StepExtended: d.StepExtended, Ledger: d.Ledger}
	if d.Before != nil {
		c.Before = *d.Before
	}
	if d.After != nil {
		c.After = *d.After
	}
	if d.Answered != nil {
		c.Answered = *d.Answered
	}
	return c, nil
}

func toCases(rows []caseRow) ([]engine.Case, error) {
	list := make([]engine.Case, len(rows))
	for i := range rows {
		var err error
		if list[i], err = rows[i].toCase(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Case reads a case.
func (s *Store) Case(ctx context.Context, id string) (engine.Case, error) {
	var r caseRow
	if err := s.one(ctx, &r, "id", id); err != nil {
		return engine.Case{}, wrap("reading a case", err)
	}
	return r.toCase()
}

// Children lists a theme case's children.
func (s *Store) Children(ctx context.Context, root string) ([]engine.Case, error) {
	if !clean(root) {
		return nil, nil
	}
	var rows []caseRow
	err := s.db.NewSelect().Model(&rows).Where("root = ?", root).Where("root <> id").OrderExpr("submitted, number").Scan(ctx)
	if err != nil {
		return nil, wrap("reading a case's children", err)
	}
	return toCases(rows)
}

// SilencesDue lists cases in which silence decides at or before now, the
// longest due first.
func (s *Store) SilencesDue(ctx context.Context, now time.Time, limit int) ([]engine.Case, error) {
	var rows []caseRow
	err := s.db.NewSelect().Model(&rows).Where("silent_next > 0").Where("silent_next <= ?", micros(now)).
		OrderExpr("silent_next, seq").Limit(int64(limit)).Scan(ctx)
	if err != nil {
		return nil, wrap("listing the silent decisions that are due", err)
	}
	return toCases(rows)
}

// LightsDue lists cases whose light changes by itself at or before now, the
// longest due first.
func (s *Store) LightsDue(ctx context.Context, now time.Time, limit int) ([]engine.Case, error) {
	var rows []caseRow
	err := s.db.NewSelect().Model(&rows).Where("light_next > 0").Where("light_next <= ?", micros(now)).
		OrderExpr("light_next, seq").Limit(int64(limit)).Scan(ctx)
	if err != nil {
		return nil, wrap("listing the lights that are due", err)
	}
	return toCases(rows)
}

// casesBySeq reads the rows of a page whose places in the table are known.
func (s *Store) casesBySeq(ctx context.Context, seqs []int64) (map[int64]*caseRow, error) {
	if len(seqs) == 0 {
		return nil, nil
	}
	var rows []caseRow
	if err := s.db.NewSelect().Model(&rows).Where("c.seq IN (?)", bun.List(seqs)).Scan(ctx); err != nil {
		return nil, err
	}
	bySeq := make(map[int64]*caseRow, len(rows))
	for i := range rows {
		bySeq[rows[i].Seq] = &rows[i]
	}
	return bySeq, nil
}
