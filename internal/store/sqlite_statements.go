package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"

	"github.com/uptrace/bun"

	"github.com/onematter/onematter/engine"
)

// liteStatements are the writer connection's prepared statements. They talk to
// the driver itself: what database/sql does around a statement (locks, a pool,
// converting arguments) is a tenth of the writer's work, and nobody else has the
// connection.
type liteStatements struct {
	conn   bun.Conn
	driver driver.ConnPrepareContext
	list   map[string]liteStatement
	rows   int // written so far

	// together: rows of the ledger and the log wait for those of the other changes
	// of the transaction and are inserted many at once.
	together      bool
	lines, events []driver.Value
}

// liteStatement is what a driver's statement has to do for us.
type liteStatement interface {
	driver.Stmt
	driver.StmtExecContext
	driver.StmtQueryContext
}

func newLiteStatements(conn bun.Conn) (*liteStatements, error) {
	l := &liteStatements{conn: conn, list: map[string]liteStatement{}}
	err := conn.Raw(func(c any) error {
		var ok bool
		if l.driver, ok = c.(driver.ConnPrepareContext); !ok {
			return fmt.Errorf("%T prepares no statements", c)
		}
		return nil
	})
	return l, err
}

func (l *liteStatements) close() {
	for _, st := range l.list {
		_ = st.Close()
	}
}

func (l *liteStatements) get(statement string) (liteStatement, error) {
	if st, ok := l.list[statement]; ok {
		return st, nil
	}
	made, err := l.driver.PrepareContext(context.Background(), statement)
	if err != nil {
		return nil, err
	}
	st, ok := made.(liteStatement)
	if !ok {
		return nil, errors.Join(fmt.Errorf("%T takes no context", made), made.Close())
	}
	l.list[statement] = st
	return st, nil
}

func (l *liteStatements) run(statement string, args ...driver.NamedValue) error {
	_, err := l.affect(statement, args)
	return err
}

// affect runs a statement and says how many rows it wrote.
func (l *liteStatements) affect(statement string, args []driver.NamedValue) (int64, error) {
	st, err := l.get(statement)
	if err != nil {
		return 0, err
	}
	return affected(st.ExecContext(context.Background(), args))
}

// find reads the first column of the first row: sql.ErrNoRows without one.
func (l *liteStatements) find(statement string, args []driver.NamedValue) (int64, error) {
	st, err := l.get(statement)
	if err != nil {
		return 0, err
	}
	rows, err := st.QueryContext(context.Background(), args)
	if err != nil {
		return 0, err
	}
	row := make([]driver.Value, len(rows.Columns()))
	switch err = rows.Next(row); {
	case errors.Is(err, io.EOF):
		err = sql.ErrNoRows
	case err == nil:
		if n, ok := row[0].(int64); ok {
			return n, rows.Close()
		}
		err = fmt.Errorf("%T is no number", row[0])
	}
	return 0, errors.Join(err, rows.Close())
}

// errMoved is found after something else was written: the transaction is done
// again change by change.
var errMoved = fmt.Errorf("a case or its step moved on: %w", engine.ErrConflict)

// neverRevision is the revision of no row.
const neverRevision = -1

// write writes a change into the open transaction. A refusal leaves nothing
// written; err means that part of it may have been.
func (l *liteStatements) write(c *liteChange) (refusal, err error) {
	if refusal, err := l.refusal(c.checks); err != nil || refusal != nil {
		if err == nil && c.receipt != nil {
			// A repeated request has an old revision, too.
			if known, err := l.duplicate(c.receipt); err != nil || known != nil {
				return known, err
			}
		}
		return refusal, err
	}
	if c.receipt != nil {
		op := liteReceipts.op(c.receipt)
		if n, err := l.affect(op.statement, op.args); err != nil {
			return nil, err
		} else if n == 0 {
			return l.duplicate(c.receipt)
		}
	}
	l.rows += len(c.writes) + 1
	for i, op := range c.writes {
		switch n, err := l.affect(op.statement, op.args); {
		case err != nil:
			return nil, err
		case op.moves == "" || n > 0:
		case i > 0:
			return nil, errMoved
		default:
			return l.movedOn(op.moves, c.receipt)
		}
	}
	l.lines = append(l.lines, c.lines...)
	l.events = append(l.events, c.events...)
	if l.together && len(l.events) < atOnce[0]*len(liteEvents.fields) {
		return nil, nil
	}
	return nil, l.flush()
}

// flush inserts the rows of the ledger and the log that wait.
func (l *liteStatements) flush() error {
	insert := func(statement string, args []driver.NamedValue) error { return l.run(statement, args...) }
	l.rows += len(l.lines)/len(liteLines.fields) + len(l.events)/len(liteEvents.fields)
	err := liteLines.inserts(l.lines, insert)
	if err == nil {
		err = liteEvents.inserts(l.events, insert)
	}
	l.forget()
	return err
}

// forget drops what waits, when the transaction failed.
func (l *liteStatements) forget() {
	clear(l.lines)
	clear(l.events)
	l.lines, l.events = l.lines[:0], l.events[:0]
}

// movedOn takes back the receipt of a change that found its case moved on.
func (l *liteStatements) movedOn(id string, r *receiptRow) (refusal, err error) {
	if r != nil {
		if err := l.run(liteReceiptGone, named(r.Owner, r.Key)...); err != nil {
			return nil, err
		}
	}
	return l.refusal([]liteOp{{statement: liteCaseAt, args: named(id), want: neverRevision}})
}

// refusal makes the checks of a change.
func (l *liteStatements) refusal(checks []liteOp) (refusal, err error) {
	for _, op := range checks {
		switch got, err := l.find(op.statement, op.args); {
		case errors.Is(err, sql.ErrNoRows):
			return engine.ErrNotFound, nil
		case err != nil:
			return nil, err
		case got != op.want:
			return engine.ErrConflict, nil
		}
	}
	return nil, nil
}

// duplicate gives the refusal of a known key.
func (l *liteStatements) duplicate(r *receiptRow) (refusal, err error) {
	var first receiptRow
	err = l.conn.QueryRowContext(context.Background(), liteReceipt, r.Owner, r.Key).
		Scan(&first.Owner, &first.Key, &first.Request, &first.Status, &first.Body, &first.At)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return &engine.DuplicateError{First: first.receipt()}, nil
}
