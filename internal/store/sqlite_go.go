//go:build !cgo

package store

import (
	"database/sql"
	"errors"
	"net/url"
	"strconv"
	"strings"
	"sync"

	"modernc.org/sqlite"
)

// SQLite translated into Go, for a program built without a C compiler.

// fdatasync writes all that a commit needs and spares the journal of the file
// system the time stamp that fsync would write as well.
var syncData = sync.OnceValue(func() error {
	_, err := sqlite.Fdatasync(true)
	if errors.Is(err, sqlite.ErrFdatasyncUnavailable) {
		return nil
	}
	return err
})

// openLite opens a database by its file: address. It opens no connection yet.
func openLite(file string, pragmas ...string) (*sql.DB, error) {
	if err := syncData(); err != nil {
		return nil, err
	}
	var b strings.Builder
	for _, p := range append([]string{"busy_timeout(" + strconv.Itoa(liteBusy) + ")"}, pragmas...) {
		b.WriteString("&_pragma=" + url.QueryEscape(p))
	}
	c, err := sqlite.NewConnector(file + b.String()[1:])
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(c), nil
}

// liteCode is SQLite's extended result code, 0 where err is not SQLite's.
func liteCode(err error) int {
	var lite *sqlite.Error
	if errors.As(err, &lite) {
		return lite.Code()
	}
	return 0
}
