package store

import (
	"context"

	"github.com/uptrace/bun"

	"github.com/onematter/onematter/engine"
)

type sessionRow struct {
	bun.BaseModel `bun:"table:sessions,alias:s"`

	Hash    string `bun:"hash,pk"`
	Account string `bun:"account"`
	CSRF    string `bun:"csrf"`
	Created int64  `bun:"created"`
	Seen    int64  `bun:"seen"`
	Expires int64  `bun:"expires"`
}

// SaveSession inserts a session or prolongs it. Sessions that are long over
// are swept out on the way.
func (s *Store) SaveSession(ctx context.Context, e engine.Session) error {
	r := sessionRow{Hash: e.Hash, Account: e.Account, CSRF: e.CSRF, Created: micros(e.Created), Seen: micros(e.Seen), Expires: micros(e.Expires)}
	return s.write(ctx, "saving a session", func(ctx context.Context, db bun.IDB) error {
		_, err := db.NewInsert().Model(&r).On("CONFLICT (hash) DO UPDATE").
			Set("account = EXCLUDED.account").Set("csrf = EXCLUDED.csrf").Set("seen = EXCLUDED.seen").Set("expires = EXCLUDED.expires").Exec(ctx)
		if err != nil {
			return err
		}
		now, err := s.now(ctx, db)
		if err != nil {
			return err
		}
		_, err = db.NewRaw("DELETE FROM sessions WHERE hash IN (SELECT hash FROM sessions WHERE expires < ? ORDER BY expires LIMIT 10)",
			micros(now.AddDate(0, 0, -1))).Exec(ctx)
		return err
	})
}

// Session reads a session by the hash of its secret, expired or not.
func (s *Store) Session(ctx context.Context, hash string) (engine.Session, error) {
	var r sessionRow
	if err := s.one(ctx, &r, "hash", hash); err != nil {
		return engine.Session{}, wrap("reading a session", err)
	}
	return engine.Session{Hash: r.Hash, Account: r.Account, CSRF: r.CSRF, Created: instant(r.Created), Seen: instant(r.Seen), Expires: instant(r.Expires)}, nil
}

// DeleteSession ends a session; one that is gone already is no error.
func (s *Store) DeleteSession(ctx context.Context, hash string) error {
	return s.write(ctx, "deleting a session", func(ctx context.Context, db bun.IDB) error {
		_, err := db.NewDelete().Model((*sessionRow)(nil)).Where("hash = ?", hash).Exec(ctx)
		return err
	})
}

// DeleteSessionsOf ends all sessions of an account.
func (s *Store) DeleteSessionsOf(ctx context.Context, account string) error {
	return s.write(ctx, "deleting an account's sessions", func(ctx context.Context, db bun.IDB) error {
		_, err := db.NewDelete().Model((*sessionRow)(nil)).Where("account = ?", account).Exec(ctx)
		return err
	})
}
