package catalog

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/onematter/onematter/metamodel"
)

// A pack is pinned to the releases of the packs it needs that were in force when
// it was published. When one of them is published anew, the pack's own matters
// stay with what they were compiled against, but a joint filing of its matters
// and those of the other pack needs both as they are in force. It is compiled as
// the pack would be if it were published again as it is: against what is in
// force now.
//
// No store has such a release: its name says what it is made of, the pack's own
// hash and the hashes of the releases put in place of older ones,
//
//	sha256:<pack>~<needed>~<needed>
//
// so that what is pinned to it finds it again.

// GateJointParted is found by who publishes the needed pack.
var GateJointParted = warning("gate.joint_parted", "“{pack}”中的“{filing}”现在可以合并成一份申请，本版本启用后要分开申请：{why}", "“{filing}” of “{pack}” is one application now, and becomes several with this version: {why}")

// mostCarried bounds the releases that a name may put in place of older ones.
const mostCarried = 16

// stem is the hash of the release as it was published.
func (r *Release) stem() string {
	hash, _, _ := strings.Cut(r.Hash, "~")
	return hash
}

// carried is a release of the edition as it would be against what is in force;
// nil when it is that already, or cannot be.
func (e *Edition) carried(r *Release) *Release {
	if known, ok := e.forward.Load(r.Hash); ok {
		return known.(*Release)
	}
	with := map[string]*Release{}
	var newer func(*Release)
	newer = func(r *Release) {
		for _, n := range r.needs {
			i := slices.IndexFunc(e.Releases, func(o *Release) bool { return o.Pack.Name == n.Pack.Name })
			if i < 0 || with[n.Pack.Name] != nil {
				continue
			}
			if now := e.Releases[i]; now.Hash != n.Hash {
				with[n.Pack.Name] = now
				n = now
			}
			newer(n)
		}
	}
	newer(r)
	var out *Release
	if len(with) > 0 && len(with) <= mostCarried {
		out, _ = r.with(with)
	}
	e.forward.Store(r.Hash, out)
	return out
}

// with puts releases in place of older ones of the same packs, wherever r needs
// them; nil with the problems when the definitions do not go together.
func (r *Release) with(newer map[string]*Release) (*Release, metamodel.Problems) {
	suffix := ""
	for _, name := range sortedKeys(newer) {
		suffix += "~" + strings.TrimPrefix(newer[name].Hash, "sha256:")
	}
	return r.rebuilt(newer, suffix, map[string]bool{})
}

func (r *Release) rebuilt(newer map[string]*Release, suffix string, above map[string]bool) (*Release, metamodel.Problems) {
	if above[r.Pack.Name] {
		return nil, metamodel.Problems{NeedCycle.At("needs", "cycle", r.Pack.Name+" → "+r.Pack.Name)}
	}
	above[r.Pack.Name] = true
	defer delete(above, r.Pack.Name)
	changed := false
	needs := slices.Clone(r.needs)
	for i, n := range needs {
		if now := newer[n.Pack.Name]; now != nil {
			n = now
		}
		n, ps := n.rebuilt(newer, suffix, above)
		if n == nil {
			return nil, ps
		}
		changed = changed || n != needs[i]
		needs[i] = n
	}
	if !changed {
		return r, nil
	}
	p, cache := r.Pack, &compiled{}
	if r.later != nil {
		cache = r.later.cache
	} else {
		files := p.Files
		if files == nil {
			files = p.Encode()
		}
		var err error
		if p, err = readStored(files); err != nil {
			return nil, metamodel.Problems{NeedMissing.At("needs", "pack", r.Pack.Name)}
		}
	}
	// What does not compile against newer releases is no fault of the store:
	// nobody is told but who asks.
	out := (&deferred{cache: cache}).release(p, r.Hash+suffix, needs)
	c := &compiler{pack: p, needs: needs, reg: out.reg, release: out}
	if c.elsewhere(); c.problems.Failed() {
		return nil, c.problems
	}
	return out, nil
}

// carriedRelease finds a release that a name of carried stands for.
func (c *Catalog) carriedRelease(ctx context.Context, hash string) (*Release, error) {
	if r := c.cache.get(hash); r != nil {
		return r, nil
	}
	parts := strings.Split(hash, "~")
	if len(parts)-1 > mostCarried {
		return nil, fmt.Errorf("reading release %s: %w", hash, ErrNoRelease)
	}
	r, err := c.release(ctx, parts[0])
	if err != nil {
		return nil, err
	}
	newer := map[string]*Release{}
	for _, part := range parts[1:] {
		n, err := c.release(ctx, "sha256:"+part)
		if err != nil {
			return nil, err
		}
		newer[n.Pack.Name] = n
	}
	out, _ := r.with(newer)
	if out == nil || out.Hash != hash {
		return nil, fmt.Errorf("reading release %s: %w", hash, ErrNoRelease)
	}
	c.cache.put(out)
	return out, nil
}

// parted tells which joint filings of other packs a release ends: those that can
// be one filing with what is in force, and could not be one with the release.
func (e *Edition) parted(r *Release) (ps metamodel.Problems) {
	next := &Edition{}
	for _, o := range e.Releases {
		if o.Pack.Name != r.Pack.Name {
			next.Releases = append(next.Releases, o)
		}
	}
	next.Releases = append(next.Releases, r)
	slices.SortFunc(next.Releases, func(a, b *Release) int { return strings.Compare(a.Pack.Name, b.Pack.Name) })
	for _, o := range e.Releases {
		if o.Pack.Name == r.Pack.Name || wayTo(o, r.Pack.Name, map[*Release]bool{}) == nil {
			continue
		}
		for _, id := range o.jointClaims() {
			t, _, ok := e.joint(id)
			if !ok {
				continue
			}
			if _, _, ok := next.joint(id); !ok {
				ps = append(ps, GateJointParted.At("", "pack", o.Pack.Title, "filing", t.Def.Name, "why", next.whyParted(o, id)))
			}
		}
	}
	return ps
}

// jointClaims are the joint filings that policies of a pack may lead to: every
// theme with every matter beside it, and those of one policy.
func (r *Release) jointClaims() (ids []string) {
	var themes, matters []string
	for _, id := range sortedKeys(r.Pack.Policies) {
		p := r.Pack.Policies[id]
		if p.Theme != "" {
			themes = append(themes, p.Theme)
		}
		matters = append(matters, p.Matters...)
		if len(p.Matters) > 1 {
			ids = append(ids, JointID("", p.Matters))
		}
	}
	for _, t := range themes {
		for _, m := range matters {
			ids = append(ids, JointID(t, []string{m}))
		}
	}
	for i, m := range matters {
		for _, other := range matters[:i] {
			if other != m {
				ids = append(ids, JointID("", []string{m, other}))
			}
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// whyParted says what stands in the way of a joint filing.
func (e *Edition) whyParted(r *Release, id string) metamodel.Text {
	if c := e.carried(r); c != nil {
		r = c
	}
	def := r.jointDef(id)
	if def == nil {
		return metamodel.ZhEn("有事项或一件事已不存在", "a matter or theme of it is not there any more")
	}
	t, ps := r.Merge(def)
	if t != nil {
		ps = t.Conflicts
	}
	for _, p := range ps {
		if t != nil || p.Severity != metamodel.Warning {
			return metamodel.ZhEn(strings.TrimRight(p.In("zh"), "。"), strings.TrimRight(p.In("en"), "."))
		}
	}
	return metamodel.ZhEn("其中的定义不能再一起使用", "the definitions do not go together any more")
}
