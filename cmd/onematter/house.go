package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"slices"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/engine"
	"github.com/onematter/onematter/internal/store"
)

// house is the part of the product that every command that touches data needs:
// the store, migrated, the catalog over it, the engine.
type house struct {
	store   *store.Store
	blobs   engine.Blobs
	catalog *catalog.Catalog
	engine  *engine.Engine
}

// open opens the store and migrates it; the built-in packs are loaded into an
// empty one.
func (c *Config) open(ctx context.Context, log *slog.Logger) (*house, error) {
	if err := os.MkdirAll(c.Data, 0o750); err != nil {
		return nil, fmt.Errorf("make the data folder: %w", err)
	}
	st, err := store.Open(ctx, store.Options{URL: c.databaseURL(), Logger: log})
	if err != nil {
		return nil, err
	}
	h := &house{store: st, catalog: catalog.New(st)}
	h.catalog.Report = func(err error) { log.Error("a stored definition cannot be used", "error", err) }
	if err := h.prepare(ctx, c, log); err != nil {
		_ = st.Close()
		return nil, err
	}
	return h, nil
}

func (h *house) prepare(ctx context.Context, c *Config, log *slog.Logger) error {
	if err := h.store.Migrate(ctx); err != nil {
		return err
	}
	blobs, err := store.OpenBlobs(c.filesDir())
	if err != nil {
		return err
	}
	h.blobs = blobs
	h.engine = engine.New(engine.Options{Store: h.store, Blobs: blobs, Catalog: h.catalog, MaxFile: c.MaxUpload << 20, Log: log, PlainWebhooks: c.PrivateHooks})
	if err := h.loadBuiltin(ctx); err != nil {
		return err
	}
	return h.engine.EnsureOrganisations(ctx)
}

// loadBuiltin publishes the built-in packs the store has no release of. A pack
// that staff replaced stays replaced, one they retired stays retired.
func (h *house) loadBuiltin(ctx context.Context) error {
	all, err := h.store.Releases(ctx, "")
	if err != nil {
		return err
	}
	have := map[string]bool{}
	for _, r := range all {
		have[r.Name] = true
	}
	if !slices.ContainsFunc(catalog.BuiltinNames(), func(name string) bool { return !have[name] }) {
		return nil
	}
	packs, ps := catalog.Builtin()
	if err := ps.Err(); err != nil {
		return fmt.Errorf("the built-in packs: %w", err)
	}
	for _, p := range packs {
		if have[p.Name] {
			continue
		}
		now, err := h.store.Now(ctx)
		if err != nil {
			return err
		}
		if _, ps, err := h.catalog.Publish(ctx, p, now); err != nil {
			return err
		} else if err := ps.Err(); err != nil {
			return fmt.Errorf("the built-in pack %s: %w", p.Name, err)
		}
	}
	return nil
}

func (h *house) close() error { return h.store.Close() }
