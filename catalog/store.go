package catalog

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/onematter/onematter/metamodel"
	"github.com/onematter/onematter/workflows"
)

// StoredRelease is a release as it is kept: its files, canonical.
type StoredRelease struct {
	Hash    string
	Name    string
	Version string
	Files   map[string][]byte
	Loaded  time.Time
	Current bool      // the one new drafts start with
	Retired time.Time // zero: not
}

// ErrNoRelease means no release of that hash or name is stored.
var ErrNoRelease = errors.New("catalog: no such release")

// Store keeps releases. Implemented by internal/store.
type Store interface {
	// SaveRelease stores the release (the same hash twice is no error) and makes it
	// the current one of its name, in one transaction.
	SaveRelease(ctx context.Context, r StoredRelease) error
	Release(ctx context.Context, hash string) (StoredRelease, error) // ErrNoRelease
	CurrentReleases(ctx context.Context) ([]StoredRelease, error)    // sorted by name, with Files
	VersionStore
}

// Catalog serves compiled releases out of a store, each compiled once.
// A server keeps one; it notices new current releases of other servers.
type Catalog struct {
	store    Store
	cache    cache
	compiled compiled
	rules    Rules

	// Report is told what of a stored release cannot be decoded or compiled any
	// more; nil: nobody is. Set before use.
	Report func(error)
}

// New makes a catalog over a store.
func New(store Store) *Catalog { return &Catalog{store: store} }

// Publish compiles a pack against the current releases and stores it.
func (c *Catalog) Publish(ctx context.Context, p *Pack, at time.Time) (*Release, metamodel.Problems, error) {
	return c.publish(ctx, p, at)
}

// Release gives a compiled release by hash.
func (c *Catalog) Release(ctx context.Context, hash string) (*Release, error) {
	return c.release(ctx, hash)
}

// Edition is the set of current releases, one a pack, read together.
type Edition struct {
	Releases []*Release // sorted by pack name

	indexed sync.Once
	found   *index
	codes   sync.Map // *metamodel.CodeList → func() *CodeSearch
	forward sync.Map // hash → *Release, see carried.go
}

// Current gives the current edition (cached; refreshed at most once a second).
func (c *Catalog) Current(ctx context.Context) (*Edition, error) { return c.current(ctx) }

// Theme finds a theme and the release it is in; ok is false when there is none.
// Only the pack that defines it counts: a release that needs that pack may
// carry an older version of it.
func (e *Edition) Theme(id string) (t *Theme, r *Release, ok bool) {
	if IsJoint(id) {
		return e.joint(id)
	}
	for _, r := range e.Releases {
		if r.Pack.Themes[id] != nil {
			t := r.Theme(id)
			return t, r, t != nil
		}
	}
	return nil, nil, false
}

// Matter finds a matter and the release it is in.
func (e *Edition) Matter(id string) (m *Matter, r *Release, ok bool) {
	for _, r := range e.Releases {
		if r.Pack.Matters[id] != nil {
			m := r.Matter(id)
			return m, r, m != nil
		}
	}
	return nil, nil, false
}

// Fileable finds a matter that people may file: no standard for others.
func (e *Edition) Fileable(id string) (m *Matter, r *Release, ok bool) {
	m, r, ok = e.Matter(id)
	return m, r, ok && !m.Def.Standard
}

// Calendar finds a working calendar: always the current one, for a holiday
// published later moves every running clock.
func (e *Edition) Calendar(id string) (*workflows.Calendar, bool) {
	for _, r := range e.Releases {
		if r.Pack.Calendars[id] != nil {
			c := r.Calendar(id)
			return c, c != nil
		}
	}
	return nil, false
}
