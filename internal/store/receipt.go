package store

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/onematter/onematter/engine"
)

type receiptRow struct {
	bun.BaseModel `bun:"table:receipts,alias:r"`

	Owner   string `bun:"owner,pk"`
	Key     string `bun:"key,pk"`
	Request string `bun:"request"`
	Status  int    `bun:"status"`
	Body    []byte `bun:"body"`
	At      int64  `bun:"at"`
}

func toReceiptRow(r *engine.StoredReceipt) receiptRow {
	return receiptRow{Owner: r.Owner, Key: r.Key, Request: r.Request, Status: r.Status, Body: raw(r.Body), At: micros(r.At)}
}

func (r *receiptRow) receipt() engine.StoredReceipt {
	return engine.StoredReceipt{Owner: r.Owner, Key: r.Key, Request: r.Request, Status: r.Status, Body: unraw(r.Body), At: instant(r.At)}
}

// Receipt reads the answer to an idempotency key.
func (s *Store) Receipt(ctx context.Context, owner, key string) (engine.StoredReceipt, error) {
	if !clean(owner) || !clean(key) {
		return engine.StoredReceipt{}, wrap("reading a receipt", errNoSuchRow)
	}
	var r receiptRow
	var err error
	if s.pg {
		r, err = receiptOf(ctx, s.db, owner, key)
	} else {
		err = s.first(ctx, &r, "WHERE owner = ? AND key = ?", owner, key)
	}
	if err != nil {
		return engine.StoredReceipt{}, wrap("reading a receipt", err)
	}
	return r.receipt(), nil
}

func receiptOf(ctx context.Context, db bun.IDB, owner, key string) (receiptRow, error) {
	var r receiptRow
	err := db.NewSelect().Model(&r).Where("r.owner = ?", owner).Where("r.key = ?", key).Scan(ctx)
	return r, err
}
