package catalog

import (
	"context"
	"errors"
	"fmt"

	"github.com/onematter/onematter/metamodel"
)

// Import makes a pack from outside the current release without a review. What
// publishing holds to, it holds to as well: a number is published once, and what
// is retired stays so. Going back to an older version has to be asked for.
func (c *Catalog) Import(ctx context.Context, p *Pack, older bool, by By) (*Release, metamodel.Problems, error) {
	r, stored, ps, err := c.prepare(ctx, p, by.At)
	if err != nil || r == nil {
		return nil, ps, err
	}
	list, err := c.store.Releases(ctx, p.Name)
	if err != nil {
		return nil, ps, err
	}
	over := ""
	for _, s := range list {
		switch {
		case s.Hash == r.Hash && !s.Retired.IsZero():
			return nil, append(ps, ReleaseRetired.At("", "pack", p.Name, "version", p.Version)), nil
		case s.Version == p.Version && s.Hash != r.Hash:
			return nil, append(ps, in("pack.yaml", VersionNumber.At("version", "pack", p.Name, "version", p.Version))), nil
		case s.Current && !older && compareVersions(p.Version, s.Version) < 0:
			return nil, append(ps, in("pack.yaml", ImportOlder.At("version", "pack", p.Name, "current", s.Version, "version", p.Version))), nil
		}
		if s.Current {
			over = s.Hash
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
