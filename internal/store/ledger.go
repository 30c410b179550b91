package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/uptrace/bun"

	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

type ledgerRow struct {
	bun.BaseModel `bun:"table:clock_lines,alias:l"`

	Case     string `bun:"case_id,pk"`
	Seq      int64  `bun:"seq,pk"`
	Root     string `bun:"root"`
	Clock    string `bun:"clock"`
	Kind     string `bun:"kind"`
	At       int64  `bun:"at"`
	From     int64  `bun:"counts_from"`
	Allowed  int64  `bun:"allowed"` // nanoseconds of working time, as used
	Used     int64  `bun:"used"`
	Calendar string `bun:"calendar"`
	State    string `bun:"state"`
	Account  string `bun:"account"`
	Role     string `bun:"role"`
	Detail   []byte `bun:"detail"`
}

// ledgerDetail is what is only read.
type ledgerDetail struct {
	Reason workflows.Reason `json:"reason"`
	Basis  metamodel.Text   `json:"basis,omitempty"`
	Note   string           `json:"note,omitempty"`
	Back   int              `json:"back,omitempty"`
}

func toLedgerRow(l *engine.LedgerLine) (ledgerRow, error) {
	detail, err := json.Marshal(ledgerDetail{l.Reason, l.Basis, l.Note, l.Back})
	if err != nil {
		return ledgerRow{}, fmt.Errorf("encoding line %d of case %s: %w", l.Seq, l.Case, err)
	}
	return ledgerRow{Case: l.Case, Seq: int64(l.Seq), Root: l.Root, Clock: string(l.Clock), Kind: string(l.Kind), At: micros(l.At), From: micros(l.From),
		Allowed: int64(l.Limit), Used: int64(l.Used), Calendar: l.Calendar, State: l.State, Account: l.Account, Role: l.Role, Detail: detail}, nil
}

func (r *ledgerRow) line() (workflows.Line, error) {
	var d ledgerDetail
	if err := json.Unmarshal(r.Detail, &d); err != nil {
		return workflows.Line{}, fmt.Errorf("store: decoding line %d of case %s: %w", r.Seq, r.Case, err)
	}
	return workflows.Line{Seq: int(r.Seq), Clock: workflows.ClockName(r.Clock), Kind: workflows.LineKind(r.Kind), At: instant(r.At), From: instant(r.From),
		Limit: time.Duration(r.Allowed), Used: time.Duration(r.Used), Calendar: r.Calendar, State: r.State,
		Reason: d.Reason, Basis: d.Basis, Note: d.Note, Back: d.Back, Account: r.Account, Role: r.Role}, nil
}

// LedgerOf gives the lines of a case's clock ledger in order.
func (s *Store) LedgerOf(ctx context.Context, caseID string) ([]workflows.Line, error) {
	if !clean(caseID) {
		return nil, nil
	}
	var rows []ledgerRow
	if err := s.db.NewSelect().Model(&rows).Where("case_id = ?", caseID).OrderExpr("seq").Scan(ctx); err != nil {
		return nil, wrap("reading a clock ledger", err)
	}
	list := make([]workflows.Line, len(rows))
	for i := range rows {
		var err error
		if list[i], err = rows[i].line(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// calendarRow is a working calendar that lines were counted by.
type calendarRow struct {
	bun.BaseModel `bun:"table:calendars,alias:k"`

	Version string `bun:"version,pk"`
	Def     []byte `bun:"def"`
}

// KeptCalendar reads a calendar by its version.
func (s *Store) KeptCalendar(ctx context.Context, version string) (json.RawMessage, error) {
	var r calendarRow
	if err := s.one(ctx, &r, "version", version); err != nil {
		return nil, wrap("reading a calendar", err)
	}
	return r.Def, nil
}

// calendarUseRow is an engine.CalendarUse.
type calendarUseRow struct {
	bun.BaseModel `bun:"table:calendar_uses,alias:u"`

	Calendar string `bun:"calendar,pk"`
	Since    int64  `bun:"since,pk"`
	Version  string `bun:"version"`
	Moved    int64  `bun:"moved"`
}

// CalendarUses lists which versions of a calendar were used since when.
func (s *Store) CalendarUses(ctx context.Context, calendar string) ([]engine.CalendarUse, error) {
	if !clean(calendar) {
		return nil, nil
	}
	var rows []calendarUseRow
	if err := s.db.NewSelect().Model(&rows).Where("calendar = ?", calendar).OrderExpr("since").Scan(ctx); err != nil {
		return nil, wrap("reading since when a calendar is used", err)
	}
	list := make([]engine.CalendarUse, len(rows))
	for i, r := range rows {
		list[i] = engine.CalendarUse{Calendar: r.Calendar, Since: instant(r.Since), Version: r.Version, Moved: instant(r.Moved)}
	}
	return list, nil
}

// SaveCalendarUse writes down that a version of a calendar is used, or that
// all lights go by it.
func (s *Store) SaveCalendarUse(ctx context.Context, u engine.CalendarUse, k engine.KeptCalendar) error {
	return s.write(ctx, "writing down a calendar's use", func(ctx context.Context, db bun.IDB) error {
		if _, err := db.NewInsert().Model(&calendarRow{Version: k.Version, Def: raw(k.Def)}).On("CONFLICT DO NOTHING").Exec(ctx); err != nil {
			return err
		}
		r := calendarUseRow{Calendar: u.Calendar, Since: micros(u.Since), Version: u.Version, Moved: micros(u.Moved)}
		_, err := db.NewInsert().Model(&r).On("CONFLICT (calendar, since) DO UPDATE").Set("moved = EXCLUDED.moved").Exec(ctx)
		return err
	})
}
