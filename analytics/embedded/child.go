package embedded

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// Command is the subcommand under which the parent starts its own program as
// the child.
const Command = "embedded-clickhouse"

// Main is the child process: it opens the engine on --dir and serves it on
// --socket until ctx ends or standard input does. Standard input is a pipe of
// the parent that nobody writes to: the kernel closes it when the parent dies,
// however it dies.
func Main(ctx context.Context, args []string) error {
	var dir, socket, lib string
	var limits Limits
	flags := flag.NewFlagSet(Command, flag.ContinueOnError)
	flags.StringVar(&dir, "dir", "", "folder for the engine's data")
	flags.StringVar(&socket, "socket", "", "unix socket to serve on")
	flags.StringVar(&lib, "library", "", "path of libchdb (default: searched as described in the guide)")
	flags.Int64Var(&limits.Memory, "memory", 0, "bytes the engine may use")
	flags.Int64Var(&limits.QueryMemory, "query-memory", 0, "bytes one query may use")
	flags.IntVar(&limits.Threads, "threads", 0, "threads one query may use")
	flags.IntVar(&limits.Sessions, "sessions", 0, "statements that may run at once")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if dir == "" || socket == "" {
		return errors.New(Command + " needs --dir and --socket; it is started by `onematter serve`, not by hand")
	}
	limits = limits.withDefaults()
	dir, err := filepath.Abs(dir)
	if err != nil {
		return err
	}
	if socket, err = filepath.Abs(socket); err != nil {
		return err
	}
	libraryPath, err := FindLibrary(lib)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		io.Copy(io.Discard, os.Stdin)
		cancel()
	}()

	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make the engine's folder: %w", err)
	}
	release, err := lockFolder(ctx, dir)
	if err != nil {
		return err
	}
	defer release()
	config, err := writeConfig(dir, limits)
	if err != nil {
		return err
	}
	// Relative names in statements stay inside the engine's own folder.
	if err := os.Chdir(dir); err != nil {
		return fmt.Errorf("enter the engine's folder: %w", err)
	}
	engine, err := openLibrary(libraryPath)
	if err != nil {
		return err
	}
	engine.setSignalHandlers(0) // Go's runtime owns the signals
	pool, err := openSessions(engine, []string{"clickhouse", "--path=" + dir, "--config-file=" + config}, limits)
	if err != nil {
		return fmt.Errorf("open ClickHouse's engine on %s: %w", dir, err)
	}
	defer pool.close()
	handler, err := newServer(ctx, pool)
	if err != nil {
		return err
	}
	return serve(ctx, handler, socket)
}

// readWithin ends a sender that stalls with its rows: it holds a session.
const readWithin = 4 * time.Minute

// closeWithin is how long running statements may take to end when the engine
// is told to stop.
const closeWithin = 10 * time.Second

func serve(ctx context.Context, handler http.Handler, socket string) error {
	// The folder's lock is ours, so a socket that is here belongs to nobody.
	if err := os.Remove(socket); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("remove the socket of an earlier run: %w", err)
	}
	old := syscall.Umask(0o177) // the socket is born 0600, never wider
	listener, err := net.Listen("unix", socket)
	syscall.Umask(old)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", socket, err)
	}
	srv := &http.Server{Handler: handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: readWithin}
	done := make(chan error, 1)
	go func() { done <- srv.Serve(listener) }()
	select {
	case err := <-done:
		return fmt.Errorf("serve on %s: %w", socket, err)
	case <-ctx.Done():
	}
	shut, cancel := context.WithTimeout(context.Background(), closeWithin)
	defer cancel()
	if err := srv.Shutdown(shut); err != nil {
		srv.Close()
	}
	return nil
}

// lockWithin is how long a child waits for the one before it: after a crash of
// the parent the earlier child needs a moment to close the tables.
const lockWithin = 30 * time.Second

// lockFolder makes sure that one process at a time uses the folder.
func lockFolder(ctx context.Context, dir string) (release func(), err error) {
	f, err := os.OpenFile(filepath.Join(dir, "onematter.lock"), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the lock of %s: %w", dir, err)
	}
	deadline := time.NewTimer(lockWithin)
	defer deadline.Stop()
	again := time.NewTicker(50 * time.Millisecond)
	defer again.Stop()
	for {
		err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			return func() { f.Close() }, nil
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) && !errors.Is(err, syscall.EINTR) {
			f.Close()
			return nil, fmt.Errorf("lock %s: %w", dir, err)
		}
		select {
		case <-again.C:
		case <-ctx.Done():
			f.Close()
			return nil, ctx.Err()
		case <-deadline.C:
			f.Close()
			return nil, fmt.Errorf("another process uses %s", dir)
		}
	}
}

// RunIfChild turns the running program into the child when it was started as
// one, and then does not return. Test programs call it first in TestMain; the
// product's own main has a subcommand.
func RunIfChild() {
	if len(os.Args) < 2 || os.Args[1] != Command {
		return
	}
	if err := Main(context.Background(), os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}
