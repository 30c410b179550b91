package embedded

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Options say how the engine is started.
type Options struct {
	Dir     string       // the product's data folder; the engine's is "clickhouse" in it
	Library string       // path of libchdb; "" searches (FindLibrary)
	Program []string     // program and leading arguments of the child; nil is this program
	Limits  Limits       // what the engine may use
	Logger  *slog.Logger // nil is slog.Default()
	// Backoff is the wait before the first restart of a child that died; it
	// doubles up to a minute. 0 is half a second.
	Backoff time.Duration
}

// Engine supervises the child. It is safe for concurrent use.
type Engine struct {
	options Options
	library string
	socket  string
	tempDir string // holds the socket when the data folder's path is too long
	client  *http.Client
	stop    context.CancelFunc
	done    chan struct{}

	mu       sync.Mutex
	pid      int
	restarts int
	lastErr  error
	ready    chan struct{} // closed while a child answers
	isReady  bool
}

// maxSocketPath is what fits into a unix socket address on every system: 104
// bytes on macOS and BSD, 108 on Linux, with a closing zero.
const maxSocketPath = 103

// Launch starts the engine and returns at once; the only errors are those that
// no waiting would cure. The caller must Close the Engine. It lives until then,
// whatever becomes of ctx's deadline.
func Launch(ctx context.Context, options Options) (*Engine, error) {
	library, err := FindLibrary(options.Library)
	if err != nil {
		return nil, err
	}
	if options.Logger == nil {
		options.Logger = slog.Default()
	}
	if options.Backoff <= 0 {
		options.Backoff = 500 * time.Millisecond
	}
	if options.Dir, err = filepath.Abs(options.Dir); err != nil {
		return nil, err
	}
	if len(options.Program) == 0 {
		exe, err := os.Executable()
		if err != nil {
			return nil, fmt.Errorf("find this program: %w", err)
		}
		options.Program = []string{exe}
	}
	e := &Engine{options: options, library: library, done: make(chan struct{}), ready: make(chan struct{})}
	if err := os.MkdirAll(e.dataDir(), 0o700); err != nil {
		return nil, fmt.Errorf("make the engine's folder: %w", err)
	}
	e.socket = filepath.Join(e.dataDir(), "http.sock")
	if len(e.socket) > maxSocketPath {
		if e.tempDir, err = os.MkdirTemp("", "onematter-"); err != nil {
			return nil, fmt.Errorf("make a folder for the engine's socket: %w", err)
		}
		e.socket = filepath.Join(e.tempDir, "http.sock")
	}
	e.client = &http.Client{Transport: &http.Transport{
		DialContext:       func(ctx context.Context, _, _ string) (net.Conn, error) { return e.dial(ctx) },
		DisableKeepAlives: true,
	}}
	ctx, e.stop = context.WithCancel(context.WithoutCancel(ctx))
	go e.supervise(ctx)
	return e, nil
}

// Start is Launch and Wait: the engine answers when it returns.
func Start(ctx context.Context, options Options) (*Engine, error) {
	e, err := Launch(ctx, options)
	if err != nil {
		return nil, err
	}
	if err := e.Wait(ctx); err != nil {
		e.Close()
		return nil, err
	}
	return e, nil
}

// Wait returns when the engine answers, or with the reason why it does not
// when ctx ends first.
func (e *Engine) Wait(ctx context.Context) error {
	e.mu.Lock()
	ready := e.ready
	e.mu.Unlock()
	select {
	case <-ready:
		return nil
	case <-e.done:
		return errors.New("the embedded ClickHouse engine is closed")
	case <-ctx.Done():
		e.mu.Lock()
		defer e.mu.Unlock()
		return fmt.Errorf("the embedded ClickHouse engine does not answer: %w", errors.Join(ctx.Err(), e.lastErr))
	}
}

// dialPatience is how long a connection waits for a child that is starting: a
// start or a restart takes about a second, and need be nobody's error.
const dialPatience = 5 * time.Second

// DialContext connects to the engine, waiting a moment for one that starts. It
// has the form clickhouse-go's Options ask for; the address is ignored.
func (e *Engine) DialContext(ctx context.Context, _ string) (net.Conn, error) {
	waiting, cancel := context.WithTimeout(ctx, dialPatience)
	defer cancel()
	if err := e.Wait(waiting); err != nil {
		return nil, err
	}
	return e.dial(ctx)
}

func (e *Engine) dial(ctx context.Context) (net.Conn, error) {
	var d net.Dialer
	return d.DialContext(ctx, "unix", e.socket)
}

// Ping asks the engine for a trivial answer.
func (e *Engine) Ping(ctx context.Context) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://embedded/ping", nil)
	if err != nil {
		return err
	}
	resp, err := e.client.Do(req)
	if err != nil {
		return fmt.Errorf("ping the embedded ClickHouse engine: %w", err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, 4096))
	if err == nil && resp.StatusCode != http.StatusOK {
		err = errors.New(string(body))
	}
	if err != nil {
		return fmt.Errorf("ping the embedded ClickHouse engine: %w", err)
	}
	return nil
}

// Status is what a health page shows of the engine.
type Status struct {
	Ready    bool   `json:"ready"`
	PID      int    `json:"pid"`      // 0 while no child runs
	Restarts int    `json:"restarts"` // how often a child died
	Error    string `json:"error,omitempty"`
}

// Status tells how the child is.
func (e *Engine) Status() Status {
	e.mu.Lock()
	defer e.mu.Unlock()
	s := Status{Ready: e.isReady, PID: e.pid, Restarts: e.restarts}
	if e.lastErr != nil && !e.isReady {
		s.Error = e.lastErr.Error()
	}
	return s
}

// Close stops the child and waits for it: tables are closed cleanly, or the
// child is killed after 15 seconds.
func (e *Engine) Close() error {
	e.stop()
	<-e.done
	if e.tempDir != "" {
		return os.RemoveAll(e.tempDir)
	}
	return nil
}

func (e *Engine) dataDir() string { return filepath.Join(e.options.Dir, "clickhouse") }

// maxBackoff is the longest wait between two attempts, and a child that lived
// longer than this counts as healthy again.
const maxBackoff = time.Minute

func (e *Engine) supervise(ctx context.Context) {
	defer close(e.done)
	backoff := e.options.Backoff
	for {
		started := time.Now()
		err := e.runChild(ctx)
		if ctx.Err() != nil {
			return
		}
		if time.Since(started) > maxBackoff {
			backoff = e.options.Backoff
		}
		e.mu.Lock()
		e.restarts++
		e.lastErr = err
		e.mu.Unlock()
		e.options.Logger.Error("the embedded ClickHouse engine died; dashboards wait, nothing else is touched",
			"error", err, "restart_in", backoff)
		select {
		case <-time.After(backoff):
		case <-ctx.Done():
			return
		}
		backoff = min(2*backoff, maxBackoff)
	}
}

// stopWithin is how long a child may take to close before it is killed.
const stopWithin = closeWithin + 5*time.Second

// runChild runs one child until it ends, and says why it did.
func (e *Engine) runChild(ctx context.Context) error {
	l := e.options.Limits.withDefaults()
	args := append(append([]string{}, e.options.Program[1:]...), Command,
		"--dir", e.dataDir(), "--socket", e.socket, "--library", e.library,
		"--memory", strconv.FormatInt(l.Memory, 10), "--query-memory", strconv.FormatInt(l.QueryMemory, 10),
		"--threads", strconv.Itoa(l.Threads), "--sessions", strconv.Itoa(l.Sessions))
	cmd := exec.Command(e.options.Program[0], args...)
	detach(cmd)
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	output, err := cmd.StderrPipe()
	if err != nil {
		return err
	}
	cmd.Stdout = cmd.Stderr
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("start the engine's process: %w", err)
	}
	e.setChild(cmd.Process.Pid)
	defer e.setChild(0)

	said := make(chan string, 1)
	go func() { said <- e.relay(output) }()
	exited := make(chan struct{})
	watched := make(chan struct{})
	go func() {
		defer close(watched)
		e.watch(ctx, exited)
	}()
	go func() {
		select {
		case <-ctx.Done():
			stdin.Close()
			select {
			case <-time.After(stopWithin):
				cmd.Process.Kill()
			case <-exited:
			}
		case <-exited:
		}
	}()
	last := <-said // the pipe ends with the process
	err = cmd.Wait()
	close(exited)
	<-watched
	switch {
	case err == nil:
		err = errors.New("the engine's process ended by itself")
	case last != "":
		err = fmt.Errorf("%w: %s", err, last)
	}
	return err
}

// watch marks the engine ready once the child answers.
func (e *Engine) watch(ctx context.Context, exited <-chan struct{}) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		select {
		case <-exited:
			cancel()
		case <-ctx.Done():
		}
	}()
	again := time.NewTicker(10 * time.Millisecond)
	defer again.Stop()
	for e.Ping(ctx) != nil {
		select {
		case <-again.C:
		case <-ctx.Done():
			return
		}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if ctx.Err() == nil {
		e.isReady, e.lastErr = true, nil
		close(e.ready)
	}
}

func (e *Engine) setChild(pid int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.pid = pid
	if pid == 0 && e.isReady {
		e.isReady = false
		e.ready = make(chan struct{})
	}
}

// relay carries the child's words into the log and returns the last lines.
func (e *Engine) relay(r io.Reader) string {
	const keep = 3
	var last []string
	lines := bufio.NewReaderSize(r, 8<<10)
	for {
		line, err := lines.ReadSlice('\n')
		if text := trim(line); len(text) > 0 {
			if len(last) == keep {
				last = last[1:]
			}
			last = append(last, string(text))
			e.options.Logger.Warn("embedded ClickHouse", "says", string(text))
		}
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return strings.Join(last, "; ")
		}
	}
}

func trim(line []byte) []byte {
	for len(line) > 0 && (line[len(line)-1] == '\n' || line[len(line)-1] == '\r' || line[len(line)-1] == ' ') {
		line = line[:len(line)-1]
	}
	return line
}
