package engine

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"unicode/utf8"

	"github.com/onematter/onematter/catalog"
	"github.com/onematter/onematter/metamodel"
)

const maxSourceName = 100

// runsSource reports whether an actor sets up a department's sources.
func runsSource(a Actor, department string) bool {
	return a.Has(RoleAdministrator) || a.Own == department && a.Has(RoleManager)
}

// seesSources reports whether an actor may read which sources there are.
func seesSources(a Actor) bool { return officer(a) || a.Has(RoleAdministrator, RoleDesigner) }

// SourceList lists the sources, oldest first, without their secrets.
func (e *Engine) SourceList(ctx context.Context, a Actor) ([]SourceConfig, error) {
	if !seesSources(a) {
		return nil, ErrNotFound
	}
	list, err := e.o.Store.ListSources(ctx)
	if err != nil {
		return nil, fmt.Errorf("listing the sources: %w", err)
	}
	for i := range list {
		list[i].conceal(a)
	}
	return list, nil
}

// Source reads a source, without its secret, and how many rows its register has.
func (e *Engine) Source(ctx context.Context, a Actor, id string) (SourceConfig, int, error) {
	if !seesSources(a) {
		return SourceConfig{}, 0, ErrNotFound
	}
	cfg, err := e.source(ctx, id)
	if err != nil {
		return SourceConfig{}, 0, err
	}
	n, err := e.o.Store.CountSourceRows(ctx, id)
	if err != nil {
		return SourceConfig{}, 0, fmt.Errorf("counting a register: %w", err)
	}
	cfg.conceal(a)
	return cfg, n, nil
}

// conceal takes out what only the machine needs, and for all who do not run the
// source its address, which may hold a token.
func (s *SourceConfig) conceal(a Actor) {
	s.Secret = ""
	if !runsSource(a, s.Department) {
		s.URL = ""
	}
}

func (e *Engine) source(ctx context.Context, id string) (SourceConfig, error) {
	if id == "" {
		return SourceConfig{}, ErrNotFound
	}
	cfg, err := e.o.Store.SourceConfig(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return SourceConfig{}, ErrNotFound
	}
	if err != nil {
		return SourceConfig{}, fmt.Errorf("reading a source: %w", err)
	}
	return cfg, nil
}

// saved is what is kept under the key of a new source.
type saved struct {
	Source string `json:"source"`
}

// SaveSource sets a source up (ID "") or changes it; revision is the one seen.
// The secret of an HTTP source is made here and given once; the same key again
// gives the source as it is now, without it.
func (e *Engine) SaveSource(ctx context.Context, a Actor, cfg SourceConfig, revision int64, key string) (SourceConfig, error) {
	if err := checkKey(key); err != nil {
		return SourceConfig{}, err
	}
	if cfg.ID == "" {
		return e.newSource(ctx, a, cfg, key)
	}
	old, err := e.source(ctx, cfg.ID)
	if err != nil {
		return SourceConfig{}, err
	}
	if !runsSource(a, old.Department) {
		return SourceConfig{}, ErrNotFound
	}
	if old.Revision != revision {
		return SourceConfig{}, ErrConflict
	}
	// What rows were checked against, and who delivers, stays as it was.
	cfg.Department, cfg.Kind, cfg.Pack, cfg.Key = old.Department, old.Kind, old.Pack, old.Key
	cfg.Secret, cfg.Created, cfg.Revision = old.Secret, old.Created, old.Revision
	if err := e.checkSource(ctx, &cfg); err != nil {
		return SourceConfig{}, err
	}
	if err := e.o.Store.Commit(ctx, &Change{UpdateSources: []SourceConfig{cfg}}); err != nil {
		return SourceConfig{}, fmt.Errorf("saving a source: %w", err)
	}
	cfg.Secret = ""
	cfg.Revision++
	return cfg, nil
}

// newSource sets a source up. A key answers the same request, whatever became
// of the source since.
func (e *Engine) newSource(ctx context.Context, a Actor, cfg SourceConfig, key string) (SourceConfig, error) {
	if !runsSource(a, cfg.Department) {
		return SourceConfig{}, ErrNotFound
	}
	asked, err := json.Marshal(cfg)
	if err != nil {
		return SourceConfig{}, fmt.Errorf("reading a source: %w", err)
	}
	request := requestHash("source", string(asked))
	again := func(done saved, err error) (SourceConfig, error) {
		if err != nil {
			return SourceConfig{}, err
		}
		first, _, err := e.Source(ctx, a, done.Source)
		return first, err
	}
	if done, known, err := firstOutcome[saved](ctx, e, a, key, request); known || err != nil {
		return again(done, err)
	}
	if err := e.checkSource(ctx, &cfg); err != nil {
		return SourceConfig{}, err
	}
	now, err := e.now(ctx)
	if err != nil {
		return SourceConfig{}, err
	}
	cfg.ID, cfg.Enabled, cfg.Created = newID(), true, now
	if cfg.Kind == SourceHTTP {
		cfg.Secret = webhookSecretPrefix + newWebhookKey()
	}
	change := &Change{InsertSources: []SourceConfig{cfg}}
	if key != "" {
		body, err := encode(saved{Source: cfg.ID})
		if err != nil {
			return SourceConfig{}, err
		}
		change.Receipt = &StoredReceipt{Owner: a.Account, Key: key, Request: request, Status: 201, Body: body, At: now}
	}
	err = e.o.Store.Commit(ctx, change)
	var dup *DuplicateError
	if errors.As(err, &dup) {
		return again(outcomeOf[saved](dup.First, request))
	}
	if err != nil {
		return SourceConfig{}, fmt.Errorf("saving a source: %w", err)
	}
	cfg.Revision++
	return cfg, nil
}

func (e *Engine) checkSource(ctx context.Context, cfg *SourceConfig) error {
	if err := e.checkDepartment(ctx, cfg.Department); err != nil {
		return err
	}
	cfg.Name = maps.Clone(cfg.Name)
	for lang, words := range cfg.Name {
		if !slices.Contains(metamodel.Languages, lang) {
			return refuse(sourceName, "name", "max", maxSourceName)
		}
		cfg.Name[lang] = cleanNote(words)
		if utf8.RuneCountInString(cfg.Name[lang]) > maxSourceName {
			return refuse(sourceName, "name", "max", maxSourceName)
		}
	}
	if cfg.Name["zh"] == "" {
		return refuse(sourceName, "name", "max", maxSourceName)
	}
	rel, err := e.packOf(ctx, cfg.Pack)
	if err != nil {
		return err
	}
	cfg.Elements, cfg.Materials = slices.Sorted(slices.Values(cfg.Elements)), slices.Sorted(slices.Values(cfg.Materials))
	if id := twice(cfg.Elements); id != "" {
		return refuse(sourceTwice, "elements", "item", id)
	}
	if id := twice(cfg.Materials); id != "" {
		return refuse(sourceTwice, "materials", "item", id)
	}
	for _, id := range append([]string{cfg.Key}, cfg.Elements...) {
		el, ok := rel.Registry().Element(id)
		if !ok || el.Type == metamodel.TypeFile || el.Type == metamodel.TypeSignature || el.Type == metamodel.TypeTable || declares(el) {
			return refuse(sourceElement, "elements", "element", id)
		}
		if id == cfg.Key && el.Type != metamodel.TypeString && el.Type != metamodel.TypePhone {
			return refuse(sourceElement, "key", "element", id)
		}
	}
	for _, id := range cfg.Materials {
		if rel.MaterialDef(id) == nil {
			return refuse(dutyItem, "materials", "item", id)
		}
	}
	if len(cfg.Elements)+len(cfg.Materials) == 0 {
		return refuse(sourceNothing, "elements")
	}
	switch cfg.Kind {
	case SourceRegister:
		cfg.URL = ""
	case SourceHTTP:
		address, ok := webhookAddress(cfg.URL, e.o.PlainWebhooks)
		if !ok {
			return refuse(sourceURL, "url")
		}
		if host, private := privateHost(address); private && !e.o.PlainWebhooks {
			return refuse(sourcePrivate, "url", "host", host)
		}
		cfg.URL = address
	}
	return nil
}

// twice is what stands twice in a sorted list, "" for nothing.
func twice(list []string) string {
	for i := 1; i < len(list); i++ {
		if list[i] == list[i-1] {
			return list[i]
		}
	}
	return ""
}

// packOf is the current release of a pack.
func (e *Engine) packOf(ctx context.Context, name string) (*catalog.Release, error) {
	ed, err := e.o.Catalog.Current(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the current edition: %w", err)
	}
	for _, rel := range ed.Releases {
		if rel.Pack.Name == name {
			return rel, nil
		}
	}
	return nil, refuse(sourcePack, "pack", "pack", name)
}
