package catalog

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/Masterminds/semver/v3"
)

// Need is one entry of Manifest.Needs: a pack's name and which of its releases.
type Need struct {
	Name  string
	Range string // "^1.2", ">= 1.0, < 3": versions that will do; "" for any
	Hash  string // "sha256:…": this release and no other; written when a pack is published
}

// ParseNeed reads "name", "name@^1.2" or "name@sha256:…".
func ParseNeed(s string) Need {
	name, which, _ := strings.Cut(s, "@")
	which = strings.TrimSpace(which)
	if strings.HasPrefix(which, "sha256:") {
		return Need{Name: name, Hash: which}
	}
	return Need{Name: name, Range: which}
}

// Allows reports whether a release of this version will do. A version that is
// not of the form 1, 1.2 or 1.2.3 is in no range.
func (n Need) Allows(version string) bool {
	if n.Range == "" {
		return true
	}
	c, err := semver.NewConstraint(n.Range)
	if err != nil {
		return false
	}
	v, err := semver.NewVersion(version)
	return err == nil && c.Check(v)
}

// NextVersion is the version after one that adds something (semver's minor);
// what is no semantic version stays as it is.
func NextVersion(version string) string {
	v, err := semver.NewVersion(version)
	if err != nil {
		return version
	}
	return v.IncMinor().String()
}

// compareVersions orders versions; what is no semantic version comes before
// all that are, by its text.
func compareVersions(a, b string) int {
	x, errX := semver.NewVersion(a)
	y, errY := semver.NewVersion(b)
	switch {
	case errX == nil && errY == nil:
		return x.Compare(y)
	case errX == nil:
		return 1
	case errY == nil:
		return -1
	}
	return strings.Compare(a, b)
}

func (c *compiler) resolveNeeds(given []*Release) {
	for i, s := range c.pack.Needs {
		n, found := ParseNeed(s), false
		at := fmt.Sprintf("needs/%d", i)
		if _, err := semver.NewConstraint(n.Range); n.Range != "" && err != nil {
			c.problems = append(c.problems, in(c.manifestFile(), NeedRange.At(at, "pack", n.Name, "range", n.Range)))
			continue
		}
		if n.Name == c.pack.Name {
			c.problems = append(c.problems, in(c.manifestFile(), NeedCycle.At(at, "cycle", n.Name+" → "+n.Name)))
			continue
		}
		for _, r := range given {
			if r.Pack.Name != n.Name {
				continue
			}
			found = true
			if way := wayTo(r, c.pack.Name, map[*Release]bool{}); way != nil {
				c.problems = append(c.problems, in(c.manifestFile(), NeedCycle.At(at, "cycle", strings.Join(append([]string{c.pack.Name}, way...), " → "))))
			}
			switch {
			case n.Hash != "" && n.Hash != r.Hash:
				c.problems = append(c.problems, in(c.manifestFile(), NeedOtherVersion.At(at, "pack", n.Name, "hash", n.Hash)))
			case !n.Allows(r.Pack.Version):
				c.problems = append(c.problems, in(c.manifestFile(), NeedNotInRange.At(at, "pack", n.Name, "range", n.Range, "version", r.Pack.Version)))
			}
			c.needs = append(c.needs, r)
			break
		}
		if !found {
			c.problems = append(c.problems, in(c.manifestFile(), NeedMissing.At(at, "pack", n.Name)))
		}
	}
}

// wayTo names the packs from a release to one that it needs, directly or through
// others, in whatever version: two packs that wait for each other's next release
// can never be published anew. nil when there is none.
func wayTo(r *Release, name string, seen map[*Release]bool) []string {
	if seen[r] {
		return nil
	}
	seen[r] = true
	for _, n := range r.needs {
		if n.Pack.Name == name {
			return []string{r.Pack.Name, name}
		}
		if way := wayTo(n, name, seen); way != nil {
			return append([]string{r.Pack.Name}, way...)
		}
	}
	return nil
}

// pin finds the releases a pack needs and writes their hashes into it, so that
// its own hash stands for all it was compiled against: of a name the current
// release, or with a range that excludes it the newest that is in the range and
// not retired. A need that is not there is left to the compiler to report.
func (c *Catalog) pin(ctx context.Context, p *Pack) ([]*Release, error) {
	if len(p.Needs) == 0 {
		return nil, nil
	}
	e, err := c.readCurrent(ctx)
	if err != nil {
		return nil, err
	}
	var needs []*Release
	var pinned []string
	for _, s := range p.Needs {
		found, err := c.meets(ctx, e, ParseNeed(s))
		if err != nil {
			return nil, err
		}
		if found != nil {
			needs = append(needs, found)
			if ParseNeed(s).Allows(found.Pack.Version) {
				s = found.Pack.Name + "@" + found.Hash
			}
		}
		pinned = append(pinned, s)
	}
	p.Needs = pinned
	return needs, nil
}

// meets finds the release a need means, nil for none. With none in the range
// it is the current one, so that the compiler can say what is there.
func (c *Catalog) meets(ctx context.Context, e *Edition, n Need) (*Release, error) {
	if n.Hash != "" {
		r, err := c.release(ctx, n.Hash)
		if errors.Is(err, ErrNoRelease) {
			return nil, nil
		}
		return r, err
	}
	var current *Release
	for _, r := range e.Releases {
		if r.Pack.Name == n.Name {
			current = r
		}
	}
	if n.Range == "" || current != nil && n.Allows(current.Pack.Version) {
		return current, nil
	}
	stored, err := c.store.Releases(ctx, n.Name)
	if err != nil {
		return nil, err
	}
	var best StoredRelease
	for _, s := range stored { // newest first: of equal versions the newest stays
		if s.Retired.IsZero() && n.Allows(s.Version) && (best.Hash == "" || compareVersions(s.Version, best.Version) > 0) {
			best = s
		}
	}
	if best.Hash == "" {
		return current, nil
	}
	return c.release(ctx, best.Hash)
}
