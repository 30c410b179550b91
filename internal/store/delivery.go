package store

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/onematter/onematter/engine"
)

type deliveryRow struct {
	bun.BaseModel `bun:"table:deliveries,alias:v"`

	ID       string `bun:"id,pk"`
	Webhook  string `bun:"webhook"`
	Event    string `bun:"event"`
	Tx       int64  `bun:"tx"` // an xid8 grows by one a transaction: it does not reach the sign
	Seq      int64  `bun:"seq"`
	Attempts int    `bun:"attempts"`
	Next     int64  `bun:"next"`
	Status   int    `bun:"status"`
	Error    string `bun:"error"`
	Done     int64  `bun:"done"`
	Created  int64  `bun:"created"`
}

func toDeliveryRow(d *engine.Delivery) deliveryRow {
	return deliveryRow{ID: d.ID, Webhook: d.Webhook, Event: d.Event, Tx: int64(d.Position.Tx), Seq: d.Position.Seq, Attempts: d.Attempts,
		Next: micros(d.Next), Status: d.Status, Error: d.Error, Done: micros(d.Done), Created: micros(d.Created)}
}

func (r *deliveryRow) delivery() engine.Delivery {
	return engine.Delivery{ID: r.ID, Webhook: r.Webhook, Event: r.Event, Position: engine.Position{Tx: uint64(r.Tx), Seq: r.Seq}, Attempts: r.Attempts,
		Next: instant(r.Next), Status: r.Status, Error: r.Error, Done: instant(r.Done), Created: instant(r.Created)}
}

// SaveDeliveries inserts deliveries and moves the reader's cursor in one
// transaction: no event is dropped between the two, none is sent twice. A
// delivery for a webhook that was deleted meanwhile is left out.
func (s *Store) SaveDeliveries(ctx context.Context, list []engine.Delivery, reader string, at engine.Position) error {
	return s.write(ctx, "saving deliveries", func(ctx context.Context, db bun.IDB) error {
		for i := range list {
			r := toDeliveryRow(&list[i])
			_, err := db.NewRaw(`INSERT INTO deliveries (id, webhook, event, tx, seq, attempts, next, status, error, done, created)
				SELECT ?, id, ?, ?, ?, ?, ?, ?, ?, ?, ? FROM webhooks WHERE id = ? ON CONFLICT (webhook, event) DO NOTHING`,
				r.ID, r.Event, r.Tx, r.Seq, r.Attempts, r.Next, r.Status, r.Error, r.Done, r.Created, r.Webhook).Exec(ctx)
			if err != nil {
				return err
			}
		}
		return saveCursor(ctx, db, reader, at)
	})
}

// UpdateDelivery records an attempt: ErrNotFound when its webhook was deleted.
func (s *Store) UpdateDelivery(ctx context.Context, d engine.Delivery) error {
	r := toDeliveryRow(&d)
	return s.write(ctx, "updating a delivery", func(ctx context.Context, db bun.IDB) error {
		return gone(db.NewUpdate().Model(&r).Column("attempts", "next", "status", "error", "done").WherePK().Exec(ctx))
	})
}

// WebhooksDue lists the webhooks whose first waiting delivery is to be tried at
// or before now, the longest due first.
func (s *Store) WebhooksDue(ctx context.Context, now time.Time) ([]string, error) {
	var ids []string
	err := s.db.NewRaw(`SELECT id FROM (SELECT h.id, (SELECT v.next FROM deliveries AS v WHERE v.webhook = h.id AND v.next > 0 ORDER BY v.tx, v.seq LIMIT 1) AS next
		FROM webhooks AS h) AS first WHERE next <= ? ORDER BY next, id`, micros(now)).Scan(ctx, &ids)
	if err != nil {
		return nil, wrap("listing the webhooks that are due", err)
	}
	return ids, nil
}

// DeliveriesWaiting lists a webhook's deliveries that are neither done nor given
// up, due or not, in the order of the log.
func (s *Store) DeliveriesWaiting(ctx context.Context, webhook string, limit int) ([]engine.Delivery, error) {
	var rows []deliveryRow
	err := s.db.NewSelect().Model(&rows).Where("webhook = ?", webhook).Where("next > 0").OrderExpr("tx, seq").Limit(int64(limit)).Scan(ctx)
	if err != nil {
		return nil, wrap("listing the deliveries that wait", err)
	}
	return toDeliveries(rows), nil
}

// Deliveries lists a webhook's deliveries, newest first.
func (s *Store) Deliveries(ctx context.Context, webhook string, p engine.Page) ([]engine.Delivery, string, error) {
	if !clean(webhook) {
		return nil, "", nil
	}
	limit := pageLimit(p)
	var rows []deliveryRow
	q := s.db.NewSelect().Model(&rows).Where("webhook = ?", webhook).OrderExpr("created DESC, id DESC").Limit(int64(limit) + 1)
	if p.Cursor != "" {
		var created int64
		var id string
		if err := readCursor(p.Cursor, cursorDeliveries, &created, &id); err != nil {
			return nil, "", err
		}
		q.Where("(created, id) < (?, ?)", created, id)
	}
	if err := q.Scan(ctx); err != nil {
		return nil, "", wrap("listing deliveries", err)
	}
	next := ""
	if len(rows) > limit {
		rows = rows[:limit]
		next = writeCursor(cursorDeliveries, rows[limit-1].Created, rows[limit-1].ID)
	}
	return toDeliveries(rows), next, nil
}

// Delivery reads a delivery.
func (s *Store) Delivery(ctx context.Context, id string) (engine.Delivery, error) {
	var r deliveryRow
	if err := s.one(ctx, &r, "id", id); err != nil {
		return engine.Delivery{}, wrap("reading a delivery", err)
	}
	return r.delivery(), nil
}

func toDeliveries(rows []deliveryRow) []engine.Delivery {
	list := make([]engine.Delivery, len(rows))
	for i := range rows {
		list[i] = rows[i].delivery()
	}
	return list
}
