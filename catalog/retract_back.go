package catalog

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"slices"

	"github.com/onematter/onematter/metamodel"
)

// Past is what was before an act on a matter.
type Past struct {
	Release *Release // the last one without the act; nil where nobody knows one
	Since   []string // matters that were cancelled since and still are, in this order
}

// Before looks through the releases of a pack that were in force for what was
// before an act on a matter of it. Of a cancellation it is one in which nothing is
// cancelled either that is not in the newest: what was taken back since is not
// what the themes were left by.
func (c *Catalog) Before(ctx context.Context, pack, matter string, act RetractedAct) (past Past, err error) {
	var now *Release
	looked, begun := 0, map[string]int{} // begun: by how many versions ago
	err = c.published(ctx, pack, func(e Entry) (bool, error) {
		r, err := c.release(ctx, e.To)
		if err != nil {
			return false, err
		}
		if now == nil {
			now = r
		}
		looked++
		m, is := r.Pack.Matters[matter], now.Pack.Matters[matter]
		if m == nil || is == nil {
			return looked < mostHistory, nil
		}
		if act == RetractDelegation {
			if is.Delegated == nil || m.Delegated == nil || !again(m.Delegated, is.Delegated) {
				past.Release = r
			}
			return past.Release == nil && looked < mostHistory, nil
		}
		fits := m.Cancelled == nil
		for id, is := range now.Pack.Matters {
			switch m := r.Pack.Matters[id]; {
			case m == nil:
			case m.Cancelled != nil:
				fits = fits && is.Cancelled != nil
			case is.Cancelled != nil && begun[id] == 0:
				begun[id] = looked
			}
		}
		if fits || m.Cancelled == nil && past.Release == nil {
			past.Release, past.Since = r, sortedKeys(begun)
		}
		return !fits && looked < mostHistory, nil
	})
	slices.SortStableFunc(past.Since, func(a, b string) int { return cmp.Compare(begun[b], begun[a]) })
	return past, err
}

// putBack undoes in the pack's themes and policies what the cancellation did to
// them: they are as the others left them that were decided since. What is not any
// more as all of them left it stays, and is told; known is false where nobody can
// tell what they did.
func putBack(p *Pack, how Retraction) (told metamodel.Problems, known bool) {
	if how.Was.Release == nil {
		return nil, false
	}
	others := slices.DeleteFunc(slices.Clone(how.Was.Since), func(id string) bool { return id == how.Matter })
	all := how.Was.Since
	if len(all) == len(others) {
		all = append([]string{how.Matter}, all...)
	}
	left, ok := how.Was.Release.without(all, p)
	if !ok {
		return nil, false
	}
	was, ok := how.Was.Release.without(others, p)
	if !ok {
		return nil, false
	}
	m := p.Matters[how.Matter]
	for _, name := range append(
		restored(p.Themes, was.Themes, left.Themes, func(t *metamodel.Theme) metamodel.Text { return t.Name }),
		restored(p.Policies, was.Policies, left.Policies, func(p *metamodel.Policy) metamodel.Text { return p.Name })...) {
		told = append(told, RetractChanged.At("cancelled", "name", name, "matter", m.Name))
	}
	return told, true
}

// without is the release's pack after some of its matters were cancelled one after
// the other, as now says; a merge or split is not gone through again.
func (r *Release) without(matters []string, now *Pack) (p *Pack, ok bool) {
	p, ps := r.Pack.clone()
	for _, id := range matters {
		m := now.Matters[id]
		if ps.Failed() {
			return nil, false
		}
		if p.Matters[id] == nil || m == nil || m.Cancelled == nil || m.Cancelled.Into != "" {
			continue
		}
		if r, ps = CompilePack(p, r.needs...); ps.Failed() {
			return nil, false
		}
		if p, _, ps = Cancel(r, id, *m.Cancelled); ps.Failed() {
			return nil, false
		}
		p, ps = p.clone()
	}
	return p, !ps.Failed()
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
