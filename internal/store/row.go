package store

import (
	"context"
	"encoding/json"
	"fmt"
	"reflect"
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

// statements are the reads of one row by one column, made once a type: on
// SQLite prepared once a connection, which is cheaper than formatting and
// parsing them every time.
type statements struct {
	mu   sync.RWMutex
	list map[statementKey]bun.Stmt
}

type statementKey struct {
	row    reflect.Type
	column string
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
	key := statementKey{reflect.TypeOf(row).Elem(), column}
	s.reads.mu.RLock()
	st, ok := s.reads.list[key]
	s.reads.mu.RUnlock()
	if !ok {
		table := s.db.Table(key.row)
		cols := make([]string, len(table.Fields))
		for i, f := range table.Fields {
			cols[i] = string(f.SQLName)
		}
		var err error
		st, err = s.db.PrepareContext(ctx, fmt.Sprintf("SELECT %s FROM %s WHERE %q = ? LIMIT 1", strings.Join(cols, ", "), table.SQLName, column))
		if err != nil {
			return err
		}
		s.reads.mu.Lock()
		if other, ok := s.reads.list[key]; ok {
			defer st.Close()
			st = other
		} else {
			if s.reads.list == nil {
				s.reads.list = map[statementKey]bun.Stmt{}
			}
			s.reads.list[key] = st
		}
		s.reads.mu.Unlock()
	}
	rows, err := st.QueryContext(ctx, value)
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
