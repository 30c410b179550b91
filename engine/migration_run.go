package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"
)

const (
	migrationPage   = 50 // filings of a page that name no number
	mostOfPage      = 200
	migrationAtOnce = 8 // filings moved together, so that their commits share a sync

	migrationsName  = "migrations"
	migrationsLease = 60 * time.Second
	migrationsEvery = 5 * time.Second
)

// DryRunMigration sorts a page of the filings a migration would move and
// changes nothing. next goes on behind the page; "" after the last.
func (e *Engine) DryRunMigration(ctx context.Context, a Actor, m Migration, cursor string, limit int) (list []MigrationVerdict, next string, err error) {
	if !a.Has(RoleAdministrator) {
		return nil, "", ErrNotFound
	}
	mv, err := e.planMigration(ctx, m)
	if err != nil {
		return nil, "", err
	}
	list = []MigrationVerdict{}
	page, next, err := e.migrationPage(ctx, mv.m, cursor, limit)
	if err != nil {
		return nil, "", err
	}
	for _, f := range page {
		v, err := e.judge(ctx, f, mv)
		if errors.Is(err, ErrConflict) {
			continue // moved since the page was listed
		}
		if err != nil {
			return nil, "", err
		}
		list = append(list, v)
	}
	return list, next, nil
}

func (e *Engine) judge(ctx context.Context, f filing, mv *move) (MigrationVerdict, error) {
	var j *judged
	var err error
	if f.draft != nil {
		j, err = e.judgeDraft(ctx, *f.draft, mv)
	} else {
		j, err = e.judgeCase(ctx, *f.root, mv)
	}
	if err != nil {
		return MigrationVerdict{}, err
	}
	return j.MigrationVerdict, nil
}

// filing is a draft or a root case.
type filing struct {
	draft *Draft
	root  *Case
}

func (f filing) id() string {
	if f.draft != nil {
		return f.draft.ID
	}
	return f.root.ID
}

// migrationPage lists what a migration moves, drafts before cases: a draft
// that is submitted meanwhile is met again among the cases. Cursors are the
// kind and id of the last filing.
func (e *Engine) migrationPage(ctx context.Context, m Migration, cursor string, limit int) ([]filing, string, error) {
	if limit <= 0 || limit > mostOfPage {
		limit = migrationPage
	}
	kind, after, _ := strings.Cut(cursor, ":")
	at := FilingsAt{Release: m.From, Theme: m.Theme, Matter: m.Matter, After: after}
	var list []filing
	if kind != string(FilingCase) {
		drafts, err := e.o.Store.DraftsAt(ctx, at, limit)
		if err != nil {
			return nil, "", fmt.Errorf("listing drafts to move: %w", err)
		}
		for i := range drafts {
			list = append(list, filing{draft: &drafts[i]})
		}
		if len(list) == limit {
			return list, string(FilingDraft) + ":" + list[limit-1].id(), nil
		}
		if len(list) > 0 {
			return list, string(FilingCase) + ":", nil
		}
		at.After = ""
	}
	cases, err := e.o.Store.CasesAt(ctx, at, limit)
	if err != nil {
		return nil, "", fmt.Errorf("listing cases to move: %w", err)
	}
	for i := range cases {
		list = append(list, filing{root: &cases[i]})
	}
	if len(list) == limit {
		return list, string(FilingCase) + ":" + list[limit-1].id(), nil
	}
	return list, "", nil
}

// StartMigration begins to move filings; RunMigrations or StepMigration do the
// work. The same key again gives the migration it began.
func (e *Engine) StartMigration(ctx context.Context, a Actor, m Migration, key string) (Migration, error) {
	if !a.Has(RoleAdministrator) {
		return Migration{}, ErrNotFound
	}
	if err := checkKey(key); err != nil {
		return Migration{}, err
	}
	m.Note = cleanNote(m.Note)
	mv, err := e.planMigration(ctx, m)
	if err != nil {
		return Migration{}, err
	}
	m = mv.m
	at, err := e.now(ctx)
	if err != nil {
		return Migration{}, err
	}
	m.ID, m.By, m.Status, m.Created, m.Updated, m.Revision = idOf("migration", a.Account, key), a.Account, MigrationRunning, at, at, 0
	err = e.o.Store.SaveMigration(ctx, m)
	if errors.Is(err, ErrTaken) {
		first, err := e.o.Store.Migration(ctx, m.ID)
		if errors.Is(err, ErrNotFound) { // not this key, but another migration
			return e.atWork(ctx, m, key)
		}
		if err != nil {
			return Migration{}, fmt.Errorf("reading a migration: %w", err)
		}
		if !samePlan(first, m) {
			return Migration{}, refuse(idempotencyMismatch, "")
		}
		return first, nil
	}
	if err != nil {
		return Migration{}, fmt.Errorf("saving a migration: %w", err)
	}
	m.Revision = 1
	return m, nil
}

// atWork gives the migration at work that m asks for again: who has no key, as
// at the command line, goes on with what was broken off by the same words.
func (e *Engine) atWork(ctx context.Context, m Migration, key string) (Migration, error) {
	open, err := e.o.Store.OpenMigrations(ctx)
	if err != nil {
		return Migration{}, fmt.Errorf("listing open migrations: %w", err)
	}
	for _, other := range open {
		if key == "" && other.Status == MigrationRunning && samePlan(other, m) {
			return other, nil
		}
	}
	return Migration{}, refuse(migrationBusy, "")
}

func samePlan(a, b Migration) bool {
	x, errX := json.Marshal(a.Map)
	y, errY := json.Marshal(b.Map)
	return errX == nil && errY == nil && string(x) == string(y) &&
		a.Theme == b.Theme && a.Matter == b.Matter && a.From == b.From && a.To == b.To && a.Note == b.Note
}

// UndoMigration begins to put back what a migration moved.
func (e *Engine) UndoMigration(ctx context.Context, a Actor, id string) (Migration, error) {
	m, err := e.migration(ctx, a, id)
	if err != nil {
		return m, err
	}
	switch m.Status {
	case MigrationUndoing, MigrationUndone:
		return m, nil
	case MigrationRunning:
		return m, refuse(migrationStatus, "")
	}
	if m.Updated, err = e.now(ctx); err != nil {
		return m, err
	}
	m.Status, m.Cursor = MigrationUndoing, ""
	err = e.o.Store.SaveMigration(ctx, m)
	if errors.Is(err, ErrTaken) {
		return m, refuse(migrationBusy, "")
	}
	if err != nil {
		return m, fmt.Errorf("saving a migration: %w", err)
	}
	m.Revision++
	return m, nil
}

func (e *Engine) migration(ctx context.Context, a Actor, id string) (Migration, error) {
	if !a.Has(RoleAdministrator) || id == "" {
		return Migration{}, ErrNotFound
	}
	m, err := e.o.Store.Migration(ctx, id)
	if err != nil && !errors.Is(err, ErrNotFound) {
		err = fmt.Errorf("reading a migration: %w", err)
	}
	return m, err
}

// MigrationProgress gives a migration with how many filings ended how.
func (e *Engine) MigrationProgress(ctx context.Context, a Actor, id string) (Migration, []MigrationCount, error) {
	m, err := e.migration(ctx, a, id)
	if err != nil {
		return m, nil, err
	}
	counts, err := e.o.Store.CountMigration(ctx, id)
	return m, counts, wrapIf(err, "counting a migration")
}

// MigrationItems lists a migration's filings, behind one.
func (e *Engine) MigrationItems(ctx context.Context, a Actor, id string, fate MigrationFate, after string, limit int) ([]MigrationItem, error) {
	if _, err := e.migration(ctx, a, id); err != nil {
		return nil, err
	}
	if limit <= 0 || limit > mostOfPage {
		limit = migrationPage
	}
	list, err := e.o.Store.MigrationItems(ctx, id, fate, after, limit)
	for i := range list {
		list[i].Before = nil
	}
	return list, wrapIf(err, "listing a migration's filings")
}

// Migrations lists migrations, newest first.
func (e *Engine) Migrations(ctx context.Context, a Actor, p Page) ([]Migration, string, error) {
	if !a.Has(RoleAdministrator) {
		return nil, "", ErrNotFound
	}
	list, next, err := e.o.Store.ListMigrations(ctx, p)
	return list, next, wrapIf(err, "listing migrations")
}

// StepMigration does a page of a migration's work, of moving or of putting
// back, and tells whether there is more. What was done is on disk: a step that
// is broken off is done again and finds its filings done.
func (e *Engine) StepMigration(ctx context.Context, a Actor, id string, limit int) (more bool, err error) {
	m, err := e.migration(ctx, a, id)
	if err != nil {
		return false, err
	}
	switch m.Status {
	case MigrationRunning:
		err = e.stepForward(ctx, a, &m, limit)
	case MigrationUndoing:
		err = e.stepBack(ctx, a, &m, limit)
	default:
		return false, nil
	}
	if err != nil {
		return true, err
	}
	if m.Updated, err = e.now(ctx); err != nil {
		return true, err
	}
	err = e.o.Store.SaveMigration(ctx, m)
	if errors.Is(err, ErrConflict) {
		return true, nil // another server did the same page
	}
	return m.Status == MigrationRunning || m.Status == MigrationUndoing, wrapIf(err, "saving a migration")
}

func (e *Engine) stepForward(ctx context.Context, a Actor, m *Migration, limit int) error {
	mv, err := e.planMigration(ctx, *m)
	if err != nil {
		return err
	}
	page, next, err := e.migrationPage(ctx, *m, m.Cursor, limit)
	if err != nil {
		return err
	}
	var g errgroup.Group
	g.SetLimit(migrationAtOnce)
	for _, f := range page {
		g.Go(func() error { return e.moveFiling(ctx, a, f, mv) })
	}
	if err := g.Wait(); err != nil {
		return err
	}
	if m.Cursor = next; next == "" {
		m.Status = MigrationDone
	}
	return nil
}

// moveFiling moves one filing, or writes down why it stays. What was moved
// already, by a step before a crash or by another server, is fine.
func (e *Engine) moveFiling(ctx context.Context, a Actor, f filing, mv *move) error {
	var err error
	if f.draft != nil {
		_, err = e.applyDraft(ctx, a, f.draft.ID, mv)
	} else {
		_, err = e.applyCase(ctx, a, f.root.ID, mv)
	}
	var kind FilingKind
	switch {
	case err == nil, errors.Is(err, ErrTaken), errors.Is(err, ErrNotFound):
		return nil
	case !errors.Is(err, errInvariant) && !errors.Is(err, ErrConflict):
		return err
	case f.draft != nil:
		kind = FilingDraft
	default:
		kind = FilingCase
	}
	// It stays: one filing must not hold up the others for ever.
	e.o.Log.Error("a filing could not be moved", "migration", mv.m.ID, "kind", kind, "filing", f.id(), "error", err)
	at, terr := e.now(ctx)
	if terr != nil {
		return terr
	}
	item := MigrationItem{Migration: mv.m.ID, Fate: FateLeft, At: at, MigrationVerdict: MigrationVerdict{Kind: kind, Filing: f.id(), Sort: MigrationBlocked,
		Findings: []MigrationFinding{found(blockedDamaged.At("", "detail", err.Error()), "", nil)}}}
	err = e.o.Store.Commit(ctx, &Change{Migrated: []MigrationItem{item}})
	if errors.Is(err, ErrTaken) {
		return nil
	}
	return wrapIf(err, "writing down a filing that stays")
}

func (e *Engine) stepBack(ctx context.Context, a Actor, m *Migration, limit int) error {
	if limit <= 0 || limit > mostOfPage {
		limit = migrationPage
	}
	list, err := e.o.Store.MigrationItems(ctx, m.ID, FateMoved, m.Cursor, limit)
	if err != nil {
		return fmt.Errorf("listing a migration's filings: %w", err)
	}
	var g errgroup.Group
	g.SetLimit(migrationAtOnce)
	for _, item := range list {
		g.Go(func() error {
			_, err := e.undoItem(ctx, a, item, *m)
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	if len(list) < limit {
		m.Status, m.Cursor = MigrationUndone, ""
		return nil
	}
	m.Cursor = list[len(list)-1].Filing
	return nil
}

// RunMigrations does the work of migrations that were begun until the context
// ends. Any number of servers may run it; a lease lets one at a time.
func (e *Engine) RunMigrations(ctx context.Context, holder string) {
	defer giveBack(ctx, e.o.Store, e.o.Log, holder, migrationsName)
	tick := time.NewTicker(migrationsEvery)
	defer tick.Stop()
	for {
		if err := e.stepAll(ctx, holder); err != nil && ctx.Err() == nil {
			e.o.Log.Error("moving filings", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (e *Engine) stepAll(ctx context.Context, holder string) error {
	for {
		// Asked for first: nobody writes a lease while there is nothing to do.
		open, err := e.o.Store.OpenMigrations(ctx)
		if err != nil || len(open) == 0 {
			return wrapIf(err, "listing open migrations")
		}
		held, err := e.o.Store.Lease(ctx, migrationsName, holder, migrationsLease)
		if err != nil || !held {
			return wrapIf(err, "taking the lease of the migrations")
		}
		for _, m := range open {
			by, err := e.migrator(ctx, m)
			if err != nil {
				return err
			}
			if _, err := e.StepMigration(ctx, by, m.ID, 0); err != nil {
				return fmt.Errorf("migration %s: %w", m.ID, err)
			}
		}
	}
}

// migrator acts for whoever began a migration.
func (e *Engine) migrator(ctx context.Context, m Migration) (Actor, error) {
	by := SystemActor()
	if m.By == "" {
		return by, nil
	}
	by.Account = m.By
	acc, err := e.o.Store.Account(ctx, m.By)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return by, fmt.Errorf("reading who began a migration: %w", err)
	}
	by.Name = acc.Name
	return by, nil
}
