package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// LedgerLine is a line of a case's clock ledger as it is kept.
type LedgerLine struct {
	Case string
	Root string
	workflows.Line
}

// KeptCalendar is a calendar that lines were counted by: a later edition must
// not change what is told of them.
type KeptCalendar struct {
	Version string
	Def     json.RawMessage
}

// Ledger reads clock ledgers.
type Ledger interface {
	LedgerOf(ctx context.Context, caseID string) ([]workflows.Line, error)             // by Seq
	KeptCalendar(ctx context.Context, version string) (def json.RawMessage, err error) // ErrNotFound
	CalendarUses(ctx context.Context, calendar string) ([]CalendarUse, error)          // by Since
	// SaveCalendarUse inserts, with the calendar, or sets Moved of the one with this Since.
	SaveCalendarUse(ctx context.Context, u CalendarUse, k KeptCalendar) error
}

// clock is one of a case's clocks.
func (c *Case) clock(name workflows.ClockName) *workflows.Clock {
	switch name {
	case workflows.PromisedClock:
		return &c.Promised
	case workflows.StatutoryClock:
		return &c.Statutory
	}
	return &c.Step
}

// turnClock is the one way in which a clock changes: with a line in the ledger, by
// the same rule that replays it.
func (f *family) turnClock(c *Case, l workflows.Line, cal *workflows.Calendar) {
	f.openLedger(c)
	k := c.clock(l.Clock)
	*k = k.Turn(&l, cal)
	l.Limit, l.Used = k.Limit, k.UsedAt(l.At, cal)
	f.writeLine(c, l, cal)
}

// writeLine appends a line to a case's ledger. One that names no basis of its own
// rests on what its clock does.
func (f *family) writeLine(c *Case, l workflows.Line, cal *workflows.Calendar) {
	if m := f.matter(c); m != nil && len(l.Basis) == 0 {
		l.Basis = workflows.GroundOf(m.Def, l.Clock, l.Reason.Code)
	}
	c.Ledger++
	l.Seq, l.Calendar, l.Account, l.Role = c.Ledger, cal.Version, f.by.account, f.by.role
	f.change.Ledger = append(f.change.Ledger, LedgerLine{Case: c.ID, Root: c.Root, Line: l})
	f.change.keep(cal)
}

// keep notes a calendar that a line of the change was counted by.
func (c *Change) keep(cal *workflows.Calendar) {
	if slices.ContainsFunc(c.Calendars, func(k KeptCalendar) bool { return k.Version == cal.Version }) {
		return
	}
	c.Calendars = append(c.Calendars, KeptCalendar{cal.Version, cal.JSON})
}

// openLedger begins the ledger of a case whose clocks ran before there was one.
func (f *family) openLedger(c *Case) {
	if c.Ledger > 0 {
		return
	}
	by := f.by
	f.by = who{} // nobody decided it
	for _, l := range opening(c) {
		f.writeLine(c, l, f.cal)
	}
	f.by = by
}

// opening are the lines that a case without a ledger begins with.
func opening(c *Case) []workflows.Line {
	var lines []workflows.Line
	for _, name := range workflows.ClockNames {
		state := ""
		if name == workflows.StepClock {
			state = c.State
		}
		lines = append(lines, c.clock(name).Opening(name, state)...)
	}
	return lines
}

// startClock starts a clock, or a step's anew.
func (f *family) startClock(c *Case, name workflows.ClockName, limit time.Duration, from time.Time, why workflows.Reason) {
	l := workflows.Line{Clock: name, Kind: workflows.LineStart, At: f.at, From: from, Limit: limit, Reason: why}
	if name == workflows.StepClock {
		l.State = c.State
	}
	f.turnClock(c, l, f.cal)
}

// pauseClock, resumeClock and stopClock do nothing to a clock that is so already.
func (f *family) pauseClock(c *Case, name workflows.ClockName, why workflows.Reason, note string) {
	if !c.clock(name).Since.IsZero() {
		f.alterClock(c, workflows.Line{Clock: name, Kind: workflows.LinePause, Reason: why, Note: note})
	}
}

func (f *family) resumeClock(c *Case, name workflows.ClockName, from time.Time, why workflows.Reason) {
	if k := c.clock(name); k.Since.IsZero() && k.Stopped.IsZero() {
		f.alterClock(c, workflows.Line{Clock: name, Kind: workflows.LineResume, From: from, Reason: why})
	}
}

func (f *family) stopClock(c *Case, name workflows.ClockName, why workflows.Reason) {
	if k := c.clock(name); !k.Started.IsZero() && k.Stopped.IsZero() {
		f.alterClock(c, workflows.Line{Clock: name, Kind: workflows.LineStop, Reason: why})
	}
}

func (f *family) alterClock(c *Case, l workflows.Line) {
	l.At = f.at
	f.turnClock(c, l, f.cal)
}

// stopClocks ends all of a case's clocks.
func (f *family) stopClocks(c *Case, why workflows.Reason) {
	for _, name := range workflows.ClockNames {
		f.stopClock(c, name, why)
	}
}

// because is a reason that names a step.
func because(code workflows.ReasonCode, s *workflows.State) workflows.Reason {
	if s == nil {
		return workflows.Reason{Code: code}
	}
	return workflows.Reason{Code: code, Params: map[string]metamodel.Text{"step": s.Name}}
}

// restoreClocks puts a case's clocks back as they were, after line back of its ledger.
func (f *family) restoreClocks(c *Case, promised, statutory, step workflows.Clock, back int) {
	was := [...]workflows.Clock{promised, statutory, step}
	for i, name := range workflows.ClockNames {
		k := c.clock(name)
		if *k == was[i] {
			continue
		}
		*k = was[i]
		if c.Ledger > 0 {
			f.writeLine(c, workflows.Line{Clock: name, Kind: workflows.LineRestore, At: f.at, Limit: k.Limit, Used: k.UsedAt(f.at, f.cal),
				Reason: workflows.Reason{Code: workflows.ReasonRestored}, Back: back}, f.cal)
		}
	}
}

// ledger reads a case's lines, beginning those of a case that has none yet.
func (e *Engine) ledger(ctx context.Context, c *Case, cal *workflows.Calendar) ([]workflows.Line, error) {
	if c.Ledger == 0 {
		lines := opening(c)
		for i := range lines {
			lines[i].Seq, lines[i].Calendar = i+1, cal.Version
		}
		return lines, nil
	}
	lines, err := e.o.Store.LedgerOf(ctx, c.ID)
	if err != nil {
		return nil, fmt.Errorf("reading the clock ledger of case %s: %w", c.ID, err)
	}
	// A line written since the case was read is a later moment's.
	return lines[:min(len(lines), c.Ledger)], nil
}

// calendars finds what the lines were counted by; cal is the one in force.
func (e *Engine) calendars(ctx context.Context, lines []workflows.Line, cal *workflows.Calendar) (workflows.Calendars, error) {
	found := map[string]*workflows.Calendar{cal.Version: cal}
	for i := range lines {
		v := lines[i].Calendar
		if found[v] != nil {
			continue
		}
		then, err := e.keptCalendar(ctx, v)
		if err != nil {
			return nil, err
		}
		found[v] = then
	}
	return func(v string) *workflows.Calendar { return found[v] }, nil
}

// keptCalendar is a calendar as it was, compiled.
func (e *Engine) keptCalendar(ctx context.Context, version string) (*workflows.Calendar, error) {
	if known, ok := e.counted.Load(version); ok {
		return known.(*workflows.Calendar), nil
	}
	raw, err := e.o.Store.KeptCalendar(ctx, version)
	if errors.Is(err, ErrNotFound) {
		return nil, fmt.Errorf("%w: a ledger was counted by calendar %s, which is not kept", errInvariant, version)
	}
	if err != nil {
		return nil, fmt.Errorf("reading calendar %s: %w", version, err)
	}
	var def metamodel.Calendar
	if err := json.Unmarshal(raw, &def); err != nil {
		return nil, fmt.Errorf("reading calendar %s: %w", version, err)
	}
	cal, ps := workflows.NewCalendar(&def)
	if ps.Failed() {
		return nil, fmt.Errorf("reading calendar %s: %w", version, ps)
	}
	e.counted.Store(version, cal)
	return cal, nil
}

// commit writes a change; calendars that are kept already are not sent again.
func (e *Engine) commit(ctx context.Context, c *Change) error {
	all := c.Calendars
	c.Calendars = slices.DeleteFunc(slices.Clone(all), func(k KeptCalendar) bool {
		_, kept := e.kept.Load(k.Version)
		return kept
	})
	err := e.o.Store.Commit(ctx, c)
	if err == nil {
		for _, k := range c.Calendars {
			e.kept.Store(k.Version, true)
		}
	}
	c.Calendars = all
	return err
}
