package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// undoItem puts one filing back, byte for byte, unless somebody acted since.
func (e *Engine) undoItem(ctx context.Context, a Actor, item MigrationItem, m Migration) (MigrationItem, error) {
	if item.Fate != FateMoved {
		return item, nil
	}
	var before filingBefore
	if err := json.Unmarshal(item.Before, &before); err != nil {
		return item, fmt.Errorf("reading what filing %s was like: %w", item.Filing, err)
	}
	for range retries {
		var change *Change
		var err error
		if before.Draft != nil {
			change, err = e.undoDraft(ctx, a, item, m, before.Draft)
		} else {
			change, err = e.undoCase(ctx, a, item, m, before.Cases)
		}
		if errors.Is(err, ErrConflict) {
			continue
		}
		if err != nil {
			return item, err
		}
		at, err := e.now(ctx)
		if err != nil {
			return item, err
		}
		item.Fate, item.Undone = FateRestored, at
		if change == nil {
			change, item.Fate = &Change{}, FateActed
		}
		change.Restored = []MigrationItem{item}
		err = e.commit(ctx, change)
		if errors.Is(err, ErrConflict) || errors.Is(err, ErrNotFound) { // not found: a draft that is thrown away
			// Somebody was faster: with the filing, or with this very undo.
			again, err := e.o.Store.MigrationItem(ctx, item.Migration, item.Filing)
			if err != nil || again.Fate != FateMoved {
				return again, wrapIf(err, "reading an item of a migration")
			}
			item = again
			continue
		}
		return item, wrapIf(err, "putting a filing back")
	}
	return item, ErrConflict
}

// undoDraft is nil when the draft was changed, submitted or thrown away since.
func (e *Engine) undoDraft(ctx context.Context, a Actor, item MigrationItem, m Migration, b *draftBefore) (*Change, error) {
	d, err := e.o.Store.Draft(ctx, item.Filing)
	if errors.Is(err, ErrNotFound) {
		return nil, nil //nolint:nilnil // nothing to put back is an outcome
	}
	if err != nil {
		return nil, fmt.Errorf("reading a draft: %w", err)
	}
	if d.Revision != b.Revision || d.Submitted != "" || d.Release != m.To {
		return nil, nil //nolint:nilnil // likewise
	}
	at, err := e.now(ctx)
	if err != nil {
		return nil, err
	}
	d.Release, d.Guide, d.Answers, d.Kept = b.Release, b.Guide, b.Answers, b.Kept
	d.Moved, d.Earlier = b.Moved, b.Earlier
	if len(b.Sourced) > 0 { // an older migration left it as it was
		d.Sourced = b.Sourced
	}
	return &Change{UpdateDrafts: []Draft{d}, Events: []Event{draftEvent(EventDraftRestored, a, d, m, at, 0, m.To, m.From)}}, nil
}

// undoCase is nil when a department or the citizen acted on any case of the
// family since.
func (e *Engine) undoCase(ctx context.Context, a Actor, item MigrationItem, m Migration, list []caseBefore) (*Change, error) {
	root, err := e.o.Store.Case(ctx, item.Filing)
	if err != nil {
		return nil, fmt.Errorf("reading a case: %w", err)
	}
	if root.Release != m.To {
		return nil, nil //nolint:nilnil // moved on, or back, by another migration
	}
	f, err := e.familyOf(ctx, root)
	if err != nil {
		return nil, err
	}
	files, err := e.filesOf(ctx, f)
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(files, func(file File) bool { return !file.Added.Before(item.At) }) {
		return nil, nil //nolint:nilnil // the citizen handed something in
	}
	cases := append([]*Case{f.root}, f.children...)
	if len(cases) != len(list) {
		return nil, nil //nolint:nilnil // not the family it was
	}
	mv, err := e.pin(ctx, m.From, m.Theme, m.Matter)
	if err != nil {
		return nil, err
	}
	back := &family{pin: mv, at: f.at, by: mover(a), root: f.root, children: f.children, dirty: map[*Case]bool{}, queue: f.queue}
	// An upload leaves the revisions as they are.
	back.change.NoFilesSince = []FilesSince{{Root: root.ID, At: item.At}}
	if back.cal, err = e.calendar(ctx, mv.rel, mv.theme); err != nil {
		return nil, err
	}
	for _, c := range cases {
		i := slices.IndexFunc(list, func(b caseBefore) bool { return b.ID == c.ID })
		if i < 0 || list[i].Revision != c.Revision {
			return nil, nil //nolint:nilnil // acted upon
		}
		if err := e.putBack(ctx, back, c, &list[i], m); err != nil {
			return nil, err
		}
	}
	for _, c := range cases {
		c.SilentNext = back.silentAt(c)
		back.change.UpdateCases = append(back.change.UpdateCases, *c)
	}
	slices.SortFunc(back.change.UpdateCases, func(x, y Case) int { return strings.Compare(x.ID, y.ID) }) // as commitFamily does
	return &back.change, nil
}

// putBack restores one case and its task.
func (e *Engine) putBack(ctx context.Context, f *family, c *Case, b *caseBefore, m Migration) error {
	state := c.State
	c.Release, c.Department, c.Authority, c.State, c.Trail, c.Holder, c.Status = b.Release, b.Department, b.Authority, b.State, b.Trail, b.Holder, b.Status
	c.Answers, c.Kept, c.Moved, c.Earlier, c.Correction = b.Answers, b.Kept, b.Moved, b.Earlier, nil
	if len(b.Sourced) > 0 { // an older migration left it as it was
		c.Sourced = b.Sourced
	}
	c.Started, c.Answered = b.Started, b.Answered
	f.restoreClocks(c, b.Promised, b.Statutory, b.Step, b.Ledger)
	c.Counted, c.Tasks, c.Visits = b.Counted, f.reopen(c, b.Tasks), b.Visits
	c.Steady = c.Revision + 1
	f.setLights(c)
	f.requeue(c)
	f.log(c, EventRestored, func(d *EventData) {
		d.Migration, d.FromRelease, d.ToRelease = m.ID, m.To, m.From
		d.From, d.To = state, c.State
	})
	open, err := e.o.Store.OpenTask(ctx, c.ID)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return fmt.Errorf("reading the open task of a case: %w", err)
	}
	is := err == nil
	if is && b.Task != nil && open.ID == b.Task.ID {
		return nil
	}
	if is {
		f.change.CloseTasks = append(f.change.CloseTasks, TaskClose{Case: c.ID, By: f.by.account, At: f.at})
	}
	if b.Task != nil {
		again := *b.Task
		again.ID = newID() // the one before is closed in the history
		f.change.OpenTasks = append(f.change.OpenTasks, again)
	}
	return nil
}
