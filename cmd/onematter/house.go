package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"slices"
	"strings"

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
	scratch string // folder that goes when the house is closed
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
	h := newHouse(st, log)
	if err := h.prepare(ctx, c, log); err != nil {
		return nil, errors.Join(c.sayVersion(err), st.Close())
	}
	return h, nil
}

func newHouse(st *store.Store, log *slog.Logger) *house {
	h := &house{store: st, catalog: catalog.New(st)}
	h.catalog.Report = func(err error) { log.Error("a stored definition cannot be used", "error", err) }
	return h
}

// openToRead is open for a command that changes nothing: it makes no folder and
// no database, and a database of another version it leaves as it is. Where there
// is no database yet there are the built-in packs, in a scratch folder that goes
// with close. It has no files, which only people's answers have.
func (c *Config) openToRead(ctx context.Context, log *slog.Logger) (*house, error) {
	st, err := store.OpenToRead(ctx, store.Options{URL: c.databaseURL(), Logger: log})
	if errors.Is(err, fs.ErrNotExist) {
		return c.openScratch(ctx)
	}
	if err != nil {
		return nil, c.sayVersion(err)
	}
	h := newHouse(st, log)
	h.engine = engine.New(engine.Options{Store: st, Catalog: h.catalog, Log: log})
	return h, nil
}

func (c *Config) openScratch(ctx context.Context) (*house, error) {
	dir, err := os.MkdirTemp("", "onematter-")
	if err != nil {
		return nil, err
	}
	h, err := (&Config{Data: dir, MaxUpload: c.MaxUpload}).open(ctx, slog.New(slog.DiscardHandler))
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	h.scratch = dir
	return h, nil
}

// sayVersion says what to do about a database of another version.
func (c *Config) sayVersion(err error) error {
	var older *store.OlderError
	var newer *store.NewerError
	switch {
	case errors.As(err, &older):
		command := "onematter migrate --data " + c.Data
		if c.DatabaseURL != "" {
			command = "onematter migrate --database-url …" // it may hold a password
		}
		return failure("数据库是旧版本的，只读取的命令不会改动它；请先运行 "+command+"（serve 启动时也会升级）",
			"the database is of an older version, and a command that only reads leaves it so; first run "+command+" (serve does it by itself)")
	case errors.As(err, &newer):
		return failure("数据库是更新的版本写的，这个程序不认识其中的 "+strings.Join(newer.Stamps, "、")+"；请使用新版本的程序，或恢复备份", newer.Error())
	}
	return err
}

// toRead does the work of a command that changes nothing.
func (c *Config) toRead(ctx context.Context, work func(*house) error) error {
	return within(ctx, c.openToRead, work)
}

// toChange does the work of a command that may change something.
func (c *Config) toChange(ctx context.Context, work func(*house) error) error {
	return within(ctx, c.open, work)
}

func within(ctx context.Context, open func(context.Context, *slog.Logger) (*house, error), work func(*house) error) error {
	h, err := open(ctx, slog.Default())
	if err != nil {
		return err
	}
	err = work(h)
	if closed := h.close(); err == nil { // what the work says comes first
		err = closed
	}
	return err
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

func (h *house) close() error {
	err := h.store.Close()
	if h.scratch != "" {
		err = errors.Join(err, os.RemoveAll(h.scratch))
	}
	return err
}
