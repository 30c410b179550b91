package store

import (
	"context"
	"time"

	"github.com/uptrace/bun"

	"github.com/onematter/onematter/engine"
)

type tokenRow struct {
	bun.BaseModel `bun:"table:tokens,alias:t"`

	ID       string `bun:"id,pk"`
	Account  string `bun:"account"`
	Name     string `bun:"name"`
	Hash     string `bun:"hash"`
	Created  int64  `bun:"created"`
	LastUsed int64  `bun:"last_used"`
	Expires  int64  `bun:"expires"`
}

func (r *tokenRow) token() engine.Token {
	return engine.Token{ID: r.ID, Account: r.Account, Name: r.Name, Hash: r.Hash, Created: instant(r.Created), LastUsed: instant(r.LastUsed), Expires: instant(r.Expires)}
}

// SaveToken inserts a token: ErrTaken when there is one of that id.
func (s *Store) SaveToken(ctx context.Context, t engine.Token) error {
	r := tokenRow{ID: t.ID, Account: t.Account, Name: t.Name, Hash: t.Hash, Created: micros(t.Created), LastUsed: micros(t.LastUsed), Expires: micros(t.Expires)}
	return s.write(ctx, "saving a token", func(ctx context.Context, db bun.IDB) error {
		_, err := db.NewInsert().Model(&r).Exec(ctx)
		return asTaken(err)
	})
}

// UseToken notes when a token was used last. One that was revoked meanwhile
// stays revoked.
func (s *Store) UseToken(ctx context.Context, id string, at time.Time) error {
	return s.write(ctx, "noting a token's use", func(ctx context.Context, db bun.IDB) error {
		_, err := db.NewUpdate().Model((*tokenRow)(nil)).Set("last_used = ?", micros(at)).Where("id = ?", id).Exec(ctx)
		return err
	})
}

// TokenByHash reads a token by the hash of its secret, expired or not.
func (s *Store) TokenByHash(ctx context.Context, hash string) (engine.Token, error) {
	var r tokenRow
	if err := s.one(ctx, &r, "hash", hash); err != nil {
		return engine.Token{}, wrap("reading a token", err)
	}
	return r.token(), nil
}

// TokensOf lists an account's tokens, oldest first.
func (s *Store) TokensOf(ctx context.Context, account string) ([]engine.Token, error) {
	if !clean(account) {
		return nil, nil
	}
	var rows []tokenRow
	if err := s.db.NewSelect().Model(&rows).Where("account = ?", account).OrderExpr("created, id").Scan(ctx); err != nil {
		return nil, wrap("listing tokens", err)
	}
	list := make([]engine.Token, len(rows))
	for i := range rows {
		list[i] = rows[i].token()
	}
	return list, nil
}

// DeleteToken removes a token: ErrNotFound without one.
func (s *Store) DeleteToken(ctx context.Context, id string) error {
	if !clean(id) {
		return wrap("deleting a token", errNoSuchRow)
	}
	return s.write(ctx, "deleting a token", func(ctx context.Context, db bun.IDB) error {
		return gone(db.NewDelete().Model((*tokenRow)(nil)).Where("id = ?", id).Exec(ctx))
	})
}
