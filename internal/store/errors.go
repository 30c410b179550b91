package store

import (
	"database/sql"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/onematter/onematter/engine"
)

// SQLite's result codes: https://www.sqlite.org/rescode.html
const (
	liteCannotOpen = 14   // SQLITE_CANTOPEN, the lower byte of several
	liteNoFolder   = 1544 // SQLITE_READONLY_DIRECTORY
	litePrimaryKey = 1555 // SQLITE_CONSTRAINT_PRIMARYKEY
	liteUnique     = 2067 // SQLITE_CONSTRAINT_UNIQUE
)

// wrap says what was being done; sentinels stay visible to errors.Is.
func wrap(doing string, err error) error {
	if err == nil {
		return nil
	}
	if errors.Is(err, sql.ErrNoRows) {
		err = engine.ErrNotFound
	}
	return fmt.Errorf("store: %s: %w", doing, err)
}

// taken reports a violated unique constraint.
func taken(err error) bool {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.Code == "23505"
	}
	code := liteCode(err)
	return code == liteUnique || code == litePrimaryKey
}

// constraint names the constraint that PostgreSQL found violated, or "".
func constraint(err error) string {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.ConstraintName
	}
	return ""
}

// asTaken turns a violated unique constraint into engine.ErrTaken.
func asTaken(err error) error {
	if taken(err) {
		return fmt.Errorf("%w (%v)", engine.ErrTaken, err)
	}
	return err
}

// lostRace reports that PostgreSQL chose this transaction to give way.
func lostRace(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01")
}

// changed turns "no row met the condition" into engine.ErrConflict.
func changed(r sql.Result, err error) error {
	if err != nil {
		return err
	}
	n, err := r.RowsAffected()
	if err == nil && n == 0 {
		return engine.ErrConflict
	}
	return err
}

var errNoSuchRow = sql.ErrNoRows

// gone turns "no row was there" into engine.ErrNotFound.
func gone(r sql.Result, err error) error {
	if err = changed(r, err); errors.Is(err, engine.ErrConflict) {
		return engine.ErrNotFound
	}
	return err
}
