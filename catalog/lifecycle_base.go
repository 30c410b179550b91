package catalog

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/onematter/onematter/metamodel"
)

// StartsFrom refuses a draft that does not say it knows the release in force:
// base is the hash of the one that its author saw.
func (c *Catalog) StartsFrom(ctx context.Context, pack, base string) (metamodel.Problems, error) {
	if base != "" {
		if ps, err := c.baseOf(ctx, pack, base); err != nil || ps.Failed() {
			return ps, err
		}
	}
	now, err := c.nowInForce(ctx, pack)
	switch {
	case err != nil || now.Hash == "" || now.Hash == base:
		return nil, err
	case base == "":
		return metamodel.Problems{VersionBaseUnsaid.At("base", "pack", pack, "version", now.Version, "hash", now.Hash)}, nil
	}
	return metamodel.Problems{VersionBase.At("base", "pack", pack, "version", now.Version)}, nil
}

// baseOf refuses a base that is no release of the pack.
func (c *Catalog) baseOf(ctx context.Context, pack, base string) (metamodel.Problems, error) {
	s, err := c.store.Release(ctx, base)
	switch {
	case errors.Is(err, ErrNoRelease):
		return metamodel.Problems{VersionBaseUnknown.At("base", "base", base)}, nil
	case err != nil:
		return nil, fmt.Errorf("reading the base of a draft: %w", err)
	case s.Name != pack:
		return metamodel.Problems{VersionPack.At("base", "pack", s.Name, "name", pack)}, nil
	}
	return nil, nil
}

// nowInForce is the release of a pack that is in force; without one, its Hash is "".
func (c *Catalog) nowInForce(ctx context.Context, pack string) (StoredRelease, error) {
	list, err := c.store.Releases(ctx, pack)
	if err != nil {
		return StoredRelease{}, err
	}
	for _, s := range list {
		if s.Current {
			return s, nil
		}
	}
	return StoredRelease{}, nil
}

// mayFollow refuses a version whose number is taken by other content, and one
// that does not know the release it would replace. seen is the hash of that
// release, "" for none. What is in force to the byte overwrites nothing.
func (c *Catalog) mayFollow(ctx context.Context, p *Pack, base string, at time.Time) (seen string, ps metamodel.Problems, err error) {
	list, err := c.store.Releases(ctx, p.Name)
	if err != nil {
		return "", nil, err
	}
	taken := false
	for _, s := range list {
		if s.Version == p.Version && !taken {
			ps, taken = append(ps, in("pack.yaml", VersionNumber.At("version", "pack", p.Name, "version", p.Version))), true
		}
		if s.Current {
			seen = s.Hash
			if s.Hash != base {
				ps = append(ps, in("pack.yaml", VersionBase.At("", "pack", p.Name, "version", s.Version)))
			}
		}
	}
	if !ps.Failed() || seen == "" {
		return seen, ps, nil
	}
	if r, _, _, err := c.prepare(ctx, p, at); err != nil {
		return seen, nil, err
	} else if r != nil && r.Hash == seen {
		return seen, nil, nil
	}
	return seen, ps, nil
}

// orProblems is an error, or else problems as one.
func orProblems(err error, ps metamodel.Problems) error {
	if err == nil && ps.Failed() {
		return ps
	}
	return err
}
