package catalog

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/onematter/onematter/metamodel"
)

func (c *Catalog) publish(ctx context.Context, p *Pack, at time.Time) (*Release, metamodel.Problems, error) {
	r, stored, ps, err := c.prepare(ctx, p, at)
	if err != nil || r == nil {
		return nil, ps, err
	}
	entry := Entry{Pack: p.Name, Version: p.Version, Step: StepImport, At: at, To: r.Hash}
	if err := c.store.TakeStep(ctx, Step{Release: &stored, Entry: entry}); err != nil {
		if errors.Is(err, ErrRetired) {
			return nil, append(ps, ReleaseRetired.At("", "pack", p.Name, "version", p.Version)), nil
		}
		return nil, ps, fmt.Errorf("publishing %s: %w", p.Name, err)
	}
	c.inForce(r)
	return r, ps, nil
}

// CompileCurrent compiles a pack against what is in force, as Publish would, and keeps
// nothing of it.
func (c *Catalog) CompileCurrent(ctx context.Context, p *Pack) (*Release, metamodel.Problems, error) {
	r, _, ps, err := c.prepare(ctx, p, time.Time{})
	return r, ps, err
}

// prepare compiles a pack against the current releases into what is stored: the
// same content against the same releases gives the same hash and the same bytes.
func (c *Catalog) prepare(ctx context.Context, p *Pack, at time.Time) (*Release, StoredRelease, metamodel.Problems, error) {
	pinned := *p
	needs, err := c.pin(ctx, &pinned)
	if err != nil {
		return nil, StoredRelease{}, nil, fmt.Errorf("publishing %s: %w", p.Name, err)
	}
	if pinned.Files == nil {
		pinned.Files = pinned.Encode()
	} else if len(p.Needs) > 0 {
		pinned.Files = withManifest(p.Files, pinned.Manifest)
	}
	r, ps := compilePack(&pinned, needs...)
	if r == nil {
		return nil, StoredRelease{}, ps, nil
	}
	return r, StoredRelease{Hash: r.Hash, Name: p.Name, Version: p.Version, Files: pinned.Files, Loaded: at, Current: true}, ps, nil
}

// inForce lets this server see at once what it has just made current.
func (c *Catalog) inForce(r *Release) {
	if r != nil {
		c.cache.put(c.deferring(r))
	}
	c.cache.mu.Lock()
	c.cache.edition = nil
	c.cache.era++
	c.cache.mu.Unlock()
}

// deferring is what is kept of a release that was compiled as a whole: its forms
// are compiled again, one by one, when they are used. A pack of a thousand
// forms would otherwise stay in memory because somebody published it here.
func (c *Catalog) deferring(r *Release) *Release {
	if r.later != nil {
		return r
	}
	p, err := readStored(r.Pack.Files)
	if err != nil {
		return r
	}
	return (&deferred{cache: &c.compiled, report: c.Report}).release(p, r.Hash, r.needs)
}

// withManifest replaces pack.yaml: the needs are pinned to the versions the
// pack was compiled against, so that its own hash stands for all of it.
func withManifest(files map[string][]byte, m Manifest) map[string][]byte {
	out := map[string][]byte{}
	for name, b := range files {
		if folderOf(name) != "pack" {
			out[name] = b
		}
	}
	out["pack.yaml"] = encode(m)
	return out
}
