package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/onematter/onematter/workflows"
)

// applyDraft moves a draft: one transaction with its item and its event.
func (e *Engine) applyDraft(ctx context.Context, a Actor, id string, mv *move) (MigrationItem, error) {
	for range retries {
		d, err := e.o.Store.Draft(ctx, id)
		if err != nil {
			return MigrationItem{}, fmt.Errorf("reading a draft: %w", err)
		}
		if d.Submitted != "" || d.Release != mv.m.From {
			return MigrationItem{}, ErrNotFound // gone from what this migration moves
		}
		j, err := e.judgeDraft(ctx, d, mv)
		if err != nil {
			return MigrationItem{}, err
		}
		item, change, err := e.itemOf(ctx, j, mv)
		if err != nil {
			return MigrationItem{}, err
		}
		if item.Fate == FateMoved {
			before := filingBefore{Draft: &draftBefore{Release: d.Release, Guide: d.Guide, Answers: d.Answers, Kept: d.Kept, Moved: d.Moved, Earlier: d.Earlier, Sourced: d.Sourced, Revision: d.Revision + 1}}
			if item.Before, err = json.Marshal(before); err != nil {
				return item, fmt.Errorf("writing down a draft: %w", err)
			}
			if j.draft.Moved, err = j.notice(mv, d.Moved, item.At); err != nil {
				return item, err
			}
			change.UpdateDrafts, change.Unmoved = []Draft{*j.draft}, nil
			change.Events = []Event{draftEvent(EventDraftMigrated, a, d, mv.m, item.At, item.Kept, mv.m.From, mv.m.To)}
		}
		change.Migrated = []MigrationItem{item}
		if err = e.o.Store.Commit(ctx, change); errors.Is(err, ErrConflict) {
			continue
		}
		return item, wrapIf(err, "moving a draft")
	}
	return MigrationItem{}, ErrConflict
}

func (e *Engine) itemOf(ctx context.Context, j *judged, mv *move) (MigrationItem, *Change, error) {
	at, err := e.now(ctx)
	if err != nil {
		return MigrationItem{}, nil, err
	}
	item := MigrationItem{Migration: mv.m.ID, MigrationVerdict: j.MigrationVerdict, Fate: FateMoved, At: at}
	if j.Sort == MigrationBlocked {
		item.Fate = FateLeft
	}
	return item, &Change{Unmoved: j.read}, nil
}

func draftEvent(t EventType, a Actor, d Draft, m Migration, at time.Time, kept int, from, to string) Event {
	w := mover(a)
	return Event{ID: newID(), Type: t, At: at, Actor: w.account, Role: w.role, Data: EventData{
		Theme: d.Theme, Matter: d.Matter, Draft: d.ID, Migration: m.ID, FromRelease: from, ToRelease: to, Kept: kept,
	}}
}

// mover is how the log records who migrates.
func mover(a Actor) who {
	return who{account: a.Account, role: string(RoleAdministrator), name: a.Name}
}

// applyCase moves a root case with its children: one transaction.
func (e *Engine) applyCase(ctx context.Context, a Actor, id string, mv *move) (MigrationItem, error) {
	for range retries {
		root, err := e.o.Store.Case(ctx, id)
		if err != nil {
			return MigrationItem{}, fmt.Errorf("reading a case: %w", err)
		}
		if root.Status == CaseEnded || root.Release != mv.m.From {
			return MigrationItem{}, ErrNotFound
		}
		j, err := e.judgeCase(ctx, root, mv)
		if errors.Is(err, ErrConflict) {
			continue
		}
		if err != nil {
			return MigrationItem{}, err
		}
		item, change, err := e.itemOf(ctx, j, mv)
		if err != nil {
			return MigrationItem{}, err
		}
		if item.Fate == FateLeft {
			change.Migrated = []MigrationItem{item}
			if err = e.o.Store.Commit(ctx, change); errors.Is(err, ErrConflict) {
				continue // what blocked it may be over
			}
			return item, wrapIf(err, "writing down a case that stays")
		}
		if err := j.settle(a, mv, &item); err != nil {
			return item, err
		}
		err = e.commitFamily(ctx, j.family)
		if errors.Is(err, ErrConflict) {
			continue
		}
		return item, wrapIf(err, "moving a case")
	}
	return MigrationItem{}, ErrConflict
}

// settle draws the consequences of a move: tasks, events, corrections, matters
// that may start now.
func (j *judged) settle(a Actor, mv *move, item *MigrationItem) error {
	f := j.family
	f.by = mover(a)
	for i := range f.change.Ledger { // judged before it was known who moves it
		if l := &f.change.Ledger[i]; l.Reason.Code != workflows.ReasonCarried {
			l.Account, l.Role = f.by.account, f.by.role
		}
	}
	item.At = f.at
	corrections := map[*Case]*Correction{}
	for _, c := range append([]*Case{f.root}, f.children...) {
		f.touch(c)
		was := j.before.cases[c.ID]
		corrections[c], c.Correction = c.Correction, nil
		list, err := c.KeptAnswers()
		if err != nil {
			return fmt.Errorf("reading what is kept of case %s: %w", c.ID, err)
		}
		f.log(c, EventMigrated, func(d *EventData) {
			d.Migration, d.FromRelease, d.ToRelease, d.Kept = mv.m.ID, mv.m.From, mv.m.To, len(list)
			d.From, d.To = was.State, c.State
		})
	}
	var err error
	if f.root.Moved, err = j.notice(mv, j.before.cases[f.root.ID].Moved, f.at); err != nil {
		return err
	}
	for _, c := range f.matterCases() {
		if c.Status != CaseRunning {
			continue
		}
		m := f.target(c.Matter)
		state, ok := m.Machine.State(c.State)
		if !ok {
			return fmt.Errorf("%w: case %s would be in unknown state %q", errInvariant, c.ID, c.State)
		}
		task, open := j.before.tasks[c.ID]
		if k := corrections[c]; k != nil {
			k.By = a.Name
			mv, err := m.Machine.Next(c.State, askingTransition(f, c).Event)
			if err != nil {
				return fmt.Errorf("asking for an answer of case %s: %w", c.ID, err)
			}
			if err := f.follow(c, mv, mv.Transition, Action{Note: k.Note}, k, false); err != nil {
				return err
			}
			continue
		}
		from, _ := j.before.f.matter(c).Machine.State(j.before.cases[c.ID].State)
		f.rehang(c, from, state, ownPlaceMoved(from, j.before.cases[c.ID].Department, c.Department))
		if open && task.Department == c.Department && task.State == c.State && slices.Equal(task.Roles, state.Roles) {
			continue
		}
		if open {
			f.change.CloseTasks = append(f.change.CloseTasks, TaskClose{Case: c.ID, By: f.by.account, At: f.at})
		}
		next := Task{ID: newID(), Kind: TaskStep, Case: c.ID, Root: c.Root, Department: c.Department, Roles: state.Roles, State: state.ID, Opened: f.at}
		if open {
			next.Opened = task.Opened // the time in the step goes on
		}
		f.change.OpenTasks = append(f.change.OpenTasks, next)
	}
	if f.pin.theme != nil {
		f.children = reorder(f)
		if err := f.startReady(); err != nil {
			return err
		}
		f.settleRoot()
	}
	before := filingBefore{}
	for id, c := range j.before.cases {
		b := caseBefore{ID: id, Release: c.Release, Department: c.Department, Authority: c.Authority, State: c.State, Trail: c.Trail, Holder: c.Holder, Status: c.Status, Answers: c.Answers, Kept: c.Kept, Moved: c.Moved, Earlier: c.Earlier, Sourced: c.Sourced,
			Promised: c.Promised, Statutory: c.Statutory, Step: c.Step, Started: c.Started, Answered: c.Answered, Counted: c.Counted, Tasks: c.Tasks, Visits: c.Visits, Ledger: c.Ledger, Revision: c.Revision + 1}
		if c.Ledger == 0 && f.find(id).Ledger > 0 {
			b.Ledger = len(opening(&c)) // begun by the migration
		}
		if t, ok := j.before.tasks[id]; ok {
			b.Task = &t
		}
		before.Cases = append(before.Cases, b)
	}
	slices.SortFunc(before.Cases, func(x, y caseBefore) int { return strings.Compare(x.ID, y.ID) })
	if item.Before, err = json.Marshal(before); err != nil {
		return fmt.Errorf("writing down a case: %w", err)
	}
	f.change.Migrated = []MigrationItem{*item}
	return nil
}

// reorder puts the children into the new theme's order.
func reorder(f *family) []*Case {
	var list []*Case
	for _, m := range f.pin.theme.Matters {
		if c := f.child(m.Def.ID); c != nil {
			list = append(list, c)
		}
	}
	return list
}
