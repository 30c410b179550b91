package catalog

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// Import makes a pack from outside the current release without a review. What
// publishing holds to, it holds to as well: a number is published once, what
// is retired stays so, no theme leaves people nothing to file, and what was
// is not rewritten (see held). Going back to an older version has to be asked for.
func (c *Catalog) Import(ctx context.Context, p *Pack, older bool, by By) (*Release, metamodel.Problems, error) {
	r, stored, ps, err := c.prepare(ctx, p, by.At)
	if err != nil || r == nil {
		return nil, ps, err
	}
	list, err := c.store.Releases(ctx, p.Name)
	if err != nil {
		return nil, ps, err
	}
	over, known := "", false
	for _, s := range list {
		switch {
		case s.Hash == r.Hash && !s.Retired.IsZero():
			return nil, append(ps, ReleaseRetired.At("", "pack", p.Name, "version", p.Version)), nil
		case s.Version == p.Version && s.Hash != r.Hash:
			return nil, append(ps, in("pack.yaml", VersionNumber.At("version", "pack", p.Name, "version", p.Version))), nil
		case s.Current && !older && compareVersions(p.Version, s.Version) < 0:
			return nil, append(ps, in("pack.yaml", ImportOlder.At("version", "pack", p.Name, "current", s.Version, "version", p.Version))), nil
		}
		known = known || s.Hash == r.Hash
		if s.Current {
			over = s.Hash
			if s.Hash != r.Hash && compareVersions(p.Version, s.Version) <= 0 {
				ps = append(ps, in("pack.yaml", ImportReplaces.At("version", "pack", p.Name, "current", s.Version, "version", p.Version)))
			}
		}
	}
	if over != r.Hash {
		held, err := c.held(ctx, r, ps, known, by.At)
		if err != nil {
			return nil, ps, err
		}
		if ps = held; ps.Failed() {
			return nil, ps, nil
		}
	}
	entry := Entry{Pack: p.Name, Version: p.Version, Step: StepImport, Who: by.Who, At: by.At, Comment: by.Comment, To: r.Hash}
	err = c.store.TakeStep(ctx, Step{Release: &stored, Over: &over, Entry: entry})
	switch {
	case errors.Is(err, ErrRetired):
		return nil, append(ps, ReleaseRetired.At("", "pack", p.Name, "version", p.Version)), nil
	case errors.Is(err, ErrReplaced): // what was judged above is out of date
		return c.Import(ctx, p, older, by)
	case err != nil:
		return nil, ps, fmt.Errorf("importing %s: %w", p.Name, err)
	}
	c.inForce(r)
	return r, ps, nil
}

// held is what of the gate an import is held to, added to what compiling found.
// The days of a release that was in force before were judged then.
func (c *Catalog) held(ctx context.Context, r *Release, ps metamodel.Problems, known bool, at time.Time) (metamodel.Problems, error) {
	out := contradictions(r, ps)
	upsets, err := c.upsets(ctx, r, at)
	if err != nil {
		return nil, err
	}
	if out = append(out, upsets...); known {
		return out, nil
	}
	late, err := c.Days(ctx, r, at)
	return append(out, late...), err
}
