package embedded

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"time"
	"unsafe"
)

// session is one connection to the engine, used from one operating system
// thread only: ClickHouse keeps a query's state in thread-local memory, and a
// streaming insert spans several calls.
type session struct {
	lib      *library
	handle   unsafe.Pointer // chdb_connection *
	work     chan func()
	closed   chan struct{}
	database string
	baseline string // the statement that sets the session's own limits
}

func openSession(lib *library, args []string) (*session, error) {
	s := &session{lib: lib, work: make(chan func()), closed: make(chan struct{}), database: "default"}
	opened := make(chan error, 1)
	go func() {
		defer close(s.closed)
		runtime.LockOSThread() // never unlocked: the thread ends with the session
		var err error
		s.handle, err = lib.open(args)
		opened <- err
		if err != nil {
			return
		}
		for f := range s.work {
			f()
		}
		lib.closeConnection(s.handle)
	}()
	if err := <-opened; err != nil {
		return nil, err
	}
	return s, nil
}

// close waits for the engine to let go; closing the last session flushes and
// closes the tables.
func (s *session) close() {
	close(s.work)
	<-s.closed
}

// do runs f on the session's thread.
func (s *session) do(f func()) {
	done := make(chan struct{})
	s.work <- func() { defer close(done); f() }
	<-done
}

func (s *session) conn() uintptr { return *(*uintptr)(s.handle) }

// request is one statement with everything it needs, whoever sent it.
type request struct {
	database string    // "" leaves the session in "default"
	settings []param   // in order; put back to their defaults afterwards
	params   []param   // values of {name:Type} placeholders
	format   string    // output format when the statement names none
	query    string    //
	data     io.Reader // rows of an INSERT, nil when there are none
	input    string    // format of data
}

// stuckAfter is when a statement is beyond hope: no limit of time, of the engine
// or of the sender, lets one run half as long.
const stuckAfter = 10 * time.Minute

// exec runs one request and leaves the session as it found it. A call that
// never returns from the library cannot be ended from here; the process ends
// instead, and the parent starts another.
func (s *session) exec(req request) (res *result, err error) {
	alarm := time.AfterFunc(stuckAfter, func() {
		fmt.Fprintln(os.Stderr, "a statement is stuck in ClickHouse's engine; ending the process")
		os.Exit(3)
	})
	defer alarm.Stop()
	s.do(func() {
		defer func() {
			if resetErr := s.reset(req.settings); resetErr != nil && err == nil {
				if res != nil {
					res.close()
				}
				res, err = nil, resetErr
			}
		}()
		if err = s.prepare(req); err != nil {
			return
		}
		if req.data != nil {
			res, err = s.insert(req)
			return
		}
		res, err = s.lib.run(s.conn(), req.query, req.format, req.params)
	})
	return res, err
}

func (s *session) prepare(req request) error {
	database := req.database
	if database == "" {
		database = "default"
	}
	if database != s.database {
		if err := s.statement("USE " + quoteName(database)); err != nil {
			return err
		}
		s.database = database
	}
	for _, p := range req.settings {
		if !isName(p.name) {
			return newEngineError("Code: 115. DB::Exception: Unknown setting '" + p.name + "'. (UNKNOWN_SETTING)")
		}
		if err := s.statement("SET " + p.name + " = " + quoteString(p.value)); err != nil {
			return err
		}
	}
	return nil
}

func (s *session) reset(settings []param) error {
	for _, p := range settings {
		if !isName(p.name) {
			continue
		}
		if err := s.statement("SET " + p.name + " = DEFAULT"); err != nil {
			var unknown *EngineError
			if errors.As(err, &unknown) && unknown.Code == 115 {
				continue // it was never set
			}
			return fmt.Errorf("put setting %s back: %w", p.name, err)
		}
	}
	if len(settings) == 0 {
		return nil
	}
	return s.statement(s.baseline)
}

func (s *session) statement(sql string) error {
	res, err := s.lib.run(s.conn(), sql, "Null", nil)
	if err != nil {
		return err
	}
	res.close()
	return nil
}

// insertChunk is what is handed to the engine at once; the engine copies it.
const insertChunk = 1 << 20

// insert streams the rows of an INSERT into the engine. A sender that goes away
// cancels it; of an insert of many blocks (of about a million rows, as in any
// ClickHouse) the finished ones stay.
func (s *session) insert(req request) (*result, error) {
	var pin runtime.Pinner
	defer pin.Unpin()
	stream := s.lib.insert(s.conn(),
		pinned(&pin, req.query), uintptr(len(req.query)), pinned(&pin, req.input), uintptr(len(req.input)))
	if stream == 0 {
		return nil, fmt.Errorf("libchdb gave no insert stream")
	}
	defer s.lib.insertDestroy(stream)
	if message := s.lib.insertError(stream); message != "" {
		return nil, newEngineError(message)
	}
	buf := make([]byte, insertChunk)
	for done := false; !done; {
		n, err := fill(req.data, buf)
		if err != nil && err != io.EOF {
			s.lib.insertCancel(stream)
			return nil, fmt.Errorf("read the rows to insert: %w", err)
		}
		done = err == io.EOF
		if n > 0 && s.lib.insertAppend(stream, unsafe.Pointer(unsafe.SliceData(buf)), uintptr(n)) != 0 {
			if message := s.lib.insertError(stream); message != "" {
				return nil, newEngineError(message)
			}
			break // the result below says why
		}
	}
	return s.lib.take(s.lib.insertDone(stream))
}

// fill reads until buf is full. Other than io.ReadFull it leaves io.EOF, the
// end that the sender meant, apart from io.ErrUnexpectedEOF, a sender that went
// away.
func fill(r io.Reader, buf []byte) (n int, err error) {
	for n < len(buf) && err == nil {
		var more int
		more, err = r.Read(buf[n:])
		n += more
	}
	return n, err
}

// sessions is a small fixed pool: analytics has few readers, and each session
// may use every thread of the machine.
type sessions struct {
	free chan *session
	all  []*session
}

func openSessions(lib *library, args []string, limits Limits) (*sessions, error) {
	pool := &sessions{free: make(chan *session, limits.Sessions)}
	for range limits.Sessions {
		s, err := openSession(lib, args)
		if err != nil {
			pool.close()
			return nil, err
		}
		pool.all = append(pool.all, s)
		pool.free <- s
		s.baseline = "SET " + strings.Join(sessionSettings(limits), ", ")
		s.do(func() { err = s.statement(s.baseline) })
		if err != nil {
			pool.close()
			return nil, fmt.Errorf("set the session's limits: %w", err)
		}
	}
	return pool, nil
}

// exec waits for a free session, in the order of asking, and runs req on it.
func (p *sessions) exec(ctx context.Context, req request) (*result, error) {
	select {
	case s := <-p.free:
		defer func() { p.free <- s }()
		return s.exec(req)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// close waits for running statements and closes the engine.
func (p *sessions) close() {
	for range p.all {
		s := <-p.free
		s.close()
	}
	p.all = nil
}

func isName(s string) bool {
	for i, r := range s {
		if r != '_' && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (i == 0 || r < '0' || r > '9') {
			return false
		}
	}
	return s != ""
}

var escaper = strings.NewReplacer(`\`, `\\`, `'`, `\'`, "`", "\\`", "\x00", `\0`)

func quoteString(s string) string { return "'" + escaper.Replace(s) + "'" }
func quoteName(s string) string   { return "`" + escaper.Replace(s) + "`" }
