package catalog

import (
	"bytes"
	"context"
	"encoding/json"

	"github.com/onematter/onematter/metamodel"
)

// BeforeCancelled is the newest release of a pack that was in force and in which a
// matter of it is not cancelled; nil where there was none.
func (c *Catalog) BeforeCancelled(ctx context.Context, pack, matter string) (was *Release, err error) {
	looked := 0
	err = c.published(ctx, pack, func(e Entry) (bool, error) {
		r, err := c.release(ctx, e.To)
		if err != nil {
			return false, err
		}
		if m := r.Pack.Matters[matter]; m != nil && m.Cancelled == nil {
			was = r
		}
		looked++
		return was == nil && looked < mostHistory, nil
	})
	return was, err
}

// putBack undoes in the pack's themes and policies what the cancellation did to
// them. What is not any more as that left it stays, and is told; known is false
// where nobody can tell what it did.
func putBack(p *Pack, how Retraction) (told metamodel.Problems, known bool) {
	if how.Was == nil {
		return nil, false
	}
	m := p.Matters[how.Matter]
	left, _, ps := Cancel(how.Was, how.Matter, *m.Cancelled)
	if ps.Failed() {
		return nil, false
	}
	was, ps := how.Was.Pack.clone()
	if ps.Failed() {
		return nil, false
	}
	for _, name := range append(
		restored(p.Themes, was.Themes, left.Themes, func(t *metamodel.Theme) metamodel.Text { return t.Name }),
		restored(p.Policies, was.Policies, left.Policies, func(p *metamodel.Policy) metamodel.Text { return p.Name })...) {
		told = append(told, RetractChanged.At("cancelled", "name", name, "matter", m.Name))
	}
	return told, true
}

// restored puts definitions back as they were that are still as a change left
// them, and names those that are not.
func restored[T any](now, was, left map[string]*T, name func(*T) metamodel.Text) (changed []metamodel.Text) {
	for _, id := range sortedKeys(was) {
		switch d := now[id]; {
		case saySame(was[id], left[id]):
		case d == nil:
			changed = append(changed, name(was[id]))
		case saySame(d, left[id]):
			now[id] = was[id]
		default:
			changed = append(changed, name(d))
		}
	}
	return changed
}

// saySame reports whether two definitions say the same.
func saySame(a, b any) bool {
	x, err := json.Marshal(a)
	if err != nil {
		return false
	}
	y, err := json.Marshal(b)
	return err == nil && bytes.Equal(x, y)
}
