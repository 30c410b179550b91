package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/pgdialect"

	"github.com/onematter/onematter/engine"
)

func (s *Store) openPostgres(ctx context.Context, url string) error {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return err
	}
	// bun formats arguments into the statement; preparing each would fill the
	// server's memory. Its quoting relies on standard strings.
	config.DefaultQueryExecMode = pgx.QueryExecModeSimpleProtocol
	config.RuntimeParams["standard_conforming_strings"] = "on"
	if config.RuntimeParams["application_name"] == "" {
		config.RuntimeParams["application_name"] = "onematter"
	}
	db := stdlib.OpenDB(*config, stdlib.OptionAfterConnect(func(ctx context.Context, c *pgx.Conn) error {
		_, err := c.Exec(ctx, abandoned) // a startup parameter would be refused by PgBouncer
		return err
	}))
	db.SetMaxOpenConns(32)
	db.SetMaxIdleConns(32)
	s.db = bun.NewDB(db, pgdialect.New())
	s.w = &pgWriter{s: s, db: s.db}
	if err := s.Ping(ctx); err != nil {
		return errors.Join(err, db.Close())
	}
	var version int
	if err := s.db.QueryRowContext(ctx, "SELECT current_setting('server_version_num')::int").Scan(&version); err != nil {
		return errors.Join(err, db.Close())
	}
	if version < 130000 {
		return errors.Join(fmt.Errorf("PostgreSQL 13 or newer is needed, this is %d", version/10000), db.Close())
	}
	return nil
}

// A server that freezes or loses its network in the middle of a transaction
// must not hold up the others: its locks, and every reader of the log, which
// waits for the oldest transaction. Ours are never idle for longer than a few
// milliseconds.
const abandoned = "SET idle_in_transaction_session_timeout = '30s'"

// pgWriter gives every change a transaction of its own; PostgreSQL shares the
// sync between connections by itself.
type pgWriter struct {
	s  *Store
	db *bun.DB
}

// How often a transaction that lost a race is tried before its error is told.
const maxAttempts = 10

func (w *pgWriter) write(ctx context.Context, f func(context.Context, bun.IDB) error) error {
	var err error
	for range maxAttempts {
		err = w.db.RunInTx(ctx, nil, func(ctx context.Context, tx bun.Tx) error { return f(ctx, tx) })
		if !lostRace(err) {
			break
		}
	}
	return err
}

func (w *pgWriter) commit(ctx context.Context, c *change) error {
	var err error
	if c.insertOnly() {
		for range maxAttempts {
			if err = w.insert(ctx, c); !lostRace(err) {
				break
			}
		}
	} else {
		err = w.write(ctx, func(ctx context.Context, db bun.IDB) error { return w.apply(ctx, db, c) })
	}
	if errors.Is(err, errDuplicate) {
		first, e := receiptOf(ctx, w.db, c.receipt.Owner, c.receipt.Key)
		if e != nil {
			return fmt.Errorf("reading the first receipt: %w", e)
		}
		return &engine.DuplicateError{First: first.receipt()}
	}
	return asTaken(err)
}

func (w *pgWriter) bulk(ctx context.Context, list []*change) error {
	if !slices.ContainsFunc(list, func(c *change) bool { return !c.insertOnly() }) {
		return asTaken(w.insert(ctx, list...))
	}
	return asTaken(w.write(ctx, func(ctx context.Context, db bun.IDB) error {
		for _, c := range list {
			if err := w.apply(ctx, db, c); err != nil {
				return err
			}
		}
		return nil
	}))
}

// The key of the advisory lock that migrations hold.
const migrationLock = 0x6f6e656d6174 // "onemat"

func (w *pgWriter) migrate(ctx context.Context, f func(context.Context, bun.IDB) error) error {
	return w.db.RunInTx(ctx, &sql.TxOptions{}, func(ctx context.Context, tx bun.Tx) error {
		if _, err := tx.ExecContext(ctx, fmt.Sprintf("SELECT pg_advisory_xact_lock(%d)", migrationLock)); err != nil {
			return err
		}
		return f(ctx, tx)
	})
}

func (w *pgWriter) ping(ctx context.Context) error { return w.db.PingContext(ctx) }

// settle has nothing to wait for: PostgreSQL shows what is on disk.
func (w *pgWriter) settle(context.Context) error { return nil }

func (w *pgWriter) close() error { return w.db.Close() }
