package store

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/dialect/sqlitedialect"
)

// A write-ahead log. The writer's COMMIT does not bring it to disk
// (synchronous=NORMAL; it alone lost acknowledged commits in a power-cut
// simulation): the syncer does, and acknowledges only then.
var (
	litePragmas   = []string{"journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)"}
	writerPragmas = append(slices.Clone(litePragmas), "temp_store(MEMORY)", "cache_size(-32000)", checkpointPragma, logSizePragma)
	readerPragmas = append(slices.Clone(litePragmas), readingPragmas...)
)

// readingPragmas are all that a file gets that was opened for reading only: its
// journal is nobody's to change.
var readingPragmas = []string{"temp_store(MEMORY)", "query_only(1)", "cache_size(-4000)"}

// liteBusy is how many milliseconds a connection waits for another's lock.
const liteBusy = 30_000

// liteFile is the address of a file, to which parameters are added.
func liteFile(path string) string {
	return (&url.URL{Scheme: "file", OmitHost: true, Path: path}).String() + "?"
}

func (s *Store) openSQLite(ctx context.Context, path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		return err
	}
	write, err := openLite(liteFile(path), writerPragmas...)
	if err != nil {
		return err
	}
	write.SetMaxOpenConns(2) // the writer's and the checkpointer's, both held all the time
	w := &sqliteWriter{s: s, db: bun.NewDB(write, sqlitedialect.New()), jobs: make(chan *job, maxBatch), stopped: make(chan struct{})}
	if w.conn, err = w.db.Conn(ctx); err != nil {
		return errors.Join(unopened(path, err), w.db.Close())
	}
	if w.stmts, err = newLiteStatements(w.conn); err != nil {
		return errors.Join(err, w.conn.Close(), w.db.Close())
	}
	if w.sync, err = w.newSyncer(ctx); err != nil {
		return errors.Join(err, w.conn.Close(), w.db.Close())
	}
	if w.check, err = newCheckpointer(ctx, w); err != nil {
		return errors.Join(err, w.conn.Close(), w.db.Close())
	}
	read, err := openLite(liteFile(path), readerPragmas...)
	if err != nil {
		return errors.Join(err, w.check.close(), w.conn.Close(), w.db.Close())
	}
	readers := max(4, 2*runtime.GOMAXPROCS(0))
	read.SetMaxOpenConns(readers)
	read.SetMaxIdleConns(readers)
	s.db = bun.NewDB(read, sqlitedialect.New())
	s.w = w
	go w.sync.run()
	go w.run()
	return s.Ping(ctx)
}

// newSyncer leaves the sync of what the writer commits to a syncer.
func (w *sqliteWriter) newSyncer(ctx context.Context) (*syncer, error) {
	if _, err := w.conn.ExecContext(ctx, "PRAGMA synchronous(NORMAL)"); err != nil {
		return nil, err
	}
	var n int
	var name, path string // as SQLite found it: the log lies beside that
	if err := w.conn.QueryRowContext(ctx, "PRAGMA database_list").Scan(&n, &name, &path); err != nil {
		return nil, err
	}
	return newSyncer(path + "-wal"), nil
}

// unopened asks the system why a file cannot be opened to write: SQLite only says
// that it cannot.
func unopened(path string, err error) error {
	if liteCode(err)&0xff != liteCannotOpen {
		return err
	}
	f, why := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if why != nil {
		return why
	}
	return errors.Join(err, f.Close())
}

// maxBatch is how many changes share one transaction at most: enough to make
// the sync cheap, few enough that the first does not wait long.
const maxBatch = 128

// sqliteWriter owns the only connection that writes. Callers hand it their
// changes; it takes all that wait, writes them in one transaction, and hands
// them on to the syncer, which acknowledges each when that is on disk.
type sqliteWriter struct {
	s       *Store
	db      *bun.DB
	conn    bun.Conn
	jobs    chan *job
	stopped chan struct{}

	mu     sync.RWMutex // held for reading while handing over, so that close is last
	closed bool

	stmts *liteStatements // the writer goroutine's own
	check *checkpointer
	sync  *syncer
}

// job is one caller's wish. Exactly one of ops, f, alone is set.
type job struct {
	ctx   context.Context
	ops   *liteChange
	bulk  []*liteChange
	f     func(context.Context, bun.IDB) error
	alone bool // f wants a transaction to itself

	state atomic.Int32
	done  chan error
}

const (
	jobWaiting int32 = iota
	jobTaken
	jobAbandoned
)

var errClosed = errors.New("the store is closed")

func (w *sqliteWriter) commit(ctx context.Context, c *change) error {
	return w.do(&job{ctx: ctx, ops: toLite(c)})
}

func (w *sqliteWriter) write(ctx context.Context, f func(context.Context, bun.IDB) error) error {
	return w.do(&job{ctx: ctx, f: f})
}

func (w *sqliteWriter) migrate(ctx context.Context, f func(context.Context, bun.IDB) error) error {
	return w.do(&job{ctx: ctx, f: f, alone: true})
}

func (w *sqliteWriter) bulk(ctx context.Context, list []*change) error {
	j := &job{ctx: ctx, bulk: make([]*liteChange, len(list))}
	for i, c := range list {
		j.bulk[i] = toLite(c)
	}
	return w.do(j)
}

func (w *sqliteWriter) ping(ctx context.Context) error {
	if err := w.sync.failure(); err != nil {
		return err
	}
	var one int
	return w.s.db.QueryRowContext(ctx, "SELECT 1").Scan(&one)
}

func (w *sqliteWriter) settle(ctx context.Context) error { return w.sync.wait(ctx) }

// close writes what was handed over and then ends.
func (w *sqliteWriter) close() error {
	w.mu.Lock()
	if w.closed {
		w.mu.Unlock()
		return nil
	}
	w.closed = true
	close(w.jobs)
	w.mu.Unlock()
	<-w.stopped
	return errors.Join(w.s.db.Close(), w.check.close(), w.conn.Close(), w.db.Close())
}

// do hands a job over and waits for its outcome.
func (w *sqliteWriter) do(j *job) error {
	j.done = make(chan error, 1)
	if err := w.hand(j); err != nil {
		return err
	}
	select {
	case err := <-j.done:
		return err
	case <-j.ctx.Done():
		if j.state.CompareAndSwap(jobWaiting, jobAbandoned) {
			return j.ctx.Err()
		}
		select { // both were ready: the outcome is worth more
		case err := <-j.done:
			return err
		default:
		}
		return fmt.Errorf("given up while it was being written, it may have been: %w", j.ctx.Err())
	}
}

func (w *sqliteWriter) hand(j *job) error {
	w.mu.RLock()
	defer w.mu.RUnlock()
	if w.closed {
		return errClosed
	}
	if err := errors.Join(j.ctx.Err(), w.sync.failure()); err != nil {
		return err
	}
	select {
	case w.jobs <- j:
		return nil
	case <-j.ctx.Done():
		return j.ctx.Err()
	}
}

// run is the writer goroutine.
func (w *sqliteWriter) run() {
	defer close(w.stopped)
	defer w.sync.close()
	defer w.stmts.close()
	var batch []*job
	for j := range w.jobs {
		batch = append(batch[:0], j)
		gather(w.jobs)
	fill:
		for len(batch) < maxBatch {
			select {
			case next, ok := <-w.jobs:
				if !ok {
					break fill
				}
				batch = append(batch, next)
			default:
				break fill
			}
		}
		w.stmts.rows = 0
		w.take(batch)
		w.check.after(w, w.stmts.rows)
	}
}

// gather lets callers that are about to hand something over do so first: with
// busy processors batches become twice as long and syncs half as many. It
// returns at once when nobody else has anything to do.
func gather(jobs chan *job) {
	for range 8 {
		before := len(jobs)
		runtime.Gosched()
		if len(jobs) == before {
			return
		}
	}
}

// take writes a batch; jobs that want to be alone are.
func (w *sqliteWriter) take(batch []*job) {
	live := make([]*job, 0, len(batch))
	for _, j := range batch {
		switch {
		case !j.state.CompareAndSwap(jobWaiting, jobTaken):
		case j.ctx.Err() != nil:
			j.done <- j.ctx.Err()
		case j.alone || j.bulk != nil:
			w.together([]*job{j})
		default:
			live = append(live, j)
		}
	}
	if len(live) > 0 {
		w.together(live)
	}
}

// together writes jobs in one transaction and hands on each one's outcome. What a
// change is refused for (a known key, an old revision) is found by reading
// before it has written anything, so that the others need no savepoints. Only
// when a write fails by surprise is the batch rolled back and done again with
// a savepoint around each.
func (w *sqliteWriter) together(jobs []*job) {
	outcomes := make([]error, len(jobs))
	w.stmts.together = true
	err := w.transaction(func() error {
		for i, j := range jobs {
			if j.f != nil {
				outcomes[i] = w.guarded(j)
				if fatal(outcomes[i]) {
					return outcomes[i]
				}
				continue
			}
			refusal, err := w.writeChanges(j)
			if err != nil {
				return err
			}
			outcomes[i] = refusal
		}
		return w.stmts.flush()
	})
	w.stmts.together = false
	if err != nil && len(jobs) > 1 {
		w.s.log.Warn("writing change by change", "changes", len(jobs), "error", err)
		err = w.transaction(func() error {
			for i, j := range jobs {
				outcomes[i] = w.guarded(j)
				if fatal(outcomes[i]) {
					return outcomes[i]
				}
			}
			return nil
		})
	}
	for i := range jobs {
		if err != nil {
			outcomes[i] = asTaken(err)
		}
	}
	w.sync.queue <- written{w.sync.begun.Load(), jobs, outcomes}
}

// fatalError ends the transaction for everyone in it.
type fatalError struct{ error }

func (e fatalError) Unwrap() error { return e.error }

func fatal(err error) bool { return errors.As(err, new(fatalError)) }

// guarded runs a job between savepoints.
func (w *sqliteWriter) guarded(j *job) error {
	if err := w.exec("SAVEPOINT job"); err != nil {
		return fatalError{err}
	}
	var err error
	if j.f != nil {
		// Never interrupted: SQLite would roll the others back with it.
		err = j.f(context.WithoutCancel(j.ctx), w.conn)
	} else {
		var refusal error
		if refusal, err = w.writeChanges(j); err == nil {
			err = refusal
		}
	}
	if err != nil {
		if e := w.exec("ROLLBACK TO job"); e != nil {
			return fatalError{errors.Join(err, e)}
		}
		err = asTaken(err)
	}
	if e := w.exec("RELEASE job"); e != nil {
		return fatalError{errors.Join(err, e)}
	}
	return err
}

func (w *sqliteWriter) transaction(f func() error) error {
	if err := w.exec("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	err := f()
	if err == nil {
		w.sync.begun.Add(1)
		if err = w.exec("COMMIT"); err == nil {
			return nil
		}
	}
	w.stmts.forget()
	// SQLite may have rolled back by itself; then this fails and that is fine.
	_ = w.exec("ROLLBACK")
	return err
}

func (w *sqliteWriter) exec(statement string) error { return w.stmts.run(statement) }

func (w *sqliteWriter) writeChanges(j *job) (refusal, err error) {
	if j.ops != nil {
		return w.stmts.write(j.ops)
	}
	for _, c := range j.bulk {
		if refusal, err := w.stmts.write(c); err != nil || refusal != nil {
			return nil, errors.Join(refusal, err) // an import is refused as a whole
		}
	}
	return nil, nil
}
