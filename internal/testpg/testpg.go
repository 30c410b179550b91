// Package testpg gives tests a real PostgreSQL: one server for a test process,
// started on first use, and a fresh database for every caller. It fails when
// PostgreSQL is not installed; it never skips.
package testpg

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// TB is what a test or benchmark gives.
type TB = testing.TB

var (
	start   sync.Once
	running *server
	failed  error
	serial  atomic.Int64
)

// Start gives the URL of an empty database of its own, dropped when the test
// ends. The server listens on a socket in a folder of its own, so that no port
// is taken from anyone, and does not sync: only for tests. It ends with the
// test process, however that ends.
func Start(tb TB) string {
	tb.Helper()
	start.Do(func() { running, failed = launch(unsynced) })
	if failed != nil {
		tb.Fatalf("PostgreSQL for tests: %v", failed)
	}
	name := fmt.Sprintf("test_%d", serial.Add(1))
	if err := running.do(tb.Context(), "CREATE DATABASE "+name); err != nil {
		tb.Fatalf("PostgreSQL for tests: %v\n%s", err, running.log())
	}
	tb.Cleanup(func() {
		if err := running.do(context.Background(), "DROP DATABASE "+name+" WITH (FORCE)"); err != nil {
			tb.Errorf("PostgreSQL for tests: %v", err)
		}
	})
	return running.url(name)
}

// Durable starts a server of its own that syncs what it acknowledges, for
// benchmarks. end stops it; otherwise it ends with this process.
func Durable() (url string, end func() error, err error) {
	s, err := launch(nil)
	if err != nil {
		return "", nil, err
	}
	return s.url("postgres"), s.alive.Close, nil
}

// unsynced settings are fast, and lose data when the machine fails.
var unsynced = []string{"-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"}

type server struct {
	dir   string
	alive io.Closer // the supervisor ends the server when this closes
}

// The supervisor waits for its standard input to end, which the kernel sees to
// when the test process dies of whatever cause, then cleans up.
const supervisor = `
program=$1 dir=$2
shift 2
"$program" -D "$dir/data" -k "$dir" -c listen_addresses= "$@" \
	-c max_connections=400 -c shared_buffers=64MB -c autovacuum=off -c log_min_messages=warning >"$dir/log" 2>&1 </dev/null &
pid=$!
cat >/dev/null
kill -QUIT $pid
wait $pid
rm -rf "$dir"
`

func launch(settings []string) (*server, error) {
	bin, err := find()
	if err != nil {
		return nil, err
	}
	dir, err := folder()
	if err != nil {
		return nil, err
	}
	attr, err := identity(dir)
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	initdb := exec.Command(filepath.Join(bin, "initdb"), "--no-sync", "--auth=trust", "--username=postgres", "--locale=C", "--encoding=UTF8", "-D", filepath.Join(dir, "data"))
	initdb.Dir, initdb.SysProcAttr = dir, attr
	if out, err := initdb.CombinedOutput(); err != nil {
		return nil, errors.Join(fmt.Errorf("initdb: %w\n%s", err, out), os.RemoveAll(dir))
	}
	sh := exec.Command("/bin/sh", append([]string{"-c", supervisor, "supervisor", filepath.Join(bin, "postgres"), dir}, settings...)...)
	sh.Dir, sh.SysProcAttr = dir, attr
	alive, err := sh.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := sh.Start(); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	s := &server{dir: dir, alive: alive}
	if err := s.await(30 * time.Second); err != nil {
		log := s.log()
		return nil, errors.Join(fmt.Errorf("%w\n%s", err, log), alive.Close())
	}
	return s, nil
}

// find looks for the server's programs where Debian and others put them.
func find() (string, error) {
	if path, err := exec.LookPath("postgres"); err == nil {
		if _, err := os.Stat(filepath.Join(filepath.Dir(path), "initdb")); err == nil {
			return filepath.Dir(path), nil
		}
	}
	var found []string
	for _, pattern := range []string{"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/pgsql/bin", "/opt/homebrew/opt/postgresql@*/bin"} {
		dirs, err := filepath.Glob(pattern)
		if err != nil {
			return "", err
		}
		for _, dir := range dirs {
			if _, err := os.Stat(filepath.Join(dir, "initdb")); err == nil {
				found = append(found, dir)
			}
		}
	}
	if len(found) == 0 {
		return "", errors.New("not installed: neither on PATH nor under /usr/lib/postgresql. Remedy: apt-get install postgresql (13 or newer), or put its bin folder on PATH")
	}
	slices.SortFunc(found, func(a, b string) int { return version(b) - version(a) })
	return found[0], nil
}

func version(dir string) int {
	n, _ := strconv.Atoi(strings.Trim(filepath.Base(filepath.Dir(dir)), "postgrelq@-"))
	return n
}

// folder is short, for a socket's path may have 107 bytes.
func folder() (string, error) {
	dir, err := os.MkdirTemp("", "onematter-pg-")
	if err == nil && len(dir) > 80 {
		if err := os.Remove(dir); err != nil {
			return "", err
		}
		return os.MkdirTemp("/tmp", "onematter-pg-")
	}
	return dir, err
}

// identity is another user when we are root, for PostgreSQL refuses to be.
func identity(dir string) (*syscall.SysProcAttr, error) {
	attr := &syscall.SysProcAttr{Setpgid: true} // an interrupt at the terminal is for the tests
	if os.Geteuid() != 0 {
		return attr, nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err := strconv.Atoi(u.Uid)
		if err != nil {
			return nil, err
		}
		gid, err := strconv.Atoi(u.Gid)
		if err != nil {
			return nil, err
		}
		attr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		return attr, os.Chown(dir, uid, gid)
	}
	return nil, errors.New("running as root, and there is neither a user postgres nor nobody. Remedy: useradd --system postgres, or run the tests as another user")
}

func (s *server) url(database string) string {
	q := url.Values{"host": {s.dir}, "user": {"postgres"}, "sslmode": {"disable"}}
	return "postgres:///" + database + "?" + q.Encode()
}

func (s *server) do(ctx context.Context, statement string) error {
	c, err := pgx.Connect(ctx, s.url("postgres"))
	if err != nil {
		return err
	}
	defer c.Close(ctx)
	_, err = c.Exec(ctx, statement)
	return err
}

// await waits until the server answers.
func (s *server) await(patience time.Duration) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		err := s.do(ctx, "SELECT 1")
		if err == nil {
			return nil
		}
		select {
		case <-tick.C:
		case <-ctx.Done():
			return fmt.Errorf("did not answer within %s: %w", patience, err)
		}
	}
}

func (s *server) log() string {
	b, err := os.ReadFile(filepath.Join(s.dir, "log"))
	if err != nil {
		return err.Error()
	}
	return string(b)
}
