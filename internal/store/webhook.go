package store

import (
	"context"
	"encoding/json"

	"github.com/uptrace/bun"

	"github.com/onematter/onematter/engine"
)

type webhookRow struct {
	bun.BaseModel `bun:"table:webhooks,alias:h"`

	ID       string `bun:"id,pk"`
	Owner    string `bun:"owner"`
	URL      string `bun:"url"`
	Types    string `bun:"types"`
	Secret   string `bun:"secret"`
	Enabled  bool   `bun:"enabled"`
	Created  int64  `bun:"created"`
	Revision int64  `bun:"revision"`
}

func (r *webhookRow) webhook() (engine.Webhook, error) {
	w := engine.Webhook{ID: r.ID, Owner: r.Owner, URL: r.URL, Secret: r.Secret, Enabled: r.Enabled, Created: instant(r.Created), Revision: r.Revision}
	if err := json.Unmarshal([]byte(r.Types), &w.Types); err != nil {
		return w, wrap("decoding the types of webhook "+r.ID, err)
	}
	return w, nil
}

// SaveWebhook inserts a webhook whose revision is 0, else updates it
// (ErrConflict when it moved on).
func (s *Store) SaveWebhook(ctx context.Context, w engine.Webhook) error {
	types, err := json.Marshal(w.Types)
	if err != nil {
		return wrap("saving a webhook", err)
	}
	r := webhookRow{ID: w.ID, Owner: w.Owner, URL: w.URL, Types: string(types), Secret: w.Secret, Enabled: w.Enabled,
		Created: micros(w.Created), Revision: w.Revision + 1}
	return s.write(ctx, "saving a webhook", func(ctx context.Context, db bun.IDB) error {
		if w.Revision == 0 {
			_, err := db.NewInsert().Model(&r).Exec(ctx)
			return asTaken(err)
		}
		return changed(db.NewUpdate().Model(&r).WherePK().Where("revision = ?", w.Revision).Exec(ctx))
	})
}

// Webhook reads a webhook.
func (s *Store) Webhook(ctx context.Context, id string) (engine.Webhook, error) {
	var r webhookRow
	if err := s.one(ctx, &r, "id", id); err != nil {
		return engine.Webhook{}, wrap("reading a webhook", err)
	}
	return r.webhook()
}

// ListWebhooks lists all webhooks, oldest first.
func (s *Store) ListWebhooks(ctx context.Context) ([]engine.Webhook, error) {
	var rows []webhookRow
	if err := s.db.NewSelect().Model(&rows).OrderExpr("created, id").Scan(ctx); err != nil {
		return nil, wrap("listing webhooks", err)
	}
	list := make([]engine.Webhook, len(rows))
	for i := range rows {
		var err error
		if list[i], err = rows[i].webhook(); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// DeleteWebhook removes a webhook with its deliveries: ErrNotFound without one.
func (s *Store) DeleteWebhook(ctx context.Context, id string) error {
	if !clean(id) {
		return wrap("deleting a webhook", errNoSuchRow)
	}
	return s.write(ctx, "deleting a webhook", func(ctx context.Context, db bun.IDB) error {
		return gone(db.NewDelete().Model((*webhookRow)(nil)).Where("id = ?", id).Exec(ctx))
	})
}
