//go:build cgo

package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"strconv"

	"github.com/mattn/go-sqlite3"
)

// SQLite as its makers wrote it, where the program is built with a C compiler:
// a statement costs half of what it costs translated into Go (ADR 13). Without
// one the program is built with sqlite_go.go; both hold the same suite.

// liteConnector opens connections that begin with pragmas.
type liteConnector struct {
	driver *sqlite3.SQLiteDriver
	dsn    string
}

func (c liteConnector) Connect(context.Context) (driver.Conn, error) { return c.driver.Open(c.dsn) }
func (c liteConnector) Driver() driver.Driver                        { return c.driver }

// openLite opens a database by its file: address. It opens no connection yet.
func openLite(file string, pragmas ...string) (*sql.DB, error) {
	d := &sqlite3.SQLiteDriver{ConnectHook: func(c *sqlite3.SQLiteConn) error {
		for _, p := range pragmas {
			if _, err := c.Exec("PRAGMA "+p, nil); err != nil {
				return err
			}
		}
		return nil
	}}
	// A connection is used by one goroutine at a time (database/sql sees to it): it
	// needs no lock of its own. The busy timeout stands before the first pragma: the
	// change to the write-ahead log waits its turn, too.
	return sql.OpenDB(liteConnector{driver: d, dsn: file + "_mutex=no&_busy_timeout=" + strconv.Itoa(liteBusy)}), nil
}

// liteCode is SQLite's extended result code, 0 where err is not SQLite's.
func liteCode(err error) int {
	var lite sqlite3.Error
	if errors.As(err, &lite) {
		return int(lite.ExtendedCode)
	}
	return 0
}
