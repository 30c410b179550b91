package catalog

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/singleflight"
)

const (
	// freshFor is how long the current edition is served without asking the store.
	freshFor = time.Second
	// mostReleases bounds the compiled releases kept; the least used goes first.
	mostReleases = 64
)

// cache holds what never changes (a release of a hash) and, for a moment, what
// does (which releases are current).
type cache struct {
	mu       sync.Mutex
	releases map[string]*cached
	uses     int64 // a clock of look-ups, for eviction
	edition  *Edition
	read     time.Time // when edition was read
	era      int       // goes up with every publish: what was being read before is old
	flight   singleflight.Group
	now      func() time.Time // nil: time.Now
}

type cached struct {
	release *Release
	used    int64
}

func (c *cache) get(hash string) *Release {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.releases[hash]
	if e == nil {
		return nil
	}
	c.uses++
	e.used = c.uses
	return e.release
}

func (c *cache) put(r *Release) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.releases == nil {
		c.releases = map[string]*cached{}
	}
	c.uses++
	c.releases[r.Hash] = &cached{r, c.uses}
	for len(c.releases) > mostReleases {
		oldest := ""
		for hash, e := range c.releases {
			if oldest == "" || e.used < c.releases[oldest].used {
				oldest = hash
			}
		}
		delete(c.releases, oldest)
	}
}

// share uses the bytes of files that a kept release of the same pack has too:
// most of a version is what the one before it was.
func (c *cache) share(s StoredRelease) map[string][]byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	out := maps.Clone(s.Files)
	for _, e := range c.releases {
		if e.release.Pack.Name != s.Name {
			continue
		}
		for name, b := range s.Files {
			if had, ok := e.release.Pack.Files[name]; ok && bytes.Equal(had, b) {
				out[name] = had
			}
		}
		break
	}
	return out
}

func (c *cache) clock() time.Time {
	if c.now != nil {
		return c.now()
	}
	return time.Now()
}

func (c *Catalog) release(ctx context.Context, hash string) (*Release, error) {
	if strings.Contains(hash, "~") {
		return c.carriedRelease(ctx, hash)
	}
	if r := c.cache.get(hash); r != nil {
		return r, nil
	}
	v, err := c.once(ctx, "release "+hash, func(ctx context.Context) (any, error) {
		if r := c.cache.get(hash); r != nil {
			return r, nil
		}
		s, err := c.store.Release(ctx, hash)
		if err != nil {
			return nil, fmt.Errorf("reading release %s: %w", hash, err)
		}
		return c.compileStored(ctx, s, map[string]bool{})
	})
	if err != nil {
		return nil, err
	}
	return v.(*Release), nil
}

// once lets concurrent callers share one piece of work. A caller that gives up
// does not take it from the others.
func (c *Catalog) once(ctx context.Context, key string, work func(context.Context) (any, error)) (any, error) {
	ch := c.cache.flight.DoChan(key, func() (any, error) { return work(context.WithoutCancel(ctx)) })
	select {
	case r := <-ch:
		return r.Val, r.Err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// compileStored makes a release as kept, and what it needs before it, ready to
// compile what is asked for.
// above are the hashes on the way here, for a store that was tampered with.
func (c *Catalog) compileStored(ctx context.Context, s StoredRelease, above map[string]bool) (*Release, error) {
	if r := c.cache.get(s.Hash); r != nil {
		return r, nil
	}
	if above[s.Hash] {
		return nil, fmt.Errorf("release %s of %s needs itself", s.Hash, s.Name)
	}
	above[s.Hash] = true
	defer delete(above, s.Hash)
	if got := Hash(s.Files); got != s.Hash {
		return nil, fmt.Errorf("release %s of %s is damaged: its content has the hash %s", s.Hash, s.Name, got)
	}
	s.Files = c.cache.share(s)
	p, err := readStored(s.Files)
	if err != nil {
		return nil, fmt.Errorf("reading release %s of %s: %w", s.Hash, s.Name, err)
	}
	var needs []*Release
	for _, need := range p.Needs {
		n := ParseNeed(need)
		stored, err := c.store.Release(ctx, n.Hash)
		if err != nil {
			return nil, fmt.Errorf("reading %s, which %s needs: %w", need, s.Name, err)
		}
		r, err := c.compileStored(ctx, stored, above)
		if err != nil {
			return nil, err
		}
		needs = append(needs, r)
	}
	r := (&deferred{cache: &c.compiled, report: c.Report}).release(p, s.Hash, needs)
	c.cache.put(r)
	return r, nil
}

func (c *Catalog) current(ctx context.Context) (*Edition, error) {
	c.cache.mu.Lock()
	e, age := c.cache.edition, c.cache.clock().Sub(c.cache.read)
	c.cache.mu.Unlock()
	if e != nil && age >= 0 && age < freshFor {
		return e, nil
	}
	return c.readCurrent(ctx)
}

func (c *Catalog) readCurrent(ctx context.Context) (*Edition, error) {
	c.cache.mu.Lock()
	era := c.cache.era
	c.cache.mu.Unlock()
	v, err := c.once(ctx, fmt.Sprintf("current %d", era), func(ctx context.Context) (any, error) {
		at := c.cache.clock()
		stored, err := c.store.CurrentReleases(ctx)
		if err != nil {
			return nil, fmt.Errorf("reading the current releases: %w", err)
		}
		e := &Edition{}
		for _, s := range stored {
			r, err := c.compileStored(ctx, s, map[string]bool{})
			if err != nil {
				return nil, err
			}
			e.Releases = append(e.Releases, r)
		}
		c.cache.mu.Lock()
		defer c.cache.mu.Unlock()
		if old := c.cache.edition; old != nil && sameReleases(old, e) {
			e = old // keeps its search index
		}
		if c.cache.era == era {
			c.cache.edition, c.cache.read = e, at
		}
		return e, nil
	})
	if err != nil {
		return nil, err
	}
	return v.(*Edition), nil
}

func sameReleases(a, b *Edition) bool {
	if len(a.Releases) != len(b.Releases) {
		return false
	}
	for i, r := range a.Releases {
		if r.Hash != b.Releases[i].Hash {
			return false
		}
	}
	return true
}
