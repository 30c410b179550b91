package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/uptrace/bun"

	"github.com/onematter/onematter/engine"
)

type readerRow struct {
	bun.BaseModel `bun:"table:readers,alias:r"`

	Reader string `bun:"reader,pk"`
	Tx     string `bun:"tx"` // text: it may be greater than the driver's int64
	Seq    int64  `bun:"seq"`
}

// Cursor reads how far a reader of the log has come.
func (s *Store) Cursor(ctx context.Context, reader string) (engine.Position, error) {
	var r readerRow
	err := s.db.NewSelect().Model(&r).Where("reader = ?", reader).Scan(ctx)
	if errors.Is(err, sql.ErrNoRows) {
		return engine.Position{}, nil
	}
	if err != nil {
		return engine.Position{}, wrap("reading a reader's cursor", err)
	}
	tx, err := strconv.ParseUint(r.Tx, 10, 64)
	if err != nil {
		return engine.Position{}, fmt.Errorf("store: decoding the cursor of reader %s: %w", reader, err)
	}
	return engine.Position{Tx: tx, Seq: r.Seq}, nil
}

// SaveCursor remembers how far a reader of the log has come.
func (s *Store) SaveCursor(ctx context.Context, reader string, at engine.Position) error {
	return s.write(ctx, "saving a reader's cursor", func(ctx context.Context, db bun.IDB) error {
		return saveCursor(ctx, db, reader, at)
	})
}

func saveCursor(ctx context.Context, db bun.IDB, reader string, at engine.Position) error {
	r := readerRow{Reader: reader, Tx: strconv.FormatUint(at.Tx, 10), Seq: at.Seq}
	_, err := db.NewInsert().Model(&r).On("CONFLICT (reader) DO UPDATE").Set("tx = EXCLUDED.tx").Set("seq = EXCLUDED.seq").Exec(ctx)
	return err
}

// Lease gives name to holder for ttl when nobody else has it, and prolongs it
// when holder has it already. Time is the database's.
func (s *Store) Lease(ctx context.Context, name, holder string, ttl time.Duration) (bool, error) {
	held := false
	err := s.write(ctx, "taking a lease", func(ctx context.Context, db bun.IDB) error {
		now, err := s.now(ctx, db)
		if err != nil {
			return err
		}
		r, err := db.NewRaw(`INSERT INTO leases (name, holder, expires) VALUES (?, ?, ?)
			ON CONFLICT (name) DO UPDATE SET holder = EXCLUDED.holder, expires = EXCLUDED.expires
			WHERE leases.holder = EXCLUDED.holder OR leases.expires <= ?`, name, holder, micros(now.Add(ttl)), micros(now)).Exec(ctx)
		if err != nil {
			return err
		}
		n, err := r.RowsAffected()
		held = n > 0
		return err
	})
	return held, err
}
