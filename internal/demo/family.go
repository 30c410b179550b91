package demo

import (
	"context"
	"sort"
	"strings"
	"time"

	"github.com/onematter/onematter/engine"
)

// ledger is the store of one filing while its year is simulated: it keeps the
// draft, the case and its children in memory, and every change in order, to be
// imported together. What is everybody's (accounts, organisations) is read from
// the real store.
type ledger struct {
	engine.Store
	drafts  map[string]engine.Draft
	cases   map[string]engine.Case
	tasks   map[string]engine.Task // of steps, open, by case
	files   map[string]engine.File
	events  []engine.Event
	changes []*engine.Change
	blob    string // every file's bytes
}

func newLedger(real engine.Store, blob string) *ledger {
	return &ledger{Store: real, drafts: map[string]engine.Draft{}, cases: map[string]engine.Case{}, tasks: map[string]engine.Task{},
		files: map[string]engine.File{}, blob: blob}
}

func (l *ledger) Commit(_ context.Context, c *engine.Change) error {
	for _, x := range c.UpdateDrafts {
		if l.drafts[x.ID].Revision != x.Revision {
			return engine.ErrConflict
		}
	}
	for _, x := range c.UpdateCases {
		if l.cases[x.ID].Revision != x.Revision {
			return engine.ErrConflict
		}
	}
	for _, x := range c.InsertDrafts {
		l.drafts[x.ID] = x
	}
	for _, x := range c.UpdateDrafts {
		x.Revision++
		l.drafts[x.ID] = x
	}
	for _, x := range c.InsertCases {
		l.cases[x.ID] = x
	}
	for _, x := range c.UpdateCases {
		x.Revision++
		l.cases[x.ID] = x
	}
	for _, x := range c.CloseTasks {
		if x.Task == "" {
			delete(l.tasks, x.Case)
		}
	}
	for _, x := range c.OpenTasks {
		if x.Kind == engine.TaskStep {
			l.tasks[x.Case] = x
		}
	}
	for i := range c.InsertFiles {
		c.InsertFiles[i].Blob = l.blob
		l.files[c.InsertFiles[i].ID] = c.InsertFiles[i]
	}
	for _, x := range c.AttachFiles {
		for id, f := range l.files {
			if f.Draft == x.Draft {
				f.Case = x.Case
				l.files[id] = f
			}
		}
	}
	for _, x := range c.Lights {
		k := l.cases[x.Case]
		k.Light, k.Due, k.LightNext, k.SilentNext = x.Light, x.Due, x.LightNext, x.SilentNext
		l.cases[x.Case] = k
	}
	l.events = append(l.events, c.Events...)
	l.changes = append(l.changes, c)
	return nil
}

func (l *ledger) Receipt(context.Context, string, string) (engine.StoredReceipt, error) {
	return engine.StoredReceipt{}, engine.ErrNotFound
}

func (l *ledger) Draft(_ context.Context, id string) (engine.Draft, error) {
	if d, ok := l.drafts[id]; ok {
		return d, nil
	}
	return engine.Draft{}, engine.ErrNotFound
}

func (l *ledger) filesWhere(keep func(engine.File) bool) []engine.File {
	var out []engine.File
	for _, f := range l.files {
		if keep(f) {
			out = append(out, f)
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].ID < out[j].ID })
	return out
}

func (l *ledger) FilesOfDraft(_ context.Context, draft string) ([]engine.File, error) {
	return l.filesWhere(func(f engine.File) bool { return f.Draft == draft }), nil
}

func (l *ledger) FilesOfCase(_ context.Context, root string) ([]engine.File, error) {
	return l.filesWhere(func(f engine.File) bool { return f.Case != "" && (f.Case == root || l.cases[f.Case].Root == root) }), nil
}

func (l *ledger) File(_ context.Context, id string) (engine.File, error) {
	if f, ok := l.files[id]; ok {
		return f, nil
	}
	return engine.File{}, engine.ErrNotFound
}

func (l *ledger) Case(_ context.Context, id string) (engine.Case, error) {
	if c, ok := l.cases[id]; ok {
		return c, nil
	}
	for _, c := range l.cases {
		if c.Number == id {
			return c, nil
		}
	}
	return engine.Case{}, engine.ErrNotFound
}

func (l *ledger) Children(_ context.Context, root string) ([]engine.Case, error) {
	var out []engine.Case
	for _, c := range l.cases {
		if c.Root == root && c.ID != root {
			out = append(out, c)
		}
	}
	sort.Slice(out, func(i, j int) bool { return strings.Compare(out[i].Number, out[j].Number) < 0 })
	return out, nil
}

func (l *ledger) OpenTask(_ context.Context, id string) (engine.Task, error) {
	if t, ok := l.tasks[id]; ok {
		return t, nil
	}
	return engine.Task{}, engine.ErrNotFound
}

func (l *ledger) SilencesDue(_ context.Context, now time.Time, limit int) ([]engine.Case, error) {
	var out []engine.Case
	for _, c := range l.cases {
		if !c.SilentNext.IsZero() && !c.SilentNext.After(now) {
			out = append(out, c)
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].SilentNext.Before(out[j].SilentNext) })
	return out[:min(limit, len(out))], nil
}

func (l *ledger) LightsDue(_ context.Context, now time.Time, limit int) ([]engine.Case, error) {
	var out []engine.Case
	for _, c := range l.cases {
		if !c.LightNext.IsZero() && !c.LightNext.After(now) {
			out = append(out, c)
		}
	}
	sort.Slice(out, func(i, j int) bool { return out[i].LightNext.Before(out[j].LightNext) })
	return out[:min(limit, len(out))], nil
}

func (l *ledger) EventsOfCase(_ context.Context, id string) ([]engine.Event, error) {
	var out []engine.Event
	for _, e := range l.events {
		if e.Case == id {
			out = append(out, e)
		}
	}
	return out, nil
}

func (l *ledger) EventsOfRoot(_ context.Context, root string) ([]engine.Event, error) {
	var out []engine.Event
	for _, e := range l.events {
		if e.Root == root {
			out = append(out, e)
		}
	}
	return out, nil
}
