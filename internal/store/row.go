package store

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/uptrace/bun"
)

// raw keeps JSON as it is; no value is an empty one, for columns are NOT NULL.
func raw(m json.RawMessage) []byte {
	if m == nil {
		return []byte{}
	}
	return m
}

func unraw(b []byte) json.RawMessage {
	if len(b) == 0 {
		return nil
	}
	return b
}

// clean reports whether both databases can keep the text: UTF-8 without NUL.
func clean(s string) bool { return strings.IndexByte(s, 0) < 0 && utf8.ValidString(s) }

// cleaned are the texts of a list that can be stored.
func cleaned(list []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(s string) bool { return !clean(s) })
}

// versioned is a row that is written only over the revision that was read.
type versioned[R any] interface {
	*R
	version() (id string, revision *int64)
}

func (r *draftRow) version() (string, *int64)  { return r.ID, &r.Revision }
func (r *caseRow) version() (string, *int64)   { return r.ID, &r.Revision }
func (r *dutyRow) version() (string, *int64)   { return r.ID, &r.Revision }
func (r *sourceRow) version() (string, *int64) { return r.ID, &r.Revision }

// statements are the reads that every decision makes, by row type and what
// follows the table's name: on SQLite prepared once a connection, which is
// cheaper than formatting and parsing them every time.
type statements struct {
	mu   sync.RWMutex
	list map[statementKey]bun.Stmt
}

type statementKey struct {
	row  reflect.Type
	tail string
}

// prepared is the read of a row type's columns with a tail, for SQLite.
func (s *Store) prepared(ctx context.Context, row reflect.Type, tail string) (bun.Stmt, error) {
	key := statementKey{row, tail}
	s.reads.mu.RLock()
	st, ok := s.reads.list[key]
	s.reads.mu.RUnlock()
	if ok {
		return st, nil
	}
	table := s.db.Table(row)
	cols := make([]string, len(table.Fields))
	for i, f := range table.Fields {
		cols[i] = string(f.SQLName)
	}
	st, err := s.db.PrepareContext(ctx, fmt.Sprintf("SELECT %s FROM %s %s", strings.Join(cols, ", "), table.SQLName, tail))
	if err != nil {
		return st, err
	}
	s.reads.mu.Lock()
	defer s.reads.mu.Unlock()
	if other, ok := s.reads.list[key]; ok {
		return other, st.Close()
	}
	if s.reads.list == nil {
		s.reads.list = map[statementKey]bun.Stmt{}
	}
	s.reads.list[key] = st
	return st, nil
}

// one reads the row whose column has the value: sql.ErrNoRows without one.
// row is a pointer to a row struct.
func (s *Store) one(ctx context.Context, row any, column string, value string) error {
	if !clean(value) {
		return errNoSuchRow // what cannot be stored is not there
	}
	if s.pg {
		return s.db.NewSelect().Model(row).Where("? = ?", bun.Ident(column), value).Scan(ctx)
	}
	return s.first(ctx, row, fmt.Sprintf("WHERE %q = ? LIMIT 1", column), value)
}

// first reads one row on SQLite: sql.ErrNoRows without one.
func (s *Store) first(ctx context.Context, row any, tail string, args ...any) error {
	st, err := s.prepared(ctx, reflect.TypeOf(row).Elem(), tail)
	if err != nil {
		return err
	}
	rows, err := st.QueryContext(ctx, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return err
		}
		return errNoSuchRow
	}
	return s.db.ScanRow(ctx, rows, row)
}

// all reads rows on SQLite; rows is a pointer to a slice of row structs.
func (s *Store) all(ctx context.Context, rows any, tail string, args ...any) error {
	st, err := s.prepared(ctx, reflect.TypeOf(rows).Elem().Elem(), tail)
	if err != nil {
		return err
	}
	found, err := st.QueryContext(ctx, args...)
	if err != nil {
		return err
	}
	defer found.Close()
	return s.db.ScanRows(ctx, found, rows)
}
